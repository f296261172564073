//! What a person earns, as a function of the state: nothing is stored.

use super::cell::Cell;
use super::person::{Person, Status, flag};
use super::{AHEAD, World};
use crate::base::draw::normal;
use crate::base::math::{exp, pow};
use crate::base::memory::fetch;
use crate::base::par;
use crate::base::rng::{Process, Stream};
use crate::model::education::Level;
use crate::model::{Industry, Model};
use crate::scenario::parameters::{Param, param};

const WAGE_SHARE: Param = param("technology.wage_share");
const EXPERIENCE: Param = param("pay.experience");
const BEND: Param = param("pay.experience_bend");
const CAREER: Param = param("pay.career");
const CAREER_YEARS: Param = param("pay.career_years");
const TREND: Param = param("labour.wage_growth");
const SCHOOLING: Param = param("pay.schooling");
const NON_PRIVATE: Param = param("pay.non_private");
const RESIDUAL: Param = param("pay.residual");
const SCAR: Param = param("skills.scar");
const HALF_LIFE: Param = param("skills.scar_half_life");

/// Persons above whom only a part is asked for the scale.
const ASKED: usize = 4_000_000;

/// Level of real pay of an occupation in a region at month `t`, relative to the start: trend times the wage curve.
pub fn level(model: &Model, world: &World, occupation: usize, region: usize) -> f64 {
    trend(model, world) * curve(model, world, occupation, region)
}

fn trend(model: &Model, world: &World) -> f64 {
    pow(1.0 + model.number(TREND), world.t as f64 / 12.0)
}

fn curve(model: &Model, world: &World, occupation: usize, region: usize) -> f64 {
    world.market.wage[occupation * model.regions.len() + region]
}

/// Premium of secondary, college and university schooling over compulsory schooling: 0.2, 0.5, 0.75
/// (Chen & Pastore 2022, China 2010-2017).
fn schooling(p: &Person) -> f64 {
    match Level::of(p.level) {
        Level::Junior => 0.0,
        Level::General | Level::Secondary | Level::Technician => 0.2,
        Level::College => 0.5,
        Level::Bachelor | Level::University => 0.75,
    }
}

/// Real pay of an employed person [yuan/year]; `None` for anyone else.
///
/// `industry wage x n x occupation x region x level x fit x (1 + k h) x exp(b e - c e^2) x (1 + m (1 - e^(-e/y0))) x
/// (1 + s (y - 1)) x scar x ownership x residual`, with n the scale that makes the mean of the industry at the start what its table says
/// ([`scales`]), h the premium of schooling and k the part of it that is paid within an occupation, e years of work, m
/// and y0 the first steps of a career, y the enterprise's productivity against technology at the industry's start, s
/// the share of the gain paid out; the last two by `ownership` and `residual`.
pub fn pay(model: &Model, world: &World, id: u32) -> Option<f64> {
    Payroll::new(model, world).pay(id)
}

/// Pay of many people in one month.
pub struct Payroll<'a> {
    model: &'a Model,
    world: &'a World,
    /// `level` without the wage curve.
    trend: f64,
    /// By years of work: experience and first steps, and the scar.
    experience: Vec<f64>,
    scar: Vec<f64>,
    residuals: Stream,
    owners: Stream,
}

impl<'a> Payroll<'a> {
    pub fn new(model: &'a Model, world: &'a World) -> Self {
        let years = 0..=u8::MAX;
        Payroll {
            model,
            world,
            trend: trend(model, world),
            experience: years.clone().map(|years| experience(model, years)).collect(),
            scar: years.map(|years| scar(model, years)).collect(),
            residuals: world.draws.stream(Process::Pay, 0),
            owners: world.draws.stream(Process::Pay, 1),
        }
    }

    /// As [`pay`].
    pub fn pay(&self, id: u32) -> Option<f64> {
        self.with_fit(id).map(|(_, pay)| pay)
    }

    /// Fit to the post held, and pay.
    pub fn with_fit(&self, id: u32) -> Option<(f32, f64)> {
        let (industry, fit, raw) = self.unscaled(id)?;
        Some((fit, raw * self.world.market.pay_scale.get(industry).copied().unwrap_or(1.0)))
    }

    /// Industry, fit, and pay without the industry's scale.
    fn unscaled(&self, id: u32) -> Option<(usize, f32, f64)> {
        let (model, world) = (self.model, self.world);
        let p = &world.persons[id as usize];
        if p.status != Status::Employed {
            return None;
        }
        let cell = &world.posts.cells[p.place as usize];
        let fit = world.fit_now(id, cell.occupation() as usize);
        let years = usize::from(p.experience);
        let raw = self.of_post(cell, fit)
            * (1.0 + model.number(SCHOOLING) * schooling(p))
            * self.experience[years]
            * if p.is(flag::SCARRED) { self.scar[years] } else { 1.0 }
            * residual(model, &self.residuals, id);
        Some((usize::from(cell.industry()), fit, raw))
    }

    /// What pay owes to the post, without the industry's scale: the factors that do not follow a person to another one.
    fn of_post(&self, cell: &Cell, fit: f32) -> f64 {
        let (model, world) = (self.model, self.world);
        let enterprise = &world.enterprises[cell.enterprise as usize];
        let industry = &model.industries[cell.industry() as usize];
        let gain =
            f64::from(enterprise.technology) - industry.technology_start + f64::from(enterprise.productivity) - 1.0;
        industry.wage
            * model.occupations[cell.occupation() as usize].wage_relative
            * model.regions[cell.region() as usize].wage_relative
            * (self.trend * curve(model, world, cell.occupation() as usize, cell.region() as usize))
            * f64::from(fit)
            * (1.0 + model.number(WAGE_SHARE) * gain)
            * ownership(model, &self.owners, industry, cell.enterprise)
    }

    /// Brings what [`Payroll::is_step_up`] reads of these people and vacancies into the cache, but for people's rows and the
    /// posts they hold.
    pub fn warm(&self, choices: impl Iterator<Item = (u32, u32)> + Clone) {
        let (world, cells) = (self.world, &self.world.posts.cells);
        choices.clone().for_each(|(_, vacancy)| fetch(cells, vacancy as usize));
        for (id, vacancy) in choices {
            for cell in [vacancy, world.persons[id as usize].place] {
                fetch(&world.enterprises, cells[cell as usize].enterprise as usize);
            }
        }
    }

    /// Whether a vacancy is one for an employed person: in another cell, where they would not earn less.
    pub fn is_step_up(&self, id: u32, vacancy: u32) -> bool {
        let (cells, law) = (&self.world.posts.cells, &self.world.skill_law);
        let (place, x) = (self.world.persons[id as usize].place, self.world.skills_now(id));
        let earned = |cell: &Cell| {
            let fit = law.fit(cell.occupation() as usize, &x);
            let scale = self.world.market.pay_scale.get(usize::from(cell.industry())).copied().unwrap_or(1.0);
            self.of_post(cell, fit) * scale
        };
        vacancy != place && earned(&cells[vacancy as usize]) >= earned(&cells[place as usize])
    }
}

/// Scale of each industry's pay: the published wages are means over everyone who works there, so at the start
/// `n_i = sum of industry wage x region / sum of unscaled pay` over its workers; 1 where there are none. Above
/// `ASKED` persons a fixed part of them is asked.
pub fn scales(model: &Model, world: &World) -> Vec<f64> {
    let payroll = Payroll::new(model, world);
    let asked: Vec<u32> = (0..world.persons.len() as u32).step_by(1 + world.persons.len() / ASKED).collect();
    let sums = par::totals(world.parallel, asked.len(), model.industries.len(), |sums: &mut [[f64; 2]], range| {
        for batch in asked[range].chunks(AHEAD) {
            world.warm(batch.iter().copied());
            for &id in batch {
                let Some((industry, _, raw)) = payroll.unscaled(id) else { continue };
                let region = world.posts.cells[world.persons[id as usize].place as usize].region();
                sums[industry][0] += model.industries[industry].wage * model.regions[region as usize].wage_relative;
                sums[industry][1] += raw;
            }
        }
    });
    sums.into_iter().map(|[table, raw]| if raw > 0.0 { table / raw } else { 1.0 }).collect()
}

/// Pay of the enterprise's kind of owner against the mean of its industry: `o / (1 + s (o - 1))` in a non-private unit,
/// `1 / (1 + s (o - 1))` in a private one, with s the share of non-private posts in the industry and o = `pay.non_private`.
/// *Assumption*: who owns an enterprise does not depend on its size.
fn ownership(model: &Model, owners: &Stream, industry: &Industry, enterprise: u32) -> f64 {
    let ratio = model.number(NON_PRIVATE);
    let private = !owners.chance(u64::from(enterprise), 0, industry.non_private);
    (if private { 1.0 } else { ratio }) / (1.0 + industry.non_private * (ratio - 1.0))
}

/// What nothing in the model explains of a person's pay, for life and of mean 1: `exp(s z - s^2 / 2)`, z standard normal by
/// row, s = `pay.residual`. A person who had the row before is past working age, so nobody at work shares a draw.
fn residual(model: &Model, residuals: &Stream, id: u32) -> f64 {
    let s = model.number(RESIDUAL);
    exp(s * normal(residuals, u64::from(id), 0) - s * s / 2.0)
}

fn experience(model: &Model, years: u8) -> f64 {
    let years = f64::from(years).min(22.0);
    let career = model.number(CAREER) * (1.0 - exp(-years / model.number(CAREER_YEARS)));
    exp(model.number(EXPERIENCE) * years - model.number(BEND) * years * years) * (1.0 + career)
}

/// `1 - loss * 2^(-years of work / half-life)` for those who started in a bad year.
fn scar(model: &Model, years: u8) -> f64 {
    1.0 - model.number(SCAR) * pow(0.5, f64::from(years) / model.number(HALF_LIFE))
}
