//! The API as a person reads of it: the OpenAPI document, taken apart for a page.

/// `/api/docs`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Of the API.
    pub version: String,
    pub sections: Vec<ReferenceSection>,
    pub errors: Vec<ReferenceError>,
}

/// Operations of one sort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceSection {
    /// Also the fragment that leads there.
    pub name: String,
    pub about: String,
    pub operations: Vec<ReferenceOperation>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceOperation {
    /// Also the fragment that leads there.
    pub id: String,
    /// `GET`.
    pub method: String,
    pub path: String,
    pub summary: String,
    pub about: String,
    /// Parameters that this operation has beside the filter's.
    pub parameters: Vec<ReferenceParameter>,
    /// The filter's parameters, where it takes a filter.
    pub filter: Vec<ReferenceParameter>,
    /// Example of a body and of the answer, JSON.
    pub body: Option<String>,
    pub answer: Option<String>,
    /// Statuses that it answers with.
    pub statuses: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceParameter {
    pub name: String,
    /// `path`, `query` or `header`.
    pub place: String,
    pub required: bool,
    /// `integer, 1 to 1000`, `all | improving`.
    pub form: String,
    pub about: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceError {
    pub status: String,
    pub code: String,
    pub message: String,
}
