//! History, indicators, map, one supervision, and the reasons behind a figure.

use crate::{
    contract::Why,
    domain::{
        Cube, Location,
        views::{History, Indicators, MapView, SupervisionView},
    },
    screens,
    server::{db::VisitPoints, error::ServerError},
};

use super::Desk;

impl Desk {
    /// `/historico`.
    ///
    /// # Errors
    /// When the query is wrong.
    pub async fn history(&self, query: &str) -> Result<History, ServerError> {
        let make = || screens::history(self.cube(), query);
        Ok(self.inner().answers.get("history", self.key(), query, make)?)
    }

    /// `/indicadores`.
    ///
    /// # Errors
    /// When the query is wrong.
    pub async fn indicators(&self, query: &str) -> Result<Indicators, ServerError> {
        let make = || screens::indicators(self.cube(), query);
        Ok(self.inner().answers.get("indicators", self.key(), query, make)?)
    }

    /// `/mapa`.
    ///
    /// # Errors
    /// When the query is wrong.
    pub async fn map(&self, query: &str) -> Result<MapView, ServerError> {
        Ok(screens::map(self.cube(), query)?)
    }

    /// `/supervisiones/{id}`: the visit, with points and distance where the store has them. With the database gone the
    /// visit is still shown.
    ///
    /// # Errors
    /// When there is no such supervision.
    pub async fn supervision(&self, id: u32) -> Result<SupervisionView, ServerError> {
        let cube = self.cube();
        let Some(mut view) = cube.supervision(id) else {
            let there = |whole: &Cube| whole.supervision(id).is_some();
            return Err(self.absent("supervision", format!("/supervisiones/{id}"), there).await);
        };
        let stored = match self.db().visit_points(&cube.catalog().organization, id).await {
            Ok(stored) => stored.unwrap_or_default(),
            Err(error) => {
                tracing::warn!(%error, id, "points of a supervision are not at hand");
                VisitPoints::default()
            }
        };
        view.points = stored.points;
        for area in &mut view.areas {
            area.points = stored.areas.get(&area.name).copied();
        }
        let branch = cube.catalog().branches.iter().find(|branch| branch.code == view.branch_code);
        let ends = branch.and_then(|branch| branch.location).zip(stored.sent_from);
        view.distance_m = ends.map(|(a, b)| metres(a, b));
        Ok(view)
    }

    /// `/porque`.
    ///
    /// # Errors
    /// When the query is wrong.
    pub async fn explain(&self, query: &str) -> Result<Why, ServerError> {
        Ok(screens::explain(self.cube(), query)?)
    }
}

/// Great-circle distance in whole metres.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "half the Earth's girth is 20 037 508 m")]
fn metres(a: Location, b: Location) -> u32 {
    const EARTH: f64 = 6_371_008.8;
    let (from, to) = (a.latitude.to_radians(), b.latitude.to_radians());
    let half_up = ((to - from) / 2.0).sin();
    let half_along = ((b.longitude - a.longitude).to_radians() / 2.0).sin();
    let chord = half_up.mul_add(half_up, from.cos() * to.cos() * half_along * half_along);
    (2.0 * EARTH * chord.sqrt().min(1.0).asin()).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_globe() {
        let monterrey = Location { latitude: 25.6714, longitude: -100.3094 };
        let saltillo = Location { latitude: 25.4267, longitude: -100.9953 };
        assert_eq!(metres(monterrey, monterrey), 0);
        assert!((metres(monterrey, saltillo) / 1000).abs_diff(74) <= 1);
    }
}
