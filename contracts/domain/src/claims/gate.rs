crate::bits::flags! {
    /// A rule that a claim or line has to pass before it is priced, in the order of the variants.
    Gate,
    /// A set of gates.
    GateSet(u16) {
        /// The member is covered on the service day.
        Eligible = 0,
        /// The claim is filed in time.
        FiledInTime = 1,
        /// The service was not billed before.
        NotDuplicate = 2,
        /// The provider is credentialed on the service day.
        Credentialed = 3,
        /// The patient consents to payment use by the payer.
        Consented = 4,
        /// The service is covered.
        Covered = 5,
        /// It is authorised, where that is needed.
        Authorised = 6,
        /// The waiting period is served.
        WaitingServed = 7,
        /// The yearly limit is not used up.
        WithinLimit = 8,
    }
}

impl GateSet {
    /// The gates that a ruling on an appeal can waive: never the cover itself, the patient's consent or the yearly limit.
    pub const WAIVABLE: Self = Self(
        Gate::FiledInTime.set().0
            | Gate::NotDuplicate.set().0
            | Gate::Credentialed.set().0
            | Gate::Covered.set().0
            | Gate::Authorised.set().0
            | Gate::WaitingServed.set().0,
    );

    /// Whether a ruling may waive these.
    pub const fn is_waivable(self) -> bool {
        self.0 & !Self::WAIVABLE.0 == 0
    }
}
