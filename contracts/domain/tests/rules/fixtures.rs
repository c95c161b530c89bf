//! What the tests vary: a credential with its board, and a claim with all that its decision rests on.

use healink_domain::{
    claims::{
        Accumulators, Adjudication, Adjustment, Authorisation, AuthorisedItem, Benefit, Category, Claim,
        ClaimError, Coordination, CostSharing, Evidence, Family, Fee, Line, LineResult, Plan, PlanRef,
        Policy, Review, Shared, SharedKind, UnitsUsed, Verdict,
    },
    consent::{Answer, CategorySet, Decision},
    credentials::{Credential, IssueRequest, Kind, Requirement, Standing},
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

/// A benefit that costs the member nothing, in network only.
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
        out_of_network: None,
    }
}

/// A benefit to which the deductible applies, with 20 % coinsurance.
pub fn shared(category: Category) -> Benefit {
    Benefit { deductible_applies: true, coinsurance: BasisPoints(2_000), ..benefit(category) }
}

/// A prior authorisation of the policy and provider of every fixture, for the service day.
pub fn authorisation(items: &[(u8, u32)]) -> Authorisation {
    let item = |&(number, units): &(u8, u32)| AuthorisedItem { code: code(number), units };
    Authorisation {
        policy: 1,
        provider: PROVIDER,
        period: Period::day(SERVICE_DAY),
        items: items.iter().map(item).collect(),
    }
}

/// Units used of an authorisation's items.
pub fn units(of_items: &[u32]) -> UnitsUsed {
    let mut used = UnitsUsed::default();
    for (item, units) in of_items.iter().enumerate() {
        used.add(item, *units).unwrap();
    }
    used
}

/// A claim with all that its decision rests on.
#[derive(Clone, Debug)]
pub struct Case {
    pub plan: Plan,
    pub policy: Policy,
    pub claim: Claim,
    pub fees: Vec<Option<Fee>>,
    pub evidence: Evidence,
}

impl Case {
    /// Nothing stands against the claim; it has no lines and the plan no benefits yet.
    pub fn empty() -> Self {
        Self {
            plan: Plan {
                deductible: Cents::ZERO,
                out_of_pocket_maximum: Cents(u64::MAX),
                family: None,
                cost_sharing: CostSharing::CopayFirst,
                coordination: Coordination::Standard,
                network: None,
                filing_days: 90,
                review_above: None,
                decision_days: 30,
                appeal_days: 180,
                appeal_decision_days: 60,
                external_review_days: 120,
                benefits: Vec::new(),
            },
            policy: Policy {
                plan: PlanRef { plan: 1, version: 1 },
                member: Account([5; 32]),
                family: None,
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
            fees: Vec::new(),
            evidence: Evidence {
                received_on: SERVICE_DAY,
                filed_on: SERVICE_DAY,
                billed_before: 0,
                credentials: Vec::new(),
                network: None,
                consent: Answer {
                    decision: Decision::Permit { redact: CategorySet::EMPTY },
                    deciding: Vec::new(),
                },
                authorisation: None,
                units_used: UnitsUsed::default(),
                accumulators: Accumulators::default(),
                family: None,
                review: Review::Waits,
                exceptions: Vec::new(),
            },
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

    /// Under a plan with this deductible and maximum.
    pub fn under(deductible: u64, maximum: u64, benefits: Vec<Benefit>) -> Self {
        let mut case = Self::empty();
        let (deductible, out_of_pocket_maximum) = (Cents(deductible), Cents(maximum));
        case.plan = Plan { deductible, out_of_pocket_maximum, benefits, ..case.plan };
        case.plan.validate().unwrap();
        case
    }

    /// What the member and the family used up before, towards deductible and maximum, under a plan with family amounts.
    pub fn family(&mut self, kind: SharedKind, amounts: (u64, u64), member: (u64, u64), family: (u64, u64)) {
        let shared = |amount| Shared { amount: Cents(amount), kind };
        let (deductible, out_of_pocket_maximum) = (shared(amounts.0), shared(amounts.1));
        self.plan.family = Some(Family { deductible, out_of_pocket_maximum });
        self.plan.validate().unwrap();
        let used = |(deductible, out_of_pocket)| Accumulators {
            deductible: Cents(deductible),
            out_of_pocket: Cents(out_of_pocket),
            used: Vec::new(),
        };
        self.evidence.accumulators = used(member);
        self.evidence.family = Some(used(family));
    }

    /// Adds a line with a code of its own.
    pub fn line(&mut self, category: Category, units: u32, billed: u64, allowed_a_unit: u64) {
        let code = code(u8::try_from(self.claim.lines.len()).unwrap() + 1);
        self.claim.lines.push(Line { code, units, billed: Cents(billed), prior_paid: Cents::ZERO });
        self.fees.push(Some(Fee { code, category, allowed: Cents(allowed_a_unit) }));
    }

    pub fn verdict(&self) -> Result<Verdict, ClaimError> {
        self.evidence.decide(&self.claim, &self.plan, &self.policy, &self.fees)
    }

    /// The adjudication of a claim that does not wait.
    pub fn decided(&self) -> Adjudication {
        match self.verdict() {
            Ok(Verdict::Adjudicated(adjudication)) => adjudication,
            other => panic!("not adjudicated: {other:?}"),
        }
    }

    /// The member's accumulators afterwards.
    pub fn accumulators_after(&self) -> Accumulators {
        self.evidence.accumulators.plus(&self.decided().contribution).unwrap()
    }

    /// The result of the only line.
    pub fn only(&self) -> LineResult {
        let mut lines = self.decided().lines;
        assert_eq!(lines.len(), 1);
        lines.remove(0)
    }

    /// The adjustments of a line as on a remittance.
    pub fn remittance(&self, line: usize) -> Vec<String> {
        remittance(&self.decided().lines[line].adjustments)
    }
}

/// Adjustments as on a remittance: `CO-45 9500.00`.
pub fn remittance(adjustments: &[Adjustment]) -> Vec<String> {
    let written = |one: &Adjustment| format!("{one} {}.{:02}", one.amount.0 / 100, one.amount.0 % 100);
    adjustments.iter().map(written).collect()
}
