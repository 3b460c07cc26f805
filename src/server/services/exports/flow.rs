//! A *flow* is a file that goes out while it is made: a thread makes it, and waits as long as what is made is not taken. Who
//! goes away stops the thread.

use std::{
    io::{self, Write},
    time::Duration,
};

use bytes::Bytes;
use futures::{StreamExt as _, stream, stream::BoxStream};
use tokio::{runtime::Handle, sync::mpsc, time::timeout};

/// Bytes that go at once, and pieces that wait: what one file takes of the memory.
const PIECE: usize = 64 << 10;
const WAITING: usize = 4;
/// Who takes nothing as long as this has gone.
const IDLE: Duration = Duration::from_secs(60);

/// The thread's end.
pub struct Sink {
    /// Nothing: the file is whole.
    pieces: mpsc::Sender<Option<Bytes>>,
    runtime: Handle,
    made: Vec<u8>,
}

/// What `make` writes, as it writes it. What ends in the middle, by an error or a panic, breaks the stream off: half a file
/// must not look whole.
pub fn of(make: impl FnOnce(&mut Sink) -> io::Result<()> + Send + 'static) -> BoxStream<'static, io::Result<Bytes>> {
    let (pieces, taken) = mpsc::channel(WAITING);
    let runtime = Handle::current();
    let mut sink = Sink { pieces, runtime: runtime.clone(), made: Vec::with_capacity(PIECE) };
    runtime.spawn_blocking(move || match make(&mut sink).and_then(|()| sink.flush()).and_then(|()| sink.send(None)) {
        Ok(()) => {}
        Err(_) if sink.is_gone() => tracing::debug!("who asked for a file has gone"),
        Err(error) => tracing::error!(%error, "a file was broken off"),
    });
    stream::unfold(Some(taken), async |taken| {
        let mut taken = taken?;
        match taken.recv().await {
            Some(Some(piece)) => Some((Ok(piece), Some(taken))),
            Some(None) => None,
            None => Some((Err(io::ErrorKind::UnexpectedEof.into()), None)),
        }
    })
    // What packs a body asks once more after its end.
    .fuse()
    .boxed()
}

impl Sink {
    /// Whether nobody takes anything any more.
    pub fn is_gone(&self) -> bool {
        self.pieces.is_closed()
    }

    fn send(&self, piece: Option<Bytes>) -> io::Result<()> {
        let sent = self.runtime.block_on(async { timeout(IDLE, self.pieces.send(piece)).await });
        match sent {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(gone()),
            Err(_) => Err(io::ErrorKind::TimedOut.into()),
        }
    }
}

/// What a thread is told whose file nobody takes any more.
pub fn gone() -> io::Error {
    io::ErrorKind::BrokenPipe.into()
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.made.extend_from_slice(bytes);
        if self.made.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.made.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.made, Vec::with_capacity(PIECE));
        self.send(Some(piece.into()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    };

    use super::*;

    #[tokio::test]
    async fn who_goes_away_stops_the_thread() {
        let written = Arc::new(AtomicU64::new(0));
        let (counter, (done, ended)) = (Arc::clone(&written), tokio::sync::oneshot::channel());
        let mut stream = of(move |sink| {
            let told = loop {
                if let Err(error) = sink.write_all(&[7; 1000]) {
                    break error;
                }
                counter.fetch_add(1000, Ordering::Relaxed);
            };
            done.send(told.kind()).unwrap();
            Err(told)
        });
        assert!(stream.next().await.unwrap().unwrap().len() >= PIECE);
        drop(stream);
        assert_eq!(ended.await.unwrap(), io::ErrorKind::BrokenPipe);
        let most = ((WAITING + 4) * (PIECE + 1000)) as u64;
        assert!(written.load(Ordering::Relaxed) < most, "no more is made than waits: {written:?}");
    }

    #[tokio::test]
    async fn a_file_comes_whole_or_broken_off() {
        let whole: Vec<_> = of(|sink| sink.write_all(&[1; 200_000])).collect().await;
        assert_eq!(whole.iter().map(|piece| piece.as_ref().unwrap().len()).sum::<usize>(), 200_000);
        let mut ended = of(|sink| sink.write_all(&[1; 10]));
        while ended.next().await.is_some() {}
        assert!(ended.next().await.is_none(), "also for who asks again");
        let half: Vec<_> = of(|sink| {
            sink.write_all(&[1; 10])?;
            Err(io::Error::other("the disk is full"))
        })
        .collect()
        .await;
        assert!(half.last().unwrap().is_err());
    }
}
