//! `healink replay`.

use healink_domain::claims::ClaimId;
use serde::Serialize;

use crate::{
    chain::Chain,
    deployment::Contracts,
    error::{Error, Result},
    output,
    replay::{compare, Books, Case, Changed, Compared, Difference, Source, CHUNK},
    Context,
};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Anyone can do this: plan, policy, fees and the evidence of each decision are public, and the rules are those that the contract was
built from. Nothing is sent and no key is needed.

--all also adds up what all standing decisions use, promise and pay, and compares that with the contract's books: a decision that
was reversed has to have left no trace. The registries are asked again as of the day of service; an answer that is another by now is
listed, but is no difference.

Exit code 1 when something differs.

Examples:
  healink replay 7
  healink replay --all
  healink --json replay --all > replay.json")]
pub struct Args {
    /// Number of the claim
    #[arg(required_unless_present = "all")]
    claim: Option<ClaimId>,
    /// Every claim of the deployment, and its books
    #[arg(long, conflicts_with = "claim")]
    all: bool,
}

/// What a replay found.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    claims: usize,
    recomputed: usize,
    lines: usize,
    waiting: usize,
    never_decided: usize,
    differing: Vec<Differing>,
    books: Vec<Difference>,
    changed_answers: Vec<ChangedAnswers>,
}

/// A claim whose decision is not that of the rules.
#[derive(Debug, Serialize)]
struct Differing {
    claim: ClaimId,
    differences: Vec<Difference>,
}

/// A claim of which a registry answers otherwise by now.
#[derive(Debug, Serialize)]
struct ChangedAnswers {
    claim: ClaimId,
    answers: Vec<Changed>,
}

/// Runs the command.
///
/// # Errors
/// When the node cannot be reached, there is no such claim, or something differs.
pub async fn run(ctx: &Context, args: &Args) -> Result<()> {
    let chain = ctx.chain().await?;
    let contracts = Contracts::find(&chain).await?;
    let report = match args.claim {
        Some(claim) => one(&chain, &contracts, claim).await?,
        None => all(ctx, &chain, &contracts).await?,
    };
    ctx.out.result_and(&report, || report.text(), report.verdict())
}

async fn one(chain: &Chain, contracts: &Contracts, claim: ClaimId) -> Result<Report> {
    let mut source = Source::new(chain, contracts);
    let mut report = Report::default();
    let cases = source.cases(&[claim]).await?;
    report.take(&cases, source.changed(&cases).await?);
    Ok(report)
}

/// Replays every claim of a deployment and audits its books.
///
/// # Errors
/// When the node cannot be reached. What differs is in the report.
pub async fn all(ctx: &Context, chain: &Chain, contracts: &Contracts) -> Result<Report> {
    let mut source = Source::new(chain, contracts);
    let newest = source.newest().await?;
    let (mut report, mut books) = (Report::default(), Books::default());
    let progress = ctx.out.bar("replaying claims", newest);
    let ids: Vec<ClaimId> = (1..=newest).collect();
    for some in ids.chunks(CHUNK) {
        let cases = source.cases(some).await?;
        for case in &cases {
            books.add(&case.record).map_err(|_| Error::internal("what the claims add up to does not fit"))?;
        }
        report.take(&cases, source.changed(&cases).await?);
        progress.advance(u64::try_from(some.len()).unwrap_or(u64::MAX));
    }
    progress.message("adding up the books");
    report.books = source.audit(&books).await?;
    progress.finish();
    Ok(report)
}

impl Report {
    fn take(&mut self, cases: &[Case], changed: Vec<Vec<Changed>>) {
        for (case, answers) in cases.iter().zip(changed) {
            self.claims = self.claims.saturating_add(1);
            match compare(case) {
                Compared::Agrees { lines } => {
                    self.recomputed = self.recomputed.saturating_add(1);
                    self.lines = self.lines.saturating_add(lines);
                }
                Compared::Waits => self.waiting = self.waiting.saturating_add(1),
                Compared::NeverDecided => self.never_decided = self.never_decided.saturating_add(1),
                Compared::Differs(differences) => {
                    self.differing.push(Differing { claim: case.id, differences });
                }
            }
            if !answers.is_empty() {
                self.changed_answers.push(ChangedAnswers { claim: case.id, answers });
            }
        }
    }

    /// The differences as a table, what answers changed, and a summary in the last line.
    pub fn text(&self) -> String {
        let mut parts = Vec::new();
        let differences = self.differing.iter().flat_map(|one| {
            one.differences.iter().map(|difference| row(format!("claim {}", one.claim), difference))
        });
        let books = self.books.iter().map(|difference| row("books".into(), difference));
        let rows: Vec<Vec<String>> = differences.chain(books).collect();
        if !rows.is_empty() {
            parts.push(output::table(&["of", "what", "on chain", "recomputed"], &[], rows));
        }
        for one in &self.changed_answers {
            let answers = one
                .answers
                .iter()
                .map(|answer| format!("{}: {}, now {}", answer.what, answer.then, answer.now));
            let answers = answers.collect::<Vec<_>>().join("; ");
            parts.push(format!("claim {}: the registries answer otherwise by now ({answers})", one.claim));
        }
        parts.push(self.summary());
        parts.join("\n")
    }

    /// One line.
    pub fn summary(&self) -> String {
        let mut counts = format!(
            "{}: {} recomputed with {}",
            plural(self.claims, "claim"),
            plural(self.recomputed, "decision"),
            plural(self.lines, "line")
        );
        if self.waiting > 0 {
            counts.push_str(&format!(", {} waiting as the rules say", self.waiting));
        }
        if self.never_decided > 0 {
            counts.push_str(&format!(", {} taken back undecided", self.never_decided));
        }
        let found = match (self.differing.len(), self.books.len()) {
            (0, 0) => "every decision is that of the public rules".to_owned(),
            (0, books) => format!("the books differ in {}", plural(books, "place")),
            (claims, books) => {
                format!(
                    "{} not by the rules, the books differ in {}",
                    plural(claims, "claim"),
                    plural(books, "place")
                )
            }
        };
        let changed = match self.changed_answers.len() {
            0 => String::new(),
            count => format!(
                "\nFor {} the registries answer otherwise by now, which changes no decision",
                plural(count, "claim")
            ),
        };
        format!("{counts}: {found}{changed}")
    }

    /// Nothing when nothing differs.
    ///
    /// # Errors
    /// How much differs.
    pub fn verdict(&self) -> Result<()> {
        match self.differing.is_empty() && self.books.is_empty() {
            true => Ok(()),
            false => Err(Error::refused("what is on the chain is not what the rules give").hint(
                "is the program of the same version as the contracts? `healink replay CLAIM` shows one claim",
            )),
        }
    }
}

fn row(of: String, difference: &Difference) -> Vec<String> {
    vec![of, difference.what.clone(), difference.on_chain.clone(), difference.recomputed.clone()]
}

fn plural(count: usize, what: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {what}{ending}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]
    use super::*;
    use crate::{replay::cases_of_the_samples, simulate::Consent};

    fn report(change: impl Fn(&mut Case)) -> Report {
        let mut cases = cases_of_the_samples(Consent::Permit);
        change(cases.first_mut().unwrap());
        let mut report = Report::default();
        let unchanged = cases.iter().map(|_| Vec::new()).collect();
        report.take(&cases, unchanged);
        report
    }

    #[test]
    fn what_agrees_is_counted_and_passes() {
        let report = report(|_| {});
        assert_eq!((report.claims, report.recomputed, report.waiting), (16, 16, 0));
        assert!(report.verdict().is_ok());
        assert!(report.summary().ends_with("every decision is that of the public rules"));
    }

    #[test]
    fn a_difference_is_shown_and_ends_in_a_failure() {
        let report = report(|case| case.record.totals.paid.0 += 1);
        assert!(report.text().contains("total paid"));
        assert_eq!(report.verdict().unwrap_err().kind.exit_code(), 1);
    }

    #[test]
    fn books_that_differ_are_a_failure_too() {
        let books = Difference {
            what: "payer 1: promised".into(),
            on_chain: "1.00".into(),
            recomputed: "2.00".into(),
        };
        let report = Report { books: vec![books], ..report(|_| {}) };
        assert!(report.verdict().is_err() && report.summary().ends_with("the books differ in 1 place"));
    }

    #[test]
    fn an_answer_that_changed_is_told_but_is_no_difference() {
        let changed = Changed { what: "consent".into(), then: "permitted".into(), now: "denied".into() };
        let mut report = report(|_| {});
        report.changed_answers.push(ChangedAnswers { claim: 3, answers: vec![changed] });
        assert!(report.verdict().is_ok() && report.text().contains("consent: permitted, now denied"));
    }
}
