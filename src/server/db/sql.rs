//! Small helpers to write SQL that both databases accept.

use std::fmt::Write;

use sqlx::{Any, any::AnyArguments};

use super::Backend;

/// A statement that values are being bound to.
pub(super) type Query<'q> = sqlx::query::Query<'q, Any, AnyArguments>;

/// Binds a number with decimals, or none.
///
/// `sqlx::Any` (0.9) tells PostgreSQL that a missing `f64` is an `f32` and a missing `f32` an `f64`. A statement is prepared
/// once, by the types of its first row: after a row without the number, rows that have it would be refused.
pub(super) fn bind_double(query: Query<'_>, value: Option<f64>) -> Query<'_> {
    match value {
        Some(value) => query.bind(value),
        None => query.bind(None::<f32>),
    }
}

/// `($1,$2),($3,$4)` for so many rows of so many columns, counting from placeholder `first`.
pub(super) fn tuples(rows: usize, columns: usize, first: usize) -> String {
    let row = |nth: usize| ["(", &list(columns, first + nth * columns), ")"].concat();
    (0..rows).map(row).collect::<Vec<_>>().join(",")
}

/// As [`tuples`], of a statement that has no other placeholders; for SQLite `(?,?),(?,?)`. It looks for the name of a numbered
/// one among all of them: with thousands that would take most of the time of a write. (Both kinds must not be mixed: marks
/// without a number are bound from the first value on.)
pub(super) fn values(backend: Backend, rows: usize, columns: usize) -> String {
    if backend == Backend::Postgres {
        return tuples(rows, columns, 1);
    }
    let row = ["(", &["?"].repeat(columns).join(","), ")"].concat();
    vec![row; rows].join(",")
}

/// Says by which index SQLite finds the rows of a table. It keeps no statistics, takes an organization's rows for ten, and would
/// walk all of them; PostgreSQL counts (`note_inserted`).
pub(super) const fn indexed_by(backend: Backend, by: &'static str) -> &'static str {
    match backend {
        Backend::Sqlite => by,
        Backend::Postgres => "",
    }
}

/// `$3,$4,$5`: so many placeholders, counting from `first`.
pub(super) fn list(count: usize, first: usize) -> String {
    let mut out = String::with_capacity(count * 6);
    for number in first..first + count {
        let comma = if number == first { "" } else { "," };
        // Writing to a String cannot fail.
        let _ = write!(out, "{comma}${number}");
    }
    out
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
