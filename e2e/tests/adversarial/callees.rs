//! Registries, books and tokens that fail, trap, lie or call back.

use ::coverage::Error as CoverageError;
use ::settlement::Error;
use healink_domain::{
    claims::{AppealState, Outcome, Ruling, Status},
    consent::{CareCommand, Effect, Lock},
    Cents, Digest,
};
use healink_e2e::{
    deployment::Addresses,
    fixtures::*,
    messages::{
        appeals, attestations, boards, claims as messages, consent, coverage, disclosures, guardians,
        settlement,
    },
    signed, Contract, Message, Person, Reply, Suite, TODAY,
};
use healink_interfaces::ClaimsError;

use crate::hostile::{deploy, suite_with, suite_with_token, Malice};

/// The message is refused with one of these errors, or the runtime ends it where the callee left no gas or said too much; either
/// way nothing changes.
fn is_refused<T, E>(
    suite: &mut Suite,
    by: Person,
    message: &Message<Result<T, E>>,
    expected: &[E],
    malice: Malice,
) where
    T: scale::Decode + std::fmt::Debug,
    E: scale::Decode + std::fmt::Debug + PartialEq,
{
    let before = suite.chain.state();
    let reply = suite.call(by, message);
    assert_eq!(suite.chain.state(), before, "{malice:?}: {} changed something", message.label);
    match &reply {
        Reply::Failed(_) => assert!(malice.ends_the_caller(), "{malice:?}: {reply:?}"),
        Reply::Returned { reverted, .. } => {
            let error = reply.value::<Result<T, E>>().unwrap_err();
            assert!(*reverted && expected.contains(&error), "{malice:?}: {error:?}");
        }
    }
}

fn submit() -> Message<Result<healink_domain::claims::ClaimSummary, ClaimsError>> {
    messages::submit(FIRST, claim(1, three_lines(), TODAY), None)
}

fn remit() -> Message<Result<healink_domain::claims::Remittance, Error>> {
    settlement::remit(FIRST, Person::Provider.account(), vec![FIRST.into()])
}

#[test]
fn a_hostile_credential_registry_decides_nothing() {
    // What floods or burns takes along whoever asked it.
    let expected = [ClaimsError::CredentialsUnavailable, ClaimsError::CoverageUnavailable];
    for malice in Malice::ALL {
        let mut suite = suite_with(Contract::Credentials, malice);
        is_refused(&mut suite, Person::Provider, &submit(), &expected, malice);
    }
}

#[test]
fn a_claim_that_needs_no_credential_does_not_ask_for_one() {
    let mut suite = suite_with(Contract::Credentials, Malice::Trap);
    let decided = suite.submit(claim(1, vec![line(VISION, 1, 10_000)], TODAY));
    let (outcome, payable, appeal) = (Outcome::PaidInFull, Cents(10_000), AppealState::None);
    assert_eq!(decided.status, Status::Adjudicated { outcome, payable, appeal });
}

#[test]
fn a_hostile_consent_registry_decides_nothing() {
    let expected = [ClaimsError::ConsentUnavailable, ClaimsError::CoverageUnavailable];
    for malice in Malice::ALL {
        let mut suite = suite_with(Contract::Consent, malice);
        is_refused(&mut suite, Person::Provider, &submit(), &expected, malice);
    }
}

#[test]
fn an_account_without_code_is_no_registry() {
    let nobody = Person::Newcomer.account();
    for (contract, expected) in [
        (Contract::Credentials, ClaimsError::CredentialsUnavailable),
        (Contract::Coverage, ClaimsError::CoverageUnavailable),
    ] {
        let mut suite = Suite::deployed_beside(|_| Addresses::default().with(contract, nobody));
        suite.prepare_without(|message| {
            message.contract == contract
                || contract == Contract::Coverage && message.label == "deposit"
                || contract == Contract::Credentials && message.contract == Contract::Boards
        });
        assert_eq!(suite.refused(Person::Provider, &submit()), expected);
    }
}

#[test]
fn a_hostile_coverage_registry_decides_nothing_and_moves_nothing() {
    for malice in Malice::ALL {
        let mut suite = suite_with(Contract::Coverage, malice);
        is_refused(&mut suite, Person::Provider, &submit(), &[ClaimsError::CoverageUnavailable], malice);
        let batch = messages::submit_batch(FIRST, FIRST, vec![claim(1, three_lines(), TODAY)]);
        is_refused(&mut suite, Person::Provider, &batch, &[ClaimsError::CoverageUnavailable], malice);
        // A registry that says nothing much knows no such payer.
        let expected = [Error::CoverageUnavailable, Error::NoSuchPayer];
        let deposit = settlement::deposit(FIRST, Cents(1));
        is_refused(&mut suite, Person::Admin, &deposit, &expected, malice);
        let withdraw = settlement::withdraw(FIRST, Cents(1));
        is_refused(&mut suite, Person::Treasurer, &withdraw, &expected, malice);
        is_refused(&mut suite, Person::Stranger, &remit(), &expected, malice);
    }
}

#[test]
fn hostile_books_move_no_tokens_and_take_no_appeals() {
    for malice in Malice::ALL {
        let mut suite = suite_with(Contract::Claims, malice);
        let expected = [Error::ClaimsUnavailable];
        let deposit = settlement::deposit(FIRST, Cents(1));
        is_refused(&mut suite, Person::Admin, &deposit, &expected, malice);
        let withdraw = settlement::withdraw(FIRST, Cents(1));
        is_refused(&mut suite, Person::Treasurer, &withdraw, &expected, malice);
        is_refused(&mut suite, Person::Stranger, &remit(), &expected, malice);
        let expected = [::appeals::Error::ClaimsUnavailable];
        let file = appeals::file(FIRST.into(), GROUNDS);
        is_refused(&mut suite, Person::Patient, &file, &expected, malice);
        assert_eq!(suite.ask(&appeals::appeals_of(FIRST.into())), Vec::<u64>::new());
    }
}

#[test]
fn an_appeal_stays_open_when_the_claim_cannot_be_decided_again() {
    let mut suite = Suite::ready();
    let id = suite.submit(denied(1, TODAY)).id;
    let appeal = suite.done(Person::Patient, &appeals::file(id, GROUNDS));
    let pause = healink_access::Command::Pause;
    let claims = healink_e2e::messages::administered::administer(Contract::Claims, pause);
    suite.done(Person::Owner, &claims);
    let decide = appeals::decide(appeal, Ruling::Overturn(Vec::new()), REASONS);
    let error = suite.refused(Person::Examiner, &decide);
    assert_eq!(error, ::appeals::Error::Claims(ClaimsError::Access(healink_access::AccessError::Paused)));
    assert_eq!(suite.ask(&appeals::appeal(appeal)).unwrap().appeal.ruled, None);
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
    for malice in
        [Malice::Revert, Malice::Garbage, Malice::Silence, Malice::Flood, Malice::Trap, Malice::Burn]
    {
        let mut suite = Suite::deployed();
        let token = deploy(&mut suite.chain, &[], malice.code());
        let register = coverage::register_payer(Person::Admin.account(), token);
        let expected = [CoverageError::TokenUnavailable, CoverageError::BadDecimals { decimals: 0 }];
        is_refused(&mut suite, Person::Owner, &register, &expected, malice);
    }
}

#[test]
fn a_hostile_token_puts_nothing_into_escrow() {
    for malice in Malice::ALL.into_iter().filter(|malice| !matches!(malice, Malice::TooFew)) {
        let mut suite = suite_with_token(malice.code());
        let deposit = settlement::deposit(FIRST, Cents(100));
        let expected = [Error::TokenUnavailable, Error::TokenRefused { reason: 255 }];
        is_refused(&mut suite, Person::Admin, &deposit, &expected, malice);
        assert_eq!(suite.escrow().free, Cents(0));
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
    assert_eq!(suite.submit(claim(1, three_lines(), TODAY)).id, u64::from(FIRST));
    suite
}

/// Nothing was paid: the books and the claim are as they were.
fn assert_payable(suite: &mut Suite, malice: Malice) {
    let (payable, appeal) = (Cents(8_000), AppealState::None);
    let decided = Status::Adjudicated { outcome: Outcome::Partial, payable, appeal };
    assert_eq!(suite.record(FIRST.into()).status, decided, "{malice:?}");
    let escrow = suite.escrow();
    assert_eq!((escrow.committed, escrow.paid), (payable, Cents(0)), "{malice:?}");
}

#[test]
fn claims_stay_payable_and_escrow_stays_free_when_the_token_fails() {
    for malice in Malice::ALL.into_iter().filter(|malice| !matches!(malice, Malice::TooFew)) {
        let mut suite = suite_with_payable_claim(malice.code());
        let expected = [Error::TokenUnavailable, Error::TokenRefused { reason: 255 }];
        is_refused(&mut suite, Person::Provider, &remit(), &expected, malice);
        assert_payable(&mut suite, malice);
        let withdraw = settlement::withdraw(FIRST, Cents(1));
        is_refused(&mut suite, Person::Treasurer, &withdraw, &expected, malice);
        assert_payable(&mut suite, malice);
    }
}

#[test]
fn a_token_that_calls_back_pays_nothing_twice() {
    // Asked to transfer, the token calls its caller with the message at 2,048, and says yes whatever comes back.
    let remit = remit();
    let pay = remit.payload();
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
    let error = suite.refused(Person::Provider, &remit);
    assert_eq!(error, Error::TokenUnavailable, "the chain ended the token when it called back");
    assert_payable(&mut suite, Malice::Revert);
}

#[test]
fn consent_gives_no_decision_when_the_credential_registry_fails() {
    use healink_domain::consent::{Grantee, Terms};
    use healink_interfaces::DecideError;
    let grantee =
        Grantee::Credentialed { kind: healink_domain::credentials::Kind::StateLicence, jurisdiction: None };
    for malice in Malice::ALL.into_iter().filter(|malice| !malice.ends_the_caller()) {
        let mut suite = suite_with(Contract::Credentials, malice);
        let patient = Person::Patient.account();
        assert!(suite.ask(&consent::decide(patient, payment_query(TODAY))).is_ok(), "nobody is asked");
        let terms = Terms { grantee, ..payment_terms(Effect::Permit, TODAY) };
        suite.done(Person::Patient, &consent::give(terms));
        let answer = suite.ask(&consent::decide(patient, payment_query(TODAY)));
        assert_eq!(answer, Err(DecideError::CredentialsUnavailable), "{malice:?}");
        let submit = messages::submit(FIRST, claim(1, vec![line(VISION, 1, 1)], TODAY), None);
        assert_eq!(suite.refused(Person::Provider, &submit), ClaimsError::ConsentUnavailable, "{malice:?}");
    }
}

/// The message fails, by an error or with its callee, and changes nothing.
fn fails<R>(suite: &mut Suite, by: Person, message: &Message<R>, malice: Malice) {
    let before = suite.chain.state();
    let reply = suite.call(by, message);
    assert!(!reply.succeeded(), "{malice:?}: {} by {by:?}: {reply:?}", message.label);
    assert_eq!(suite.chain.state(), before, "{malice:?}: {} changed something", message.label);
}

#[test]
fn a_hostile_consent_registry_discloses_nothing_and_takes_no_guardian() {
    for malice in Malice::ALL {
        let mut suite = suite_with(Contract::Consent, malice);
        let patient = Person::Patient.account();
        fails(&mut suite, Person::Admin, &disclosures::access(patient, payment_request()), malice);
        assert!(suite.ask(&disclosures::log_of(patient, 0, 1)).items.is_empty());

        suite.done(Person::Patient, &guardians::arrange(patient, power_of_attorney(TODAY)));
        let terms = payment_terms(Effect::Permit, TODAY);
        fails(&mut suite, ATTORNEY, &guardians::grant(patient, terms, None), malice);
        fails(&mut suite, ATTORNEY, &guardians::withdraw(patient, payer_grantee(), None), malice);
        let lock = Lock { until: TODAY.plus(9), order: Digest([1; 32]) };
        let lock = guardians::arrange(patient, CareCommand::Lock(Some(lock)));
        fails(&mut suite, Person::Owner, &lock, malice);
    }
}

#[test]
fn a_hostile_credential_registry_breaks_no_glass() {
    for malice in Malice::ALL {
        let mut suite = suite_with(Contract::Credentials, malice);
        let break_glass = disclosures::break_glass(Person::Patient.account(), Digest([1; 32]));
        fails(&mut suite, Person::Provider, &break_glass, malice);
        assert!(suite.ask(&disclosures::unreviewed(0, 1)).items.is_empty());
    }
}
