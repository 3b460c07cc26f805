//! A *report* is a name for a file that the API makes: a view, its filter and parameters, a format and a language. It belongs
//! to a person, who may share it; whoever asks for the file gets it of their own scope.

mod page;
mod question;

use serde_json::{Value, json};

use super::{Desk, Who, audit::Record};
use crate::{
    contract::{AppError, Fault, Lang, REPORT_NAME, REPORT_QUERY, ReportTold, SentReport},
    domain::{
        Action,
        access::audit::Act,
        text::{fold, invisible, tidy},
    },
    server::{
        db::{Kept, PersonId, Report, ReportData},
        error::ServerError,
    },
};

/// Reports that a person may have in an organization.
const MOST: i64 = 200;

/// What became of a report that was sent.
#[derive(Debug)]
pub enum Saved {
    Done(Box<ReportTold>),
    /// Somebody changed it since the version that was named.
    Stale,
    Refused(Vec<Fault>),
}

impl Desk {
    /// Reports that the actor may know of, by name: their own, and what others share. `search` leaves those whose name or owner
    /// holds the text.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] when the role does not grant it; the database's.
    pub async fn reports(&self, search: &str) -> Result<Vec<Report>, ServerError> {
        self.must(Action::Export)?;
        let wanted = fold(search);
        let mut all = self.db().reports(self.organization(), self.asking_person()).await?;
        all.retain(|report| {
            (report.data.folded.contains(&wanted) || fold(&report.owner_name).contains(&wanted))
                && self.may_know(report)
        });
        Ok(all)
    }

    /// One of them, by its number in an address.
    ///
    /// # Errors
    /// As [`Desk::reports`]; there is no such report for the actor.
    pub async fn report(&self, id: &str) -> Result<Report, ServerError> {
        self.must(Action::Export)?;
        let none = || ServerError::NotFound("report");
        let number = id.parse().ok().filter(|number: &i64| number.to_string() == id).ok_or_else(none)?;
        let found = self.db().report(self.organization(), number).await?;
        found.filter(|report| self.may_know(report)).ok_or_else(none)
    }

    /// Saves a report of the actor's own.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] when the role does not grant it, and for who is no person; the database's.
    pub async fn add_report(&self, sent: &SentReport) -> Result<Saved, ServerError> {
        self.must(Action::Reports)?;
        let owner = self.asking_person().ok_or(AppError::Forbidden)?;
        match self.checked(sent).await? {
            Ok(data) => self.add(owner, data).await,
            Err(faults) => Ok(Saved::Refused(faults)),
        }
    }

    /// Puts other data in the place of a report's; with `version` only while it has that one.
    ///
    /// # Errors
    /// As [`Desk::report`]; [`AppError::Forbidden`] for a report of somebody else's.
    pub async fn set_report(&self, id: &str, sent: &SentReport, version: Option<i64>) -> Result<Saved, ServerError> {
        let before = self.changeable(id).await?;
        let data = match self.checked(sent).await? {
            Ok(data) => data,
            Err(faults) => return Ok(Saved::Refused(faults)),
        };
        if version.is_some_and(|version| version != before.version) {
            return Ok(Saved::Stale);
        }
        if data == before.data {
            return Ok(Saved::Done(Box::new(self.told(&before))));
        }
        let now = self.clock().now();
        match self.db().set_report(self.organization(), before.id, &data, Some(before.version), now).await? {
            Kept::As(..) => {}
            Kept::Gone => return Err(ServerError::NotFound("report")),
            Kept::Taken => return Ok(Saved::Refused(vec![Fault::of("name", "name_taken")])),
            Kept::Stale | Kept::Full => return Ok(Saved::Stale),
        }
        let record = Record::of(Act::ReportChanged, target(&data.name, before.id));
        if let Err(error) = self.tell(record.changed(content(&before.data), content(&data))).await {
            self.db().set_report(self.organization(), before.id, &before.data, None, now).await?;
            return Err(error);
        }
        self.saved(before.id).await
    }

    /// Forgets a report; with `version` only while it has that one. True when it is gone, false when somebody changed it since.
    ///
    /// # Errors
    /// As [`Desk::set_report`].
    pub async fn remove_report(&self, id: &str, version: Option<i64>) -> Result<bool, ServerError> {
        let report = self.changeable(id).await?;
        if version.is_some_and(|version| version != report.version) {
            return Ok(false);
        }
        // First: what is gone cannot be put back under its number.
        let record = Record::of(Act::ReportRemoved, target(&report.data.name, report.id));
        self.tell(record.changed(content(&report.data), None)).await?;
        match self.db().remove_report(self.organization(), report.id, version).await? {
            Kept::Stale => Ok(false),
            _ => Ok(true),
        }
    }

    /// Saves a report that the actor may know of as one of their own, under a name beside its, shared with nobody.
    ///
    /// # Errors
    /// As [`Desk::report`] and [`Desk::add_report`].
    pub async fn copy_report(&self, id: &str) -> Result<Saved, ServerError> {
        self.must(Action::Reports)?;
        let owner = self.asking_person().ok_or(AppError::Forbidden)?;
        let from = self.report(id).await?.data;
        let own = self.db().reports(self.organization(), Some(owner)).await?;
        let taken = |folded: &str| own.iter().any(|report| report.owner == owner && report.data.folded == folded);
        let copy = Lang::from_code(&from.language).unwrap_or_default().pick("copia", "copy");
        let name = (1..=MOST + 1).map(|nth| beside(&from.name, copy, nth)).find(|name| !taken(&fold(name)));
        let name = name.unwrap_or_else(|| from.name.clone());
        self.add(owner, ReportData { folded: fold(&name), name, shared: false, ..from }).await
    }

    /// Where the API has the report's file.
    #[must_use]
    pub fn file_of(&self, report: &Report) -> String {
        let ReportData { view, query, format, language, .. } = &report.data;
        question::address(view, query, format, language)
    }

    /// A report as programs are told of it.
    #[must_use]
    pub fn told(&self, report: &Report) -> ReportTold {
        let data = report.data.clone();
        ReportTold {
            id: report.id,
            name: data.name,
            view: data.view,
            query: data.query,
            format: data.format,
            lang: data.language,
            shared: data.shared,
            owner: report.owner_name.clone(),
            own: self.owns(report),
            version: report.version,
            made: report.made.to_string(),
            changed: report.changed.to_string(),
            file: format!("/api/v1/reports/{}/file", report.id),
        }
    }

    /// The person who asks.
    fn asking_person(&self) -> Option<PersonId> {
        match self.actor().who {
            Who::Person(id) => Some(id),
            Who::Anyone | Who::Key(_) => None,
        }
    }

    fn owns(&self, report: &Report) -> bool {
        self.asking_person() == Some(report.owner)
    }

    /// Own ones, and what others share of what the actor knows.
    fn may_know(&self, report: &Report) -> bool {
        let ReportData { view, query, format, .. } = &report.data;
        self.owns(report) || (report.data.shared && (self.actor().sees_all() || self.knows(view, query, format)))
    }

    fn may_change(&self, report: &Report) -> bool {
        let action = if self.owns(report) { Action::Reports } else { Action::OthersReports };
        self.actor().role.may(action)
    }

    async fn changeable(&self, id: &str) -> Result<Report, ServerError> {
        let report = self.report(id).await?;
        if self.may_change(&report) { Ok(report) } else { Err(AppError::Forbidden.into()) }
    }

    async fn add(&self, owner: PersonId, data: ReportData) -> Result<Saved, ServerError> {
        let kept = self.db().add_report(self.organization(), owner, &data, MOST, self.clock().now()).await?;
        let refused = |field: &str, code| Ok(Saved::Refused(vec![Fault::of(field, code)]));
        let id = match kept {
            Kept::As(id, _) => id,
            Kept::Taken => return refused("name", "name_taken"),
            Kept::Full => return refused("", "report_limit"),
            Kept::Gone | Kept::Stale => return Err(AppError::SignedOut.into()),
        };
        let record = Record::of(Act::ReportMade, target(&data.name, id)).changed(None, content(&data));
        if let Err(error) = self.tell(record).await {
            self.db().remove_report(self.organization(), id, None).await?;
            return Err(error);
        }
        self.saved(id).await
    }

    async fn saved(&self, id: i64) -> Result<Saved, ServerError> {
        let found = self.db().report(self.organization(), id).await?.ok_or(ServerError::NotFound("report"))?;
        Ok(Saved::Done(Box::new(self.told(&found))))
    }

    /// What is sent as it is kept, or everything that is wrong with it.
    async fn checked(&self, sent: &SentReport) -> Result<Result<ReportData, Vec<Fault>>, ServerError> {
        let name = tidy(&sent.name);
        let mut faults = Vec::new();
        let fault = match name.chars().count() {
            0 => Some("missing_name"),
            _ if name.chars().all(|c| c.is_whitespace() || invisible(c)) => Some("missing_name"),
            1..=REPORT_NAME if !name.chars().any(invisible) => None,
            1..=REPORT_NAME => Some("control_character"),
            _ => Some("report_name_long"),
        };
        faults.extend(fault.map(|code| Fault::of("name", code)));
        let lang = match sent.lang.as_str() {
            "" => Some(Lang::default()),
            "es" | "en" => Lang::from_code(&sent.lang),
            _ => None,
        };
        if lang.is_none() {
            faults.push(Fault { about: sent.lang.chars().take(20).collect(), ..Fault::of("lang", "unknown_value") });
        }
        if sent.query.chars().count() > REPORT_QUERY {
            faults.push(Fault::of("query", "report_query_long"));
            return Ok(Err(faults));
        }
        let question = match self.question(sent).await? {
            Ok(question) => question,
            Err(fault) => {
                faults.push(fault);
                return Ok(Err(faults));
            }
        };
        let query = question.query(&[]);
        if query.chars().count() > REPORT_QUERY {
            faults.push(Fault::of("query", "report_query_long"));
        }
        if !faults.is_empty() {
            return Ok(Err(faults));
        }
        Ok(Ok(ReportData {
            folded: fold(&name),
            name,
            view: question.view(),
            query,
            format: question.format.code().to_owned(),
            language: lang.unwrap_or_default().code().to_owned(),
            shared: sent.shared,
        }))
    }
}

/// `Ventas (copia)`, `Ventas (copia 2)`: no longer than names are.
fn beside(name: &str, copy: &str, nth: i64) -> String {
    let mark = if nth == 1 { format!(" ({copy})") } else { format!(" ({copy} {nth})") };
    let kept: String = name.chars().take(REPORT_NAME.saturating_sub(mark.chars().count())).collect();
    [kept.trim_end(), &mark].concat()
}

/// For the log.
fn target(name: &str, id: i64) -> String {
    format!("{name} ({id})")
}

fn content(data: &ReportData) -> Value {
    let ReportData { name, view, query, format, language, shared, .. } = data;
    json!({"name": name, "view": view, "query": query, "format": format, "language": language, "shared": shared})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copys_name_is_no_longer_than_names_are() {
        assert_eq!(beside("Ventas", "copia", 1), "Ventas (copia)");
        assert_eq!(beside("Ventas", "copia", 12), "Ventas (copia 12)");
        let long = beside(&"ñ".repeat(REPORT_NAME), "copy", 2);
        assert!(long.chars().count() == REPORT_NAME && long.ends_with("ñ (copy 2)"));
    }
}
