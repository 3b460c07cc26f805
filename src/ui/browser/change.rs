//! What leads from one text of markup to another: the words and attributes that differ, and where the elements do, those. Rankings and
//! charts are written as text on either side, and a page tells them anew with every answer; new elements cost ten times as much
//! as new words in old ones.
//!
//! Both texts are of our own writers: every element is closed, values stand in double quotes, and reserved characters in them are
//! entities ([`crate::contract::push_escaped`]).

/// Stands between the parts of [`changes`].
const NEXT: char = '\u{1f}';

/// Elements of HTML that have no end.
const VOID: [&str; 3] = ["input", "br", "hr"];

/// The changes from `old` to `new`, for `told.js`: parts with [`NEXT`] after each. A change begins with a letter and the number of a node
/// of `old`, in the order of the text, the element around it all being 0; then come
/// `t` its new words, `a` an attribute's name and value, `r` the name of an attribute that is gone, `c` the number of the first of its
/// children to go (0 for none) and the markup to add at its end. Beside them, how many nodes `old` has.
#[must_use]
pub fn changes(old: &str, new: &str) -> (String, u32) {
    let mut walk =
        Walk { old: Reader { text: old, at: 0 }, new: Reader { text: new, at: 0 }, nodes: 0, out: String::new() };
    walk.children(0);
    (walk.out, walk.nodes)
}

#[derive(Clone, Copy, PartialEq)]
enum Token<'a> {
    /// Name, attributes as they are written, and whether it ends at once.
    Open(&'a str, &'a str, bool),
    Text(&'a str),
    /// Also the end of everything.
    Close,
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Token<'a> {
        let rest = &self.text[self.at..];
        let Some(tag) = rest.strip_prefix('<') else {
            let end = rest.find('<').unwrap_or(rest.len());
            self.at += end;
            return if end == 0 { Token::Close } else { Token::Text(&rest[..end]) };
        };
        let end = tag.find('>').unwrap_or(tag.len());
        self.at += (end + 2).min(rest.len());
        let inside = &tag[..end];
        if inside.starts_with('/') {
            return Token::Close;
        }
        let (inside, closed) = inside.strip_suffix('/').map_or((inside, false), |inside| (inside, true));
        let (name, attributes) = inside.split_once(' ').unwrap_or((inside, ""));
        Token::Open(name, attributes, closed || VOID.contains(&name))
    }

    /// Goes to the end of the element that it is in; what was passed, and how many nodes that were.
    fn rest(&mut self) -> (&'a str, u32) {
        let (from, mut nodes, mut depth) = (self.at, 0, 0_u32);
        loop {
            let before = self.at;
            match self.next() {
                Token::Close if depth == 0 => return (&self.text[from..before], nodes),
                Token::Close => depth -= 1,
                Token::Open(.., closed) => {
                    nodes += 1;
                    depth += u32::from(!closed);
                }
                Token::Text(_) => nodes += 1,
            }
        }
    }
}

struct Walk<'a> {
    old: Reader<'a>,
    new: Reader<'a>,
    /// Nodes of `old` that were passed.
    nodes: u32,
    out: String,
}

impl<'a> Walk<'a> {
    /// Both readers are behind the start of the element `parent`.
    fn children(&mut self, parent: u32) {
        loop {
            let before = (self.old, self.new);
            match (self.old.next(), self.new.next()) {
                (Token::Close, Token::Close) => return,
                (Token::Text(old), Token::Text(new)) => {
                    self.nodes += 1;
                    if old != new {
                        self.begin('t', self.nodes);
                        self.plain(new);
                    }
                }
                (Token::Open(name, old, closed), Token::Open(same, new, ends)) if name == same && closed == ends => {
                    self.nodes += 1;
                    let node = self.nodes;
                    if old != new {
                        self.attributes(node, old, new);
                    }
                    if !closed {
                        self.children(node);
                    }
                }
                (old, _) => {
                    (self.old, self.new) = before;
                    let first = if old == Token::Close { 0 } else { self.nodes + 1 };
                    let (_, gone) = self.old.rest();
                    let (added, _) = self.new.rest();
                    self.nodes += gone;
                    self.begin('c', parent);
                    self.number(first);
                    self.end();
                    self.push(added);
                    self.end();
                    return;
                }
            }
        }
    }

    fn attributes(&mut self, node: u32, old: &'a str, new: &'a str) {
        for (name, _) in attributes(old).filter(|(name, _)| attributes(new).all(|(other, _)| other != *name)) {
            self.begin('r', node);
            self.push(name);
            self.end();
        }
        for (name, value) in attributes(new).filter(|it| attributes(old).all(|other| other != *it)) {
            self.begin('a', node);
            self.push(name);
            self.end();
            self.plain(value);
        }
    }

    fn begin(&mut self, what: char, node: u32) {
        self.out.push(what);
        self.number(node);
        self.end();
    }

    fn number(&mut self, number: u32) {
        self.out.push_str(&number.to_string());
    }

    /// Words as they are meant, without entities.
    fn plain(&mut self, mut text: &str) {
        while let Some(at) = text.find('&') {
            self.push(&text[..at]);
            let rest = &text[at..];
            let known = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'")];
            let found = known.into_iter().find(|(entity, _)| rest.starts_with(entity));
            let (entity, letter) = found.unwrap_or(("&", "&"));
            self.out.push_str(letter);
            text = &rest[entity.len()..];
        }
        self.push(text);
        self.end();
    }

    /// A name that somebody gave may hold what stands between parts, and must not begin another.
    fn push(&mut self, text: &str) {
        self.out.extend(text.split(NEXT));
    }

    fn end(&mut self) {
        self.out.push(NEXT);
    }
}

/// Names and values; without a value it is empty.
fn attributes(mut text: &str) -> impl Iterator<Item = (&str, &str)> {
    core::iter::from_fn(move || {
        text = text.trim_start_matches(' ');
        let name = &text[..text.find(['=', ' ']).unwrap_or(text.len())];
        text = &text[name.len()..];
        let value = text.strip_prefix("=\"").map_or("", |rest| &rest[..rest.find('"').unwrap_or(rest.len())]);
        if text.starts_with('=') {
            text = text.get(value.len() + 3..).unwrap_or_default();
        }
        (!name.is_empty()).then_some((name, value))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A document as told.js sees it: its nodes are numbered in the order of their text.
    #[derive(Clone, Debug, PartialEq)]
    enum Node {
        Element(String, Vec<(String, String)>, Vec<Self>),
        Text(String),
    }

    fn plain(text: &str) -> String {
        let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
        entities.into_iter().fold(text.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
    }

    fn read(reader: &mut Reader<'_>) -> Vec<Node> {
        let mut nodes = Vec::new();
        loop {
            match reader.next() {
                Token::Close => return nodes,
                Token::Text(text) => nodes.push(Node::Text(plain(text))),
                Token::Open(name, written, closed) => {
                    let mut attributes: Vec<_> =
                        attributes(written).map(|(name, value)| (name.to_owned(), plain(value))).collect();
                    attributes.sort();
                    let children = if closed { Vec::new() } else { read(reader) };
                    nodes.push(Node::Element(name.to_owned(), attributes, children));
                }
            }
        }
    }

    fn parsed(text: &str) -> Vec<Node> {
        read(&mut Reader { text, at: 0 })
    }

    /// The `number`th node, counted down.
    fn node<'n>(nodes: &'n mut [Node], number: &mut u32) -> Option<&'n mut Node> {
        for one in nodes {
            *number -= 1;
            if *number == 0 {
                return Some(one);
            }
            if let Node::Element(_, _, children) = one
                && let Some(found) = node(children, number)
            {
                return Some(found);
            }
        }
        None
    }

    fn size(nodes: &[Node]) -> u32 {
        nodes.iter().map(|node| 1 + if let Node::Element(_, _, children) = node { size(children) } else { 0 }).sum()
    }

    /// As told.js does it; structure last, from the end, so that numbers stay.
    fn apply(mut document: Vec<Node>, changes: &str) -> Vec<Node> {
        let mut parts = changes.split(NEXT);
        let mut structure = Vec::new();
        while let Some(begin) = parts.next().filter(|part| !part.is_empty()) {
            let number: u32 = begin[1..].parse().unwrap();
            if &begin[..1] == "c" {
                structure.push((number, parts.next().unwrap().parse::<u32>().unwrap(), parts.next().unwrap()));
                continue;
            }
            match (&begin[..1], node(&mut document, &mut number.clone()).unwrap()) {
                ("t", Node::Text(text)) => parts.next().unwrap().clone_into(text),
                ("a", Node::Element(_, attributes, _)) => {
                    let (name, value) = (parts.next().unwrap(), parts.next().unwrap());
                    attributes.retain(|(other, _)| other != name);
                    attributes.push((name.to_owned(), value.to_owned()));
                    attributes.sort();
                }
                ("r", Node::Element(_, attributes, _)) => {
                    let name = parts.next().unwrap();
                    attributes.retain(|(other, _)| other != name);
                }
                (what, found) => panic!("{what} of {found:?}"),
            }
        }
        for (parent, first, added) in structure.into_iter().rev() {
            let children = if parent == 0 {
                &mut document
            } else {
                match node(&mut document, &mut parent.clone()) {
                    Some(Node::Element(_, _, children)) => children,
                    found => panic!("{found:?}"),
                }
            };
            if first > 0 {
                let mut at = parent + 1;
                let mut kept = 0;
                while at < first {
                    at += size(&children[kept..=kept]);
                    kept += 1;
                }
                assert_eq!(at, first, "{changes}");
                children.truncate(kept);
            }
            children.extend(parsed(added));
        }
        document
    }

    /// Markup as our writers make it: no text beside text, none empty.
    fn markup() -> impl Strategy<Value = String> {
        let text = prop::sample::select(vec!["1", "90.5", "a &amp; b", "&lt;b&gt;", "ñ → ●", "&quot;"]);
        let value = prop::sample::select(vec!["", "x", "/?a=1&amp;b=2", "M1 0v8", "é"]);
        let name = prop::sample::select(vec!["li", "a", "svg", "path", "input"]);
        let attribute = (prop::sample::select(vec!["class", "href", "d"]), value);
        let attributes = prop::collection::btree_map(prop::sample::select(vec!["class", "href", "d"]), attribute, 0..3)
            .prop_map(|all| {
                all.into_iter().map(|(name, (_, value))| format!(" {name}=\"{value}\"")).collect::<String>()
            });
        let leaf =
            (name.clone(), attributes.clone(), prop::option::of(text)).prop_map(|(name, attributes, text)| {
                match (name, text) {
                    ("input", _) => format!("<input{attributes}>"),
                    ("path", _) => format!("<path{attributes}/>"),
                    (name, text) => format!("<{name}{attributes} data-noscroll>{}</{name}>", text.unwrap_or_default()),
                }
            });
        leaf.prop_recursive(4, 32, 5, move |inner| {
            (prop::sample::select(vec!["li", "a", "svg"]), attributes.clone(), prop::collection::vec(inner, 0..5))
                .prop_map(|(name, attributes, inside)| format!("<{name}{attributes}>{}</{name}>", inside.concat()))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn what_is_changed_is_what_would_be_written(
            old in prop::collection::vec(markup(), 0..4),
            new in prop::collection::vec(markup(), 0..4),
        ) {
            let (old, new) = (old.concat(), new.concat());
            let (changes, _) = changes(&old, &new);
            prop_assert_eq!(apply(parsed(&old), &changes), parsed(&new), "{}", changes);
            prop_assert_eq!(old == new, changes.is_empty());
        }
    }

    #[test]
    fn a_name_begins_no_change() {
        let name = "<b>Norte\u{1f}c0\u{1f}0\u{1f}&lt;img&gt;</b>";
        assert_eq!(changes("<b>Sur</b>", name).0, "t2\u{1f}Nortec00<img>\u{1f}");
        assert_eq!(changes("", name).0, "c0\u{1f}0\u{1f}<b>Nortec00&lt;img&gt;</b>\u{1f}");
    }

    #[test]
    fn only_what_differs_is_told() {
        let old = "<li><a href=\"/?a&amp;b\">Norte</a><b class=\"num\">87.5</b></li>";
        let new = "<li><a href=\"/?c&amp;d\">Norte</a><b class=\"num\">90</b></li>";
        assert_eq!(changes(old, new).0, "a2\u{1f}href\u{1f}/?c&d\u{1f}t5\u{1f}90\u{1f}");
        assert_eq!(changes(old, &[old, old].concat()).0, ["c0\u{1f}0\u{1f}", old, "\u{1f}"].concat());
    }
}
