//! What an import must not do without a word: lose rows, change an average, or take one column for another.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::process::Output;

use crate::import_support::{World, adds_up, json};

/// Imports a file without a profile: its columns are guessed.
fn guessed(world: &World, text: &str) -> Output {
    let file = world.file("datos.csv", text);
    world.program().args(["import", "--json", "--org", "casa"]).arg(file).output().unwrap()
}

fn says(out: &Output) -> String {
    String::from_utf8_lossy(&out.stderr).into_owned()
}

#[test]
fn an_unclosed_quote_takes_nothing_and_names_its_line() {
    let world = World::new();
    let text = "codigo,fecha,calificacion,comentario\n\
        1,2025-01-01,80,\"dos\nlíneas\"\n\
        2,2025-01-02,90,\"hola\n\
        3,2025-01-03,70,mal\n";
    let out = guessed(&world, text);
    assert_eq!(out.status.code(), Some(3), "{out:?}");
    assert!(says(&out).contains("line 4: a quotation mark is opened here and never closed"), "{out:?}");
    let closed = guessed(&world, &text.replace("hola\n", "hola\"\n"));
    assert_eq!(json(&closed)["inserted"], 3, "{closed:?}");
    adds_up(&json(&closed));
}

const LONG: &str = r#"
name = "larga"
layout = "long"
kind = { fixed = "operativa" }
date = { column = "fecha" }
areas = { column = "area", points = "puntos", max_points = "maximo" }
branch = { code = "codigo" }
"#;

#[test]
fn a_wrong_row_of_a_long_file_without_ids_rejects_its_whole_supervision() {
    let world = World::new();
    let profile = world.file("larga.toml", LONG);
    let text = "codigo,fecha,area,puntos,maximo\n\
        1,2025-01-01,Cocina,9,10\n\
        1,2025-01-01,Baños,x,10\n\
        2,2025-01-01,Cocina,8,10\n\
        1,2025-01-02,Cocina,7,10\n\
        ,2025-01-02,Baños,7,10\n";
    let told = json(&world.import("casa", &profile, &world.file("larga.csv", text)));
    adds_up(&told);
    let n = |name: &str| told[name].as_i64().unwrap();
    assert_eq!((n("rows_read"), n("read"), n("inserted"), n("rejected")), (5, 4, 2, 2), "{told}");
    assert_eq!(world.kpi("casa")["kpis"]["average"], 75.0);
}
