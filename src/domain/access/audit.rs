//! The *audit log* is the list of what was done, by whom and from where. An [`Entry`] is never changed: each carries the
//! hash of the one before, so that a change, a gap or another order shows.

/// What was done. The list is closed: a word that is not here is not written.
macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $binding:literal;)*) => {
        /// What an entry tells of.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Act { $($(#[$doc])* $variant,)* }

        impl Act {
            /// Every one, in the order in which a list offers them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word used in the database, JSON, addresses and the command line.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// The act with this code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|act| act.code() == code)
            }

            /// Whether it must not happen unrecorded: entries, changes, and data taken away. What was refused or only ends
            /// something goes on when the log cannot be written, and the server's own log tells of it instead.
            #[must_use]
            pub const fn binding(self) -> bool {
                match self { $(Self::$variant => $binding),* }
            }
        }
    };
}

actions! {
    /// Somebody came in.
    SignIn = "sign_in", true;
    /// Somebody was not let in: login, password, link or Telegram's word did not hold.
    SignInRefused = "sign_in_refused", false;
    /// The second factor was asked for and the code was wrong.
    SecondFactorRefused = "second_factor_refused", false;
    SecondFactorSet = "second_factor_set", true;
    SecondFactorRemoved = "second_factor_removed", true;
    RecoveryCodesMade = "recovery_codes_made", true;
    SignOut = "sign_out", false;
    /// Sessions of a person were ended, by themselves or by somebody.
    SessionsEnded = "sessions_ended", false;
    /// Something was asked for that the role does not grant, or that lies outside the scope.
    Refused = "refused", false;
    /// Data were taken away as a file.
    Export = "export", true;
    /// A browser took the data of its scope along.
    Snapshot = "snapshot", true;
    PersonInvited = "person_invited", true;
    /// Name, login or language of a person.
    PersonChanged = "person_changed", true;
    PersonDisabled = "person_disabled", true;
    PersonEnabled = "person_enabled", true;
    /// What a person is in the organization.
    MembershipChanged = "membership_changed", true;
    MembershipRemoved = "membership_removed", true;
    /// Of which branches a person knows.
    ScopeChanged = "scope_changed", true;
    SettingsChanged = "settings_changed", true;
    KeyMade = "key_made", true;
    KeyRevoked = "key_revoked", true;
    /// A token that was used up came again: its whole family ended.
    TokenReuse = "token_reuse", false;
    AccessRequested = "access_requested", true;
    AccessDecided = "access_decided", true;
    PasswordChanged = "password_changed", true;
    /// A link for a new password was made.
    PasswordReset = "password_reset", true;
    PasskeyAdded = "passkey_added", true;
    PasskeyRenamed = "passkey_renamed", true;
    PasskeyRemoved = "passkey_removed", true;
    Import = "import", true;
    /// A program sent supervisions.
    SupervisionsSent = "supervisions_sent", true;
    SupervisionDeleted = "supervision_deleted", true;
    SupervisionRestored = "supervision_restored", true;
    /// A program made a branch or changed its master data.
    BranchChanged = "branch_changed", true;
    /// Somebody saved a report.
    ReportMade = "report_made", true;
    ReportChanged = "report_changed", true;
    ReportRemoved = "report_removed", true;
    /// Old entries were removed from this log.
    Retention = "retention", true;
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Ok,
    Refused,
    Failed,
}

impl Outcome {
    pub const ALL: [Self; 3] = [Self::Ok, Self::Refused, Self::Failed];

    /// The word used in the database and JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }

    /// The outcome with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }
}

/// By whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Agent {
    /// Nobody who has signed in.
    Anyone,
    /// A person, by number.
    Person(i64),
    /// A program, by the number of its API key.
    Key(i64),
    /// The server itself, or who runs its commands.
    System,
}

impl Agent {
    /// The word used in the database and JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Anyone => "anyone",
            Self::Person(_) => "person",
            Self::Key(_) => "key",
            Self::System => "system",
        }
    }

    /// The number of the person or key.
    #[must_use]
    pub const fn id(self) -> Option<i64> {
        match self {
            Self::Person(id) | Self::Key(id) => Some(id),
            Self::Anyone | Self::System => None,
        }
    }

    /// The agent of this word and number; `None` when they do not go together.
    #[must_use]
    pub fn from_parts(code: &str, id: Option<i64>) -> Option<Self> {
        match (code, id) {
            ("anyone", None) => Some(Self::Anyone),
            ("system", None) => Some(Self::System),
            ("person", Some(id)) => Some(Self::Person(id)),
            ("key", Some(id)) => Some(Self::Key(id)),
            _ => None,
        }
    }
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// From 1, without gaps, over all organizations of a database.
    pub number: i64,
    /// RFC 3339 in UTC with milliseconds, `2026-11-01T12:00:00.000Z`.
    pub at: String,
    /// Slug; `None` for what is no organization's, such as a sign-in that was refused.
    pub organization: Option<String>,
    pub agent: Agent,
    /// What the agent was called at that time; empty for nobody.
    pub name: String,
    pub act: Act,
    /// On what: the name of a person, a key, a file, a path. Empty for what has no object.
    pub target: String,
    pub outcome: Outcome,
    /// IP address; empty for the server's own machine.
    pub address: String,
    /// As in the server's log and the answer's `X-Request-Id`.
    pub correlation: String,
    /// What the program called itself.
    pub device: String,
    /// JSON of what it was and of what it became. Never a secret.
    pub before: Option<String>,
    pub after: Option<String>,
}

/// An entry as it lies in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    pub entry: Entry,
    /// Hash of the entry before, 64 hex digits.
    pub previous: String,
    /// Own hash, 64 hex digits.
    pub hash: String,
}

/// Which end of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The last entry that there is.
    Head,
    /// The last entry that retention removed.
    Anchor,
}

impl End {
    /// The word used in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Anchor => "anchor",
        }
    }
}

/// Where the chain ends: the number and hash of an entry, and the seal over both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub number: i64,
    pub hash: String,
    /// Empty as long as nothing was ever written.
    pub seal: String,
}

impl Mark {
    /// What stands before the first entry.
    pub const NOTHING: &'static str = "0000000000000000000000000000000000000000000000000000000000000000";
}

/// What makes hashes and seals; the store asks it while it holds the chain's lock.
pub trait Chain: Sync {
    /// The hash of an entry that follows the one with hash `previous`.
    fn hash(&self, entry: &Entry, previous: &str) -> String;
    /// The seal over an end of the chain.
    fn seal(&self, end: End, number: i64, hash: &str) -> String;
    /// Whether a seal was made by the secret of this chain or of one before it.
    fn sealed(&self, end: End, mark: &Mark) -> bool;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_they_are_written() {
        for act in Act::ALL {
            assert_eq!(Act::from_code(act.code()), Some(*act));
        }
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::from_code(outcome.code()), Some(outcome));
        }
        for agent in [Agent::Anyone, Agent::Person(7), Agent::Key(8), Agent::System] {
            assert_eq!(Agent::from_parts(agent.code(), agent.id()), Some(agent));
        }
        assert_eq!(Agent::from_parts("person", None), None);
        assert_eq!(Agent::from_parts("system", Some(1)), None);
    }
}
