//! Plan files: terms, benefits and the fee schedule of a plan in TOML or JSON, codes in clear (`docs/formats.md`).

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    path::Path,
};

use healink_domain::{
    claims::{
        Benefit, Category, Coordination, CostSharing, Family, Fee, Limit, Plan, PlanError, Shared,
        SharedKind, Sharing,
    },
    credentials::{BoardId, Kind},
    BasisPoints, Cents,
};
use serde::{de, Deserialize, Deserializer};

use crate::{
    error::{Error, Result, ResultExt},
    fhir::{Code, Keyring, SourceClaim},
    names, text,
};

/// A plan as written in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanFile {
    /// What it is called.
    pub name: String,
    /// ISO 4217.
    pub currency: String,
    /// The terms.
    pub plan: Plan,
    /// The fee schedule, codes in clear.
    pub fees: Vec<FeeEntry>,
}

/// An entry of the fee schedule. Codes that are not listed are not covered [96].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeEntry {
    /// The service.
    pub code: Code,
    /// The category whose benefit applies.
    pub category: Category,
    /// Allowed for one unit.
    pub allowed: Cents,
}

impl PlanFile {
    /// Reads a file; `.json` as JSON, anything else as TOML.
    ///
    /// # Errors
    /// When it cannot be read or is wrong: with line and field.
    pub fn read(path: &Path) -> Result<Self> {
        let content =
            std::fs::read_to_string(path).or_usage(format!("reading the plan {}", path.display()))?;
        let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        Self::parse(&content, is_json).map_err(|error| {
            let named = error.context(path.display());
            match named.hint {
                Some(_) => named,
                None => named.hint("the format is described in docs/formats.md"),
            }
        })
    }

    /// Reads a plan.
    ///
    /// # Errors
    /// When it is wrong: with line and field.
    pub fn parse(content: &str, is_json: bool) -> Result<Self> {
        let file: File = if is_json { from_json(content)? } else { from_toml(content)? };
        file.checked()
    }

    /// The fee schedule as the chain holds it.
    pub fn schedule(&self, keyring: &Keyring) -> Vec<Fee> {
        let fee = |entry: &FeeEntry| Fee {
            code: keyring.code(&entry.code),
            category: entry.category,
            allowed: entry.allowed,
        };
        self.fees.iter().map(fee).collect()
    }

    /// Codes of these claims that the schedule does not list, and that are therefore not covered.
    pub fn unlisted<'a>(&self, claims: impl IntoIterator<Item = &'a SourceClaim>) -> BTreeSet<Code> {
        let listed: BTreeSet<(&str, &str)> = self.fees.iter().map(|entry| key(&entry.code)).collect();
        let codes = claims.into_iter().flat_map(|claim| &claim.lines).map(|line| &line.code);
        codes.filter(|code| !listed.contains(&key(code))).cloned().collect()
    }
}

fn key(code: &Code) -> (&str, &str) {
    (&code.system, &code.code)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    #[serde(default = "dollars")]
    currency: String,
    deductible: Amount,
    out_of_pocket_maximum: Amount,
    cost_sharing: Order,
    filing_days: u16,
    review_above: Option<Amount>,
    family: Option<FamilyTerms>,
    network: Option<BoardId>,
    #[serde(default)]
    coordination: Coordinating,
    #[serde(default = "days::<30>")]
    decision_days: u16,
    #[serde(default = "days::<180>")]
    appeal_days: u16,
    #[serde(default = "days::<60>")]
    appeal_decision_days: u16,
    #[serde(default = "days::<120>")]
    external_review_days: u16,
    benefits: BTreeMap<Name<Category>, BenefitTerms>,
    fees: Vec<FeeTerms>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BenefitTerms {
    #[serde(default = "yes")]
    covered: bool,
    #[serde(default)]
    copay: Amount,
    #[serde(default)]
    coinsurance_percent: Percent,
    #[serde(default)]
    deductible_applies: bool,
    #[serde(default)]
    authorisation_needed: bool,
    #[serde(default)]
    waiting_days: u16,
    limit_units: Option<u32>,
    limit_amount: Option<Amount>,
    credential: Option<Name<Kind>>,
    out_of_network: Option<OutsideTerms>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutsideTerms {
    #[serde(default)]
    copay: Amount,
    #[serde(default)]
    coinsurance_percent: Percent,
    #[serde(default)]
    deductible_applies: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FamilyTerms {
    deductible: SharedTerms,
    out_of_pocket_maximum: SharedTerms,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SharedTerms {
    amount: Amount,
    kind: Sharedness,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Sharedness {
    Embedded,
    Aggregate,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Coordinating {
    #[default]
    Standard,
    MaintenanceOfBenefits,
    CarveOut,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FeeTerms {
    system: String,
    code: String,
    name: Option<String>,
    category: Name<Category>,
    allowed: Amount,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Order {
    CopayFirst,
    DeductibleFirst,
}

fn dollars() -> String {
    "USD".into()
}

const fn yes() -> bool {
    true
}

const fn days<const DAYS: u16>() -> u16 {
    DAYS
}

impl From<SharedTerms> for Shared {
    fn from(terms: SharedTerms) -> Self {
        let kind = match terms.kind {
            Sharedness::Embedded => SharedKind::Embedded,
            Sharedness::Aggregate => SharedKind::Aggregate,
        };
        Self { amount: terms.amount.0, kind }
    }
}

impl From<FamilyTerms> for Family {
    fn from(terms: FamilyTerms) -> Self {
        Self {
            deductible: terms.deductible.into(),
            out_of_pocket_maximum: terms.out_of_pocket_maximum.into(),
        }
    }
}

impl From<Coordinating> for Coordination {
    fn from(written: Coordinating) -> Self {
        match written {
            Coordinating::Standard => Self::Standard,
            Coordinating::MaintenanceOfBenefits => Self::MaintenanceOfBenefits,
            Coordinating::CarveOut => Self::CarveOut,
        }
    }
}

impl From<OutsideTerms> for Sharing {
    fn from(terms: OutsideTerms) -> Self {
        Self {
            copay: terms.copay.0,
            coinsurance: terms.coinsurance_percent.0,
            deductible_applies: terms.deductible_applies,
        }
    }
}

impl File {
    fn checked(self) -> Result<PlanFile> {
        let cost_sharing = match self.cost_sharing {
            Order::CopayFirst => CostSharing::CopayFirst,
            Order::DeductibleFirst => CostSharing::DeductibleFirst,
        };
        let benefits = self.benefits.into_iter().map(benefit).collect::<Result<_>>()?;
        let plan = Plan {
            deductible: self.deductible.0,
            out_of_pocket_maximum: self.out_of_pocket_maximum.0,
            cost_sharing,
            filing_days: self.filing_days,
            review_above: self.review_above.map(|amount| amount.0),
            family: self.family.map(Family::from),
            coordination: self.coordination.into(),
            network: self.network,
            decision_days: self.decision_days,
            appeal_days: self.appeal_days,
            appeal_decision_days: self.appeal_decision_days,
            external_review_days: self.external_review_days,
            benefits,
        };
        plan.validate().map_err(wrong_terms)?;
        let mut seen = BTreeMap::new();
        for (index, fee) in self.fees.iter().enumerate() {
            if let Some(first) = seen.insert((fee.system.clone(), fee.code.clone()), index) {
                return Err(Error::usage(format!(
                    "fees[{index}]: the code {} stands in fees[{first}] too",
                    fee.code
                )));
            }
            if plan.benefit(fee.category.0).is_none() {
                let category = names::name(fee.category.0);
                return Err(Error::usage(format!(
                    "fees[{index}].category: the plan has no benefits.{category}"
                )));
            }
        }
        let entry = |fee: FeeTerms| FeeEntry {
            code: Code { system: fee.system, code: fee.code, display: fee.name },
            category: fee.category.0,
            allowed: fee.allowed.0,
        };
        let fees = self.fees.into_iter().map(entry).collect();
        Ok(PlanFile { name: self.name, currency: self.currency, plan, fees })
    }
}

fn benefit((Name(category), terms): (Name<Category>, BenefitTerms)) -> Result<Benefit> {
    let limit = match (terms.limit_units, terms.limit_amount) {
        (None, None) => None,
        (Some(units), None) => Some(Limit::Units(units)),
        (None, Some(amount)) => Some(Limit::Amount(amount.0)),
        (Some(_), Some(_)) => {
            let category = names::name(category);
            return Err(Error::usage(format!(
                "benefits.{category}: limit_units and limit_amount exclude each other"
            )));
        }
    };
    Ok(Benefit {
        category,
        covered: terms.covered,
        copay: terms.copay.0,
        coinsurance: terms.coinsurance_percent.0,
        deductible_applies: terms.deductible_applies,
        authorisation_needed: terms.authorisation_needed,
        waiting_days: terms.waiting_days,
        limit,
        credential: terms.credential.map(|kind| kind.0),
        out_of_network: terms.out_of_network.map(Sharing::from),
    })
}

fn wrong_terms(error: PlanError) -> Error {
    Error::usage(match error {
        PlanError::NoBenefits => "benefits: the plan has none".into(),
        PlanError::BenefitTwice { category } => format!("benefits.{}: stands twice", names::name(category)),
        PlanError::CoinsuranceAboveWhole { category } => {
            format!("benefits.{}.coinsurance_percent: is above 100", names::name(category))
        }
        PlanError::DeductibleAboveMaximum => {
            "deductible: is above out_of_pocket_maximum, of a member or of a family".into()
        }
        PlanError::FamilyBelowMember => {
            "family: an embedded amount is below that of one member, which could never be reached".into()
        }
        PlanError::EmptyLimit { category } => {
            format!("benefits.{}: a limit of nothing; write covered = false", names::name(category))
        }
    })
}

fn from_toml<T: for<'de> Deserialize<'de>>(content: &str) -> Result<T> {
    let wrong = |path: String, error: &toml::de::Error| {
        let before = error.span().and_then(|span| content.get(..span.start)).unwrap_or_default();
        at(before.split('\n').count(), &path, error.message())
    };
    let parsed = toml::Deserializer::parse(content).map_err(|error| wrong(String::new(), &error))?;
    serde_path_to_error::deserialize(parsed).map_err(|error| wrong(error.path().to_string(), error.inner()))
}

fn from_json<T: for<'de> Deserialize<'de>>(content: &str) -> Result<T> {
    let mut parsed = serde_json::Deserializer::from_str(content);
    let value = serde_path_to_error::deserialize(&mut parsed).map_err(|error| {
        let said = error.inner().to_string();
        let reason = said.split(" at line ").next().unwrap_or(&said);
        at(error.inner().line(), &error.path().to_string(), reason)
    })?;
    parsed.end().or_usage("after the plan")?;
    Ok(value)
}

/// `line 12, fees[3].allowed: …`.
fn at(line: usize, path: &str, reason: &str) -> Error {
    let field = if path.is_empty() || path == "." { String::new() } else { format!(", {path}") };
    Error::usage(format!("line {line}{field}: {}", reason.trim().replace('\n', "; ")))
}

/// An amount: text such as `"12.50"`, or a whole number. A number with decimals is refused, since it would pass through a binary
/// fraction.
#[derive(Clone, Copy, Debug, Default)]
struct Amount(Cents);

/// A percentage of at most two decimals, written like an amount.
#[derive(Clone, Copy, Debug, Default)]
struct Percent(BasisPoints);

struct Written;

impl<'de> de::Visitor<'de> for Written {
    type Value = Cents;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number in quotes, such as \"12.50\", or a whole number")
    }

    fn visit_str<E: de::Error>(self, written: &str) -> Result<Cents, E> {
        text::parse_money(written).map_err(|_| E::custom(format!("`{written}` has not the form \"12.50\"")))
    }

    fn visit_u64<E: de::Error>(self, whole: u64) -> Result<Cents, E> {
        whole.checked_mul(100).map(Cents).ok_or_else(|| E::custom("the number is too large"))
    }

    fn visit_i64<E: de::Error>(self, whole: i64) -> Result<Cents, E> {
        u64::try_from(whole)
            .map_err(|_| E::custom("the number is negative"))
            .and_then(|whole| self.visit_u64(whole))
    }

    /// How serde_json hands over a number when any crate of the build asks it for arbitrary precision.
    fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Cents, A::Error> {
        let number = serde_json::Number::deserialize(de::value::MapAccessDeserializer::new(map))?;
        match (number.as_u64(), number.as_i64()) {
            (Some(whole), _) => self.visit_u64(whole),
            (None, Some(whole)) => self.visit_i64(whole),
            (None, None) => {
                let float = number.as_f64().unwrap_or(f64::NAN);
                Err(de::Error::invalid_type(de::Unexpected::Float(float), &self))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Written).map(Self)
    }
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Cents(hundredths) = deserializer.deserialize_any(Written)?;
        let points =
            u16::try_from(hundredths).map_err(|_| de::Error::custom("the percentage is too large"))?;
        Ok(Self(BasisPoints(points)))
    }
}

/// A value by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Name<T>(T);

fn by_name<'de, D: Deserializer<'de>, T: Copy + fmt::Debug>(
    deserializer: D,
    what: &str,
    all: &[T],
) -> Result<Name<T>, D::Error> {
    let written = String::deserialize(deserializer)?;
    names::parse(what, all, &written).map(Name).map_err(|error| {
        let known = error.hint.unwrap_or_default();
        de::Error::custom(format!("{}: {known}", error.message))
    })
}

impl<'de> Deserialize<'de> for Name<Category> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        by_name(deserializer, "category", Category::ALL)
    }
}

impl<'de> Deserialize<'de> for Name<Kind> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        by_name(deserializer, "kind of credential", Kind::ALL)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const PLAN: &str = r#"
name = "Test"
deductible = "500.00"
out_of_pocket_maximum = 2000
cost_sharing = "copay-first"
filing_days = 365

[benefits.office-visit]
copay = "25.00"
coinsurance_percent = "12.5"
credential = "state-licence"
limit_units = 10

[[fees]]
system = "s"
code = "c"
category = "office-visit"
allowed = "110.00"
"#;

    fn wrong(from: &str, to: &str) -> String {
        assert!(PLAN.contains(from));
        PlanFile::parse(&PLAN.replace(from, to), false).unwrap_err().message
    }

    #[test]
    fn a_plan_is_read_with_its_defaults() {
        let file = PlanFile::parse(PLAN, false).unwrap();
        assert_eq!((file.currency.as_str(), file.plan.out_of_pocket_maximum), ("USD", Cents(200_000)));
        let [benefit] = file.plan.benefits.as_slice() else { unreachable!() };
        assert_eq!(
            (benefit.covered, benefit.coinsurance, benefit.copay),
            (true, BasisPoints(1_250), Cents(2_500))
        );
        assert_eq!((benefit.limit, benefit.credential), (Some(Limit::Units(10)), Some(Kind::StateLicence)));
        let keyring = Keyring::new(*b"secret");
        assert_eq!(file.schedule(&keyring)[0].code, healink_domain::code_key(b"secret", "s", "c"));
    }

    #[test]
    fn days_have_the_defaults_of_the_law_and_the_rest_is_off() {
        let plan = PlanFile::parse(PLAN, false).unwrap().plan;
        let days =
            (plan.decision_days, plan.appeal_days, plan.appeal_decision_days, plan.external_review_days);
        assert_eq!(days, (30, 180, 60, 120));
        assert_eq!((plan.family, plan.network, plan.coordination), (None, None, Coordination::Standard));
        assert_eq!(plan.benefits[0].out_of_network, None);
    }

    #[test]
    fn family_network_and_coordination_are_read() {
        let more = r#"filing_days = 365
network = 7
coordination = "carve-out"
appeal_days = 90
family = { deductible = { amount = "1000.00", kind = "embedded" }, out_of_pocket_maximum = { amount = 4000, kind = "aggregate" } }
"#;
        let outside =
            "limit_units = 10\nout_of_network = { coinsurance_percent = 40, deductible_applies = true }";
        let text = PLAN.replace("filing_days = 365", more).replace("limit_units = 10", outside);
        let plan = PlanFile::parse(&text, false).unwrap().plan;
        assert_eq!(
            (plan.network, plan.coordination, plan.appeal_days),
            (Some(7), Coordination::CarveOut, 90)
        );
        let deductible = Shared { amount: Cents(100_000), kind: SharedKind::Embedded };
        let out_of_pocket_maximum = Shared { amount: Cents(400_000), kind: SharedKind::Aggregate };
        assert_eq!(plan.family, Some(Family { deductible, out_of_pocket_maximum }));
        let outside =
            Sharing { copay: Cents::ZERO, coinsurance: BasisPoints(4_000), deductible_applies: true };
        assert_eq!(plan.benefits[0].out_of_network, Some(outside));
        let low = text.replace("\"1000.00\"", "\"100.00\"");
        assert!(PlanFile::parse(&low, false).unwrap_err().message.starts_with("family: an embedded amount"));
    }

    #[test]
    fn json_says_the_same() {
        let value: toml::Value = toml::from_str(PLAN).unwrap();
        let json = serde_json::to_string_pretty(&value).unwrap();
        assert_eq!(PlanFile::parse(&json, true).unwrap(), PlanFile::parse(PLAN, false).unwrap());
        let broken = PlanFile::parse(&json.replace("\"110.00\"", "110.5"), true).unwrap_err().message;
        assert!(broken.contains("fees[0].allowed: invalid type: floating point `110.5`"), "{broken}");
        assert!(broken.starts_with("line "), "{broken}");
    }

    #[test]
    fn what_is_wrong_is_told_with_line_and_field() {
        for (from, to, said) in [
            ("\"110.00\"", "\"110.005\"", "line 18, fees[0].allowed: `110.005` has not the form \"12.50\""),
            ("\"110.00\"", "110.5", "line 18, fees[0].allowed: invalid type: floating point `110.5`"),
            ("\"110.00\"", "-1", "line 18, fees[0].allowed: the number is negative"),
            (
                "category = \"office-visit\"",
                "category = \"visit\"",
                "line 17, fees[0].category: `visit` is no category: one of medical-care",
            ),
            ("state-licence", "licence", "credential: `licence` is no kind of credential"),
            ("copay =", "copayment =", "copayment: unknown field `copayment`"),
            ("filing_days = 365", "filing_days = 70000", "line 6, filing_days: invalid value"),
            ("name = \"Test\"", "", "missing field `name`"),
            ("\"Test\"", "\"Test", "line 2"),
        ] {
            let message = wrong(from, to);
            assert!(message.contains(said), "{message}");
        }
    }

    #[test]
    fn terms_that_contradict_each_other_are_refused() {
        assert_eq!(
            wrong("deductible = \"500.00\"", "deductible = 2001"),
            "deductible: is above out_of_pocket_maximum, of a member or of a family"
        );
        assert_eq!(
            wrong("limit_units = 10", "limit_units = 10\nlimit_amount = 5"),
            "benefits.office-visit: limit_units and limit_amount exclude each other"
        );
        assert_eq!(
            wrong("limit_units = 10", "limit_units = 0"),
            "benefits.office-visit: a limit of nothing; write covered = false"
        );
        assert_eq!(
            wrong("\"12.5\"", "\"100.01\""),
            "benefits.office-visit.coinsurance_percent: is above 100"
        );
        assert_eq!(
            wrong("category = \"office-visit\"", "category = \"dental\""),
            "fees[0].category: the plan has no benefits.dental"
        );
        let twice = format!(
            "{PLAN}\n[[fees]]\nsystem = \"s\"\ncode = \"c\"\ncategory = \"office-visit\"\nallowed = 1\n"
        );
        assert_eq!(
            PlanFile::parse(&twice, false).unwrap_err().message,
            "fees[1]: the code c stands in fees[0] too"
        );
    }
}
