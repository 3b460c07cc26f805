//! Which picture of a view is asked for.

use super::View;
use crate::domain::views::RankingOf;

/// A part of a view that is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Chart {
    /// The average, and the figures beside it.
    Kpis,
    Trend,
    Bands,
    Groups,
    Branches,
    /// Worst first; where the view is the list of areas itself, in its order.
    Areas,
    States,
    Map,
    /// The heat map.
    History,
}

impl Chart {
    const ALL: [Self; 9] = [
        Self::Kpis,
        Self::Trend,
        Self::Bands,
        Self::Groups,
        Self::Branches,
        Self::Areas,
        Self::States,
        Self::Map,
        Self::History,
    ];

    /// The word of the parameter `chart`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Kpis => "kpis",
            Self::Trend => "trend",
            Self::Bands => "bands",
            Self::Groups => "groups",
            Self::Branches => "branches",
            Self::Areas => "areas",
            Self::States => "states",
            Self::Map => "map",
            Self::History => "history",
        }
    }

    /// The chart of this word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|chart| chart.code() == word)
    }
}

impl View {
    /// What of the view can be drawn, the usual one first. Lists are no pictures.
    #[must_use]
    pub const fn charts(&self) -> &'static [Chart] {
        use Chart::{Areas, Bands, Branches, Groups, History, Kpis, Map, States, Trend};
        match self {
            Self::Board => &[Trend, Kpis, Bands, Groups, Branches, Areas, States, Map],
            Self::Group(_) => &[Trend, Kpis, Bands, Branches, Areas],
            Self::Branch(_) => &[Trend, Kpis, Bands, Areas],
            Self::Kpis => &[Kpis, Bands],
            Self::Trends => &[Trend],
            Self::Ranking { of, .. } => match of {
                RankingOf::Branches => &[Branches],
                RankingOf::Groups => &[Groups],
                RankingOf::States => &[States],
                RankingOf::Areas => &[Areas],
            },
            Self::History { .. } => &[History],
            Self::Indicators { .. } => &[Areas, History],
            Self::Map => &[Map, States],
            Self::Groups => &[Groups],
            Self::Areas => &[Areas],
            Self::Branches | Self::Supervisions { .. } | Self::Explain { .. } => &[],
        }
    }
}
