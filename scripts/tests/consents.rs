//! FHIR Consents at the command line: what follows for a request by files alone, with our own files and with HL7's examples (see
//! `public_samples` for where those are; without them that test says so and does nothing).
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

const OWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/consents");

/// Runs the program and returns its exit code and what it printed as JSON.
fn healink(arguments: &[&str]) -> (i32, Value) {
    let output = Command::new(env!("CARGO_BIN_EXE_healink"))
        .args(["--json"])
        .args(arguments)
        .env("HEALINK_HOME", concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .env_remove("HEALINK_KEY")
        .env_remove("HEALINK_NETWORK")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{arguments:?}: {text}"));
    (output.status.code().unwrap(), value)
}

/// Asks files on behalf of an actor for treatment.
fn evaluate(files: &str, more: &[&str]) -> (i32, Value) {
    let fixed = ["consent", "evaluate", "--consent", files];
    healink(&[&fixed[..], more].concat())
}

fn decision(more: &[&str]) -> Value {
    let (code, value) = evaluate(OWN, more);
    assert_eq!(code, 0, "{value}");
    value
}

const CLINIC: [&str; 6] = ["--actor", "Organization/clinic", "--purpose", "treatment", "--on", "2026-06-01"];

#[test]
fn a_permission_in_an_opt_out_is_permitted_with_what_to_leave_out() {
    let value = decision(&[&CLINIC[..], &["--category", "results,hiv"]].concat());
    // HIV is denied by the base rule, so who asks for it too is told no.
    assert_eq!((&value["decision"], &value["categories"][0]["decision"]), (&"deny".into(), &"permit".into()));
    let value = decision(&[&CLINIC[..], &["--category", "results"]].concat());
    assert_eq!(value["decision"], "permit");
    let by = &value["deciding"][0];
    assert_eq!(by["consent"], "Consent/opt-out-with-exceptions");
    assert_eq!((&by["provision"], &by["effect"]), (&"provision.provision[0]".into(), &"permit".into()));
    assert_eq!(value["consents"], 2);
}

#[test]
fn an_exception_within_a_permission_and_everybody_else_are_denied() {
    let value = decision(&[&CLINIC[..], &["--category", "notes"]].concat());
    assert_eq!(value["decision"], "deny");
    assert_eq!(value["deciding"][0]["provision"], "provision.provision[0].provision[0]");
    let others = [
        "--actor",
        "Organization/other",
        "--purpose",
        "treatment",
        "--on",
        "2026-06-01",
        "--category",
        "results",
    ];
    let value = decision(&others);
    assert_eq!(
        (&value["decision"], &value["deciding"][0]["provision"]),
        (&"deny".into(), &"provision".into())
    );
}

#[test]
fn whoever_holds_a_licence_is_told_apart_by_what_the_command_line_says() {
    let ask = |more: &[&str]| {
        let fixed = [
            "--actor",
            "Practitioner/x",
            "--purpose",
            "emergency-treatment",
            "--on",
            "2026-06-01",
            "--category",
            "substance-use",
        ];
        decision(&[&fixed[..], more].concat())["decision"].clone()
    };
    assert_eq!(ask(&["--holds", "state-licence@US-CA"]), "permit");
    assert_eq!(ask(&["--holds", "state-licence@US"]), "permit");
    assert_eq!(ask(&["--holds", "state-licence@US-NY"]), "deny");
    assert_eq!(ask(&[]), "deny");
    assert_eq!(ask(&["--holds", "state-licence@US-CA", "--data", "2023-12-31"]), "deny");
}

#[test]
fn before_it_was_made_a_consent_says_nothing() {
    let fixed = [
        "--actor",
        "Organization/clinic",
        "--purpose",
        "treatment",
        "--category",
        "results",
        "--on",
        "2026-01-09",
    ];
    assert_eq!(decision(&fixed)["decision"], "no-consent");
}

#[test]
fn wrong_input_says_what_to_do() {
    let expect = |more: &[&str], said: &str| {
        let (code, value) = evaluate(OWN, more);
        assert_eq!(code, 2, "{value}");
        let text = value["error"].to_string();
        assert!(text.contains(said), "{more:?} does not say `{said}`: {text}");
        assert!(value["error"]["what_to_do"].is_string());
    };
    let fixed = ["--actor", "x", "--purpose", "treatment", "--category", "results"];
    expect(&[&fixed[..], &["--on", "yesterday"]].concat(), "YYYY-MM-DD");
    expect(&[&fixed[..], &["--on", "today", "--holds", "licence"]].concat(), "kind of credential");
    expect(&[&fixed[..], &["--on", "today", "--actor-is", "Organization/clinic"]].concat(), "REFERENCE=WHO");
    expect(&[&fixed[..], &["--on", "today", "--root", "maybe"]].concat(), "exception");
    expect(&[&fixed[..], &["--on", "today", "--exact"]].concat(), "permit more than grants can express");
    let (code, value) = evaluate("/nowhere", &[&fixed[..], &["--on", "today"]].concat());
    assert_eq!(code, 2);
    assert!(value["error"]["message"].as_str().unwrap().contains("No such file"));
}

#[test]
fn a_broken_file_may_hold_a_denial_so_nothing_is_decided() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(Path::new(OWN).join("opt-out-with-exceptions.json"), folder.path().join("a.json")).unwrap();
    std::fs::write(folder.path().join("b.json"), "{ \"resourceType\": \"Consent\", ").unwrap();
    let (code, value) =
        evaluate(folder.path().to_str().unwrap(), &[&CLINIC[..], &["--category", "results"]].concat());
    assert_eq!(code, 2);
    assert!(value["error"]["message"].as_str().unwrap().contains("b.json"), "{value}");
}

#[test]
fn every_command_has_examples_and_says_what_to_do_without_a_node() {
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_healink"));
        command
            .args(arguments)
            .env_remove("HEALINK_KEY")
            .env("HEALINK_NETWORK", "ws://127.0.0.1:1")
            .env("NO_COLOR", "1");
        let output = command.output().unwrap();
        (output.status.code().unwrap(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
    };
    let hash = "0x".to_owned() + &"cd".repeat(32);
    let commands: [(&[&str], &[&str]); 9] = [
        (&["access"], &["access", "log", "--patient", "eve"]),
        (&["break-glass"], &["break-glass", "queue"]),
        (&["consent"], &["consent", "list", "--patient", "eve"]),
        (&["consent", "care"], &["consent", "care", "show", "eve"]),
        (&["consent", "export"], &["consent", "export", "--patient", "eve"]),
        (
            &["consent", "import"],
            &["consent", "import", "--consent", OWN, "--actor-is", "Organization/clinic=bob"],
        ),
        (&["break-glass"], &["break-glass", "review", "1", "--justified", "--report", "x"]),
        (
            &["access"],
            &[
                "access",
                "record",
                "--patient",
                "eve",
                "--record",
                &hash,
                "--purpose",
                "treatment",
                "--category",
                "all",
            ],
        ),
        (&["consent"], &["consent", "revoke", "--to", "bob"]),
    ];
    for (help, command) in commands {
        let (code, text) = run(&[help, &["--help"]].concat());
        assert!(code == 0 && text.contains("Examples:") && text.contains("healink "), "{help:?}: {text}");
        let (code, text) = run(command);
        assert!(
            code == 3 && text.contains("cannot reach") && text.contains("what to do"),
            "{command:?}: {code} {text}"
        );
    }
}

fn examples() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let path = std::env::var_os("HEALINK_DATA").map_or_else(beside, PathBuf::from).join("fhir-r4");
    if !path.join("Consent-consent-example-basic.json").is_file() {
        eprintln!(
            "skipped: no HL7 examples in {} (name their folder's parent in HEALINK_DATA)",
            path.display()
        );
        return None;
    }
    Some(path)
}

#[test]
fn hl7s_basic_example_permits_in_its_period_and_then_nothing() {
    let Some(path) = examples() else { return };
    let file = path.join("Consent-consent-example-basic.json");
    let ask = |on: &str| {
        let more =
            ["--actor", "Practitioner/f001", "--purpose", "treatment", "--category", "all,hiv", "--on", on];
        let (code, value) = evaluate(file.to_str().unwrap(), &more);
        assert_eq!(code, 0, "{value}");
        value
    };
    let within = ask("2016-01-01");
    assert_eq!((&within["decision"], &within["redact"][0]), (&"permit".into(), &"hiv".into()));
    assert_eq!(within["deciding"][0]["provision"], "provision");
    assert_eq!(ask("2016-01-02")["decision"], "no-consent");
}

#[test]
fn hl7s_example_on_a_single_record_is_refused_whatever_its_root_means() {
    let Some(path) = examples() else { return };
    let file = path.join("Consent-consent-example-notThis.json");
    let ask = |more: &[&str]| {
        let fixed = [
            "--actor",
            "Practitioner/f001",
            "--purpose",
            "treatment",
            "--category",
            "results",
            "--on",
            "2016-01-01",
        ];
        evaluate(file.to_str().unwrap(), &[&fixed[..], more].concat())
    };
    let (code, value) = ask(&[]);
    assert_eq!(code, 2);
    assert!(value["error"]["message"].as_str().unwrap().contains("--root"), "{value}");
    // As an exception it denies one record, which no grant can: without it too much would be permitted.
    let (code, value) = ask(&["--root", "exception"]);
    assert_eq!(code, 2);
    let reasons = value["error"]["detail"]["refused"].to_string();
    assert!(reasons.contains("provision.data[0]") && reasons.contains("single records"), "{reasons}");
    // As a limit it permits one record: less is permitted, and told.
    let (code, value) = ask(&["--root", "limits"]);
    assert_eq!((code, &value["decision"]), (0, &"no-consent".into()));
    assert!(value["narrowed"].to_string().contains("provision.data[0]"));
}
