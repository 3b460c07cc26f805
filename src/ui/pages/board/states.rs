//! States by average, beside the map.

use crate::{
    domain::{Mean, views::StateScore},
    ui::{Address, components::RankItem},
};

/// As many stand beside the map; the rest is in the full list.
const ROWS: usize = 10;

/// A tap filters by the state, or frees it again; the arrow opens the map there.
pub fn rows(states: &[StateScore], address: &Address) -> Vec<RankItem> {
    let item = |state: &StateScore| {
        let current = address.filter.states.contains(&state.code);
        let code = || vec![state.code.clone()];
        RankItem {
            position: state.position,
            name: state.name.clone(),
            detail: None,
            mean: Mean { sum_hundredths: state.sum_hundredths, n: state.n },
            visited: true,
            filter: address.with(|filter| filter.states = if current { Vec::new() } else { code() }),
            current,
            open: Some(address.to_with("/mapa", |filter| filter.states = code())),
        }
    };
    states.iter().take(ROWS).map(item).collect()
}
