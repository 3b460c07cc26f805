//! Forms that name several things of one sort: who gets in, and what they see.

use crate::domain::{Role, Scope, Territory};

/// Names of the fields that make up a scope.
pub const SCOPE_FIELDS: [&str; 5] = ["grupo", "estado", "territorio", "sucursal", "sucursales"];

/// Fields as they came, each name as often as it was sent.
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// The first value of this name; empty when there is none.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// Every value of this name.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// `rol`; none when there is no such role.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        Role::from_code(self.value("rol"))
    }

    /// What the scope picker holds: what is ticked, and branches by their codes, a line or comma each. None when a territory
    /// is none.
    #[must_use]
    pub fn scope(&self) -> Option<Scope> {
        let strings = |name: &str| self.all(name).map(str::to_owned).collect();
        let mut branches: Vec<String> = strings("sucursal");
        let typed = self.all("sucursales").flat_map(|text| text.split([',', ';', '\n', '\r']));
        branches.extend(typed.map(str::trim).filter(|code| !code.is_empty()).map(str::to_owned));
        branches.sort_unstable();
        branches.dedup();
        Some(Scope {
            whole: false,
            groups: strings("grupo"),
            states: strings("estado"),
            territories: self.all("territorio").map(Territory::from_code).collect::<Option<_>>()?,
            branches,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_are_ticked_or_typed() {
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let fields = Fields(vec![
            field("grupo", "norte"),
            field("grupo", "sur"),
            field("territorio", "local"),
            field("sucursal", "B2"),
            field("sucursales", "A1, B2\r\n\r\n C3 ;"),
        ]);
        let scope = fields.scope().unwrap_or_default();
        assert_eq!(scope.groups, ["norte", "sur"]);
        assert_eq!(scope.branches, ["A1", "B2", "C3"]);
        assert_eq!(scope.territories, [Territory::Local]);
        assert_eq!(Fields(vec![field("territorio", "luna")]).scope(), None);
    }
}
