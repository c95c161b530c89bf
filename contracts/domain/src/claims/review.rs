use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::{GateSet, Reason};
use crate::Cents;

/// Why an examiner allows less than the plan does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum ReviewReason {
    /// CO-16: information is lacking.
    LacksInformation,
    /// CO-50: not medically necessary.
    NotNecessary,
    /// CO-97: included in the payment for another service.
    Included,
    /// CO-150: the information does not support this level of service.
    LevelOfService,
    /// CO-151: the information does not support this many or frequent services.
    Frequency,
}

impl ReviewReason {
    /// The reason on the remittance.
    pub const fn reason(self) -> Reason {
        match self {
            Self::LacksInformation => Reason::LacksInformation,
            Self::NotNecessary => Reason::NotNecessary,
            Self::Included => Reason::Included,
            Self::LevelOfService => Reason::LevelOfService,
            Self::Frequency => Reason::Frequency,
        }
    }
}

/// An examiner's word on one line of a claim that waits for a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Override {
    /// Which line, counted from 0.
    pub line: u8,
    /// What is allowed for it, no more than the plan does; nothing denies the line.
    pub allowed: Cents,
    /// Why.
    pub reason: ReviewReason,
}

/// Whether a claim above the plan's ceiling waits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Review {
    /// It waits for an examiner.
    #[default]
    Waits,
    /// An examiner reviewed it: lines that are not named are as the plan prices them.
    Reviewed(Vec<Override>),
    /// The plan's days for a review have passed: the ceiling no longer holds it back.
    Overdue,
}

/// A line that is decided again after an appeal: an examiner's word on it no longer counts, and some gates are waived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Exception {
    /// Which line, counted from 0.
    pub line: u8,
    /// The gates that it need not pass, within [`GateSet::WAIVABLE`]. [`super::Gate::Covered`] helps a service that the
    /// fee schedule and the plan's benefits know: it is then priced by the benefit's terms in network.
    pub waived: GateSet,
}

impl Exception {
    /// What earlier rulings said and what one says now: a line that both name need not pass any of the gates that either
    /// waives. Two of one ruling for one line stay two, for [`super::Evidence::decide`] to refuse.
    pub fn merged(earlier: Vec<Self>, ruled: Vec<Self>) -> Vec<Self> {
        let mut all = ruled;
        for exception in earlier {
            match all.iter_mut().find(|ruled| ruled.line == exception.line) {
                Some(ruled) => ruled.waived = ruled.waived.union(exception.waived),
                None => all.push(exception),
            }
        }
        all
    }
}
