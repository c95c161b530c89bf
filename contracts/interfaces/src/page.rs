use ink::prelude::vec::Vec;
use scale::{Decode, Encode};

/// Items that one page holds at most, whatever the caller asks for.
pub const MAX_PAGE: u32 = 50;

/// A page of a list. The first page is asked for with `from` = 0, each further one with the `next` of the page before it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next page begins; `None` at the end of the list. Opaque: lists number their places as they like.
    pub next: Option<u64>,
}

/// How many items a page holds when the caller asks for `wanted`: at least one, at most [`MAX_PAGE`].
pub fn limit(wanted: u32) -> usize {
    wanted.clamp(1, MAX_PAGE) as usize
}
