//! `skillsim completions`: a completion script on standard output.

use clap::CommandFactory;
use clap_complete::Shell;

use super::{Cli, Done, Outcome};

#[derive(clap::Args, Debug)]
pub struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub fn execute(args: Args) -> Outcome {
    clap_complete::generate(args.shell, &mut Cli::command(), "skillsim", &mut std::io::stdout());
    Ok(Done::Complete)
}
