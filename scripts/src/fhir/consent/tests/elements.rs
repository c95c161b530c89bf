//! Each element of a Consent: what it comes to, and what is told.

use super::*;

#[test]
fn opt_in_permits_ordinary_data_to_everybody_from_its_day_on() {
    let loaded = read(consent("OPTIN", json!({})));
    assert_eq!(results(&loaded), "permit");
    assert_eq!(decision(&loaded, &asked(Category::Results.set(), "2026-01-09")), "no-consent");
    let mixed = evaluate(&loaded, &asked(CategorySet::ALL, "2026-06-01"));
    assert_eq!((mixed.decision, mixed.redact.len()), ("permit", 6));
    assert_eq!(mixed.deciding[0].provision, "provision");
    let lost = told(&loaded.findings.narrowed);
    assert!(lost[0].contains("names no data") && lost[1].contains("only reading"), "{lost:?}");
    let mut share = asked(Category::Results.set(), "2026-06-01");
    share.query.action = Action::Share;
    assert_eq!(decision(&loaded, &share), "no-consent");
}

#[test]
fn opt_out_denies_sensitive_data_too() {
    let loaded = read(consent("OPTOUT", json!({})));
    for category in Category::ALL {
        assert_eq!(decision(&loaded, &asked(category.set(), "2026-06-01")), "deny");
    }
    assert_eq!(loaded.findings, Findings::default());
}

#[test]
fn an_unknown_base_rule_is_refused() {
    assert!(refused(consent("EMRGONLY", json!({}))).contains("policyRule: is none of OPTIN"));
    let mut without = consent("OPTIN", json!({ "period": { "start": "2026" } }));
    without.as_object_mut().unwrap().remove("policyRule");
    assert!(refused(without.clone()).contains("the base rule is not known"));
    // Many write it as the root's type.
    without["provision"]["type"] = "permit".into();
    assert_eq!(results(&read(without)), "permit");
}

#[test]
fn a_period_holds_including_its_last_day() {
    let loaded = read(consent("OPTIN", json!({ "period": { "start": "2026-02-01", "end": "2026-06-01" } })));
    for (on, expected) in [
        ("2026-01-31", "no-consent"),
        ("2026-02-01", "permit"),
        ("2026-06-01", "permit"),
        ("2026-06-02", "no-consent"),
    ] {
        assert_eq!(decision(&loaded, &asked(Category::Results.set(), on)), expected, "{on}");
    }
}

#[test]
fn exceptions_hold_within_exceptions() {
    let loaded = read(consent(
        "OPTIN",
        json!({ "provision": [{ "type": "deny", "class": [class("results"), class("notes")], "provision": [
            { "type": "permit", "class": [class("notes")], "purpose": [purpose("TREAT")] }] }] }),
    ));
    assert_eq!(results(&loaded), "deny");
    let notes = asked(Category::Notes.set(), "2026-06-01");
    let answer = evaluate(&loaded, &notes);
    assert_eq!(
        (answer.decision, answer.deciding[0].provision.as_str()),
        ("permit", "provision.provision[0].provision[0]")
    );
    let payment = Query { purpose: Purpose::Payment, ..notes.query };
    assert_eq!(decision(&loaded, &Asked { query: payment, ..notes }), "deny");
}

#[test]
fn beside_each_other_the_denial_holds() {
    let both = json!([{ "type": "permit", "class": [class("results")] }, { "type": "deny", "class": [class("results")] }]);
    assert_eq!(results(&read(consent("OPTOUT", json!({ "provision": both })))), "deny");
    assert_eq!(results(&read(consent("OPTIN", json!({ "provision": both })))), "deny");
}

#[test]
fn a_permission_reaches_no_further_than_the_rule_around_it() {
    let loaded = read(consent(
        "OPTOUT",
        json!({ "provision": [{ "type": "permit", "class": [class("notes")], "provision": [
            { "type": "permit", "class": [class("results")] }] }] }),
    ));
    assert_eq!(results(&loaded), "deny");
}

#[test]
fn a_nested_provision_without_type_is_refused() {
    assert!(refused(consent("OPTIN", json!({ "provision": [{}] })))
        .contains("provision.provision[0]: has no type"));
    assert!(refused(consent("OPTIN", json!({ "provision": [{ "type": "allow" }] })))
        .contains("neither permit nor deny"));
}

#[test]
fn a_root_with_conditions_but_no_type_is_refused_until_somebody_says_what_it_means() {
    let one = || consent("OPTIN", json!({ "class": [class("results")] }));
    assert!(refused(one()).contains("say which with --root"));
    let by = |root| try_read(&[one()], &Options { root: Some(root), ..options() }).unwrap();
    assert_eq!(results(&by(Root::Limits)), "permit");
    assert_eq!(results(&by(Root::Exception)), "deny");
    let notes = asked(Category::Notes.set(), "2026-06-01");
    assert_eq!(decision(&by(Root::Limits), &notes), "no-consent");
    assert_eq!(decision(&by(Root::Exception), &notes), "permit");
    assert_eq!(
        results(&read(consent("OPTIN", json!({ "type": "deny", "class": [class("results")] })))),
        "deny"
    );
}

#[test]
fn actors_are_told_apart() {
    let rule =
        |who: Value| consent("OPTOUT", json!({ "provision": [{ "type": "permit", "actor": [actor(who)] }] }));
    assert_eq!(results(&read(rule(account(alice())))), "permit");
    assert_eq!(results(&read(rule(account(bob())))), "deny");
    let organisation = json!({ "reference": "Organization/f001" });
    assert_eq!(results(&read(rule(organisation.clone()))), "deny");
    // Named by the reader, or by an identifier of the resource that the reference leads to.
    let known = Actors {
        known: [Actors::parse(&format!("Organization/f001=0x{}", "01".repeat(32))).unwrap()].into(),
        ..Actors::default()
    };
    let named = try_read(&[rule(organisation.clone())], &Options { actors: known, root: None }).unwrap();
    assert_eq!(results(&named), "permit");
    let resource = json!({ "resourceType": "Organization", "id": "f001", "identifier": [account(alice())["identifier"]] });
    let found = try_read(&[rule(organisation.clone()), resource.clone()], &Options::default()).unwrap();
    assert_eq!(results(&found), "permit");
    let contained = with(rule(json!({ "reference": "#f001" })), json!({ "contained": [resource] }));
    assert_eq!(results(&read(contained)), "permit");
    // Who asks by the reference is that account too, so that no denial of it is missed.
    assert_eq!(found.party("Organization/f001").unwrap(), Grantee::Account(alice()));
    assert_eq!(named.party("Organization/f001").unwrap(), Grantee::Account(alice()));
    assert_eq!(named.party("Organization/x").unwrap(), Grantee::Account(Actors::stand_in("Organization/x")));
    // And where accounts are needed, a reference that names none is not.
    let lost = try_read(&[rule(organisation)], &Options::default()).unwrap();
    assert_eq!(results(&lost), "deny");
    assert!(told(&lost.findings.narrowed)[0].contains("--actor-is Organization/f001=ACCOUNT"));
}

#[test]
fn a_denial_of_somebody_who_cannot_be_told_is_refused() {
    let rule = consent(
        "OPTIN",
        json!({ "provision": [{ "type": "deny", "actor": [actor(json!({ "display": "Dr Who" }))] }] }),
    );
    assert!(refused(rule).contains("actor[0].reference: names nobody"));
    let author = json!({ "role": { "coding": [{ "code": "AUT" }] }, "reference": account(alice()) });
    let rule = consent("OPTIN", json!({ "provision": [{ "type": "deny", "actor": [author] }] }));
    assert!(refused(rule).contains("AUT is not one who receives data"));
}

#[test]
fn a_denial_of_somebody_whom_the_rule_around_it_does_not_name_counts() {
    let loaded = read(consent(
        "OPTIN",
        json!({ "type": "permit", "actor": [actor(account(bob()))], "provision": [
            { "type": "deny", "actor": [actor(account(alice()))] }, { "type": "deny", "class": [class("notes")] }] }),
    ));
    assert_eq!(results(&loaded), "deny");
    let earlier = with(
        consent("OPTIN", json!({ "class": [], "period": {} })),
        json!({ "id": "old", "dateTime": "2025-01-01" }),
    );
    let mut all = try_read(&[earlier], &options()).unwrap();
    assert_eq!(results(&all), "permit");
    all.directives.extend(loaded.directives);
    assert_eq!(results(&all), "deny");
}

#[test]
fn whoever_holds_a_kind_of_credential_is_a_group() {
    let group = json!({ "resourceType": "Group", "id": "g", "type": "practitioner", "actual": false, "characteristic": [
        { "code": { "text": "holds" }, "valueCodeableConcept": { "coding": [{ "system": "urn:x-healink:credential-kind", "code": "state-licence" }] }, "exclude": false },
        { "code": { "text": "in" }, "valueCodeableConcept": { "coding": [{ "system": "urn:iso:std:iso:3166:-2", "code": "US-CA" }] }, "exclude": false }] });
    let rule = |group: &Value| {
        let rule =
            consent("OPTIN", json!({ "type": "permit", "actor": [actor(json!({ "reference": "#g" }))] }));
        with(rule, json!({ "contained": [group] }))
    };
    let loaded = read(rule(&group));
    let place = |place: &str| Some(Jurisdiction::parse(place).unwrap());
    let holding = |holds: Vec<Class>| {
        decision(&loaded, &Asked { holds, ..asked(Category::Results.set(), "2026-06-01") })
    };
    assert_eq!(holding(vec![]), "no-consent");
    assert_eq!(holding(vec![(Kind::StateLicence, place("US-CA"))]), "permit");
    assert_eq!(holding(vec![(Kind::StateLicence, place("US"))]), "permit");
    assert_eq!(holding(vec![(Kind::StateLicence, place("US-NY"))]), "no-consent");
    assert_eq!(holding(vec![(Kind::StateLicence, None)]), "no-consent");
    assert_eq!(holding(vec![(Kind::DeaRegistration, place("US-CA"))]), "no-consent");
    for (name, value) in [("actual", json!(true)), ("member", json!([{}]))] {
        let listed = read(rule(&with(group.clone(), json!({ name: value }))));
        assert!(told(&listed.findings.narrowed)[0].contains("names no account"), "{name}");
    }
    let mut without = group.clone();
    without["characteristic"][1]["exclude"] = true.into();
    assert!(told(&read(rule(&without)).findings.narrowed)[0].contains("names no account"));
}

#[test]
fn purposes_are_hl7s_and_a_denial_reaches_those_below() {
    let permit = read(consent("OPTIN", json!({ "type": "permit", "purpose": [purpose("HRESCH")] })));
    let deny = read(consent("OPTOUT", json!({ "type": "deny", "purpose": [purpose("HRESCH")] })));
    let ask = |loaded: &Loaded, purpose| {
        let asked = asked(Category::Results.set(), "2026-06-01");
        decision(loaded, &Asked { query: Query { purpose, ..asked.query }, ..asked })
    };
    assert_eq!((ask(&permit, Purpose::Research), ask(&deny, Purpose::Research)), ("permit", "deny"));
    assert_eq!(
        (ask(&permit, Purpose::ClinicalTrial), ask(&deny, Purpose::ClinicalTrial)),
        ("no-consent", "deny")
    );
    assert_eq!(
        (ask(&permit, Purpose::Treatment), ask(&deny, Purpose::Treatment)),
        ("no-consent", "no-consent")
    );
    let unknown = read(consent("OPTIN", json!({ "type": "permit", "purpose": [purpose("BTG")] })));
    assert!(told(&unknown.findings.narrowed)[0].contains("BTG is no purpose of use that can be expressed"));
    assert_eq!(ask(&unknown, Purpose::Treatment), "no-consent");
    assert!(refused(consent(
        "OPTIN",
        json!({ "provision": [{ "type": "deny", "purpose": [purpose("COVAUTH")] }] })
    ))
    .contains("COVAUTH"));
}

#[test]
fn classes_are_categories_of_data() {
    let types = |codes: &[&str]| -> Vec<Value> {
        codes
            .iter()
            .map(|code| json!({ "system": "http://hl7.org/fhir/resource-types", "code": code }))
            .collect()
    };
    let all = |effect: &str, codes: &[&str]| {
        let policy = if effect == "permit" { "OPTIN" } else { "OPTOUT" };
        read(consent(policy, json!({ "type": effect, "class": types(codes) })))
    };
    let on = |loaded: &Loaded, category: Category| decision(loaded, &asked(category.set(), "2026-06-01"));
    let medicines =
        ["MedicationRequest", "MedicationStatement", "MedicationAdministration", "MedicationDispense"];
    assert_eq!(on(&all("permit", &medicines), Category::Medications), "permit");
    // A part of a category is not permitted, and denied as a whole.
    let part = all("permit", &medicines[..3]);
    assert_eq!((on(&part, Category::Medications), part.findings.narrowed.len()), ("no-consent", 3));
    let part = all("deny", &medicines[..1]);
    assert_eq!((on(&part, Category::Medications), part.findings.narrowed.len()), ("deny", 1));
    // Observations are vital signs, and a part of results.
    let observations = all("permit", &["Observation"]);
    assert_eq!(
        (on(&observations, Category::Vitals), on(&observations, Category::Results)),
        ("permit", "no-consent")
    );
    let observations = all("deny", &["Observation"]);
    assert_eq!((on(&observations, Category::Vitals), on(&observations, Category::Results)), ("deny", "deny"));
    let reports = all("permit", &["Observation", "DiagnosticReport"]);
    assert_eq!(on(&reports, Category::Results), "permit");
    assert!(!told(&reports.findings.narrowed).iter().any(|told| told.contains("Observation")));
    assert!(refused(consent(
        "OPTIN",
        json!({ "provision": [{ "type": "deny", "class": types(&["Basic"]) }] })
    ))
    .contains("Basic"));
}

#[test]
fn labels_name_sensitive_data() {
    let label =
        |code: &str| json!({ "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": code });
    let loaded =
        read(consent("OPTIN", json!({ "type": "permit", "securityLabel": [label("ETH"), label("HIV")] })));
    let on = |loaded: &Loaded, category: Category| decision(loaded, &asked(category.set(), "2026-06-01"));
    assert_eq!((on(&loaded, Category::SubstanceUse), on(&loaded, Category::Hiv)), ("permit", "permit"));
    assert_eq!(
        (on(&loaded, Category::MentalHealth), on(&loaded, Category::Results)),
        ("no-consent", "no-consent")
    );
    // Psychotherapy notes are a part of mental health.
    assert_eq!(
        on(
            &read(consent("OPTIN", json!({ "type": "permit", "securityLabel": [label("PSYTHPN")] }))),
            Category::MentalHealth
        ),
        "no-consent"
    );
    let denied = read(consent("OPTOUT", json!({ "type": "deny", "securityLabel": [label("PSYTHPN")] })));
    assert_eq!((on(&denied, Category::MentalHealth), denied.findings.narrowed.len()), ("deny", 1));
    // Confidentiality is a high-water mark: "very restricted" or lower is everything, others cannot be told.
    let mark = |code: &str| json!({ "system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": code });
    let everything = read(consent("OPTOUT", json!({ "type": "deny", "securityLabel": [mark("V")] })));
    assert_eq!(on(&everything, Category::Results), "deny");
    assert!(refused(consent("OPTOUT", json!({ "type": "deny", "securityLabel": [mark("R")] })))
        .contains("v3-Confidentiality|R"));
    let both = json!({ "class": [class("results")], "securityLabel": [label("HIV")] });
    let permit = read(consent("OPTIN", with(json!({ "type": "permit" }), both.clone())));
    assert_eq!((on(&permit, Category::Hiv), on(&permit, Category::Results)), ("no-consent", "no-consent"));
    let deny = read(consent("OPTIN", json!({ "provision": [with(json!({ "type": "deny" }), both)] })));
    assert_eq!((on(&deny, Category::Hiv), on(&deny, Category::Results)), ("deny", "permit"));
}

#[test]
fn actions_are_reading_and_sharing() {
    let action = |code: &str| json!({ "coding": [{ "code": code }] });
    let loaded = read(consent(
        "OPTIN",
        json!({ "type": "permit", "action": [action("disclose"), action("correct")] }),
    ));
    let mut share = asked(Category::Results.set(), "2026-06-01");
    share.query.action = Action::Share;
    assert_eq!((decision(&loaded, &share), results(&loaded)), ("permit", "no-consent"));
    assert!(told(&loaded.findings.narrowed)[0].contains("provision.action[1]: only access"));
    assert!(refused(consent(
        "OPTIN",
        json!({ "provision": [{ "type": "deny", "action": [action("correct")] }] })
    ))
    .contains("action[0]"));
}

#[test]
fn data_periods_are_covered_by_permissions_and_touched_by_denials() {
    let span = json!({ "start": "2020-01-01", "end": "2020-12-31" });
    let permit = read(consent("OPTIN", json!({ "type": "permit", "dataPeriod": span })));
    let deny = read(consent("OPTIN", json!({ "provision": [{ "type": "deny", "dataPeriod": span }] })));
    let ask = |loaded: &Loaded, from: &str, until: &str| {
        let asked = asked(Category::Results.set(), "2026-06-01");
        let data = Period { from: day(from), until: Some(day(until)) };
        decision(loaded, &Asked { query: Query { data, ..asked.query }, ..asked })
    };
    assert_eq!(
        (ask(&permit, "2020-01-01", "2021-01-01"), ask(&permit, "2020-01-01", "2021-01-02")),
        ("permit", "no-consent")
    );
    assert_eq!(
        (ask(&deny, "2020-12-31", "2021-06-01"), ask(&deny, "2021-01-01", "2021-06-01")),
        ("deny", "permit")
    );
    assert_eq!(ask(&deny, "2019-01-01", "2022-01-01"), "deny");
}

#[test]
fn single_records_and_codes_cannot_be_expressed() {
    let record = json!({ "meaning": "instance", "reference": { "reference": "Observation/1" } });
    let code = json!({ "coding": [{ "system": "http://loinc.org", "code": "2093-3" }] });
    for (name, value) in [("data", record), ("code", code)] {
        let permit = read(consent("OPTIN", json!({ "type": "permit", name: [value] })));
        assert_eq!((results(&permit), permit.findings.narrowed.len()), ("no-consent", 1), "{name}");
        assert!(permit.refuse_inexpressible(false).is_ok() && permit.refuse_inexpressible(true).is_err());
        assert!(refused(consent("OPTIN", json!({ "provision": [{ "type": "deny", name: [value] }] })))
            .contains("cannot be told apart"));
        let within = json!({ "type": "permit", name: [value], "provision": [{ "type": "deny" }] });
        assert!(refused(consent("OPTIN", within)).contains("denies something within a permission"));
    }
}

#[test]
fn what_is_not_known_may_mean_anything_and_is_refused() {
    for (element, value) in [
        ("modifierExtension", json!([{ "url": "u" }])),
        ("implicitRules", json!("urn:rules")),
        ("decision", json!("permit")),
        ("_dateTime", json!({})),
    ] {
        let whole = with(consent("OPTIN", json!({})), json!({ element: value }));
        match element {
            // An extension beside an element that is there says nothing about it.
            "_dateTime" => assert_eq!(results(&read(whole)), "permit"),
            _ => assert!(refused(whole).starts_with(&format!("Consent.{element}")), "{element}"),
        }
    }
    for nested in [
        json!({ "modifierExtension": [] }),
        json!({ "limit": [] }),
        json!({ "_type": {} }),
        json!({ "period": { "_start": {} } }),
    ] {
        assert!(!refused(consent("OPTIN", nested)).is_empty());
    }
    assert!(refused(with(
        consent("OPTIN", json!({})),
        json!({ "scope": { "coding": [{ "code": "treatment" }] } })
    ))
    .contains("not about access"));
    assert!(refused(with(consent("OPTIN", json!({})), json!({ "dateTime": null })))
        .contains("whether this Consent is newer"));
    assert!(refused(with(consent("OPTIN", json!({})), json!({ "patient": null }))).contains("patient"));
}

#[test]
fn provisions_nest_to_a_limit() {
    let nested = |depth| {
        (0..depth).fold(json!({ "type": "deny" }), |inner, _| json!({ "type": "deny", "provision": [inner] }))
    };
    assert_eq!(read(consent("OPTOUT", nested(8))).findings, Findings::default());
    assert!(refused(consent("OPTOUT", nested(9))).contains("nest deeper than 8"));
}

#[test]
fn only_what_is_in_force_counts() {
    for status in ["draft", "proposed", "rejected", "entered-in-error", "inactive"] {
        let loaded = read(with(consent("OPTIN", json!({})), json!({ "status": status })));
        assert_eq!((results(&loaded), loaded.findings.remarks.len()), ("no-consent", 1), "{status}");
        assert!(loaded.refuse_inexpressible(true).is_ok());
    }
    assert!(refused(with(consent("OPTIN", json!({})), json!({ "status": "on" }))).contains("no status"));
    let withdrawn = json!({ "status": "inactive", "extension": [{ "url": "urn:x-healink:withdrawn-on", "valueDate": "2026-06-01" }] });
    let loaded = read(with(consent("OPTIN", json!({})), withdrawn));
    assert_eq!(results(&loaded), "no-consent");
    assert_eq!(decision(&loaded, &asked(Category::Results.set(), "2026-05-31")), "permit");
}

#[test]
fn the_newer_consent_counts_and_where_nobody_can_tell_the_denial() {
    let at = |policy: &str, when: &str| {
        with(consent(policy, json!({})), json!({ "id": format!("{policy}{}", when.len()), "dateTime": when }))
    };
    let two = |one: (&str, &str), other: (&str, &str)| {
        let loaded = try_read(&[at(one.0, one.1), at(other.0, other.1)], &options()).unwrap();
        let turned = try_read(&[at(other.0, other.1), at(one.0, one.1)], &options()).unwrap();
        assert_eq!(results(&loaded), results(&turned));
        results(&loaded)
    };
    assert_eq!(two(("OPTIN", "2026-01-01"), ("OPTOUT", "2026-01-02")), "deny");
    assert_eq!(two(("OPTOUT", "2026-01-01"), ("OPTIN", "2026-01-02")), "permit");
    assert_eq!(two(("OPTOUT", "2026-01-02"), ("OPTIN", "2026-01-02T23:59:00Z")), "deny");
    assert_eq!(two(("OPTOUT", "2026-01-02T10:00:00Z"), ("OPTIN", "2026-01-02T10:00:01Z")), "permit");
    assert_eq!(two(("OPTOUT", "2026-01-02T10:00:01Z"), ("OPTIN", "2026-01-02T12:00:00+02:00")), "deny");
}

#[test]
fn two_versions_of_a_consent_are_refused_and_one_given_twice_is_taken_once() {
    let (old, new) = (consent("OPTIN", json!({})), consent("OPTOUT", json!({})));
    let loaded = try_read(&[old.clone(), new], &options()).unwrap();
    assert!(told(&loaded.findings.refused)[0].contains("has the same id"));
    let loaded =
        try_read(&[old.clone(), with(old, json!({ "meta": { "versionId": "2" } }))], &options()).unwrap();
    assert_eq!((loaded.directives.len(), loaded.findings.remarks.len()), (1, 1));
}

#[test]
fn somebody_who_consents_for_the_patient_never_outweighs_the_patients_no() {
    let own = with(consent("OPTOUT", json!({})), json!({ "id": "own", "dateTime": "2025-01-01" }));
    let guardian = |reference: &str| {
        with(consent("OPTIN", json!({})), json!({ "performer": [{ "reference": reference }] }))
    };
    let by = |reference: &str| results(&try_read(&[own.clone(), guardian(reference)], &options()).unwrap());
    assert_eq!((by("RelatedPerson/mother"), by("Patient/p")), ("deny", "permit"));
}

#[test]
fn files_of_several_patients_or_without_a_consent_are_not_mixed_up() {
    let other =
        with(consent("OPTIN", json!({})), json!({ "id": "d", "patient": { "reference": "Patient/q" } }));
    let loaded = try_read(&[consent("OPTIN", json!({})), other], &options()).unwrap();
    assert!(loaded.refuse_several_patients().unwrap_err().message.contains("Patient/p, Patient/q"));
    assert!(try_read(&[json!({ "resourceType": "Patient" })], &options())
        .unwrap_err()
        .message
        .contains("no Consent"));
    assert!(try_read(&[json!([])], &options()).is_err());
    assert!(try_read(&[json!({ "claims": [] })], &options()).unwrap_err().message.contains("list of claims"));
}

#[test]
fn a_plan_permits_nobody_more_on_its_way_and_tells_what_it_leaves_out() {
    let planning = |permitted: Vec<Grantee>, everyone: Vec<Grantee>| Planning {
        today: day("2026-06-01"),
        permitted,
        everyone,
    };
    let doctors = Grantee::Credentialed { kind: Kind::StateLicence, jurisdiction: None };
    // Everybody cannot be said; a kind of provider stands for everybody, and one account is left out before the others come in.
    let loaded = read(consent(
        "OPTIN",
        json!({ "provision": [{ "type": "deny", "actor": [actor(account(bob()))] }] }),
    ));
    let (grants, findings) = plan(&loaded, &planning(vec![], vec![]));
    assert_eq!(grants.iter().map(|one| one.terms.effect).collect::<Vec<_>>(), [Effect::Deny]);
    assert!(told(&findings.narrowed)[0].contains("--everyone-is"));
    let (grants, findings) = plan(&loaded, &planning(vec![], vec![doctors]));
    let all: Vec<_> =
        grants.iter().map(|one| (one.terms.effect, one.terms.grantee, one.terms.validity.from)).collect();
    assert_eq!(
        all,
        [
            (Effect::Permit, doctors, day("2026-06-02")),
            (Effect::Deny, Grantee::Account(bob()), day("2026-01-10"))
        ]
    );
    assert!(told(&findings.narrowed)[0].contains("begins later"));
    // A new opt-out ends what older grants permit.
    let loaded = read(consent("OPTOUT", json!({})));
    let (grants, _) = plan(&loaded, &planning(vec![Grantee::Account(bob()), doctors], vec![]));
    assert_eq!(grants.len(), 2);
    assert!(grants
        .iter()
        .all(|one| one.terms.effect == Effect::Deny && one.terms.categories == CategorySet::ALL));
    // What is over is not granted.
    let loaded = read(consent(
        "OPTIN",
        json!({ "type": "permit", "actor": [actor(account(bob()))], "period": { "end": "2026-05-31" } }),
    ));
    let (grants, findings) = plan(&loaded, &planning(vec![], vec![]));
    assert_eq!((grants.len(), told(&findings.remarks).len()), (0, 1));
}

fn class(category: &str) -> Value {
    json!({ "system": "urn:x-healink:category", "code": category })
}

fn purpose(code: &str) -> Value {
    json!({ "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": code })
}
