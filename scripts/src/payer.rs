//! What a payer does in several steps: publishing a plan, filling the escrow. Each step that is done already is left out, so
//! that everything here can be run again after an interruption.

use healink_domain::{
    claims::{PayerId, PlanRecord, PlanRef},
    Cents,
};

use crate::{
    chain::{
        session::{Receipt, Session},
        Chain,
    },
    deployment::Contracts,
    error::{Error, Result, ResultExt},
    fhir::Keyring,
    plan_file::PlanFile,
};

/// Fees that one message takes: the contract's `MAX_FEES`.
const FEES_AT_ONCE: usize = 50;

/// Publishes a plan with its fee schedule and returns its number. A plan of the payer with the same terms that is published
/// already, or was left a draft, is taken up.
///
/// # Errors
/// When the contract refuses.
pub async fn publish(
    session: &Session<'_>,
    contracts: &Contracts,
    payer: PayerId,
    file: &PlanFile,
    keyring: &Keyring,
) -> Result<PlanRef> {
    let (chain, coverage) = (session.chain(), &contracts.coverage);
    let fees = file.schedule(keyring);
    let count = u32::try_from(fees.len()).or_usage("the fee schedule is too long")?;
    let (plan, record) = match find_plan(chain, contracts, payer, file).await? {
        Some(found) => found,
        None => {
            let receipt = session.call(coverage, "draft_plan", (payer, None::<u32>, &file.plan)).await?;
            let plan: Option<PlanNumber> = contracts.field(chain, &receipt, "PlanChanged", "plan")?;
            let plan = plan.ok_or_else(|| nothing_sent("the further steps of publishing a plan"))?;
            let plan = PlanRef { plan: plan.plan, version: plan.version };
            (plan, PlanRecord { payer, published: false, fees: 0, plan: file.plan.clone() })
        }
    };
    if record.published {
        return Ok(plan);
    }
    if record.fees < count {
        for some in fees.chunks(FEES_AT_ONCE) {
            session.call(coverage, "add_fees", (plan, some.to_vec())).await?;
        }
    }
    session.call(coverage, "publish_plan", (plan,)).await?;
    Ok(plan)
}

#[derive(serde::Deserialize)]
struct PlanNumber {
    plan: u32,
    version: u16,
}

/// The payer's plan with these terms and as many fees (or, of a draft, not more).
async fn find_plan(
    chain: &Chain,
    contracts: &Contracts,
    payer: PayerId,
    file: &PlanFile,
) -> Result<Option<(PlanRef, PlanRecord)>> {
    let count = u32::try_from(file.fees.len()).unwrap_or(u32::MAX);
    for plan in 1u32.. {
        let plan = PlanRef { plan, version: 1 };
        let record: Option<PlanRecord> = contracts.coverage.view(chain, "plan", (plan,)).await?;
        let Some(record) = record else { break };
        let fits = if record.published { record.fees == count } else { record.fees <= count };
        if record.payer == payer && record.plan == file.plan && fits {
            return Ok(Some((plan, record)));
        }
    }
    Ok(None)
}

/// Puts tokens of the session's account into a payer's escrow: allows it at the token, then deposits.
///
/// # Errors
/// When the token or the contract refuses.
pub async fn deposit(
    session: &Session<'_>,
    contracts: &Contracts,
    payer: PayerId,
    amount: Cents,
) -> Result<Receipt> {
    let (chain, token, settlement) = (session.chain(), &contracts.stablecoin, &contracts.settlement);
    let (me, units) = (session.account(), u128::from(amount.0));
    let allowed: u128 = token.view(chain, "allowance", (me, settlement.address)).await?;
    if allowed < units {
        let receipt = session.call(token, "approve", (settlement.address, units)).await?;
        if session.is_dry_run() {
            return Ok(receipt);
        }
    }
    session.call(settlement, "deposit", (payer, amount)).await
}

fn nothing_sent(what: &str) -> Error {
    Error::usage(format!("{what} depend on the first and cannot be tried without it"))
        .hint("leave --dry-run out, or try the plan with `healink simulate`")
}
