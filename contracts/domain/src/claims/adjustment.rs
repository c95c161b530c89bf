use scale::{Decode, Encode};

use crate::Cents;

/// Who bears an adjustment (X12 claim adjustment group code).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Group {
    /// CO: contractual obligation; the provider writes it off.
    ContractualObligation,
    /// OA: other adjustment.
    Other,
    /// PR: patient responsibility.
    PatientResponsibility,
}

/// Why an amount is not paid (X12 claim adjustment reason code, CARC).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Reason {
    /// 1: deductible.
    Deductible,
    /// 2: coinsurance.
    Coinsurance,
    /// 3: copayment.
    Copayment,
    /// 15: the authorisation does not apply to the service or provider.
    AuthorisationDoesNotApply,
    /// 16: information is lacking.
    LacksInformation,
    /// 18: exact duplicate.
    Duplicate,
    /// 23: paid by a prior payer.
    PriorPayment,
    /// 26: before coverage.
    BeforeCoverage,
    /// 27: after coverage ended.
    AfterCoverage,
    /// 29: filed too late.
    FiledLate,
    /// 45: charge exceeds the fee schedule; a provider in network writes it off.
    ExceedsFeeSchedule,
    /// 45: charge exceeds the fee schedule; a provider out of network bills the member for it.
    BalanceBill,
    /// 50: not deemed medically necessary.
    NotNecessary,
    /// 96: not covered.
    NotCovered,
    /// 97: included in the payment for another service.
    Included,
    /// 119: benefit maximum for the period reached.
    LimitReached,
    /// 150: the information does not support this level of service.
    LevelOfService,
    /// 151: the information does not support this many or frequent services.
    Frequency,
    /// 179: waiting period not served.
    WaitingPeriod,
    /// 197: prior authorisation absent.
    AuthorisationAbsent,
    /// 198: prior authorisation exceeded.
    AuthorisationExceeded,
    /// 242: not covered with a provider out of network.
    OutOfNetwork,
    /// B7: provider not certified on the service day.
    ProviderNotCertified,
}

impl Reason {
    /// The group that bears the adjustment.
    pub const fn group(self) -> Group {
        match self {
            Self::Deductible
            | Self::Coinsurance
            | Self::Copayment
            | Self::BalanceBill
            | Self::BeforeCoverage
            | Self::AfterCoverage
            | Self::NotCovered
            | Self::LimitReached
            | Self::OutOfNetwork
            | Self::WaitingPeriod => Group::PatientResponsibility,
            Self::Duplicate | Self::PriorPayment => Group::Other,
            Self::AuthorisationDoesNotApply
            | Self::LacksInformation
            | Self::FiledLate
            | Self::ExceedsFeeSchedule
            | Self::NotNecessary
            | Self::Included
            | Self::LevelOfService
            | Self::Frequency
            | Self::AuthorisationAbsent
            | Self::AuthorisationExceeded
            | Self::ProviderNotCertified => Group::ContractualObligation,
        }
    }
}

#[cfg(feature = "std")]
impl Reason {
    /// The claim adjustment reason code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Deductible => "1",
            Self::Coinsurance => "2",
            Self::Copayment => "3",
            Self::AuthorisationDoesNotApply => "15",
            Self::LacksInformation => "16",
            Self::Duplicate => "18",
            Self::PriorPayment => "23",
            Self::BeforeCoverage => "26",
            Self::AfterCoverage => "27",
            Self::FiledLate => "29",
            Self::ExceedsFeeSchedule | Self::BalanceBill => "45",
            Self::NotNecessary => "50",
            Self::NotCovered => "96",
            Self::Included => "97",
            Self::LimitReached => "119",
            Self::LevelOfService => "150",
            Self::Frequency => "151",
            Self::WaitingPeriod => "179",
            Self::AuthorisationAbsent => "197",
            Self::AuthorisationExceeded => "198",
            Self::OutOfNetwork => "242",
            Self::ProviderNotCertified => "B7",
        }
    }
}

#[cfg(feature = "std")]
impl Group {
    /// The group code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ContractualObligation => "CO",
            Self::Other => "OA",
            Self::PatientResponsibility => "PR",
        }
    }
}

/// A part of a charge that the plan does not pay, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Adjustment {
    /// Why; the group that bears it follows from it ([`Reason::group`]).
    pub reason: Reason,
    /// How much.
    pub amount: Cents,
}

#[cfg(feature = "std")]
impl core::fmt::Display for Adjustment {
    /// Group and reason as they are written on a remittance: `CO-45`.
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(out, "{}-{}", self.reason.group().code(), self.reason.code())
    }
}
