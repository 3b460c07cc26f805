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

#[test]
fn a_table_of_something_else_is_no_list_of_branches() {
    let world = World::new();
    let out = guessed(&world, "producto,precio\nManzana,12\nPera,15\n");
    assert_eq!(out.status.code(), Some(3), "{out:?}");
    assert!(says(&out).contains("must say which column tells the branch"), "{out:?}");
    let taken = guessed(&world, "sucursal,estado\nCentro,Nuevo León\nJuárez,Nuevo León\n");
    assert_eq!(json(&taken)["inserted"], 2, "{taken:?}");
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

fn branches(world: &World) -> Vec<(String, String)> {
    let kpi = world.kpi("casa");
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let mut all: Vec<_> = kpi["branches"]
        .as_array()
        .unwrap()
        .iter()
        .map(|branch| (text(&branch["code"]), text(&branch["name"])))
        .collect();
    all.sort();
    all
}

#[test]
fn one_decimal_comma_does_not_turn_the_points_of_a_whole_file() {
    let world = World::new();
    let text = "codigo;fecha;calificacion\n1;2025-01-01;94.5\n2;2025-01-01;88.2\n3;2025-01-01;71,5\n";
    let told = json(&guessed(&world, text));
    assert_eq!((told["inserted"].as_i64(), told["rejected"].as_i64()), (Some(2), Some(1)), "{told}");
}

#[test]
fn one_column_is_no_file_of_branches() {
    let world = World::new();
    let out = guessed(&world, "codigo~fecha~calificacion\n1~2025-01-01~80\n2~2025-01-01~90\n");
    assert_eq!(out.status.code(), Some(3), "{out:?}");
    assert!(says(&out).contains("only one column found"), "{out:?}");
    let told = json(&guessed(&world, "codigo:fecha:calificacion\n1:2025-01-01:80\n2:2025-01-01:90\n"));
    assert_eq!(told["inserted"], 2, "{told}");
}

#[test]
fn a_column_of_numbers_is_the_code_and_never_the_name() {
    let world = World::new();
    let told =
        json(&guessed(&world, "sucursal;nombre;fecha;calificacion\n001;Sur;2025-01-01;80\n002;Sur;2025-01-01;90\n"));
    assert_eq!(told["inserted"], 2, "{told}");
    assert_eq!(branches(&world), [("001", "Sur"), ("002", "Sur")].map(|(a, b)| (a.to_owned(), b.to_owned())));
}

#[test]
fn columns_of_one_name_are_told_and_nothing_is_taken() {
    let world = World::new();
    for (text, names) in [
        ("codigo,fecha,calificacion,calificacion\n1,2025-01-01,80,90\n", r#""calificacion", "calificacion""#),
        (
            "codigo,fecha,calificacion,AREA_Cocina,AREA_COCINA\n1,2025-01-01,80,90,70\n",
            r#""AREA_Cocina", "AREA_COCINA""#,
        ),
    ] {
        let out = guessed(&world, text);
        assert_eq!(out.status.code(), Some(3), "{out:?}");
        assert!(says(&out).contains("several columns fit one name") && says(&out).contains(names), "{out:?}");
    }
}
