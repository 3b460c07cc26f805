//! Rankings as bars.

use super::{Shop, common, words};
use crate::{
    contract::format,
    domain::{
        Mean,
        views::{AreaScore, BranchScore, GroupScore, Ranking, RankingOf, RankingRow, StateScore},
    },
    server::print::{Bar, Bars, Content, Section},
};

/// Names of branches without a score that are told.
const NAMED: usize = 40;

/// A row before it is worded.
struct Row {
    position: Option<u32>,
    name: String,
    detail: String,
    mean: Mean,
}

impl Shop<'_> {
    pub(super) fn groups(&self, found: &[GroupScore]) -> Section {
        let row = |it: &GroupScore| Row {
            position: it.position,
            name: it.name.clone(),
            detail: self.supervised(it.supervised, it.branches),
            mean: Mean { sum_hundredths: it.sum_hundredths, n: it.n },
        };
        self.bars(self.say(words::GROUPS), (common::GROUP, words::GROUP_WORDS), found.iter().map(row).collect())
    }

    fn supervised(&self, some: u32, all: u32) -> String {
        let word = if all == 1 { words::BRANCH_WORD } else { words::BRANCHES_WORD };
        let (some, all) = (format::integer(some), format::integer(all));
        [&some, " ", self.say(words::OF), " ", &all, " ", self.say(word)].concat()
    }

    /// Those with a score; see [`Shop::without`] for the others.
    pub(super) fn branches(&self, found: &[BranchScore]) -> Section {
        let row = |it: &BranchScore| Row {
            position: it.position,
            name: it.name.clone(),
            detail: it.group.clone().unwrap_or_default(),
            mean: Mean { sum_hundredths: it.sum_hundredths, n: it.n },
        };
        let scored = found.iter().filter(|it| it.n > 0).map(row).collect();
        let mut section = self.bars(self.say(words::BRANCHES), (common::BRANCH, words::BRANCH_WORDS), scored);
        let others = found.iter().filter(|it| it.n == 0).count();
        if others > 0 {
            let count = format::integer(i64::try_from(others).unwrap_or(i64::MAX));
            section.note = [&section.note, " · ", &count, " ", self.say(words::WITHOUT)].concat();
        }
        section
    }

    /// Branches that have no score in the selection, by name: pending ones, and those visited all the same (rule 6).
    pub(super) fn without(&self, found: &[BranchScore]) -> Option<Section> {
        let names = |visited: bool, title| {
            let names: Vec<&str> =
                found.iter().filter(|it| it.n == 0 && it.visited == visited).map(|it| it.name.as_str()).collect();
            let mut told = names[..names.len().min(NAMED)].join(", ");
            if names.len() > NAMED {
                told = [&told, " ", &self.more(names.len() - NAMED)].concat();
            }
            let count = format::integer(i64::try_from(names.len()).unwrap_or(i64::MAX));
            (!names.is_empty()).then(|| [self.say(title), " (", &count, "): ", &told].concat())
        };
        let told: Vec<String> =
            [names(false, words::PENDING_MANY), names(true, words::UNSCORED_MANY)].into_iter().flatten().collect();
        (!told.is_empty()).then(|| Section {
            title: self.say(words::PENDING_TITLE).to_owned(),
            note: String::new(),
            content: Content::Words(told),
            fresh: false,
        })
    }

    /// Worst first: which fail everywhere.
    pub(super) fn areas(&self, found: &[AreaScore]) -> Section {
        self.ranked_areas(words::AREAS_LOWEST, found.iter().rev())
    }

    /// As they come, under a title that says how they do.
    pub(super) fn ranked_areas<'a>(&self, title: super::Said, found: impl Iterator<Item = &'a AreaScore>) -> Section {
        let critical = self.desk.cube().critical_slugs();
        let limit = format::short(i64::from(self.desk.cube().catalog().settings.opportunity));
        let row = |it: &AreaScore| {
            let key = critical.contains(&it.slug).then(|| self.say(common::CRITICAL).to_owned());
            let below = [&format::integer(it.below_80), " ", self.say(words::BELOW), " ", &limit].concat();
            let told = key.into_iter().chain((it.below_80 > 0).then_some(below));
            Row {
                position: it.position,
                name: it.name.clone(),
                detail: told.collect::<Vec<_>>().join(" · "),
                mean: Mean { sum_hundredths: it.sum_hundredths, n: it.n },
            }
        };
        self.bars(self.say(title), (common::AREA, words::AREA_WORDS), found.map(row).collect())
    }

    pub(super) fn states(&self, found: &[StateScore]) -> Section {
        let row = |it: &StateScore| Row {
            position: it.position,
            name: it.name.clone(),
            detail: String::new(),
            mean: Mean { sum_hundredths: it.sum_hundredths, n: it.n },
        };
        self.bars(self.say(words::STATES), (common::STATE, words::STATE_WORDS), found.iter().map(row).collect())
    }

    pub(super) fn ranking(&self, found: &Ranking) -> Section {
        let row = |it: &RankingRow| Row {
            position: it.position,
            name: it.name.clone(),
            detail: it.detail.clone().unwrap_or_default(),
            mean: Mean { sum_hundredths: it.sum_hundredths, n: it.n },
        };
        let name = match found.of {
            RankingOf::Branches => (common::BRANCH, words::BRANCH_WORDS),
            RankingOf::Groups => (common::GROUP, words::GROUP_WORDS),
            RankingOf::States => (common::STATE, words::STATE_WORDS),
            RankingOf::Areas => (common::AREA, words::AREA_WORDS),
        };
        let mut section = self.bars(self.ranking_title(found.of), name, found.rows.items.iter().map(row).collect());
        if let Some(search) = &found.search {
            section.note = [&section.note, " · ", self.say(common::TEXT), " «", search, "»"].concat();
        }
        section
    }

    fn bars(&self, title: &str, (name, noun): (super::Said, [super::Said; 2]), rows: Vec<Row>) -> Section {
        if rows.is_empty() {
            return Section { title: title.to_owned(), ..self.nothing() };
        }
        let n = rows.iter().map(|row| row.mean.n).sum();
        let count = rows.len();
        let shown = self.kept(rows.into_iter().map(|row| self.bar(row)).collect());
        let bars = Bars {
            heads: [name, common::AVERAGE, common::N].map(|said| self.say(said).to_owned()),
            target: f64::from(self.target()) / 10_000.0,
            target_word: [self.say(words::TARGET), " ", &format::short(i64::from(self.target()))].concat(),
            rows: shown,
        };
        let note = [&self.counting(count as u64, noun), " · ", &self.counted(n)].concat();
        Section { title: title.to_owned(), note, content: Content::Bars(bars), fresh: false }
    }

    /// As many as there is room for, and how many are left out: at the end, or, where both ends are told, between them.
    fn kept(&self, mut rows: Vec<Bar>) -> Vec<Bar> {
        let over = rows.len().saturating_sub(self.most);
        if over == 0 {
            return rows;
        }
        if self.most == super::AMONG {
            let half = self.most / 2;
            let between = [&format::integer(i64::try_from(over).unwrap_or(i64::MAX)), " ", self.say(words::BETWEEN)];
            rows.splice(half..half + over, [Bar::Gap(between.concat())]);
        } else {
            rows.truncate(self.most);
            rows.push(Bar::Gap(self.more(over)));
        }
        rows
    }

    /// `y 12 más`.
    pub(super) fn more(&self, count: usize) -> String {
        let count = format::integer(i64::try_from(count).unwrap_or(i64::MAX));
        [self.say(words::AND), " ", &count, " ", self.say(words::MORE)].concat()
    }

    fn bar(&self, row: Row) -> Bar {
        let Row { position, name, detail, mean } = row;
        Bar::Row {
            position,
            name,
            detail,
            band: (mean.n > 0).then(|| self.bands().band_of(mean.sum_hundredths, mean.n)),
            share: mean.average().map(|average| average / 100.0),
            value: format::score(mean),
            n: format::integer(mean.n),
        }
    }
}
