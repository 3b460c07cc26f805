//! What goes wrong with an upload is said in the page's own words: no other text reaches it.

use crate::import_support::{Server, World};

#[test]
fn an_upload_that_fails_is_said_in_words_of_the_interface() {
    let world = World::new();
    let server = Server::start(&world, "demo");
    assert_eq!(server.upload("vacio.csv", b""), "/importar?error=empty");
    assert_eq!(server.upload("", b""), "/importar?error=no_file");
    assert_eq!(server.upload("foto.csv", b"a\0b\0c"), "/importar?error=unreadable");
    let page = server.get("/importar?error=empty&detalle=Call+this+number").expect("a page").1;
    assert!(page.contains("The file is empty.") && !page.contains("<p>Call this number"), "{page}");
}
