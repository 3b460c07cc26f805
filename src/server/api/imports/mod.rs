//! Imports: a file goes in, a job takes it, and what became of it is read here.

mod create;
mod list;
mod show;

pub use create::*;
pub use list::*;
pub use show::*;

use serde::Serialize;
use utoipa::ToSchema;

use crate::contract::{ImportCounts, ImportRemark, ImportView};

/// A job, as far as it is.
#[derive(Serialize, ToSchema)]
#[schema(as = Import)]
pub struct Told {
    id: String,
    /// `draft` (waits on the page for a person), `running`, `done`, `failed`.
    state: &'static str,
    file_name: String,
    profile: Option<String>,
    /// Rows read so far.
    rows: Option<i64>,
    counts: Option<ImportCounts>,
    /// The version of the data that the import made.
    data_version: Option<i64>,
    /// Why it failed.
    problem: Option<Problem>,
    /// A page of the rejected rows.
    rejects: Vec<ImportRemark>,
    warnings: Vec<ImportRemark>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ImportProblem)]
struct Problem {
    /// `interrupted`: the server went away in the middle, nothing was taken; send the file again.
    code: String,
    detail: String,
}

impl Told {
    fn of(id: &str, view: ImportView) -> Self {
        let empty = Self {
            id: id.to_owned(),
            state: "draft",
            file_name: String::new(),
            profile: None,
            rows: None,
            counts: None,
            data_version: None,
            problem: None,
            rejects: Vec::new(),
            warnings: Vec::new(),
        };
        match view {
            ImportView::Draft(draft) => Self { file_name: draft.file_name, profile: Some(draft.profile), ..empty },
            ImportView::Running { file_name, rows } => Self { state: "running", file_name, rows: Some(rows), ..empty },
            ImportView::Failed { file_name, problem } => {
                let problem = Problem { code: problem.code, detail: problem.detail };
                Self { state: "failed", file_name, problem: Some(problem), ..empty }
            }
            ImportView::Done(done) => Self {
                state: "done",
                file_name: done.file_name,
                profile: Some(done.profile),
                rows: Some(done.rows_read.unwrap_or(done.counts.read)),
                counts: Some(done.counts),
                data_version: Some(done.data_version),
                rejects: done.rejects,
                warnings: done.warnings,
                ..empty
            },
        }
    }
}
