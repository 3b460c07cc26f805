//! What is said where there is nothing to show: nothing yet, nothing with this filter, an error, not yet.

use leptos::prelude::*;

use super::Head;
use crate::{
    contract::AppError,
    ui::{
        address::encode,
        i18n::{common, drill, filter},
        use_address,
    },
};

/// Nothing to show, why, and what to do (in `children`: links). `page`: the page is about nothing else.
#[component]
pub fn Empty(
    #[prop(into)] title: String,
    #[prop(optional, into)] text: String,
    #[prop(optional)] page: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let title = if page {
        view! { <h1 class="note-title">{title}</h1> }.into_any()
    } else {
        view! { <p class="note-title">{title}</p> }.into_any()
    };
    view! {
        <div class="note empty">
            {title}
            {(!text.is_empty()).then(|| view! { <p>{text}</p> })}
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
}

/// The organization has no supervisions: the two ways in.
#[component]
pub fn NoData(
    /// The organization that the server was told to show, when there is no such one.
    absent: Option<String>,
) -> impl IntoView {
    let words = common::words();
    view! {
        <Empty title=words.empty_title text=words.empty page=true>
            {absent.map(|slug| view! { <p>{words.empty_absent} " " <code>"FALCON_ORG=" {slug}</code></p> })}
            <a class="button primary" href="/importar">{words.empty_import}</a>
            <p class="hint">{words.empty_demo}</p>
        </Empty>
    }
}

/// What happened, what to do, and the code to quote.
#[component]
pub fn ErrorNote(error: AppError, #[prop(optional)] retry: Option<Callback<()>>) -> impl IntoView {
    let words = common::words();
    let address = use_address();
    let (text, code) = sentence(&error);
    let again = move |event: leptos::ev::MouseEvent| {
        if let Some(retry) = retry {
            event.prevent_default();
            retry.run(());
        }
    };
    let missing = matches!(error, AppError::NotFound { .. });
    let forbidden = error == AppError::Forbidden;
    let signed_out = error == AppError::SignedOut;
    let wrong_filter = matches!(error, AppError::Input { .. });
    view! {
        <div class="note error" role="alert">
            {missing.then(|| view! { <Head title=words.not_found_title/> })}
            {if missing || wrong_filter {
                // The page is about nothing else: this is its title.
                view! { <h1 class="note-title">{text}</h1> }.into_any()
            } else {
                view! { <p class="note-title">{text}</p> }.into_any()
            }}
            {(!code.is_empty()).then(|| view! { <p class="hint">{words.error_code}": "<code>{code}</code></p> })}
            <div class="actions">
                {if wrong_filter {
                    view! { <a class="button" href=move || address.read().path.clone()>{words.clear_filters}</a> }.into_any()
                } else if signed_out {
                    let back = move || address.with(|a| ["/entrar?volver=", &encode(&a.href())].concat());
                    view! { <a class="button primary" rel="external" href=back>{words.sign_in}</a> }.into_any()
                } else if missing || forbidden {
                    view! { <a class="button" href="/">{words.home}</a> }.into_any()
                } else {
                    view! {
                        <a class="button" href=move || address.with(|a| a.with(|_| ())) rel="external" on:click=again>
                            {words.retry}
                        </a>
                    }
                        .into_any()
                }}
            </div>
        </div>
    }
}

/// What is not there, and what to try.
fn not_found(what: &str) -> &'static str {
    let words = drill::words();
    match what {
        "group" => words.not_found_group,
        "branch" => words.not_found_branch,
        "supervision" => words.not_found_supervision,
        _ => common::words().error_not_found,
    }
}

/// The sentence for a person, and what to quote.
fn sentence(error: &AppError) -> (&'static str, String) {
    let words = common::words();
    match error {
        AppError::Input { field, value, reason } => {
            let code = if field.is_empty() { String::new() } else { [field, "=", value].concat() };
            (filter::reason(*reason), code)
        }
        AppError::SignedOut => (words.error_signed_out, String::new()),
        // Nothing failed: there is nothing to quote and nothing to try again.
        AppError::Forbidden => (words.error_forbidden, String::new()),
        AppError::NotFound { what } => (not_found(what), String::new()),
        AppError::TooLarge { limit_mb } => (words.error_too_large, ["max-", &limit_mb.to_string(), "-mb"].concat()),
        AppError::Unusable { reason, .. } => (words.error_unusable, reason.clone()),
        AppError::TooMany { seconds } => (words.error_too_many, [&seconds.to_string(), " s"].concat()),
        AppError::Unavailable => (words.error_unavailable, "unavailable".into()),
        AppError::Offline => (words.error_offline, "offline".into()),
        AppError::Internal { reference } => (words.error_internal, reference.clone()),
    }
}

/// Stands in on first paint of a part that the browser asks for.
#[component]
pub fn Skeleton() -> impl IntoView {
    view! {
        <div class="skeleton" aria-busy="true">
            <span class="vh">{common::words().loading}</span>
        </div>
    }
}
