//! What no value shows by itself: months against the span of the run, levers against each other, parameters against
//! the tables and what they hold.

use std::ops::Range;

use super::diagnostic::Diagnostic;
use super::document::{Document, Placed};
use super::entry::Say;
use super::load::Layer;
use super::parameters::{Param, month_text, param, split_of_money};
use super::resolved::{Given, Setting};
use super::schedule::Course;
use super::source::Fault;
use super::tables::{AGE_FIRST, AGE_WORK_END, COURSES, DataKind, Tables};
use crate::base::language::both;
use crate::base::time::Month;

const START: Param = param("run.start");
const MONTHS: Param = param("run.months");
const SCALE: Param = param("run.people_per_agent");
const TARGET: Param = param("network.target");
const YELLOW: Param = param("policy.card.yellow_years");
const RED: Param = param("policy.card.red_years");
const AMPLITUDE: Param = param("network.amplitude");

/// Most persons [agents]: they are numbered in four bytes, the last of which stands for nobody.
const MOST_PEOPLE: f64 = (u32::MAX - 1) as f64;
/// Most persons, posts or vacancies of an occupation of a network [agents]: the months in which its vacancies opened are added up
/// in four bytes (`world::cell`), each at most 1200 months of a run after the 120 before it.
const MOST_POSTS: f64 = (u32::MAX / (1200 + 120)) as f64;
/// Students for each person of their age from which tables contradict each other *(assumption: counts of different sources differ by
/// less)*.
const MORE_STUDENTS: f64 = 1.05;
/// A policy that costs public money, the line that pays for it, and whether money of the line without the policy is odd:
/// revisions may be switched off while their line is kept.
const PAID: [(Param, Param, bool); 5] = [
    (param("policy.enterprise.subsidy_per_trainee"), param("policy.split.enterprise_subsidy"), true),
    (param("policy.competition.events"), param("policy.split.competitions"), true),
    (param("policy.service.platforms"), param("policy.split.platforms"), true),
    (param("policy.service.consortia"), param("policy.split.consortia"), true),
    (param("policy.program.upgrade_rate"), param("policy.split.curriculum"), false),
];

/// The layers of a scenario and what came out of them.
pub(super) struct Whole<'a> {
    pub layers: &'a [Layer<'a>],
    pub given: &'a [Given],
    /// None if no file says it rightly.
    pub kind: Option<DataKind>,
    /// None if they have faults.
    pub tables: Option<&'a Tables>,
}

/// A document and bytes of it.
type Place<'a> = (&'a Document, &'a Range<usize>);

/// First month of the run, and the month after its last.
pub(super) fn span(given: &[Given]) -> (Month, Month) {
    let whole = |p: Param| match given[p.0 as usize].setting {
        Setting::Number(value) => value as i32,
        Setting::Path(_) => p.row().default as i32,
    };
    let start = Month(whole(START));
    (start, start + whole(MONTHS))
}

impl Whole<'_> {
    /// All that stops a run, and all that is only odd.
    pub fn check(&self) -> Vec<Diagnostic> {
        let split = self.split();
        let unpaid: Vec<_> = if split.is_some() { Vec::new() } else { self.unpaid().collect() };
        let checks = [self.start(), self.cards(), split, self.target(), self.people()];
        (checks.into_iter().flatten().chain(self.room()).chain(self.pupils()).chain(unpaid))
            .chain(self.outside_run())
            .chain(self.too_early())
            .chain(self.oddities())
            .collect()
    }

    pub fn number(&self, p: Param) -> f64 {
        self.at(p, span(self.given).0)
    }

    pub fn at(&self, p: Param, month: Month) -> f64 {
        match &self.given[p.0 as usize].setting {
            Setting::Number(value) => *value,
            Setting::Path(path) => path.at(month),
        }
    }

    pub fn months(&self) -> impl Iterator<Item = Month> {
        let (start, end) = span(self.given);
        (0..end - start).map(move |m| start + m)
    }

    /// Where one of some parameters was said last.
    pub fn said(&self, params: &[Param]) -> Option<Place<'_>> {
        self.layers.iter().rev().find_map(|layer| {
            let entry = layer.document.entries.iter().rev().find(|e| params.contains(&e.param))?;
            Some((layer.document, &entry.span))
        })
    }

    /// A fault where one of some parameters was said last; of the uppermost file if none was.
    pub fn fault(&self, params: &[Param], fault: Fault) -> Option<Diagnostic> {
        match self.said(params) {
            Some((document, span)) => Some(document.source.fault(span.clone(), fault)),
            None => Some(fault.of_file(&self.layers.last()?.document.source.file)),
        }
    }

    /// A province starts with a school year.
    fn start(&self) -> Option<Diagnostic> {
        let (start, _) = span(self.given);
        if self.kind != Some(DataKind::Province) || start.of_year() == 9 {
            return None;
        }
        let (found, year) = (month_text(start), start.year());
        let message = both!("省级模型须自9月起", "a run of a province must start in September");
        let help = both!("学年自9月起：如 {year}-09", "the school year begins then: {year}-09, for instance");
        self.fault(&[START], Fault::new("bad-month", message, found, help))
    }

    /// Recruiting does not stop before seats are cut.
    fn cards(&self) -> Option<Diagnostic> {
        let month = self.months().find(|&m| self.at(RED, m) < self.at(YELLOW, m))?;
        let (yellow, red, month) = (self.at(YELLOW, month), self.at(RED, month), month_text(month));
        let message = both!(
            "`policy.card.red_years` 不得小于 `policy.card.yellow_years`",
            "`policy.card.red_years` must be at least `policy.card.yellow_years`"
        );
        let found = both!("{month}：{red} 与 {yellow}", "{red} and {yellow} in {month}");
        let help = both!(
            "红牌不早于黄牌：请增大前者或减小后者",
            "no red card before a yellow one: raise the first or lower the second"
        );
        self.fault(&[YELLOW, RED], Fault::new("out-of-bounds", message, found, help))
    }

    /// Money goes somewhere.
    fn split(&self) -> Option<Diagnostic> {
        let lines: Vec<Param> = split_of_money().map(|(p, _)| p).collect();
        let month = month_text(self.months().find(|&m| lines.iter().all(|&p| self.at(p, m) == 0.0))?);
        let message = both!("`policy.split` 不得全为 0", "the lines of `policy.split` must not all be 0");
        let found = both!("{month}：全为 0", "only zeros in {month}");
        let help = both!("请至少给一个科目份额", "give at least one line a share");
        self.fault(&lines, Fault::new("sum", message, found, help))
    }

    /// Policies without money and money without its policy, as far as the scenario says so.
    fn unpaid(&self) -> impl Iterator<Item = Diagnostic> {
        PAID.into_iter().filter_map(|(policy, line, both_ways)| {
            let [policed, paid] = [policy, line].map(|p| self.months().any(|m| self.at(p, m) > 0.0));
            let (document, span) = self.said(&[policy, line])?;
            let (policy, line) = (policy.row().path, line.row().path);
            let (message, help) = match (policed, paid) {
                (true, false) => (
                    both!(
                        "`{policy}` 大于 0，但支付它的 `{line}` 在整个运行期间为 0：这项政策不起作用",
                        "`{policy}` is above 0, but `{line}`, which pays for it, is 0 over the whole run: it does nothing"
                    ),
                    both!("请同时给 `{line}` 一个份额，例如 0.03", "give `{line}` a share too, for example 0.03"),
                ),
                (false, true) if both_ways => (
                    both!(
                        "`{line}` 大于 0，但所支付的 `{policy}` 在整个运行期间为 0：这笔钱花不出去",
                        "`{line}` is above 0, but `{policy}`, for which it pays, is 0 over the whole run: the money is never spent"
                    ),
                    both!("请同时设置 `{policy}`，或将 `{line}` 设为 0", "set `{policy}` too, or `{line}` to 0"),
                ),
                _ => return None,
            };
            Some(document.source.fault(span.clone(), Fault::new("unused", message, "", help)).warning())
        })
    }

    /// A table of targets is there if it is wanted, and wanted if it is there.
    fn target(&self) -> Option<Diagnostic> {
        let tables = self.tables.filter(|t| t.kind == DataKind::Network)?;
        let word = TARGET.row().show(self.number(TARGET));
        match (word == "table", &tables.targets) {
            (true, None) => {
                let message = both!(
                    "`network.target` 为 \"table\" 时须有 targets.csv",
                    "`network.target` = \"table\" needs targets.csv"
                );
                let help = both!(
                    "请在数据目录中加入 targets.csv，或另选 `network.target`",
                    "add targets.csv to the data directory, or choose another `network.target`"
                );
                let found = both!("没有这个文件", "no such file");
                self.fault(&[TARGET], Fault::new("missing-file", message, found, help))
            }
            (false, Some(_)) => {
                let message = both!("targets.csv 未被使用", "targets.csv is not used");
                let help = both!(
                    "如需使用，请写 network.target = \"table\"",
                    "write network.target = \"table\" if it should be"
                );
                let fault = Fault::new("unused", message, format!("network.target = \"{word}\""), help);
                self.fault(&[TARGET], fault).map(Diagnostic::warning)
            }
            _ => None,
        }
    }

    /// There are people who can work, also at the scale of the run.
    fn people(&self) -> Option<Diagnostic> {
        let (tables, scale) = (self.tables?, self.number(SCALE));
        let (table, message, stocks) = match tables.kind {
            DataKind::Network => {
                let frame = tables.frame("occupations");
                let stocks = [frame.number("employed"), frame.number("unemployed")].concat();
                ("occupations", both!("网络中没有人", "there is nobody in the network"), stocks)
            }
            DataKind::Province => {
                let (frame, year) = (tables.frame("cohorts"), f64::from(span(self.given).0.year()));
                let works = |born: f64| (AGE_FIRST as f64 + 1.0..AGE_WORK_END as f64).contains(&(year - born));
                let cohorts = frame.number("birth_year").iter().zip(frame.number("persons"));
                let stocks = cohorts.filter(|(born, _)| works(**born)).map(|(_, persons)| *persons).collect();
                ("cohorts", both!("起始时没有工作年龄的人", "nobody is of an age to work at the start"), stocks)
            }
        };
        if stocks.iter().any(|v| (v / scale).round() > 0.0) {
            return None;
        }
        let found = both!(
            "按每 {scale} 人一个个体取整后，人数全为 0",
            "only rows of 0 people at one simulated person for {scale}"
        );
        let help =
            both!("请填写人数，或减小 `run.people_per_agent`", "fill in people, or lower `run.people_per_agent`");
        Some(Fault::new("empty", message, found, help).of_file(&tables.file(table)?))
    }

    /// People and posts can be numbered at the scale of the run.
    fn room(&self) -> Vec<Diagnostic> {
        let Some(tables) = self.tables else { return Vec::new() };
        let scale = self.number(SCALE);
        let fault = |table: &str, message, found: String| {
            let help = both!(
                "请增大 `run.people_per_agent`，或核对人数",
                "raise `run.people_per_agent`, or check the numbers"
            );
            Some(Fault::new("out-of-bounds", message, found, help).of_file(&tables.file(table)?))
        };
        let (table, people): (_, f64) = match tables.kind {
            DataKind::Province => ("cohorts", tables.frame("cohorts").number("persons").iter().sum()),
            DataKind::Network => {
                let frame = tables.frame("occupations");
                ("occupations", [frame.number("employed"), frame.number("unemployed")].concat().iter().sum())
            }
        };
        let mut faults = Vec::new();
        if people / scale > MOST_PEOPLE {
            let message = both!("总人数最多 {MOST_PEOPLE} 个个体", "at most {MOST_PEOPLE} people can be simulated");
            faults.extend(fault(table, message, (people / scale).to_string()));
        }
        if tables.kind == DataKind::Network {
            let frame = tables.frame("occupations");
            let column = |name: &str, o: usize| frame.number(name)[o];
            let rise = 1.0 + self.number(AMPLITUDE);
            for (o, id) in frame.text("id").iter().enumerate() {
                let start = (column("employed", o) + column("unemployed", o)) * rise;
                let later = tables.targets.iter().flat_map(|t| &t.rows).map(|row| row[o]);
                let stocks = [start, column("vacancies", o), column("final_demand", o)].into_iter().chain(later);
                let most = stocks.fold(0.0, f64::max) / scale;
                if most > MOST_POSTS {
                    let message = both!(
                        "职业 `{id}` 的人数、岗位和空缺各最多 {MOST_POSTS} 个个体",
                        "people, posts and vacancies of the occupation `{id}` may be at most {MOST_POSTS} each when simulated"
                    );
                    faults.extend(fault("occupations", message, most.to_string()));
                }
            }
        }
        faults
    }

    /// No more students of a school year than people of its age, from September to August as schools count: who is not there
    /// cannot be enrolled, and the run would be of another province. Ages are those at which `world::populate` enrols.
    fn pupils(&self) -> Vec<Diagnostic> {
        let Some(tables) = self.tables.filter(|tables| tables.kind == DataKind::Province) else { return Vec::new() };
        let (cohorts, enrolled) = (tables.frame("cohorts"), tables.frame("start_enrolment"));
        let born = |year: i32| -> f64 {
            let rows = cohorts.number("birth_year").iter().zip(cohorts.number("persons"));
            rows.filter(|(born, _)| **born as i32 == year).map(|(_, persons)| persons).sum()
        };
        let first_age =
            |level: &str| COURSES.iter().find(|c| c.level == level).map_or(AGE_FIRST as i32, |c| c.first_age);
        let school_years: Vec<i32> = (enrolled.text("level").iter().zip(enrolled.number("year_of_study")))
            .map(|(level, year)| first_age(level) - AGE_FIRST as i32 + *year as i32)
            .collect();
        let start = span(self.given).0.year();
        let too_many = (1..=7).filter_map(|year| {
            let of_year = school_years.iter().zip(enrolled.number("students")).filter(|(y, _)| **y == year);
            let students: f64 = of_year.map(|(_, students)| students).sum();
            let first = start - 16 - year;
            let people = born(first) / 3.0 + born(first + 1) * 2.0 / 3.0;
            (students > MORE_STUDENTS * people).then(|| {
                let (age, next) = (15 + year, first + 1);
                let message = both!(
                    "{age} 岁者的学生合计多于该年龄的人口（{first}年9月至{next}年8月出生）：{students} > {people:.0}",
                    "more students aged {age} than people born from September {first} to August {next}: {students} > {people:.0}"
                );
                let help = both!(
                    "请核对 start_enrolment.csv 各层次、年级的人数，cohorts.csv 的人口，以及 `run.start`",
                    "check the students of all levels in start_enrolment.csv, the people in cohorts.csv, and `run.start`"
                );
                Some(Fault::new("contradiction", message, students.to_string(), help).of_file(&tables.file("start_enrolment")?))
            })
        });
        too_many.flatten().collect()
    }

    /// Months of levers before `policies_from`, until which nothing that they say is in force.
    fn too_early(&self) -> impl Iterator<Item = Diagnostic> {
        let (start, _) = span(self.given);
        self.layers.iter().filter_map(|layer| Some((layer.document, layer.not_before?))).flat_map(
            move |(document, from)| {
                let months = document.entries.iter().filter(|e| matches!(e.say, Say::Lever(_))).flat_map(|e| &e.months);
                let early = months.filter(move |(month, _)| *month >= start && *month < from);
                early.map(move |(month, span)| {
                    let first = month_text(from);
                    let message = both!(
                        "此月早于 `policies_from`：在 {first} 之前不起作用",
                        "this month is before `policies_from`: nothing is in force until {first}"
                    );
                    let help = both!(
                        "请改为 {first} 或更晚的月份，或提前 `policies_from`",
                        "write {first} or a later month, or an earlier `policies_from`"
                    );
                    document
                        .source
                        .fault(span.clone(), Fault::new("unused", message, month_text(*month), help))
                        .warning()
                })
            },
        )
    }

    /// Months of schedules and of `policies_from` that the run does not reach, or has left behind when it starts. A ramp
    /// that gets half way is let pass.
    fn outside_run(&self) -> impl Iterator<Item = Diagnostic> {
        let (start, end) = span(self.given);
        let from = self.layers.iter().rev().find(|layer| layer.document.policies_from.is_some());
        let from = from.and_then(|layer| Some((layer.document, layer.document.policies_from.as_ref()?, 0)));
        let levers = self.layers.iter().flat_map(|layer| {
            let levers = layer.document.entries.iter().filter(|e| matches!(e.say, Say::Lever(_)));
            levers.flat_map(|entry| entry.months.iter().map(|month| (layer.document, month, half(&entry.say))))
        });
        let outside = levers.chain(from).filter(move |(_, (month, _), late)| *month < start || *month >= end + *late);
        outside.map(move |(document, month, _)| outside_run(document, month, (start, end)))
    }
}

/// Half the length of a ramp [months]; of anything else none.
fn half(say: &Say) -> i32 {
    match say {
        Say::Lever(Course::Ramp { from, to, .. }) => (*to - *from) / 2,
        _ => 0,
    }
}

fn outside_run(document: &Document, (month, span): &Placed<Month>, (start, end): (Month, Month)) -> Diagnostic {
    let message = match *month < start {
        true => both!("此月早于模拟的第一个月", "this month is before the first of the run"),
        false => both!("模拟到不了此月", "the run does not reach this month"),
    };
    let (first, last) = (month_text(start), month_text(end + -1));
    let help = both!(
        "模拟自 {first} 至 {last}：请另选月份，或修改 `run.start`、`run.months`",
        "the run is from {first} to {last}: choose another month, or change `run.start` or `run.months`"
    );
    document.source.fault(span.clone(), Fault::new("outside-run", message, month_text(*month), help)).warning()
}
