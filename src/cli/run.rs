//! `skillsim run`: load, plan, run, write, report.

use std::path::PathBuf;

use super::execution::Clock;
use super::message::Message;
use super::options::{Memory, Sampling, Scenarios, Writing};
use super::progress::Display;
use super::{Context, Done, Outcome, check, summary};
use crate::experiment::{self, Options, Plan, simulation};
use crate::output::directory::{prepare, remove, work_directory};
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
    let (scenarios, plan) = args.scenarios.plan_to_run(&args.sampling, 0, args.memory.faults(), context)?;
    let request = args.writing.request(context);
    prepare(&args.output, &request.claim(&plan, Contents::Ensemble))?;
    announce(context, &plan);

    let work = work_directory(&args.output, &plan.plan_id);
    let display = Display::new(context, plan.runs());
    let update = |progress| display.update(progress);
    let options =
        Options { work: work.clone(), threads: args.threads, memory: args.memory.bytes(), progress: Some(&update) };
    let ensemble = experiment::run(&plan, &options, &simulation(&scenarios))?;
    drop(display);

    context.say(&Message::Writing);
    let report = output::write(&ensemble, &args.output, &request, || clock.execution(ensemble.effort))?;
    remove(&work)?;
    Ok(conclude(context, &plan, &report, &args.output))
}

fn announce(context: &Context, plan: &Plan) {
    let input = &plan.input;
    let (scenarios, replicates) = (input.scenarios.len(), input.replicates);
    if scenarios > 1 {
        context.say(&Message::Baseline { id: &input.scenarios[input.baseline].id, by: input.baseline_by });
    }
    context.say(&Message::Starting { scenarios, runs: plan.runs(), replicates });
}

/// Says where the results are, what they say and what to mind.
pub fn conclude(context: &Context, plan: &Plan, report: &Report, output: &std::path::Path) -> Done {
    context.show(&summary::summary(plan, &report.comparison, context.lang));
    for (i, s) in plan.input.scenarios.iter().enumerate() {
        if summary::is_without_effect(&report.comparison, i) {
            context.say(&Message::NoEffect { name: check::name(s, context.lang) });
        }
    }
    for text in summary::evidence(&report.comparison).texts() {
        context.say(&Message::Evidence(&text));
    }
    let warnings = &report.manifest.warnings;
    if !warnings.split_files.is_empty() {
        context.say(&Message::Split(&warnings.split_files));
    }
    if warnings.guarded_cells > 0 {
        context.say(&Message::Guarded(warnings.guarded_cells));
    }
    if let Some(effort) = report.manifest.execution.effort.filter(|e| e.months_simulated < e.months_asked) {
        context.say(&Message::Shared(effort));
    }
    context.say(&Message::Written(output));
    if let Some(met) = report.met {
        context.say(&Message::Fit { met, file: &output.join("fit.csv") });
    }
    if warnings.failed_runs > 0 && report.manifest.contents == Contents::Ensemble {
        context.warn(&Message::Failed { runs: warnings.failed_runs, file: &output.join("failures.csv") });
        return Done::Code(1);
    }
    Done::Complete
}
