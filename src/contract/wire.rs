//! How answers cross the wire: postcard, a compact binary form.
//!
//! Fields go by position, so reading needs no names: a third of what reading JSON would weigh in the page's WASM. Both
//! ends are always of one build (the page names its files by fingerprint), so no older form has to be understood.

use bytes::Bytes;
use leptos::{
    server::codee::{Decoder, Encoder},
    server_fn::{ContentType, Decodes, Encodes, Format, FormatType},
};
use serde::{Serialize, de::DeserializeOwned};

/// The encoding of server functions' answers, of their errors, and of what a page carries for its own start.
pub struct Wire;

impl ContentType for Wire {
    const CONTENT_TYPE: &'static str = "application/octet-stream";
}

impl FormatType for Wire {
    const FORMAT_TYPE: Format = Format::Binary;
}

impl<T: Serialize> Encodes<T> for Wire {
    type Error = postcard::Error;

    fn encode(value: &T) -> Result<Bytes, Self::Error> {
        postcard::to_allocvec(value).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for Wire {
    type Error = postcard::Error;

    fn decode(bytes: Bytes) -> Result<T, Self::Error> {
        postcard::from_bytes(&bytes)
    }
}

impl<T: Serialize> Encoder<T> for Wire {
    type Error = postcard::Error;
    type Encoded = Vec<u8>;

    fn encode(value: &T) -> Result<Self::Encoded, Self::Error> {
        postcard::to_allocvec(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Wire {
    type Error = postcard::Error;
    type Encoded = [u8];

    fn decode(bytes: &Self::Encoded) -> Result<T, Self::Error> {
        postcard::from_bytes(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::AppError;

    #[test]
    fn an_error_comes_back_as_it_went() {
        for error in [
            AppError::Unavailable,
            AppError::SignedOut,
            AppError::NotFound { what: "branch".into() },
            AppError::TooLarge { limit_mb: 7 },
            AppError::TooMany { seconds: 7 },
        ] {
            let bytes = <Wire as Encodes<AppError>>::encode(&error).unwrap();
            assert_eq!(<Wire as Decodes<AppError>>::decode(bytes).unwrap(), error);
        }
    }
}
