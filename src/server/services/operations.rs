//! An *operation* that a program names by a key of its own (`Idempotency-Key`) is done once: whoever sends it again gets what
//! was answered. A name is good for its sender and its address, for a day.

use data_encoding::HEXLOWER;
use jiff::SignedDuration;
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest as _, Sha256};

use super::Desk;
use crate::server::{
    db::{Began, Operation},
    error::ServerError,
};

/// How long a name is kept.
pub(super) const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// After so long an operation without an answer broke off with the server that did it.
const BROKEN: SignedDuration = SignedDuration::from_mins(5);
/// What the seal over answers is for: keys are made by operations, too.
const SEAL: &str = "operation";

/// How a named operation stands.
#[derive(Debug)]
pub enum Named<T> {
    /// To be done now, and then ended by [`Desk::end_operation`].
    New(Operation),
    /// It was done: what was answered.
    Done(T),
    /// Somebody is doing it.
    UnderWay,
    /// The name is of something else.
    Other,
}

impl Desk {
    /// Begins the operation of a name at a route; `sent` is all that was sent.
    ///
    /// # Errors
    /// The database's.
    pub async fn begin_operation<T: DeserializeOwned>(
        &self,
        route: &str,
        key: &str,
        sent: &[&[u8]],
    ) -> Result<Named<T>, ServerError> {
        let holder = format!("{} {}", self.actor().who, self.organization());
        let operation = Operation { holder, route: route.to_owned(), key: key.to_owned() };
        let mut digest = Sha256::new();
        for part in sent {
            digest.update(part.len().to_le_bytes());
            digest.update(part);
        }
        let digest = HEXLOWER.encode(&digest.finalize());
        let now = self.clock().now();
        let since = |life| now.saturating_sub(life).unwrap_or(now);
        let began = self.db().begin_operation(&operation, &digest, now, (since(KEPT), since(BROKEN))).await?;
        Ok(match began {
            Began::Now => Named::New(operation),
            Began::Before { digest: before, .. } if before != digest => Named::Other,
            Began::Before { answer: None, .. } => Named::UnderWay,
            Began::Before { answer: Some(sealed), .. } => {
                match self.services().open_once(SEAL, &sealed) {
                    Some(answer) => Named::Done(answer),
                    // Sealed by another secret: what was answered cannot be told any more.
                    None => Named::Other,
                }
            }
        })
    }

    /// Keeps what was answered, or with none lets go of the name: nothing was done.
    ///
    /// # Errors
    /// The database's.
    pub async fn end_operation<T: Serialize>(
        &self,
        operation: &Operation,
        answer: Option<&T>,
    ) -> Result<(), ServerError> {
        let sealed = answer.map(|answer| self.services().seal_once(SEAL, answer)).transpose()?;
        Ok(self.db().end_operation(operation, sealed).await?)
    }
}
