//! What to do about a refusal, by the name of the error. The one table of the program.

/// Refusals of contracts and of the runtime, and what to do about them.
const HINTS: &[(&str, &str)] = &[
    // The runtime.
    ("StorageDepositNotEnoughFunds", "the account cannot pay the storage deposit: send it funds, on a test network from its faucet"),
    ("StorageDepositLimitExhausted", "the state moved on since the dry run: run the command again"),
    ("OutOfGas", "the state moved on since the dry run, or the call is too large: run it again, with fewer items at once"),
    ("ContractTrapped", "the contract stopped with a fault: please report it with the command you ran"),
    ("ContractNotFound", "nothing is deployed at this address: run `healink deploy`"),
    ("CodeNotFound", "the code is not on this chain: run `healink deploy`"),
    ("CodeTooLarge", "the chain takes no code of this size"),
    ("CodeRejected", "the chain does not accept this code: its pallet may be too old"),
    ("DuplicateContract", "a contract with this code and salt is already there"),
    ("InsufficientBalance", "send the account funds, on a test network from its faucet"),
    ("Token::FundsUnavailable", "send the account funds, on a test network from its faucet"),
    ("CouldNotReadInput", "program and contract are of different versions: run `healink build` and `healink deploy`"),
];

/// What to do about the error with this name, if the table knows it.
pub fn hint(name: &str) -> Option<&'static str> {
    HINTS.iter().find(|(known, _)| *known == name).map(|(_, hint)| *hint)
}

/// What to do about a contract's decoded error: the innermost name that the table knows.
pub fn hint_for(error: &serde_json::Value) -> Option<&'static str> {
    match error {
        serde_json::Value::String(name) => hint(name),
        serde_json::Value::Object(variant) => {
            let (name, inner) = variant.iter().next()?;
            hint_for(inner).or_else(|| hint(name))
        }
        _ => None,
    }
}

/// A contract's decoded error in words: `Expired (on: 2026-01-31)`.
pub fn describe(error: &serde_json::Value) -> String {
    use serde_json::Value;
    match error {
        Value::String(text) => text.clone(),
        Value::Object(variant) if variant.len() == 1 => match variant.iter().next() {
            Some((name, inner @ Value::Object(fields))) if !is_variant(inner) => {
                let fields = fields.iter().map(|(name, value)| format!("{name}: {}", describe(value)));
                format!("{name} ({})", fields.collect::<Vec<_>>().join(", "))
            }
            Some((name, inner)) => format!("{name}: {}", describe(inner)),
            None => String::new(),
        },
        other => other.to_string(),
    }
}

/// Names of variants begin with a capital letter, names of fields do not.
fn is_variant(value: &serde_json::Value) -> bool {
    let first = value.as_object().and_then(|object| object.keys().next()).and_then(|key| key.chars().next());
    first.is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_innermost_known_name_decides() {
        assert_eq!(hint_for(&json!({ "OutOfGas": { "Unknown": 1 } })), hint("OutOfGas"));
        assert_eq!(hint_for(&json!({ "Outer": "CodeNotFound" })), hint("CodeNotFound"));
        assert_eq!(hint_for(&json!("Nobody knows")), None);
    }

    #[test]
    fn errors_are_described_with_their_fields() {
        assert_eq!(describe(&json!("Paused")), "Paused");
        assert_eq!(describe(&json!({ "Expired": { "on": "2026-01-31" } })), "Expired (on: 2026-01-31)");
        assert_eq!(describe(&json!({ "Access": { "Missing": { "role": 3 } } })), "Access: Missing (role: 3)");
    }

    #[test]
    fn no_name_is_listed_twice() {
        for (index, (name, _)) in HINTS.iter().enumerate() {
            assert!(HINTS.iter().skip(index.saturating_add(1)).all(|(other, _)| other != name), "{name}");
        }
    }
}
