//! What a replay needs of the chain. What never changes is asked for once.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::stream::{self, StreamExt, TryStreamExt};
use healink_domain::{
    claims::{ClaimId, ClaimRecord, Fee, PayerAccount, PayerId, Plan, PlanRecord, PlanRef, Policy, PolicyId},
    credentials::{CredentialId, Refusal},
    Account, Cents, CodeKey,
};
use serde_json::json;

use super::{books, Books, Case, Changed, Difference};
use crate::{
    chain::{contract::refused, Chain},
    commands::consent::decision,
    deployment::Contracts,
    error::{Error, Kind, Result},
    interface::{Question, Terms, Whose},
    names,
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
        let claim = &case.record.claim;
        let question = Question {
            provider: claim.provider,
            jurisdiction: claim.jurisdiction,
            day: claim.service_day,
            codes: claim.lines.iter().map(|line| line.code).collect(),
            authorisation: claim.authorisation,
        };
        let arguments = (claim.policy, None::<Account>, vec![question]);
        let terms: Terms = match self.contracts.coverage.view(self.chain, "terms", arguments).await {
            Ok(terms) => terms,
            Err(error) if error.kind == Kind::Refused => {
                let changed =
                    Changed { what: "registries".into(), then: "answered".into(), now: error.message };
                return Ok(vec![changed]);
            }
            Err(error) => return Err(error),
        };
        let Some(facts) = terms.facts.first() else { return Ok(Vec::new()) };
        let evidence = &case.record.evidence;
        let credentials =
            evidence.credentials.iter().zip(&facts.credentials).map(|((kind, then), (_, now))| {
                (format!("credential {}", names::name(kind)), held(then), held(now))
            });
        let network = evidence.network.as_ref().zip(facts.network.as_ref());
        let network = network.map(|(then, now)| ("network".to_owned(), held(then), held(now)));
        let consent =
            ("consent".to_owned(), decision(&evidence.consent.decision), decision(&facts.consent.decision));
        let answers = credentials.chain(network).chain([consent]);
        let changed = answers.filter(|(_, then, now)| then != now);
        Ok(changed.map(|(what, then, now)| Changed { what, then, now }).collect())
    }

    /// Compares what all claims add up to with the books on the chain.
    ///
    /// # Errors
    /// When the node cannot be reached.
    pub async fn audit(&self, books: &Books) -> Result<Vec<Difference>> {
        let (chain, claims) = (self.chain, &self.contracts.claims);
        let mut found = Vec::new();
        let ask = books.members.iter().map(|(key, sum)| async move {
            let on_chain = claims.view(chain, "accumulators", (Whose::Policy(key.0), key.1)).await?;
            let what = format!("used up under policy {} in {}", key.0, key.1 .0);
            Ok::<_, Error>(books::accumulators(what, &on_chain, sum))
        });
        found.extend(stream::iter(ask).buffered(VIEWS).try_collect::<Vec<_>>().await?.into_iter().flatten());
        let ask = books.families.iter().map(|(key, sum)| async move {
            let on_chain = claims.view(chain, "accumulators", (Whose::Family(key.0, key.1), key.2)).await?;
            let what = format!("used up by family 0x{} in {}", hex::encode(key.1 .0), key.2 .0);
            Ok::<_, Error>(books::accumulators(what, &on_chain, sum))
        });
        found.extend(stream::iter(ask).buffered(VIEWS).try_collect::<Vec<_>>().await?.into_iter().flatten());
        let ask = books.authorisations.iter().map(|(id, sum)| async move {
            let on_chain = claims.view(chain, "units_used", (*id,)).await?;
            Ok::<_, Error>(books::authorised(*id, &on_chain, sum))
        });
        found.extend(stream::iter(ask).buffered(VIEWS).try_collect::<Vec<_>>().await?.into_iter().flatten());
        let owed = self.owed(books).await?;
        for (payer, balance) in &books.payers {
            let PayerAccount { escrow, .. } = claims.view(chain, "statement", (*payer,)).await?;
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

/// Neither plans nor policies are ever removed.
fn lost(what: &str) -> Error {
    Error::internal(format!("the {what} of a claim is not on record"))
}

fn held(answer: &std::result::Result<CredentialId, Refusal>) -> String {
    match answer {
        Ok(id) => format!("held, number {id}"),
        Err(refusal) => format!("not held: {}", names::name(refusal)),
    }
}
