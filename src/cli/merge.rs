//! `skillsim merge`: finished shards into results, by the same code as `run`.

use std::path::PathBuf;

use super::execution::Clock;
use super::options::Writing;
use super::{Context, Done, Outcome, run};
use crate::experiment::{Plan, merge};
use crate::output;
use crate::output::directory::settled;

#[derive(clap::Args, Debug)]
pub struct Args {
    /// The plan
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    /// Directory of the parts
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Directory of the results
    #[arg(long, value_name = "DIR", default_value = "results")]
    to: PathBuf,
    #[command(flatten)]
    writing: Writing,
}

pub fn execute(args: Args, context: &Context) -> Outcome {
    let clock = Clock::start(1);
    let plan = Plan::read(&args.plan)?;
    let ensemble = merge(&plan, &args.out)?;
    let request = args.writing.request(context);
    let to = settled(args.to)?;
    let report = output::write(&ensemble, &to, &request, || clock.execution(None))?;
    let done: Done = run::conclude(context, &plan, &report, &to);
    Ok(done)
}
