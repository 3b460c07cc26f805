//! A title's text is taken as it stands: the marks that the drawing library leaves between two texts were read as part of it.

use crate::{api_support::Api, support::on_demo};

#[test]
fn a_document_of_the_server_s_own_has_a_plain_title() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        for (path, language, title) in [
            ("/entrar", "es", "Entrar · Falcon"),
            ("/entrar", "en", "Sign in · Falcon"),
            ("/api/docs", "es", "API de Falcon · Falcon"),
        ] {
            let page = api.get(path, &[("accept-language", language)]).await.text;
            let told = page.split_once("<title>").unwrap().1.split_once("</title>").unwrap().0;
            assert_eq!(told, title, "{path}");
        }
    });
}
