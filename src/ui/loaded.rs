//! How a page shows its data: complete in the first HTML, kept on screen while the next answer is on its way,
//! errors said in place.

use leptos::prelude::*;

use super::{
    Live,
    app::set_status,
    components::{ErrorNote, NoData, Skeleton},
    if_late, use_frame,
};
use crate::contract::{AppError, Frame, Wire};

/// What a server function answered, or will.
pub type Fetched<T> = Resource<Result<T, AppError>, Wire>;

/// Asks a server function, again whenever its source changes. What the server already asked comes with the page.
pub fn fetched<S, T, F>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> F + Send + Sync + 'static,
) -> Fetched<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: serde::Serialize + serde::de::DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
{
    Resource::new_with_options(source, fetch, false)
}

/// As [`fetched`], also whenever there are newer data. For figures: a form that somebody fills in stays as it is.
pub fn followed<S, T, F>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> F + Send + Sync + 'static,
) -> Fetched<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: serde::Serialize + serde::de::DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
{
    let live = expect_context::<Live>();
    fetched(move || (source(), live.news.get()), move |(source, _)| fetch(source))
}

/// Draws `render(data, frame)` once both are there; before, a skeleton (only in the browser); an error in their place.
///
/// A resource made with [`super::use_query`] as its source is asked again when the address changes; until the answer
/// comes, what is shown stays. An organization without data gets the way in instead.
pub fn loaded<T, V>(data: Fetched<T>, render: impl Fn(T, Frame) -> V + Clone + Send + Sync + 'static) -> impl IntoView
where
    T: Clone + Send + Sync + serde::Serialize + serde::de::DeserializeOwned + 'static,
    V: IntoView + 'static,
{
    let frame = use_frame();
    let (pending, set_pending) = signal(false);
    let late = if_late(pending);
    let on = move || late.get().then_some("");
    view! {
        <div class="progress" data-on=on aria-hidden="true"></div>
        <Transition fallback=Skeleton set_pending>
            {move || {
                let render = render.clone();
                Suspend::new(async move {
                    match (data.await, frame.await) {
                        (_, Ok(frame)) if frame.empty => view! { <NoData absent=frame.absent.then_some(frame.organization_name)/> }.into_any(),
                        (Ok(data), Ok(frame)) => render(data, frame).into_any(),
                        // The filter bar above says what is wrong with the filter.
                        (Err(error @ AppError::Input { .. }), Ok(frame)) if frame.filter.is_err() => {
                            set_status(error.status());
                            ().into_any()
                        }
                        (Err(error), _) | (_, Err(error)) => {
                            set_status(error.status());
                            let retry = Callback::new(move |()| {
                                data.refetch();
                                frame.refetch();
                            });
                            view! { <ErrorNote error retry/> }.into_any()
                        }
                    }
                })
            }}
        </Transition>
    }
}
