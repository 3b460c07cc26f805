//! A mean as people read it, with its n.

use leptos::prelude::*;

use crate::{domain::Mean, ui::i18n::format};

/// Two decimals from the exact pair, and n beside it unless `n` is false (then it stands elsewhere on the card).
#[component]
pub fn Score(mean: Mean, #[prop(default = true)] n: bool) -> impl IntoView {
    view! {
        <span class="score num">{format::score(mean)}</span>
        {n.then(|| view! { <small class="n num">"n "{format::integer(mean.n)}</small> })}
    }
}
