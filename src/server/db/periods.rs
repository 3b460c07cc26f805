//! Named periods with their dates per territory.

use sqlx::{AnyConnection, Row};

use crate::domain::{NamedPeriod, PeriodDates, Territory};

use super::{Outcome, StoreError, Writer, catalog::day};

impl Writer {
    /// Writes a named period and its dates.
    ///
    /// # Errors
    /// The database's.
    pub async fn period(&mut self, period: &NamedPeriod) -> Result<Outcome, StoreError> {
        let org = self.org;
        let stored = load(self.connection(), org).await?;
        let position = stored.iter().position(|other| other.code == period.code);
        let mut period = period.clone();
        period.sort_dates();
        if position.is_some_and(|at| stored[at] == period) {
            return Ok(Outcome::Unchanged);
        }
        self.write_period(position.unwrap_or(stored.len()), &period).await?;
        Ok(if position.is_some() { Outcome::Updated } else { Outcome::Inserted })
    }

    /// Makes these the named periods, and no others.
    ///
    /// # Errors
    /// The database's.
    pub async fn set_periods(&mut self, periods: &[NamedPeriod]) -> Result<(), StoreError> {
        let org = self.org;
        let mut wanted = periods.to_vec();
        wanted.iter_mut().for_each(NamedPeriod::sort_dates);
        if load(self.connection(), org).await? == wanted {
            return Ok(());
        }
        sqlx::query("DELETE FROM periods WHERE organization_id = $1").bind(org).execute(self.connection()).await?;
        self.touch_settings();
        for (position, period) in wanted.iter().enumerate() {
            self.write_period(position, period).await?;
        }
        Ok(())
    }

    async fn write_period(&mut self, position: usize, period: &NamedPeriod) -> Result<(), StoreError> {
        let org = self.org;
        let id = i64::try_from(position + 1).map_err(|_| StoreError::Corrupt("number"))?;
        sqlx::query(
            "INSERT INTO periods (organization_id, id, code, name, series) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (organization_id, id) DO UPDATE SET name = excluded.name, series = excluded.series",
        )
        .bind(org)
        .bind(id)
        .bind(period.code.clone())
        .bind(period.name.clone())
        .bind(period.series.clone())
        .execute(self.connection())
        .await?;
        sqlx::query("DELETE FROM period_dates WHERE organization_id = $1 AND period_id = $2")
            .bind(org)
            .bind(id)
            .execute(self.connection())
            .await?;
        for PeriodDates { territory, from, to } in &period.dates {
            sqlx::query(
                "INSERT INTO period_dates (organization_id, period_id, territory, from_day, to_day) \
                 VALUES ($1, $2, $3, $4, $5)",
            )
            .bind(org)
            .bind(id)
            .bind(territory.map_or("", Territory::code))
            .bind(from.to_string())
            .bind(to.to_string())
            .execute(self.connection())
            .await?;
        }
        self.touch_settings();
        Ok(())
    }
}

/// Every named period, in order of number; its dates in order of territory, the general ones first.
pub(super) async fn load(connection: &mut AnyConnection, org: i64) -> Result<Vec<NamedPeriod>, StoreError> {
    let sql = "SELECT code, name, series FROM periods WHERE organization_id = $1 ORDER BY id";
    let mut periods = Vec::new();
    for row in sqlx::query(sql).bind(org).fetch_all(&mut *connection).await? {
        periods.push(NamedPeriod {
            code: row.try_get(0)?,
            name: row.try_get(1)?,
            series: row.try_get(2)?,
            dates: Vec::new(),
        });
    }
    let sql = "SELECT period_id, territory, from_day, to_day FROM period_dates WHERE organization_id = $1";
    for row in sqlx::query(sql).bind(org).fetch_all(connection).await? {
        let at: usize = super::catalog::index(row.try_get(0)?)?;
        let period = periods.get_mut(at).ok_or(StoreError::Corrupt("period"))?;
        period.dates.push(PeriodDates {
            territory: Territory::from_code(&row.try_get::<String, _>(1)?),
            from: day(row.try_get(2)?)?.ok_or(StoreError::Corrupt("period"))?,
            to: day(row.try_get(3)?)?.ok_or(StoreError::Corrupt("period"))?,
        });
    }
    periods.iter_mut().for_each(NamedPeriod::sort_dates);
    Ok(periods)
}
