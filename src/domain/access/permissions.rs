//! The one permission table: role × action.

use super::Role;

/// What can be done in an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// See figures, lists, maps and single supervisions.
    Read,
    /// Take what is seen away as a file.
    Export,
    /// Save reports, share them, change and delete one's own.
    Reports,
    /// Change and delete what others share as reports.
    OthersReports,
    /// Send, delete and restore supervisions of branches within the scope.
    Supervise,
    /// Import files, see what became of imports, correct branches.
    Import,
    /// Invite people, give and take roles and scopes, decide on requests for access.
    People,
    /// Target, bands, periods, kinds, areas, time zone.
    Settings,
    /// Keys of programs.
    Keys,
    /// Read the audit log.
    Audit,
}

impl Action {
    /// Every action, in the order of the table.
    pub const ALL: [Self; 10] = [
        Self::Read,
        Self::Export,
        Self::Reports,
        Self::OthersReports,
        Self::Supervise,
        Self::Import,
        Self::People,
        Self::Settings,
        Self::Keys,
        Self::Audit,
    ];

    /// The word used in documents, JSON and the audit log.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Export => "export",
            Self::Reports => "reports",
            Self::OthersReports => "others_reports",
            Self::Supervise => "supervise",
            Self::Import => "import",
            Self::People => "people",
            Self::Settings => "settings",
            Self::Keys => "keys",
            Self::Audit => "audit",
        }
    }
}

/// Who may do what. What is not granted here is refused.
pub const PERMISSIONS: [(Action, &[Role]); 10] = [
    (Action::Read, &[Role::Admin, Role::Director, Role::Supervisor, Role::Viewer]),
    (Action::Export, &[Role::Admin, Role::Director, Role::Supervisor, Role::Viewer]),
    (Action::Reports, &[Role::Admin, Role::Director, Role::Supervisor, Role::Viewer]),
    (Action::OthersReports, &[Role::Admin]),
    (Action::Supervise, &[Role::Admin, Role::Supervisor]),
    (Action::Import, &[Role::Admin]),
    (Action::People, &[Role::Admin]),
    (Action::Settings, &[Role::Admin]),
    (Action::Keys, &[Role::Admin]),
    (Action::Audit, &[Role::Admin]),
];

/// Whether the table grants it.
#[must_use]
pub fn may(role: Role, action: Action) -> bool {
    PERMISSIONS.iter().any(|(granted, roles)| *granted == action && roles.contains(&role))
}

/// The table as Markdown, as it stands in `docs/permissions.md`.
#[must_use]
pub fn table() -> String {
    let mut text = String::from("| action |");
    for role in Role::ALL {
        text.push_str(&format!(" {} |", role.code()));
    }
    text.push_str("\n| --- |");
    text.push_str(&" --- |".repeat(Role::ALL.len()));
    text.push('\n');
    for action in Action::ALL {
        text.push_str(&format!("| {} |", action.code()));
        for role in Role::ALL {
            text.push_str(if may(role, action) { " yes |" } else { " |" });
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documents_table_is_this_one() {
        let document = include_str!("../../../docs/permissions.md");
        assert!(document.contains(&table()), "docs/permissions.md should hold:\n{}", table());
    }

    #[test]
    fn every_action_has_one_line() {
        let listed: Vec<Action> = PERMISSIONS.iter().map(|(action, _)| *action).collect();
        assert_eq!(listed, Action::ALL);
    }

    #[test]
    fn only_administrators_change_who_sees_what() {
        for action in
            [Action::OthersReports, Action::People, Action::Settings, Action::Keys, Action::Audit, Action::Import]
        {
            let granted: Vec<Role> = Role::ALL.into_iter().filter(|role| may(*role, action)).collect();
            assert_eq!(granted, [Role::Admin], "{}", action.code());
        }
    }
}
