//! `healink credentials` as boards, holders and relying parties meet it, on a real node of our own chain.
//!
//! See [`world`] for what that takes.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs
)]

mod world;

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::{json, Value};
use world::World;

/// What the tests ask of a world besides.
trait Boards {
    fn documents(&self) -> usize;
    fn status(&self, id: &str) -> String;
    fn accredit(&self);
}

impl Boards for World {
    fn documents(&self) -> usize {
        std::fs::read_dir(self.path("out/credentials")).map_or(0, Iterator::count)
    }

    fn status(&self, id: &str) -> String {
        let shown = self.json("", &["credentials", "show", id]);
        let changes = shown["status"]["changes"].as_array().unwrap();
        match changes.last() {
            Some(change) => change["status"]["status"].as_str().unwrap().to_owned(),
            None => shown["status"]["initial"]["status"].as_str().unwrap().to_owned(),
        }
    }

    /// Alice's body 1, and under it bob's board 2 and charlie's board 3; dave's board 4 is governance's own.
    fn accredit(&self) {
        let scope = ["--kind", "state-licence,board-certification,dea-registration", "--place", "US"];
        let accredit = |signer: &str, more: &[&str]| {
            self.run(signer, &[&["credentials", "accredit"], more, &scope].concat());
        };
        accredit("alice", &["--head", "alice", "--role", "body"]);
        accredit("alice", &["--head", "bob", "--body", "1"]);
        accredit("alice", &["--head", "charlie", "--body", "1"]);
        accredit("alice", &["--head", "dave"]);
    }
}

fn practitioners() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("practitioners")
}

const LICENCE: [&str; 6] = ["--kind", "state-licence", "--place", "US-CA", "--npi", "1234567893"];

#[test]
fn boards_issue_holders_show_and_anyone_verifies_on_a_real_node() {
    let Some(world) = World::start("attestations") else { return };
    world.accredit();
    officers_and_lifecycle(&world);
    batches(&world);
    signatures(&world);
    consensus(&world);
    verifiable_credentials(&world);
    due(&world);
    suspension_of_a_body(&world);
    successors(&world);
}

/// Credential 1 is renewed by 2; 3 is revoked by two officers; 4 is corrected.
fn officers_and_lifecycle(world: &World) {
    let issue = |provider: &str, more: &[&str]| {
        world.run("bob", &[&["credentials", "issue", "--provider", provider], &LICENCE[..], more].concat())
    };
    issue("eve", &["--expires", "today+300", "--detail", "licenceNumber=A-1"]);
    world.expect(
        1,
        "eve",
        &[&["credentials", "issue", "--provider", "eve"], &LICENCE[..], &["--expires", "today+9"]].concat(),
        &["NotAnOfficer", "what to do"],
    );
    world.expect(0, "bob", &["credentials", "renew", "1", "--expires", "today+700"], &["CredentialsIssued"]);
    assert_eq!((world.status("1"), world.status("2")), ("Superseded".into(), "Active".into()));
    let renewed = world.run("bob", &["credentials", "export", "2"]);
    assert!(renewed.contains("A-1"), "details are taken over: {renewed}");
    world.expect(
        1,
        "bob",
        &["credentials", "renew", "2", "--expires", "today+10"],
        &["NotARenewal", "lasts longer"],
    );

    world.expect(
        2,
        "bob",
        &["credentials", "suspend", "2", "--reason", "cleared"],
        &["no reason to suspend", "investigation"],
    );
    world.run("bob", &["credentials", "suspend", "2", "--reason", "investigation"]);
    world.expect(
        1,
        "",
        &["credentials", "check", "--provider", "eve", "--kind", "state-licence"],
        &["Suspended"],
    );
    world.run("bob", &["credentials", "reinstate", "2", "--reason", "cleared"]);
    world.expect(
        0,
        "",
        &["credentials", "check", "--provider", "eve", "--kind", "state-licence", "--board", "2"],
        &["yes: credential 2"],
    );
    world.expect(
        1,
        "",
        &["credentials", "check", "--provider", "eve", "--kind", "state-licence", "--board", "3"],
        &["WrongScope"],
    );

    world.run("bob", &["credentials", "board", "appoint", "2", "--officer", "ferdie"]);
    world.run("bob", &["credentials", "board", "two-persons", "2"]);
    world.expect(
        1,
        "charlie",
        &["credentials", "board", "dismiss", "2", "--officer", "ferdie"],
        &["NotTheHead"],
    );
    issue("eve", &["--expires", "today+301"]);
    let revoke = ["credentials", "revoke", "3", "--reason", "discipline"];
    world.expect(0, "bob", &revoke, &["another officer has to do the same"]);
    assert_eq!(world.status("3"), "Active");
    world.expect(0, "", &["credentials", "show", "3"], &["proposed by"]);
    world.run("ferdie", &revoke);
    assert_eq!(world.status("3"), "Revoked");
    world.expect(1, "bob", &["credentials", "reinstate", "3", "--reason", "cleared"], &["NotAllowed"]);

    issue("eve", &["--expires", "today+302"]);
    world.run("alice", &["credentials", "board", "one-person", "2"]);
    world.run("bob", &["credentials", "correct", "4", "--reason", "wrong-content"]);
    assert_eq!(world.status("4"), "EnteredInError");
    let history = world.run("", &["credentials", "show", "4"]);
    assert!(history.contains("entered-in-error from") && history.contains("(wrong-content)"), "{history}");
    world.expect(1, "", &["credentials", "show", "999"], &["NoSuchCredential"]);
    world.expect(1, "", &["credentials", "board", "show", "999"], &["NoSuchBoard", "board list"]);
    world.expect(0, "", &["credentials", "board", "show", "2"], &["one officer", "officers", "body 1"]);
}

/// Lists and FHIR files: what is bad is reported with its place, what is good is issued, once.
fn batches(world: &World) {
    let list = practitioners().join("licences.csv");
    let list = list.to_str().unwrap();
    let batch = ["credentials", "batch", list, "--verified", "today", "--stand-in-accounts"];
    let report = world.json("bob", &batch);
    assert_eq!((report["issued"].as_u64(), report["refused"].as_u64()), (Some(2), Some(0)));
    let skipped = report["skipped"].to_string();
    assert!(
        skipped.contains("licences.csv, line 4: npi") && skipped.contains("first digit must be 1 or 2"),
        "{skipped}"
    );
    assert!(skipped.contains("licences.csv, line 5: place"), "{skipped}");
    let documents = world.documents();
    let again = world.json("bob", &batch);
    assert_eq!((again["issued"].as_u64(), again["already_there"].as_u64()), (Some(0), Some(2)));
    assert_eq!(again["credentials"][0]["credential"], report["credentials"][0]["credential"]);
    assert_eq!(world.documents(), documents);

    let folder = practitioners();
    let import = ["credentials", "import", folder.to_str().unwrap(), "--verified", "today"];
    world.expect(2, "bob", &import, &["nothing can be issued", "--accounts"]);
    let import = [&import[..], &["--stand-in-accounts"]].concat();
    let dry = world.command("bob", &[&["--dry-run"], &import[..]].concat());
    assert!(String::from_utf8_lossy(&dry.stdout).contains("would be issued"));
    let report = world.json("bob", &import);
    assert_eq!(report["issued"], 5, "{report}");
    let skipped: Vec<&str> =
        report["skipped"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    assert_eq!(skipped.len(), 5, "{skipped:?}");
    for (line, place) in skipped.iter().zip([
        "resource.qualification[1].code.coding[0].code: `207q00000x` is no NUCC code",
        "resource.qualification[2].period: ends before it begins",
        "resource.identifier[0].value: `1100000010` is no NPI",
        "resource.identifier[0].value: `9941339100` is no NPI: its first digit must be 1 or 2",
        "resource.active: the practitioner is no longer active",
    ]) {
        assert!(line.contains(place), "{line}");
    }
    assert_eq!(world.json("bob", &import)["already_there"], 5);

    let bad = world.path("bad.csv");
    std::fs::write(&bad, "npi,provider,kind,place,from,expires,verified\n1234567893,ferdie,state-licence,FR,2026-01-01,2030-01-01,2026-01-01\n1245319599,ferdie,state-licence,US-CA,2026-01-01,2030-01-01,2026-01-01\n").unwrap();
    let mixed = world.expect(
        1,
        "bob",
        &["credentials", "batch", bad.to_str().unwrap()],
        &["BoardNotInForce", "1 issued", "1 refused"],
    );
    assert!(mixed.contains("line 2"), "{mixed}");
}

/// What an officer signs anyone submits, once, as it was signed.
fn signatures(world: &World) {
    let file = world.path("a.json");
    let file = file.to_str().unwrap();
    let terms = [
        "--provider",
        "//Provider//Signed",
        "--kind",
        "state-licence",
        "--place",
        "US-NV",
        "--npi",
        "1245319599",
        "--expires",
        "today+400",
    ];
    let sign = [&["credentials", "sign", "--out", file, "issue"], &terms[..]].concat();
    world.expect(0, "bob", &sign, &["<Bytes>Healink attestation", "signed"]);
    let done = world.json("eve", &["credentials", "submit", file]);
    let issued =
        done["events"].as_array().unwrap().iter().find(|event| event["event"] == "CredentialsIssued");
    assert_eq!(issued.unwrap()["fields"]["board"], 2, "{done}");
    world.expect(1, "eve", &["credentials", "submit", file], &["NonceUsed"]);

    let written: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let mut altered = written.clone();
    altered["board"] = json!(3);
    std::fs::write(file, altered.to_string()).unwrap();
    world.expect(2, "eve", &["credentials", "submit", file], &["`board` says something else"]);

    // For a wallet: the text is written, the signature made elsewhere, here with the key of another.
    let sign = [&["credentials", "sign", "--officer", "ferdie", "--out", file, "issue"], &terms[..]].concat();
    world.expect(0, "", &sign, &["signRaw", "--signature"]);
    world.expect(2, "eve", &["credentials", "submit", file], &["not signed yet"]);
    let text = serde_json::from_slice::<Value>(&std::fs::read(file).unwrap()).unwrap()["text"].clone();
    let by = |name: &str| {
        let key = healink::keys::development(name).unwrap();
        format!("0x01{}", hex::encode(key.sign(text.as_str().unwrap().as_bytes()).0))
    };
    world.expect(
        2,
        "eve",
        &["credentials", "submit", file, "--signature", &by("eve")],
        &["not the officer's"],
    );
    world.run("eve", &["credentials", "submit", file, "--signature", &by("ferdie")]);

    // Eve is no officer: the signature is hers, but nobody lets her act.
    let sign = [&["credentials", "sign", "--for-board", "2", "--out", file, "issue"], &terms[..]].concat();
    world.run("eve", &sign);
    world.expect(1, "charlie", &["credentials", "submit", file], &["NotAnOfficer"]);
    let sign =
        [&["credentials", "sign", "--deadline", "today-1", "--out", file, "issue"], &terms[..]].concat();
    world.run("bob", &sign);
    world.expect(1, "charlie", &["credentials", "submit", file], &["Expired"]);

    // What an officer cancelled, and what a network cannot verify, is refused in so many words.
    let sign = [&["credentials", "sign", "--nonce", "77", "--out", file, "issue"], &terms[..]].concat();
    world.run("bob", &sign);
    world.run("bob", &["credentials", "cancel", file]);
    world.expect(1, "charlie", &["credentials", "submit", file], &["NonceUsed"]);
    let record: Value = serde_json::from_slice(&std::fs::read(deployments(world)).unwrap()).unwrap();
    let verifier = record["contracts"]["verifier"]["address"].as_str().unwrap();
    world.expect(1, "bob", &["credentials", "verifier", "--none"], &["NotOwner"]);
    world.run("alice", &["credentials", "verifier", "--none"]);
    world.expect(
        1,
        "charlie",
        &["credentials", "submit", file],
        &["SignaturesUnsupported", "healink credentials issue"],
    );
    world.run("alice", &["credentials", "verifier", "--account", verifier]);
}

fn deployments(world: &World) -> PathBuf {
    let mut files = std::fs::read_dir(world.path("deployments")).unwrap();
    files.next().unwrap().unwrap().path()
}

/// Boards 2 and 3 are of one body and count as one; with board 4 there are two.
fn consensus(world: &World) {
    let about =
        ["--provider", "eve", "--kind", "state-licence", "--place", "US-CA", "--field", "licenceNumber"];
    let value = ["--value", "A-1", "--salt", "of the provider"];
    for officer in ["bob", "charlie"] {
        world.run(officer, &[&["credentials", "confirm"], &about[..], &value].concat());
    }
    let ask =
        [&["credentials", "consensus", "--boards", "2,3,4", "--needed", "2"], &about[..], &value].concat();
    world.expect(1, "", &ask, &["TooFew (found: 1)"]);
    let file = world.path("word.json");
    let file = file.to_str().unwrap();
    world.run("dave", &[&["credentials", "sign", "--out", file, "confirm"], &about[..], &value].concat());
    world.run("eve", &["credentials", "submit", file]);
    world.expect(0, "", &ask, &["yes", "2, 3, 4"]);
    let other = [
        &["credentials", "consensus", "--boards", "2,3,4"],
        &about[..],
        &["--value", "A-2", "--salt", "of the provider"],
    ]
    .concat();
    world.expect(1, "", &other, &["TooFew (found: 0)"]);
    world.run("dave", &[&["credentials", "confirm", "--retract"], &about[..]].concat());
    world.expect(1, "", &ask, &["TooFew (found: 1)"]);
}

/// A credential is shown whole and in part, and whatever is changed in it is noticed.
fn verifiable_credentials(world: &World) {
    let file = |name: &str| world.path(name).to_str().unwrap().to_owned();
    let (whole, part) = (file("whole.json"), file("part.json"));
    world.run("", &["credentials", "export", "2", "--out", &whole]);
    world.expect(
        0,
        "",
        &["credentials", "verify", &whole],
        &["valid on", "licenceNumber: A-1", "governance"],
    );
    // Without a chain: nothing listens there.
    let reduce = [
        "--network",
        "ws://127.0.0.1:1",
        "credentials",
        "export",
        &whole,
        "--disclose",
        "kind,licenceNumber",
        "--out",
        &part,
    ];
    let reduced = Command::new(env!("CARGO_BIN_EXE_healink")).args(reduce).output().unwrap();
    assert!(reduced.status.success());
    let verdict = world.json("", &["credentials", "verify", &part]);
    assert_eq!(verdict["subject"], json!({ "kind": "state-licence", "licenceNumber": "A-1" }));
    assert_eq!(verdict["valid"], true);
    world.expect(1, "", &["credentials", "verify", &part, "--on", "today-1"], &["standing", "not in force"]);
    world.expect(1, "", &["credentials", "verify", &part, "--on", "today+900"], &["expired"]);

    let written: Value = serde_json::from_slice(&std::fs::read(&part).unwrap()).unwrap();
    for (pointer, to, failed) in [
        ("/credentialSubject/licenceNumber", json!("A-9"), "fields"),
        ("/credentialStatus/credential", json!("3"), "hash"),
        ("/credentialStatus/credential", json!("999999"), "no credential 999999"),
        ("/credentialStatus/contract", json!("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"), "registry"),
        ("/issuer", json!("did:pkh:polkadot:00:5F#board-3"), "issuer"),
        ("/validUntil", json!("2099-12-31T23:59:59Z"), "terms"),
    ] {
        let mut forged = written.clone();
        *forged.pointer_mut(pointer).unwrap() = to;
        std::fs::write(&part, forged.to_string()).unwrap();
        world.expect(1, "", &["credentials", "verify", &part], &["does not hold", failed, "what to do"]);
    }
    world.expect(
        2,
        "",
        &["credentials", "export", &whole, "--disclose", "salary"],
        &["no field `salary`", "licenceNumber"],
    );
    world.expect(2, "", &["credentials", "export", "nowhere.json"], &["neither a number nor a file"]);
    let hash =
        world.json("", &["credentials", "show", "2"])["claim"]["document"].as_str().unwrap().to_owned();
    let document = world.path(&format!("out/credentials/{}.json", hash.trim_start_matches("0x")));
    std::fs::remove_file(document).unwrap();
    world.expect(2, "", &["credentials", "export", "2"], &["is not here", "--document"]);
}

/// What falls due: as a table, JSON, a calendar.
fn due(world: &World) {
    let calendar = world.path("due.ics");
    let calendar = calendar.to_str().unwrap();
    let expiring = ["credentials", "expiring", "--within", "1000", "--provider", "eve"];
    let shown = world.json("", &[&expiring[..], &["--calendar", calendar]].concat());
    let due = shown["due"].as_array().unwrap();
    let what: Vec<(&str, &str)> =
        due.iter().map(|row| (row["what"].as_str().unwrap(), row["credential"].as_str().unwrap())).collect();
    assert!(what.contains(&("expiry", "2")) && what.contains(&("verification", "2")), "{what:?}");
    assert!(
        what.iter().all(|(_, id)| !["1", "3", "4"].contains(id)),
        "those are out of force for good: {what:?}"
    );
    let text = std::fs::read_to_string(calendar).unwrap();
    assert_eq!(text.matches("BEGIN:VEVENT").count(), due.len());
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n"));
    world.expect(
        0,
        "",
        &["credentials", "expiring", "--within", "5000", "--board", "2"],
        &["recredentialing"],
    );
    world.expect(
        0,
        "",
        &["credentials", "expiring", "--within", "0", "--board", "3"],
        &["nothing falls due"],
    );
}

/// A suspended body takes everything under it out of force, and nothing else.
fn suspension_of_a_body(world: &World) {
    let check = ["credentials", "check", "--provider", "eve", "--kind", "state-licence"];
    let file = world.path("whole.json");
    let verify = ["credentials", "verify", file.to_str().unwrap()];
    world.expect(
        1,
        "bob",
        &["credentials", "board", "suspend", "1", "--reason", "investigation"],
        &["NotOwner"],
    );
    world.run("alice", &["credentials", "board", "suspend", "1", "--reason", "investigation"]);
    world.expect(1, "", &check, &["BoardNotInForce"]);
    world.expect(1, "", &verify, &["chain", "body 1 (suspended since"]);
    world.expect(
        1,
        "bob",
        &[&["credentials", "issue", "--provider", "eve"], &LICENCE[..], &["--expires", "today+5"]].concat(),
        &["BoardNotInForce"],
    );
    world.run(
        "dave",
        &[&["credentials", "issue", "--provider", "eve"], &LICENCE[..], &["--expires", "today+5"]].concat(),
    );
    world.expect(0, "", &[&check[..], &["--board", "4"]].concat(), &["yes"]);
    world.run("alice", &["credentials", "board", "reinstate", "1", "--reason", "cleared"]);
    world.expect(0, "", &verify, &["valid on"]);
}

/// A successor acts for what the board issued.
fn successors(world: &World) {
    world.expect(1, "charlie", &["credentials", "suspend", "2", "--reason", "safety"], &["NotTheIssuer"]);
    world.run("alice", &["credentials", "board", "successor", "2", "--to", "3"]);
    world.run("charlie", &["credentials", "suspend", "2", "--reason", "safety"]);
    assert_eq!(world.status("2"), "Suspended");
    world.expect(1, "alice", &["credentials", "board", "successor", "2", "--to", "4"], &["Succeeded"]);
}
