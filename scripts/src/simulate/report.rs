//! The result of a simulation: a row for each claim, and sums.

use healink_domain::{
    claims::{ClaimId, ClaimRecord, LineResult, Totals},
    Cents,
};
use serde::Serialize;

use super::{sum, Carried, Simulation};
use crate::{
    fhir::{Code, Loaded, SourceClaim, SourceLine},
    names,
    output::table,
    remittance, text,
};

/// A simulation's result.
#[derive(Debug, Serialize)]
pub struct Report {
    /// What was assumed, in words.
    pub assumptions: Vec<String>,
    /// The claims, in the order of their submission.
    pub claims: Vec<Row>,
    /// Sums of those that the contract would take.
    pub totals: Amounts,
    /// What members have used up.
    #[serde(flatten)]
    pub carried: Carried,
    /// What could not be used, and why.
    pub skipped: Vec<String>,
    /// What was used in a way that the reader should know.
    pub remarks: Vec<String>,
    /// Codes that the plan does not list.
    pub unlisted_codes: Vec<String>,
}

/// A claim's result.
#[derive(Debug, Serialize)]
pub struct Row {
    /// The source's name for it.
    pub id: String,
    /// Where it stands in which file.
    pub origin: String,
    /// Number; `None` where the contract would not take the claim.
    pub number: Option<ClaimId>,
    /// The member's key.
    pub member: String,
    /// The provider's key.
    pub provider: String,
    /// Day of service.
    pub service_day: String,
    /// How it came out.
    pub outcome: String,
    /// Sums.
    pub totals: Amounts,
    /// Reasons such as `CO-45`, each once.
    pub codes: Vec<String>,
    /// Its lines.
    pub lines: Vec<LineRow>,
}

/// A line's result.
#[derive(Debug, Serialize)]
pub struct LineRow {
    sequence: u32,
    system: String,
    code: String,
    display: Option<String>,
    units: u32,
    billed: String,
    prior_paid: String,
    category: Option<String>,
    refused_by: Option<String>,
    passed: Vec<String>,
    allowed: String,
    paid: String,
    adjustments: Vec<AdjustmentRow>,
}

#[derive(Debug, Serialize)]
struct AdjustmentRow {
    code: String,
    amount: String,
    meaning: &'static str,
}

/// Amounts as text.
#[derive(Debug, Serialize)]
pub struct Amounts {
    billed: String,
    allowed: String,
    deductible: String,
    copay: String,
    coinsurance: String,
    paid: String,
}

impl From<&Totals> for Amounts {
    fn from(totals: &Totals) -> Self {
        Self {
            billed: text::money(totals.billed),
            allowed: text::money(totals.allowed),
            deductible: text::money(totals.deductible),
            copay: text::money(totals.copay),
            coinsurance: text::money(totals.coinsurance),
            paid: text::money(totals.paid),
        }
    }
}

/// Sums over claims.
pub fn sums(totals: &[Totals]) -> Amounts {
    let of = |amount: fn(&Totals) -> Cents| sum(totals.iter().map(amount));
    Amounts::from(&Totals {
        billed: of(|totals| totals.billed),
        allowed: of(|totals| totals.allowed),
        paid: of(|totals| totals.paid),
        deductible: of(|totals| totals.deductible),
        coinsurance: of(|totals| totals.coinsurance),
        copay: of(|totals| totals.copay),
    })
}

impl Row {
    /// Of a claim that the contract would take.
    pub fn decided(source: &SourceClaim, number: ClaimId, record: &ClaimRecord) -> Self {
        let lines =
            source.lines.iter().enumerate().map(|(index, line)| line_row(line, record.lines.get(index)));
        let mut codes: Vec<String> = Vec::new();
        for adjustment in record.lines.iter().flat_map(|line| &line.adjustments) {
            let code = adjustment.to_string();
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        let outcome = remittance::status(record.status);
        Self {
            number: Some(number),
            codes,
            lines: lines.collect(),
            ..Self::of(source, outcome, &record.totals)
        }
    }

    /// Of one that it would not take.
    pub fn refused(source: &SourceClaim, why: String) -> Self {
        let totals = Totals { billed: source.total, ..Totals::default() };
        Self::of(source, why, &totals)
    }

    fn of(source: &SourceClaim, outcome: String, totals: &Totals) -> Self {
        Self {
            id: source.id.clone(),
            origin: source.origin.to_string(),
            number: None,
            member: source.member.clone(),
            provider: source.provider.clone(),
            service_day: text::date(source.service_day),
            outcome,
            totals: Amounts::from(totals),
            codes: Vec::new(),
            lines: Vec::new(),
        }
    }

    fn cells(&self) -> Vec<String> {
        let amounts = &self.totals;
        vec![
            self.number.map(|number| number.to_string()).unwrap_or_default(),
            short(&self.id, 30),
            short(self.member.rsplit('|').next().unwrap_or(&self.member), 12),
            self.service_day.clone(),
            amounts.billed.clone(),
            amounts.allowed.clone(),
            amounts.deductible.clone(),
            amounts.copay.clone(),
            amounts.coinsurance.clone(),
            amounts.paid.clone(),
            printable(&self.outcome),
            self.codes.join(" "),
        ]
    }
}

fn line_row(line: &SourceLine, result: Option<&LineResult>) -> LineRow {
    let adjustments = result.iter().flat_map(|result| &result.adjustments).map(|adjustment| AdjustmentRow {
        code: adjustment.to_string(),
        amount: text::money(adjustment.amount),
        meaning: remittance::reason(adjustment.reason),
    });
    LineRow {
        sequence: line.sequence,
        system: line.code.system.clone(),
        code: line.code.code.clone(),
        display: line.code.display.clone(),
        units: line.units,
        billed: text::money(line.billed),
        prior_paid: text::money(line.prior_paid),
        category: result.and_then(|result| result.category).map(names::name),
        refused_by: result.and_then(|result| result.refused_by).map(remittance::refused_by),
        passed: result.iter().flat_map(|result| result.passed.iter()).map(names::name).collect(),
        allowed: text::money(result.map_or(Cents::ZERO, |result| result.allowed)),
        paid: text::money(result.map_or(Cents::ZERO, |result| result.paid)),
        adjustments: adjustments.collect(),
    }
}

/// Without control characters, by which a file could write over the reader's terminal.
fn printable(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_control() { char::REPLACEMENT_CHARACTER } else { letter })
        .collect()
}

/// At most `most` characters of a name.
fn short(name: &str, most: usize) -> String {
    let name = printable(name);
    match name.chars().count() {
        count if count <= most => name,
        _ => name.chars().take(most.saturating_sub(1)).chain(['…']).collect(),
    }
}

/// What became of a submission.
pub type Decided = Result<(ClaimId, ClaimRecord), String>;

impl Report {
    /// From what was loaded and what became of each claim, in the same order.
    pub fn new(
        simulation: &Simulation<'_>,
        loaded: &Loaded,
        decided: &[Decided],
        assumptions: Vec<String>,
    ) -> Self {
        let row = |(source, decided): (&SourceClaim, &Decided)| match decided {
            Ok((number, record)) => Row::decided(source, *number, record),
            Err(why) => Row::refused(source, why.clone()),
        };
        let totals: Vec<Totals> = decided.iter().flatten().map(|(_, record)| record.totals).collect();
        Self {
            assumptions,
            claims: loaded.claims.iter().zip(decided).map(row).collect(),
            totals: sums(&totals),
            carried: simulation.carried(),
            skipped: loaded.skipped.iter().map(ToString::to_string).collect(),
            remarks: loaded.remarks.iter().map(ToString::to_string).collect(),
            unlisted_codes: simulation.plan.unlisted(&loaded.claims).iter().map(named).collect(),
        }
    }

    /// The table, the sums, and what to know.
    pub fn to_text(&self, verbose: bool) -> String {
        let mut out = vec![claims_table(&self.claims, &self.totals)];
        out.extend(self.assumptions.iter().map(|assumption| format!("Assumed: {assumption}")));
        out.extend(listed("Codes that the plan does not list, not covered [96]", &self.unlisted_codes, true));
        out.extend(listed("Skipped", &self.skipped, true));
        out.extend(listed("Remarks", &self.remarks, verbose));
        out.join("\n")
    }
}

/// Claims as a table, with their sums in its last row.
pub fn claims_table(rows: &[Row], all: &Amounts) -> String {
    let header = [
        "No",
        "Claim",
        "Member",
        "Service day",
        "Billed",
        "Allowed",
        "Deductible",
        "Copay",
        "Coinsurance",
        "Paid",
        "Outcome",
        "Codes",
    ];
    let right = ["No", "Billed", "Allowed", "Deductible", "Copay", "Coinsurance", "Paid"];
    let total = [
        "",
        "Total",
        "",
        "",
        &all.billed,
        &all.allowed,
        &all.deductible,
        &all.copay,
        &all.coinsurance,
        &all.paid,
        "",
        "",
    ];
    let rows = rows.iter().map(Row::cells).chain([total.map(str::to_owned).to_vec()]);
    table(&header, &right, rows)
}

fn named(code: &Code) -> String {
    let display = code.display.as_deref().map(|display| format!(" ({display})")).unwrap_or_default();
    format!("{code}{display}")
}

fn listed(what: &str, findings: &[String], all: bool) -> Vec<String> {
    let count = findings.len();
    match (count, all) {
        (0, _) => Vec::new(),
        (_, true) => [format!("{what}: {count}")]
            .into_iter()
            .chain(findings.iter().map(|finding| format!("  {}", printable(finding))))
            .collect(),
        (_, false) => vec![format!("{what}: {count} (--verbose lists them)")],
    }
}
