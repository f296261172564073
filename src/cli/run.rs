//! `skillsim run`: load, plan, run, write, report.

use std::path::{Path, PathBuf};

use super::execution::Clock;
use super::message::Message;
use super::options::{Memory, Sampling, Scenarios, Writing};
use super::progress::Display;
use super::{Context, Done, Outcome, check, summary};
use crate::experiment::compare::Comparison;
use crate::experiment::desk::Effort;
use crate::experiment::{self, Options, Plan, simulation};
use crate::output::cautions;
use crate::output::directory::{prepare, remove, settled, work_directory};
use crate::output::manifest::Contents;
use crate::output::{self, Report};

#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    scenarios: Scenarios,
    #[command(flatten)]
    sampling: Sampling,
    #[command(flatten)]
    writing: Writing,
    /// Directory of the results
    #[arg(short, long = "output", value_name = "DIR", default_value = "results")]
    output: PathBuf,
    /// Threads; 0 = one per processor
    #[arg(long, value_name = "T", default_value_t = 0)]
    threads: usize,
    #[command(flatten)]
    memory: Memory,
}

pub fn execute(args: Args, context: &Context) -> Outcome {
    let clock = Clock::start(args.threads);
    let (scenarios, plan) = args.scenarios.plan(&args.sampling, 0, args.memory.faults(), context)?;
    let request = args.writing.request(context);
    let output = settled(args.output)?;
    prepare(&output, &request.claim(&plan, Contents::Ensemble))?;
    announce(context, &plan);

    let work = work_directory(&output, &plan.plan_id);
    let display = Display::new(context, plan.runs());
    let update = |progress| display.update(progress);
    let options =
        Options { work: work.clone(), threads: args.threads, memory: args.memory.bytes(), progress: Some(&update) };
    let ensemble = experiment::run(&plan, &options, &simulation(&scenarios))?;
    drop(display);

    context.say(&Message::Writing);
    let report = output::write(&ensemble, &output, &request, || clock.execution(ensemble.effort))?;
    remove(&work)?;
    Ok(conclude(context, &plan, &report, &output))
}

fn announce(context: &Context, plan: &Plan) {
    let input = &plan.input;
    let (scenarios, replicates) = (input.scenarios.len(), input.replicates);
    if scenarios > 1 {
        context.say(&Message::Baseline { id: &input.scenarios[input.baseline].id, by: input.baseline_by });
    }
    context.say(&Message::Starting { scenarios, runs: plan.runs(), replicates });
}

/// Says what a comparison says and what to mind.
pub fn present(context: &Context, plan: &Plan, comparison: &Comparison) {
    context.show(&summary::summary(plan, comparison, context.lang));
    let baseline = &plan.input.scenarios[plan.input.baseline];
    for (i, s) in plan.input.scenarios.iter().enumerate() {
        let tables: Vec<&str> = s.other_tables(baseline).into_iter().map(|(t, _)| t.table.as_str()).collect();
        if !tables.is_empty() {
            context.say(&Message::OtherTables { name: check::name(s, context.lang), tables: &tables });
        }
        if summary::is_without_effect(comparison, i) {
            let (name, changes) = (check::name(s, context.lang), s.changes(baseline));
            context.say(&Message::NoEffect { name, changes });
        }
        if let Some(text) = cautions::other_economy(s, baseline) {
            context.say(&Message::OtherEconomy { name: check::name(s, context.lang), text: &text });
        }
    }
    for text in cautions::coarse(baseline).into_iter().chain(summary::evidence(comparison).texts()) {
        context.say(&Message::Evidence(&text));
    }
}

/// Says where the results are, what they say and what to mind.
pub fn conclude(context: &Context, plan: &Plan, report: &Report, output: &Path) -> Done {
    present(context, plan, &report.comparison);
    let warnings = &report.manifest.warnings;
    if !warnings.split_files.is_empty() {
        context.say(&Message::Split(&warnings.split_files));
    }
    if warnings.guarded_cells > 0 {
        context.say(&Message::Guarded(warnings.guarded_cells));
    }
    let shared = |e: &Effort| e.worlds_copied > 0 && warnings.failed_runs == 0;
    if let Some(effort) = report.manifest.execution.effort.filter(shared) {
        context.say(&Message::Shared(effort));
    }
    context.say(&Message::Written(output));
    if let Some(met) = report.met {
        context.say(&Message::Fit { met, file: &output.join("fit.csv") });
    }
    match report.manifest.contents {
        Contents::Ensemble => failed(context, warnings.failed_runs, Some(&output.join("failures.csv"))),
        Contents::Comparison => failed(context, warnings.failed_runs, None),
    }
}

/// Says that runs failed, if some did, and in which file; none: in those of the results compared.
pub fn failed(context: &Context, runs: usize, file: Option<&Path>) -> Done {
    if runs == 0 {
        return Done::Complete;
    }
    context.warn(&Message::Failed { runs, file });
    Done::Code(1)
}
