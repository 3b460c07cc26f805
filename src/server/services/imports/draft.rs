//! Before an import: what the file looks like, and the mapping until it is right.

use std::path::Path;

use super::{
    blocking, kept, to_toml, unusable,
    upload::{Upload, UploadStep, save},
};
use crate::{
    contract::{ImportDraft, ImportField},
    domain::Action,
    server::{
        error::ServerError,
        import::{form, guess, preview, profile::Profile, read::ReadOptions, run, shipped},
        services::Desk,
    },
};

/// Rows that the preview reads.
const PREVIEWED: usize = 200;

impl Desk {
    /// Guesses a profile for an upload whose file is complete, and keeps both.
    ///
    /// # Errors
    /// When the file is no table.
    pub async fn describe_upload(&self, id: &str, file_name: &str) -> Result<(), ServerError> {
        self.must(Action::Import)?;
        let folder = self.upload_folder(id).ok_or(ServerError::NotFound("import"))?;
        let name: String = file_name.chars().filter(|c| !c.is_control()).take(200).collect();
        let path = folder.join("file");
        let (guessed, sample) = blocking({
            let name = name.clone();
            move || guess::guess_file(&path, &name).map_err(unusable)
        })
        .await?;
        let known = self.profiles_that_fit(&sample.header).await?;
        let profile = known.unwrap_or(guessed);
        let upload = Upload {
            file_name: name,
            organization: self.organization().to_owned(),
            started_from: profile.name.clone(),
            profile: to_toml(&profile)?,
            step: UploadStep::Draft,
        };
        save(&folder, &upload)
    }

    /// The first remembered or shipped profile whose columns the file has.
    async fn profiles_that_fit(&self, header: &[String]) -> Result<Option<Profile>, ServerError> {
        let saved = self.db().profiles(self.organization()).await?;
        let saved = saved.into_iter().filter_map(|saved| Profile::parse(&saved.toml).ok());
        let shipped = shipped::ALL.iter().filter_map(|(name, _)| shipped::named(name).ok());
        Ok(saved.chain(shipped).find(|profile| run::fits(profile, header)))
    }

    async fn profile_named(&self, name: &str) -> Result<Profile, ServerError> {
        let saved = self.db().profiles(self.organization()).await?;
        match saved.into_iter().find(|saved| saved.name == name) {
            Some(saved) => kept(&saved.toml),
            None => shipped::named(name).map_err(|_| ServerError::NotFound("profile")),
        }
    }

    /// Puts another profile in the place of the mapping: a known one, or `""` for a new guess. Of an upload that is
    /// taken nothing changes.
    ///
    /// # Errors
    /// When there is no such upload or profile.
    pub async fn choose_profile(&self, id: &str, name: &str) -> Result<(), ServerError> {
        self.must(Action::Import)?;
        let (folder, Upload { file_name, step, .. }) = self.load(id)?;
        if matches!(step, UploadStep::Done { import: Some(_), .. }) {
            return Ok(());
        }
        let profile = if name.is_empty() {
            let path = folder.join("file");
            blocking(move || guess::guess_file(&path, &file_name).map_err(unusable)).await?.0
        } else {
            self.profile_named(name).await?
        };
        self.redraft(id, |upload| {
            upload.started_from.clone_from(&profile.name);
            upload.profile = to_toml(&profile)?;
            Ok(())
        })
    }

    /// Takes over a corrected mapping; of an upload that is taken nothing changes.
    ///
    /// # Errors
    /// When it makes no sense; the old mapping stays.
    pub fn correct_upload(&self, id: &str, fields: &[(String, String)]) -> Result<(), ServerError> {
        self.must(Action::Import)?;
        self.redraft(id, |upload| {
            let mut profile = kept(&upload.profile)?;
            form::apply(&mut profile, fields).map_err(unusable)?;
            upload.profile = to_toml(&profile)?;
            Ok(())
        })
    }

    pub(super) async fn draft(&self, id: &str, folder: &Path, upload: Upload) -> Result<ImportDraft, ServerError> {
        let profile = kept(&upload.profile)?;
        let path = folder.join("file");
        let bytes = std::fs::metadata(&path).map_or(0, |meta| i64::try_from(meta.len()).unwrap_or(i64::MAX));
        let sample =
            blocking(move || guess::sample(&path, &ReadOptions::default(), PREVIEWED).map_err(unusable)).await?;
        let zone = self.cube().catalog().settings.time_zone.clone();
        let saved = self.db().profiles(self.organization()).await?.into_iter().map(|saved| saved.name);
        let mut profiles: Vec<String> = saved.collect();
        profiles.extend(
            shipped::ALL
                .iter()
                .map(|(name, _)| (*name).to_owned())
                .filter(|n| !profiles.contains(n))
                .collect::<Vec<_>>(),
        );
        Ok(ImportDraft {
            id: id.to_owned(),
            file_name: upload.file_name,
            bytes,
            profile: upload.started_from,
            profiles,
            preview: preview::preview(&profile, &sample, &zone).map_err(|error| error.problem()),
            fields: form::fields(&profile)
                .into_iter()
                .map(|(name, value)| ImportField { name: name.to_owned(), value })
                .collect(),
            raw: sample.rows.into_iter().take(5).collect(),
            columns: sample.header,
        })
    }
}
