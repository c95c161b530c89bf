//! Contracts that do not answer as agreed, assembled by hand.

use std::fmt::Write;

use healink_domain::Account;
use healink_e2e::{deployment::Addresses, Chain, Contract, Message, Person, Suite};

/// What a hostile contract does when it is called.
#[derive(Clone, Copy, Debug)]
pub enum Malice {
    /// Undoes what it did, and says nothing.
    Revert,
    /// Returns bytes that mean nothing.
    Garbage,
    /// Returns nothing at all.
    Silence,
    /// Returns what would be an empty list of answers.
    TooFew,
    /// Returns more bytes than a contract can take in.
    Flood,
    /// Traps.
    Trap,
    /// Runs until no gas is left.
    Burn,
}

impl Malice {
    /// Every sort.
    pub const ALL: [Self; 7] =
        [Self::Revert, Self::Garbage, Self::Silence, Self::TooFew, Self::Flood, Self::Trap, Self::Burn];

    /// Whether the runtime ends the caller with it.
    pub const fn ends_the_caller(self) -> bool {
        matches!(self, Self::Flood | Self::Burn)
    }

    /// What it does, in the language of [`wasm`].
    pub const fn code(self) -> &'static str {
        match self {
            Self::Revert => "(call $return (i32.const 1) (i32.const 0) (i32.const 0))",
            Self::Garbage => "(call $return (i32.const 0) (i32.const 64) (i32.const 33))",
            Self::Silence => "",
            // Ok(Ok(vec![])).
            Self::TooFew => "(call $return (i32.const 0) (i32.const 0) (i32.const 3))",
            Self::Flood => "(call $return (i32.const 0) (i32.const 0) (i32.const 20000))",
            Self::Trap => "unreachable",
            Self::Burn => "(loop $forever (br $forever))",
        }
    }
}

/// A contract that gives agreed answers to some selectors and runs `code` on all others. The memory holds zeros up to 64, then
/// bytes that are no valid answer; input is read to 40,000.
pub fn wasm(agreed: &[([u8; 4], Vec<u8>)], code: &str) -> Vec<u8> {
    let (mut data, mut answers) = (String::new(), String::new());
    for (index, (selector, answer)) in agreed.iter().enumerate() {
        let place = 1_024 + index * 256;
        let hex: String = answer.iter().map(|byte| format!("\\{byte:02x}")).collect();
        writeln!(data, "(data (i32.const {place}) \"{hex}\")").unwrap();
        let (selector, length) = (i32::from_le_bytes(*selector), answer.len());
        writeln!(
            answers,
            "(if (i32.eq (i32.load (i32.const 40000)) (i32.const {selector}))
               (then (call $return (i32.const 0) (i32.const {place}) (i32.const {length}))))"
        )
        .unwrap();
    }
    let text = format!(
        r#"(module
            (import "seal0" "seal_return" (func $return (param i32 i32 i32)))
            (import "seal0" "seal_input" (func $input (param i32 i32)))
            (import "seal0" "seal_caller" (func $caller (param i32 i32)))
            (import "seal1" "seal_call" (func $call (param i32 i32 i64 i32 i32 i32 i32 i32) (result i32)))
            (import "env" "memory" (memory 1 1))
            (func (export "deploy"))
            (func (export "call")
                (i32.store (i32.const 512) (i32.const 20000))
                (call $input (i32.const 40000) (i32.const 512))
                {answers}
                {code})
            (data (i32.const 64) "\07\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff")
            {data})"#
    );
    wat::parse_str(&text).unwrap_or_else(|e| panic!("{e}\n{text}"))
}

/// Deploys such a contract.
pub fn deploy(chain: &mut Chain, agreed: &[([u8; 4], Vec<u8>)], code: &str) -> Account {
    chain.deploy(Person::Owner.account(), wasm(agreed, code), Vec::new(), code.as_bytes().to_vec())
}

/// A suite in which a hostile contract stands in for one of ours, ready for claims otherwise.
pub fn suite_with(replaced: Contract, malice: Malice) -> Suite {
    let mut suite = Suite::deployed_beside(|chain| {
        Addresses::default().with(replaced, deploy(chain, &[], malice.code()))
    });
    // A deposit asks coverage and claims, and what the registry of boards is told it passes on.
    let asked = matches!(replaced, Contract::Coverage | Contract::Claims);
    let passed_on =
        |message: &Message<()>| replaced == Contract::Credentials && message.contract == Contract::Boards;
    suite.prepare_without(|message| {
        message.contract == replaced || asked && message.label == "deposit" || passed_on(message)
    });
    suite
}

/// A suite whose payer settles in a token that says it has two decimals, and otherwise runs `code`.
pub fn suite_with_token(code: &str) -> Suite {
    let decimals = Contract::Stablecoin.artifact().selector("token_decimals");
    let mut suite = Suite::deployed_beside(|chain| {
        let token = deploy(chain, &[(decimals, vec![0, 2])], code);
        Addresses::default().with(Contract::Stablecoin, token)
    });
    suite.prepare_without(|message| message.contract == Contract::Stablecoin || message.label == "deposit");
    suite
}
