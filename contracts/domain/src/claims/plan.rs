use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::Category;
use crate::{
    credentials::{BoardId, Kind},
    Account, BasisPoints, Cents, CodeKey, Day, Digest, Period,
};

/// Benefits that one plan can have: one for each category.
pub const MAX_BENEFITS: usize = Category::ALL.len();

/// Number of a plan, counted from 1.
pub type PlanId = u32;

/// Number of a policy, counted from 1.
pub type PolicyId = u32;

/// One version of a plan. A published version never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct PlanRef {
    /// The plan.
    pub plan: PlanId,
    /// Its version, counted from 1.
    pub version: u16,
}

/// Which share of the member comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum CostSharing {
    /// Copay, then deductible, then coinsurance.
    CopayFirst,
    /// Deductible, then copay, then coinsurance.
    DeductibleFirst,
}

/// How the plan pays beside a prior payer's payment. Whichever it is, both together never pay more than what the plan allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Coordination {
    /// The plan pays its normal benefit, up to what the prior payer left of the allowed amount.
    Standard,
    /// What the prior payer paid is taken off the allowed amount; the rest is shared as if it were the whole.
    MaintenanceOfBenefits,
    /// What the prior payer paid is taken off the plan's normal benefit.
    CarveOut,
}

/// How the amount of a family stands to that of one member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum SharedKind {
    /// The individual amount or the family's, whichever is reached first.
    Embedded,
    /// Only the family's.
    Aggregate,
}

/// An amount that a family reaches together in a calendar year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Shared {
    /// The amount.
    pub amount: Cents,
    /// How it stands to the individual one.
    pub kind: SharedKind,
}

/// What a family that is insured together owes at the most in a calendar year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Family {
    /// Deductible.
    pub deductible: Shared,
    /// Out-of-pocket maximum.
    pub out_of_pocket_maximum: Shared,
}

/// What stands on chain for a family: the same for each of its policies with one payer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct FamilyKey(pub [u8; 16]);

/// What the member bears of a benefit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Sharing {
    /// What the member pays for each claim with such a service.
    pub copay: Cents,
    /// The member's share of what is left after copay and deductible.
    pub coinsurance: BasisPoints,
    /// Whether the deductible applies.
    pub deductible_applies: bool,
}

/// How much of a category a plan covers in a calendar year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Limit {
    /// So many units of service.
    Units(u32),
    /// So much paid by the plan.
    Amount(Cents),
}

/// What a plan does for one category of services.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Benefit {
    /// The category.
    pub category: Category,
    /// Whether it is covered at all.
    pub covered: bool,
    /// What the member pays for each claim with such a service.
    pub copay: Cents,
    /// The member's share of what is left after copay and deductible.
    pub coinsurance: BasisPoints,
    /// Whether the deductible applies.
    pub deductible_applies: bool,
    /// Whether prior authorisation is needed.
    pub authorisation_needed: bool,
    /// Days from the start of the policy during which the category is not covered.
    pub waiting_days: u16,
    /// Limit for the calendar year.
    pub limit: Option<Limit>,
    /// Kind of credential that the provider must hold on the service day, in the place of the service.
    pub credential: Option<Kind>,
    /// What the member bears outside of the plan's network; `None`: it is not covered there.
    pub out_of_network: Option<Sharing>,
}

/// A plan's terms.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Plan {
    /// Individual deductible for a calendar year.
    pub deductible: Cents,
    /// Individual out-of-pocket maximum for a calendar year; copays, deductible and coinsurance count towards it.
    pub out_of_pocket_maximum: Cents,
    /// What members of one family owe together, if that is bounded.
    pub family: Option<Family>,
    /// Which share of the member comes first.
    pub cost_sharing: CostSharing,
    /// How the plan pays beside a prior payer.
    pub coordination: Coordination,
    /// The board whose participants are the network: providers with a live credential of the kind
    /// [`Kind::NetworkParticipation`] that it issued. `None`: every provider is in network.
    pub network: Option<BoardId>,
    /// Days after the service day within which a claim must be filed.
    pub filing_days: u16,
    /// Total billed above which a claim waits for an examiner.
    pub review_above: Option<Cents>,
    /// Days that a claim may wait for an examiner; after them anyone may have it decided without a review.
    pub decision_days: u16,
    /// Days after the decision within which it can be appealed with the payer.
    pub appeal_days: u16,
    /// Days that the payer may take to decide on an appeal.
    pub appeal_decision_days: u16,
    /// Days after the payer's ruling, or after its time for one, within which an independent reviewer can be asked for.
    pub external_review_days: u16,
    /// Benefits, one for each category at the most.
    pub benefits: Vec<Benefit>,
}

/// An entry of a plan's fee schedule: what a service code is and what the plan allows for one unit of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Fee {
    /// The keyed service code.
    pub code: CodeKey,
    /// The category that it belongs to.
    pub category: Category,
    /// Allowed for one unit.
    pub allowed: Cents,
}

/// Why a plan cannot be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum PlanError {
    /// No benefits.
    NoBenefits,
    /// Two benefits for one category.
    BenefitTwice {
        /// Which.
        category: Category,
    },
    /// A coinsurance above 100 %.
    CoinsuranceAboveWhole {
        /// Of which category.
        category: Category,
    },
    /// The deductible exceeds the out-of-pocket maximum, of a member or of a family.
    DeductibleAboveMaximum,
    /// An amount embedded in a family's exceeds it, and so could never be reached.
    FamilyBelowMember,
    /// A limit of nothing: say that the category is not covered instead.
    EmptyLimit {
        /// Of which category.
        category: Category,
    },
}

impl Plan {
    /// Checks the terms.
    ///
    /// # Errors
    /// [`PlanError`].
    pub fn validate(&self) -> Result<(), PlanError> {
        if self.benefits.is_empty() {
            return Err(PlanError::NoBenefits);
        }
        for (index, benefit) in self.benefits.iter().enumerate() {
            let category = benefit.category;
            if self.benefits.iter().take(index).any(|earlier| earlier.category == category) {
                return Err(PlanError::BenefitTwice { category });
            }
            let outside = benefit.out_of_network.map_or(BasisPoints(0), |outside| outside.coinsurance);
            if !benefit.coinsurance.is_valid() || !outside.is_valid() {
                return Err(PlanError::CoinsuranceAboveWhole { category });
            }
            if matches!(benefit.limit, Some(Limit::Units(0) | Limit::Amount(Cents::ZERO))) {
                return Err(PlanError::EmptyLimit { category });
            }
        }
        if self.deductible > self.out_of_pocket_maximum {
            return Err(PlanError::DeductibleAboveMaximum);
        }
        self.family.map_or(Ok(()), |family| self.validate_family(family))
    }

    fn validate_family(&self, Family { deductible, out_of_pocket_maximum }: Family) -> Result<(), PlanError> {
        if deductible.amount > out_of_pocket_maximum.amount {
            return Err(PlanError::DeductibleAboveMaximum);
        }
        if deductible.is_below(self.deductible) || out_of_pocket_maximum.is_below(self.out_of_pocket_maximum)
        {
            return Err(PlanError::FamilyBelowMember);
        }
        Ok(())
    }

    /// Whether a claim that waits for an examiner since then has waited longer than the plan gives: from then on anyone may
    /// have it decided, as [`super::Review::Overdue`].
    pub fn is_overdue(&self, since: Day, today: Day) -> bool {
        today.since(since) > u32::from(self.decision_days)
    }

    /// The kinds of credentials that lines with these fees need, each once.
    pub fn kinds_required(&self, fees: &[Option<Fee>]) -> Vec<Kind> {
        let mut kinds = Vec::new();
        for fee in fees.iter().flatten() {
            let required = self.benefit(fee.category).and_then(|benefit| benefit.credential);
            if let Some(kind) = required.filter(|kind| !kinds.contains(kind)) {
                kinds.push(kind);
            }
        }
        kinds
    }

    /// The benefit for a category.
    pub fn benefit(&self, category: Category) -> Option<&Benefit> {
        self.benefits.iter().find(|benefit| benefit.category == category)
    }
}

impl Benefit {
    /// What the member bears with a provider in network, or out of it; `None` where the service is not covered there.
    pub const fn sharing(&self, in_network: bool) -> Option<Sharing> {
        if !in_network {
            return self.out_of_network;
        }
        Some(Sharing {
            copay: self.copay,
            coinsurance: self.coinsurance,
            deductible_applies: self.deductible_applies,
        })
    }
}

impl Shared {
    fn is_below(self, individual: Cents) -> bool {
        self.kind == SharedKind::Embedded && self.amount < individual
    }
}

/// A member's cover under one version of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Policy {
    /// The version of the plan.
    pub plan: PlanRef,
    /// The member's account.
    pub member: Account,
    /// The family whose members share what the plan asks of families.
    pub family: Option<FamilyKey>,
    /// When the cover runs.
    pub period: Period,
    /// Salted hash of the member's data.
    pub member_hash: Digest,
}

/// Why a member cannot be enrolled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum PolicyError {
    /// The cover ends before it begins.
    EmptyPeriod,
}

impl Policy {
    /// Checks the terms.
    ///
    /// # Errors
    /// [`PolicyError`].
    pub fn validate(&self) -> Result<(), PolicyError> {
        if self.period.is_empty() {
            return Err(PolicyError::EmptyPeriod);
        }
        Ok(())
    }

    /// The day on which a benefit's waiting period is served.
    pub const fn served_on(&self, benefit: &Benefit) -> Day {
        self.period.from.plus(benefit.waiting_days as u32)
    }
}
