//! Any text is a filter or is refused; what is taken has one canonical form.

#![no_main]

use falcon::domain::Filter;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(filter) = Filter::parse_query(text) {
        assert_eq!(Filter::parse_query(&filter.to_query()).as_ref(), Ok(&filter));
        if let Some(compact) = filter.to_compact() {
            assert!(compact.len() <= Filter::MAX_COMPACT);
            assert_eq!(Filter::parse_compact(&compact), Ok(filter));
        }
    }
});
