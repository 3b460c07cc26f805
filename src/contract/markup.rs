//! Text inside markup.

/// Appends markup of ours as it is, and after it text of anybody's ([`push_escaped`]).
pub fn push_markup(out: &mut String, ours: &str, text: &str) {
    out.push_str(ours);
    push_escaped(out, text);
}

/// Appends text with the characters that XML and HTML reserve written as entities.
pub fn push_escaped(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['<', '>', '&', '"', '\'']) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        out.push_str(match special.as_bytes()[0] {
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'&' => "&amp;",
            b'"' => "&quot;",
            _ => "&#39;",
        });
        rest = &special[1..];
    }
    out.push_str(rest);
}
