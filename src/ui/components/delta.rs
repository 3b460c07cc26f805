//! A change in points: arrow, signed number, and against what.

use leptos::prelude::*;

use super::{Glyph, push_icon};
use crate::{
    contract::push_markup,
    ui::i18n::{common, format},
};

/// `tenths` of a point, rounded from the exact means ([`format::delta_tenths`]) or from points at full precision
/// ([`format::delta`]'s rounding). Colour means band, so a delta has none.
#[component]
pub fn Delta(tenths: i64) -> impl IntoView {
    let (class, inside) = inside(tenths, None);
    view! { <span class=class inner_html=inside></span> }
}

/// As text ([`crate::ui::browser::told`]). `versus` says what it is compared with.
pub fn push_delta(out: &mut String, tenths: i64, versus: &str) {
    let (class, inside) = inside(tenths, Some(versus));
    for part in ["<span class=\"", class, "\">", &inside, "</span>"] {
        out.push_str(part);
    }
}

fn inside(tenths: i64, versus: Option<&str>) -> (&'static str, String) {
    let words = common::words();
    let (class, glyph) = match tenths {
        1.. => ("delta up", Glyph::Up),
        0 => ("delta same", Glyph::Same),
        _ => ("delta down", Glyph::Down),
    };
    let mut out = String::new();
    push_icon(&mut out, glyph);
    push_markup(&mut out, "<span class=\"num\">", &format::signed_tenths(tenths));
    push_markup(&mut out, " ", words.points);
    out.push_str("</span>");
    if let Some(versus) = versus {
        push_markup(&mut out, "<span class=\"versus\">", words.versus);
        push_markup(&mut out, " ", versus);
        out.push_str("</span>");
    }
    (class, out)
}
