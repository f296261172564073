//! `skillsim new`: a commented scenario file that extends a baseline.

use std::io::ErrorKind;
use std::path::PathBuf;

use super::error::Stop;
use super::message::Message;
use super::{Context, Done, Outcome};
use crate::base::language::both;
use crate::experiment::Error;
use crate::experiment::whole::write_new;
use crate::scenario::load;
use crate::scenario::names::id_fault;
use crate::scenario::template::template;

#[derive(clap::Args, Debug)]
pub struct Args {
    /// Id of the scenario, for example funding_plus_20; the file is ID.toml
    #[arg(value_name = "ID")]
    id: String,
    /// The scenario file it extends, as seen from the new file
    #[arg(long, value_name = "FILE", default_value = "baseline.toml")]
    extends: String,
    /// Directory of the new file
    #[arg(short, long = "output", value_name = "DIR", default_value = ".")]
    output: PathBuf,
}

/// Never overwrites a file, and writes none that extends what is not there.
pub fn execute(args: Args, context: &Context) -> Outcome {
    if let Some(what) = id_fault(&args.id) {
        return Err(Stop::Usage(format!("id `{}`: {}", args.id, what.of(context.lang))));
    }
    let extended = args.output.join(&args.extends);
    if !extended.is_file() {
        let extended = extended.display();
        let what = both!(
            "没有 {extended} 这个文件；请用 --extends 指明所扩展的情景文件（相对于新文件），或用 -o 写到它所在的目录",
            "there is no file {extended}; name the scenario file to extend with --extends (as seen from the new file), \
             or write into its directory with -o"
        );
        return Err(Stop::Usage(what.of(context.lang).into()));
    }
    let extended = load(&[extended], &[]).map_err(Stop::Input)?.remove(0);
    let text = template(&args.id, &args.extends, &extended);
    let path = args.output.join(format!("{}.toml", args.id));
    write_new(&path, text.as_bytes()).map_err(|e| match e {
        Error::Io { source, path, .. } if source.kind() == ErrorKind::AlreadyExists => {
            let path = path.display();
            let what = both!(
                "{path} 已存在；请另取编号，或先移走该文件",
                "{path} exists; take another id, or move the file away first"
            );
            Stop::Usage(what.of(context.lang).into())
        }
        other => other.into(),
    })?;
    context.say(&Message::Created(&path));
    Ok(Done::Complete)
}
