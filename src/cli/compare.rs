//! `skillsim compare`: scenarios of finished results directories against the baseline of the first.

use std::path::PathBuf;

use super::execution::Clock;
use super::message::Message;
use super::options::Writing;
use super::{Context, Outcome, run};
use crate::output::directory::settled;
use crate::output::earlier;

#[derive(clap::Args, Debug)]
pub struct Args {
    /// Results directories; the baseline is that of the first
    #[arg(required = true, value_name = "DIR")]
    directories: Vec<PathBuf>,
    /// Also write the comparison to this directory
    #[arg(short, long = "output", value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    writing: Writing,
}

pub fn execute(args: Args, context: &Context) -> Outcome {
    let clock = Clock::start(1);
    let earlier = earlier::read(&args.directories)?;
    for directory in &earlier.other_engines {
        context.say(&Message::OtherEngine(directory));
    }
    let input = &earlier.plan.input;
    context.say(&Message::Baseline { id: &input.scenarios[input.baseline].id, by: input.baseline_by });
    let Some(output) = args.output else {
        run::present(context, &earlier.plan, &earlier.compare());
        return Ok(run::failed(context, earlier.failed, None));
    };
    let output = settled(output)?;
    let report = earlier.write(&output, &args.writing.request(context), clock.execution(None))?;
    Ok(run::conclude(context, &earlier.plan, &report, &output))
}
