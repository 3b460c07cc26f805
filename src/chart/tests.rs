//! Snapshots of drawings, and why the two sides draw alike.

use insta::assert_snapshot;

use super::*;
use crate::domain::{
    Band, BandLimits, Day,
    views::{BandCounts, TrendPoint},
};

const MONTHS: [&str; 12] = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"];

fn words() -> TrendWords<'static> {
    TrendWords { months: MONTHS, target: "Meta", n: "n", summary: "Promedio por mes" }
}

fn point(month: &str, sum_hundredths: i64, n: u32) -> TrendPoint {
    TrendPoint { month: month.into(), average: None, sum_hundredths, n }
}

fn year() -> Vec<TrendPoint> {
    let sums = [8_712, 8_650, 8_803, 8_921, 9_015, 8_990, 8_744, 8_610, 8_555, 8_702, 8_930, 9_120];
    sums.iter().enumerate().map(|(i, v)| point(&format!("2025-{:02}", i + 1), v * 24, 24)).collect()
}

fn href(month: &str) -> String {
    format!("/?month={month}&grupo=a")
}

#[test]
fn a_year_of_months() {
    let drawn = trend(&year(), 9_000, href, &words()).expect("there are scores");
    assert_eq!(drawn.from, 8_400);
    assert_snapshot!("trend_wide", drawn.wide.replace("><", ">\n<"));
    assert_snapshot!("trend_narrow", drawn.narrow.replace("><", ">\n<"));
}

#[test]
fn nothing_is_drawn_without_a_score() {
    assert_eq!(trend(&[], 9_000, href, &words()), None);
    assert_eq!(trend(&[point("2025-01", 0, 0)], 9_000, href, &words()), None);
}

#[test]
fn one_month_and_gaps_and_decades_are_drawn() {
    assert!(trend(&[point("2025-03", 0, 3)], 9_000, href, &words()).is_some_and(|d| d.from == 0));
    let gaps = [point("2023-11", 8_000, 1), point("2024-02", 8_100, 1), point("2024-03", 9_900, 1)];
    let drawn = trend(&gaps, 9_000, href, &words()).expect("there are scores");
    assert_eq!(drawn.wide.matches("<a class=\"pt\"").count(), 3);
    let decades: Vec<_> =
        (0..240).map(|i| point(&format!("{}-{:02}", 2005 + i / 12, i % 12 + 1), 8_000 + i, 1)).collect();
    assert!(
        trend(&decades, 9_000, href, &words())
            .is_some_and(|d| d.narrow.contains(">2010<") || d.narrow.contains("2010"))
    );
}

/// Labels of the horizontal axis: `(x, width)` of every text that stands at one height, from the finished drawing.
fn labels_of(svg: &str) -> Vec<(i32, i32, u32)> {
    let plain = svg.split("<a class").next().unwrap_or_default();
    plain
        .split("<text ")
        .skip(1)
        .filter(|t| t.contains("text-anchor=\"middle\""))
        .map(|t| {
            let number = |name: &str| {
                let from = t.find(&format!("{name}=\"")).expect("has the attribute") + name.len() + 2;
                t[from..].split('"').next().and_then(|v| v.parse::<i32>().ok()).expect("whole pixels")
            };
            let text = t.split('>').nth(1).and_then(|t| t.split('<').next()).unwrap_or_default();
            (number(" y"), number("x"), text_width(text, 12))
        })
        .collect()
}

#[test]
fn labels_never_overlap_whatever_the_span() {
    for months in 1..=400_i64 {
        for start in 0..12 {
            let at = |i: i64| format!("{}-{:02}", 1990 + (start + i) / 12, (start + i) % 12 + 1);
            let ends: Vec<_> = [0, months - 1].map(|i| point(&at(i), 8_000, 1)).to_vec();
            let drawn =
                trend(&ends[..if months == 1 { 1 } else { 2 }], 9_000, href, &words()).expect("there are scores");
            for svg in [&drawn.wide, &drawn.narrow] {
                let mut labels = labels_of(svg);
                assert!(!labels.is_empty(), "{months} months have no label");
                labels.sort_unstable();
                for pair in labels.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
                    let free = pair[1].1 - pair[0].1 - i32::try_from((pair[0].2 + pair[1].2) / 2).expect("small");
                    assert!(free >= 2, "{months} months from {start}: {pair:?}");
                }
            }
        }
    }
}

#[test]
fn a_scale_holds_its_values_and_stays_within_a_percentage() {
    for low in (0..=10_000).step_by(137) {
        for high in (low..=10_000).step_by(211) {
            let scale = Scale::around(low, high, 4);
            assert!(scale.from <= low && scale.to >= high && scale.from >= 0 && scale.to <= 10_000, "{low} {high}");
            assert!(scale.ticks.len() >= 2 && scale.ticks.len() <= 5, "{low} {high} {scale:?}");
        }
    }
}

#[test]
fn the_distribution() {
    let parts = BandPart::all(&BandCounts { excelente: 412, bueno: 300, regular: 95, critico: 1 });
    let titles = Band::ALL.map(|b| b.code().to_owned());
    let words = BandWords { summary: "Distribución".into(), titles };
    let bar = band_bar(&parts, "d", |b| format!("/?band={}", b.code()), &words).expect("something was counted");
    assert_snapshot!("bands", bar.replace("><", ">\n<"));
    let nothing = BandPart::all(&BandCounts::default());
    assert_eq!(band_bar(&nothing, "d", |_| String::new(), &words), None);
    let many = BandPart::all(&BandCounts { excelente: 1_011_040, ..BandCounts::default() });
    let bar = band_bar(&many, "d", |_| String::new(), &words).expect("something was counted");
    assert!(bar.contains(">1,011,040</text>"), "{bar}");
}

#[test]
fn the_ruler_of_bands() {
    let titles = Band::ALL.map(|b| b.code().to_owned());
    let words = RulerWords { summary: "Bandas".into(), titles, target: "Meta 90".into() };
    let write = |limit: u16| (limit / 100).to_string();
    let drawn =
        |excelente, bueno, regular| band_ruler(BandLimits { excelente, bueno, regular }, 9_000, "r", write, &words);
    assert_snapshot!("ruler", drawn(9_000, 8_000, 7_000).unwrap_or_default().replace("><", ">\n<"));
    assert_eq!(drawn(8_000, 9_000, 7_000), None, "limits fall");
    let narrow = drawn(9_900, 9_900, 9_500).unwrap_or_default();
    assert!(!narrow.contains("class=\"bueno\"") && !narrow.contains(">99<") && !narrow.contains(">95<"), "{narrow}");
    assert!(drawn(10_000, 0, 0).unwrap_or_default().matches(">100</text>").count() == 1);
}

#[test]
fn a_year_and_what_lies_in_it() {
    let day = |text: &str| Day::parse(text).unwrap_or(Day::MIN);
    let span = |from: &str, to: &str, text: &str| Span {
        from: day(from),
        to: day(to),
        text: text.into(),
        title: format!("{text}: \"{from}\""),
        href: format!("/p/{text}"),
    };
    let lanes = [
        Lane {
            name: "T · Local".into(),
            spans: vec![span("2024-10-01", "2025-01-07", "T4"), span("2025-01-08", "2025-12-31", "T1<")],
        },
        Lane { name: "S".into(), spans: vec![span("2026-01-01", "2026-06-30", "S1")] },
    ];
    let drawn = calendar(2025, &lanes, MONTHS, Some(day("2025-07-02")), "Periodos de 2025").unwrap_or_default();
    assert_snapshot!("calendar", drawn.replace("><", ">\n<"));
    assert!(!drawn.contains("S1") && drawn.contains("T1&lt;") && !drawn.contains("\"2025-01-08\""));
    assert!(calendar(2024, &lanes, MONTHS, Some(day("2025-07-02")), "").is_some_and(|drawn| !drawn.contains("today")));
    assert_eq!(calendar(i16::MAX, &lanes, MONTHS, None, ""), None);
}

#[test]
fn a_spark_keeps_its_gaps() {
    assert_snapshot!("spark", spark(&[Some(80.0), Some(85.5), None, Some(90.0), Some(88.0)]));
    assert_eq!(spark(&[None, Some(90.0)]), "");
}

#[test]
fn addresses_and_words_are_escaped() {
    let hostile = TrendWords { summary: "\"><script>", ..words() };
    let drawn = trend(&year(), 9_000, |m| format!("/?q=\"<{m}>"), &hostile).expect("there are scores");
    assert!(!drawn.wide.contains("<script>") && !drawn.wide.contains("\"<2025"));
}

/// Nothing that plotters asks of its surroundings is left to the platform: text is measured by [`text_width`], which is
/// integer arithmetic over one table, and the finished drawing holds whole pixels only, so no float formatting is left either.
#[test]
fn drawings_hold_whole_pixels_only() {
    let drawn = trend(&year(), 9_000, |_| String::new(), &words()).expect("there are scores");
    for attribute in [" x=\"", " y=\"", "cx=\"", "cy=\"", "x1=\"", "y2=\"", "font-size=\"", "points=\""] {
        for value in drawn.wide.split(attribute).skip(1) {
            let value = value.split('"').next().unwrap_or_default();
            assert!(!value.contains('.'), "{attribute}{value}");
        }
    }
}

#[test]
fn places_stand_where_the_plane_says() {
    let (x, y) = project(0.0, 0.0);
    assert!((x - PLANE / 2.0).abs() < 1e-6 && (y - PLANE / 2.0).abs() < 1e-6);
    let (x, y) = project(25.67, -100.31);
    assert!((x - 22_136.111).abs() < 0.01 && (y - 42_619.5).abs() < 40.0, "{x} {y}");
}

#[test]
fn cells_count_what_lies_in_them_and_add_exactly() {
    let view = Extent { left: 0.0, top: 0.0, right: 100.0, bottom: 100.0 };
    let member = |x, y, sum_hundredths, n| Member { place: (x, y), sum_hundredths, n };
    let members = [member(1.0, 1.0, 9_000, 1), member(55.0, 55.0, 8_000, 1), member(2.0, 3.0, 17_501, 2)];
    let mut found = cells(&members, view, 10.0);
    found.sort_by_key(|cell| cell.first);
    let counts: Vec<_> = found.iter().map(|c| (c.first, c.count, c.sum_hundredths, c.n)).collect();
    assert_eq!(counts, [(0, 2, 26_501, 3), (1, 1, 8_000, 1)], "a cell of one is one, and says which");
    assert_eq!(found[0].place, (1.5, 2.0));
}
