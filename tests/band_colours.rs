//! Bands stay apart for everybody: pairwise ΔE2000 ≥ 15 with normal sight and under simulated deuteranopia, protanopia
//! and tritanopia (Machado, Oliveira and Fernandes 2009, severity 1), 3:1 against both backgrounds of the theme and
//! 4.5:1 for text on them. The colours are read from `style/tokens.css`.

use std::collections::HashMap;

const TOKENS: &str = include_str!("../style/tokens.css");
const BANDS: [&str; 4] = ["excelente", "bueno", "regular", "critico"];
type Rgb = [f64; 3];

const SIGHTS: [(&str, [Rgb; 3]); 4] = [
    ("normal sight", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protanopia",
        [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]],
    ),
    (
        "deuteranopia",
        [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
    ),
    (
        "tritanopia",
        [[1.255_528, -0.076_749, -0.178_779], [-0.078_411, 0.930_809, 0.147_602], [0.004_733, 0.691_367, 0.303_900]],
    ),
];

/// The tokens of the rules whose selector is exactly this, by name.
fn tokens(selector: &str) -> HashMap<String, Rgb> {
    let start = TOKENS.find(&format!("{selector} {{")).expect("the theme's rule");
    let body = &TOKENS[start..start + TOKENS[start..].find('}').expect("its end")];
    body.lines()
        .filter_map(|line| line.trim().strip_prefix("--")?.strip_suffix(';')?.split_once(": #"))
        .filter(|(_, hex)| hex.len() == 6)
        .map(|(name, hex)| {
            let channel = |at: usize| {
                let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal")) / 255.0;
                if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            (name.to_owned(), [channel(0), channel(2), channel(4)])
        })
        .collect()
}

fn apply(matrix: &[Rgb; 3], colour: Rgb) -> Rgb {
    matrix.map(|row| row.iter().zip(colour).map(|(a, b)| a * b).sum())
}

fn contrast(a: Rgb, b: Rgb) -> f64 {
    let light = |c: Rgb| 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
    let (a, b) = (light(a), light(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn lab(colour: Rgb) -> [f64; 3] {
    let xyz = apply(
        &[
            [0.412_456_4, 0.357_576_1, 0.180_437_5],
            [0.212_672_9, 0.715_152_2, 0.072_175_0],
            [0.019_333_9, 0.119_192_0, 0.950_304_1],
        ],
        colour.map(|channel| channel.clamp(0.0, 1.0)),
    );
    let f = |value: f64| if value > 216.0 / 24_389.0 { value.cbrt() } else { (24_389.0 / 27.0 * value + 16.0) / 116.0 };
    let [x, y, z] = [f(xyz[0] / 0.950_47), f(xyz[1]), f(xyz[2] / 1.088_83)];
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// CIEDE2000 with all weights 1.
fn delta_e(a: [f64; 3], b: [f64; 3]) -> f64 {
    let seventh = |c: f64| (c.powi(7) / (c.powi(7) + 25_f64.powi(7))).sqrt();
    let g = 0.5 * (1.0 - seventh((a[1].hypot(a[2]) + b[1].hypot(b[2])) / 2.0));
    let prime = |c: [f64; 3]| {
        let red = (1.0 + g) * c[1];
        (red.hypot(c[2]), c[2].atan2(red).to_degrees().rem_euclid(360.0))
    };
    let ((c1, h1), (c2, h2)) = (prime(a), prime(b));
    let grey = c1 * c2 == 0.0;
    let turn = match h2 - h1 {
        _ if grey => 0.0,
        turn if turn > 180.0 => turn - 360.0,
        turn if turn < -180.0 => turn + 360.0,
        turn => turn,
    };
    let hue = match h1 + h2 {
        sum if grey => sum,
        sum if (h1 - h2).abs() <= 180.0 => sum / 2.0,
        sum if sum < 360.0 => (sum + 360.0) / 2.0,
        sum => (sum - 360.0) / 2.0,
    };
    let (lightness, chroma) = ((a[0] + b[0]) / 2.0, (c1 + c2) / 2.0);
    let cos = |factor: f64, shift: f64| (factor * hue + shift).to_radians().cos();
    let t = 1.0 - 0.17 * cos(1.0, -30.0) + 0.24 * cos(2.0, 0.0) + 0.32 * cos(3.0, 6.0) - 0.2 * cos(4.0, -63.0);
    let away = (lightness - 50.0).powi(2);
    let l = (b[0] - a[0]) / (1.0 + 0.015 * away / (20.0 + away).sqrt());
    let c = (c2 - c1) / (1.0 + 0.045 * chroma);
    let h = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin() / (1.0 + 0.015 * chroma * t);
    let rotation = -2.0 * seventh(chroma) * (60.0 * (-((hue - 275.0) / 25.0).powi(2)).exp()).to_radians().sin();
    (l * l + c * c + h * h + rotation * c * h).sqrt()
}

fn check(theme: &str, tokens: &HashMap<String, Rgb>) {
    for (sight, matrix) in &SIGHTS {
        for (at, one) in BANDS.iter().enumerate() {
            for other in &BANDS[at + 1..] {
                let seen = |band: &str| lab(apply(matrix, tokens[&format!("band-{band}")]));
                let difference = delta_e(seen(one), seen(other));
                assert!(difference >= 15.0, "{theme}, {sight}: {one} and {other} differ by {difference:.1}");
            }
        }
    }
    for band in BANDS {
        let colour = tokens[&format!("band-{band}")];
        for background in ["bg", "surface", "raised"] {
            let ratio = contrast(colour, tokens[background]);
            assert!(ratio >= 3.0, "{theme}: {band} on {background} has {ratio:.2}:1");
        }
        let ratio = contrast(colour, tokens[&format!("on-band-{band}")]);
        assert!(ratio >= 4.5, "{theme}: text on {band} has {ratio:.2}:1");
    }
    for (text, background) in [
        ("text", "bg"),
        ("text", "surface"),
        ("text-2", "bg"),
        ("text-2", "surface"),
        ("text-2", "hover"),
        ("accent", "bg"),
        ("accent", "accent-soft"),
        ("text-2", "accent-soft"),
        ("on-accent", "accent"),
        ("text-2", "raised"),
    ] {
        let ratio = contrast(tokens[text], tokens[background]);
        assert!(ratio >= 4.5, "{theme}: {text} on {background} has {ratio:.2}:1");
    }
}

#[test]
fn bands_stay_apart_in_both_themes() {
    assert!((delta_e([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485]) - 2.0425).abs() < 1e-4, "published pair 1");
    check("light", &tokens("  :root"));
    check("dark", &tokens("  :root[data-theme=\"dark\"]"));
}

#[test]
fn the_chosen_dark_theme_is_the_system_s() {
    assert_eq!(tokens("  :root[data-theme=\"dark\"]"), tokens("    :root:not([data-theme=\"light\"])"));
}
