//! The catalog's part of a snapshot.

use super::{
    Read, SnapshotError,
    bytes::{Reader, Writer, unzigzag, zigzag},
    ensure,
};
use crate::domain::{
    Assignment, BandLimits, BaseLayer, Branch, Catalog, Day, Group, IndicatorLimits, Location, NamedPeriod,
    PeriodDates, Settings, State, Territory,
};

const LAYERS: [BaseLayer; 3] = [BaseLayer::MexicoStates, BaseLayer::UsStates, BaseLayer::World];

fn put_day(out: &mut Writer, day: Day) {
    out.number(zigzag(i64::from(day.number())));
}

fn day(reader: &mut Reader<'_>) -> Read<Day> {
    let number = i32::try_from(unzigzag(reader.number()?)).map_err(|_| SnapshotError::Corrupt)?;
    // Dates of opening and of periods may lie outside what visits can have, but not outside the calendar.
    ensure((-719_528..=2_932_896).contains(&number))?;
    Ok(Day::from_number(number))
}

fn put_maybe_day(out: &mut Writer, day: Option<Day>) {
    out.0.push(u8::from(day.is_some()));
    if let Some(day) = day {
        put_day(out, day);
    }
}

fn maybe_day(reader: &mut Reader<'_>) -> Read<Option<Day>> {
    if reader.flag()? { day(reader).map(Some) } else { Ok(None) }
}

fn put_territory(out: &mut Writer, territory: Option<Territory>) {
    out.0.push(territory.map_or(0, |territory| territory as u8 + 1));
}

fn territory(reader: &mut Reader<'_>) -> Read<Option<Territory>> {
    match reader.byte()? {
        0 => Ok(None),
        byte => Territory::ALL.get(usize::from(byte) - 1).copied().map(Some).ok_or(SnapshotError::Corrupt),
    }
}

fn put_texts(out: &mut Writer, texts: &[String]) {
    out.number(texts.len() as u64);
    texts.iter().for_each(|text| out.text(text));
}

fn texts(reader: &mut Reader<'_>) -> Read<Vec<String>> {
    let count = reader.count(1)?;
    (0..count).map(|_| reader.text()).collect()
}

fn word(reader: &mut Reader<'_>) -> Read<u16> {
    u16::try_from(reader.number()?).map_err(|_| SnapshotError::Corrupt)
}

fn words(reader: &mut Reader<'_>) -> Read<Vec<u16>> {
    let count = reader.count(1)?;
    (0..count).map(|_| word(reader)).collect()
}

pub fn write(catalog: &Catalog, out: &mut Writer) {
    out.text(&catalog.organization);
    out.text(&catalog.organization_name);
    out.0.push(u8::from(catalog.demo));
    out.number(zigzag(catalog.data_version));
    out.maybe_text(catalog.last_import.as_deref());
    write_settings(&catalog.settings, out);
    put_texts(out, &catalog.kinds);
    put_texts(out, &catalog.areas);
    out.number(catalog.critical_areas.len() as u64);
    catalog.critical_areas.iter().for_each(|area| out.number(u64::from(*area)));
    put_texts(out, &catalog.supervisors);
    out.number(catalog.groups.len() as u64);
    for group in &catalog.groups {
        out.text(&group.slug);
        out.text(&group.name);
    }
    out.number(catalog.states.len() as u64);
    for state in &catalog.states {
        out.text(&state.code);
        out.text(&state.name);
    }
    out.number(catalog.branches.len() as u64);
    catalog.branches.iter().for_each(|branch| write_branch(branch, out));
    out.number(catalog.periods.len() as u64);
    for period in &catalog.periods {
        out.text(&period.code);
        out.text(&period.name);
        out.text(&period.series);
        out.number(period.dates.len() as u64);
        for dates in &period.dates {
            put_territory(out, dates.territory);
            put_day(out, dates.from);
            put_day(out, dates.to);
        }
    }
}

pub fn read(reader: &mut Reader<'_>) -> Read<Catalog> {
    let mut catalog = Catalog {
        organization: reader.text()?,
        organization_name: reader.text()?,
        demo: reader.flag()?,
        data_version: unzigzag(reader.number()?),
        last_import: reader.maybe_text()?,
        settings: read_settings(reader)?,
        kinds: texts(reader)?,
        areas: texts(reader)?,
        critical_areas: words(reader)?,
        supervisors: texts(reader)?,
        ..Catalog::default()
    };
    for _ in 0..reader.count(2)? {
        catalog.groups.push(Group { slug: reader.text()?, name: reader.text()? });
    }
    for _ in 0..reader.count(2)? {
        catalog.states.push(State { code: reader.text()?, name: reader.text()? });
    }
    for _ in 0..reader.count(12)? {
        let branch = read_branch(reader, &catalog)?;
        catalog.branches.push(branch);
    }
    for _ in 0..reader.count(4)? {
        let (code, name, series) = (reader.text()?, reader.text()?, reader.text()?);
        let mut dates = Vec::new();
        for _ in 0..reader.count(3)? {
            dates.push(PeriodDates { territory: territory(reader)?, from: day(reader)?, to: day(reader)? });
        }
        catalog.periods.push(NamedPeriod { code, name, series, dates });
    }
    Ok(catalog)
}

fn write_branch(branch: &Branch, out: &mut Writer) {
    out.text(&branch.code);
    out.text(&branch.name);
    put_territory(out, branch.territory);
    out.maybe(branch.state.map(u64::from));
    out.maybe_text(branch.municipality.as_deref());
    out.0.push(u8::from(branch.location.is_some()));
    if let Some(location) = branch.location {
        out.0.extend_from_slice(&location.latitude.to_le_bytes());
        out.0.extend_from_slice(&location.longitude.to_le_bytes());
    }
    out.maybe_text(branch.time_zone.as_deref());
    put_maybe_day(out, branch.opened);
    put_maybe_day(out, branch.closed);
    out.number(branch.assignments.len() as u64);
    for assignment in &branch.assignments {
        put_day(out, assignment.from);
        out.maybe(assignment.group.map(u64::from));
    }
}

fn read_branch(reader: &mut Reader<'_>, catalog: &Catalog) -> Read<Branch> {
    let mut branch = Branch {
        code: reader.text()?,
        name: reader.text()?,
        territory: territory(reader)?,
        state: reader.maybe_below(catalog.states.len())?,
        municipality: reader.maybe_text()?,
        location: match reader.flag()? {
            false => None,
            true => Some(Location { latitude: reader.float()?, longitude: reader.float()? }),
        },
        time_zone: reader.maybe_text()?,
        opened: maybe_day(reader)?,
        closed: maybe_day(reader)?,
        assignments: Vec::new(),
    };
    for _ in 0..reader.count(2)? {
        branch.assignments.push(Assignment { from: day(reader)?, group: reader.maybe_below(catalog.groups.len())? });
    }
    Ok(branch)
}

fn write_settings(settings: &Settings, out: &mut Writer) {
    let bands = settings.bands;
    for limit in [settings.target, bands.excelente, bands.bueno, bands.regular, settings.opportunity] {
        out.number(u64::from(limit));
    }
    out.text(&settings.time_zone);
    out.text(&settings.language);
    out.maybe_text(settings.default_kind.as_deref());
    out.0.push(LAYERS.iter().position(|layer| *layer == settings.base_layer).unwrap_or(0) as u8);
    let limits = settings.indicators;
    for limit in [limits.critical_below, limits.fall, limits.rise, limits.success_at_least, limits.perfect] {
        out.number(u64::from(limit));
    }
    out.number(u64::from(limits.min_n));
}

fn read_settings(reader: &mut Reader<'_>) -> Read<Settings> {
    Ok(Settings {
        target: word(reader)?,
        bands: BandLimits { excelente: word(reader)?, bueno: word(reader)?, regular: word(reader)? },
        opportunity: word(reader)?,
        time_zone: reader.text()?,
        language: reader.text()?,
        default_kind: reader.maybe_text()?,
        base_layer: *LAYERS.get(usize::from(reader.byte()?)).ok_or(SnapshotError::Corrupt)?,
        indicators: IndicatorLimits {
            critical_below: word(reader)?,
            fall: word(reader)?,
            rise: word(reader)?,
            success_at_least: word(reader)?,
            perfect: word(reader)?,
            min_n: reader.number_u32()?,
        },
    })
}
