//! The bench: two worlds that differ in one mechanism, same seeds, and the paired difference of an outcome.
//!
//! The error rate of every claim is 2.5 %: the lower end of a two-sided 95 % t interval of the paired differences must
//! lie beyond zero in the stated direction.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use skillsim::base::rng::Draws;
use skillsim::base::stats::{half_width_95, moments};
use skillsim::model::Model;
use skillsim::model::build::{Arm, build};
use skillsim::outcome::collect::Collector;
use skillsim::outcome::dictionary::INDICATORS;
use skillsim::outcome::record::Record;
use skillsim::process;
use skillsim::scenario::Scenario;
use skillsim::scenario::parameters::find;
use skillsim::world::World;
use skillsim::world::audit::audit;

/// `path=value` of parameters, as on the command line.
pub type Sets = &'static [&'static str];

/// What is run twice. The mechanism is on in the first world and neutral in the second.
#[derive(Clone, Copy)]
pub struct Trial {
    /// In both worlds; the strength of the test; the neutral values.
    pub both: Sets,
    pub on: Sets,
    pub neutral: Sets,
    pub months: usize,
    pub seeds: u32,
    /// Changes the model before the start, and the world before each month; told whether the mechanism is on.
    pub prepare: fn(&mut Model, bool),
    pub shock: fn(&Model, &mut World, bool),
    /// Writes down what `read` needs after each month.
    pub watch: fn(&Model, &World, &mut Vec<f64>),
    /// The outcome of a finished run.
    pub read: fn(&Run) -> f64,
}

/// Five years of the small province, twelve seeds, nothing on.
pub const TRIAL: Trial = Trial {
    both: &[],
    on: &[],
    neutral: &[],
    months: 60,
    seeds: 12,
    prepare: |_, _| (),
    shock: |_, _, _| (),
    watch: |_, _, _| (),
    read: |_| f64::NAN,
};

/// A finished run.
pub struct Run {
    pub model: Model,
    pub world: World,
    pub record: Record,
    pub trace: Vec<f64>,
}

/// Where and how a trial is run.
#[derive(Clone, Copy)]
pub struct Place {
    pub folder: &'static str,
    pub people_per_agent: u32,
    pub arm: Arm,
}

pub const SMALL: Place = Place { folder: "small", people_per_agent: 1, arm: Arm::Seed };

/// `path=value` without the spread that would move it in the arm of unknown parameters.
fn fixed(set: &str) -> String {
    let (path, value) = set.split_once('=').expect("path=value");
    let spread = find(path).unwrap_or_else(|| panic!("no parameter {path}")).row().spread;
    if spread.is_some() { format!("{path}={{ value = {value}, spread = [] }}") } else { set.to_owned() }
}

/// The baseline of a place with parameters set.
pub fn scenario(place: Place, months: usize, sets: &[&[&str]]) -> Scenario {
    let file: PathBuf =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(place.folder).join("baseline.toml");
    let mut all = vec![format!("run.months={months}"), format!("run.people_per_agent={}", place.people_per_agent)];
    all.extend(sets.iter().flat_map(|s| s.iter()).map(|s| fixed(s)));
    skillsim::scenario::load(&[file], &all).unwrap_or_else(|faults| panic!("{faults:#?}")).remove(0)
}

impl Trial {
    /// One run of a scenario under this trial's hooks.
    pub fn run(&self, scenario: &Scenario, replicate: u32, arm: Arm, on: bool) -> Run {
        let mut trace = Vec::new();
        let watch = |model: &Model, world: &World| (self.watch)(model, world, &mut trace);
        let mut run = self.observed(scenario, replicate, arm, on, watch);
        run.trace = trace;
        run
    }

    /// One run that something else watches.
    pub fn observed(
        &self,
        scenario: &Scenario,
        replicate: u32,
        arm: Arm,
        on: bool,
        mut watch: impl FnMut(&Model, &World),
    ) -> Run {
        let mut model = build(scenario, 1, replicate, arm);
        (self.prepare)(&mut model, on);
        let mut world = World::new(&model, Draws::new(1, replicate));
        let mut collector = Collector::new(&model, &world);
        for t in 0..model.months {
            world.t = t;
            (self.shock)(&model, &mut world, on);
            process::month(&model, &mut world);
            collector.observe(&model, &world);
            watch(&model, &world);
        }
        assert!(audit(&model, &world).is_empty(), "the books balance");
        let record = collector.record(&model, &world);
        Run { model, world, record, trace: Vec::new() }
    }

    /// An outcome of every pair (on, neutral), replicate by replicate.
    pub fn pairs<T: Send>(&self, place: Place, read: impl Fn(&Run) -> T + Sync) -> Vec<(T, T)> {
        let worlds = [
            scenario(place, self.months, &[self.both, self.on]),
            scenario(place, self.months, &[self.both, self.neutral]),
        ];
        let one = |replicate: u32, on: bool| read(&self.run(&worlds[usize::from(!on)], replicate, place.arm, on));
        (0..self.seeds).into_par_iter().map(|r| rayon::join(|| one(r, true), || one(r, false))).collect()
    }

    /// The worlds with the mechanism on alone.
    pub fn runs<T: Send>(&self, place: Place, read: impl Fn(&Run) -> T + Sync) -> Vec<T> {
        let world = scenario(place, self.months, &[self.both, self.on]);
        (0..self.seeds).into_par_iter().map(|r| read(&self.run(&world, r, place.arm, true))).collect()
    }

    /// Paired differences of `read` in the small province.
    pub fn effect(&self) -> Effect {
        Effect::of(self.pairs(SMALL, self.read))
    }
}

/// A mean paired difference with its 95 % interval, and the mean of the neutral world.
#[derive(Clone, Copy, Debug)]
pub struct Effect {
    pub mean: f64,
    pub half: f64,
    pub neutral: f64,
}

impl Effect {
    pub fn of(pairs: Vec<(f64, f64)>) -> Effect {
        let m = moments(&pairs.iter().map(|(a, b)| a - b).collect::<Vec<_>>());
        let neutral = moments(&pairs.iter().map(|p| p.1).collect::<Vec<_>>()).mean;
        Effect { mean: m.mean, half: half_width_95(m), neutral }
    }

    /// Whether the interval lies on the side of `direction`.
    pub fn goes(&self, direction: f64) -> bool {
        self.mean * direction - self.half > 0.0
    }
}

/// A mechanism of the list, the outcome that shows it and which way it moves.
#[derive(Clone, Copy)]
pub struct Claim {
    pub number: &'static str,
    pub name: &'static str,
    pub outcome: &'static str,
    pub direction: f64,
    pub trial: Trial,
    /// Neutral values against the baseline of Hebei at its sourced strength; empty: not a mechanism with a strength.
    pub sourced: Sets,
}

impl Claim {
    /// Asserts the claim in the small province.
    pub fn holds(&self) {
        self.holds_and(|_| ());
    }

    /// Asserts the claim and returns something more of every pair of runs.
    pub fn holds_and<T: Send>(&self, more: impl Fn(&Run) -> T + Sync) -> Vec<(T, T)> {
        let pairs = self.trial.pairs(SMALL, |run| ((self.trial.read)(run), more(run)));
        let (mut outcome, mut rest) = (Vec::new(), Vec::new());
        for ((a, x), (b, y)) in pairs {
            outcome.push((a, b));
            rest.push((x, y));
        }
        let e = Effect::of(outcome);
        println!("{} {}: {:+.6} +- {:.6} (neutral {:.6})", self.number, self.outcome, e.mean, e.half, e.neutral);
        assert!(e.goes(self.direction), "{} {}: {e:?}", self.number, self.outcome);
        rest
    }
}

impl Run {
    /// The months of an indicator.
    pub fn series(&self, id: &str) -> &[f64] {
        let at = INDICATORS.iter().position(|i| i.id == id).unwrap_or_else(|| panic!("no indicator {id}"));
        &self.record.series[at]
    }

    /// Mean of the measured months of a range.
    pub fn mean(&self, id: &str, months: std::ops::Range<usize>) -> f64 {
        let x: Vec<f64> = self.series(id)[months].iter().copied().filter(|v| v.is_finite()).collect();
        x.iter().sum::<f64>() / x.len() as f64
    }

    /// Sum of the measured months of a range.
    pub fn sum(&self, id: &str, months: std::ops::Range<usize>) -> f64 {
        self.series(id)[months].iter().filter(|v| v.is_finite()).sum()
    }

    /// The last measured month.
    pub fn last(&self, id: &str) -> f64 {
        self.series(id).iter().copied().rfind(|v| v.is_finite()).expect("measured")
    }

    /// Sum of a reading over the programs of some specialties.
    pub fn programs(&self, ids: &[&str], read: impl Fn(&skillsim::world::education::Program) -> f64) -> f64 {
        let of = |p: &&skillsim::world::education::Program| {
            ids.contains(&self.model.education.specialties[p.specialty as usize].id.as_str())
        };
        self.world.programs.iter().filter(of).map(read).sum()
    }
}

/// Index of an industry by id.
pub fn industry(model: &Model, id: &str) -> usize {
    model.industries.iter().position(|i| i.id == id).expect("an industry of the tables")
}

/// Mean of the finite values; NaN for none.
pub fn mean(x: impl IntoIterator<Item = f64>) -> f64 {
    let measured: Vec<f64> = x.into_iter().filter(|v| v.is_finite()).collect();
    measured.iter().sum::<f64>() / measured.len() as f64
}
