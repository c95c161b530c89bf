use scale::{Decode, Encode};

use super::{
    in_force, status::supersede, AsOf, BoardId, Boards, Credential, CredentialId, Kind, Provider, Standing,
    StatusError,
};
use crate::{Account, Day, Digest, History, Jurisdiction, Npi, NpiError, Period, Taxonomy};

/// Credentials that one batch can issue.
pub const MAX_BATCH: usize = 50;

/// Accesses to the store that one batch can make, one for each credential, two for each provider and two for each renewal:
/// together they are to stay within 1 MiB of proof.
pub const MAX_BATCH_ROWS: usize = 90;

/// What a board attests about a provider.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct IssueRequest {
    /// The provider's account.
    pub provider: Account,
    /// The provider's NPI.
    pub npi: Npi,
    /// What is attested.
    pub kind: Kind,
    /// Speciality, where the credential is for one.
    pub taxonomy: Option<Taxonomy>,
    /// Where it holds; a country stands for all its subdivisions.
    pub jurisdiction: Jurisdiction,
    /// First day on which it holds.
    pub valid_from: Day,
    /// First day on which it no longer holds.
    pub expires_on: Day,
    /// Day of the primary-source verification.
    pub verified_on: Day,
    /// Hash of the document: see [`super::document`].
    pub document: Digest,
    /// The credential whose place it takes: of the same provider, kind, speciality and place.
    pub renews: Option<CredentialId>,
}

/// Why a credential cannot be issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum IssueError {
    /// The NPI breaks a rule.
    BadNpi(NpiError),
    /// The provider's account holds another NPI.
    OtherNpi {
        /// The one that it holds.
        held: Npi,
    },
    /// The taxonomy code is malformed.
    BadTaxonomy,
    /// The jurisdiction is malformed.
    BadJurisdiction,
    /// It would expire before it begins.
    EmptyPeriod,
    /// The verification lies in the future.
    VerifiedInFuture,
    /// An accreditation between the board and governance is not in force today for this kind and place.
    BoardNotInForce,
    /// The provider holds [`super::MAX_OF_BOARD`] credentials of this board.
    TooManyOfBoard,
    /// The provider holds [`super::MAX_HELD`] credentials.
    TooManyHeld,
    /// What is to be renewed is not there or not the board's, or the renewal is of another provider, kind, speciality or place,
    /// begins after today, or does not last longer.
    NotARenewal,
    /// What is to be renewed is not active.
    NotRenewable(StatusError),
}

/// Whether a batch is within [`MAX_BATCH`] and [`MAX_BATCH_ROWS`]. A provider counts again when another one came in between.
pub fn fits_batch(requests: &[IssueRequest]) -> bool {
    let providers = requests.chunk_by(|one, next| one.provider == next.provider).count();
    let renewals = requests.iter().filter(|request| request.renews.is_some()).count();
    let rows = providers.saturating_add(renewals).saturating_mul(2).saturating_add(requests.len());
    (1..=MAX_BATCH).contains(&requests.len()) && rows <= MAX_BATCH_ROWS
}

/// Issues a credential of the board with this number. `provider` is what the provider holds already; one that holds nothing yet
/// begins with the NPI of the request.
///
/// # Errors
/// One [`IssueError`] for each rule, in the order of its variants, but for those about renewals: [`Credential::renew`].
pub fn issue(
    boards: &mut impl Boards,
    board: BoardId,
    request: IssueRequest,
    provider: &Provider,
    today: Day,
) -> Result<Credential, IssueError> {
    request.npi.checked().map_err(IssueError::BadNpi)?;
    if provider.npi != request.npi {
        return Err(IssueError::OtherNpi { held: provider.npi });
    }
    if request.taxonomy.is_some_and(|taxonomy| taxonomy.checked().is_err()) {
        return Err(IssueError::BadTaxonomy);
    }
    request.jurisdiction.checked().map_err(|_| IssueError::BadJurisdiction)?;
    if request.period().is_empty() {
        return Err(IssueError::EmptyPeriod);
    }
    if request.verified_on > today {
        return Err(IssueError::VerifiedInFuture);
    }
    if !in_force(boards, board, (request.kind, request.jurisdiction), AsOf::now(today)) {
        return Err(IssueError::BoardNotInForce);
    }
    provider.room_for(board)?;
    let status = History::new(Standing::GRANTED);
    Ok(Credential { board, claim: request, issued_on: today, status })
}

impl IssueRequest {
    /// The days on which the credential holds, standing aside.
    pub const fn period(&self) -> Period {
        Period { from: self.valid_from, until: Some(self.expires_on) }
    }
}

impl Credential {
    /// Lets `renewal` take the credential's place from `today` on. There is no day in between on which neither holds, and the
    /// renewal lasts longer, so that no one can end a credential by renewing it.
    ///
    /// # Errors
    /// [`IssueError::NotARenewal`], [`IssueError::NotRenewable`].
    pub fn renew(&mut self, renewal: &IssueRequest, today: Day) -> Result<(), IssueError> {
        let claim = &self.claim;
        let same = claim.provider == renewal.provider
            && claim.kind == renewal.kind
            && claim.taxonomy == renewal.taxonomy
            && claim.jurisdiction == renewal.jurisdiction;
        if !same || renewal.valid_from > today || renewal.expires_on <= claim.expires_on {
            return Err(IssueError::NotARenewal);
        }
        supersede(&mut self.status, today).map_err(IssueError::NotRenewable)
    }
}
