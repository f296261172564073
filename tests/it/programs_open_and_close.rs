//! Every delay between a signal and the first intake is explicit; programs that do badly shrink and end (2.1, 2.2,
//! 2.6).

use super::bench_of_schools::{model, set, world};
use skillsim::process::{curriculum, funding, group, program, review, signal, stocks, teaching};
use skillsim::world::World;
use skillsim::world::education::{Outcome, Standing};

/// Files in month `t` of the run and tells when programs recruit.
fn filed(changes: &[(&str, f64)], t: usize) -> (World, Vec<u16>) {
    let model = model(changes);
    let mut world = world(&model);
    signal::record(&model, &mut world);
    world.t = t;
    review::file(&model, &mut world);
    let months = world.programs.iter().filter_map(|p| match p.standing {
        Standing::Filed { recruits_from } => Some(recruits_from),
        _ => None,
    });
    let months = months.collect();
    (world, months)
}

const NOVEMBER: usize = 2;
const MAY: usize = 8;

#[test]
fn the_rate_decides_how_many() {
    for (rate, n) in [(0.0, 0), (0.5, 5), (0.2, 2)] {
        let (world, months) = filed(&[("policy.program.new_rate", rate), ("program.specialty_limit", 1.0)], NOVEMBER);
        assert!((months.len() as i32 - n).abs() <= 1 && (rate > 0.0 || months.is_empty()), "{rate}: {months:?}");
        assert_eq!(world.flows.programs_filed as usize, months.len());
    }
}

#[test]
fn a_shorter_decision_gains_nothing_but_the_fast_lane_does() {
    let rate = ("policy.program.new_rate", 0.5);
    for lag in [0.0, 5.0, 10.0] {
        let (_, months) = filed(&[rate, ("policy.program.approval_lag", lag)], NOVEMBER);
        assert!(months.iter().all(|&m| m == 12), "{lag}: {months:?}");
    }
    let (_, late) = filed(&[rate, ("policy.program.approval_lag", 11.0)], NOVEMBER);
    assert!(late.iter().all(|&m| m == 24));
    assert!(filed(&[rate], MAY).1.is_empty(), "no window in May without the fast lane");
    let (_, fast) = filed(&[rate, ("policy.program.fast_lane", 1.0)], MAY);
    assert!(!fast.is_empty() && fast.iter().all(|&m| m == 12), "{fast:?}");
    assert!(filed(&[rate, ("policy.program.fast_lane", 1.0)], NOVEMBER).1.is_empty());
}

#[test]
fn need_decides_as_far_as_schools_listen() {
    let chosen = |responsiveness: f64| {
        let changes = [
            ("policy.program.new_rate", 0.3),
            ("policy.program.responsiveness", responsiveness),
            ("policy.program.signal_noise", 0.0),
            ("policy.program.signal_lag", 0.0),
            ("program.design_months", 0.0),
            ("program.specialty_limit", 1.0),
            ("program.tightness_weight", 0.0),
        ];
        let model = model(&changes);
        let mut world = world(&model);
        signal::record(&model, &mut world);
        world.t = NOVEMBER;
        // Role 0 (specialty a) is wanted three times as much as before; specialty c is the school's own category.
        world.market.need = vec![300.0, 300.0, 100.0, 100.0];
        signal::record(&model, &mut world);
        review::file(&model, &mut world);
        world.programs[10..].iter().map(|p| p.specialty).collect::<Vec<_>>()
    };
    assert!(chosen(1.0).iter().all(|&s| s == 0), "{:?}", chosen(1.0));
    assert!(chosen(0.0).iter().all(|&s| s != 1), "{:?}", chosen(0.0));
    assert_ne!(chosen(0.0), chosen(1.0));
}

#[test]
fn opening_inside_a_group_costs_less() {
    let model = model(&[]);
    let cost = |specialty: u8| {
        let mut world = world(&model);
        funding::open(&model, &mut world);
        world.accounts.open(2026, [1_000_000_000; 11]);
        let mut p = super::bench_of_schools::program(0, specialty, Vec::new());
        p.standing = Standing::Filed { recruits_from: 12 };
        (p.plan.approved, p.equipment) = (30.0, 0.0);
        world.schools[0].programs.push(10);
        world.programs.push(p);
        world.t = 12;
        group::form(&model, &mut world);
        review::open(&model, &mut world);
        assert_eq!(world.flows.programs_opened, 1);
        let spent = world.accounts.lines[3].spent;
        (spent, program::capacity(&model, &world, &world.programs[10]))
    };
    // School 0 offers a (category 0): c shares its workshops, b does not.
    let (inside, outside) = (cost(2), cost(1));
    assert_eq!(outside.0, 1_000_000 + (30.0 * 3.0 * 9472.0) as i64);
    assert_eq!(inside.0, 1_000_000 + (30.0f64 * 3.0 * 9472.0 * 0.7).round() as i64);
}

/// 2.4: a group has a leading program and the size of the table, and ends with its last pair; its members share
/// teachers sooner than the school does, and revise what is common once.
#[test]
fn a_group_shares_and_ends() {
    let grouped = |pooling: f64, saving: f64| {
        let changes = [
            ("money.group_teachers", pooling),
            ("money.group_saving", saving),
            ("money.teacher_transfer", 0.0),
            ("money.teacher_lag", 1e9),
        ];
        let model = model(&changes);
        let mut world = world(&model);
        for (specialty, school) in [(2, 0), (1, 0)] {
            world.schools[0].programs.push(world.programs.len() as u32);
            world.programs.push(super::bench_of_schools::program(school, specialty, Vec::new()));
        }
        group::form(&model, &mut world);
        let groups = world.schools[0].groups.clone();
        assert_eq!(groups.len(), 1, "a and c share a category, b stands alone");
        assert_eq!(groups[0].members, [0, 10]);
        funding::open(&model, &mut world);
        signal::record(&model, &mut world);
        curriculum::revise(&model, &mut world);
        let revision = world.accounts.line(skillsim::world::money::Line::Curriculum).spent;
        let sum = |world: &World| world.programs[0].teachers + world.programs[10].teachers;
        (world.programs[0].plan.teachers, world.programs[10].plan.teachers) = (0.0, 2.0 * 99_772.0);
        world.institutions.teacher_price = 1.0;
        world.programs[10].teachers = 0.0;
        let before = (sum(&world), world.programs[10].teachers);
        stocks::keep(&model, &mut world);
        assert!((sum(&world) - before.0).abs() < 1e-6, "nobody is lost on the way");
        world.programs[10].standing = Standing::Closed;
        group::form(&model, &mut world);
        assert!(world.schools[0].groups.is_empty(), "one program is no group");
        (world.programs[10].teachers, revision)
    };
    let (alone, paid) = grouped(0.0, 0.0);
    assert!(alone < 1e-6, "no pooling, no teacher: {alone}");
    let (pooled, cheaper) = grouped(0.5, 0.3);
    assert!((pooled - 1.0).abs() < 1e-6, "half of the two who are lacking: {pooled}");
    assert!(cheaper <= paid, "{cheaper} {paid}");
    let model = model(&[("money.group_saving", 0.3)]);
    let mut world = world(&model);
    world.schools[0].programs.push(10);
    world.programs.push(super::bench_of_schools::program(0, 2, Vec::new()));
    group::form(&model, &mut world);
    let shares = program::revision_share(&model, &world);
    assert_eq!((shares[0], shares[10]), (1.0, 0.7), "the leading program pays in full");
}

/// 5.3: what the line cannot pay is missing at the first intake.
#[test]
fn an_unpaid_program_takes_fewer() {
    let first_seats = |yuan: i64| {
        let model = model(&[]);
        let mut world = world(&model);
        funding::open(&model, &mut world);
        world.accounts.open(2026, [yuan; 11]);
        let mut p = super::bench_of_schools::program(0, 1, Vec::new());
        p.standing = Standing::Filed { recruits_from: 12 };
        (p.plan.approved, p.equipment, p.teachers) = (30.0, 0.0, 0.0);
        world.schools[0].programs.push(10);
        world.programs.push(p);
        world.t = 12;
        review::open(&model, &mut world);
        world.programs[10].seats
    };
    assert_eq!(first_seats(10_000_000), 30.0);
    assert!(first_seats(500_000) < 15.0, "{}", first_seats(500_000));
}

/// 5.3: an opening moves teachers within its school and makes none; what is hired beyond is paid for. Sums of teachers,
/// of the double-qualified and of experience are kept, and nobody elsewhere loses anything.
#[test]
fn an_opening_takes_its_teachers_from_its_school() {
    let opened = |redeployed: f64, own: f64| {
        let model = model(&[("program.redeployed", redeployed)]);
        let mut world = world(&model);
        funding::open(&model, &mut world);
        world.accounts.open(2026, [1_000_000_000; 11]);
        world.programs[0].double_qualified = 0.8;
        let mut p = super::bench_of_schools::program(0, 1, Vec::new());
        p.standing = Standing::Filed { recruits_from: 12 };
        (p.plan.approved, p.equipment, p.teachers) = (30.0, 0.0, own);
        world.schools[0].programs.push(10);
        world.programs.push(p);
        let sums = |world: &World| {
            let own = world.schools[0].programs.iter().map(|&p| &world.programs[p as usize]);
            own.fold([0.0; 3], |s, p| {
                let t = p.teachers;
                [s[0] + t, s[1] + t * p.double_qualified, s[2] + t * p.freshness]
            })
        };
        let elsewhere = |world: &World| world.programs[1..10].iter().map(|p| p.teachers).sum::<f64>();
        let before = (sums(&world), elsewhere(&world));
        world.t = 12;
        review::open(&model, &mut world);
        assert_eq!(elsewhere(&world), before.1, "other schools");
        let after = sums(&world);
        let gained = [0, 1, 2].map(|k| after[k] - before.0[k]);
        (gained, world.programs[10].teachers, world.accounts.lines[3].spent)
    };
    let need = 30.0 / 18.0;
    let (kept, staffed, cost) = opened(1.0, 0.0);
    assert!(kept.iter().all(|x| x.abs() < 1e-12), "sums are kept: {kept:?}");
    assert!((staffed - need).abs() < 1e-12);
    let (hired, staffed, dearer) = opened(0.0, 0.0);
    assert!((hired[0] - need).abs() < 1e-12 && (staffed - need).abs() < 1e-12, "all hired: {hired:?}");
    assert_eq!(dearer - cost, (50_000.0 * need).round() as i64);
    assert_eq!(opened(1.0, 9.0).0, [0.0; 3], "enough of its own: nobody moves");
}

/// Nine good programs and a bad one, year after year.
fn judged(changes: &[(&str, f64)], years: i32) -> World {
    let mut model = model(changes);
    set(&mut model, "money.seat_growth", 0.0);
    let mut world = world(&model);
    funding::open(&model, &mut world);
    for year in 0..years {
        world.t = 3 + 12 * year as usize;
        for (i, p) in world.programs.iter_mut().enumerate() {
            let rate = if i == 0 { 0.1 } else { 0.9 };
            let n = 100.0;
            p.opened = 0;
            p.outcomes =
                vec![Outcome { year, leavers: n, placed: n * rate, matched: n * rate * 0.8, fit: n * rate * 0.8 }];
        }
        review::cards(&model, &mut world);
        world.t += 8;
        stocks::seats(&model, &mut world);
    }
    world
}

#[test]
fn bad_years_bring_yellow_then_red() {
    let all = ("program.close_rate", 1.0);
    assert_eq!(judged(&[all], 1).programs[0].standing, Standing::Recruiting);
    let yellow = judged(&[all], 2);
    assert_eq!(yellow.programs[0].standing, Standing::Yellow);
    assert!((yellow.programs[0].seats - 30.0 * 0.7).abs() < 1e-9, "{}", yellow.programs[0].seats);
    let red = judged(&[all], 3);
    assert_eq!((red.programs[0].standing, red.flows.programs_closed), (Standing::TeachOut, 1));
    let off = judged(&[all, ("policy.card.placement_threshold", 0.0)], 5);
    assert!(off.programs.iter().all(|p| p.standing == Standing::Recruiting));
    assert_eq!(judged(&[("program.close_rate", 0.0)], 5).programs[0].standing, Standing::Yellow);
}

/// Nobody knows how many bad years lay behind a program at the start: a third of the bad ones end at once.
#[test]
fn the_first_review_finds_programs_at_every_stage() {
    let model = model(&[("program.close_rate", 1.0), ("card.bottom_share", 1.0)]);
    let stopped: u64 = (0..60)
        .map(|replicate| {
            let mut world = world(&model);
            world.draws = skillsim::base::rng::Draws::new(1, replicate);
            world.t = 3;
            for p in &mut world.programs {
                p.outcomes = vec![Outcome { year: 2025, leavers: 10.0, placed: 1.0, matched: 0.0, fit: 0.0 }];
            }
            review::cards(&model, &mut world);
            world.flows.programs_closed
        })
        .sum();
    assert!((170..=230).contains(&stopped), "{stopped} of 600");
}

#[test]
fn a_stopped_program_closes_when_its_students_have_left() {
    let model = model(&[]);
    let mut world = world(&model);
    world.programs[0].standing = Standing::TeachOut;
    review::close(&model, &mut world);
    assert_eq!(world.programs[0].standing, Standing::TeachOut);
    world.programs[0].cohorts.clear();
    review::close(&model, &mut world);
    assert_eq!(world.programs[0].standing, Standing::Closed);
}

/// Programs that are stopped already take no place among the last: with one in ten warned and nine stopped, the one that
/// recruits is the last of those ranked, however good.
#[test]
fn who_is_stopped_is_not_ranked() {
    let warned = [("card.bottom_share", 0.5), ("policy.card.placement_threshold", 0.01)];
    let model = model(&[warned[0], warned[1], ("policy.card.yellow_years", 1.0), ("program.close_rate", 0.0)]);
    let mut world = world(&model);
    world.t = 3;
    for (i, p) in world.programs.iter_mut().enumerate() {
        let rate = if i < 8 { 0.1 } else { 0.5 + i as f32 / 20.0 };
        p.standing = if i < 8 { Standing::TeachOut } else { Standing::Recruiting };
        p.opened = 0;
        p.outcomes = vec![Outcome { year: 0, leavers: 90.0, placed: 90.0 * rate, matched: 0.0, fit: 0.0 }];
    }
    review::cards(&model, &mut world);
    let standing: Vec<_> = world.programs[8..].iter().map(|p| p.standing).collect();
    assert_eq!(standing, [Standing::Yellow, Standing::Recruiting]);
}

/// A program that opens in September teaches its first class as one that has the staff and the equipment it gets then, not as
/// one whose teachers have nobody to teach.
#[test]
fn the_first_class_is_taught_as_others_are() {
    let model = model(&[]);
    let mut world = world(&model);
    let p = &mut world.programs[0];
    p.cohorts.clear();
    p.standing = Standing::Filed { recruits_from: 12 };
    (p.teachers, p.equipment, p.vintage) = (2.0, 90_000.0, 0.0);
    world.t = 11;
    teaching::teaching(&model, &mut world);
    let (new, others) = (world.programs[0].quality, world.programs[1].quality);
    assert!((new / others - 1.0).abs() < 0.03, "{new} beside {others}");
}

/// A program that is always full is granted more places every year: `30 (1 + g)^5`.
#[test]
fn full_programs_grow_every_year() {
    let model = model(&[("money.seat_growth", 0.03), ("money.limits_seats", 0.0), ("money.slack", 100.0)]);
    let mut world = world(&model);
    for year in 0..5 {
        world.t = 11 + 12 * year;
        stocks::seats(&model, &mut world);
        for p in &mut world.programs {
            p.plan.intake += 0.5 * (p.seats - p.plan.intake);
        }
    }
    let expected = 30.0 * 1.03f64.powi(5);
    assert!((world.programs[0].plan.approved - expected).abs() < 1e-9, "{}", world.programs[0].plan.approved);
}
