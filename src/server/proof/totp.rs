//! The second factor: codes that change every 30 seconds (TOTP, RFC 6238, with SHA-1 and six digits: what every
//! authenticator app reads).
//!
//! SHA-1's collisions do not matter inside an HMAC. A code is taken one step early or late, for clocks that differ, and
//! once: the step of the last code taken is kept by the caller, and only later steps count. Six digits are guessed once in
//! a million tries (three steps: once in 333 333), so the caller must throttle.

use std::fmt;

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use qrcode::{Color, EcLevel, QrCode};
use sha1::Sha1;
use subtle::ConstantTimeEq as _;

/// Seconds of a step.
pub const PERIOD: i64 = 30;

/// Steps before and after the present one that are taken.
const WINDOW: i64 = 1;

/// What the server and the person's app both know: 160 bits (RFC 4226, §4: recommended).
#[derive(Clone)]
pub struct Secret([u8; 20]);

/// What came of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// No code of these steps, or no code at all.
    Wrong,
    /// The right code of a step that was used, or that lies before one that was: somebody may be looking over a shoulder.
    Used,
    /// Right: the caller keeps this step and gives it as `last` the next time.
    Right { step: i64 },
}

/// The text is too long for a QR code (some 2000 bytes: only absurd names get there).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too long for a QR code")]
pub struct TooLong;

impl Secret {
    /// From random bytes.
    pub const fn new(random: [u8; 20]) -> Self {
        Self(random)
    }

    /// From base 32 (RFC 4648, §6, no padding), as it was stored; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        BASE32_NOPAD.decode(text.as_bytes()).ok()?.try_into().ok().map(Self)
    }

    /// Base 32, 32 characters, to be typed where no camera is at hand.
    pub fn reveal(&self) -> String {
        BASE32_NOPAD.encode(&self.0)
    }

    /// The code at an instant, six digits.
    pub fn code(&self, at: Timestamp) -> String {
        format!("{:06}", self.number(step(at)))
    }

    /// Is `typed` the code of now, a step earlier or a step later, and later than `last`? Spaces are skipped. Takes the
    /// same time whatever is typed in six digits.
    pub fn verify(&self, typed: &str, now: Timestamp, last: Option<i64>) -> Verdict {
        let Some(typed) = six_digits(typed) else { return Verdict::Wrong };
        let now = step(now);
        let mut verdict = Verdict::Wrong;
        for step in now - WINDOW..=now + WINDOW {
            let same: bool = self.number(step).ct_eq(&typed).into();
            if same {
                verdict = if last.is_some_and(|last| step <= last) { Verdict::Used } else { Verdict::Right { step } };
            }
        }
        verdict
    }

    /// HOTP's value (RFC 4226, §5.3) modulo a million.
    fn number(&self, step: i64) -> u32 {
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(&step.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let at = usize::from(hash[19] & 0x0f);
        let bytes = [hash[at] & 0x7f, hash[at + 1], hash[at + 2], hash[at + 3]];
        u32::from_be_bytes(bytes) % 1_000_000
    }

    /// The address that an app reads from the QR code (Google's "Key URI Format"): its label is `issuer:account`.
    pub fn uri(&self, issuer: &str, account: &str) -> String {
        let (issuer, account) = (escape(issuer), escape(account));
        let secret = self.reveal();
        format!(
            "otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period={PERIOD}"
        )
    }

    /// [`Self::uri`] as a QR code: an SVG of black on white with its quiet zone, without styles, scripts or a size of its
    /// own. It holds the secret: part of a page that is not kept, never a file with an address.
    ///
    /// # Errors
    /// [`TooLong`].
    pub fn qr(&self, issuer: &str, account: &str) -> Result<String, TooLong> {
        let code = QrCode::with_error_correction_level(self.uri(issuer, account), EcLevel::M).map_err(|_| TooLong)?;
        Ok(svg(&code))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

fn step(at: Timestamp) -> i64 {
    at.as_second().div_euclid(PERIOD)
}

fn six_digits(typed: &str) -> Option<u32> {
    let mut number = 0;
    let mut digits = 0;
    for c in typed.chars().filter(|c| !c.is_whitespace()) {
        number = number * 10 + c.to_digit(10)?;
        digits += 1;
        if digits > 6 {
            return None;
        }
    }
    (digits == 6).then_some(number)
}

/// Percent-encoding of all but RFC 3986's unreserved characters.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// A run of dark modules is one stroke of the path.
fn svg(code: &QrCode) -> String {
    /// Light modules around the code that readers need (ISO/IEC 18004).
    const QUIET: usize = 4;
    let width = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run[0] == Color::Dark {
                let (x, y, run) = (x + QUIET, y + QUIET, run.len());
                path.push_str(&format!("M{x} {y}h{run}v1h-{run}z"));
            }
            x += run.len();
        }
    }
    let side = width + 2 * QUIET;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("an instant")
    }

    /// The secret of RFC 6238, appendix B.
    fn secret() -> Secret {
        Secret::new(*b"12345678901234567890")
    }

    #[test]
    fn vectors_of_rfc_6238() {
        // Appendix B, SHA-1: eight digits there, the last six of them here.
        for (second, code) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            assert_eq!(secret().code(at(second)), code[2..]);
        }
    }

    #[test]
    fn vectors_of_rfc_4226() {
        // Appendix D.
        for (step, number) in [755_224, 287_082, 359_152, 969_429, 338_314, 254_676, 287_922, 162_583, 399_871, 520_489]
            .into_iter()
            .enumerate()
        {
            assert_eq!(secret().number(step as i64), number);
        }
    }

    #[test]
    fn a_step_early_or_late_is_taken() {
        let code = secret().code(at(3000));
        for (second, right) in [(2969, false), (2970, true), (3000, true), (3059, true), (3060, false)] {
            let expected = if right { Verdict::Right { step: 100 } } else { Verdict::Wrong };
            assert_eq!(secret().verify(&code, at(second), None), expected, "{second}");
        }
    }

    #[test]
    fn a_code_is_taken_once() {
        let code = secret().code(at(3000));
        assert_eq!(secret().verify(&code, at(3000), Some(99)), Verdict::Right { step: 100 });
        assert_eq!(secret().verify(&code, at(3000), Some(100)), Verdict::Used);
        assert_eq!(secret().verify(&code, at(3000), Some(101)), Verdict::Used, "an older one than the last");
    }

    #[test]
    fn what_is_typed() {
        let code = secret().code(at(3000));
        let spaced = format!(" {} {} ", &code[..3], &code[3..]);
        assert_eq!(secret().verify(&spaced, at(3000), None), Verdict::Right { step: 100 });
        for typed in ["", "12345", &code[1..], &format!("{code}0"), &format!("0{code}"), "١٢٣٤٥٦", "-12345", "1e5000"]
        {
            assert_eq!(secret().verify(typed, at(3000), None), Verdict::Wrong, "{typed:?}");
        }
    }

    #[test]
    fn the_secret_is_base_32() {
        assert_eq!(secret().reveal(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(Secret::parse(&secret().reveal()).expect("its own text").0, secret().0);
        for text in ["", "GEZDGNBV", "gezdgnbvgy3tqojqgezdgnbvgy3tqojq", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ="] {
            assert!(Secret::parse(text).is_none(), "{text:?}");
        }
        assert_eq!(format!("{:?}", secret()), "Secret(…)");
    }

    #[test]
    fn the_address_for_an_app() {
        assert_eq!(
            secret().uri("Falcon Ñ", "ana@cadena.mx:7"),
            "otpauth://totp/Falcon%20%C3%91:ana%40cadena.mx%3A7?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=Falcon%20%C3%91&algorithm=SHA1&digits=6&period=30"
        );
    }

    #[test]
    fn the_qr_code_is_plain_svg() {
        let svg = secret().qr("Falcon", "ana@cadena.mx").expect("a short address");
        assert!(svg.starts_with("<svg xmlns=") && svg.ends_with("/></svg>"));
        assert!(!svg.contains("style") && !svg.contains("script") && svg.is_ascii());
        // The finder pattern in the upper left corner: seven dark, then a dark, five light, a dark.
        assert!(svg.contains("M4 4h7v1h-7z") && svg.contains("M4 5h1v1h-1z") && svg.contains("M10 5h1v1h-1z"));
        assert_eq!(secret().qr("Falcon", &"a".repeat(3000)), Err(TooLong));
    }
}
