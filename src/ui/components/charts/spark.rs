//! A line the size of a word.

use leptos::prelude::*;

use crate::chart::spark;

/// `values` in percent, oldest first. Nothing with fewer than two known; the figures stand beside it.
#[component]
pub fn Spark(values: Vec<Option<f64>>) -> impl IntoView {
    let drawn = spark(&values);
    (!drawn.is_empty()).then(|| view! { <span class="spark-box" inner_html=drawn></span> })
}
