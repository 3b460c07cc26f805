//! Profiles that come with the program.

use super::{ImportError, profile::Profile};

macro_rules! shipped {
    ($($name:literal),* $(,)?) => {
        /// Name and text of each.
        pub const ALL: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../../profiles/", $name, ".toml")))),*];
    };
}

shipped!["sf", "wake", "norwich", "starbucks_mx", "wide-xlsx"];

/// The shipped profile of this name.
///
/// # Errors
/// [`ImportError::NoProfile`].
pub fn named(name: &str) -> Result<Profile, ImportError> {
    let (_, text) =
        ALL.iter().find(|(known, _)| *known == name).ok_or_else(|| ImportError::NoProfile(name.to_owned()))?;
    Profile::parse(text).map_err(ImportError::BadProfile)
}

#[cfg(test)]
mod tests {
    /// `cargo xtask bench page` imports with it.
    #[test]
    fn the_profile_of_the_page_benchmark_is_whole() {
        let profile = super::Profile::parse(include_str!("../../../benches/page.toml")).unwrap();
        assert_eq!(profile.name, "bench");
    }

    #[test]
    fn every_shipped_profile_is_whole() {
        for (name, text) in super::ALL {
            let profile = super::Profile::parse(text).unwrap();
            assert_eq!(profile.name, *name);
            let again = super::Profile::parse(&profile.to_toml().unwrap()).unwrap();
            assert_eq!(again, profile);
        }
    }
}
