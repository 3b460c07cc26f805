//! Tables as one workbook: a cover, and a sheet for each. Rows go to the disk as they are made, so that a hundred thousand
//! take no more memory than a hundred.

use std::io::{self, Read as _, Seek as _, Write as _};

use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::{
    Tables,
    cover::Cover,
    flow::{Sink, gone},
    table::{Cell, Row, Table},
};
use crate::domain::Day;

/// Rows of a sheet below its headings; what is longer goes on in another.
const ROWS: u64 = 1_048_575;
/// Characters of a cell.
const CHARS: usize = 32_767;
/// Rows after which somebody may have gone, and from which the columns take their widths.
const STEP: usize = 256;
/// Widths of columns, in characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 9..=48;

/// Writes a workbook.
///
/// # Errors
/// The disk's, and when nobody takes it any more.
pub fn write(tables: Tables, sink: &mut Sink) -> io::Result<()> {
    let mut file = tempfile::tempfile()?;
    let formats = Formats::new();
    let mut workbook = Workbook::new();
    cover(&tables.cover, &formats, workbook.add_worksheet()).map_err(failed)?;
    for table in tables.tables {
        sheets(table, &formats, &mut workbook, sink)?;
    }
    workbook.save_to_writer(&mut file).map_err(failed)?;
    file.rewind()?;
    let mut piece = vec![0; 64 << 10];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(()),
            read => sink.write_all(&piece[..read])?,
        }
    }
}

fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        error => io::Error::other(error),
    }
}

struct Formats {
    title: Format,
    label: Format,
    heading: Format,
    percent: Format,
    points: Format,
    share: Format,
    count: Format,
    degrees: Format,
    date: Format,
}

impl Formats {
    fn new() -> Self {
        let number = |form: &str| Format::new().set_num_format(form);
        Self {
            title: Format::new().set_bold().set_font_size(16),
            label: Format::new().set_font_color("#5B6270").set_align(FormatAlign::Top),
            heading: Format::new().set_bold().set_background_color("#EEF0F4").set_text_wrap(),
            // What a person reads; the cell holds every digit.
            percent: number("0.00"),
            points: number("+0.00;-0.00;0.00"),
            share: number("0.0%"),
            count: number("#,##0"),
            degrees: number("0.000000"),
            date: number("yyyy-mm-dd"),
        }
    }
}

fn cover(cover: &Cover, formats: &Formats, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name(cover.name)?;
    sheet.set_column_width(0, 26)?.set_column_width(1, 60)?.set_screen_gridlines(false);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.write_string_with_format(0, 0, &cover.title, &formats.title)?;
    for (row, (label, cell)) in (2..).zip(&cover.lines) {
        sheet.write_string_with_format(row, 0, *label, &formats.label)?;
        put(sheet, row, 1, cell, formats)?;
    }
    Ok(())
}

/// As many sheets as the rows need.
fn sheets(table: Table, formats: &Formats, workbook: &mut Workbook, sink: &Sink) -> io::Result<()> {
    let Table { title, headings, rows, .. } = table;
    let mut rows = rows.each.peekable();
    for number in 1_u32.. {
        // Widths are told before the first row is written: from as many rows as are at hand.
        let first: Vec<Row> = rows.by_ref().take(STEP).collect();
        let sheet = workbook.add_worksheet_with_constant_memory().map_err(failed)?;
        begin(sheet, title, number, &headings, &first, formats).map_err(failed)?;
        let mut at: u32 = 0;
        let mut line = |row: Row| -> io::Result<()> {
            at += 1;
            if at.is_multiple_of(STEP as u32) && sink.is_gone() {
                return Err(gone());
            }
            for (column, cell) in (0..).zip(&row) {
                put(sheet, at, column, cell, formats).map_err(failed)?;
            }
            Ok(())
        };
        first.into_iter().try_for_each(&mut line)?;
        rows.by_ref().take(ROWS as usize - STEP).try_for_each(&mut line)?;
        let last = at;
        if last > 0 {
            let columns = u16::try_from(headings.len()).unwrap_or(u16::MAX).saturating_sub(1);
            sheet.autofilter(0, 0, last, columns).map_err(failed)?;
        }
        if rows.peek().is_none() {
            break;
        }
    }
    Ok(())
}

fn begin(
    sheet: &mut Worksheet,
    title: &str,
    number: u32,
    headings: &[String],
    rows: &[Row],
    formats: &Formats,
) -> Result<(), XlsxError> {
    sheet.set_name(if number == 1 { title.to_owned() } else { format!("{title} ({number})") })?;
    sheet.set_freeze_panes(1, 0)?;
    // Printed, as wide as the paper and under its headings.
    sheet.set_repeat_rows(0, 0)?.set_print_fit_to_pages(1, 0);
    for (column, heading) in headings.iter().enumerate() {
        let place = u16::try_from(column).unwrap_or(u16::MAX);
        let longest = rows.iter().filter_map(|row| row.get(column)).map(width).max().unwrap_or(0);
        // A heading may take two lines.
        let of_heading = heading.chars().count().div_ceil(2) + 3;
        let width = longest.max(of_heading).clamp(*WIDTHS.start(), *WIDTHS.end());
        sheet.set_column_width(place, u32::try_from(width).unwrap_or(48))?;
        sheet.write_string_with_format(0, place, heading, &formats.heading)?;
    }
    Ok(())
}

/// Characters that a cell shows.
fn width(cell: &Cell) -> usize {
    match cell {
        Cell::Nothing => 0,
        Cell::Text(text) => text.chars().count() + 1,
        Cell::Count(count) => count.to_string().len() * 4 / 3 + 1,
        Cell::Percent(_) | Cell::Points(_) | Cell::Share(_) => 9,
        Cell::Degrees(_) => 13,
        Cell::Date(_) => 12,
    }
}

#[expect(clippy::cast_precision_loss, reason = "sums are far below 2^53")]
fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, formats: &Formats) -> Result<(), XlsxError> {
    let (number, format) = match cell {
        Cell::Nothing => return Ok(()),
        Cell::Text(text) => {
            // A string is a string here, whatever it begins with.
            let cut: String = text.chars().take(CHARS).collect();
            return sheet.write_string(row, column, cut).map(drop);
        }
        Cell::Date(day) => return date(sheet, row, column, *day, formats),
        Cell::Percent(number) => (*number, &formats.percent),
        Cell::Points(number) => (*number, &formats.points),
        Cell::Share(number) => (*number, &formats.share),
        Cell::Degrees(number) => (*number, &formats.degrees),
        Cell::Count(count) => (*count as f64, &formats.count),
    };
    sheet.write_number_with_format(row, column, number, format).map(drop)
}

/// Workbooks know the days from 1900 to 9999.
fn date(sheet: &mut Worksheet, row: u32, column: u16, day: Day, formats: &Formats) -> Result<(), XlsxError> {
    let (year, month, of_month) = day.ymd();
    let known = u16::try_from(year).ok().zip(u8::try_from(month).ok()).zip(u8::try_from(of_month).ok());
    match known.and_then(|((year, month), day)| ExcelDateTime::from_ymd(year, month, day).ok()) {
        Some(date) => sheet.write_datetime_with_format(row, column, date, &formats.date).map(drop),
        None => sheet.write_string(row, column, day.to_string()).map(drop),
    }
}
