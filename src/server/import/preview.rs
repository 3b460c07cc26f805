//! The first rows of a file as a profile reads them.

use super::{
    guess::Sample,
    plan::{Plan, PlanError},
    profile::Profile,
    read::Row,
    rows::{Parsed, Rows},
};
use crate::contract::{ImportPreview, PreviewRow};

/// Rows that are shown.
const SHOWN: usize = 10;

/// Reads the sample by the profile.
///
/// # Errors
/// What the profile asks for and the file has not.
pub fn preview(profile: &Profile, sample: &Sample, zone: &str) -> Result<ImportPreview, PlanError> {
    let plan = Plan::new(profile, &sample.header, None)?;
    let rows = Rows::new(plan, "operativa", zone);
    let mut preview = ImportPreview::default();
    for (index, cells) in sample.rows.iter().enumerate() {
        let mut row = Row::default();
        row.clear(u64::from(sample.header_row) + index as u64 + 1);
        cells.iter().for_each(|cell| row.push(cell));
        let parsed = rows.parse(&row, &|_| None, &mut Vec::new());
        match &parsed {
            Parsed::Visit(_) | Parsed::Branch(_) => preview.taken += 1,
            Parsed::Skip(..) => preview.skipped += 1,
            Parsed::Reject(_) => preview.rejected += 1,
        }
        // a row that will be rejected is worth showing even when it comes late
        let rejected = matches!(parsed, Parsed::Reject(_)) && preview.rejected <= 5;
        if preview.rows.len() < SHOWN || (rejected && preview.rows.len() < SHOWN + 5) {
            preview.rows.push(shown(row.line, parsed));
        }
    }
    Ok(preview)
}

fn shown(line: u64, parsed: Parsed) -> PreviewRow {
    let mut row = PreviewRow { line: i64::try_from(line).unwrap_or(i64::MAX), ..PreviewRow::default() };
    let named =
        |code: &str, name: &str| [code, name].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" · ");
    match parsed {
        Parsed::Visit(visit) => {
            row.branch = named(&visit.branch.code, &visit.branch.name);
            row.kind = visit.kind;
            row.day = visit.day.to_string();
            row.score = visit.score;
            row.areas = visit.areas.map_or(0, |areas| u32::try_from(areas.len()).unwrap_or(u32::MAX));
        }
        Parsed::Branch(branch) => row.branch = named(&branch.code, &branch.name),
        Parsed::Skip(reason, branch) => {
            row.skipped = Some(reason);
            if let Some((branch, day)) = branch {
                row.branch = named(&branch.code, &branch.name);
                row.day = day.map(|day| day.to_string()).unwrap_or_default();
            }
        }
        Parsed::Reject(problem) => {
            row.rejected = Some(problem.reason);
            row.detail = named(&problem.cell.column, &problem.cell.value);
        }
    }
    row
}
