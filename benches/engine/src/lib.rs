//! Queries by number and query string, for the native program and, as raw exports, for WASM in node.

pub mod demo;

use falcon::domain::{Cube, Day, Filter, views::*};
use serde::Serialize;

/// An answer before it is written: writing JSON is not part of what is timed.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Answer {
    AreaFigures(AreaFigures),
    Dashboard(Dashboard),
    History(History),
    Indicators(Indicators),
    Map(MapView),
    Ranking(Ranking),
    Explain(Explain),
    Branch(Option<BranchView>),
    Coverage(Coverage),
    Spread(Spread),
    /// The query string was refused.
    Refused(String),
}

/// Views by number, as `run` takes them.
pub const VIEWS: usize = 11;

/// Reads the query string and answers a view.
#[must_use]
pub fn run(cube: &Cube, view: u32, query: &str) -> Answer {
    let refused = |error| Answer::Refused(format!("{error:?}"));
    let filter = match Filter::parse_query(query) {
        Ok(filter) => filter,
        Err(error) => return refused(error),
    };
    let answer = match view {
        0 => cube.area_figures(&filter).map(Answer::AreaFigures),
        1 => cube.dashboard(&filter).map(Answer::Dashboard),
        2 => cube.history(&filter, Granularity::Month, HistoryShow::All, None).map(Answer::History),
        3 => cube.indicators(&filter, Granularity::Quarter).map(Answer::Indicators),
        4 => cube.map(&filter).map(Answer::Map),
        5 => cube.ranking(&filter, RankingOf::Branches, RankingSort::Worst, None, 2, 20).map(Answer::Ranking),
        6 => cube.explain(&filter, ExplainSort::Worst, 1, 20).map(Answer::Explain),
        7 => cube.coverage(&filter, CoverageShow::Visited, 1, 20).map(Answer::Coverage),
        8 => cube.spread(&filter).map(Answer::Spread),
        9 => cube.outside(&filter, ExplainSort::Best, 1, 20).map(Answer::Explain),
        _ => {
            let code = cube.catalog().branches.first().map_or("", |branch| &branch.code);
            cube.branch(code, &filter, Day::MAX).map(Answer::Branch)
        }
    };
    answer.unwrap_or_else(refused)
}

/// The answer as JSON.
#[must_use]
pub fn json(answer: &Answer) -> String {
    serde_json::to_string(answer).unwrap_or_default()
}

#[cfg(target_arch = "wasm32")]
mod exports {
    //! Raw exports: the caller writes into memory that `reserve` gave, and reads what `answer` points at.

    use std::cell::RefCell;

    use falcon::domain::Cube;

    use super::{Answer, json, run};

    #[derive(Default)]
    struct State {
        input: Vec<u8>,
        cube: Option<Cube>,
        answer: Option<Answer>,
        written: Vec<u8>,
    }

    thread_local!(static STATE: RefCell<State> = RefCell::default());

    /// Memory for `length` bytes of input.
    #[unsafe(no_mangle)]
    pub extern "C" fn reserve(length: usize) -> *mut u8 {
        STATE.with_borrow_mut(|state| {
            // The answer before is dropped here: that is not part of what is timed, as it is not in the native program.
            state.answer = None;
            state.input = vec![0; length];
            state.input.as_mut_ptr()
        })
    }

    /// Reads the input as a snapshot: 1 when it was one.
    #[unsafe(no_mangle)]
    pub extern "C" fn load() -> u32 {
        STATE.with_borrow_mut(|state| {
            state.cube = Cube::decode(&std::mem::take(&mut state.input)).ok();
            u32::from(state.cube.is_some())
        })
    }

    /// Answers a view; the input is the query string.
    #[unsafe(no_mangle)]
    pub extern "C" fn query(view: u32) {
        STATE.with_borrow_mut(|state| {
            let query = String::from_utf8_lossy(&state.input).into_owned();
            state.answer = state.cube.as_ref().map(|cube| run(cube, view, &query));
        });
    }

    /// Writes the last answer as JSON; its length. Read it at `answer`.
    #[unsafe(no_mangle)]
    pub extern "C" fn write() -> usize {
        written(|answer| json(answer).into_bytes())
    }

    /// Writes the last answer as a page's engine hands it over, in postcard; its length. Read it at `answer`.
    #[unsafe(no_mangle)]
    pub extern "C" fn pack() -> usize {
        written(|answer| postcard::to_allocvec(answer).unwrap_or_default())
    }

    fn written(write: impl Fn(&Answer) -> Vec<u8>) -> usize {
        STATE.with_borrow_mut(|state| {
            state.written = state.answer.as_ref().map(write).unwrap_or_default();
            state.written.len()
        })
    }

    /// Where the written answer stands.
    #[unsafe(no_mangle)]
    pub extern "C" fn answer() -> *const u8 {
        STATE.with_borrow(|state| state.written.as_ptr())
    }
}
