//! The program as a user meets it, without a node: what is wrong is said with what to do, and the exit code tells the kind.
#![allow(clippy::unwrap_used, missing_docs)]

use std::{
    net::TcpListener,
    process::{Command, Output},
};

const PHRASE: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

fn healink(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_healink"));
    command
        .args(arguments)
        .env("HEALINK_HOME", concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .env_remove("HEALINK_KEY")
        .env_remove("HEALINK_NETWORK")
        .env("NO_COLOR", "1");
    command.envs(environment.iter().copied()).output().unwrap()
}

/// Runs, and checks exit code and what is said.
fn expect(code: i32, said: &[&str], arguments: &[&str], environment: &[(&str, &str)]) -> String {
    let output = healink(arguments, environment);
    let text =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {text}");
    for part in said {
        assert!(text.contains(part), "{arguments:?} does not say `{part}`: {text}");
    }
    text
}

/// An address at which nothing answers.
fn dead_address() -> String {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    format!("ws://127.0.0.1:{port}")
}

#[test]
fn an_unknown_network_lists_the_known_ones() {
    expect(
        2,
        &["no network called `mars`", "what to do: known networks", "local"],
        &["-n", "mars", "deploy"],
        &[],
    );
}

#[test]
fn a_node_that_is_down_is_said_to_be_so() {
    let address = dead_address();
    let said = ["cannot reach", &address, "healink node start"];
    let eob = ["eob", "1", "--fhir", "scripts/samples"];
    let commands = [
        &["deploy"][..],
        &["claims", "list"],
        &["credentials", "show", "1"],
        &["seed"],
        &eob,
        &["replay", "--all"],
        &["authorisations", "list"],
        &["appeals", "list", "--open"],
    ];
    for command in commands {
        expect(3, &said, command, &[("HEALINK_NETWORK", &address)]);
    }
}

#[test]
fn what_answers_but_is_no_node_is_not_taken_for_one() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("ws://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        // Accepts and hangs up.
        let _ = listener.accept();
    });
    expect(3, &["cannot reach", &address], &["claims", "list"], &[("HEALINK_NETWORK", &address)]);
    server.join().unwrap();
}

#[test]
fn a_secret_is_not_taken_from_the_command_line_nor_repeated() {
    for secret in [PHRASE, &format!("0x{}", "ab".repeat(32))] {
        let text = expect(2, &["looks like a secret", "HEALINK_KEY"], &["--as", secret, "deploy"], &[]);
        assert!(!text.contains(secret));
    }
}

#[test]
fn a_malformed_key_is_refused_before_anything_is_sent_and_not_repeated() {
    let text =
        expect(2, &["HEALINK_KEY: this is no key"], &["deploy"], &[("HEALINK_KEY", "hunter2 hunter2")]);
    assert!(!text.contains("hunter2"));
    expect(2, &["no development key called `mallory`", "alice"], &["--as", "mallory", "deploy"], &[]);
}

#[cfg(unix)]
#[test]
fn a_key_file_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    std::fs::write(&path, PHRASE).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let path = path.to_str().unwrap();
    expect(2, &["can be read by others", "chmod 600"], &["--key-file", path, "deploy"], &[]);
    expect(2, &["exclude each other"], &["--key-file", path, "--as", "alice", "deploy"], &[]);
}

#[test]
fn wrong_values_are_explained() {
    let issue = |npi: &'static str, expires: &'static str| {
        [
            "credentials",
            "issue",
            "--provider",
            "dave",
            "--npi",
            npi,
            "--kind",
            "state-licence",
            "--place",
            "US-CA",
            "--expires",
            expires,
        ]
    };
    expect(2, &["check digit"], &issue("1234567890", "2030-01-01"), &[]);
    expect(2, &["ten digits"], &issue("12345", "2030-01-01"), &[]);
    expect(2, &["YYYY-MM-DD"], &issue("1234567893", "2030-02-30"), &[]);
    expect(2, &["is no account", "SS58"], &["credentials", "list", "--provider", "nobody"], &[]);
    expect(
        2,
        &["no kind of credential", "state-licence"],
        &["credentials", "check", "--provider", "dave", "--kind", "x"],
        &[],
    );
    expect(2, &["is no amount"], &["claims", "deposit", "12.345"], &[]);
    expect(
        2,
        &["no purpose", "payment"],
        &["consent", "grant", "--to", "bob", "--purpose", "x", "--category", "all"],
        &[],
    );
}

#[test]
fn wrong_values_of_reviews_authorisations_and_appeals_are_explained() {
    let review = |option: &'static str, value: &'static str| ["claims", "review", "7", option, value];
    expect(2, &["LINE:AMOUNT:REASON"], &review("--reduce", "2:150.00"), &[]);
    expect(2, &["counted from 1"], &review("--reduce", "0:1:included"), &[]);
    expect(2, &["no reason", "level-of-service"], &review("--deny", "1:why"), &[]);
    expect(2, &["required", "<CLAIM>"], &["replay"], &[]);
    expect(2, &["cannot be used with"], &["replay", "7", "--all"], &[]);
    expect(2, &["required", "--document"], &["appeals", "file", "7"], &[]);
    let overturn =
        |value: &'static str| ["appeals", "decide", "1", "--overturn", value, "--document-hash", "0x00"];
    expect(2, &["cannot be waived"], &overturn("1:consented"), &[]);
    expect(2, &["no gate", "filed-in-time"], &overturn("1:price"), &[]);
    expect(2, &["no hash"], &overturn("1"), &[]);
    expect(2, &["--approve", "required"], &["authorisations", "decide", "1"], &[]);
    expect(2, &["cannot be used with"], &["authorisations", "decide", "1", "--approve", "--units", "1"], &[]);
    let request = ["authorisations", "request", "--policy", "1", "--item", "c", "--document-hash", "0x00"];
    expect(2, &["system|code"], &request, &[]);
    expect(2, &["invalid value", "overturned"], &["claims", "list", "--status", "paid"], &[]);
}

#[test]
fn a_bad_claim_file_is_named_with_the_place_of_the_fault() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("claims.json");
    std::fs::write(&path, "{ \"resourceType\": ").unwrap();
    let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/plans/standard.toml");
    let file = path.to_str().unwrap();
    expect(
        2,
        &["no claim can be used", "claims.json", "line 1"],
        &["simulate", "--plan", plan, "--claims", file],
        &[],
    );
    expect(2, &["No such file"], &["simulate", "--plan", plan, "--claims", "/nowhere"], &[]);
}

#[test]
fn what_is_wrong_with_credentials_is_said_before_any_node_is_asked() {
    let address = dead_address();
    let environment = [("HEALINK_NETWORK", address.as_str())];
    let issue =
        ["credentials", "issue", "--provider", "dave", "--npi", "9941339100", "--kind", "state-licence"];
    for (said, arguments) in [
        (&["first digit must be 1 or 2"][..], &issue[..]),
        (&["no reason", "investigation"], &["credentials", "suspend", "1", "--reason", "mood"]),
        (&["--reason"], &["credentials", "revoke", "1"]),
        (
            &["no role", "board, body"],
            &[
                "credentials",
                "accredit",
                "--head",
                "bob",
                "--role",
                "king",
                "--kind",
                "education",
                "--place",
                "US",
            ],
        ),
        (&["no sr25519 signature"], &["credentials", "submit", "a.json", "--signature", "0x12"]),
        (&["there is no file nowhere.json"], &["credentials", "verify", "nowhere.json"]),
        (&["there is no file nowhere.csv"], &["credentials", "batch", "nowhere.csv"]),
        (&["there is no file nowhere"], &["credentials", "import", "nowhere"]),
        (&["neither a number nor a file"], &["credentials", "export", "nowhere.json"]),
        (&["NAME=VALUE"], &["credentials", "renew", "1", "--expires", "2030-01-01", "--detail", "x"]),
        (
            &["the name is taken"],
            &["credentials", "renew", "1", "--expires", "2030-01-01", "--detail", "npi=1"],
        ),
        (&["required"], &["credentials", "verifier"]),
        (&["required"], &["credentials", "consensus", "--provider", "dave"]),
    ] {
        expect(2, said, arguments, &environment);
    }
    expect(3, &["cannot reach"], &["credentials", "expiring"], &environment);
}

#[test]
fn with_json_a_failure_is_one_object_on_standard_output() {
    let address = dead_address();
    for (arguments, kind, code) in [
        (&["--json", "-n", "mars", "deploy"][..], "usage", 2),
        (&["--json", "-n", &address, "deploy"], "unreachable", 3),
        (&["--json", "credentials", "show", "x"], "usage", 2),
        (&["--json", "claims"], "usage", 2),
    ] {
        let output = healink(arguments, &[]);
        let object: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(object["error"]["kind"], kind, "{arguments:?}");
        assert_eq!(object["error"]["exit_code"], code);
        assert_eq!(output.status.code(), Some(code));
        assert!(object["error"]["what_to_do"].is_string());
    }
}

#[test]
fn results_go_to_standard_output_and_nothing_else_does() {
    let output = healink(&["--json", "networks"], &[]);
    let known: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert!(known.iter().any(|network| network["name"] == "local"));
    assert!(output.stderr.is_empty());
    let completions = healink(&["completions", "bash"], &[]).stdout;
    let text = String::from_utf8(completions).unwrap();
    for command in ["healink__subcmd__replay", "appeals__subcmd__decide", "authorisations__subcmd__request"] {
        assert!(text.contains(command), "{command}");
    }
}

#[test]
fn a_simulation_is_written_as_it_is_printed_and_carries_on() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("result.json");
    let root = env!("CARGO_MANIFEST_DIR");
    let (plan, claims) = (format!("{root}/plans/standard.toml"), format!("{root}/samples"));
    let arguments = ["--json", "simulate", "--plan", &plan, "--claims", &claims, "--shift-dates-to", "today"];
    let printed = healink(&[&arguments[..], &["--out", out.to_str().unwrap()]].concat(), &[]);
    let printed: serde_json::Value = serde_json::from_slice(&printed.stdout).unwrap();
    let written: serde_json::Value = serde_json::from_slice(&std::fs::read(&out).unwrap()).unwrap();
    assert_eq!(printed, written);
    let lines =
        written["claims"].as_array().unwrap().iter().flat_map(|claim| claim["lines"].as_array().unwrap());
    for line in lines {
        for field in
            ["sequence", "system", "code", "billed", "prior_paid", "refused_by", "passed", "adjustments"]
        {
            assert!(line.get(field).is_some(), "{field}");
        }
    }
    assert!(!written["accumulators"].as_array().unwrap().is_empty());
    let again = [&arguments[..], &["--accumulators", out.to_str().unwrap()]].concat();
    let after: serde_json::Value = serde_json::from_slice(&healink(&again, &[]).stdout).unwrap();
    assert_ne!(after["totals"]["paid"], written["totals"]["paid"], "maxima were not carried on");
}

#[test]
fn help_has_examples_and_the_exit_codes() {
    expect(0, &["Exit codes:", "Examples:", "HEALINK_KEY"], &["--help"], &[]);
    let commands = [
        "deploy",
        "seed",
        "demo",
        "credentials",
        "consent",
        "claims",
        "authorisations",
        "appeals",
        "replay",
        "simulate",
    ];
    for command in commands {
        expect(0, &["Examples:", "healink "], &[command, "--help"], &[]);
    }
}
