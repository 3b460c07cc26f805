//! What a person chose for every page: language, theme, and how wide the navigation is. Kept in cookies, decided by the server, read back by the page.

/// Language of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Spanish of Mexico.
    #[default]
    Es,
    /// English of the United States.
    En,
}

impl Lang {
    /// The code in cookies, addresses and the document's `lang`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Es => "es",
            Self::En => "en",
        }
    }

    /// The value of the document's `lang` attribute.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Es => "es-MX",
            Self::En => "en-US",
        }
    }

    /// Reads a code or a tag: what stands before the first `-`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code.split('-').next()?.trim() {
            "es" => Some(Self::Es),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// Of a word in both languages, this language's.
    #[must_use]
    pub const fn pick<T: ?Sized>(self, es: &'static T, en: &'static T) -> &'static T {
        match self {
            Self::Es => es,
            Self::En => en,
        }
    }
}

/// Colours of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    /// The code in cookies, addresses and the document's `data-theme`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "auto" => Some(Self::Auto),
            "light" => Some(Self::Light),
            "dark" => Some(Self::Dark),
            _ => None,
        }
    }
}

/// All choices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Preferences {
    pub lang: Lang,
    pub theme: Theme,
    /// The side navigation shows its icons alone.
    pub narrow: bool,
}
