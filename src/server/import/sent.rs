//! What programs send, judged by the rules of files: a supervision, the master data of a branch.

use jiff::{Timestamp, tz::TimeZone};

use super::{
    date::{DateFormat, DateReader},
    rows::{AreaData, BranchData, Points, VisitData, place, state, territory, unfit},
    value::{self, Decimal},
};
use crate::{
    contract::{Fault, RejectReason, SentBranch, SentPlace, SentSupervision},
    domain::{
        Day, Location,
        text::{fold, slug, tidy},
    },
    server::db::Attribute,
};

/// A score of hundredths.
const FULL: i64 = 10_000;

/// Judges field by field; every fault is told, not only the first.
#[derive(Debug, Default)]
struct Faults(Vec<Fault>);

impl Faults {
    fn add(&mut self, field: impl Into<String>, reason: RejectReason) {
        self.0.push(Fault::of(field, reason.code()));
    }

    /// A text without spaces around it; `None` when it is empty or none that can be kept.
    fn text(&mut self, field: &str, text: Option<&str>) -> Option<String> {
        let text = text?;
        if let Some(reason) = unfit(text) {
            self.add(field, reason);
            return None;
        }
        Some(tidy(text)).filter(|text| !text.is_empty())
    }

    fn score(&mut self, field: &str, score: Option<i64>, outside: RejectReason) -> Option<u16> {
        let score = score?;
        let fit = u16::try_from(score).ok().filter(|_| score <= FULL);
        if fit.is_none() {
            self.add(field, outside);
        }
        fit
    }

    fn points(&mut self, field: &str, points: Option<(i64, i64)>) -> Option<(Points, u16)> {
        let (reached, most) = points?;
        value::points(Decimal::of_hundredths(reached), Decimal::of_hundredths(most)).unwrap_or_else(
            |value::BadPoints| {
                self.add(field, RejectReason::BadPoints);
                None
            },
        )
    }

    fn day(&mut self, field: &str, text: Option<&str>) -> Option<Day> {
        let text = text?;
        let day = Day::parse(text).filter(|day| (Day::MIN..=Day::MAX).contains(day));
        if day.is_none() {
            self.add(field, RejectReason::BadDate);
        }
        day
    }

    fn end<T>(self, whole: T) -> Result<T, Vec<Fault>> {
        if self.0.is_empty() { Ok(whole) } else { Err(self.0) }
    }
}

/// A visit of a branch that there is; `zone` is the branch's.
///
/// # Errors
/// Everything that is wrong with it.
pub fn visit(sent: SentSupervision, line: u64, usual_kind: &str, zone: &TimeZone) -> Result<VisitData, Vec<Fault>> {
    let mut faults = Faults::default();
    let kind = match &sent.kind {
        None => usual_kind.to_owned(),
        Some(text) => faults.text("kind", Some(text)).map(|text| slug(&text)).unwrap_or_default(),
    };
    if kind.is_empty() {
        faults.add("kind", RejectReason::MissingKind);
    }
    let when = when(&sent, zone, &mut faults);
    let given = faults.score("score_hundredths", sent.score_hundredths, RejectReason::ScoreOutOfRange);
    let points = faults.points("points_hundredths", sent.points_hundredths);
    let score = given.or(points.map(|(_, share)| share));
    let areas = sent.areas.as_ref().map(|_| areas(&sent, &mut faults));
    if score.is_none() && areas.as_ref().is_none_or(Vec::is_empty) && faults.0.is_empty() {
        faults.0.push(Fault::of("score_hundredths", "no_score"));
    }
    let visit = VisitData {
        line,
        external_id: faults.text("external_id", sent.external_id.as_deref()),
        kind,
        day: when.map_or(Day::MIN, |(day, _)| day),
        second: when.and_then(|(_, second)| second),
        supervisor: faults.text("supervisor", sent.supervisor.as_deref()),
        score,
        points: points.map(|(points, _)| points),
        sent_from: sent.sent_from.and_then(|sent| sent_from(sent, &mut faults)),
        areas,
        branch: BranchData { code: tidy(&sent.branch_code), ..BranchData::default() },
    };
    faults.end(visit)
}

fn when(sent: &SentSupervision, zone: &TimeZone, faults: &mut Faults) -> Option<(Day, Option<u32>)> {
    let reader = DateReader { formats: vec![DateFormat::Iso], written_in: None };
    let (field, text) = match (&sent.instant, &sent.day, &sent.time) {
        (Some(_), Some(_), _) | (Some(_), _, Some(_)) => {
            faults.0.push(Fault { about: "day, time".into(), ..Fault::of("instant", "contradiction") });
            return None;
        }
        (Some(text), None, None) if text.parse::<Timestamp>().is_ok() => ("instant", text.clone()),
        (Some(_), None, None) => {
            faults.add("instant", RejectReason::BadDate);
            return None;
        }
        (None, None, _) => {
            faults.add("day", RejectReason::MissingDate);
            return None;
        }
        (None, Some(day), time) => {
            let day = faults.day("day", Some(day))?;
            match time {
                None => ("day", day.to_string()),
                Some(time) if matches!(time.len(), 5 | 8) => ("time", format!("{day}T{time}")),
                Some(_) => ("time", String::new()),
            }
        }
    };
    let read = reader.read(&text, zone).map(|visit| (visit.day, visit.second));
    if read.is_none() {
        faults.add(field, RejectReason::BadDate);
    }
    read
}

/// The rated ones.
fn areas(sent: &SentSupervision, faults: &mut Faults) -> Vec<AreaData> {
    let mut rated: Vec<AreaData> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for (nth, area) in sent.areas.iter().flatten().enumerate() {
        let field = |name: &str| format!("areas.{nth}.{name}");
        let name = faults.text(&field("name"), Some(&area.name)).unwrap_or_default();
        let folded = fold(&name);
        if folded.is_empty() {
            faults.add(field("name"), RejectReason::MissingArea);
            continue;
        }
        let given = faults.score(&field("score_hundredths"), area.score_hundredths, RejectReason::AreaScoreOutOfRange);
        let points = faults.points(&field("points_hundredths"), area.points_hundredths);
        let Some(score) = given.or(points.map(|(_, share)| share)) else { continue };
        match names.iter().position(|known| *known == folded) {
            Some(at) if rated[at].score == score => {}
            Some(_) => faults.add(field("name"), RejectReason::ConflictingRows),
            None => {
                names.push(folded);
                rated.push(AreaData { name, score, points: points.map(|(points, _)| points) });
            }
        }
    }
    rated
}

fn sent_from(sent: SentPlace, faults: &mut Faults) -> Option<Location> {
    let found = place(sent.latitude, sent.longitude);
    if found.is_none() {
        faults.0.push(Fault::of("sent_from", "bad_location"));
    }
    found
}

/// The master data of a branch; what they do not say, there is none of.
///
/// # Errors
/// Everything that is wrong with them.
pub fn branch(code: &str, sent: &SentBranch, in_mexico: bool) -> Result<BranchData, Vec<Fault>> {
    let mut faults = Faults::default();
    let name = faults.text("name", Some(&sent.name)).unwrap_or_default();
    if fold(&name).is_empty() {
        faults.0.push(Fault::of("name", "missing_name"));
    }
    let location = match (sent.latitude, sent.longitude) {
        (None, None) => None,
        (latitude, longitude) => {
            let found = latitude.zip(longitude).and_then(|(latitude, longitude)| place(latitude, longitude));
            if found.is_none() {
                faults.0.push(Fault::of("latitude", "bad_location"));
            }
            found
        }
    };
    let unknown = |field: &str, text: String| Fault { about: text, ..Fault::of(field, "unknown_value") };
    let territory = faults.text("territory", sent.territory.as_deref()).and_then(|text| {
        let known = territory(&text);
        if known.is_none() {
            faults.0.push(unknown("territory", text));
        }
        known
    });
    let state = faults.text("state", sent.state.as_deref()).and_then(|text| match state(&text, in_mexico) {
        Ok(state) => Some(state),
        Err(_) => {
            faults.0.push(unknown("state", text));
            None
        }
    });
    let time_zone = faults.text("time_zone", sent.time_zone.as_deref());
    if let Some(zone) = time_zone.as_ref().filter(|zone| TimeZone::get(zone).is_err()) {
        faults.0.push(unknown("time_zone", zone.clone()));
    }
    let opened = faults.day("opened", sent.opened.as_deref());
    let closed = faults.day("closed", sent.closed.as_deref());
    if opened.zip(closed).is_some_and(|(opened, closed)| closed < opened) {
        faults.0.push(Fault { about: "opened".into(), ..Fault::of("closed", "contradiction") });
    }
    let mut branch = BranchData {
        code: code.to_owned(),
        name,
        group: faults.text("group", sent.group.as_deref()).filter(|name| !fold(name).is_empty()),
        territory,
        state,
        municipality: faults.text("municipality", sent.municipality.as_deref()),
        location,
        time_zone,
        opened,
        closed,
        cleared: Vec::new(),
    };
    branch.cleared = [
        (Attribute::Territory, branch.territory.is_none()),
        (Attribute::State, branch.state.is_none()),
        (Attribute::Municipality, branch.municipality.is_none()),
        (Attribute::Location, branch.location.is_none()),
        (Attribute::TimeZone, branch.time_zone.is_none()),
        (Attribute::Opened, branch.opened.is_none()),
        (Attribute::Closed, branch.closed.is_none()),
        (Attribute::Group, branch.group.is_none()),
    ]
    .into_iter()
    .filter_map(|(attribute, none)| none.then_some(attribute))
    .collect();
    faults.end(branch)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::SentArea;

    fn sent() -> SentSupervision {
        SentSupervision {
            branch_code: "25".into(),
            day: Some("2025-08-12".into()),
            score_hundredths: Some(9_350),
            ..SentSupervision::default()
        }
    }

    fn judged(sent: SentSupervision) -> Result<VisitData, Vec<String>> {
        let zone = TimeZone::get("America/Monterrey").unwrap();
        let told = visit(sent, 1, "operativa", &zone);
        told.map_err(|faults| faults.iter().map(|fault| format!("{} {}", fault.field, fault.code)).collect())
    }

    fn area(name: &str, score: Option<i64>) -> SentArea {
        SentArea { name: name.into(), score_hundredths: score, points_hundredths: None }
    }

    #[test]
    fn a_visit_is_of_the_branches_local_day() {
        let plain = judged(sent()).unwrap();
        assert_eq!(
            (plain.day.to_string().as_str(), plain.second, plain.kind.as_str()),
            ("2025-08-12", None, "operativa")
        );
        let timed = judged(SentSupervision { time: Some("10:20".into()), ..sent() }).unwrap();
        assert_eq!(timed.second, Some(37_200));
        let instant = SentSupervision { day: None, instant: Some("2025-01-01T03:00:00Z".into()), ..sent() };
        let visit = judged(instant).unwrap();
        assert_eq!((visit.day.to_string().as_str(), visit.second), ("2024-12-31", Some(75_600)));
    }

    #[test]
    fn points_are_the_score_that_is_not_given() {
        let points = Some((17_500, 20_000));
        let visit = judged(SentSupervision { score_hundredths: None, points_hundredths: points, ..sent() }).unwrap();
        assert_eq!((visit.score, visit.points), (Some(8_750), points));
        let areas = Some(vec![area(" Baños ", Some(0)), area("Cocina", None), area("banos", Some(0))]);
        let visit = judged(SentSupervision { score_hundredths: None, areas, ..sent() }).unwrap();
        assert_eq!(visit.areas.unwrap(), [AreaData { name: "Baños".into(), score: 0, points: None }]);
    }

    #[test]
    fn every_fault_is_told_by_its_field() {
        let nothing = SentSupervision { branch_code: "25".into(), ..SentSupervision::default() };
        assert_eq!(judged(nothing).unwrap_err(), ["day missing_date"]);
        let no_score = SentSupervision { score_hundredths: None, areas: Some(vec![area("Cocina", None)]), ..sent() };
        assert_eq!(judged(no_score).unwrap_err(), ["score_hundredths no_score"]);
        let wrong = SentSupervision {
            kind: Some(" ".into()),
            day: Some("2025-02-30".into()),
            score_hundredths: Some(10_001),
            points_hundredths: Some((3, 2)),
            sent_from: Some(SentPlace { latitude: 0.0, longitude: 5.0 }),
            supervisor: Some("a\u{0}".into()),
            areas: Some(vec![area("", Some(1)), area("a", Some(-1)), area("b", Some(1)), area("B", Some(2))]),
            ..sent()
        };
        assert_eq!(
            judged(wrong).unwrap_err(),
            [
                "kind missing_kind",
                "day bad_date",
                "score_hundredths score_out_of_range",
                "points_hundredths bad_points",
                "areas.0.name missing_area",
                "areas.1.score_hundredths area_score_out_of_range",
                "areas.3.name conflicting_rows",
                "supervisor control_character",
                "sent_from bad_location",
            ]
        );
        for (instant, day, time, told) in [
            (Some("2025-01-01T03:00:00"), None, None, "instant bad_date"),
            (Some("2025-01-01T03:00:00Z"), Some("2025-01-01"), None, "instant contradiction"),
            (None, Some("2025-01-01"), Some("25:00"), "time bad_date"),
            (None, Some("2025-01-01"), Some("10:00:00Z"), "time bad_date"),
            (None, Some("2025-01-01T10:00"), None, "day bad_date"),
            (None, Some("1969-12-31"), None, "day bad_date"),
            (None, None, Some("10:00"), "day missing_date"),
        ] {
            let [instant, day, time] = [instant, day, time].map(|text: Option<&str>| text.map(str::to_owned));
            assert_eq!(judged(SentSupervision { instant, day, time, ..sent() }).unwrap_err(), [told]);
        }
    }

    #[test]
    fn what_master_data_leave_away_there_is_none_of() {
        let sent = SentBranch {
            name: "Juárez".into(),
            state: Some("nuevo león".into()),
            opened: Some("2020-01-01".into()),
            ..SentBranch::default()
        };
        let told = branch("25", &sent, true).unwrap();
        assert_eq!(told.state, Some(("19".into(), "Nuevo León".into())));
        assert!(told.cleared.contains(&Attribute::Group) && !told.cleared.contains(&Attribute::State));
        let wrong = SentBranch {
            state: Some("Narnia".into()),
            territory: Some("lejos".into()),
            latitude: Some(25.0),
            time_zone: Some("Marte".into()),
            opened: Some("2020-01-02".into()),
            closed: Some("2020-01-01".into()),
            ..SentBranch::default()
        };
        let faults = branch("25", &wrong, true).unwrap_err();
        let told: Vec<String> = faults.iter().map(|fault| format!("{} {}", fault.field, fault.code)).collect();
        assert_eq!(
            told,
            [
                "name missing_name",
                "latitude bad_location",
                "territory unknown_value",
                "state unknown_value",
                "time_zone unknown_value",
                "closed contradiction",
            ]
        );
    }
}
