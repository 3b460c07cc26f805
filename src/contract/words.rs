//! The words of parameters that are one of a few, the same in a page's address and in the API.

use crate::domain::views::{CoverageShow, ExplainSort, Figure, Granularity, HistoryShow, RankingOf, RankingSort};

/// Order of a ranking.
#[must_use]
pub fn ranking_sort(value: &str) -> Option<RankingSort> {
    Some(match value {
        "best" => RankingSort::Best,
        "worst" => RankingSort::Worst,
        "name" => RankingSort::Name,
        "count" => RankingSort::Count,
        _ => return None,
    })
}

/// Order of the supervisions behind a figure.
#[must_use]
pub fn explain_sort(value: &str) -> Option<ExplainSort> {
    Some(match value {
        "newest" => ExplainSort::Newest,
        "worst" => ExplainSort::Worst,
        "best" => ExplainSort::Best,
        _ => return None,
    })
}

/// What is ranked.
#[must_use]
pub fn ranking_of(value: &str) -> Option<RankingOf> {
    Some(match value {
        "branches" => RankingOf::Branches,
        "groups" => RankingOf::Groups,
        "states" => RankingOf::States,
        "areas" => RankingOf::Areas,
        _ => return None,
    })
}

/// Width of a column.
#[must_use]
pub fn granularity(value: &str) -> Option<Granularity> {
    Some(match value {
        "month" => Granularity::Month,
        "quarter" => Granularity::Quarter,
        "year" => Granularity::Year,
        "named" => Granularity::Named,
        _ => return None,
    })
}

/// The figure that is asked why.
#[must_use]
pub fn figure(value: &str) -> Option<Figure> {
    Some(match value {
        "average" => Figure::Average,
        "visits" => Figure::Visits,
        "outside" => Figure::Outside,
        "coverage" => Figure::Coverage,
        "median" => Figure::Median,
        _ => return None,
    })
}

/// Which branches behind the coverage.
#[must_use]
pub fn coverage_show(value: &str) -> Option<CoverageShow> {
    Some(match value {
        "pending" => CoverageShow::Pending,
        "visited" => CoverageShow::Visited,
        "selected" => CoverageShow::Selected,
        _ => return None,
    })
}

/// Which rows of the history.
#[must_use]
pub fn history_show(value: &str) -> Option<HistoryShow> {
    Some(match value {
        "all" => HistoryShow::All,
        "improving" => HistoryShow::Improving,
        "declining" => HistoryShow::Declining,
        "critical" => HistoryShow::Critical,
        _ => return None,
    })
}
