//! The entries, day by day, each a sentence with its details behind it.

use leptos::prelude::*;

use crate::{
    contract::{AuditAgent, AuditChange, AuditEntry},
    domain::access::audit::{Act, Outcome},
    ui::{
        Address,
        i18n::{audit, format, lang, profile},
    },
};

/// `address`: this page's, for links to what one person did.
#[component]
pub fn Entries(entries: Vec<AuditEntry>, address: Address) -> impl IntoView {
    let mut days: Vec<(String, Vec<AuditEntry>)> = Vec::new();
    for entry in entries {
        let day = entry.local.get(..10).unwrap_or_default().to_owned();
        match days.last_mut() {
            Some((last, entries)) if *last == day => entries.push(entry),
            _ => days.push((day, vec![entry])),
        }
    }
    view! {
        <For each=move || days.clone() key=|(day, _)| day.clone() let((day, entries))>
            <Day day entries address=address.clone()/>
        </For>
    }
}

/// Keyed by number: on another page nothing stays open that was opened here.
#[component]
fn Day(day: String, entries: Vec<AuditEntry>, address: Address) -> impl IntoView {
    view! {
        <section class="audit-day">
            <h2>{format::day_text(lang(), &day)}</h2>
            <ol>
                <For each=move || entries.clone() key=|entry| entry.number let(entry)>
                    <Line entry address=address.clone()/>
                </For>
            </ol>
        </section>
    }
}

#[component]
fn Line(entry: AuditEntry, address: Address) -> impl IntoView {
    let (words, lang) = (audit::words(), lang());
    let time = entry.local.get(11..).unwrap_or_default().to_owned();
    let who = audit::who(lang, entry.agent, &entry.name);
    let only = match entry.agent {
        AuditAgent::Person(number) => Some(address.own("persona", &number.to_string())),
        _ => None,
    };
    let (target, number) = audit::apart(entry.act, &entry.target);
    let (target, number) = (target.to_owned(), number.map(str::to_owned));
    let did = audit::did(lang, entry.act, !target.is_empty());
    let outcome = match entry.outcome {
        Outcome::Ok => None,
        // The sentence says it.
        _ if matches!(entry.act, Act::SignInRefused | Act::SecondFactorRefused | Act::Refused) => None,
        Outcome::Refused => Some(words.refused),
        Outcome::Failed => Some(words.failed),
    };
    view! {
        <li class="audit-entry">
            <time class="num" datetime=entry.local.clone()>{time}</time>
            <details>
                <summary>
                    <span class="audit-sentence">
                        <strong>{who}</strong> " " {did} {(!target.is_empty()).then(|| view! { " " <b>{target}</b> })}
                        {outcome.map(|outcome| view! { " " <span class="tag">{outcome}</span> })}
                    </span>
                    <span class="audit-more" aria-hidden="true">{words.details}</span>
                </summary>
                <Details entry number only/>
            </details>
        </li>
    }
}

/// `number`: of who or what it was done to. `only`: where nothing but what the same person did is shown.
#[component]
fn Details(entry: AuditEntry, number: Option<String>, only: Option<String>) -> impl IntoView {
    let words = audit::words();
    let device = match (&entry.browser, &entry.system) {
        // A program, or nobody's browser: as it calls itself.
        (None, None) => entry.device,
        (browser, system) => profile::device(browser.as_deref(), system.as_deref()),
    };
    let number_of = match entry.act {
        Act::KeyMade | Act::KeyRevoked => words.key_number,
        Act::ReportMade | Act::ReportChanged | Act::ReportRemoved => words.report_number,
        _ => words.person_number,
    };
    let facts = [
        (number_of, number.unwrap_or_default()),
        (words.address, entry.address),
        (words.device, device),
        (words.correlation, entry.correlation),
        (words.number, entry.number.to_string()),
    ];
    let facts = facts
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
        .collect_view();
    let changes = (!entry.changes.is_empty()).then(|| {
        view! {
            <table class="audit-changes">
                <thead>
                    <tr><th scope="col">{words.field}</th><th scope="col">{words.before}</th><th scope="col">{words.after}</th></tr>
                </thead>
                <tbody>{entry.changes.into_iter().map(change).collect_view()}</tbody>
            </table>
        }
    });
    view! {
        {changes}
        <dl class="audit-facts">{facts}</dl>
        {only.map(|href| view! { <p class="audit-person"><a href=href>{words.only}</a></p> })}
    }
}

fn change(change: AuditChange) -> impl IntoView {
    let lang = lang();
    let value = |value: Option<String>| {
        value.map_or_else(|| format::NONE.to_owned(), |value| audit::value(lang, &change.field, &value))
    };
    let (before, after) = (value(change.before.clone()), value(change.after.clone()));
    view! {
        <tr>
            <th scope="row">{audit::field(lang, &change.field)}</th>
            <td>{before}</td>
            <td><span aria-hidden="true">"→ "</span>{after}</td>
        </tr>
    }
}
