//! A first profile for a file nobody has described: by the words of the header, and by what the values look like.

mod sample;
mod values;
mod words;

use std::path::Path;

use sample::SAMPLE;
pub use sample::{Sample, sample};
use values::{decimal_comma, formats, likely_max, mostly, null_tokens, numbers, numerals};
use words::{
    AREA, AREA_SCORE, BRANCH, CODE, DATE, EXTERNAL, GROUP, KIND, LABEL, LATITUDE, LONGITUDE, MAX_POINTS, MUNICIPALITY,
    NAME, POINTS, SCORE, SENT_LATITUDE, SENT_LONGITUDE, STATE, SUPERVISOR, TERRITORY, ZONE,
};

use super::{
    profile::{AreaSpec, BranchSpec, DateSpec, Field, KindSpec, Layout, PlaceSpec, Profile, ScoreSpec},
    read::{ReadError, ReadOptions},
};
use crate::domain::text::{fold, slug};

/// Columns that are not taken yet.
struct Columns<'a> {
    sample: &'a Sample,
    words: Vec<String>,
    taken: Vec<bool>,
}

impl Columns<'_> {
    /// The first column that matches a word: whole names first, then beginnings.
    fn take(&mut self, words: &[&str], fits: impl Fn(&[&str]) -> bool) -> Option<String> {
        let begins = |name: &str, word: &str| word.len() > 3 && name.starts_with(word);
        self.take_whole(words, &fits).or_else(|| self.take_by(words, begins, &fits))
    }

    /// The first column whose whole name is one of the words.
    fn take_whole(&mut self, words: &[&str], fits: impl Fn(&[&str]) -> bool) -> Option<String> {
        self.take_by(words, |name, word| name == word, &fits)
    }

    fn take_by(
        &mut self,
        words: &[&str],
        matches: impl Fn(&str, &str) -> bool,
        fits: &impl Fn(&[&str]) -> bool,
    ) -> Option<String> {
        let column = words.iter().find_map(|word| {
            (0..self.words.len()).find(|column| {
                !self.taken[*column] && matches(&self.words[*column], word) && fits(&self.values(*column))
            })
        })?;
        self.taken[column] = true;
        Some(self.sample.header[column].clone())
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

/// Guesses a profile.
#[must_use]
pub fn guess(name: &str, sample: &Sample) -> Profile {
    let words: Vec<String> = sample.header.iter().map(|header| words_of(header)).collect();
    let taken = vec![false; words.len()];
    let mut columns = Columns { sample, words, taken };
    let any = |_: &[&str]| true;

    let sent = columns.take_whole(SENT_LATITUDE, numbers).zip(columns.take_whole(SENT_LONGITUDE, numbers));
    let latitude = columns.take(LATITUDE, numbers);
    let longitude = columns.take(LONGITUDE, numbers);
    let date = columns.take(DATE, |values| values.is_empty() || formats(values).is_some());
    let prefix = area_prefix(&mut columns);
    let area = if prefix.is_none() { columns.take(AREA, |values| !numbers(values) || values.is_empty()) } else { None };
    let area_score = area.as_ref().and_then(|_| columns.take(AREA_SCORE, numbers));
    let max_points = columns.take(MAX_POINTS, numbers);
    let points = max_points.as_ref().and_then(|_| columns.take(POINTS, numbers));
    let score = columns.take(SCORE, numbers);
    let code = columns.take(CODE, any).or_else(|| columns.take_whole(BRANCH, numerals));
    let label = columns.take(LABEL, |values| mostly(values, |text| text.contains('-')));
    let territory = columns.take(TERRITORY, any);
    let branch_name = columns.take(NAME, |values| !numerals(values));
    let group = columns.take(GROUP, any);
    let kind = columns.take(KIND, any);
    let state = columns.take(STATE, any);
    let municipality = columns.take(MUNICIPALITY, any);
    let time_zone = columns.take(ZONE, any);
    let supervisor = columns.take(SUPERVISOR, any);
    let external = columns.take(EXTERNAL, |values| {
        let distinct: std::collections::HashSet<_> = values.iter().collect();
        // A few that come twice are doubled rows, which the import tells of; they do not make the column something else.
        !values.is_empty() && (area.is_some() || distinct.len() * 10 >= values.len() * 9)
    });

    let visits = date.is_some() && (score.is_some() || points.is_some() || area_score.is_some());
    let layout = match (visits, &prefix, &area) {
        (false, ..) => Layout::Branches,
        (true, Some(_), _) => Layout::Wide,
        (true, None, Some(_)) => Layout::Long,
        (true, None, None) => Layout::ScoreOnly,
    };
    let scores = score.as_ref().map(|name| columns.of(name)).unwrap_or_default();
    let comma = decimal_comma(&scores);
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
        sent_from: sent.filter(|_| visits).map(|(latitude, longitude)| PlaceSpec { latitude, longitude }),
        areas: visits.then(|| areas(prefix, area, area_score, points, max_points)).flatten(),
        branch: BranchSpec {
            identity: match (&code, &label, &branch_name) {
                (None, None, Some(name)) => vec![name.clone()],
                _ => Vec::new(),
            },
            // Visits are somewhere's: then the first column is the likeliest. A table of anything at all is no list of branches.
            code: code.or_else(|| {
                let first = visits && label.is_none() && branch_name.is_none();
                first.then(|| sample.header.first().cloned()).flatten()
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

/// Guesses a profile for a file, named after it.
///
/// # Errors
/// When the file cannot be read.
pub fn guess_file(path: &Path, file_name: &str) -> Result<(Profile, Sample), ReadError> {
    let sample = sample(path, &ReadOptions::default(), SAMPLE)?;
    if sample.header.len() < 2 {
        return Err(ReadError::OneColumn);
    }
    let stem = Path::new(file_name).file_stem().map(|stem| slug(&stem.to_string_lossy())).unwrap_or_default();
    let name: String = if stem.is_empty() { "perfil".into() } else { stem.chars().take(60).collect() };
    Ok((guess(&name, &sample), sample))
}
