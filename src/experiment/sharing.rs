//! Runs that are the same in their first months run them once and part at the first difference.
//!
//! Runs of one replicate and arm share seed and draws, so until the first month in which their models differ
//! ([`Model::paths_part`]) they are one run, byte for byte. Runs whose models never differ are one run to the end. Where
//! runs part, the world is kept and each goes on from a copy (the last one from the kept world itself). Kept worlds may
//! take so much memory and no more; where that is not enough, the largest part goes on and the others begin at the start.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::desk::{Desk, Reserved, Task};
use super::error::Error;
use super::plan::Job;
use super::simulation::{Simulation, guarded};
use crate::base::rng::Draws;
use crate::model::Model;
use crate::model::build::build;
use crate::outcome::record::Failure;
use crate::scenario::Scenario;
use crate::simulate::Run;

/// The simulation of scenarios, which stand in the order of the plan.
pub struct Sharing<'a> {
    scenarios: &'a [Scenario],
}

/// A run of the plan and its model.
pub(super) struct Branch {
    run: usize,
    model: Model,
}

/// A run kept at a month where others part from it.
pub(super) struct Kept {
    run: Run,
    _memory: Reserved,
}

impl Simulation for Sharing<'_> {
    fn pursue(&self, task: Task, desk: &Desk) -> Result<(), Error> {
        match task {
            Task { runs, .. } if !runs.is_empty() => self.open(runs, desk),
            Task { branches, from: Some(kept), .. } => {
                let run = Arc::try_unwrap(kept).map(|kept| kept.run).or_else(|kept| {
                    desk.office.tally.copied.fetch_add(1, Ordering::Relaxed);
                    guarded(|| kept.run.clone())
                });
                go_on(run, branches, desk)
            }
            Task { branches, .. } => {
                let Some(Branch { run, model }) = branches.first() else { return Ok(()) };
                let Job { seed, replicate, .. } = desk.job(*run);
                desk.office.tally.started.fetch_add(1, Ordering::Relaxed);
                let start = |parallel| Run::start(model, Draws::new(seed, replicate), parallel);
                go_on(guarded(|| desk.within(people(model), start)), branches, desk)
            }
        }
    }
}

impl<'a> Sharing<'a> {
    pub(super) fn new(scenarios: &'a [Scenario]) -> Self {
        Sharing { scenarios }
    }

    /// Builds the models and leaves a task for each set of runs that begin alike.
    fn open(&self, runs: Vec<usize>, desk: &Desk) -> Result<(), Error> {
        let mut alike: Vec<([u8; 32], Vec<Branch>)> = Vec::new();
        for run in runs {
            let Job { scenario, seed, replicate, arm } = desk.job(run);
            let built = guarded(|| {
                let model = build(&self.scenarios[scenario], seed, replicate, arm);
                (model.fixed(), model)
            });
            let (fixed, model) = match built {
                Ok(built) => built,
                Err(failure) => {
                    desk.finish(run, Err(failure))?;
                    continue;
                }
            };
            let like = |(f, with): &&mut (_, Vec<Branch>)| *f == fixed && with[0].model.paths_part(&model) > 0;
            match alike.iter_mut().find(like).filter(|_| !desk.office.apart) {
                Some((_, with)) => with.push(Branch { run, model }),
                None => alike.push((fixed, vec![Branch { run, model }])),
            }
        }
        let task = |(_, branches)| Task { runs: Vec::new(), branches, from: None };
        desk.leave(alike.into_iter().map(task));
        Ok(())
    }
}

/// Takes runs that are one so far to their end, or to where they part.
fn go_on(run: Result<Run, Failure>, mut branches: Vec<Branch>, desk: &Desk) -> Result<(), Error> {
    let mut run = match run {
        Ok(run) => run,
        Err(failure) => return branches.iter().try_for_each(|b| desk.finish(b.run, Err(failure.clone()))),
    };
    loop {
        let model = &branches[0].model;
        let until = branches.iter().map(|b| model.paths_part(&b.model)).min().unwrap_or(model.months);
        while run.months() < until {
            let persons = run.world().persons.len();
            if let Err(failure) = guarded(|| desk.within(persons, |parallel| run.month(model, parallel))) {
                return branches.iter().try_for_each(|b| desk.finish(b.run, Err(failure.clone())));
            }
            desk.simulated(1);
        }
        if until == model.months {
            let outcome = guarded(|| run.finish(model)).and_then(|outcome| outcome);
            return branches.iter().try_for_each(|b| desk.finish(b.run, outcome.clone()));
        }
        let mut parts = part(branches, until);
        // The largest goes last: it takes the kept run itself, and when it parts again nothing else is kept.
        parts.sort_by_key(Vec::len);
        if let Some(reserved) = desk.reserve(run.world().bytes() as u64) {
            let kept = Arc::new(Kept { run, _memory: reserved });
            let tasks: Vec<Task> = (parts.into_iter())
                .map(|branches| Task { runs: Vec::new(), branches, from: Some(kept.clone()) })
                .collect();
            drop(kept);
            desk.leave(tasks.into_iter());
            return Ok(());
        }
        branches = parts.pop().unwrap_or_default();
        desk.leave(parts.into_iter().map(|branches| Task { runs: Vec::new(), branches, from: None }));
    }
}

/// Simulated persons a run begins with, about.
fn people(model: &Model) -> usize {
    let network: u32 = model.demand.network.iter().map(|[employed, unemployed, _]| employed + unemployed).sum();
    model.population.cohorts.iter().sum::<f64>() as usize + network as usize
}

/// Runs that are one before month `t`, by what they are in it.
fn part(branches: Vec<Branch>, t: usize) -> Vec<Vec<Branch>> {
    let mut parts: Vec<Vec<Branch>> = Vec::new();
    for branch in branches {
        match parts.iter_mut().find(|with| with[0].model.paths_part(&branch.model) > t) {
            Some(with) => with.push(branch),
            None => parts.push(vec![branch]),
        }
    }
    parts
}
