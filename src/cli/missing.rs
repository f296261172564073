//! `skillsim missing`: the shards to submit again; exit code 4 if there are any.

use std::path::PathBuf;

use clap::ValueEnum;

use super::{Context, Done, Outcome};
use crate::experiment::Plan;
use crate::experiment::shard::{missing, ranges};

#[derive(clap::Args, Debug)]
pub struct Args {
    /// The plan
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    /// Directory of the parts
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Form of the list
    #[arg(long, value_enum, default_value = "slurm")]
    format: Form,
    /// Number of the first shard, for engines that count from 1
    #[arg(long, value_name = "N", default_value_t = 0)]
    index_base: usize,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// 0,5-9
    Slurm,
    /// One number a line
    Lines,
    /// An array of numbers
    Json,
}

pub fn execute(args: Args, context: &Context) -> Outcome {
    let plan = Plan::read(&args.plan)?;
    let shards: Vec<usize> =
        missing(&plan, &args.out)?.into_iter().map(|shard| shard.saturating_add(args.index_base)).collect();
    context.print(&match args.format {
        Form::Json => format!("{shards:?}\n"),
        _ if shards.is_empty() => String::new(),
        Form::Slurm => format!("{}\n", ranges(&shards)),
        Form::Lines => shards.iter().map(|s| format!("{s}\n")).collect(),
    });
    Ok(if shards.is_empty() { Done::Complete } else { Done::Code(4) })
}
