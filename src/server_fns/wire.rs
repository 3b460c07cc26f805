//! What server functions send: answers and errors as [`Wire`] has them.

use bytes::Bytes;
use leptos::{
    prelude::FromServerFnError,
    server::codee::{Decoder, Encoder},
    server_fn::{ContentType, Decodes, Encodes, Format, FormatType, error::ServerFnErrorErr},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    contract::{AppError, Wire},
    domain::filter::FilterReason,
};

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

impl FromServerFnError for AppError {
    type Encoder = Wire;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => Self::Offline,
            // Somebody between the page and the server answered in a language of their own.
            ServerFnErrorErr::Deserialization(_) => Self::Unavailable,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => {
                Self::Input { field: String::new(), value: String::new(), reason: FilterReason::Malformed }
            }
            _ => Self::Internal { reference: String::new() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_proxy_says_is_no_misspelled_filter() {
        for said in ["<html><h1>502 Bad Gateway</h1></html>", "upstream connect error", ""] {
            assert_eq!(AppError::de(Bytes::from(said)), AppError::Unavailable, "{said}");
        }
    }

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
