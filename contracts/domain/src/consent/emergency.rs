use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::{AccessRequest, Action, Purpose};
use crate::{
    credentials::{CredentialId, Kind, Requirement},
    Account, Day, Digest, Moment,
};

/// Kinds of credentials of which a provider has to hold one to break the glass.
pub const ADMITTING: [Kind; 2] = [Kind::StateLicence, Kind::HospitalPrivileges];

/// For how long broken glass admits: 24 hours, in milliseconds.
pub const OPEN_MILLIS: u64 = 24 * 3_600_000;

/// Days within which it has to be reviewed: from that day on it is overdue.
pub const REVIEW_DAYS: u32 = 7;

/// Openings of one provider that can wait for a review.
pub const MAX_UNREVIEWED: usize = 8;

/// Number of an opening, counted from 1.
pub type OpeningId = u64;

/// Access without consent, in an emergency: broken glass (HL7 v3 ActReason BTG).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Opening {
    /// Whose records.
    pub patient: Account,
    /// Who broke the glass.
    pub provider: Account,
    /// The live credential that the provider held.
    pub credential: CredentialId,
    /// Salted hash of the justification.
    pub justification: Digest,
    /// Since when.
    pub opened_at: Moment,
    /// From when on it no longer admits.
    pub until: Moment,
    /// First day on which its review is overdue.
    pub review_by: Day,
    /// What a reviewer found.
    pub review: Option<Review>,
}

/// What a reviewer found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Review {
    /// Who.
    pub reviewer: Account,
    /// Whether it was justified. If not, the provider may not break glass again until governance lifts that.
    pub justified: bool,
    /// Salted hash of the report.
    pub report: Digest,
    /// When.
    pub on: Day,
}

/// What a provider's right to break glass depends on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Right {
    /// Openings that wait for a review, and from when on it is overdue.
    pub unreviewed: Vec<(OpeningId, Day)>,
    /// The opening that was found unjustified, for which the right is suspended.
    pub suspended_by: Option<OpeningId>,
}

/// Why a provider may not break the glass, or an opening not be reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum EmergencyError {
    /// They are the provider's own records.
    OwnRecords,
    /// The provider is a reviewer: reviewers stay out of what they judge.
    IsReviewer,
    /// An opening was found unjustified.
    Suspended {
        /// Which.
        by: OpeningId,
    },
    /// An opening was not reviewed in time.
    ReviewOverdue {
        /// Which.
        of: OpeningId,
    },
    /// [`MAX_UNREVIEWED`] openings wait for a review.
    TooManyUnreviewed,
    /// The provider's last opening with this patient still admits.
    StillOpen {
        /// Until when.
        until: Moment,
    },
    /// There is no such opening.
    NoSuchOpening,
    /// The caller is no reviewer.
    NotReviewer,
    /// The caller has a part in it.
    NotIndependent,
    /// It was reviewed.
    AlreadyReviewed,
    /// The right is not suspended.
    NotSuspended,
}

/// What to ask of the credential registry about a provider: one answer that names a credential is enough.
pub fn admitting(day: Day) -> Vec<Requirement> {
    let requirement = |kind| Requirement {
        kind,
        board: None,
        taxonomy: None,
        jurisdiction: None,
        day,
        known_on: None,
        verified_within: None,
    };
    ADMITTING.map(requirement).into()
}

impl Right {
    /// Whether the right holds on a day.
    ///
    /// # Errors
    /// [`EmergencyError::Suspended`], [`EmergencyError::ReviewOverdue`].
    pub fn ensure(&self, today: Day) -> Result<(), EmergencyError> {
        if let Some(by) = self.suspended_by {
            return Err(EmergencyError::Suspended { by });
        }
        match self.unreviewed.iter().find(|(_, review_by)| *review_by <= today) {
            Some((of, _)) => Err(EmergencyError::ReviewOverdue { of: *of }),
            None => Ok(()),
        }
    }

    /// Breaks the glass: `id` is the number of the opening, `last` the provider's last one with the patient. Credentials are
    /// for the caller to ask about. On an error nothing is changed.
    ///
    /// # Errors
    /// [`EmergencyError`], up to [`EmergencyError::StillOpen`] but for [`EmergencyError::IsReviewer`].
    pub fn break_glass(
        &mut self,
        id: OpeningId,
        new: (Account, Account, CredentialId, Digest),
        last: Option<&Opening>,
        now: Moment,
    ) -> Result<Opening, EmergencyError> {
        let (patient, provider, credential, justification) = new;
        if patient == provider {
            return Err(EmergencyError::OwnRecords);
        }
        self.ensure(now.day())?;
        if self.unreviewed.len() >= MAX_UNREVIEWED {
            return Err(EmergencyError::TooManyUnreviewed);
        }
        if let Some(open) = last.filter(|last| now < last.until) {
            return Err(EmergencyError::StillOpen { until: open.until });
        }
        let until = Moment(now.0.saturating_add(OPEN_MILLIS));
        let review_by = now.day().plus(REVIEW_DAYS);
        self.unreviewed.push((id, review_by));
        let opened_at = now;
        Ok(Opening {
            patient,
            provider,
            credential,
            justification,
            opened_at,
            until,
            review_by,
            review: None,
        })
    }

    /// Puts a review of one of the provider's openings down. On an error nothing is changed.
    ///
    /// # Errors
    /// [`EmergencyError::NotIndependent`], [`EmergencyError::AlreadyReviewed`].
    pub fn review(
        &mut self,
        id: OpeningId,
        opening: &mut Opening,
        review: Review,
    ) -> Result<(), EmergencyError> {
        if review.reviewer == opening.provider || review.reviewer == opening.patient {
            return Err(EmergencyError::NotIndependent);
        }
        if opening.review.is_some() {
            return Err(EmergencyError::AlreadyReviewed);
        }
        self.unreviewed.retain(|(waiting, _)| *waiting != id);
        if !review.justified {
            self.suspended_by = Some(id);
        }
        opening.review = Some(review);
        Ok(())
    }

    /// Lifts a suspension.
    ///
    /// # Errors
    /// [`EmergencyError::NotSuspended`].
    pub fn reinstate(&mut self) -> Result<(), EmergencyError> {
        match self.suspended_by.take() {
            Some(_) => Ok(()),
            None => Err(EmergencyError::NotSuspended),
        }
    }
}

impl Opening {
    /// Whether it admits this request: reading, for emergency treatment, in time, and not found unjustified.
    pub fn admits(&self, request: &AccessRequest, now: Moment) -> bool {
        now < self.until
            && request.purpose == Purpose::EmergencyTreatment
            && request.action == Action::Read
            && self.review.is_none_or(|review| review.justified)
    }
}
