//! Lists of claims and single claims.

use healink_domain::{
    claims::{ClaimId, ClaimRecord, ClaimSummary, PolicyId, Status},
    Account,
};
use serde_json::json;

use super::{manage::Payer, Desk};
use crate::{
    chain::{account, contract::refused},
    commands::{arg, credentials::object},
    error::Result,
    names,
    output::{self, facts},
    remittance, text,
};

#[derive(Debug, clap::Args)]
pub(super) struct List {
    #[command(flatten)]
    payer: Payer,
    /// Those of a policy
    #[arg(long, conflicts_with_all = ["payer", "provider"])]
    policy: Option<PolicyId>,
    /// Those of a provider
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT", conflicts_with = "payer")]
    provider: Option<Account>,
    /// Only those that are pended, adjudicated or settled
    #[arg(long, value_parser = ["pended", "adjudicated", "settled"])]
    status: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Show {
    /// Number of the claim
    claim: ClaimId,
}

fn standing(status: &Status) -> &'static str {
    match status {
        Status::Pended { .. } => "pended",
        Status::Adjudicated { .. } => "adjudicated",
        Status::Settled { .. } => "settled",
    }
}

impl Desk<'_> {
    pub(super) async fn list(&self, args: &List) -> Result<()> {
        let contract = &self.contracts.claims;
        let mut found: Vec<ClaimSummary> = match (args.policy, args.provider) {
            (Some(policy), _) => contract.list(self.chain, "claims_of", policy).await?,
            (None, Some(provider)) => contract.list(self.chain, "claims_by_provider", provider).await?,
            (None, None) => contract.list(self.chain, "claims_by_payer", args.payer.number(self)?).await?,
        };
        if let Some(wanted) = &args.status {
            found.retain(|claim| standing(&claim.status) == wanted);
        }
        let header =
            ["id", "policy", "provider", "service day", "billed", "allowed", "paid", "standing", "outcome"];
        let rows: Vec<Vec<String>> = found.iter().map(|claim| self.row(claim)).collect();
        let value: Vec<_> = rows.iter().map(|row| object(&header, row)).collect();
        self.ctx
            .out
            .result(&value, || output::table(&header, &["id", "policy", "billed", "allowed", "paid"], rows))
    }

    fn row(&self, claim: &ClaimSummary) -> Vec<String> {
        vec![
            claim.id.to_string(),
            claim.policy.to_string(),
            account::short(&claim.provider, self.chain.properties.prefix),
            text::date(claim.service_day),
            text::money(claim.totals.billed),
            text::money(claim.totals.allowed),
            text::money(claim.totals.paid),
            standing(&claim.status).into(),
            remittance::status(claim.status).into(),
        ]
    }

    pub(super) async fn show(&self, args: &Show) -> Result<()> {
        let contract = &self.contracts.claims;
        let record: Option<ClaimRecord> = contract.view(self.chain, "claim", (args.claim,)).await?;
        let record = record.ok_or_else(|| refused("claims", "show", &json!("NoSuchClaim")))?;
        let value = contract.show(self.chain, "claim", (args.claim,)).await?;
        self.ctx.out.result(&value, || self.text(args.claim, &record))
    }

    fn text(&self, id: ClaimId, record: &ClaimRecord) -> String {
        let totals = &record.totals;
        let head = facts(&[
            ("claim", id.to_string()),
            ("payer and policy", format!("{} and {}", record.payer, record.claim.policy)),
            ("provider", self.chain.ss58(&record.claim.provider)),
            (
                "place and service day",
                format!("{} on {}", record.claim.jurisdiction, text::date(record.claim.service_day)),
            ),
            ("received", text::date(record.evidence.received_on)),
            ("standing", format!("{}: {}", standing(&record.status), remittance::status(record.status))),
            ("billed", text::money(totals.billed)),
            ("allowed", text::money(totals.allowed)),
            ("deductible", text::money(totals.deductible)),
            ("copay", text::money(totals.copay)),
            ("coinsurance", text::money(totals.coinsurance)),
            ("paid", text::money(totals.paid)),
        ]);
        let rows = record.lines.iter().enumerate().map(|(index, line)| {
            let codes = line.adjustments.iter().map(|one| format!("{one} {}", text::money(one.amount)));
            vec![
                index.saturating_add(1).to_string(),
                line.category.map(names::name).unwrap_or_default(),
                text::money(line.billed),
                text::money(line.allowed),
                text::money(line.paid),
                codes.collect::<Vec<_>>().join(", "),
            ]
        });
        let header = ["line", "category", "billed", "allowed", "paid", "adjustments"];
        format!("{head}\n{}", output::table(&header, &["line", "billed", "allowed", "paid"], rows))
    }
}
