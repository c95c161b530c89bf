use healink_domain::{Npi, NpiError};
use scale::{Decode, Encode};

#[test]
fn numbers_that_keep_the_rules_are_taken() {
    for number in [1_234_567_893, 1_000_000_004, 1_999_999_992, 2_000_000_002, 2_999_999_990] {
        let npi = Npi::new(number).unwrap();
        assert_eq!(u64::from(npi.number()), number);
        assert_eq!(npi.checked(), Ok(npi));
        assert_eq!(Npi::parse(&npi.to_string()), Ok(npi));
        assert_eq!(npi.to_string(), number.to_string());
    }
}

#[test]
fn each_broken_rule_is_named() {
    for (number, error) in [
        (0, NpiError::NotTenDigits),
        (999_999_999, NpiError::NotTenDigits),
        (10_000_000_000, NpiError::NotTenDigits),
        (u64::MAX, NpiError::NotTenDigits),
        // Passes Luhn; a first digit of 9 is no provider's.
        (9_941_339_100, NpiError::FirstDigit),
        (3_000_000_000, NpiError::FirstDigit),
        (4_294_967_296, NpiError::FirstDigit),
        (9_999_999_999, NpiError::FirstDigit),
        (1_234_567_890, NpiError::CheckDigit),
        (1_243_567_893, NpiError::CheckDigit),
    ] {
        assert_eq!(Npi::new(number), Err(error), "{number}");
    }
}

#[test]
fn only_ten_digits_are_read() {
    for text in ["", "123456789", "12345678930", " 1234567893", "1234567893\n", "+234567893", "1234567９"] {
        assert_eq!(Npi::parse(text), Err(NpiError::NotTenDigits), "{text:?}");
    }
    assert_eq!(Npi::parse("0123456789"), Err(NpiError::FirstDigit));
    assert_eq!(Npi::parse("9941339100"), Err(NpiError::FirstDigit));
    assert_eq!(Npi::parse("1234567894"), Err(NpiError::CheckDigit));
}

#[test]
fn a_decoded_number_is_checked_like_any_other() {
    for (number, error) in [
        (0_u32, NpiError::NotTenDigits),
        (999_999_999, NpiError::NotTenDigits),
        (3_000_000_000, NpiError::FirstDigit),
        (1_234_567_890, NpiError::CheckDigit),
    ] {
        let decoded = Npi::decode(&mut &number.encode()[..]).unwrap();
        assert_eq!(decoded.checked(), Err(error), "{number}");
    }
}

#[test]
fn exactly_one_check_digit_fits_every_body() {
    for body in (100_000_000..300_000_000_u64).step_by(7_654_321) {
        let fitting = (0..10).filter(|digit| Npi::new(body * 10 + digit).is_ok()).count();
        assert_eq!(fitting, 1, "{body}");
    }
}
