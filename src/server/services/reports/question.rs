//! What a report asks for: an address of the API's files, taken apart and put together again in one canonical form.

use std::cell::RefCell;

use crate::{
    contract::{Fault, Lang, SentReport},
    domain::{Filter, FilterError, Period, filter::FilterReason},
    screens::encode,
    server::{
        error::ServerError,
        services::{
            Desk,
            exports::{Asked, Chart, Format, Paper, Part, View, WHOLE},
        },
    },
};

/// Rows on a page, at most.
const MOST: u32 = 1_000;
/// Folders of addresses that name a thing, and their operations.
const FOLDERS: [(&str, &str); 3] =
    [("rankings", "rankings/{of}"), ("branches", "branches/{code}"), ("groups", "groups/{slug}")];

/// See the module.
pub(super) struct Question {
    pub view: View,
    pub filter: Filter,
    /// Beside the filter, in the order in which they are written.
    pub own: Vec<(String, String)>,
    pub format: Format,
}

/// Why there is no such question.
pub(super) enum Wrong {
    View,
    Format,
    Parameter(FilterError),
}

impl From<FilterError> for Wrong {
    fn from(error: FilterError) -> Self {
        Self::Parameter(error)
    }
}

impl From<Wrong> for Fault {
    fn from(wrong: Wrong) -> Self {
        match wrong {
            Wrong::View => Self::of("view", "unknown_view"),
            Wrong::Format => Self::of("format", "unknown_format"),
            Wrong::Parameter(FilterError { field, value, reason }) => {
                let code = match reason {
                    FilterReason::UnknownParameter => "unknown_parameter",
                    FilterReason::UnknownValue => "unknown_value",
                    FilterReason::Malformed => "malformed",
                    FilterReason::TooLong => "too_long",
                    FilterReason::Contradiction => "contradiction",
                };
                // By the name that it has in addresses.
                let field = if field == "dentro" { "inside".to_owned() } else { field };
                Self { field: ["query.", &field].concat(), code, about: value }
            }
        }
    }
}

fn refused<T>(field: &str, value: &str, reason: FilterReason) -> Result<T, Wrong> {
    Err(FilterError { field: field.to_owned(), value: value.to_owned(), reason }.into())
}

impl Question {
    /// Of a view's address, a query string and the code of a format.
    ///
    /// # Errors
    /// Names what there is none of. Whether the organization has what the filter names is not looked at.
    pub fn parse(view: &str, query: &str, format: &str) -> Result<Self, Wrong> {
        let (filter, rest) = Filter::split_query(query)?;
        let mut given: Vec<(String, String)> = Vec::new();
        for (name, value) in rest.into_iter().filter(|(_, value)| !value.is_empty()) {
            if given.iter().any(|(known, _)| *known == name) {
                return refused(&name, &value, FilterReason::Contradiction);
            }
            if value.chars().count() > Filter::MAX_CHARS {
                return refused(&name, &value, FilterReason::TooLong);
            }
            given.push((name, value));
        }
        let (view, mut known) = view_of(view, &given)?;
        let format = Format::named(format).filter(|format| view.comes_as(*format)).ok_or(Wrong::Format)?;
        if view.is_list() {
            known.push("limit".into());
        }
        known.extend(["table", "bom", "paper", "chart"].map(str::to_owned));
        if let Some((name, value)) = given.iter().find(|(name, _)| !known.contains(name)) {
            return refused(name, value, FilterReason::UnknownParameter);
        }
        given.sort_by_key(|(name, _)| known.iter().position(|known| known == name));
        let question = Self { view, filter, own: given, format };
        question.judge()?;
        Ok(question)
    }

    /// What goes with what.
    fn judge(&self) -> Result<(), Wrong> {
        for (name, value) in &self.own {
            let tables = self.format.of_tables();
            let drawn = |value| Chart::named(value).is_some_and(|chart| self.view.charts().contains(&chart));
            let (fits, form) = match name.as_str() {
                "bom" => (matches!(self.format, Format::Csv { .. }), matches!(value.as_str(), "0" | "1")),
                "table" => (tables, true),
                // A list on paper has it too.
                "detail" => (tables || matches!(self.format, Format::Pdf(_)), true),
                "limit" => (true, limit(value).is_some()),
                "paper" => (matches!(self.format, Format::Pdf(_)), Paper::named(value).is_some()),
                "chart" => (matches!(self.format, Format::Png(_)), drawn(value)),
                _ => (true, true),
            };
            if !fits {
                return refused(name, value, FilterReason::Contradiction);
            }
            if !form {
                let word = matches!(name.as_str(), "paper" | "chart");
                return refused(name, value, if word { FilterReason::UnknownValue } else { FilterReason::Malformed });
            }
        }
        // What the address of the view names must not be named by the filter too.
        let twice = match self.view {
            View::Branch(_) => ("sucursal", self.filter.branches.first()),
            View::Group(_) => ("grupo", self.filter.groups.first()),
            _ => ("", None),
        };
        match twice {
            (field, Some(value)) => refused(field, value, FilterReason::Contradiction),
            _ => Ok(()),
        }
    }

    /// An own parameter.
    pub fn own(&self, name: &str) -> Option<&str> {
        self.own.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// As addresses name the view.
    pub fn view(&self) -> String {
        match self.view {
            View::Supervisions { .. } => "supervisions".into(),
            _ => self.view.name(),
        }
    }

    /// Filter and own parameters; `leave` are those that are left out.
    pub fn query(&self, leave: &[&str]) -> String {
        let filter = self.filter.to_query();
        let own = self.own.iter().filter(|(name, _)| !leave.contains(&name.as_str()));
        let own = own.map(|(name, value)| [name, "=", &encode(value)].concat());
        let parts = std::iter::once(filter).filter(|filter| !filter.is_empty()).chain(own);
        parts.collect::<Vec<_>>().join("&")
    }
}

/// The view of an address, and the parameters that it knows.
fn view_of(view: &str, given: &[(String, String)]) -> Result<(View, Vec<String>), Wrong> {
    let known = RefCell::new(Vec::new());
    let own = |name: &str| {
        known.borrow_mut().push(name.to_owned());
        given.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    };
    let (operation, named) = match view.split_once('/') {
        None => (view, None),
        Some((folder, thing)) if !thing.is_empty() => {
            let folder = FOLDERS.into_iter().find(|(known, _)| *known == folder).ok_or(Wrong::View)?;
            (folder.1, Some(thing))
        }
        Some(_) => return Err(Wrong::View),
    };
    let view = View::of(operation, named, own)?.ok_or(Wrong::View)?;
    Ok((view, known.into_inner()))
}

/// `limit`, where it is a number from 1 to 1000.
fn limit(value: &str) -> Option<u32> {
    value.parse().ok().filter(|limit: &u32| (1..=MOST).contains(limit) && limit.to_string() == value)
}

/// Where the API has a report's file.
#[must_use]
pub fn address(view: &str, query: &str, format: &str, lang: &str) -> String {
    let view =
        view.split_once('/').map_or_else(|| view.to_owned(), |(folder, thing)| [folder, "/", &encode(thing)].concat());
    let query = if query.is_empty() { String::new() } else { [query, "&"].concat() };
    format!("/api/v1/{view}?{query}format={format}&lang={lang}")
}

impl Desk {
    /// The question of a report that is sent, with every name turned into its code: one that this desk can be asked.
    ///
    /// # Errors
    /// The store's. What is wrong with it is the answer.
    pub(super) async fn question(&self, sent: &SentReport) -> Result<Result<Question, Fault>, ServerError> {
        let mut question = match Question::parse(&sent.view, &sent.query, &sent.format) {
            Ok(question) => question,
            Err(wrong) => return Ok(Err(wrong.into())),
        };
        match self.tried(&mut question).await {
            Ok(()) => Ok(Ok(question)),
            Err(ServerError::Filter(error)) => Ok(Err(Wrong::Parameter(error).into())),
            // The branch or group that the view is of.
            Err(ServerError::NotFound(_)) => Ok(Err(Wrong::View.into())),
            Err(error) => Err(error),
        }
    }

    async fn tried(&self, question: &mut Question) -> Result<(), ServerError> {
        if let Period::Year(year) | Period::Quarter(year, _) | Period::Month(year, _) = question.filter.period
            && !self.years().contains(&year)
        {
            let field = if matches!(question.filter.period, Period::Month(..)) { "month" } else { "year" };
            let (value, reason) = (year.to_string(), FilterReason::UnknownValue);
            return Err(FilterError { field: field.into(), value, reason }.into());
        }
        question.filter = self.cube().resolve(&question.filter)?;
        if let View::History { inside: Some(inside), .. } = &mut question.view {
            *inside = self.cube().group_slug(inside)?.to_owned();
            let own = question.own.iter_mut().find(|(name, _)| name == "inside");
            own.into_iter().for_each(|(_, value)| value.clone_from(inside));
        }
        let asked = Asked {
            view: &question.view,
            filter: &question.filter,
            part: Part { page: (1, question.own("limit").and_then(limit).unwrap_or(WHOLE)), after: None },
            lang: Lang::default(),
            table: question.own("table"),
            parameters: "",
        };
        self.try_export(&asked).await
    }

    /// Whether this desk knows of everything that a report names.
    pub(super) fn knows(&self, view: &str, query: &str, format: &str) -> bool {
        let Ok(question) = Question::parse(view, query, format) else { return false };
        let catalog = self.cube().catalog();
        let thing = match &question.view {
            View::Branch(code) => catalog.branches.iter().any(|branch| branch.code == *code),
            View::Group(slug) => catalog.groups.iter().any(|group| group.slug == *slug),
            View::History { inside: Some(slug), .. } => catalog.groups.iter().any(|group| group.slug == *slug),
            _ => true,
        };
        thing && self.cube().resolve(&question.filter).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(view: &str, query: &str, format: &str) -> String {
        match Question::parse(view, query, format) {
            Ok(question) => format!("{} {} {}", question.view(), question.query(&[]), question.format.code()),
            Err(wrong) => {
                let fault = Fault::from(wrong);
                format!("{} {}", fault.field, fault.code)
            }
        }
    }

    #[test]
    fn one_question_has_one_form() {
        for (view, query, expected) in [
            ("board", "", "board  csv"),
            ("board", "estado=28&year=2025&estado=19&bom=1", "board year=2025&estado=19&estado=28&bom=1 csv"),
            ("rankings/areas", "limit=5&sort=worst", "rankings/areas sort=worst&limit=5 csv"),
            ("history", "by=year&show=critical&inside=", "history show=critical&by=year csv"),
            ("branches/A 1/b", "table=areas", "branches/A 1/b table=areas csv"),
            ("supervisions", "detail=areas", "supervisions detail=areas csv"),
        ] {
            assert_eq!(told(view, query, "csv"), expected);
        }
    }

    #[test]
    fn what_the_api_does_not_take_is_named() {
        for (view, query, format, expected) in [
            ("me", "", "json", "view unknown_view"),
            ("people", "", "json", "view unknown_view"),
            ("reports/1", "", "csv", "view unknown_view"),
            ("branches/", "", "csv", "view unknown_view"),
            ("rankings/moons", "", "csv", "view unknown_view"),
            ("board", "", "geojson", "format unknown_format"),
            ("board", "", "exe", "format unknown_format"),
            ("board", "year=20x5", "csv", "query.year malformed"),
            ("board", "by=month", "csv", "query.by unknown_parameter"),
            ("board", "limit=5", "csv", "query.limit unknown_parameter"),
            ("board", "lang=en", "csv", "query.lang unknown_parameter"),
            ("areas", "cursor=x", "csv", "query.cursor unknown_parameter"),
            ("areas", "limit=0", "csv", "query.limit malformed"),
            ("areas", "limit=5&limit=6", "csv", "query.limit contradiction"),
            ("history", "by=week", "csv", "query.by unknown_value"),
            ("board", "bom=1", "xlsx", "query.bom contradiction"),
            ("board", "bom=yes", "csv", "query.bom malformed"),
            ("board", "table=areas", "json", "query.table contradiction"),
            ("board", "paper=a4", "png", "query.paper contradiction"),
            ("board", "paper=a5", "pdf", "query.paper unknown_value"),
            ("trends", "chart=map", "png", "query.chart unknown_value"),
            ("supervisions", "", "png", "format unknown_format"),
            ("branches/25", "sucursal=26", "csv", "query.sucursal contradiction"),
            ("groups/norte", "grupo=sur", "csv", "query.grupo contradiction"),
        ] {
            assert_eq!(told(view, query, format), expected, "{view} {query}");
        }
    }

    #[test]
    fn a_thing_is_named_within_an_address() {
        assert_eq!(address("board", "", "csv", "es"), "/api/v1/board?format=csv&lang=es");
        let expected = "/api/v1/branches/A%201%2Fb?year=2025&format=xlsx&lang=en";
        assert_eq!(address("branches/A 1/b", "year=2025", "xlsx", "en"), expected);
    }
}
