//! Closing labour demand against the labour force, once, before anything happens.
//!
//! Sector forecasts of employment do not add up to the people there will be, so the posts of all industries are
//! scaled to a projection of the labour force that no scenario changes:
//! `sum posts(t) = (1 + V0/E0) * ((1 - u0) * L(t) - own account(t))`, shares by output over productivity. The labour that
//! technology saves on its projected path is added back, so that only departures from the path change employment.

use super::Model;
use super::education::Level;
use super::population::AGE_END;
use super::province::{interpolate, points};
use crate::base::math::pow;
use crate::scenario::parameters::{Param, param};
use crate::scenario::tables::Frame;

const NET_MIGRATION: Param = param("population.net_migration");
const LEAVING: Param = param("education.leaving.province");
const LEAVING_UNIVERSITY: Param = param("education.leaving.university");
const TOPUP: Param = param("education.college.topup");
const GENERAL_TO_COLLEGE: Param = param("education.general.college");
const OUTSIDE: Param = param("policy.pathway.out_of_province");
const RETURN: Param = param("cooperation.return_share");
const FURTHER_STUDY: Param = param("policy.pathway.further_study");
const UNEMPLOYMENT: Param = param("labour.unemployment_start");
const SAVING: Param = param("technology.labour_saving");
const STEP: Param = param("technology.step");
const DIFFUSION: Param = param("technology.diffusion");
const LEADING: Param = param("policy.industry.output_leading");
const OTHER: Param = param("policy.industry.output_other");
const STEEL: Param = param("policy.industry.output_steel");
const CHEMICALS: Param = param("policy.industry.output_chemicals");
const IT: Param = param("policy.industry.output_it");
const LOW_ALTITUDE: Param = param("policy.industry.output_low_altitude");
const RENEWABLES: Param = param("policy.industry.output_renewables");
const VACANCIES: Param = param("labour.vacancies_start");

/// Fills the projection of the labour force and the posts wanted by industry and month.
pub(super) fn close(model: &mut Model, paths: &Frame, shares: &[f64]) {
    model.population.labour_force = labour_force(model);
    model.population.arrivals = arrivals(model);
    let start = f64::from(model.start.0) / 12.0;
    let path_of = |i: usize, column: &str| -> Vec<f64> {
        let (years, index) = points(paths, column, |row| paths.index("industry")[row] == i);
        let at = |t: usize| interpolate(&years, &index, start + t as f64 / 12.0);
        (0..=model.months).map(|t| at(t) / at(0)).collect()
    };
    let mut wanted = Vec::new();
    for (i, industry) in model.industries.iter().enumerate() {
        let output = path_of(i, "output_index");
        wanted.push(
            (output.iter().enumerate())
                .map(|(t, q)| shares[i] * q / pow(1.0 + industry.productivity_growth, t as f64 / 12.0))
                .collect::<Vec<f64>>(),
        );
        model.demand.output.push(output);
        model.demand.value.push(path_of(i, "value_index"));
        model.demand.region_share.push(model.regions.iter().map(|r| r.jobs_share).collect());
    }
    let filled = 1.0 + model.number(VACANCIES);
    let employed = 1.0 - model.number(UNEMPLOYMENT);
    for t in 0..=model.months {
        let own: f64 = model.population.own_account.iter().map(|path| path[t]).sum();
        let total = filled * (employed * model.population.labour_force[t] - own).max(0.0);
        let whole: f64 = wanted.iter().map(|w| w[t]).sum();
        for w in &mut wanted {
            w[t] *= total / whole;
        }
    }
    for (i, path) in wanted.iter_mut().enumerate() {
        let gained = technology_gained(model, i);
        path.iter_mut().zip(gained).for_each(|(posts, gain)| *posts *= 1.0 + model.number(SAVING) * gain);
    }
    model.demand.posts = wanted;
    apply_levers(model);
}

/// Multiplies the paths of output and posts by the levers of industry: a departure from the closed path, which changes
/// employment. Entry t + 1 of a path belongs to month t.
fn apply_levers(model: &mut Model) {
    for i in 0..model.industries.len() {
        let industry = &model.industries[i];
        let own = match industry.id.as_str() {
            "steel" => Some(STEEL),
            "chemicals" => Some(CHEMICALS),
            "it_software" => Some(IT),
            "low_altitude" => Some(LOW_ALTITUDE),
            _ if industry.renewables => Some(RENEWABLES),
            _ => None,
        };
        let group = if industry.leading { LEADING } else { OTHER };
        for t in 0..model.months {
            let factor = model.lever(group, t) * own.map_or(1.0, |p| model.lever(p, t));
            model.demand.output[i][t + 1] *= factor;
            model.demand.posts[i][t + 1] *= factor;
        }
    }
}

/// People who move in, by month [agents]: the published net, and as many as are expected to leave from school by the
/// classes of the base year, so that the net holds in the baseline while a policy that makes more graduates leave is felt.
/// *Assumption*: classes shrink with the cohort aged 20, and a larger one meets the same places.
fn arrivals(model: &Model) -> Vec<f64> {
    let aged_20 = |y: usize| -> f64 { (0..2).map(|sex| persons(model, y, 20, sex)).sum() };
    let net = model.number(NET_MIGRATION) / model.people_per_agent;
    (0..model.months)
        .map(|t| (net + leaving(model, t / 12) * (aged_20(t / 12) / aged_20(0)).min(1.0)).max(0.0) / 12.0)
        .collect()
}

/// Expected to leave the province in the y-th year by classes as large as at the start [agents/year]: shares of
/// those who finish a course for work, and of those who go to a college elsewhere and stay there. Those who top up after
/// college finish two years later: the start has none of them.
fn leaving(model: &Model, y: usize) -> f64 {
    let finishing = |level: Level, year: u8| finishing(model, level, year);
    let (further, topup) = (first(model, FURTHER_STUDY), model.number(TOPUP));
    let vocational = finishing(Level::Secondary, 2) * (1.0 - further)
        + finishing(Level::Technician, 2)
        + finishing(Level::College, 2) * (1.0 - topup)
        + finishing(Level::Bachelor, 3);
    let topped_up = if y == 0 { 0.0 } else { finishing(Level::College, 2) * topup };
    let university = finishing(Level::University, 3) + topped_up;
    let to_college =
        finishing(Level::Secondary, 2) * further + finishing(Level::General, 2) * model.number(GENERAL_TO_COLLEGE);
    let pull: f64 =
        (0..model.regions.len()).map(|r| model.regions[r].population_share * model.pull_outside(r, 1.0)).sum();
    pull * (model.number(LEAVING) * vocational + model.number(LEAVING_UNIVERSITY) * university)
        + first(model, OUTSIDE) * (1.0 - model.number(RETURN)) * to_college
}

/// A lever in the first month.
fn first(model: &Model, lever: Param) -> f64 {
    model.levers[lever.0 as usize].first().copied().unwrap_or(0.0)
}

/// Projected gain of technology by month: the discrete Bass curve in the mean,
/// `a' = a + (p + q a)/12 * diffusion * step * (1 - a)/(1 - a + step)` up to the ceiling.
fn technology_gained(model: &Model, i: usize) -> Vec<f64> {
    let industry = &model.industries[i];
    let (step, diffusion) = (model.number(STEP), model.number(DIFFUSION));
    let mut a = industry.technology_start;
    (0..=model.months)
        .map(|_| {
            let gained = a - industry.technology_start;
            let hazard = diffusion * (industry.bass_p + industry.bass_q * a) / 12.0;
            let room = (industry.technology_ceiling - a).max(0.0);
            a += hazard * step * room / (room + step);
            gained
        })
        .collect()
}

/// `L(t) = sum over sex and age of persons x participation x (1 - share in school)`, yearly, linear between; survivors
/// of each cohort by the mortality table, net migrants spread over ages 20-39, shares in school as at the start; and
/// [`trained`], who take part earlier than their age.
fn labour_force(model: &Model) -> Vec<f64> {
    let population = &model.population;
    let in_school = schooling(model);
    let years = model.months / 12 + 2;
    let yearly: Vec<f64> = (0..years)
        .map(|y| {
            let mut total = 0.0;
            for age in 15..AGE_END {
                for sex in 0..2 {
                    total += persons(model, y, age, sex) * population.activity[sex][age] * (1.0 - in_school[age]);
                }
            }
            total + trained(model, y)
        })
        .collect();
    (0..=model.months)
        .map(|t| yearly[t / 12] + (yearly[t / 12 + 1] - yearly[t / 12]) * (t % 12) as f64 / 12.0)
        .collect()
}

/// Those who leave a course for work take part as people of 25 do (`world::activity`), which the rates by age do not know:
/// `sum over the classes since the start of leavers x (rate at 25 - rate at their age)` [agents]. Classes as large as at
/// the start, in proportion to the cohort of their age, less those who leave the province.
fn trained(model: &Model, y: usize) -> f64 {
    let further = first(model, FURTHER_STUDY);
    let goes_on = |level: Level| match level {
        Level::Secondary => further,
        Level::College => model.number(TOPUP),
        _ => 0.0,
    };
    let rate = |age: usize| (model.population.activity[0][age] + model.population.activity[1][age]) / 2.0;
    let aged = |y: usize, age: usize| (0..2).map(|sex| persons(model, y, age, sex)).sum::<f64>();
    let stay = 1.0 - model.number(LEAVING);
    let mut extra = 0.0;
    for level in [Level::Secondary, Level::Technician, Level::College] {
        let leaves_at = (level.first_age() + level.years()) as usize;
        let class = finishing(model, level, 2) * (1.0 - goes_on(level)) * stay;
        for (age, left) in (leaves_at..25).zip(0..y) {
            let size = aged(y - left, leaves_at) / aged(0, leaves_at).max(1e-9);
            extra += class * size * (rate(25) - rate(age));
        }
    }
    extra
}

/// Students who have completed a year of a level at the start [agents].
fn finishing(model: &Model, level: Level, year: u8) -> f64 {
    let all = &model.population.start_enrolment;
    all.iter().filter(|(l, y, _)| *l == level && *y == year).map(|(_, _, count)| count).sum()
}

/// Persons of an age and sex expected `y` years after the start [agents].
fn persons(model: &Model, y: usize, age: usize, sex: usize) -> f64 {
    let population = &model.population;
    let born = model.start.year() + y as i32 - age as i32;
    // A third of those aged `age` on 1 September were born in the calendar year before.
    let cohort = |year: i32| -> f64 {
        let at = year - population.first_year;
        if at < 0 || at as usize >= population.cohorts.len() {
            return 0.0;
        }
        let male = population.male_share[at as usize];
        let share = if sex == 0 { male } else { 1.0 - male };
        population.cohorts[at as usize] * share
    };
    let count = cohort(born) * 2.0 / 3.0 + cohort(born - 1) / 3.0;
    let first_age = age.saturating_sub(y).max(15);
    let survival: f64 = (first_age..age).map(|a| 1.0 - population.mortality[sex][a]).product();
    let arrivals = model.number(NET_MIGRATION) / model.people_per_agent / (2.0 * 20.0);
    let arrived = (0..y).filter(|&past| (20..40).contains(&(age as i32 - (y - past) as i32))).count() as f64;
    count * survival + arrivals * arrived
}

/// Share of each age in school just after the autumn intake, from the enrolment at the start.
fn schooling(model: &Model) -> Vec<f64> {
    let mut students = vec![0.0; AGE_END + 1];
    for &(level, year, count) in &model.population.start_enrolment {
        students[(level.first_age() as usize + usize::from(year)).min(AGE_END)] += count;
    }
    // The intake of this autumn stands in for the first year, which the tables leave out.
    students[15] = students[16];
    students[18] = students[18].max(students[19]);
    (0..=AGE_END)
        .map(|age| {
            let all: f64 = (0..2).map(|sex| persons(model, 0, age, sex)).sum();
            if all > 0.0 { (students[age] / all).min(1.0) } else { 0.0 }
        })
        .collect()
}
