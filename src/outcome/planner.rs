//! What a planner asks first: which specialties a region needs more or less of, and whether what is taught is wanted.

use super::record::ListRow;
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::World;

const FRICTION: Param = param("labour.vacancies_start");
/// Years over which need and supply are averaged at the end of the run.
pub const YEARS: usize = 5;

/// Follows need and supply by specialty and region.
#[derive(Clone)]
pub(super) struct Planner {
    /// Need by `[specialty * regions + region]` and supply, in the last months of the run [agents].
    need: Vec<f64>,
    graduates: Vec<f64>,
    /// Specialties of each role, with the seats that share its need.
    fields: Vec<Vec<usize>>,
    /// First month that counts.
    from: usize,
}

/// Curricula against posts.
pub(super) struct Curricula {
    /// Mean quality and shortfall, weighted by students.
    pub quality: f64,
    pub shortfall: f64,
    /// Students and need by specialty.
    pub students: Vec<f64>,
    pub need: Vec<f64>,
}

impl Planner {
    pub fn new(model: &Model) -> Self {
        let cells = model.education.specialties.len() * model.regions.len();
        let roles = model.roles();
        let mut fields = vec![Vec::new(); roles];
        for (s, specialty) in model.education.specialties.iter().enumerate() {
            for &role in &specialty.roles {
                fields[role as usize].push(s);
            }
        }
        Planner {
            need: vec![0.0; cells],
            graduates: vec![0.0; cells],
            fields,
            from: model.months.saturating_sub(12 * YEARS),
        }
    }

    /// Adds the month: hires of newcomers with a vocational training, plus a year's share of the vacancies beyond
    /// friction, shared over the specialties of each role by students; and June's graduates who go to work.
    pub fn observe(&mut self, model: &Model, world: &World) {
        if world.t < self.from {
            return;
        }
        let regions = model.regions.len();
        let weights = students(model, world);
        let newcomers: f64 = world.flows.newcomers_by_market.iter().map(|&n| f64::from(n)).sum();
        let hires: f64 = world.flows.hires_by_market.iter().map(|&n| f64::from(n)).sum();
        let share = super::collect::ratio(newcomers, hires);
        let share = if share.is_nan() { 0.0 } else { share };
        for (o, occupation) in model.occupations.iter().enumerate() {
            let field = &self.fields[occupation.role as usize];
            let total: f64 = field.iter().map(|&s| weights[s] + 1.0).sum();
            for r in 0..regions {
                let at = o * regions + r;
                let friction = model.number(FRICTION) * f64::from(world.market.staffed[at]);
                let unmet = (f64::from(world.market.vacancies[at]) - friction).max(0.0) * share;
                let need = f64::from(world.flows.newcomers_by_market[at]) + unmet / 12.0;
                for &s in field {
                    self.need[s * regions + r] += need * (weights[s] + 1.0) / total;
                }
            }
        }
        if let Some(class) = world.leavers.iter().find(|l| l.graduated == world.t as i32) {
            for &id in &class.ids {
                let p = &world.persons[id as usize];
                if let Some(program) = world.programs.get(p.program as usize) {
                    self.graduates[program.specialty as usize * regions + p.region as usize] += 1.0;
                }
            }
        }
    }

    /// The three lists: need and graduates a year [persons].
    pub fn lists(&self, model: &Model) -> Vec<ListRow> {
        let regions = model.regions.len();
        let years = (model.months - self.from) as f64 / 12.0;
        let yearly = |agents: f64| agents * model.people_per_agent / years;
        (0..self.need.len())
            .map(|at| ListRow {
                specialty: model.education.specialties[at / regions].id.clone(),
                region: model.regions[at % regions].id.clone(),
                need: yearly(self.need[at]),
                graduates: yearly(self.graduates[at]),
            })
            .collect()
    }

    /// Shortfall of every program's curriculum against the posts of its field wanted in the province now,
    /// `sum w max(0, r - c) / sum w r`.
    pub fn curricula(&self, model: &Model, world: &World) -> Curricula {
        let regions = model.regions.len();
        let wanted: Vec<f64> =
            (0..model.occupations.len()).map(|o| world.market.need[o * regions..][..regions].iter().sum()).collect();
        let fields: Vec<Vec<(usize, f64)>> = (model.education.specialties.iter())
            .map(|s| {
                let inside = |o: &usize| s.roles.contains(&model.occupations[*o].role);
                (0..model.occupations.len()).filter(inside).map(|o| (o, wanted[o])).collect()
            })
            .collect();
        let (mut weight, mut quality, mut shortfall) = (0.0, 0.0, 0.0);
        for p in &world.programs {
            let students = p.enrolled() as f64;
            let (mut lacking, mut posts) = (0.0, 0.0);
            for &(o, n) in &fields[p.specialty as usize] {
                lacking += n * (1.0 - f64::from(world.skill_law.fit(o, &p.curriculum)));
                posts += n;
            }
            if posts > 0.0 {
                weight += students;
                quality += students * p.quality;
                shortfall += students * lacking / posts;
            }
        }
        let students = students(model, world);
        let mut need = vec![0.0; students.len()];
        for (o, occupation) in model.occupations.iter().enumerate() {
            let field = &self.fields[occupation.role as usize];
            for &s in field {
                need[s] += wanted[o] / field.len() as f64;
            }
        }
        Curricula {
            quality: super::collect::ratio(quality, weight),
            shortfall: super::collect::ratio(shortfall, weight),
            students,
            need,
        }
    }
}

/// Students by specialty [agents].
fn students(model: &Model, world: &World) -> Vec<f64> {
    let mut students = vec![0.0; model.education.specialties.len()];
    for p in &world.programs {
        students[p.specialty as usize] += p.enrolled() as f64;
    }
    students
}
