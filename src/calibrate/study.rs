//! The fit of a scenario: a study with its scenario and targets, and the model as runs of the engine.
//!
//! A finished run lies in a bank under the hash of what it was made from (engine, scenario with its values, seed,
//! replicate), so an interrupted study goes on where it stopped, and another study takes what it shares. Other parameters are at
//! their values (the arm of chance alone).

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::goal::{Errors, Goal};
use super::space::Axis;
use super::waves::{Budget, Problem, Run};
use crate::experiment::bank::Bank;
use crate::experiment::error::Error;
use crate::experiment::plan::Engine;
use crate::experiment::simulation::guarded;
use crate::experiment::spread::spread;
use crate::experiment::{Outcome, Progress};
use crate::model::build::Arm;
use crate::outcome::fit::{Target, evaluate, read as read_targets};
use crate::scenario::parameters::{Param, param};
use crate::scenario::study::{Study, read as read_study};
use crate::scenario::{self, Diagnostic, Scenario};
use crate::simulate;

const SEED: Param = param("run.seed");

/// A study with everything it names.
pub struct Loaded {
    pub study: Study,
    pub scenario: Scenario,
    pub targets: Vec<Target>,
    pub problem: Problem,
    pub budget: Budget,
}

/// Reads a study, its scenario and its targets. `sets` are put over those of the study.
///
/// # Errors
/// All faults of all files.
pub fn load(file: &Path, sets: &[String]) -> Result<Loaded, Vec<Diagnostic>> {
    let study = read_study(file)?;
    let all: Vec<String> = study.sets.iter().chain(sets).cloned().collect();
    let scenarios = scenario::load(std::slice::from_ref(&study.scenario), &all);
    let (scenarios, targets) = match (scenarios, read_targets(&study.targets)) {
        (Ok(scenarios), Ok(targets)) => (scenarios, targets),
        (scenarios, targets) => {
            let mut faults = scenarios.err().unwrap_or_default();
            faults.extend(targets.err().unwrap_or_default());
            return Err(faults);
        }
    };
    let scenario = scenarios.into_iter().next().ok_or_else(Vec::new)?;
    let axes =
        study.free.iter().map(|f| Axis { name: f.param.row().path.into(), range: f.range, log: f.log }).collect();
    let goals =
        targets.iter().map(|t| Goal { id: t.id.clone(), value: t.value, tolerance: t.tolerance, weight: t.weight });
    let problem = Problem {
        axes,
        goals: goals.collect(),
        errors: Errors::student(),
        seed: study.seed.unwrap_or(scenario.number(SEED) as u64),
    };
    let Study { runs, replicates, waves, check, .. } = study;
    let budget = Budget { runs, replicates, waves, check };
    Ok(Loaded { study, scenario, targets, problem, budget })
}

impl Loaded {
    /// The scenario of a run.
    fn scenario_of(&self, run: &Run) -> Scenario {
        let values = run.values.iter().flatten();
        let numbers: Vec<(Param, f64)> = self.study.free.iter().map(|f| f.param).zip(values.copied()).collect();
        self.scenario.with_numbers(&numbers)
    }

    /// Outcomes of the runs, from the bank or made and kept there, in the order asked for. A run that fails has none (NaN).
    ///
    /// # Errors
    /// What the file system says; a run that was kept and has gone.
    pub fn outcomes(
        &self,
        runs: &[Run],
        bank: &Bank,
        threads: usize,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Vec<Vec<f64>>, Error> {
        let engine = Engine::here().to_string();
        let seed = self.problem.seed;
        let keyed: Vec<(Scenario, [u8; 32])> = runs
            .iter()
            .map(|run| {
                let scenario = self.scenario_of(run);
                let key = Bank::key(&format!("{engine}\n{}\n{seed}\n{}", scenario.hash(), run.replicate));
                (scenario, key)
            })
            .collect();
        let found: Vec<Option<Outcome>> = keyed.iter().map(|(_, key)| bank.read(key)).collect::<Result<_, _>>()?;
        let open: Vec<usize> = (0..runs.len()).filter(|&i| found[i].is_none()).collect();
        let (total, resumed) = (runs.len(), runs.len() - open.len());
        let finished = AtomicUsize::new(resumed);
        progress(Progress { finished: resumed, resumed, total });
        spread(threads, open.len(), &|k, parallel| {
            let i = open[k];
            let (scenario, key) = &keyed[i];
            let run = guarded(|| simulate::run(scenario, seed, runs[i].replicate, Arm::Seed, parallel));
            let outcome = run.and_then(|outcome| outcome);
            // What targets speak of; the rest of a record is large.
            let outcome = outcome.map(|mut record| {
                (record.lists, record.fiscal, record.outlook) = Default::default();
                (record.network, record.lives) = Default::default();
                record
            });
            bank.write(key, &outcome)?;
            progress(Progress { finished: finished.fetch_add(1, Ordering::Relaxed) + 1, resumed, total });
            Ok(())
        })?;
        let start = self.scenario.start();
        let targets = |(outcome, (_, key)): (Option<Outcome>, &(Scenario, [u8; 32]))| {
            Ok(match outcome.map_or_else(|| bank.kept(key), Ok)? {
                Ok(record) => evaluate(&self.targets, &record, start),
                Err(_) => vec![f64::NAN; self.targets.len()],
            })
        };
        found.into_iter().zip(&keyed).map(targets).collect()
    }
}
