//! What the payer keeps beside the chain: which account and policy belong to which member, which account to which provider,
//! which number to which prior authorisation. It holds identifiers in clear, so it never leaves the payer.

use std::{collections::BTreeMap, path::PathBuf};

use healink_domain::{
    claims::{AuthorisationId, Claim, PayerId, PlanRef, PolicyId},
    Account,
};
use serde::{Deserialize, Serialize};

use crate::{
    chain::{account, Chain},
    deployment::Record,
    error::{Error, Result},
    fhir::{Keyring, SourceClaim},
    keys, paths,
};

/// Environment variable that holds the payer's secret.
pub const SECRET_VARIABLE: &str = "HEALINK_PAYER_SECRET";

/// The payer's own records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {
    /// The payer's number.
    pub payer: Option<PayerId>,
    /// The plan under which members are enrolled, and its version.
    pub plan: Option<(u32, u16)>,
    /// Members by their key in the claim files.
    pub members: BTreeMap<String, Member>,
    /// Accounts of providers (SS58) by their key in the claim files.
    pub providers: BTreeMap<String, String>,
    /// Numbers of prior authorisations on the chain by the payer's own.
    pub authorisations: BTreeMap<String, AuthorisationId>,
}

/// A member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The account, SS58.
    pub account: String,
    /// The policy.
    pub policy: PolicyId,
}

impl Directory {
    /// Policies and payers have their numbers from one claims contract: each has a directory of its own.
    fn path(chain: &Chain) -> Result<PathBuf> {
        let record = Record::read(chain)?;
        let claims = record.contracts.get("claims").ok_or_else(|| {
            Error::not_ready("the contract claims is not deployed").hint("deploy with `healink deploy`")
        })?;
        let name = format!("{}.{}.directory.json", chain.genesis_hex(), claims.address);
        Ok(paths::project()?.join("deployments").join(name))
    }

    /// The directory for the claims contract of this chain; an empty one when there is none.
    ///
    /// # Errors
    /// When it cannot be read, or the contract is not deployed.
    pub fn read(chain: &Chain) -> Result<Self> {
        Ok(paths::read_json(&Self::path(chain)?)?.unwrap_or_default())
    }

    /// Writes it, whole or not at all.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, chain: &Chain) -> Result<()> {
        paths::write_json(&Self::path(chain)?, self)
    }

    /// The payer's number.
    ///
    /// # Errors
    /// When none is known here.
    pub fn payer(&self) -> Result<PayerId> {
        self.payer.ok_or_else(|| Error::not_ready("no payer is known here").hint(PREPARE))
    }

    /// The version of the plan under which members are enrolled.
    ///
    /// # Errors
    /// When none is known here.
    pub fn plan(&self) -> Result<PlanRef> {
        let (plan, version) =
            self.plan.ok_or_else(|| Error::not_ready("no plan is known here").hint(PREPARE))?;
        Ok(PlanRef { plan, version })
    }

    /// The account of a provider.
    pub fn provider(&self, key: &str) -> Option<Account> {
        account::parse(self.providers.get(key)?).ok()
    }

    /// A claim as the contract takes it.
    ///
    /// # Errors
    /// When the member or the provider is not in the directory.
    pub fn to_domain(&self, source: &SourceClaim, keyring: &Keyring) -> Result<Claim> {
        let member = self.members.get(&source.member).ok_or_else(|| {
            Error::usage(format!("the member {} is not enrolled", source.member)).hint(PREPARE)
        })?;
        let provider = self.provider(&source.provider).ok_or_else(|| {
            Error::usage(format!("the provider {} has no account here", source.provider)).hint(PREPARE)
        })?;
        let number = source.authorisation.as_ref().and_then(|number| self.authorisations.get(number));
        Ok(source.to_domain(keyring, member.policy, provider, number.copied()))
    }
}

const PREPARE: &str =
    "on a development chain `healink seed --fhir FILE|FOLDER` prepares everything; elsewhere use `healink claims register`, `plan`, `enrol` and `provider`";

/// The payer's secret: from [`SECRET_VARIABLE`]; on a development chain a well-known one stands in.
///
/// # Errors
/// When there is none.
pub fn keyring(chain: &Chain) -> Result<Keyring> {
    let why_keep = "codes and documents stand on the chain under it";
    keys::secret(SECRET_VARIABLE, "the payer's", why_keep, chain.is_development).map(Keyring::new)
}
