//! Group 4: technological innovation and support.

use skillsim::world::person::Status;
use skillsim::world::posts::{Enterprise, flag};

use super::bench::{Claim, Effect, Run, SMALL, Sets, TRIAL, Trial, industry, mean};

const M4_1: Claim = Claim {
    number: "4.1",
    name: "Schools solve enterprises' technical problems",
    outcome: "gap between curricula and posts, last month",
    direction: -1.0,
    sourced: &["service.rate=0"],
    trial: Trial {
        on: &["service.rate=0.1", "program.service_refresh=0.1", "service.experience=1"],
        neutral: &["service.rate=0"],
        months: 64,
        read: |run| run.last("curriculum_gap"),
        ..TRIAL
    },
};

#[test]
fn m4_1() {
    let income = |run: &Run| [run.sum("service_income", 4..16), run.sum("service_income", 52..64)];
    for (on, off) in M4_1.holds_and(income) {
        assert!(on[1] > 1.2 * on[0], "service income grows: {on:?}");
        assert_eq!(off, [0.0, 0.0]);
    }
}

const M4_2: Claim = Claim {
    number: "4.2",
    name: "Integrated service platforms and consortia",
    outcome: "links of programs with enterprises after two years",
    direction: 1.0,
    sourced: &["policy.service.consortia=0"],
    trial: Trial {
        both: &[
            "consortium.cost=10000",
            "consortium.link_gain=2",
            "consortium.members=200",
            "partner.fixed_cost=20000",
        ],
        on: &["policy.service.consortia=20"],
        neutral: &["policy.service.consortia=0"],
        months: 26,
        read: |run| run.world.programs.iter().map(|p| p.partners.len() as f64).sum(),
        ..TRIAL
    },
};

/// Partnerships of an enterprise, and whether it is a member.
type Links = (f64, bool);

fn links(run: &Run) -> Vec<Links> {
    let member = |e: &Enterprise| e.flags & flag::CONSORTIUM != 0;
    let mut links: Vec<Links> = run.world.enterprises.iter().map(|e| (0.0, member(e))).collect();
    for e in run.world.programs.iter().flat_map(|p| &p.partners) {
        links[*e as usize].0 += 1.0;
    }
    links
}

#[test]
fn m4_2() {
    // The same enterprises in both worlds: those that the consortia took in, and the others.
    let gain = |(on, off): &(Vec<Links>, Vec<Links>), inside: bool| {
        mean(on.iter().zip(off).filter(|(a, _)| a.1 == inside).map(|(a, b)| a.0 - b.0))
    };
    let pairs = M4_2.holds_and(links);
    let faster = Effect::of(pairs.iter().map(|pair| (gain(pair, true), gain(pair, false))).collect());
    println!("links gained by an enterprise, inside against outside {faster:?}");
    assert!(faster.goes(1.0), "links of an enterprise grow faster inside: {faster:?}");
    let paper = Trial { both: &["policy.split.consortia=0", "consortium.link_gain=2"], seeds: 2, ..M4_2.trial };
    let people = |run: &Run| {
        run.world.persons.iter().map(|p| (p.place, p.status, p.skill)).collect::<Vec<(u32, Status, [u8; 8])>>()
    };
    assert!(paper.pairs(SMALL, people).iter().all(|(a, b)| a == b), "a consortium without a budget changes nothing");
}

fn renewables(run: &Run) -> f64 {
    let i = industry(&run.model, "renewables") as u16;
    mean(run.world.enterprises.iter().filter(|e| e.industry == i).map(|e| f64::from(e.technology)))
}

const SERVICE: Sets = &["service.rate=0.1", "technology.service=5", "service.success=0.95", "firms.exit=0"];

const M4_3: Claim = Claim {
    number: "4.3",
    name: "Technology transfer, above all in renewables",
    outcome: "technology of renewable energy enterprises after 5 years",
    direction: 1.0,
    sourced: &["technology.service=0"],
    trial: Trial {
        both: SERVICE,
        on: &["policy.service.renewables_focus=1"],
        neutral: &["service.rate=0"],
        read: renewables,
        ..TRIAL
    },
};

#[test]
fn m4_3() {
    M4_3.holds();
    let dense = Trial {
        both: &[
            "service.rate=0.03",
            "technology.service=5",
            "service.success=0.95",
            "firms.exit=0",
            "policy.service.renewables_focus=1",
        ],
        on: &[],
        neutral: &[],
        months: 36,
        prepare: |model, on| model.regions[0].density = if on { 2.0 } else { 0.3 },
        ..M4_3.trial
    };
    let e = dense.effect();
    println!("dense against thin {e:?}");
    assert!(e.goes(1.0), "stronger where the labour market is dense: {e:?}");
    let own = Trial {
        both: &[
            "service.rate=0.03",
            "service.platform_gain=5",
            "technology.service=5",
            "service.success=0.95",
            "firms.exit=0",
            "platform.cost=10000",
        ],
        on: &["platform.own_industry=1"],
        neutral: &["platform.own_industry=0"],
        months: 48,
        read: served_less_others,
        ..M4_3.trial
    };
    let e = own.effect();
    println!("industries of platforms less the others {e:?}");
    assert!(e.goes(1.0), "platforms with an industry of their own move that industry: {e:?}");
}

/// Technology of industries that a platform was founded for less that of the others, relative to their start.
fn served_less_others(run: &Run) -> f64 {
    let served = |i: u16| run.world.institutions.platforms.iter().any(|p| p.industry == i);
    let gain = |own: bool| {
        let all = run.world.enterprises.iter().filter(|e| served(e.industry) == own);
        mean(all.map(|e| f64::from(e.technology) - run.model.industries[e.industry as usize].technology_start))
    };
    gain(true) - gain(false)
}

const M4_4: Claim = Claim {
    number: "4.4",
    name: "Production efficiency of partner firms",
    outcome: "value added per worker after 8 years, matched against unmatched staff [yuan/year]",
    direction: 1.0,
    sourced: &["skills.obsolescence=0"],
    trial: Trial {
        both: &["technology.value=2", "technology.diffusion=2", "technology.readiness=0"],
        on: &["skills.obsolescence=0"],
        neutral: &["skills.obsolescence=2"],
        months: 96,
        seeds: 6,
        read: |run| run.last("value_added_per_worker"),
        ..TRIAL
    },
};

/// What technology adds to value added per worker, with staff that keeps up with it and with staff that does not.
#[test]
fn m4_4() {
    M4_4.holds();
    const STAFF: [&str; 2] = [M4_4.trial.on[0], M4_4.trial.neutral[0]];
    let of_technology = |staff: usize| {
        let both: Sets = &["technology.diffusion=2", "technology.readiness=0"];
        let both: Sets = Vec::leak([both, &[STAFF[staff]]].concat());
        Trial { both, on: &["technology.value=2"], neutral: &["technology.value=0"], ..M4_4.trial }
            .pairs(SMALL, M4_4.trial.read)
    };
    let gains = |pairs: Vec<(f64, f64)>| pairs.into_iter().map(|(on, off)| on - off);
    let (matched, unmatched) = (of_technology(0), of_technology(1));
    let half = Effect::of(gains(unmatched.clone()).zip(gains(matched.clone()).map(|g| g / 2.0)).collect());
    println!("matched {:?}\nunmatched {:?}", Effect::of(matched), Effect::of(unmatched));
    assert!(half.goes(-1.0), "technology without matched staff gives less than half: {half:?}");
}

pub const CLAIMS: &[Claim] = &[M4_1, M4_2, M4_3, M4_4];
