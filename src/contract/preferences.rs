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

    /// The known language with the highest weight in the value of an `Accept-Language` header; the earlier one when equal.
    #[must_use]
    pub fn accepted(header: &str) -> Option<Self> {
        let mut best: Option<(Self, u32)> = None;
        for part in header.split(',') {
            let mut fields = part.trim().split(';');
            let Some(lang) = fields.next().and_then(Self::from_code) else { continue };
            let weight = fields
                .find_map(|field| field.trim().strip_prefix("q="))
                .map_or(Some(1.0), |q| q.parse::<f32>().ok())
                .map_or(0, |q| if q > 0.0 { (q.min(1.0) * 1_000.0) as u32 } else { 0 });
            if weight > 0 && best.is_none_or(|(_, w)| weight > w) {
                best = Some((lang, weight));
            }
        }
        best.map(|(lang, _)| lang)
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
