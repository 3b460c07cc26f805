//! `falcon user`: who may sign in, from the command line.

use std::{io::Write as _, process::ExitCode, sync::Arc};

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};

use super::{
    config::{self, Config},
    db::Db,
    out::Out,
    services::{NewMember, Services, audit::Record, sign_in::Link},
    state::SystemClock,
};
use crate::domain::{Role, Scope, Territory, access::audit::Act};

/// See the module.
#[derive(Args)]
pub struct UserArgs {
    #[command(subcommand)]
    command: UserCommand,
}

#[derive(Subcommand)]
enum UserCommand {
    /// Let somebody into an organization, or change what they are in it; prints a one-time link for choosing a password
    Add {
        /// Slug of the organization
        #[arg(long)]
        org: String,
        /// admin, director, supervisor or viewer
        #[arg(long)]
        role: String,
        /// Name as others see it; the login when left away
        #[arg(long)]
        name: Option<String>,
        /// Number of their Telegram account
        #[arg(long)]
        telegram: Option<i64>,
        /// Of supervisors and viewers: part of what they see, `group:SLUG`, `branch:CODE`, `state:CODE` or
        /// `territory:local|foranea`; as often as needed
        #[arg(long = "scope", value_name = "PART")]
        scope: Vec<String>,
        /// User name or e-mail address
        login: String,
    },
    /// Print a one-time link by which somebody chooses a new password
    Reset {
        /// Also take away what a lost telephone held: the second step with its recovery codes, and passkeys; ends sessions
        #[arg(long)]
        devices: bool,
        /// User name or e-mail address
        login: String,
    },
    /// List who is in an organization
    List {
        /// Slug of the organization
        #[arg(long)]
        org: String,
        /// Print one JSON array
        #[arg(long)]
        json: bool,
    },
}

/// What the audit log calls who runs it.
const COMMAND: &str = "falcon user";

/// Runs the command.
///
/// # Errors
/// What is wrong with the arguments, or the database's.
pub async fn run(db: Db, config: Config, args: &UserArgs) -> anyhow::Result<ExitCode> {
    let services = Services::open(db, &config, Arc::new(SystemClock)).await.context("cannot read the data")?;
    let mut out = Out::default();
    match &args.command {
        UserCommand::Add { org, role, name, telegram, scope, login } => {
            let org = config::organization("--org ", org)?;
            let role = Role::from_code(role)
                .with_context(|| format!("--role {role}: there are admin, director, supervisor and viewer"))?;
            let new = NewMember {
                login: Some(login.clone()),
                name: name.clone().unwrap_or_else(|| login.clone()),
                telegram_id: *telegram,
                role,
                scope: parts(scope)?,
            };
            let before = services.person_of_login(login).await?;
            let before = match before {
                Some(person) => services.db().membership(person, &org).await?,
                None => None,
            };
            let before = before.map(|was| serde_json::json!({"role": was.role, "scope": was.scope}));
            let (person, fresh) = services.add_member(&org, &new).await?;
            let act = if fresh { Act::PersonInvited } else { Act::MembershipChanged };
            let after = serde_json::json!({"role": new.role, "scope": new.scope});
            services.record_system(Some(&org), Record::of(act, &new.name).by(COMMAND).changed(before, after)).await?;
            if fresh {
                let link = services.make_link(Link::Invitation, person).await?;
                writeln!(out, "{login} is {} of {org}; within 24 hours they choose a password at", role.code())?;
                writeln!(out, "{}", address(&config, Link::Invitation, &link))?;
            } else {
                writeln!(out, "{login} was here already and is now {} of {org}", role.code())?;
            }
        }
        UserCommand::Reset { login, devices } => {
            let person = services.person_of_login(login).await?;
            let Some(person) = person else { bail!("nobody has the login {login}") };
            for home in services.homes(person).await? {
                let record = |act| Record::of(act, &home.person_name).by(COMMAND);
                services.record_system(Some(&home.organization), record(Act::PasswordReset)).await?;
                if *devices {
                    let taken = record(Act::SecondFactorRemoved).changed(None, serde_json::json!({"devices": "all"}));
                    services.record_system(Some(&home.organization), taken).await?;
                }
            }
            if *devices {
                services.take_devices(person).await?;
                writeln!(out, "{login} has no second step and no passkeys any more")?;
            }
            let link = services.make_link(Link::Reset, person).await?;
            writeln!(out, "within 24 hours {login} chooses a new password at")?;
            writeln!(out, "{}", address(&config, Link::Reset, &link))?;
        }
        UserCommand::List { org, json } => {
            let org = config::organization("--org ", org)?;
            list(&services, &org, *json, &mut out).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn list(services: &Services, org: &str, json: bool, out: &mut Out) -> anyhow::Result<()> {
    let members = services.members(org).await?;
    if json {
        let rows: Vec<_> = members
            .iter()
            .map(|(person, membership)| {
                serde_json::json!({
                    "login": person.login, "name": person.name, "telegram_id": person.telegram_id,
                    "role": membership.role, "scope": membership.scope, "disabled": person.disabled,
                })
            })
            .collect();
        writeln!(out, "{}", serde_json::to_string(&rows)?)?;
        return Ok(());
    }
    for (person, membership) in members {
        let login = person.login.as_deref().unwrap_or("(Telegram)");
        let barred = if person.disabled { "  barred" } else { "" };
        writeln!(out, "{login:<32} {:<11} {}{barred}", membership.role.code(), person.name)?;
    }
    Ok(())
}

/// Where the link opens.
fn address(config: &Config, link: Link, token: &str) -> String {
    let origin = match &config.security.public_url {
        Some(url) => url.origin.clone(),
        None => format!("http://{}", config.web.addr),
    };
    format!("{origin}/enlace/{}/{token}", link.code())
}

fn parts(given: &[String]) -> anyhow::Result<Scope> {
    let mut scope = Scope::default();
    for part in given {
        match part.split_once(':') {
            Some(("group", code)) => scope.groups.push(code.into()),
            Some(("branch", code)) => scope.branches.push(code.into()),
            Some(("state", code)) => scope.states.push(code.into()),
            Some(("territory", code)) if Territory::from_code(code).is_some() => {
                scope.territories.extend(Territory::from_code(code));
            }
            _ => bail!("--scope {part}: write group:SLUG, branch:CODE, state:CODE or territory:local|foranea"),
        }
    }
    Ok(scope)
}
