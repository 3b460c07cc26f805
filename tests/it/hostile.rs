//! The fuzz targets of imports and sign-in over samples that were cut, doubled and scribbled on.

use proptest::prelude::*;

#[path = "../../fuzz/src/preferences.rs"]
mod preferences;
#[path = "../../fuzz/src/proof.rs"]
mod proof;
#[path = "../../fuzz/src/imports/mod.rs"]
pub mod targets;

const TABLES: [&str; 5] = [
    "Sucursal,Fecha,Calificación,Área,Puntos,Máximo\n25 - Juárez,2025-03-09,95.5,Baños,9,10\n7 - Centro,10/03/2025,80,Cocina,8,10\n",
    "sep=;\nclave;fecha;calif;AREA_baños;AREA_cocina\n\"7\";31/12/2024 23:59;\"9,5\";100;N/A\n8;01/01/2025;8,25;\"90\";80\n",
    "store number\tdate\tscore\tlat\tlon\n1\t20250101\t1\t25.5\t-100.25\n2\t45000\t0.5\tx\t\n",
    "nombre|estado|grupo\nPlaza \"Sol\"|NL|Grupo Norte\n'x'|Nuevo León|\n",
    "\u{feff}id,branch,inspection date,score\r\n\r\na,1,2024-02-30T25:61:00Z,101\r\nb,1,1900-01-00,-0\r\n",
];

const SHEETS: [&str; 2] = [
    r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Sucursal</t></is></c><c r="B1" t="inlineStr"><is><t>Fecha</t></is></c></row><row r="2"><c r="A2"><v>7</v></c><c r="B2"><v>45000.75</v></c></row>"#,
    r#"<row r="1"><c r="A1" t="str"><v>clave</v></c><c r="C1" t="b"><v>1</v></c></row><row r="9"><c r="XFD9" t="e"><v>#N/A</v></c><c r="A9" t="s"><v>4</v></c><c t="d"><v>2025-01-01</v></c></row>"#,
];

const LAUNCHES: [&str; 3] = [
    "auth_date=1764000000\nchat_type=private\nsignature=\nuser={\"id\":7,\"first_name\":\"Ana\",\"is_premium\":true}",
    "auth_date=1764000000\nfirst_name=Ana\nid=7\nusername=ana",
    "auth_date=1763996400\nquery_id=AA\nstart_param=f-1\nuser={\"id\":4503599627370495,\"first_name\":\"\",\"last_name\":null}",
];

const TOKENS: [&str; 4] = [
    "{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\",\"kid\":\"KID\"}\n{\"iss\":\"i\",\"aud\":\"a\",\"sub\":\"1\",\"org\":\"1\",\"typ\":\"access\",\"jti\":\"j\",\"fam\":\"f\",\"scope\":\"\",\"iat\":1764000000,\"exp\":1764001800}",
    "fk_0123abcd_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "Bearer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "theme=dark; __Host-falcon=7H2K-Q9XD-40MV-BT8C; __Host-falcon=",
];

const COOKIES: [&str; 4] = [
    "lang=en; theme=dark; __Host-falcon=AAAAAAAAAAAAAAAAAAAAAA; nav=narrow",
    "falcon=q83vASNFZ4kBI0VniavN7w",
    "theme=dark",
    "falcon=\"AAAAAAAAAAAAAAAAAAAAAA\"; falcon =; ;;=; __Host-falcon",
];

fn profiles() -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles");
    let files = std::fs::read_dir(folder).expect("the shipped profiles");
    files.map(|file| std::fs::read_to_string(file.expect("a file").path()).expect("text")).collect()
}

/// A change: where, how many bytes are taken away there, and what is put in.
fn change() -> impl Strategy<Value = (prop::sample::Index, usize, Vec<u8>)> {
    let special = prop::sample::select(vec![
        "\"",
        ",",
        ";",
        "\t",
        "\r",
        "\n",
        "\0",
        "sep=",
        "\u{feff}",
        "\u{feff}\u{202e}",
        "9999999999999999999",
        "1e308",
        "9900000000000000e-18",
        "-0",
        "nan",
        "inf",
        "%",
        "= [",
        "[branch]",
        "''",
        "<",
        "</row>",
        "r=\"A1048577\"",
        "t=\"s\"",
        "&#0;",
        "XFD1048576",
        "0001-01-01",
        "9999-12-31T23:59:60+26:00",
    ]);
    let bytes = prop_oneof![
        3 => special.prop_map(|text| text.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..6),
    ];
    (any::<prop::sample::Index>(), prop_oneof![3 => 0_usize..3, 1 => 0_usize..40], bytes)
}

fn changed(
    sample: &str,
    changes: Vec<(prop::sample::Index, usize, Vec<u8>)>,
    cut: Option<prop::sample::Index>,
) -> Vec<u8> {
    let mut bytes = sample.as_bytes().to_vec();
    for (at, taken, put) in changes {
        let at = at.index(bytes.len() + 1);
        let end = (at + taken).min(bytes.len());
        bytes.splice(at..end, put);
    }
    if let Some(cut) = cut {
        bytes.truncate(cut.index(bytes.len() + 1));
    }
    bytes
}

fn scribbled(samples: Vec<String>) -> impl Strategy<Value = Vec<u8>> {
    let changes = prop::collection::vec(change(), 0..6);
    let cut = prop::option::weighted(0.2, any::<prop::sample::Index>());
    (prop::sample::select(samples), changes, cut).prop_map(|(sample, changes, cut)| changed(&sample, changes, cut))
}

fn owned(samples: &[&str]) -> Vec<String> {
    samples.iter().map(|sample| (*sample).to_owned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn scribbled_tables_are_read_or_refused(bytes in scribbled(owned(&TABLES))) {
        targets::table(&bytes);
    }

    #[test]
    fn scribbled_workbooks_are_read_or_refused(bytes in scribbled(owned(&SHEETS)), whole in scribbled(vec!["PK".into()])) {
        targets::sheet(&String::from_utf8_lossy(&bytes));
        // Also with the container itself damaged.
        let mut book = targets::workbook::workbook(SHEETS[0], &[]);
        let at = whole.len() * 31 % book.len();
        book.splice(at..(at + whole.len()).min(book.len()), whole);
        targets::table(&book);
    }

    #[test]
    fn scribbled_profiles_are_read_or_refused(bytes in scribbled(profiles())) {
        targets::profile(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn scribbled_launches_are_read_or_refused(bytes in scribbled(owned(&LAUNCHES))) {
        proof::init_data(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn scribbled_tokens_are_read_or_refused(bytes in scribbled(owned(&TOKENS))) {
        proof::tokens(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn scribbled_cookies_are_read_or_refused(bytes in scribbled(owned(&COOKIES))) {
        let text = String::from_utf8_lossy(&bytes);
        proof::cookies(&text);
        preferences::preferences(&text);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        targets::table(&bytes);
        let text = String::from_utf8_lossy(&bytes);
        targets::profile(&text);
        proof::init_data(&text);
        proof::tokens(&text);
        proof::cookies(&text);
        preferences::preferences(&text);
    }
}

#[test]
fn a_cell_beyond_reason_is_no_panic() {
    let column = "Q".repeat(40);
    for cell in ["A99999999999999999999", &format!("{column}1")] {
        targets::sheet(&format!(r#"<row r="1"><c r="{cell}" t="inlineStr"><is><t>Sucursal</t></is></c></row>"#));
    }
}

#[test]
fn the_samples_of_sign_in_are_taken_as_they_are() {
    assert!(LAUNCHES.iter().all(|sample| proof::init_data(sample)));
    assert!(TOKENS[..3].iter().all(|sample| proof::tokens(sample)));
    assert!(!proof::tokens(TOKENS[3]), "a cookie that comes twice");
    assert!(COOKIES[..2].iter().all(|sample| proof::cookies(sample)));
    assert!(COOKIES[2..].iter().all(|sample| !proof::cookies(sample)));
    assert!(preferences::preferences(COOKIES[0]) && preferences::preferences(COOKIES[2]));
    assert!(!preferences::preferences(COOKIES[1]) && !preferences::preferences(COOKIES[3]));
}
