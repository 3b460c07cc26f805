//! `cargo xtask geo`: the map layers under `public/geo`, from TopoJSON of INEGI, the US Census and Natural Earth.
//!
//! Each layer is written twice from the same simplified arcs, so neighbours never come apart: as an SVG whose paths
//! pages draw with `<use href="/geo/mx-states.svg#s19">` (or `#all`), on the plane of `src/chart/projection.rs`, and as GeoJSON for the
//! browser's map. The extents of the states go to `src/chart/extents.rs`, so that a page can zoom to one without the layer.

use std::{collections::BTreeMap, env, f64::consts::PI, fmt::Write as _, fs, path::Path};

use anyhow::{Context, Result};
use serde_json::Value;

/// As in `src/chart/projection.rs`.
const PLANE: f64 = 100_000.0;

/// A layer and how it is drawn.
struct Layer {
    source: &'static str,
    object: &'static str,
    /// Under `public/geo`, without extension.
    name: &'static str,
    credit: &'static str,
    /// Property that holds the code; `None`: the name, as in an address.
    code: Option<&'static str>,
    /// Property with the name, kept in the GeoJSON.
    title: Option<&'static str>,
    /// How far a simplified border may be from the true one, in units of the plane (400 m at the equator).
    tolerance: f64,
    /// Rings of a smaller area, in square units, are left out.
    smallest: f64,
    /// Whether extents of its geometries are written to `src/chart/extents.rs`.
    extents: bool,
}

const LAYERS: [Layer; 3] = [
    Layer {
        source: "mx_estados.topo.json",
        object: "mx_estados_inegi_mg2023_simplificado",
        name: "mx-states",
        credit: "INEGI, Marco Geoestadístico 2023",
        code: Some("cve_geo"),
        title: Some("nombre_estado"),
        tolerance: 1.2,
        smallest: 12.0,
        extents: true,
    },
    Layer {
        source: "us-atlas_states-10m.json",
        object: "states",
        name: "us-states",
        credit: "US Census Bureau (us-atlas 10m)",
        code: None,
        title: Some("name"),
        // Where whole cities lie on the coast, a border one kilometre off drowns their branches.
        tolerance: 0.8,
        smallest: 12.0,
        extents: false,
    },
    Layer {
        source: "world-atlas_land-50m.json",
        object: "land",
        name: "world-land",
        credit: "Natural Earth (world-atlas land 50m)",
        code: None,
        title: None,
        tolerance: 9.0,
        smallest: 250.0,
        extents: false,
    },
];

type Point = (f64, f64);
type Ring = Vec<Point>;

/// A geometry: its code, its name and its rings (outer ones and holes alike: they are filled by the even-odd rule).
struct Shape {
    code: String,
    title: String,
    polygons: Vec<Vec<Ring>>,
}

/// Writes the layers.
pub fn run() -> Result<()> {
    let shared = env::var("FALCON_SHARED").unwrap_or_else(|_| "../shared".into());
    let out = Path::new("public/geo");
    fs::create_dir_all(out)?;
    let mut extents = BTreeMap::new();
    for layer in &LAYERS {
        let path = Path::new(&shared).join("data/geo").join(layer.source);
        let text = fs::read_to_string(&path)
            .with_context(|| format!("{}: set FALCON_SHARED to the folder that holds data/geo", path.display()))?;
        let topology: Value = serde_json::from_str(&text)?;
        let shapes = read(&topology, layer).with_context(|| layer.source)?;
        for (extension, content) in [("svg", svg(layer, &shapes)), ("geojson", geojson(layer, &shapes)?)] {
            let file = out.join(format!("{}.{extension}", layer.name));
            println!("{} {} KB, {} shapes", file.display(), content.len().div_ceil(1024), shapes.len());
            fs::write(file, content)?;
        }
        if layer.extents {
            extents.extend(shapes.iter().map(|shape| (shape.code.clone(), (extent(shape), middle(shape)))));
        }
    }
    fs::write("src/chart/extents.rs", extents_file(&extents))?;
    Ok(())
}

fn read(topology: &Value, layer: &Layer) -> Result<Vec<Shape>> {
    let arcs = arcs(topology)?;
    let arcs: Vec<Ring> = arcs.iter().map(|arc| simplify(arc, layer.tolerance)).collect();
    let object = &topology["objects"][layer.object];
    let single = [object.clone()];
    let geometries = object["geometries"].as_array().map_or(&single[..], Vec::as_slice);
    let mut shapes = Vec::new();
    for geometry in geometries {
        let title = layer.title.and_then(|property| geometry["properties"][property].as_str()).unwrap_or_default();
        let code = match layer.code {
            Some(property) => geometry["properties"][property].as_str().unwrap_or_default().to_owned(),
            None => title.to_lowercase().replace(['.', ' '], "-"),
        };
        let polygons = match geometry["type"].as_str() {
            Some("Polygon") => vec![polygon(&geometry["arcs"], &arcs, layer.smallest)],
            Some("MultiPolygon") => {
                let parts = geometry["arcs"].as_array().context("a multipolygon has arcs")?;
                parts.iter().map(|part| polygon(part, &arcs, layer.smallest)).collect()
            }
            _ => Vec::new(),
        };
        let polygons: Vec<_> = polygons.into_iter().filter(|rings| !rings.is_empty()).collect();
        if !polygons.is_empty() {
            shapes.push(Shape { code, title: title.to_owned(), polygons });
        }
    }
    Ok(shapes)
}

/// The topology's arcs on the plane.
fn arcs(topology: &Value) -> Result<Vec<Ring>> {
    let pair = |value: &Value| Some((value[0].as_f64()?, value[1].as_f64()?));
    let transform = &topology["transform"];
    let scale = pair(&transform["scale"]);
    let shift = pair(&transform["translate"]).unwrap_or((0.0, 0.0));
    let mut out = Vec::new();
    for arc in topology["arcs"].as_array().context("a topology has arcs")? {
        let (mut x, mut y) = (0.0, 0.0);
        let mut points = Vec::new();
        for point in arc.as_array().context("an arc is a list")? {
            let (px, py) = pair(point).context("a position is a pair")?;
            let (longitude, latitude) = match scale {
                Some(scale) => {
                    (x, y) = (x + px, y + py);
                    (x * scale.0 + shift.0, y * scale.1 + shift.1)
                }
                None => (px, py),
            };
            points.push(project(latitude, longitude));
        }
        out.push(points);
    }
    Ok(out)
}

fn project(latitude: f64, longitude: f64) -> Point {
    let phi = latitude.clamp(-85.051_128, 85.051_128).to_radians();
    ((longitude + 180.0) / 360.0 * PLANE, (1.0 - phi.tan().asinh() / PI) / 2.0 * PLANE)
}

fn unproject((x, y): Point) -> Point {
    let latitude = ((1.0 - 2.0 * y / PLANE) * PI).sinh().atan().to_degrees();
    (latitude, x / PLANE * 360.0 - 180.0)
}

/// Douglas–Peucker. A closed arc is split at the point farthest from its start, so that it keeps an inside.
fn simplify(arc: &[Point], tolerance: f64) -> Ring {
    let last = arc.len() - 1;
    let mut keep = vec![false; arc.len()];
    (keep[0], keep[last]) = (true, true);
    let mut todo = vec![(0, last)];
    if arc[0] == arc[last] && last > 2 {
        let far = (1..last).max_by(|a, b| distance2(arc[0], arc[*a]).total_cmp(&distance2(arc[0], arc[*b])));
        if let Some(far) = far {
            keep[far] = true;
            todo = vec![(0, far), (far, last)];
        }
    }
    while let Some((from, to)) = todo.pop() {
        let farthest =
            (from + 1..to).map(|i| (i, from_line(arc[i], arc[from], arc[to]))).max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((i, far)) = farthest.filter(|(_, far)| *far > tolerance) {
            keep[i] = true;
            todo.extend([(from, i), (i, to)]);
            debug_assert!(far > tolerance);
        }
    }
    arc.iter().zip(keep).filter(|(_, keep)| *keep).map(|(point, _)| *point).collect()
}

fn distance2(a: Point, b: Point) -> f64 {
    (a.0 - b.0).powi(2) + (a.1 - b.1).powi(2)
}

/// How far a point is from a stretch.
fn from_line(p: Point, a: Point, b: Point) -> f64 {
    let length2 = distance2(a, b);
    if length2 == 0.0 {
        return distance2(p, a).sqrt();
    }
    let along = (((p.0 - a.0) * (b.0 - a.0) + (p.1 - a.1) * (b.1 - a.1)) / length2).clamp(0.0, 1.0);
    distance2(p, (a.0 + along * (b.0 - a.0), a.1 + along * (b.1 - a.1))).sqrt()
}

/// Rings of a polygon joined from arcs; a negative number is an arc run backwards.
fn polygon(rings: &Value, arcs: &[Ring], smallest: f64) -> Vec<Ring> {
    let join = |ring: &Value| {
        let mut points: Ring = Vec::new();
        for index in ring.as_array().into_iter().flatten().filter_map(Value::as_i64) {
            let arc = &arcs[usize::try_from(if index < 0 { !index } else { index }).unwrap_or(0)];
            points.pop();
            if index < 0 { points.extend(arc.iter().rev()) } else { points.extend(arc) }
        }
        unwrap(&mut points);
        points
    };
    let mut rings = rings.as_array().into_iter().flatten().map(join);
    let Some(outer) = rings.next().filter(|ring| area(ring) >= smallest && !polar(ring)) else { return Vec::new() };
    let mut kept = vec![outer];
    kept.extend(rings.filter(|ring| area(ring) >= smallest));
    kept
}

/// A ring over the 180th meridian goes on past the plane's edge instead of back across the world.
fn unwrap(ring: &mut Ring) {
    for i in 1..ring.len() {
        let turns = ((ring[i - 1].0 - ring[i].0) / PLANE).round();
        ring[i].0 += turns * PLANE;
    }
    let middle = ring.iter().map(|point| point.0).sum::<f64>() / ring.len().max(1) as f64;
    let home = (middle / PLANE).floor() * PLANE;
    ring.iter_mut().for_each(|point| point.0 -= home);
}

/// South of 58°: nobody runs a branch in Antarctica.
fn polar(ring: &[Point]) -> bool {
    ring.iter().all(|point| point.1 > 70_000.0)
}

fn area(ring: &[Point]) -> f64 {
    ring.windows(2).map(|pair| pair[0].0 * pair[1].1 - pair[1].0 * pair[0].1).sum::<f64>().abs() / 2.0
}

fn round((x, y): Point) -> (i64, i64) {
    #[expect(clippy::cast_possible_truncation, reason = "a plane of 100 000 units")]
    let whole = |v: f64| v.round() as i64;
    (whole(x), whole(y))
}

/// Whole units, each point relative to the one before, points that fall together once.
fn path(shape: &Shape) -> String {
    let mut d = String::new();
    for ring in shape.polygons.iter().flatten() {
        let mut points: Vec<_> = ring.iter().map(|point| round(*point)).collect();
        points.dedup();
        points.pop();
        let Some(first) = points.first().copied().filter(|_| points.len() > 2) else { continue };
        let _ = write!(d, "M{} {}l", first.0, first.1);
        for (i, pair) in points.windows(2).enumerate() {
            let (dx, dy) = (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1);
            let before = if i > 0 && dx >= 0 { " " } else { "" };
            let between = if dy >= 0 { " " } else { "" };
            let _ = write!(d, "{before}{dx}{between}{dy}");
        }
        d.push('z');
    }
    d
}

/// Paths inherit their fill from where they are used; borders keep their width at every zoom.
fn svg(layer: &Layer, shapes: &[Shape]) -> String {
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100000 100000\">\n<!-- {}. Written by `cargo xtask geo`. -->\n<g id=\"all\">\n",
        layer.credit
    );
    for shape in shapes {
        let _ = writeln!(
            out,
            "<path id=\"s{}\" vector-effect=\"non-scaling-stroke\" fill-rule=\"evenodd\" d=\"{}\"/>",
            shape.code,
            path(shape)
        );
    }
    out.push_str("</g>\n</svg>\n");
    out
}

fn geojson(layer: &Layer, shapes: &[Shape]) -> Result<String> {
    let position = |point: &Point| {
        let (latitude, longitude) = unproject(*point);
        let short = |v: f64| (v * 1_000.0).round() / 1_000.0;
        serde_json::json!([short(longitude), short(latitude)])
    };
    let feature = |shape: &Shape| {
        let polygons: Vec<Vec<Vec<Value>>> = shape
            .polygons
            .iter()
            .map(|rings| rings.iter().map(|ring| ring.iter().map(position).collect()).collect())
            .collect();
        serde_json::json!({
            "type": "Feature",
            "properties": { "code": shape.code, "name": shape.title },
            "geometry": { "type": "MultiPolygon", "coordinates": polygons },
        })
    };
    let features: Vec<Value> = shapes.iter().map(feature).collect();
    let collection = serde_json::json!({ "type": "FeatureCollection", "credit": layer.credit, "features": features });
    Ok(serde_json::to_string(&collection)? + "\n")
}

/// Left, top, right, bottom in whole units; of the parts that make up the shape, without its far islands.
fn extent(shape: &Shape) -> [i64; 4] {
    let size = |rings: &Vec<Ring>| rings.first().map_or(0.0, |outer| area(outer));
    let largest = shape.polygons.iter().map(size).fold(0.0, f64::max);
    let parts = shape.polygons.iter().filter(|rings| size(rings) * 20.0 >= largest);
    let points = parts.flatten().flatten().map(|point| round(*point));
    points.fold([i64::MAX, i64::MAX, i64::MIN, i64::MIN], |e, (x, y)| {
        [e[0].min(x), e[1].min(y), e[2].max(x), e[3].max(y)]
    })
}

/// The point of the largest part that is farthest from its borders, and how far, on a grid of 60 by 60: where a label stands.
fn middle(shape: &Shape) -> [i64; 3] {
    let size = |rings: &&Vec<Ring>| rings.first().map_or(0.0, |outer| area(outer));
    let Some(rings) = shape.polygons.iter().max_by(|a, b| size(a).total_cmp(&size(b))) else { return [0; 3] };
    let [left, top, right, bottom] = extent(shape).map(|v| v as f64);
    let mut best = (0.0, (left, top));
    for i in 1..60 {
        for j in 1..60 {
            let point = (left + (right - left) * f64::from(i) / 60.0, top + (bottom - top) * f64::from(j) / 60.0);
            let edges = || rings.iter().flat_map(|ring| ring.windows(2));
            let crossings = edges().filter(|e| {
                (e[0].1 > point.1) != (e[1].1 > point.1)
                    && point.0 < (e[1].0 - e[0].0) * (point.1 - e[0].1) / (e[1].1 - e[0].1) + e[0].0
            });
            if crossings.count() % 2 == 0 {
                continue;
            }
            // Labels are wider than high: distances up and down count twice.
            let flat = |p: Point| (p.0, p.1 * 2.0);
            let free = edges().map(|e| from_line(flat(point), flat(e[0]), flat(e[1]))).fold(f64::MAX, f64::min);
            if free > best.0 {
                best = (free, point);
            }
        }
    }
    let (x, y) = round(best.1);
    [x, y, round((best.0, 0.0)).0]
}

fn extents_file(extents: &BTreeMap<String, ([i64; 4], [i64; 3])>) -> String {
    let mut out = String::from(
        "//! Where the Mexican states are on the plane of [`super::projection`]. Written by `cargo xtask geo`.\n\n\
         /// INEGI code; left, top, right, bottom; the point farthest from the borders and how far it is.\n",
    );
    let _ = writeln!(out, "pub(super) const STATES: [(&str, [u32; 4], [u32; 3]); {}] = [", extents.len());
    for (code, ([left, top, right, bottom], [x, y, free])) in extents {
        let _ = writeln!(out, "    (\"{code}\", [{left}, {top}, {right}, {bottom}], [{x}, {y}, {free}]),");
    }
    out.push_str("];\n");
    out
}
