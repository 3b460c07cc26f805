//! How often signing in may be tried: after some failures under one account, or from one address, each further try waits
//! longer. Kept in the store, so that all servers count together and a restart forgets nothing.
//!
//! A failure is a debt of seconds, and a second that passes pays one: who fails seldom never waits, however long they use it.

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};

use super::{Refusal, Services};
use crate::server::{
    db::{Attempts, login},
    services::Caller,
};

/// What failures under one sort of key cost.
#[derive(Clone, Copy, Debug)]
struct Rule {
    /// Failures that cost nothing.
    free: i64,
    /// Seconds in which one failure is forgotten.
    forget: i64,
    /// The longest wait, seconds: whoever locks others out by failing on purpose locks them out for this long at most.
    longest: i64,
}

const ACCOUNT: Rule = Rule { free: 4, forget: 15 * 60, longest: 15 * 60 };
/// An office is one address, and one who fails there must not keep all the others out.
const ADDRESS: Rule = Rule { free: 20, forget: 60, longest: 30 };
/// After this long all is paid, since nobody owes more than [`Rule::most`].
pub const FORGET: SignedDuration = SignedDuration::from_hours(24);
/// How often a try that others overtake is counted again.
const TURNS: u32 = 20;

/// The two keys that a try counts under.
pub(super) struct Tries {
    account: String,
    address: String,
}

impl Tries {
    pub fn new(caller: &Caller, account: &str) -> Self {
        // What was typed may be a password in the wrong field: only its hash is kept.
        let hash = Sha256::new().chain_update(b"falcon account\0").chain_update(login(account)).finalize();
        let account = format!("account:{}", data_encoding::HEXLOWER.encode(&hash));
        Self { account, address: format!("address:{}", network(caller.address)) }
    }
}

/// An IPv6 customer has a network of 2^64 addresses: it counts as one.
fn network(address: std::net::IpAddr) -> String {
    match address {
        std::net::IpAddr::V4(address) => address.to_string(),
        std::net::IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(address) => address.to_string(),
            None => std::net::Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).to_string(),
        },
    }
}

impl Rule {
    /// Seconds that anybody can owe.
    const fn most(self) -> i64 {
        (self.free + 20) * self.forget
    }

    /// Seconds to wait with this debt, since the last try: 1, 2, 4, 8 … up to the longest.
    fn wait(self, debt: i64) -> i64 {
        let over = debt - self.free * self.forget;
        if over <= 0 {
            return 0;
        }
        // A part of a failure counts as one.
        let failures = (over + self.forget - 1) / self.forget;
        1_i64.checked_shl(u32::try_from(failures - 1).unwrap_or(u32::MAX)).unwrap_or(i64::MAX).clamp(1, self.longest)
    }

    /// What stands under a key after a try at this instant, or the seconds until the next one is due.
    fn next(self, held: Option<Attempts>, now: Timestamp) -> Result<Attempts, i64> {
        let now = Timestamp::from_second(now.as_second()).unwrap_or(now);
        let mut debt = 0;
        if let Some(Attempts { debt: owed, last }) = held {
            // A clock that was set back pays nothing.
            let passed = (now.as_second() - last.as_second()).max(0);
            let left = self.wait(owed) - passed;
            if left > 0 {
                return Err(left);
            }
            debt = (owed - passed).max(0);
        }
        Ok(Attempts { debt: (debt + self.forget).min(self.most()), last: now })
    }
}

impl Services {
    /// Goes on when a try is due, and counts it as a failure until [`Services::succeeded`] says otherwise. Of many at once
    /// each sees those before it.
    pub(super) async fn may_try(&self, tries: &Tries, now: Timestamp) -> Result<(), Refusal> {
        self.count(&tries.account, ACCOUNT, now).await?;
        let told = self.count(&tries.address, ADDRESS, now).await;
        if told.is_err() {
            // No try was made: the account owes nothing for it.
            self.db().uncount_attempt(&tries.account, ACCOUNT.forget).await?;
        }
        told
    }

    async fn count(&self, key: &str, rule: Rule, now: Timestamp) -> Result<(), Refusal> {
        for _ in 0..TURNS {
            let held = self.db().attempts(key).await?;
            let next = rule.next(held, now).map_err(|left| Refusal::Wait { seconds: seconds(left) })?;
            if self.db().count_attempt(key, held, next).await? {
                return Ok(());
            }
        }
        Err(Refusal::Wait { seconds: 1 })
    }

    /// A try succeeded: the account's failures are forgotten; of the address's only this try is, or one good account
    /// would open the way for guesses at others. (What is left drains.)
    pub(super) async fn succeeded(&self, tries: &Tries) -> Result<(), Refusal> {
        self.db().clear_attempts(&tries.account).await?;
        self.db().uncount_attempt(&tries.address, ADDRESS.forget).await?;
        Ok(())
    }

    /// A first step succeeded, and another one follows: the address owes nothing for it.
    pub(super) async fn half(&self, tries: &Tries) -> Result<(), Refusal> {
        Ok(self.db().uncount_attempt(&tries.address, ADDRESS.forget).await?)
    }
}

fn seconds(left: i64) -> u32 {
    u32::try_from(left).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_a_quarter_of_an_hour() {
        let waits: Vec<i64> = (0..=24).map(|failures| ACCOUNT.wait(failures * ACCOUNT.forget)).collect();
        assert_eq!(waits[..9], [0, 0, 0, 0, 0, 1, 2, 4, 8]);
        assert_eq!((waits[14], waits[15], waits[24]), (512, 900, 900));
        assert_eq!(ACCOUNT.wait(i64::MAX - ACCOUNT.forget), 900);
        assert_eq!(ACCOUNT.wait(4 * ACCOUNT.forget + 1), 1);
    }

    /// Tries at these seconds, each as soon as it may be; how many were let through.
    fn tried(rule: Rule, at: impl IntoIterator<Item = i64>) -> usize {
        let mut held = None;
        let mut through = 0;
        for second in at {
            if let Ok(next) = rule.next(held, Timestamp::from_second(1_700_000_000 + second).unwrap()) {
                held = Some(next);
                through += 1;
            }
        }
        through
    }

    #[test]
    fn who_fails_seldom_never_waits() {
        assert_eq!(tried(ACCOUNT, (0..500).map(|turn| turn * 15 * 60)), 500);
        assert_eq!(tried(ADDRESS, (0..500).map(|turn| turn * 60)), 500, "an office where one fails each minute");
    }

    #[test]
    fn who_fails_all_the_time_gets_one_try_in_each_wait() {
        assert_eq!(tried(ACCOUNT, 0..1), 1);
        assert_eq!(tried(ACCOUNT, std::iter::repeat_n(0, 100)), 5, "four are free, and the first that is not");
        let day = tried(ACCOUNT, 0..86_400);
        assert!((90..=115).contains(&day), "{day} tries a day at one account");
        let day = tried(ADDRESS, 0..86_400);
        assert!((1_440..=3_000).contains(&day), "{day} tries a day from one address");
    }

    #[test]
    fn after_a_day_all_is_forgotten() {
        for rule in [ACCOUNT, ADDRESS] {
            assert!(rule.most() <= FORGET.as_secs(), "{rule:?}");
        }
    }

    #[test]
    fn a_customer_with_many_addresses_counts_as_one() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), "192.0.2.1");
    }
}
