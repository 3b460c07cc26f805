//! What goes wrong with an upload is said in the page's own words: no other text reaches it.

use crate::{
    import::form_of,
    import_support::{Server, World, table},
};

#[test]
fn an_upload_that_fails_is_said_in_words_of_the_interface() {
    let world = World::new();
    let server = Server::start(&world, "demo");
    assert_eq!(server.upload("vacio.csv", b""), "/importar?error=empty");
    assert_eq!(server.upload("", b""), "/importar?error=no_file");
    assert_eq!(server.upload("foto.csv", b"a\0b\0c"), "/importar?error=binary");
    assert_eq!(server.upload("abierta.csv", b"a,b\n1,\"2\n3,4\n"), "/importar?error=open_quote&en=2");
    let page = server.get_in("es", "/importar?error=open_quote&en=2").expect("a page").1;
    assert!(page.contains("Línea 2: aquí se abre una comilla"), "{page}");
    assert_eq!(server.upload("viejo.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "/importar?error=old_excel");
    let page = server.get("/importar?error=field&en=Call+this+number").expect("a page").1;
    assert!(page.contains("Missing or wrong: .") && !page.contains("wrong: Call"), "{page}");
    let page = server.get("/importar?error=empty&detalle=Call+this+number").expect("a page").1;
    assert!(page.contains("The file is empty.") && !page.contains("<p>Call this number"), "{page}");
}

/// A mapping that does not fit says which column, in the language of the page.
#[test]
fn a_mapping_that_does_not_fit_is_said_in_the_pages_language() {
    let world = World::new();
    let server = Server::start(&world, "demo");
    let draft = server.upload("visitas.csv", table(3, 0).as_bytes());
    let door = format!("{draft}/columnas");
    let form = "application/x-www-form-urlencoded";
    server.post(&door, form, b"accion=perfil&perfil=wide-xlsx").expect("an answer");
    let page = server.get_in("es", &draft).expect("a page").1;
    assert!(page.contains("El archivo no tiene la columna") && page.contains("submission_id"), "{page}");
    assert!(!page.contains("the file has no column"), "{page}");
    // a field of the form is named as the form names it
    server.post(&door, form, b"accion=perfil&perfil=").expect("an answer");
    let fields = form_of(&server.get(&draft).expect("a page").1) + "&score_max=mucho";
    let (_, answer) = server.post(&door, form, fields.as_bytes()).expect("an answer");
    let location = answer.lines().find_map(|line| line.strip_prefix("location: ")).expect("a location").trim();
    assert!(location.ends_with("?error=field&en=score_max"), "{location}");
    let page = server.get_in("es", location).expect("a page").1;
    assert!(page.contains("Falta o no sirve: Máximo de la escala."), "{page}");
}
