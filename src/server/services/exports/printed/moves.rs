//! The indicators: all areas, over time, and the three lists.

use super::{Shop, common, words};
use crate::{
    contract::format,
    domain::views::{AreaMove, Indicators},
    server::print::{Content, Grid, Holds, Section},
};

impl Shop<'_> {
    pub(super) fn indicators(&self, found: &Indicators) -> Vec<Section> {
        if found.areas.is_empty() {
            return vec![self.nothing()];
        }
        let lists = [
            (common::TRENDS_DOWN, &found.critical),
            (common::SUCCESSES, &found.success),
            (common::PERFECT, &found.perfect),
        ];
        let mut sections = vec![self.areas(&found.areas), self.areas_over_time(found)];
        sections.extend(lists.map(|(title, moves)| self.moves(title, moves)));
        sections
    }

    fn moves(&self, title: super::Said, moves: &[AreaMove]) -> Section {
        if moves.is_empty() {
            return self.told(title, words::NONE_HERE);
        }
        let heads = [
            (common::AREA, Holds::Words),
            (common::AVERAGE, Holds::Numbers),
            (common::N, Holds::Numbers),
            (words::CHANGE, Holds::Numbers),
        ];
        let row = |it: &AreaMove| {
            let change = it.delta.map(|delta| [&format::delta(delta), " ", self.say(words::POINTS)].concat());
            let average = format::pair(it.sum_hundredths, it.n);
            vec![it.name.clone(), average, format::integer(it.n), change.unwrap_or_default()]
        };
        let grid = Grid {
            heads: heads.map(|(said, holds)| (self.say(said).to_owned(), holds)).to_vec(),
            rows: moves.iter().map(row).collect(),
            more: None,
        };
        let note = self.counting(moves.len() as u64, words::AREA_WORDS);
        Section { title: self.say(title).to_owned(), note, content: Content::Grid(grid), fresh: false }
    }
}
