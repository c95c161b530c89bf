//! What expires, is to be verified again or decided anew.

use std::path::PathBuf;

use healink_domain::{
    credentials::{BoardId, Credential, CredentialId, Role},
    Account, Day,
};
use serde_json::json;

use super::{desk::Desk, object, Of};
use crate::{
    chain::account,
    commands::arg,
    credential::{
        calendar,
        due::{Due, Watch},
    },
    error::Result,
    names, output, paths, text,
};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
The limits are those of the NCQA: a verification at the source is at most 120 days old when one decides by it, and credentials are
decided anew every 36 months. What is overdue is listed as well.

Examples:
  healink credentials expiring --within 90
  healink --json credentials expiring --within 90 --board 2
  healink credentials expiring --within 365 --calendar due.ics")]
pub(super) struct Expiring {
    /// Days from today on
    #[arg(long, default_value_t = 90, value_name = "DAYS")]
    within: u32,
    /// Only credentials of this board; those of all boards when left out
    #[arg(long, value_name = "NUMBER", conflicts_with = "provider")]
    board: Option<BoardId>,
    /// Only credentials of this provider
    #[arg(long, value_parser = arg::account, value_name = "ACCOUNT")]
    provider: Option<Account>,
    /// Days for which a verification at the source holds
    #[arg(long, default_value_t = 120, value_name = "DAYS")]
    verified_within: u32,
    /// Months after which a credential is to be decided anew
    #[arg(long, default_value_t = 36, value_name = "MONTHS")]
    cycle: u32,
    /// As if today were this day; the chain's day when left out
    #[arg(long, value_parser = arg::day, value_name = "DATE")]
    as_of: Option<Day>,
    /// Also write a calendar (iCalendar)
    #[arg(long, value_name = "FILE")]
    calendar: Option<PathBuf>,
}

impl Desk<'_> {
    pub(super) async fn expiring(&self, args: &Expiring) -> Result<()> {
        let today = match args.as_of {
            Some(day) => day,
            None => self.chain.today().await?,
        };
        let watch = Watch {
            today,
            within: args.within,
            verification_days: args.verified_within,
            cycle_months: args.cycle,
        };
        let credentials = self.watched(args).await?;
        let mut due: Vec<(Due, &Credential)> = credentials
            .iter()
            .flat_map(|(id, credential)| {
                watch.due(*id, credential).into_iter().map(move |due| (due, credential))
            })
            .collect();
        due.sort_by_key(|(due, _)| *due);
        if let Some(path) = &args.calendar {
            let registry = format!(
                "{}.{}",
                self.chain.ss58(&self.contracts.credentials.address),
                self.chain.genesis_hex()
            );
            paths::write_atomically(path, calendar::render(&registry, today, &due).as_bytes())?;
            self.ctx.out.note(format!("{} has {} events", path.display(), due.len()));
        }
        let header = ["due", "days", "what", "credential", "provider", "NPI", "kind", "place", "board"];
        let rows: Vec<Vec<String>> =
            due.iter().map(|(due, credential)| self.due_row(today, *due, credential)).collect();
        let value = json!({
            "as_of": text::date(today),
            "due": rows.iter().map(|row| object(&header, row)).collect::<Vec<_>>(),
        });
        self.ctx.out.result(&value, || match rows.is_empty() {
            true => format!("nothing falls due within {} days of {}", args.within, text::date(today)),
            false => output::table(&header, &["days", "credential", "board"], rows),
        })
    }

    async fn watched(&self, args: &Expiring) -> Result<Vec<(CredentialId, Credential)>> {
        match (args.provider, args.board) {
            (Some(provider), _) => self.list_of(Of::Provider(provider)).await,
            (None, Some(board)) => self.list_of(Of::Board(board)).await,
            (None, None) => {
                let mut all = Vec::new();
                for (id, _) in self.boards().await?.iter().filter(|(_, board)| board.role == Role::Board) {
                    all.extend(self.list_of(Of::Board(*id)).await?);
                }
                Ok(all)
            }
        }
    }

    fn due_row(&self, today: Day, due: Due, credential: &Credential) -> Vec<String> {
        let claim = &credential.claim;
        let days = i64::from(due.on.0).saturating_sub(i64::from(today.0));
        vec![
            text::date(due.on),
            days.to_string(),
            names::name(due.what),
            due.credential.to_string(),
            account::short(&claim.provider, self.chain.properties.prefix),
            claim.npi.to_string(),
            names::name(claim.kind),
            claim.jurisdiction.to_string(),
            credential.board.to_string(),
        ]
    }
}
