//! `healink networks`.

use crate::{networks::Network, output, Context, Result};

/// Lists the networks known by name.
///
/// # Errors
/// When the built-in list is broken.
pub fn run(ctx: &Context) -> Result<()> {
    let known = Network::known()?;
    ctx.out.result(&known, || {
        let rows = known.iter().map(|n| vec![n.name.clone(), n.url.clone(), n.about.clone()]);
        output::table(&["name", "address", "what it is"], &[], rows)
    })
}
