//! Line icons of one weight in a box of 20 by 20, drawn in the colour of the text.

use leptos::{prelude::*, tachys::html::InertElement};

/// The icons there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    Board,
    Map,
    History,
    Indicators,
    More,
    Import,
    Filter,
    Close,
    Search,
    Info,
    Next,
    Previous,
    Up,
    Down,
    Same,
    Expand,
    Sun,
    Globe,
    Collapse,
    Person,
    Leave,
    Settings,
    Report,
    Share,
}

const fn lines(glyph: Glyph) -> &'static str {
    match glyph {
        Glyph::Board => "M3 3h6v8H3zM11 3h6v4h-6zM11 9h6v8h-6zM3 13h6v4H3z",
        Glyph::Map => "M10 17s-5-4.6-5-9a5 5 0 0 1 10 0c0 4.4-5 9-5 9zM10 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
        Glyph::History => "M3 4h14v12H3zM3 8h14M3 12h14M7.5 4v12M12.5 4v12",
        Glyph::Indicators => "M4 17V9M8 17V5M12 17v-6M16 17V3",
        Glyph::More => "M4 6h12M4 10h12M4 14h12",
        Glyph::Import => "M10 3v9M6.5 8.5 10 12l3.5-3.5M4 16h12",
        Glyph::Filter => "M3 5h14M6 10h8M8.5 15h3",
        Glyph::Close => "M5.5 5.5l9 9M14.5 5.5l-9 9",
        Glyph::Search => "M9 14A5 5 0 1 0 9 4a5 5 0 0 0 0 10zM13 13l4 4",
        Glyph::Info => "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 9v4.5M10 6.5v.1",
        Glyph::Next => "M8 5l5 5-5 5",
        Glyph::Previous => "M12 5l-5 5 5 5",
        Glyph::Up => "M10 16V4M5 9l5-5 5 5",
        Glyph::Down => "M10 4v12M5 11l5 5 5-5",
        Glyph::Same => "M4 10h12",
        Glyph::Expand => "M5 8l5 5 5-5",
        Glyph::Sun => {
            "M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1"
        }
        Glyph::Globe => {
            "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM3 10h14M10 3c2.5 2 3 4.500 3 7s-.5 5-3 7c-2.500-2-3-4.500-3-7s.5-5 3-7z"
        }
        Glyph::Person => "M10 10a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3.5 17a6.5 6.5 0 0 1 13 0",
        Glyph::Leave => "M8 4H4v12h4M8 10h9M13.5 6.5 17 10l-3.5 3.5",
        Glyph::Settings => {
            "M3 6h8M15 6h2M3 14h2M9 14h8M13 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM7 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4z"
        }
        Glyph::Report => "M5 3h7l3 3v11H5zM8 9h4M8 12.500h4",
        Glyph::Share => "M10 12V3M6.5 6.500 10 3l3.500 3.500M5 10v7h10v-7",
        Glyph::Collapse => "M3 4h14v12H3zM8 4v12",
    }
}

/// As text ([`crate::ui::browser::told`]).
pub fn push_icon(out: &mut String, glyph: Glyph) {
    out.push_str("<svg class=\"icon\" viewBox=\"0 0 20 20\" aria-hidden=\"true\"><path d=\"");
    out.push_str(lines(glyph));
    out.push_str("\"/></svg>");
}

/// Decoration: words stand beside it or in the label of its control.
#[component]
pub fn Icon(glyph: Glyph) -> impl IntoView {
    let mut out = String::with_capacity(256);
    push_icon(&mut out, glyph);
    InertElement::new(out)
}
