//! What messages cost: recorded in `snapshots/costs.json`, compared with what is measured, held against budgets.

use std::{collections::BTreeMap, fmt, path::PathBuf};

use serde::{Deserialize, Serialize};

/// By how much a figure may rise before the snapshot has to be renewed, in percent.
pub const TOLERANCE: i128 = 2;

/// Bytes of proof that one message may need.
pub const MAX_PROOF: u64 = 1 << 20;

/// The yardstick: a PSP22 transfer to a fresh account.
pub const YARDSTICK: &str = "stablecoin::transfer, to a fresh account";

/// What one message costs in one case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// Time of execution, in picoseconds.
    pub ref_time: u64,
    /// Size of the proof, in bytes.
    pub proof_size: u64,
    /// Storage deposit in the chain's smallest unit; negative where some is given back.
    pub deposit: i128,
}

/// All that is recorded. Rows are named `contract::message, case`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Bytes of Wasm, by contract.
    pub wasm: BTreeMap<String, u64>,
    /// Costs, by row.
    pub messages: BTreeMap<String, Cost>,
}

/// Why a measurement does not pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A figure rose by more than [`TOLERANCE`].
    Rose {
        /// The row, or the contract.
        row: String,
        /// Which figure.
        figure: &'static str,
        /// As recorded.
        from: i128,
        /// As measured.
        to: i128,
    },
    /// Something is measured and not recorded.
    New(String),
    /// Something is recorded and no longer measured.
    Vanished(String),
    /// Something costs more than its budget.
    OverBudget {
        /// The row, or the contract.
        row: String,
        /// Which figure.
        figure: &'static str,
        /// The budget.
        budget: u64,
        /// As measured.
        measured: u64,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rose { row, figure, from, to } => write!(out, "{row}: {figure} rose from {from} to {to}"),
            Self::New(row) => write!(out, "{row}: not in the snapshot"),
            Self::Vanished(row) => write!(out, "{row}: in the snapshot, but no longer measured"),
            Self::OverBudget { row, figure, budget, measured } => {
                write!(out, "{row}: {figure} is {measured}, over the budget of {budget}")
            }
        }
    }
}

/// Bytes of Wasm that a contract may have.
pub fn wasm_budget(contract: &str) -> u64 {
    match contract {
        "credentials" => 24 << 10,
        "consent" => 28 << 10,
        "claims" => 40 << 10,
        _ => 64 << 10,
    }
}

/// How many hundredths of the yardstick's time a row may take, if it has a budget. Lists are asked for page by page and have
/// none, but for that of the proof.
pub fn time_budget(row: &str, is_view: bool) -> Option<u64> {
    const LISTS: [&str; 8] = [
        "credentials::list,",
        "boards::list,",
        "::voices,",
        "consent::grants",
        "log_of",
        "unreviewed",
        "coverage::list,",
        "claims::claims,",
    ];
    match row {
        "claims::submit, three lines" => Some(400),
        _ if row.starts_with("credentials::issue,") && row.contains("a batch") => None,
        _ if row.starts_with("appeals::open,") => None,
        _ if row.starts_with("credentials::issue,") || row.starts_with("consent::grant,") => Some(150),
        "consent::decide, a class is asked for" => Some(125),
        _ if row.starts_with("attestations::disclosed,") || row.starts_with("attestations::confirmed,") => {
            Some(125)
        }
        _ if LISTS.iter().any(|list| row.contains(list)) => None,
        _ => is_view.then_some(100),
    }
}

impl Snapshot {
    /// Where it is recorded.
    pub fn path() -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("snapshots/costs.json")
    }

    /// As recorded; nothing when there is no record yet.
    ///
    /// # Panics
    /// When the record is broken.
    pub fn read() -> Self {
        match std::fs::read(Self::path()) {
            Ok(bytes) => serde_json::from_slice(&bytes).expect("the snapshot can be read"),
            Err(_) => Self::default(),
        }
    }

    /// Records it.
    ///
    /// # Panics
    /// When the file cannot be written.
    pub fn write(&self) {
        let mut text = serde_json::to_string_pretty(self).expect("a snapshot can be written");
        text.push('\n');
        std::fs::write(Self::path(), text).expect("the snapshot can be written");
    }

    /// What keeps `measured` from passing against this record.
    pub fn compare(&self, measured: &Self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let sizes = |snapshot: &Self| -> BTreeMap<String, Vec<(&'static str, i128)>> {
            snapshot.wasm.iter().map(|(row, size)| (row.clone(), vec![("Wasm", i128::from(*size))])).collect()
        };
        let costs = |snapshot: &Self| -> BTreeMap<String, Vec<(&'static str, i128)>> {
            snapshot.messages.iter().map(|(row, cost)| (row.clone(), cost.figures().to_vec())).collect()
        };
        findings.extend(compare(&sizes(self), &sizes(measured)));
        findings.extend(compare(&costs(self), &costs(measured)));
        findings
    }

    /// What is over its budget. `views` are rows that change nothing.
    ///
    /// # Panics
    /// When the yardstick was not measured.
    pub fn over_budget(&self, is_view: impl Fn(&str) -> bool) -> Vec<Finding> {
        let yardstick = self.messages[YARDSTICK].ref_time;
        let sizes = self.wasm.iter().map(|(row, size)| (row, "Wasm", wasm_budget(row), *size));
        let proofs = self.messages.iter().map(|(row, cost)| (row, "proof", MAX_PROOF, cost.proof_size));
        let times = self.messages.iter().filter_map(|(row, cost)| {
            let budget = time_budget(row, is_view(row))?.saturating_mul(yardstick) / 100;
            Some((row, "time", budget, cost.ref_time))
        });
        let all = sizes.chain(proofs).chain(times);
        let over = all.filter(|(_, _, budget, measured)| measured > budget);
        over.map(|(row, figure, budget, measured)| Finding::OverBudget {
            row: row.clone(),
            figure,
            budget,
            measured,
        })
        .collect()
    }
}

impl Cost {
    const fn figures(&self) -> [(&'static str, i128); 3] {
        [("time", self.ref_time as i128), ("proof", self.proof_size as i128), ("deposit", self.deposit)]
    }
}

type Figures = Vec<(&'static str, i128)>;

fn compare(recorded: &BTreeMap<String, Figures>, measured: &BTreeMap<String, Figures>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (row, figures) in measured {
        let Some(before) = recorded.get(row) else {
            findings.push(Finding::New(row.clone()));
            continue;
        };
        for ((figure, from), (_, to)) in before.iter().zip(figures) {
            if rose(*from, *to) {
                findings.push(Finding::Rose { row: row.clone(), figure, from: *from, to: *to });
            }
        }
    }
    let vanished = recorded.keys().filter(|row| !measured.contains_key(*row));
    findings.extend(vanished.cloned().map(Finding::Vanished));
    findings
}

/// Whether a figure rose by more than the tolerance. A refund that shrinks is a rise too.
const fn rose(from: i128, to: i128) -> bool {
    (to - from) * 100 > from.abs() * TOLERANCE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(rows: &[(&str, u64)]) -> Snapshot {
        let cost = |time: u64| Cost { ref_time: time, proof_size: 1_000, deposit: 0 };
        let messages = rows.iter().map(|(row, time)| ((*row).to_owned(), cost(*time))).collect();
        Snapshot { wasm: BTreeMap::from([("claims".into(), 10_000)]), messages }
    }

    #[test]
    fn what_is_as_recorded_passes() {
        let recorded = snapshot(&[("a::b, c", 1_000)]);
        assert_eq!(recorded.compare(&recorded), []);
    }

    #[test]
    fn a_rise_of_three_percent_fails_and_one_of_two_does_not() {
        let recorded = snapshot(&[("a::b, c", 1_000)]);
        assert_eq!(recorded.compare(&snapshot(&[("a::b, c", 1_020)])), []);
        let rose = Finding::Rose { row: "a::b, c".into(), figure: "time", from: 1_000, to: 1_030 };
        assert_eq!(recorded.compare(&snapshot(&[("a::b, c", 1_030)])), [rose]);
    }

    #[test]
    fn a_fall_passes() {
        let recorded = snapshot(&[("a::b, c", 1_000)]);
        assert_eq!(recorded.compare(&snapshot(&[("a::b, c", 500)])), []);
    }

    #[test]
    fn larger_code_fails() {
        let recorded = snapshot(&[]);
        let wasm = BTreeMap::from([("claims".into(), 10_300)]);
        let measured = Snapshot { wasm, ..recorded.clone() };
        let rose = Finding::Rose { row: "claims".into(), figure: "Wasm", from: 10_000, to: 10_300 };
        assert_eq!(recorded.compare(&measured), [rose]);
    }

    #[test]
    fn a_message_without_a_row_fails_and_so_does_a_row_without_a_message() {
        let (one, two) = (snapshot(&[("a::b, c", 1)]), snapshot(&[("a::b, c", 1), ("a::d, e", 1)]));
        assert_eq!(one.compare(&two), [Finding::New("a::d, e".into())]);
        assert_eq!(two.compare(&one), [Finding::Vanished("a::d, e".into())]);
    }

    #[test]
    fn a_first_deposit_and_a_smaller_refund_are_rises() {
        assert!(rose(0, 1));
        assert!(rose(-100, -97));
        assert!(!rose(-100, -98));
        assert!(!rose(-100, -200));
        assert!(!rose(0, 0));
    }

    #[test]
    fn budgets_are_multiples_of_a_transfer() {
        let measured = |view| snapshot(&[(YARDSTICK, 1_000), ("claims::claim, three lines", view)]);
        let over = |view| measured(view).over_budget(|row| row.starts_with("claims::claim"));
        assert_eq!(over(1_000), []);
        let row = "claims::claim, three lines".into();
        assert_eq!(
            over(1_001),
            [Finding::OverBudget { row, figure: "time", budget: 1_000, measured: 1_001 }]
        );
    }
}
