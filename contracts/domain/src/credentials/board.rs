use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::{apply, AsOf, Kind, KindSet, Reason, Standing, Status, StatusCommand, StatusError};
use crate::{Account, Day, Digest, History, Jurisdiction, Period};

/// Jurisdictions that one scope can name.
pub const MAX_JURISDICTIONS: usize = 64;

/// Number of a board or an accrediting body, counted from 1.
pub type BoardId = u32;

/// What a board may attest: these kinds, in these jurisdictions.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Scope {
    /// Kinds of credentials.
    pub kinds: KindSet,
    /// Jurisdictions, at most [`MAX_JURISDICTIONS`]; a country covers its subdivisions.
    pub jurisdictions: Vec<Jurisdiction>,
}

impl Scope {
    /// Whether a credential of this kind and place lies within the scope.
    pub fn covers(&self, kind: Kind, jurisdiction: Jurisdiction) -> bool {
        self.kinds.contains(kind) && self.jurisdictions.iter().any(|place| place.covers(jurisdiction))
    }

    /// Whether everything in another scope lies within this one.
    pub fn contains(&self, other: &Self) -> bool {
        let within = |wanted: &Jurisdiction| self.jurisdictions.iter().any(|place| place.covers(*wanted));
        other.kinds.difference(self.kinds).is_empty() && other.jurisdictions.iter().all(within)
    }
}

/// What an accreditation entitles to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Role {
    /// A credentialing board: it issues credentials.
    Board,
    /// An accrediting body: it accredits boards.
    Body,
}

/// What is to be accredited.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Application {
    /// The account of its head, who names its officers.
    pub head: Account,
    /// What it is to be.
    pub role: Role,
    /// For what, and where.
    pub scope: Scope,
    /// When the accreditation runs.
    pub period: Period,
    /// Salted hash of the accreditation document.
    pub document: Digest,
}

/// Who took over, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Succession {
    /// The successor.
    pub to: BoardId,
    /// First day of it.
    pub on: Day,
}

/// What rests on an accreditation asks of it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Accreditation {
    /// By which body; `None`: by governance.
    pub by: Option<BoardId>,
    /// Day on which it was given.
    pub on: Day,
    /// For what, and where.
    pub scope: Scope,
    /// When it runs.
    pub period: Period,
    /// Its standing over time.
    pub status: History<Standing>,
    /// Who took over.
    pub successor: Option<Succession>,
}

/// A credentialing board or an accrediting body.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Board {
    /// Its accreditation.
    pub accreditation: Accreditation,
    /// What it is.
    pub role: Role,
    /// The account of its head, who names its officers.
    pub head: Account,
    /// Salted hash of the accreditation document.
    pub document: Digest,
    /// Whether final changes to its credentials need two officers.
    pub two_person: bool,
}

/// Why a board cannot be accredited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum AccreditError {
    /// The scope names no kind, or bits that stand for none.
    NoKinds,
    /// The scope names no jurisdiction.
    NoJurisdictions,
    /// The scope names more than [`MAX_JURISDICTIONS`].
    TooManyJurisdictions,
    /// A jurisdiction is not of the form `US` or `US-CA`.
    BadJurisdiction,
    /// The period ends before it begins.
    EmptyPeriod,
    /// Only governance accredits bodies, and only bodies accredit boards.
    TooDeep,
    /// The accrediting body's own accreditation is not in force today.
    BodyNotInForce,
    /// The scope goes beyond the accrediting body's.
    BeyondScope,
}

/// Accredits a board, or a body, by governance or by the `body`.
///
/// # Errors
/// One [`AccreditError`] for each rule, in the order of its variants.
pub fn accredit(
    application: Application,
    body: Option<(BoardId, &Board)>,
    today: Day,
) -> Result<Board, AccreditError> {
    let scope = &application.scope;
    if scope.kinds.is_empty() || !scope.kinds.is_valid() {
        return Err(AccreditError::NoKinds);
    }
    if scope.jurisdictions.is_empty() {
        return Err(AccreditError::NoJurisdictions);
    }
    if scope.jurisdictions.len() > MAX_JURISDICTIONS {
        return Err(AccreditError::TooManyJurisdictions);
    }
    if scope.jurisdictions.iter().any(|place| place.checked().is_err()) {
        return Err(AccreditError::BadJurisdiction);
    }
    if application.period.is_empty() {
        return Err(AccreditError::EmptyPeriod);
    }
    if let Some((_, body)) = body {
        if body.role != Role::Body || application.role != Role::Board {
            return Err(AccreditError::TooDeep);
        }
        if !body.accreditation.stands(AsOf::now(today)) {
            return Err(AccreditError::BodyNotInForce);
        }
        if !body.accreditation.scope.contains(scope) {
            return Err(AccreditError::BeyondScope);
        }
    }
    let Application { head, role, scope, period, document } = application;
    let (by, status) = (body.map(|(id, _)| id), History::new(Standing::GRANTED));
    let accreditation = Accreditation { by, on: today, scope, period, status, successor: None };
    Ok(Board { accreditation, role, head, document, two_person: false })
}

/// What the accreditor can order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum Order {
    /// Changes the standing, and with it that of all that rests on the board.
    Stand(StatusCommand, Reason),
    /// Names the board that takes over: it renews, suspends and revokes from now on what this one issued.
    Succeed(BoardId),
    /// Prolongs an accreditation that still runs; this is its new end.
    Extend(Day),
    /// Puts another account at the head.
    Head(Account),
    /// Lets final changes be made by one officer again.
    OnePerson,
}

/// Why an order is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub enum OrderError {
    /// The standing does not change that way.
    Status(StatusError),
    /// It has a successor already.
    Succeeded,
    /// The successor is itself, not active, of another role, or was succeeded itself.
    BadSuccessor,
    /// The accreditation is over, has no end, or would not last longer.
    NotLonger,
}

impl Accreditation {
    /// Whether the accreditation is active and runs, whatever it is for and whoever gave it.
    pub fn stands(&self, when: AsOf) -> bool {
        self.on <= when.known()
            && self.status.at(when.seen()).0.status == Status::Active
            && self.period.contains(when.day)
    }

    /// Whether the accreditation is in force for this kind and place, whoever gave it.
    pub fn holds(&self, kind: Kind, jurisdiction: Jurisdiction, when: AsOf) -> bool {
        self.stands(when) && self.scope.covers(kind, jurisdiction)
    }
}

impl Board {
    /// Does what the accreditor orders about the board, whose number is `id`, from `today` on. `find` finds the board that takes
    /// over. On an error nothing is changed.
    ///
    /// # Errors
    /// One [`OrderError`] for each rule, in the order of its variants.
    pub fn obey(
        &mut self,
        id: BoardId,
        order: Order,
        find: impl FnOnce(BoardId) -> Option<Self>,
        today: Day,
    ) -> Result<(), OrderError> {
        let accreditation = &mut self.accreditation;
        match order {
            Order::Stand(command, reason) => {
                apply(&mut accreditation.status, command, reason, today).map_err(OrderError::Status)?;
            }
            Order::Succeed(_) if accreditation.successor.is_some() => return Err(OrderError::Succeeded),
            Order::Succeed(to) => {
                let heir = find(to).ok_or(OrderError::BadSuccessor)?;
                // The last of its line, so that no line runs in a circle.
                let last = to != id && heir.accreditation.successor.is_none();
                let active = heir.accreditation.status.latest().status == Status::Active;
                if !last || !active || heir.role != self.role {
                    return Err(OrderError::BadSuccessor);
                }
                accreditation.successor = Some(Succession { to, on: today });
            }
            Order::Extend(end) => {
                let period = &mut accreditation.period;
                let runs = period.until.is_some_and(|until| today < until && until < end);
                period.until = if runs { Some(end) } else { return Err(OrderError::NotLonger) };
            }
            Order::Head(account) => self.head = account,
            Order::OnePerson => self.two_person = false,
        }
        Ok(())
    }
}
