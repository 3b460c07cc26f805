//! Delimited text, with limits that the `csv` crate does not have.

use std::{io::BufRead, path::Path};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::{Flow, MAX_COLUMNS, MAX_ROW_BYTES, ReadError, ReadOptions, Row, Step, encoding, sniff};

/// Reads a delimited text file row by row.
///
/// # Errors
/// When the bytes are no table, or `step` fails.
pub fn read<E: From<ReadError>>(
    path: &Path,
    options: &ReadOptions,
    step: &mut dyn FnMut(Step<'_>) -> Flow<E>,
) -> Result<(), E> {
    let file = std::fs::File::open(path).map_err(ReadError::from)?;
    let source = encoding::open_text(file).map_err(ReadError::from)?;
    read_from(source, options, step)
}

/// As [`read`], from any bytes (already past a byte order mark).
///
/// # Errors
/// As [`read`].
pub fn read_from<E: From<ReadError>>(
    mut source: impl BufRead,
    options: &ReadOptions,
    step: &mut dyn FnMut(Step<'_>) -> Flow<E>,
) -> Result<(), E> {
    let mut line = 1;
    let delimiter = {
        let head = source.fill_buf().map_err(ReadError::from)?;
        if head.is_empty() {
            return Err(ReadError::Empty.into());
        }
        let head = &head[..head.len().min(1 << 16)];
        if head[..head.len().min(512)].contains(&0) {
            return Err(ReadError::Binary.into());
        }
        options.delimiter.unwrap_or_else(|| sniff::delimiter(head))
    };
    if sniff::named(source.fill_buf().map_err(ReadError::from)?).is_some() {
        let mut named = Vec::new();
        source.read_until(b'\n', &mut named).map_err(ReadError::from)?;
        line = 2;
    }
    let mut records = Records::new(delimiter, line);
    let mut row = Row::default();
    while records.next(&mut source)? {
        row.clear(records.start);
        let mut from = 0;
        for &end in &records.ends[..records.width] {
            encoding::decode_into(&mut row.text, &records.out[from..end], options.encoding);
            row.ends.push(row.text.len());
            from = end;
        }
        if row.is_blank() {
            continue;
        }
        if !step(Step::Row(&row))? {
            return Ok(());
        }
    }
    Ok(())
}

/// One record at a time, into buffers that grow up to the limits.
struct Records {
    reader: Reader,
    out: Vec<u8>,
    ends: Vec<usize>,
    width: usize,
    /// Line on which the record starts.
    start: u64,
}

impl Records {
    fn new(delimiter: u8, line: u64) -> Self {
        let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
        reader.set_line(line);
        Self { reader, out: vec![0; 4096], ends: vec![0; 64], width: 0, start: line }
    }

    fn next(&mut self, source: &mut impl BufRead) -> Result<bool, ReadError> {
        let (mut filled, mut width) = (0, 0_usize);
        let mut started = false;
        loop {
            let input = source.fill_buf()?;
            if !started {
                // line ends before the record belong to the one before
                let skipped = input.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
                if skipped > 0 {
                    let lines = input[..skipped].iter().filter(|byte| **byte == b'\n').count() as u64;
                    source.consume(skipped);
                    self.reader.set_line(self.reader.line() + lines);
                    continue;
                }
                self.start = self.reader.line();
                started = true;
            }
            // the file's end counts as the end of its last line; only within quotes is a line's end text
            let over = input.is_empty();
            let input = if over { b"\n" } else { input };
            let (result, read, written, ended) =
                self.reader.read_record(input, &mut self.out[filled..], &mut self.ends[width..]);
            if !over {
                source.consume(read);
            }
            filled += written;
            width += ended;
            match result {
                ReadRecordResult::InputEmpty if over && written > 0 => {
                    return Err(ReadError::OpenQuote { line: self.quoted_since(width) });
                }
                ReadRecordResult::InputEmpty if over => return Ok(false),
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => {
                    if self.out.len() >= MAX_ROW_BYTES {
                        return Err(ReadError::RowTooLong { line: self.start });
                    }
                    self.out.resize(self.out.len() * 2, 0);
                }
                ReadRecordResult::OutputEndsFull => {
                    if self.ends.len() > MAX_COLUMNS {
                        return Err(ReadError::TooManyColumns { line: self.start });
                    }
                    self.ends.resize(self.ends.len() * 2, 0);
                }
                ReadRecordResult::Record => {
                    if width > MAX_COLUMNS {
                        return Err(ReadError::TooManyColumns { line: self.start });
                    }
                    self.width = width;
                    return Ok(true);
                }
                ReadRecordResult::End => return Ok(false),
            }
        }
    }

    /// Line on which the field after the first `width` ones starts.
    fn quoted_since(&self, width: usize) -> u64 {
        let before = width.checked_sub(1).map_or(0, |last| self.ends[last]);
        self.start + self.out[..before].iter().filter(|byte| **byte == b'\n').count() as u64
    }
}
