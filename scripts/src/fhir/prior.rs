//! What prior payers paid on a claim's lines: the answers (ClaimResponse) that its other insurances name. In an 837 this stands in
//! loop 2430, line by line.

use healink_domain::{Cents, Day};

use super::{
    lines::{amount, too_large},
    read::Problem,
    resources::{Adjudication, Claim, ClaimResponse},
    store::{Held, Resource, Store},
    SourceLine,
};

/// Puts down what prior payers paid on each line. A claim of which that cannot be told is not used: the plan would pay too much.
pub(super) fn apply(
    store: &Store,
    held: &Held,
    claim: &Claim,
    focal: usize,
    lines: &mut [(Day, SourceLine)],
    currency: &str,
) -> Result<(), Problem> {
    for (index, insurance) in claim.insurance.iter().enumerate().filter(|(index, _)| *index != focal) {
        let Some(reference) = &insurance.claim_response else { continue };
        let path = format!("insurance[{index}].claimResponse");
        let Some(Held { resource: Resource::ClaimResponse(answer), .. }) = store.resolve(reference, held)
        else {
            return Err(Problem::new(path, "the prior payer's answer is not in the files"));
        };
        let said =
            |problem: Problem| Problem::new(path.clone(), format!("{}: {}", problem.path, problem.reason));
        take(answer, lines, currency).map_err(said)?;
    }
    Ok(())
}

fn take(answer: &ClaimResponse, lines: &mut [(Day, SourceLine)], currency: &str) -> Result<(), Problem> {
    if answer.item.is_empty() {
        let paid = whole(answer, currency)?;
        return match lines {
            _ if paid.is_zero() => Ok(()),
            [(_, only)] => add(only, paid, "payment"),
            _ => Err(Problem::new("item", "it says only what was paid for all lines together")),
        };
    }
    for (index, item) in answer.item.iter().enumerate() {
        let path = format!("item[{index}]");
        let paid = benefits(&item.adjudication, currency, &path)?;
        if paid.is_zero() {
            continue;
        }
        let line = lines.iter_mut().find(|(_, line)| Some(line.sequence) == item.item_sequence);
        let (_, line) = line.ok_or_else(|| Problem::new(&path, "it is for no line of the claim"))?;
        add(line, paid, &path)?;
    }
    Ok(())
}

/// What was paid for all lines together: the payment, else the total of the benefits.
fn whole(answer: &ClaimResponse, currency: &str) -> Result<Cents, Problem> {
    match answer.payment.as_ref().and_then(|payment| payment.amount.as_ref()) {
        Some(paid) => Ok(amount(paid, currency, "payment.amount")?.unwrap_or_default()),
        None => benefits(&answer.total, currency, "total"),
    }
}

fn benefits(all: &[Adjudication], currency: &str, path: &str) -> Result<Cents, Problem> {
    let mut sum = Cents::ZERO;
    for found in all.iter().filter(|found| found.is_benefit()) {
        let Some(money) = &found.amount else { continue };
        let paid = amount(money, currency, path)?.unwrap_or_default();
        sum = sum.plus(paid).map_err(|_| too_large(path))?;
    }
    Ok(sum)
}

fn add(line: &mut SourceLine, paid: Cents, path: &str) -> Result<(), Problem> {
    line.prior_paid = line.prior_paid.plus(paid).map_err(|_| too_large(path))?;
    Ok(())
}
