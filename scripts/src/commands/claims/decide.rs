//! Deciding claims that wait, and taking claims back.

use healink_domain::{
    claims::{ClaimId, Override, ReviewReason},
    Cents,
};

use crate::{
    commands::{arg, desk::Desk},
    error::{Error, Result},
    text,
};

#[derive(Debug, clap::Args)]
pub(super) struct Claim {
    /// Number of the claim
    claim: ClaimId,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Reasons, with their X12 codes: lacks-information [16], not-necessary [50], included [97], level-of-service [150],
frequency [151]. Lines are counted from 1. A line that is not named is decided as the plan prices it; nobody can allow
more than the plan does.

Examples:
  healink --as charlie claims review 7
  healink --as charlie claims review 7 --reduce 2:150.00:level-of-service --deny 3:not-necessary")]
pub(super) struct Review {
    /// Number of the claim
    claim: ClaimId,
    /// Allow less for a line: its number, what is allowed, why; repeat for several lines
    #[arg(long, value_parser = reduction, value_name = "LINE:AMOUNT:REASON")]
    reduce: Vec<Override>,
    /// Deny a line: its number, why; repeat for several lines
    #[arg(long, value_parser = denial, value_name = "LINE:REASON")]
    deny: Vec<Override>,
}

fn reduction(value: &str) -> Result<Override, String> {
    match value.split(':').collect::<Vec<_>>().as_slice() {
        [line, amount, reason] => said(line, arg::money(amount)?, arg::review_reason(reason)?),
        _ => Err("write LINE:AMOUNT:REASON, for example 2:150.00:level-of-service".into()),
    }
}

fn denial(value: &str) -> Result<Override, String> {
    match value.split(':').collect::<Vec<_>>().as_slice() {
        [line, reason] => said(line, Cents::ZERO, arg::review_reason(reason)?),
        _ => Err("write LINE:REASON, for example 3:not-necessary".into()),
    }
}

fn said(line: &str, allowed: Cents, reason: ReviewReason) -> Result<Override, String> {
    Ok(Override { line: arg::line(line)?, allowed, reason })
}

/// Decides a claim that waits, with what holds now.
pub(super) async fn readjudicate(desk: &Desk<'_>, args: &Claim) -> Result<()> {
    desk.send(&desk.contracts.claims, "readjudicate", (args.claim,)).await
}

/// Takes a claim back: as if it had never been.
pub(super) async fn void(desk: &Desk<'_>, args: &Claim) -> Result<()> {
    desk.send(&desk.contracts.claims, "void", (args.claim,)).await
}

/// Reviews a claim that waits for it.
pub(super) async fn review(desk: &Desk<'_>, args: &Review) -> Result<()> {
    let overrides: Vec<Override> = args.reduce.iter().chain(&args.deny).copied().collect();
    if let Some(zero) = args.reduce.iter().find(|given| given.allowed.is_zero()) {
        let (line, amount) = (zero.line.saturating_add(1), text::money(zero.allowed));
        return Err(
            Error::usage(format!("--reduce {line}:{amount} would deny the line")).hint("say so with --deny")
        );
    }
    desk.send(&desk.contracts.claims, "review", (args.claim, overrides)).await
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_an_examiner_says_is_read() {
        let reduced = Override { line: 1, allowed: Cents(15_000), reason: ReviewReason::LevelOfService };
        assert_eq!(reduction("2:150.00:level-of-service"), Ok(reduced));
        let denied = Override { line: 0, allowed: Cents::ZERO, reason: ReviewReason::NotNecessary };
        assert_eq!(denial("1:not-necessary"), Ok(denied));
    }

    #[test]
    fn what_is_wrong_is_told_with_what_to_write() {
        for (value, part) in [
            ("2:150.00", "LINE:AMOUNT:REASON"),
            ("0:1:included", "counted from 1"),
            ("33:1:included", "counted from 1"),
            ("x:1:included", "counted from 1"),
            ("1:1.005:included", "no amount"),
            ("1:1:why", "one of lacks-information"),
        ] {
            assert!(reduction(value).unwrap_err().contains(part), "{value}");
        }
        assert!(denial("1").unwrap_err().contains("LINE:REASON"));
    }
}
