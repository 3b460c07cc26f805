//! Names come from other people's files: no page may take one for markup.

use crate::import_support::{Server, World};

const HOSTILE: &str = "</title><script>alert(1)</script>";

const PROFILE: &str = r#"
name = "hostil"
layout = "wide"
external_id = "folio"
supervisor = "supervisor"
kind = { column = "tipo" }
date = { column = "fecha", formats = ["iso"] }
score = { column = "calificacion" }
areas = { prefix = "area " }
branch = { code = "clave", name = "sucursal", group = "grupo", territory = "territorio", municipality = "municipio" }
"#;

#[test]
fn no_page_takes_a_name_for_markup() {
    let world = World::new();
    let profile = world.file("hostil.toml", PROFILE);
    let name = |what: &str| format!("{what} & {HOSTILE}");
    let (branch, group, territory) = (name("Sucursal"), name("Grupo"), name("Territorio"));
    let (place, person, kind) = (name("Municipio"), name("Persona"), name("Tipo"));
    let file = world.file(
        "<script>alert(1)<!--.csv",
        format!(
            "folio,fecha,calificacion,clave,sucursal,grupo,territorio,municipio,supervisor,tipo,area {HOSTILE}\n\
             F1,2025-03-04,91,2,{branch},{group},{territory},{place},{person},{kind},90\n\
             F2,2025-04-04,81,2,{branch},{group},{territory},{place},{person},{kind},80\n\
             F3,2025-04-04,{HOSTILE},2,{branch},{group},{territory},{place},{person},{kind},80\n"
        ),
    );
    let out = world.import("casa", &profile, &file);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let server = Server::start(&world, "casa");
    let upload = server.upload("<script>alert(1)<!--.csv", &std::fs::read(&file).unwrap());
    let board = server.get("/").unwrap().1;
    let group = board.split('"').find(|text| text.starts_with("/grupos/")).expect("a link to the group");
    let fixed = [
        "/",
        "/mapa",
        "/historico",
        "/indicadores",
        "/sucursales/2",
        "/supervisiones/1",
        "/porque",
        "/importar",
        "/importar/1",
        "/mas",
    ];
    for path in fixed.into_iter().chain([group, upload.as_str()]) {
        let (status, page) = server.get(path).unwrap();
        assert_eq!(status, 200, "{path}");
        let raw =
            page.find("<script>alert").map(|at| page[at.saturating_sub(200)..].chars().take(300).collect::<String>());
        assert_eq!(raw, None, "{path}");
    }
    for (path, name) in [("/sucursales/2", "Sucursal"), (group, "Grupo")] {
        let page = server.get(path).unwrap().1;
        let title = page.split_once("<title>").unwrap().1.split_once("</title>").unwrap().0;
        assert_eq!(title, format!("{name} &amp; &lt;/title>&lt;script>alert(1)&lt;/script> · Falcon"));
    }
}
