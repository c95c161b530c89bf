use healink_domain::consent::CareCommand;
use healink_domain::Account;

/// Who acts for a patient was changed, or a silent patient's custodian gave notice. What is done for patients the consent
/// registry says.
#[ink::event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CareChanged {
    /// The patient.
    #[ink(topic)]
    pub patient: Account,
    /// Who changed it.
    pub by: Account,
    /// How.
    pub command: CareCommand,
}
