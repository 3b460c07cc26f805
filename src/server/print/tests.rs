//! A report of fixed figures: its drawings, and that they stay on their pages.

mod sample;

use core::cell::Cell;

use insta::assert_snapshot;
use resvg::usvg;

use super::{picture::picture, *};
use sample::*;

/// Around whatever is drawn on a page.
fn drawn(svg: &str) -> usvg::Rect {
    let tree = out::tree(svg).expect("a page is SVG");
    // The first is the paper itself.
    let ends = tree.root().children().iter().skip(1).flat_map(ends);
    let around = |a: usvg::Rect, b: usvg::Rect| {
        let (left, top) = (a.left().min(b.left()), a.top().min(b.top()));
        usvg::Rect::from_ltrb(left, top, a.right().max(b.right()), a.bottom().max(b.bottom())).expect("a rectangle")
    };
    ends.reduce(around).expect("something is drawn")
}

/// Where things of a node are, but for what is clipped: maps reach beyond theirs.
fn ends(node: &usvg::Node) -> Vec<usvg::Rect> {
    match node {
        usvg::Node::Group(group) if group.clip_path().is_some() => Vec::new(),
        usvg::Node::Group(group) => group.children().iter().flat_map(ends).collect(),
        // A level line has no height.
        node => {
            let found = node.abs_bounding_box();
            usvg::Rect::from_xywh(found.x(), found.y(), found.width().max(0.1), found.height().max(0.1))
                .into_iter()
                .collect()
        }
    }
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
    for paper in [Paper::A4, Paper::Letter] {
        let bytes = pdf(&report, paper, || false).expect("a PDF");
        assert!(bytes.starts_with(b"%PDF-1.7") && bytes.len() > 50_000, "{}", bytes.len());
        let read = lopdf::Document::load_mem(&bytes).expect("it is read");
        assert_eq!(read.get_pages().len(), pages(&report, paper).len());
    }
    for content in [cards(), bands(), trend(), map(), bars(5), heat(), grid(4)] {
        let bytes = png(&head(), &section("Algo", content), || false).expect("a PNG");
        assert_eq!(bytes[1..4], *b"PNG");
        assert_eq!(bytes[16..20], 1_600_u32.to_be_bytes(), "as wide as told");
        assert!(bytes.len() > 8_000, "it is not blank: {}", bytes.len());
    }
}

#[test]
fn nothing_is_made_that_nobody_wants() {
    let (report, section) = (report(), section("Algo", bars(5)));
    // Whoever goes after so many questions.
    let going = |after: usize, asked: &Cell<usize>| {
        asked.set(asked.get() + 1);
        asked.get() > after
    };
    for after in [0, 1] {
        let asked = Cell::new(0);
        let paper = pdf(&report, Paper::A4, || going(after, &asked)).expect_err("nobody wants it");
        assert_eq!(
            (paper.kind(), asked.get()),
            (std::io::ErrorKind::BrokenPipe, after + 1),
            "before layout, and pages"
        );
        let asked = Cell::new(0);
        let drawn = png(&head(), &section, || going(after, &asked)).expect_err("nobody wants it");
        assert_eq!(
            (drawn.kind(), asked.get()),
            (std::io::ErrorKind::BrokenPipe, after + 1),
            "before layout, and drawing"
        );
    }
    let asked = Cell::new(0);
    assert!(png(&head(), &section, || going(2, &asked)).is_ok());
    let asked = Cell::new(0);
    assert!(pdf(&report, Paper::A4, || going(1 + pages(&report, Paper::A4).len(), &asked)).is_ok());
}
