//! `healink consent`, `access` and `break-glass` as patients, providers and reviewers meet them, on a real node of our own chain: see
//! [`world`] for what that takes.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod world;

use std::path::PathBuf;

use serde_json::Value;
use world::World;

const PATIENT: &str = "eve";
const PAYER: &str = "charlie";
const HASH: &str = "0xcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd";
const OWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/consents");

#[test]
fn patients_decide_and_everything_shows_on_a_real_node() {
    let Some(world) = World::start("disclosures") else { return };
    grants_and_receipts(&world);
    on_behalf(&world);
    licence(&world);
    accesses(&world);
    broken_glass(&world);
    files(&world);
}

fn decide(world: &World, patient: &str, purpose: &str, category: &str) -> Value {
    let asked = ["--actor", PAYER, "--purpose", purpose, "--category", category];
    world.json("", &[&["consent", "decide", "--patient", patient], &asked[..]].concat())["decision"].clone()
}

fn receipts(world: &World, ending: &str) -> Vec<PathBuf> {
    let all = std::fs::read_dir(world.path("out/receipts")).unwrap().map(|entry| entry.unwrap().path());
    all.filter(|path| path.extension().is_some_and(|found| found == ending)).collect()
}

/// Grant 1 is superseded by 2, which is withdrawn; 3 denies. The receipts follow.
fn grants_and_receipts(world: &World) {
    let give = ["--to", PAYER, "--purpose", "payment", "--category", "claims"];
    let grant = [&["consent", "grant"], &give[..]].concat();
    world.run(PATIENT, &[&["--dry-run"], &grant[..]].concat());
    assert!(!world.path("out/receipts").exists(), "a dry run leaves no receipt");
    world.expect(0, PATIENT, &grant, &["made 1 Permit", "receipt out/receipts/"]);
    assert!(decide(world, PATIENT, "payment", "claims").get("Permit").is_some());
    let first = receipts(world, "html").remove(0);
    let verify = ["consent", "receipt", "verify", first.to_str().unwrap()];
    world.expect(0, "", &verify, &["that of grant 1, which holds"]);

    world.run(PATIENT, &[&grant[..], &["--supersedes", "1"]].concat());
    world.expect(0, "", &verify, &["was superseded by grant 2"]);
    let files = receipts(world, "json").len();
    world.expect(
        1,
        PATIENT,
        &[&grant[..], &["--supersedes", "1"]].concat(),
        &["NothingToSupersede", "what to do"],
    );
    assert_eq!(receipts(world, "json").len(), files, "a refused grant leaves no receipt");

    world.expect(0, PATIENT, &["consent", "revoke", "--to", PAYER, "2"], &["GrantsChanged"]);
    assert_eq!(decide(world, PATIENT, "payment", "claims"), "NoConsent");
    world.expect(1, PATIENT, &["consent", "revoke", "--to", PAYER, "2"], &["AlreadyEnded"]);
    world.run(PATIENT, &[&["consent", "deny"], &give[..]].concat());
    assert_eq!(decide(world, PATIENT, "payment", "claims"), "Deny");

    let page = std::fs::read_to_string(&first).unwrap();
    let changed = world.path("changed.html");
    let verify = ["consent", "receipt", "verify", changed.to_str().unwrap()];
    std::fs::write(&changed, page.replacen("payment", "research", 1)).unwrap();
    world.expect(2, "", &verify, &["page was changed"]);
    std::fs::write(&changed, page.replace("payment", "research")).unwrap();
    world.expect(1, "", &verify, &["receipt was changed"]);
}

/// An attorney acts within the mandate, never over the patient's own no; a lock and a guardian change who is heard.
fn on_behalf(world: &World) {
    let appoint =
        ["consent", "care", "appoint", "--holder", "dave", "--role", "attorney", "--purpose", "payment"];
    world.expect(0, PATIENT, &appoint, &["CareChanged", "\"purposes\":[\"payment\"]"]);
    let give = |purpose: &'static str, to: &'static str| {
        ["consent", "grant", "--for", PATIENT, "--to", to, "--purpose", purpose, "--category", "claims"]
    };
    world.expect(1, "dave", &give("payment", PAYER), &["PatientRefused"]);
    world.expect(1, "dave", &give("research", "bob"), &["OutOfScope"]);
    world.expect(1, "ferdie", &give("payment", "bob"), &["NotAuthorised"]);
    world.expect(0, "dave", &give("payment", "bob"), &["Proxy"]);

    world.expect(
        1,
        PATIENT,
        &["consent", "care", "watch", "--custodian", "ferdie", "--silence-days", "9", "--warning-days", "7"],
        &["TooShort"],
    );
    world.run(
        PATIENT,
        &["consent", "care", "watch", "--custodian", "ferdie", "--silence-days", "30", "--warning-days", "7"],
    );
    world.expect(1, "ferdie", &["consent", "care", "give-notice", "--for", PATIENT], &["TooEarly"]);
    world.run(PATIENT, &["consent", "care", "still-here"]);

    world.expect(
        1,
        "bob",
        &["consent", "care", "lock", "--for", PATIENT, "--until", "today+9", "--order", HASH],
        &["NotAuthorised"],
    );
    world.run("alice", &["consent", "care", "lock", "--for", PATIENT, "--until", "today+9", "--order", HASH]);
    world.expect(1, PATIENT, &["consent", "revoke", "--to", "bob"], &["Locked"]);
    world.expect(
        0,
        "",
        &["consent", "care", "show", PATIENT],
        &["a court's lock holds", "attorney", "custodian"],
    );
    world.run("alice", &["consent", "care", "unlock", "--for", PATIENT]);

    let guardian = ["consent", "care", "appoint", "--for", PATIENT, "--holder", "bob", "--role", "guardian"];
    world.expect(2, "alice", &guardian, &["--until"]);
    world.run("alice", &[&guardian[..], &["--until", "today+400"]].concat());
    world.expect(
        1,
        PATIENT,
        &["consent", "grant", "--to", "bob", "--purpose", "payment", "--category", "claims"],
        &["Ward"],
    );
    world.run(PATIENT, &["consent", "revoke", "--to", "bob"]);
    world.run("bob", &["consent", "care", "dismiss", "--for", PATIENT, "--holder", "bob"]);
    world.run(PATIENT, &["consent", "care", "unwatch"]);
    world.run(PATIENT, &["consent", "care", "dismiss", "--holder", "dave"]);
    world.expect(0, "", &["consent", "care", "show", PATIENT], &["nobody acts"]);
}

/// The payer is a licensed provider from now on.
fn licence(world: &World) {
    let place = ["--kind", "state-licence", "--place", "US-CA"];
    world.run("alice", &[&["credentials", "accredit", "--head", "bob"], &place[..]].concat());
    let issue =
        ["credentials", "issue", "--provider", PAYER, "--npi", "1234567893", "--expires", "today+300"];
    world.run("bob", &[&issue[..], &place].concat());
}

/// What is permitted and what is refused stands in the log, newest first.
fn accesses(world: &World) {
    let ask = |purpose: &'static str, category: &'static str| {
        [
            "access",
            "record",
            "--patient",
            PATIENT,
            "--record",
            HASH,
            "--purpose",
            purpose,
            "--category",
            category,
        ]
    };
    world.expect(
        1,
        PAYER,
        &ask("payment", "claims"),
        &["denied by the patient", "the attempt is recorded", "break-glass"],
    );
    world.run(
        PATIENT,
        &[
            "consent",
            "grant",
            "--to-kind",
            "state-licence",
            "--place",
            "US-CA",
            "--purpose",
            "treatment",
            "--category",
            "results",
        ],
    );
    world.expect(0, PAYER, &ask("treatment", "results,notes"), &["leave out notes"]);
    let log = world.json("", &["access", "log", "--patient", PATIENT]);
    let outcomes: Vec<&str> =
        log.as_array().unwrap().iter().map(|entry| entry["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes.len(), 2);
    assert!(outcomes[0].starts_with("permitted") && outcomes[1].starts_with("refused"), "{outcomes:?}");
}

/// Opening 1 admits, is found unjustified, and suspends the right until governance lifts that.
fn broken_glass(world: &World) {
    let open = ["break-glass", "open", "--patient", PATIENT, "--why", "unconscious"];
    world.expect(1, "dave", &open, &["NotCredentialed"]);
    world.expect(0, PAYER, &open, &["GlassBroken", "out/sealed/"]);
    world.expect(1, PAYER, &open, &["StillOpen"]);
    let emergency = [
        "access",
        "record",
        "--patient",
        PATIENT,
        "--record",
        HASH,
        "--purpose",
        "emergency-treatment",
        "--category",
        "hiv",
    ];
    world.expect(0, PAYER, &emergency, &["in an emergency, opening 1"]);
    assert_eq!(world.json("", &["break-glass", "queue"]).as_array().unwrap().len(), 1);
    let sealed = std::fs::read_dir(world.path("out/sealed")).unwrap().next().unwrap().unwrap().path();
    let statement = sealed.to_str().unwrap();
    world.expect(
        0,
        "",
        &["break-glass", "show", "1", "--statement", statement],
        &["justification  unconscious"],
    );
    let words = std::fs::read_to_string(&sealed).unwrap();
    std::fs::write(&sealed, words.replace("unconscious", "curious")).unwrap();
    world.expect(2, "", &["break-glass", "show", "1", "--statement", statement], &["was changed"]);

    let judge = ["break-glass", "review", "1", "--unjustified", "--report", "no emergency"];
    world.expect(1, "ferdie", &judge, &["NotReviewer", "break-glass appoint"]);
    world.run("alice", &["break-glass", "appoint", "--reviewer", "ferdie"]);
    world.run("ferdie", &judge);
    world.expect(0, "", &["break-glass", "right", "--provider", PAYER], &["opening 1 was not justified"]);
    world.expect(1, PAYER, &emergency, &["refused"]);
    world.expect(
        1,
        PAYER,
        &["break-glass", "open", "--patient", "dave", "--why", "x"],
        &["Suspended", "reinstate"],
    );
    world.run("alice", &["break-glass", "reinstate", "--provider", PAYER]);
    world.expect(0, "", &["break-glass", "right", "--provider", PAYER], &["may break the glass"]);
    assert_eq!(world.json("", &["break-glass", "queue"]).as_array().unwrap().len(), 0);
    world.expect(1, "", &["break-glass", "show", "9"], &["NoSuchOpening"]);
}

/// What files say is granted, decided alike, exported and read again.
fn files(world: &World) {
    let import = ["consent", "import", "--consent", OWN];
    world.expect(2, "bob", &import, &["--actor-is Organization/clinic"]);
    let named = [&import[..], &["--actor-is", "Organization/clinic=charlie"]].concat();
    world.expect(2, "bob", &[&named[..], &["--exact"]].concat(), &["permit more than grants can express"]);
    let imported = world.json("bob", &named);
    assert_eq!(imported["grants"].as_array().unwrap().len(), 5);
    for (purpose, category, expected) in [
        ("treatment", "results", "permit"),
        ("treatment", "notes", "deny"),
        ("emergency-treatment", "substance-use", "permit"),
        ("payment", "claims", "deny"),
    ] {
        let ask = [
            "--actor",
            PAYER,
            "--holds",
            "state-licence@US-CA",
            "--purpose",
            purpose,
            "--category",
            category,
            "--on",
            "today",
        ];
        let evaluate = |files: &[&str]| {
            world.json("", &[&["consent", "evaluate"], files, &ask[..]].concat())["decision"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        assert_eq!(
            evaluate(&["--consent", OWN, "--actor-is", "Organization/clinic=charlie"]),
            expected,
            "{purpose}"
        );
        let decided = decide(world, "bob", purpose, category);
        assert_eq!(decided.get("Permit").is_some(), expected == "permit", "{purpose}: {decided}");
        world.run("", &["consent", "export", "--patient", "bob", "--out", "bob.json"]);
        assert_eq!(evaluate(&["--consent", "bob.json"]), expected, "{purpose}");
    }
    // The same grants for somebody else, with the same receipts' hashes left behind.
    let copied = world.json("ferdie", &["consent", "import", "--consent", "bob.json"]);
    let terms = |imported: &Value| -> Vec<String> {
        let mut all: Vec<String> =
            imported["grants"].as_array().unwrap().iter().map(|one| one["terms"].to_string()).collect();
        all.sort();
        all
    };
    assert_eq!(terms(&copied), terms(&imported));
    // An opt-out ends what grants permit.
    let opt_out = std::fs::read_to_string(format!("{OWN}/opt-out-with-exceptions.json")).unwrap();
    let mut opt_out: Value = serde_json::from_str(&opt_out).unwrap();
    opt_out["provision"] = serde_json::json!({});
    std::fs::write(world.path("out.json"), opt_out.to_string()).unwrap();
    world.run("ferdie", &["consent", "import", "--consent", "out.json"]);
    assert_eq!(decide(world, "ferdie", "treatment", "results"), "Deny");
}
