//! `skillsim completions`: a completion script on standard output.

use clap::CommandFactory;
use clap_complete::Shell;

use super::{Cli, Context, Done, Outcome};

#[derive(clap::Args, Debug)]
pub struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub fn execute(args: Args, context: &Context) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "skillsim", &mut script);
    context.print(&String::from_utf8_lossy(&script));
    Ok(Done::Complete)
}
