//! Program supply (2.1, 2.2, 2.4-2.6, 5.3): filing and approving new programs, opening them, cards, closing.
//!
//! Signal, design, filing, decision, intake and course are separate delays. With one intake a year a shorter decision
//! gains nothing by itself; a second filing window in May (the fast lane) does.

use crate::base::math::sum;
use crate::base::rng::Process;
use crate::base::stats::standardise;
use crate::model::Model;
use crate::model::education::Level;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::education::{Outcome, Plan, Program, Standing, ordered};
use crate::world::money::Line;

use super::program::{capacity, shared_equipment};
use super::proposals::{Window, address};
use super::{signal, staffing};

const NEW_RATE: Param = param("policy.program.new_rate");
const APPROVAL: Param = param("policy.program.approval_lag");
const FAST: Param = param("policy.program.fast_lane");
const FAST_MONTHS: Param = param("program.fast_lane_months");
const CONTROLLED: Param = param("program.state_controlled_approval");
const SCHOOL_LIMIT: Param = param("program.school_limit");
const SPECIALTY_LIMIT: Param = param("program.specialty_limit");
const NEW_SEATS: Param = param("program.new_seats");
const NEW_CONTENT: Param = param("program.new_content");
const SETUP: Param = param("money.new_program_setup");
const LINE_COST: Param = param("money.training_line");
const LIMITS: Param = param("money.limits_seats");
const THRESHOLD: Param = param("policy.card.placement_threshold");
const YELLOW_YEARS: Param = param("policy.card.yellow_years");
const RED_YEARS: Param = param("policy.card.red_years");
const BOTTOM: Param = param("card.bottom_share");
const SHRINKAGE: Param = param("card.shrinkage");
const IDLE_YEARS: Param = param("card.idle_years");
const CLOSE_RATE: Param = param("program.close_rate");
const PRACTICE: Param = param("policy.practice.share");
const DOUBLE: Param = param("policy.teacher.double_qualified_target");

/// Weights of placement, field match, fit and recruiting in a score (*assumption*): placement alone is nearly blind,
/// because it differs by a few points between fields.
const SCORE: [f64; 4] = [0.4, 0.3, 0.2, 0.1];

/// Classes of graduates a score looks at, so that a small class does not decide (*assumption*).
const JUDGED: usize = 3;

/// Agents that should have come in the years without any before a program counts as idle: none of three comes by chance in
/// one case of twenty, which matters only where an agent stands for many people.
const SURE_TO_BE_IDLE: f64 = 3.0;

/// [November; May] Files the programs that rank highest, up to `new_rate` of the stock a year; the fast lane's share of
/// them is filed in May. Each level of school gets its share of the stock, as in 2021 to 2025 (587 secondary and 579
/// higher of 1,166 points over 3,640 and 2,918). State-controlled ones are refused with their probability. The rest of a program is drawn.
pub fn file(model: &Model, world: &mut World) {
    let may = model.month(world.t).of_year() == 5;
    let fast = model.lever(FAST, world.t);
    let share = if may { fast } else { 1.0 - fast };
    let stock = world.programs.iter().filter(|p| p.standing != Standing::Closed).count() as f64;
    let stream = world.draws.stream(Process::Review, world.t as i32);
    let quota = (model.lever(NEW_RATE, world.t) * share * stock + stream.uniform(0, 9)).floor() as usize;
    if quota == 0 {
        return;
    }
    let approval = model.lever(APPROVAL, world.t);
    let decision = if may { approval.min(model.number(FAST_MONTHS)) } else { approval };
    let recruits_from = next_intake(model, world.t, decision);
    let mut left_of_level = [0usize; Level::COUNT];
    for (level, left) in left_of_level.iter_mut().enumerate() {
        let of_level = |p: &&Program| p.standing != Standing::Closed && p.level as usize == level;
        let share = world.programs.iter().filter(of_level).count() as f64 / stock;
        *left = (quota as f64 * share + stream.uniform(0, 10 + level as u32)).floor() as usize;
    }
    let per_specialty = (model.number(SPECIALTY_LIMIT) * quota as f64).ceil().max(1.0) as usize;
    let (mut of_school, mut of_specialty) =
        (vec![0usize; world.schools.len()], vec![0usize; model.education.specialties.len()]);
    let beliefs = signal::beliefs(model, world);
    let mut granted = 0;
    let mut window = Window::new(model, world);
    while granted < quota {
        let Some(c) = window.best() else { break };
        let level = world.schools[c.school].level as usize;
        if left_of_level[level] == 0
            || of_school[c.school] >= model.number(SCHOOL_LIMIT) as usize
            || of_specialty[c.specialty] >= per_specialty
        {
            continue;
        }
        world.flows.programs_filed += 1;
        of_school[c.school] += 1;
        let specialty = &model.education.specialties[c.specialty];
        let entity = address(model, c.school, c.specialty);
        if specialty.state_controlled && !stream.chance(entity, 1, model.number(CONTROLLED)) {
            continue;
        }
        of_specialty[c.specialty] += 1;
        left_of_level[level] -= 1;
        granted += 1;
        window.grant(model, c.specialty);
        let mut content = specialty.curriculum;
        if let Some(believed) = beliefs[c.specialty] {
            for (x, y) in content.iter_mut().zip(believed) {
                *x += model.number(NEW_CONTENT) as f32 * (y - *x);
            }
        }
        let school = &world.schools[c.school];
        let program = Program {
            region: school.region,
            standing: Standing::Filed { recruits_from },
            vintage: world.t as f64,
            double_qualified: model.lever(DOUBLE, world.t),
            practice: model.lever(PRACTICE, world.t),
            opened: i32::from(recruits_from),
            plan: Plan { approved: model.number(NEW_SEATS), intake: model.number(NEW_SEATS), ..Plan::default() },
            ..Program::new(c.school as u16, c.specialty as u8, school.level, content)
        };
        let id = world.programs.len() as u32;
        world.programs.push(program);
        world.schools[c.school].programs.push(id);
    }
}

/// Month of the run of the first September at least `decision` months after `t`.
pub fn next_intake(model: &Model, t: usize, decision: f64) -> u16 {
    let ready = t + decision.ceil() as usize;
    let wait = (9 + 12 - model.month(ready).of_year()) % 12;
    (ready + wait as usize) as u16
}

/// [September, before choice] Opens filed programs whose intake has come. Each is set up, equipped for its places and
/// staffed for its first intake: a part of the teachers moves from the school's other programs (`staffing`), who lose
/// what the new one gains, the others are hired; from January on the yearly allotment has seen it as one of its intake
/// (`funding`). The line of new programs pays set-up, hiring and the equipment that is still lacking; if it is
/// short all get less and take fewer.
pub fn open(model: &Model, world: &mut World) {
    let due: Vec<usize> = (world.programs.iter().enumerate())
        .filter(|(_, p)| matches!(p.standing, Standing::Filed { recruits_from } if recruits_from as usize <= world.t))
        .map(|(i, _)| i)
        .collect();
    let mut bills = Vec::with_capacity(due.len());
    let price = world.institutions.equipment_price;
    for &i in &due {
        let p = &world.programs[i];
        let full = p.plan.approved
            * f64::from(p.level.years())
            * model.education.specialties[p.specialty as usize].equipment
            * (1.0 - shared_equipment(model, world, p.school, p.specialty));
        let lacking = (full - p.equipment).max(0.0) * price;
        let hiring = staffing::hiring(model, world, i, 1.0);
        bills.push((model.number(SETUP) + hiring + lacking).min(model.number(LINE_COST)));
    }
    let bill = sum(bills.iter().copied());
    let funded = if bill > 0.0 { (world.accounts.line(Line::NewPrograms).left() as f64 / bill).min(1.0) } else { 1.0 };
    for (&i, bill) in due.iter().zip(bills) {
        let paid = world.accounts.spend(Line::NewPrograms, bill * funded, 1.0);
        let hiring = staffing::staff(model, world, i, funded);
        let p = &mut world.programs[i];
        p.equipment += (paid - model.number(SETUP) * funded - hiring).max(0.0) / price;
        p.vintage = world.t as f64;
        p.standing = Standing::Recruiting;
        p.opened = world.t as i32;
        let room = capacity(model, world, &world.programs[i]);
        let p = &mut world.programs[i];
        p.seats = if model.on(LIMITS) { p.plan.approved.min(room) } else { p.plan.approved };
        world.flows.programs_opened += 1;
    }
}

/// [December, after outcomes are measured] Scores, then deals cards. A year is bad if the score is below the
/// threshold or among the last in rank; yellow after some bad years, red after more, the worst first and no more than
/// `close_rate`. How many bad years a program of the start has behind it is drawn at its first review, any number up to
/// red being as likely (*assumption*), so that programs end from the first year as they do later.
pub fn cards(model: &Model, world: &mut World) {
    let scores = scores(model, world);
    let known: Vec<f64> = scores.iter().flatten().copied().collect();
    let z = standardise(known.clone());
    let mut ranked = known.clone();
    ranked.sort_by(f64::total_cmp);
    let threshold = model.lever(THRESHOLD, world.t);
    let last = (model.number(BOTTOM) * ranked.len() as f64) as usize;
    let bottom = if last > 0 { ranked[last - 1] } else { f64::NEG_INFINITY };
    let (yellow, red) = (model.lever(YELLOW_YEARS, world.t), model.lever(RED_YEARS, world.t));
    let stream = world.draws.stream(Process::Review, world.t as i32);
    let (mut stock, mut at, mut reds, mut stopped) = (0.0, 0, Vec::new(), 0);
    for (i, p) in world.programs.iter_mut().enumerate().filter(|(_, p)| p.recruits()) {
        stock += 1.0;
        if let Some(score) = scores[i] {
            p.plan.score = z[at];
            at += 1;
            let bad = threshold > 0.0 && (score < threshold || score <= bottom);
            p.bad_years = match bad {
                false => 0,
                true if p.outcomes.len() == 1 && p.opened < 0 => 1 + stream.below(i as u64, 8, red as usize) as u8,
                true => p.bad_years.saturating_add(1),
            };
        }
        p.plan.intake += 0.5 * (f64::from(p.admitted) * model.people_per_agent - p.plan.intake);
        let idle = p.admitted == 0 && p.plan.intake < 0.1 * p.plan.approved;
        p.idle_years = if idle { p.idle_years.saturating_add(1) } else { 0 };
        let expected = f64::from(p.idle_years) * p.plan.approved / model.people_per_agent;
        if f64::from(p.idle_years) >= model.number(IDLE_YEARS) && expected >= SURE_TO_BE_IDLE {
            p.standing = Standing::TeachOut;
            stopped += 1;
            continue;
        }
        let bad = f64::from(p.bad_years);
        p.standing = if threshold > 0.0 && bad >= yellow { Standing::Yellow } else { Standing::Recruiting };
        if threshold > 0.0 && bad >= red {
            reds.push((scores[i].unwrap_or(1.0), i));
        }
    }
    let most = (model.number(CLOSE_RATE) * stock + stream.uniform(1, 9)).floor() as usize;
    reds.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    for &(_, i) in reds.iter().take(most) {
        world.programs[i].standing = Standing::TeachOut;
        stopped += 1;
    }
    world.flows.programs_closed += stopped;
}

/// Score of each program that recruits and has had graduates in the last years: placement, match, fit and fill, each `(n rate + k
/// mean)/(n + k)` with the mean of the category. Who is stopped already takes no place among the last.
fn scores(model: &Model, world: &World) -> Vec<Option<f64>> {
    let k = model.number(SHRINKAGE);
    let category = |p: &Program| model.education.specialties[p.specialty as usize].category as usize;
    let parts = |p: &Program| -> Option<(f64, [f64; 4])> {
        if !p.recruits() || p.outcomes.is_empty() {
            return None;
        }
        let sum = |x: fn(&Outcome) -> f32| p.outcomes.iter().rev().take(JUDGED).map(|o| f64::from(x(o))).sum::<f64>();
        let (n, placed) = (sum(|o| o.leavers), sum(|o| o.placed));
        let places = p.plan.approved * ordered(model, p.level, world.t);
        let fill = (p.plan.intake / places.max(1.0)).min(1.0);
        Some((n, [placed / n, sum(|o| o.matched) / placed.max(1.0), sum(|o| o.fit) / placed.max(1.0), fill]))
    };
    let mut means = vec![(0.0, [0.0; 4]); world.programs.iter().map(|p| category(p) + 1).max().unwrap_or(0)];
    for p in &world.programs {
        if let Some((n, rates)) = parts(p) {
            let m = &mut means[category(p)];
            m.0 += n;
            for (sum, rate) in m.1.iter_mut().zip(rates) {
                *sum += n * rate;
            }
        }
    }
    let score = |p: &Program| {
        let (n, rates) = parts(p)?;
        let (all, sums) = means[category(p)];
        Some((0..4).map(|i| SCORE[i] * (n * rates[i] + k * sums[i] / all) / (n + k)).sum())
    };
    world.programs.iter().map(score).collect()
}

/// [July, and whenever students have left] Closes programs in teach-out without students; their teachers go to the
/// school's other programs as these have money (`stocks`), equipment to the category's others at once.
pub fn close(model: &Model, world: &mut World) {
    let category = |s: u8| model.education.specialties[s as usize].category;
    for i in 0..world.programs.len() {
        let p = &world.programs[i];
        if p.standing != Standing::TeachOut || p.enrolled() > 0 {
            continue;
        }
        let (own, school, equipment, vintage) = (category(p.specialty), p.school, p.equipment, p.vintage);
        let heirs: Vec<usize> = (world.schools[school as usize].programs.iter().map(|&h| h as usize))
            .filter(|&h| h != i && world.programs[h].teaches() && category(world.programs[h].specialty) == own)
            .collect();
        for &h in &heirs {
            let heir = &mut world.programs[h];
            let part = equipment / heirs.len() as f64;
            let total = heir.equipment + part;
            if total > 0.0 {
                heir.vintage = (heir.equipment * heir.vintage + part * vintage) / total;
            }
            heir.equipment = total;
        }
        let p = &mut world.programs[i];
        p.standing = Standing::Closed;
        (p.equipment, p.seats) = (0.0, 0.0);
        (p.plan.teachers, p.plan.equipment, p.plan.practice) = (0.0, 0.0, 0.0);
        p.partners.clear();
        p.cohorts.clear();
    }
}
