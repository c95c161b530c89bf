//! Every message of every contract, typed once for all suites.

use scale::Encode;

/// Makes one function a message, of the same name and arguments, that returns a [`crate::Message`]; and `ALL`, the labels.
macro_rules! messages {
    ($contract:ident { $($label:ident($($argument:ident: $kind:ty),* $(,)?) -> $returned:ty;)+ }) => {
        $(
            #[doc = concat!("`", stringify!($label), "` of the contract.")]
            pub fn $label($($argument: $kind),*) -> $crate::Message<$returned> {
                let arguments = $crate::messages::encoded(&[$(&$argument as &dyn $crate::messages::Argument),*]);
                $crate::Message::new($crate::Contract::$contract, stringify!($label), arguments)
            }
        )+

        /// Labels of all messages that only this contract has.
        pub const OWN: &[&str] = &[$(stringify!($label)),+];
    };
}

pub mod administered;
pub mod appeals;
pub mod attestations;
pub mod boards;
pub mod claims;
pub mod consent;
pub mod coverage;
pub mod credentials;
pub mod disclosures;
pub mod guardians;
pub mod settlement;
pub mod stablecoin;
pub mod verifier;

/// An argument of a message.
pub trait Argument {
    /// Appends its SCALE encoding.
    fn append(&self, to: &mut Vec<u8>);
}

impl<T: Encode> Argument for T {
    fn append(&self, to: &mut Vec<u8>) {
        self.encode_to(to);
    }
}

/// Arguments as they go over the wire: one after the other.
pub fn encoded(arguments: &[&dyn Argument]) -> Vec<u8> {
    let mut bytes = Vec::new();
    arguments.iter().for_each(|argument| argument.append(&mut bytes));
    bytes
}
