//! Drawings of the pages, for paper: without links.

use super::{Shop, common, words};
use crate::{
    chart::{
        self, BandPart, BandWords, MapDot, MapPicture, MapState, Member, TrendWords, layer_credit, map_reach, project,
        states_reach,
    },
    contract::format,
    domain::{
        Band, BaseLayer, Mean, month,
        views::{Dashboard, MapBranch, MapView, StateScore},
    },
    server::print::{Bands, Content, Drawing, Map, Section},
};

/// As the page gathers them: more branches than this, in so many cells across.
const MANY: usize = 300;
const ACROSS: f64 = 26.0;

impl Shop<'_> {
    pub(super) fn bands_of(&self, found: &Dashboard) -> Section {
        let parts = BandPart::all(&found.kpis.bands);
        let nothing = BandWords { summary: String::new(), titles: Band::ALL.map(|_| String::new()) };
        let total: u32 = parts.iter().map(|part| part.count).sum();
        let told = parts.each_ref().map(|part| {
            let word = common::band(self.lang, part.band).to_owned();
            (part.band, word, format::integer(part.count), format::share(part.count, total))
        });
        let content = match chart::band_bar(&parts, "bands", |_| String::new(), &nothing) {
            Some(svg) => Content::Bands(Box::new(Bands { svg, parts: told })),
            None => Content::Words(vec![self.say(words::NONE_HERE).to_owned()]),
        };
        let title = self.say(words::BANDS).to_owned();
        Section { title, note: self.counted(found.kpis.n), content, fresh: false }
    }

    pub(super) fn trend(&self, found: &Dashboard) -> Section {
        let months = month::SHORT.map(|said| self.say(said));
        let worded = TrendWords { months, target: self.say(words::TARGET), n: "n", summary: "" };
        let drawn = chart::trend(&found.trend, self.target(), |_| String::new(), &worded);
        let mut note = self.counted(found.kpis.n);
        let content = match drawn {
            None => Content::Words(vec![self.say(words::NO_TREND).to_owned()]),
            Some(drawn) => {
                if drawn.from != 0 {
                    note = [&note, " · ", self.say(words::AXIS_FROM), " ", &format::short(drawn.from)].concat();
                }
                Content::Trend(Drawing { svg: drawn.wide, size: (760, 260) })
            }
        };
        Section { title: self.say(words::TREND).to_owned(), note, content, fresh: false }
    }

    /// The states alone, as a dashboard has them.
    pub(super) fn states_map(&self, found: &[StateScore]) -> Section {
        let states = self.map_states(found);
        let chosen = states.iter().any(|state| state.current);
        let shown = states.iter().filter(|state| state.current || !chosen).map(|state| state.code.as_str());
        let view = states_reach(self.layer(), shown);
        let n = found.iter().map(|state| state.n).sum();
        self.mapped(words::STATES_MAP, self.counted(n), self.picture(view, states, Vec::new()), false)
    }

    /// States and branches.
    pub(super) fn map(&self, found: &MapView) -> Section {
        let n = found.branches.iter().map(|branch| branch.n).sum();
        let mut note = self.counted(n);
        if found.without_location > 0 {
            let count = format::integer(found.without_location);
            note = [&note, " · ", &count, " ", self.say(words::WITHOUT_LOCATION)].concat();
        }
        if found.branches.is_empty() && found.states.is_empty() {
            return Section { note, ..self.told(words::MAP, words::NO_PLACES) };
        }
        let view = map_reach(found, self.layer(), &self.filter.states);
        let dots = self.dots(found, view);
        let pending = found.branches.iter().any(|branch| branch.band.is_none());
        self.mapped(words::MAP, note, self.picture(view, self.map_states(&found.states), dots), pending)
    }

    fn mapped(&self, title: super::Said, note: String, picture: MapPicture, pending: bool) -> Section {
        let credit = [self.say(words::CREDIT), ": ", layer_credit(picture.layer)].concat();
        let states = &self.desk.cube().catalog().states;
        let name = |code: &str| {
            states.iter().find(|state| state.code == code).map_or_else(|| code.to_owned(), |state| state.name.clone())
        };
        let crowded: Vec<String> =
            chart::unlabelled(&picture).map(|state| [&name(&state.code), " ", &state.label].concat()).collect();
        let more = (!crowded.is_empty()).then(|| [self.say(words::NO_ROOM), ": ", &crowded.join(" · ")].concat());
        let map = Map {
            picture,
            more,
            bands: Band::ALL.map(|band| common::band(self.lang, band).to_owned()),
            pending: pending.then(|| self.say(words::PENDING).to_owned()),
            credit,
        };
        Section { title: self.say(title).to_owned(), note, content: Content::Map(Box::new(map)), fresh: false }
    }

    fn layer(&self) -> BaseLayer {
        self.desk.cube().catalog().settings.base_layer
    }

    fn picture(&self, view: chart::Extent, states: Vec<MapState>, dots: Vec<MapDot>) -> MapPicture {
        MapPicture { layer: self.layer(), view, summary: String::new(), states, dots }
    }

    fn map_states(&self, found: &[StateScore]) -> Vec<MapState> {
        let state = |state: &StateScore| MapState {
            code: state.code.clone(),
            band: self.bands().band_of(state.sum_hundredths, state.n),
            label: format::pair(state.sum_hundredths, state.n),
            title: String::new(),
            href: String::new(),
            current: self.filter.states.contains(&state.code),
        };
        found.iter().filter(|state| state.n > 0).map(state).collect()
    }

    fn dots(&self, found: &MapView, view: chart::Extent) -> Vec<MapDot> {
        let dot =
            |place, band, visited, count| MapDot { place, band, visited, title: String::new(), href: None, count };
        let place = |branch: &MapBranch| project(branch.latitude, branch.longitude);
        let single = |branch: &MapBranch| dot(place(branch), branch.band, branch.visited, 1);
        if found.branches.len() <= MANY {
            return found.branches.iter().map(single).collect();
        }
        let member =
            |branch: &MapBranch| Member { place: place(branch), sum_hundredths: branch.sum_hundredths, n: branch.n };
        let members: Vec<_> = found.branches.iter().map(member).collect();
        let together = |cell: chart::Cell| {
            if cell.count == 1 {
                return single(&found.branches[cell.first]);
            }
            let mean = Mean { sum_hundredths: cell.sum_hundredths, n: cell.n };
            let band = (mean.n > 0).then(|| self.bands().band_of(mean.sum_hundredths, mean.n));
            dot(cell.place, band, false, cell.count)
        };
        chart::cells(&members, view, ACROSS).into_iter().map(together).collect()
    }
}
