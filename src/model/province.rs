//! A province from its tables, in agent units.

use super::education::{Education, Level, Program, Rank, School, Specialty};
use super::firm_size::lower_bound;
use super::population::{AGE_END, Population};
use super::{DOMAINS, Industry, Model, Occupation, Region, RoleShare, SKILLS, Skills, closure};
use crate::base::math::{exp, pow};
use crate::scenario::parameters::{Param, param};
use crate::scenario::tables::{Frame, Tables};

const REACH: Param = param("labour.reach");
const NEAR_KM: Param = param("labour.near_km");
const SIZE_EXPONENT: Param = param("firms.size_exponent");
const BIRTH_TREND: Param = param("population.birth_trend");

pub(super) fn fill(model: &mut Model, tables: &Tables) {
    let regions = tables.frame("regions");
    let inside: Vec<usize> = (0..regions.len()).filter(|&r| regions.number("outside")[r] == 0.0).collect();
    (model.regions, model.outside_pay) = read_regions(regions, &inside);
    model.occupations = read_occupations(tables.frame("occupations"));
    model.industries = read_industries(tables, &model.occupations, model.number(SIZE_EXPONENT));
    model.population = read_population(model, tables, &inside);
    model.education = read_education(tables, &inside);
    model.labour.near = near(tables.frame("distances"), &inside, model.number(NEAR_KM));
    model.labour.reach = reach(&model.occupations, model.number(REACH));
    closure::close(model, tables.frame("output_paths"), tables.frame("industries").number("employment_share"));
}

fn skills(frame: &Frame, row: usize, prefix: &str) -> Skills {
    std::array::from_fn(|s| frame.number(&format!("{prefix}{}", DOMAINS[s]))[row] as f32)
}

/// The regions of the province, and pay outside.
fn read_regions(frame: &Frame, inside: &[usize]) -> (Vec<Region>, Option<f64>) {
    let (share, wage) = (frame.number("jobs_share"), frame.number("wage_yuan_year"));
    let mean: f64 = inside.iter().map(|&r| share[r] * wage[r]).sum();
    let outside: Vec<f64> = (0..frame.len()).filter(|r| !inside.contains(r)).map(|r| wage[r] / mean).collect();
    let regions = inside
        .iter()
        .map(|&r| Region {
            id: frame.text("id")[r].clone(),
            population_share: frame.number("population_share")[r],
            jobs_share: share[r],
            wage_relative: wage[r] / mean,
            density: frame.number("density")[r],
        })
        .collect();
    (regions, (!outside.is_empty()).then(|| outside.iter().sum::<f64>() / outside.len() as f64))
}

fn read_occupations(frame: &Frame) -> Vec<Occupation> {
    (0..frame.len())
        .map(|o| Occupation {
            id: frame.text("id")[o].clone(),
            role: frame.index("role")[o] as u16,
            modern: frame.text("form")[o] == "modern",
            wage_relative: frame.number("wage_relative")[o],
            requirement: skills(frame, o, ""),
            weight: skills(frame, o, "w_"),
        })
        .collect()
}

fn read_industries(tables: &Tables, occupations: &[Occupation], zeta: f64) -> Vec<Industry> {
    let (frame, mix) = (tables.frame("industries"), tables.frame("industry_roles"));
    let form = |role: usize, modern: bool| {
        occupations.iter().position(|o| o.role as usize == role && o.modern == modern).unwrap_or(0) as u16
    };
    let number = |column: &str, i: usize| frame.number(column)[i];
    (0..frame.len())
        .map(|i| Industry {
            id: frame.text("id")[i].clone(),
            secondary: frame.text("sector")[i] == "secondary",
            wage: number("wage_yuan_year", i),
            technology_start: number("technology_start", i),
            technology_ceiling: number("technology_ceiling", i),
            drift: number("drift_per_year", i),
            bass_p: number("bass_p", i),
            bass_q: number("bass_q", i),
            upgrade_months: number("upgrade_months", i) as u8,
            value_added: number("value_added_yuan_worker_year", i),
            productivity_growth: number("productivity_growth", i),
            non_private: number("non_private_share", i),
            renewables: number("renewables", i) != 0.0,
            leading: number("leading", i) != 0.0,
            mean_size: number("mean_firm_size", i),
            min_size: lower_bound(number("mean_firm_size", i), number("firm_size_max", i), zeta),
            max_size: number("firm_size_max", i),
            roles: (0..mix.len())
                .filter(|&m| mix.index("industry")[m] == i)
                .map(|m| RoleShare {
                    traditional: form(mix.index("role")[m], false),
                    modern: form(mix.index("role")[m], true),
                    share_traditional: mix.number("share_traditional")[m],
                    share_modern: mix.number("share_modern")[m],
                })
                .collect(),
        })
        .collect()
}

fn read_population(model: &Model, tables: &Tables, inside: &[usize]) -> Population {
    let scale = model.people_per_agent;
    let cohorts = tables.frame("cohorts");
    let years: Vec<i32> = cohorts.number("birth_year").iter().map(|&y| y as i32).collect();
    let first_year = years.iter().copied().min().unwrap_or(0);
    let last_listed = years.iter().copied().max().unwrap_or(0);
    let last_needed = model.start.year() + model.months as i32 / 12 - 14;
    let span = last_listed.max(last_needed) - first_year + 1;
    let mut population = Population {
        first_year,
        cohorts: vec![0.0; span as usize],
        male_share: vec![0.5; span as usize],
        activity: std::array::from_fn(|_| vec![0.0; AGE_END + 1]),
        mortality: std::array::from_fn(|_| vec![0.0; AGE_END + 1]),
        ..Population::default()
    };
    for (row, &year) in years.iter().enumerate() {
        let at = (year - first_year) as usize;
        let trend = pow(1.0 + model.number(BIRTH_TREND), f64::from((year - 2024).max(0)));
        population.cohorts[at] = cohorts.number("persons")[row] * trend / scale;
        population.male_share[at] = cohorts.number("male_share")[row];
    }
    // A study that outlives the table goes on from its last row.
    let growth = 1.0 + model.number(BIRTH_TREND);
    for year in last_listed + 1..first_year + span {
        let at = (year - first_year) as usize;
        population.cohorts[at] = population.cohorts[at - 1] * growth;
        population.male_share[at] = population.male_share[at - 1];
    }
    let sex = |word: &str| usize::from(word == "female");
    let activity = tables.frame("activity");
    for row in 0..activity.len() {
        let (from, to) = (activity.number("age_from")[row] as usize, activity.number("age_to")[row] as usize);
        let rates = &mut population.activity[sex(&activity.text("sex")[row])];
        rates[from..=to.min(AGE_END)].fill(activity.number("participation")[row]);
    }
    let mortality = tables.frame("mortality");
    for row in 0..mortality.len() {
        let age = (mortality.number("age")[row] as usize).min(AGE_END);
        population.mortality[sex(&mortality.text("sex")[row])][age] = mortality.number("death_probability_year")[row];
    }
    let retirement = tables.frame("retirement");
    for row in 0..retirement.len() {
        let ages = (retirement.number("age_months_2025")[row], retirement.number("age_months_2040")[row]);
        match (sex(&retirement.text("sex")[row]), retirement.text("group")[row].as_str()) {
            (0, _) => population.retirement[0] = ages,
            (_, "cadre") => population.retirement[2] = ages,
            _ => population.retirement[1] = ages,
        }
    }
    let own = tables.frame("own_account");
    let path = tables.frame("own_account_path");
    let path = ["agriculture_index", "self_employed_index"].map(|column| points(path, column, |_| true));
    population.own_account = vec![vec![0.0; model.months + 1]; inside.len()];
    for row in 0..own.len() {
        let Some(region) = inside.iter().position(|&r| r == own.index("region")[row]) else { continue };
        let (agriculture, others) = (own.number("agriculture")[row] / scale, own.number("self_employed")[row] / scale);
        for t in 0..=model.months {
            let year = model.start.0 as f64 / 12.0 + t as f64 / 12.0 - 8.0 / 12.0;
            let index = |(years, index): &(Vec<f64>, Vec<f64>)| {
                interpolate(years, index, year) / interpolate(years, index, 2025.0)
            };
            population.own_account[region][t] = agriculture * index(&path[0]) + others * index(&path[1]);
        }
    }
    let enrolment = tables.frame("start_enrolment");
    population.start_enrolment = (0..enrolment.len())
        .map(|row| {
            let level = Level::named(&enrolment.text("level")[row]);
            (level, enrolment.number("year_of_study")[row] as u8, enrolment.number("students")[row] / scale)
        })
        .collect();
    population
}

/// Years of a path and a column of it, ascending, in the rows that belong to it.
pub(super) fn points(path: &Frame, column: &str, belongs: impl Fn(usize) -> bool) -> (Vec<f64>, Vec<f64>) {
    let rows = (0..path.len()).filter(|&row| belongs(row));
    let mut points: Vec<(f64, f64)> = rows.map(|row| (path.number("year")[row], path.number(column)[row])).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    points.into_iter().unzip()
}

/// Linear between the points, flat outside them; `x` ascending.
pub(super) fn interpolate(x: &[f64], y: &[f64], at: f64) -> f64 {
    let after = x.partition_point(|&v| v <= at);
    match (after, x.len()) {
        (_, 0) => 1.0,
        (0, _) => y[0],
        (a, n) if a == n => y[n - 1],
        (a, _) => y[a - 1] + (y[a] - y[a - 1]) * (at - x[a - 1]) / (x[a] - x[a - 1]),
    }
}

fn read_education(tables: &Tables, inside: &[usize]) -> Education {
    let place = |r: usize| inside.iter().position(|&i| i == r).unwrap_or(0) as u8;
    let (specialties, fields) = (tables.frame("specialties"), tables.frame("specialty_roles"));
    let (schools, programs) = (tables.frame("schools"), tables.frame("programs"));
    Education {
        categories: tables.frame("specialty_categories").len(),
        specialties: (0..specialties.len())
            .map(|s| Specialty {
                id: specialties.text("id")[s].clone(),
                category: specialties.index("category")[s] as u8,
                rank: match specialties.text("role_in_school")[s].as_str() {
                    "core" => Rank::Core,
                    "extension" => Rank::Extension,
                    _ => Rank::Auxiliary,
                },
                state_controlled: specialties.number("state_controlled")[s] != 0.0,
                urgent: specialties.number("urgent")[s] != 0.0,
                equipment: specialties.number("equipment_yuan_student")[s],
                curriculum: skills(specialties, s, ""),
                roles: (0..fields.len())
                    .filter(|&f| fields.index("specialty")[f] == s)
                    .map(|f| fields.index("role")[f] as u16)
                    .collect(),
            })
            .collect(),
        schools: (0..schools.len())
            .map(|s| School {
                id: schools.text("id")[s].clone(),
                region: place(schools.index("region")[s]),
                level: Level::named(&schools.text("level")[s]),
                group_size: schools.number("group_size")[s] as u16,
            })
            .collect(),
        programs: (0..programs.len())
            .map(|p| Program {
                school: programs.index("school")[p] as u16,
                specialty: programs.index("specialty")[p] as u8,
                level: Level::named(&programs.text("level")[p]),
                seats: programs.number("seats")[p],
                opened_year: programs.number("opened_year")[p] as i32,
            })
            .collect(),
    }
}

/// `exp(-km / scale)`, row = from, column = to, inside regions only.
fn near(distances: &Frame, inside: &[usize], scale: f64) -> Vec<f64> {
    let n = inside.len();
    let mut near = vec![0.0; n * n];
    let place = |r: usize| inside.iter().position(|&i| i == r);
    for row in 0..distances.len() {
        if let (Some(a), Some(b)) = (place(distances.index("from")[row]), place(distances.index("to")[row])) {
            near[a * n + b] = exp(-distances.number("km")[row] / scale);
        }
    }
    near
}

/// `exp(-steepness * shortfall)` where the shortfall is what a worker who exactly meets occupation o lacks in j:
/// `sum_s w[j,s] max(0, r[j,s] - r[o,s]) / sum_s w[j,s] r[j,s]`.
fn reach(occupations: &[Occupation], steepness: f64) -> Vec<f64> {
    let n = occupations.len();
    let mut reach = vec![0.0; n * n];
    for (o, from) in occupations.iter().enumerate() {
        for (j, to) in occupations.iter().enumerate() {
            let (mut lacking, mut wanted) = (0.0, 0.0);
            for s in 0..SKILLS {
                let (w, r) = (f64::from(to.weight[s]), f64::from(to.requirement[s]));
                lacking += w * (r - f64::from(from.requirement[s])).max(0.0);
                wanted += w * r;
            }
            reach[o * n + j] = exp(-steepness * if wanted > 0.0 { lacking / wanted } else { 0.0 });
        }
    }
    reach
}
