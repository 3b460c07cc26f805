//! `/perfil`: what a person says of themselves, how they sign in, where they are signed in. Forms only: it works without
//! scripts.

mod about;
mod factor;
mod passkeys;
mod password;
mod sessions;

use leptos::prelude::*;

use about::{About, Organizations};
use factor::SecondStep;
use passkeys::Passkeys;
use password::Password;
use sessions::Sessions;

use crate::{
    contract::Profile,
    server_fns::profile::get_profile,
    ui::{
        app::set_status,
        components::{ErrorNote, Head, Skeleton},
        fetched,
        i18n::{common, profile},
        use_address,
    },
};

/// See the module.
#[component]
pub fn ProfilePage() -> impl IntoView {
    let page = fetched(|| (), |()| get_profile());
    view! {
        <Head title=common::words().profile/>
        <Transition fallback=Skeleton>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <Parts page/> }.into_any(),
                    Err(error) => {
                        set_status(error.status());
                        view! { <ErrorNote error/> }.into_any()
                    }
                }
            })}
        </Transition>
    }
}

#[component]
fn Parts(page: Profile) -> impl IntoView {
    let Profile {
        name,
        login,
        has_password,
        telegram,
        organizations,
        factor,
        codes,
        passkeys,
        more_passkeys,
        sessions,
    } = page;
    let many = organizations.len() > 1;
    view! {
        <h1 class="title">{common::words().profile}</h1>
        <div class="profile">
            <About name login=login.clone() telegram/>
            {many.then(|| view! { <Organizations organizations/> })}
            {login.map(|login| view! {
                <Password login has_password/>
                {has_password.then(|| view! { <SecondStep factor codes/> })}
            })}
            <Passkeys passkeys more=more_passkeys password=has_password/>
            <Sessions sessions/>
        </div>
    }
}

/// A part of the page: what it is, what it is for, and on its right what there is to do. `code` names it in addresses, and
/// what the last form of it said stands first.
#[component]
fn Part(
    code: &'static str,
    title: &'static str,
    #[prop(optional, into)] note: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="profile-part" id=code>
            <header>
                <h2>{title}</h2>
                {note.map(|note| view! { <p class="hint">{note}</p> })}
            </header>
            <div>
                <Told part=code/>
                {children()}
            </div>
        </section>
    }
}

/// What the last form of a part said.
#[component]
fn Told(part: &'static str) -> impl IntoView {
    let address = use_address();
    move || {
        address.with(|address| {
            let here = address.get("parte") == Some(part);
            let number = address.get("en").and_then(|number| number.parse().ok()).unwrap_or_default();
            if let Some(done) = address.get("listo").filter(|done| here || *done == part) {
                return Some(
                    view! { <p class="profile-done" role="status">{profile::done(done, number)}</p> }.into_any(),
                );
            }
            let code = address.get("error").filter(|_| here)?;
            let sentence = profile::complaint(code, number);
            Some(view! { <div class="note error" role="alert"><p class="note-title">{sentence}</p></div> }.into_any())
        })
    }
}
