//! Pages before anybody has signed in: drawn by the server alone, without scripts.

use super::AppError;

/// What is asked at the door.
#[derive(Clone, Debug, PartialEq)]
pub enum Door {
    /// Login and password, and the other ways in.
    SignIn {
        /// Path to go on to.
        back: String,
        /// What was typed before.
        login: String,
        wrong: Option<Complaint>,
        /// Telegram's launch data open this server.
        telegram: bool,
        /// Name of the bot, where Telegram's button is to be shown.
        bot: Option<String>,
        /// Where Telegram's button sends its word.
        bot_answer: String,
        /// Passkeys open this server by the name it was asked by.
        passkeys: bool,
    },
    /// The code of the second factor.
    Code { back: String, wrong: Option<Complaint> },
    /// A one-time link: choosing a password.
    Link { invitation: bool, path: String, name: String, login: String, wrong: Option<Complaint> },
    /// Somebody known to Telegram alone. `sealed`: who it is, where no session can hold it; else empty.
    Ask { name: String, sent: bool, sealed: String },
    /// Signed in, and of no organization.
    Nowhere,
    /// Nothing but what is wrong.
    Note(AppError),
}

/// What was wrong with what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Complaint {
    /// Login or password.
    Wrong,
    WrongCode,
    Wait {
        seconds: u32,
    },
    /// A link that is not good, or no longer.
    Gone,
    Short {
        min: u32,
    },
    Long {
        max: u32,
    },
    Common,
    Personal,
    /// The two passwords differ.
    Differ,
    /// Telegram's word does not hold.
    Telegram,
    /// A passkey does not hold, or its answer came too late.
    Passkey,
    /// The session of the first step is over.
    Late,
}

impl Complaint {
    /// As an address tells it: a stable code, and the number that goes with it (0 where none does).
    #[must_use]
    pub const fn code(self) -> (&'static str, u32) {
        match self {
            Self::Wrong => ("wrong", 0),
            Self::WrongCode => ("wrong_code", 0),
            Self::Wait { seconds } => ("wait", seconds),
            Self::Gone => ("gone", 0),
            Self::Short { min } => ("short", min),
            Self::Long { max } => ("long", max),
            Self::Common => ("common", 0),
            Self::Personal => ("personal", 0),
            Self::Differ => ("differ", 0),
            Self::Telegram => ("telegram", 0),
            Self::Passkey => ("passkey", 0),
            Self::Late => ("late", 0),
        }
    }

    /// The complaint of this code and number.
    #[must_use]
    pub fn from_code(code: &str, number: u32) -> Option<Self> {
        let all = [
            Self::Wrong,
            Self::WrongCode,
            Self::Wait { seconds: number },
            Self::Gone,
            Self::Short { min: number },
            Self::Long { max: number },
            Self::Common,
            Self::Personal,
            Self::Differ,
            Self::Telegram,
            Self::Passkey,
            Self::Late,
        ];
        all.into_iter().find(|complaint| complaint.code().0 == code)
    }
}

/// What a document of the door is drawn with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DoorAssets {
    /// Address of the style sheet.
    pub style: Option<String>,
    /// Path of this page, for the links that change language and theme.
    pub here: String,
    /// The token of the session that there is already, for the forms.
    pub csrf: Option<String>,
}
