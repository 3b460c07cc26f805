//! The demo organization: deterministic, plainly fictitious data of realistic shape.
//!
//! 86 branches in 20 groups and 7 Mexican states, two kinds, three years up to a fixed last day. Filling it twice changes
//! nothing.

mod branches;
mod dice;
mod people;
mod places;
mod visits;
mod words;

use jiff::{Timestamp, tz::Offset};

use crate::{
    domain::{Day, Location, NamedPeriod, PeriodDates, Settings, Territory},
    server::db::{
        AreaId, BranchId, Db, GroupId, KindId, NewAreaScore, NewBranch, NewSupervision, Outcome, StateId, StoreError,
        SupervisorId, Writer,
    },
};

use branches::Site;
pub use people::{DemoPerson, people};
use visits::{FIRST, Form, LAST, Visit};

/// Name of the organization.
const NAME: &str = "Cocina Quimera (demostración)";

/// What filling did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    pub branches: usize,
    pub supervisions: usize,
    pub area_scores: usize,
    /// Supervisions that were not there before, or different.
    pub changed: usize,
    pub data_version: i64,
}

/// Fills the organization of this slug.
///
/// # Errors
/// The database's.
pub async fn fill(db: &Db, slug: &str, now: Timestamp) -> Result<Filled, StoreError> {
    let mut writer = Writer::begin(db, slug, Some(NAME), now).await?;
    writer.mark_demo(NAME).await?;
    let settings = Settings {
        time_zone: "America/Monterrey".into(),
        default_kind: Some("operativa".into()),
        ..Settings::default()
    };
    writer.set_settings(&settings).await?;
    for period in periods() {
        writer.period(&period).await?;
    }
    let names = Names::write(&mut writer).await?;
    let mut filled = Filled::default();
    for site in branches::sites() {
        let branch = write_branch(&mut writer, &names, &site).await?;
        filled.branches += 1;
        let supervisions = supervisions(&site, branch, &names);
        filled.supervisions += supervisions.len();
        filled.area_scores += supervisions.iter().filter_map(|s| s.areas.as_ref()).map(Vec::len).sum::<usize>();
        let written = writer.supervisions(&supervisions).await?;
        filled.changed += written.iter().filter(|written| written.outcome != Outcome::Unchanged).count();
    }
    filled.data_version = writer.commit().await?;
    Ok(filled)
}

/// Numbers of what visits refer to, in the order of the word lists.
struct Names {
    groups: Vec<GroupId>,
    states: Vec<StateId>,
    supervisors: Vec<SupervisorId>,
    forms: Vec<(Form, KindId, Vec<AreaId>)>,
}

impl Names {
    async fn write(writer: &mut Writer) -> Result<Self, StoreError> {
        let mut names = Self { groups: Vec::new(), states: Vec::new(), supervisors: Vec::new(), forms: Vec::new() };
        for name in words::GROUPS {
            names.groups.push(writer.group(&format!("Grupo {name}")).await?);
        }
        for (code, name) in places::STATES {
            names.states.push(writer.state(code, name).await?);
        }
        for name in words::SUPERVISORS {
            names.supervisors.push(writer.supervisor(name).await?);
        }
        for form in Form::ALL {
            let kind = writer.kind(form.code()).await?;
            let mut areas = Vec::new();
            for (name, ..) in form.areas() {
                areas.push(writer.area(name).await?);
            }
            names.forms.push((form, kind, areas));
        }
        Ok(names)
    }
}

async fn write_branch(writer: &mut Writer, names: &Names, site: &Site) -> Result<BranchId, StoreError> {
    let group = names.groups[site.group];
    let (branch, _) = writer
        .branch(&NewBranch {
            code: site.number.to_string(),
            name: site.name.clone(),
            master: true,
            territory: Some(site.territory),
            state: Some(names.states[site.region]),
            municipality: Some(site.town.to_owned()),
            location: Some(site.location),
            opened: site.opened,
            closed: site.closed,
            ..NewBranch::default()
        })
        .await?;
    let history = match site.moved {
        None => vec![(Day::MIN, Some(group))],
        Some((now, first)) => vec![(Day::MIN, Some(group)), (first, Some(names.groups[now]))],
    };
    writer.set_assignments(branch, &history);
    Ok(branch)
}

fn day((year, month, day): (i16, i8, i8)) -> Day {
    Day::from_ymd(year, month, day).unwrap_or(Day::MIN)
}

fn supervisions(site: &Site, branch: BranchId, names: &Names) -> Vec<NewSupervision> {
    let mut all = Vec::new();
    for (form, kind, areas) in &names.forms {
        for (nth, visit) in visits::visits(site, *form, day(FIRST), day(LAST)).iter().enumerate() {
            all.push(NewSupervision {
                external_id: Some(format!("demo-{}-{:03}-{:03}", form.code(), site.number, nth + 1)),
                branch,
                kind: *kind,
                day: visit.day,
                second: Some(u32::from(visit.minute) * 60),
                instant: instant(visit),
                supervisor: Some(names.supervisors[visit.supervisor]),
                score: share(visit.areas.iter().map(|(_, points, most)| (*points, *most))),
                points: Some(visit.areas.iter().fold((0, 0), |sum, (_, points, most)| {
                    (sum.0 + i64::from(*points) * 100, sum.1 + i64::from(*most) * 100)
                })),
                sent_from: Some(Location {
                    latitude: site.location.latitude + f64::from(visit.drift.0) / 100_000.0,
                    longitude: site.location.longitude + f64::from(visit.drift.1) / 100_000.0,
                }),
                areas: Some(scores(visit, areas)),
            });
        }
    }
    all
}

fn scores(visit: &Visit, areas: &[AreaId]) -> Vec<NewAreaScore> {
    let score = |(place, points, most): &(usize, u16, u16)| {
        Some(NewAreaScore {
            area: areas[*place],
            score: share([(*points, *most)].into_iter())?,
            points: Some((i64::from(*points) * 100, i64::from(*most) * 100)),
        })
    };
    visit.areas.iter().filter_map(score).collect()
}

/// Points reached of points possible in hundredths of a percent, rounded half up; `None` of nothing.
fn share(points: impl Iterator<Item = (u16, u16)>) -> Option<u16> {
    let (reached, most) = points.fold((0_u64, 0_u64), |sum, (a, b)| (sum.0 + u64::from(a), sum.1 + u64::from(b)));
    if most == 0 { None } else { u16::try_from((reached * 20_000 + most) / (2 * most)).ok() }
}

/// The demo keeps to UTC−6 all year, so that it does not depend on a machine's time zone data.
fn instant(visit: &Visit) -> Option<Timestamp> {
    let minute = i8::try_from(visit.minute % 60).ok()?;
    let hour = i8::try_from(visit.minute / 60).ok()?;
    Offset::constant(-6).to_timestamp(visit.day.date().at(hour, minute, 0, 0)).ok()
}

/// T1…T4 for locals and S1, S2 for foráneas, each year. The first and last days of a year belong to no period.
fn periods() -> Vec<NamedPeriod> {
    let mut all = Vec::new();
    for year in FIRST.0..=LAST.0 {
        let mut name = |series: &str, number: u8, territory: Territory, from: (i8, i8), to: (i8, i8)| {
            all.push(NamedPeriod {
                code: format!("{year}-{series}{number}"),
                name: format!("{series}{number} {year}"),
                series: series.to_owned(),
                dates: vec![PeriodDates {
                    territory: Some(territory),
                    from: day((year, from.0, from.1)),
                    to: day((year, to.0, to.1)),
                }],
            });
        };
        name("T", 1, Territory::Local, (1, 8), (3, 31));
        name("T", 2, Territory::Local, (4, 1), (6, 30));
        name("T", 3, Territory::Local, (7, 1), (9, 30));
        name("T", 4, Territory::Local, (10, 1), (12, 20));
        name("S", 1, Territory::Foranea, (1, 8), (6, 30));
        name("S", 2, Territory::Foranea, (7, 1), (12, 20));
    }
    all
}
