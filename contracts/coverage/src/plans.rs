//! Plans, version by version, with their fee schedules.

use healink_access::{load, store};
use healink_domain::claims::{Fee, PayerId, Plan, PlanId, PlanRecord, PlanRef};
use healink_domain::credentials::KindSet;
use healink_domain::Account;
use healink_interfaces::MAX_REQUIREMENTS;
use ink::codegen::Env;
use ink::prelude::vec::Vec;

use crate::coverage::Coverage;
use crate::payers::next32;
use crate::storage::PlanHead;
use crate::{Error, PlanChanged, Result, MAX_FEES};

impl Coverage {
    /// Drafts the first version of a new plan, or the next version of a present one.
    pub(crate) fn add_draft(
        &mut self,
        payer: PayerId,
        present: Option<PlanId>,
        plan: Plan,
    ) -> Result<PlanRef> {
        plan.validate()?;
        ensure_askable(&plan)?;
        let (id, versions) = match present {
            None => (next32(self.numbers.plans)?, 0),
            Some(id) => {
                let head = load(&self.tables.plan_heads, id).filter(|head| head.payer == payer);
                (id, head.ok_or(Error::NoSuchPlan)?.versions)
            }
        };
        let version = versions.checked_add(1).ok_or(Error::NumbersExhausted)?;
        let reference = PlanRef { plan: id, version };
        store(&mut self.tables.plan_heads, id, PlanHead { payer, versions: version });
        self.put_plan(reference, PlanRecord { payer, published: false, fees: 0, plan });
        if present.is_none() {
            self.numbers.plans = id;
        }
        Ok(reference)
    }

    /// Adds entries to a draft's fee schedule, each in place of one for the same code.
    pub(crate) fn put_fees(&mut self, reference: PlanRef, caller: Account, fees: Vec<Fee>) -> Result<()> {
        if fees.len() > MAX_FEES {
            return Err(Error::TooManyFees);
        }
        let mut record = self.load_draft(reference, caller)?;
        for fee in fees {
            if store(&mut self.tables.fees, (reference, fee.code), fee) {
                record.fees = next32(record.fees)?;
            }
        }
        self.put_plan(reference, record);
        Ok(())
    }

    /// Publishes a draft.
    pub(crate) fn publish(&mut self, reference: PlanRef, caller: Account) -> Result<()> {
        let mut record = self.load_draft(reference, caller)?;
        if record.fees == 0 {
            return Err(Error::NoFees);
        }
        record.published = true;
        self.put_plan(reference, record);
        Ok(())
    }

    /// Stores a version of a plan and tells how it stands.
    #[inline(never)]
    fn put_plan(&mut self, plan: PlanRef, record: PlanRecord) {
        let PlanRecord { payer, published, fees, .. } = record;
        store(&mut self.tables.plans, plan, record);
        self.env().emit_event(PlanChanged { payer, plan, fees, published });
    }

    #[inline(never)]
    fn load_draft(&self, reference: PlanRef, caller: Account) -> Result<PlanRecord> {
        let record = self.load_plan(reference)?;
        self.ensure_admin(record.payer, caller)?;
        if record.published {
            return Err(Error::PlanPublished);
        }
        Ok(record)
    }
}

/// One question to the credential registry has to hold every kind that a claim under the plan can need, and the network.
fn ensure_askable(plan: &Plan) -> Result<()> {
    let kinds: KindSet = plan.benefits.iter().filter_map(|benefit| benefit.credential).collect();
    if kinds.iter().count().saturating_add(usize::from(plan.network.is_some())) > MAX_REQUIREMENTS {
        return Err(Error::TooManyKinds);
    }
    Ok(())
}
