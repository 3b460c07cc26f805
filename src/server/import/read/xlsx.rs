//! Workbooks: measured before they are opened, then read cell by cell.

mod cells;

use std::{
    fs::File,
    io::{BufReader, Read},
    path::Path,
};

use calamine::{DataRef, Reader as _, Xlsx};

use self::cells::Cells;
use super::{Flow, MAX_COLUMNS, MAX_ROW_BYTES, ReadError, ReadOptions, Row, Step};
use crate::domain::text::fold;

/// Unpacked bytes of all parts together.
const MAX_UNPACKED: u64 = 512 << 20;
/// Unpacked bytes of the shared strings, which are held in memory.
const MAX_STRINGS: u64 = 48 << 20;
/// Unpacked bytes of a picture: never read, unless a workbook calls one a sheet.
const MAX_PICTURE: u64 = 32 << 20;
/// Unpacked bytes of every other part that is held in memory (styles, relations, …).
const MAX_PART: u64 = 8 << 20;
/// Parts of a workbook.
const MAX_PARTS: usize = 4_096;
/// A part may unpack to this many times its packed size (once it is over a megabyte).
const MAX_RATIO: u64 = 200;

/// Reads the sheets of a workbook one after the other.
///
/// # Errors
/// When the file is no workbook, is too large inside, or `step` fails.
pub fn read<E: From<ReadError>>(
    path: &Path,
    options: &ReadOptions,
    step: &mut dyn FnMut(Step<'_>) -> Flow<E>,
) -> Result<(), E> {
    measure(path)?;
    let file = BufReader::new(File::open(path).map_err(ReadError::from)?);
    let mut book = guarded(|| Xlsx::new(file))?;
    let wanted: Vec<String> = options.sheets.iter().map(|name| fold(name)).collect();
    for sheet in book.sheet_names() {
        if !wanted.is_empty() && !wanted.contains(&fold(&sheet)) {
            continue;
        }
        // chart sheets have no cells
        let Ok(mut cells) = guarded(|| book.worksheet_cells_reader(&sheet)) else { continue };
        if !step(Step::Sheet(&sheet))? {
            return Ok(());
        }
        let mut row = Row::default();
        row.clear(0);
        loop {
            let cell = guarded(|| cells.next_cell())?;
            let next = cell.as_ref().map(|cell| u64::from(cell.get_position().0) + 1);
            if next != Some(row.line) {
                if row.line > 0 && !row.is_blank() && !step(Step::Row(&row))? {
                    return Ok(());
                }
                let Some(line) = next else { break };
                row.clear(line);
            }
            let Some(cell) = cell else { break };
            push(&mut row, cell.get_position().1 as usize, cell.get_value())?;
        }
    }
    Ok(())
}

/// Asks the workbook's reader. It panics on some damaged parts (a row number beyond 32 bits, where overflow is checked);
/// such a file is refused like any other damaged one, and the reader is not asked again.
fn guarded<T>(ask: impl FnOnce() -> Result<T, calamine::XlsxError>) -> Result<T, ReadError> {
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(ask)) {
        Ok(answer) => answer.map_err(|error| ReadError::Workbook(error.to_string())),
        Err(_) => Err(ReadError::Workbook("a part of it is damaged".to_owned())),
    }
}

fn push(row: &mut Row, column: usize, value: &DataRef<'_>) -> Result<(), ReadError> {
    let text = text_of(value);
    if text.is_empty() || column < row.width() {
        return Ok(());
    }
    if column >= MAX_COLUMNS {
        return Err(ReadError::TooManyColumns { line: row.line });
    }
    while row.width() < column {
        row.push("");
    }
    row.push(&text);
    if row.bytes() > MAX_ROW_BYTES {
        return Err(ReadError::RowTooLong { line: row.line });
    }
    Ok(())
}

/// A cell as text: numbers in their shortest form, dates as ISO. A formula counts as the value that the program which
/// wrote it last calculated; an error value is nothing.
fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(*number),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => if *yes { "true" } else { "false" }.to_owned(),
        DataRef::DateTime(serial) if serial.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = serial.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            if (hour, minute, second) == (0, 0, 0) { date } else { format!("{date}T{hour:02}:{minute:02}:{second:02}") }
        }
        DataRef::DateTime(duration) => number_text(duration.as_f64()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// A float without the dust of binary arithmetic: what a spreadsheet shows, 15 significant digits.
fn number_text(number: f64) -> String {
    if !number.is_finite() {
        return String::new();
    }
    let magnitude = number.abs();
    if magnitude != 0.0 && !(1e-9..1e15).contains(&magnitude) {
        return number.to_string();
    }
    #[expect(clippy::cast_possible_truncation, reason = "the exponent of a number below 1e15")]
    let whole = if magnitude < 1.0 { 1 } else { magnitude.log10().floor() as i32 + 1 };
    let text = format!("{number:.*}", usize::try_from(15 - whole).unwrap_or(0));
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// Unpacks every part without keeping it, and refuses what is too large: declared sizes can lie.
fn measure(path: &Path) -> Result<(), ReadError> {
    let broken = |error: zip::result::ZipError| ReadError::Workbook(error.to_string());
    let mut archive = zip::ZipArchive::new(BufReader::new(File::open(path)?)).map_err(broken)?;
    if archive.len() > MAX_PARTS {
        return Err(ReadError::Bomb(format!("{} parts", archive.len())));
    }
    let mut total = 0;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(broken)?;
        let name = part.name().map_err(broken)?.to_lowercase();
        let packed = part.compressed_size();
        let limit = limit_of(&name);
        if part.size() > limit {
            return Err(ReadError::Bomb(format!("{name}: {} MB", part.size() >> 20)));
        }
        let size = unpack(&mut part, limit, packed, &name)?;
        total += size;
        if total > MAX_UNPACKED {
            return Err(ReadError::Bomb(format!("more than {} MB", MAX_UNPACKED >> 20)));
        }
    }
    Ok(())
}

/// Bytes that a part of this name (in small letters) may unpack to. A workbook may keep its parts in any folder, also in one
/// that is called `worksheets`.
fn limit_of(name: &str) -> u64 {
    let file = name.rsplit('/').next().unwrap_or(name);
    if file == "sharedstrings.xml" {
        MAX_STRINGS
    } else if file == "styles.xml" || file.starts_with("workbook") || name.contains("_rels/") {
        MAX_PART
    } else if name.contains("/worksheets/") {
        MAX_UNPACKED
    } else if name.contains("/media/") {
        MAX_PICTURE
    } else {
        MAX_PART
    }
}

fn unpack(part: &mut impl Read, limit: u64, packed: u64, name: &str) -> Result<u64, ReadError> {
    let strings = name.ends_with("sharedstrings.xml");
    // What is smaller is held in memory without harm.
    let mut cells = (limit == MAX_UNPACKED).then(Cells::new);
    let mut buffer = vec![0_u8; 1 << 16];
    let mut size = 0_u64;
    loop {
        let n = super::read_up_to(part, &mut buffer).map_err(|error| ReadError::Workbook(error.to_string()))?;
        if strings && size == 0 {
            check_string_count(&buffer[..n])?;
        }
        if let Some(cells) = &mut cells {
            cells.take(&buffer[..n])?;
        }
        size += n as u64;
        if size > limit || (size > 1 << 20 && size / packed.max(1) > MAX_RATIO) {
            return Err(ReadError::Bomb(format!("{name}: more than {} MB", size >> 20)));
        }
        if n < buffer.len() {
            return Ok(size);
        }
    }
}

/// The reader reserves memory for as many strings as the part claims to hold: a claim is bounded before it is believed.
fn check_string_count(head: &[u8]) -> Result<(), ReadError> {
    let head = String::from_utf8_lossy(head);
    let Some((_, rest)) = head.split_once("uniqueCount") else { return Ok(()) };
    let digits: String = rest.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    match digits.parse::<u64>() {
        Ok(count) if count <= 2_000_000 => Ok(()),
        _ => Err(ReadError::Bomb("shared strings".into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_in_memory_is_small_wherever_it_lies() {
        assert_eq!(limit_of("xl/worksheets/sheet1.xml"), MAX_UNPACKED);
        for folder in ["xl/", "x/worksheets/", "x/media/"] {
            assert_eq!(limit_of(&format!("{folder}sharedstrings.xml")), MAX_STRINGS, "{folder}");
            for part in ["workbook.xml", "workbook2.xml", "styles.xml", "_rels/workbook.xml.rels"] {
                assert_eq!(limit_of(&format!("{folder}{part}")), MAX_PART, "{folder}{part}");
            }
        }
        assert_eq!(limit_of("xl/media/image1.png"), MAX_PICTURE);
        assert_eq!(limit_of("xl/theme/theme1.xml"), MAX_PART);
    }
}
