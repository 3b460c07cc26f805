//! What a point tells: branch, average, last visit, worst areas.

use crate::{
    chart::push_escaped,
    domain::views::MapBranch,
    ui::{
        Address,
        components::band_outline,
        i18n::{charts, common, format, lang},
        links::{branch_path, supervision_path},
    },
};

/// In one line.
pub fn title(branch: &MapBranch) -> String {
    let figure = if branch.n == 0 {
        common::without_score(branch.visited).to_owned()
    } else {
        [&format::pair(branch.sum_hundredths, branch.n), " · n ", &format::integer(branch.n)].concat()
    };
    [&branch.name, " · ", &figure].concat()
}

/// The last visit of the selection: date and measure.
pub fn last(branch: &MapBranch) -> Option<String> {
    branch.last.as_ref().map(|last| {
        let score =
            if last.n == 0 { common::words().no_score.to_owned() } else { format::pair(last.sum_hundredths, last.n) };
        [&format::day(lang(), last.day), " · ", &score].concat()
    })
}

/// As HTML; every text of the data is escaped.
pub fn html(branch: &MapBranch, address: &Address) -> String {
    let words = charts::words();
    let mut html = String::from("<div class=\"popup\"><p class=\"popup-name\">");
    push_escaped(&mut html, &branch.name);
    html.push_str("</p><p class=\"popup-figure\">");
    match branch.band {
        Some(band) => {
            let shape = [
                "<svg class=\"",
                band.code(),
                "\" viewBox=\"0 0 10 10\" aria-hidden=\"true\"><path d=\"",
                band_outline(band),
                "\"/></svg>",
            ];
            html.push_str(&shape.concat());
            let value = format::pair(branch.sum_hundredths, branch.n);
            let figure = [
                "<b class=\"num\">",
                &value,
                "</b> ",
                common::band(lang(), band),
                " <small>n ",
                &format::integer(branch.n),
                "</small>",
            ];
            html.push_str(&figure.concat());
        }
        None => html.push_str(common::without_score(branch.visited)),
    }
    html.push_str("</p>");
    if let (Some(text), Some(last)) = (last(branch), &branch.last) {
        let link = ["<p>", words.last_visit, ": <a href=\"", &supervision_path(last.id), "\">", &text, "</a></p>"];
        html.push_str(&link.concat());
    }
    if !branch.worst.is_empty() {
        html.push_str(&["<p>", words.worst, "</p><ol>"].concat());
        for area in &branch.worst {
            html.push_str("<li><span>");
            push_escaped(&mut html, &area.name);
            html.push_str(
                &["</span><b class=\"num\">", &format::pair(area.sum_hundredths, area.n), "</b></li>"].concat(),
            );
        }
        html.push_str("</ol>");
    }
    html.push_str("<p><a class=\"button\" href=\"");
    push_escaped(&mut html, &address.to(&branch_path(&branch.code)));
    html.push_str(&["\">", words.open_branch, "</a></p></div>"].concat());
    html
}
