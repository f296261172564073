//! Enterprises train if it pays them; order classes promise posts; technology service goes both ways (3.1-3.3, 4.x,
//! 5.4).

use super::bench_of_schools::{enterprise, model, world};
use skillsim::process::partnership::{Firm, decide, decide_one};
use skillsim::process::{consortia, cooperation, funding, order_class, platform, service};
use skillsim::world::person::{NOWHERE, Status, flag};
use skillsim::world::posts;

fn firms() -> Vec<Firm> {
    let stream = skillsim::base::rng::Draws::new(3, 0).stream(skillsim::base::rng::Process::Test, 0);
    let firm = |i: u64| {
        let posts = 20.0 + 2000.0 * i as f64 / 4000.0;
        Firm {
            posts,
            wage: 70_000.0,
            value_added: posts * 200_000.0,
            density: 1.0,
            tightness: 1.0,
            brought: 0.0,
            draws: [0, 1, 2, 3, 4].map(|k| stream.uniform(i, k)),
        }
    };
    (0..4000).map(firm).collect()
}

/// Participants, places of those who take part without a subsidy, users of the credit, certified.
fn count(changes: &[(&str, f64)], density: f64) -> (usize, u64, usize, usize) {
    let (base, changed) = (model(&[]), model(changes));
    let (mut n, mut places, mut users, mut certified) = (0, 0, 0, 0);
    for firm in firms() {
        let before = decide_one(&base, 0, 0.03, 1.0, &firm);
        let now = decide_one(&changed, 0, 0.03, 1.0, &Firm { density, ..firm });
        n += usize::from(now.takes_part);
        places += if before.takes_part { u64::from(now.places) } else { 0 };
        users += usize::from(now.credit > 0.0);
        certified += usize::from(now.certified);
    }
    (n, places, users, certified)
}

/// 3.3: a subsidy adds enterprises, not places in those that train already; competition for trainees takes some away.
#[test]
fn subsidies_act_on_whether_not_on_how_many() {
    let (base, subsidised) = (count(&[], 1.0), count(&[("policy.enterprise.subsidy_per_trainee", 3000.0)], 1.0));
    assert!(subsidised.0 as f64 > 1.1 * base.0 as f64, "{base:?} {subsidised:?}");
    assert_eq!(subsidised.1, base.1);
    assert!(count(&[("partner.poaching_loss", 1.0)], 3.0).0 < base.0);
    assert_eq!(count(&[("partner.poaching", 0.0)], 3.0).0, count(&[("partner.poaching", 0.0)], 1.0).0);
}

/// 5.4: only a few per cent of certified enterprises use the credit.
#[test]
fn few_use_the_credit() {
    let all = [("partner.certified_share", 1.0), ("partner.certified_posts", 0.0)];
    let (_, _, users, certified) = count(&all, 1.0);
    let share = users as f64 / certified as f64;
    assert!(share > 0.005 && share < 0.05, "{share}");
    let none = [all[0], all[1], ("policy.enterprise.tax_credit_rate", 0.0)];
    assert_eq!(count(&none, 1.0).2, 0);
}

/// Subsidies are paid from their line and no further: without money set aside nothing is promised.
#[test]
fn no_money_no_subsidy() {
    let decided = |subsidy: f64, share: f64| {
        let model =
            model(&[("policy.enterprise.subsidy_per_trainee", subsidy), ("policy.split.enterprise_subsidy", share)]);
        let mut world = world(&model);
        for i in 0..300 {
            enterprise(&mut world, 50 + i);
        }
        funding::open(&model, &mut world);
        decide(&model, &mut world);
        (world.flows.partners, world.accounts.lines[6].spent)
    };
    assert_eq!(decided(10_000.0, 0.0), decided(0.0, 0.0));
    let (partners, spent) = decided(10_000.0, 0.5);
    assert!(partners > decided(0.0, 0.0).0 && spent > 0, "{partners} {spent} {:?}", decided(0.0, 0.0));
}

/// 3.2: promised posts are taken up in June by graduates who look for work; with no cap there is no order class.
#[test]
fn promised_posts_are_taken_up() {
    for (cap, least) in [(0.0, 0), (0.3, 5)] {
        let model = model(&[("policy.enterprise.order_class_cap", cap)]);
        let mut world = world(&model);
        let e = enterprise(&mut world, 40);
        world.enterprises[e as usize].places = 20;
        world.enterprises[e as usize].flags |= posts::flag::PARTNER;
        world.programs[0].partners = vec![e];
        order_class::commit(&model, &mut world);
        assert_eq!(world.institutions.orders.len(), world.flows.orders as usize);
        assert!(world.flows.orders >= least && world.flows.orders <= 10, "{cap}: {}", world.flows.orders);
        world.t = 9;
        for cohort in std::mem::take(&mut world.programs[0].cohorts) {
            for id in cohort.students {
                world.persons[id as usize].place = NOWHERE;
                world.set_status(id, Status::Seeking);
            }
        }
        order_class::take_over(&model, &mut world);
        assert_eq!(world.flows.order_hires, world.flows.orders, "there is a vacancy for each");
        let hired = world.persons.iter().filter(|p| p.status == Status::Employed);
        assert!(hired.clone().all(|p| p.is(flag::ORDER)));
        assert_eq!(hired.count() as u64, world.flows.orders);
        assert_eq!(world.posts.vacant + world.posts.filled, 40);
    }
}

/// 4.2: a consortium on paper changes nothing.
#[test]
fn a_consortium_without_budget_changes_nothing() {
    let members = |consortia: f64, share: f64| {
        let model = model(&[
            ("policy.service.consortia", consortia),
            ("policy.split.consortia", share),
            ("consortium.cost", 1000.0),
            ("consortium.members", 5.0),
        ]);
        let mut world = world(&model);
        for _ in 0..100 {
            enterprise(&mut world, 10);
        }
        funding::open(&model, &mut world);
        consortia::fund(&model, &mut world);
        world.enterprises.iter().filter(|e| e.flags & posts::flag::CONSORTIUM != 0).count()
    };
    assert_eq!(members(0.0, 0.5), 0);
    assert_eq!(members(11.0, 0.0), 0);
    assert!(members(11.0, 0.5) > 40);
}

/// 4.2: members are drawn by size, unless size does not count.
#[test]
fn consortia_take_in_large_enterprises() {
    let large = |weight: f64| {
        let model = model(&[
            ("policy.split.consortia", 0.5),
            ("consortium.cost", 1000.0),
            ("consortium.members", 2.0),
            ("consortium.size_weight", weight),
        ]);
        let mut world = world(&model);
        for i in 0..100 {
            enterprise(&mut world, if i % 2 == 0 { 10 } else { 200 });
        }
        funding::open(&model, &mut world);
        consortia::fund(&model, &mut world);
        let member = |i: &usize| world.enterprises[*i].flags & posts::flag::CONSORTIUM != 0;
        assert_eq!((0..100).filter(member).count(), 22, "eleven consortia of two");
        (0..100).filter(member).filter(|i| i % 2 == 1).count()
    };
    let (by_size, without) = (large(1.0), large(0.0));
    assert!(by_size >= 19 && (5..=17).contains(&without), "{by_size} {without}");
}

/// 3.1: programs find places, so large enterprises first, and nobody without posts of the field.
#[test]
fn partners_are_found_by_the_places_they_offer() {
    let model = model(&[("partner.fixed_cost", 0.0), ("partner.link_chance", 1.0)]);
    let mut world = world(&model);
    for i in 0..105 {
        enterprise(&mut world, if i < 100 { 40 } else { 4000 });
    }
    funding::open(&model, &mut world);
    decide(&model, &mut world);
    let links: Vec<u32> = world.programs.iter().flat_map(|p| p.partners.iter().copied()).collect();
    let large = links.iter().filter(|e| **e >= 100).count();
    assert!(links.len() >= 10 && 2 * large > links.len(), "{large} of {}", links.len());
    assert!(world.programs.iter().all(|p| p.specialty == 0 || p.partners.is_empty()), "no posts, no partner");
}

/// 4.1: projects raise productivity, school income and teachers' experience; dense regions meet more.
#[test]
fn service_goes_both_ways() {
    let served = |rate: f64, density: f64| {
        let mut model = model(&[("service.rate", rate)]);
        model.regions[0].density = density;
        let mut world = world(&model);
        for _ in 0..50 {
            enterprise(&mut world, 10);
        }
        for t in 0..100 {
            world.t = t;
            service::serve(&model, &mut world);
        }
        world
    };
    let none = served(0.0, 1.0);
    assert_eq!(none.flows.service_projects, 0);
    assert!(none.programs.iter().all(|p| p.freshness == 0.6) && none.enterprises.iter().all(|e| e.productivity == 1.0));
    let some = served(0.05, 1.0);
    assert!(some.flows.service_income > 0.0 && some.programs.iter().any(|p| p.freshness > 0.6));
    assert!(some.enterprises.iter().any(|e| e.productivity > 1.0));
    assert!(served(0.05, 2.0).flows.service_projects > some.flows.service_projects);
}

/// 4.3: the older platforms are paid first, a new one works after it was set up, one without money or gain reaches nobody.
#[test]
fn platforms_are_founded_paid_and_set_up() {
    let run = |changes: &[(&str, f64)], later: f64| {
        let mut model = model(&[&[("policy.service.platforms", 3.0), ("platform.cost", 1e5)], changes].concat());
        super::bench_of_schools::set_from(&mut model, "policy.service.platforms", later, 4);
        let mut world = world(&model);
        for _ in 0..5 {
            enterprise(&mut world, 10);
        }
        world.accounts.open(2025, [200_000; 11]);
        platform::fund(&model, &mut world);
        let first = (platform::reach(&model, &world), world.accounts.lines[9].spent);
        world.t = 4;
        world.accounts.open(2026, [1_000_000; 11]);
        platform::fund(&model, &mut world);
        (world, model, first)
    };
    let (mut world, model, (reach, spent)) = run(&[], 5.0);
    let platforms = world.institutions.platforms.clone();
    assert_eq!(platforms.iter().map(|p| p.works_from).collect::<Vec<_>>(), [0, 0, 0, 16, 16]);
    assert!(platforms.iter().all(|p| p.funded == 1.0 && p.clients.len() == 5), "{platforms:?}");
    assert!((reach[0] - 0.5 * 3.0 / 30.0).abs() < 1e-4 && (spent - 100_000).abs() <= 2, "{reach:?} {spent}");
    assert!((platform::reach(&model, &world)[0] - 0.05).abs() < 1e-12, "new ones are not at work yet");
    world.t = 16;
    assert!((platform::reach(&model, &world)[0] - 0.5 * 5.0 / 30.0).abs() < 1e-12);
    let (fewer, model, _) = run(&[], 1.0);
    assert_eq!(fewer.institutions.platforms.iter().map(|p| p.funded).collect::<Vec<_>>(), [1.0, 0.0, 0.0]);
    assert!((platform::reach(&model, &fewer)[0] - 0.5 / 30.0).abs() < 1e-12, "the oldest is kept");
    let (blind, model, _) = run(&[("service.platform_gain", 0.0)], 5.0);
    assert_eq!(platform::reach(&model, &blind), [0.0]);
}

/// 5.7: pairs of the start have their projects, new ones deepen over years, a pair that ends leaves nothing.
#[test]
fn pairs_deepen_over_years() {
    let months = 24.0;
    let mut model = model(&[("policy.cooperation.pairing", 0.0), ("cooperation.build_months", months)]);
    super::bench_of_schools::set_from(&mut model, "policy.cooperation.pairing", 1.0, 12);
    super::bench_of_schools::set_from(&mut model, "policy.cooperation.pairing", 0.0, 60);
    let mut world = world(&model);
    let mut depth = Vec::new();
    for t in 0..61 {
        world.t = t;
        cooperation::pair(&model, &mut world);
        depth.push(world.schools[0].pair.map(|p| p.depth));
    }
    assert_eq!((depth[11], depth[60]), (None, None));
    let expected = 1.0 - (-1.0f64).exp();
    assert!((depth[12 + 23].unwrap() - expected).abs() < 1e-9, "{:?}", depth[35]);
    let old = super::bench_of_schools::model(&[("policy.cooperation.pairing", 1.0)]);
    world.t = 0;
    cooperation::pair(&old, &mut world);
    assert_eq!(world.schools[0].pair.map(|p| p.depth), Some(1.0));
}
