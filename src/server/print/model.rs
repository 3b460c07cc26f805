//! What is shown, before it has a place: words are worded, figures are written, in the reader's language.

use core::cmp::Ordering;

use crate::{chart::MapPicture, contract::Lang, domain::Band};

/// A view on paper.
#[derive(Clone, Debug)]
pub struct Report {
    pub lang: Lang,
    pub head: Head,
    /// Of the cover, a line each: what it is called, and what it is.
    pub cover: Vec<(String, String)>,
    pub sections: Vec<Section>,
}

/// What stands beside everything that is shown.
#[derive(Clone, Debug)]
pub struct Head {
    pub organization: String,
    pub title: String,
    /// The branch or group that it is of.
    pub of: Option<String>,
    /// The filter in words.
    pub filter: String,
    /// How fresh it is.
    pub fresh: String,
    /// Marks what is no real data.
    pub demo: Option<String>,
    /// What stands behind a title where it goes on on the next page.
    pub goes_on: &'static str,
}

/// One thing under a title.
#[derive(Clone, Debug)]
pub struct Section {
    pub title: String,
    /// What it counts and measures, below the title.
    pub note: String,
    pub content: Content,
    /// Begins a page.
    pub fresh: bool,
}

#[derive(Clone, Debug)]
pub enum Content {
    Cards(Box<Cards>),
    Bands(Box<Bands>),
    Trend(Drawing),
    Map(Box<Map>),
    Bars(Bars),
    Heat(Heat),
    Grid(Grid),
    /// A paragraph each.
    Words(Vec<String>),
}

/// The average first, the other figures beside it.
#[derive(Clone, Debug)]
pub struct Cards {
    pub label: String,
    pub value: String,
    pub band: Option<(Band, String)>,
    pub n: String,
    /// Which way it went, and how far against what.
    pub change: Option<(Ordering, String)>,
    /// The average and the target, 0 to 1.
    pub bar: Option<(f64, f64)>,
    pub target: String,
    pub figures: Vec<Figure>,
}

#[derive(Clone, Debug)]
pub struct Figure {
    pub label: String,
    pub value: String,
    pub note: String,
    pub band: Option<Band>,
}

/// The distribution: the drawing, and its parts in words.
#[derive(Clone, Debug)]
pub struct Bands {
    pub svg: String,
    pub parts: [(Band, String, String, String); 4],
}

/// A drawing of `chart`, and its size in its own pixels.
#[derive(Clone, Debug)]
pub struct Drawing {
    pub svg: String,
    pub size: (u32, u32),
}

#[derive(Clone, Debug)]
pub struct Map {
    pub picture: MapPicture,
    /// Words of the bands, best first, and of what is without a score, where any is.
    pub bands: [String; 4],
    pub pending: Option<String>,
    pub credit: String,
    /// Below the map: averages that have no room on it.
    pub more: Option<String>,
}

/// A ranking.
#[derive(Clone, Debug)]
pub struct Bars {
    /// Of the name, the value and the count.
    pub heads: [String; 3],
    /// 0 to 1.
    pub target: f64,
    /// Above the target's line.
    pub target_word: String,
    pub rows: Vec<Bar>,
}

#[derive(Clone, Debug)]
pub enum Bar {
    Row {
        position: Option<u32>,
        name: String,
        /// Beside the name, quieter.
        detail: String,
        band: Option<Band>,
        /// 0 to 1; none without a score.
        share: Option<f64>,
        value: String,
        n: String,
    },
    /// Says what is left out here.
    Gap(String),
}

/// Averages over time.
#[derive(Clone, Debug)]
pub struct Heat {
    pub name: String,
    pub delta: String,
    pub columns: Vec<String>,
    pub rows: Vec<HeatRow>,
    /// Below the rows: what is left out.
    pub more: Option<String>,
}

#[derive(Clone, Debug)]
pub struct HeatRow {
    pub name: String,
    /// The whole, above its parts.
    pub pinned: bool,
    pub cells: Vec<Option<(Band, String)>>,
    pub delta: String,
}

/// A table.
#[derive(Clone, Debug)]
pub struct Grid {
    /// Names, and what the column holds.
    pub heads: Vec<(String, Holds)>,
    pub rows: Vec<Vec<String>>,
    /// Below the rows: what is left out.
    pub more: Option<String>,
}

/// What a column holds. Where there is no room for all, words give way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    Words,
    Days,
    /// At the right.
    Numbers,
}
