//! What paper and pictures say beside the words of files: as the pages say it.

use super::Said;

pub const TO_TARGET: Said = ("pts para la meta", "pts to target");
pub const ON_TARGET: Said = ("en la meta", "on target");
pub const TARGET: Said = ("Meta", "Target");
pub const POINTS: Said = ("pts", "pts");
pub const VERSUS: Said = ("vs", "vs");
pub const SCORED: Said = ("con calificación", "with a score");
pub const AREA_SCORES: Said = ("calificaciones de área", "area scores");
pub const COVERAGE: Said = ("Cobertura", "Coverage");
pub const COVERAGE_SELECTED: Said = ("Cobertura filtrada", "Filtered coverage");
pub const OF: Said = ("de", "of");
pub const BRANCHES_WORD: Said = ("sucursales", "branches");
pub const BRANCH_WORD: Said = ("sucursal", "branch");
pub const GROUP_WORDS: [Said; 2] = [("grupo", "group"), ("grupos", "groups")];
pub const STATE_WORDS: [Said; 2] = [("estado", "state"), ("estados", "states")];
pub const AREA_WORDS: [Said; 2] = [("área", "area"), ("áreas", "areas")];
pub const BRANCH_WORDS: [Said; 2] = [BRANCH_WORD, BRANCHES_WORD];
pub const ROW_WORDS: [Said; 2] = [("fila", "row"), ("filas", "rows")];
pub const VISITED: Said = ("visitadas en el periodo", "visited in the period");
pub const CRITICAL: Said = ("En crítico", "In critical");
pub const OPPORTUNITY: Said = ("Áreas de oportunidad", "Areas of opportunity");
pub const BELOW: Said = ("debajo de", "below");
pub const P10: Said = ("Décimo más bajo", "Lowest tenth");

pub const AT_A_GLANCE: Said = ("En breve", "At a glance");
pub const TREND: Said = ("Promedio por mes", "Average by month");
pub const BANDS: Said = ("Calificaciones por banda", "Scores by band");
pub const GROUPS: Said = ("Grupos por promedio", "Groups by average");
pub const BRANCHES: Said = ("Sucursales por promedio", "Branches by average");
pub const STATES: Said = ("Estados por promedio", "States by average");
pub const AREAS: Said = ("Áreas por promedio", "Areas by average");
pub const AREAS_LOWEST: Said = ("Áreas por promedio, de la más baja", "Areas by average, lowest first");
pub const STATES_MAP: Said = ("Estados en el mapa", "States on the map");
pub const MAP: Said = ("Estados por promedio, sucursales por banda", "States by average, branches by band");
pub const AXIS_FROM: Said = ("el eje empieza en", "the axis starts at");
pub const NO_TREND: Said =
    ("Ningún mes tiene calificaciones con estos filtros.", "No month has scores with these filters.");
pub const NO_PLACES: Said =
    ("Ninguna sucursal con ubicación entra en estos filtros.", "No branch with a location is in these filters.");
pub const WITHOUT_LOCATION: Said = ("sin ubicación", "without a location");
pub const CREDIT: Said = ("Límites", "Borders");
pub const NO_ROOM: Said = ("Sin espacio para su cifra en el mapa", "Without room for their figure on the map");
pub const PENDING: Said = ("Pendiente", "Pending");
pub const PENDING_TITLE: Said = ("Sucursales sin calificación", "Branches without a score");
pub const PENDING_MANY: Said = ("Pendientes de visita", "Pending a visit");
pub const UNSCORED_MANY: Said =
    ("Visitadas sin calificación en la selección", "Visited without a score in the selection");
pub const MORE: Said = ("más", "more");
pub const AND: Said = ("y", "and");
pub const WITHOUT: Said = ("sin calificación", "without a score");
pub const BETWEEN: Said = ("más entre estas y las últimas", "more between these and the last");
pub const SHOWN: Said = (
    "Aquí caben {} de {}; todas están en el libro de Excel y en el CSV.",
    "Here is room for {} of {}; all of them are in the Excel workbook and in the CSV.",
);
pub const SHOWN_COLUMNS: Said = ("Los {} periodos más recientes de {}.", "The {} latest periods of {}.");
pub const LATEST: Said = ("los {} periodos más recientes", "the {} latest periods");
pub const NO_BRANCH: Said = ("Ninguna sucursal en este caso.", "No branch in this case.");
pub const NO_GROUP: Said = ("Ningún grupo en este caso.", "No group in this case.");

pub const NOTHING_TITLE: Said = ("Sin supervisiones con estos filtros", "No supervisions with these filters");
pub const NOTHING: Said = ("Quita un filtro o elige otro periodo.", "Remove a filter or choose another period.");
pub const NO_BEFORE: Said = (
    "No hay un periodo anterior con datos contra el cual comparar.",
    "There is no previous period with data to compare against.",
);
pub const NONE_HERE: Said = ("Ninguna.", "None.");

pub const CHANGE: Said = ("Cambio", "Change");
pub const DATA_OF: Said = ("Datos al", "Data as of");
pub const VERSION: Said = ("versión", "version");
pub const MADE: Said = ("hecho el", "made on");
pub const DEMO: Said = ("Datos de demostración", "Demo data");
pub const GOES_ON: Said = ("(continúa)", "(continued)");
