//! A selection's supervisions one after another, with their area scores: what is too long for a page, and for memory.

use std::sync::Arc;

use super::{Cube, columns::UNRATED, lists::Hit, select::Selection};
use crate::domain::{
    Day, Filter, FilterError,
    views::{Meta, SupervisionLine},
};

/// See the module. It holds the cube that it walks, and of each supervision where it lies.
#[derive(Clone, Debug)]
pub struct Walk {
    cube: Arc<Cube>,
    hits: Vec<Hit>,
    /// By area: whether its scores are asked for; `None` means all.
    areas: Option<Vec<bool>>,
    pub meta: Meta,
    /// Scores of the selection.
    pub n: u32,
}

impl Walk {
    /// The supervisions of a selection as [`Cube::visits`] lists them, newest first: at most `limit`, from the one after
    /// `after` on.
    ///
    /// # Errors
    /// As [`Cube::resolve`].
    pub fn new(cube: &Arc<Cube>, filter: &Filter, after: Option<(Day, u32)>, limit: u32) -> Result<Self, FilterError> {
        let selection = Selection::new(cube, filter)?;
        let mut hits = cube.newest(&selection);
        let n = hits.iter().map(|hit| hit.2.n).sum();
        if let Some((day, id)) = after {
            let after = (day.number(), id);
            hits.retain(|(visit, day, _)| (*day, cube.columns.id[*visit]) < after);
        }
        hits.truncate(limit as usize);
        hits.shrink_to_fit();
        let meta = selection.meta(cube);
        Ok(Self { cube: Arc::clone(cube), hits, areas: selection.areas, meta, n })
    }

    /// Supervisions on the walk.
    #[must_use]
    pub fn len(&self) -> usize {
        self.hits.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hits.is_empty()
    }

    /// Rated area scores of all of them.
    #[must_use]
    pub fn scores(&self) -> u64 {
        (0..self.len()).map(|place| self.scores_at(place).count() as u64).sum()
    }

    /// The supervision at a place from 0 on.
    ///
    /// # Panics
    /// Past the last place.
    #[must_use]
    pub fn line_at(&self, place: usize) -> SupervisionLine {
        self.cube.line(&self.hits[place])
    }

    /// Its rated areas: slug, name, and the score in hundredths.
    ///
    /// # Panics
    /// Past the last place.
    pub fn scores_at(&self, place: usize) -> impl Iterator<Item = (&str, &str, u16)> {
        let (areas, values) = self.cube.columns.row(self.hits[place].0);
        let asked = |area: u16| self.areas.as_ref().is_none_or(|asked| asked[usize::from(area)]);
        areas.iter().zip(values).filter(move |(area, value)| **value != UNRATED && asked(**area)).map(
            |(area, value)| {
                let area = usize::from(*area);
                (self.cube.index.area_slugs[area].as_str(), self.cube.catalog.areas[area].as_str(), *value)
            },
        )
    }
}
