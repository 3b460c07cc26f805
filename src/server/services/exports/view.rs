//! Which view a file is of: the operations of the API by their names, with their own parameters.

use crate::{
    contract::words,
    domain::{
        FilterError,
        filter::FilterReason,
        views::{CoverageShow, ExplainSort, Figure, Granularity, HistoryShow, RankingOf, RankingSort},
    },
};

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum View {
    /// The dashboard with all its cards.
    Board,
    Kpis,
    Trends,
    Ranking {
        of: RankingOf,
        sort: RankingSort,
        search: Option<String>,
    },
    History {
        by: Granularity,
        show: HistoryShow,
        inside: Option<String>,
    },
    Indicators {
        by: Granularity,
    },
    Map,
    Branches,
    /// By its code.
    Branch(String),
    Groups,
    /// By its slug.
    Group(String),
    Areas,
    /// With a row for each area score, or for each supervision.
    Supervisions {
        areas: bool,
    },
    Explain {
        figure: Figure,
        sort: ExplainSort,
        show: CoverageShow,
    },
}

impl View {
    /// The view of an operation (`rankings/{of}`), of the thing that its path names, with the operation's own parameters.
    /// `None`: it is nothing that makes tables.
    ///
    /// # Errors
    /// Names the first parameter that has no such value.
    pub fn of<'a>(
        operation: &str,
        named: Option<&str>,
        own: impl Fn(&str) -> Option<&'a str>,
    ) -> Result<Option<Self>, FilterError> {
        fn word<T: Default>(
            name: &str,
            told: Option<&str>,
            of: impl FnOnce(&str) -> Option<T>,
        ) -> Result<T, FilterError> {
            let wrong = |value: &str| FilterError {
                field: name.to_owned(),
                value: value.to_owned(),
                reason: FilterReason::UnknownValue,
            };
            told.map_or_else(|| Ok(T::default()), |told| of(told).ok_or_else(|| wrong(told)))
        }
        let by = || word("by", own("by"), words::granularity);
        Ok(Some(match (operation, named) {
            ("board", None) => Self::Board,
            ("kpis", None) => Self::Kpis,
            ("trends", None) => Self::Trends,
            ("rankings/{of}", Some(of)) => {
                let Some(of) = words::ranking_of(of) else { return Ok(None) };
                let sort = word("sort", own("sort"), words::ranking_sort)?;
                Self::Ranking { of, sort, search: own("search").map(str::to_owned) }
            }
            ("history", None) => {
                let show = word("show", own("show"), words::history_show)?;
                Self::History { by: by()?, show, inside: own("inside").map(str::to_owned) }
            }
            ("indicators", None) => Self::Indicators { by: by()? },
            ("map", None) => Self::Map,
            ("branches", None) => Self::Branches,
            ("branches/{code}", Some(code)) => Self::Branch(code.to_owned()),
            ("groups", None) => Self::Groups,
            ("groups/{slug}", Some(slug)) => Self::Group(slug.to_owned()),
            ("areas", None) => Self::Areas,
            ("supervisions", None) => {
                let areas = word("detail", own("detail"), |told| (told == "areas").then_some(Some(())))?;
                Self::Supervisions { areas: areas.is_some() }
            }
            ("explain", None) => Self::Explain {
                figure: word("figure", own("figure"), words::figure)?,
                sort: word("sort", own("sort"), words::explain_sort)?,
                show: word("show", own("show"), words::coverage_show)?,
            },
            _ => return Ok(None),
        }))
    }

    /// What the audit log and files name it by.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Board => "board".into(),
            Self::Kpis => "kpis".into(),
            Self::Trends => "trends".into(),
            Self::Ranking { of: RankingOf::Branches, .. } => "rankings/branches".into(),
            Self::Ranking { of: RankingOf::Groups, .. } => "rankings/groups".into(),
            Self::Ranking { of: RankingOf::States, .. } => "rankings/states".into(),
            Self::Ranking { of: RankingOf::Areas, .. } => "rankings/areas".into(),
            Self::History { .. } => "history".into(),
            Self::Indicators { .. } => "indicators".into(),
            Self::Map => "map".into(),
            Self::Branches => "branches".into(),
            Self::Branch(code) => format!("branches/{code}"),
            Self::Groups => "groups".into(),
            Self::Group(slug) => format!("groups/{slug}"),
            Self::Areas => "areas".into(),
            Self::Supervisions { areas: false } => "supervisions".into(),
            Self::Supervisions { areas: true } => "supervisions/areas".into(),
            Self::Explain { .. } => "explain".into(),
        }
    }
}
