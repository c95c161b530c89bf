//! The receipt as a page to print. It holds the receipt itself too, so that the page alone can be verified.

use super::Receipt;
use crate::error::{Result, ResultExt};

/// Where the receipt stands in its page.
const BEGIN: &str = "<script type=\"application/json\" id=\"receipt\">";
const END: &str = "</script>";

const STYLE: &str = "body{font:11pt/1.45 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#111}\
h1{font-size:1.5rem;margin-bottom:.2rem}h2{font-size:1.05rem;margin:1.4rem 0 .3rem}p{margin:.3rem 0}\
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #ccc}\
th{width:13rem;font-weight:600}code{overflow-wrap:anywhere;font-size:.9em}@media print{body{margin:0;max-width:none}}";

/// The receipt within a page.
pub fn embedded(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once(BEGIN)?;
    rest.split_once(END).map(|(json, _)| json)
}

/// The page: no scripts, nothing loaded from elsewhere.
///
/// # Errors
/// None that the input can cause.
pub fn render(receipt: &Receipt) -> Result<String> {
    let record = &receipt.record;
    let json = serde_json::to_string(receipt).or_internal("writing the receipt")?.replace('<', "\\u003c");
    let title = if record.terms.permits() { "Receipt for a consent" } else { "Receipt for a refusal" };
    let facts = table(&facts(receipt));
    let proof = table(&[
        ("Hash of this receipt", code(&receipt.hash)),
        ("Contract", code(&record.registry.contract)),
        ("Chain (first block)", code(&record.registry.genesis)),
        ("Patient's account", code(&record.pii_principal_id)),
        ("Receipt number", code(&record.record_id)),
    ]);
    Ok(format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<p>{}</p>\n<h2>What was decided</h2>\n{facts}\n\
         <h2>How to withdraw</h2>\n<p>At any time, with effect from the block that holds the withdrawal: <code>{}</code></p>\n\
         <h2>How to check this page</h2>\n<p>The hash of this receipt stands on the chain with the decision. Whoever has this file can compare \
         them: <code>healink consent receipt verify FILE</code></p>\n{proof}\n<p><small>{}, {}</small></p>\n{BEGIN}{json}{END}\n</body>\n</html>\n",
        escape(&sentence(receipt)),
        escape(&record.withdrawal_method),
        escape(&record.schema_version),
        escape(&record.version),
    ))
}

/// The decision in a sentence.
fn sentence(receipt: &Receipt) -> String {
    let record = &receipt.record;
    let who = if record.decided_by.is_some() { "Somebody who acts for the patient" } else { "The patient" };
    let what = if record.terms.permits() { "permits" } else { "refuses" };
    format!("{who} {what} the use of data as stated below.")
}

fn facts(receipt: &Receipt) -> Vec<(&'static str, String)> {
    let record = &receipt.record;
    let terms = &record.terms;
    let party = |party: &super::receipt::Party| match &party.party_name {
        Some(name) => format!("{} ({})", escape(name), code(&party.party_id)),
        None => code(&party.party_id),
    };
    let list = |names: &[String]| escape(&names.join(", "));
    let period = |from: &str, until: &Option<String>, begins: bool| match (begins, until) {
        (true, Some(until)) => format!("from {from}, before {until}"),
        (true, None) => format!("from {from}"),
        (false, Some(until)) => format!("before {until}"),
        (false, None) => "of all times".into(),
    };
    let is_first = terms.data_from == crate::text::date(super::terms::FIRST_DAY);
    let mut facts = vec![
        ("Decision", escape(&record.event.event_type)),
        ("For whom", record.parties.iter().map(party).collect::<Vec<_>>().join(", ")),
        ("For what", list(&terms.purposes)),
        ("Which data", list(&terms.categories)),
        (
            "Of these, sensitive",
            if record.sensitive { list(&record.sensitive_categories) } else { "none".into() },
        ),
        ("Data of which time", escape(&period(&terms.data_from, &terms.data_until, !is_first))),
        ("What may be done", list(&terms.actions)),
        ("Holds", escape(&period(&terms.from, &terms.until, true))),
        ("Made at", escape(&record.consent_timestamp)),
        ("Made by", escape(&record.collection_method)),
    ];
    if let Some(by) = &record.decided_by {
        facts.push(("Decided by", code(by)));
    }
    facts
}

fn table(rows: &[(&str, String)]) -> String {
    let row = |(name, value): &(&str, String)| format!("<tr><th>{name}</th><td>{value}</td></tr>");
    format!("<table>{}</table>", rows.iter().map(row).collect::<String>())
}

fn code(text: &str) -> String {
    format!("<code>{}</code>", escape(text))
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}
