//! A table as CSV (RFC 4180), made a piece at a time.

use std::io::{self, Write};

use super::table::{Cell, Row, Table};

/// Spreadsheets tell UTF-8 by it.
const MARK: &str = "\u{feff}";

/// Writes a table, with a byte order mark where one is asked for.
///
/// # Errors
/// When nobody takes it any more.
pub fn write(table: Table, mark: bool, mut out: impl Write) -> io::Result<()> {
    if mark {
        out.write_all(MARK.as_bytes())?;
    }
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    csv.write_record(&table.headings)?;
    for row in table.rows.each {
        record(&mut csv, row)?;
    }
    csv.flush()
}

fn record(csv: &mut csv::Writer<impl Write>, row: Row) -> io::Result<()> {
    for cell in row {
        match cell {
            Cell::Nothing => csv.write_field("")?,
            Cell::Text(text) => csv.write_field(harmless(text))?,
            Cell::Count(count) => csv.write_field(count.to_string())?,
            Cell::Percent(number) | Cell::Points(number) | Cell::Share(number) | Cell::Degrees(number) => {
                // The shortest text that reads as the very same number.
                csv.write_field(number.to_string())?;
            }
            Cell::Date(day) => csv.write_field(day.to_string())?,
        }
    }
    csv.write_record(None::<&[u8]>)?;
    Ok(())
}

/// A spreadsheet runs what begins like a formula: an apostrophe in front makes it text. (Of text alone: a number below zero
/// is one.)
fn harmless(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Day;

    fn written(row: Row, mark: bool) -> String {
        let headings = row.iter().enumerate().map(|(at, _)| format!("c{at}")).collect();
        let mut out = Vec::new();
        write(Table::of("t", "T", headings, vec![row]), mark, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn text_is_no_formula_and_numbers_stay_numbers() {
        for text in ["=1+1", "+52 81", "-5", "@SUM(A1)", "\tx", "\rx"] {
            let told = written(vec![Cell::from(text)], false);
            let cell = told.strip_prefix("c0\r\n").unwrap().trim_end_matches("\r\n").trim_matches('"');
            assert_eq!(cell, format!("'{text}"));
        }
        let row = vec![Cell::Points(-1.5), Cell::Count(-3), Cell::Percent(87.0), Cell::Percent(87.533_333_333_333_33)];
        assert_eq!(written(row, false), "c0,c1,c2,c3\r\n-1.5,-3,87,87.53333333333333\r\n");
    }

    #[test]
    fn what_holds_a_mark_is_quoted() {
        let row = vec![
            Cell::from("a,b"),
            Cell::from("say \"x\""),
            Cell::from("two\nlines"),
            Cell::Nothing,
            Day::from_ymd(2025, 3, 1).into(),
        ];
        assert_eq!(
            written(row, true),
            "\u{feff}c0,c1,c2,c3,c4\r\n\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",,2025-03-01\r\n"
        );
    }
}
