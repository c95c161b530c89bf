//! One decision against the rules.

use healink_domain::{
    claims::{
        Accumulators, Adjudication, Adjustment, LineResult, PendReason, RefusedBy, Status, Totals, UnitsUsed,
        Verdict,
    },
    Cents,
};

use super::{Case, Difference};
use crate::{names, remittance, text};

/// What a comparison found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compared {
    /// The decision on record is that of the rules; the lines that were compared.
    Agrees {
        /// How many.
        lines: usize,
    },
    /// The claim waits, as the rules say, or for escrow that its evidence does not hold.
    Waits,
    /// It was taken back before it was ever decided: there is nothing to recompute.
    NeverDecided,
    /// It is not.
    Differs(Vec<Difference>),
}

/// Recomputes the decision on a claim and compares it with the record.
pub fn compare(case: &Case) -> Compared {
    let record = &case.record;
    let verdict = match record.evidence.decide(&record.claim, &case.plan, &case.policy, &case.fees) {
        Ok(verdict) => verdict,
        Err(error) => {
            let recomputed = format!("cannot be taken: {}", names::variant(error));
            return Compared::Differs(vec![Difference::new(
                "claim",
                remittance::status(record.status),
                recomputed,
            )]);
        }
    };
    let differences = match (verdict, record.status) {
        (Verdict::Pended(reason), Status::Pended { reason: on_record, .. }) if reason == on_record => {
            return Compared::Waits;
        }
        // Whether escrow is short depends on all claims of the payer.
        (Verdict::Adjudicated(_), Status::Pended { reason: PendReason::EscrowShort, .. }) => {
            return Compared::Waits
        }
        _ if record.decided_on.is_none() && is_ended(&record.status) => return Compared::NeverDecided,
        (Verdict::Adjudicated(decided), _) if record.decided_on.is_some() => decision(case, &decided),
        (verdict, status) => vec![Difference::new("decision", remittance::status(status), said(&verdict))],
    };
    match differences.is_empty() {
        true => Compared::Agrees { lines: record.lines.len() },
        false => Compared::Differs(differences),
    }
}

const fn is_ended(status: &Status) -> bool {
    matches!(status, Status::Overturned { .. } | Status::Replaced { .. } | Status::Void)
}

fn said(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Pended(reason) => remittance::pending(*reason).into(),
        Verdict::Adjudicated(decided) => remittance::outcome(decided.outcome).into(),
    }
}

fn decision(case: &Case, decided: &Adjudication) -> Vec<Difference> {
    let record = &case.record;
    let mut found = Found::default();
    found.lines(&record.lines, &decided.lines);
    found.totals(&record.totals, &decided.totals);
    found.accumulators(&record.contribution, &decided.contribution);
    found.units(
        &record.authorised,
        &decided.authorised,
        record.evidence.authorisation.as_ref().map_or(0, |a| a.items.len()),
    );
    found.status(&record.status, decided);
    found.0
}

/// The differences found so far.
#[derive(Default)]
struct Found(Vec<Difference>);

impl Found {
    fn check(&mut self, what: impl Into<String>, on_chain: String, recomputed: String) {
        if on_chain != recomputed {
            self.0.push(Difference::new(what, on_chain, recomputed));
        }
    }

    fn money(&mut self, what: impl Into<String>, on_chain: Cents, recomputed: Cents) {
        self.check(what, text::money(on_chain), text::money(recomputed));
    }

    fn lines(&mut self, on_chain: &[LineResult], recomputed: &[LineResult]) {
        self.check("lines", on_chain.len().to_string(), recomputed.len().to_string());
        for (index, (line, expected)) in on_chain.iter().zip(recomputed).enumerate() {
            let at = |what: &str| format!("line {}: {what}", index.saturating_add(1));
            self.check(at("category"), optional(line.category), optional(expected.category));
            self.check(at("refused by"), refusal(line.refused_by), refusal(expected.refused_by));
            self.check(at("gates passed"), gates(line), gates(expected));
            self.money(at("billed"), line.billed, expected.billed);
            self.money(at("allowed"), line.allowed, expected.allowed);
            self.money(at("paid"), line.paid, expected.paid);
            self.check(at("adjustments"), adjustments(&line.adjustments), adjustments(&expected.adjustments));
        }
    }

    fn totals(&mut self, on_chain: &Totals, recomputed: &Totals) {
        let parts = [
            ("billed", on_chain.billed, recomputed.billed),
            ("allowed", on_chain.allowed, recomputed.allowed),
            ("paid", on_chain.paid, recomputed.paid),
            ("deductible", on_chain.deductible, recomputed.deductible),
            ("coinsurance", on_chain.coinsurance, recomputed.coinsurance),
            ("copay", on_chain.copay, recomputed.copay),
        ];
        for (what, on_chain, recomputed) in parts {
            self.money(format!("total {what}"), on_chain, recomputed);
        }
    }

    fn accumulators(&mut self, on_chain: &Accumulators, recomputed: &Accumulators) {
        self.check("counts towards", used(on_chain), used(recomputed));
    }

    fn units(&mut self, on_chain: &UnitsUsed, recomputed: &UnitsUsed, items: usize) {
        self.check("units authorised", units(on_chain, items), units(recomputed, items));
    }

    /// What a claim came to; what became of it later is no matter of the rules.
    fn status(&mut self, status: &Status, decided: &Adjudication) {
        let (outcome, amount) = match *status {
            Status::Adjudicated { outcome, payable, .. } => (outcome, payable),
            Status::Settled { outcome, paid, .. } => (outcome, paid),
            _ => return,
        };
        self.check(
            "outcome",
            remittance::outcome(outcome).into(),
            remittance::outcome(decided.outcome).into(),
        );
        self.money("payable", amount, decided.totals.paid);
    }
}

fn optional(category: Option<healink_domain::claims::Category>) -> String {
    category.map_or_else(|| "none".into(), names::name)
}

fn refusal(refused: Option<RefusedBy>) -> String {
    refused.map_or_else(|| "nobody".into(), remittance::refused_by)
}

fn gates(line: &LineResult) -> String {
    line.passed.iter().map(names::name).collect::<Vec<_>>().join(", ")
}

fn adjustments(all: &[Adjustment]) -> String {
    all.iter().map(|one| format!("{one} {}", text::money(one.amount))).collect::<Vec<_>>().join(", ")
}

/// Accumulators in one line.
pub(super) fn used(accumulators: &Accumulators) -> String {
    let sums = format!(
        "deductible {}, out of pocket {}",
        text::money(accumulators.deductible),
        text::money(accumulators.out_of_pocket)
    );
    let usage = accumulators.used.iter().map(|usage| {
        format!(", {} {} units {}", names::name(usage.category), usage.units, text::money(usage.paid))
    });
    std::iter::once(sums).chain(usage).collect()
}

/// Units of an authorisation's items in one line.
pub(super) fn units(used: &UnitsUsed, items: usize) -> String {
    (0..items).map(|item| used.of(item).to_string()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
#[path = "compare_tests.rs"]
mod tests;
