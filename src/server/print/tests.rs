//! A report of fixed figures: its drawings, and that they stay on their pages.

mod sample;

use insta::assert_snapshot;
use resvg::usvg;

use super::*;
use sample::*;

/// The lowest, rightmost and uppermost ends of whatever is drawn on a page.
fn drawn(svg: &str) -> usvg::Rect {
    let tree = out::tree(svg).expect("a page is SVG");
    fn within(group: &usvg::Group, ends: &mut Option<usvg::Rect>, clip: Option<usvg::Rect>) {
        // What is clipped has the room of its clip: maps reach beyond theirs.
        let clip = group.clip_path().map(|_| group.abs_layer_bounding_box().to_rect()).or(clip);
        for node in group.children() {
            match node {
                usvg::Node::Group(group) => within(group, ends, clip),
                node if clip.is_none() => {
                    let found = node.abs_bounding_box();
                    let joined = ends.map_or(Some(found), |ends| {
                        usvg::Rect::from_ltrb(
                            ends.left().min(found.left()),
                            ends.top().min(found.top()),
                            ends.right().max(found.right()),
                            ends.bottom().max(found.bottom()),
                        )
                    });
                    *ends = joined.or(*ends);
                }
                _ => {}
            }
        }
    }
    let mut ends = None;
    // The first is the paper itself.
    for node in tree.root().children().iter().skip(1) {
        if let usvg::Node::Group(group) = node {
            within(group, &mut ends, None);
        }
    }
    ends.unwrap_or_else(|| usvg::Rect::from_xywh(0.0, 0.0, 1.0, 1.0).expect("a rectangle"))
}

#[test]
fn nothing_leaves_its_page() {
    for paper in [Paper::A4, Paper::Letter] {
        let (wide, high) = paper.size();
        let pages = pages(&report(), paper);
        assert!(pages.len() > 6, "{}", pages.len());
        for (nth, page) in pages.iter().enumerate() {
            let found = drawn(page);
            let inside = found.left() > 20.0
                && found.top() > 20.0
                && f64::from(found.right()) < wide - 20.0
                && f64::from(found.bottom()) < high - 20.0;
            assert!(inside, "{paper:?} page {nth}: {found:?}");
            assert!(nth == 0 || page.contains(&format!(">{} / {}</text>", nth + 1, pages.len())), "page {nth}");
        }
    }
}

#[test]
fn tables_go_on_under_their_headings() {
    let report = Report { sections: vec![section("Supervisiones", grid(200))], ..report() };
    let pages = pages(&report, Paper::A4);
    assert!(pages.len() > 4);
    for (nth, page) in pages.iter().enumerate().skip(1) {
        assert!(page.contains(">Supervisor</text>"), "page {nth}");
        assert_eq!(page.contains(">Supervisiones (continúa)</text>"), nth > 1, "page {nth}");
    }
    let rows: usize = pages.iter().map(|page| page.matches(">12 ago 2025</text>").count()).sum();
    assert_eq!(rows, 200);
}

#[test]
fn a_page_of_a_report() {
    let pages = pages(&report(), Paper::A4);
    assert_snapshot!("cover", pages[0].replace("><", ">\n<"));
    assert_snapshot!("page", pages[1].replace("><", ">\n<"));
}

#[test]
fn a_picture_of_a_ranking() {
    let (svg, (width, height)) = picture(&head(), &section("Sucursales por promedio", bars(6)));
    assert!(width > 500.0 && height > 150.0);
    assert_snapshot!("picture", svg.replace("><", ">\n<"));
}

#[test]
fn files_are_what_they_say() {
    let report = report();
    for (paper, size) in [(Paper::A4, "595.28 841.89"), (Paper::Letter, "612 792")] {
        let bytes = pdf(&report, paper, || false).expect("a PDF");
        assert!(bytes.starts_with(b"%PDF-1.7"));
        let boxes = String::from_utf8_lossy(&bytes);
        let boxed = format!("/MediaBox [0 0 {size}]");
        assert_eq!(boxes.matches(&boxed).count(), pages(&report, paper).len(), "{size}");
    }
    let gone = pdf(&report, Paper::A4, || true).expect_err("nobody wants it");
    assert_eq!(gone.kind(), std::io::ErrorKind::BrokenPipe);
    for content in [cards(), bands(), trend(), map(), bars(5), heat(), grid(4)] {
        let (svg, size) = picture(&head(), &section("Algo", content));
        let bytes = png(&svg, size).expect("a PNG");
        assert_eq!(bytes[1..4], *b"PNG");
        assert_eq!(bytes[16..20], 1_600_u32.to_be_bytes(), "as wide as told");
        assert!(bytes.len() > 8_000, "it is not blank: {}", bytes.len());
    }
}
