//! What the pages of people and of requests for access show.

use crate::{
    contract::{
        Administration, Fields, MadeLink, MemberDraft, MemberFields, Part, PeoplePage, PersonPage, PersonRow,
        PersonState, Problem, RequestPage, RequestRow, ScopeChoices,
    },
    domain::{Action, Scope},
    server::{
        db::{AccessRequest, PersonId},
        error::ServerError,
        services::{Desk, Who, once::handed, scopes},
    },
};

use super::Member;

/// A form, and what stands around it.
struct Drawn {
    form: MemberFields,
    choices: ScopeChoices,
    covered: Part,
    problem: Option<Problem>,
}

impl Desk {
    /// `/administracion`.
    ///
    /// # Errors
    /// [`AppError::Forbidden`](crate::contract::AppError::Forbidden) when the role does not grant it; the database's.
    pub async fn administration(&self) -> Result<Administration, ServerError> {
        let people = self.members().await?;
        let requests = self.access_requests().await?;
        Ok(Administration {
            people: scopes::count(people.len()),
            requests: scopes::count(requests.len()),
            keys: self.good_keys().await?,
        })
    }

    /// `/administracion/personas`.
    ///
    /// # Errors
    /// As [`Desk::administration`].
    pub async fn people_page(&self) -> Result<PeoplePage, ServerError> {
        let people = self.members().await?.into_iter().map(|member| self.person_row(member)).collect();
        Ok(PeoplePage { people, requests: scopes::count(self.access_requests().await?.len()) })
    }

    /// `/administracion/personas/{id}`; without an id the form for somebody new.
    ///
    /// # Errors
    /// As [`Desk::administration`]; no such person in this organization.
    pub async fn person_page(&self, id: Option<&str>) -> Result<PersonPage, ServerError> {
        self.must(Action::People)?;
        let member = match id {
            Some(id) => Some(self.member(number(id).ok_or(ServerError::NotFound("person"))?).await?),
            None => None,
        };
        let stands = member.as_ref().map(|member| MemberFields {
            login: member.person.login.clone().unwrap_or_default(),
            name: member.person.name.clone(),
            role: Some(member.role),
            scope: if member.role.whole() { Scope::default() } else { member.scope.clone() },
        });
        let Drawn { form, choices, covered, problem } = self.drawn(stands.unwrap_or_default());
        Ok(PersonPage { person: member.map(|member| self.person_row(member)), form, choices, covered, problem })
    }

    /// `/administracion/solicitudes`.
    ///
    /// # Errors
    /// As [`Desk::administration`].
    pub async fn requests_page(&self) -> Result<Vec<RequestRow>, ServerError> {
        Ok(self.access_requests().await?.into_iter().map(|request| self.request_row(request)).collect())
    }

    /// `/administracion/solicitudes/{id}`.
    ///
    /// # Errors
    /// As [`Desk::administration`]; no such open request in this organization.
    pub async fn request_page(&self, id: &str) -> Result<RequestPage, ServerError> {
        let open = self.access_requests().await?;
        let request = open.into_iter().find(|request| Some(request.id) == number(id));
        let request = self.request_row(request.ok_or(ServerError::NotFound("request"))?);
        let Drawn { form, choices, covered, problem } = self.drawn(MemberFields::default());
        Ok(RequestPage { request, form, choices, covered, problem })
    }

    /// Branches that the scope of a form covers: its fields as a query string.
    ///
    /// # Errors
    /// As [`Desk::administration`].
    pub fn count_form(&self, form: &str) -> Result<Part, ServerError> {
        let fields = Fields(form_urlencoded::parse(form.as_bytes()).into_owned().collect());
        self.count_scope(&fields.scope().unwrap_or_default())
    }

    /// The link that the page being drawn was opened to show.
    ///
    /// # Errors
    /// As [`Desk::administration`].
    pub fn made_link(&self) -> Result<Option<MadeLink>, ServerError> {
        self.must(Action::People)?;
        Ok(handed())
    }

    /// The form as it is, or as it came and was not taken over.
    fn drawn(&self, stands: MemberFields) -> Drawn {
        let draft = handed::<MemberDraft>().unwrap_or(MemberDraft { form: stands, problem: None });
        let catalog = self.cube().catalog();
        Drawn {
            covered: scopes::covered(catalog, &draft.form.scope),
            choices: scopes::choices(catalog),
            form: draft.form,
            problem: draft.problem,
        }
    }

    fn person_row(&self, member: Member) -> PersonRow {
        let Member { person, role, scope } = member;
        PersonRow {
            me: self.actor().who == Who::Person(person.id),
            state: match (person.disabled, person.has_password || person.telegram_id.is_some()) {
                (true, _) => PersonState::Barred,
                (false, true) => PersonState::Active,
                (false, false) => PersonState::Invited,
            },
            id: person.id,
            name: person.name,
            login: person.login,
            telegram: person.telegram_id.is_some(),
            role,
            scope: scopes::names(self.cube().catalog(), &scope),
        }
    }

    fn request_row(&self, request: AccessRequest) -> RequestRow {
        RequestRow {
            asked: self.local(&request.asked.to_string()).unwrap_or_default(),
            id: request.id,
            name: request.name,
            username: request.username,
            telegram_id: request.telegram_id,
            note: request.note,
        }
    }
}

/// A number in an address.
fn number(text: &str) -> Option<PersonId> {
    text.parse().ok()
}
