//! The figures of a filter by plain SQL on the tables: text that both databases read, written without a look at the engine.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use falcon::domain::{Band, Catalog, Day, Filter, NamedPeriod, Period, Territory, filter::KindFilter};
use sqlx::{AssertSqlSafe, Row, any::AnyRow};

use crate::support::TestDb;

/// Key → (sum, n), and what else a figure needs.
pub type Sums = Vec<(String, i64, i64)>;

/// SQL for one filter of one organization.
pub struct Oracle<'a> {
    test: &'a TestDb,
    org: i64,
    catalog: &'a Catalog,
    filter: Filter,
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn any_of(column: &str, values: &[String]) -> String {
    if values.is_empty() {
        return "1 = 1".into();
    }
    format!("{column} IN ({})", values.iter().map(|value| quoted(value)).collect::<Vec<_>>().join(", "))
}

/// First and last day of a period for branches of a territory; `None`: the period is not theirs.
fn days(period: &Period, named: &[NamedPeriod], territory: Option<Territory>) -> Option<(String, String)> {
    let month = |year: i16, from: i8, to: i8| {
        let (next_year, next) = if to == 12 { (year + 1, 1) } else { (year, to + 1) };
        let last = Day::from_ymd(next_year, next, 1).unwrap().plus(-1);
        (Day::from_ymd(year, from, 1).unwrap().to_string(), last.to_string())
    };
    Some(match period {
        Period::All => ("0000-00-00".into(), "9999-99-99".into()),
        Period::Year(year) => month(*year, 1, 12),
        Period::Quarter(year, quarter) => month(*year, *quarter as i8 * 3 - 2, *quarter as i8 * 3),
        Period::Month(year, one) => month(*year, *one, *one),
        Period::Range(from, to) => (from.to_string(), to.to_string()),
        Period::Named(code) => {
            let period = named.iter().find(|period| period.code == *code)?;
            let of = |wanted| period.dates.iter().find(|dates| dates.territory == wanted);
            let dates = of(territory).or_else(|| of(None))?;
            (dates.from.to_string(), dates.to.to_string())
        }
    })
}

impl<'a> Oracle<'a> {
    pub fn new(test: &'a TestDb, org: i64, catalog: &'a Catalog, filter: &Filter) -> Self {
        Self { test, org, catalog, filter: filter.clone() }
    }

    pub fn in_period(&self, period: Period) -> Self {
        Self { test: self.test, org: self.org, catalog: self.catalog, filter: Filter { period, ..self.filter.clone() } }
    }

    /// The kind asked for; with none named, the default or else the one with most supervisions.
    fn kind(&self) -> String {
        match (&self.filter.kind, &self.catalog.settings.default_kind) {
            (KindFilter::All, _) => "1 = 1".into(),
            (KindFilter::One(kind), _) | (KindFilter::Default, Some(kind)) => format!("k.code = {}", quoted(kind)),
            (KindFilter::Default, None) => format!(
                "k.id = (SELECT kind_id FROM supervisions WHERE organization_id = {} GROUP BY kind_id \
                 ORDER BY COUNT(*) DESC LIMIT 1)",
                self.org
            ),
        }
    }

    /// What the branch (and the group that ran it) must be.
    fn scope(&self) -> String {
        let territories: Vec<String> = self.filter.territories.iter().map(|t| t.code().to_owned()).collect();
        let mut all = vec![
            any_of("b.state_code", &self.filter.states),
            any_of("g.slug", &self.filter.groups),
            any_of("b.code", &self.filter.branches),
            any_of("b.territory", &territories),
        ];
        if let Some(text) = &self.filter.text {
            let like = quoted(&format!("%{text}%"));
            all.push(format!(
                "(LOWER(b.code) LIKE {like} OR LOWER(b.name) LIKE {like} OR LOWER(b.municipality) LIKE {like} \
                 OR LOWER(g.name) LIKE {like})"
            ));
        }
        all.join(" AND ")
    }

    /// The days, by the branch's territory.
    fn period(&self, condition: impl Fn(&str, &str) -> String) -> String {
        let part = |territory: Option<Territory>| {
            let is = territory.map_or("b.territory IS NULL".into(), |t| format!("b.territory = '{}'", t.code()));
            days(&self.filter.period, &self.catalog.periods, territory)
                .map(|(from, to)| format!("({is} AND {})", condition(&quoted(&from), &quoted(&to))))
        };
        let parts: Vec<String> =
            [None, Some(Territory::Local), Some(Territory::Foranea)].into_iter().filter_map(part).collect();
        if parts.is_empty() { "1 = 0".into() } else { format!("({})", parts.join(" OR ")) }
    }

    fn bands(&self) -> String {
        let limits = self.catalog.settings.bands;
        let range = |band: &Band| match band {
            Band::Excelente => (limits.excelente, 10_001),
            Band::Bueno => (limits.bueno, limits.excelente),
            Band::Regular => (limits.regular, limits.bueno),
            Band::Critico => (0, limits.regular),
        };
        let one = |band: &Band| {
            let (from, to) = range(band);
            format!("(v.score >= {from} AND v.score < {to})")
        };
        let bands: Vec<String> = self.filter.bands.iter().map(one).collect();
        if bands.is_empty() { "1 = 1".into() } else { format!("({})", bands.join(" OR ")) }
    }

    /// Common table expressions: `b` branches, `g` groups, `visit`, `seen` (bands and areas aside), `picked`, `rated`
    /// (area scores of the picked), `m` (the measure, one row per score), `run` (branch under group, while open).
    fn with(&self) -> String {
        let org = self.org;
        let areas = &self.filter.areas;
        let wanted_area = if areas.is_empty() {
            "1 = 1".into()
        } else {
            let names = self.catalog.areas.iter().filter(|name| areas.contains(&falcon::domain::text::slug(name)));
            any_of("a.name", &names.cloned().collect::<Vec<_>>())
        };
        let has_area = if areas.is_empty() {
            "1 = 1".to_owned()
        } else {
            format!(
                "EXISTS (SELECT 1 FROM area_scores x JOIN areas a ON a.organization_id = {org} AND a.id = x.area_id \
                 WHERE x.organization_id = {org} AND x.supervision_id = v.id AND {wanted_area})"
            )
        };
        let measure = if areas.is_empty() {
            "SELECT id, branch_id, group_id, state_code, day, score FROM picked WHERE score IS NOT NULL"
        } else {
            "SELECT id, branch_id, group_id, state_code, day, area_score AS score FROM rated"
        };
        format!(
            "WITH b AS (SELECT b.*, s.code AS state_code FROM branches b LEFT JOIN states s \
                   ON s.organization_id = b.organization_id AND s.id = b.state_id WHERE b.organization_id = {org}), \
             g AS (SELECT * FROM operator_groups WHERE organization_id = {org}), \
             visit AS (SELECT s.id, s.branch_id, s.day, s.score, s.kind_id, (SELECT a.group_id FROM branch_assignments a \
                   WHERE a.organization_id = {org} AND a.branch_id = s.branch_id AND a.from_day <= s.day \
                   ORDER BY a.from_day DESC LIMIT 1) AS group_id \
                 FROM supervisions s WHERE s.organization_id = {org}), \
             seen AS (SELECT v.*, b.state_code, b.territory FROM visit v JOIN b ON b.id = v.branch_id \
                 LEFT JOIN g ON g.id = v.group_id JOIN kinds k ON k.organization_id = {org} AND k.id = v.kind_id \
                 WHERE {kind} AND {scope} AND {period}), \
             picked AS (SELECT v.* FROM seen v WHERE {bands} AND {has_area}), \
             rated AS (SELECT p.*, x.score AS area_score, a.name AS area FROM picked p \
                 JOIN area_scores x ON x.organization_id = {org} AND x.supervision_id = p.id \
                 JOIN areas a ON a.organization_id = {org} AND a.id = x.area_id WHERE {wanted_area}), \
             m AS ({measure}), \
             run AS (SELECT a.branch_id, a.group_id, a.from_day, COALESCE((SELECT MIN(n.from_day) FROM \
                   branch_assignments n WHERE n.organization_id = {org} AND n.branch_id = a.branch_id \
                   AND n.from_day > a.from_day), '9999-99-99') AS next_day \
                 FROM branch_assignments a WHERE a.organization_id = {org}), \
             active AS (SELECT DISTINCT r.branch_id, r.group_id FROM run r JOIN b ON b.id = r.branch_id \
                 LEFT JOIN g ON g.id = r.group_id WHERE {scope} AND {open} \
                 UNION SELECT branch_id, group_id FROM seen) ",
            kind = self.kind(),
            scope = self.scope(),
            period = self.period(|from, to| format!("v.day BETWEEN {from} AND {to}")),
            bands = self.bands(),
            open = self.open(),
        )
    }

    /// The branch was open, and run by the group, on a day of the period. "All" is from the first to the last visit of the kind.
    fn open(&self) -> String {
        let least = |a: &str, b: &str| format!("CASE WHEN {a} < {b} THEN {a} ELSE {b} END");
        let most = |a: &str, b: &str| format!("CASE WHEN {a} > {b} THEN {a} ELSE {b} END");
        self.period(|from, to| {
            let edge = |what: &str| {
                format!(
                    "(SELECT {what}(v.day) FROM visit v JOIN kinds k ON k.organization_id = {} AND k.id = v.kind_id WHERE {})",
                    self.org,
                    self.kind()
                )
            };
            let all = self.filter.period == Period::All;
            let (from, to) = if all { (edge("MIN"), edge("MAX")) } else { (from.to_owned(), to.to_owned()) };
            let first = most(&from, "COALESCE(b.opened, '0000-00-00')");
            let last = least(&to, "COALESCE(b.closed, '9999-99-99')");
            format!("{first} <= {last} AND r.from_day <= {last} AND r.next_day > {first}")
        })
    }

    async fn rows(&self, select: &str) -> Vec<AnyRow> {
        let sql = format!("{} {select}", self.with());
        match sqlx::query(AssertSqlSafe(sql.clone())).fetch_all(self.test.db.pool()).await {
            Ok(rows) => rows,
            Err(error) => panic!("{error}\n{sql}"),
        }
    }

    pub async fn number(&self, select: &str) -> i64 {
        self.rows(select).await[0].get(0)
    }

    /// Rows of (text, sum, n).
    pub async fn sums(&self, select: &str) -> Sums {
        self.rows(select).await.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect()
    }

    /// The whole measure: (sum, n).
    pub async fn total(&self) -> (i64, i64) {
        let row = self.sums(&format!("SELECT 'all', {SUM}, COUNT(*) FROM m")).await.remove(0);
        (row.1, row.2)
    }

    /// Every score of the measure, ascending.
    pub async fn scores(&self) -> Vec<i64> {
        self.rows("SELECT score FROM m ORDER BY score").await.iter().map(|row| row.get(0)).collect()
    }

    /// (name or key, rank among those with a score) of a grouping.
    pub async fn ranks(&self, key: &str, from: &str) -> Vec<(String, i64)> {
        let sql = format!(
            "SELECT key, CAST(RANK() OVER (ORDER BY CAST(sum AS DOUBLE PRECISION) / n DESC) AS BIGINT) FROM \
             (SELECT {key} AS key, {SUM} AS sum, COUNT(*) AS n FROM {from} GROUP BY {key}) AS t"
        );
        self.rows(&sql).await.iter().map(|row| (row.get(0), row.get(1))).collect()
    }
}

/// PostgreSQL sums integers to NUMERIC.
pub const SUM: &str = "CAST(COALESCE(SUM(score), 0) AS BIGINT)";
