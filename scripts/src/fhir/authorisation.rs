//! Prior authorisations: a ClaimResponse of use `preauthorization` with its number, and the Claim that requested it.

use healink_domain::{claims::MAX_LINES, Period};

use super::{
    day, lines,
    parties::Parties,
    read::Problem,
    resources::{ClaimResponse, Item},
    store::{Held, Resource, Store},
    SourceAuthorisation, SourceItem,
};

/// Reads an answer; `None` where it authorises nothing.
pub(super) fn read(
    store: &Store,
    held: &Held,
    response: &ClaimResponse,
    parties: &mut Parties,
) -> Result<Option<SourceAuthorisation>, Problem> {
    let (Some("preauthorization"), Some(number)) =
        (response.purpose.as_deref(), response.pre_auth_ref.as_ref())
    else {
        return Ok(None);
    };
    if response.outcome.as_deref() != Some("complete") {
        return Err(Problem::new("outcome", "only a `complete` answer authorises"));
    }
    let found = response.request.as_ref().and_then(|request| store.resolve(request, held));
    let Some(Held { resource: Resource::Claim(request), .. }) = found else {
        return Err(Problem::new("request", "the claim that requested it is not in the files"));
    };
    if !(1..=MAX_LINES).contains(&request.item.len()) {
        let reason = format!("an authorisation is for 1 to {MAX_LINES} services");
        return Err(Problem::new("request", reason));
    }
    let span = response.pre_auth_period.as_ref();
    let period = span.map_or(Ok(None), |span| day::period(span.start.as_deref(), span.end.as_deref()));
    let of_request =
        |problem: Problem| Problem::new("request", format!("{}: {}", problem.path, problem.reason));
    Ok(Some(SourceAuthorisation {
        origin: held.origin.clone(),
        number: number.clone(),
        member: parties.member(store, held, request.patient.as_ref()).map_err(of_request)?,
        provider: parties.provider(store, held, request.provider.as_ref()).map_err(of_request)?,
        items: request.item.iter().enumerate().map(item).collect::<Result<_, _>>().map_err(of_request)?,
        period: period.map_err(|reason| Problem::new("preAuthPeriod", reason))?.unwrap_or(Period::ALWAYS),
    }))
}

fn item((index, item): (usize, &Item)) -> Result<SourceItem, Problem> {
    let path = format!("item[{index}]");
    Ok(SourceItem {
        code: lines::code(&item.product_or_service, &path)?,
        units: lines::units(item.quantity.as_ref(), &path)?,
    })
}
