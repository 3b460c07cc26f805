//! Any text is a compact filter or is refused; what is taken is its own form.

#![no_main]

use falcon::domain::Filter;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(filter) = Filter::parse_compact(text) {
        assert_eq!(filter.to_compact().as_deref(), Some(text));
        assert_eq!(Filter::parse_query(&filter.to_query()), Ok(filter));
    }
});
