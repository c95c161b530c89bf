//! The items of a claim as lines that add up to its total.

use healink_domain::{claims::MAX_UNITS, Cents, Day};

use super::{
    amount::Decimal,
    day,
    read::Problem,
    resources::{Claim, Concept, Item, Money, Quantity},
    Code, SourceLine,
};

/// Lines with their days of service, and what the reader should know about them.
#[derive(Debug)]
pub(super) struct Lines {
    pub lines: Vec<(Day, SourceLine)>,
    pub remarks: Vec<Problem>,
}

/// What the claim's total leaves for an item without an amount.
struct Rest {
    item: usize,
    amount: Cents,
}

/// Derives the lines. An item's charge is its `net`, else `unitPrice` × `quantity` × `factor`. Where the claim's total is more
/// than these, the rest is the charge of the one item without an amount that it can belong to: the only one with an encounter,
/// else the only one (Synthea states the price of a visit or of a prescribed medicine in this way). Other items without an
/// amount are no service lines: they are left out, with a remark.
pub(super) fn derive(claim: &Claim, prescribed: Option<&Concept>, currency: &str) -> Result<Lines, Problem> {
    if claim.item.is_empty() {
        return Err(Problem::new("item", "the claim has no items"));
    }
    let charges = charges(claim, currency)?;
    let stated = Cents::sum(charges.iter().flatten().copied()).map_err(|_| too_large("item"))?;
    let total = match &claim.total {
        Some(total) => amount(total, currency, "total")?.unwrap_or(stated),
        None => stated,
    };
    let rest = rest(claim, &charges, stated, total)?;
    let mut lines = Vec::new();
    let mut remarks = Vec::new();
    for (index, (item, charge)) in claim.item.iter().zip(&charges).enumerate() {
        let path = format!("item[{index}]");
        let of_rest = rest.as_ref().filter(|rest| rest.item == index);
        let Some(billed) = charge.or(of_rest.map(|rest| rest.amount)) else {
            remarks.push(Problem::new(path, "left out: it has no amount and the total leaves none for it"));
            continue;
        };
        let medicine = prescribed.filter(|_| of_rest.is_some());
        if of_rest.is_some() {
            remarks.push(Problem::new(&path, what_was_done(billed, medicine.is_some())));
        }
        let concept = medicine.unwrap_or(&item.product_or_service);
        let line = SourceLine {
            sequence: item.sequence.unwrap_or_else(|| u32::try_from(index).unwrap_or(0).saturating_add(1)),
            code: code(concept, &path)?,
            units: units(item.quantity.as_ref(), &path)?,
            billed,
            prior_paid: Cents::ZERO,
        };
        lines.push((service_day(claim, item, &path)?, line));
    }
    match lines.is_empty() {
        true => Err(Problem::new("item", "no item has an amount")),
        false => Ok(Lines { lines, remarks }),
    }
}

fn what_was_done(billed: Cents, is_medicine: bool) -> String {
    let amount = crate::text::money(billed);
    let what = if is_medicine { "; its code is that of the prescribed medicine" } else { "" };
    format!("has no amount: what the claim's total leaves, {amount}, is taken{what}")
}

/// The stated charge of each item.
fn charges(claim: &Claim, currency: &str) -> Result<Vec<Option<Cents>>, Problem> {
    let charge = |(index, item): (usize, &Item)| {
        let path = format!("item[{index}]");
        if let Some(net) = &item.net {
            return amount(net, currency, &format!("{path}.net"));
        }
        let Some(price) = &item.unit_price else { return Ok(None) };
        let path = format!("{path}.unitPrice");
        check_currency(price, currency, &path)?;
        let Some(value) = price.value else { return Ok(None) };
        let quantity = item.quantity.as_ref().and_then(|quantity| quantity.value).unwrap_or(Decimal::ONE);
        let product = value.times(quantity).and_then(|cost| cost.times(item.factor.unwrap_or(Decimal::ONE)));
        let cents = product.ok_or_else(|| too_large(&path))?.cents();
        cents.map(Some).map_err(|reason| Problem::new(path, format!("times quantity and factor, {reason}")))
    };
    claim.item.iter().enumerate().map(charge).collect()
}

/// What the total leaves, and the item that it belongs to.
fn rest(
    claim: &Claim,
    charges: &[Option<Cents>],
    stated: Cents,
    total: Cents,
) -> Result<Option<Rest>, Problem> {
    let differ = |what: &str| {
        let (stated, total) = (crate::text::money(stated), crate::text::money(total));
        Problem::new("total", format!("the items add up to {stated}, the total is {total}{what}"))
    };
    let amount = total.minus(stated).map_err(|_| differ(""))?;
    if amount.is_zero() {
        return Ok(None);
    }
    let open = || claim.item.iter().zip(charges).enumerate().filter(|(_, (_, charge))| charge.is_none());
    let visits: Vec<usize> =
        open().filter(|(_, (item, _))| !item.encounter.is_empty()).map(|(index, _)| index).collect();
    let all: Vec<usize> = open().map(|(index, _)| index).collect();
    match (visits.as_slice(), all.as_slice()) {
        ([item], _) | (_, [item]) => Ok(Some(Rest { item: *item, amount })),
        (_, []) => Err(differ("")),
        _ => Err(differ(", and several items without an amount could make up the difference")),
    }
}

pub(super) fn amount(money: &Money, currency: &str, path: &str) -> Result<Option<Cents>, Problem> {
    check_currency(money, currency, path)?;
    let cents = money.value.map(Decimal::cents).transpose();
    cents.map_err(|reason| Problem::new(format!("{path}.value"), reason))
}

fn check_currency(money: &Money, currency: &str, path: &str) -> Result<(), Problem> {
    match money.currency.as_deref() {
        Some(other) if other != currency => Err(Problem::new(
            format!("{path}.currency"),
            format!("the amount is in {other}, not in {currency}"),
        )),
        _ => Ok(()),
    }
}

pub(super) fn too_large(path: &str) -> Problem {
    Problem::new(path, "the amount is too large")
}

pub(super) fn code(concept: &Concept, path: &str) -> Result<Code, Problem> {
    let coding = concept.best().ok_or_else(|| {
        let said =
            concept.text.as_deref().map(|text| format!(" (only the text `{text}`)")).unwrap_or_default();
        Problem::new(format!("{path}.productOrService"), format!("the service has no code{said}"))
    })?;
    Ok(Code {
        system: coding.system.clone().unwrap_or_default(),
        code: coding.code.clone().unwrap_or_default(),
        display: coding.display.clone().or_else(|| concept.text.clone()),
    })
}

pub(super) fn units(quantity: Option<&Quantity>, path: &str) -> Result<u32, Problem> {
    let Some(value) = quantity.and_then(|quantity| quantity.value) else { return Ok(1) };
    value.count().filter(|units| *units <= MAX_UNITS).ok_or_else(|| {
        let reason = format!("the quantity is no whole number from 1 to {MAX_UNITS}");
        Problem::new(format!("{path}.quantity.value"), reason)
    })
}

/// `item.serviced[x]`, else the start of `billablePeriod`, else `created`.
fn service_day(claim: &Claim, item: &Item, path: &str) -> Result<Day, Problem> {
    let period = |span: &'_ Option<super::resources::Span>| span.as_ref().and_then(|span| span.start.clone());
    let candidates = [
        (format!("{path}.servicedDate"), item.serviced_date.clone()),
        (format!("{path}.servicedPeriod.start"), period(&item.serviced_period)),
        ("billablePeriod.start".into(), period(&claim.billable_period)),
        ("created".into(), claim.created.clone()),
    ];
    let found = candidates.into_iter().find_map(|(path, written)| Some((path, written?)));
    let (path, written) =
        found.ok_or_else(|| Problem::new(path, "the claim says nowhere when the service was rendered"))?;
    day::parse(&written).map_err(|reason| Problem::new(path, reason))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::fhir::read::parse;

    const CODE: &str = r#""productOrService":{"coding":[{"system":"s","code":"c"}]}"#;

    fn lines(items: &[&str], total: &str) -> Result<Lines, Problem> {
        let items: Vec<String> = items.iter().map(|item| format!("{{{CODE}{item}}}")).collect();
        let json = format!(r#"{{"created":"2026-03-01T10:00:00Z","item":[{}]{total}}}"#, items.join(","));
        derive(&parse(&json)?, None, "USD")
    }

    fn billed(lines: &Lines) -> Vec<u64> {
        lines.lines.iter().map(|(_, line)| line.billed.0).collect()
    }

    fn why(items: &[&str], total: &str) -> (String, String) {
        let problem = lines(items, total).unwrap_err();
        (problem.path, problem.reason)
    }

    const NET: &str = r#","net":{"value":140.52,"currency":"USD"}"#;
    const VISIT: &str = r#","encounter":[{"reference":"e"}]"#;
    const TOTAL: &str = r#","total":{"value":265.52,"currency":"USD"}"#;

    #[test]
    fn a_visit_without_an_amount_gets_what_the_total_leaves() {
        let found = lines(&[VISIT, NET, r#","diagnosisSequence":[1]"#], TOTAL).unwrap();
        assert_eq!(billed(&found), [12_500, 14_052]);
        assert_eq!(
            found.remarks.iter().map(|remark| remark.path.as_str()).collect::<Vec<_>>(),
            ["item[0]", "item[2]"]
        );
    }

    #[test]
    fn a_prescribed_medicine_takes_the_place_of_the_visit() {
        let claim =
            format!(r#"{{"created":"2026-03-01","item":[{{{CODE}{VISIT}}}],"total":{{"value":255}}}}"#);
        let medicine: Concept = parse(r#"{"coding":[{"system":"rx","code":"1"}]}"#).unwrap();
        let found = derive(&parse(&claim).unwrap(), Some(&medicine), "USD").unwrap();
        assert_eq!(found.lines[0].1.code.to_string(), "rx|1");
        assert_eq!(billed(&found), [25_500]);
    }

    #[test]
    fn a_price_is_multiplied_exactly() {
        let price = r#","unitPrice":{"value":33.335},"quantity":{"value":2}"#;
        let found = lines(&[price], "").unwrap();
        assert_eq!((billed(&found), found.lines[0].1.units), (vec![6_667], 2));
        let odd = r#","unitPrice":{"value":33.335}"#;
        assert!(why(&[odd], "").1.contains("fractions of a cent"));
    }

    #[test]
    fn totals_that_do_not_add_up_are_refused() {
        let less = r#","total":{"value":100.00}"#;
        assert_eq!(
            why(&[NET], less),
            ("total".into(), "the items add up to 140.52, the total is 100.00".into())
        );
        assert_eq!(why(&[NET], TOTAL).0, "total");
        assert!(why(&["", "", NET], TOTAL).1.contains("several items"));
        assert_eq!(
            why(&["", ""], r#","total":{"value":0}"#),
            ("item".into(), "no item has an amount".into())
        );
    }

    #[test]
    fn malformed_items_are_refused_with_their_path() {
        for (item, path, reason) in [
            (r#","net":{"value":-1}"#, "item[0].net.value", "the amount is negative"),
            (r#","net":{"value":1.005}"#, "item[0].net.value", "the amount has fractions of a cent"),
            (r#","net":{"value":"1"}"#, "item[0].net.value", "`\"1\"` is no number"),
            (
                r#","net":{"value":1,"currency":"EUR"}"#,
                "item[0].net.currency",
                "the amount is in EUR, not in USD",
            ),
            (
                r#","net":{"value":1},"quantity":{"value":1.5}"#,
                "item[0].quantity.value",
                "the quantity is no whole number from 1 to 10000",
            ),
            (
                r#","net":{"value":1},"servicedDate":"2026-03""#,
                "item[0].servicedDate",
                "`2026-03` is not exact to the day",
            ),
        ] {
            assert_eq!(why(&[item], ""), (path.into(), reason.into()), "{item}");
        }
        assert_eq!(why(&[], ""), ("item".into(), "the claim has no items".into()));
    }

    #[test]
    fn a_service_without_a_code_or_a_day_is_refused() {
        let claim = |json: &str| derive(&parse(json).unwrap(), None, "USD").unwrap_err();
        let coded = claim(
            r#"{"created":"2026-03-01","item":[{"productOrService":{"text":"visit"},"net":{"value":1}}]}"#,
        );
        assert_eq!(
            coded,
            Problem::new("item[0].productOrService", "the service has no code (only the text `visit`)")
        );
        let dated = claim(&format!(r#"{{"item":[{{{CODE},"net":{{"value":1}}}}]}}"#));
        assert_eq!(dated.reason, "the claim says nowhere when the service was rendered");
    }
}
