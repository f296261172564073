use skillsim::{
    base::rng::Draws,
    model::build::{Arm, build},
    world::{World, audit, person::Status},
};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let sets: Vec<String> = a[2..].to_vec();
    let s = match skillsim::scenario::load(&[a[1].clone().into()], &sets) {
        Ok(s) => s,
        Err(d) => {
            eprintln!("{}", skillsim::scenario::diagnostic::render(&d, false));
            std::process::exit(2)
        }
    };
    let t0 = std::time::Instant::now();
    let model = build(&s[0], 1, 0, Arm::Seed);
    let mut world = World::new(&model, Draws::new(1, 0));
    world.parallel = std::env::var("PAR").is_ok();
    eprintln!(
        "build+populate {:?}: persons {} enterprises {} cells {}",
        t0.elapsed(),
        world.persons.len(),
        world.enterprises.len(),
        world.posts.cells.len()
    );
    let k = model.people_per_agent;
    let show = |w: &World, m: &skillsim::model::Model| {
        let lf = w.labour_force() as f64;
        let f = &w.flows;
        println!(
            "{} LF {:.0}k Lhat {:.0}k E {:.0}k own {:.0}k U {:.2}% V {:.0}k V/U {:.3} post {:.0}k hires {} seps {} lay {} open {} wd {} find {:.3} ret {} dead {} fill {:.2} short {:.3} tech {:.3} w {:.3} inact {:.0}k stu {:.0}k wait {} left {}",
            m.month(w.t),
            lf * k / 1e3,
            m.population.labour_force.get(w.t + 1).copied().unwrap_or(0.) * k / 1e3,
            w.posts.filled as f64 * k / 1e3,
            w.count(Status::OwnAccount) as f64 * k / 1e3,
            100. * w.count(Status::Seeking) as f64 / lf,
            w.posts.vacant as f64 * k / 1e3,
            w.posts.vacant as f64 / w.count(Status::Seeking) as f64,
            m.demand.posts.iter().map(|p| p[w.t + 1]).sum::<f64>() * k / 1e3,
            f.hires,
            f.separations,
            f.layoffs,
            f.openings,
            f.withdrawn,
            f.hires_of_seekers as f64 / w.count(Status::Seeking) as f64,
            f.retired,
            f.deaths,
            f.fill_months / f.hires.max(1) as f64,
            f.hire_shortfall / f.hires.max(1) as f64,
            w.market.technology.iter().sum::<f64>() / w.market.technology.len() as f64,
            w.market.wage.iter().sum::<f64>() / w.market.wage.len() as f64,
            w.count(Status::Inactive) as f64 * k / 1e3,
            (w.count(Status::Secondary) + w.count(Status::College) + w.count(Status::Bachelor)) as f64 * k / 1e3,
            w.count(Status::Waiting),
            w.count(Status::Left)
        );
    };
    let t0 = std::time::Instant::now();
    println!(
        "start U {:.2}% LF {} posts {} own {}",
        100. * world.count(Status::Seeking) as f64 / world.labour_force() as f64,
        world.labour_force(),
        world.posts.filled + world.posts.vacant,
        world.count(Status::OwnAccount)
    );
    let mut acc = [0u64; 6];
    for t in 0..model.months {
        world.t = t;
        skillsim::process::month(&model, &mut world);
        let newly = world.seekers.iter().filter(|s| s.since as usize == t).count() as u64;
        let young = world
            .seekers
            .iter()
            .filter(|s| s.since as usize == t && world.persons[s.id as usize].experience == 0)
            .count() as u64;
        acc[0] += newly;
        acc[1] += world.flows.separations;
        acc[2] += world.flows.layoffs;
        acc[3] += young;
        acc[4] += world.flows.hires;
        acc[5] += world.flows.hires_of_seekers;
        if t % 12 == 11 && t < 36 {
            println!(
                "YEAR newly {} seps {} lay {} noexp {} hires {} ofseek {}",
                acc[0], acc[1], acc[2], acc[3], acc[4], acc[5]
            );
            acc = [0; 6];
        }
        if t < 1 || t % 12 == 1 && (t < 40 || t % 36 == 1) {
            show(&world, &model);
        }
        if t == 0 || t % 60 == 59 {
            let f = audit::audit(&model, &world);
            for x in f.iter().take(5) {
                println!("AUDIT {x}");
            }
        }
    }
    eprintln!(
        "run {:?} ({:.1} ms/month) arena {:?}",
        t0.elapsed(),
        t0.elapsed().as_secs_f64() * 1e3 / model.months as f64,
        world.posts.arena_words()
    );
}
