//! `skillsim check`: every fault and warning at once; else what the scenarios say.

use std::fmt::Write;

use clap::ValueEnum;

use super::error::Stop;
use super::message::Message;
use super::options::{Sampling, Scenarios};
use super::{Context, Done, Outcome};
use crate::experiment::plan::{Plan, Planned};
use crate::outcome::record::Arm;
use crate::output::columns::Language;
use crate::output::show::line;
use crate::scenario::diagnostic::to_json;
use crate::scenario::parameters::{SPLIT, split_of_money};
use crate::scenario::resolved::path_in;
use crate::scenario::{Diagnostic, Scenario, parameters, warnings};

#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    scenarios: Scenarios,
    #[command(flatten)]
    sampling: Sampling,
    /// Form of the faults and warnings
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
enum Form {
    /// Each under the line it stands in
    Text,
    /// One a line, for editors
    Lines,
    /// An array of objects, texts in both languages
    Json,
}

pub fn execute(args: Args, context: &Context) -> Outcome {
    let (scenarios, plan) = match args.scenarios.plan(&args.sampling, 0, Vec::new(), context) {
        Err(Stop::Input(faults)) if args.format != Form::Text => {
            context.print(&args.format.list(&faults, context.lang));
            return Ok(Done::Code(2));
        }
        planned => planned?,
    };
    if args.format != Form::Text {
        context.print(&args.format.list(&warnings(&scenarios), context.lang));
        return Ok(Done::Complete);
    }
    let beside = args.scenarios.beside_extended(&scenarios, &args.sampling);
    let plan = beside.as_ref().unwrap_or(&plan);
    context.show(&describe(plan, &scenarios, context.lang));
    let input = &plan.input;
    context.say(&Message::Baseline { id: &input.scenarios[input.baseline].id, by: input.baseline_by });
    context.say(&Message::Fine { scenarios: scenarios.len(), warnings: warnings(&scenarios).len() });
    Ok(Done::Complete)
}

impl Form {
    /// Faults and warnings for a program.
    fn list(self, diagnostics: &[Diagnostic], lang: Language) -> String {
        match self {
            Form::Json => to_json(diagnostics) + "\n",
            _ => diagnostics.iter().map(|d| d.one_line(lang) + "\n").collect(),
        }
    }
}

/// Each scenario, and what differs in it from the baseline; `read` are those named.
fn describe(plan: &Plan, read: &[Scenario], lang: Language) -> String {
    let input = &plan.input;
    let baseline = &input.scenarios[input.baseline];
    let mut text = String::new();
    for s in &input.scenarios {
        let months = match lang {
            Language::Zh => format!("{} 起，{} 个月", s.start, s.months),
            Language::En => format!("{} months from {}", s.months, s.start),
        };
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}  {}  ({months}; {})", s.id, name(s, lang), s.file);
        for (setting, of_baseline) in s.differences(baseline) {
            let row = parameters::find(&setting.parameter).map(|p| p.row());
            let label = row.map_or("", |row| lang.of(row.zh, row.en));
            let was = of_baseline.map_or_else(String::new, |b| path_in(&b.text, lang));
            let now = path_in(&setting.text, lang);
            let _ = writeln!(text, "  {} = {now}  <- {was}  ({label}; {})", setting.parameter, setting.origin);
            if let (Some(mode), Some((low, high)), Arm::Full) = (setting.number, setting.spread, plan.reported_arm()) {
                let _ = writeln!(text, "    {}", drawn(mode, low, high, lang));
            }
        }
        if s.differences(baseline).iter().any(|(setting, _)| setting.parameter.starts_with(SPLIT)) {
            text.extend(read.iter().find(|r| r.id == s.id).and_then(|r| money(r, lang)));
        }
        for (table, of_baseline) in s.other_tables(baseline) {
            let label = lang.of(&table.label.zh, &table.label.en);
            let was = of_baseline.map_or("", |t| &t.file);
            let _ = writeln!(text, "  {}  <- {was}  ({label})", table.file);
        }
    }
    text
}

/// That a value is the likeliest of those that replicates draw, and how to fix it.
fn drawn(mode: f64, low: f64, high: f64, lang: Language) -> String {
    match lang {
        Language::Zh => format!(
            "各次重复在 {low} 至 {high} 之间抽取，{mode} 只是其中最可能的值；要固定请写 {{ value = {mode}, spread = [] }}"
        ),
        Language::En => format!(
            "replicates draw between {low} and {high}, of which {mode} is the likeliest; to fix it write {{ value = {mode}, spread = [] }}"
        ),
    }
}

/// What each line gets of the money in the last month: shares are divided by their sum, so that one that is raised lowers all others.
fn money(s: &Scenario, lang: Language) -> Option<String> {
    let shares: Vec<(&str, f64)> = split_of_money().filter_map(|(p, id)| Some((id, *s.path(p).last()?))).collect();
    let whole: f64 = shares.iter().map(|(_, share)| share).sum();
    let of_whole = |(id, share): &(&str, f64)| {
        let [zh, en] = line(id);
        format!("{} {:.1} %", lang.of(zh, en), 100.0 * share / whole)
    };
    let lines: Vec<String> = shares.iter().map(of_whole).collect();
    let text = match lang {
        Language::Zh => {
            format!("  经费各项占比（归一后，最后一月；总额不变，一项增加则其余减少）：{}\n", lines.join("、"))
        }
        Language::En => format!(
            "  the money by line in the last month, shares divided by their sum (the total stays, so that what one line gains the others lose): {}\n",
            lines.join(", ")
        ),
    };
    (whole > 0.0).then_some(text)
}

/// The name of a scenario in a language, if it has one.
pub fn name(s: &Planned, lang: Language) -> &str {
    let label = lang.of(&s.label.zh, &s.label.en);
    if label.is_empty() { &s.id } else { label }
}
