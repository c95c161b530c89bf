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
    ("AccountTaken", "the account stands for a board already: name another account"),
    ("NotABoard", "sign as a board's account (on a seeded development chain bob); boards are accredited with `healink credentials accredit`"),
    ("NoSuchBoard", "list credentials with their boards: `healink credentials list --provider ACCOUNT`"),
    ("NoSuchCredential", "list the provider's credentials: `healink credentials list --provider ACCOUNT`"),
    ("NotTheIssuer", "only the board that issued the credential can do this: sign as that board"),
    ("BoardNotInForce", "the board is not accredited today for this kind and place: accredit one that is, or name a place within its scope"),
    ("OtherNpi", "the provider's account holds another NPI: one account, one NPI"),
    ("VerifiedInFuture", "give the day on which the source was asked; it cannot lie in the future"),
    ("TooManyHeld", "the provider has too many credentials of this kind; use another account"),
    ("HistoryFull", "the record has too many changes; only revoking is still possible: issue a new credential"),
    ("NoneHeld", "a board issues one with `healink credentials issue`"),
    ("WrongScope", "the provider holds this kind for another speciality or place only"),
    ("Revoked", "it was revoked for good: a board can issue a new one"),
    ("Suspended", "the board that issued it can reinstate it: `healink credentials reinstate ID`"),
    ("Expired", "it is over: a board issues a new credential with `healink credentials issue`; a prior authorisation is requested anew"),
    ("NotYetValid", "ask for a later day"),
    ("VerificationTooOld", "the board has to verify at the source again and issue a new one"),
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
    ("CoverageUnavailable", "the coverage registry failed: please report it with the command you ran"),
    ("ClaimsUnavailable", "the claims contract failed: please report it with the command you ran"),
    ("ConsentUnavailable", "the consent registry failed: please report it with the command you ran"),
    ("TokenUnavailable", "the account named as the token is no PSP22 token"),
    ("TokenRefused", "reason 1: the balance is too small, mint or buy tokens; reason 2: the allowance is too small, approve more"),
    ("AlreadyDecided", "look at it with `healink claims show NUMBER`, a prior authorisation with `healink authorisations show NUMBER`"),
    ("NotDecided", "it waits: `healink claims show NUMBER` says for what, `healink claims readjudicate NUMBER` decides it once that is there"),
    ("AlreadySettled", "it was paid before; nothing is left to do"),
    ("NothingToPay", "the plan pays nothing on this claim"),
    ("Override", "name a line of the claim once, and allow less for it than the plan does: `healink claims show NUMBER`"),
    ("OtherParty", "a claim is of another payer or provider: name claims of one provider, or use `healink claims remit --all`"),
    ("OtherPolicy", "claims of one batch are under one policy"),
    ("HowMany", "name fewer, but at least one"),
    ("TooMuch", "the amount does not fit in the token's units"),
    ("UnderAppeal", "wait for the ruling: `healink appeals list --claim NUMBER`"),
    ("Ended", "it was overturned, replaced or made void: `healink claims show NUMBER` says which claim stands for it"),
    ("WrongContract", "this message is for another contract of Healink: use `healink claims` and `healink appeals`"),
    ("AlreadyWired", "the contract works with others for good: deploy all of them anew with another --salt"),
    ("NoFees", "the plan needs a fee schedule: `healink claims plan --file FILE`"),
    ("TooManyKinds", "the plan's benefits ask for too many kinds of credentials"),
    // Prior authorisations.
    ("NotRequester", "sign as the provider that the services are for, or as an examiner of the payer"),
    ("NoSuchAuthorisation", "list them: `healink authorisations list`"),
    ("Items", "an authorisation is for 1 to 32 services"),
    ("ItemTwice", "name each service once, with all its units"),
    ("BadPart", "give units for each service, in their order, none above what was asked for, and not all of it: that is --approve"),
    // Appeals.
    ("NoSuchAppeal", "list them: `healink appeals list --claim NUMBER`, or `healink appeals list --open`"),
    ("NotParty", "sign as the claim's provider or as the member"),
    ("NotReviewer", "governance appoints reviewers with `healink appeals appoint ACCOUNT`"),
    ("NotIndependent", "neither provider nor member may rule, and at level 2 nobody who acts for the payer: sign as somebody else"),
    ("Lapsed", "the independent reviewer was asked for meanwhile: rule on that appeal"),
    ("Late", "the time for it is over"),
    ("TooEarly", "the payer still has time to rule"),
    ("AlreadyRuled", "look at it with `healink appeals show NUMBER`"),
    ("Overturned", "appeal against the corrected claim: `healink claims show NUMBER` names it"),
    ("Exhausted", "both levels were gone through: this is final here"),
    ("WrongLevel", "the payer's level comes first, each level once"),
    ("Exception", "name a line of the claim once, and only gates that can be waived"),
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
