//! What scripts and people rely on when a file comes in.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use serde_json::Value;

use crate::import_support::{PROFILE, Server, World, adds_up, json, table};

fn taken(world: &World, profile: &str, text: &str) -> Value {
    let profile = world.file("perfil.toml", profile);
    let told = json(&world.import("casa", &profile, &world.file("datos.csv", text)));
    adds_up(&told);
    told
}

fn counts(told: &Value) -> [i64; 6] {
    ["read", "inserted", "updated", "unchanged", "skipped", "rejected"].map(|name| told[name].as_i64().unwrap())
}

#[test]
fn the_same_file_twice_changes_nothing_and_a_changed_row_is_updated() {
    let world = World::new();
    assert_eq!(counts(&taken(&world, PROFILE, &table(300, 0))), [300, 300, 0, 0, 0, 0]);
    let again = taken(&world, PROFILE, &table(300, 0));
    assert_eq!(counts(&again), [300, 0, 0, 300, 0, 0]);
    assert_eq!(again["data_version"], 1);
    let changed = table(300, 0).replace("F7,2025-01-08,67", "F7,2025-01-08,68");
    let told = taken(&world, PROFILE, &changed);
    assert_eq!((counts(&told), told["data_version"].as_i64()), ([300, 0, 1, 299, 0, 0], Some(2)));
    let mut program = world.program();
    program.args(["import", "--org", "casa", "--profile"]).arg(world.folder.path().join("perfil.toml"));
    let out = program.arg(world.folder.path().join("datos.csv")).output().unwrap();
    let words = String::from_utf8_lossy(&out.stdout);
    assert!(words.contains("Nothing has changed"), "{words}");
}

#[test]
fn every_row_that_is_not_taken_says_why() {
    let world = World::new();
    let text = "folio,fecha,calificacion,clave,sucursal,grupo,lat,lon\n\
        1,2025-01-01,90,7,Centro,G,25.6,-100.3\n\
        2,2025-02-30,90,7,Centro,G,25.6,-100.3\n\
        3,31/12/2025,90,7,CENTRO,G,25.6,-100.3\n\
        4,2025-01-01,ninety,7,Centro,G,25.6,-100.3\n\
        5,2025-01-01,100.01,7,Centro,G,25.6,-100.3\n\
        6,2025-01-01,90,,Centro,G,25.6,-100.3\n\
        7,,90,7,Centro,G,25.6,-100.3\n\
        8,2025-01-02,,8,Norte,G,0,0\n\
        1,2025-01-01,90,7,Centro,G,25.6,-100.3\n\
        1,2025-01-01,91,7,Centro,G,25.6,-100.3\n\
        9,2025-01-01,90,7,Centro,G,25.6,-100.3,de,más\n\
        10,2025-01-03,0,9,Sur,G,95,200\n\
        11,2025-01-03,88,9,\"Sur\u{1}\",G,1,1\n";
    let told = taken(&world, PROFILE, text);
    assert_eq!(counts(&told), [13, 3, 0, 0, 2, 8]);
    let mut reader = csv_of(told["rejects_file"].as_str().unwrap());
    let reasons: Vec<(String, String)> =
        reader.records().map(|row| row.map(|row| (row[2].to_owned(), row[5].to_owned())).unwrap()).collect();
    let expected = [
        ("3", "bad_date"),
        ("5", "bad_score"),
        ("6", "score_out_of_range"),
        ("7", "missing_branch"),
        ("8", "missing_date"),
        ("11", "duplicate_in_file"),
        ("12", "extra_cells"),
        ("14", "control_character"),
    ];
    assert_eq!(reasons, expected.map(|(line, reason)| (line.to_owned(), reason.to_owned())));
    let branches = world.kpi("casa")["branches"].as_array().unwrap().clone();
    let place = |code: &str| branches.iter().find(|b| b["code"] == code).unwrap()["latitude"].clone();
    assert_eq!((place("7"), place("8"), place("9")), (25.6.into(), Value::Null, Value::Null));
    // zero is a score
    assert_eq!(world.kpi("casa")["kpis"]["n"], 3);
}

fn csv_of(path: &str) -> csv::Reader<std::fs::File> {
    csv::Reader::from_path(path).unwrap()
}

#[test]
fn rows_of_a_long_file_need_not_be_neighbours() {
    let world = World::new();
    let profile = r#"
        name = "largo"
        layout = "long"
        kind = { column = "tipo" }
        date = { column = "fecha" }
        score = { points = "puntos", max_points = "maximo" }
        areas = { column = "area", score = "calificacion" }
        branch = { code = "clave" }
    "#;
    let text = "clave,tipo,fecha,area,calificacion,puntos,maximo\n\
        1,operativa,2025-01-01,Cocina,80,9,12\n\
        2,operativa,2025-01-01,Cocina,70,6,12\n\
        1,operativa,2025-01-01,Baños,100,9,12\n\
        2,operativa,2025-01-01,COCINA,71,6,12\n\
        3,operativa,2025-01-01,Cocina,,6,12\n\
        3,operativa,2025-01-01,Baños,60,6,12\n";
    let told = taken(&world, profile, text);
    assert_eq!((counts(&told), told["rows_read"].as_i64()), ([3, 2, 0, 0, 0, 1], Some(6)));
    let kpi = world.kpi("casa");
    assert_eq!((&kpi["kpis"]["average"], &kpi["kpis"]["n"]), (&62.5.into(), &2.into()));
    let areas: Vec<_> =
        kpi["areas"].as_array().unwrap().iter().map(|a| (a["name"].clone(), a["average"].clone())).collect();
    assert!(
        areas.contains(&("Baños".into(), 80.0.into())) && areas.contains(&("Cocina".into(), 80.0.into())),
        "{areas:?}"
    );
}

/// An area is never lost without a word: not by a row that says "never", and rows of a kind left out are counted.
#[test]
fn a_skipped_row_of_a_long_file_does_not_vanish() {
    let world = World::new();
    let profile = r#"
        name = "largo"
        layout = "long"
        external_id = "folio"
        kind = { column = "tipo", only = ["operativa"] }
        date = { column = "fecha", sentinels = ["nunca"] }
        score = { column = "general" }
        areas = { column = "area", score = "calificacion" }
        branch = { code = "clave" }
    "#;
    let text = "folio,clave,tipo,fecha,area,calificacion,general\n\
        1,1,operativa,2025-01-01,Cocina,80,90\n\
        1,1,operativa,nunca,Baños,20,90\n\
        1,1,operativa,2025-01-01,Salón,80,90\n\
        2,2,operativa,2025-01-01,Cocina,70,80\n\
        2,2,seguridad,2025-01-01,Cocina,10,20\n\
        2,2,seguridad,2025-01-01,Baños,10,20\n\
        3,3,operativa,nunca,Cocina,70,80\n\
        3,3,operativa,nunca,Baños,70,80\n";
    let told = taken(&world, profile, text);
    assert_eq!((counts(&told), told["rows_read"].as_i64()), ([4, 1, 0, 0, 2, 1], Some(8)));
    let mut rejects = csv_of(told["rejects_file"].as_str().unwrap());
    let listed: Vec<_> = rejects.records().map(Result::unwrap).collect();
    assert_eq!(listed.len(), 1, "{listed:?}");
    let says = |text: &str| listed[0].iter().any(|cell| cell == text);
    assert!(["3", "fecha", "nunca", "conflicting_rows"].into_iter().all(says), "{listed:?}");
    assert_eq!(world.kpi("casa")["kpis"]["average"], 80.0);
}

/// Rule 5: the same only by id, or with none by branch, kind and the whole timestamp.
#[test]
fn visits_of_one_minute_are_several_and_one_id_is_one_supervision() {
    let world = World::new();
    let timed = PROFILE.replace("external_id = \"folio\"\n", "");
    let text = "folio,fecha,calificacion,clave,sucursal,grupo,lat,lon\n\
        ,2025-01-01T10:00:05,90,7,Centro,G,25.6,-100.3\n\
        ,2025-01-01T10:00:45,80,7,Centro,G,25.6,-100.3\n\
        ,2025-01-01T10:00:45.250,80,7,Centro,G,25.6,-100.3\n";
    assert_eq!(counts(&taken(&world, &timed, text)), [3, 2, 0, 0, 1, 0]);
    let kinds = PROFILE.replace("{ fixed = \"operativa\" }", "{ column = \"tipo\" }");
    let text = "folio,tipo,fecha,calificacion,clave,sucursal,grupo,lat,lon\n\
        A,operativa,2025-02-01,90,7,Centro,G,25.6,-100.3\n\
        A,seguridad,2025-02-01,90,7,Centro,G,25.6,-100.3\n";
    assert_eq!(counts(&taken(&world, &kinds, text)), [2, 1, 0, 0, 0, 1]);
    let corrected = text.lines().take(2).collect::<Vec<_>>().join("\n").replace("operativa", "seguridad");
    assert_eq!(counts(&taken(&world, &kinds, &corrected)), [1, 0, 1, 0, 0, 0]);
}

const BRANCHES: &str = r#"
name = "sucursales"
layout = "branches"
branch = { code = "clave", name = "nombre", group = "grupo", latitude = "lat", longitude = "lon" }
"#;

/// A file of branches corrects: names, and what is empty in it.
#[test]
fn master_data_set_names_as_given_and_clear_what_they_leave_empty() {
    let world = World::new();
    let visits = "folio,fecha,calificacion,clave,sucursal,grupo,lat,lon\n\
        1,2025-01-01,90,7,Centor,G,25.6,-100.3\n";
    taken(&world, PROFILE, visits);
    let first = || world.kpi("casa")["branches"][0].clone();
    let told = taken(&world, BRANCHES, "clave,nombre,grupo,lat,lon\n7,Centro,G,,\n");
    assert_eq!((counts(&told), told["warnings"].as_i64()), ([1, 0, 1, 0, 0, 0], Some(1)));
    assert_eq!((&first()["name"], &first()["latitude"]), (&"Centro".into(), &Value::Null));
    assert_eq!(counts(&taken(&world, BRANCHES, "clave,nombre,grupo,lat,lon\n7,Centro,G,,\n")), [1, 0, 0, 1, 0, 0]);
    // the misspelt file of visits takes neither back, and an empty name keeps the name
    taken(&world, PROFILE, &visits.replace(",90,", ",91,"));
    let only_code = BRANCHES.replace(", latitude = \"lat\", longitude = \"lon\"", "");
    taken(&world, &only_code, "clave,nombre,grupo\n7,,G\n");
    assert_eq!((&first()["name"], &first()["latitude"]), (&"Centro".into(), &Value::Null));
}

/// Programs write whole numbers with decimals; leading zeros are the source's own.
#[test]
fn a_branch_numbered_with_decimals_is_the_same_branch() {
    let world = World::new();
    let text = "folio,fecha,calificacion,clave,sucursal,grupo,lat,lon\n\
        1.0,2025-01-01,90,7,Centro,G,25.6,-100.3\n\
        2.0,2025-01-02,90,7.0,Centro,G,25.6,-100.3\n\
        3.0,2025-01-03,90,007,Norte,G,25.7,-100.3\n";
    assert_eq!(counts(&taken(&world, PROFILE, text)), [3, 3, 0, 0, 0, 0]);
    let mut codes: Vec<String> = world.kpi("casa")["branches"]
        .as_array()
        .unwrap()
        .iter()
        .map(|branch| branch["code"].as_str().unwrap().to_owned())
        .collect();
    codes.sort();
    assert_eq!(codes, ["007", "7"]);
    assert_eq!(counts(&taken(&world, PROFILE, &text.replace(".0,", ","))), [3, 0, 0, 3, 0, 0]);
}

#[test]
fn exit_codes_and_dry_run() {
    let world = World::new();
    let profile = world.file("perfil.toml", PROFILE);
    let file = world.file("datos.csv", table(20, 0));
    let code = |args: &[&str]| {
        let mut program = world.program();
        program.arg("import").args(args);
        program.output().unwrap().status.code()
    };
    let (profile, file) = (profile.to_str().unwrap(), file.to_str().unwrap());
    assert_eq!(code(&["--org", "casa", "--profile", profile, "--dry-run", file]), Some(0));
    assert!(!world.program().args(["kpi", "--org", "casa", "--json"]).output().unwrap().status.success());
    assert_eq!(code(&["--org", "casa", "--profile", "no-such-profile", file]), Some(2));
    assert_eq!(code(&["--org", "casa", "--profile", profile, "/no/such/file.csv"]), Some(2));
    assert_eq!(code(&["--profile", profile, file]), Some(2));
    let bad = world.file("malo.toml", "name = \"x\"\nlayout = \"wide\"\nsurprise = 1\n");
    assert_eq!(code(&["--org", "casa", "--profile", bad.to_str().unwrap(), file]), Some(2));
    let nothing = world.file("nada.csv", "folio,fecha,calificacion,clave,sucursal,grupo,lat,lon\n1,x,1,1,1,1,1,1\n");
    assert_eq!(code(&["--org", "casa", "--profile", profile, nothing.to_str().unwrap()]), Some(3));
    assert_eq!(code(&["--org", "casa", "--profile", profile, file]), Some(0));
    assert_eq!(code(&["--guess", file]), Some(0));
    let guess = world.program().args(["import", "--guess", file]).output().unwrap().stdout;
    let guessed = world.file("adivinado.toml", &guess);
    let out = world.import("otra", &guessed, std::path::Path::new(file));
    assert_eq!(json(&out)["inserted"], 20, "{}", String::from_utf8_lossy(&guess));
    assert_eq!(world.kpi("otra")["kpis"]["average"], world.kpi("casa")["kpis"]["average"]);
}

/// The page of a visit shows how far from the branch it was sent, also of imported data.
#[test]
fn a_visit_tells_where_it_was_sent_from() {
    let world = World::new();
    let text = "folio,fecha,calificacion,clave,sucursal,grupo,lat,lon,lat_envio,lon_envio\n\
        1,2025-01-01,90,7,Centro,G,25.6,-100.3,25.601,-100.3\n\
        2,2025-01-02,90,7,Centro,G,25.6,-100.3,,\n\
        3,2025-01-03,90,7,Centro,G,25.6,-100.3,0,0\n";
    let file = world.file("datos.csv", text);
    let guess = world.program().args(["import", "--guess"]).arg(&file).output().unwrap();
    let guess = String::from_utf8(guess.stdout).unwrap();
    assert!(guess.contains("[sent_from]\nlatitude = \"lat_envio\"\nlongitude = \"lon_envio\""), "{guess}");
    assert!(guess.contains("latitude = \"lat\"\n"), "{guess}");
    let profile = world.file("adivinado.toml", guess);
    let told = json(&world.import("casa", &profile, &file));
    assert_eq!((counts(&told), told["warnings"].as_i64()), ([3, 3, 0, 0, 0, 0], Some(1)));
    assert_eq!(counts(&json(&world.import("casa", &profile, &file))), [3, 0, 0, 3, 0, 0]);
    let server = Server::start(&world, "casa");
    let page = |id: u32| server.get(&format!("/supervisiones/{id}")).unwrap().1;
    assert!(page(1).contains("Distance from the branch") && page(1).contains("111"), "{}", page(1));
    assert!(!page(2).contains("Distance from the branch") && !page(3).contains("Distance from the branch"));
}

/// Scripts read one object, also of what could not be read.
#[test]
fn a_file_that_cannot_be_read_is_told_as_json_too() {
    let world = World::new();
    let profile = world.file("perfil.toml", PROFILE);
    for (name, bytes, why) in [
        ("vacio.csv", &b""[..], "empty"),
        ("otro.csv", b"a,b\n1,2\n", "no column \"folio\""),
        ("viejo.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old .xls"),
    ] {
        let out = world.import("casa", &profile, &world.file(name, bytes));
        assert_eq!(out.status.code(), Some(3), "{out:?}");
        let told = json(&out);
        adds_up(&told);
        assert_eq!(
            (counts(&told), told["warnings"].as_i64(), told["data_version"].as_i64()),
            ([0; 6], Some(0), Some(0))
        );
        assert!(told["rejects_file"].is_null() && told["error"].as_str().unwrap().contains(why), "{told}");
    }
    let nothing = "folio,fecha,calificacion,clave,sucursal,grupo,lat,lon\n1,x,1,1,1,1,1,1\n";
    let out = world.import("casa", &profile, &world.file("nada.csv", nothing));
    assert_eq!((out.status.code(), json(&out)["rejected"].as_i64()), (Some(3), Some(1)));
}

#[test]
fn a_change_of_kind_overrides_the_profile() {
    let world = World::new();
    let profile = world.file("perfil.toml", PROFILE);
    let mut program =
        crate::import_support::import(world.program(), "casa", &profile, &world.file("d.csv", table(5, 0)));
    assert!(program.args(["--kind", "Seguridad"]).status().unwrap().success());
    let out = world.program().args(["kpi", "--org", "casa", "--json", "kind=seguridad"]).output().unwrap();
    assert_eq!(json(&out)["kpis"]["n"], 5);
}

#[test]
fn a_file_goes_in_by_the_page_without_scripts() {
    let world = World::new();
    let profile = world.file("perfil.toml", PROFILE);
    assert!(world.import("casa", &profile, &world.file("uno.csv", table(1, 0))).status.success());
    let server = Server::start(&world, "casa");
    let text = table(50, 0) + "malo,ayer,90,1,x,y,,\n";
    let draft = server.upload("visitas.csv", text.as_bytes());
    let (status, page) = server.get(&draft).unwrap();
    assert_eq!(status, 200);
    assert!(page.contains("Sucursal 3") && page.contains("name=\"date\""), "{page}");
    let form = form_of(&page);
    let (status, _) =
        server.post(&format!("{draft}/columnas"), "application/x-www-form-urlencoded", form.as_bytes()).unwrap();
    assert_eq!(status, 303);
    let until = std::time::Instant::now() + std::time::Duration::from_secs(30);
    let page = loop {
        let (_, page) = server.get(&draft).unwrap();
        if page.contains("rechazos.csv") {
            break page;
        }
        assert!(std::time::Instant::now() < until, "{page}");
        std::thread::sleep(std::time::Duration::from_millis(100));
    };
    assert!(page.contains("bad_date"), "{page}");
    let (status, csv) = server.get(&format!("{draft}/rechazos.csv")).unwrap();
    assert!(status == 200 && csv.contains("bad_date,"), "{csv}");
    assert_eq!(world.kpi("casa")["kpis"]["n"], 50, "one was there already");
    let (_, start) = server.get("/importar").unwrap();
    assert!(start.contains("visitas.csv"));
}

/// The mapping form as a browser without scripts would send it.
pub fn form_of(page: &str) -> String {
    let form = &page[page.find("class=\"import-mapping\"").unwrap()..];
    let form = &form[..form.find("</form>").unwrap()];
    let mut fields = vec![("accion".to_owned(), "importar".to_owned())];
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!("{name}=\""))?;
        rest.split('"').next().map(str::to_owned)
    };
    for select in form.split("<select ").skip(1) {
        let select = &select[..select.find("</select>").unwrap()];
        let chosen =
            select.split("<option ").skip(1).find(|option| option.split('>').next().unwrap().contains("selected"));
        let value = chosen.and_then(|option| attribute(option, "value")).unwrap_or_default();
        fields.push((attribute(select, "name").unwrap(), value));
    }
    for input in form.split("<input ").skip(1) {
        let input = &input[..input.find('>').unwrap()];
        if !input.contains("checkbox") || input.contains("checked") {
            fields.push((attribute(input, "name").unwrap(), attribute(input, "value").unwrap_or_default()));
        }
    }
    let escape = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    fields.iter().map(|(name, value)| format!("{name}={}", escape(value))).collect::<Vec<_>>().join("&")
}
