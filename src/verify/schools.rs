//! The pipeline from admission to graduation, and policies that act on it.

use super::bench::{self, Bench, SEED, samples};
use super::{Case, Claim, case, greater};
use crate::base::draw::poisson;
use crate::base::math::{self, pow};
use crate::base::rng::{Draws, Process, Stream};
use crate::base::stats::moments;
use crate::model::Model;
use crate::model::education::{Level, Rank, Specialty};
use crate::model::population::AGE_END;
use crate::process::admission::admission;
use crate::process::choice::choice;
use crate::process::dictatorship::admit;
use crate::process::dropout::{dropout, hazard};
use crate::process::graduation::graduation;
use crate::process::population::birthdays;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::audit::audit;
use crate::world::education::Program;
use crate::world::generations::Coming;
use crate::world::person::{CohortBlock, Person, Status};
use crate::world::populate::persons::{born, traits};

const DROPOUT_SECONDARY: Param = param("education.dropout.secondary");
const DROPOUT_COLLEGE: Param = param("education.dropout.college");
const DROPOUT_QUALITY: Param = param("education.dropout.quality");
const TOPUP: Param = param("education.college.topup");
const LEAVING: Param = param("education.leaving.province");
const TRACK_LEAVE: Param = param("education.track.leave");
const TECHNICIAN: Param = param("education.track.technician");
const VOCATIONAL: Param = param("policy.pathway.vocational_share");

pub(super) const CASES: &[Case] = &[
    case("E1", "利特尔法则", "Little's law", little),
    case("E2", "恒定年辍学率", "constant dropout hazard", constant_dropout),
    case("E3", "泊松招生：在校人数服从泊松分布", "Poisson intake holds a Poisson stock", poisson_stock),
    case("E4", "有进入与退出的劳动力", "labour force with entry and exit", entry_and_exit),
    case("E5", "按分数录取即唯一稳定匹配", "admission by score is the stable matching", dictatorship),
    case("E6", "随机志愿的平均名次", "mean rank under random preferences", random_preferences),
    case("E7", "单一专业的分数线", "score line of one program", score_line),
    case(
        "P2",
        "多20%学额：一个学制之后毕业生多20%",
        "seats x 1.2: graduates x 1.2 after the course, not before",
        more_seats,
    ),
    case("P3", "学额多于申请者时再增加无效", "seats beyond applicants change nothing", spare_seats),
];

/// A model with one specialty, and a world with one three-year program and nobody in it.
fn school(bench: &Bench, three_years: f64, months: usize) -> (Model, World) {
    let mut model = bench.market([10.0, 0.0, 0.0], 2, &[]);
    model.education.specialties = vec![Specialty {
        id: "any".into(),
        category: 0,
        rank: Rank::Core,
        state_controlled: false,
        urgent: false,
        equipment: 1.0,
        curriculum: [0.5; 8],
        roles: vec![0],
    }];
    model.education.categories = 1;
    bench::set(&mut model, &[(DROPOUT_COLLEGE, three_years), (DROPOUT_QUALITY, 0.0), (TOPUP, 0.0), (LEAVING, 0.0)]);
    bench::lengthen(&mut model, months);
    let mut world = bench::world(&model, 0);
    world.programs.push(Program {
        seats: 1000.0,
        equipment: 1.0,
        teachers: 1.0,
        double_qualified: 0.5,
        freshness: 0.5,
        ..Program::new(0, 0, Level::College, [0.5; 8])
    });
    (model, world)
}

/// New students of a program, for `course` months.
fn enter(world: &mut World, program: usize, students: u64, course: i32) {
    let level = world.programs[program].level;
    let status = if level == Level::Secondary { Status::Secondary } else { Status::College };
    for _ in 0..students {
        let id = world.persons.len() as u32;
        world.persons.push(Person { level: level as u8, program: program as u16, ..Person::default() });
        world.counts[Status::Absent as usize] += 1;
        world.set_status(id, status);
        world.persons[id as usize].place = program as u32;
        world.programs[program].enter(id, world.t as i32, world.t as i32 + course);
    }
}

/// A month of the one school: graduation, dropout. (enrolled at its end, graduates)
fn month(model: &Model, world: &mut World, t: usize, intake: u64, course: i32) -> (f64, f64) {
    world.t = t;
    world.flows.reset();
    dropout(model, world);
    graduation(model, world);
    enter(world, 0, intake, course);
    (world.programs[0].enrolled() as f64, world.flows.graduates as f64)
}

/// Months from a September to the June in which a course of three years ends.
const COURSE: usize = 33;

/// The small province with `seats(k)` places in its k-th secondary program and none elsewhere; nobody drops out.
fn province(bench: &Bench, seats: impl Fn(u32) -> f64) -> (Model, World) {
    let (mut model, mut world) = bench.province();
    bench::set(&mut model, &[(DROPOUT_SECONDARY, 0.0), (DROPOUT_COLLEGE, 0.0)]);
    let mut secondary = 0..;
    for p in &mut world.programs {
        p.seats = if p.level == Level::Secondary { secondary.next().map_or(0.0, &seats) } else { 0.0 };
    }
    (model, world)
}

/// A month of its schools: dropout, graduation in June; in September everyone who has turned fifteen chooses and is admitted.
fn school_month(model: &Model, world: &mut World, t: usize) {
    world.t = t;
    world.flows.reset();
    dropout(model, world);
    match model.month(t).of_year() {
        6 => graduation(model, world),
        9 => {
            let traits = traits(&world.draws);
            world.come_of_age(|c, number| born(model, &traits, c.birth, c.region, number));
            choice(model, world);
            admission(model, world);
        }
        _ => {}
    }
}

/// A thousand places a year in the province, all taken; a course takes 33 months, from September to June.
fn little(bench: &Bench) -> Vec<Claim> {
    let (_, world) = bench.province();
    let programs = world.programs.iter().filter(|p| p.level == Level::Secondary).count() as u32;
    let (mut model, mut world) = province(bench, |k| f64::from(1000 / programs + u32::from(k < 1000 % programs)));
    bench::set(&mut model, &[(TRACK_LEAVE, 0.0), (TECHNICIAN, 0.0), (VOCATIONAL, 1.0)]);
    let (mut september, mut worst, mut sum, mut faults) = (0.0, 0.0, 0.0, 0);
    for t in 0..72 {
        school_month(&model, &mut world, t);
        faults += audit(&model, &world).len();
        if t >= 36 {
            let enrolled = world.count(Status::Secondary) as f64;
            sum += enrolled;
            if t % 12 == 0 {
                september = enrolled;
                worst = greater(worst, (enrolled - 3000.0).abs());
            }
        }
    }
    vec![
        Claim::new("enrolled in September, 1,000 a year for three years", 3000.0, september, 0.0),
        Claim::new("greatest deviation in three Septembers", 0.0, worst, 0.0),
        Claim::new("mean of three years, 1,000 a year for 33 months each", 2750.0, sum / 36.0, 0.0),
        Claim::new("faults of the audit", 0.0, faults as f64, 0.0),
    ]
}

/// Three-year loss of a yearly hazard of 5 %: in one school, stocks in September, when cohorts are 0, 1 and 2 years old; and of
/// all secondary students of the small province.
fn constant_dropout(bench: &Bench) -> Vec<Claim> {
    let lost = 1.0 - pow(0.95, 3.0);
    let (model, start) = school(bench, lost, 49);
    let runs = samples(1_000, |r| {
        let mut world = bench::again(&start, r);
        let mut last = (0.0, 0.0);
        for t in 0..37 {
            last = month(&model, &mut world, t, if t % 12 == 0 { 1000 } else { 0 }, 36);
        }
        last
    });
    let column = |f: fn(&(f64, f64)) -> f64| runs.iter().map(f).collect::<Vec<f64>>();
    let graduates = column(|r| r.1);
    let (mut model, mut world) = bench.province();
    bench::set(&mut model, &[(DROPOUT_SECONDARY, lost), (DROPOUT_COLLEGE, lost)]);
    let students = world.count(Status::Secondary);
    for t in 0..36 {
        world.t = t;
        dropout(&model, &mut world);
    }
    let left = world.count(Status::Secondary) as f64 / students as f64;
    vec![
        Claim::new("monthly hazard", 1.0 - pow(0.95, 1.0 / 12.0), hazard(lost, 1.0, 0.0), 1e-15),
        Claim::mean("graduates of 1,000", 857.375, &graduates),
        Claim::variance("variance of graduates", 122.283109375, &graduates, 4.0 * math::sqrt(2.0 / 1000.0)),
        Claim::mean("enrolled in September", 2852.5, &column(|r| r.0)),
        Claim::share("small province: part of the students left after three years", 0.857375, left, students as usize),
        Claim::new("small province: faults of the audit", 0.0, audit(&model, &world).len() as f64, 0.0),
    ]
}

/// Fifty a month on average: courses of 3 and 9 months by turns in a program of the small province; and courses cut short
/// by dropout in one school.
fn poisson_stock(bench: &Bench) -> Vec<Claim> {
    let intake = |world: &World, t: usize| {
        let stream = world.draws.stream(Process::Test, 3);
        let all = poisson(&stream, t as u64, 50.0);
        let first_kind = (0..all).filter(|&k| stream.chance(1 << 20 | t as u64, k as u32, 0.5)).count() as u64;
        [first_kind, all - first_kind]
    };
    let (mut model, start) = bench.province();
    bench::lengthen(&mut model, 3_000);
    let program = start.programs.iter().position(|p| p.level == Level::Secondary).unwrap_or(0);
    let runs = samples(8, |r| {
        let mut world = bench::again(&start, r);
        let mut seen = Vec::new();
        for t in 0..model.months {
            world.t = t;
            graduation(&model, &mut world);
            for (students, course) in intake(&world, t).into_iter().zip([3, 9]) {
                enter(&mut world, program, students, course);
            }
            // The students of the start have left by then; nine months apart nobody is counted twice.
            if t >= 48 && t % 9 == 0 {
                seen.push(world.programs[program].enrolled() as f64);
            }
        }
        (seen, audit(&model, &world).len() as f64)
    });
    let fixed: Vec<f64> = runs.iter().flat_map(|(seen, _)| seen.iter().copied()).collect();
    let faults = runs.iter().map(|(_, faults)| faults).sum();
    // Monthly hazard p and at most L months: E W = (1 - (1-p)^L) / p.
    let (hazard, course) = (truncated_hazard(6.0, 8.0), 8);
    let (model, start) = school(bench, 1.0 - pow(1.0 - hazard, 36.0), 3_600);
    let dropping = samples(8, |r| {
        let mut world = bench::again(&start, r);
        let mut seen = Vec::new();
        for t in 0..model.months {
            let students = intake(&world, t).into_iter().sum();
            let (enrolled, _) = month(&model, &mut world, t, students, course);
            if t >= 16 && t % 8 == 0 {
                seen.push(enrolled);
            }
        }
        seen
    })
    .concat();
    let claims = |what: &str, sample: &[f64]| {
        let m = moments(sample);
        let n = m.n as f64;
        vec![
            Claim::new(format!("mean, {what}"), 300.0, m.mean, 4.0 * math::sqrt(300.0 / n)),
            Claim::new(format!("dispersion index, {what}"), 1.0, m.sd * m.sd / m.mean, 4.0 * math::sqrt(2.0 / n)),
        ]
    };
    [
        claims("courses of 3 and 9 months", &fixed),
        vec![Claim::new("faults of the audit", 0.0, faults, 0.0)],
        claims("courses of 8 months cut by dropout", &dropping),
    ]
    .concat()
}

/// The hazard at which a course of `length` months lasts `mean` months, by bisection.
fn truncated_hazard(mean: f64, length: f64) -> f64 {
    let (mut low, mut high) = (1e-6, 0.9);
    for _ in 0..80 {
        let p = 0.5 * (low + high);
        if (1.0 - pow(1.0 - p, length)) / p > mean { low = p } else { high = p }
    }
    low
}

/// A stationary age structure: 120 persons turn 15 each month, the yearly probability of death is 12 x 0.004 = 0.048 and
/// falls on the birthday, so that the stock is g/mu = 1440/0.048; it relaxes by 1 - 0.048 a year.
fn entry_and_exit(bench: &Bench) -> Vec<Claim> {
    const MONTHS: usize = 180;
    let mu = 0.048;
    let mut model = bench.market([10.0, 0.0, 0.0], 2, &[]);
    model.months = MONTHS;
    model.population.mortality = [vec![mu; AGE_END + 1], vec![mu; AGE_END + 1]];
    model.population.activity = [vec![1.0; AGE_END + 1], vec![1.0; AGE_END + 1]];
    model.population.retirement = [(1e9, 1e9); 3];
    let entrants = 120u32;
    let stocks = samples(40, |r| {
        let mut world = bench::world(&model, r);
        // Ten thousand at the start, born over a year some thirty years ago.
        for birth in (-372..-360).rev() {
            let first = world.persons.len() as u32;
            for id in first..first + 1000 {
                world.persons.push(Person { birth, ..Person::default() });
                world.counts[Status::Absent as usize] += 1;
                world.set_status(id, Status::Seeking);
            }
            world.cohorts.push(CohortBlock { birth, region: 0, number: first, ids: first..first + 1000 });
        }
        let (first, kept) = (world.persons.len() as u32, entrants * MONTHS as u32);
        world.persons.resize((first + kept) as usize, Person::default());
        world.counts[Status::Absent as usize] += i64::from(kept);
        world.generations.keep(first..first + kept);
        for t in 0..MONTHS as i16 {
            let number = first + u32::from(t as u16) * entrants;
            world.generations.coming.push_back(Coming { birth: t - 180, region: 0, number, people: entrants });
        }
        for t in 0..MONTHS {
            world.t = t;
            birthdays(&model, &mut world);
            // Who has turned 15 goes straight to work.
            let juniors: Vec<u32> = (0..world.persons.len() as u32)
                .filter(|&id| world.persons[id as usize].status == Status::Junior)
                .collect();
            juniors.into_iter().for_each(|id| world.set_status(id, Status::Seeking));
        }
        world.count(Status::Seeking) as f64
    });
    let (steady, years) = (f64::from(entrants) * 12.0 / mu, MONTHS as f64 / 12.0);
    let expected = steady + pow(1.0 - mu, years) * (12_000.0 - steady);
    vec![Claim::mean("labour force after 15 years from 12,000", expected, &stocks)]
}

const LISTS: [[u32; 3]; 4] = [[0, 1, 2], [0, 1, 2], [0, 2, 1], [1, 0, 2]];
const SCORES: [f64; 4] = [90.0, 80.0, 70.0, 60.0];

/// Places of four applicants processed in some order, back in the order of scores (3 for none).
fn placed(order: [usize; 4], lists: &[[u32; 3]; 4]) -> Vec<u32> {
    let given: Vec<Vec<u32>> = order.iter().map(|&i| lists[i].to_vec()).collect();
    let scores: Vec<f64> = order.iter().map(|&i| SCORES[i]).collect();
    let found = admit(false, &given, &scores, &mut [1, 1, 1]);
    let mut by_score = vec![3; 4];
    order.iter().zip(found).for_each(|(&i, place)| by_score[i] = place.unwrap_or(3));
    by_score
}

fn dictatorship(_: &Bench) -> Vec<Claim> {
    let expected = [0u32, 1, 2, 3];
    let found = placed([0, 1, 2, 3], &LISTS);
    let mut claims: Vec<Claim> = (0..4)
        .map(|i| {
            Claim::new(
                format!("place of the applicant with {}", SCORES[i]),
                f64::from(expected[i]),
                f64::from(found[i]),
                0.0,
            )
        })
        .collect();
    let orders = [[3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2]];
    let differing = orders.into_iter().filter(|&order| placed(order, &LISTS) != found).count();
    claims.push(Claim::new("orders of processing that change the result", 0.0, differing as f64, 0.0));
    // Envy: a program preferred to one's own that holds someone with a lower score.
    let rank = |i: usize, p: u32| LISTS[i].iter().position(|&q| q == p).unwrap_or(3);
    let envy = (0..4).flat_map(|i| (0..4).map(move |k| (i, k)));
    let envy = envy.filter(|&(i, k)| SCORES[k] < SCORES[i] && rank(i, found[k]) < rank(i, found[i])).count();
    claims.push(Claim::new("pairs with justified envy", 0.0, envy as f64, 0.0));
    // No list that could be stated gives anyone a better place than the true one.
    let all = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    let gains = (0..4)
        .flat_map(|i| all.map(|list| (i, list)))
        .filter(|&(i, list)| {
            let mut lists = LISTS;
            lists[i] = list;
            rank(i, placed([0, 1, 2, 3], &lists)[i]) < rank(i, found[i])
        })
        .count();
    claims.push(Claim::new("false lists that pay", 0.0, gains as f64, 0.0));
    claims
}

fn test_stream(case: i32, replicate: u32) -> Stream {
    Draws::new(SEED, replicate).stream(Process::Test, case)
}

fn random_preferences(_: &Bench) -> Vec<Claim> {
    const N: usize = 1000;
    let ranks = samples(200, |r| {
        let stream = test_stream(6, r);
        let lists: Vec<Vec<u32>> = (0..N)
            .map(|i| {
                let mut list: Vec<u32> = (0..N as u32).collect();
                // Fisher-Yates.
                for k in (1..N).rev() {
                    list.swap(k, stream.below(i as u64, k as u32, k + 1));
                }
                list
            })
            .collect();
        let scores: Vec<f64> = (0..N).map(|i| (N - i) as f64).collect();
        let placed = admit(false, &lists, &scores, &mut [1; N]);
        let rank = |i: usize| lists[i].iter().position(|&p| Some(p) == placed[i]).map_or(f64::NAN, |k| k as f64 + 1.0);
        [(0..N).map(rank).sum::<f64>() / N as f64, rank(499)]
    });
    let column = |k: usize| ranks.iter().map(|r| r[k]).collect::<Vec<f64>>();
    vec![
        Claim::mean("mean rank", 6.49295633141, &column(0)),
        Claim::mean("mean rank of the 500th", 1.99402390438, &column(1)),
    ]
}

fn score_line(_: &Bench) -> Vec<Claim> {
    const N: usize = 10_000;
    let stream = test_stream(7, 0);
    let scores: Vec<f64> = (0..N).map(|i| stream.uniform(i as u64, 0)).collect();
    let placed = admit(false, &vec![vec![0]; N], &scores, &mut [3_000]);
    let line = scores.iter().zip(&placed).filter(|(_, p)| p.is_some()).map(|(s, _)| *s).fold(1.0, f64::min);
    let passed_over = scores.iter().zip(&placed).filter(|(s, p)| p.is_none() && **s >= line).count();
    vec![
        Claim::new("score line at three places for ten", 0.7, line, 1.0 / math::sqrt(N as f64)),
        Claim::new("applicants above the line without a place", 0.0, passed_over as f64, 0.0),
    ]
}

/// Graduates by month when each secondary program of the small province has `seats` places, and `factor` times as many from
/// month 12 on.
fn graduates(bench: &Bench, seats: f64, factor: f64) -> Vec<f64> {
    let (model, mut world) = province(bench, |_| seats);
    (0..48)
        .map(|t| {
            if t == 12 {
                world.programs.iter_mut().for_each(|p| p.seats *= factor);
            }
            school_month(&model, &mut world, t);
            world.flows.graduates as f64
        })
        .collect()
}

/// Ten places a program, which is far too few.
fn more_seats(bench: &Bench) -> Vec<Claim> {
    let [before, after] = [1.0, 1.2].map(|factor| graduates(bench, 10.0, factor));
    let first = (0..48).find(|&t| before[t] != after[t]).unwrap_or(0);
    let ratio =
        |months: std::ops::Range<usize>| after[months.clone()].iter().sum::<f64>() / before[months].iter().sum::<f64>();
    let told = 12 + COURSE;
    vec![
        Claim::new("first month with other numbers (seats from month 12, course 33)", told as f64, first as f64, 0.0),
        Claim::new("graduates before", 1.0, ratio(0..told), 0.0),
        Claim::new("graduates from then on", 1.2, ratio(told..48), 1e-15),
    ]
}

/// 200 places a program, more than there are applicants.
fn spare_seats(bench: &Bench) -> Vec<Claim> {
    let [few, many] = [1.0, 1.2].map(|factor| graduates(bench, 200.0, factor));
    let differing = few.iter().zip(&many).filter(|(a, b)| a != b).count();
    let (_, world) = bench.province();
    let places = 200.0 * world.programs.iter().filter(|p| p.level == Level::Secondary).count() as f64;
    let taken = few[12 + COURSE] / places;
    vec![
        Claim::new("months that differ with a fifth more seats", 0.0, differing as f64, 0.0),
        Claim::new(
            "some seats are taken and some are not (0 no)",
            1.0,
            f64::from(u8::from(taken > 0.0 && taken < 1.0)),
            0.0,
        ),
    ]
}
