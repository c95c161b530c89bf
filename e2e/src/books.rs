//! What the books of claims have to agree with: each other, the claims that stand, and the tokens.

use std::collections::BTreeMap;

use ::coverage::Whose;
use claims::List;
use healink_domain::{
    claims::{Accumulators, ClaimId, ClaimRecord, Escrow, PayerId, Status, UnitsUsed},
    Account, Cents,
};

use crate::{
    fixtures::FIRST,
    messages::{claims as messages, coverage},
    Contract, Suite,
};

/// A claim that counts, with what it adds to the books.
fn stands(record: &ClaimRecord) -> bool {
    matches!(record.status, Status::Adjudicated { .. } | Status::Settled { .. })
}

impl Suite {
    /// The payer's escrow.
    pub fn escrow(&mut self) -> Escrow {
        self.ask(&messages::statement(FIRST)).escrow
    }

    /// A claim on record.
    ///
    /// # Panics
    /// When there is none.
    pub fn record(&mut self, claim: ClaimId) -> ClaimRecord {
        self.ask(&messages::claim(claim)).expect("the claim is on record")
    }

    /// Every claim of a payer, page by page.
    pub fn records(&mut self, payer: PayerId) -> Vec<ClaimRecord> {
        let (mut records, mut from) = (Vec::new(), Some(0));
        while let Some(place) = from {
            let page = self.ask(&messages::claims(List::Payer(payer), place, 50));
            from = page.next;
            for summary in page.items {
                let record = self.record(summary.id);
                assert_eq!(record.summary(summary.id), summary, "a list says what the record says");
                records.push(record);
            }
        }
        records
    }

    /// Asserts what has to hold at any time: the tokens held are free and committed escrow; what is committed is what the unpaid
    /// standing decisions pay; what was paid and is not owed is what the settled ones were paid; accumulators and units of prior
    /// authorisations are the sums of what the standing decisions add.
    ///
    /// # Panics
    /// When it does not.
    pub fn assert_reconciled(&mut self) {
        let records = self.records(FIRST);
        self.assert_escrow(&records);
        self.assert_accumulators(&records);
        self.assert_units(&records);
    }

    fn assert_escrow(&mut self, records: &[ClaimRecord]) {
        let escrow = self.escrow();
        let held = self.tokens(self.at.of(Contract::Settlement));
        assert_eq!(held, u128::from(escrow.free.0 + escrow.committed.0), "tokens held = free + committed");

        let (mut committed, mut settled) = (Cents::ZERO, Cents::ZERO);
        let mut owed: BTreeMap<Account, Cents> = BTreeMap::new();
        for record in records {
            owed.entry(record.claim.provider).or_default();
            match record.status {
                Status::Adjudicated { payable, .. } => committed = committed.plus(payable).unwrap(),
                Status::Settled { paid, .. } => settled = settled.plus(paid).unwrap(),
                _ => {}
            }
        }
        assert_eq!(escrow.committed, committed, "committed = payable of unpaid standing decisions");
        assert_eq!(escrow.paid.minus(escrow.owed), Ok(settled), "paid − owed = paid of settled decisions");
        for (provider, owed) in &mut owed {
            *owed = self.ask(&messages::owed(FIRST, *provider));
        }
        assert_eq!(Cents::sum(owed.into_values()), Ok(escrow.owed), "owed by all = owed by each");
    }

    fn assert_accumulators(&mut self, records: &[ClaimRecord]) {
        let mut sums: BTreeMap<_, (Whose, Accumulators)> = BTreeMap::new();
        for record in records {
            let (policy, year) = (record.claim.policy, record.claim.service_day.year());
            let family = record.family.map(|family| Whose::Family(record.payer, family));
            for whose in family.into_iter().chain([Whose::Policy(policy)]) {
                let key = (format!("{whose:?}"), year);
                let (_, sum) = sums.entry(key).or_insert((whose, Accumulators::default()));
                if stands(record) {
                    *sum = sum.clone().plus(&record.contribution).unwrap();
                }
            }
        }
        for ((_, year), (whose, sum)) in sums {
            let counted = self.ask(&coverage::accumulators(whose, year));
            assert_eq!(counted, sum, "accumulators of {whose:?} are those of the standing decisions");
        }
    }

    fn assert_units(&mut self, records: &[ClaimRecord]) {
        let mut sums: BTreeMap<u64, UnitsUsed> = BTreeMap::new();
        for record in records {
            let Some(id) = record.claim.authorisation else { continue };
            let sum = sums.entry(id).or_default();
            if stands(record) {
                *sum = sum.clone().plus(&record.authorised).unwrap();
            }
        }
        for (id, sum) in sums {
            let used = self.ask(&coverage::units_used(id));
            let same = (0..healink_domain::claims::MAX_ITEMS).all(|item| used.of(item) == sum.of(item));
            assert!(same, "units of authorisation {id}: {used:?} instead of {sum:?}");
        }
    }
}
