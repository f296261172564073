//! Options that several subcommands share, and what they mean.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Context;
use super::error::Stop;
use super::message::Message;
use crate::base::language::both;
use crate::experiment::Plan;
use crate::experiment::resolve::{self, Wish};
use crate::experiment::runner::MEMORY;
use crate::outcome::record::Arm;
use crate::output::Request;
use crate::output::columns::Language;
use crate::output::csv::{Dialect, Format, ROW_LIMIT};
use crate::output::reports::Reports;
use crate::scenario::load::{check_options, load};
use crate::scenario::parameters::{Param, param};
use crate::scenario::{Diagnostic, SaidBy, Scenario, Severity};

const REPLICATES: Param = param("run.replicates");
const SEED: Param = param("run.seed");
const UNCERTAINTY: Param = param("run.parameter_uncertainty");

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Lang {
    Zh,
    En,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Zh => Language::Zh,
            Lang::En => Language::En,
        }
    }
}

/// `--lang`, else that of the environment: Chinese if the locale says so, else English.
pub fn language(typed: &[String]) -> Language {
    let given = typed.iter().enumerate().find_map(|(i, a)| match a.strip_prefix("--lang") {
        Some("") => typed.get(i + 1).map(String::as_str),
        Some(value) => value.strip_prefix('='),
        None => None,
    });
    let locale = || {
        let set = |name| std::env::var(name).ok().filter(|v| !v.is_empty());
        ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).unwrap_or_default()
    };
    let lang = given.map_or_else(locale, str::to_owned);
    if lang.to_lowercase().starts_with("zh") { Language::Zh } else { Language::En }
}

#[derive(Args, Debug)]
pub struct Scenarios {
    /// Scenario files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Override a parameter in all scenarios, for example labour.search_probability=0.2
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub sets: Vec<String>,
    /// Length of the run in months
    #[arg(long, value_name = "N")]
    months: Option<u32>,
    /// Persons that one simulated person stands for
    #[arg(long, value_name = "N")]
    people_per_agent: Option<u32>,
    /// Write the lives of so many simulated persons
    #[arg(long, value_name = "N")]
    life_histories: Option<u32>,
}

impl Scenarios {
    /// Options that are short for a `--set`.
    fn options(&self) -> Vec<SaidBy> {
        let options = [
            ("--months", "run.months", self.months),
            ("--people-per-agent", "run.people_per_agent", self.people_per_agent),
            ("--life-histories", "run.life_histories", self.life_histories),
        ];
        options.into_iter().filter_map(|(option, path, n)| said(option, path, n.map(u64::from))).collect()
    }

    /// All overrides: `--set`, and the options that are short for one.
    pub fn sets(&self) -> Vec<String> {
        let options = self.options().into_iter().map(|said| format!("{}={}", said.path, said.value));
        self.sets.iter().cloned().chain(options).collect()
    }

    /// A single policy planned beside the baseline that it extends, so that what it changes shows: the file marked as such, else
    /// the nearest.
    pub fn beside_extended(&self, scenarios: &[Scenario], sampling: &Sampling) -> Option<Plan> {
        let [policy] = scenarios else { return None };
        if policy.is_baseline {
            return None;
        }
        let extended = self.marked(policy).or_else(|| extended(policy).last())?;
        let both = load(&[extended.clone(), policy.file.clone()], &self.sets()).ok()?;
        planned(both, sampling.wish(0)).ok().map(|(_, plan)| plan)
    }

    /// The file marked as baseline among those that a scenario extends.
    fn marked<'s>(&self, scenario: &'s Scenario) -> Option<&'s PathBuf> {
        let is_baseline =
            |file: &&PathBuf| load(&[(*file).clone()], &self.sets()).is_ok_and(|found| found[0].is_baseline);
        extended(scenario).find(is_baseline)
    }

    /// The scenarios to be run, and their plan in so many shards: those that stand `alone` only if nothing else is named.
    /// `faults`: those of other options.
    pub fn plan(
        &self,
        sampling: &Sampling,
        shards: usize,
        faults: Vec<Diagnostic>,
        context: &Context,
    ) -> Result<(Vec<Scenario>, Plan), Stop> {
        let mut scenarios = self.load(sampling, faults)?;
        if scenarios.len() > 1 {
            let alone: Vec<String> =
                scenarios.iter().filter(|s| s.alone).map(|s| s.file.display().to_string()).collect();
            if !alone.is_empty() && alone.len() < scenarios.len() {
                scenarios.retain(|s| !s.alone);
                context.say(&Message::LeftOut(&alone));
            }
        }
        context.caution(&scenarios);
        // Who stands alone is compared with nothing.
        if scenarios.iter().all(|s| !s.is_baseline && !s.alone)
            && let Some(file) = scenarios.iter().find_map(|s| self.marked(s))
        {
            context.say(&Message::UnnamedBaseline(file));
        }
        let (scenarios, plan) = planned(scenarios, sampling.wish(shards))?;
        note_what_does_not_count(&scenarios, &plan, sampling, context);
        Ok((scenarios, plan))
    }

    fn load(&self, sampling: &Sampling, mut faults: Vec<Diagnostic>) -> Result<Vec<Scenario>, Stop> {
        check_options(&sampling.options(), &mut faults);
        resolve::load(&self.files, &self.sets, &self.options(), faults).map_err(Stop::Input)
    }
}

/// The files that a scenario extends, root first.
fn extended(scenario: &Scenario) -> impl Iterator<Item = &PathBuf> {
    scenario.sources.iter().map(|(file, _)| file).take_while(|file| **file != scenario.file)
}

fn said(option: &'static str, path: &'static str, value: Option<u64>) -> Option<SaidBy> {
    value.map(|value| SaidBy { option, path, value: value.to_string() })
}

/// What scenarios say that does not count beside the baseline, and names that tell nobody apart.
fn note_what_does_not_count(scenarios: &[Scenario], plan: &Plan, sampling: &Sampling, context: &Context) {
    let baseline = &plan.input.scenarios[plan.input.baseline].id;
    let of_baseline = scenarios.iter().find(|s| s.id == *baseline);
    let idle = |p: Param, given: bool| {
        let differs = |s: &&Scenario| !given && of_baseline.is_some_and(|b| b.number(p) != s.number(p));
        scenarios.iter().filter(differs).map(|s| s.id.clone()).collect::<Vec<_>>()
    };
    let given = [
        (REPLICATES, sampling.replicates.is_some()),
        (SEED, sampling.seed.is_some()),
        (UNCERTAINTY, sampling.uncertainty.is_some()),
    ];
    for (p, given) in given {
        let ids = idle(p, given);
        if !ids.is_empty() {
            context.say(&Message::OfBaselineAlone { parameter: p.row().path, ids: &ids });
        }
    }
    for (i, s) in scenarios.iter().enumerate() {
        if let Some(other) = scenarios[..i].iter().find(|other| other.label == s.label) {
            context
                .say(&Message::SameName { ids: [&other.id, &s.id], name: context.lang.of(&s.label.zh, &s.label.en) });
        }
    }
}

fn planned(mut scenarios: Vec<Scenario>, wish: Wish) -> Result<(Vec<Scenario>, Plan), Stop> {
    let plan = resolve::plan(&mut scenarios, wish)?;
    let plan = resolve::with_targets(plan, &scenarios).map_err(Stop::Input)?;
    Ok((scenarios, plan))
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Uncertainty {
    /// Chance and every parameter that has a range
    Full,
    /// Chance alone
    Seed,
}

#[derive(Args, Debug)]
pub struct Sampling {
    /// Replicates of each scenario [default: the baseline's run.replicates]
    #[arg(long, value_name = "N")]
    replicates: Option<u32>,
    /// What varies between replicates [default: the baseline's run.parameter_uncertainty]
    #[arg(long, value_enum)]
    uncertainty: Option<Uncertainty>,
    /// Seed of all draws [default: the baseline's run.seed]
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
}

impl Sampling {
    /// Options that take the place of a parameter of the baseline.
    fn options(&self) -> Vec<SaidBy> {
        let replicates = said("--replicates", "run.replicates", self.replicates.map(u64::from));
        replicates.into_iter().chain(said("--seed", "run.seed", self.seed)).collect()
    }

    fn wish(&self, shards: usize) -> Wish {
        let uncertainty = self.uncertainty.map(|kind| match kind {
            Uncertainty::Full => Arm::Full,
            Uncertainty::Seed => Arm::Seed,
        });
        Wish { seed: self.seed, replicates: self.replicates, uncertainty, shards }
    }
}

#[derive(Args, Debug)]
pub struct Memory {
    /// Memory for provinces kept while scenarios that begin alike go on from them, in GiB; 0 = every run by itself
    #[arg(long, value_name = "GIB", default_value_t = MEMORY as f64 / GIB)]
    memory: f64,
}

const GIB: f64 = (1u64 << 30) as f64;

impl Memory {
    /// What was typed that is no size.
    pub fn faults(&self) -> Vec<Diagnostic> {
        let Memory { memory } = self;
        if *memory >= 0.0 {
            return Vec::new();
        }
        vec![Diagnostic {
            severity: Severity::Error,
            file: format!("--memory {memory}").into(),
            line: 0,
            column: 0,
            code: "out-of-bounds",
            message: both!("内存不得小于0 [GiB]", "memory must be 0 or more [GiB]"),
            found: memory.to_string().into(),
            help: both!("默认值为 {0}", "the default is {0}", MEMORY as f64 / GIB),
            span: None,
        }]
    }

    /// [bytes]
    pub fn bytes(&self) -> u64 {
        (self.memory * GIB) as u64
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum CsvDialect {
    /// Comma, decimal point
    Standard,
    /// Semicolon, decimal comma
    Eu,
}

#[derive(Args, Debug)]
pub struct Writing {
    /// Language of the header lines: ids, or Chinese names; zh makes workbook and page Chinese too, unless --lang is given
    #[arg(long, value_enum, default_value = "en")]
    header: Lang,
    /// Separators of the CSV files
    #[arg(long, value_enum, default_value = "standard")]
    csv_dialect: CsvDialect,
    /// Also write every month of every replicate
    #[arg(long)]
    series_by_run: bool,
    /// Also write the headline outcomes with scenarios as columns
    #[arg(long)]
    wide: bool,
    /// Also write every table as Parquet
    #[cfg(feature = "parquet")]
    #[arg(long)]
    parquet: bool,
    /// Replace finished results of another plan, or that were changed since they were written
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    reports: ReportOptions,
}

#[derive(Args, Debug)]
pub struct ReportOptions {
    /// No workbook (report.xlsx)
    #[arg(long)]
    no_xlsx: bool,
    /// No page (report.html)
    #[arg(long)]
    no_html: bool,
}

impl ReportOptions {
    pub fn reports(&self, lang: Language) -> Reports {
        Reports { lang, xlsx: !self.no_xlsx, html: !self.no_html }
    }
}

impl Writing {
    pub fn request(&self, context: &Context) -> Request {
        let dialect = match self.csv_dialect {
            CsvDialect::Standard => Dialect::Standard,
            CsvDialect::Eu => Dialect::Eu,
        };
        let header = self.header.into();
        let format = Format { header, dialect, row_limit: ROW_LIMIT };
        let lang = if header == Language::Zh { context.asked.unwrap_or(header) } else { context.lang };
        Request {
            format,
            series_by_run: self.series_by_run,
            wide: self.wide,
            #[cfg(feature = "parquet")]
            parquet: self.parquet,
            reports: self.reports.reports(lang),
            replace: self.replace,
            command: context.typed.clone(),
        }
    }
}
