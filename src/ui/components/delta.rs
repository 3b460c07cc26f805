//! A change in points: arrow, signed number, and against what.

use leptos::prelude::*;

use super::{Glyph, Icon};
use crate::ui::i18n::{common, format};

/// `tenths` of a point, rounded from the exact means ([`format::delta_tenths`]) or from points at full precision
/// ([`format::delta`]'s rounding). `versus` says what it is compared with. Colour means band, so a delta has none.
#[component]
pub fn Delta(tenths: i64, #[prop(optional, into)] versus: Option<String>) -> impl IntoView {
    let words = common::words();
    let (class, glyph) = match tenths {
        1.. => ("delta up", Glyph::Up),
        0 => ("delta same", Glyph::Same),
        _ => ("delta down", Glyph::Down),
    };
    view! {
        <span class=class>
            <Icon glyph/>
            <span class="num">{format::signed_tenths(tenths)}" "{words.points}</span>
            {versus.map(|versus| view! { <span class="versus">{words.versus}" "{versus}</span> })}
        </span>
    }
}
