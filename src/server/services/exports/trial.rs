//! Whether a file can be made, without making it: what is saved for later is tried first.

use super::{Asked, Format, View};
use crate::server::{error::ServerError, services::Desk};

impl Format {
    /// Whether it holds tables, of which one may be named.
    #[must_use]
    pub const fn of_tables(self) -> bool {
        matches!(self, Self::Csv { .. } | Self::Xlsx)
    }
}

impl View {
    /// Whether there is such a file of it.
    #[must_use]
    pub const fn comes_as(&self, format: Format) -> bool {
        match format {
            Format::GeoJson => matches!(self, Self::Map),
            Format::Png(_) => !self.charts().is_empty(),
            _ => true,
        }
    }

    /// Whether it is a list, of which a page may be asked for.
    #[must_use]
    pub const fn is_list(&self) -> bool {
        matches!(
            self,
            Self::Ranking { .. }
                | Self::History { .. }
                | Self::Branches
                | Self::Groups
                | Self::Areas
                | Self::Supervisions { .. }
                | Self::Explain { .. }
        )
    }
}

impl Desk {
    /// Goes on when the view, its filter and the table that is named can be taken away. Nothing is, so nothing is recorded.
    ///
    /// # Errors
    /// What is wrong with them.
    pub(in crate::server::services) async fn try_export(&self, asked: &Asked<'_>) -> Result<(), ServerError> {
        self.tables_asked(asked).await.map(drop)
    }
}
