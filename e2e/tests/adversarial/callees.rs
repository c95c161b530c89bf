//! Registries and tokens that fail, trap, lie or call back.

use claims::Error;
use healink_domain::{
    claims::{Outcome, Status},
    Cents,
};
use healink_e2e::{
    deployment::Addresses,
    fixtures::*,
    messages::{attestations, boards, claims as messages, consent},
    signed, Contract, Message, Person, Reply, Suite, TODAY,
};

use crate::hostile::{deploy, suite_with, suite_with_token, Malice};

/// The message is refused with this error, or the runtime ends it where the callee left no gas or said too much; either way
/// nothing changes.
fn is_refused<T: scale::Decode + std::fmt::Debug>(
    suite: &mut Suite,
    by: Person,
    message: &Message<Result<T, Error>>,
    expected: &[Error],
    malice: Malice,
) {
    let before = suite.chain.state();
    let reply = suite.call(by, message);
    assert_eq!(suite.chain.state(), before, "{malice:?}: {} changed something", message.label);
    match &reply {
        Reply::Failed(_) => assert!(malice.ends_the_caller(), "{malice:?}: {reply:?}"),
        Reply::Returned { reverted, .. } => {
            let error = reply.value::<Result<T, Error>>().unwrap_err();
            assert!(*reverted && expected.contains(&error), "{malice:?}: {error:?}");
        }
    }
}

#[test]
fn a_hostile_credential_registry_decides_nothing() {
    for malice in Malice::ALL {
        let mut suite = suite_with(Contract::Credentials, malice);
        let submit = messages::submit(claim(1, three_lines(), TODAY));
        is_refused(&mut suite, Person::Provider, &submit, &[Error::CredentialsUnavailable], malice);
    }
}

#[test]
fn a_claim_that_needs_no_credential_does_not_ask_for_one() {
    let mut suite = suite_with(Contract::Credentials, Malice::Trap);
    let vision = claim(1, vec![line(VISION, 1, 10_000)], TODAY);
    let submitted = suite.done(Person::Provider, &messages::submit(vision));
    let payable = Cents(10_000);
    assert_eq!(submitted.status, Status::Adjudicated { outcome: Outcome::PaidInFull, payable });
}

#[test]
fn a_hostile_consent_registry_decides_nothing() {
    for malice in Malice::ALL {
        let mut suite = suite_with(Contract::Consent, malice);
        let submit = messages::submit(claim(1, three_lines(), TODAY));
        is_refused(&mut suite, Person::Provider, &submit, &[Error::ConsentUnavailable], malice);
    }
}

#[test]
fn an_account_without_code_is_no_registry() {
    let nobody = Person::Newcomer.account();
    let mut suite = Suite::deployed_beside(|_| Addresses::default().with(Contract::Credentials, nobody));
    let submit = messages::submit(claim(1, three_lines(), TODAY));
    suite.prepare_without(|message| [Contract::Credentials, Contract::Boards].contains(&message.contract));
    assert_eq!(suite.refused(Person::Provider, &submit), Error::CredentialsUnavailable);
}

#[test]
fn nothing_is_accredited_that_the_credential_registry_does_not_take_down() {
    // What it answers in the remaining case is what it answers when it has taken something down.
    for malice in Malice::ALL.into_iter().filter(|malice| !matches!(malice, Malice::TooFew)) {
        let mut suite = suite_with(Contract::Credentials, malice);
        let registry = suite.at.of(Contract::Credentials);
        suite.done(Person::Owner, &boards::wire(registry));
        let before = suite.chain.state();
        let reply = suite.call(Person::Owner, &boards::accredit(application(Person::Board, TODAY), None));
        assert!(!reply.succeeded(), "{malice:?}: {reply:?}");
        assert_eq!(suite.chain.state(), before, "{malice:?}");
    }
}

#[test]
fn no_attestation_is_taken_by_the_word_of_a_hostile_verifier_but_yes() {
    for malice in Malice::ALL {
        let mut suite = suite_with(Contract::Verifier, malice);
        let attestation = signed::attestation(1, vec![licence(Person::Provider, TODAY)]);
        let signature = signed::signature(&suite, Person::Board, &attestation);
        let before = suite.chain.state();
        let reply = suite.call(Person::Stranger, &attestations::submit(attestation, signature));
        assert!(!reply.succeeded(), "{malice:?}: {reply:?}");
        assert_eq!(suite.chain.state(), before, "{malice:?}");
    }
}

#[test]
fn a_hostile_token_cannot_be_registered() {
    for malice in [Malice::Revert, Malice::Garbage, Malice::Silence, Malice::Flood, Malice::Trap] {
        let mut suite = Suite::deployed();
        let token = deploy(&mut suite.chain, &[], malice.code());
        let register = messages::register_payer(Person::Admin.account(), token);
        let expected = [Error::TokenUnavailable, Error::BadDecimals { decimals: 0 }];
        is_refused(&mut suite, Person::Owner, &register, &expected, malice);
    }
}

#[test]
fn a_hostile_token_puts_nothing_into_escrow() {
    for malice in Malice::ALL.into_iter().filter(|malice| !matches!(malice, Malice::TooFew)) {
        let mut suite = suite_with_token(malice.code());
        let deposit = messages::deposit(FIRST, Cents(100));
        let expected = [Error::TokenUnavailable, Error::TokenRefused { reason: 255 }];
        is_refused(&mut suite, Person::Admin, &deposit, &expected, malice);
        assert_eq!(suite.ask(&messages::escrow(FIRST)).unwrap().free, Cents(0));
    }
}

/// Says yes to everything until it is asked to transfer.
fn suite_with_payable_claim(transfer: &str) -> Suite {
    let artifact = Contract::Stablecoin.artifact();
    let agreed =
        [(artifact.selector("token_decimals"), vec![0, 2]), (artifact.selector("transfer_from"), vec![0, 0])];
    let mut suite = Suite::deployed_beside(|chain| {
        let token = deploy(chain, &agreed, transfer);
        Addresses::default().with(Contract::Stablecoin, token)
    });
    suite.prepare_without(|message| message.contract == Contract::Stablecoin);
    let submitted = suite.done(Person::Provider, &messages::submit(claim(1, three_lines(), TODAY)));
    assert_eq!(submitted.id, u64::from(FIRST));
    suite
}

#[test]
fn a_claim_stays_payable_when_the_token_fails() {
    for malice in
        [Malice::Revert, Malice::Garbage, Malice::Silence, Malice::Flood, Malice::Trap, Malice::Burn]
    {
        let mut suite = suite_with_payable_claim(malice.code());
        let expected = [Error::TokenUnavailable, Error::TokenRefused { reason: 255 }];
        is_refused(&mut suite, Person::Provider, &messages::pay(FIRST.into()), &expected, malice);
        let claim = suite.ask(&messages::claim(FIRST.into())).unwrap();
        assert!(matches!(claim.status, Status::Adjudicated { payable: Cents(8_000), .. }));
    }
}

#[test]
fn a_token_that_calls_back_pays_nothing_twice() {
    // Asked to transfer, the token calls its caller with the message at 2,048, and says yes whatever comes back.
    let pay = messages::pay(FIRST.into()).payload();
    let stores: String = pay
        .iter()
        .enumerate()
        .map(|(index, byte)| format!("(i32.store8 (i32.const {}) (i32.const {byte}))", 2_048 + index))
        .collect();
    let length = pay.len();
    let call_back = format!(
        "{stores}
        (i32.store (i32.const 600) (i32.const 32))
        (call $caller (i32.const 640) (i32.const 600))
        (i32.store (i32.const 608) (i32.const -1))
        (i64.store (i32.const 700) (i64.const 0))
        (i64.store (i32.const 708) (i64.const 0))
        (if (i32.eqz (call $call (i32.const 8) (i32.const 640) (i64.const 0) (i32.const 700)
                (i32.const 2048) (i32.const {length}) (i32.const -1) (i32.const 0)))
            (then unreachable))
        (call $return (i32.const 0) (i32.const 0) (i32.const 2))"
    );
    let mut suite = suite_with_payable_claim(&call_back);
    let error = suite.refused(Person::Provider, &messages::pay(FIRST.into()));
    assert_eq!(error, Error::TokenUnavailable, "the chain ended the token when it called back");
    let escrow = suite.ask(&messages::escrow(FIRST)).unwrap();
    assert_eq!((escrow.committed, escrow.paid), (Cents(8_000), Cents(0)));
}

#[test]
fn consent_gives_no_decision_when_the_credential_registry_fails() {
    use healink_domain::consent::{Effect, Grantee, Terms};
    use healink_interfaces::DecideError;
    let grantee =
        Grantee::Credentialed { kind: healink_domain::credentials::Kind::StateLicence, jurisdiction: None };
    for malice in Malice::ALL.into_iter().filter(|malice| !malice.ends_the_caller()) {
        let mut suite = suite_with(Contract::Credentials, malice);
        let patient = Person::Patient.account();
        assert!(suite.ask(&consent::decide(patient, payment_query(TODAY))).is_ok(), "nobody is asked");
        let terms = Terms { grantee, ..payment_terms(Effect::Permit, TODAY) };
        suite.done(Person::Patient, &consent::grant(terms));
        let answer = suite.ask(&consent::decide(patient, payment_query(TODAY)));
        assert_eq!(answer, Err(DecideError::CredentialsUnavailable), "{malice:?}");
        let submit = messages::submit(claim(1, vec![line(VISION, 1, 1)], TODAY));
        assert_eq!(suite.refused(Person::Provider, &submit), Error::ConsentUnavailable, "{malice:?}");
    }
}
