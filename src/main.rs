use std::process::ExitCode;

use skillsim::outcome::record::Failure;

fn main() -> ExitCode {
    skillsim::cli::main(std::env::args_os(), &|_, _, _, _| {
        let message = "this build has no simulation".to_owned();
        Err(Failure { month: None, code: "no_simulation".into(), message })
    })
}
