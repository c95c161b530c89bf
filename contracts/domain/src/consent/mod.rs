//! Consent: what a patient permits or denies to whom, who acts for the patient, what follows for a request, and what happens in
//! an emergency.
//!
//! Anchors: HL7 FHIR R4 Consent, HL7 v3 ActReason (purposes) and ActCode (sensitivity).

mod care;
mod decide;
mod disclosure;
mod emergency;
mod grant;
mod ledger;
mod standing;
mod switch;

pub use care::{Care, CareCommand, CareError, Lock, Mandate, Role, Scope, Sender, MAX_MANDATES};
pub use decide::{decide, Answer, Decision, Query};
pub use disclosure::{disclose, AccessRequest, Disclosure, Happening, LogEntry};
pub use emergency::{
    admitting, EmergencyError, Opening, OpeningId, Review, Right, ADMITTING, MAX_UNREVIEWED, OPEN_MILLIS,
    REVIEW_DAYS,
};
pub use grant::{
    credential_kinds_asked, grant, Class, Effect, End, Grant, GrantError, GrantId, Grantee, Maker, Terms,
};
pub use ledger::{consulted, Changed, Ledger, WithdrawError, MAX_CLASS_GRANTS, MAX_GRANTS};
pub use standing::{Behalf, Speaker, Standing, StandingError};
pub use switch::{Switch, SwitchTerms, MIN_SILENCE_DAYS, MIN_WARNING_DAYS};

crate::bits::flags! {
    /// Why data are asked for (HL7 v3 ActReason).
    Purpose,
    /// A set of purposes.
    PurposeSet(u16) {
        /// TREAT: treatment.
        Treatment = 0,
        /// ETREAT: emergency treatment.
        EmergencyTreatment = 1,
        /// HPAYMT: payment.
        Payment = 2,
        /// HOPERAT: operations.
        Operations = 3,
        /// HRESCH: research.
        Research = 4,
        /// CLINTRCH: clinical trial.
        ClinicalTrial = 5,
        /// PUBHLTH: public health.
        PublicHealth = 6,
        /// PATRQT: the patient's own request.
        PatientRequest = 7,
        /// FAMRQT: the family's request.
        FamilyRequest = 8,
        /// CAREMGT: care management.
        CareManagement = 9,
        /// HMARKT: marketing.
        Marketing = 10,
    }
}

crate::bits::flags! {
    /// Which data. Bits below 16 are ordinary, those from 16 on sensitive (HL7 v3 ActCode, InformationSensitivityPolicy).
    Category,
    /// A set of categories.
    CategorySet(u32) {
        /// Allergies.
        Allergies = 0,
        /// Conditions.
        Conditions = 1,
        /// Medications.
        Medications = 2,
        /// Immunisations.
        Immunisations = 3,
        /// Procedures.
        Procedures = 4,
        /// Results.
        Results = 5,
        /// Vital signs.
        Vitals = 6,
        /// Imaging.
        Imaging = 7,
        /// Notes.
        Notes = 8,
        /// Claims.
        Claims = 9,
        /// PSY: mental health.
        MentalHealth = 16,
        /// ETH: substance use.
        SubstanceUse = 17,
        /// HIV.
        Hiv = 18,
        /// SEX: reproductive health.
        Reproductive = 19,
        /// SDV: sexual assault, abuse and domestic violence.
        SexualAndDomesticViolence = 20,
        /// GDIS: genetic disease.
        Genetic = 21,
    }
}

impl CategorySet {
    /// What "all" means: every ordinary category. Sensitive ones have to be named.
    pub const ORDINARY: Self = Self(Self::ALL.0 & 0xffff);
    /// Every sensitive category.
    pub const SENSITIVE: Self = Self(Self::ALL.0 & !0xffff);
}

crate::bits::flags! {
    /// What may be done with the data.
    Action,
    /// A set of actions.
    ActionSet(u8) {
        /// Read it.
        Read = 0,
        /// Pass it on.
        Share = 1,
    }
}
