//! Claim: how people begin working life, and how they move on in it, follows the laws that their processes state.

use skillsim::model::Model;
use skillsim::model::education::Level;
use skillsim::process::{graduation, month, own_account, search, stocks};
use skillsim::scenario::parameters::param;
use skillsim::world::World;
use skillsim::world::pay::Payroll;
use skillsim::world::person::{Status, flag};

use crate::provinces::small;

/// The small province after so many months.
fn after(sets: &[&str], months: usize) -> (Model, World) {
    let (model, mut world) = small(sets);
    for t in 0..months {
        world.t = t;
        month(&model, &mut world);
    }
    world.t = months;
    (model, world)
}

/// The first June of a run that starts in September.
const JUNE: usize = 9;

/// A part of the class bears the scar of a recession, in proportion to how much unemployment has risen over what is usual:
/// half of it at 2.5 points of the labour force (four standard errors), nobody without a rise.
#[test]
fn a_bad_start_scars_in_proportion() {
    let (model, world) = after(&[], JUNE);
    let scarred = |rise: f64| {
        let mut world = world.clone();
        let on_the_market = 1.0 - world.count(Status::OwnAccount) as f64 / world.labour_force() as f64;
        let usual = world.market.unemployment_usual.clone();
        world.market.unemployment = usual.iter().map(|u| u + rise / on_the_market).collect();
        graduation::graduation(&model, &mut world);
        let ids = &world.leavers.last().unwrap().ids;
        let scarred = ids.iter().filter(|&&id| world.persons[id as usize].is(flag::SCARRED)).count();
        (scarred as f64 / ids.len() as f64, 1.0 / ids.len() as f64)
    };
    assert_eq!((scarred(0.0).0, scarred(-0.02).0, scarred(0.06).0), (0.0, 0.0, 1.0));
    let (half, n) = scarred(0.025);
    assert!((half - 0.5).abs() < 4.0 * (0.25 * n).sqrt(), "{half}");
}

/// `1 - 0.09 2^(-years / 5)`: what a scar leaves of pay, everything else alike.
#[test]
fn a_scar_fades() {
    let (model, mut world) = after(&[], 1);
    let id = world.persons.iter().position(|p| p.status == Status::Employed).unwrap();
    for (years, left) in [(0, 0.91), (5, 0.955), (10, 0.9775)] {
        world.persons[id].experience = years;
        let pay = |world: &World| Payroll::new(&model, world).pay(id as u32).unwrap();
        world.persons[id].flags &= !flag::SCARRED;
        let whole = pay(&world);
        world.persons[id].flags |= flag::SCARRED;
        assert!((pay(&world) / whole - left).abs() < 1e-12, "{years}");
    }
}

/// A prize spares secondary graduates the test: even the least able go on to college.
#[test]
fn prizes_lead_to_college() {
    let (model, mut world) = after(&["competition.award=0", "policy.pathway.further_study=0.3"], JUNE);
    let last = |world: &World| -> Vec<u32> {
        let secondary = world.programs.iter().filter(|p| p.level == Level::Secondary);
        let ending = secondary.flat_map(|p| &p.cohorts).filter(|c| c.leaves == JUNE as i32);
        ending.flat_map(|c| c.students.iter().copied()).collect()
    };
    let mut least = last(&world);
    least.sort_unstable_by_key(|&id| (world.persons[id as usize].ability, id));
    least.truncate(least.len() / 20);
    let mut without = world.clone();
    least.iter().for_each(|&id| world.persons[id as usize].flags |= flag::AWARD);
    let go_on = |world: &mut World| {
        graduation::graduation(&model, world);
        least.iter().filter(|&&id| world.persons[id as usize].status == Status::Waiting).count()
    };
    assert_eq!(go_on(&mut world), least.len());
    assert!(go_on(&mut without) < least.len() / 4);
}

/// Who moves from job to job does not earn less there; skills are stored to 1/255, so a hundredth is let pass.
#[test]
fn job_to_job_moves_do_not_lose_pay() {
    let (model, mut world) = after(&["labour.on_the_job={ value = 0.2, spread = [] }"], 6);
    let pays = |world: &World| -> Vec<Option<f64>> {
        let payroll = Payroll::new(&model, world);
        (0..world.persons.len() as u32).map(|id| payroll.pay(id)).collect()
    };
    let places: Vec<u32> = world.persons.iter().map(|p| p.place).collect();
    let before = pays(&world);
    search::search_and_hire(&model, &mut world);
    let ratios: Vec<f64> = (before.iter().zip(pays(&world)).zip(world.persons.iter().zip(places)))
        .filter(|(_, (p, place))| p.place != *place)
        .filter_map(|((before, after), _)| Some(after? / (*before)?))
        .collect();
    assert!(ratios.len() > 30, "{} moves", ratios.len());
    assert!(ratios.iter().all(|ratio| *ratio > 0.99), "{ratios:?}");
}

/// Those who move in during the first month go where posts are wanted, as later ones do.
#[test]
fn the_first_to_move_in_go_where_posts_are() {
    let (_, world) = after(&["run.people_per_agent=1"], 1);
    let came: Vec<_> = world.migrants.iter().flat_map(|c| c.ids.clone()).collect();
    let markets = came.iter().map(|&id| (world.persons[id as usize].occupation, world.persons[id as usize].region));
    let kinds = markets.collect::<std::collections::BTreeSet<_>>().len();
    assert!(came.len() >= 5 && kinds > came.len() / 3, "{kinds} of {}", came.len());
}

/// As many leave own-account work as its path asks for, though the old among those drawn stay.
#[test]
fn own_account_work_reaches_its_path() {
    let (mut model, mut world) = after(&[], 2);
    let cell = world.posts.own_account[0];
    let stock = |world: &World| world.posts.workers(cell).len();
    let before = stock(&world);
    model.population.own_account[0][world.t + 1] = before as f64 - 40.0;
    own_account::adjust(&model, &mut world);
    assert_eq!(before - stock(&world), 40);
}

/// Programs share the places of a partner beyond one each for the enterprises that its row stands for; nothing else is paid
/// here, and the share of practice follows at once.
#[test]
fn programs_share_the_places_of_a_partner() {
    let off = ["money.practice_lag={ value = 0, spread = [] }", "policy.funding.total=0"];
    for (scale, programs, each) in [(1, 1, 12.0), (1, 3, 4.0), (10, 3, 12.0)] {
        let scale = format!("run.people_per_agent={scale}");
        let (model, mut world) = after(&[&off[..], &[&scale]].concat(), 1);
        world.programs.iter_mut().for_each(|p| p.partners.clear());
        world.enterprises[0].places = 12;
        let with: Vec<usize> =
            (0..world.programs.len()).filter(|&i| world.programs[i].enrolled() > 20).take(programs).collect();
        with.iter().for_each(|&i| world.programs[i].partners.push(0));
        stocks::keep(&model, &mut world);
        let share = model.lever(param("policy.practice.share"), world.t);
        for &i in &with {
            let students = world.programs[i].enrolled() as f64 * model.people_per_agent;
            let covered = (each / (students * share)).min(1.0);
            let found = world.programs[i].practice;
            assert!((found - share * covered).abs() < 1e-9, "{scale}, {programs}: {found} of {}", share * covered);
        }
    }
}
