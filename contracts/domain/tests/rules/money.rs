use healink_domain::{BasisPoints, Cents, MoneyError};

const MAX: Cents = Cents(u64::MAX);

#[test]
fn a_share_is_rounded_half_up_to_the_cent() {
    for (amount, basis_points, expected) in [
        (0, 2_000, 0),
        (100, 2_000, 20),
        (1, 4_999, 0),
        (1, 5_000, 1),
        (3, 5_000, 2),
        (33, 1_000, 3),
        (35, 1_000, 4),
        (45, 1_000, 5),
        (9_999, 1, 1),
        (4_999, 1, 0),
        (5_000, 1, 1),
        (12_345, 10_000, 12_345),
        (u64::MAX, 10_000, u64::MAX),
        (u64::MAX, 0, 0),
    ] {
        assert_eq!(
            BasisPoints(basis_points).of(Cents(amount)),
            Ok(Cents(expected)),
            "{basis_points} of {amount}"
        );
    }
}

#[test]
fn a_part_is_rounded_half_up_to_the_cent() {
    for (amount, numerator, denominator, expected) in [
        (100, 1, 3, 33),
        (100, 2, 3, 67),
        (101, 1, 2, 51),
        (7, 0, 5, 0),
        (u64::MAX, u32::MAX, u32::MAX, u64::MAX),
        (u64::MAX, 1, 2, 1 << 63),
        // The largest rest and the largest product there are.
        (u64::from(u32::MAX) - 1, u32::MAX, u32::MAX, u64::from(u32::MAX) - 1),
    ] {
        assert_eq!(Cents(amount).scaled(numerator, denominator), Ok(Cents(expected)));
    }
}

#[test]
fn a_share_above_the_whole_overflows_instead_of_wrapping() {
    assert_eq!(BasisPoints(u16::MAX).of(MAX), Err(MoneyError::Overflow));
    assert_eq!(MAX.scaled(u32::MAX, 1), Err(MoneyError::Overflow));
    assert_eq!(Cents(1).scaled(1, 0), Err(MoneyError::Overflow));
}

#[test]
fn sums_and_differences_are_exact_or_refused() {
    assert_eq!(Cents(2).plus(Cents(3)), Ok(Cents(5)));
    assert_eq!(MAX.plus(Cents(1)), Err(MoneyError::Overflow));
    assert_eq!(Cents(3).minus(Cents(3)), Ok(Cents::ZERO));
    assert_eq!(Cents(2).minus(Cents(3)), Err(MoneyError::Overflow));
    assert_eq!(Cents(2).left_after(Cents(3)), Cents::ZERO);
    assert_eq!(Cents(5).left_after(Cents(3)), Cents(2));
    assert_eq!(Cents(5).times(3), Ok(Cents(15)));
    assert_eq!(Cents(1 << 63).times(2), Err(MoneyError::Overflow));
    assert_eq!(Cents::sum([Cents(1), Cents(2), Cents(3)]), Ok(Cents(6)));
    assert_eq!(Cents::sum([MAX, Cents(1)]), Err(MoneyError::Overflow));
    assert!(Cents::sum([]).unwrap().is_zero() && !Cents(1).is_zero());
}

#[test]
fn a_share_is_valid_up_to_the_whole() {
    assert!(BasisPoints(0).is_valid() && BasisPoints::WHOLE.is_valid());
    assert!(!BasisPoints(10_001).is_valid());
}
