//! `skillsim shard`: one shard of a plan, anywhere and any number of times.

use std::path::{Path, PathBuf};

use super::error::Stop;
use super::message::Message;
use super::options::Memory;
use super::{Context, Done, Outcome};
use crate::experiment::error::Fault;
use crate::experiment::{Options, Plan, resolve, shard, simulation};
use crate::scenario::{self, Scenario};

#[derive(clap::Args, Debug)]
pub struct Args {
    /// The plan
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    /// Number of the shard
    #[arg(value_name = "SHARD")]
    shard: usize,
    /// Directory of the parts
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Threads; by default SLURM_CPUS_PER_TASK, else 1
    #[arg(long, value_name = "T")]
    threads: Option<usize>,
    /// Number of the first shard, for engines that count from 1
    #[arg(long, value_name = "N", default_value_t = 0)]
    index_base: usize,
    #[command(flatten)]
    memory: Memory,
}

pub fn execute(args: Args, context: &Context) -> Outcome {
    let faults = args.memory.faults();
    if !faults.is_empty() {
        return Err(Stop::Input(faults));
    }
    let plan = Plan::read(&args.plan)?;
    let Args { shard: typed, index_base: first, .. } = args;
    let number = typed.checked_sub(first).filter(|n| *n < plan.shards.len());
    let last = first.saturating_add(plan.shards.len() - 1);
    let number = number.ok_or(Fault::NoSuchShard { shard: typed, first, last })?;
    let scenarios = scenarios(&plan, &args.plan)?;
    context.caution(&scenarios);
    let granted = || std::env::var("SLURM_CPUS_PER_TASK").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    let threads = args.threads.unwrap_or_else(granted);
    let options = Options { work: args.out, threads, memory: args.memory.bytes(), progress: None };
    let failed = shard::run_shard(&plan, number, &options, &simulation(&scenarios))?;
    if failed > 0 {
        context.warn(&Message::ShardFailed { shard: typed, failed });
        return Ok(Done::Code(1));
    }
    let (first, last) = plan.shards[number];
    context.say(&Message::ShardDone { shard: typed, runs: last - first });
    Ok(Done::Complete)
}

/// The scenarios of the plan, read again and checked to be the same.
fn scenarios(plan: &Plan, path: &Path) -> Result<Vec<Scenario>, Stop> {
    let directory = path.parent().unwrap_or(Path::new(""));
    let files: Vec<PathBuf> = plan.reading.files.iter().map(|file| directory.join(file)).collect();
    let mut scenarios = scenario::load(&files, &plan.reading.sets).map_err(Stop::Input)?;
    resolve::check(plan, &mut scenarios)?;
    Ok(scenarios)
}
