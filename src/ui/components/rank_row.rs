//! A row of a ranking as text ([`crate::ui::browser::told`]).

use crate::contract::push_markup;

/// A row. Its text is plain: it is escaped when it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Empty for none.
    pub position: String,
    pub name: String,
    pub detail: Option<String>,
    /// Sets the filter.
    pub filter: String,
    pub current: bool,
    pub figures: Result<Figures, &'static str>,
    /// Its own page, and what the arrow there is called.
    pub open: Option<(String, String)>,
}

/// What a row with a score shows; one without says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Class, outline and word of the band.
    pub band: (&'static str, &'static str, &'static str),
    /// Of 100.
    pub width: String,
    /// The target's line.
    pub tick: String,
    pub score: String,
    pub n: String,
}

impl Row {
    /// As text.
    pub fn write(&self, out: &mut String) {
        let mut text = |before: &str, text: &str| push_markup(out, before, text);
        text("<li><span class=\"pos num\">", &self.position);
        text("</span><a class=\"who\" data-noscroll href=\"", &self.filter);
        text(
            if self.current { "\" aria-current=\"true\"><span class=\"name\">" } else { "\"><span class=\"name\">" },
            &self.name,
        );
        text("</span>", "");
        if let Some(detail) = &self.detail {
            text("<small>", detail);
            text("</small>", "");
        }
        match &self.figures {
            Ok(Figures { band: (class, outline, word), width, tick, score, n }) => {
                text(
                    "</a><svg class=\"bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
                     <rect height=\"8\" class=\"",
                    class,
                );
                text("\" width=\"", width);
                text("\"/><path class=\"tick\" d=\"", tick);
                text("\"/></svg><b class=\"score num\"><svg viewBox=\"0 0 10 10\" role=\"img\" aria-label=\"", word);
                text("\" class=\"", class);
                text("\"><path d=\"", outline);
                text("\"/></svg>", score);
                text("</b><small class=\"n num\">", n);
                text("</small>", "");
            }
            Err(without) => {
                text("</a><span class=\"pending\">", without);
                text("</span>", "");
            }
        }
        if let Some((href, label)) = &self.open {
            text("<a class=\"open\" href=\"", href);
            text("\" aria-label=\"", label);
            text("\"></a>", "");
        }
        text("</li>", "");
    }
}

/// All of them.
#[must_use]
pub fn written(rows: &[Row]) -> String {
    let mut out = String::with_capacity(800 * rows.len());
    for row in rows {
        row.write(&mut out);
    }
    out
}
