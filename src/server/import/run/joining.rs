//! Rows of long files, dealt by supervision and put together.

use tokio::runtime::Handle;

use crate::{
    contract::{RejectReason, SkipReason},
    server::import::{
        ImportError,
        long::{self, Spill},
        read::Row,
        rows::{Parsed, Problem, Rows, Warning},
        taker::Taker,
    },
};

pub fn parse(taker: &Taker<'_>, rows: &Rows, row: &Row, warnings: &mut Vec<Warning>) -> Parsed {
    rows.parse(row, &zone_of(taker), warnings)
}

/// The zones of the branches that the store knows.
fn zone_of(taker: &Taker<'_>) -> impl Fn(&str) -> Option<String> {
    let writer = &*taker.writer;
    |code| writer.branch_by_code(code).map(|branch| writer.time_zone_of(branch).to_owned())
}

/// By what the rows of one supervision are told: the source's id, else branch, kind and time. A bad row of which these
/// cannot be read stands for itself. Rows of a kind that is left out are no part of a supervision that is taken, though a
/// source may number both kinds from 1.
pub fn key(taker: &Taker<'_>, rows: &Rows, row: &Row, parsed: &Parsed) -> Option<String> {
    let of = |code: &str, kind: &str, day, second| format!("{code}\n{kind}\n{day}\n{second:?}");
    let id = rows.external_id(row).map(|id| match parsed {
        Parsed::Skip(SkipReason::OtherKind, _) => format!("{id}\nskipped"),
        _ => id,
    });
    id.or_else(|| match parsed {
        Parsed::Visit(visit) => Some(of(&visit.branch.code, &visit.kind, visit.day, visit.second)),
        Parsed::Reject(_) => {
            let (code, kind, day, second) = rows.identity_of(row, &zone_of(taker))?;
            Some(of(&code, &kind, day, second))
        }
        Parsed::Skip(_, Some((branch, day))) => Some(format!("{}\n{day:?}\nskipped", branch.code)),
        _ => None,
    })
}

pub fn join_all(
    runtime: &Handle,
    taker: &mut Taker<'_>,
    rows: &Rows,
    spill: Spill,
    warnings: &mut Vec<Warning>,
) -> Result<(), ImportError> {
    spill.drain(&mut |group: Vec<Row>| {
        let mut visits = Vec::with_capacity(group.len());
        let mut problems: Vec<Problem> = Vec::new();
        let mut skipped = None;
        let mut left_out: Vec<Problem> = Vec::new();
        for row in &group {
            match parse(taker, rows, row, warnings) {
                Parsed::Visit(visit) => visits.push(*visit),
                Parsed::Reject(problem) => problems.push(problem),
                Parsed::Skip(reason, branch) => {
                    skipped = Some((reason, branch));
                    left_out.push(rows.problem(row, rows.plan.date, RejectReason::ConflictingRows));
                }
                Parsed::Branch(_) => {}
            }
        }
        // a supervision is not taken without the areas of rows that say there was none
        if !visits.is_empty() && !left_out.is_empty() {
            problems.append(&mut left_out);
            problems.sort_by_key(|problem| problem.cell.line);
        }
        let area_column = rows.plan.name(rows.plan.long.as_ref().map(|long| long.column));
        runtime.block_on(async {
            taker.warn(warnings).await?;
            if problems.is_empty() {
                let branch = visits.first().map(|visit| (visit.branch.clone(), Some(visit.day)));
                match long::join(visits, &area_column) {
                    Ok(Some(visit)) if visit.score.is_none() && !rows.plan.keep_without_score => {
                        let branch = branch.as_ref().map(|(branch, day)| (branch, *day));
                        return taker.skip(SkipReason::NoScore, branch).await;
                    }
                    Ok(Some(visit)) => return taker.visit(visit).await,
                    Ok(None) => {
                        let (reason, branch) = skipped.unwrap_or((SkipReason::NoScore, None));
                        let branch = branch.as_ref().map(|(branch, day)| (&**branch, *day));
                        return taker.skip(reason, branch).await;
                    }
                    Err(problem) => problems.push(problem),
                }
            }
            let first = problems.remove(0);
            taker.reject(first).await?;
            for problem in problems {
                taker.list_reject(&problem).await?;
            }
            Ok(())
        })
    })
}
