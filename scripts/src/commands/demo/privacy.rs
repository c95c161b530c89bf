//! A patient and a clinic made up for one run: the patient consents and the clinic reads a record; the patient withdraws and the next
//! access is refused; in an emergency the clinic breaks the glass, a reviewer judges it, and all of it stands in the patient's log.

use healink_domain::{
    consent::{
        AccessRequest, Action as Use, Category, Disclosure, Effect, Grantee, LogEntry, Opening, OpeningId,
        Purpose, Right, Terms,
    },
    salted_digest, Account, Digest, Jurisdiction, Period,
};
use scale::Encode;
use serde::Serialize;

use super::story::parties;
use crate::{
    chain::{
        session::{Action, Session},
        Chain,
    },
    commands::{break_glass::Governance, consent::decision},
    deployment::Contracts,
    error::{Error, Result},
    grants, output,
    plan_file::PlanFile,
    seed::{self, party_key, Seeder, GOVERNANCE},
    text, Context,
};

/// The development account that reviews broken glass.
const REVIEWER: &str = "ferdie";

/// One thing that happened, and what followed.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    what: String,
    followed: String,
}

/// The parties and what they work with.
pub struct Privacy<'a> {
    contracts: &'a Contracts,
    governance: Session<'a>,
    reviewer: Session<'a>,
    patient: Session<'a>,
    clinic: Session<'a>,
    steps: Vec<Step>,
}

impl<'a> Privacy<'a> {
    /// Makes the parties up and prepares them.
    ///
    /// # Errors
    /// When the node cannot be reached or a contract refuses.
    pub async fn new(
        ctx: &'a Context,
        chain: &'a Chain,
        contracts: &'a Contracts,
        plan: &PlanFile,
    ) -> Result<Self> {
        let key = format!("privacy|{}", chain.finalized().await?.number);
        let place = Jurisdiction::parse("US-CA").map_err(|_| Error::internal("US-CA is no place"))?;
        Seeder::new(ctx, chain, contracts).await?.quiet().run(plan, &parties(&key, place)).await?;
        let governance = ctx.development_session(chain, GOVERNANCE)?;
        let patient = governance.with_key(party_key("member", &key)?);
        let clinic = governance.with_key(party_key("provider", &key)?);
        let amount = 10u128.checked_pow(chain.properties.decimals).unwrap_or(1).saturating_mul(20);
        governance.send(Action::Transfer { to: clinic.account(), amount }).await?;
        let reviewer = ctx.development_session(chain, REVIEWER)?;
        Ok(Self { contracts, governance, reviewer, patient, clinic, steps: Vec::new() })
    }

    /// Plays it.
    ///
    /// # Errors
    /// When the node cannot be reached or a contract refuses.
    pub async fn tell(mut self) -> Result<Vec<Step>> {
        let contracts = self.contracts;
        let grantee = Grantee::Account(self.clinic.account());
        let today = self.patient.chain().today().await?;
        let terms = Terms {
            grantee,
            effect: Effect::Permit,
            purposes: Purpose::Treatment.set(),
            categories: Category::Results.set(),
            actions: Use::Read.set(),
            validity: seed::around(today),
            data: Period::ALWAYS,
            receipt: salted_digest(&self.patient.account().0, b"consent to treatment"),
        };
        grants::make(&self.patient, contracts, None, &terms, None).await?;
        self.access("the patient consents; the clinic asks for a result", Purpose::Treatment).await?;
        grants::withdraw(&self.patient, contracts, None, grantee, None).await?;
        self.access("the patient withdraws; the clinic asks again", Purpose::Treatment).await?;
        let opening = self.break_glass().await?;
        self.access("the clinic asks in the emergency", Purpose::EmergencyTreatment).await?;
        self.review(opening).await?;
        let patient = self.patient.account();
        let log: Vec<LogEntry> = contracts.disclosures.list(self.patient.chain(), "log_of", patient).await?;
        self.step("the patient reads the log", format!("{} entries: nothing is left out", log.len()));
        Ok(self.steps)
    }

    async fn access(&mut self, what: &str, purpose: Purpose) -> Result<()> {
        let today = self.clinic.chain().today().await?;
        let request = AccessRequest {
            purpose,
            categories: Category::Results.set(),
            action: Use::Read,
            data: Period::day(today),
            record: salted_digest(&self.patient.account().0, b"a laboratory result"),
        };
        let arguments = (self.patient.account(), request);
        let receipt = self.clinic.call(&self.contracts.disclosures, "access", arguments).await?;
        let followed = match receipt.value::<Disclosure>()? {
            Disclosure::Permitted { .. } => "permitted, and recorded".to_owned(),
            Disclosure::Emergency { opening } => {
                format!("permitted in an emergency (opening {opening}), and recorded")
            }
            Disclosure::Denied { decision: why, .. } => format!("refused ({}), and recorded", decision(&why)),
        };
        self.step(what, followed);
        Ok(())
    }

    async fn break_glass(&mut self) -> Result<OpeningId> {
        let arguments = (self.patient.account(), statement("unconscious after an accident"));
        let receipt = self.clinic.call(&self.contracts.disclosures, "break_glass", arguments).await?;
        let id = receipt.value::<OpeningId>()?;
        let opening = self.opening(id).await?;
        let until = text::moment(opening.until);
        self.step(
            "an emergency: the clinic, licensed, breaks the glass",
            format!("opening {id}, until {until}"),
        );
        Ok(id)
    }

    async fn review(&mut self, id: OpeningId) -> Result<()> {
        let (contracts, reviewer) = (self.contracts, self.reviewer.account());
        let chain = self.reviewer.chain();
        if !contracts.disclosures.view::<bool>(chain, "is_reviewer", (reviewer,)).await? {
            self.governance
                .call(&contracts.disclosures, "govern", (Governance::Appoint.to(reviewer),))
                .await?;
        }
        let due = text::date(self.opening(id).await?.review_by);
        self.reviewer
            .call(&contracts.disclosures, "review", (id, true, statement("seen on the ward")))
            .await?;
        let clinic: Account = self.clinic.account();
        let right: Right = contracts.disclosures.view(chain, "right", (clinic,)).await?;
        let waiting = right.unreviewed.len();
        self.step(
            "a reviewer finds it justified",
            format!("in time (due before {due}); {waiting} wait for a review"),
        );
        Ok(())
    }

    async fn opening(&self, id: OpeningId) -> Result<Opening> {
        let found: Option<Opening> =
            self.contracts.disclosures.view(self.clinic.chain(), "opening", (id,)).await?;
        found.ok_or_else(|| Error::internal("an opening got lost"))
    }

    fn step(&mut self, what: &str, followed: String) {
        self.steps.push(Step { what: what.into(), followed });
    }
}

/// The hash of a statement of this demonstration.
fn statement(words: &str) -> Digest {
    salted_digest(&("demonstration", words).encode(), words.as_bytes())
}

/// The steps as a table.
pub fn table(steps: &[Step]) -> String {
    let rows = steps.iter().map(|step| vec![step.what.clone(), step.followed.clone()]);
    output::table(&["what happened", "what followed"], &[], rows)
}
