//! The areas, with those that the organization watches most; and the kinds of supervisions.

use leptos::prelude::*;

use super::field::{Became, Done};
use crate::{
    contract::{AreaRow, AreasForm, FormState, KindRow, SettingsPart},
    ui::{
        components::{Csrf, DataTable, Empty, Section},
        i18n::{common, format, settings::words},
    },
};

/// Each area with a box to tick.
#[component]
pub fn Areas(form: AreasForm) -> impl IntoView {
    let words = words();
    let part = SettingsPart::Areas;
    let AreasForm { version, areas, state } = form;
    let conflict = state == FormState::Conflict;
    let count = u32::try_from(areas.len()).unwrap_or(u32::MAX);
    let row = move |area: AreaRow| {
        let stored = if area.stored { words.is_key } else { words.is_no_key };
        let differs = conflict && area.stored != area.critical;
        view! {
            <label class="keys-choice">
                <input type="checkbox" name="area" value=area.slug checked=area.critical/>
                <span>
                    {area.name}
                    {differs.then(|| view! { <small class="stored">{words.now_stored} " " <b>{stored}</b></small> })}
                </span>
            </label>
        }
    };
    let body = if areas.is_empty() {
        view! { <Empty title=words.no_areas text=words.no_areas_text/> }.into_any()
    } else {
        view! {
            <form class="keys-make settings-form" method="post" action=[super::PAGE, "#", part.code()].concat()>
                <Csrf/>
                <input type="hidden" name="parte" value=part.code()/>
                <input type="hidden" name="version" value=version/>
                <fieldset>
                    <legend class="vh">{words.areas}</legend>
                    <div class="settings-areas">{areas.into_iter().map(row).collect_view()}</div>
                </fieldset>
                <button class="button primary" type="submit">{words.save}</button>
            </form>
        }
        .into_any()
    };
    view! {
        <Section title=words.areas id=part.code() note=words.areas_lead n=count>
            <Done part/>
            <Became state page=super::PAGE.to_owned()/>
            {body}
        </Section>
    }
}

/// A table: what there is.
#[component]
pub fn Kinds(kinds: Vec<KindRow>) -> impl IntoView {
    let words = words();
    let row = |kind: KindRow| {
        view! {
            <tr>
                <th scope="row">
                    {common::kind(&kind.code)}
                    {kind.first.then(|| view! { " " <span class="tag">{words.first}</span> })}
                </th>
                <td class="num">{format::integer(kind.visits)}</td>
            </tr>
        }
    };
    (!kinds.is_empty()).then(|| {
        view! {
            <Section title=words.kinds id="tipos" note=words.kinds_lead>
                <DataTable caption=words.kinds>
                    <thead><tr><th scope="col">{words.kind}</th><th scope="col" class="num">{words.visits}</th></tr></thead>
                    <tbody>{kinds.into_iter().map(row).collect_view()}</tbody>
                </DataTable>
            </Section>
        }
    })
}
