//! Files that the page fetches, so that it can tell how far they are.

use std::{rc::Rc, time::Duration};

use js_sys::{Array, JSON, Promise, Reflect, Uint8Array};
use leptos::{
    ev::MouseEvent,
    prelude::{document, lazy, set_timeout, window},
    task::spawn_local,
    wasm_bindgen::{JsCast, JsValue},
};
use send_wrapper::SendWrapper;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Blob, BlobPropertyBag, Element, HtmlAnchorElement, ReadableStreamDefaultReader, RequestInit,
    Response, Url,
};

use super::super::took::Took;

/// Until then the browser has begun to keep what it was handed.
const HANDED: Duration = Duration::from_secs(60);

/// Bytes that stay in the page's memory: more of them become a blob, which the browser may keep on the disk.
const LOOSE: u32 = 4 << 20;

/// A file under way.
pub struct Taking(SendWrapper<AbortController>);

impl Taking {
    /// Does without it: the server stops making it.
    pub fn stop(&self) {
        self.0.abort();
    }
}

/// Fetches the file of the link that was clicked and hands it to the browser; its name is what the link has in bold. Nothing, when it
/// is no link of a file, or is opened in another way (with a key held down): then the browser goes on.
#[must_use]
pub fn take(event: &MouseEvent, told: impl Fn(Took) + 'static) -> Option<(String, Taking)> {
    if event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key() {
        return None;
    }
    let target: Element = event.target()?.dyn_into().ok()?;
    let link: HtmlAnchorElement = target.closest("a[download]").ok()??.dyn_into().ok()?;
    let name = link.query_selector("b").ok()??.text_content()?;
    let taking = AbortController::new().ok()?;
    let signal = taking.signal();
    let asked = RequestInit::new();
    asked.set_signal(Some(&signal));
    let answer = window().fetch_with_str_and_init(&link.href(), &asked);
    event.prevent_default();
    spawn_local(async move {
        let told = Rc::new(told);
        let end = match kept(answer, told.clone()).await {
            Ok(end) => end,
            Err(_) if signal.aborted() => Took::Stopped,
            Err(_) => Took::Failed(None),
        };
        told(end);
    });
    Some((name, Taking(SendWrapper::new(taking))))
}

/// It comes when the first file is asked for.
#[lazy]
async fn kept(answer: Promise, told: Rc<dyn Fn(Took)>) -> Result<Took, JsValue> {
    let answer: Response = JsFuture::from(answer).await?.dyn_into()?;
    if !answer.ok() {
        let error = JsFuture::from(answer.text()?).await?.as_string().unwrap_or_default();
        let message = JSON::parse(&error).and_then(|error| Reflect::get(&error, &"message".into()));
        return Ok(Took::Failed(message.ok().and_then(|message| message.as_string())));
    }
    let reader: ReadableStreamDefaultReader = answer.body().ok_or(JsValue::NULL)?.get_reader().unchecked_into();
    let (wholes, mut pieces, mut bytes, mut loose) = (Array::new(), Array::new(), 0.0, 0);
    told(Took::Bytes(bytes));
    loop {
        let step = JsFuture::from(reader.read()).await?;
        if Reflect::get(&step, &"done".into())?.is_truthy() {
            break;
        }
        let piece: Uint8Array = Reflect::get(&step, &"value".into())?.dyn_into()?;
        bytes += f64::from(piece.length());
        loose += piece.length();
        pieces.push(&piece);
        if loose >= LOOSE {
            wholes.push(blob(&pieces)?.as_ref());
            (pieces, loose) = (Array::new(), 0);
        }
        told(Took::Bytes(bytes));
    }
    let header = |name: &str| answer.headers().get(name).ok().flatten().unwrap_or_default();
    let kind = BlobPropertyBag::new();
    kind.set_type(&header("content-type"));
    wholes.push(blob(&pieces)?.as_ref());
    let whole = Blob::new_with_blob_sequence_and_options(&wholes, &kind)?;
    let address = Url::create_object_url_with_blob(&whole)?;
    let link: HtmlAnchorElement = document().create_element("a")?.dyn_into()?;
    link.set_href(&address);
    link.set_download(name(&header("content-disposition")));
    link.click();
    set_timeout(move || drop(Url::revoke_object_url(&address)), HANDED);
    Ok(Took::Kept)
}

fn blob(pieces: &Array) -> Result<Blob, JsValue> {
    Blob::new_with_u8_array_sequence(pieces)
}

/// The name in `attachment; filename="…"`.
fn name(disposition: &str) -> &str {
    let (_, name) = disposition.split_once("filename=\"").unwrap_or_default();
    name.split('"').next().unwrap_or_default()
}
