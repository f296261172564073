//! Yearly outcomes by industry, occupation, specialty, level and region.

use super::collect::ratio;
use super::record::{Breakdown, Dimension};
use super::yearly::{self, Output};
use crate::model::Model;
use crate::model::education::Level;
use crate::world::World;
use crate::world::education::Program;

/// Columns of each dimension: id, unit, label and meaning in both languages.
pub type ColumnText = (&'static str, &'static str, [&'static str; 4]);

/// Columns of programs, by whatever they are grouped.
const PROGRAMS: [ColumnText; 8] = [
    ("programs", "program", ["招生专业点", "Programs", "招生中的专业点，12月", "Recruiting, December"]),
    ("students", "person", ["在校生", "Students", "12月", "December"]),
    ("seats", "person/year", ["招生计划", "Seats", "招生专业点的计划", "Of recruiting programs"]),
    ("admitted", "person", ["录取", "Admitted", "当年九月", "Last September"]),
    (
        "entrants",
        "person",
        ["就业去向毕业生", "Graduates to work", "当年六月，留省", "Last June, staying in the province"],
    ),
    ("placed_share", "1", ["就业率", "Placed", "12月在岗 / 就业去向毕业生", "At work in December / graduates to work"]),
    (
        "matched_share",
        "1",
        ["对口率", "In the field", "12月对口在岗 / 就业去向毕业生", "In the field in December / graduates to work"],
    ),
    ("quality", "1", ["教学质量", "Quality", "按在校生加权，期初=1", "Weighted by students, 1 at the start"]),
];

/// Columns of programs, and the demand of the field they train for.
const SPECIALTIES: [ColumnText; 9] = {
    let [a, b, c, d, e, f, g, h] = PROGRAMS;
    let posts = (
        "posts",
        "person",
        [
            "对口岗位需求",
            "Posts of the field",
            "对口职业的计划岗位，12月，由同一职业的各专业平分",
            "Posts wanted in the occupations of the field, December, shared equally over the specialties of each",
        ],
    );
    [a, b, c, d, e, f, g, h, posts]
};

/// Columns of programs, and what only levels are asked for.
const OF_LEVELS: [ColumnText; 10] = {
    let [a, b, c, d, e, f, g, h] = PROGRAMS;
    let applicants = (
        "applicants_per_seat",
        "1",
        [
            "报考与计划之比",
            "Applicants per seat",
            "第一志愿 / 招生计划，九月",
            "Applications of first rank per seat, September",
        ],
    );
    let wage = (
        "start_wage",
        "yuan/month",
        ["起薪", "Start wage", "当年六月毕业者12月在岗工资", "Pay in December of those who left in June"],
    );
    [a, b, c, d, e, f, g, h, applicants, wage]
};

/// Definitions of the columns of a dimension, in order.
pub const fn columns(dimension: Dimension) -> &'static [ColumnText] {
    match dimension {
        Dimension::Industry => &[
            (
                "posts",
                "person",
                ["需要岗位", "Posts wanted", "企业计划岗位，12月", "By the plans of enterprises, December"],
            ),
            ("workers", "person", ["在岗人数", "Workers", "企业在岗，12月", "In enterprises, December"]),
            ("vacancies", "person", ["空缺", "Vacancies", "企业空缺，12月", "December"]),
            (
                "technology",
                "1",
                ["技术水平", "Technology", "已采用份额，按规模加权", "Adopted share, weighted by size"],
            ),
            (
                "value_added",
                "yuan/year",
                ["增加值", "Value added", "不变价年率，12月", "Constant prices, annual rate, December"],
            ),
        ],
        Dimension::Occupation => &[
            ("posts", "person", ["需要岗位", "Posts wanted", "12月", "December"]),
            ("workers", "person", ["在岗人数", "Workers", "12月", "December"]),
            ("vacancies", "person", ["空缺", "Vacancies", "12月", "December"]),
            ("seekers", "person", ["求职者", "Seekers", "以该职业为最近职业者，12月", "By last occupation, December"]),
            ("hires", "person/year", ["录用", "Hires", "全年", "Over the year"]),
            (
                "wage_index",
                "1",
                [
                    "工资指数",
                    "Wage index",
                    "实际工资水平，期初=1，地区平均",
                    "Real pay, 1 at the start, mean over regions",
                ],
            ),
        ],
        Dimension::Specialty => &SPECIALTIES,
        Dimension::Level => &OF_LEVELS,
        Dimension::Region => &[
            ("workers", "person", ["在岗人数", "Workers", "企业在岗，12月", "In enterprises, December"]),
            ("vacancies", "person", ["空缺", "Vacancies", "12月", "December"]),
            ("seekers", "person", ["求职者", "Seekers", "12月", "December"]),
            (
                "unemployment_rate",
                "1",
                [
                    "失业率（不含自营）",
                    "Unemployment rate without own account",
                    "12个月平均，求职者 /（在岗 + 求职者）",
                    "Twelve-month mean, seekers / (workers + seekers)",
                ],
            ),
            ("students", "person", ["在校生", "Students", "职业院校，12月", "Of programs, December"]),
            ("programs", "program", ["招生专业点", "Programs", "12月", "December"]),
            (
                "wage_to_trend",
                "1",
                [
                    "工资与趋势之比",
                    "Pay against its trend",
                    "实际工资 / 工资趋势（趋势增长不计在内），按岗位加权，期初=1",
                    "Real pay over its trend, weighted by posts wanted, 1 at the start",
                ],
            ),
        ],
    }
}

/// All dimensions.
pub const DIMENSIONS: [Dimension; 5] =
    [Dimension::Industry, Dimension::Occupation, Dimension::Specialty, Dimension::Level, Dimension::Region];
/// Levels of programs: id and names in Chinese and English.
pub const LEVELS: [(Level, &str, [&str; 2]); 3] = [
    (Level::Secondary, "secondary", ["中职", "Secondary vocational"]),
    (Level::College, "college", ["高职", "Vocational college"]),
    (Level::Bachelor, "bachelor", ["职业本科", "Vocational bachelor"]),
];

#[derive(Clone)]
pub(super) struct Breakdowns {
    parts: Vec<Breakdown>,
    /// Hires of the running year by market [agents].
    hires: Vec<u64>,
}

impl Breakdowns {
    pub fn new(model: &Model) -> Self {
        let keys = |d| -> Vec<String> {
            match d {
                Dimension::Industry => model.industries.iter().map(|i| i.id.clone()).collect(),
                Dimension::Occupation => model.occupations.iter().map(|o| o.id.clone()).collect(),
                Dimension::Specialty => model.education.specialties.iter().map(|s| s.id.clone()).collect(),
                Dimension::Level => LEVELS.iter().map(|(_, id, _)| (*id).to_owned()).collect(),
                Dimension::Region => model.regions.iter().map(|r| r.id.clone()).collect(),
            }
        };
        Breakdowns {
            parts: (DIMENSIONS.iter())
                .map(|&dimension| Breakdown {
                    dimension,
                    years: Vec::new(),
                    keys: keys(dimension),
                    columns: columns(dimension).iter().map(|(id, ..)| (*id).to_owned()).collect(),
                    values: Vec::new(),
                })
                .collect(),
            hires: vec![0; model.occupations.len() * model.regions.len()],
        }
    }

    pub fn observe(&mut self, world: &World) {
        self.hires.iter_mut().zip(&world.flows.hires_by_market).for_each(|(sum, &n)| *sum += u64::from(n));
    }

    pub fn december(&mut self, model: &Model, world: &World, output: &[Output]) {
        let year = model.month(world.t).year();
        for part in &mut self.parts {
            part.years.push(year);
            part.values.extend(match part.dimension {
                Dimension::Industry => industries(model, world, output),
                Dimension::Occupation => occupations(model, world, &self.hires),
                Dimension::Specialty => specialties(model, world),
                Dimension::Level => levels(model, world),
                Dimension::Region => regions(model, world),
            });
        }
        self.hires.fill(0);
    }

    pub fn finish(self) -> Vec<Breakdown> {
        self.parts
    }
}

fn industries(model: &Model, world: &World, output: &[Output]) -> Vec<f64> {
    let k = model.people_per_agent;
    (world.market.by_industry.iter().zip(output))
        .flat_map(|(c, o)| [c.wanted * k, o.workers * k, c.vacant * k, o.technology, o.value_added])
        .collect()
}

fn occupations(model: &Model, world: &World, hires: &[u64]) -> Vec<f64> {
    let (k, regions, market) = (model.people_per_agent, model.regions.len(), &world.market);
    let total = |list: &[u32], o: usize| list[o * regions..][..regions].iter().map(|&n| f64::from(n)).sum::<f64>() * k;
    (0..model.occupations.len())
        .flat_map(|o| {
            let wages: f64 = (0..regions).map(|r| crate::world::pay::level(model, world, o, r)).sum();
            [
                market.need[o * regions..][..regions].iter().sum::<f64>() * k,
                total(&market.staffed, o),
                total(&market.vacancies, o),
                total(&market.seekers, o),
                hires[o * regions..][..regions].iter().sum::<u64>() as f64 * k,
                wages / regions as f64,
            ]
        })
        .collect()
}

/// Months from the September that offered places to the December that counts them.
const SINCE_SEPTEMBER: usize = 3;

fn programs(model: &Model, world: &World, keys: usize, key: impl Fn(&Program) -> Option<usize>) -> Vec<f64> {
    let (k, year) = (model.people_per_agent, model.month(world.t).year());
    let leavers = if yearly::has_june(model, year) { k } else { f64::NAN };
    let mut sums = vec![[0.0f64; 8]; keys];
    for p in &world.programs {
        let Some(at) = key(p) else { continue };
        let students = p.enrolled() as f64;
        let s = &mut sums[at];
        s[0] += f64::from(u8::from(p.recruits()));
        // Also of those closed since to entrants: seats are September's.
        s[2] += p.places(model, world.t.saturating_sub(SINCE_SEPTEMBER));
        s[1] += students;
        s[3] += f64::from(p.admitted);
        s[7] += students * p.quality;
        if let Some(o) = p.outcomes.last().filter(|o| o.year == year) {
            s[4] += f64::from(o.leavers);
            s[5] += f64::from(o.placed);
            s[6] += f64::from(o.matched);
        }
    }
    (sums.iter())
        .flat_map(|s| {
            [s[0], s[1] * k, s[2], s[3] * k, s[4] * leavers, ratio(s[5], s[4]), ratio(s[6], s[4]), ratio(s[7], s[1])]
        })
        .collect()
}

/// Programs by level, each with how it is asked for and what its leavers earn.
fn levels(model: &Model, world: &World) -> Vec<f64> {
    let at = |p: &Program| LEVELS.iter().position(|(level, ..)| *level == p.level);
    let rows = programs(model, world, LEVELS.len(), at);
    let classes: [_; LEVELS.len()] = yearly::classes_of(model, world, 0, |p| at(&world.programs[p as usize]));
    (rows.chunks(PROGRAMS.len()).zip(LEVELS).zip(classes))
        .flat_map(|((row, (level, ..)), class)| {
            let of_level = world.programs.iter().filter(|p| p.level == level && p.seats > 0.0);
            let asked = of_level.map(|p| f64::from(p.applicants)).sum::<f64>() * model.people_per_agent;
            row.iter().copied().chain([ratio(asked, row[2]), class.mean_pay() / 12.0]).collect::<Vec<_>>()
        })
        .collect()
}

/// Programs by specialty, each with the posts of its field.
fn specialties(model: &Model, world: &World) -> Vec<f64> {
    let (k, regions) = (model.people_per_agent, model.regions.len());
    let specialties = &model.education.specialties;
    let mut posts = vec![0.0; specialties.len()];
    for (o, occupation) in model.occupations.iter().enumerate() {
        let field: Vec<usize> =
            (0..specialties.len()).filter(|&s| specialties[s].roles.contains(&occupation.role)).collect();
        let wanted = world.market.need[o * regions..][..regions].iter().sum::<f64>() * k;
        field.iter().for_each(|&s| posts[s] += wanted / field.len() as f64);
    }
    let rows = programs(model, world, specialties.len(), |p| Some(p.specialty as usize));
    rows.chunks(PROGRAMS.len()).zip(posts).flat_map(|(row, n)| row.iter().copied().chain([n])).collect()
}

fn regions(model: &Model, world: &World) -> Vec<f64> {
    let (k, n, market) = (model.people_per_agent, model.regions.len(), &world.market);
    let total = |list: &[u32], r: usize| list.iter().skip(r).step_by(n).map(|&v| f64::from(v)).sum::<f64>() * k;
    let mut schools = vec![(0.0, 0.0); n];
    for p in &world.programs {
        let s = &mut schools[p.region as usize];
        s.0 += p.enrolled() as f64 * k;
        s.1 += f64::from(u8::from(p.recruits()));
    }
    (0..n)
        .flat_map(|r| {
            [
                total(&market.staffed, r),
                total(&market.vacancies, r),
                total(&market.seekers, r),
                market.unemployment.get(r).copied().unwrap_or(f64::NAN),
                schools[r].0,
                schools[r].1,
                crate::world::plan::region_wage(model, world, r),
            ]
        })
        .collect()
}
