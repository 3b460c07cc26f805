//! The people of an organization as its administrators run them: who is in it, invited, changed, barred, taken out.
//!
//! A person is one, whatever organizations they belong to. What would reach into another one, such as a link for a new
//! password, is refused with the reason `elsewhere`. When a change cannot be recorded, what it gave is taken back; what it
//! took stays taken.

mod page;

use serde_json::{Value, json};

use crate::{
    contract::{AppError, Part},
    domain::{Action, Role, Scope, access::audit::Act},
    server::{
        db::{MemberChange, MemberChanged, Membership, Person, PersonId},
        error::ServerError,
    },
};

use super::{
    Desk, NewMember, Who,
    audit::Record,
    people::{MemberError, check_scope},
    scopes,
    sign_in::Link,
};

/// Somebody of the organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub person: Person,
    pub role: Role,
    pub scope: Scope,
}

impl From<(Person, Membership)> for Member {
    fn from((person, membership): (Person, Membership)) -> Self {
        Self { person, role: membership.role, scope: membership.scope }
    }
}

/// What an administrator says of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberForm {
    /// 1 to 100 characters.
    pub name: String,
    pub role: Role,
    /// Of no meaning for roles that see everything.
    pub scope: Scope,
}

pub(super) fn unusable(reason: &str) -> ServerError {
    AppError::Unusable { reason: reason.into(), detail: String::new() }.into()
}

/// Where the parts of a scope are wrong, which one goes along.
fn wrong(error: MemberError) -> ServerError {
    match error {
        MemberError::Store(error) => error.into(),
        MemberError::Login => unusable("login"),
        MemberError::Name => unusable("name"),
        MemberError::NoScope(_) => unusable("no_scope"),
        MemberError::NoSuch { part, code } => {
            AppError::Unusable { reason: "scope".into(), detail: format!("{part} {code}") }.into()
        }
        MemberError::Two => unusable("two"),
        MemberError::NoOrganization(_) => ServerError::NotFound("organization"),
    }
}

/// For the log.
pub(super) fn told(role: Role, scope: &Scope) -> Value {
    json!({"role": role.code(), "scope": scope})
}

fn target(person: &Person) -> String {
    format!("{} ({})", person.name, person.id)
}

impl Desk {
    /// Everybody in the organization, by name.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] when the role does not grant it; the database's.
    pub async fn members(&self) -> Result<Vec<Member>, ServerError> {
        self.must(Action::People)?;
        Ok(self.db().members(self.organization()).await?.into_iter().map(Member::from).collect())
    }

    /// One person of the organization.
    ///
    /// # Errors
    /// As [`Desk::members`]; [`AppError::NotFound`] for people of other organizations, as for nobody.
    pub async fn member(&self, id: PersonId) -> Result<Member, ServerError> {
        self.must(Action::People)?;
        let found = self.db().member(self.organization(), id).await?;
        found.map(Member::from).ok_or(ServerError::NotFound("person"))
    }

    /// Branches that a scope covers, of the organization's.
    ///
    /// # Errors
    /// As [`Desk::members`].
    pub fn count_scope(&self, scope: &Scope) -> Result<Part, ServerError> {
        self.must(Action::People)?;
        Ok(scopes::covered(self.cube().catalog(), scope))
    }

    /// Sets a member's name, role and scope.
    ///
    /// # Errors
    /// As [`Desk::member`]; [`AppError::Unusable`] with the reason `name`, `no_scope`, `scope`, `last_admin`, or, for another
    /// name of who is also of another organization, `elsewhere`.
    pub async fn save_member(&self, id: PersonId, form: &MemberForm) -> Result<(), ServerError> {
        let old = self.member(id).await?;
        let name = form.name.trim();
        if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
            return Err(unusable("name"));
        }
        self.check_role(form.role, &form.scope)?;
        let renamed = name != old.person.name;
        if renamed && self.elsewhere(id).await? {
            return Err(unusable("elsewhere"));
        }
        self.change(id, MemberChange::Become(form.role, &form.scope)).await?;
        if renamed {
            self.db().set_about(id, name, None).await?;
        }
        // As it is stored: without what the role makes meaningless, and in the store's order.
        let new = self.member(id).await?;
        let mut records = Vec::new();
        if renamed {
            let (before, after) = (json!({"name": old.person.name}), json!({"name": name}));
            records.push(Record::of(Act::PersonChanged, target(&new.person)).changed(before, after));
        }
        if (old.role, &old.scope) != (new.role, &new.scope) {
            let act = if old.role == new.role { Act::ScopeChanged } else { Act::MembershipChanged };
            let record = Record::of(act, target(&new.person));
            records.push(record.changed(told(old.role, &old.scope), told(new.role, &new.scope)));
        }
        for record in records {
            if let Err(error) = self.tell(record).await {
                self.change(id, MemberChange::Become(old.role, &old.scope)).await?;
                self.db().set_about(id, &old.person.name, None).await?;
                return Err(error);
            }
        }
        Ok(())
    }

    /// Lets somebody in. Returns their number and the secret part of their invitation's address, to be shown once.
    ///
    /// An account of another organization is not let in: an administrator there may have made it in somebody's name, and
    /// know its password. Whoever runs the server can (`falcon user add`). An account of no organization begins anew.
    ///
    /// # Errors
    /// As [`Desk::members`]; [`AppError::Unusable`] with the reason `login`, `name`, `no_scope`, `scope`, `already` when they
    /// are of the organization, or `account` when they are of another.
    pub async fn invite(&self, login: &str, form: &MemberForm) -> Result<(PersonId, String), ServerError> {
        self.must(Action::People)?;
        self.check_role(form.role, &form.scope)?;
        if let Some((person, _)) = self.db().person_of_login(login).await? {
            self.is_new_here(person.id).await?;
            if self.elsewhere(person.id).await? {
                return Err(unusable("account"));
            }
            self.services().take_devices(person.id).await?;
            self.db().forget_password(person.id).await?;
        }
        let new = NewMember { login: Some(login.to_owned()), telegram_id: None, ..member_of(form, &form.name) };
        let (id, _) = self.let_in(&new).await?;
        let person = self.member(id).await?.person;
        let record = Record::of(Act::PersonInvited, target(&person));
        if let Err(error) = self.tell(record.changed(None, told(form.role, &form.scope))).await {
            self.db().remove_membership(self.organization(), id).await?;
            return Err(error);
        }
        Ok((id, self.services().make_link(Link::Invitation, id).await?))
    }

    /// Makes a link for a new password: the secret part of its address, to be shown once.
    ///
    /// # Errors
    /// As [`Desk::member`]; [`AppError::Unusable`] with the reason `elsewhere`, `barred`, or `no_login` for who comes by
    /// Telegram alone.
    pub async fn reset_link(&self, id: PersonId) -> Result<String, ServerError> {
        let person = self.member(id).await?.person;
        if self.elsewhere(id).await? {
            return Err(unusable("elsewhere"));
        }
        if person.disabled {
            return Err(unusable("barred"));
        }
        if person.login.is_none() {
            return Err(unusable("no_login"));
        }
        self.tell(Record::of(Act::PasswordReset, target(&person))).await?;
        let link = if person.has_password { Link::Reset } else { Link::Invitation };
        self.services().make_link(link, id).await
    }

    /// Bars a member from signing in, from the next request on.
    ///
    /// # Errors
    /// As [`Desk::member`]; [`AppError::Unusable`] with the reason `elsewhere` or `last_admin`.
    pub async fn bar(&self, id: PersonId) -> Result<(), ServerError> {
        let person = self.member(id).await?.person;
        self.change(id, MemberChange::Bar(self.clock().now())).await?;
        self.sign_out_everywhere(id).await?;
        self.tell(Record::of(Act::PersonDisabled, target(&person))).await
    }

    /// Lets a barred member sign in again.
    ///
    /// # Errors
    /// As [`Desk::member`]; [`AppError::Unusable`] with the reason `elsewhere`.
    pub async fn admit(&self, id: PersonId) -> Result<(), ServerError> {
        let person = self.member(id).await?.person;
        if !person.disabled {
            return Ok(());
        }
        self.change(id, MemberChange::Admit).await?;
        if let Err(error) = self.tell(Record::of(Act::PersonEnabled, target(&person))).await {
            self.change(id, MemberChange::Bar(self.clock().now())).await?;
            return Err(error);
        }
        Ok(())
    }

    /// Takes a member out of the organization. They stay in others that they are of, and sign in there anew.
    ///
    /// # Errors
    /// As [`Desk::member`]; [`AppError::Unusable`] with the reason `last_admin`.
    pub async fn take_out(&self, id: PersonId) -> Result<(), ServerError> {
        let Member { person, role, scope } = self.member(id).await?;
        self.change(id, MemberChange::Leave).await?;
        self.sign_out_everywhere(id).await?;
        self.tell(Record::of(Act::MembershipRemoved, target(&person)).changed(told(role, &scope), None)).await
    }

    /// Goes on when the scope fits the role and names what there is.
    pub(super) fn check_role(&self, role: Role, scope: &Scope) -> Result<(), ServerError> {
        // "Everything, also what is to come" is not kept for these roles: it would be stored as nothing.
        if scope.whole && !role.whole() {
            return Err(unusable("no_scope"));
        }
        check_scope(self.cube().catalog(), role, scope).map_err(wrong)
    }

    /// Goes on when the person is not of the organization: what they are in it is not changed by letting them in again.
    pub(super) async fn is_new_here(&self, id: PersonId) -> Result<(), ServerError> {
        let member = self.db().member(self.organization(), id).await?;
        if member.is_some() { Err(unusable("already")) } else { Ok(()) }
    }

    /// Adds a member. Links that another organization made for them before would now open this one too.
    pub(super) async fn let_in(&self, new: &NewMember) -> Result<(PersonId, bool), ServerError> {
        let (id, fresh) = self.services().add_member(self.organization(), new).await.map_err(wrong)?;
        if !fresh {
            self.db().drop_links(id).await?;
        }
        Ok((id, fresh))
    }

    /// Records what the actor does; of a program by the name of its key.
    pub(super) async fn tell(&self, record: Record) -> Result<(), ServerError> {
        let record = if let Who::Key(_) = self.actor().who { record.by(&self.actor().name) } else { record };
        self.services().record(self.caller(), Some(self.organization()), record).await
    }

    async fn elsewhere(&self, id: PersonId) -> Result<bool, ServerError> {
        let all = self.db().memberships(id).await?;
        Ok(all.iter().any(|membership| membership.organization != self.organization()))
    }

    async fn change(&self, id: PersonId, change: MemberChange<'_>) -> Result<(), ServerError> {
        match self.db().change_member(self.organization(), id, change).await? {
            MemberChanged::Yes => Ok(()),
            MemberChanged::NoMember => Err(ServerError::NotFound("person")),
            MemberChanged::LastAdmin => Err(unusable("last_admin")),
            MemberChanged::Elsewhere => Err(unusable("elsewhere")),
        }
    }

    async fn sign_out_everywhere(&self, id: PersonId) -> Result<(), ServerError> {
        self.services().end_all_of(id).await
    }
}

/// A new member without a way to sign in yet.
pub(super) fn member_of(form: &MemberForm, name: &str) -> NewMember {
    NewMember { login: None, name: name.to_owned(), telegram_id: None, role: form.role, scope: form.scope.clone() }
}
