//! What every page needs around its own content: who, how fresh, and what the filter bar offers.

use serde::{Deserialize, Serialize};

use crate::domain::{Action, BandLimits, BaseLayer, Filter, Role};

/// The frame of a page, for one query string.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    pub organization_name: String,
    /// Who has signed in; nobody on a server that asks nobody to.
    pub me: Option<Me>,
    /// Demo data are marked on every page.
    pub demo: bool,
    pub data_version: i64,
    /// RFC 3339 in UTC.
    pub last_import: Option<String>,
    /// The same instant as a clock in the organization's zone shows it, `YYYY-MM-DDTHH:MM`.
    pub last_import_local: Option<String>,
    /// Today in the organization's zone, `YYYY-MM-DD`: "hace 3 días" counts from here on both sides.
    pub today: String,
    /// No supervision at all: pages explain how to import or to see the demo.
    pub empty: bool,
    /// The server was told to show an organization that there is none of, though there are others.
    pub absent: bool,
    /// Hundredths.
    pub target: u16,
    pub bands: BandLimits,
    /// Hundredths.
    pub opportunity: u16,
    /// Slugs of the areas that the organization watches most.
    pub critical_areas: Vec<String>,
    pub base_layer: BaseLayer,
    /// Raster tiles, off by default.
    pub tile_url: Option<String>,
    /// Kind code that a filter without `kind` means.
    pub default_kind: String,
    pub options: Options,
    /// The page's filter, resolved to codes; `Err` names the wrong parameter, and the page shows it beside the filter bar.
    pub filter: Result<Filter, super::AppError>,
    /// Names of the filter's values, one per chip, in the order of the canonical query.
    pub chips: Vec<Chip>,
}

/// The person who has signed in, in this organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Me {
    pub name: String,
    pub role: Role,
    /// Of how many branches of the organization the person knows; `None`: of all.
    pub scope: Option<Part>,
    /// What forms carry against forgery.
    pub csrf: String,
}

/// So many of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Part {
    pub count: u32,
    pub of: u32,
}

impl Frame {
    /// Whether the page may offer an action. (Whether it is done the server decides, each time.)
    #[must_use]
    pub fn may(&self, action: Action) -> bool {
        self.me.as_ref().is_none_or(|me| me.role.may(action))
    }

    /// The part of the branches that who asks knows; none when they know all of them.
    #[must_use]
    pub fn scope(&self) -> Option<Part> {
        self.me.as_ref().and_then(|me| me.scope)
    }

    /// What forms carry against forgery; empty where nobody has signed in.
    #[must_use]
    pub fn csrf(&self) -> String {
        self.me.as_ref().map(|me| me.csrf.clone()).unwrap_or_default()
    }
}

/// Choices of the filter bar. Branches are too many to list: they are suggested while typing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Options {
    pub kinds: Vec<Choice>,
    /// Years with data, newest first.
    pub years: Vec<i16>,
    /// Named periods, newest first.
    pub periods: Vec<Choice>,
    pub territories: Vec<Choice>,
    pub states: Vec<Choice>,
    /// At most 60 and those of the filter; `groups_more` tells that there are others.
    pub groups: Vec<Choice>,
    pub groups_more: bool,
    /// At most 200 and those of the filter.
    pub areas: Vec<Choice>,
}

/// A value of a parameter and its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub value: String,
    pub name: String,
}

/// An active restriction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chip {
    /// Parameter: `estado`, `grupo`, `year`, …
    pub field: String,
    pub value: String,
    /// The value's own name where data give one; the interface words years, quarters, bands, territories itself.
    pub name: Option<String>,
    /// Query string (without `?`) of the page with this restriction removed.
    pub without: String,
}
