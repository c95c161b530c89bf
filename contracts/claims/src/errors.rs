pub use healink_interfaces::ClaimsError as Error;

/// The result of a message.
pub type Result<T> = core::result::Result<T, Error>;
