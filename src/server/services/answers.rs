//! Answers given lately, by data version, scope and query: a page asked again by many costs one pass.

use std::{any::Any, sync::Arc};

use moka::sync::Cache;

/// Longer queries are answered, but not kept.
const LONGEST: usize = 300;
/// Answers kept; a dashboard with two hundred areas weighs some 100 KB.
const MOST: u64 = 100;

type Answer = Arc<dyn Any + Send + Sync>;

pub(super) struct Answers(Cache<String, Answer>);

impl Default for Answers {
    fn default() -> Self {
        Self(Cache::new(MOST))
    }
}

impl Answers {
    /// The answer kept under the key, or a new one, which is kept. `page` tells answers of different types apart, `data`
    /// those of different data (see [`super::Desk`]).
    pub fn get<T, E>(
        &self,
        page: &'static str,
        data: &str,
        query: &str,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E>
    where
        T: Clone + Send + Sync + 'static,
    {
        if query.len() > LONGEST {
            return make();
        }
        let key = format!("{page}\0{data}\0{query}");
        if let Some(kept) = self.0.get(&key).and_then(|answer| answer.downcast::<T>().ok()) {
            return Ok(T::clone(&kept));
        }
        let answer = make()?;
        self.0.insert(key, Arc::new(answer.clone()));
        Ok(answer)
    }
}
