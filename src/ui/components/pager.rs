//! Pages of a longer list, as links.

use leptos::prelude::*;

use super::{Glyph, Icon};
use crate::ui::{
    Address,
    i18n::{common, format},
};

/// Nothing when everything fits on one page. The page number is the address's own parameter `pagina`.
#[component]
pub fn Pager(address: Address, page: u32, per_page: u32, total: u32) -> impl IntoView {
    let last = total.div_ceil(per_page.max(1)).max(1);
    (last > 1).then(|| {
        let words = common::words();
        let link = |page: u32| address.own("pagina", &if page > 1 { page.to_string() } else { String::new() });
        let previous = (page > 1).then(|| link(page - 1));
        let next = (page < last).then(|| link(page + 1));
        let first = (page - 1) * per_page + 1;
        let end = (page * per_page).min(total);
        view! {
            <nav class="pager" aria-label=words.page>
                <a class="button icon-button" href=previous.clone() aria-disabled=previous.is_none().then_some("true")
                    role=previous.is_none().then_some("link") rel="prev" data-noscroll="" aria-label=words.previous>
                    <Icon glyph=Glyph::Previous/>
                </a>
                <span class="num">
                    {format::integer(first)}"–"{format::integer(end)}" "{words.of}" "{format::integer(total)}
                </span>
                <a class="button icon-button" href=next.clone() aria-disabled=next.is_none().then_some("true")
                    role=next.is_none().then_some("link") rel="next" data-noscroll="" aria-label=words.next>
                    <Icon glyph=Glyph::Next/>
                </a>
            </nav>
        }
    })
}
