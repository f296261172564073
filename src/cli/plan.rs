//! `skillsim plan`: the runs of an ensemble, cut into shards for a cluster.

use std::path::{Component, Path, PathBuf};

use super::message::Message;
use super::options::{Sampling, Scenarios};
use super::{Context, Done, Outcome};
use crate::experiment::Plan;
use crate::experiment::error::{Doing, Error, Fault, io};
use crate::experiment::plan::Reading;
use crate::experiment::whole::folder;

#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    scenarios: Scenarios,
    #[command(flatten)]
    sampling: Sampling,
    /// Number of shards; 0 = one per run, at most 1000
    #[arg(long, value_name = "N", default_value_t = 0)]
    shards: usize,
    /// Directory in which plan.json is written
    #[arg(short, long = "output", value_name = "DIR", default_value = "ensemble")]
    output: PathBuf,
}

pub fn execute(args: Args, context: &Context) -> Outcome {
    let (scenarios, mut plan) = args.scenarios.plan(&args.sampling, args.shards, Vec::new(), context)?;
    std::fs::create_dir_all(&args.output).map_err(io(Doing::Create, &args.output))?;
    let files = scenarios.iter().map(|s| relative(&s.file, &args.output)).collect::<Result<_, _>>()?;
    plan.reading = Reading { files, sets: args.scenarios.sets() };
    let path = args.output.join("plan.json");
    if path.exists() && !Plan::read(&path).is_ok_and(|there| there.plan_id == plan.plan_id) {
        return Err(Error::from(Fault::OtherPlan(path.display().to_string())).into());
    }
    plan.write(&path)?;
    let input = &plan.input;
    context.say(&Message::Baseline { id: &input.scenarios[input.baseline].id, by: input.baseline_by });
    context.say(&Message::Planned { path: &path, runs: plan.runs(), shards: plan.shards.len() });
    Ok(Done::Complete)
}

/// A file as seen from a directory, so that both can be moved together.
fn relative(file: &Path, directory: &Path) -> Result<String, Error> {
    // A link stays one: paths in the file are relative to where it is named.
    let file = folder(file).canonicalize().map_err(io(Doing::Read, file))?.join(file.file_name().unwrap_or_default());
    let directory = directory.canonicalize().map_err(io(Doing::Read, directory))?;
    let same = file.components().zip(directory.components()).take_while(|(a, b)| a == b).count();
    let up = directory.components().skip(same).map(|_| Component::ParentDir);
    let path: PathBuf = up.chain(file.components().skip(same)).collect();
    Ok(path.to_string_lossy().into_owned())
}
