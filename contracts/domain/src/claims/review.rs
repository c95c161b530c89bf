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
    /// Adds what a ruling excepts to what earlier ones did: one entry a line, every gate that any of them waived.
    pub fn merge(exceptions: &mut Vec<Self>, ruled: &[Self]) {
        for new in ruled {
            match exceptions.iter_mut().find(|known| known.line == new.line) {
                Some(known) => known.waived = known.waived.union(new.waived),
                None => exceptions.push(*new),
            }
        }
    }
}
