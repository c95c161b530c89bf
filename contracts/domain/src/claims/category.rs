use scale::{Decode, Encode};

/// Benefit category of a service, by X12 service type code (271 EB03), the codes of FHIR's `ex-benefitcategory`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Category {
    /// 1: medical care not named below.
    MedicalCare,
    /// 2: surgical.
    Surgical,
    /// 4: diagnostic imaging.
    Imaging,
    /// 5: diagnostic laboratory.
    Laboratory,
    /// 12: durable medical equipment.
    Equipment,
    /// 35: dental care.
    Dental,
    /// 48: hospital, inpatient.
    Inpatient,
    /// 50: hospital, outpatient.
    Outpatient,
    /// 80: immunisations and preventive care.
    Preventive,
    /// 86: emergency services.
    Emergency,
    /// 88: pharmacy.
    Pharmacy,
    /// 98: physician's office visit.
    OfficeVisit,
    /// AE: physical medicine.
    Therapy,
    /// AL: vision.
    Vision,
    /// MH: mental health.
    MentalHealth,
}

impl Category {
    /// Every category.
    pub const ALL: &'static [Self] = &[
        Self::MedicalCare,
        Self::Surgical,
        Self::Imaging,
        Self::Laboratory,
        Self::Equipment,
        Self::Dental,
        Self::Inpatient,
        Self::Outpatient,
        Self::Preventive,
        Self::Emergency,
        Self::Pharmacy,
        Self::OfficeVisit,
        Self::Therapy,
        Self::Vision,
        Self::MentalHealth,
    ];
}

#[cfg(feature = "std")]
impl Category {
    /// The X12 service type code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::MedicalCare => "1",
            Self::Surgical => "2",
            Self::Imaging => "4",
            Self::Laboratory => "5",
            Self::Equipment => "12",
            Self::Dental => "35",
            Self::Inpatient => "48",
            Self::Outpatient => "50",
            Self::Preventive => "80",
            Self::Emergency => "86",
            Self::Pharmacy => "88",
            Self::OfficeVisit => "98",
            Self::Therapy => "AE",
            Self::Vision => "AL",
            Self::MentalHealth => "MH",
        }
    }
}
