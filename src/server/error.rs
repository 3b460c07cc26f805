//! What can fail behind the doors, and how it looks from outside.

use tower_sessions::{session, session_store};

use crate::{contract::AppError, domain::FilterError};

/// An error inside the server; doors turn it into [`AppError`], a status and a log line.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    #[error("{0:?}")]
    Filter(FilterError),
    #[error("no such {0}")]
    NotFound(&'static str),
    #[error(transparent)]
    App(#[from] AppError),
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    #[error("store: {0}")]
    Store(#[from] crate::server::db::StoreError),
    #[error("sessions: {0}")]
    Sessions(#[from] session_store::Error),
    #[error("{0:#}")]
    Other(#[from] anyhow::Error),
}

impl From<FilterError> for ServerError {
    fn from(error: FilterError) -> Self {
        Self::Filter(error)
    }
}

impl From<session::Error> for ServerError {
    fn from(error: session::Error) -> Self {
        match error {
            session::Error::Store(error) => Self::Sessions(error),
            error => Self::Other(error.into()),
        }
    }
}

impl From<ServerError> for AppError {
    fn from(error: ServerError) -> Self {
        match error {
            ServerError::Filter(error) => error.into(),
            ServerError::NotFound(what) => Self::NotFound { what: what.into() },
            ServerError::App(error) => error,
            ServerError::Database(error) => {
                tracing::error!(%error, "the database did not answer");
                Self::Unavailable
            }
            ServerError::Store(error) => {
                tracing::error!(%error, "the store did not answer");
                Self::Unavailable
            }
            // Not "signed out": the session may well live, and trying again helps.
            ServerError::Sessions(session_store::Error::Backend(error)) => {
                tracing::error!(error, "the sessions did not answer");
                Self::Unavailable
            }
            ServerError::Sessions(error) => ServerError::Other(error.into()).into(),
            ServerError::Other(error) => {
                let reference = reference();
                tracing::error!(error = %format!("{error:#}"), reference, "unexpected failure");
                Self::Internal { reference }
            }
        }
    }
}

/// What a person quotes and the log line is found by; the standard library's keyed hasher takes its keys from the
/// system's randomness.
fn reference() -> String {
    use std::hash::{BuildHasher, RandomState};
    format!("{:08x}", RandomState::new().hash_one(0) >> 32)
}

#[cfg(test)]
mod tests {
    use std::{
        io::{self, Write},
        sync::{Arc, Mutex},
    };

    use super::*;

    #[test]
    fn sessions_that_do_not_answer_are_no_sign_out() {
        let gone = || session_store::Error::Backend("redis: connection refused".into());
        assert_eq!(AppError::from(ServerError::from(gone())), AppError::Unavailable);
        assert_eq!(AppError::from(ServerError::from(session::Error::Store(gone()))), AppError::Unavailable);
        let wrong = session_store::Error::Decode("no JSON".into());
        assert!(matches!(AppError::from(ServerError::from(wrong)), AppError::Internal { .. }));
    }

    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl Write for Log {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn what_a_person_quotes_stands_in_the_log() {
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
        let errors = tracing::subscriber::with_default(subscriber, || {
            [1, 2].map(|_| AppError::from(ServerError::Other(anyhow::anyhow!("the disk is full"))))
        });
        let told = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        let references = errors.map(|error| match error {
            AppError::Internal { reference } => reference,
            other => panic!("{other:?}"),
        });
        assert_ne!(references[0], references[1]);
        for reference in references {
            let line = told.lines().find(|line| line.contains(&reference));
            assert!(reference.len() == 8 && line.is_some_and(|line| line.contains("the disk is full")), "{told}");
        }
    }
}
