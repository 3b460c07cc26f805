//! Parameters as the document tells of them. The operations read them by [`super::super::asked::Asked`]; a test holds the
//! two together.

use utoipa::{IntoParams, ToSchema};

use crate::domain::{
    Band, Territory,
    views::{CoverageShow, ExplainSort, Figure, Granularity, HistoryShow, RankingSort},
};

/// A value of a filter.
#[derive(ToSchema)]
#[schema(max_length = 100)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct Text(String);

/// A quarter, or all of them.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub enum QuarterWord {
    Q1,
    Q2,
    Q3,
    Q4,
    #[schema(rename = "ALL")]
    All,
}

#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its schema is used")]
pub enum LangWord {
    Es,
    En,
}

/// Declares the filter's parameters; the branch's or group's own operation is without its own.
macro_rules! filtered {
    ($name:ident { $($(#[$meta:meta])* $field:ident: $type:ty,)* }) => {
        /// The filter of the pages' addresses: one way of naming the period at a time; lists repeat.
        #[derive(IntoParams)]
        #[into_params(parameter_in = Query, style = Form)]
        #[expect(dead_code, reason = "only its schema is used")]
        pub struct $name {
            /// Calendar year of the period.
            #[param(example = 2025)]
            year: Option<i16>,
            /// Quarter of `year`.
            #[param(inline)]
            quarter: Option<QuarterWord>,
            /// `2025-08`, or 1 to 12 beside `year`.
            #[param(pattern = "^([0-9]{4}-)?(0?[1-9]|1[0-2])$")]
            month: Option<String>,
            /// First day; open when left out.
            #[param(format = Date)]
            from: Option<String>,
            /// Last day; open when left out.
            #[param(format = Date)]
            to: Option<String>,
            /// Code of a named period.
            #[param(max_length = 100)]
            period: Option<String>,
            /// Kind of visit; `all` mixes kinds. Without it the organization's usual kind.
            #[param(max_length = 100)]
            kind: Option<String>,
            /// State: INEGI code or name.
            #[param(explode, inline, max_items = 500)]
            estado: Option<Vec<Text>>,
            /// Territory.
            #[param(explode, inline)]
            territory: Option<Vec<Territory>>,
            /// Area: slug or name. The measure is then the score of these areas.
            #[param(explode, inline, max_items = 500)]
            area: Option<Vec<Text>>,
            /// Band of the score.
            #[param(explode, inline)]
            band: Option<Vec<Band>>,
            /// Branches whose code, name, municipality or group hold this text.
            #[param(max_length = 100)]
            q: Option<String>,
            $($(#[$meta])* $field: $type,)*
        }
    };
}

filtered!(Filtered {
    /// Group: slug or name.
    #[param(explode, inline, max_items = 500)]
    grupo: Option<Vec<Text>>,
    /// Branch: code or name.
    #[param(explode, inline, max_items = 500)]
    sucursal: Option<Vec<Text>>,
});
filtered!(FilteredInBranch {
    /// Group: slug or name.
    #[param(explode, inline, max_items = 500)]
    grupo: Option<Vec<Text>>,
});
filtered!(FilteredInGroup {
    /// Branch: code or name.
    #[param(explode, inline, max_items = 500)]
    sucursal: Option<Vec<Text>>,
});

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct Worded {
    /// Language of messages, before `Accept-Language`.
    #[param(inline)]
    lang: Option<LangWord>,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct Listed {
    /// Things on a page.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<u32>,
    /// The `next_cursor` of the page before, beside the same filter.
    #[param(max_length = 100)]
    cursor: Option<String>,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct Ranked {
    /// Order of the rows; positions follow the average whatever it is.
    #[param(inline)]
    sort: Option<RankingSort>,
    /// Rows whose names hold this text.
    #[param(max_length = 100)]
    search: Option<String>,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct Searched {
    /// Reports whose name or owner holds this text.
    #[param(max_length = 100)]
    search: Option<String>,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct Columned {
    /// Width of a column.
    #[param(inline)]
    by: Option<Granularity>,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct HistoryRows {
    /// Which rows.
    #[param(inline)]
    show: Option<HistoryShow>,
    /// Slug of a group: its branches are the rows.
    #[param(max_length = 100)]
    inside: Option<String>,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct Explained {
    /// The figure that is asked why.
    #[param(inline)]
    figure: Option<Figure>,
    /// Order of the supervisions.
    #[param(inline)]
    sort: Option<ExplainSort>,
    /// Which branches behind the coverage.
    #[param(inline)]
    show: Option<CoverageShow>,
}

#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its schema is used")]
pub enum FormatWord {
    Json,
    Csv,
    Xlsx,
    Pdf,
    Png,
}

/// Of what is a list alone.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its schema is used")]
pub enum ListFormatWord {
    Json,
    Csv,
    Xlsx,
    Pdf,
}

#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its schema is used")]
pub enum MapFormatWord {
    Json,
    Csv,
    Xlsx,
    Pdf,
    Png,
    GeoJson,
}

#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its schema is used")]
pub enum JsonWord {
    Json,
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub enum MarkWord {
    #[schema(rename = "0")]
    Without,
    #[schema(rename = "1")]
    With,
}

#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its schema is used")]
pub enum PaperWord {
    A4,
    Letter,
}

#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its schema is used")]
pub enum ChartWord {
    Kpis,
    Trend,
    Bands,
    Groups,
    Branches,
    Areas,
    States,
    Map,
    History,
}

#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its schema is used")]
pub enum DetailWord {
    Areas,
}

/// Declares what a file is asked for by.
macro_rules! filed {
    ($name:ident, $format:ty $(, $(#[$meta:meta])* $field:ident: $type:ty)?) => {
        #[derive(IntoParams)]
        #[into_params(parameter_in = Query)]
        #[expect(dead_code, reason = "only its schema is used")]
        pub struct $name {
            /// A file instead of an answer, before `Accept`: the whole list, unless `limit` names a page.
            #[param(inline)]
            format: Option<$format>,
            /// Of CSV: a byte order mark in front.
            #[param(inline)]
            bom: Option<MarkWord>,
            /// Of several tables the one of this name.
            #[param(max_length = 100)]
            table: Option<String>,
            /// Of PDF: the size of its pages.
            #[param(inline)]
            paper: Option<PaperWord>,
            $($(#[$meta])* $field: $type,)?
        }
    };
}

filed!(
    Filed,
    FormatWord,
    /// Of PNG: which part of the view is drawn; without it the view's usual one.
    #[param(inline)]
    chart: Option<ChartWord>
);
filed!(
    FiledMap,
    MapFormatWord,
    /// Of PNG: which part of the view is drawn; without it the view's usual one.
    #[param(inline)]
    chart: Option<ChartWord>
);
filed!(FiledList, ListFormatWord);

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct FiledWhole {
    /// A file instead of an answer.
    #[param(inline)]
    format: Option<JsonWord>,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct Detailed {
    /// Of a table: a row for each area score.
    #[param(inline)]
    detail: Option<DetailWord>,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct Atomic {
    /// Of many all or none.
    atomic: Option<bool>,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct Once {
    /// The same key brings the same answer for a day, and nothing is done again.
    #[param(rename = "Idempotency-Key", min_length = 1, max_length = 255, pattern = "^[!-~]([ -~]*[!-~])?$")]
    key: Option<String>,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct Conditional {
    /// The `ETag` of the plain `GET`: only if nothing has changed since.
    #[param(rename = "If-Match", min_length = 1)]
    tag: Option<String>,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct ImportOf {
    /// How the file is read: the name of a profile. Without it Falcon tells by the columns.
    #[param(max_length = 100)]
    profile: Option<String>,
    /// Of the file.
    #[param(max_length = 100)]
    name: Option<String>,
}

/// A form with a file.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct ImportForm {
    /// Before the file.
    profile: Option<String>,
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct Paged {
    /// Of the rejected rows, from 1.
    #[param(minimum = 1)]
    page: Option<u32>,
}
