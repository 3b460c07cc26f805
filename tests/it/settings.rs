//! Settings as a file: printed, changed, checked, set; and an organization named as a person names it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::{
    io::{BufRead, BufReader},
    process::Stdio,
    sync::Arc,
};

use falcon::{
    domain::{Day, Settings, Territory},
    server::{
        db::{Db, Writer},
        services::{
            Services,
            settings::{SettingsError, read},
        },
        state::Clock,
    },
};
use jiff::Timestamp;

use crate::{
    import_support::{PROFILE, Server, World, json, table},
    support::{config, now, on_both},
};

/// A clock that stands.
struct At(Timestamp);

impl Clock for At {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// What `falcon settings` does with a file.
async fn apply(db: &Db, slug: &str, text: &str, at: Timestamp) -> Result<i64, SettingsError> {
    let services = Services::open(db.clone(), &config(slug), Arc::new(At(at))).await.unwrap();
    services.apply_settings(slug, text).await
}

async fn kinds(db: &Db) {
    let mut writer = Writer::begin(db, "acme", Some("Acme"), now()).await.unwrap();
    writer.kind("operativa").await.unwrap();
    writer.kind("seguridad").await.unwrap();
    writer.commit().await.unwrap();
}

#[test]
fn what_is_printed_reads_back_and_changes_nothing() {
    on_both(async |test| {
        kinds(&test.db).await;
        crate::support::filled(&test.db).await;
        for slug in ["acme", "demo"] {
            let before = read(&test.db, slug).await.unwrap();
            let text = before.to_toml();
            assert_eq!(apply(&test.db, slug, &text, now()).await.unwrap(), 1, "{text}");
            assert_eq!(apply(&test.db, slug, "", now()).await.unwrap(), 1);
            assert_eq!(read(&test.db, slug).await.unwrap(), before);
        }
        let named = read(&test.db, "demo").await.unwrap();
        assert_eq!(named.periods.len(), 24);
    });
}

const FILE: &str = r#"
name = "Cadena \"Uno\""
language = "en"
time_zone = "america/monterrey"
default_kind = "Seguridad"
base_layer = "world"
target = 87.5
opportunity = 79.99
bands.excelente = 95
indicators.min_n = 5

[[periods]]
code = "2025-T1"
name = "T1 2025"
series = "T"
dates = [{ territory = "local", from = 2025-01-08, to = 2025-03-31 }, { from = "2025-01-01", to = "2025-03-31" }]

[[periods]]
code = "2025-T2"
series = "T"
dates = [{ from = 2025-04-01, to = 2025-06-30 }]

[[periods]]
code = "Aniversario"
series = "campaña"
dates = [{ territory = "Foránea", from = 2025-03-15, to = 2025-04-15 }]
"#;

#[test]
fn a_file_sets_what_it_says_in_one_version_that_is_no_import() {
    on_both(async |test| {
        kinds(&test.db).await;
        let imported = test.db.catalog("acme").await.unwrap().unwrap().last_import;
        let later = "2026-12-01T00:00:00Z".parse().unwrap();
        for _ in 0..2 {
            assert_eq!(apply(&test.db, "acme", FILE, later).await.unwrap(), 2);
        }
        assert_eq!(test.db.catalog("acme").await.unwrap().unwrap().last_import, imported);
        let set = read(&test.db, "acme").await.unwrap();
        let present = Settings::default();
        assert_eq!(set.name, "Cadena \"Uno\"");
        assert_eq!((set.settings.language.as_str(), set.settings.time_zone.as_str()), ("en", "America/Monterrey"));
        assert_eq!((set.settings.target, set.settings.opportunity), (8_750, 7_999));
        assert_eq!((set.settings.bands.excelente, set.settings.bands.bueno), (9_500, present.bands.bueno));
        assert_eq!(set.settings.default_kind.as_deref(), Some("seguridad"));
        assert_eq!((set.settings.indicators.min_n, set.settings.indicators.rise), (5, present.indicators.rise));
        let day = |text: &str| Day::parse(text).unwrap();
        let first = &set.periods[0];
        assert_eq!(first.days_for(Some(Territory::Local)), Some((day("2025-01-08"), day("2025-03-31"))));
        assert_eq!(first.days_for(None), Some((day("2025-01-01"), day("2025-03-31"))));
        assert_eq!(set.periods[1].name, "2025-T2");
        assert_eq!(set.periods[2].days_for(Some(Territory::Local)), None);
        assert_eq!(apply(&test.db, "acme", &set.to_toml(), later).await.unwrap(), 2);
        // a list of periods names all of them
        apply(&test.db, "acme", "periods = []\ndefault_kind = \"\"", later).await.unwrap();
        let without = read(&test.db, "acme").await.unwrap();
        assert_eq!((without.periods.len(), without.settings.default_kind), (0, None));
    });
}

#[test]
fn every_fault_is_named_with_its_remedy_and_nothing_is_set() {
    on_both(async |test| {
        kinds(&test.db).await;
        let faults = async |text: &str| match apply(&test.db, "acme", text, now()).await {
            Err(error @ SettingsError::Faults(_)) => error.to_string(),
            other => panic!("{text}: {other:?}"),
        };
        let text = r#"
            name = " "
            language = "fr"
            time_zone = "Mars"
            default_kind = "cocina"
            target = 100.5
            opportunity = 80.005
            bands.regular = 85
            [[periods]]
            code = "A"
            series = "T"
            dates = [{ from = 2025-03-31, to = 2025-01-01 }, { territory = "norte", from = 2025-01-01, to = 2025-01-02 }]
            [[periods]]
            code = "a"
            series = ""
            dates = [{ from = "mañana", to = 2025-01-02 }]
            [[periods]]
            code = "B"
            series = "T"
            dates = []
        "#;
        let told = faults(text).await;
        for part in [
            "nothing was changed",
            "name: \"\" has to have 1 to 100 characters",
            "language: \"fr\" is not spoken; write \"es\" or \"en\"",
            "time_zone: \"Mars\" is no IANA time zone",
            "default_kind: there are no supervisions of kind \"cocina\"; write one of: operativa, seguridad",
            "target: 100.5 is no percent; write 0 to 100",
            "opportunity: 80.005 is no percent",
            "bands: the limits must fall",
            "periods.A.dates: 2025-03-31 lies after 2025-01-01",
            "periods.A.dates: \"norte\" is no territory",
            "periods.a.code: another period has this code",
            "periods.a.series: ",
            "periods.a.dates: mañana is no day",
            "periods.B.dates: write at least one",
        ] {
            assert!(told.contains(part), "{part} in {told}");
        }
        for (text, part) in [
            ("tarjet = 90", "unknown field `tarjet`"),
            ("target = \"90\"", "line 1"),
            ("[bands]\nmuy_bueno = 1", "unknown field `muy_bueno`, expected one of `excelente`"),
            ("[[periods]]\ncode = \"A\"\nseries = \"T\"\ndates = []\ncolour = 1", "colour"),
        ] {
            let told = faults(text).await;
            assert!(told.contains(part), "{part} in {told}");
        }
        // a territory's own dates, or those of every other, must not meet those of another period of the series
        let two = |series: &str, second: &str| {
            format!(
                "[[periods]]\ncode = \"A\"\nseries = \"T\"\ndates = [{{ from = 2025-01-01, to = 2025-03-31 }}]\n\
                 [[periods]]\ncode = \"B\"\nseries = \"{series}\"\ndates = [{{ {second} }}]\n"
            )
        };
        let inside = "territory = \"foranea\", from = 2025-03-31, to = 2025-06-30";
        let told = faults(&two("T", inside)).await;
        assert!(
            told.contains("periods.B.dates: 2025-03-31 to 2025-03-31 are also days of A (series T, foranea)"),
            "{told}"
        );
        assert_eq!(test.db.organization("acme").await.unwrap().unwrap().data_version, 1, "nothing was set");
        apply(&test.db, "acme", &two("S", inside), now()).await.unwrap();
        assert!(matches!(read(&test.db, "nadie").await, Err(SettingsError::NoOrganization { .. })));
        assert_eq!(test.db.organizations().await.unwrap().len(), 1, "asking makes no organization");
    });
}

#[test]
fn the_program_prints_and_sets_and_takes_a_name_for_its_slug() {
    let world = World::new();
    let profile = world.file("perfil.toml", PROFILE);
    let file = world.file("datos.csv", table(40, 0));
    assert!(world.import("Mi Cadena", &profile, &file).status.success());
    let run = |args: &[&str]| world.program().args(args).output().unwrap();
    let told = run(&["kpi", "--org", "Mi Cadena", "--json"]);
    assert_eq!(json(&told)["kpis"]["target"], 90.0);
    let printed = run(&["settings", "--org", "MI CADENA"]);
    let text = String::from_utf8(printed.stdout).unwrap();
    assert!(text.contains("name = \"Mi Cadena\"") && text.contains("target = 90\n"), "{text}");
    let changed = world.file("ajustes.toml", text.replace("target = 90\n", "target = 85.25\n"));
    let set = run(&["settings", "--org", "mi-cadena", changed.to_str().unwrap()]);
    assert!(set.status.success(), "{set:?}");
    assert_eq!(json(&run(&["kpi", "--org", "mi-cadena", "--json"]))["kpis"]["target"], 85.25);
    let wrong = world.file("mal.toml", "target = 850\n");
    let refused = run(&["settings", "--org", "mi-cadena", wrong.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("target: 850 is no percent"));
    for args in [&["settings", "--org", "otra"][..], &["kpi", "--org", "otra"], &["settings", "--org", "¿?"]] {
        let out = run(args);
        assert_eq!(out.status.code(), Some(2));
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(said.contains("there are: mi-cadena") || said.contains("1 to 60 letters"), "{said}");
    }
}

/// What a server says before it serves.
fn says(world: &World, org: &str) -> Vec<String> {
    let mut program = world.program();
    program.arg("serve").env("FALCON_ADDR", "127.0.0.1:0").env("FALCON_ORG", org).env("FALCON_LOG", "off");
    let mut server = program.stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(server.stderr.take().unwrap()).lines().map_while(Result::ok);
    let mut said = Vec::new();
    for line in lines {
        let serves = line.contains("serving on");
        said.push(line);
        if serves {
            break;
        }
    }
    server.kill().unwrap();
    server.wait().unwrap();
    said
}

#[test]
fn a_server_of_an_organization_that_is_not_there_says_so() {
    let world = World::new();
    let profile = world.file("perfil.toml", PROFILE);
    assert!(world.import("Mi Cadena", &profile, &world.file("datos.csv", table(2, 0))).status.success());
    assert_eq!(says(&world, "Mi Cadena").len(), 1, "a name is as good as a slug");
    let empty = |org: &str| Server::start(&world, org).get("/").expect("a page").1;
    assert!(empty("mi-cadenna").contains("FALCON_ORG="));
    assert!(!empty("mi-cadena").contains("FALCON_ORG="));
    let said = says(&world, "mi-cadenna").join("\n");
    assert!(said.contains("no organization 'mi-cadenna'") && said.contains("there are: mi-cadena"), "{said}");
}
