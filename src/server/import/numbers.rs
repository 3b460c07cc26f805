//! From names to the numbers that the store has for them, each asked for once.

use std::collections::HashMap;

use super::rows::{BranchData, VisitData};
use crate::{
    domain::Day,
    server::db::{
        AreaId, BranchId, GroupId, KindId, NewAreaScore, NewBranch, NewSupervision, Outcome, StateId, StoreError,
        SupervisorId, Writer,
    },
};

/// Numbers that one writer has told.
#[derive(Debug, Default)]
pub struct Numbers {
    groups: HashMap<String, GroupId>,
    areas: HashMap<String, AreaId>,
    kinds: HashMap<String, KindId>,
    supervisors: HashMap<String, SupervisorId>,
    states: HashMap<String, StateId>,
}

macro_rules! number_of {
    ($numbers:expr, $writer:expr, $map:ident, $method:ident, $name:expr $(, $more:expr)?) => {
        match $numbers.$map.get($name.as_str()) {
            Some(id) => *id,
            None => {
                let id = $writer.$method($name $(, $more)?).await?;
                $numbers.$map.insert($name.clone(), id);
                id
            }
        }
    };
}

impl Numbers {
    /// A visit of a branch as the store takes it; names that are new there are made.
    ///
    /// # Errors
    /// The store's: it takes no more names, or does not answer.
    pub async fn row(
        &mut self,
        writer: &mut Writer,
        branch: BranchId,
        visit: VisitData,
    ) -> Result<NewSupervision, StoreError> {
        let supervisor = match &visit.supervisor {
            Some(name) => Some(number_of!(self, writer, supervisors, supervisor, name)),
            None => None,
        };
        let areas = match &visit.areas {
            None => None,
            Some(areas) => {
                let mut rows = Vec::with_capacity(areas.len());
                for area in areas {
                    let id = number_of!(self, writer, areas, area, &area.name);
                    rows.push(NewAreaScore { area: id, score: area.score, points: area.points });
                }
                Some(rows)
            }
        };
        Ok(NewSupervision {
            branch,
            kind: number_of!(self, writer, kinds, kind, &visit.kind),
            external_id: visit.external_id,
            day: visit.day,
            second: visit.second,
            instant: None,
            supervisor,
            score: visit.score,
            points: visit.points,
            sent_from: visit.sent_from,
            areas,
        })
    }

    /// Writes what is told about a branch: as of a day, or as master data.
    ///
    /// # Errors
    /// The store's.
    pub async fn branch(
        &mut self,
        writer: &mut Writer,
        branch: &BranchData,
        as_of: Option<Day>,
        master: bool,
    ) -> Result<(BranchId, Outcome), StoreError> {
        let group = match &branch.group {
            Some(name) => Some(number_of!(self, writer, groups, group, name)),
            None => None,
        };
        let state = match &branch.state {
            Some((code, name)) => Some(number_of!(self, writer, states, state, code, name)),
            None => None,
        };
        let row = NewBranch {
            code: branch.code.clone(),
            name: branch.name.clone(),
            master,
            cleared: branch.cleared.clone(),
            as_of,
            territory: branch.territory,
            state,
            municipality: branch.municipality.clone(),
            location: branch.location,
            time_zone: branch.time_zone.clone(),
            opened: branch.opened,
            closed: branch.closed,
            group,
        };
        writer.branch(&row).await
    }
}
