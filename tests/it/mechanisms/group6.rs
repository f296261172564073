//! Group 6: overall impact.

use skillsim::base::rng::Draws;
use skillsim::model::build::build;
use skillsim::model::education::Level;
use skillsim::outcome::record::Dimension;
use skillsim::process::month;
use skillsim::world::World;
use skillsim::world::person::{Person, Status};

use super::bench::{Claim, Effect, Run, SMALL, Sets, TRIAL, Trial, scenario};

const M6_1: Claim = Claim {
    number: "6.1",
    name: "Workforce quality",
    outcome: "skilled stock, last December [persons]",
    direction: 1.0,
    sourced: &["education.teaching.learning=0"],
    trial: Trial {
        both: &["labour.standard=0.3"],
        on: &["education.teaching.learning=0.09"],
        neutral: &["education.teaching.learning=0"],
        seeds: 8,
        read: |run| run.last("skilled_stock"),
        ..TRIAL
    },
};

fn schooled(p: &Person) -> bool {
    p.status == Status::Employed && p.level >= Level::Secondary as u8
}

/// Every entry into the stock of schooled workers is a hire, every exit a separation or a birthday, month by month.
#[test]
fn m6_1() {
    M6_1.holds();
    let model = build(&scenario(SMALL, 36, &[]), 1, 0, SMALL.arm);
    let mut world = World::new(&model, Draws::new(1, 0));
    let mut before: Vec<bool> = world.persons.iter().map(schooled).collect();
    for t in 0..model.months {
        world.t = t;
        month(&model, &mut world);
        let (mut entered, mut left) = (0, 0);
        for (p, was) in world.persons.iter().zip(&mut before) {
            let is = schooled(p);
            let birthday = p.age_months(t) % 12 == 0;
            let seeks = matches!(p.status, Status::Seeking | Status::OwnAccount);
            assert!(!*was || is || seeks || birthday, "left without an event: {:?}", p.status);
            assert!(*was || !is || p.since as usize == t, "came without an event");
            entered += u64::from(is && !*was);
            left += u64::from(*was && !is && seeks && !birthday);
            *was = is;
        }
        assert!(entered <= world.flows.hires);
        assert!(left <= world.flows.separations + world.flows.layoffs);
    }
}

const M6_2: Claim = Claim {
    number: "6.2",
    name: "High-quality growth of traditional industry",
    outcome: "value added per worker after 8 years [yuan/year], technology and skills on",
    direction: 1.0,
    sourced: &["technology.diffusion=0", "education.teaching.learning=0"],
    trial: Trial {
        both: &["labour.standard=0.3", "technology.value=1.5", "technology.readiness=1"],
        on: &["education.teaching.learning=0.09", "technology.diffusion=2"],
        neutral: &["education.teaching.learning=0", "technology.diffusion=0"],
        months: 96,
        seeds: 4,
        read: |run| run.last("value_added_per_worker"),
        ..TRIAL
    },
};

/// Value added per worker after ten years, with skills (learning at school) and technology on or off.
#[test]
fn m6_2() {
    M6_2.holds();
    const STRONG: &[&str] = &["labour.standard=0.3", "technology.value=1.5", "technology.readiness=1"];
    const SKILLS: [&[&str]; 2] = [&["education.teaching.learning=0"], &["education.teaching.learning=0.09"]];
    const TECHNOLOGY: [&[&str]; 2] = [&["technology.diffusion=0"], &["technology.diffusion=2"]];
    let trial = Trial { months: 120, ..TRIAL };
    let mut values = Vec::new();
    for replicate in 0..6 {
        let v: Vec<f64> = (0..4)
            .map(|k| {
                let world = scenario(SMALL, 120, &[STRONG, SKILLS[k % 2], TECHNOLOGY[k / 2]]);
                trial.run(&world, replicate, SMALL.arm, true).last("value_added_per_worker")
            })
            .collect();
        let (none, skills, technology, both) = (v[0], v[1], v[2], v[3]);
        let of_skills = ((skills - none) + (both - technology)) / 2.0;
        let of_technology = ((technology - none) + (both - skills)) / 2.0;
        println!("{v:?} skills {of_skills:.0} technology {of_technology:.0} together {:.0}", both - none);
        values.push((of_skills.min(of_technology), 0.0));
    }
    let e = Effect::of(values);
    assert!(e.goes(1.0), "both parts are there: {e:?}");
}

const M6_3: Claim = Claim {
    number: "6.3",
    name: "Success through skill",
    outcome: "nominal wage multiple after 3 years",
    direction: 1.0,
    sourced: &["pay.career=0"],
    trial: Trial {
        neutral: &["pay.career=0"],
        months: 112,
        seeds: 4,
        read: |run| run.last("wage_multiple_3_years"),
        ..TRIAL
    },
};

/// The published ladder against all wages, 1.64 / 1.226 after three and 2.1 / 1.07^5 after five years, within the tolerances
/// of the targets (docs/fit.md): the nominal figures hold the growth of all wages of their time, 7 % a year.
#[test]
fn m6_3() {
    const LADDER: [&str; 4] = ["wage_ladder_3", "wage_ladder_5", "wage_multiple_3_years", "wage_multiple_3_real"];
    let pairs = M6_3.holds_and(|run| LADDER.map(|id| run.last(id)));
    let mean = |k: usize| pairs.iter().map(|(on, _)| on[k]).sum::<f64>() / pairs.len() as f64;
    println!("{:?}", [0, 1, 2, 3].map(mean));
    assert!((mean(0) - 1.338).abs() < 0.0676, "{}", mean(0));
    assert!((mean(1) - 1.5).abs() < 0.1, "{}", mean(1));
    assert!(mean(3) < mean(2), "the real multiple is lower");
}

/// True vacancies per seeker, unemployment, and the registered ratio overall and in the shortest fifth of occupations.
#[test]
fn m6_4() {
    let trial = Trial {
        seeds: 8,
        watch: |model, world, trace| {
            if world.t % 12 == 3 {
                let regions = model.regions.len();
                let sum = |x: &[u32], o: usize| f64::from(x[o * regions..(o + 1) * regions].iter().sum::<u32>());
                let ratio =
                    |o: usize| 6.0 * (sum(&world.market.vacancies, o) + 0.5) / (sum(&world.market.seekers, o) + 0.5);
                let mut ratios: Vec<f64> = (0..model.occupations.len()).map(ratio).collect();
                ratios.sort_by(f64::total_cmp);
                trace.push(ratios[model.occupations.len() * 4 / 5]);
            }
        },
        ..TRIAL
    };
    let runs = trial.runs(SMALL, |run| {
        let [v, u, r] = ["vacancies_per_seeker", "unemployment_rate", "registered_ratio"].map(|id| run.mean(id, 0..60));
        [v, u, r, run.trace.iter().sum::<f64>() / run.trace.len() as f64]
    });
    let mean = |k: usize| runs.iter().map(|r| r[k]).sum::<f64>() / runs.len() as f64;
    println!("{:?}", [0, 1, 2, 3].map(mean));
    assert!((0.2..0.4).contains(&mean(0)), "vacancies per seeker {}", mean(0));
    assert!((0.04..0.065).contains(&mean(1)), "unemployment {}", mean(1));
    assert!((1.2..2.1).contains(&mean(2)), "registered {}", mean(2));
    assert!(mean(3) > 2.0, "shortage posts {}", mean(3));
}

/// The base run: people leave agriculture, services gain on industry and construction as fast as they did in 2018-23
/// (censuses of legal entities, China: +4.66 % a year in services, -0.98 % in industry and construction), before any policy.
#[test]
fn m6_5() {
    let trial = Trial { months: 124, seeds: 2, ..TRIAL };
    for years in trial.runs(SMALL, |run| {
        let b = run.record.breakdowns.iter().find(|b| b.dimension == Dimension::Industry).expect("by industry");
        let column = b.columns.iter().position(|c| c == "workers").expect("workers");
        let sum = |year: usize, secondary: bool| -> f64 {
            (0..b.keys.len())
                .filter(|k| run.model.industries[*k].secondary == secondary)
                .map(|k| b.values[(year * b.keys.len() + k) * b.columns.len() + column])
                .sum()
        };
        let own = run.series("own_account");
        (0..b.years.len()).map(|y| [sum(y, true), sum(y, false), own[12 * y + 3]]).collect::<Vec<_>>()
    }) {
        let growth = |k: usize| (years[10][k] / years[0][k]).powf(0.1) - 1.0;
        println!("secondary {:.4} tertiary {:.4} own account {:.4}", growth(0), growth(1), growth(2));
        let gain = growth(1) - growth(0);
        // Growth in the censuses halves every eight years: over ten years 0.67 of the 5.6 points.
        assert!((0.03..0.045).contains(&gain), "services gain on industry as nationally: {gain}");
        assert!((-0.0098 - 0.01..0.0).contains(&growth(0)), "industry and construction shrink: {}", growth(0));
        assert!((0.015..0.0466).contains(&growth(1)), "services grow: {}", growth(1));
        assert!(growth(2) < -0.01, "own-account work, two thirds agriculture before, shrinks");
    }
}

/// A temporary policy: three years of competitions that only make their programs talked about.
const TALK: Sets = &[
    "competition.gain=0",
    "competition.diversion=0",
    "policy.competition.feedback=0",
    "competition.reputation=1",
    "competition.share=0.1",
    "competition.event_cost=0",
    "education.reputation.memory=0.9",
    "policy.split.competitions=0",
];

const M6_6: Claim = Claim {
    number: "6.6",
    name: "Feedback loop (reputation and expectations)",
    outcome: "spread of reputations four years after a temporary policy",
    direction: 1.0,
    sourced: &["education.choice.reputation=0", "education.reputation.memory=1"],
    trial: Trial {
        both: TALK,
        on: &[
            "policy.competition.events={ step = [{ at = \"2025-09\", value = 500 }, { at = \"2028-09\", value = 0 }] }",
        ],
        neutral: &["policy.competition.events=0"],
        months: 84,
        seeds: 8,
        watch: |_, world, trace| {
            if world.t == 83 {
                let r: Vec<f64> = world.programs.iter().filter(|p| p.recruits()).map(|p| p.reputation).collect();
                trace.push(skillsim::base::stats::moments(&r).sd);
            }
        },
        read: |run| run.trace[0],
        ..TRIAL
    },
};

/// Where everybody is: equal only if nothing at all has changed for anyone.
fn people(run: &Run) -> Vec<(u32, Status, [u8; 8])> {
    run.world.persons.iter().map(|p| (p.place, p.status, p.skill)).collect()
}

/// With choice blind to reputation the same policy leaves no trace in anyone's life; money for equipment leaves one
/// only through the stocks, and none if stocks neither teach nor limit seats; practice leaves one only
/// through the cohorts that had it, and none if they neither learn from it nor stay for it.
#[test]
fn m6_6() {
    M6_6.holds();
    let apart = |own: Sets, on: Sets, neutral: Sets| -> bool {
        let both: Vec<&str> = own.to_vec();
        let world = |sets: Sets| super::bench::scenario(SMALL, 84, &[&both, sets]);
        let run = |sets: Sets| people(&TRIAL.run(&world(sets), 0, SMALL.arm, true));
        let (a, b) = rayon::join(|| run(on), || run(neutral));
        a != b
    };
    let temporary: Sets = M6_6.trial.on;
    let blind: Vec<&'static str> =
        [TALK, &["education.choice.reputation=0", "policy.program.responsiveness=1"]].concat();
    assert!(apart(TALK, temporary, M6_6.trial.neutral), "reputation changes who studies what");
    assert!(!apart(Vec::leak(blind), temporary, M6_6.trial.neutral), "without it nothing does");
    let money: Sets =
        &["policy.funding.per_student={ step = [{ at = \"2025-09\", value = 2 }, { at = \"2028-09\", value = 1 }] }"];
    let inert: Sets = &[
        "education.teaching.spending=0",
        "education.teaching.class_size=0",
        "money.limits_seats=false",
        "policy.program.upgrade_rate=0",
        "policy.program.new_rate=0",
        "service.rate=0",
        "policy.competition.events=0",
        "policy.service.consortia=0",
        "policy.service.platforms=0",
        "money.seat_growth=0",
    ];
    assert!(apart(&[], money, &[]), "stocks that teach keep the trace");
    assert!(!apart(inert, money, &[]), "stocks that do nothing leave none");
    // More practice for three years: the cohorts of then carry it into work.
    let practice: Sets =
        &["policy.practice.share={ step = [{ at = \"2025-09\", value = 0.9 }, { at = \"2028-09\", value = 0.5 }] }"];
    let usual: Sets = &["policy.practice.share=0.5"];
    let indifferent: Sets =
        &["partner.links=10", "education.teaching.learning=0", "education.dropout.quality=0", "service.rate=0"];
    assert!(apart(&["partner.links=10"], practice, usual), "cohorts carry what they were taught");
    assert!(!apart(indifferent, practice, usual), "cohorts that learn nothing and stay as long carry nothing");
}

pub const CLAIMS: &[Claim] = &[M6_1, M6_2, M6_3, M6_6];
