//! What falls due as a calendar: iCalendar (RFC 5545), one all-day event for each.

use healink_domain::{credentials::Credential, Day};
use icalendar::{Calendar, Component, Event, Property};

use super::due::{Due, What};
use crate::{names, text};

/// A calendar of what falls due, as of `today`. `registry` tells credentials of several registries apart; a calendar that is
/// imported again renews its events.
pub fn render(registry: &str, today: Day, entries: &[(Due, &Credential)]) -> String {
    let mut calendar = Calendar::empty();
    calendar
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", "-//Healink//credentials//EN"))
        .append_property(("CALSCALE", "GREGORIAN"))
        .name("Credentials");
    for (due, credential) in entries {
        calendar.push(event(registry, today, *due, credential));
    }
    calendar.to_string()
}

fn event(registry: &str, today: Day, due: Due, credential: &Credential) -> Event {
    let claim = &credential.claim;
    let (kind, place) = (names::name(claim.kind), claim.jurisdiction);
    let summary = match due.what {
        What::Expiry => format!("{kind} {place} expires: NPI {}", claim.npi),
        What::Verification => format!("{kind} {place} to be verified again: NPI {}", claim.npi),
        What::Recredentialing => format!("{kind} {place} to be decided anew: NPI {}", claim.npi),
    };
    let description = format!(
        "Credential {} of board {}. Holds until {}, verified at the source on {}, issued on {}.",
        due.credential,
        credential.board,
        text::date(claim.expires_on),
        text::date(claim.verified_on),
        text::date(credential.issued_on)
    );
    let what = names::name(due.what);
    let mut event = Event::new();
    event
        .uid(&format!("{what}-{}@{registry}", due.credential))
        .append_property(("DTSTAMP", format!("{}T000000Z", date(today)).as_str()))
        .append_property(on("DTSTART", due.on))
        .append_property(on("DTEND", due.on.plus(1)))
        .append_property(("TRANSP", "TRANSPARENT"))
        .append_property(("CATEGORIES", what.as_str()))
        .summary(&summary)
        .description(&description);
    event.done()
}

fn on(name: &str, day: Day) -> Property {
    Property::new(name, date(day)).add_parameter("VALUE", "DATE").done()
}

/// A date in iCalendar's basic format.
fn date(day: Day) -> String {
    text::date(day).replace('-', "")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use healink_domain::{credentials::Standing, History};

    use super::{super::document::tests::request, *};

    #[test]
    fn each_thing_is_an_event_of_one_day_that_keeps_its_name() {
        let status = History::new(Standing::GRANTED);
        let issued_on = Day::from_civil(2026, 1, 1).unwrap();
        let credential = Credential { board: 3, claim: request(), issued_on, status };
        let due = Due { on: credential.claim.expires_on, what: What::Expiry, credential: 7 };
        let text = render("5C.polkadot", issued_on, &[(due, &credential)]);
        for line in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Healink//credentials//EN",
            "BEGIN:VEVENT",
            "UID:expiry-7@5C.polkadot",
            "DTSTAMP:20260101T000000Z",
            "DTSTART;VALUE=DATE:20280101",
            "DTEND;VALUE=DATE:20280102",
            "SUMMARY:state-licence US-CA expires: NPI 1234567893",
            "END:VCALENDAR",
        ] {
            assert!(text.contains(&format!("{line}\r\n")), "no `{line}` in {text}");
        }
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 1);
        assert!(text.lines().all(|line| line.len() <= 75), "lines are folded");
        let again = render("5C.polkadot", issued_on, &[(due, &credential)]);
        assert_eq!(text, again);
    }
}
