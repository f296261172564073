//! `skillsim check`: every fault at once; else what the scenarios say.

use std::fmt::Write;

use super::message::Message;
use super::options::{Sampling, Scenarios};
use super::{Context, Done, Outcome};
use crate::experiment::plan::{Plan, Planned};
use crate::output::columns::Language;
use crate::scenario::parameters;

#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    scenarios: Scenarios,
    #[command(flatten)]
    sampling: Sampling,
}

pub fn execute(args: Args, context: &Context) -> Outcome {
    let (_, plan) = args.scenarios.plan(args.sampling.wish(0))?;
    context.show(&describe(&plan, context.lang));
    let input = &plan.input;
    context.say(&Message::Baseline { id: &input.scenarios[input.baseline].id, by: input.baseline_by });
    context.say(&Message::Fine { scenarios: input.scenarios.len() });
    Ok(Done::Complete)
}

/// Each scenario, and what differs in it from the baseline.
fn describe(plan: &Plan, lang: Language) -> String {
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
            let was = of_baseline.map_or("", |b| b.text.as_str());
            let _ =
                writeln!(text, "  {} = {}  <- {was}  ({label}; {})", setting.parameter, setting.text, setting.origin);
        }
    }
    text
}

/// The name of a scenario in a language, if it has one.
pub fn name(s: &Planned, lang: Language) -> &str {
    let label = lang.of(&s.label.zh, &s.label.en);
    if label.is_empty() { &s.id } else { label }
}
