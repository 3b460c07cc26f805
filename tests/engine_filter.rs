//! Filters: both forms round-trip, and what is wrong is named.

use falcon::domain::{
    Band, Day, Filter, Period, Quarter, Territory,
    filter::{FilterReason, KindFilter},
};
use proptest::prelude::*;

fn value() -> impl Strategy<Value = String> {
    prop_oneof!["[0-9]{1,6}", "[a-z][a-z0-9-]{0,12}", "\\PC{1,20}",]
        .prop_map(|text| falcon::domain::text::tidy(&text))
        .prop_filter("kept values are not empty", |text| !text.is_empty() && text.chars().count() <= 100)
}

fn list() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(value(), 0..6)
}

fn day() -> impl Strategy<Value = Day> {
    (0..=65_535_i32).prop_map(Day::from_number)
}

fn period() -> impl Strategy<Value = Period> {
    let year = 1970_i16..=2149;
    prop_oneof![
        Just(Period::All),
        year.clone().prop_map(Period::Year),
        (year.clone(), 0_usize..4).prop_map(|(year, quarter)| Period::Quarter(year, Quarter::ALL[quarter])),
        (year, 1_i8..=12).prop_map(|(year, month)| Period::Month(year, month)),
        (day(), day()).prop_map(|(a, b)| Period::Range(a.min(b), a.max(b))),
        Just(Period::Range(Day::MIN, Day::MAX)),
        value().prop_map(Period::Named),
    ]
}

fn kind() -> impl Strategy<Value = KindFilter> {
    prop_oneof![
        Just(KindFilter::Default),
        Just(KindFilter::All),
        value().prop_filter("all means all", |kind| !kind.eq_ignore_ascii_case("all")).prop_map(KindFilter::One),
    ]
}

prop_compose! {
    fn filter()(
        kind in kind(), period in period(), lists in (list(), list(), list(), list()),
        territories in prop::collection::vec(prop::sample::select(Territory::ALL.to_vec()), 0..3),
        bands in prop::collection::vec(prop::sample::select(Band::ALL.to_vec()), 0..4),
        text in prop::option::of(value()),
    ) -> Filter {
        let (states, groups, branches, areas) = lists;
        let mut filter = Filter { kind, period, states, groups, branches, territories, areas, bands, text };
        filter.normalize();
        filter
    }
}

proptest! {
    #[test]
    fn the_query_form_round_trips(filter in filter()) {
        let query = filter.to_query();
        prop_assert_eq!(Filter::parse_query(&query), Ok(filter));
        prop_assert!(query.is_ascii());
    }

    #[test]
    fn the_compact_form_round_trips(filter in filter()) {
        if let Some(compact) = filter.to_compact() {
            prop_assert!(compact.len() <= 512);
            prop_assert!(compact.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-'));
            prop_assert_eq!(Filter::parse_compact(&compact), Ok(filter));
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}", compact in "[A-Za-z0-9_-]{0,40}") {
        if let Ok(filter) = Filter::parse_query(&text) {
            prop_assert_eq!(Filter::parse_query(&filter.to_query()), Ok(filter));
        }
        if let Ok(filter) = Filter::parse_compact(&compact) {
            prop_assert_eq!(filter.to_compact(), Some(compact));
        }
    }
}

fn reason(query: &str) -> Option<(String, FilterReason)> {
    Filter::parse_query(query).err().map(|error| (error.field, error.reason))
}

#[test]
fn what_is_wrong_is_named() {
    for (query, field, wrong) in [
        ("color=red", "color", FilterReason::UnknownParameter),
        ("year=20x5", "year", FilterReason::Malformed),
        ("year=1969", "year", FilterReason::Malformed),
        ("quarter=Q1", "quarter", FilterReason::Contradiction),
        ("month=8", "month", FilterReason::Contradiction),
        ("year=2024&month=2025-08", "month", FilterReason::Contradiction),
        ("year=2025&quarter=Q5", "quarter", FilterReason::Malformed),
        ("month=2025-13", "month", FilterReason::Malformed),
        ("from=2025-02-30", "from", FilterReason::Malformed),
        ("from=2025-03-02&to=2025-03-01", "to", FilterReason::Contradiction),
        ("year=2025&from=2025-01-01", "from", FilterReason::Contradiction),
        ("period=2025-T1&year=2025", "period", FilterReason::Contradiction),
        ("kind=a&kind=b", "kind", FilterReason::Contradiction),
        ("band=malo", "band", FilterReason::Malformed),
        ("territory=norte", "territory", FilterReason::Malformed),
        ("estado=%zz", "estado", FilterReason::Malformed),
        ("estado=%ff", "estado", FilterReason::Malformed),
    ] {
        assert_eq!(reason(query), Some((field.to_owned(), wrong)), "{query}");
    }
    assert_eq!(reason(&format!("q={}", "a".repeat(101))), Some(("q".to_owned(), FilterReason::TooLong)));
    let many: Vec<String> = (0..501).map(|code| format!("sucursal={code}")).collect();
    assert_eq!(reason(&many.join("&")), Some(("sucursal".to_owned(), FilterReason::TooLong)));
    assert_eq!(reason(&many[..500].join("&")), None);
}

#[test]
fn spellings_of_one_filter_have_one_form() {
    for (query, canonical) in [
        ("", ""),
        ("kind=&year=&quarter=ALL&estado=&q=+", ""),
        ("estado=28&estado=19&estado=28", "estado=19&estado=28"),
        ("month=8&year=2025", "month=2025-08"),
        ("month=08&year=2025&quarter=all", "month=2025-08"),
        ("territory=for%C3%A1nea&territory=LOCAL", "territory=local&territory=foranea"),
        ("band=Cr%C3%ADtico", "band=critico"),
        ("q=+San++Juan ", "q=San%20Juan"),
        ("to=2025-01-31", "to=2025-01-31"),
        ("from=2025-01-31", "from=2025-01-31"),
        ("kind=ALL", "kind=all"),
        ("year=2025&quarter=q3", "year=2025&quarter=Q3"),
    ] {
        assert_eq!(Filter::parse_query(query).map(|filter| filter.to_query()), Ok(canonical.to_owned()), "{query}");
    }
    let (filter, rest) = Filter::split_query("pagina=2&year=2025&orden=worst").expect("both known");
    assert_eq!(filter.period, Period::Year(2025));
    assert_eq!(rest, [("pagina".to_owned(), "2".to_owned()), ("orden".to_owned(), "worst".to_owned())]);
}

#[test]
fn a_filter_that_is_too_long_has_no_compact_form() {
    let branches = (0..100).map(|n| format!("sucursal número {n} de la ciudad {}", n * 7919 % 1000)).collect();
    let mut filter = Filter { branches, ..Filter::default() };
    filter.normalize();
    assert_eq!(filter.to_compact(), None);
    let mut codes = Filter { branches: (100..400).map(|n| n.to_string()).collect(), ..Filter::default() };
    codes.normalize();
    assert!(codes.to_compact().is_some(), "three hundred neighbouring codes fit");
}
