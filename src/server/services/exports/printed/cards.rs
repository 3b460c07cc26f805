//! The figures of a view, as the page's strip has them.

use super::{Shop, common, cover, words};
use crate::{
    contract::format,
    domain::{
        Band, Filter, Mean,
        views::{Dashboard, Kpis},
    },
    server::print::{Cards, Content, Figure, Section},
};

impl Shop<'_> {
    pub(super) fn cards(&self, found: &Dashboard) -> Section {
        let kpis = &found.kpis;
        let mean = Mean { sum_hundredths: kpis.sum_hundredths, n: kpis.n };
        let band = (kpis.n > 0).then(|| self.bands().band_of(kpis.sum_hundredths, kpis.n));
        let share = mean.average().map(|average| average / 100.0);
        let measure = self.meta.by_area.then(|| self.say(common::BY_AREA));
        let scores = if self.meta.by_area { [" ", self.say(words::AREA_SCORES)].concat() } else { String::new() };
        let cards = Cards {
            label: self.say(common::AVERAGE).to_owned(),
            value: format::score(mean),
            band: band.map(|band| (band, common::band(self.lang, band).to_owned())),
            n: ["n ", &format::integer(kpis.n), &scores].concat(),
            change: self.change(kpis, mean),
            bar: share.map(|share| (share, f64::from(self.target()) / 10_000.0)),
            target: self.to_target(mean),
            figures: self.others(kpis, found.areas.len()),
        };
        let title = self.say(words::AT_A_GLANCE).to_owned();
        Section {
            title,
            note: measure.unwrap_or_default().to_owned(),
            content: Content::Cards(Box::new(cards)),
            fresh: false,
        }
    }

    fn change(&self, kpis: &Kpis, mean: Mean) -> Option<(core::cmp::Ordering, String)> {
        let previous = kpis.previous.as_ref()?;
        let before = Mean { sum_hundredths: previous.sum_hundredths, n: previous.n };
        let tenths = format::delta_tenths(mean, before)?;
        let period = Filter::parse_query(&previous.period).ok().map(|filter| filter.period);
        let catalog = self.desk.cube().catalog();
        let versus = period.map(|period| cover::period(catalog, &period, self.lang)).unwrap_or_default();
        let text =
            [&format::signed_tenths(tenths), " ", self.say(words::POINTS), " ", self.say(words::VERSUS), " ", &versus];
        Some((tenths.cmp(&0), text.concat()))
    }

    fn to_target(&self, mean: Mean) -> String {
        let target = Mean { sum_hundredths: i64::from(self.target()), n: 1 };
        let gap = format::delta_tenths(target, mean).filter(|gap| *gap > 0);
        let way = match (mean.n, gap) {
            (_, Some(gap)) => [" · ", &format::tenths_text(gap), " ", self.say(words::TO_TARGET)].concat(),
            (0, None) => String::new(),
            _ => [" · ", self.say(words::ON_TARGET)].concat(),
        };
        [self.say(words::TARGET), " ", &format::short(i64::from(self.target())), &way].concat()
    }

    fn others(&self, kpis: &Kpis, areas: usize) -> Vec<Figure> {
        let figure =
            |label, value: String, note: String, band| Figure { label: self.say(label).to_owned(), value, note, band };
        let integer = |count: u32| format::integer(count);
        let of = self.say(words::OF);
        let narrowed = self.meta.by_area || !self.filter.bands.is_empty();
        let coverage = if narrowed { words::COVERAGE_SELECTED } else { words::COVERAGE };
        let word = if kpis.branches_active == 1 { words::BRANCH_WORD } else { words::BRANCHES_WORD };
        let mut of_all =
            [&integer(kpis.branches_supervised), " ", of, " ", &integer(kpis.branches_active), " ", self.say(word)]
                .concat();
        if narrowed {
            of_all = [&of_all, " · ", &integer(kpis.branches_visited), " ", self.say(words::VISITED)].concat();
        }
        let scored = self.say(if self.meta.by_area { words::AREA_SCORES } else { words::SCORED });
        let critical = [&integer(kpis.bands.critico), " ", of, " ", &integer(kpis.n)].concat();
        let quantile = |value: Option<f64>| value.map_or_else(|| format::NONE.to_owned(), format::quantile);
        let mut figures = vec![
            figure(common::SUPERVISIONS, integer(kpis.supervisions), [&integer(kpis.n), " ", scored].concat(), None),
            figure(coverage, format::share(kpis.branches_supervised, kpis.branches_active), of_all, None),
            figure(words::CRITICAL, format::share(kpis.bands.critico, kpis.n), critical, Some(Band::Critico)),
        ];
        // Scores without areas have none that could fail.
        if areas > 0 {
            let limit = format::short(i64::from(self.desk.cube().catalog().settings.opportunity));
            let areas = format::integer(i64::try_from(areas).unwrap_or(i64::MAX));
            let note = [of, " ", &areas, ", ", self.say(words::BELOW), " ", &limit].concat();
            figures.push(figure(words::OPPORTUNITY, integer(kpis.areas_of_opportunity), note, None));
        }
        let lowest = [self.say(words::P10), " ", &quantile(kpis.p10)].concat();
        figures.push(figure(common::MEDIAN, quantile(kpis.median), lowest, None));
        figures
    }
}
