//! The dashboard, and the same cards inside a group or a branch.

use crate::{
    contract::DashboardPage,
    domain::views::{BranchView, GroupView},
    screens,
    server::error::ServerError,
};

use super::Desk;

impl Desk {
    /// `/`.
    ///
    /// # Errors
    /// When the query is wrong.
    pub async fn dashboard(&self, query: &str) -> Result<DashboardPage, ServerError> {
        let make = || screens::dashboard(self.cube(), query);
        Ok(self.inner().answers.get("dashboard", self.key(), query, make)?)
    }

    /// `/grupos/{slug}`.
    ///
    /// # Errors
    /// When the query is wrong or there is no such group.
    pub async fn group(&self, slug: &str, query: &str) -> Result<GroupView, ServerError> {
        match screens::group(self.cube(), slug, query)? {
            Some(view) => Ok(view),
            None => Err(self.no_group(slug).await),
        }
    }

    /// `/sucursales/{code}`.
    ///
    /// # Errors
    /// When the query is wrong or there is no such branch.
    pub async fn branch(&self, code: &str, query: &str) -> Result<BranchView, ServerError> {
        match screens::branch(self.cube(), code, query, self.today())? {
            Some(view) => Ok(view),
            None => Err(self.no_branch(code).await),
        }
    }
}
