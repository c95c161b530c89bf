crate::bits::flags! {
    /// Why a standing came about.
    Reason,
    /// A set of reasons.
    ReasonSet(u16) {
        /// It was granted: how everything begins.
        Granted = 0,
        /// An investigation is under way.
        Investigation = 1,
        /// Danger to patients.
        Safety = 2,
        /// Requirements are not met: fees, training, cover.
        RequirementsNotMet = 3,
        /// A disciplinary measure.
        Discipline = 4,
        /// It was obtained by fraud or misrepresentation.
        Misrepresentation = 5,
        /// The holder asked for it.
        AtOwnRequest = 6,
        /// The holder died, or was dissolved or merged.
        Ceased = 7,
        /// Nothing was found.
        Cleared = 8,
        /// Requirements are met again.
        RequirementsMet = 9,
        /// An appeal or a court decided so.
        OnAppeal = 10,
        /// It was meant for somebody else.
        WrongHolder = 11,
        /// What it says is wrong.
        WrongContent = 12,
        /// It is there twice.
        Duplicate = 13,
        /// It was renewed.
        Renewed = 14,
    }
}

impl ReasonSet {
    /// Reasons to suspend as well as to revoke.
    pub const ADVERSE: Self = Reason::Safety
        .set()
        .union(Reason::RequirementsNotMet.set())
        .union(Reason::Discipline.set())
        .union(Reason::Misrepresentation.set())
        .union(Reason::AtOwnRequest.set());
    /// Reasons to reinstate.
    pub const FAVOURABLE: Self =
        Reason::Cleared.set().union(Reason::RequirementsMet.set()).union(Reason::OnAppeal.set());
    /// Reasons to say that something was entered in error.
    pub const MISTAKES: Self =
        Reason::WrongHolder.set().union(Reason::WrongContent.set()).union(Reason::Duplicate.set());
}
