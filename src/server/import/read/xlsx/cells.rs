//! Measures the cells of a worksheet while it is unpacked.
//!
//! The workbook's reader holds one cell, and one tag, in memory, however long: of a few packed megabytes that can be half a
//! gigabyte. It also does not look whether tags match. So the sheet must be well-formed as far as tags go (else the reader
//! could see a longer cell than is measured here), and no cell, tag or text longer than a row may be.

use super::super::{MAX_ROW_BYTES, ReadError};

/// Tags within tags; a cell with rich text needs eight.
const MAX_DEPTH: usize = 64;
/// Bytes of a tag's name.
const MAX_NAME: usize = 256;

/// Where in the text the next byte stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Text,
    /// After `<`, in the name.
    Name,
    /// After the name, before `>`.
    Tag,
    /// Within an attribute's quotes, which these are.
    Quoted(u8),
    /// After `<!`: `--` or `[CDATA[` must follow.
    Bang,
    Comment,
    Data,
    Instruction,
}

/// See the module.
pub struct Cells {
    at: At,
    /// Of the tag that is being read, from its `/` on if it ends an element; after `<!` what follows there.
    name: Vec<u8>,
    /// Names of the elements that are open.
    open: Vec<Vec<u8>>,
    /// How many elements were open before the cell that is open.
    cell: Option<usize>,
    /// Bytes since the cell began, or outside of cells since the last tag.
    held: usize,
    /// The two bytes before.
    before: [u8; 2],
    /// Bytes since a comment or instruction began.
    inside: usize,
}

impl Cells {
    pub fn new() -> Self {
        let before = [0; 2];
        Self { at: At::Text, name: Vec::new(), open: Vec::new(), cell: None, held: 0, before, inside: 0 }
    }

    /// Takes the next bytes of the sheet.
    ///
    /// # Errors
    /// [`ReadError::Bomb`] when something is too long, [`ReadError::Workbook`] when it is no well-formed sheet.
    pub fn take(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        for byte in bytes {
            self.held += 1;
            if self.held > MAX_ROW_BYTES {
                return Err(ReadError::Bomb(format!("a cell of more than {} MB", MAX_ROW_BYTES >> 20)));
            }
            self.step(*byte)?;
            self.before = [self.before[1], *byte];
        }
        Ok(())
    }

    fn step(&mut self, byte: u8) -> Result<(), ReadError> {
        match (self.at, byte) {
            // Another encoding than UTF-8, in which the tags would not be found.
            (_, 0) => return damaged(),
            (At::Text, b'<') => {
                self.name.clear();
                self.at = At::Name;
            }
            (At::Name, b'!') if self.name.is_empty() => self.at = At::Bang,
            (At::Name, b'?') if self.name.is_empty() => self.begin(At::Instruction),
            (At::Name, b'>') => self.tag()?,
            (At::Name, b' ' | b'\t' | b'\r' | b'\n') if !self.name.is_empty() => self.at = At::Tag,
            (At::Name, b'<' | b'"' | b'\'' | b' ' | b'\t' | b'\r' | b'\n') => return damaged(),
            (At::Name, byte) => self.push(byte)?,
            (At::Tag, b'>') => self.tag()?,
            (At::Tag, b' ' | b'\t' | b'\r' | b'\n') => {}
            // The end of an element has a name and nothing else.
            (At::Tag, _) if self.name.starts_with(b"/") => return damaged(),
            (At::Tag, b'"' | b'\'') => self.at = At::Quoted(byte),
            (At::Quoted(quote), byte) if quote == byte => self.at = At::Tag,
            (At::Bang, byte) => {
                self.push(byte)?;
                match self.name.as_slice() {
                    b"--" => self.begin(At::Comment),
                    b"[CDATA[" => self.begin(At::Data),
                    begun if b"--".starts_with(begun) || b"[CDATA[".starts_with(begun) => {}
                    // A document type has no business in a workbook.
                    _ => return damaged(),
                }
            }
            (At::Comment, b'>') => self.end(*b"--")?,
            (At::Data, b'>') if self.before == *b"]]" => self.at = At::Text,
            (At::Instruction, b'>') => self.end([self.before[0], b'?'])?,
            _ => self.inside += 1,
        }
        Ok(())
    }

    fn begin(&mut self, at: At) {
        (self.at, self.inside) = (at, 0);
    }

    /// A `>` in a comment or instruction, which ends it after these bytes. Right after the beginning readers differ on it.
    fn end(&mut self, after: [u8; 2]) -> Result<(), ReadError> {
        if self.inside < if self.at == At::Comment { 3 } else { 2 } {
            return damaged();
        }
        self.inside += 1;
        if self.before == after {
            self.at = At::Text;
        }
        Ok(())
    }

    fn push(&mut self, byte: u8) -> Result<(), ReadError> {
        self.name.push(byte);
        if self.name.len() > MAX_NAME { damaged() } else { Ok(()) }
    }

    /// A tag is whole.
    fn tag(&mut self) -> Result<(), ReadError> {
        let empty = self.before[1] == b'/';
        if self.at == At::Name && empty && !self.name.starts_with(b"/") {
            self.name.pop();
        }
        self.at = At::Text;
        if let Some(name) = self.name.strip_prefix(b"/") {
            if self.open.pop().as_deref() != Some(name) {
                return damaged();
            }
            if self.cell == Some(self.open.len()) {
                self.cell = None;
            }
        } else if self.name.is_empty() || self.open.len() >= MAX_DEPTH {
            return damaged();
        } else if !empty {
            if self.cell.is_none() && local(&self.name) == b"c" {
                (self.cell, self.held) = (Some(self.open.len()), 0);
            }
            self.open.push(self.name.clone());
        }
        if self.cell.is_none() {
            self.held = 0;
        }
        Ok(())
    }
}

/// A name without its prefix.
fn local(name: &[u8]) -> &[u8] {
    name.rsplit(|byte| *byte == b':').next().unwrap_or(name)
}

fn damaged() -> Result<(), ReadError> {
    Err(ReadError::Workbook("a sheet of it is not well-formed".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In pieces of this size.
    fn told(sheet: &str, piece: usize) -> Result<(), ReadError> {
        let mut cells = Cells::new();
        sheet.as_bytes().chunks(piece).try_for_each(|bytes| cells.take(bytes))
    }

    fn long(times: usize, text: &str) -> String {
        text.repeat((MAX_ROW_BYTES / text.len() + 1) * times)
    }

    #[test]
    fn sheets_as_programs_write_them_are_taken() {
        let sheet = "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n<!-- made by -->\
            <x:worksheet xmlns:x='a>b'><x:sheetData><x:row r=\"1\" ><x:c r=\"A1\" t=\"inlineStr\"><x:is><x:t>a</x:t></x:is></x:c>\
            <x:c r=\"B1\"/><x:c r='C1' /></x:row><row/></x:sheetData><mergeCells><![CDATA[<c> ]] > ]]></mergeCells></x:worksheet>";
        for piece in [1, 2, 3, 1_000] {
            assert!(told(sheet, piece).is_ok(), "{piece}");
        }
        let row = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";
        assert!(told(&format!("<sheetData>{}</sheetData>", long(3, row)), 4096).is_ok(), "many rows");
        assert!(told(&format!("<a>{}</a>", long(3, "<mergeCell ref=\"A1:B2\"/>")), 4096).is_ok(), "beside cells");
    }

    #[test]
    fn what_a_reader_would_hold_is_bounded() {
        let runs = format!("<c><is>{}</is></c>", long(1, "<r><t>aaaaaaaa</t></r>"));
        let within = format!("<c><is>{}</is></c>", long(1, "<c>aaaaaaaa</c>"));
        let text = format!("<c><v>{}</v></c>", long(1, "aaaaaaaa"));
        let attribute = format!("<c r=\"{}\"/>", long(1, "<c></c>a"));
        let comment = format!("<a><!-- {} --></a>", long(1, "<c></c>a"));
        let data = format!("<c><v><![CDATA[{}]]></v></c>", long(1, "<c></c>a"));
        let white = format!("<a>{}</a>", long(1, "   "));
        for sheet in [runs, within, text, attribute, comment, data, white] {
            assert!(matches!(told(&sheet, 4096), Err(ReadError::Bomb(_))), "{}", &sheet[..40]);
        }
    }

    #[test]
    fn what_two_readers_could_read_differently_is_refused() {
        for sheet in [
            "<c><is><t>a</t></c>",
            "<c><is></c></is>",
            "<c></x:c>",
            "</c>",
            "<!DOCTYPE a [<!ENTITY b 'c'>]>",
            "<!--><c>",
            "<!---><c>",
            "<!----><c>",
            "<?><c>",
            "<??><c>",
            "<c></c/>",
            "<c></c a>",
            "<c></c '>'>",
            "<c\"'>",
            "<>",
            "< c>",
            "<a\0>",
        ] {
            assert!(matches!(told(sheet, 1), Err(ReadError::Workbook(_))), "{sheet}");
        }
        assert!(told(&"<a>".repeat(MAX_DEPTH + 1), 7).is_err());
    }
}
