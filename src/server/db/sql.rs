//! Small helpers to write SQL that both databases accept.

use std::fmt::Write;

/// `($1,$2),($3,$4)` for so many rows of so many columns, counting from placeholder `first`.
pub(super) fn tuples(rows: usize, columns: usize, first: usize) -> String {
    let mut out = String::with_capacity(rows * columns * 6);
    let mut number = first;
    for row in 0..rows {
        out.push_str(if row == 0 { "(" } else { ",(" });
        for column in 0..columns {
            let comma = if column == 0 { "" } else { "," };
            // Writing to a String cannot fail.
            let _ = write!(out, "{comma}${number}");
            number += 1;
        }
        out.push(')');
    }
    out
}

/// `$3,$4,$5`: so many placeholders, counting from `first`.
pub(super) fn list(count: usize, first: usize) -> String {
    let one = tuples(1, count, first);
    one[1..one.len() - 1].to_owned()
}

/// A file path as part of a URL.
pub(super) fn url_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
