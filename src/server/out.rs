//! Standard output for scripts: a reader that has seen enough (`| head -1`) ends nothing with a complaint.

use std::io::{self, ErrorKind, Stdout, Write};

/// Standard output; what nobody reads any more is dropped.
#[derive(Debug)]
pub struct Out(Stdout);

impl Default for Out {
    fn default() -> Self {
        Self(io::stdout())
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        unless_gone(self.0.write(bytes), bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        unless_gone(self.0.flush(), ())
    }
}

fn unless_gone<T>(result: io::Result<T>, dropped: T) -> io::Result<T> {
    match result {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(dropped),
        other => other,
    }
}
