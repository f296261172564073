//! `skillsim report`: workbook and page of a finished results directory again, for example in the other language.

use std::path::PathBuf;

use super::message::Message;
use super::options::ReportOptions;
use super::{Context, Done, Outcome};
use crate::output::reports;

#[derive(clap::Args, Debug)]
pub struct Args {
    /// A results directory
    #[arg(value_name = "DIR")]
    directory: PathBuf,
    #[command(flatten)]
    reports: ReportOptions,
    /// Also over a workbook or page that was changed since it was written
    #[arg(long)]
    replace: bool,
}

pub fn execute(args: Args, context: &Context) -> Outcome {
    for name in reports::again(&args.directory, args.reports.reports(context.lang), args.replace)? {
        context.say(&Message::Report(&args.directory.join(name)));
    }
    Ok(Done::Complete)
}
