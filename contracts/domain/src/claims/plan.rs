use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::Category;
use crate::{credentials::Kind, Account, BasisPoints, Cents, CodeKey, Day, Digest, Period};

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
}

/// A plan's terms.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Plan {
    /// Individual deductible for a calendar year.
    pub deductible: Cents,
    /// Individual out-of-pocket maximum for a calendar year; copays, deductible and coinsurance count towards it.
    pub out_of_pocket_maximum: Cents,
    /// Which share of the member comes first.
    pub cost_sharing: CostSharing,
    /// Days after the service day within which a claim must be filed.
    pub filing_days: u16,
    /// Total billed above which a claim waits for an examiner.
    pub review_above: Option<Cents>,
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
    /// The deductible exceeds the out-of-pocket maximum.
    DeductibleAboveMaximum,
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
            if !benefit.coinsurance.is_valid() {
                return Err(PlanError::CoinsuranceAboveWhole { category });
            }
            if matches!(benefit.limit, Some(Limit::Units(0) | Limit::Amount(Cents::ZERO))) {
                return Err(PlanError::EmptyLimit { category });
            }
        }
        if self.deductible > self.out_of_pocket_maximum {
            return Err(PlanError::DeductibleAboveMaximum);
        }
        Ok(())
    }

    /// The benefit for a category.
    pub fn benefit(&self, category: Category) -> Option<&Benefit> {
        self.benefits.iter().find(|benefit| benefit.category == category)
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
