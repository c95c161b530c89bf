use alloc::vec::Vec;
use scale::{Decode, Encode};

use super::{Claim, ClaimId, LineResult, Service};
use crate::{Account, CodeKey};

/// Services that count at one time for one policy and day.
pub const MAX_SERVICES: usize = 128;

/// What one claim holds of a service day.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Billed {
    /// The claim.
    pub claim: ClaimId,
    /// Who rendered the services.
    pub provider: Account,
    /// What, each once.
    pub codes: Vec<CodeKey>,
}

/// The services that count for one policy and service day: all lines of a pended claim, the lines of a decided one that were
/// not refused. At most [`MAX_SERVICES`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct ServiceDay {
    billed: Vec<Billed>,
}

/// The day holds [`MAX_SERVICES`] already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceDayFull;

impl ServiceDay {
    /// The services that count against `claim`: those of claims submitted before it. A service that a waiting claim holds is
    /// refused to every later one, so of two claims for the same service one at the most is paid, whatever the order in which
    /// they are decided.
    pub fn before(&self, claim: ClaimId) -> Vec<Service> {
        let earlier = self.billed.iter().filter(|billed| billed.claim < claim);
        earlier
            .flat_map(|billed| {
                billed.codes.iter().map(|code| Service { provider: billed.provider, code: *code })
            })
            .collect()
    }

    /// Puts down what a claim holds in place of what it held before. `results` are those of its lines, none while it waits.
    ///
    /// # Errors
    /// [`ServiceDayFull`]; the day is then as it was.
    pub fn record(
        &mut self,
        id: ClaimId,
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
        let others = self.billed.iter().filter(|billed| billed.claim != id).map(|billed| billed.codes.len());
        if others.chain([codes.len()]).fold(0, usize::saturating_add) > MAX_SERVICES {
            return Err(ServiceDayFull);
        }
        self.billed.retain(|billed| billed.claim != id);
        if !codes.is_empty() {
            self.billed.push(Billed { claim: id, provider: claim.provider, codes });
        }
        Ok(())
    }
}
