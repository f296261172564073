//! Money is split, spent on something that exists, or carried over, exactly; stocks follow it over years (5.1-5.3).

use super::bench_of_schools::{MONTHS, model, set, set_from, world};
use skillsim::model::Model;
use skillsim::process::{competition, consortia, curriculum, funding, review, signal, stocks, teaching};
use skillsim::scenario::parameters::param;
use skillsim::world::World;
use skillsim::world::institutions::Current;
use skillsim::world::money::Line;

/// The budget year alone: enrolment stays.
fn run(model: &Model, months: usize) -> World {
    let mut world = world(model);
    for t in 0..months {
        world.t = t;
        let month = model.month(t).of_year();
        if t == 0 || month == 1 {
            funding::open(model, &mut world);
            consortia::fund(model, &mut world);
        }
        if month == 5 {
            competition::hold(model, &mut world);
        }
        if month == 8 {
            curriculum::revise(model, &mut world);
            stocks::seats(model, &mut world);
        }
        if month == 9 {
            review::open(model, &mut world);
            funding::allot_rest(model, &mut world);
        }
        stocks::keep(model, &mut world);
        signal::record(model, &mut world);
        for line in Line::ALL {
            assert!(world.accounts.line(line).left() >= 0, "{} in month {t}", line.id());
        }
        let allocated: i64 = world.accounts.lines.iter().map(|l| l.allocated).sum();
        assert_eq!(allocated, world.accounts.granted);
    }
    world
}

fn teachers(world: &World) -> f64 {
    world.programs.iter().map(|p| p.teachers).sum()
}

fn equipment(world: &World) -> f64 {
    world.programs.iter().map(|p| p.equipment).sum()
}

#[test]
fn the_base_year_is_steady() {
    let model = model(&[("money.seat_growth", 0.0), ("policy.cooperation.pairing", 0.0)]);
    let (start, end) = (world(&model), run(&model, MONTHS));
    assert!((teachers(&end) / teachers(&start) - 1.0).abs() < 0.02, "{}", teachers(&end));
    assert!((equipment(&end) / equipment(&start) - 1.0).abs() < 0.05, "{}", equipment(&end));
    for p in &end.programs {
        assert_eq!(p.seats, 30.0);
        assert!((p.freshness - 0.6).abs() < 1e-9 && (p.practice - 0.5).abs() < 0.01);
        assert!(((MONTHS as f64 - p.vintage) - 62.0).abs() < 4.0, "{}", p.vintage);
    }
}

#[test]
fn what_is_carried_over_is_exactly_what_was_left() {
    let end = run(&model(&[]), 60);
    let mut books = end.accounts.closed.clone();
    books.push((end.accounts.year, end.accounts.granted, end.accounts.lines));
    assert_eq!(books.len(), 6);
    for years in books.windows(2) {
        for line in Line::ALL {
            assert_eq!(years[0].2[line as usize].left(), years[1].2[line as usize].brought);
        }
    }
    assert_eq!(books[0].1, (17_341.0f64 * 900.0 / 3.0).round() as i64, "a third of the first year");
}

#[test]
fn more_money_phases_in() {
    let base = model(&[]);
    let mut rich = model(&[]);
    set_from(&mut rich, "policy.funding.per_student", 1.2, 16);
    let gain = |months| {
        (
            teachers(&run(&rich, months)) / teachers(&run(&base, months)),
            equipment(&run(&rich, months)) / equipment(&run(&base, months)),
        )
    };
    assert_eq!(gain(16), (1.0, 1.0));
    let (early, late) = (gain(28), gain(MONTHS));
    assert!(early.0 > 1.02 && early.0 < 1.15, "{early:?}");
    assert!(late.0 > 1.18 && late.0 < 1.24, "a fifth, and what the early years could not spend: {late:?}");
    assert!(early.1 < early.0 && late.1 > 1.1 && late.1 < 1.2, "capital is slower than teachers: {early:?} {late:?}");
}

/// Limit case P2: with spare demand and no delay of hiring, money x 1.2 is seats x 1.2; P3: without spare demand (no
/// seats beyond the approved ones) more money changes no seat.
#[test]
fn seats_follow_money_where_they_are_short() {
    let free = [
        ("money.slack", 1.0),
        ("money.teacher_lag", 0.0),
        ("money.expansion", 10.0),
        ("money.equipment_depreciation", 0.0),
        ("money.equipment_scrapping", 0.0),
        ("policy.teacher.double_qualified_target", 0.5671),
    ];
    let seats = |level: f64, changes: &[(&str, f64)]| {
        let mut model = model(changes);
        set(&mut model, "policy.funding.per_student", level);
        run(&model, 25).programs.iter().map(|p| p.seats).sum::<f64>()
    };
    let ratio = seats(1.2, &free) / seats(1.0, &free);
    assert!((ratio - 1.2).abs() < 1e-3, "{ratio}");
    assert_eq!(seats(1.2, &[("money.seat_growth", 0.0)]), seats(1.0, &[("money.seat_growth", 0.0)]));
}

/// 5.2: with equal totals project money by performance widens the spread between schools, money per head does not.
#[test]
fn project_money_widens_the_spread() {
    let spread = |rule: f64, share: f64| {
        let model = model(&[("policy.allocation.rule", rule), ("policy.allocation.competitive_share", share)]);
        let mut world = world(&model);
        for (i, p) in world.programs.iter_mut().enumerate() {
            p.plan.score = i as f64 / 3.0 - 1.5;
        }
        funding::open(&model, &mut world);
        let money = |i: usize| world.programs[i].plan.teachers;
        let total: f64 = (0..10).map(money).sum();
        (money(9) / money(0), total)
    };
    let (heads, total) = spread(0.0, 0.0);
    assert_eq!(heads, 1.0);
    let (projects, same) = spread(0.0, 0.3);
    assert!(projects > 1.5, "{projects}");
    assert!((same / total - 1.0).abs() < 1e-12);
    assert_eq!(spread(2.0, 0.3).0, 1.0);
}

/// 5.3: more programs at fixed money leave less for each student place.
#[test]
fn too_many_programs_dilute() {
    let per_place = |extra: usize| {
        let model = model(&[("policy.split.new_programs", 0.0)]);
        let mut world = world(&model);
        for k in 0..extra {
            let mut p = super::bench_of_schools::program(k as u16, 2, Vec::new());
            (p.teachers, p.equipment) = (0.0, 0.0);
            p.plan.approved = 30.0;
            world.schools[k].programs.push(world.programs.len() as u32);
            world.programs.push(p);
        }
        for t in 0..40 {
            world.t = t;
            if t == 0 || model.month(t).of_year() == 1 {
                funding::open(&model, &mut world);
            }
            stocks::keep(&model, &mut world);
        }
        world.programs[..10].iter().map(|p| p.teachers + p.equipment / 1e5).sum::<f64>()
    };
    assert!(per_place(10) < 0.9 * per_place(0), "{} {}", per_place(10), per_place(0));
}

/// Elasticity of quality to spending in courses of three years (`process::teaching`): that of wages over what a percent of
/// quality passes on to skill, z e^-z / (1 - e^-z) with z = 0.06 x 33.
const ELASTICITY: f64 = 0.1 * (1.0 - 0.138_069_237_310_893) / (1.98 * 0.138_069_237_310_893);

/// Quality after teaching has looked at stocks at the norm and at current spending of so many norms for a head.
fn quality(changes: &[(&str, f64)], relative: f64) -> f64 {
    let model = model(changes);
    let mut world = world(&model);
    let norm = model.number(skillsim::scenario::parameters::param("money.current_cost"));
    world.institutions.current = Current { paid: 1000.0 * norm * relative, heads: 1000.0 };
    teaching::teaching(&model, &mut world);
    world.programs[0].quality
}

/// 5.1: a year paid below the norm costs quality, by the weight of current spending; at weight 0 it costs nothing.
#[test]
fn current_spending_buys_quality() {
    for (weight, relative) in [(0.75, 0.5), (0.75, 1.2), (0.4, 0.9), (0.75, 1.0), (0.0, 0.5)] {
        let weighted = [("education.teaching.current_spending", weight)];
        let found = quality(&weighted, relative) / quality(&[("education.teaching.current_spending", 0.0)], 1.0);
        let expected = relative.powf(ELASTICITY * weight);
        assert!((found - expected).abs() < 1e-9, "weight {weight}, {relative} of the norm: {found}, not {expected}");
    }
    assert_eq!(
        quality(&[("education.teaching.spending", 0.0)], 0.5),
        quality(&[("education.teaching.spending", 0.0)], 1.0)
    );
}

/// Limit case of 5.1: all money x 1.2 for long, with equipment that follows soon and nothing else that follows money, is
/// quality x 1.2^e: the elasticity measured for money as a whole is that of the model.
#[test]
fn money_as_a_whole_has_the_sourced_elasticity() {
    let end = |level: f64| {
        let model = model(&[
            ("policy.funding.per_student", level),
            ("education.teaching.class_size", 0.0),
            ("education.teaching.ageing", 0.0),
            ("money.equipment_depreciation", 0.5),
            ("money.practice_cost", 0.0),
            ("policy.cooperation.pairing", 0.0),
            ("money.teacher_lag", 0.0),
        ]);
        let mut world = run(&model, MONTHS);
        teaching::teaching(&model, &mut world);
        world.programs[0].quality
    };
    let ratio = end(1.2) / end(1.0);
    assert!((ratio / 1.2f64.powf(ELASTICITY) - 1.0).abs() < 1e-3, "{ratio}");
}

/// 5.1, 5.3: current spending is shared by students and by the fixed cost of programs: each that teaches is 20 heads more, whether
/// or not anybody has come (at a coarse scale nobody comes to many of them, and their places must not count).
#[test]
fn programs_share_current_spending() {
    let heads = |extra: usize| {
        let model = model(&[]);
        let mut world = world(&model);
        for k in 0..extra {
            world.schools[k].programs.push(world.programs.len() as u32);
            world.programs.push(super::bench_of_schools::program(k as u16, 1, Vec::new()));
        }
        funding::open(&model, &mut world);
        stocks::keep(&model, &mut world);
        world.institutions.current.heads * 12.0
    };
    assert!((heads(0) - 1100.0).abs() < 1e-9 && (heads(10) - 1300.0).abs() < 1e-9, "{} {}", heads(0), heads(10));
}

/// Teachers whom one allotment does not pay are paid out of what others leave of theirs before running costs are touched.
#[test]
fn teachers_beyond_the_allotment_take_what_others_leave() {
    let model = model(&[("money.teacher_lag", 1e9), ("money.teacher_transfer", 0.0)]);
    let mut world = world(&model);
    (world.programs[0].teachers, world.programs[1].teachers) = (8.0, 2.0);
    funding::open(&model, &mut world);
    stocks::keep(&model, &mut world);
    let teachers = world.accounts.line(Line::Teachers).spent;
    let expected = model.number(skillsim::scenario::parameters::param("money.teacher_wage")) * 50.0 / 12.0;
    assert!((teachers as f64 - expected).abs() < 20.0, "ten programs of five teachers: {teachers}, not {expected}");
}

/// A share of double-qualified teachers above that of the base year has to be kept up: `d` falls back with the turnover of
/// teachers, `d0 + (d - d0) (1 - q/12)^n` after n months without retraining.
#[test]
fn the_double_qualified_are_replaced() {
    let model = model(&[("teacher.turnover", 0.12), ("teacher.retraining_months", 1e12), ("money.teacher_lag", 1e9)]);
    let mut world = world(&model);
    world.programs.iter_mut().for_each(|p| p.double_qualified = 0.9);
    funding::open(&model, &mut world);
    for t in 0..4 {
        world.t = t;
        stocks::keep(&model, &mut world);
    }
    let expected = 0.5671 + (0.9 - 0.5671) * 0.99f64.powi(4);
    assert!((world.programs[0].double_qualified - expected).abs() < 1e-6, "{}", world.programs[0].double_qualified);
}

/// 2.3, 3.4: curricula follow what is believed and nothing else moves them.
#[test]
fn curricula_follow_beliefs() {
    let taught = |changes: &[(&str, f64)], competed: f64| {
        let mut quiet = vec![("program.survey_noise", 0.0), ("program.obsolescence", 0.0)];
        quiet.extend_from_slice(changes);
        let model = model(&quiet);
        let mut world = world(&model);
        funding::open(&model, &mut world);
        world.programs[0].plan.competed = competed * model.number(param("competition.share"));
        signal::record(&model, &mut world);
        curriculum::revise(&model, &mut world);
        f64::from(world.programs[0].curriculum[0])
    };
    assert_eq!(taught(&[("policy.program.upgrade_rate", 0.0)], 0.0), 0.5);
    let money = ("policy.split.curriculum", 0.5);
    assert!((taught(&[money], 0.0) - (0.5 + 0.25 * 0.1)).abs() < 1e-6, "{}", taught(&[money], 0.0));
    assert!(taught(&[], 0.0) < taught(&[money], 0.0), "revision costs money");
    assert!(taught(&[money], 1.0) > taught(&[money], 0.0));
    assert!(taught(&[money], 2.0) > taught(&[money], 1.0), "more competitors, more feedback");
    let unpaid = ("policy.split.curriculum", 0.0);
    assert_eq!(taught(&[unpaid], 1.0), taught(&[unpaid], 0.0), "what comes back is revised for money");
    assert_eq!(taught(&[money, ("policy.competition.feedback", 0.0)], 1.0), taught(&[money], 0.0));
    assert!(taught(&[money, ("program.obsolescence", 1.0)], 0.0) < taught(&[money], 0.0));
}

/// 3.4: those who compete gain, others nothing; without events nothing happens at all.
#[test]
fn competitions_reach_few() {
    let gained = |changes: &[(&str, f64)]| {
        let model = model(changes);
        let mut world = world(&model);
        funding::open(&model, &mut world);
        competition::hold(&model, &mut world);
        (world.flows.competitors, world.persons.iter().filter(|p| p.skill != [100; 8]).count() as u64)
    };
    assert_eq!(gained(&[("policy.competition.events", 0.0)]), (0, 0));
    let paid = [("competition.share", 0.1), ("competition.gain", 0.2), ("competition.event_cost", 0.0)];
    let (n, moved) = gained(&paid);
    assert!(n > 60 && n < 120 && moved == n, "{n} {moved}");
}
