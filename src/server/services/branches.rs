//! Branches as programs write them: the master data, whole.

use super::{Desk, audit::Record};
use crate::{
    contract::{Fault, SentBranch},
    domain::{Action, BaseLayer, Branch, Catalog, access::audit::Act, text::tidy},
    server::{
        db::Outcome,
        error::ServerError,
        import::{numbers::Numbers, rows::unfit, sent},
    },
};

/// Characters of a code.
const CODE: usize = 100;

/// What must be true for a branch to be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    /// The data are those that the desk has: nobody wrote meanwhile.
    pub unchanged: bool,
    /// There is such a branch, or there is none.
    pub there: Option<bool>,
}

/// What became of a branch that was sent.
#[derive(Debug)]
pub enum Put {
    /// How it was written, and the data version.
    Done(Outcome, i64),
    /// The condition does not hold.
    Stale,
    Refused(Vec<Fault>),
}

impl Desk {
    /// Makes a branch of this code, or sets the master data of the one that there is.
    ///
    /// # Errors
    /// [`crate::contract::AppError::Forbidden`] when the role does not grant it; the database's.
    pub async fn put_branch(&self, code: &str, sent: &SentBranch, condition: Condition) -> Result<Put, ServerError> {
        self.must(Action::Import)?;
        // Dots alone are no part of an address: what tidies paths takes them away.
        let dots = matches!(code, "." | "..");
        if code.is_empty() || dots || code.chars().count() > CODE || tidy(code) != code || unfit(code).is_some() {
            return Ok(Put::Refused(vec![Fault::of("code", "malformed")]));
        }
        let in_mexico = self.cube().catalog().settings.base_layer == BaseLayer::MexicoStates;
        let data = match sent::branch(code, sent, in_mexico) {
            Ok(data) => data,
            Err(faults) => return Ok(Put::Refused(faults)),
        };
        let _turn = self.turn().await?;
        let mut writer = self.writer().await?;
        let known = writer.branch_by_code(code).is_some();
        let other = writer.version_before() != self.cube().catalog().data_version;
        if condition.there.is_some_and(|there| there != known) || (condition.unchanged && other) {
            writer.rollback().await?;
            return Ok(Put::Stale);
        }
        let before = writer.catalog(self.organization()).await?.and_then(|catalog| told(&catalog, code));
        let (_, outcome) = Numbers::default().branch(&mut writer, &data, None, true).await?;
        let record = || {
            let before = before.as_ref().and_then(|before| serde_json::to_value(before).ok());
            Record::of(Act::BranchChanged, format!("{} {code}", data.name))
                .changed(before, serde_json::to_value(sent).ok())
        };
        Ok(Put::Done(outcome, self.settle(writer, record).await?))
    }
}

/// The master data of a branch, as they are sent.
fn told(catalog: &Catalog, code: &str) -> Option<SentBranch> {
    let Branch { name, territory, state, municipality, location, time_zone, opened, closed, assignments, .. } =
        catalog.branches.iter().find(|branch| branch.code == code)?;
    let group = assignments.last().and_then(|assignment| assignment.group);
    Some(SentBranch {
        name: name.clone(),
        group: group.and_then(|group| catalog.groups.get(usize::from(group))).map(|group| group.name.clone()),
        state: state.and_then(|state| catalog.states.get(usize::from(state))).map(|state| state.name.clone()),
        municipality: municipality.clone(),
        territory: territory.map(|territory| territory.code().to_owned()),
        latitude: location.map(|location| location.latitude),
        longitude: location.map(|location| location.longitude),
        time_zone: time_zone.clone(),
        opened: opened.map(|day| day.to_string()),
        closed: closed.map(|day| day.to_string()),
    })
}
