//! The *engine*: what a page holds of the data itself, in a worker beside it, and answers from.
//!
//! It is asked as the server's functions are, by path and query, and answers the same bytes; who asks cannot tell the two
//! apart, but by the time it takes.

#[cfg(feature = "engine")]
mod worker;

use serde::Serialize;

use crate::{
    contract::AppError,
    domain::{
        Cube, Day, FilterError, SupervisionRow,
        cube::{BuildError, SnapshotError},
    },
    screens::{self, Around},
};

/// See the module.
pub struct Engine {
    cube: Cube,
    around: Around,
}

/// An answer as a server function gives it.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    /// Of HTTP.
    pub status: u16,
    pub body: Vec<u8>,
}

/// Why what came cannot be held.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// Not a snapshot of this build, or a damaged one.
    #[error("the snapshot is damaged")]
    Damaged,
    /// A part that does not go with what is held.
    #[error("the newer part does not fit")]
    Misfit,
}

impl From<SnapshotError> for EngineError {
    fn from(_: SnapshotError) -> Self {
        Self::Damaged
    }
}

impl From<BuildError> for EngineError {
    fn from(_: BuildError) -> Self {
        Self::Misfit
    }
}

impl Engine {
    /// Takes a snapshot over: what stands around the data ([`Around`] in postcard), and the data ([`Cube::encode`]).
    ///
    /// # Errors
    /// [`EngineError::Damaged`].
    pub fn open(around: &[u8], snapshot: &[u8]) -> Result<Self, EngineError> {
        Ok(Self { around: read(around)?, cube: Cube::decode(snapshot)? })
    }

    /// Takes over what is newer: changed supervisions with the whole catalog, as a snapshot of their own, and the numbers of
    /// those that were removed. After an error nothing has changed.
    ///
    /// # Errors
    /// As [`EngineError`] says.
    pub fn update(&mut self, around: &[u8], changed: &[u8], removed: &[u32]) -> Result<(), EngineError> {
        let (around, changed) = (read(around)?, Cube::decode(changed)?);
        let rows: Vec<SupervisionRow> = changed.rows().collect();
        self.cube.update(changed.catalog().clone(), rows, removed)?;
        self.around = around;
        Ok(())
    }

    /// The data as a snapshot, to be kept.
    #[must_use]
    pub fn snapshot(&self) -> Vec<u8> {
        self.cube.encode()
    }

    /// Version of the data.
    #[must_use]
    pub fn version(&self) -> i64 {
        self.cube.catalog().data_version
    }

    /// What the server function at this path answers to this query; `None` for what is not asked of the data alone.
    ///
    /// `csrf` is what the page's forms carry: it is of the session, not of the data.
    #[must_use]
    pub fn ask(&self, path: &str, query: &str, csrf: &str, today: Day) -> Option<Answer> {
        let of = |name: &str| argument(query, name).unwrap_or_default();
        let (cube, asked) = (&self.cube, of("query"));
        Some(match path.strip_prefix("/fn/")? {
            "get_dashboard" => told(screens::dashboard(cube, &asked)),
            "get_history" => told(screens::history(cube, &asked)),
            "get_indicators" => told(screens::indicators(cube, &asked)),
            "get_map" => told(screens::map(cube, &asked)),
            "get_explain" => told(screens::explain(cube, &asked)),
            "get_group" => found(screens::group(cube, &of("slug"), &asked), "group"),
            "get_branch" => found(screens::branch(cube, &of("code"), &asked, today), "branch"),
            // Without the points, which only the store has.
            "get_supervision" => found(Ok(of("id").parse().ok().and_then(|id| cube.supervision(id))), "supervision"),
            "suggest" => good(&screens::suggest(cube, &of("text"))),
            "get_frame" => {
                let mut around = self.around.clone();
                if let Some(me) = &mut around.me {
                    csrf.clone_into(&mut me.csrf);
                }
                good(&screens::frame(cube, &asked, today, around))
            }
            _ => return None,
        })
    }
}

fn read(around: &[u8]) -> Result<Around, EngineError> {
    postcard::from_bytes(around).map_err(|_| EngineError::Damaged)
}

fn told<T: Serialize>(found: Result<T, FilterError>) -> Answer {
    match found {
        Ok(value) => good(&value),
        Err(error) => bad(&error.into()),
    }
}

fn found<T: Serialize>(found: Result<Option<T>, FilterError>, what: &str) -> Answer {
    match found.transpose() {
        Some(found) => told(found),
        None => bad(&AppError::NotFound { what: what.to_owned() }),
    }
}

fn good(value: &impl Serialize) -> Answer {
    answer(200, value)
}

fn bad(error: &AppError) -> Answer {
    answer(error.status(), error)
}

fn answer(status: u16, value: &impl Serialize) -> Answer {
    match postcard::to_allocvec(value) {
        Ok(body) => Answer { status, body },
        // Nothing that screens answer is without a form on the wire.
        Err(_) => Answer { status: 500, body: Vec::new() },
    }
}

/// An argument of a query string, decoded.
fn argument(query: &str, name: &str) -> Option<String> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.into_iter().find(|(key, _)| *key == name).map(|(_, value)| decoded(value))
}

fn decoded(value: &str) -> String {
    let hex = |digit: Option<&u8>| digit.and_then(|digit| char::from(*digit).to_digit(16));
    let bytes = value.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match (byte, hex(bytes.get(at)), hex(bytes.get(at + 1))) {
            (b'%', Some(high), Some(low)) => {
                #[expect(clippy::cast_possible_truncation, reason = "two hexadecimal digits")]
                out.push((high * 16 + low) as u8);
                at += 2;
            }
            (b'+', ..) => out.push(b' '),
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_read_as_forms_send_them() {
        let query = "code=a%20b%2Fc&query=q%3Dni%C3%B1o%2By&x=1+2&bad=%4";
        assert_eq!(argument(query, "code").as_deref(), Some("a b/c"));
        assert_eq!(argument(query, "query").as_deref(), Some("q=niño+y"));
        assert_eq!(argument(query, "x").as_deref(), Some("1 2"));
        assert_eq!(argument(query, "bad").as_deref(), Some("%4"));
        assert_eq!(argument(query, "y"), None);
    }

    #[test]
    fn what_is_no_snapshot_is_refused() {
        let around = postcard::to_allocvec(&Around::default()).unwrap();
        let snapshot = Cube::build(crate::domain::Catalog::default(), []).unwrap().encode();
        assert!(Engine::open(&around, &snapshot).is_ok());
        assert_eq!(Engine::open(&around, &snapshot[..9]).err(), Some(EngineError::Damaged));
        assert_eq!(Engine::open(&[7], &snapshot).err(), Some(EngineError::Damaged));
    }
}
