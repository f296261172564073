//! What a results directory was made from and by what, and every file in it with its hash.
//!
//! All that may differ between two executions of the same command (host, threads, time) stands apart in
//! `execution`, so that the rest can be compared as a whole.

use std::fs::File;
use std::io::ErrorKind;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::csv::Written;
use super::results::seed_text;
use crate::base::time::Month;
use crate::experiment::Effort;
use crate::experiment::error::{Doing, Error, io};
use crate::experiment::plan::{BaselineBy, Input, Plan, Planned};
use crate::outcome::record::Arm;

/// Marks a directory as results of this program.
pub const PRODUCER: &str = "skillsim";

/// What a results directory holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contents {
    /// Of `run` or `merge`.
    Ensemble,
    /// Of `compare`.
    Comparison,
}

/// What may differ between two executions of the same command.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Execution {
    pub host: String,
    pub threads: usize,
    /// UTC, RFC 3339.
    pub started: String,
    pub seconds: f64,
    /// What the runs took; missing where runs were only read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effort: Option<Effort>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileEntry {
    pub name: String,
    /// Header not counted; none if the file is no table.
    pub rows: Option<usize>,
    pub columns: Option<usize>,
    pub bytes: u64,
    pub hash: String,
}

impl FileEntry {
    /// The entry of a file that is no table.
    pub fn of(name: &str, bytes: &[u8]) -> Self {
        let hash = format!("blake3:{}", blake3::hash(bytes).to_hex());
        FileEntry { name: name.into(), rows: None, columns: None, bytes: bytes.len() as u64, hash }
    }

    /// Whether the file in this directory is still as it was written.
    ///
    /// # Errors
    /// A file that exists and cannot be read.
    pub fn is_intact(&self, directory: &Path) -> Result<bool, Error> {
        let path = directory.join(&self.name);
        let file = match File::open(&path) {
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(false),
            opened => opened.map_err(io(Doing::Read, &path))?,
        };
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(file).map_err(io(Doing::Read, &path))?;
        Ok(format!("blake3:{}", hasher.finalize().to_hex()) == self.hash)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warnings {
    /// Text cells that got an apostrophe so that no spreadsheet runs them.
    pub guarded_cells: usize,
    /// Files of tables that were split because a spreadsheet could not hold them.
    pub split_files: Vec<String>,
    /// Runs that failed; listed in `failures.csv`.
    pub failed_runs: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    pub producer: String,
    pub contents: Contents,
    pub version: String,
    pub commit: String,
    pub features: String,
    pub target: String,
    pub lock_file_hash: String,
    pub command: Vec<String>,
    pub plan_id: String,
    /// Hexadecimal.
    pub seed: String,
    pub replicates: u32,
    pub arms: Vec<Arm>,
    pub baseline: String,
    pub baseline_by: BaselineBy,
    pub scenarios: Vec<Planned>,
    pub files: Vec<FileEntry>,
    pub warnings: Warnings,
    pub execution: Execution,
}

impl Manifest {
    /// Positions of the scenarios, the baseline first.
    pub fn baseline_first(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.scenarios.len()).collect();
        order.sort_by_key(|&i| self.scenarios[i].id != self.baseline);
        order
    }

    pub fn new(plan: &Plan, contents: Contents, command: &[String], execution: Execution) -> Self {
        let Plan { plan_id, input, .. } = plan;
        let Input { engine, seed, replicates, arms, baseline, baseline_by, scenarios, .. } = input.clone();
        Manifest {
            producer: PRODUCER.into(),
            contents,
            version: engine.version,
            commit: engine.commit,
            features: env!("SKILLSIM_FEATURES").into(),
            target: engine.target,
            lock_file_hash: format!("blake3:{}", blake3::hash(include_bytes!("../../Cargo.lock")).to_hex()),
            command: command.to_vec(),
            plan_id: plan_id.clone(),
            seed: seed_text(seed),
            replicates,
            arms,
            baseline: scenarios[baseline].id.clone(),
            baseline_by,
            scenarios,
            files: Vec::new(),
            warnings: Warnings::default(),
            execution,
        }
    }

    /// First month and number of months, the same in all scenarios.
    pub fn span(&self) -> Option<(Month, usize)> {
        self.scenarios.first().map(|s| (s.start, s.months))
    }

    /// A field that holds what this program never writes, if there is one.
    pub fn senseless(&self) -> Option<&'static str> {
        let same_span = |s: &Planned| Some((s.start, s.months)) == self.span();
        match () {
            () if self.seed().is_none() => Some("seed"),
            () if self.replicates == 0 => Some("replicates"),
            () if self.arms.is_empty() => Some("arms"),
            () if self.scenarios.is_empty() || !self.scenarios.iter().all(same_span) => Some("scenarios"),
            () if self.scenarios.iter().all(|s| s.id != self.baseline) => Some("baseline"),
            () if self.files.iter().any(|f| f.name.contains(['/', '\\'])) || !self.lists_runs() => Some("files"),
            () => None,
        }
    }

    /// Whether the runs are among the files of an ensemble.
    fn lists_runs(&self) -> bool {
        self.contents != Contents::Ensemble || self.files.iter().any(|f| f.name == "runs.csv")
    }

    /// The seed as a number, if it reads as one.
    pub fn seed(&self) -> Option<u64> {
        u64::from_str_radix(self.seed.trim_start_matches("0x"), 16).ok()
    }

    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("a manifest is plain data") + "\n"
    }
}

impl From<&Written> for FileEntry {
    fn from(w: &Written) -> Self {
        let Written { name, rows, columns, bytes, hash } = w.clone();
        FileEntry { name, rows: Some(rows), columns: Some(columns), bytes, hash }
    }
}
