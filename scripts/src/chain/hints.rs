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
    // All contracts.
    ("NotOwner", "sign as the contract's owner (on a seeded development chain alice)"),
    ("Paused", "the contract is paused; its owner can end that. Withdrawing consent works all the same"),
    ("NumbersExhausted", "the contract has no numbers left: deploy a new one"),
    // Credentials.
    ("NotTheAccreditor", "sign as who accredited it: governance (on a seeded development chain alice), or an officer of the body above it"),
    ("NotTheHead", "sign as the board's head: `healink credentials board show NUMBER` names it"),
    ("NotAnOfficer", "sign as an officer of a board (on a seeded development chain bob); `healink credentials board show NUMBER` names them, its head appoints more"),
    ("NothingToChange", "that is how it is already"),
    ("TooManyOfficers", "dismiss an officer first: `healink credentials board dismiss`"),
    ("TooDeep", "only governance accredits bodies, and only bodies and governance accredit boards"),
    ("BodyNotInForce", "the accrediting body's own accreditation is suspended, revoked or over: its accreditor can change that"),
    ("BeyondScope", "name kinds and places within the body's own scope: `healink credentials board show NUMBER`"),
    ("Succeeded", "it has a successor already: `healink credentials board show NUMBER`"),
    ("BadSuccessor", "name another board of the same role that is active and was not succeeded itself"),
    ("NotLonger", "name a day after the present end of an accreditation that still runs"),
    ("NoSuchBoard", "list the boards: `healink credentials board list`"),
    ("NoSuchCredential", "list the provider's credentials: `healink credentials list --provider ACCOUNT`"),
    ("NotTheIssuer", "sign as an officer of the board that issued the credential, or of the one that succeeded it"),
    ("BoardNotInForce", "an accreditation from the board up to governance is not in force for this kind and place: see `healink credentials board list`"),
    ("BatchSize", "issue at most 50 at once, with few providers each"),
    ("OtherNpi", "the provider's account holds another NPI: one account, one NPI; governance can correct a wrong one"),
    ("VerifiedInFuture", "give the day on which the source was asked; it cannot lie in the future"),
    ("TooManyOfBoard", "the provider has too many credentials of this board; use another account"),
    ("TooManyHeld", "the provider has too many credentials; use another account"),
    ("NotARenewal", "a renewal is for the same provider, kind, speciality and place, begins at once and lasts longer"),
    ("NotRenewable", "only an active credential is renewed: issue a new one"),
    ("HistoryFull", "the record has too many changes; only final ones are still possible: issue a new credential"),
    ("WrongReason", "that is no reason for this: `healink credentials suspend --help` lists them"),
    ("NoneHeld", "a board issues one with `healink credentials issue`"),
    ("WrongScope", "the provider holds this kind of another board, or for another speciality or place only"),
    ("Revoked", "it was revoked for good: a board can issue a new one"),
    ("EnteredInError", "it was entered in error: a board can issue a right one"),
    ("Superseded", "it was renewed: ask for a day on which the renewal holds"),
    ("Suspended", "an officer can reinstate it: `healink credentials reinstate ID --reason REASON`"),
    ("Expired", "a board renews it with `healink credentials renew ID`"),
    ("NotYetValid", "ask for a later day"),
    ("VerificationTooOld", "the board has to verify at the source again and renew it"),
    ("SignaturesUnsupported", "this network cannot verify signatures in contracts: the officer sends `healink credentials issue` instead"),
    ("NonceUsed", "it was submitted before, or the officer cancelled it; nothing is left to do, or sign again with another --nonce"),
    ("BadSignature", "let the officer sign again, for this chain and as it stands"),
    ("NotInDocument", "a field is not in the credential's document: ask the holder for the file as the board gave it out"),
    ("TooFew", "ask further boards, or for fewer to agree"),
    ("BadQuestion", "name 1 to 16 boards, each once"),
    ("BoardsUnavailable", "the registry of boards failed: please report it with the command you ran"),
    // Consent.
    ("NoSuchGrant", "list the grants: `healink consent list --patient ACCOUNT`; only the patient can withdraw one"),
    ("AlreadyWithdrawn", "nothing is left to do"),
    ("EmptyValidity", "the days on which the grant holds are over or none: give a later --until"),
    ("TooManyGrants", "there are too many grants for this grantee on record; use a grant for a kind of credential instead"),
    ("TooManyGrantees", "there are grants for too many accounts on record; use a grant for a kind of credential instead"),
    ("TooManyClasses", "there are grants for too many kinds of providers on record"),
    // Claims.
    ("NotPayerAdmin", "sign as the payer's admin account (on a seeded development chain charlie)"),
    ("MissingRole", "the payer's admin gives roles with `healink claims officer --account ACCOUNT --role ROLE`"),
    ("NotSubmitter", "sign as an examiner of the payer or as the claim's provider"),
    ("NoSuchPayer", "register one with `healink claims register`"),
    ("NoSuchPlan", "publish one with `healink claims plan --file FILE`"),
    ("NoSuchPolicy", "enrol the member with `healink claims enrol`"),
    ("NoSuchClaim", "list the claims: `healink claims list`"),
    ("BadDecimals", "settle in a token with 2 to 18 decimals"),
    ("PlanPublished", "a published version never changes: publish a new one"),
    ("PlanNotPublished", "publish the plan first: `healink claims plan --file FILE`"),
    ("AlreadySubmitted", "the claim is on record already: `healink claims show NUMBER`"),
    ("NoReviewNeeded", "decide it with `healink claims readjudicate NUMBER`"),
    ("Short", "put more into escrow: `healink claims deposit AMOUNT`"),
    ("Zero", "give an amount above nothing"),
    ("ServiceDayFull", "too many services of this member and day are on record: submit them for review outside the chain"),
    ("TooManyYears", "enrol the member anew with `healink claims enrol`"),
    ("CredentialsUnavailable", "the credential registry failed: please report it with the command you ran"),
    ("ConsentUnavailable", "the consent registry failed: please report it with the command you ran"),
    ("TokenUnavailable", "the account named as the token is no PSP22 token"),
    ("TokenRefused", "reason 1: the balance is too small, mint or buy tokens; reason 2: the allowance is too small, approve more"),
    ("AlreadyDecided", "look at it with `healink claims show NUMBER`"),
    ("NotDecided", "it waits: `healink claims show NUMBER` says for what, `healink claims readjudicate NUMBER` decides it once that is there"),
    ("AlreadySettled", "it was paid before; nothing is left to do"),
    ("NothingToPay", "the plan pays nothing on this claim"),
];

/// What to do about the error with this name, if the table knows it.
pub fn hint(name: &str) -> Option<&'static str> {
    HINTS.iter().find(|(known, _)| *known == name).map(|(_, hint)| *hint)
}

/// What to do about a contract's decoded error: the innermost name that the table knows.
pub fn hint_for(error: &serde_json::Value) -> Option<&'static str> {
    match error {
        serde_json::Value::String(name) => hint(name),
        // A variant has one entry, its fields have several.
        serde_json::Value::Object(entries) => {
            entries.iter().find_map(|(name, inner)| hint_for(inner).or_else(|| hint(name)))
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
        assert_eq!(hint_for(&json!({ "Outer": { "at": 3, "error": "CodeNotFound" } })), hint("CodeNotFound"));
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
