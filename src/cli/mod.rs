//! The command line: one file per subcommand. The only module that prints.
//!
//! What is typed becomes calls of the library; nothing here decides what a result is. Exit codes: 0 done,
//! 1 a run failed, 2 bad input, 3 input or output failed, 4 incomplete, 130/143 by signal (each finished run
//! is safe on disk, so the signal's default action is enough).

mod calibrate;
mod check;
mod compare;
mod completions;
mod error;
mod execution;
mod explain;
mod help;
mod merge;
mod message;
mod missing;
mod new;
mod options;
mod plan;
mod progress;
mod report;
mod run;
mod schema;
mod shard;
mod summary;
mod typed;
mod verify;

use std::ffi::OsString;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::OnceLock;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use self::error::Stop;
use self::message::Message;
use crate::experiment::error::{Doing, io as at};
use crate::output::columns::Language;
use crate::scenario::diagnostic::render;
use crate::scenario::{Scenario, warnings};

/// Skills-demand simulation: students, training programs and enterprises under policy scenarios.
#[derive(Parser, Debug)]
#[command(name = "skillsim", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Language of messages; by default that of the environment
    #[arg(long, global = true, value_enum)]
    lang: Option<options::Lang>,
    /// Print nothing but errors
    #[arg(long, short, global = true)]
    quiet: bool,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Run scenarios and replicates in parallel; write results; print the comparison
    Run(run::Args),
    /// Report every fault of scenario files, without running
    Check(check::Args),
    /// Explain a parameter: unit, range, default, source
    Explain(explain::Args),
    /// Write a commented scenario file that extends a baseline
    New(new::Args),
    /// Print the JSON schema of scenario files
    Schema,
    /// Compare finished results directories
    Compare(compare::Args),
    /// Write the workbook and the page of finished results again
    Report(report::Args),
    /// Cut an ensemble into shards for a cluster
    Plan(plan::Args),
    /// Compute one shard of a plan
    Shard(shard::Args),
    /// List the shards that are not finished
    Missing(missing::Args),
    /// Merge finished shards into results
    Merge(merge::Args),
    /// Fit parameters to targets: history matching, posterior, conflicts, proof on twins
    Calibrate(calibrate::Args),
    /// Check the engine against closed forms and published results
    Verify(verify::Args),
    /// Print a completion script for a shell
    Completions(completions::Args),
}

/// What every subcommand knows.
struct Context {
    lang: Language,
    /// `--lang`, if it was given.
    asked: Option<Language>,
    quiet: bool,
    /// The command as typed.
    typed: Vec<String>,
    /// Why the result of the command could not be shown.
    unshown: OnceLock<io::Error>,
}

impl Context {
    /// A line for people, on standard error.
    fn say(&self, message: &Message) {
        if !self.quiet {
            self.warn(message);
        }
    }

    /// What is odd about scenarios but stops no run.
    fn caution(&self, scenarios: &[Scenario]) {
        if !self.quiet {
            tell(&render(&warnings(scenarios), self.lang, io::stderr().is_terminal()));
        }
    }

    /// A line for people that also the quiet should see.
    fn warn(&self, message: &Message) {
        tell(&format!("{}\n", message.text(self.lang)));
    }

    /// The result of a command for people, on standard output.
    fn show(&self, text: &str) {
        if !self.quiet {
            self.print(text);
        }
    }

    /// The result of a command for programs, on standard output.
    fn print(&self, text: &str) {
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            // A reader that has closed the pipe has seen enough.
            Err(e) if e.kind() != ErrorKind::BrokenPipe => drop(self.unshown.set(e)),
            _ => {}
        }
    }
}

/// On standard error; what cannot be said there cannot be said anywhere, and the results do not depend on it.
fn tell(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

/// How a command ended without stopping.
enum Done {
    Complete,
    /// Some runs failed, or a list is not empty: the exit code says so.
    Code(u8),
}

/// Parses the arguments and runs the command.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let typed: Vec<String> = arguments.iter().map(|a| a.to_string_lossy().into_owned()).collect();
    let lang = options::language(&typed);
    let parsed = help::localised(Cli::command(), lang).try_get_matches_from(arguments);
    let cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(e) => return mistyped(&e, lang),
    };
    let asked = cli.lang.map(Into::into);
    let context = Context { lang: asked.unwrap_or(lang), asked, quiet: cli.quiet, typed, unshown: OnceLock::new() };
    let done = match cli.command {
        Command::Run(args) => run::execute(args, &context),
        Command::Check(args) => check::execute(args, &context),
        Command::Explain(args) => explain::execute(args, &context),
        Command::New(args) => new::execute(args, &context),
        Command::Schema => schema::execute(&context),
        Command::Compare(args) => compare::execute(args, &context),
        Command::Report(args) => report::execute(args, &context),
        Command::Plan(args) => plan::execute(args, &context),
        Command::Shard(args) => shard::execute(args, &context),
        Command::Missing(args) => missing::execute(args, &context),
        Command::Merge(args) => merge::execute(args, &context),
        Command::Calibrate(args) => calibrate::execute(args, &context),
        Command::Verify(args) => verify::execute(args, &context),
        Command::Completions(args) => completions::execute(args, &context),
    };
    let lang = context.lang;
    let done = match context.unshown.into_inner() {
        Some(e) if done.is_ok() => Err(at(Doing::Write, Path::new(lang.of("标准输出", "standard output")))(e).into()),
        _ => done,
    };
    match done {
        Ok(Done::Complete) => ExitCode::SUCCESS,
        Ok(Done::Code(code)) => code.into(),
        Err(stop) => {
            tell(&stop.text(lang, io::stderr().is_terminal()));
            stop.code().into()
        }
    }
}

/// Help that was asked for, or what is wrong with the command as typed.
fn mistyped(error: &clap::Error, lang: Language) -> ExitCode {
    match (lang, typed::in_chinese(error)) {
        (Language::Zh, Some(text)) => tell(&text),
        // A reader that has closed the pipe has seen enough.
        _ => drop(error.print()),
    }
    ExitCode::from(error.exit_code() as u8)
}

type Outcome = Result<Done, Stop>;
