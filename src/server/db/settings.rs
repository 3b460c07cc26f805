//! Settings of an organization.

use sqlx::{AnyConnection, Row};

use crate::domain::{BandLimits, BaseLayer, IndicatorLimits, Settings};

use super::{StoreError, Writer};

const COLUMNS: &str = "target, band_excelente, band_bueno, band_regular, opportunity, time_zone, language, default_kind, \
                       base_layer, critical_below, fall, rise, success_at_least, perfect, min_n";

impl Writer {
    /// The settings as they are now.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Sets them.
    ///
    /// # Errors
    /// The database's, also when a limit is impossible.
    pub async fn set_settings(&mut self, settings: &Settings) -> Result<(), StoreError> {
        if *settings == self.settings {
            return Ok(());
        }
        let org = self.org;
        sqlx::query("DELETE FROM settings WHERE organization_id = $1").bind(org).execute(self.connection()).await?;
        insert(self.connection(), org, settings).await?;
        self.settings = settings.clone();
        self.touch_settings();
        Ok(())
    }
}

impl Writer {
    /// Makes these (indices into the catalog's areas, rising) the critical areas, and no others.
    ///
    /// # Errors
    /// The database's.
    pub async fn set_critical_areas(&mut self, areas: &[u16]) -> Result<(), StoreError> {
        let org = self.org;
        if super::catalog::critical_areas(self.connection(), org).await? == areas {
            return Ok(());
        }
        let sql = "UPDATE areas SET critical = 0 WHERE organization_id = $1 AND critical = 1";
        sqlx::query(sql).bind(org).execute(self.connection()).await?;
        for area in areas {
            let sql = "UPDATE areas SET critical = 1 WHERE organization_id = $1 AND id = $2";
            sqlx::query(sql).bind(org).bind(i64::from(*area) + 1).execute(self.connection()).await?;
        }
        self.touch_settings();
        Ok(())
    }
}

const fn layer_code(layer: BaseLayer) -> &'static str {
    match layer {
        BaseLayer::MexicoStates => "mexico_states",
        BaseLayer::UsStates => "us_states",
        BaseLayer::World => "world",
    }
}

pub(super) async fn insert(connection: &mut AnyConnection, org: i64, settings: &Settings) -> Result<(), StoreError> {
    let limits = &settings.indicators;
    let sql = format!("INSERT INTO settings (organization_id, {COLUMNS}) VALUES ({})", super::sql::list(16, 1));
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(org)
        .bind(i64::from(settings.target))
        .bind(i64::from(settings.bands.excelente))
        .bind(i64::from(settings.bands.bueno))
        .bind(i64::from(settings.bands.regular))
        .bind(i64::from(settings.opportunity))
        .bind(settings.time_zone.clone())
        .bind(settings.language.clone())
        .bind(settings.default_kind.clone())
        .bind(layer_code(settings.base_layer))
        .bind(i64::from(limits.critical_below))
        .bind(i64::from(limits.fall))
        .bind(i64::from(limits.rise))
        .bind(i64::from(limits.success_at_least))
        .bind(i64::from(limits.perfect))
        .bind(i64::from(limits.min_n))
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) async fn load(connection: &mut AnyConnection, org: i64) -> Result<Settings, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM settings WHERE organization_id = $1");
    let Some(row) = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(org).fetch_optional(connection).await? else {
        return Ok(Settings::default());
    };
    let hundredths = |column: &str| -> Result<u16, StoreError> {
        u16::try_from(row.try_get::<i64, _>(column)?).map_err(|_| StoreError::Corrupt("setting"))
    };
    Ok(Settings {
        target: hundredths("target")?,
        bands: BandLimits {
            excelente: hundredths("band_excelente")?,
            bueno: hundredths("band_bueno")?,
            regular: hundredths("band_regular")?,
        },
        opportunity: hundredths("opportunity")?,
        time_zone: row.try_get("time_zone")?,
        language: row.try_get("language")?,
        default_kind: row.try_get("default_kind")?,
        base_layer: match row.try_get::<String, _>("base_layer")?.as_str() {
            "us_states" => BaseLayer::UsStates,
            "world" => BaseLayer::World,
            _ => BaseLayer::MexicoStates,
        },
        indicators: IndicatorLimits {
            critical_below: hundredths("critical_below")?,
            fall: hundredths("fall")?,
            rise: hundredths("rise")?,
            success_at_least: hundredths("success_at_least")?,
            perfect: hundredths("perfect")?,
            min_n: u32::try_from(row.try_get::<i64, _>("min_n")?).map_err(|_| StoreError::Corrupt("setting"))?,
        },
    })
}
