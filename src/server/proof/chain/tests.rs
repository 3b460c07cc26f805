use super::*;
use crate::domain::access::audit::{Act, Agent, Outcome};

const KEY: &[u8] = b"0123456789abcdef0123456789abcdef";

fn entry(number: i64) -> Entry {
    Entry {
        number,
        at: "2026-11-01T12:00:00.000Z".into(),
        organization: Some("demo".into()),
        agent: Agent::Person(7),
        name: "Ana López".into(),
        act: Act::MembershipChanged,
        target: "Beto".into(),
        outcome: Outcome::Ok,
        address: "192.0.2.7".into(),
        correlation: "00ff".into(),
        device: "Firefox".into(),
        before: Some(r#"{"role":"viewer"}"#.into()),
        after: Some(r#"{"role":"director"}"#.into()),
    }
}

fn linked(keys: &Keys, count: i64) -> (Vec<Linked>, Mark) {
    let mut previous = Mark::NOTHING.to_owned();
    let mut all = Vec::new();
    for number in 1..=count {
        let entry = entry(number);
        let hash = keys.hash(&entry, &previous);
        all.push(Linked { entry, previous: std::mem::replace(&mut previous, hash.clone()), hash });
    }
    let head = Mark { number: count, seal: keys.seal(End::Head, count, &previous), hash: previous };
    (all, head)
}

fn nothing() -> Mark {
    Mark { number: 0, hash: Mark::NOTHING.into(), seal: String::new() }
}

fn check(keys: &Keys, all: &[Linked], head: &Mark) -> Result<i64, Broken> {
    let mut check = Check::new(keys, &nothing())?;
    for linked in all {
        check.next(linked)?;
    }
    check.end(keys, head)?;
    Ok(check.count())
}

/// Reckoned apart, by Python's hashlib and hmac (tests/vectors/audit.py).
#[test]
fn hashes_are_those_of_the_vectors() {
    let all = [entry_hash(None, &entry(1), Mark::NOTHING), entry_hash(Some(KEY), &entry(1), Mark::NOTHING)];
    assert_eq!(all, [VECTOR_PLAIN, VECTOR_KEYED]);
    let bare = Entry { organization: None, agent: Agent::System, before: None, after: None, ..entry(2) };
    assert_eq!(entry_hash(Some(KEY), &bare, VECTOR_KEYED), VECTOR_BARE);
    assert_eq!(end_seal(Some(KEY), End::Head, 1, VECTOR_KEYED), VECTOR_HEAD);
}

const VECTOR_PLAIN: &str = "44a8170a301b9f1a22b3a826258be4ae4d50b3eb099fe0d18c4e2bf6c3a6c1bf";
const VECTOR_KEYED: &str = "3cd0eea3848d069977a656546d29c16d48c4a3784e28e3c16239382dd6aa5d8e";
const VECTOR_BARE: &str = "f94330cba4ceb0a41b6ab3be32f922d66850872b30a4e928258247e2a67a2b60";
const VECTOR_HEAD: &str = "a34b812a7b0ca5b93fabfd54723dda0e9a7c4e0a025f0ffc690e27a77f24a3d9";

#[test]
fn every_field_counts() {
    let base = entry_hash(None, &entry(1), Mark::NOTHING);
    let changes: Vec<fn(&mut Entry)> = vec![
        |e| e.number = 2,
        |e| e.at = "2026-11-01T12:00:00.001Z".into(),
        |e| e.organization = None,
        |e| e.organization = Some(String::new()),
        |e| e.agent = Agent::Key(7),
        |e| e.agent = Agent::Person(8),
        |e| e.agent = Agent::Anyone,
        |e| e.name = "Ana".into(),
        |e| e.act = Act::ScopeChanged,
        |e| e.target = "Beta".into(),
        |e| e.outcome = Outcome::Failed,
        |e| e.address.clear(),
        |e| e.correlation.clear(),
        |e| e.device.clear(),
        |e| e.before = None,
        |e| e.after = Some(String::new()),
        // The border between two fields moves.
        |e| (e.name, e.target) = ("Ana LópezB".into(), "eto".into()),
        |e| (e.before, e.after) = (e.after.clone(), e.before.clone()),
    ];
    let mut seen =
        vec![base, entry_hash(None, &entry(1), VECTOR_PLAIN), entry_hash(Some(KEY), &entry(1), Mark::NOTHING)];
    for change in changes {
        let mut changed = entry(1);
        change(&mut changed);
        seen.push(entry_hash(None, &changed, Mark::NOTHING));
    }
    let count = seen.len();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), count);
}

#[test]
fn a_chain_holds_and_every_tampering_is_named() {
    for keys in [Keys::new(Some(KEY), &[]), Keys::default()] {
        let (all, head) = linked(&keys, 5);
        assert_eq!(check(&keys, &all, &head), Ok(5));
        let broken = |change: &dyn Fn(&mut Vec<Linked>)| {
            let mut changed = all.clone();
            change(&mut changed);
            check(&keys, &changed, &head).map_err(|broken| (broken.number, broken.fault))
        };
        assert_eq!(broken(&|all| all[2].entry.target = "Carla".into()), Err((3, Fault::Altered)));
        assert_eq!(broken(&|all| drop(all.remove(2))), Err((3, Fault::Missing)));
        assert_eq!(broken(&|all| all.truncate(4)), Err((5, Fault::CutOff)));
        assert_eq!(broken(&|all| all.insert(3, all[2].clone())), Err((3, Fault::Misplaced)));
        let swap = |all: &mut Vec<Linked>| {
            all.swap(2, 3);
            (all[2].entry.number, all[3].entry.number) = (3, 4);
        };
        assert_eq!(broken(&swap), Err((3, Fault::Misplaced)));
        // Altered and hashed anew, as who has no secret can where there is none: the next one tells.
        let anew = |all: &mut Vec<Linked>| {
            all[2].entry.target = "Carla".into();
            all[2].hash = keys.hash(&all[2].entry, &all[2].previous);
        };
        assert_eq!(broken(&anew), Err((4, Fault::Misplaced)));
        let more = linked(&keys, 6).0;
        assert_eq!(check(&keys, &more, &head).unwrap_err(), Broken { number: 6, fault: Fault::BehindHead });
        let other = Mark { number: 4, hash: all[3].hash.clone(), ..head.clone() };
        assert_eq!(check(&keys, &all[..4], &other).unwrap_err().fault, Fault::HeadSeal, "a head put back");
        assert_eq!(check(&keys, &all[..4], &nothing()).unwrap_err().fault, Fault::BehindHead);
    }
}

#[test]
fn another_secret_does_not_hold() {
    let (all, head) = linked(&Keys::new(Some(KEY), &[]), 2);
    let other = Keys::new(Some(b"another"), &[]);
    assert_eq!(check(&other, &all, &head), Err(Broken { number: 1, fault: Fault::Altered }));
    assert!(!format!("{other:?}").contains("another"));
}

#[test]
fn a_secret_may_follow_another_and_never_come_back() {
    let (old, new) = (Keys::new(Some(b"old"), &[]), Keys::new(Some(KEY), &[b"old"]));
    let by = |makers: &[&Keys]| {
        let mut previous = Mark::NOTHING.to_owned();
        let mut all = Vec::new();
        for (number, keys) in (1..).zip(makers) {
            let entry = entry(number);
            let hash = keys.hash(&entry, &previous);
            all.push(Linked { entry, previous: std::mem::replace(&mut previous, hash.clone()), hash });
        }
        let number = i64::try_from(all.len()).unwrap();
        (all, Mark { number, seal: new.seal(End::Head, number, &previous), hash: previous })
    };
    let (all, head) = by(&[&old, &old, &new]);
    assert_eq!(check(&new, &all, &head), Ok(3));
    let (all, head) = by(&[&old, &new, &old]);
    assert_eq!(check(&new, &all, &head), Err(Broken { number: 3, fault: Fault::Altered }));
}
