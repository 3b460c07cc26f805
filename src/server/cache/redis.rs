//! One connection for the whole process: it comes back by itself, and a server starts and runs without it.

use std::{
    fmt,
    sync::{
        Arc, PoisonError, RwLock, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use redis::{
    Client, Cmd, FromRedisValue, RedisError, RedisResult, ScriptInvocation,
    aio::{ConnectionManager, ConnectionManagerConfig},
};

use crate::server::config;

/// How long a connection, and then an answer, may take. A request waits at most twice for a connection and once for the
/// answer: less than a second.
const PATIENCE: Duration = Duration::from_millis(250);
/// How often a lost Redis is asked whether it is back.
const PROBE: Duration = Duration::from_millis(250);
/// Commands on their way at once before callers wait for each other.
const PIPELINE: usize = 512;

/// The connection; cheap to clone. See the module.
#[derive(Clone)]
pub struct Redis {
    inner: Arc<Inner>,
}

struct Inner {
    client: Client,
    manager: RwLock<ConnectionManager>,
    prefix: String,
    lost: AtomicBool,
}

/// The two things that Redis can be asked.
enum Ask<'a> {
    Command(&'a Cmd),
    Script(&'a ScriptInvocation<'a>),
}

impl Redis {
    /// Names the Redis; it is connected to when first asked. Call it inside the runtime.
    ///
    /// # Errors
    /// When the address is none; an absent Redis is no error.
    pub fn open(config: &config::Redis) -> RedisResult<Self> {
        let client = Client::open(config.url.reveal())?;
        let manager = RwLock::new(manager(&client)?);
        let inner = Inner { client, manager, prefix: config.prefix.clone(), lost: AtomicBool::new(false) };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// A key of ours.
    #[must_use]
    pub fn key(&self, rest: &str) -> String {
        [&self.inner.prefix, rest].concat()
    }

    /// It did not answer when last asked, and has not been seen since; who can do without it does not ask.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.inner.lost.load(Ordering::Acquire)
    }

    /// Asks. What is asked may be done twice when the connection dies after it was sent.
    ///
    /// # Errors
    /// Redis's; within a second when it is gone.
    pub async fn command<T: FromRedisValue>(&self, command: &Cmd) -> RedisResult<T> {
        self.ask(Ask::Command(command)).await
    }

    /// Runs a script, which Redis does at one go; otherwise as [`Redis::command`].
    ///
    /// # Errors
    /// Redis's, and the script's.
    pub async fn script<T: FromRedisValue>(&self, script: &ScriptInvocation<'_>) -> RedisResult<T> {
        self.ask(Ask::Script(script)).await
    }

    async fn ask<T: FromRedisValue>(&self, ask: Ask<'_>) -> RedisResult<T> {
        let mut told = self.inner.once(&ask).await;
        // The connection may have died, or could not be made, since the last question, and Redis be there nevertheless.
        if told.as_ref().is_err_and(RedisError::is_connection_dropped) {
            told = self.inner.once(&ask).await;
        }
        if let Err(error) = &told {
            self.note_loss(error);
        }
        told
    }

    /// Tells the log once, and starts looking for its return.
    fn note_loss(&self, error: &RedisError) {
        if !self.inner.lost.swap(true, Ordering::AcqRel) {
            tracing::warn!(%error, "Redis is lost: sessions wait for it, limits are counted by each server alone");
            tokio::spawn(look_for(Arc::downgrade(&self.inner)));
        }
    }
}

impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redis").field("prefix", &self.inner.prefix).field("lost", &self.is_lost()).finish()
    }
}

impl Inner {
    async fn once<T: FromRedisValue>(&self, ask: &Ask<'_>) -> RedisResult<T> {
        let mut connection = self.manager.read().unwrap_or_else(PoisonError::into_inner).clone();
        match ask {
            Ask::Command(command) => command.query_async(&mut connection).await,
            Ask::Script(script) => script.invoke_async(&mut connection).await,
        }
    }

    /// A new connection in the place of one on which nothing comes back: the system would wait a quarter of an hour
    /// before it calls that connection dead.
    fn reconnect(&self) {
        if let Ok(fresh) = manager(&self.client) {
            *self.manager.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        }
    }
}

/// Until Redis takes what is written (one that only reads is of no use), or nobody needs it any more.
async fn look_for(inner: Weak<Inner>) {
    loop {
        tokio::time::sleep(PROBE).await;
        let Some(inner) = inner.upgrade() else { return };
        let mut probe = redis::cmd("SET");
        probe.arg(format!("{}probe", inner.prefix)).arg(1).arg("EX").arg(60);
        match inner.once::<()>(&Ask::Command(&probe)).await {
            Ok(()) => {
                inner.lost.store(false, Ordering::Release);
                tracing::info!("Redis is back");
                return;
            }
            Err(error) if error.is_timeout() => inner.reconnect(),
            Err(error) => tracing::debug!(%error, "Redis is still lost"),
        }
    }
}

fn manager(client: &Client) -> RedisResult<ConnectionManager> {
    // No second try at a connection inside a request: `look_for` tries, and so does the next request.
    let config = ConnectionManagerConfig::new()
        .set_number_of_retries(0)
        .set_connection_timeout(Some(PATIENCE))
        .set_response_timeout(Some(PATIENCE))
        .set_pipeline_buffer_size(PIPELINE);
    ConnectionManager::new_lazy_with_config(client.clone(), config)
}
