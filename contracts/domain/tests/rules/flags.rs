use healink_domain::{
    claims::{Gate, GateSet, Role, RoleSet},
    consent::{Action, ActionSet, Category, CategorySet, Purpose, PurposeSet},
    credentials::{Kind, KindSet},
};
use scale::{Decode, Encode};

/// The laws of every set of flags.
macro_rules! laws {
    ($($test:ident: $flag:ident, $set:ident, $bits:ty;)+) => {$(
        #[test]
        fn $test() {
            assert!($set::EMPTY.is_empty() && !$set::ALL.is_empty());
            assert_eq!($set::ALL.iter().collect::<Vec<_>>(), $flag::ALL);
            assert_eq!($flag::ALL.iter().copied().collect::<$set>(), $set::ALL);
            for (index, flag) in $flag::ALL.iter().copied().enumerate() {
                let (only, others) = (flag.set(), $set::ALL.difference(flag.set()));
                assert!(only.contains(flag) && !others.contains(flag) && !$set::EMPTY.contains(flag));
                assert_eq!(only.union(others), $set::ALL);
                assert_eq!(only.intersection(others), $set::EMPTY);
                assert_eq!(only.bits().count_ones(), 1);
                assert_eq!(others.iter().count(), $flag::ALL.len() - 1);
                assert!($flag::ALL[..index].iter().all(|earlier| earlier.set().bits() < only.bits()));
                assert_eq!(flag.encode(), [flag as u8]);
            }
            let unknown = !$set::ALL.bits();
            assert_ne!(unknown, 0, "every bit stands for something");
            assert_eq!($set::from_bits(unknown), None);
            assert_eq!($set::from_bits($set::ALL.bits()), Some($set::ALL));
            let decoded = $set::decode(&mut &<$bits>::MAX.encode()[..]).unwrap();
            assert!(!decoded.is_valid() && $set::ALL.is_valid() && $set::EMPTY.is_valid());
            assert_eq!(decoded.intersection($set::ALL), $set::ALL);
        }
    )+};
}

laws! {
    kinds_form_sets: Kind, KindSet, u16;
    purposes_form_sets: Purpose, PurposeSet, u16;
    categories_form_sets: Category, CategorySet, u32;
    actions_form_sets: Action, ActionSet, u8;
    roles_form_sets: Role, RoleSet, u8;
    gates_form_sets: Gate, GateSet, u16;
}

#[test]
fn every_category_is_either_ordinary_or_sensitive() {
    assert_eq!(CategorySet::ORDINARY.union(CategorySet::SENSITIVE), CategorySet::ALL);
    assert!(CategorySet::ORDINARY.intersection(CategorySet::SENSITIVE).is_empty());
    let sensitive = [
        Category::MentalHealth,
        Category::SubstanceUse,
        Category::Hiv,
        Category::Reproductive,
        Category::SexualAndDomesticViolence,
        Category::Genetic,
    ];
    assert_eq!(CategorySet::SENSITIVE.iter().collect::<Vec<_>>(), sensitive);
}

#[test]
fn cover_consent_and_limit_are_never_waived() {
    let kept = GateSet::ALL.difference(GateSet::WAIVABLE);
    assert_eq!(kept.iter().collect::<Vec<_>>(), [Gate::Eligible, Gate::Consented, Gate::WithinLimit]);
    assert!(GateSet::WAIVABLE.is_waivable() && GateSet::EMPTY.is_waivable());
    assert!(kept.iter().all(|gate| !gate.set().is_waivable()));
    assert!(!GateSet::decode(&mut &[0xff, 0xff][..]).unwrap().is_waivable());
}
