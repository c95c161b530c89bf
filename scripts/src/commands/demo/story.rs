//! A patient and a clinic made up for one run: a visit is paid; the clinic's licence is suspended and the next visit denied; the
//! patient withdraws consent and the third waits, until the patient consents again.
//!
//! Both parties are new in each run, so that any number of runs on one chain show the same.

use healink_domain::{
    claims::{ClaimId, ClaimRecord},
    consent::Grantee,
    credentials::{Credential, CredentialId, Kind, Reason, StatusCommand},
    Account, Day, Jurisdiction,
};
use serde::Serialize;

use crate::{
    chain::{account, session::Session, Chain},
    commands::{claims::submit_all, credentials::Of},
    deployment::Contracts,
    error::{Error, Result},
    fhir::{Loaded, Member, Origin, Provider, SourceClaim, SourceLine},
    grants, output,
    plan_file::{FeeEntry, PlanFile},
    remittance,
    seed::{self, party_key, Seeder, BOARD, INSURER},
    text, Context,
};

/// One thing that happened.
#[derive(Clone, Debug, Serialize)]
pub struct Scene {
    what: String,
    claim: Option<ClaimId>,
    billed: String,
    paid: String,
    outcome: String,
    codes: String,
}

/// The parties and what they work with.
pub struct Story<'a> {
    ctx: &'a Context,
    chain: &'a Chain,
    contracts: &'a Contracts,
    plan: &'a PlanFile,
    today: Day,
    key: String,
    place: Jurisdiction,
    patient: Session<'a>,
    board: Session<'a>,
    insurer: Session<'a>,
    scenes: Vec<Scene>,
}

impl<'a> Story<'a> {
    /// Makes the parties up and prepares them.
    ///
    /// # Errors
    /// When the node cannot be reached or a contract refuses.
    pub async fn new(
        ctx: &'a Context,
        chain: &'a Chain,
        contracts: &'a Contracts,
        plan: &'a PlanFile,
        today: Day,
    ) -> Result<Self> {
        let key = format!("demonstration|{}", chain.finalized().await?.number);
        let place = Jurisdiction::parse("US-CA").map_err(|_| Error::internal("US-CA is no place"))?;
        let insurer = ctx.development_session(chain, INSURER)?;
        let patient = insurer.with_key(party_key("member", &key)?);
        let board = ctx.development_session(chain, BOARD)?;
        Seeder::new(ctx, chain, contracts).await?.quiet().run(plan, &parties(&key, place)).await?;
        let scenes = Vec::new();
        Ok(Self { ctx, chain, contracts, plan, today, key, place, patient, board, insurer, scenes })
    }

    /// Plays it.
    ///
    /// # Errors
    /// When the node cannot be reached or a contract refuses.
    pub async fn tell(mut self) -> Result<Vec<Scene>> {
        let services = self.services();
        let [first, second, third] = services.as_slice() else {
            self.ctx.out.note("  the plan has not three services that need a licence: this part is left out");
            return Ok(self.scenes);
        };
        let (first, second, third) = (self.visit(1, first), self.visit(2, second), self.visit(3, third));
        self.submit("a visit to a licensed clinic", &first).await?;

        let licence = self.licence().await?;
        self.stand(licence, StatusCommand::Suspend, Reason::Investigation).await?;
        self.submit("the board suspended the licence", &second).await?;
        self.stand(licence, StatusCommand::Reinstate, Reason::Cleared).await?;

        let insurer = self.insurer.account();
        grants::withdraw(&self.patient, self.contracts, None, Grantee::Account(insurer), None).await?;
        let waiting = self.submit("licence reinstated; the patient withdrew consent", &third).await?;
        let validity = seed::around(self.today);
        seed::give_consent(&self.patient, self.contracts, insurer, validity, self.today).await?;
        self.insurer.call(&self.contracts.claims, "readjudicate", (waiting,)).await?;
        self.scene("the patient consented again; the same claim", waiting).await?;
        Ok(self.scenes)
    }

    /// Three services of the plan for which the provider must hold a licence, and which need nothing else.
    fn services(&self) -> Vec<FeeEntry> {
        let is_fit = |fee: &&FeeEntry| {
            self.plan.plan.benefit(fee.category).is_some_and(|benefit| {
                let is_plain = benefit.covered && !benefit.authorisation_needed && benefit.waiting_days == 0;
                is_plain && benefit.credential == Some(Kind::StateLicence)
            })
        };
        self.plan.fees.iter().filter(is_fit).take(3).cloned().collect()
    }

    fn visit(&self, number: u32, service: &FeeEntry) -> SourceClaim {
        SourceClaim {
            origin: Origin { file: "demonstration".into(), line: None, path: format!("visit {number}") },
            id: format!("visit-{number}"),
            part: (1, 1),
            member: self.key.clone(),
            patient: "Patient/demonstration".into(),
            provider: self.key.clone(),
            provider_reference: "Organization/demonstration".into(),
            coverage: None,
            place: self.place,
            service_day: self.today,
            lines: vec![SourceLine {
                sequence: 1,
                code: service.code.clone(),
                units: 1,
                billed: service.allowed,
            }],
            total: service.allowed,
            currency: self.plan.currency.clone(),
            kind: "professional".into(),
            authorisation: None,
            document: format!("{} visit {number}", self.key),
        }
    }

    async fn licence(&self) -> Result<CredentialId> {
        let clinic: Account = account::of(&party_key("provider", &self.key)?);
        let held: Vec<(CredentialId, Credential)> =
            self.contracts.credentials.list(self.chain, "list", Of::Provider(clinic)).await?;
        held.first().map(|(id, _)| *id).ok_or_else(|| Error::internal("the clinic has no licence"))
    }

    /// Changes the standing of a credential.
    async fn stand(&self, licence: CredentialId, command: StatusCommand, reason: Reason) -> Result<()> {
        self.board.call(&self.contracts.boards, "change", (licence, command, reason)).await.map(|_| ())
    }

    async fn submit(&mut self, what: &str, claim: &SourceClaim) -> Result<ClaimId> {
        let done =
            submit_all(&self.insurer, self.contracts, std::slice::from_ref(claim), &self.ctx.out).await?;
        let one = done.into_iter().next().ok_or_else(|| Error::internal("a claim got lost"))?;
        let (id, record) = one.result?;
        self.scenes.push(Scene::of(what, id, &record));
        Ok(id)
    }

    async fn scene(&mut self, what: &str, id: ClaimId) -> Result<()> {
        let record: Option<ClaimRecord> = self.contracts.claims.view(self.chain, "claim", (id,)).await?;
        let record = record.ok_or_else(|| Error::internal("a claim got lost"))?;
        self.scenes.push(Scene::of(what, id, &record));
        Ok(())
    }
}

/// A patient and a clinic of this key.
pub fn parties(key: &str, place: Jurisdiction) -> Loaded {
    Loaded {
        members: vec![Member { key: key.to_owned(), reference: "Patient/demonstration".into(), cover: None }],
        providers: vec![Provider {
            key: key.to_owned(),
            reference: "Organization/demonstration".into(),
            name: Some("Demonstration Clinic".into()),
            npi: None,
            place: Some(place),
        }],
        ..Loaded::default()
    }
}

impl Scene {
    fn of(what: &str, id: ClaimId, record: &ClaimRecord) -> Self {
        let codes = record.lines.iter().flat_map(|line| &line.adjustments).map(ToString::to_string);
        Self {
            what: what.into(),
            claim: Some(id),
            billed: text::money(record.totals.billed),
            paid: text::money(record.totals.paid),
            outcome: remittance::status(record.status).into(),
            codes: codes.collect::<Vec<_>>().join(" "),
        }
    }
}

/// The story as a table.
pub fn table(scenes: &[Scene]) -> String {
    let rows = scenes.iter().map(|scene| {
        vec![
            scene.what.clone(),
            scene.claim.map(|id| id.to_string()).unwrap_or_default(),
            scene.billed.clone(),
            scene.paid.clone(),
            scene.outcome.clone(),
            scene.codes.clone(),
        ]
    });
    output::table(
        &["what happened", "claim", "billed", "paid", "outcome", "codes"],
        &["claim", "billed", "paid"],
        rows,
    )
}
