use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::{Claim, ClaimId, LineResult};
use crate::CodeKey;

/// Services that count at one time for one policy, day and provider.
pub const MAX_SERVICES: usize = 128;

/// What one claim holds of a service day.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Billed {
    /// The claim.
    pub claim: ClaimId,
    /// The first claim that it replaces or corrects; itself where it does neither.
    pub first: ClaimId,
    /// It is not decided yet.
    pub waits: bool,
    /// What, each once.
    pub codes: Vec<CodeKey>,
}

/// The services that count for one policy, service day and provider: all lines of a pended claim, the lines of a decided one
/// that were not refused, none of one that was reversed. At most [`MAX_SERVICES`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct ServiceDay {
    billed: Vec<Billed>,
}

/// The day holds [`MAX_SERVICES`] already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceDayFull;

impl ServiceDay {
    /// The services that count against `claim`, which takes the place of `first` (itself where it takes none): those of
    /// decided claims, and of waiting ones whose first claim was submitted before. So of two claims for the same service one at
    /// the most is paid, whatever the order in which they are decided, and a corrected claim keeps the place of its first.
    pub fn before(&self, claim: ClaimId, first: ClaimId) -> Vec<CodeKey> {
        let mut services = Vec::new();
        for billed in &self.billed {
            if billed.claim != claim && (!billed.waits || billed.first < first) {
                services.extend_from_slice(&billed.codes);
            }
        }
        services
    }

    /// Puts down what a claim, in the place of `first`, holds in place of what it held before. `results` are those of its
    /// lines, none while it waits.
    ///
    /// # Errors
    /// [`ServiceDayFull`]; the day is then as it was.
    pub fn record(
        &mut self,
        id: ClaimId,
        first: ClaimId,
        claim: &Claim,
        results: &[LineResult],
    ) -> Result<(), ServiceDayFull> {
        let mut codes = Vec::new();
        for (index, line) in claim.lines.iter().enumerate() {
            let refused = results.get(index).is_some_and(|result| result.refused_by.is_some());
            if !refused && !codes.contains(&line.code) {
                codes.push(line.code);
            }
        }
        let mut count = codes.len();
        for billed in &self.billed {
            if billed.claim != id {
                count = count.saturating_add(billed.codes.len());
            }
        }
        if count > MAX_SERVICES {
            return Err(ServiceDayFull);
        }
        self.release(id);
        if !codes.is_empty() {
            self.billed.push(Billed { claim: id, first, waits: results.is_empty(), codes });
        }
        Ok(())
    }

    /// Forgets a claim that is void, replaced or overturned.
    pub fn release(&mut self, id: ClaimId) {
        self.billed.retain(|billed| billed.claim != id);
    }
}
