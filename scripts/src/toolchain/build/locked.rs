//! What `Cargo.lock` pins for one contract: another crate's new dependency must not have all contracts built again.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

/// The packages of a lock file by name; several versions of one are rare.
pub struct Locked {
    packages: BTreeMap<String, Vec<Table>>,
}

impl Locked {
    /// Of a lock file's content.
    pub fn new(mut lock_file: Table) -> Self {
        let all = lock_file.remove("package").and_then(|packages| match packages {
            Value::Array(packages) => Some(packages),
            _ => None,
        });
        let mut packages = BTreeMap::<String, Vec<Table>>::new();
        for package in all.into_iter().flatten() {
            if let Value::Table(package) = package {
                packages.entry(text(&package, "name").to_owned()).or_default().push(package);
            }
        }
        Self { packages }
    }

    /// Name, version and checksum of a package and of all it depends on, in order.
    pub fn of(&self, name: &str) -> String {
        let mut found = BTreeSet::new();
        let mut open = vec![(name, None)];
        while let Some((name, version)) = open.pop() {
            for package in self.named(name, version) {
                let line = format!("{name} {} {}", text(package, "version"), text(package, "checksum"));
                if found.insert(line) {
                    open.extend(dependencies(package));
                }
            }
        }
        Vec::from_iter(found).join("\n")
    }

    fn named<'a>(&'a self, name: &str, version: Option<&'a str>) -> impl Iterator<Item = &'a Table> {
        let all = self.packages.get(name).into_iter().flatten();
        all.filter(move |package| version.is_none_or(|version| text(package, "version") == version))
    }
}

/// `name`, or `name version` where several versions are locked, or those and the source.
fn dependencies(package: &Table) -> impl Iterator<Item = (&str, Option<&str>)> {
    let listed = package.get("dependencies").and_then(Value::as_array).into_iter().flatten();
    listed.filter_map(Value::as_str).map(|entry| {
        let mut words = entry.split(' ');
        (words.next().unwrap_or_default(), words.next())
    })
}

fn text<'a>(package: &'a Table, field: &str) -> &'a str {
    package.get(field).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const LOCK_FILE: &str = r#"
        [[package]]
        name = "claims"
        version = "0.1.0"
        dependencies = ["ink", "syn 2.0.0"]
        [[package]]
        name = "ink"
        version = "5.1.1"
        checksum = "aa"
        dependencies = ["claims"]
        [[package]]
        name = "syn"
        version = "1.0.0"
        checksum = "bb"
        [[package]]
        name = "syn"
        version = "2.0.0"
        checksum = "cc"
        [[package]]
        name = "clap"
        version = "4.0.0"
        checksum = "dd"
    "#;

    #[test]
    fn only_what_is_reached_counts_and_circles_end() {
        let locked = Locked::new(LOCK_FILE.parse().unwrap());
        assert_eq!(locked.of("claims"), "claims 0.1.0 \nink 5.1.1 aa\nsyn 2.0.0 cc");
    }

    #[test]
    fn an_unknown_package_has_nothing() {
        assert_eq!(Locked::new(LOCK_FILE.parse().unwrap()).of("consent"), "");
    }
}
