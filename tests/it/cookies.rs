//! The session's cookie is the one that browsers keep for this host alone, under its own letters.

use falcon::{
    domain::{Role, Scope},
    server::config::PublicUrl,
};

use crate::{
    api_support::{Api, Hand, settings},
    support::on_demo,
};

const NAME: &str = "__Host-falcon";

/// Names that are not [`NAME`] and that a lenient reader takes for it. Browsers guard the prefix `__Host-` as it is written,
/// so a site below the same domain may set a cookie of any of these for us.
const DISGUISED: [&str; 7] = [
    "%5F_Host-falcon",
    "%5f%5fHost%2Dfalcon",
    "__Host-falco%6E",
    "\u{a0}__Host-falcon",
    "__Host-falcon\u{a0}",
    "\u{2003}__Host-falcon",
    "\u{85}__Host-falcon",
];

#[test]
fn a_disguised_cookie_is_not_the_session() {
    on_demo(async |test| {
        crate::support::filled(&test.db).await;
        let mut config = settings();
        config.security.public_url = Some(PublicUrl { origin: "https://localhost".into(), tls: true });
        let api = Api::with(&test.db, &config, &Hand::new()).await;
        let mut sessions = Vec::new();
        for login in ["ana", "eva"] {
            api.person("demo", login, Role::Admin, Scope::whole()).await;
            let cookie = api.sign_in(login).await;
            sessions.push(cookie.strip_prefix("__Host-falcon=").unwrap().to_owned());
        }
        let [ana, eva] = &sessions[..] else { unreachable!() };
        let me = async |cookies: &[&str]| {
            let headers: Vec<_> = cookies.iter().map(|cookies| ("cookie", *cookies)).collect();
            let answer = api.get("/api/v1/me", &headers).await;
            (answer.status, answer.text.contains("ana"), answer.text.contains("eva"))
        };
        let (nobody, is_ana) = ((401, false, false), (200, true, false));
        let own = format!("{NAME}={ana}");
        assert_eq!(me(&[&own]).await, is_ana);
        for name in DISGUISED {
            let planted = format!("{name}={eva}");
            assert_eq!(me(&[&planted]).await, nobody, "{name:?} alone");
            for cookies in [format!("{planted}; {own}"), format!("{own}; {planted}"), format!("{own};{planted};")] {
                assert_eq!(me(&[&cookies]).await, is_ana, "{cookies:?}");
            }
            // As HTTP/2 may send them.
            assert_eq!(me(&[&own, &planted]).await, is_ana, "{name:?} in a header of its own");
            assert_eq!(me(&[&planted, &own]).await, is_ana, "{name:?} in a header before");
        }
        // Which of two comes first can be steered.
        let two = format!("{NAME}={eva}; {own}");
        assert_eq!((me(&[&two]).await, me(&[&own, &format!("{NAME}={eva}")]).await), (nobody, nobody));
        // Cookies of others are no matter.
        for beside in ["theme=dark", "x=%zz", "=; ;;", "ñ=ü", "a%3Db=1"] {
            assert_eq!(me(&[&format!("{beside}; {own}")]).await, is_ana, "{beside:?}");
        }
        let english = api.get("/", &[("cookie", &format!("lang=en; {own}"))]).await;
        assert!(english.text.contains("<html lang=\"en"), "preferences are still read");
    });
}
