//! What a replay needs of the chain. What never changes is asked for once.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::stream::{self, StreamExt, TryStreamExt};
use healink_domain::{
    claims::{ClaimId, ClaimRecord, Fee, PayerAccount, PayerId, Plan, PlanRecord, PlanRef, Policy, PolicyId},
    consent::Answer,
    credentials::{CredentialId, Kind as CredentialKind, Refusal, Requirement},
    Account, Cents, CodeKey,
};
use serde_json::json;

use super::{books, Books, Case, Changed, Difference};
use crate::{
    chain::{contract::refused, Chain},
    commands::consent::decision,
    deployment::Contracts,
    error::{Error, Kind, Result},
    interface::{Office, Whose},
    names,
    seed::payment_query,
};

/// Views asked for at once.
const VIEWS: usize = 16;

/// Claims looked at in one go.
pub const CHUNK: usize = 128;

/// Where cases come from.
pub struct Source<'a> {
    chain: &'a Chain,
    contracts: &'a Contracts,
    plans: BTreeMap<PlanRef, Plan>,
    policies: BTreeMap<PolicyId, Policy>,
    fees: BTreeMap<(PlanRef, CodeKey), Option<Fee>>,
}

impl<'a> Source<'a> {
    /// Of a deployment.
    pub fn new(chain: &'a Chain, contracts: &'a Contracts) -> Self {
        Self { chain, contracts, plans: BTreeMap::new(), policies: BTreeMap::new(), fees: BTreeMap::new() }
    }

    /// The number of the newest claim, 0 where there is none: claims are numbered without gaps.
    ///
    /// # Errors
    /// When the node cannot be reached.
    pub async fn newest(&self) -> Result<ClaimId> {
        let mut above: ClaimId = 1;
        while self.record(above).await?.is_some() {
            above = above.saturating_mul(2);
        }
        let mut there = above.checked_div(2).unwrap_or(0);
        while above.saturating_sub(there) > 1 {
            let middle = there.midpoint(above);
            match self.record(middle).await? {
                Some(_) => there = middle,
                None => above = middle,
            }
        }
        Ok(there)
    }

    async fn record(&self, id: ClaimId) -> Result<Option<ClaimRecord>> {
        self.contracts.claims.view(self.chain, "claim", (id,)).await
    }

    /// Claims with all that their decisions follow from.
    ///
    /// # Errors
    /// When one is not there, or the node cannot be reached.
    pub async fn cases(&mut self, ids: &[ClaimId]) -> Result<Vec<Case>> {
        let found = ids.iter().map(|id| self.record(*id));
        let found: Vec<Option<ClaimRecord>> = stream::iter(found).buffered(VIEWS).try_collect().await?;
        let mut records = Vec::new();
        for (id, record) in ids.iter().zip(found) {
            let missing = || refused("claims", "claim", &json!("NoSuchClaim"));
            records.push((*id, record.ok_or_else(missing)?));
        }
        self.learn(&records).await?;
        records.into_iter().map(|(id, record)| self.case(id, record)).collect()
    }

    /// Asks for the plans, policies and fees of these claims that are not known yet.
    async fn learn(&mut self, records: &[(ClaimId, ClaimRecord)]) -> Result<()> {
        let (chain, coverage) = (self.chain, &self.contracts.coverage);
        let records = || records.iter().map(|(_, record)| record);
        let plans: BTreeSet<PlanRef> = records().map(|record| record.plan).collect();
        let ask = plans.into_iter().filter(|plan| !self.plans.contains_key(plan)).map(|plan| async move {
            let found: Option<PlanRecord> = coverage.view(chain, "plan", (plan,)).await?;
            Ok::<_, Error>((plan, found.ok_or_else(|| lost("plan"))?.plan))
        });
        let plans: Vec<_> = stream::iter(ask).buffered(VIEWS).try_collect().await?;
        let policies: BTreeSet<PolicyId> = records().map(|record| record.claim.policy).collect();
        let ask = policies.into_iter().filter(|id| !self.policies.contains_key(id)).map(|id| async move {
            let found: Option<Policy> = coverage.view(chain, "policy", (id,)).await?;
            Ok::<_, Error>((id, found.ok_or_else(|| lost("policy"))?))
        });
        let policies: Vec<_> = stream::iter(ask).buffered(VIEWS).try_collect().await?;
        let codes: BTreeSet<(PlanRef, CodeKey)> = records()
            .flat_map(|record| record.claim.lines.iter().map(|line| (record.plan, line.code)))
            .collect();
        let ask = codes
            .into_iter()
            .filter(|key| !self.fees.contains_key(key))
            .map(|key| async move { Ok::<_, Error>((key, coverage.view(chain, "fee", key).await?)) });
        let fees: Vec<_> = stream::iter(ask).buffered(VIEWS).try_collect().await?;
        self.plans.extend(plans);
        self.policies.extend(policies);
        self.fees.extend(fees);
        Ok(())
    }

    fn case(&self, id: ClaimId, record: ClaimRecord) -> Result<Case> {
        let fee = |code| self.fees.get(&(record.plan, code)).copied().flatten();
        Ok(Case {
            id,
            plan: self.plans.get(&record.plan).cloned().ok_or_else(|| lost("plan"))?,
            policy: self.policies.get(&record.claim.policy).copied().ok_or_else(|| lost("policy"))?,
            fees: record.claim.lines.iter().map(|line| fee(line.code)).collect(),
            record,
        })
    }

    /// Asks the registries again, as of the day of service, for many claims at once.
    ///
    /// # Errors
    /// When the node cannot be reached. A registry that does not answer has changed.
    pub async fn changed(&self, cases: &[Case]) -> Result<Vec<Vec<Changed>>> {
        let ask = cases.iter().map(|case| self.asked_again(case));
        stream::iter(ask).buffered(VIEWS).try_collect().await
    }

    async fn asked_again(&self, case: &Case) -> Result<Vec<Changed>> {
        let evidence = &case.record.evidence;
        let (mut asked, mut then) = (Vec::new(), Vec::new());
        let requirements = requirements(case);
        for (kind, answer) in &evidence.credentials {
            asked.push(format!("credential {}", names::name(kind)));
            then.push(held(answer));
        }
        if let Some(answer) = &evidence.network {
            asked.push("network".into());
            then.push(held(answer));
        }
        let now: Vec<String> = match requirements.is_empty() {
            true => Vec::new(),
            false => self.held(case.record.claim.provider, requirements).await?,
        };
        let mut answers: Vec<(String, String, String)> =
            asked.into_iter().zip(then).zip(now).map(|((what, then), now)| (what, then, now)).collect();
        let consent = self.consent(case).await?;
        answers.push(("consent".into(), decision(&evidence.consent.decision), consent));
        let changed = answers.into_iter().filter(|(_, then, now)| then != now);
        Ok(changed.map(|(what, then, now)| Changed { what, then, now }).collect())
    }

    async fn held(&self, provider: Account, requirements: Vec<Requirement>) -> Result<Vec<String>> {
        let count = requirements.len();
        let registry = &self.contracts.credentials;
        let answers: Result<Vec<std::result::Result<CredentialId, Refusal>>> =
            registry.view(self.chain, "check_many", (provider, requirements)).await;
        match answers {
            Ok(answers) => Ok(answers.iter().map(held).collect()),
            Err(error) if error.kind == Kind::Refused => Ok(vec![error.message; count]),
            Err(error) => Err(error),
        }
    }

    async fn consent(&self, case: &Case) -> Result<String> {
        let payer = (case.record.payer, self.chain.viewer);
        let office: Option<Office> = self.contracts.coverage.view(self.chain, "office", payer).await?;
        let admin = office.ok_or_else(|| lost("payer"))?.payer.admin;
        let query = payment_query(admin, case.record.claim.service_day);
        let arguments = (case.policy.member, query);
        let answer: Result<Answer> = self.contracts.consent.view(self.chain, "decide", arguments).await;
        match answer {
            Ok(answer) => Ok(decision(&answer.decision)),
            Err(error) if error.kind == Kind::Refused => Ok(error.message),
            Err(error) => Err(error),
        }
    }

    /// Compares what all claims add up to with the books on the chain.
    ///
    /// # Errors
    /// When the node cannot be reached.
    pub async fn audit(&self, books: &Books) -> Result<Vec<Difference>> {
        let (chain, coverage) = (self.chain, &self.contracts.coverage);
        let mut found = Vec::new();
        let ask = books.members.iter().map(|(key, sum)| async move {
            let on_chain = coverage.view(chain, "accumulators", (Whose::Policy(key.0), key.1)).await?;
            let what = format!("used up under policy {} in {}", key.0, key.1 .0);
            Ok::<_, Error>(books::accumulators(what, &on_chain, sum))
        });
        found.extend(stream::iter(ask).buffered(VIEWS).try_collect::<Vec<_>>().await?.into_iter().flatten());
        let ask = books.families.iter().map(|(key, sum)| async move {
            let on_chain = coverage.view(chain, "accumulators", (Whose::Family(key.0, key.1), key.2)).await?;
            let what = format!("used up by family 0x{} in {}", hex::encode(key.1 .0), key.2 .0);
            Ok::<_, Error>(books::accumulators(what, &on_chain, sum))
        });
        found.extend(stream::iter(ask).buffered(VIEWS).try_collect::<Vec<_>>().await?.into_iter().flatten());
        let ask = books.authorisations.iter().map(|(id, sum)| async move {
            let on_chain = coverage.view(chain, "units_used", (*id,)).await?;
            Ok::<_, Error>(books::authorised(*id, &on_chain, sum))
        });
        found.extend(stream::iter(ask).buffered(VIEWS).try_collect::<Vec<_>>().await?.into_iter().flatten());
        let owed = self.owed(books).await?;
        for (payer, balance) in &books.payers {
            let PayerAccount { escrow, .. } =
                self.contracts.claims.view(chain, "statement", (*payer,)).await?;
            let owed = owed.get(payer).copied().unwrap_or_default();
            found.extend(books::escrow(*payer, &escrow, owed, balance));
        }
        Ok(found)
    }

    /// What the providers of each payer owe it together.
    async fn owed(&self, books: &Books) -> Result<BTreeMap<PayerId, Cents>> {
        let (chain, claims) = (self.chain, &self.contracts.claims);
        let ask = books.providers.keys().map(|(payer, provider)| async move {
            let owed: Cents = claims.view(chain, "owed", (*payer, *provider)).await?;
            Ok::<_, Error>((*payer, owed))
        });
        let found: Vec<(PayerId, Cents)> = stream::iter(ask).buffered(VIEWS).try_collect().await?;
        let mut sums: BTreeMap<PayerId, Cents> = BTreeMap::new();
        for (payer, owed) in found {
            let sum = sums.entry(payer).or_default();
            *sum = sum.plus(owed).map_err(|_| Error::internal("what is owed does not fit"))?;
        }
        Ok(sums)
    }
}

/// What the provider had to hold on the service day, in the order of the evidence.
fn requirements(case: &Case) -> Vec<Requirement> {
    let claim = &case.record.claim;
    let anywhere = Requirement {
        kind: CredentialKind::NetworkParticipation,
        board: case.plan.network,
        taxonomy: None,
        jurisdiction: None,
        day: claim.service_day,
        known_on: None,
        verified_within: None,
    };
    let of_service = |(kind, _): &(CredentialKind, _)| Requirement {
        kind: *kind,
        board: None,
        jurisdiction: Some(claim.jurisdiction),
        ..anywhere
    };
    let evidence = &case.record.evidence;
    let network = evidence.network.as_ref().map(|_| anywhere);
    evidence.credentials.iter().map(of_service).chain(network).collect()
}

/// Neither plans nor policies are ever removed.
fn lost(what: &str) -> Error {
    Error::internal(format!("the {what} of a claim is not on record"))
}

fn held(answer: &std::result::Result<CredentialId, Refusal>) -> String {
    match answer {
        Ok(id) => format!("held, number {id}"),
        Err(refusal) => format!("not held: {}", names::variant(refusal)),
    }
}
