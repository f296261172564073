//! One run: a scenario, a replicate, month by month. The only place where processes and outcomes meet.

use crate::base::memory;
use crate::base::rng::Draws;
use crate::model::Model;
use crate::model::build::{Arm, build};
use crate::outcome::collect::Collector;
use crate::outcome::record::{Failure, Record};
use crate::process;
use crate::scenario::Scenario;
use crate::world::populate::populate;
use crate::world::{World, audit};

/// People ever born to a run from which memory is worth more than the time it takes to ask for it again [agents].
/// *Assumption*: worlds of half a gigabyte; it changes no result.
const MANY: f64 = 2e7;

/// Months after which such a world gives back the memory that is free. *Assumption*: so often that it takes no time.
const HALF_YEAR: usize = 6;

/// A run under way. Its state is all here, so a copy can go on under another model that is the same up to now.
#[derive(Clone)]
pub struct Run {
    world: World,
    collector: Collector,
    months: usize,
}

impl Run {
    /// On the eve of the first month; start-up spreads over threads if `parallel`.
    pub fn start(model: &Model, draws: Draws, parallel: bool) -> Run {
        if is_large(model) {
            memory::be_sparing();
        }
        let world = populate(model, draws, parallel);
        Run { collector: Collector::new(model, &world), world, months: 0 }
    }

    /// Months simulated.
    pub fn months(&self) -> usize {
        self.months
    }

    /// Simulates the next month; its long passes spread over threads if `parallel`.
    pub fn month(&mut self, model: &Model, parallel: bool) {
        self.world.parallel = parallel;
        if is_large(model) && self.months.is_multiple_of(HALF_YEAR) {
            memory::give_back();
        }
        month(model, &mut self.world, &mut self.collector, self.months);
        self.months += 1;
    }

    /// The world as it is now.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// What the run leaves behind.
    ///
    /// # Errors
    /// [`Failure`] if the books do not balance.
    pub fn finish(self, model: &Model) -> Result<Record, Failure> {
        conclude(model, &self.world, self.collector)
    }
}

/// Runs one replicate of a scenario.
///
/// # Errors
/// [`Failure`] if the books do not balance at the end.
pub fn run(scenario: &Scenario, seed: u64, replicate: u32, arm: Arm, parallel: bool) -> Result<Record, Failure> {
    let model = build(scenario, seed, replicate, arm);
    let mut run = Run::start(&model, Draws::new(seed, replicate), parallel);
    while run.months() < model.months {
        run.month(&model, parallel);
    }
    run.finish(&model)
}

/// Runs the months of a world to their end; `watch` sees the world after each month.
///
/// # Errors
/// [`Failure`] if the books do not balance at the end.
pub fn simulate(model: &Model, world: &mut World, mut watch: impl FnMut(&Model, &World)) -> Result<Record, Failure> {
    let mut collector = Collector::new(model, world);
    for t in 0..model.months {
        month(model, world, &mut collector, t);
        watch(model, world);
    }
    conclude(model, world, collector)
}

/// Whether memory is worth more than time.
fn is_large(model: &Model) -> bool {
    model.population.cohorts.iter().sum::<f64>() >= MANY
}

fn month(model: &Model, world: &mut World, collector: &mut Collector, t: usize) {
    world.t = t;
    process::month(model, world);
    collector.observe(model, world);
}

fn conclude(model: &Model, world: &World, collector: Collector) -> Result<Record, Failure> {
    let faults = audit::audit(model, world);
    if let Some(fault) = faults.first() {
        let month = Some(model.month(model.months - 1));
        let message = format!("{} identities broken, the first: {fault}", faults.len());
        return Err(Failure { month, code: "identity_broken".into(), message });
    }
    Ok(collector.record(model, world))
}
