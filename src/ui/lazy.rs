//! Pages whose WASM comes when one of them is first opened: the dashboard loads without them.
//!
//! They come in four parts, each for pages that are opened after one another. A part per page would split what they
//! share into dozens of small files.

use leptos::prelude::*;
use leptos_router::LazyRoute;

use super::pages;

/// Comparisons over time, over areas, over places.
enum Comparing {
    History,
    Indicators,
    Map,
}

#[lazy]
fn comparing(page: Comparing) -> AnyView {
    match page {
        Comparing::History => view! { <pages::history::HistoryPage/> }.into_any(),
        Comparing::Indicators => view! { <pages::indicators::IndicatorsPage/> }.into_any(),
        Comparing::Map => view! { <pages::map::MapPage/> }.into_any(),
    }
}

/// From a group down to one visit.
enum Drilling {
    Group,
    Branch,
    Supervision,
    Explain,
}

#[lazy]
fn drilling(page: Drilling) -> AnyView {
    match page {
        Drilling::Group => view! { <pages::group::GroupPage/> }.into_any(),
        Drilling::Branch => view! { <pages::branch::BranchPage/> }.into_any(),
        Drilling::Supervision => view! { <pages::supervision::SupervisionPage/> }.into_any(),
        Drilling::Explain => view! { <pages::explain::ExplainPage/> }.into_any(),
    }
}

#[lazy]
fn importing() -> AnyView {
    view! { <pages::import::ImportPage/> }.into_any()
}

/// What administrators alone see.
enum Administering {
    Index,
    Audit,
    Keys,
    Key,
    MadeKey,
    People,
    Invite,
    PersonLink,
    Person,
    Requests,
    Request,
    Settings,
    Period,
}

#[lazy]
fn administering(page: Administering) -> AnyView {
    match page {
        Administering::Index => view! { <pages::administration::AdministrationPage/> }.into_any(),
        Administering::Audit => view! { <pages::audit::AuditPage/> }.into_any(),
        Administering::Keys => view! { <pages::keys::KeysPage/> }.into_any(),
        Administering::Key => view! { <pages::keys::OnePage/> }.into_any(),
        Administering::MadeKey => view! { <pages::keys::MadePage/> }.into_any(),
        Administering::People => view! { <pages::people::PeoplePage/> }.into_any(),
        Administering::Invite => view! { <pages::people::InvitePage/> }.into_any(),
        Administering::PersonLink => view! { <pages::people::LinkPage/> }.into_any(),
        Administering::Person => view! { <pages::people::PersonPage/> }.into_any(),
        Administering::Requests => view! { <pages::requests::RequestsPage/> }.into_any(),
        Administering::Request => view! { <pages::requests::RequestPage/> }.into_any(),
        Administering::Settings => view! { <pages::settings::SettingsPage/> }.into_any(),
        Administering::Period => view! { <pages::settings::PeriodPage/> }.into_any(),
    }
}

/// What is one's own.
enum Owning {
    Profile,
    Reports,
    Report,
}

#[lazy]
fn owning(page: Owning) -> AnyView {
    match page {
        Owning::Profile => view! { <pages::profile::ProfilePage/> }.into_any(),
        Owning::Reports => view! { <pages::reports::ReportsPage/> }.into_any(),
        Owning::Report => view! { <pages::reports::ReportPage/> }.into_any(),
    }
}

/// A route whose view comes with a part. The part is loaded before the view is asked for, so that the view is there at
/// once where the server's markup waits to be taken over.
macro_rules! route {
    ($route:ident, $view:expr, $load:ident) => {
        pub struct $route;

        impl LazyRoute for $route {
            fn data() -> Self {
                Self
            }

            async fn view(_this: Self) -> AnyView {
                $view.await
            }

            async fn preload() {
                // Made by `#[lazy]`, in the browser's program alone.
                #[cfg(target_arch = "wasm32")]
                $load().await;
            }
        }
    };
}

route!(Map, comparing(Comparing::Map), __preload_comparing);
route!(History, comparing(Comparing::History), __preload_comparing);
route!(Indicators, comparing(Comparing::Indicators), __preload_comparing);
route!(Group, drilling(Drilling::Group), __preload_drilling);
route!(Branch, drilling(Drilling::Branch), __preload_drilling);
route!(Supervision, drilling(Drilling::Supervision), __preload_drilling);
route!(Explain, drilling(Drilling::Explain), __preload_drilling);
route!(Administration, administering(Administering::Index), __preload_administering);
route!(Audit, administering(Administering::Audit), __preload_administering);
route!(Import, importing(), __preload_importing);
route!(Keys, administering(Administering::Keys), __preload_administering);
route!(Key, administering(Administering::Key), __preload_administering);
route!(MadeKey, administering(Administering::MadeKey), __preload_administering);
route!(People, administering(Administering::People), __preload_administering);
route!(Invite, administering(Administering::Invite), __preload_administering);
route!(PersonLink, administering(Administering::PersonLink), __preload_administering);
route!(Person, administering(Administering::Person), __preload_administering);
route!(Requests, administering(Administering::Requests), __preload_administering);
route!(Request, administering(Administering::Request), __preload_administering);
route!(Settings, administering(Administering::Settings), __preload_administering);
route!(Period, administering(Administering::Period), __preload_administering);
route!(Profile, owning(Owning::Profile), __preload_owning);
route!(Reports, owning(Owning::Reports), __preload_owning);
route!(Report, owning(Owning::Report), __preload_owning);
