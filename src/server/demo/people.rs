//! One person per role, so that the demo can be looked at through everybody's eyes.

use std::{fs, io::Write as _, path::Path};

use anyhow::Context as _;

use crate::{
    domain::{Role, Scope, Territory},
    server::services::{NewMember, Services},
};

/// How somebody signs in to the demo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoPerson {
    pub login: String,
    pub role: Role,
    /// What they see, in words.
    pub sees: &'static str,
}

/// Adds them, all with one password that is drawn once per data folder and kept in its file `demo-password`.
/// Returns them and the password.
///
/// # Errors
/// The database's, and the folder's.
pub async fn people(services: &Services, slug: &str, folder: &Path) -> anyhow::Result<(Vec<DemoPerson>, String)> {
    let password = password(services, folder)?;
    let of = |text: &str| vec![text.to_owned()];
    let all = [
        (Role::Admin, "Ana Admin", Scope::whole(), "everything, and changes it"),
        (Role::Director, "Diego Director", Scope::whole(), "every branch"),
        (
            Role::Supervisor,
            "Sofía Supervisora",
            Scope { groups: services_groups(services, slug, 2).await?, ..Scope::default() },
            "two operator groups",
        ),
        (
            Role::Viewer,
            "Víctor Visitante",
            Scope { territories: vec![Territory::Foranea], states: of("19"), ..Scope::default() },
            "foráneas, and Nuevo León",
        ),
    ];
    let mut told = Vec::new();
    for (role, name, scope, sees) in all {
        let login = if slug == "demo" { format!("{}@demo", role.code()) } else { format!("{}@{slug}", role.code()) };
        let new = NewMember { login: Some(login.clone()), name: name.into(), telegram_id: None, role, scope };
        let (person, _) = services.add_member(slug, &new).await?;
        if !services.password_is(&login, &password).await? {
            services.set_made_password(person, &password).await?;
        }
        told.push(DemoPerson { login, role, sees });
    }
    Ok((told, password))
}

/// Slugs of the first groups.
async fn services_groups(services: &Services, slug: &str, count: usize) -> anyhow::Result<Vec<String>> {
    let desk = services.desk(crate::server::services::Actor::anyone(slug)).await?;
    Ok(desk.cube().catalog().groups.iter().take(count).map(|group| group.slug.clone()).collect())
}

fn password(services: &Services, folder: &Path) -> anyhow::Result<String> {
    let path = folder.join("demo-password");
    if let Ok(text) = fs::read_to_string(&path)
        && !text.trim().is_empty()
    {
        return Ok(text.trim().to_owned());
    }
    let password = services.drawn_password()?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&path).with_context(|| format!("cannot write {}", path.display()))?;
    writeln!(file, "{password}")?;
    Ok(password)
}
