//! The real data sets, imported by the program and compared with figures computed by another tool.

use super::report::{Counts, Log};
use crate::{folders, tools};

/// Runs `tests/real_data/check.py` with the program's path; left out where the data sets are not at hand.
pub fn check(log: &Log) -> anyhow::Result<Counts> {
    let data = folders::shared().join("data");
    if !data.is_dir() {
        log.say(&format!("no data sets at {}: set FALCON_SHARED to the folder that holds data/", data.display()))?;
        return Ok(Counts::skipped());
    }
    let script = folders::root().join("tests/real_data/check.py");
    let (program, _) = super::program();
    let mut python = tools::python("tests/real_data/requirements.txt")?;
    python.arg(script).env("FALCON_PROGRAM", program).env("FALCON_SHARED", folders::shared().canonicalize()?);
    log.run(python.current_dir(folders::root()))?;
    Ok(Counts::one())
}
