use healink_domain::claims::{
    AppealDays, Authorisation, AuthorisationId, Fee, Payer, PayerId, Plan, Policy, PolicyId, RoleSet,
};
use healink_domain::consent::Answer;
use healink_domain::credentials::{CredentialId, Kind, Refusal};
use healink_domain::{Account, CodeKey, Day, Jurisdiction};
use ink::prelude::vec::Vec;
use scale::{Decode, Encode};

/// A payer as one account meets it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Office {
    /// The payer.
    pub payer: Payer,
    /// The roles of the account with it.
    pub roles: RoleSet,
}

/// A policy as an appeal meets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Standing {
    /// The payer.
    pub payer: PayerId,
    /// The account that acts for it.
    pub admin: Account,
    /// The member's account.
    pub member: Account,
    /// The roles of the account that was asked about with the payer.
    pub roles: RoleSet,
    /// The plan's days for appeals.
    pub days: AppealDays,
}

/// What the terms for one claim depend on.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Question {
    /// Who rendered the services.
    pub provider: Account,
    /// Where.
    pub jurisdiction: Jurisdiction,
    /// When.
    pub day: Day,
    /// Which, line by line.
    pub codes: Vec<CodeKey>,
    /// The prior authorisation that the claim names.
    pub authorisation: Option<AuthorisationId>,
}

/// The terms for one claim.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Facts {
    /// The fee schedule's entry for each code, in their order.
    pub fees: Vec<Option<Fee>>,
    /// What the credential registry answers, for each kind that the services need.
    pub credentials: Vec<(Kind, Result<CredentialId, Refusal>)>,
    /// What it answers to whether the provider is in the plan's network; `None` where the plan has none.
    pub network: Option<Result<CredentialId, Refusal>>,
    /// What the consent registry answers to whether the payer may use claims for payment.
    pub consent: Answer,
    /// The prior authorisation; `None` where there is no such one, or it was not granted.
    pub authorisation: Option<Authorisation>,
}

/// All that claims under one policy are decided by, but for what they use up.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Terms {
    /// Who pays.
    pub payer: PayerId,
    /// The roles of the officer that was asked about; none where none was.
    pub roles: RoleSet,
    /// The policy.
    pub policy: Policy,
    /// The terms of its plan.
    pub plan: Plan,
    /// For each question, in their order.
    pub facts: Vec<Facts>,
}

/// Why there are no terms. The contract that asks passes the reason on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum TermsError {
    /// There is no such policy.
    #[codec(index = 0)]
    NoSuchPolicy,
    /// More than [`MAX_QUESTIONS`].
    #[codec(index = 1)]
    TooManyQuestions,
    /// The credential registry failed or did not answer as agreed.
    #[codec(index = 2)]
    CredentialsUnavailable,
    /// The consent registry failed or did not answer as agreed.
    #[codec(index = 3)]
    ConsentUnavailable,
}

/// Questions that are answered at a time: claims that one message can submit.
pub const MAX_QUESTIONS: usize = 10;

/// What other contracts ask the coverage registry. Anyone may ask, also while it is paused.
#[ink::trait_definition]
pub trait CoverageRegistry {
    /// What claims under a policy are decided by, and the roles of `officer`, if one is named, with the payer. Asks the credential and
    /// the consent registry for each question.
    ///
    /// # Errors
    /// [`TermsError`].
    #[ink(message)]
    fn terms(
        &self,
        policy: PolicyId,
        officer: Option<Account>,
        questions: Vec<Question>,
    ) -> Result<Terms, TermsError>;

    /// A payer, and the roles of `account` with it; `None` where there is no such payer.
    #[ink(message)]
    fn office(&self, payer: PayerId, account: Account) -> Option<Office>;

    /// What an appeal by `account` depends on; `None` where there is no such policy.
    #[ink(message)]
    fn standing(&self, policy: PolicyId, account: Account) -> Option<Standing>;
}
