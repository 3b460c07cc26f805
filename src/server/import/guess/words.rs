//! Words of a header, folded and cut, by what they mean. Earlier words are stronger.

pub const EXTERNAL: &[&str] = &[
    "submission id",
    "folio",
    "external id",
    "inspection id",
    "visit id",
    "id supervision",
    "uuid",
    "objectid",
    "id visita",
    "id",
];
pub const DATE: &[&str] = &[
    "date submitted",
    "fecha supervision",
    "fecha visita",
    "inspection date",
    "rating date",
    "ratingdate",
    "fecha",
    "date",
    "timestamp",
    "dia",
    "submitted",
];
pub const KIND: &[&str] =
    &["tipo supervision", "kind", "tipo de supervision", "inspection type", "formulario", "form", "type", "tipo"];
pub const SCORE: &[&str] = &[
    "calificacion general",
    "general score",
    "calificacion",
    "ratingvalue",
    "score",
    "puntaje",
    "promedio",
    "rating",
    "resultado",
    "porcentaje",
];
pub const POINTS: &[&str] = &["puntos totales", "puntos obtenidos", "points", "total points", "puntos"];
pub const MAX_POINTS: &[&str] = &["puntos maximos", "max points", "maximum points", "puntos posibles", "maximo"];
pub const AREA: &[&str] = &["area de evaluacion", "area", "seccion", "section", "categoria", "category"];
pub const AREA_SCORE: &[&str] = &["calificacion area", "area score", "score area", "porcentaje area", "resultado area"];
pub const CODE: &[&str] = &[
    "sucursal numero",
    "numero sucursal",
    "store number",
    "branch code",
    "business id",
    "hsisid",
    "fhrsid",
    "clave sucursal",
    "numero de sucursal",
    "clave",
    "codigo",
    "code",
    "store id",
    "branch id",
    "sucursal id",
    "no sucursal",
    "branch",
];
/// These name a branch or number it: its values tell.
pub const BRANCH: &[&str] = &["sucursal", "tienda", "unidad", "store"];
pub const LABEL: &[&str] = &["location asignado", "location", "ubicacion asignada"];
pub const NAME: &[&str] = &[
    "sucursal nombre",
    "nombre sucursal",
    "store name",
    "branch name",
    "business name",
    "businessname",
    "nombre",
    "name",
    "sucursal",
];
pub const GROUP: &[&str] = &[
    "sucursal grupo",
    "grupo operativo",
    "grupo",
    "operator group",
    "owner name",
    "franquiciatario",
    "franchisee",
    "group",
    "owner",
    "ownership type",
    "businesstype",
    "facilitytype",
];
pub const TERRITORY: &[&str] = &["sucursal tipo", "territorio", "territory"];
pub const STATE: &[&str] = &["estado", "state province", "state", "entidad", "provincia"];
pub const MUNICIPALITY: &[&str] = &["municipio", "ciudad", "city", "municipality", "localauthorityname", "postal code"];
pub const LATITUDE: &[&str] = &["sucursal lat", "latitud", "latitude", "lat", "y"];
pub const LONGITUDE: &[&str] = &["sucursal lon", "longitud", "longitude", "lon", "lng", "long", "x"];
/// Where the visit's form was sent from. They are looked for before the branch's.
pub const SENT_LATITUDE: &[&str] = &[
    "latitud envio",
    "lat envio",
    "latitud entrega",
    "lat entrega",
    "latitud captura",
    "lat captura",
    "latitud visita",
    "lat visita",
    "latitud gps",
    "gps latitud",
    "gps lat",
    "sent latitude",
    "sent lat",
    "submission latitude",
    "submission lat",
    "submitted lat",
    "visit latitude",
    "gps latitude",
];
/// See [`SENT_LATITUDE`].
pub const SENT_LONGITUDE: &[&str] = &[
    "longitud envio",
    "lon envio",
    "lng envio",
    "longitud entrega",
    "lon entrega",
    "lng entrega",
    "longitud captura",
    "lon captura",
    "lng captura",
    "longitud visita",
    "lon visita",
    "lng visita",
    "longitud gps",
    "gps longitud",
    "gps lon",
    "gps lng",
    "sent longitude",
    "sent lon",
    "sent lng",
    "submission longitude",
    "submission lon",
    "submission lng",
    "submitted lon",
    "submitted lng",
    "visit longitude",
    "gps longitude",
];
pub const ZONE: &[&str] = &["time zone", "timezone", "zona horaria"];
pub const SUPERVISOR: &[&str] =
    &["supervisor", "usuario", "inspector", "evaluador", "auditor", "user", "submitted by", "capturado por"];
