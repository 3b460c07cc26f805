//! A heat map as a real table: rows × periods, a pinned row for the whole, the change at the end of each row.
//!
//! The table is written as text on both sides, as charts are: it may hold a thousand cells, and hydration then has
//! nothing to walk. Every name that data give is escaped here.

use core::fmt::Write as _;

use leptos::prelude::*;

use crate::{
    chart::push_escaped,
    domain::{BandLimits, Mean, views::Cell},
    ui::{browser, i18n::format},
};

/// A column: its label, and the address that narrows the page to its period.
pub struct HeatColumn {
    pub label: String,
    pub href: Option<String>,
}

/// A row: name, one cell per column, and the change at its end.
#[derive(Default)]
pub struct HeatRow {
    pub name: String,
    pub href: Option<String>,
    pub cells: Vec<HeatCell>,
    /// Points.
    pub delta: Option<f64>,
    /// Address of what moved it.
    pub delta_why: Option<String>,
}

/// A cell: the exact pair, the address it narrows to, and that of the supervisions behind it.
pub struct HeatCell {
    pub cell: Cell,
    pub href: Option<String>,
    pub why: Option<String>,
}

/// Words around the table.
pub struct HeatWords {
    /// What the table shows, for screen readers.
    pub caption: String,
    /// Heading of the first column.
    pub corner: &'static str,
    /// Heading of the last column.
    pub change: &'static str,
}

/// The heat map. `pinned` stays in sight above the rows.
#[component]
pub fn HeatTable(
    words: HeatWords,
    columns: Vec<HeatColumn>,
    #[prop(optional_no_strip)] pinned: Option<HeatRow>,
    rows: Vec<HeatRow>,
    limits: BandLimits,
) -> impl IntoView {
    let html = table(&words, &columns, pinned.as_ref(), &rows, limits);
    // A region that scrolls must be reachable by keyboard; see the style sheet for why it starts at its end.
    view! {
        <div {..browser::told::kept("class", "heat")} role="region" tabindex="0" aria-label=words.caption
            on:keydown=|event| browser::svg::move_in_table(&event) {..browser::told::markup(html)}></div>
    }
}

fn table(
    words: &HeatWords,
    columns: &[HeatColumn],
    pinned: Option<&HeatRow>,
    rows: &[HeatRow],
    limits: BandLimits,
) -> String {
    let mut out = String::with_capacity(300 * (rows.len() + 2) * (columns.len() + 2));
    out.push_str("<table><thead><tr><th scope=\"col\" class=\"heat-name\">");
    push_escaped(&mut out, words.corner);
    out.push_str("</th>");
    for column in columns {
        out.push_str("<th scope=\"col\">");
        link(&mut out, column.href.as_deref(), "", &column.label);
        out.push_str("</th>");
    }
    out.push_str("<th scope=\"col\" class=\"heat-delta\">");
    push_escaped(&mut out, words.change);
    out.push_str("</th></tr></thead><tbody>");
    if let Some(row) = pinned {
        push_row(&mut out, row, "<tr class=\"heat-pinned\">", limits);
    }
    for row in rows {
        push_row(&mut out, row, "<tr>", limits);
    }
    out.push_str("</tbody></table>");
    out
}

fn push_row(out: &mut String, row: &HeatRow, open: &str, limits: BandLimits) {
    out.push_str(open);
    out.push_str("<th scope=\"row\" class=\"heat-name\">");
    link(out, row.href.as_deref(), "", &row.name);
    out.push_str("</th>");
    for HeatCell { cell, href, why } in &row.cells {
        let mean = Mean { sum_hundredths: cell.sum_hundredths, n: cell.n };
        let Some(rounded) = mean.rounded_hundredths() else {
            out.push_str("<td class=\"heat-none\">–</td>");
            continue;
        };
        let _ = write!(out, "<td class=\"{}\">", limits.band_of(cell.sum_hundredths, cell.n).code());
        link(out, href.as_deref(), "heat-value", &format::hundredths(rounded));
        link(out, why.as_deref(), "heat-n", &format!("n {}", format::integer(cell.n)));
        out.push_str("</td>");
    }
    out.push_str("<td class=\"heat-delta\">");
    if let Some(delta) = row.delta {
        let text = format::delta(delta);
        // Colour means band: the way of a change is told by its arrow and sign.
        let arrow = if text.starts_with('+') {
            "↑ "
        } else if text == "0.0" {
            ""
        } else {
            "↓ "
        };
        link(out, row.delta_why.as_deref(), "", &[arrow, &text].concat());
    }
    out.push_str("</td></tr>");
}

/// A link, or the same text where there is no address.
fn link(out: &mut String, href: Option<&str>, class: &str, text: &str) {
    let tag = if href.is_some() { "a" } else { "span" };
    let _ = write!(out, "<{tag}");
    if !class.is_empty() {
        let _ = write!(out, " class=\"{class}\"");
    }
    if let Some(href) = href {
        out.push_str(" href=\"");
        push_escaped(out, href);
        out.push('"');
    }
    out.push('>');
    push_escaped(out, text);
    let _ = write!(out, "</{tag}>");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(sum_hundredths: i64, n: u32) -> HeatCell {
        let mean = Mean { sum_hundredths, n };
        let cell = Cell { average: mean.average(), sum_hundredths, n };
        HeatCell { cell, href: Some("/historico?grupo=a&por=month".into()), why: None }
    }

    #[test]
    fn names_are_escaped_and_cells_carry_number_band_and_n() {
        let words = HeatWords { caption: String::new(), corner: "Grupo", change: "Cambio" };
        let columns = [HeatColumn { label: "2025".into(), href: None }];
        let row = HeatRow {
            name: "<b>A&B</b>".into(),
            cells: vec![cell(17_501, 2), cell(0, 0)],
            delta: Some(-1.25),
            ..HeatRow::default()
        };
        let html = table(&words, &columns, None, &[row], BandLimits::default());
        assert!(html.contains("&lt;b&gt;A&amp;B&lt;/b&gt;"), "{html}");
        let value = r#"<td class="bueno"><a class="heat-value" href="/historico?grupo=a&amp;por=month">87.51</a>"#;
        assert!(html.contains(value), "{html}");
        assert!(html.contains(r#"<span class="heat-n">n 2</span>"#), "{html}");
        assert!(html.contains(r#"<td class="heat-none">–</td>"#), "{html}");
        assert!(html.contains("<span>↓ −1.3</span>"), "half away from zero: {html}");
    }
}
