//! Claim: what the processes do does not drift with the length of a run, nor depend on how many people an agent stands for, and
//! everyone is counted once.

use skillsim::base::stats::moments;
use skillsim::process::{competition, dropout, firms, funding, partnership};
use skillsim::scenario::parameters::param;
use skillsim::world::money::Line;
use skillsim::world::person::NO_PROGRAM;
use skillsim::world::posts::flag;

use crate::provinces::{record, scenarios, series, small};

/// As many enterprises fail in the fortieth year as in the first, `firms.exit` of all of them (each within four standard
/// errors): those that take their places are not smaller and smaller.
#[test]
fn enterprises_fail_at_the_same_rate_for_decades() {
    let (model, mut world) = small(&["run.months=12"]);
    let expected = model.number(param("firms.exit")) * world.enterprises.len() as f64;
    for year in 0..40 {
        let mut failed = 0;
        for month in 0..12 {
            world.t = 12 * year + month;
            firms::exit_and_entry(&model, &mut world);
            failed += world.enterprises.iter().filter(|e| usize::try_from(e.founded) == Ok(world.t)).count();
        }
        firms::grow(&model, &mut world);
        let error = 4.0 * expected.sqrt();
        assert!((failed as f64 - expected).abs() < error, "year {year}: {failed} of {expected} +- {error}");
    }
    assert!(world.enterprises.iter().all(|e| e.size.is_finite() && e.size > 0.0));
}

/// Teachers' time, prizes and what comes back to curricula go by real students: at 1:10 programs send as many as at 1:1, though
/// most send no agent.
#[test]
fn competitions_reach_programs_at_every_scale() {
    let sent = |scale: &str| {
        let (model, mut world) = small(&[&format!("run.people_per_agent={scale}"), "competition.event_cost=0"]);
        funding::open(&model, &mut world);
        competition::hold(&model, &mut world);
        world.programs.iter().map(|p| p.plan.competed * p.enrolled() as f64 * model.people_per_agent).sum::<f64>()
    };
    let [all, tenth] = ["1", "10"].map(sent);
    assert!(all > 30.0 && (tenth / all - 1.0).abs() < 0.02, "{tenth} and {all}");
}

/// What competitions bought are the students who took part, also where there is money for a part of them.
#[test]
fn money_for_competitions_buys_who_takes_part() {
    for cost in ["10000", "100000000"] {
        let (model, mut world) = small(&[&format!("competition.event_cost={cost}")]);
        funding::open(&model, &mut world);
        competition::hold(&model, &mut world);
        let bought = world.accounts.line(Line::Competitions).bought;
        assert_eq!(bought, world.flows.competitors as f64, "{cost} yuan an event");
    }
}

/// Who drops out belongs to no program any more: neither a graduate among those hired nor trained.
#[test]
fn who_drops_out_is_no_graduate() {
    let (model, mut world) = small(&["education.dropout.secondary={ value = 0.9, spread = [] }"]);
    let before: Vec<bool> = world.persons.iter().map(|p| p.status.in_program()).collect();
    dropout::dropout(&model, &mut world);
    let gone = world.persons.iter().zip(before).filter(|(p, was)| *was && !p.status.in_program());
    let programs: Vec<u16> = gone.map(|(p, _)| p.program).collect();
    assert!(programs.len() > 100 && programs.iter().all(|p| *p == NO_PROGRAM), "{}", programs.len());
}

/// At awareness 0, its neutral value, programs find as many partners as where nobody could use what is known.
#[test]
fn knowing_of_no_credit_founds_no_partnership() {
    let links = |awareness: &str| {
        let awareness = format!("partner.awareness={{ value = {awareness}, spread = [] }}");
        let (model, mut world) =
            small(&[&awareness, "policy.enterprise.tax_credit_rate=0", "partner.awareness_growth=0"]);
        for year in 0..3 {
            world.t = 1 + 12 * year;
            partnership::decide(&model, &mut world);
        }
        world.programs.iter().map(|p| p.partners.clone()).collect::<Vec<_>>()
    };
    assert_eq!(links("0"), links("0.0000001"));
}

/// A graduate is a newcomer once, so over the years those hired into a first post are no more than those who left school.
#[test]
fn a_newcomer_is_counted_once() {
    let (model, mut world) = small(&["run.months=48"]);
    let (mut newcomers, mut leavers) = (Vec::new(), 0u64);
    for t in 0..48 {
        world.t = t;
        skillsim::process::month(&model, &mut world);
        newcomers.push(world.flows.newcomers_by_market.iter().map(|n| f64::from(*n)).sum::<f64>());
        leavers += world.flows.entrants;
    }
    let hired = moments(&newcomers).mean * 48.0;
    // Those of the last school year before the run look for work too.
    assert!(hired > 0.3 * leavers as f64 && hired < 1.1 * leavers as f64, "{hired} of {leavers}");
}

/// Promises kept are hires: those of graduates do not fall when order classes take them over.
#[test]
fn order_classes_hire() {
    let hires = |cap: &str| {
        let cap = format!("policy.enterprise.order_class_cap={cap}");
        let sets = ["run.people_per_agent=10", "run.months=60", &cap];
        let scenarios = scenarios(&["small/baseline.toml"], &sets);
        series(&record(&scenarios[0], 0), "hires").iter().sum::<f64>()
    };
    let [without, with] = ["0", "0.3"].map(hires);
    assert!((with / without - 1.0).abs() < 0.05, "{with} and {without}");
}

/// Of those whose posts an upgrade took away a quarter is retrained at a share of a quarter, up to the posts there are: less than half as
/// many as at 1. (As a share of all who work there it would soon be everyone.)
#[test]
fn retraining_is_a_share_of_those_who_lost_their_posts() {
    let retrained = |share: &str| {
        let share = format!("skills.retraining={{ value = {share}, spread = [] }}");
        let sets = ["run.people_per_agent=10", "run.months=60", "technology.shared={ value = 5, spread = [] }", &share];
        let scenarios = scenarios(&["small/baseline.toml"], &sets);
        series(&record(&scenarios[0], 0), "workers_retrained").iter().sum::<f64>()
    };
    let [quarter, all] = ["0.25", "1"].map(retrained);
    assert!(quarter > 0.1 * all && quarter < 0.5 * all, "{quarter} of {all}");
}

/// Partners of programs take part in training: who fails is no partner any more.
#[test]
fn programs_lose_partners_that_fail() {
    let (model, mut world) = small(&["run.months=30", "firms.exit={ value = 0.3, spread = [] }"]);
    let mut links = 0;
    for t in 0..30 {
        world.t = t;
        skillsim::process::month(&model, &mut world);
        for &e in world.programs.iter().flat_map(|p| &p.partners) {
            assert!(world.enterprises[e as usize].flags & flag::PARTNER != 0, "month {t}");
            links += 1;
        }
    }
    assert!(links > 100, "{links}");
}
