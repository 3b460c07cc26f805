//! What is kept of an upload: a folder with its file and its state.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::{
    contract::ImportCounts,
    server::{error::ServerError, services::Services},
};

/// Uploads that are kept; older ones are thrown away.
const KEPT_UPLOADS: usize = 30;

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
    Failed(String),
    Done {
        /// Number of the import, when something was taken.
        import: Option<u32>,
        counts: ImportCounts,
        rows_read: Option<i64>,
        rejects_file: Option<PathBuf>,
        data_version: i64,
    },
}

impl Services {
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
        let _alone = self.inner.imports.changing();
        let (folder, mut upload) = self.load(id)?;
        let open = match &upload.step {
            UploadStep::Draft | UploadStep::Failed(_) | UploadStep::Done { import: None, .. } => true,
            // of a process that is gone
            UploadStep::Running => self.inner.imports.rows(id).is_none(),
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
        let uploads = self.uploads();
        let folder =
            tempfile::Builder::new().prefix("new-").tempdir_in(made(&uploads)?).map_err(anyhow::Error::from)?;
        let id = format!("u{:016x}", random());
        let path = uploads.join(&id);
        std::fs::rename(folder.keep(), &path).map_err(anyhow::Error::from)?;
        forget_old(&uploads);
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

/// Throws the oldest uploads away.
fn forget_old(uploads: &Path) {
    let Ok(entries) = std::fs::read_dir(uploads) else { return };
    let mut dated: Vec<_> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    dated.sort();
    let surplus = dated.len().saturating_sub(KEPT_UPLOADS);
    for (_, path) in dated.into_iter().take(surplus) {
        let _ = std::fs::remove_dir_all(path);
    }
}

/// Unguessable enough for a name: the standard library's keyed hasher takes its keys from the system's randomness.
fn random() -> u64 {
    use std::hash::{BuildHasher, Hasher, RandomState};
    RandomState::new().build_hasher().finish()
}
