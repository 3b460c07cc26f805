//! The selection in words: what every figure on the page is of.

use crate::{
    contract::{Chip, Frame},
    domain::{Filter, Period, filter::KindFilter},
    ui::{
        components::filter_bar::wording,
        i18n::{common::kind, filter::words, format, lang},
    },
};

/// More restrictions than this are counted.
const SHOWN: usize = 3;

/// Kind, period and the other restrictions: `Operativa · 2025 · Nuevo León`.
#[must_use]
pub fn in_words(frame: &Frame) -> String {
    let mut parts = Vec::new();
    if let Ok(filter) = &frame.filter {
        parts.push(kind_name(frame, filter));
        parts.push(period_name(frame, &filter.period));
    }
    let other =
        |chip: &&Chip| !matches!(chip.field.as_str(), "kind" | "year" | "quarter" | "month" | "period" | "from" | "to");
    let others: Vec<_> = frame.chips.iter().filter(other).collect();
    parts.extend(others.iter().take(SHOWN).map(|chip| wording(lang(), chip).1));
    if others.len() > SHOWN {
        parts.push(["+", &(others.len() - SHOWN).to_string()].concat());
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

/// A period by its own name where the organization has given it one.
#[must_use]
pub fn period_name(frame: &Frame, period: &Period) -> String {
    let named = match period {
        Period::Named(code) => frame.options.periods.iter().find(|choice| choice.value == *code),
        _ => None,
    };
    named.map_or_else(|| format::period(lang(), period), |choice| choice.name.clone())
}

fn kind_name(frame: &Frame, filter: &Filter) -> String {
    match &filter.kind {
        KindFilter::All => words().all_kinds.to_owned(),
        KindFilter::One(code) => kind(code),
        KindFilter::Default => kind(&frame.default_kind),
    }
}
