//! Requests for access of people whom Telegram alone knows: listed, granted, refused.

use serde_json::json;

use crate::{
    domain::{Action, Role, Scope, access::audit::Act},
    server::{
        db::{AccessRequest, PersonId},
        error::ServerError,
    },
};

use super::{Desk, MemberForm, NewMember, audit::Record, members::member_of, members::told};

impl Desk {
    /// The organization's open requests, the oldest first.
    ///
    /// # Errors
    /// [`AppError::Forbidden`](crate::contract::AppError::Forbidden) when the role does not grant it; the database's.
    pub async fn access_requests(&self) -> Result<Vec<AccessRequest>, ServerError> {
        self.must(Action::People)?;
        Ok(self.db().access_requests(self.organization()).await?)
    }

    /// Grants a request: who asked becomes a member, with the name that Telegram told. Returns their number.
    ///
    /// # Errors
    /// As [`Desk::access_requests`]; no such open request in this organization;
    /// [`AppError::Unusable`](crate::contract::AppError::Unusable) with the reason `no_scope`, `scope`, or `already` when
    /// they are of the organization.
    pub async fn grant_access(&self, id: i64, role: Role, scope: &Scope) -> Result<PersonId, ServerError> {
        let request = self.own_request(id).await?;
        self.check_role(role, scope)?;
        if let Some(person) = self.db().person_of_telegram(request.telegram_id).await? {
            self.is_new_here(person.id).await?;
        }
        // Taken first: of an administrator who grants and one who refuses, one decides.
        self.decide(&request, true).await?;
        let record = Record::of(Act::AccessDecided, target(&request));
        let after = json!({"granted": true, "membership": told(role, scope)});
        self.tell(record.changed(None, after)).await?;
        let form = MemberForm { name: name(&request), role, scope: scope.clone() };
        let new = NewMember { telegram_id: Some(request.telegram_id), ..member_of(&form, &form.name) };
        Ok(self.let_in(&new).await?.0)
    }

    /// Refuses a request. Who asked may ask again.
    ///
    /// # Errors
    /// As [`Desk::access_requests`]; no such open request in this organization.
    pub async fn refuse_access(&self, id: i64) -> Result<(), ServerError> {
        let request = self.own_request(id).await?;
        self.decide(&request, false).await?;
        let record = Record::of(Act::AccessDecided, target(&request));
        self.tell(record.changed(None, json!({"granted": false}))).await
    }

    async fn own_request(&self, id: i64) -> Result<AccessRequest, ServerError> {
        let open = self.access_requests().await?;
        open.into_iter().find(|request| request.id == id).ok_or(ServerError::NotFound("request"))
    }

    async fn decide(&self, request: &AccessRequest, granted: bool) -> Result<(), ServerError> {
        let now = self.clock().now();
        let decided = self.db().decide_access(self.organization(), request.id, granted, now).await?;
        if decided { Ok(()) } else { Err(ServerError::NotFound("request")) }
    }
}

/// The name that Telegram told, where it is one.
fn name(request: &AccessRequest) -> String {
    let told = [Some(request.name.as_str()), request.username.as_deref()];
    let told = told.into_iter().flatten().map(str::trim).find(|name| !name.is_empty());
    told.map_or_else(|| format!("Telegram {}", request.telegram_id), str::to_owned)
}

fn target(request: &AccessRequest) -> String {
    format!("{} (Telegram {})", name(request), request.telegram_id)
}
