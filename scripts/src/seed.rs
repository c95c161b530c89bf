//! Development data: whom and what the claim files need on a development chain. Every step looks first whether it is done, so
//! that seeding can be run again at any time, also after an interruption and with further files.

mod licensing;

use std::path::Path;

use healink_domain::{
    claims::{Authorisation, Escrow, Payer, PayerId, PlanRef, Policy, PolicyId, Role, RoleSet},
    consent::{
        Action as Use, ActionSet, Answer, Category, Decision, Effect, Grantee, Purpose, PurposeSet, Query,
        Terms,
    },
    salted_digest, Account, Cents, Day, Digest, Period,
};
use subxt_signer::sr25519::Keypair;

use crate::{
    chain::{
        account,
        session::{Action, Receipt, Session},
        Chain,
    },
    deployment::Contracts,
    directory::{keyring, Directory, Member},
    error::{Error, Result, ResultExt},
    fhir::{stand_in_npi, Keyring, Loaded, Provider},
    keys, payer,
    plan_file::PlanFile,
    Context,
};

use self::licensing::{Licensing, Wanted};

/// Owner of the contracts.
pub const GOVERNANCE: &str = "alice";
/// The body that accredits the board, and the board that issues state licences: the same account is at the head of both.
pub const BOARD: &str = "bob";
/// The insurer: admin and officer of the payer.
pub const INSURER: &str = "charlie";

/// Escrow is filled up to this.
const ESCROW: Cents = Cents(100_000_000);
/// Escrow is filled up again below this.
const ESCROW_LOW: Cents = Cents(50_000_000);
/// How long before and after today accreditations, licences and covers run.
const YEARS_AROUND: u32 = 10 * 366;

/// What was done.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Summary {
    /// The payer.
    pub payer: PayerId,
    /// The plan and its version.
    pub plan: (u32, u16),
    /// Licences issued now.
    pub licences: usize,
    /// Members enrolled now.
    pub members: usize,
    /// Consents given now.
    pub consents: usize,
    /// Prior authorisations given now.
    pub authorisations: usize,
    /// Tokens deposited now, in cents.
    pub deposited: u64,
}

/// The key of a party of the claim files: a path below the development phrase, the same for the same party on every chain.
///
/// # Errors
/// None that the input can cause.
pub fn party_key(role: &str, key: &str) -> Result<Keypair> {
    let short = hex::encode(sp_crypto_hashing::blake2_128(key.as_bytes()));
    keys::development(&format!("//Healink//{role}//{short}"))
}

/// Seeds a development chain for these claims.
pub struct Seeder<'a> {
    ctx: &'a Context,
    chain: &'a Chain,
    contracts: &'a Contracts,
    governance: Session<'a>,
    board: Session<'a>,
    insurer: Session<'a>,
    keyring: Keyring,
    directory: Directory,
    today: Day,
    quiet: bool,
}

impl<'a> Seeder<'a> {
    /// Prepares to seed.
    ///
    /// # Errors
    /// When the chain is no development chain.
    pub async fn new(ctx: &'a Context, chain: &'a Chain, contracts: &'a Contracts) -> Result<Self> {
        Ok(Self {
            ctx,
            chain,
            contracts,
            governance: ctx.development_session(chain, GOVERNANCE)?,
            board: ctx.development_session(chain, BOARD)?,
            insurer: ctx.development_session(chain, INSURER)?,
            keyring: keyring(chain)?,
            directory: present(chain, contracts).await?,
            today: chain.today().await?,
            quiet: false,
        })
    }

    /// Does everything.
    ///
    /// # Errors
    /// When the node cannot be reached or a contract refuses.
    pub async fn run(mut self, plan: &PlanFile, loaded: &Loaded) -> Result<Summary> {
        let licences = self.license(&loaded.providers).await?;
        let mut summary = Summary { licences, ..Summary::default() };
        summary.payer = self.register().await?;
        let version =
            payer::publish(&self.insurer, self.contracts, summary.payer, plan, &self.keyring).await?;
        summary.plan = (version.plan, version.version);
        self.say(format!("plan {}, version {}, is published: {}", version.plan, version.version, plan.name));
        summary.members = self.enrol(version, loaded).await?;
        self.fund(loaded).await?;
        summary.consents = self.consent(loaded).await?;
        summary.deposited = self.fill_escrow(summary.payer).await?;
        summary.authorisations = self.authorise(loaded).await?;
        Ok(summary)
    }

    /// Says nothing on the way.
    #[must_use]
    pub fn quiet(self) -> Self {
        Self { quiet: true, ..self }
    }

    fn say(&self, line: impl std::fmt::Display) {
        if !self.quiet {
            self.ctx.out.note(format!("  {line}"));
        }
    }

    fn around_today(&self) -> Period {
        around(self.today)
    }

    /// Licences for providers that hold none today, and accounts for all of them.
    async fn license(&mut self, providers: &[Provider]) -> Result<usize> {
        let mut wanted = Vec::new();
        for provider in providers {
            let account = account::of(&party_key("provider", &provider.key)?);
            self.directory.providers.insert(provider.key.clone(), self.chain.ss58(&account));
            let npi = provider.npi.or_else(|| stand_in_npi(&provider.key));
            let npi = npi.ok_or_else(|| Error::internal("no stand-in for an NPI"))?;
            wanted.push(Wanted { account, npi, name: provider.name.clone(), place: provider.place });
        }
        self.save()?;
        let issued = self.licensing().await?.license(&wanted).await?;
        self.say(format!("{} providers are licensed, {issued} of them now", providers.len()));
        Ok(issued)
    }

    /// The board at work; it is accredited first when need be.
    async fn licensing(&self) -> Result<Licensing<'_, 'a>> {
        let board = licensing::accredited(&self.governance, &self.board, self.contracts, self.around_today());
        let (board, is_new) = board.await?;
        if is_new {
            self.say(format!("governance accredits a body, the body accredits board {board}"));
        }
        Ok(Licensing {
            session: &self.board,
            contracts: self.contracts,
            board,
            period: self.around_today(),
            today: self.today,
            out: self.ctx.out,
        })
    }

    async fn register(&mut self) -> Result<PayerId> {
        let (claims, admin) = (&self.contracts.claims, self.insurer.account());
        let mut number = None;
        for id in 1u32.. {
            let payer: Option<Payer> = claims.view(self.chain, "payer", (id,)).await?;
            match payer {
                Some(payer) if payer.admin == admin => number = Some(id),
                Some(_) => continue,
                None => {}
            }
            break;
        }
        let number = match number {
            Some(number) => number,
            None => {
                let arguments = (admin, self.contracts.stablecoin.address);
                let receipt = self.governance.call(claims, "register_payer", arguments).await?;
                let number =
                    payer::number_in(self.chain, self.contracts, &receipt, "PayerRegistered", "payer")?;
                number.ok_or_else(|| Error::usage("seeding cannot be tried with --dry-run"))?
            }
        };
        let roles: RoleSet = self.contracts.claims.view(self.chain, "roles", (number, admin)).await?;
        if roles != RoleSet::ALL {
            let all = RoleSet::from_iter(Role::ALL.iter().copied());
            self.insurer.call(claims, "set_officer", (number, admin, all)).await?;
        }
        self.directory.payer = Some(number);
        self.save()?;
        self.say(format!("payer {number} is registered"));
        Ok(number)
    }

    /// Policies for members that have none under this version of the plan.
    async fn enrol(&mut self, plan: PlanRef, loaded: &Loaded) -> Result<usize> {
        if self.directory.plan != Some((plan.plan, plan.version)) {
            self.directory.members.clear();
            self.directory.plan = Some((plan.plan, plan.version));
        }
        self.find_policies(plan, loaded).await?;
        let (mut actions, mut keys) = (Vec::new(), Vec::new());
        for member in loaded.members.iter().filter(|member| !self.directory.members.contains_key(&member.key))
        {
            let policy = Policy {
                plan,
                member: account::of(&party_key("member", &member.key)?),
                period: member.cover.unwrap_or(self.around_today()),
                member_hash: self.keyring.member(member),
            };
            actions.push(Action::call(&self.contracts.claims, "enrol", (policy,)));
            keys.push((member.key.clone(), policy.member));
        }
        let receipts = self.all(&self.insurer, "enrolling members", &actions).await?;
        for ((key, account), receipt) in keys.into_iter().zip(&receipts) {
            let policy: Option<PolicyId> =
                payer::number_in(self.chain, self.contracts, receipt, "MemberEnrolled", "policy")?;
            let policy = policy.ok_or_else(|| Error::internal("an enrolment left no number"))?;
            self.directory.members.insert(key, Member { account: self.chain.ss58(&account), policy });
        }
        self.save()?;
        self.say(format!("{} members are enrolled, {} of them now", loaded.members.len(), actions.len()));
        Ok(actions.len())
    }

    /// Finds policies of an earlier run whose directory is lost.
    async fn find_policies(&mut self, plan: PlanRef, loaded: &Loaded) -> Result<()> {
        let is_known = |key: &str| self.directory.members.contains_key(key);
        if loaded.members.iter().all(|member| is_known(&member.key)) {
            return Ok(());
        }
        let hashes: Vec<(Digest, &str)> =
            loaded.members.iter().map(|member| (self.keyring.member(member), member.key.as_str())).collect();
        for id in 1u32.. {
            let policy: Option<Policy> = self.contracts.claims.view(self.chain, "policy", (id,)).await?;
            let Some(policy) = policy else { break };
            if policy.plan != plan {
                continue;
            }
            if let Some((_, key)) = hashes.iter().find(|(hash, _)| *hash == policy.member_hash) {
                let account = self.chain.ss58(&policy.member);
                self.directory.members.insert((*key).to_owned(), Member { account, policy: id });
            }
        }
        Ok(())
    }

    /// What the members need to sign for themselves.
    async fn fund(&self, loaded: &Loaded) -> Result<()> {
        let unit = 10u128.checked_pow(self.chain.properties.decimals).unwrap_or(1);
        let mut actions = Vec::new();
        for member in &loaded.members {
            let to = account::of(&party_key("member", &member.key)?);
            if self.chain.free_balance(&to).await? < unit.saturating_mul(5) {
                actions.push(Action::Transfer { to, amount: unit.saturating_mul(20) });
            }
        }
        self.all(&self.governance, "funding the members' accounts", &actions).await?;
        Ok(())
    }

    async fn consent(&self, loaded: &Loaded) -> Result<usize> {
        let mut given = 0usize;
        let progress =
            self.ctx.out.bar("patients consent", u64::try_from(loaded.members.len()).unwrap_or(u64::MAX));
        for member in &loaded.members {
            let patient = self.governance.with_key(party_key("member", &member.key)?);
            if give_consent(&patient, self.contracts, self.insurer.account(), self.around_today(), self.today)
                .await?
            {
                given = given.saturating_add(1);
            }
            progress.advance(1);
        }
        progress.finish();
        self.say(format!(
            "{} patients permit the insurer to use their claims for payment, {given} since now",
            loaded.members.len()
        ));
        Ok(given)
    }

    async fn fill_escrow(&self, payer: PayerId) -> Result<u64> {
        let escrow: Option<Escrow> = self.contracts.claims.view(self.chain, "escrow", (payer,)).await?;
        let free = escrow.unwrap_or_default().free;
        if free >= ESCROW_LOW {
            return Ok(0);
        }
        let missing = ESCROW.left_after(free);
        let (token, insurer) = (&self.contracts.stablecoin, self.insurer.account());
        let held: u128 = token.view(self.chain, "balance_of", (insurer,)).await?;
        if held < u128::from(missing.0) {
            self.governance.call(token, "mint", (insurer, u128::from(missing.0))).await?;
        }
        payer::deposit(&self.insurer, self.contracts, payer, missing).await?;
        self.say(format!("the escrow holds {}", crate::text::money(ESCROW)));
        Ok(missing.0)
    }

    async fn authorise(&mut self, loaded: &Loaded) -> Result<usize> {
        let (mut actions, mut numbers) = (Vec::new(), Vec::new());
        for source in &loaded.authorisations {
            if self.directory.authorisations.contains_key(&source.number) {
                continue;
            }
            let member = self.directory.members.get(&source.member);
            let (Some(member), Some(provider)) = (member, self.directory.provider(&source.provider)) else {
                continue;
            };
            let authorisation = Authorisation {
                policy: member.policy,
                provider,
                code: self.keyring.code(&source.code),
                period: source.period,
                units: source.units,
            };
            actions.push(Action::call(&self.contracts.claims, "authorise", (authorisation,)));
            numbers.push(source.number.clone());
        }
        let receipts = self.all(&self.insurer, "authorising services", &actions).await?;
        for (number, receipt) in numbers.into_iter().zip(&receipts) {
            let id =
                payer::number_in(self.chain, self.contracts, receipt, "ServiceAuthorised", "authorisation")?;
            let id = id.ok_or_else(|| Error::internal("an authorisation left no number"))?;
            self.directory.authorisations.insert(number, id);
        }
        self.save()?;
        Ok(actions.len())
    }

    /// Sends many; the first refusal ends the seeding.
    async fn all(&self, session: &Session<'_>, what: &str, actions: &[Action<'_>]) -> Result<Vec<Receipt>> {
        let progress = self.ctx.out.bar(what, u64::try_from(actions.len()).unwrap_or(u64::MAX));
        let results = session.send_all(actions, &progress).await;
        results.into_iter().collect::<Result<_>>().map_err(|error| error.context(what))
    }

    fn save(&self) -> Result<()> {
        self.directory.write(self.chain)
    }
}

/// The directory, unless the chain was begun anew since: then its payer is not there, and its numbers mean nothing.
async fn present(chain: &Chain, contracts: &Contracts) -> Result<Directory> {
    let directory = Directory::read(chain)?;
    let Some(number) = directory.payer else { return Ok(directory) };
    let payer: Option<Payer> = contracts.claims.view(chain, "payer", (number,)).await?;
    Ok(payer.map_or_else(Directory::default, |_| directory))
}

/// The years around a day for which everything is accredited, licensed and covered.
pub fn around(day: Day) -> Period {
    Period { from: Day(day.0.saturating_sub(YEARS_AROUND)), until: Some(day.plus(YEARS_AROUND)) }
}

/// Lets a patient permit the insurer what claims need, for these days, unless that is permitted today already. True when it was
/// not.
///
/// # Errors
/// When the node cannot be reached or the contract refuses.
pub async fn give_consent(
    patient: &Session<'_>,
    contracts: &Contracts,
    insurer: Account,
    validity: Period,
    today: Day,
) -> Result<bool> {
    let query = (patient.account(), payment_query(insurer, today));
    let answer: Answer = contracts.consent.view(patient.chain(), "decide", query).await?;
    if matches!(answer.decision, Decision::Permit { .. }) {
        return Ok(false);
    }
    let terms = Terms {
        grantee: Grantee::Account(insurer),
        effect: Effect::Permit,
        purposes: PurposeSet::from_iter([Purpose::Payment]),
        categories: Category::Claims.set(),
        actions: ActionSet::from_iter([Use::Read]),
        validity,
        data: Period::ALWAYS,
        receipt: salted_digest(&patient.account().0, b"consent to the use of claims for payment"),
    };
    patient.call(&contracts.consent, "grant", (terms,)).await?;
    Ok(true)
}

/// What the claims contract asks the consent registry for a claim of this day.
fn payment_query(insurer: Account, day: Day) -> Query {
    Query {
        actor: insurer,
        purpose: Purpose::Payment,
        categories: Category::Claims.set(),
        action: Use::Read,
        day,
        data: Period::day(day),
    }
}

/// Reads a plan that comes with the project when none is named.
///
/// # Errors
/// When the plan cannot be read.
pub fn plan(named: Option<&Path>) -> Result<PlanFile> {
    match named {
        Some(path) => PlanFile::read(path),
        None => PlanFile::parse(include_str!("../plans/standard.toml"), false)
            .or_internal("reading the standard plan"),
    }
}
