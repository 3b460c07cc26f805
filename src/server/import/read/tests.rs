use std::io::Write;

use super::*;

fn rows_of(bytes: &[u8]) -> Result<Vec<(u64, Vec<String>)>, ReadError> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let mut rows = Vec::new();
    read::<ReadError>(file.path(), &ReadOptions::default(), &mut |step| {
        if let Step::Row(row) = step {
            rows.push((row.line, row.cells()));
        }
        Ok(true)
    })?;
    Ok(rows)
}

fn cells(rows: &[(u64, Vec<String>)], at: usize) -> Vec<&str> {
    rows[at].1.iter().map(String::as_str).collect()
}

#[test]
fn any_delimiter_and_line_end() {
    for text in
        ["a,b\n1,2\n", "a;b\r\n1;2\r\n", "a\tb\n1\t2", "a|b\n1|2\n\n", "\u{feff}a,b\n1,2\n", "sep=;\na;b\n1;2\n"]
    {
        let rows = rows_of(text.as_bytes()).unwrap();
        assert_eq!((cells(&rows, 0), cells(&rows, 1)), (vec!["a", "b"], vec!["1", "2"]), "{text:?}");
    }
}

#[test]
fn quoted_fields_may_span_lines_and_lines_are_counted() {
    let rows = rows_of(b"a,b\n\"x\r\ny, z\",\"say \"\"no\"\"\"\n\n3,4\n").unwrap();
    assert_eq!(cells(&rows, 1), ["x\r\ny, z", "say \"no\""]);
    assert_eq!(rows.iter().map(|row| row.0).collect::<Vec<_>>(), [1, 2, 5]);
}

#[test]
fn a_quote_left_open_is_told_by_the_line_where_it_opened() {
    let line = |text: &str| match rows_of(text.as_bytes()) {
        Err(ReadError::OpenQuote { line }) => Some(line),
        Ok(_) => None,
        Err(other) => panic!("{other:?}"),
    };
    assert_eq!(line("a,b\n1,\"x\n2,y\n"), Some(2));
    assert_eq!(line("a,b\n\n\"1\r\n2\",\"x\n2,y"), Some(4));
    assert_eq!(line("a,b\n1,\""), Some(2));
    assert_eq!(line("\"a,b\n1,2\n"), Some(1));
    // closed at the very end, doubled, or in the middle of a bare cell: no quote is open
    for text in ["a,b\n1,\"x\"", "a,b\n1,\"\"", "a,b\n1,\"x\"\"\"\n", "a,b\n1,5\" tubo\n", "a,b\n1,2\n\n"] {
        assert_eq!(line(text), None, "{text:?}");
    }
}

#[test]
fn cp1252_and_utf16_are_read() {
    let rows = rows_of(b"nombre,x\nJu\xe1rez \x96 caf\xe9,1\n").unwrap();
    assert_eq!(cells(&rows, 1), ["Juárez – café", "1"]);
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain("a\tb\nñ\t2\n".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(cells(&rows_of(&utf16).unwrap(), 1), ["ñ", "2"]);
}

#[test]
fn hostile_bytes_are_refused() {
    assert!(matches!(rows_of(b""), Err(ReadError::Empty)));
    assert!(matches!(rows_of(b"a,b\n\0\0,1\n"), Err(ReadError::Binary)));
    assert!(matches!(rows_of(",".repeat(1_000_000).as_bytes()), Err(ReadError::TooManyColumns { line: 1 })));
    let open = format!("a,b\n1,\"{}", "x".repeat(MAX_ROW_BYTES + 10));
    assert!(matches!(rows_of(open.as_bytes()), Err(ReadError::RowTooLong { line: 2 })));
    assert!(matches!(rows_of(b"PK\x03\x04 not a zip at all"), Err(ReadError::Workbook(_))));
    assert!(matches!(rows_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Err(ReadError::OldExcel)));
}
