//! The *intake* takes supervisions that a program sends, each for itself: a bad one is refused and spoils no other.

use std::collections::{HashMap, HashSet};

use jiff::tz::TimeZone;

use super::{
    numbers::Numbers,
    seen::{Seen, Sight, key_of},
    sent,
};
use crate::{
    contract::{Fault, RejectReason, SentSupervision},
    server::db::{BranchId, NewSupervision, Outcome, StoreError, Writer, Written},
};

/// Kind of supervisions that name none, where the organization has no usual one.
pub const USUAL_KIND: &str = "operativa";

/// What became of each, in the order in which they came.
pub type Taken = Vec<Result<Written, Vec<Fault>>>;

/// Takes what came into the writer's transaction. With `within`, branches of other codes do not exist.
///
/// # Errors
/// The store's.
pub async fn take(
    writer: &mut Writer,
    within: Option<&HashSet<String>>,
    came: Vec<Result<SentSupervision, Fault>>,
) -> Result<Taken, StoreError> {
    let mut intake = Intake {
        usual_kind: writer.settings().default_kind.clone().unwrap_or_else(|| USUAL_KIND.into()),
        writer,
        within,
        strangers: HashSet::new(),
        zones: HashMap::new(),
        numbers: Numbers::default(),
        seen: Seen::default(),
        first: HashMap::new(),
    };
    intake.find_strangers(&came).await?;
    let mut taken: Taken = Vec::with_capacity(came.len());
    let mut rows = Vec::with_capacity(came.len());
    let mut places = Vec::with_capacity(came.len());
    // Places of what repeats an earlier one, which is at the second place.
    let mut repeated = Vec::new();
    for (place, sent) in came.into_iter().enumerate() {
        let judged = match sent {
            Ok(sent) => intake.judge(sent, place).await?,
            Err(fault) => Judged::Refused(vec![fault]),
        };
        // Told below, when it is known.
        let mut told = Ok(Written { id: 0, outcome: Outcome::Unchanged });
        match judged {
            Judged::Row(row) => {
                rows.push(*row);
                places.push(place);
            }
            Judged::Repeats(first) => repeated.push((place, first)),
            Judged::Refused(faults) => told = Err(faults),
        }
        taken.push(told);
    }
    for (place, written) in places.into_iter().zip(intake.writer.supervisions(&rows).await?) {
        taken[place] = Ok(written);
    }
    for (place, first) in repeated {
        taken[place] = taken[first].clone().map(|written| Written { outcome: Outcome::Unchanged, ..written });
    }
    Ok(taken)
}

struct Intake<'a> {
    usual_kind: String,
    writer: &'a mut Writer,
    within: Option<&'a HashSet<String>>,
    /// External ids of supervisions of branches outside.
    strangers: HashSet<String>,
    zones: HashMap<BranchId, TimeZone>,
    numbers: Numbers,
    seen: Seen,
    /// Key of what came → its place.
    first: HashMap<u64, usize>,
}

enum Judged {
    Row(Box<NewSupervision>),
    /// What came at that place, saying the same.
    Repeats(usize),
    Refused(Vec<Fault>),
}

impl Intake<'_> {
    /// A known id moves its supervision to the branch that is named: not out of branches that the sender does not know.
    async fn find_strangers(&mut self, came: &[Result<SentSupervision, Fault>]) -> Result<(), StoreError> {
        let Some(within) = self.within else { return Ok(()) };
        let ids = came.iter().filter_map(|sent| sent.as_ref().ok()?.external_id.as_deref());
        let ids: Vec<String> = ids.map(crate::domain::text::tidy).filter(|id| !id.is_empty()).collect();
        for (id, branch) in self.writer.branches_of_external(&ids).await? {
            if !self.writer.branch_code(branch).is_some_and(|code| within.contains(code)) {
                self.strangers.insert(id);
            }
        }
        Ok(())
    }

    async fn judge(&mut self, sent: SentSupervision, place: usize) -> Result<Judged, StoreError> {
        let code = crate::domain::text::tidy(&sent.branch_code);
        let known = self.writer.branch_by_code(&code).filter(|_| self.within.is_none_or(|codes| codes.contains(&code)));
        let mut faults = Vec::new();
        match known {
            None if code.is_empty() => faults.push(Fault::of("branch_code", RejectReason::MissingBranch.code())),
            None => {
                let about = code.chars().take(100).collect();
                faults.push(Fault { about, ..Fault::of("branch_code", "unknown_branch") });
            }
            Some(_) => {}
        }
        let zone = known.map_or(TimeZone::UTC, |branch| {
            let zone = || TimeZone::get(self.writer.time_zone_of(branch)).unwrap_or(TimeZone::UTC);
            self.zones.entry(branch).or_insert_with(zone).clone()
        });
        let line = u64::try_from(place).unwrap_or(u64::MAX);
        let visit = match sent::visit(sent, line, &self.usual_kind, &zone) {
            Ok(visit) => Some(visit),
            Err(more) => {
                faults.extend(more);
                None
            }
        };
        let (Some(branch), Some(visit), true) = (known, visit, faults.is_empty()) else {
            return Ok(Judged::Refused(faults));
        };
        if visit.external_id.as_ref().is_some_and(|id| self.strangers.contains(id)) {
            return Ok(Judged::Refused(vec![Fault::of("external_id", "taken")]));
        }
        let key = key_of(&visit);
        match self.seen.visit(&visit) {
            Sight::First => {
                self.first.insert(key, place);
            }
            Sight::Repeated => return Ok(Judged::Repeats(self.first.get(&key).copied().unwrap_or(place))),
            Sight::Conflicting => return Ok(Judged::Refused(vec![Fault::of("", "duplicate_in_request")])),
        }
        match self.numbers.row(self.writer, branch, visit).await {
            Ok(row) => Ok(Judged::Row(Box::new(row))),
            Err(StoreError::Limit { what, most }) => {
                let about = format!("{most} {what}");
                Ok(Judged::Refused(vec![Fault { about, ..Fault::of("", "limit") }]))
            }
            Err(error) => Err(error),
        }
    }
}
