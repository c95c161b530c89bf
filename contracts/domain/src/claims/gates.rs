use super::{AuthorisationId, Benefit, Claim, Context, Fee, Gate, Line, Reason, Service};
use crate::credentials::{CredentialId, Kind, Refusal};

/// What is known from before about the services of a claim's policy and day.
pub type Earlier<'a> = &'a [Service];

/// A refusal by a gate, with the reason that goes on the remittance.
pub(super) type Refused = (Gate, Reason);

/// Gates 1 and 2, on the whole claim: eligible [26, 27], filed in time [29].
pub(super) fn claim_gates(claim: &Claim, context: &Context<'_>) -> Result<(), Refused> {
    let period = context.policy.period;
    if claim.service_day < period.from {
        return Err((Gate::Eligible, Reason::BeforeCoverage));
    }
    if period.ended_by(claim.service_day) {
        return Err((Gate::Eligible, Reason::AfterCoverage));
    }
    if context.received_on.since(claim.service_day) > u32::from(context.plan.filing_days) {
        return Err((Gate::FiledInTime, Reason::FiledLate));
    }
    Ok(())
}

/// Gates 3 and 4, on a line: not a duplicate [OA-18], of an earlier claim or an earlier line of this one; provider
/// credentialed on the service day [B7]. Gate 5, consent, is on the whole claim and comes between these and the rest.
pub(super) fn line_gates(claim: &Claim, index: usize, context: &Context<'_>) -> Result<(), Refused> {
    let Some(line) = claim.lines.get(index) else { return Ok(()) };
    let service = Service { provider: claim.provider, code: line.code };
    let within = claim.lines.iter().take(index).any(|earlier| earlier.code == line.code);
    if within || context.earlier.contains(&service) {
        return Err((Gate::NotDuplicate, Reason::Duplicate));
    }
    let required = context.benefit(index).and_then(|(_, benefit)| benefit.credential);
    if required.is_some_and(|kind| !credentialed(context.credentials, kind)) {
        return Err((Gate::Credentialed, Reason::ProviderNotCertified));
    }
    Ok(())
}

fn credentialed(credentials: &[(Kind, Result<CredentialId, Refusal>)], kind: Kind) -> bool {
    credentials.iter().any(|(held, answer)| *held == kind && answer.is_ok())
}

/// Gates 6 to 8, on a line: covered [96], authorised [15, 197, 198], waiting period served [179]. Gate 9, the limit [119],
/// is part of pricing, since it can split a line.
pub(super) fn benefit_gates<'a>(
    claim: &Claim,
    index: usize,
    context: &'a Context<'_>,
) -> Result<(&'a Fee, &'a Benefit), Refused> {
    let found = context.benefit(index).filter(|(_, benefit)| benefit.covered);
    let (Some((fee, benefit)), Some(line)) = (found, claim.lines.get(index)) else {
        return Err((Gate::Covered, Reason::NotCovered));
    };
    if benefit.authorisation_needed {
        authorised(claim, line, context).map_err(|reason| (Gate::Authorised, reason))?;
    }
    if claim.service_day < context.policy.served_on(benefit) {
        return Err((Gate::WaitingServed, Reason::WaitingPeriod));
    }
    Ok((fee, benefit))
}

/// An authorisation is for one service, and a claim bills a service once: no other line draws on its units.
fn authorised(claim: &Claim, line: &Line, context: &Context<'_>) -> Result<(), Reason> {
    let Some(id) = claim.authorisation else { return Err(Reason::AuthorisationAbsent) };
    let found = context.authorisation.filter(|(known, _): &(AuthorisationId, _)| *known == id);
    let Some((_, authorisation)) = found else { return Err(Reason::AuthorisationDoesNotApply) };
    let applies = authorisation.policy == claim.policy
        && authorisation.provider == claim.provider
        && authorisation.code == line.code
        && authorisation.period.contains(claim.service_day);
    if !applies {
        return Err(Reason::AuthorisationDoesNotApply);
    }
    if line.units > authorisation.units {
        return Err(Reason::AuthorisationExceeded);
    }
    Ok(())
}
