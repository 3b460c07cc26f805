//! A report of fixed figures, with names as long as they come.

use core::cmp::Ordering;

use crate::{
    chart::{self, BandPart, BandWords, MapDot, MapPicture, MapState, TrendWords},
    contract::Lang,
    domain::{
        Band, BaseLayer,
        views::{BandCounts, TrendPoint},
    },
    server::print::{
        Bands, Bar, Bars, Cards, Content, Drawing, Figure, Grid, Head, Heat, HeatRow, Holds, Map, Report, Section,
    },
};

const LONG: &str = "Operadora de Alimentos y Franquicias del Noreste, Sociedad Anónima Promotora de Inversión";
const MONTHS: [&str; 12] = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"];

pub fn head() -> Head {
    Head {
        organization: "Pollos del Norte <Demo>".into(),
        title: "Tablero".into(),
        of: None,
        filter: "Operativa · 2025 · Nuevo León, Coahuila, Tamaulipas".into(),
        fresh: "Datos al 12 ago 2025, 14:05 · versión 7 · n 1,234".into(),
        demo: Some("Datos de demostración".into()),
        goes_on: "(continúa)",
    }
}

fn band(nth: usize) -> Band {
    Band::ALL[nth % 4]
}

pub fn cards() -> Content {
    let figure = |label: &str, value: &str, note: &str, band| Figure {
        label: label.into(),
        value: value.into(),
        note: note.into(),
        band,
    };
    Content::Cards(Box::new(Cards {
        label: "Promedio".into(),
        value: "87.53".into(),
        band: Some((Band::Bueno, "Bueno".into())),
        n: "n 1,234".into(),
        change: Some((Ordering::Greater, "+1.8 pts vs 2024".into())),
        bar: Some((0.8753, 0.9)),
        target: "Meta 90 · 2.5 pts para la meta".into(),
        figures: vec![
            figure("Supervisiones", "1,240", "1,234 con calificación", None),
            figure("Cobertura filtrada", "93.5%", "230 de 246 sucursales · 240 visitadas en el periodo", None),
            figure("En crítico", "4.2%", "52 de 1,234", Some(Band::Critico)),
            figure("Áreas de oportunidad", "7", "de 29, debajo de 80", None),
            figure("Mediana", "88.21", "Décimo más bajo 76.40", None),
        ],
    }))
}

pub fn bands() -> Content {
    let parts = BandPart::all(&BandCounts { excelente: 520, bueno: 480, regular: 182, critico: 52 });
    let words = BandWords { summary: String::new(), titles: Band::ALL.map(|_| String::new()) };
    Content::Bands(Box::new(Bands {
        svg: chart::band_bar(&parts, "d", |_| String::new(), &words).unwrap_or_default(),
        parts: [
            (Band::Excelente, "Excelente".into(), "520".into(), "42.1%".into()),
            (Band::Bueno, "Bueno".into(), "480".into(), "38.9%".into()),
            (Band::Regular, "Regular".into(), "182".into(), "14.7%".into()),
            (Band::Critico, "Crítico".into(), "52".into(), "4.2%".into()),
        ],
    }))
}

pub fn trend() -> Content {
    let sums = [8_712, 8_650, 8_803, 8_921, 9_015, 8_990, 8_744, 8_610, 8_555, 8_702, 8_930, 9_120];
    let point = |(i, v): (usize, &i64)| TrendPoint {
        month: format!("2025-{:02}", i + 1),
        average: None,
        sum_hundredths: v * 24,
        n: 24,
    };
    let points: Vec<_> = sums.iter().enumerate().map(point).collect();
    let words = TrendWords { months: MONTHS, target: "Meta", n: "n", summary: "" };
    let drawn = chart::trend(&points, 9_000, |_| String::new(), &words);
    Content::Trend(Drawing { svg: drawn.map(|drawn| drawn.wide).unwrap_or_default(), size: (760, 260) })
}

pub fn map() -> Content {
    let state = |(nth, code): (usize, &str)| MapState {
        code: code.into(),
        band: band(nth),
        label: format!("8{nth}.1{nth}"),
        title: String::new(),
        href: String::new(),
        current: nth == 1,
    };
    let dot = |nth: u32| MapDot {
        place: chart::project(20.0 + f64::from(nth) * 0.5, -99.0 - f64::from(nth) * 0.6),
        band: (nth % 5 < 4).then(|| band(nth as usize)),
        visited: false,
        title: String::new(),
        href: None,
        count: if nth == 7 { 12 } else { 1 },
    };
    Content::Map(Box::new(Map {
        picture: MapPicture {
            layer: BaseLayer::MexicoStates,
            view: chart::layer_extent(BaseLayer::MexicoStates).framed(0.05, 8.0, chart::MAP_RATIO),
            summary: String::new(),
            states: ["19", "05", "28", "08", "26", "32", "14"].into_iter().enumerate().map(state).collect(),
            dots: (0..14).map(dot).collect(),
        },
        bands: ["Excelente", "Bueno", "Regular", "Crítico"].map(str::to_owned),
        pending: Some("Pendiente".into()),
        credit: "Límites: INEGI, Marco Geoestadístico".into(),
        more: Some("Sin espacio para su cifra: Querétaro 87.12".into()),
    }))
}

pub fn bars(rows: u32) -> Content {
    let row = |nth: u32| {
        let hundredths = 9_870 - i64::from(nth) * 61;
        let scored = nth + 2 < rows;
        Bar::Row {
            position: scored.then_some(nth + 1),
            name: if nth == 3 { LONG.to_uppercase() } else { format!("Sucursal {nth} Plaza") },
            detail: if nth.is_multiple_of(2) { LONG.into() } else { "Norte".into() },
            band: scored.then(|| band(nth as usize / 8)),
            share: scored.then_some(hundredths as f64 / 10_000.0),
            value: if scored { chart::decimal(hundredths) } else { "—".into() },
            n: if nth == 0 { "1,012,345".into() } else { "12".into() },
        }
    };
    let mut rows: Vec<Bar> = (0..rows).map(row).collect();
    rows.push(Bar::Gap("y 12 más".into()));
    Content::Bars(Bars {
        heads: ["Sucursal", "Promedio", "n"].map(str::to_owned),
        target: 0.9,
        target_word: "Meta 90".into(),
        rows,
    })
}

pub fn heat() -> Content {
    let row = |nth: usize| HeatRow {
        name: if nth == 2 { LONG.into() } else { format!("Grupo {nth}") },
        pinned: nth == 0,
        cells: (0..9).map(|at| (at != 3).then(|| (band(nth + at), "87.53".to_owned()))).collect(),
        delta: "+1.8 pts".into(),
    };
    Content::Heat(Heat {
        name: "Grupo".into(),
        delta: "Cambio".into(),
        columns: (1..=9).map(|q| format!("Q{} 202{}", (q - 1) % 4 + 1, 3 + (q - 1) / 4)).collect(),
        rows: (0..12).map(row).collect(),
        more: Some("Se muestran los últimos 9 de 14 periodos.".into()),
    })
}

pub fn grid(rows: usize) -> Content {
    use Holds::{Days, Numbers, Words};
    let heads = [("Número", Numbers), ("Fecha", Days), ("Tipo", Words), ("Código de sucursal", Words)];
    let more = [("Sucursal", Words), ("Grupo", Words), ("Supervisor", Words), ("Promedio", Numbers), ("n", Numbers)];
    let row = |nth: usize| {
        let cells =
            [&*nth.to_string(), "12 ago 2025", "operativa", "MTY-025", LONG, LONG, "María Fernanda G.", "87.53", "1"];
        cells.map(str::to_owned).to_vec()
    };
    Content::Grid(Grid {
        heads: heads.into_iter().chain(more).map(|(name, holds)| (name.to_owned(), holds)).collect(),
        rows: (1..=rows).map(row).collect(),
        more: None,
    })
}

pub fn section(title: &str, content: Content) -> Section {
    Section {
        title: title.into(),
        note: "n 1,234 · todas las sucursales de la selección".into(),
        content,
        fresh: false,
    }
}

pub fn report() -> Report {
    let words = "Sin supervisiones con estos filtros. Quita un filtro o elige otro periodo.";
    Report {
        lang: Lang::Es,
        head: head(),
        cover: [("Organización", "Pollos del Norte"), ("Periodo", "2025"), ("Grupo", &[LONG; 3].join(", "))]
            .map(|(name, text)| (name.to_owned(), text.to_owned()))
            .to_vec(),
        sections: vec![
            Section { note: String::new(), ..section("En breve", cards()) },
            section("Calificaciones por banda", bands()),
            section("Promedio por mes", trend()),
            section("Estados por promedio", map()),
            section("Sucursales por promedio", bars(75)),
            section("Histórico", heat()),
            section("Supervisiones", grid(90)),
            section("Nada", Content::Words(vec![words.into()])),
        ],
    }
}
