//! Bytes to text: UTF-8 with or without BOM, UTF-16 with BOM, and cp1252 for whatever is not UTF-8.

use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::{CoderResult, Encoding, WINDOWS_1252};

/// Appends a field's bytes as text: by the named encoding, else UTF-8, else cp1252.
///
/// The choice is made field by field, so that a file glued together from two sources is read right too.
pub fn decode_into(out: &mut String, bytes: &[u8], encoding: Option<&'static Encoding>) {
    match (encoding, std::str::from_utf8(bytes)) {
        (None, Ok(text)) => out.push_str(text),
        (None, Err(_)) => out.push_str(&WINDOWS_1252.decode_without_bom_handling(bytes).0),
        (Some(encoding), _) => out.push_str(&encoding.decode_without_bom_handling(bytes).0),
    }
}

/// Opens a text file past its byte order mark; UTF-16 comes out as UTF-8.
///
/// # Errors
/// When reading fails.
pub fn open_text(file: std::fs::File) -> io::Result<Box<dyn BufRead>> {
    let mut reader = BufReader::with_capacity(1 << 16, file);
    let head = reader.fill_buf()?;
    let bom = Encoding::for_bom(head);
    match bom {
        Some((encoding, length)) => {
            reader.consume(length);
            if encoding == encoding_rs::UTF_8 {
                Ok(Box::new(reader))
            } else {
                Ok(Box::new(BufReader::with_capacity(1 << 16, Transcoder::new(reader, encoding))))
            }
        }
        None => Ok(Box::new(reader)),
    }
}

/// Reads UTF-16 and hands out UTF-8, a buffer at a time.
struct Transcoder<R> {
    source: R,
    decoder: encoding_rs::Decoder,
    done: bool,
}

impl<R: BufRead> Transcoder<R> {
    fn new(source: R, encoding: &'static Encoding) -> Self {
        Self { source, decoder: encoding.new_decoder_without_bom_handling(), done: false }
    }
}

impl<R: BufRead> Read for Transcoder<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        // the decoder needs room for one character
        if out.len() < 16 {
            return Err(io::Error::other("buffer too small"));
        }
        while !self.done {
            let input = self.source.fill_buf()?;
            let last = input.is_empty();
            let (result, read, written, _) = self.decoder.decode_to_utf8(input, out, last);
            self.source.consume(read);
            self.done = last && result == CoderResult::InputEmpty;
            if written > 0 {
                return Ok(written);
            }
        }
        Ok(0)
    }
}
