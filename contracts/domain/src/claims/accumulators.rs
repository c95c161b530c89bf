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

/// What a member has used up in a calendar year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Accumulators {
    /// Towards the deductible.
    pub deductible: Cents,
    /// Towards the out-of-pocket maximum: deductible, copays and coinsurance.
    pub out_of_pocket: Cents,
    /// Towards yearly limits, for the categories that have one.
    pub used: Vec<Usage>,
}

impl Accumulators {
    /// What was used of a category: units, and paid by the plan.
    pub fn used(&self, category: Category) -> (u32, Cents) {
        let found = self.used.iter().find(|usage| usage.category == category);
        found.map_or((0, Cents::ZERO), |usage| (usage.units, usage.paid))
    }

    /// Adds to what was used of a category. On an error nothing is added.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn record_use(&mut self, category: Category, units: u32, paid: Cents) -> Result<(), MoneyError> {
        if let Some(usage) = self.used.iter_mut().find(|usage| usage.category == category) {
            let units = usage.units.checked_add(units).ok_or(MoneyError::Overflow)?;
            *usage = Usage { category, units, paid: usage.paid.plus(paid)? };
        } else {
            self.used.push(Usage { category, units, paid });
        }
        Ok(())
    }
}
