//! What is kept of an upload: a folder with its file and its state.

use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    contract::{ImportCounts, ImportProblem},
    domain::Action,
    server::{error::ServerError, services::Desk},
};

/// Uploads that are kept; older ones are thrown away.
const KEPT_UPLOADS: usize = 30;
/// A folder without a state belongs to an upload on its way for so long, then to one that broke off.
const ARRIVES_WITHIN: SignedDuration = SignedDuration::from_hours(24);

/// What is kept about an upload beside its file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Upload {
    pub file_name: String,
    pub organization: String,
    /// Name of the profile that the mapping started from.
    pub started_from: String,
    /// The mapping, as TOML.
    pub profile: String,
    pub step: UploadStep,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) enum UploadStep {
    #[default]
    Draft,
    Running,
    Failed(ImportProblem),
    Done {
        /// Number of the import, when something was taken.
        import: Option<u32>,
        counts: ImportCounts,
        rows_read: Option<i64>,
        rejects_file: Option<PathBuf>,
        data_version: i64,
    },
}

impl Desk {
    fn uploads(&self) -> PathBuf {
        self.db().folder().join("uploads")
    }

    /// The folder of an upload; `None` for what is no upload's id, so that no path can be smuggled in.
    pub(super) fn upload_folder(&self, id: &str) -> Option<PathBuf> {
        let hex = id.strip_prefix('u')?;
        (hex.len() == 16 && hex.bytes().all(|b| b.is_ascii_hexdigit())).then(|| self.uploads().join(id))
    }

    pub(super) fn load(&self, id: &str) -> Result<(PathBuf, Upload), ServerError> {
        let folder = self.upload_folder(id).ok_or(ServerError::NotFound("import"))?;
        let text = std::fs::read(folder.join("state.json")).map_err(|_| ServerError::NotFound("import"))?;
        let upload: Upload = serde_json::from_slice(&text).map_err(|_| ServerError::NotFound("import"))?;
        if upload.organization != self.organization() {
            return Err(ServerError::NotFound("import"));
        }
        Ok((folder, upload))
    }

    /// Puts an upload back to its draft with changes, unless it is being taken or something of it was: then a form that
    /// is sent again (the back button, a second tap) changes nothing, and its page shows what became of it.
    pub(super) fn redraft(
        &self,
        id: &str,
        change: impl FnOnce(&mut Upload) -> Result<(), ServerError>,
    ) -> Result<(), ServerError> {
        let _alone = self.inner().imports.changing();
        let (folder, mut upload) = self.load(id)?;
        let open = match &upload.step {
            UploadStep::Draft | UploadStep::Failed(_) | UploadStep::Done { import: None, .. } => true,
            // of a process that is gone
            UploadStep::Running => self.inner().imports.rows(id).is_none(),
            UploadStep::Done { import: Some(_), .. } => false,
        };
        if !open {
            return Ok(());
        }
        change(&mut upload)?;
        upload.step = UploadStep::Draft;
        save(&folder, &upload)
    }

    /// A new folder that an upload is streamed into, and its id.
    ///
    /// # Errors
    /// When the data folder cannot be written.
    pub fn new_upload(&self) -> Result<(String, PathBuf), ServerError> {
        self.must(Action::Import)?;
        let uploads = self.uploads();
        let folder =
            tempfile::Builder::new().prefix("new-").tempdir_in(made(&uploads)?).map_err(anyhow::Error::from)?;
        let id = format!("u{:016x}", random());
        let path = uploads.join(&id);
        std::fs::rename(folder.keep(), &path).map_err(anyhow::Error::from)?;
        let _alone = self.inner().imports.changing();
        let busy = |name: &str| self.inner().imports.is_running(name);
        forget_old(&uploads, self.clock().now(), &busy);
        Ok((id, path))
    }
}

fn made(folder: &Path) -> Result<&Path, ServerError> {
    std::fs::create_dir_all(folder).map_err(anyhow::Error::from)?;
    Ok(folder)
}

/// Written beside and renamed: a reader sees the old state or the new one.
pub(super) fn save(folder: &Path, upload: &Upload) -> Result<(), ServerError> {
    let text = serde_json::to_vec(upload).map_err(anyhow::Error::from)?;
    let part = folder.join("state.part");
    std::fs::write(&part, text).map_err(anyhow::Error::from)?;
    std::fs::rename(part, folder.join("state.json")).map_err(anyhow::Error::from)?;
    Ok(())
}

/// Throws the oldest uploads away, but none that is being taken, and none whose file may still be on its way.
fn forget_old(uploads: &Path, now: Timestamp, busy: &dyn Fn(&str) -> bool) {
    let Ok(entries) = std::fs::read_dir(uploads) else { return };
    let mut dated: Vec<_> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let modified = Timestamp::try_from(entry.metadata().ok()?.modified().ok()?).ok()?;
            Some((modified, entry.path()))
        })
        .collect();
    dated.sort();
    let surplus = dated.len().saturating_sub(KEPT_UPLOADS);
    let old = dated.into_iter().filter(|(modified, path)| {
        let arriving = !path.join("state.json").exists() && now.duration_since(*modified) < ARRIVES_WITHIN;
        let running = path.file_name().and_then(|name| name.to_str()).is_some_and(busy);
        !arriving && !running
    });
    for (_, path) in old.take(surplus) {
        let _ = std::fs::remove_dir_all(path);
    }
}

/// Unguessable enough for a name: the standard library's keyed hasher takes its keys from the system's randomness.
fn random() -> u64 {
    use std::hash::{BuildHasher, Hasher, RandomState};
    RandomState::new().build_hasher().finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_or_arrives_is_not_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let now: Timestamp = std::fs::metadata(folder.path()).unwrap().modified().unwrap().try_into().unwrap();
        let at = |number: usize| folder.path().join(format!("u{number:016x}"));
        for number in 0..KEPT_UPLOADS + 5 {
            std::fs::create_dir(at(number)).unwrap();
            if number != 1 {
                std::fs::write(at(number).join("state.json"), "{}").unwrap();
            }
            let time = std::fs::FileTimes::new()
                .set_modified((now - SignedDuration::from_mins(60) + SignedDuration::from_secs(number as i64)).into());
            std::fs::File::open(at(number)).unwrap().set_times(time).unwrap();
        }
        forget_old(folder.path(), now, &|name| name == "u0000000000000000");
        let left: Vec<usize> = (0..KEPT_UPLOADS + 5).filter(|number| at(*number).exists()).collect();
        assert_eq!(left[..3], [0, 1, 7], "five others went");
        forget_old(folder.path(), now + SignedDuration::from_hours(48), &|_| false);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), KEPT_UPLOADS);
    }
}
