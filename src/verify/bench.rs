//! What the cases run on: models of networks built from the reference scenarios, the small province, and ensembles of runs.

use std::io;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::base::rng::Draws;
use crate::model::Model;
use crate::model::build::{Arm, build};
use crate::process;
use crate::scenario::parameters::{Kind, Param, param};
use crate::scenario::tables::{Matrix, Tables};
use crate::scenario::{self, Scenario};
use crate::world::World;

const MONTHS: Param = param("run.months");

/// What changes stocks by itself.
pub const MOVES: [Param; 4] =
    [param("labour.separation"), param("labour.opening"), param("labour.adjust_down"), param("labour.adjust_up")];

/// Files of the small province.
macro_rules! small {
    ($($name:literal)*) => {
        &[$((concat!("small/", $name), include_str!(concat!("../../scenarios/small/", $name)))),*]
    };
}

/// The small province, as a user runs it.
const PROVINCE: &[(&str, &str)] = small! {
    "baseline.toml" "activity.csv" "categories.csv" "cohorts.csv" "distances.csv" "industries.csv" "industry_roles.csv"
    "mortality.csv" "occupations.csv" "output_paths.csv" "own_account.csv" "own_account_path.csv" "programs.csv"
    "regions.csv" "retirement.csv" "roles.csv" "schools.csv" "specialties.csv" "specialty_categories.csv"
    "specialty_roles.csv" "start_enrolment.csv" "technician.csv"
};

/// The reference scenarios, as a user runs them.
const FILES: &[(&str, &str)] = &[
    ("core.toml", include_str!("../../scenarios/reference/core.toml")),
    ("t4_steady.toml", include_str!("../../scenarios/reference/t4_steady.toml")),
    ("t4_shock.toml", include_str!("../../scenarios/reference/t4_shock.toml")),
    ("t4_cycle.toml", include_str!("../../scenarios/reference/t4_cycle.toml")),
    ("t4small_steady.toml", include_str!("../../scenarios/reference/t4small_steady.toml")),
    ("t4/occupations.csv", include_str!("../../scenarios/reference/t4/occupations.csv")),
    ("t4/matrix.csv", include_str!("../../scenarios/reference/t4/matrix.csv")),
    ("t4small/occupations.csv", include_str!("../../scenarios/reference/t4small/occupations.csv")),
    ("t4small/matrix.csv", include_str!("../../scenarios/reference/t4small/matrix.csv")),
];

/// Seed of all cases.
pub const SEED: u64 = 20_260_101;

/// One occupation at the end of a step [persons]: employed, unemployed, vacancies, long-term unemployed.
pub type Stocks = [f64; 4];
/// A run: stocks by step (the start is not among them) and occupation.
pub type Run = Vec<Vec<Stocks>>;

/// Runs of a reference scenario.
pub type Ensemble = Vec<Run>;

/// The reference scenarios, the small province at its start, and ensembles that several cases read.
pub struct Bench {
    pub t4_steady: Scenario,
    pub t4_shock: Scenario,
    pub t4_cycle: Scenario,
    pub t4small_steady: Scenario,
    small_province: Scenario,
    province: OnceLock<(Model, World)>,
    steady: OnceLock<Ensemble>,
    shock: OnceLock<Ensemble>,
    small: OnceLock<Ensemble>,
}

impl Bench {
    /// Writes the scenarios to a temporary directory and reads them like any others.
    ///
    /// # Errors
    /// What the file system says; faults of the files, which the tests exclude.
    pub fn new() -> io::Result<Bench> {
        let folder = tempfile::tempdir()?;
        for (name, text) in FILES.iter().chain(PROVINCE) {
            let file = folder.path().join(name);
            std::fs::create_dir_all(file.parent().unwrap_or(Path::new("")))?;
            std::fs::write(file, text)?;
        }
        let load = |name: &str, months: usize| {
            let file = folder.path().join(name);
            let mut found = scenario::load(&[file], &[format!("run.months={months}")])
                .map_err(|faults| io::Error::other(format!("{name}: {faults:?}")))?;
            found.pop().ok_or_else(|| io::Error::other(name.to_owned()))
        };
        Ok(Bench {
            t4_steady: load("t4_steady.toml", 600)?,
            t4_shock: load("t4_shock.toml", 600)?,
            t4_cycle: load("t4_cycle.toml", 600)?,
            t4small_steady: load("t4small_steady.toml", 600)?,
            small_province: load("small/baseline.toml", 120)?,
            province: OnceLock::new(),
            steady: OnceLock::new(),
            shock: OnceLock::new(),
            small: OnceLock::new(),
        })
    }

    /// A network like `base` with other stocks, matrix and parameters, over `steps`.
    pub fn network(
        &self,
        base: &Scenario,
        stocks: &[Stocks],
        matrix: Vec<Vec<f64>>,
        steps: usize,
        sets: &[(Param, f64)],
    ) -> Model {
        let rows = matrix.into_iter().map(|row| row.into_iter().enumerate().filter(|(_, w)| *w > 0.0).collect());
        let mut scenario = base.clone();
        scenario.tables = Arc::new(Tables::network(stocks, Matrix { rows: rows.collect() }));
        model(&scenario, steps, sets)
    }

    /// One occupation: employed, unemployed, vacancies; the target is what is there, and nothing moves but what is set.
    pub fn market(&self, [employed, unemployed, vacancies]: [f64; 3], steps: usize, sets: &[(Param, f64)]) -> Model {
        let sets: Vec<(Param, f64)> = MOVES.map(|p| (p, 0.0)).into_iter().chain(sets.iter().copied()).collect();
        let stocks = [[employed, unemployed, vacancies, employed + unemployed]];
        self.network(&self.t4_steady, &stocks, vec![vec![1.0]], steps, &sets)
    }

    /// The small province at its start: sixty programs of real schools, everyone one person.
    pub fn province(&self) -> (Model, World) {
        let start = || {
            let model = build(&self.small_province, SEED, 0, Arm::Seed);
            let world = world(&model, 0);
            (model, world)
        };
        self.province.get_or_init(start).clone()
    }

    /// 60 runs over 600 steps from the steady scenario, as in the reference.
    pub fn steady(&self) -> &Ensemble {
        self.steady.get_or_init(|| ensemble(&model(&self.t4_steady, 600, &[]), 60))
    }

    /// 60 runs over 600 steps of the shock.
    pub fn shock(&self) -> &Ensemble {
        self.shock.get_or_init(|| ensemble(&model(&self.t4_shock, 600, &[]), 60))
    }

    /// 400 runs at a hundredth of the size.
    pub fn small(&self) -> &Ensemble {
        self.small.get_or_init(|| ensemble(&model(&self.t4small_steady, 600, &[]), 400))
    }
}

/// The model of a scenario over `steps` with parameters set.
pub fn model(scenario: &Scenario, steps: usize, sets: &[(Param, f64)]) -> Model {
    let sets = [&[(MONTHS, steps as f64)], sets].concat();
    build(&scenario.with_numbers(&sets), SEED, 0, Arm::Seed)
}

/// Sets parameters of a model that is built, levers in all months.
pub fn set(model: &mut Model, sets: &[(Param, f64)]) {
    for &(p, value) in sets {
        match p.row().kind {
            Kind::Lever => model.levers[p.0 as usize].fill(value),
            _ => model.numbers[p.0 as usize] = value,
        }
    }
}

/// More months for a model that is built; levers stay as they begin.
pub fn lengthen(model: &mut Model, months: usize) {
    model.months = months;
    for path in model.levers.iter_mut().filter(|path| !path.is_empty()) {
        path.resize(months, path[0]);
    }
}

/// A fresh world of the model.
pub fn world(model: &Model, replicate: u32) -> World {
    World::new(model, Draws::new(SEED, replicate))
}

/// The same state with other draws from here on.
pub fn again(world: &World, replicate: u32) -> World {
    World { draws: Draws::new(SEED, replicate), ..world.clone() }
}

/// One step.
pub fn step(model: &Model, world: &mut World, t: usize) {
    world.t = t;
    process::month(model, world);
}

/// Stocks by occupation at the end of a step.
pub fn stocks(model: &Model, world: &World) -> Vec<Stocks> {
    let count = |list: &[u32], o: usize| f64::from(list[o]);
    let market = &world.market;
    let long = &world.seekers.long;
    (0..model.occupations.len())
        .map(|o| [count(&market.staffed, o), count(&market.seekers, o), count(&market.vacancies, o), count(long, o)])
        .collect()
}

/// Runs a model to its end.
pub fn run(model: &Model, replicate: u32) -> Run {
    let mut world = world(model, replicate);
    (0..model.months)
        .map(|t| {
            step(model, &mut world, t);
            stocks(model, &world)
        })
        .collect()
}

pub fn ensemble(model: &Model, runs: u32) -> Ensemble {
    samples(runs, |r| run(model, r))
}

/// A value for each replicate, in order.
pub fn samples<T: Send>(n: u32, f: impl Fn(u32) -> T + Sync + Send) -> Vec<T> {
    (0..n).into_par_iter().map(f).collect()
}

/// Sum over occupations of one stock.
pub fn total(stocks: &[Stocks], which: usize) -> f64 {
    stocks.iter().map(|s| s[which]).sum()
}
