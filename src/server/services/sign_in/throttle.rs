//! How often signing in may be tried: after some failures under one account, or from one address, each further try waits
//! longer. Kept in the store, so that all servers count together and a restart forgets nothing.

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};

use super::{Refusal, Services};
use crate::server::{
    db::{Attempts, login},
    services::Caller,
};

/// Failures under one account that cost nothing.
const FREE_ACCOUNT: u32 = 4;
/// Failures from one address that cost nothing: an office is one address.
const FREE_ADDRESS: u32 = 20;
/// The longest wait: whoever locks others out by failing on purpose locks them out for this long at most.
const LONGEST: u32 = 15 * 60;
/// After this long without a failure all is forgotten.
pub const FORGET: SignedDuration = SignedDuration::from_hours(24);

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

/// Seconds to wait after so many failures: 1, 2, 4, 8 … up to a quarter of an hour.
fn wait(count: u32, free: u32) -> u32 {
    match count.checked_sub(free) {
        None | Some(0) => 0,
        Some(over) => 1_u32.checked_shl(over - 1).unwrap_or(LONGEST).min(LONGEST),
    }
}

impl Services {
    /// Goes on when a try is due, and counts it as a failure until [`Services::succeeded`] says otherwise.
    pub(super) async fn may_try(&self, tries: &Tries, now: Timestamp) -> Result<(), Refusal> {
        let mut left = 0;
        for (key, free) in [(&tries.account, FREE_ACCOUNT), (&tries.address, FREE_ADDRESS)] {
            if let Some(Attempts { count, last }) = self.db().attempts(key).await? {
                if now.duration_since(last) > FORGET {
                    self.db().clear_attempts(key).await?;
                    continue;
                }
                let due = last.saturating_add(SignedDuration::from_secs(i64::from(wait(count, free)))).unwrap_or(last);
                left = left.max(u32::try_from((due - now).get_seconds()).unwrap_or_default());
                if due > now {
                    left = left.max(1);
                }
            }
        }
        if left > 0 {
            return Err(Refusal::Wait { seconds: left });
        }
        self.db().count_attempt(&tries.account, now).await?;
        self.db().count_attempt(&tries.address, now).await?;
        Ok(())
    }

    /// A try succeeded: the account's failures are forgotten; of the address's only this try is, or one good account
    /// would open the way for guesses at others. (What is left fades in a day.)
    pub(super) async fn succeeded(&self, tries: &Tries) -> Result<(), Refusal> {
        self.db().clear_attempts(&tries.account).await?;
        self.db().uncount_attempt(&tries.address).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_a_quarter_of_an_hour() {
        let waits: Vec<u32> = (0..=20).map(|count| wait(count, 4)).collect();
        assert_eq!(waits[..9], [0, 0, 0, 0, 0, 1, 2, 4, 8]);
        assert_eq!((waits[14], waits[15], waits[20]), (512, 900, 900));
        assert_eq!(wait(u32::MAX, 4), 900);
    }

    #[test]
    fn a_customer_with_many_addresses_counts_as_one() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), "192.0.2.1");
    }
}
