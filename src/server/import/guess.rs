//! A first profile for a file nobody has described: by the words of the header, and by what the values look like.

use std::path::Path;

use super::{
    date::{DateFormat, DateReader},
    profile::{AreaSpec, BranchSpec, DateSpec, Field, KindSpec, Layout, Profile, ScoreSpec},
    read::{self, ReadError, ReadOptions, Row, Step},
    value::Decimal,
};
use crate::domain::text::{fold, slug};

/// Rows that are looked at.
const SAMPLE: usize = 200;

/// The first rows of a file.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    pub sheet: Option<String>,
    pub header: Vec<String>,
    /// Row of the header among the rows that are not blank, from 1.
    pub header_row: u32,
    pub rows: Vec<Vec<String>>,
}

/// Reads the header and the first rows: of a workbook, those of the sheet with the most columns among the first ten.
///
/// # Errors
/// When the file cannot be read.
pub fn sample(path: &Path, options: &ReadOptions, rows: usize) -> Result<Sample, ReadError> {
    let mut sheets: Vec<(Option<String>, Vec<Row>)> = Vec::new();
    read::read::<ReadError>(path, options, &mut |step| {
        match step {
            Step::Sheet(name) => sheets.push((Some(name.to_owned()), Vec::new())),
            Step::Row(row) => {
                if sheets.is_empty() {
                    sheets.push((None, Vec::new()));
                }
                let several = sheets.first().is_some_and(|(name, _)| name.is_some());
                let Some((_, kept)) = sheets.last_mut() else { return Ok(true) };
                if kept.len() < rows + 10 {
                    kept.push(row.clone());
                } else if !several {
                    return Ok(false);
                }
            }
        }
        Ok(sheets.len() <= 10)
    })?;
    let best = sheets
        .into_iter()
        .map(|(sheet, rows)| with_header(sheet, &rows))
        .max_by_key(|s| (s.header.len(), s.rows.len()));
    best.filter(|sample| !sample.header.is_empty()).ok_or(ReadError::Empty)
}

/// The header is the first row with as many names as any of the first ten rows, give or take.
fn with_header(sheet: Option<String>, rows: &[Row]) -> Sample {
    let filled = |row: &Row| (0..row.width()).filter(|column| !row.cell(*column).is_empty()).count();
    let most = rows.iter().take(10).map(filled).max().unwrap_or(0);
    let at = rows.iter().take(10).position(|row| filled(row) * 10 >= most * 7).unwrap_or(0);
    let header = rows.get(at).map(Row::cells).unwrap_or_default();
    let rows = rows.iter().skip(at + 1).map(Row::cells).collect();
    Sample { sheet, header, header_row: u32::try_from(at).unwrap_or(0) + 1, rows }
}

/// Words of a header, folded and cut, by what they mean. Earlier words are stronger.
const EXTERNAL: &[&str] = &[
    "submission id",
    "folio",
    "external id",
    "inspection id",
    "visit id",
    "id supervision",
    "uuid",
    "objectid",
    "id visita",
    "id",
];
const DATE: &[&str] = &[
    "date submitted",
    "fecha supervision",
    "fecha visita",
    "inspection date",
    "rating date",
    "ratingdate",
    "fecha",
    "date",
    "timestamp",
    "dia",
    "submitted",
];
const KIND: &[&str] =
    &["tipo supervision", "kind", "tipo de supervision", "inspection type", "formulario", "form", "type", "tipo"];
const SCORE: &[&str] = &[
    "calificacion general",
    "general score",
    "calificacion",
    "ratingvalue",
    "score",
    "puntaje",
    "promedio",
    "rating",
    "resultado",
    "porcentaje",
];
const POINTS: &[&str] = &["puntos totales", "puntos obtenidos", "points", "total points", "puntos"];
const MAX_POINTS: &[&str] = &["puntos maximos", "max points", "maximum points", "puntos posibles", "maximo"];
const AREA: &[&str] = &["area de evaluacion", "area", "seccion", "section", "categoria", "category"];
const AREA_SCORE: &[&str] = &["calificacion area", "area score", "score area", "porcentaje area", "resultado area"];
const CODE: &[&str] = &[
    "sucursal numero",
    "numero sucursal",
    "store number",
    "branch code",
    "business id",
    "hsisid",
    "fhrsid",
    "clave sucursal",
    "numero de sucursal",
    "clave",
    "codigo",
    "code",
    "store id",
    "branch id",
    "sucursal id",
    "no sucursal",
    "branch",
];
const LABEL: &[&str] = &["location asignado", "location", "ubicacion asignada"];
const NAME: &[&str] = &[
    "sucursal nombre",
    "nombre sucursal",
    "store name",
    "branch name",
    "business name",
    "businessname",
    "nombre",
    "name",
    "sucursal",
];
const GROUP: &[&str] = &[
    "sucursal grupo",
    "grupo operativo",
    "grupo",
    "operator group",
    "owner name",
    "franquiciatario",
    "franchisee",
    "group",
    "owner",
    "ownership type",
    "businesstype",
    "facilitytype",
];
const TERRITORY: &[&str] = &["sucursal tipo", "territorio", "territory"];
const STATE: &[&str] = &["estado", "state province", "state", "entidad", "provincia"];
const MUNICIPALITY: &[&str] = &["municipio", "ciudad", "city", "municipality", "localauthorityname", "postal code"];
const LATITUDE: &[&str] = &["sucursal lat", "latitud", "latitude", "lat", "y"];
const LONGITUDE: &[&str] = &["sucursal lon", "longitud", "longitude", "lon", "lng", "long", "x"];
const ZONE: &[&str] = &["time zone", "timezone", "zona horaria"];
const SUPERVISOR: &[&str] =
    &["supervisor", "usuario", "inspector", "evaluador", "auditor", "user", "submitted by", "capturado por"];

/// Columns that are not taken yet.
struct Columns<'a> {
    sample: &'a Sample,
    words: Vec<String>,
    taken: Vec<bool>,
}

impl Columns<'_> {
    /// The first column that matches a word: whole names first, then beginnings.
    fn take(&mut self, words: &[&str], fits: impl Fn(&[&str]) -> bool) -> Option<String> {
        for whole in [true, false] {
            for word in words {
                let found = (0..self.words.len()).find(|column| {
                    let name = &self.words[*column];
                    let matches = if whole { name == word } else { word.len() > 3 && name.starts_with(word) };
                    !self.taken[*column] && matches && fits(&self.values(*column))
                });
                if let Some(column) = found {
                    self.taken[column] = true;
                    return Some(self.sample.header[column].clone());
                }
            }
        }
        None
    }

    fn values(&self, column: usize) -> Vec<&str> {
        let cells = self.sample.rows.iter().take(SAMPLE).filter_map(|row| row.get(column));
        cells.map(String::as_str).filter(|text| !text.is_empty()).collect()
    }

    fn of(&self, name: &str) -> Vec<&str> {
        self.sample
            .header
            .iter()
            .position(|header| header == name)
            .map(|column| self.values(column))
            .unwrap_or_default()
    }
}

fn words_of(name: &str) -> String {
    let spaced: String = fold(name).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn number(text: &str) -> Option<Decimal> {
    Decimal::parse(text, false).or_else(|| Decimal::parse(text, true))
}

fn mostly(values: &[&str], fits: impl Fn(&str) -> bool) -> bool {
    !values.is_empty() && values.iter().filter(|text| fits(text)).count() * 10 >= values.len() * 6
}

fn numbers(values: &[&str]) -> bool {
    values.is_empty() || mostly(values, |text| number(text).is_some())
}

/// Guesses a profile.
#[must_use]
pub fn guess(name: &str, sample: &Sample) -> Profile {
    let words: Vec<String> = sample.header.iter().map(|header| words_of(header)).collect();
    let taken = vec![false; words.len()];
    let mut columns = Columns { sample, words, taken };
    let any = |_: &[&str]| true;

    let latitude = columns.take(LATITUDE, numbers);
    let longitude = columns.take(LONGITUDE, numbers);
    let date = columns.take(DATE, |values| values.is_empty() || formats(values).is_some());
    let prefix = area_prefix(&mut columns);
    let area = if prefix.is_none() { columns.take(AREA, |values| !numbers(values) || values.is_empty()) } else { None };
    let area_score = area.as_ref().and_then(|_| columns.take(AREA_SCORE, numbers));
    let max_points = columns.take(MAX_POINTS, numbers);
    let points = max_points.as_ref().and_then(|_| columns.take(POINTS, numbers));
    let score = columns.take(SCORE, numbers);
    let code = columns.take(CODE, any);
    let label = columns.take(LABEL, |values| mostly(values, |text| text.contains('-')));
    let territory = columns.take(TERRITORY, any);
    let branch_name = columns.take(NAME, any);
    let group = columns.take(GROUP, any);
    let kind = columns.take(KIND, any);
    let state = columns.take(STATE, any);
    let municipality = columns.take(MUNICIPALITY, any);
    let time_zone = columns.take(ZONE, any);
    let supervisor = columns.take(SUPERVISOR, any);
    let external = columns.take(EXTERNAL, |values| {
        let distinct: std::collections::HashSet<_> = values.iter().collect();
        !values.is_empty() && (area.is_some() || distinct.len() == values.len())
    });

    let visits = date.is_some() && (score.is_some() || points.is_some() || area_score.is_some());
    let layout = match (visits, &prefix, &area) {
        (false, ..) => Layout::Branches,
        (true, Some(_), _) => Layout::Wide,
        (true, None, Some(_)) => Layout::Long,
        (true, None, None) => Layout::ScoreOnly,
    };
    let scores = score.as_ref().map(|name| columns.of(name)).unwrap_or_default();
    let comma = scores.iter().any(|text| Decimal::parse(text, false).is_none() && Decimal::parse(text, true).is_some());
    // with one score column, a long file's score is the area's; a general one beside it has a name of its own
    let (score, area_score) = match (&area, area_score) {
        (Some(_), None) => (None, score),
        (_, area_score) => (score, area_score),
    };
    Profile {
        name: name.to_owned(),
        layout,
        header_row: (sample.header_row > 1).then_some(sample.header_row),
        sheets: sample.sheet.iter().cloned().collect(),
        decimal_comma: comma,
        null_tokens: null_tokens(&scores),
        external_id: external.filter(|_| visits),
        supervisor: supervisor.filter(|_| visits),
        kind: visits.then(|| match kind {
            Some(column) => KindSpec { column: Some(column), ..KindSpec::default() },
            None => KindSpec { fixed: Some("operativa".into()), ..KindSpec::default() },
        }),
        date: date.filter(|_| visits).map(|column| {
            let formats = formats(&columns.of(&column)).unwrap_or_else(|| vec!["iso".into()]);
            DateSpec { column, formats, sentinels: Vec::new() }
        }),
        score: visits.then(|| ScoreSpec {
            max: Some(likely_max(&scores)),
            column: score,
            points: points.clone().filter(|_| area.is_none()),
            max_points: max_points.clone().filter(|_| area.is_none()),
            ..ScoreSpec::default()
        }),
        areas: visits.then(|| areas(prefix, area, area_score, points, max_points)).flatten(),
        branch: BranchSpec {
            identity: match (&code, &label, &branch_name) {
                (None, None, Some(name)) => vec![name.clone()],
                _ => Vec::new(),
            },
            code: code.or_else(|| {
                if label.is_none() && branch_name.is_none() { sample.header.first().cloned() } else { None }
            }),
            label,
            name: branch_name,
            group: group.map(field),
            territory: territory.map(field),
            state: state.map(field),
            municipality: municipality.map(field),
            latitude: latitude.clone().filter(|_| longitude.is_some()),
            longitude: longitude.filter(|_| latitude.is_some()),
            time_zone,
            ..BranchSpec::default()
        },
        ..Profile::default()
    }
}

fn field(column: String) -> Field {
    Field { column: Some(column), ..Field::default() }
}

fn areas(
    prefix: Option<String>,
    area: Option<String>,
    score: Option<String>,
    points: Option<String>,
    max_points: Option<String>,
) -> Option<AreaSpec> {
    if prefix.is_some() {
        return Some(AreaSpec { prefix, ..AreaSpec::default() });
    }
    area.map(|column| AreaSpec { column: Some(column), score, points, max_points, ..AreaSpec::default() })
}

/// Three columns or more that start with the same word and hold numbers.
fn area_prefix(columns: &mut Columns<'_>) -> Option<String> {
    for prefix in ["AREA_", "AREA ", "AREA-", "SECCION_", "SECTION_"] {
        let folded = fold(prefix);
        let starts = |name: &String| fold(name).starts_with(folded.trim_end()) && fold(name).len() > folded.len();
        let found: Vec<usize> =
            (0..columns.sample.header.len()).filter(|c| starts(&columns.sample.header[*c])).collect();
        if found.len() >= 2 {
            for column in found {
                columns.taken[column] = true;
            }
            return Some(prefix.to_owned());
        }
    }
    None
}

/// The formats that read most of the values, in the order in which they should be tried.
fn formats(values: &[&str]) -> Option<Vec<String>> {
    const KNOWN: [&str; 12] = [
        "iso",
        "%Y%m%d",
        "%d/%m/%Y",
        "%m/%d/%Y",
        "%d/%m/%Y %H:%M:%S",
        "%d/%m/%Y %H:%M",
        "%m/%d/%Y %H:%M",
        "%d-%m-%Y",
        "%d %b %Y",
        "%d/%m/%y",
        "serial",
        "%d.%m.%Y",
    ];
    let reads = |format: &str, text: &str| {
        DateFormat::from_profile(format).is_some_and(|format| {
            DateReader { formats: vec![format], written_in: None }.read(text, &jiff::tz::TimeZone::UTC).is_some()
        })
    };
    let share = |format: &str| values.iter().filter(|text| reads(format, text)).count();
    let best = KNOWN
        .iter()
        .copied()
        .max_by_key(|format| (share(format), std::cmp::Reverse(KNOWN.iter().position(|k| k == format))))?;
    if values.is_empty() || share(best) * 10 < values.len() * 6 {
        return None;
    }
    let mut formats = vec![best.to_owned()];
    let rest = |text: &&&str| !reads(best, text);
    for format in KNOWN.iter().filter(|format| **format != best) {
        let left: Vec<&str> = values.iter().filter(rest).copied().collect();
        if !left.is_empty() && left.iter().any(|text| reads(format, text)) && formats.len() < 3 {
            formats.push((*format).to_owned());
        }
    }
    Some(formats)
}

/// 1, 5, 10 or 100: the smallest that holds all values.
fn likely_max(values: &[&str]) -> f64 {
    let numbers: Vec<Decimal> = values.iter().filter_map(|text| number(text)).collect();
    for max in [1, 5, 10] {
        if !numbers.is_empty() && numbers.iter().all(|number| !number.exceeds(Decimal::whole(max))) {
            #[expect(clippy::cast_precision_loss, reason = "small whole numbers")]
            return max as f64;
        }
    }
    100.0
}

/// Words among the scores: they stand for "not scored".
fn null_tokens(values: &[&str]) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    for text in values {
        if number(text).is_none() && text.len() <= 40 && tokens.len() < 10 && !tokens.iter().any(|known| known == text)
        {
            tokens.push((*text).to_owned());
        }
    }
    tokens
}

/// Guesses a profile for a file, named after it.
///
/// # Errors
/// When the file cannot be read.
pub fn guess_file(path: &Path, file_name: &str) -> Result<(Profile, Sample), ReadError> {
    let sample = sample(path, &ReadOptions::default(), SAMPLE)?;
    let stem = Path::new(file_name).file_stem().map(|stem| slug(&stem.to_string_lossy())).unwrap_or_default();
    let name: String = if stem.is_empty() { "perfil".into() } else { stem.chars().take(60).collect() };
    Ok((guess(&name, &sample), sample))
}
