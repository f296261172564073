//! What can go wrong around the runs; a run that fails by itself is a [`Failure`](crate::outcome::record::Failure).

use std::io;
use std::path::{Path, PathBuf};

use crate::base::language::Text;
use crate::base::text::{counted, form};

/// Input that cannot be planned or does not belong to the plan: repeating the command is useless.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("no scenario was given")]
    NoScenario,
    #[error("the number of replicates must be at least 1")]
    NoReplicates,
    #[error("two scenarios have the id `{0}`; ids must differ")]
    DuplicateId(String),
    #[error("scenarios `{0}` and `{1}` differ in start or length; give them the same months")]
    DifferentMonths(String, String),
    #[error(
        "scenarios `{0}` and `{1}` differ in people per agent, which alone changes results; run all at one scale (--people-per-agent)"
    )]
    DifferentScales(String, String),
    #[error("`{0}` and `{1}` both say `baseline = true`; one baseline at a time")]
    TwoBaselines(String, String),
    #[error("results need a directory of their own: name one, for example {0}/results")]
    NamelessOutput(String),
    #[error("plan {path} cannot be read: {why}")]
    UnreadablePlan { path: String, why: String },
    #[error("the plan was altered: its content gives plan_id {found}, its header says {stated}")]
    AlteredPlan { stated: String, found: String },
    #[error("the plan was made by {planned}, this is {here}; use the same program for every shard")]
    OtherEngine { planned: String, here: String },
    #[error("scenario `{0}` is no longer what the plan was made from; restore its files or plan again")]
    ChangedScenario(String),
    #[error("plan {0} was altered: its shards are not all of its runs, each once; plan again")]
    AlteredShards(String),
    /// As the user counts them.
    #[error("shard {shard} does not exist; the plan has shards {first} to {last}")]
    NoSuchShard { shard: usize, first: usize, last: usize },
    #[error("{0} exists and is not a results directory of this command; choose another -o or move it away")]
    ForeignOutput(String),
    #[error("{0} is there and is not this plan; choose another directory with -o, or remove it")]
    OtherPlan(String),
    #[error("{path} is not a finished results directory: {}", .why.en)]
    UnreadableResults { path: String, why: Text },
    #[error(
        "{path} is not there: a command was interrupted, and what it has finished lies in {}; the same command goes on where it stopped",
        .kept.join(", ")
    )]
    UnfinishedResults { path: String, kept: Vec<String> },
    #[error(
        "{path}: changed or removed after they were written: {}; put back what was written, or run the scenarios again",
        .files.join(", ")
    )]
    DamagedResults { path: String, files: Vec<String> },
    #[error(
        "{path} holds finished results of another plan, made by `{command}`; choose another directory, or add --replace to replace them"
    )]
    OtherResults { path: String, command: String },
    #[error("{}", would_be_lost(.path, .others, .changed))]
    WouldBeLost {
        path: String,
        /// Files and folders (`name/`) that are not of the results.
        others: Vec<String>,
        /// Files of the results that are not as they were written.
        changed: Vec<String>,
    },
    #[error("another process is at work on this plan and holds {0}; wait until it has ended")]
    AtWork(String),
    #[error(
        "{first} and {second} differ in seed or kind of uncertainty, so their replicates are not pairs; run both with the same --seed and --uncertainty"
    )]
    DifferentSeeds { first: String, second: String },
    #[error(
        "{first} and {second} differ in start or length, so their months are not pairs; run both over the same months"
    )]
    DifferentSpans { first: String, second: String },
}

fn would_be_lost(path: &str, others: &[String], changed: &[String]) -> String {
    let list = |what: &str, names: &[String]| match names {
        [] => String::new(),
        names => format!("\n  {what}: {}", names.join(", ")),
    };
    let [others, replace] = [
        list("not of these results", others),
        list("changed since they were written (run and compare give them up with --replace)", changed),
    ];
    format!("{path} holds what would be lost; move it elsewhere or choose another directory{others}{replace}")
}

/// Why an ensemble is not there.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Fault(#[from] Fault),
    #[error("cannot {doing} {path}: {source}", path = path.display())]
    Io { doing: Doing, path: PathBuf, source: io::Error },
    /// Shards with unfinished runs, ascending.
    #[error("{} {} not finished: {}", counted(.0.len(), "shard"), form(.0.len(), "is", "are"), super::shard::ranges(.0))]
    Incomplete(Vec<usize>),
}

/// What was being done to a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    Create,
    Read,
    Write,
    Rename,
    Remove,
}

impl std::fmt::Display for Doing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Doing::Create => "create",
            Doing::Read => "read",
            Doing::Write => "write",
            Doing::Rename => "rename",
            Doing::Remove => "remove",
        })
    }
}

/// For `map_err`: adds what was done and to which path.
pub fn io<'a>(doing: Doing, path: &'a Path) -> impl FnOnce(io::Error) -> Error + 'a {
    move |source| Error::Io { doing, path: path.to_owned(), source }
}

/// Whether the same command may succeed later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Something passing, such as a network file system.
    Perhaps,
    AfterFreeingSpace,
    AfterGrantingAccess,
    AfterCorrectingThePath,
}

/// What has to change before an I/O error goes away.
pub fn retry(source: &io::Error) -> Retry {
    use io::ErrorKind as K;
    match source.kind() {
        K::StorageFull | K::QuotaExceeded | K::FileTooLarge => Retry::AfterFreeingSpace,
        K::PermissionDenied | K::ReadOnlyFilesystem => Retry::AfterGrantingAccess,
        K::NotFound | K::AlreadyExists | K::NotADirectory | K::IsADirectory | K::InvalidFilename => {
            Retry::AfterCorrectingThePath
        }
        _ => Retry::Perhaps,
    }
}
