//! The list of a ranking.

use leptos::prelude::*;
use web_sys::{Element, Node};

use super::super::row::{Figures, Row, written};

/// The list with its rows: those that the server wrote, or written here; with a later answer the rows that are there say the new one.
#[must_use]
pub fn list(class: &'static str, rows: Vec<Row>) -> AnyView {
    view! { <ol class=class use:show=rows></ol> }.into_any()
}

#[expect(clippy::needless_pass_by_value, reason = "as directives are called")]
fn show(list: Element, rows: Vec<Row>) {
    let Some(first) = list.first_element_child() else { return list.set_inner_html(&written(&rows)) };
    if !super::document::is_live() {
        return;
    }
    let mut there = Some(first);
    let mut rows = rows.iter();
    for row in rows.by_ref() {
        let Some(old) = there.take() else {
            let _ = list.insert_adjacent_html("beforeend", &written(std::slice::from_ref(row)));
            break;
        };
        there = old.next_element_sibling();
        if say(&old, row).is_none() {
            old.set_outer_html(&written(std::slice::from_ref(row)));
        }
    }
    let _ = list.insert_adjacent_html("beforeend", &written(rows.as_slice()));
    while let Some(left) = there {
        there = left.next_element_sibling();
        left.remove();
    }
}

/// Writes a row into another's elements; nothing, when it has others.
fn say(old: &Element, row: &Row) -> Option<()> {
    let position = old.first_element_child()?;
    let who = position.next_element_sibling()?;
    let count = if row.figures.is_ok() { 5 } else { 3 } + u32::from(row.open.is_some());
    if old.child_element_count() != count || who.child_element_count() != 1 + u32::from(row.detail.is_some()) {
        return None;
    }
    text(&position, &row.position);
    let name = who.first_element_child()?;
    text(&name, &row.name);
    if let Some(detail) = &row.detail {
        text(&name.next_element_sibling()?, detail);
    }
    set(&who, "href", &row.filter);
    if row.current {
        set(&who, "aria-current", "true");
    } else {
        let _ = who.remove_attribute("aria-current");
    }
    let mut last = who.next_element_sibling()?;
    match &row.figures {
        Ok(Figures { band: (class, outline, word), width, tick, score, n }) => {
            let bar = last.first_element_child()?.next_element_sibling()?;
            set(&bar, "class", class);
            set(&bar, "width", width);
            set(&bar.next_element_sibling()?, "d", tick);
            let figures = last.next_element_sibling()?;
            let mark = figures.first_element_child()?;
            set(&mark, "class", class);
            set(&mark.first_element_child()?, "d", outline);
            let said = mark.next_element_sibling()?;
            text(&said, word);
            text(&said.next_element_sibling()?, score);
            last = figures.next_element_sibling()?;
            text(&last, n);
        }
        Err(without) => text(&last, without),
    }
    if let Some((href, label)) = &row.open {
        let open = last.next_element_sibling()?;
        set(&open, "href", href);
        set(&open, "aria-label", label);
    }
    Some(())
}

fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

fn text(element: &Element, value: &str) {
    match element.first_child() {
        Some(node) => Node::set_node_value(&node, Some(value)),
        None => element.set_text_content(Some(value)),
    }
}
