//! How answers cross the wire: postcard, a compact binary form.
//!
//! Fields go by position, so reading needs no names: a third of what reading JSON would weigh in the page's WASM. Both
//! ends are always of one build (the page names its files by fingerprint), so no older form has to be understood.

/// The encoding of server functions' answers, of their errors, and of what a page carries for its own start.
pub struct Wire;
