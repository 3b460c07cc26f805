use super::*;
use crate::{
    domain::Territory,
    server::import::{profile::Profile, shipped},
};

fn reader(profile: &str, header: &[&str]) -> Rows {
    let profile = Profile::parse(profile).unwrap();
    let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
    Rows::new(Plan::new(&profile, &header, None).unwrap(), "operativa", "America/Mexico_City")
}

fn parse(rows: &Rows, cells: &[&str]) -> (Parsed, Vec<WarningKind>) {
    let mut row = Row::default();
    row.clear(2);
    cells.iter().for_each(|cell| row.push(cell));
    let mut warnings = Vec::new();
    let parsed = rows.parse(&row, &|_| None, &mut warnings);
    (parsed, warnings.into_iter().map(|warning| warning.kind).collect())
}

fn visit(rows: &Rows, cells: &[&str]) -> VisitData {
    match parse(rows, cells).0 {
        Parsed::Visit(visit) => *visit,
        other => panic!("{other:?}"),
    }
}

const WIDE: &[&str] = &[
    "submission_id",
    "tipo_supervision",
    "date_submitted",
    "location_asignado",
    "sucursal_numero",
    "sucursal_nombre",
    "sucursal_tipo",
    "sucursal_grupo",
    "sucursal_lat",
    "sucursal_lon",
    "calificacion_general_zenput",
    "puntos_maximos_zenput",
    "puntos_totales_zenput",
    "AREA_MARINADO",
    "Area_Baños_de_clientes",
];

fn wide() -> Rows {
    reader(shipped::ALL.iter().find(|(name, _)| *name == "wide-xlsx").unwrap().1, WIDE)
}

#[test]
fn a_wide_row_becomes_a_visit() {
    let visit = visit(
        &wide(),
        &[
            "S1",
            "Operativa",
            "2025-03-04 10:20:30",
            "25 - Juárez",
            "",
            "",
            "FORANEA",
            "TEPEYAC",
            "25.67",
            "-100.31",
            "87.5",
            "200",
            "175",
            "N/A",
            "66.67",
        ],
    );
    assert_eq!((visit.branch.code.as_str(), visit.branch.name.as_str()), ("25", "Juárez"));
    assert_eq!(
        (visit.kind.as_str(), visit.day.to_string().as_str(), visit.second),
        ("operativa", "2025-03-04", Some(37_230))
    );
    assert_eq!((visit.score, visit.points), (Some(8_750), Some((17_500, 20_000))));
    assert_eq!(visit.branch.territory, Some(Territory::Foranea));
    let areas = visit.areas.unwrap();
    assert_eq!(areas.len(), 1, "unrated is not zero");
    assert_eq!((areas[0].name.as_str(), areas[0].score), ("Baños de clientes", 6_667));
}

#[test]
fn a_score_that_is_not_its_points_is_warned_of_and_kept() {
    let row = |score: &str| {
        let cells = [
            "S1",
            "operativa",
            "2025-03-04",
            "25 - J",
            "25",
            "J",
            "LOCAL",
            "T",
            "25",
            "-100",
            score,
            "200",
            "175",
            "",
            "",
        ];
        parse(&wide(), &cells)
    };
    assert_eq!(row("87.5").1, []);
    assert_eq!(row("87.51").1, [], "a hundredth is rounding");
    assert_eq!(row("87.52").1, [WarningKind::ScoreDiffers]);
    assert!(matches!(row("87.52").0, Parsed::Visit(visit) if visit.score == Some(8_752)));
    assert!(matches!(row("").0, Parsed::Visit(visit) if visit.score == Some(8_750)));
    assert!(matches!(row("abc").0, Parsed::Reject(problem) if problem.reason == RejectReason::BadScore));
}

#[test]
fn lower_is_better_on_its_own_scale() {
    let rows = reader(
        shipped::ALL.iter().find(|(name, _)| *name == "norwich").unwrap().1,
        &[
            "FHRSID",
            "BusinessName",
            "BusinessType",
            "LocalAuthorityName",
            "RatingValue",
            "RatingDate",
            "Hygiene",
            "Structural",
            "ConfidenceInManagement",
            "Longitude",
            "Latitude",
        ],
    );
    let rated = visit(&rows, &["1", "Cafe", "Pub", "Norwich", "4", "2024-01-01", "0", "25", "20", "1.3", "52.6"]);
    let scores: Vec<u16> = rated.areas.unwrap().iter().map(|area| area.score).collect();
    assert_eq!((rated.score, scores), (Some(8_000), vec![10_000, 0, 3_333]));
    let (parsed, _) =
        parse(&rows, &["2", "New", "Pub", "Norwich", "AwaitingInspection", "", "", "", "", "1.3", "52.6"]);
    assert!(matches!(parsed, Parsed::Skip(SkipReason::NoScore, Some(_))), "the branch is known, the visit is not");
}

#[test]
fn states_are_one_by_their_code() {
    let rows =
        reader("name = 'b'\nlayout = 'branches'\n[branch]\ncode = 'clave'\nstate = 'estado'\n", &["clave", "estado"]);
    for spelling in ["Coahuila de Zaragoza", "COAHUILA ", "coa"] {
        let (parsed, warnings) = parse(&rows, &["1", spelling]);
        let Parsed::Branch(branch) = parsed else { panic!("{spelling}") };
        assert_eq!((branch.state, warnings), (Some(("05".into(), "Coahuila".into())), vec![]), "{spelling}");
    }
    assert_eq!(parse(&rows, &["1", "Atlantis"]).1, [WarningKind::UnknownState]);
}

#[test]
fn without_a_code_identity_is_the_profile_s_key() {
    let rows = reader(
        "name = 'b'\nlayout = 'branches'\n[branch]\nidentity = ['ciudad', 'nombre']\nname = 'nombre'\n",
        &["nombre", "ciudad"],
    );
    let code = |cells: &[&str]| match parse(&rows, cells).0 {
        Parsed::Branch(branch) => branch.code,
        other => panic!("{other:?}"),
    };
    assert_eq!(code(&["Plaza  Juárez", "Saltillo"]), "saltillo-plaza-juarez");
    assert_eq!(code(&["PLAZA JUAREZ", "saltillo"]), code(&["Plaza\u{a0}Juárez", "Saltillo"]));
    assert!(
        matches!(parse(&rows, &["", ""]).0, Parsed::Reject(problem) if problem.reason == RejectReason::MissingBranch)
    );
}

#[test]
fn profiles_with_unknown_keys_or_without_sense_are_refused() {
    for (text, word) in [
        ("name = 'x'\nlayout = 'score_only'\nsurprise = 1\n", "surprise"),
        ("name = 'x'\nlayout = 'score_only'\n[branch]\ncode = 'a'\n", "date"),
        ("name = 'x'\nlayout = 'wide'\ndate = { column = 'd' }\n[branch]\ncode = 'a'\n", "areas"),
        ("name = 'x'\nlayout = 'branches'\n[branch]\nname = 'a'\n", "branch"),
        ("name = 'x'\nlayout = 'branches'\ntime_zone = 'Mars/Phobos'\n[branch]\ncode = 'a'\n", "Mars"),
        ("name = 'x'\nlayout = 'branches'\nscore = { max = -1 }\n[branch]\ncode = 'a'\n", "max"),
    ] {
        let error = Profile::parse(text).unwrap_err();
        assert!(error.contains(word), "{text}: {error}");
    }
}

#[test]
fn hostile_numbers_are_rejected() {
    let of_points = r#"
name = "puntos"
layout = "score_only"
branch = { code = "clave" }
date = { column = "fecha" }
score = { points = "puntos", max_points = "maximo" }
"#;
    let rows = reader(of_points, &["clave", "fecha", "puntos", "maximo"]);
    let reason = |rows: &Rows, cells: &[&str]| match parse(rows, cells).0 {
        Parsed::Reject(problem) => problem.reason,
        other => panic!("{other:?}"),
    };
    let hostile = ["7", "2025-03-04", "9000000000000000e-18", "9900000000000000e-18"];
    assert_eq!(reason(&rows, &hostile), RejectReason::BadPoints);
    let of_score = r#"
name = "calificacion"
layout = "score_only"
branch = { code = "clave" }
date = { column = "fecha" }
score = { column = "calificacion", max = 0.0099 }
"#;
    let rows = reader(of_score, &["clave", "fecha", "calificacion"]);
    assert_eq!(reason(&rows, &["7", "2025-03-04", "9000000000000000e400"]), RejectReason::BadScore);
    assert_eq!(visit(&rows, &["7", "2025-03-04", "9000000000000000e-18"]).score, Some(9_091));
}
