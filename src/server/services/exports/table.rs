//! A *table* is a list of figures as a file has it: a title, headings, and rows that are made when they are asked for.

use crate::domain::{Day, Mean};

/// See the module.
pub struct Table {
    /// What `table` names it by.
    pub key: &'static str,
    pub title: &'static str,
    pub headings: Vec<String>,
    pub rows: Rows,
}

/// Rows one after another. How many there are is known before the first is made.
pub struct Rows {
    pub count: u64,
    pub each: Box<dyn Iterator<Item = Row> + Send>,
}

/// One cell for each heading.
pub type Row = Vec<Cell>;

/// What stands in a cell; a number carries its unit, by which a workbook shows it.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Nothing,
    Text(String),
    /// Percent with every digit, 87.53.
    Percent(f64),
    /// Points of a percent, up or down.
    Points(f64),
    /// A part of a whole, 0 to 1.
    Share(f64),
    /// A whole number: of things, or of hundredths.
    Count(i64),
    /// Of a globe.
    Degrees(f64),
    Date(Day),
}

impl Table {
    /// A table whose rows are at hand.
    pub fn of(key: &'static str, title: &'static str, headings: Vec<String>, rows: Vec<Row>) -> Self {
        let rows = Rows { count: rows.len() as u64, each: Box::new(rows.into_iter()) };
        Self { key, title, headings, rows }
    }
}

/// An average with its exact pair: what stands wherever a figure does.
pub fn figure(average: Option<f64>, sum_hundredths: i64, n: u32) -> [Cell; 3] {
    [percent(average), Cell::Count(sum_hundredths), Cell::from(n)]
}

/// As [`figure`], of the pair alone.
pub fn figure_of(mean: Mean) -> [Cell; 3] {
    figure(mean.average(), mean.sum_hundredths, mean.n)
}

/// Percent; nothing of nothing.
pub fn percent(value: Option<f64>) -> Cell {
    value.map_or(Cell::Nothing, Cell::Percent)
}

/// Points; nothing of nothing.
pub fn points(value: Option<f64>) -> Cell {
    value.map_or(Cell::Nothing, Cell::Points)
}

/// A coordinate; nothing where there is none.
pub fn degrees(value: Option<f64>) -> Cell {
    value.map_or(Cell::Nothing, |value| Cell::Degrees((value * 1e7).round() / 1e7))
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Nothing } else { Self::Text(text.to_owned()) }
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<u32> for Cell {
    fn from(count: u32) -> Self {
        Self::Count(count.into())
    }
}

impl From<Day> for Cell {
    fn from(day: Day) -> Self {
        Self::Date(day)
    }
}

impl<'a, T> From<Option<&'a T>> for Cell
where
    Cell: From<&'a T>,
    T: ?Sized,
{
    fn from(value: Option<&'a T>) -> Self {
        value.map_or(Self::Nothing, Self::from)
    }
}

impl From<Option<u32>> for Cell {
    fn from(value: Option<u32>) -> Self {
        value.map_or(Self::Nothing, Self::from)
    }
}

impl From<Option<Day>> for Cell {
    fn from(value: Option<Day>) -> Self {
        value.map_or(Self::Nothing, Self::from)
    }
}
