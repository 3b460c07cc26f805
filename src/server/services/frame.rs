//! The frame of every page, and what typing in its search box offers.

use crate::{
    contract::{Frame, Me, Part, Suggestion},
    screens::{self, Around},
    server::error::ServerError,
};

use super::{Desk, Who};

impl Desk {
    /// What stands around a page. A wrong filter is part of the answer, not an error: the page shows it.
    ///
    /// # Errors
    /// None at present.
    pub async fn frame(&self, query: &str) -> Result<Frame, ServerError> {
        Ok(screens::frame(self.cube(), query, self.today(), self.around().await))
    }

    /// What a frame tells beside the data.
    pub(super) async fn around(&self) -> Around {
        let last_import = self.cube().catalog().last_import.as_deref();
        Around {
            me: self.me(),
            last_import_local: last_import.and_then(|instant| self.local(instant)),
            absent: self.missing().await.is_ok_and(|missing| missing.is_some_and(|missing| !missing.known.is_empty())),
            tile_url: self.inner().tile_url.clone(),
        }
    }

    /// Branches by code or name, groups, states, areas; at most 12. Nothing typed offers nothing.
    ///
    /// # Errors
    /// None at present.
    pub async fn suggest(&self, text: &str) -> Result<Vec<Suggestion>, ServerError> {
        Ok(screens::suggest(self.cube(), text))
    }

    fn me(&self) -> Option<Me> {
        let actor = self.actor();
        if actor.who == Who::Anyone {
            return None;
        }
        let count = u32::try_from(self.cube().catalog().branches.len()).unwrap_or(u32::MAX);
        Some(Me {
            name: actor.name.clone(),
            role: actor.role,
            scope: (!actor.sees_all()).then_some(Part { count, of: self.branches() }),
            csrf: self.caller().csrf.as_deref().unwrap_or_default().to_owned(),
        })
    }
}
