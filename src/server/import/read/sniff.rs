//! Which character separates the cells: the one that cuts the first records most evenly.

const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The delimiter of the text that starts with `head`; a comma when nothing tells.
#[must_use]
pub fn delimiter(head: &[u8]) -> u8 {
    if let Some(named) = named(head) {
        return named;
    }
    let mut best = (0_usize, b',');
    for candidate in CANDIDATES {
        let widths = widths(head, candidate);
        let Some(&first) = widths.first() else { continue };
        if first < 2 {
            continue;
        }
        let even = widths.iter().filter(|width| **width == first).count();
        // evenness decides; among even ones more columns
        let weight = (even * 1_000 / widths.len()) * 10_000 + first.min(9_999);
        if weight > best.0 {
            best = (weight, candidate);
        }
    }
    // a colon also stands in hours: it counts only where nothing else does and it cuts all lines alike
    if best.0 == 0 {
        let widths = widths(head, b':');
        if widths.len() > 1 && widths[0] > 2 && widths.iter().all(|width| *width == widths[0]) {
            return b':';
        }
    }
    best.1
}

/// Excel's own `sep=;` line.
#[must_use]
pub fn named(head: &[u8]) -> Option<u8> {
    match head {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter, b'\r' | b'\n', ..] => Some(*delimiter),
        _ => None,
    }
}

fn widths(head: &[u8], delimiter: u8) -> Vec<usize> {
    let mut reader = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
    let mut out = vec![0; head.len() + 1];
    let mut ends = vec![0; head.len() + 1];
    let mut widths = Vec::new();
    let mut at = 0;
    let mut width = 0;
    while widths.len() < 50 {
        let (result, read, _, n) = reader.read_record(&head[at..], &mut out, &mut ends);
        at += read;
        width += n;
        match result {
            csv_core::ReadRecordResult::Record => {
                widths.push(width);
                width = 0;
            }
            // the last record of the head is cut somewhere: not counted, unless it is the only one
            _ => break,
        }
    }
    if widths.is_empty() {
        widths.push(width + 1);
    }
    widths
}
