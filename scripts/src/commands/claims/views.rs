//! Lists of claims, single claims, and what members used up.

use healink_domain::{
    claims::{
        Accumulators, ClaimId, ClaimRecord, ClaimSummary, LineResult, PayerId, PlanRecord, Policy, PolicyId,
        Status,
    },
    Account, Day, Year,
};

use crate::{
    commands::{
        arg,
        desk::{Desk, Payer},
        report::{self, Cell},
    },
    error::Result,
    interface::{ClaimList, Whose},
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
    /// Only those that are pended, adjudicated, settled, overturned, replaced or void
    #[arg(long, value_parser = remittance::STANDINGS)]
    status: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Show {
    /// Number of the claim
    claim: ClaimId,
}

#[derive(Debug, clap::Args)]
pub(super) struct Used {
    /// Number of the policy
    #[arg(long)]
    policy: PolicyId,
    /// Calendar year; this one when left out
    #[arg(long)]
    year: Option<u16>,
}

/// The claims of a payer, newest first.
pub(super) async fn of_payer(desk: &Desk<'_>, payer: PayerId) -> Result<Vec<ClaimSummary>> {
    desk.contracts.claims.list(&desk.chain, "claims", ClaimList::Payer(payer)).await
}

/// A claim on record.
pub(super) async fn record(desk: &Desk<'_>, id: ClaimId) -> Result<ClaimRecord> {
    desk.row(&desk.contracts.claims, "claim", (id,), "NoSuchClaim").await
}

/// Lists claims.
pub(super) async fn list(desk: &Desk<'_>, args: &List) -> Result<()> {
    let listing = match (args.policy, args.provider) {
        (Some(policy), _) => ClaimList::Policy(policy),
        (None, Some(provider)) => ClaimList::Provider(provider),
        (None, None) => ClaimList::Payer(desk.payer(&args.payer)?),
    };
    let mut found: Vec<ClaimSummary> = desk.contracts.claims.list(&desk.chain, "claims", listing).await?;
    if let Some(wanted) = &args.status {
        found.retain(|claim| remittance::standing(&claim.status) == wanted);
    }
    let header =
        ["id", "policy", "provider", "service day", "billed", "allowed", "paid", "standing", "outcome"];
    let rows: Vec<Vec<Cell>> = found.iter().map(row).collect();
    report::list(desk.ctx, &desk.chain, &header, &["id", "policy", "billed", "allowed", "paid"], &rows)
}

fn row(claim: &ClaimSummary) -> Vec<Cell> {
    vec![
        claim.id.into(),
        claim.policy.into(),
        claim.provider.into(),
        text::date(claim.service_day).into(),
        text::money(claim.totals.billed).into(),
        text::money(claim.totals.allowed).into(),
        text::money(claim.totals.paid).into(),
        remittance::standing(&claim.status).into(),
        remittance::status(claim.status).into(),
    ]
}

/// Shows a claim line by line.
pub(super) async fn show(desk: &Desk<'_>, args: &Show) -> Result<()> {
    let record = record(desk, args.claim).await?;
    let value = desk.contracts.claims.show(&desk.chain, "claim", (args.claim,)).await?;
    desk.ctx.out.result(&value, || {
        let provider = desk.chain.ss58(&record.claim.provider);
        format!("{}\n{}", head(args.claim, &record, provider), lines(&record))
    })
}

fn head(id: ClaimId, record: &ClaimRecord, provider: String) -> String {
    let totals = &record.totals;
    let mut rows = vec![
        ("claim", id.to_string()),
        ("payer and policy", format!("{} and {}", record.payer, record.claim.policy)),
        ("provider", provider),
        (
            "place and service day",
            format!("{} on {}", record.claim.jurisdiction, text::date(record.claim.service_day)),
        ),
        ("received", text::date(record.evidence.received_on)),
        ("decided", record.decided_on.map_or_else(|| "not yet".into(), text::date)),
    ];
    rows.extend(record.replaces.map(|claim| ("in the place of", format!("claim {claim}"))));
    rows.extend([
        ("standing", standing(&record.status)),
        ("billed", text::money(totals.billed)),
        ("allowed", text::money(totals.allowed)),
        ("deductible", text::money(totals.deductible)),
        ("copay", text::money(totals.copay)),
        ("coinsurance", text::money(totals.coinsurance)),
        ("paid", text::money(totals.paid)),
    ]);
    facts(&rows)
}

fn standing(status: &Status) -> String {
    let (word, how) = (remittance::standing(status), remittance::status(*status));
    match how.starts_with(word) {
        true => how,
        false => format!("{word}: {how}"),
    }
}

fn lines(record: &ClaimRecord) -> String {
    let row = |(index, line): (usize, &LineResult)| {
        let codes = line.adjustments.iter().map(|one| format!("{one} {}", text::money(one.amount)));
        vec![
            index.saturating_add(1).to_string(),
            line.category.map(names::name).unwrap_or_default(),
            text::money(line.billed),
            text::money(line.allowed),
            text::money(line.paid),
            line.refused_by.map(remittance::refused_by).unwrap_or_default(),
            codes.collect::<Vec<_>>().join(", "),
        ]
    };
    let header = ["line", "category", "billed", "allowed", "paid", "refused by", "adjustments"];
    let right = ["line", "billed", "allowed", "paid"];
    output::table(&header, &right, record.lines.iter().enumerate().map(row))
}

/// Shows what a policy's member and its family used up.
pub(super) async fn used(desk: &Desk<'_>, args: &Used) -> Result<()> {
    let (chain, coverage) = (&desk.chain, &desk.contracts.coverage);
    let policy: Policy = desk.row(coverage, "policy", (args.policy,), "NoSuchPolicy").await?;
    let today: Day = chain.today().await?;
    let year = args.year.map_or_else(|| today.year(), Year);
    let of_member = Whose::Policy(args.policy);
    let mut of = vec![("member", coverage.view(chain, "accumulators", (of_member, year)).await?)];
    if let Some(family) = policy.family {
        let plan: PlanRecord = desk.row(coverage, "plan", (policy.plan,), "NoSuchPlan").await?;
        let of_family = Whose::Family(plan.payer, family);
        of.push(("family", coverage.view(chain, "accumulators", (of_family, year)).await?));
    }
    let rows: Vec<Vec<Cell>> = of.iter().flat_map(|(whose, used)| used_rows(whose, used)).collect();
    let header = ["of", "what", "units", "amount"];
    report::list(desk.ctx, chain, &header, &["units", "amount"], &rows)
}

fn used_rows(whose: &str, used: &Accumulators) -> Vec<Vec<Cell>> {
    let amount =
        |what: &str, amount| vec![Cell::from(whose), what.into(), "".into(), text::money(amount).into()];
    let usage = used.used.iter().map(|usage| {
        let category = names::name(usage.category);
        vec![
            whose.into(),
            format!("{category}, paid").into(),
            usage.units.into(),
            text::money(usage.paid).into(),
        ]
    });
    let sums = [amount("deductible", used.deductible), amount("out of pocket", used.out_of_pocket)];
    sums.into_iter().chain(usage).collect()
}
