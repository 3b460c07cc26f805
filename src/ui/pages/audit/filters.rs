//! Which entries are shown: a plain form of the address.

use leptos::prelude::*;

use super::PATH;
use crate::{
    contract::AuditFilter,
    domain::{Day, access::audit::Act},
    ui::{
        components::{Glyph, Icon},
        i18n::{audit, lang},
        use_address,
    },
};

/// `person`: the name of the person that the filter names; `csv`: where the same entries are as a file.
#[component]
pub fn Filters(filter: AuditFilter, person: Option<String>, csv: String) -> impl IntoView {
    let words = audit::words();
    let day = |day: Option<Day>| day.map(String::from).unwrap_or_default();
    let (from, until) = (day(filter.from), day(filter.until));
    let reversed = filter.reversed();
    let (wrong, why) = (reversed.then_some("true"), reversed.then_some("audit-reversed"));
    let clear = (!filter.is_empty()).then(|| view! { <a class="audit-clear" href=PATH>{words.clear}</a> });
    let acts = Act::ALL
        .iter()
        .map(|act| {
            view! { <option value=act.code() selected=filter.act == Some(*act)>{audit::act(lang(), *act)}</option> }
        })
        .collect_view();
    let only = filter.person.map(|number| {
        let all = use_address().get_untracked().set("persona", "").set("antes", "").set("despues", "").href();
        let name = person.unwrap_or_else(|| ["#", &number.to_string()].concat());
        view! {
            <p class="audit-person">
                <input type="hidden" name="persona" value=number.to_string()/>
                {words.by} " " <strong>{name}</strong> " " <a href=all>{words.everybody}</a>
            </p>
        }
    });
    view! {
        <form class="audit-filters" method="get" action=PATH>
            <label>{words.from}<input type="date" name="desde" value=from aria-invalid=wrong aria-describedby=why/></label>
            <label>{words.until}<input type="date" name="hasta" value=until aria-invalid=wrong aria-describedby=why/></label>
            <label>
                {words.act}
                <select name="accion">
                    <option value="">{words.any_act}</option>
                    {acts}
                </select>
            </label>
            <label class="audit-text">
                {words.text}
                <input type="search" name="texto" maxlength="100" placeholder=words.text_hint value=filter.text.unwrap_or_default()/>
            </label>
            {reversed.then(|| view! { <p class="fault audit-fault" id="audit-reversed" role="alert">{words.reversed}</p> })}
            <div class="audit-send">
                <button class="button primary" type="submit">{words.show}</button>
                {clear}
                <a class="button audit-csv" href=csv rel="external" download=""><Icon glyph=Glyph::Import/>{words.csv}</a>
            </div>
            {only}
        </form>
    }
}
