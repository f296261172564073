use skillsim::{
    base::rng::Draws,
    model::build::{Arm, build},
    world::{World, person::Status},
};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let s = skillsim::scenario::load(&[a[1].clone().into()], &a[2..].to_vec()).unwrap();
    let model = build(&s[0], 1, 0, Arm::Seed);
    let mut w = World::new(&model, Draws::new(1, 0));
    for t in 0..52 {
        w.t = t;
        skillsim::process::month(&model, &mut w);
        let y = model.month(t);
        if let Some(l) = w.leavers.last() {
            if t as i32 - l.graduated <= 6 {
                let mut c = std::collections::BTreeMap::new();
                let mut lv = [[0u32; 8]; 2];
                let mut placed = [0u32; 2];
                let mut seekfit = 0.0;
                let mut n = 0;
                let mut below = 0;
                for &id in &l.ids {
                    let p = &w.persons[id as usize];
                    *c.entry(format!("{:?}", p.status)).or_insert(0u32) += 1;
                    let campus = p.is(skillsim::world::person::flag::PLACED) as usize;
                    placed[campus] += 1;
                    lv[campus][p.status as usize % 8] += 1;
                    if p.status == Status::Seeking {
                        let f = w.fit_now(id, p.occupation as usize) as f64;
                        seekfit += f;
                        n += 1;
                        below += (f < model.labour.standard) as u32;
                    }
                }
                println!(
                    "{y} leavers {} notcampus/campus {placed:?} {c:?} seekers' fit {:.3} below std {below}/{n} std {}",
                    l.ids.len(),
                    seekfit / n.max(1) as f64,
                    model.labour.standard
                );
            }
        }
        if y.of_year() == 6 {
            let v = w.posts.vacant;
            println!(
                "  vac {v} V/U {:.2} leavers of all kinds {}",
                v as f64 / w.count(Status::Seeking) as f64,
                w.flows.school_leavers.len()
            );
            // fill by category
        }
    }
}
