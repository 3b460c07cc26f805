//! Tables of files on paper: without what only programs need, numbers as pages write them.

use super::{
    super::table::{Cell, Row, Table},
    Said, Shop, common, words,
};
use crate::{
    contract::{Lang, format},
    domain::Mean,
    server::print::{Content, Grid, Holds, Section},
};

/// For programs, or told by what stands beside them.
const LEFT_OUT: [Said; 9] = [
    common::KEY,
    common::SUM,
    common::SUM_BEFORE,
    common::AREA_KEY,
    common::HUNDREDTHS,
    common::LATITUDE,
    common::LONGITUDE,
    common::TIME_ZONE,
    common::MUNICIPALITY,
];

impl Shop<'_> {
    pub(super) fn grid(&self, table: Table, most: usize) -> Section {
        let title = table.title.to_owned();
        let total = table.rows.count;
        let rows: Vec<Row> = table.rows.each.take(most).collect();
        let count = format::integer(i64::try_from(total).unwrap_or(i64::MAX));
        if rows.is_empty() {
            // Nothing moved a figure that is compared with nothing: no filter is to blame.
            let moved = [common::MOVED_BRANCHES, common::MOVED_AREAS].map(|said| self.say(said)).contains(&table.title);
            let told = if moved { self.told(common::EXPLAIN, words::NO_BEFORE) } else { self.nothing() };
            return Section { title, ..told };
        }
        let has = |said: Said| table.headings.iter().any(|name| name == self.say(said));
        let mut left_out = LEFT_OUT.to_vec();
        // Where area scores are told, what they are of is told by its number.
        if has(common::AREA_KEY) {
            left_out.extend([common::KIND, common::GROUP, common::SUPERVISOR]);
        }
        // So are those at a quantile, which every line repeats besides.
        if has(common::RANK) {
            left_out.extend([common::KIND, common::GROUP]);
        }
        if has(common::LAST) {
            left_out.push(common::VISITED);
        }
        let left_out: Vec<&str> = left_out.into_iter().map(|said| self.say(said)).collect();
        let shown: Vec<usize> =
            (0..table.headings.len()).filter(|at| !left_out.contains(&table.headings[*at].as_str())).collect();
        let head = |at: &usize| {
            let name = &table.headings[*at];
            let name = if name == self.say(common::BRANCH_CODE) { self.say(common::CODE) } else { name };
            let holds = rows.iter().find_map(|row| holds(&row[*at])).unwrap_or(Holds::Words);
            (name.to_owned(), holds)
        };
        let cell = |row: &Row, at: &usize| match (&row[*at], row.get(at + 1), row.get(at + 2)) {
            // An average is rounded from its exact pair.
            (Cell::Percent(_), Some(Cell::Count(sum)), Some(Cell::Count(n)))
                if table.headings[at + 1].starts_with(self.say(common::SUM).split(' ').next().unwrap_or_default()) =>
            {
                format::score(Mean { sum_hundredths: *sum, n: u32::try_from(*n).unwrap_or(u32::MAX) })
            }
            (Cell::Count(number), ..) if table.headings[*at] == self.say(common::NUMBER) => number.to_string(),
            (cell, ..) => text(cell, self.lang),
        };
        let shown_rows = rows.len() as u64;
        let more = (total > shown_rows).then(|| {
            let shown = format::integer(i64::try_from(shown_rows).unwrap_or(i64::MAX));
            self.say(words::SHOWN).replacen("{}", &shown, 1).replacen("{}", &count, 1)
        });
        let grid = Grid {
            heads: shown.iter().map(head).collect(),
            rows: rows.iter().map(|row| shown.iter().map(|at| cell(row, at)).collect()).collect(),
            more: more.clone(),
        };
        // What is left out is said before it is missed.
        let note = more.unwrap_or_else(|| self.counting(total, words::ROW_WORDS));
        Section { title, note, content: Content::Grid(grid), fresh: false }
    }
}

/// What a column with this cell in it holds.
const fn holds(cell: &Cell) -> Option<Holds> {
    match cell {
        Cell::Nothing => None,
        Cell::Text(_) => Some(Holds::Words),
        Cell::Date(_) => Some(Holds::Days),
        Cell::Percent(_) | Cell::Points(_) | Cell::Share(_) | Cell::Count(_) | Cell::Degrees(_) => Some(Holds::Numbers),
    }
}

/// A cell as people read it.
pub fn text(cell: &Cell, lang: Lang) -> String {
    match cell {
        Cell::Nothing => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Percent(value) => format::quantile(*value),
        Cell::Points(value) => format::delta(*value),
        Cell::Share(value) => [&format::quantile(*value * 100.0), "%"].concat(),
        Cell::Count(count) => format::integer(*count),
        Cell::Degrees(value) => value.to_string(),
        Cell::Date(day) => format::day(lang, *day),
    }
}
