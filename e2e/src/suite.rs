use healink_domain::{
    claims::{Claim, ClaimId, ClaimSummary, Remittance},
    Account, Day, Moment,
};
use scale::Decode;

use crate::{
    deployment::{constructor, Addresses},
    fixtures::{preparation, FIRST},
    messages::{claims, settlement, stablecoin},
    Chain, Contract, Message, Person, Reply,
};

/// The day on which tests in process begin: 2026-09-01.
pub const TODAY: Day = Day(20_697);

/// Milliseconds of a day.
const DAY: u64 = 86_400_000;

/// The whole suite, deployed in process.
pub struct Suite {
    /// The chain.
    pub chain: Chain,
    /// Where the contracts are.
    pub at: Addresses,
}

impl Suite {
    /// All contracts, empty.
    pub fn deployed() -> Self {
        Self::deployed_beside(|_| Addresses::default())
    }

    /// All contracts, empty, but for those that `others` deploys in their place.
    pub fn deployed_beside(others: impl FnOnce(&mut Chain) -> Addresses) -> Self {
        let mut chain = Chain::new(&Person::ALL.map(Person::account), noon(TODAY));
        let mut at = others(&mut chain);
        for contract in Contract::ALL.into_iter().filter(|contract| !at.has(*contract)).collect::<Vec<_>>() {
            let payload = constructor(contract, &at);
            let wasm = contract.artifact().wasm.clone();
            let address = chain.deploy(Person::Owner.account(), wasm, payload, Vec::new());
            at = at.with(contract, address);
        }
        Self { chain, at }
    }

    /// All contracts, ready for the first claim (see [`preparation`]).
    pub fn ready() -> Self {
        let mut suite = Self::deployed();
        suite.prepare_without(|_| false);
        suite
    }

    /// Sends what it takes to be ready for the first claim, but for these messages.
    pub fn prepare_without(&mut self, left_out: impl Fn(&Message<()>) -> bool) {
        let mut messages = preparation(&self.at, TODAY);
        messages.retain(|(_, message)| !left_out(message));
        self.all_done(messages);
    }

    /// Sends messages that have to succeed, one after the other.
    ///
    /// # Panics
    /// When one does not.
    pub fn all_done(&mut self, messages: Vec<(Person, Message<()>)>) {
        for (person, message) in messages {
            let reply = self.call(person, &message);
            assert!(reply.succeeded(), "{} by {person:?}: {reply:?}", message.label);
        }
    }

    /// Sends a message; what it changes stays.
    pub fn call<R>(&mut self, by: Person, message: &Message<R>) -> Reply {
        self.chain.call(by.account(), self.at.of(message.contract), message.payload())
    }

    /// Sends a message and returns what it returned.
    ///
    /// # Panics
    /// When it trapped.
    pub fn send<R: Decode>(&mut self, by: Person, message: &Message<R>) -> R {
        self.call(by, message).value()
    }

    /// Sends a message that has to succeed.
    ///
    /// # Panics
    /// When it does not.
    pub fn done<T: Decode, E: Decode + std::fmt::Debug>(
        &mut self,
        by: Person,
        message: &Message<Result<T, E>>,
    ) -> T {
        let label = message.label;
        self.send(by, message).unwrap_or_else(|e| panic!("{label} by {by:?}: {e:?}"))
    }

    /// Sends a message that has to be refused, and to change nothing at all.
    ///
    /// # Panics
    /// When it is not, or changes something.
    pub fn refused<T: Decode + std::fmt::Debug, E: Decode>(
        &mut self,
        by: Person,
        message: &Message<Result<T, E>>,
    ) -> E {
        let before = self.chain.state();
        let reply = self.call(by, message);
        assert_eq!(self.chain.state(), before, "{} was refused and changed something", message.label);
        assert!(!reply.succeeded(), "{} by {by:?} was not refused", message.label);
        match reply.value::<Result<T, E>>() {
            Ok(value) => panic!("{} reverted with {value:?}", message.label),
            Err(error) => error,
        }
    }

    /// Asks for a view.
    ///
    /// # Panics
    /// When it trapped.
    pub fn ask<R: Decode>(&mut self, view: &Message<R>) -> R {
        self.chain.dry_run(Person::Stranger.account(), self.at.of(view.contract), view.payload()).value()
    }

    /// Submits a claim of the provider, which has to be taken.
    ///
    /// # Panics
    /// When it is not.
    pub fn submit(&mut self, claim: Claim) -> ClaimSummary {
        self.done(Person::Provider, &claims::submit(FIRST, claim, None))
    }

    /// Has the payer pay the provider for these claims, which has to work.
    ///
    /// # Panics
    /// When it does not.
    pub fn remit(&mut self, claims: &[ClaimId]) -> Remittance {
        let remit = settlement::remit(FIRST, Person::Provider.account(), claims.to_vec());
        self.done(Person::Stranger, &remit)
    }

    /// Tokens of an account, in cents.
    pub fn tokens(&mut self, account: Account) -> u128 {
        self.ask(&stablecoin::balance_of(account))
    }

    /// Sets the clock to noon of a day.
    pub fn on(&mut self, day: Day) {
        self.chain.set_now(noon(day));
    }

    /// Moves the clock on by a second: later, and the same day.
    pub fn later(&mut self) {
        let now = self.chain.now();
        self.chain.set_now(Moment(now.0 + 1_000));
    }
}

fn noon(day: Day) -> Moment {
    Moment(u64::from(day.0) * DAY + DAY / 2)
}
