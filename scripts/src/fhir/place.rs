//! Addresses as jurisdictions.

use healink_domain::Jurisdiction;
use serde::Serializer;

use super::resources::Address;

/// States, districts and territories of the United States: name and postal code (ISO 3166-2:US without its prefix).
#[rustfmt::skip]
const STATES: [(&str, &str); 56] = [
    ("alabama", "AL"), ("alaska", "AK"), ("american samoa", "AS"), ("arizona", "AZ"), ("arkansas", "AR"),
    ("california", "CA"), ("colorado", "CO"), ("connecticut", "CT"), ("delaware", "DE"), ("district of columbia", "DC"),
    ("florida", "FL"), ("georgia", "GA"), ("guam", "GU"), ("hawaii", "HI"), ("idaho", "ID"), ("illinois", "IL"),
    ("indiana", "IN"), ("iowa", "IA"), ("kansas", "KS"), ("kentucky", "KY"), ("louisiana", "LA"), ("maine", "ME"),
    ("maryland", "MD"), ("massachusetts", "MA"), ("michigan", "MI"), ("minnesota", "MN"), ("mississippi", "MS"),
    ("missouri", "MO"), ("montana", "MT"), ("nebraska", "NE"), ("nevada", "NV"), ("new hampshire", "NH"),
    ("new jersey", "NJ"), ("new mexico", "NM"), ("new york", "NY"), ("north carolina", "NC"), ("north dakota", "ND"),
    ("northern mariana islands", "MP"), ("ohio", "OH"), ("oklahoma", "OK"), ("oregon", "OR"), ("pennsylvania", "PA"),
    ("puerto rico", "PR"), ("rhode island", "RI"), ("south carolina", "SC"), ("south dakota", "SD"), ("tennessee", "TN"),
    ("texas", "TX"), ("utah", "UT"), ("vermont", "VT"), ("virgin islands", "VI"), ("virginia", "VA"),
    ("washington", "WA"), ("west virginia", "WV"), ("wisconsin", "WI"), ("wyoming", "WY"),
];

/// Where an address lies: a state of the United States by code or name, else the country where it is given by its ISO code.
/// A state code without a country is taken to be one of the United States.
pub(super) fn of(address: &Address) -> Option<Jurisdiction> {
    let country = match address.country.as_deref().map(str::trim) {
        Some("USA" | "United States" | "United States of America") | None => "US",
        Some(country) => country,
    };
    let state = address.state.as_deref().map(str::trim).and_then(|state| {
        let is_it = |(name, code): &&(&str, &str)| state.eq_ignore_ascii_case(name) || state == *code;
        STATES.iter().find(is_it).map(|(_, code)| *code)
    });
    match (country, state) {
        ("US", Some(state)) => Jurisdiction::parse(&format!("US-{state}")).ok(),
        ("US", None) if address.country.is_none() => None,
        (country, _) => Jurisdiction::parse(country).ok(),
    }
}

pub(super) fn serialize<S: Serializer>(
    place: &Option<Jurisdiction>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match place {
        Some(place) => serializer.collect_str(place),
        None => serializer.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_jurisdictions() {
        let place = |state: Option<&str>, country: Option<&str>| {
            let address = Address { state: state.map(Into::into), country: country.map(Into::into) };
            of(&address).map(|place| place.to_string())
        };
        assert_eq!(place(Some("MA"), Some("US")).as_deref(), Some("US-MA"));
        assert_eq!(place(Some("Massachusetts"), None).as_deref(), Some("US-MA"));
        assert_eq!(place(Some("Ontario"), Some("CA")).as_deref(), Some("CA"));
        assert_eq!(place(Some("Elsewhere"), Some("USA")).as_deref(), Some("US"));
        assert_eq!(place(Some("Elsewhere"), None), None);
        assert_eq!(place(None, None), None);
        assert_eq!(place(None, Some("Ruritania")), None);
    }
}
