use super::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("an instant")
}

fn keys(newest: u8, older: &[u8]) -> Keys {
    Keys::new(SigningKey::new([newest; 32]), older.iter().map(|seed| SigningKey::new([*seed; 32])).collect())
}

fn realm() -> Realm {
    Realm { issuer: "https://falcon.example".into(), audience: "falcon-api".into() }
}

fn grant() -> Grant {
    let text = String::from;
    Grant { subject: text("17"), organization: text("3"), id: text("j1"), family: text("f1"), scope: text("read send") }
}

const KINDS: [Kind; 3] = [Kind::Access, Kind::Refresh, Kind::Pass];

const LIFE: Duration = Duration::from_secs(1800);

fn token(kind: Kind) -> String {
    issue(&keys(1, &[]), &realm(), kind, &grant(), at(1000), LIFE)
}

/// Signs any header and claims with the right key.
fn forged(header: &serde_json::Value, claims: &serde_json::Value) -> String {
    let signed = format!("{}.{}", part(header), part(claims));
    let signature = BASE64URL.encode(&SigningKey::new([1; 32]).sign(signed.as_bytes()));
    format!("{signed}.{signature}")
}

fn header(token: &str) -> serde_json::Value {
    read(token.split('.').next().expect("a header")).expect("JSON")
}

fn claims(token: &str) -> serde_json::Value {
    read(token.split('.').nth(1).expect("claims")).expect("JSON")
}

#[test]
fn a_token_says_what_was_granted() {
    for kind in KINDS {
        let checked = check(&keys(1, &[]), &realm(), kind, &token(kind), at(1000)).expect("our own token");
        assert_eq!(checked, Checked { grant: grant(), issued: at(1000), expires: at(2800) });
    }
    let claims = claims(&token(Kind::Refresh));
    assert_eq!(
        claims,
        serde_json::json!({
            "iss": "https://falcon.example", "aud": "falcon-api", "sub": "17", "org": "3", "typ": "refresh",
            "jti": "j1", "fam": "f1", "scope": "read send", "iat": 1000, "exp": 2800,
        })
    );
}

#[test]
fn no_kind_passes_for_another() {
    let pairs =
        KINDS.into_iter().flat_map(|kind| KINDS.map(|other| (kind, other))).filter(|(kind, other)| kind != other);
    for (kind, other) in pairs {
        let token = token(kind);
        assert_eq!(check(&keys(1, &[]), &realm(), other, &token, at(1000)), Err(JwtError::Kind));
        // Nor with one of the two marks changed, signed by ourselves.
        let mut swapped = header(&token);
        swapped["typ"] = other.header().into();
        let half = forged(&swapped, &claims(&token));
        assert_eq!(check(&keys(1, &[]), &realm(), other, &half, at(1000)), Err(JwtError::Kind));
        assert_eq!(check(&keys(1, &[]), &realm(), kind, &half, at(1000)), Err(JwtError::Kind));
        assert_eq!([&token, &half].map(|token| claims_to_be_pass(token)), [kind == Kind::Pass, other == Kind::Pass]);
    }
}

#[test]
fn times() {
    let check = |second: i64, millis: i64| {
        let now = Timestamp::from_millisecond(second * 1000 + millis).expect("an instant");
        check(&keys(1, &[]), &realm(), Kind::Access, &token(Kind::Access), now).map(drop)
    };
    assert_eq!(check(940, 0), Ok(()));
    assert_eq!(check(939, 999), Err(JwtError::Future));
    assert_eq!(check(2799, 999), Ok(()));
    assert_eq!(check(2800, 0), Err(JwtError::Expired));
}

#[test]
fn realms() {
    let token = token(Kind::Access);
    let other = Realm { issuer: "https://other.example".into(), ..realm() };
    assert_eq!(check(&keys(1, &[]), &other, Kind::Access, &token, at(1000)), Err(JwtError::Issuer));
    let other = Realm { audience: "falcon".into(), ..realm() };
    assert_eq!(check(&keys(1, &[]), &other, Kind::Access, &token, at(1000)), Err(JwtError::Audience));
    let mut many = claims(&token);
    many["aud"] = serde_json::json!(["falcon-api", "other"]);
    assert_eq!(
        check(&keys(1, &[]), &realm(), Kind::Access, &forged(&header(&token), &many), at(1000)),
        Err(JwtError::Malformed)
    );
}

#[test]
fn keys_are_rotated() {
    let old = token(Kind::Access);
    assert!(check(&keys(2, &[1]), &realm(), Kind::Access, &old, at(1000)).is_ok());
    assert_eq!(check(&keys(2, &[]), &realm(), Kind::Access, &old, at(1000)), Err(JwtError::UnknownKey));
    let new = issue(&keys(2, &[1]), &realm(), Kind::Access, &grant(), at(1000), LIFE);
    assert_eq!(header(&new)["kid"], keys(2, &[]).newest().kid());
    assert!(check(&keys(2, &[]), &realm(), Kind::Access, &new, at(1000)).is_ok());
}

#[test]
fn no_other_algorithm_and_no_other_header() {
    let token = token(Kind::Access);
    for alg in ["none", "HS256", "eddsa", "ES256", ""] {
        let mut header = header(&token);
        header["alg"] = alg.into();
        let forged = forged(&header, &claims(&token));
        assert_eq!(check(&keys(1, &[]), &realm(), Kind::Access, &forged, at(1000)), Err(JwtError::Algorithm), "{alg}");
    }
    for name in ["crit", "jwk", "jku", "x5u", "b64", "zip"] {
        let mut header = header(&token);
        header[name] = "x".into();
        let forged = forged(&header, &claims(&token));
        assert_eq!(check(&keys(1, &[]), &realm(), Kind::Access, &forged, at(1000)), Err(JwtError::Malformed), "{name}");
    }
}

#[test]
fn no_character_can_be_changed() {
    let token = token(Kind::Access);
    for at_byte in 0..token.len() {
        for with in ["A", "Z", ".", "=", "-", " "] {
            let mut other = token.clone();
            other.replace_range(at_byte..=at_byte, with);
            if other != token {
                let answer = check(&keys(1, &[]), &realm(), Kind::Access, &other, at(1000));
                assert!(answer.is_err(), "{at_byte} {with:?}");
            }
        }
    }
    for other in ["", ".", "..", "...", &token[1..], &format!("{token}."), &format!(".{token}"), &"a".repeat(5000)] {
        assert_eq!(
            check(&keys(1, &[]), &realm(), Kind::Access, other, at(1000)),
            Err(JwtError::Malformed),
            "{other:?}"
        );
    }
}
