//! `skillsim explain`: one parameter, or a group of them.

use super::error::Stop;
use super::{Context, Done, Outcome};
use crate::scenario::explain::explain;

#[derive(clap::Args, Debug)]
pub struct Args {
    /// Path of a parameter or of a group; nothing = all
    #[arg(value_name = "PATH", default_value = "")]
    path: String,
}

pub fn execute(args: Args, context: &Context) -> Outcome {
    let text = explain(&args.path, context.lang).map_err(|text| Stop::Usage(text.of(context.lang).into()))?;
    context.show(&text);
    Ok(Done::Complete)
}
