//! Readings of the world that need a pass over people or enterprises.

use crate::base::math::{pow, sum};
use crate::base::rng::Process;
use crate::base::stats::gini_sorted;
use crate::base::time::Month;
use crate::base::{bits, par};
use crate::model::Model;
use crate::model::education::Level;
use crate::scenario::parameters::{Param, param};
use crate::world::pay::Payroll;
use crate::world::person::{NO_PROGRAM, Status};
use crate::world::{AHEAD, World};

const VALUE: Param = param("technology.value");
/// One person in so many is asked for fit and pay: always the same ones.
const SAMPLE: usize = 16;
/// Fit from which a schooled worker counts as skilled. *Assumption*.
const SKILLED_FIT: f64 = 0.7;
/// Persons that a thread asks at a time.
const CHUNK: usize = 1 << 13;

/// An industry's workers [agents], technology and value added [yuan/year].
pub(super) struct Output {
    pub workers: f64,
    pub technology: f64,
    pub value_added: f64,
}

/// Value added of each industry:
/// `workers x v0 x (1 + g)^t x value of a unit of output x sum of shares x productivity (1 + k a f)/(1 + k a0 f0)`, with f the
/// staffing of modern posts times the relative fit of their staff: technology without matched staff gives little.
pub(super) fn output(model: &Model, world: &World) -> Vec<Output> {
    let n = model.industries.len();
    let k = model.number(VALUE);
    let sums = par::sums(
        world.parallel,
        &world.enterprises,
        n,
        |e| e.industry as usize,
        |e| {
            let gain = 1.0 + k * f64::from(e.technology) * world.market.ready[e.industry as usize];
            [f64::from(e.size), f64::from(e.size) * f64::from(e.productivity) * gain]
        },
    );
    (0..n)
        .map(|i| {
            let (industry, workers) = (&model.industries[i], world.market.by_industry[i].filled);
            let base = 1.0 + k * industry.technology_start * world.market.ready_start[i];
            let [size, productive] = sums[i];
            let level = if size > 0.0 { productive / size / base } else { 1.0 };
            let trend = pow(1.0 + industry.productivity_growth, world.t as f64 / 12.0);
            let unit = model.demand.value[i][world.t + 1];
            Output {
                workers,
                technology: world.market.technology[i],
                value_added: workers * model.people_per_agent * industry.value_added * trend * unit * level,
            }
        })
        .collect()
}

/// December's people.
pub(super) struct People {
    /// [agents]
    pub aged_16_59: f64,
    /// Estimated from the sample [agents].
    pub skilled: f64,
    pub fit: f64,
    /// [yuan/year]
    pub mean_pay: f64,
    pub gini: f64,
}

/// Counts the population by age and asks the sample for fit and pay.
pub(super) fn people(model: &Model, world: &World) -> People {
    let Answers { skilled, fits, mut pays } = answers(model, world);
    let fit: f64 = fits.iter().map(|&fit| f64::from(fit)).sum();
    drop(fits);
    par::sort_by(world.parallel, &mut pays, f64::total_cmp);
    People {
        aged_16_59: aged_16_59(world) as f64,
        skilled: (skilled * SAMPLE) as f64,
        fit: if pays.is_empty() { f64::NAN } else { fit / pays.len() as f64 },
        mean_pay: super::collect::ratio(sum(pays.iter().copied()), pays.len() as f64),
        gini: gini_sorted(&pays),
    }
}

/// Whether the June of a year, when courses end, lies in the run: not that of the autumn in which it starts.
pub fn has_june(model: &Model, year: i32) -> bool {
    Month::new(year, 6) >= model.start
}

/// Everyone who is here but those of another age, who have about a quarter of all rows: only these are looked at.
fn aged_16_59(world: &World) -> i64 {
    let here = |s: Status| !matches!(s, Status::Absent | Status::Dead | Status::Left);
    let other_age = |months: i32| !(16 * 12..60 * 12).contains(&months);
    let all: i64 = Status::ALL.into_iter().filter(|&s| here(s)).map(|s| world.count(s)).sum();
    let elders = par::map(world.parallel, world.generations.elders.iter().collect(), |elders| {
        elders.statuses().filter(|&s| here(s)).count()
    });
    let of_cohort = world.cohorts.iter().filter(|c| other_age(world.t as i32 - i32::from(c.birth)));
    let of_cohort = par::map(world.parallel, of_cohort.collect(), |cohort| {
        let people = &world.persons[cohort.ids.start as usize..cohort.ids.end as usize];
        people.iter().filter(|p| here(p.status)).count()
    });
    let of_migrants = world.migrants.iter().flat_map(|migrants| {
        let people = &world.persons[migrants.ids.start as usize..migrants.ids.end as usize];
        people.iter().filter(|p| here(p.status) && other_age(p.age_months(world.t)))
    });
    all - (elders.into_iter().sum::<usize>() + of_cohort.into_iter().sum::<usize>() + of_migrants.count()) as i64
}

/// What the employed of the sample answer.
struct Answers {
    /// Number of those schooled and fit for their post.
    skilled: usize,
    /// By person, in order of ids; pay [yuan/year].
    fits: Vec<f32>,
    pays: Vec<f64>,
}

/// Asks the sample. Rows stand by cohorts, so every sixteenth is one of all ages alike.
fn answers(model: &Model, world: &World) -> Answers {
    let start = world.draws.stream(Process::PopulatePersons, 9).below(0, 0, SAMPLE);
    let asked = world.persons.len().saturating_sub(start).div_ceil(SAMPLE);
    let payroll = Payroll::new(model, world);
    let parts = par::chunks(world.parallel, asked, CHUNK, |range| {
        let mut own =
            Answers { skilled: 0, fits: Vec::with_capacity(range.len()), pays: Vec::with_capacity(range.len()) };
        let asked = range.map(|n| start + n * SAMPLE).filter(|&id| bits::is_set(&world.employed, id));
        for batch in asked.map(|id| id as u32).collect::<Vec<_>>().chunks(AHEAD) {
            world.warm(batch.iter().copied());
            for &id in batch {
                let Some((fit, pay)) = payroll.with_fit(id) else { continue };
                own.skilled += usize::from(
                    f64::from(fit) >= SKILLED_FIT && world.persons[id as usize].level >= Level::Secondary as u8,
                );
                own.fits.push(fit);
                own.pays.push(pay);
            }
        }
        own
    });
    let answers = parts.iter().map(|part| part.pays.len()).sum();
    let mut all = Answers { skilled: 0, fits: Vec::with_capacity(answers), pays: Vec::with_capacity(answers) };
    for mut part in parts {
        all.skilled += part.skilled;
        all.fits.append(&mut part.fits);
        all.pays.append(&mut part.pays);
    }
    all
}

/// A graduating class [agents], some years after its June.
#[derive(Default)]
pub(super) struct Class {
    pub graduates: f64,
    /// Of programs, gone to work inside, and outside the province.
    pub leavers: f64,
    pub left: f64,
    /// At work in any way; in enterprises; in a role of the field.
    pub working: f64,
    pub employed: f64,
    pub matched: f64,
    /// Sums over the employed: fit, pay [yuan/year]; over those at work: months from June to the present job.
    pub fit: f64,
    pub pay: f64,
    pub months: f64,
}

impl Class {
    /// Counts a graduate of a program, of that month.
    fn add(&mut self, model: &Model, world: &World, payroll: &Payroll, graduated: i32, id: u32) {
        let p = &world.persons[id as usize];
        if p.status == Status::Left {
            self.left += 1.0;
            return;
        }
        self.leavers += 1.0;
        if !matches!(p.status, Status::Employed | Status::OwnAccount) {
            return;
        }
        self.working += 1.0;
        self.months += f64::from((i32::from(p.since) - graduated).max(0));
        if let Some((fit, pay)) = payroll.with_fit(id) {
            self.employed += 1.0;
            self.fit += f64::from(fit);
            self.pay += pay;
            let roles = &model.education.specialties[world.programs[p.program as usize].specialty as usize].roles;
            self.matched += f64::from(u8::from(roles.contains(&model.occupations[p.occupation as usize].role)));
        }
    }

    /// Both together.
    fn with(self, other: Class) -> Class {
        Class {
            graduates: self.graduates + other.graduates,
            leavers: self.leavers + other.leavers,
            left: self.left + other.left,
            working: self.working + other.working,
            employed: self.employed + other.employed,
            matched: self.matched + other.matched,
            fit: self.fit + other.fit,
            pay: self.pay + other.pay,
            months: self.months + other.months,
        }
    }

    /// Mean pay of the employed [yuan/year]; NaN for none.
    pub fn mean_pay(&self) -> f64 {
        super::collect::ratio(self.pay, self.employed)
    }
}

/// What has become of the class that graduated `years` and a half years ago.
pub(super) fn class_of(model: &Model, world: &World, years: i32) -> Class {
    let [all] = classes_of(model, world, years, |_| Some(0));
    all
}

/// As [`class_of`], in parts: `part` tells to which a program's graduates belong, if to any.
pub(super) fn classes_of<const N: usize>(
    model: &Model,
    world: &World,
    years: i32,
    part: impl Fn(u16) -> Option<usize> + Sync,
) -> [Class; N] {
    let wanted = 6 + 12 * years;
    let Some(leavers) = world.leavers.iter().find(|l| world.t as i32 - l.graduated == wanted) else {
        return std::array::from_fn(|_| Class::default());
    };
    let payroll = Payroll::new(model, world);
    let parts = par::chunks(world.parallel, leavers.ids.len(), CHUNK, |range| {
        let mut classes: [Class; N] = std::array::from_fn(|_| Class::default());
        for batch in leavers.ids[range].chunks(AHEAD) {
            world.warm(batch.iter().copied());
            for &id in batch {
                let program = world.persons[id as usize].program;
                if let Some(at) = (program != NO_PROGRAM).then(|| part(program)).flatten() {
                    classes[at].add(model, world, &payroll, leavers.graduated, id);
                }
            }
        }
        classes
    });
    let all = || Class { graduates: f64::from(leavers.graduates), ..Class::default() };
    parts.into_iter().fold(std::array::from_fn(|_| all()), |all: [Class; N], classes| {
        let mut classes = classes.into_iter();
        all.map(|class| class.with(classes.next().unwrap_or_default()))
    })
}
