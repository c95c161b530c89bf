//! The part of a claim's record that this contract makes.

use healink_domain::claims::{
    Accumulators, Claim, ClaimId, Evidence, Exception, FamilyKey, LineResult, PlanRef, Review, UnitsUsed,
};
use healink_domain::Day;
use healink_interfaces::{ClaimsError, Earlier};
use ink::prelude::vec::Vec;
use scale::{Decode, Encode};

type Result<T> = core::result::Result<T, ClaimsError>;

/// A [`healink_domain::claims::ClaimRecord`] from the claim on, up to what only a replay needs.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Entry {
    /// As in the record.
    pub claim: Claim,
    /// As in the record.
    pub plan: PlanRef,
    /// As in the record.
    pub family: Option<FamilyKey>,
    /// As in the record.
    pub replaces: Option<ClaimId>,
    /// As in the record.
    pub first: ClaimId,
    /// As in the record.
    pub contribution: Accumulators,
    /// As in the record.
    pub authorised: UnitsUsed,
    /// As in the evidence.
    pub received_on: Day,
    /// As in the evidence.
    pub filed_on: Day,
    /// As in the evidence.
    pub review: Review,
    /// As in the evidence.
    pub exceptions: Vec<Exception>,
}

impl Entry {
    /// Of a claim on record.
    #[inline(never)]
    pub fn of(claim: &Earlier) -> Result<Self> {
        Self::decode(&mut &claim.body[..]).map_err(|_| ClaimsError::NoSuchClaim)
    }

    /// With its evidence, which has review and exceptions, and the results of its lines: the rest of the record, as encoded.
    pub fn complete(mut self, evidence: Evidence, lines: &Vec<LineResult>) -> Vec<u8> {
        (self.review, self.exceptions) = (evidence.review, evidence.exceptions);
        let mut body = self.encode();
        evidence.billed_before.encode_to(&mut body);
        evidence.credentials.encode_to(&mut body);
        evidence.network.encode_to(&mut body);
        evidence.consent.encode_to(&mut body);
        evidence.authorisation.encode_to(&mut body);
        evidence.units_used.encode_to(&mut body);
        evidence.accumulators.encode_to(&mut body);
        evidence.family.encode_to(&mut body);
        lines.encode_to(&mut body);
        body
    }
}
