//! What the pages of reports show.

use super::question::Question;
use crate::{
    contract::{Chip, Fields, PER_PAGE, ReportDraft, ReportPage, ReportRow, ReportShows, ReportsPage, SentReport},
    domain::Action,
    screens::{chips, encode},
    server::{
        db::Report,
        error::ServerError,
        services::{
            Desk,
            exports::{Format, View},
            once::handed,
            page_of,
        },
    },
};

const CSV: Format = Format::Csv { mark: false };

/// Own parameters of operations, and what pages call them.
const NAMES: [(&str, &str); 6] = [
    ("by", "por"),
    ("show", "mostrar"),
    ("inside", "dentro"),
    ("figure", "cifra"),
    ("sort", "orden"),
    ("search", "buscar"),
];

impl Desk {
    /// `/reportes`: `buscar` and `pagina` of its address.
    ///
    /// # Errors
    /// [`AppError::Forbidden`](crate::contract::AppError::Forbidden) when the role does not grant it; the database's.
    pub async fn reports_page(&self, query: &str) -> Result<ReportsPage, ServerError> {
        let fields = Fields(form_urlencoded::parse(query.as_bytes()).into_owned().collect());
        let search: String = fields.value("buscar").chars().take(super::REPORT_NAME).collect();
        let page = fields.value("pagina").parse().unwrap_or(1).max(1);
        let rows = self.reports(&search).await?.iter().map(|report| self.report_row(report)).collect();
        Ok(ReportsPage { reports: page_of(rows, (page, PER_PAGE)), search, can_make: self.can_make() })
    }

    /// `/reportes/{id}`; without an id `/reportes/nuevo`, where `vista`, `consulta` and `formato` of the address say what is
    /// saved. With an id they say what it is to show from now on.
    ///
    /// # Errors
    /// As [`Desk::reports_page`]; there is no such report for the actor, or nothing to save.
    pub async fn report_page(&self, id: Option<&str>, query: &str) -> Result<ReportPage, ServerError> {
        self.must(Action::Export)?;
        let report = match id {
            Some(id) => Some(self.report(id).await?),
            None => None,
        };
        let fields = Fields(form_urlencoded::parse(query.as_bytes()).into_owned().collect());
        let (mut form, problem) = match handed::<ReportDraft>() {
            Some(ReportDraft { form, problem }) => (form, Some(problem)),
            None => (self.stands(report.as_ref(), &fields), None),
        };
        if report.is_none() && form.view.is_empty() {
            return Err(ServerError::NotFound("report"));
        }
        // A CSV has everything that a question can have; its mark is put there by the form's door.
        if let Ok(question) = Question::parse(&form.view, &form.query, CSV.code()) {
            form.query = question.query(&["bom"]);
        }
        let formats = formats(&form);
        if !formats.contains(&form.format) {
            form.format = formats.first().cloned().unwrap_or_default();
        }
        Ok(ReportPage {
            version: report.as_ref().map_or(0, |report| report.version),
            shows: self.shows(&form.view, &form.query, &form.format),
            formats,
            report: report.map(|report| self.report_row(&report)),
            form,
            problem,
            can_make: self.can_make(),
        })
    }

    /// Whether who asks may have reports of their own: a person, by a session that forms come from.
    fn can_make(&self) -> bool {
        self.asking_person().is_some() && self.actor().role.may(Action::Reports)
    }

    /// What the form holds at first.
    fn stands(&self, report: Option<&Report>, fields: &Fields) -> SentReport {
        let stored = report.map(|report| SentReport {
            name: report.data.name.clone(),
            view: report.data.view.clone(),
            query: report.data.query.clone(),
            format: report.data.format.clone(),
            lang: report.data.language.clone(),
            shared: report.data.shared,
        });
        let mut form = stored.unwrap_or_default();
        if !fields.value("vista").is_empty() {
            form.view = fields.value("vista").to_owned();
            form.query = fields.value("consulta").to_owned();
        }
        if !fields.value("formato").is_empty() {
            form.format = fields.value("formato").to_owned();
        }
        form
    }

    fn report_row(&self, report: &Report) -> ReportRow {
        let data = &report.data;
        ReportRow {
            id: report.id,
            name: data.name.clone(),
            shows: self.shows(&data.view, &data.query, &data.format),
            format: data.format.clone(),
            owner: report.owner_name.clone(),
            own: self.owns(report),
            shared: data.shared,
            may_change: self.may_change(report),
            changed: self.local(&report.changed.to_string()).unwrap_or_default(),
        }
    }

    /// What a report shows; of a filter that is none any more, that there is one.
    fn shows(&self, view: &str, query: &str, format: &str) -> ReportShows {
        let Ok(question) = Question::parse(view, query, format) else {
            return ReportShows { view: view.to_owned(), page: "/".into(), ..ReportShows::default() };
        };
        let catalog = self.cube().catalog();
        let subject = match &question.view {
            View::Branch(code) => {
                let known = catalog.branches.iter().find(|branch| branch.code == *code);
                Some(known.map_or(code, |branch| &branch.name).clone())
            }
            View::Group(slug) => {
                let known = catalog.groups.iter().find(|group| group.slug == *slug);
                Some(known.map_or(slug, |group| &group.name).clone())
            }
            _ => None,
        };
        let filter = chips(self.cube(), &question.filter, &[]).into_iter();
        ReportShows {
            view: view.to_owned(),
            subject,
            filter: filter.map(|chip| Chip { without: String::new(), ..chip }).collect(),
            page: page(&question),
        }
    }
}

/// Codes of the formats that there are of what a form holds.
fn formats(form: &SentReport) -> Vec<String> {
    let codes = Format::ALL.into_iter().map(Format::code);
    codes.filter(|code| Question::parse(&form.view, &form.query, code).is_ok()).map(str::to_owned).collect()
}

/// The page that shows the same, or what comes nearest to it.
fn page(question: &Question) -> String {
    let (path, own): (String, &[&str]) = match &question.view {
        View::Branch(code) => (["/sucursales/", &encode(code)].concat(), &[]),
        View::Group(slug) => (["/grupos/", &encode(slug)].concat(), &[]),
        View::Map => ("/mapa".into(), &[]),
        View::History { .. } => ("/historico".into(), &["by", "show", "inside"]),
        View::Indicators { .. } => ("/indicadores".into(), &["by"]),
        View::Explain { .. } => ("/porque".into(), &["figure", "sort", "show"]),
        View::Supervisions { .. } => ("/porque".into(), &[]),
        View::Ranking { .. } => ("/".into(), &["sort", "search"]),
        _ => ("/".into(), &[]),
    };
    let mut parts = vec![question.filter.to_query()];
    if let View::Ranking { .. } = question.view {
        let of = question.view.name();
        let of = of.trim_start_matches("rankings/");
        parts.push(if of == "branches" { String::new() } else { ["de=", of].concat() });
    }
    for (name, value) in question.own.iter().filter(|(name, _)| own.contains(&name.as_str())) {
        let here = NAMES.iter().find(|(known, _)| known == name).map_or(name.as_str(), |(_, here)| here);
        parts.push([here, "=", &encode(value)].concat());
    }
    parts.retain(|part| !part.is_empty());
    if parts.is_empty() { path } else { [&path, "?", &parts.join("&")].concat() }
}
