//! Names that nobody bears.

/// One group per mineral.
pub(super) const GROUPS: [&str; 20] = [
    "Ámbar",
    "Basalto",
    "Cuarzo",
    "Diamante",
    "Esmeralda",
    "Feldespato",
    "Granate",
    "Hematita",
    "Índigo",
    "Jade",
    "Kunzita",
    "Lapislázuli",
    "Malaquita",
    "Nácar",
    "Ópalo",
    "Pirita",
    "Rubí",
    "Selenita",
    "Topacio",
    "Zafiro",
];

pub(super) const SUPERVISORS: [&str; 9] = [
    "Aurora Ejemplo",
    "Benito Muestra",
    "Celia Prueba",
    "Darío Ficticio",
    "Elena Demostración",
    "Fausto Inventado",
    "Gilda Supuesta",
    "Hilario Simulado",
    "Irene Imaginaria",
];

/// Areas of `operativa`: name, points of the form, and how hard they are (points of percent below the usual). A dozen are
/// areas of opportunity.
pub(super) const OPERATIVA: [(&str, u16, i32); 29] = [
    ("Fachada y estacionamiento", 10, -1),
    ("Comedor", 20, -2),
    ("Baños", 20, 11),
    ("Área de juegos", 8, 10),
    ("Barra de salsas", 10, 0),
    ("Caja y servicio", 20, -3),
    ("Tiempos de servicio", 20, 17),
    ("Uniforme y presentación", 10, -4),
    ("Recepción de mercancía", 8, 1),
    ("Almacén de secos", 10, 0),
    ("Cuarto frío", 20, 10),
    ("Congeladores", 10, 1),
    ("Refrigeradores de línea", 10, 10),
    ("Asadores", 20, -2),
    ("Freidoras", 10, 10),
    ("Plancha", 10, -1),
    ("Horno", 8, -3),
    ("Preparación de alimentos", 20, -1),
    ("Temperaturas", 20, 12),
    ("Caducidades y etiquetas", 20, 14),
    ("Lavado de manos", 10, 11),
    ("Lavado de utensilios", 10, 0),
    ("Control de plagas", 8, -6),
    ("Manejo de residuos", 8, 1),
    ("Máquina de hielo", 5, 13),
    ("Bebidas y refrescos", 10, -5),
    ("Inventarios", 10, 13),
    ("Capacitación", 10, 15),
    ("Bitácoras", 10, 12),
];

/// Areas of `seguridad`.
pub(super) const SEGURIDAD: [(&str, u16, i32); 11] = [
    ("Extintores", 10, -40),
    ("Salidas de emergencia", 10, 1),
    ("Señalización", 8, 0),
    ("Botiquín", 5, 10),
    ("Instalación de gas", 20, 3),
    ("Instalación eléctrica", 20, 5),
    ("Equipo de protección personal", 10, 12),
    ("Alarmas y cámaras", 10, 2),
    ("Caja fuerte y valores", 10, -2),
    ("Simulacros y brigadas", 10, 16),
    ("Pisos antiderrapantes", 8, 4),
];
