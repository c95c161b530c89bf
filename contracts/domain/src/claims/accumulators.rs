use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::Category;
use crate::{Cents, MoneyError};

/// What was used of one category in a calendar year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Usage {
    /// The category.
    pub category: Category,
    /// Units of service.
    pub units: u32,
    /// Paid by the plan.
    pub paid: Cents,
}

/// What is used up in a calendar year, by a member or a family; and what one decision adds to it. The accumulators are always
/// the sum of what the standing decisions add: a decision that is reversed leaves no trace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Accumulators {
    /// Towards the deductible.
    pub deductible: Cents,
    /// Towards the out-of-pocket maximum: deductible, copays and coinsurance that the member bears after coordination.
    pub out_of_pocket: Cents,
    /// Towards yearly limits, for the categories that have one: in the categories' order, none of nothing.
    pub used: Vec<Usage>,
}

impl Accumulators {
    /// What was used of a category: units, and paid by the plan.
    pub fn used(&self, category: Category) -> (u32, Cents) {
        for usage in &self.used {
            if usage.category == category {
                return (usage.units, usage.paid);
            }
        }
        (0, Cents::ZERO)
    }

    /// Whether nothing is used up.
    pub fn is_empty(&self) -> bool {
        self.deductible.is_zero() && self.out_of_pocket.is_zero() && self.used.is_empty()
    }

    /// Adds to what was used of a category. On an error nothing is added.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn record_use(&mut self, category: Category, units: u32, paid: Cents) -> Result<(), MoneyError> {
        let (used, spent) = self.used(category);
        let units = used.checked_add(units).ok_or(MoneyError::Overflow)?;
        self.put(Usage { category, units, paid: spent.plus(paid)? });
        Ok(())
    }

    /// With what a decision adds.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn plus(&self, decision: &Self) -> Result<Self, MoneyError> {
        let mut sum = self.clone();
        sum.deductible = sum.deductible.plus(decision.deductible)?;
        sum.out_of_pocket = sum.out_of_pocket.plus(decision.out_of_pocket)?;
        for usage in &decision.used {
            sum.record_use(usage.category, usage.units, usage.paid)?;
        }
        Ok(sum)
    }

    /// Without what a decision added that no longer stands.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] when it is not part of this.
    pub fn minus(&self, decision: &Self) -> Result<Self, MoneyError> {
        let mut rest = self.clone();
        rest.deductible = rest.deductible.minus(decision.deductible)?;
        rest.out_of_pocket = rest.out_of_pocket.minus(decision.out_of_pocket)?;
        for usage in &decision.used {
            let (units, paid) = rest.used(usage.category);
            let units = units.checked_sub(usage.units).ok_or(MoneyError::Overflow)?;
            rest.put(Usage { category: usage.category, units, paid: paid.minus(usage.paid)? });
        }
        Ok(rest)
    }

    /// Puts down what is used of a category, in its place.
    fn put(&mut self, usage: Usage) {
        let place = self.used.iter().take_while(|present| present.category < usage.category).count();
        let something = usage.units > 0 || !usage.paid.is_zero();
        match self.used.get_mut(place) {
            Some(present) if present.category == usage.category => {
                if something {
                    *present = usage;
                } else {
                    self.used.remove(place);
                }
            }
            _ => {
                if something {
                    self.used.insert(place, usage);
                }
            }
        }
    }
}
