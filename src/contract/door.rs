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
        /// Name of the bot, where Telegram's button is to be shown.
        bot: Option<String>,
        /// Where Telegram's button sends its word.
        bot_answer: String,
        passkeys: bool,
    },
    /// The code of the second factor.
    Code { back: String, wrong: Option<Complaint> },
    /// A one-time link: choosing a password.
    Link { invitation: bool, path: String, name: String, login: String, wrong: Option<Complaint> },
    /// Somebody known to Telegram alone.
    Ask { name: String, sent: bool },
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
    /// The session of the first step is over.
    Late,
}

/// What a document of the door is drawn with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DoorAssets {
    /// Address of the style sheet.
    pub style: Option<String>,
    /// Path of this page, for the links that change language and theme.
    pub here: String,
}
