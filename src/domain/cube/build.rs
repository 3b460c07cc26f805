//! From rows to columns.

use std::collections::HashMap;

use super::{
    BuildError,
    columns::{Columns, Shapes, UNRATED},
    index::{KindFacts, NONE, Site},
};
use crate::domain::{Branch, Catalog, Day, SupervisionRow};

/// Checks one row against the catalog.
pub fn check_row(catalog: &Catalog, row: &SupervisionRow) -> Result<(), BuildError> {
    let wrong = |what| Err(BuildError::Row { id: row.id, what });
    if row.branch as usize >= catalog.branches.len() {
        return wrong("branch outside the catalog");
    }
    if usize::from(row.kind) >= catalog.kinds.len() {
        return wrong("kind outside the catalog");
    }
    if row.day < Day::MIN || row.day > Day::MAX {
        return wrong("day outside 1970-01-01 to 2149-06-06");
    }
    if row.minute.is_some_and(|minute| minute >= 1_440) {
        return wrong("minute outside the day");
    }
    if row.supervisor.is_some_and(|supervisor| usize::from(supervisor) >= catalog.supervisors.len()) {
        return wrong("supervisor outside the catalog");
    }
    if row.score.is_some_and(|score| score > 10_000) || row.areas.iter().any(|(_, score)| *score > 10_000) {
        return wrong("score above 10000 hundredths");
    }
    if row.areas.iter().any(|(area, _)| usize::from(*area) >= catalog.areas.len()) {
        return wrong("area outside the catalog");
    }
    if row.areas.windows(2).any(|pair| pair[0].0 >= pair[1].0) {
        return wrong("areas out of order or repeated");
    }
    Ok(())
}

/// Sorts rows by (day, id) and refuses doubled ids.
pub fn sort_rows(rows: &mut [SupervisionRow]) -> Result<(), BuildError> {
    let key = |row: &SupervisionRow| (row.day, row.id);
    if !rows.windows(2).all(|pair| key(&pair[0]) <= key(&pair[1])) {
        rows.sort_unstable_by_key(key);
    }
    ids_differ(rows.iter().map(|row| row.id).collect())
}

/// Refuses doubled ids.
pub fn ids_differ(mut ids: Vec<u32>) -> Result<(), BuildError> {
    if !ids.is_sorted() {
        ids.sort_unstable();
    }
    match ids.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(BuildError::Row { id: pair[0], what: "id given twice" }),
        None => Ok(()),
    }
}

/// Finds the site of a branch's visit: the assignment in force that day.
pub fn site_on(branch: &Branch, number: u32, day: Day, sites: &HashMap<Site, u16>) -> u16 {
    let after = branch.assignments.partition_point(|assignment| assignment.from <= day);
    let group = branch.assignments.get(after.saturating_sub(1)).and_then(|assignment| assignment.group);
    sites.get(&Site { branch: number, group: group.unwrap_or(NONE) }).copied().unwrap_or(0)
}

/// Site numbers by content.
pub fn site_numbers(sites: &[Site]) -> HashMap<Site, u16> {
    sites.iter().enumerate().map(|(number, site)| (*site, number as u16)).collect()
}

/// Chooses the full shapes: kinds whose visits rate at least half of the areas that the kind uses.
pub fn full_shapes(kinds: usize, rows: &[SupervisionRow], shapes: &mut Shapes) {
    #[derive(Clone, Default)]
    struct Use {
        rated: u64,
        rows: u64,
        areas: std::collections::BTreeSet<u16>,
        last: Vec<(u16, u16)>,
    }
    let mut uses = vec![Use::default(); kinds];
    for row in rows.iter().filter(|row| !row.areas.is_empty()) {
        let used = &mut uses[usize::from(row.kind)];
        used.rated += row.areas.len() as u64;
        used.rows += 1;
        // Most visits rate what the one before them rated: look into the set only when they do not.
        if used.last.len() != row.areas.len() || used.last.iter().zip(&row.areas).any(|(a, b)| a.0 != b.0) {
            used.areas.extend(row.areas.iter().map(|(area, _)| *area));
            used.last.clone_from(&row.areas);
        }
    }
    for (kind, used) in uses.into_iter().enumerate() {
        if used.rows > 0 && used.rated * 2 >= used.rows * used.areas.len() as u64 {
            let shape = shapes.push(kind as u8, used.areas);
            shapes.set_full(kind as u8, shape);
        }
    }
}

/// Appends visits at the end of columns, finding their shapes.
pub struct Writer {
    pub columns: Columns,
    /// Shapes by content; made when the first row needs a shape of its own.
    dictionary: Option<HashMap<(u8, Vec<u16>), u32>>,
    /// The optional columns are written.
    supervisors: bool,
    minutes: bool,
}

impl Writer {
    pub fn new(shapes: Shapes) -> Self {
        let columns = Columns { shapes, ..Columns::default() };
        Self { columns, dictionary: None, supervisors: true, minutes: true }
    }

    /// Goes on with columns that have visits, to which these rows are to come.
    pub fn resume(mut columns: Columns, rows: &[SupervisionRow]) -> Self {
        let visits = columns.len();
        let open = |column: &mut Vec<u16>, used: bool| {
            let written = used || !column.is_empty();
            if written {
                column.resize(visits, UNRATED);
            }
            written
        };
        let supervisors = open(&mut columns.supervisor, rows.iter().any(|row| row.supervisor.is_some()));
        let minutes = open(&mut columns.minute, rows.iter().any(|row| row.minute.is_some()));
        Self { columns, dictionary: None, supervisors, minutes }
    }

    /// The shape for a row: the full one of its kind if it holds the row's areas, else the row's own.
    fn shape_for(&mut self, row: &SupervisionRow) -> u32 {
        let shapes = &mut self.columns.shapes;
        if let Some(full) = shapes.full_of(row.kind).filter(|_| !row.areas.is_empty()) {
            let areas = shapes.areas_of(full as usize);
            let same = areas.len() == row.areas.len() && areas.iter().zip(&row.areas).all(|(a, b)| *a == b.0);
            if same || row.areas.iter().all(|(area, _)| areas.binary_search(area).is_ok()) {
                return full;
            }
        }
        let dictionary = self.dictionary.get_or_insert_with(|| shapes.dictionary());
        let key = (row.kind, row.areas.iter().map(|(area, _)| *area).collect::<Vec<_>>());
        if let Some(shape) = dictionary.get(&key) {
            return *shape;
        }
        let shape = shapes.push(row.kind, key.1.iter().copied());
        dictionary.insert(key, shape);
        shape
    }

    /// Adds a row that was checked; days are set by the caller.
    pub fn push(&mut self, row: &SupervisionRow, site: u16) {
        let shape = self.shape_for(row);
        let columns = &mut self.columns;
        if self.supervisors {
            columns.supervisor.push(row.supervisor.unwrap_or(UNRATED));
        }
        if self.minutes {
            columns.minute.push(row.minute.unwrap_or(UNRATED));
        }
        columns.site.push(site);
        columns.shape.push(shape);
        columns.score.push(row.score.unwrap_or(UNRATED));
        columns.id.push(row.id);
        columns.offset.push(columns.values.len() as u32);
        let areas = &columns.shapes.areas[columns.shapes.range(shape as usize)];
        if areas.len() == row.areas.len() {
            columns.values.extend(row.areas.iter().map(|(_, value)| *value));
        } else {
            let mut rated = row.areas.iter().peekable();
            columns.values.extend(areas.iter().map(|area| match rated.next_if(|(next, _)| next == area) {
                Some((_, value)) => *value,
                None => UNRATED,
            }));
        }
    }

    /// Drops optional columns that hold nothing and gives the columns out.
    pub fn finish(mut self) -> Columns {
        for column in [&mut self.columns.supervisor, &mut self.columns.minute] {
            if column.iter().all(|value| *value == UNRATED) {
                *column = Vec::new();
            }
        }
        self.columns
    }
}

/// Day starts for sorted days.
pub fn day_starts(days: impl Iterator<Item = i32>) -> (i32, Vec<u32>) {
    let mut starts: Vec<u32> = Vec::new();
    let mut first_day = 0;
    let mut count = 0_u32;
    for day in days {
        if starts.is_empty() {
            first_day = day;
        }
        while (starts.len() as i32) <= day - first_day {
            starts.push(count);
        }
        count += 1;
    }
    if count > 0 {
        starts.push(count);
    }
    (first_day, starts)
}

/// Builds columns from checked rows in order of (day, id).
pub fn columns_from(catalog: &Catalog, sites: &[Site], rows: &[SupervisionRow]) -> Columns {
    let numbers = site_numbers(sites);
    let mut shapes = Shapes::new();
    full_shapes(catalog.kinds.len(), rows, &mut shapes);
    let mut writer = Writer::new(shapes);
    for row in rows {
        writer.push(row, site_on(&catalog.branches[row.branch as usize], row.branch, row.day, &numbers));
    }
    let mut columns = writer.finish();
    columns.shrink();
    (columns.first_day, columns.day_start) = day_starts(rows.iter().map(|row| row.day.number()));
    columns
}

/// Gathers what is known of each kind's visits.
pub fn kind_facts(kinds: usize, columns: &Columns) -> Vec<KindFacts> {
    let shapes = &columns.shapes;
    let mut facts = vec![KindFacts::default(); kinds];
    // By shape and place: rated by some visit; and how many places of the shape are not known to be.
    let mut rated = vec![false; shapes.areas.len()];
    let mut open: Vec<usize> = (0..shapes.len()).map(|shape| shapes.range(shape).len()).collect();
    for (place, pair) in columns.day_start.windows(2).enumerate() {
        let day = columns.first_day + place as i32;
        for visit in pair[0] as usize..pair[1] as usize {
            let shape = columns.shape[visit] as usize;
            let fact = &mut facts[usize::from(shapes.kind[shape])];
            fact.visits += 1;
            fact.span = Some(fact.span.map_or((day, day), |(first, _)| (first, day)));
            if open[shape] > 0 {
                let (_, values) = columns.row(visit);
                for (rated, value) in rated[shapes.range(shape)].iter_mut().zip(values) {
                    if !*rated && *value != UNRATED {
                        *rated = true;
                        open[shape] -= 1;
                    }
                }
            }
        }
    }
    for shape in 0..shapes.len() {
        let areas = shapes.areas_of(shape).iter().zip(&rated[shapes.range(shape)]);
        facts[usize::from(shapes.kind[shape])].areas.extend(areas.filter(|(_, rated)| **rated).map(|(area, _)| *area));
    }
    for fact in &mut facts {
        fact.areas.sort_unstable();
        fact.areas.dedup();
    }
    facts
}
