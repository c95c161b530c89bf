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
    ("AlreadyEnded", "nothing is left to do"),
    ("NotYours", "it is a no of the patient or of somebody else: only they can take it back"),
    ("EmptyValidity", "the days on which the grant holds are over or none: give a later --until"),
    ("TooManyGrants", "there are too many grants in force for this grantee: withdraw some, or replace one with --supersedes NUMBER"),
    ("NothingToSupersede", "name a grant for the same grantee that is in force: `healink consent list --patient ACCOUNT`"),
    ("PatientRefused", "the patient withdrew from this grantee in person: only the patient can permit it anything again"),
    ("Ward", "the patient is a ward: a guardian permits and arranges for them (`healink consent care show PATIENT`); a no of their own counts"),
    ("Locked", "a court's lock holds: whoever acts for the patient does so until then (`healink consent care show PATIENT`)"),
    ("PatientActed", "the patient is there: a custodian's power ended with their silence"),
    ("NotGuardians", "act for a patient with --for PATIENT; it needs a mandate: `healink consent care show PATIENT`"),
    ("GuardiansNamed", "the consent registry knows its contract of guardians already"),
    ("BadCategories", "name at least one category"),
    ("TooLongAgo", "decisions do not look that far back; read the grants of the time: `healink consent list --patient ACCOUNT`"),
    // Who acts for a patient.
    ("NotAuthorised", "sign as the patient, or as somebody who acts for them: `healink consent care show PATIENT`"),
    ("OutOfScope", "the mandate does not reach so far: name fewer purposes or categories, or have the patient widen it"),
    ("SelfAppointed", "name somebody else"),
    ("BadScope", "name at least one purpose and one category"),
    ("BadPeriod", "give days that are not over; a guardian's begin today at the latest and have an end, the day of release"),
    ("TooManyMandates", "dismiss somebody first: `healink consent care dismiss --holder ACCOUNT`"),
    ("NoSuchMandate", "look at who acts for the patient: `healink consent care show PATIENT`"),
    ("NoLock", "there is no lock to lift"),
    ("NoSwitch", "set one with `healink consent care watch`"),
    ("TooShort", "give at least 30 days of silence and 7 of warning"),
    ("TooEarly", "the patient has not been silent long enough: try again on that day"),
    ("AlreadyNotified", "notice was given: wait for the warning period to end (`healink consent care show PATIENT`)"),
    // Disclosures.
    ("NotCredentialed", "only providers with a live state licence or hospital privileges break the glass: a board issues them"),
    ("OwnRecords", "one's own records need no broken glass"),
    ("IsReviewer", "reviewers break no glass: governance dismisses them first with `healink break-glass dismiss`"),
    ("Emergency::Suspended", "an opening was found unjustified: governance lifts that with `healink break-glass reinstate --provider ACCOUNT`"),
    ("ReviewOverdue", "an opening waits for its review: a reviewer judges it with `healink break-glass review NUMBER`"),
    ("TooManyUnreviewed", "too many openings wait for a review: `healink break-glass queue`"),
    ("StillOpen", "the last opening still admits: record the access with --purpose emergency-treatment"),
    ("NoSuchOpening", "look at the openings that wait: `healink break-glass queue`"),
    ("NotReviewer", "sign as a reviewer; governance appoints them with `healink break-glass appoint --reviewer ACCOUNT`"),
    ("NotIndependent", "a reviewer who has no part in it has to judge it"),
    ("AlreadyReviewed", "it was judged: `healink break-glass show NUMBER`"),
    ("NotSuspended", "nothing is left to do"),
    ("AlreadyReviewer", "nothing is left to do"),
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

/// What to do about a contract's decoded error: the innermost name that the table knows, together with the one around it if it knows
/// both.
pub fn hint_for(error: &serde_json::Value) -> Option<&'static str> {
    match error {
        serde_json::Value::String(name) => hint(name),
        // A variant has one entry, its fields have several.
        serde_json::Value::Object(entries) => entries.iter().find_map(|(name, inner)| {
            let both = || hint(&format!("{name}::{}", name_of(inner)?));
            both().or_else(|| hint_for(inner)).or_else(|| hint(name))
        }),
        _ => None,
    }
}

/// The name of a decoded variant.
fn name_of(value: &serde_json::Value) -> Option<&str> {
    match value {
        serde_json::Value::String(name) => Some(name),
        serde_json::Value::Object(variant) => variant.keys().next().map(String::as_str),
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
        let suspended = json!({ "Emergency": { "Suspended": { "by": 1 } } });
        assert_eq!(hint_for(&suspended), hint("Emergency::Suspended"));
        assert_ne!(hint_for(&suspended), hint_for(&json!({ "Suspended": { "since": "2026-01-31" } })));
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
