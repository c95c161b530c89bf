use healink_domain::{claims, consent, credentials, *};
use proptest::{collection::vec, prelude::*};
use scale::{Decode, Encode};

use super::{config, strategies::case};

/// Decoding may fail, never panic; what it accepts is encoded again as it was, so every value has one encoding.
fn decoded<T: Decode + Encode>(bytes: &[u8]) {
    let mut rest = bytes;
    if let Ok(value) = T::decode(&mut rest) {
        let read = &bytes[..bytes.len() - rest.len()];
        assert_eq!(value.encode(), read, "{}", core::any::type_name::<T>());
    }
}

macro_rules! decoded_as {
    ($bytes:expr, $($kind:ty),+ $(,)?) => { $(decoded::<$kind>($bytes);)+ };
}

fn round_trip<T: Decode + Encode + PartialEq + core::fmt::Debug>(value: &T) {
    assert_eq!(T::decode(&mut &value.encode()[..]).as_ref(), Ok(value));
}

/// Bytes that often mean something: small numbers are variants, options and lengths.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![2 => 0..9u8, 1 => any::<u8>()];
    vec(byte, 0..400)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn decoding_arbitrary_bytes_never_panics_and_every_value_has_one_encoding(bytes in bytes()) {
        decoded_as!(&bytes,
            Account, Digest, CodeKey, Cents, BasisPoints, MoneyError, Npi, NpiError, Taxonomy, TaxonomyError,
            Jurisdiction, JurisdictionError, Day, Moment, Year, Period, Change<u8>, History<u8>,
        );
        decoded_as!(&bytes,
            credentials::Kind, credentials::KindSet, credentials::Scope, credentials::Role, credentials::Application,
            credentials::Succession, credentials::Accreditation, credentials::Board, credentials::AccreditError,
            credentials::Order, credentials::OrderError, credentials::IssueRequest, credentials::Credential,
            credentials::IssueError, credentials::Requirement, credentials::Refusal, credentials::Held,
            credentials::Provider, credentials::Reason, credentials::ReasonSet, credentials::Standing, credentials::Status,
            credentials::StatusCommand, credentials::StatusError, credentials::Proposal, credentials::Outcome,
            credentials::AsOf, credentials::Fact, credentials::Confirmation, credentials::Question, credentials::Voice,
            credentials::Statement, credentials::Attestation, credentials::Venue, credentials::Nonces, credentials::Field,
            credentials::Disclosure, credentials::DocumentError,
        );
        decoded_as!(&bytes,
            consent::Purpose, consent::PurposeSet, consent::Category, consent::CategorySet, consent::Action,
            consent::ActionSet, consent::Grantee, consent::Effect, consent::Terms, consent::Grant, consent::GrantError,
            consent::WithdrawError, consent::Query, consent::Decision, consent::Answer, consent::Maker, consent::End,
            consent::Ledger, consent::Standing, consent::StandingError, consent::Behalf,
        );
        decoded_as!(&bytes,
            consent::Scope, consent::Role, consent::Mandate, consent::Lock, consent::Care, consent::CareCommand,
            consent::CareError, consent::Switch, consent::SwitchTerms, consent::AccessRequest, consent::Disclosure,
            consent::Happening, consent::LogEntry, consent::Opening, consent::Review, consent::Right,
            consent::EmergencyError,
        );
        decoded_as!(&bytes,
            claims::Category, claims::Limit, claims::Benefit, claims::CostSharing, claims::Plan, claims::PlanRef,
            claims::PlanError, claims::Fee, claims::Policy, claims::PolicyError, claims::Line, claims::Claim,
            claims::Service, claims::Gate, claims::Group, claims::Reason, claims::Adjustment, claims::LineResult,
            claims::Totals, claims::Outcome, claims::PendReason, claims::Adjudication, claims::Verdict,
            claims::ClaimError, claims::Authorisation, claims::AuthorisationError, claims::Usage,
            claims::Accumulators, claims::Escrow, claims::EscrowError, claims::Status, claims::StatusError,
            claims::Role, claims::RoleSet, claims::Evidence, claims::ClaimRecord, claims::PolicyRecord,
            claims::PlanRecord, claims::Payer, claims::Previous, claims::Submitted, claims::ClaimSummary,
            claims::Billed, claims::ServiceDay,
        );
    }

    #[test]
    fn what_is_encoded_is_decoded_as_it_was(case in case()) {
        round_trip(&case.claim);
        round_trip(&case.plan);
        round_trip(&case.policy);
        round_trip(&case.fees);
        round_trip(&case.accumulators);
        round_trip(&case.credentials);
        round_trip(&case.verdict().unwrap());
    }

    #[test]
    fn reading_arbitrary_text_never_panics_and_what_is_read_is_written_as_it_was(
        text in prop_oneof![".*", "[A-Z]{2}(-[A-Z0-9]{1,3})?", "[A-Z0-9]{9}X", "[12][0-9]{9}"],
    ) {
        if let Ok(place) = Jurisdiction::parse(&text) {
            prop_assert_eq!(place.to_string(), text.as_str());
        }
        if let Ok(taxonomy) = Taxonomy::parse(&text) {
            prop_assert_eq!(taxonomy.to_string(), text.as_str());
        }
        if let Ok(npi) = Npi::parse(&text) {
            prop_assert_eq!(npi.to_string(), text.as_str());
        }
    }
}
