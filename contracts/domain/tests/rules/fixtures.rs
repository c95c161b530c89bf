//! What the tests vary: a credential with its board, and a claim with all that its decision rests on.

use healink_domain::{
    claims::{
        adjudicate, Accumulators, Adjudication, Adjustment, Authorisation, AuthorisationId, Benefit,
        Category, Claim, ClaimError, Context, CostSharing, Fee, Line, LineResult, Plan, PlanRef, Policy,
        Service, Verdict,
    },
    consent::{CategorySet, Decision},
    credentials::{Credential, CredentialId, IssueRequest, Kind, Refusal, Requirement, Standing},
    Account, BasisPoints, Cents, CodeKey, Day, Digest, History, Jurisdiction, Npi, Period, Taxonomy,
};

/// The provider of every fixture.
pub const PROVIDER: Account = Account([2; 32]);
/// The day of service of the claim.
pub const SERVICE_DAY: Day = Day(20_000);

pub fn place(text: &str) -> Jurisdiction {
    Jurisdiction::parse(text).unwrap()
}

/// A licence in California from day 100 until day 2,000, verified on day 950.
pub fn credential() -> Credential {
    let claim = IssueRequest {
        provider: PROVIDER,
        npi: Npi::new(1_234_567_893).unwrap(),
        kind: Kind::StateLicence,
        taxonomy: Taxonomy::parse("207Q00000X").ok(),
        jurisdiction: place("US-CA"),
        valid_from: Day(100),
        expires_on: Day(2_000),
        verified_on: Day(950),
        document: Digest([3; 32]),
        renews: None,
    };
    Credential { board: 1, claim, issued_on: Day(1_000), status: History::new(Standing::GRANTED) }
}

/// What [`credential`] meets, on day 1,000.
pub fn requirement() -> Requirement {
    Requirement {
        kind: Kind::StateLicence,
        board: None,
        taxonomy: Taxonomy::parse("207Q00000X").ok(),
        jurisdiction: Some(place("US-CA")),
        day: Day(1_000),
        known_on: None,
        verified_within: None,
    }
}

pub fn code(number: u8) -> CodeKey {
    CodeKey([number; 16])
}

/// A benefit that costs the member nothing.
pub fn benefit(category: Category) -> Benefit {
    Benefit {
        category,
        covered: true,
        copay: Cents::ZERO,
        coinsurance: BasisPoints(0),
        deductible_applies: false,
        authorisation_needed: false,
        waiting_days: 0,
        limit: None,
        credential: None,
    }
}

/// A claim with all that its decision rests on.
#[derive(Clone, Debug)]
pub struct Case {
    pub plan: Plan,
    pub policy: Policy,
    pub claim: Claim,
    pub received_on: Day,
    pub fees: Vec<Option<Fee>>,
    pub earlier: Vec<Service>,
    pub credentials: Vec<(Kind, Result<CredentialId, Refusal>)>,
    pub consent: Decision,
    pub authorisation: Option<(AuthorisationId, Authorisation)>,
    pub accumulators: Accumulators,
}

impl Case {
    /// Nothing stands against the claim; it has no lines and the plan no benefits yet.
    pub fn empty() -> Self {
        Self {
            plan: Plan {
                deductible: Cents::ZERO,
                out_of_pocket_maximum: Cents(u64::MAX),
                cost_sharing: CostSharing::CopayFirst,
                filing_days: 90,
                review_above: None,
                benefits: Vec::new(),
            },
            policy: Policy {
                plan: PlanRef { plan: 1, version: 1 },
                member: Account([5; 32]),
                period: Period { from: Day(19_900), until: Some(Day(20_265)) },
                member_hash: Digest([6; 32]),
            },
            claim: Claim {
                policy: 1,
                provider: PROVIDER,
                jurisdiction: place("US-CA"),
                service_day: SERVICE_DAY,
                lines: Vec::new(),
                authorisation: None,
                document: Digest([4; 32]),
            },
            received_on: SERVICE_DAY,
            fees: Vec::new(),
            earlier: Vec::new(),
            credentials: Vec::new(),
            consent: Decision::Permit { redact: CategorySet::EMPTY },
            authorisation: None,
            accumulators: Accumulators::default(),
        }
    }

    /// One line under `benefit`, one unit, billed as the schedule allows.
    pub fn one(benefit: Benefit, amount: u64) -> Self {
        let category = benefit.category;
        let mut case = Self::empty();
        case.plan.benefits.push(benefit);
        case.line(category, 1, amount, amount);
        case
    }

    /// Adds a line with a code of its own.
    pub fn line(&mut self, category: Category, units: u32, billed: u64, allowed_a_unit: u64) {
        let code = code(u8::try_from(self.claim.lines.len()).unwrap() + 1);
        self.claim.lines.push(Line { code, units, billed: Cents(billed) });
        self.fees.push(Some(Fee { code, category, allowed: Cents(allowed_a_unit) }));
    }

    pub fn verdict(&self) -> Result<Verdict, ClaimError> {
        let context = Context {
            plan: &self.plan,
            policy: &self.policy,
            received_on: self.received_on,
            fees: &self.fees,
            earlier: &self.earlier,
            credentials: &self.credentials,
            consent: self.consent,
            authorisation: self.authorisation,
            accumulators: &self.accumulators,
        };
        adjudicate(&self.claim, &context)
    }

    /// The adjudication of a claim that does not wait.
    pub fn decided(&self) -> Adjudication {
        match self.verdict() {
            Ok(Verdict::Adjudicated(adjudication)) => adjudication,
            other => panic!("not adjudicated: {other:?}"),
        }
    }

    /// The result of the only line.
    pub fn only(&self) -> LineResult {
        let mut lines = self.decided().lines;
        assert_eq!(lines.len(), 1);
        lines.remove(0)
    }
}

/// Adjustments as on a remittance: `CO-45 9500.00`.
pub fn remittance(adjustments: &[Adjustment]) -> Vec<String> {
    let written = |one: &Adjustment| format!("{one} {}.{:02}", one.amount.0 / 100, one.amount.0 % 100);
    adjustments.iter().map(written).collect()
}
