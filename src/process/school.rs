//! What the processes of school share: scores, learning in closed form, the first occupation of a leaver.
//!
//! No process of its own: nothing here changes anyone's status.

use crate::base::math::pow;
use crate::base::rng::Stream;
use crate::model::education::{Level, ability_factor, progress, towards};
use crate::model::labour::Labour;
use crate::model::{Model, Skills};
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::education::Program;
use crate::world::person::{Person, flag};
use crate::world::skills::stored;

const LUCK: Param = param("education.exam.luck");
const LEARNING: Param = param("education.teaching.learning");

/// Examination score in [0, 1]: `(1 - luck) x ability rank + luck x U`; with luck 0 the rank itself.
pub(super) fn score(model: &Model, exam: &Stream, id: u32, person: &Person) -> f64 {
    let luck = model.number(LUCK);
    (1.0 - luck) * (f64::from(person.ability) + exam.uniform(u64::from(id), 1)) / 256.0
        + luck * exam.uniform(u64::from(id), 0)
}

/// What a program teaches its students, apart from its lists: rows that lie together.
#[derive(Clone, Copy)]
pub(super) struct Course {
    curriculum: Skills,
    quality: f64,
    pub school: u16,
    pub specialty: u8,
}

impl Course {
    pub fn of(program: &Program) -> Course {
        let &Program { curriculum, quality, school, specialty, .. } = program;
        Course { curriculum, quality, school, specialty }
    }
}

/// A student's skills at month `t`: `learned` at effort `learning x ability x quality x months` towards the curriculum.
pub(super) fn taught(model: &Model, course: &Course, person: &Person, t: usize) -> Skills {
    let months = (t as f64 - f64::from(person.settled)).max(0.0);
    let effort = model.number(LEARNING) * ability_factor(person.ability) * course.quality * months;
    let (x, part) = (stored(person), progress(effort));
    std::array::from_fn(|s| towards(f64::from(x[s]), f64::from(course.curriculum[s]), part) as f32)
}

/// Noise of the fit an employer sees in a person, and what is credited for the noise that a certificate removes: a
/// certificate makes the signal sharper, and a risk-averse employer discounts less (Aigner & Cain 1977).
#[inline]
pub(super) fn seen(labour: &Labour, person: &Person) -> (f64, f64) {
    if person.is(flag::CERTIFICATE) {
        (labour.noise * labour.certificate_noise, labour.certificate_bonus)
    } else {
        (labour.noise, 0.0)
    }
}

/// Skills raised to what a level of schooling gives whatever the specialty, more to the able.
pub(super) fn schooled(x: &Skills, level: Level, ability: u8) -> Skills {
    let (given, factor) = (level.schooling(), (0.5 + 0.5 * ability_factor(ability)) as f32);
    std::array::from_fn(|s| x[s].max((given[s] * factor).min(1.0)))
}

/// Posts by occupation at the start [agents]: industries' posts x their mix of roles at the technology of the start.
pub(super) fn posts_at_start(model: &Model) -> Vec<f64> {
    let mut posts = vec![0.0; model.occupations.len()];
    for (i, industry) in model.industries.iter().enumerate() {
        let (a, n) = (industry.technology_start, model.demand.posts_at_start(i));
        for role in &industry.roles {
            posts[role.traditional as usize] += n * (1.0 - a) * role.share_traditional;
            posts[role.modern as usize] += n * a * role.share_modern;
        }
    }
    posts
}

/// First occupations of those who leave school for work.
///
/// A vocational leaver's is the traditional form of a role of the specialty, roles by the posts they have; anyone
/// else's is drawn over all occupations by posts x fit^6 of what the level of schooling gives.
pub(super) struct FirstJobs {
    by_specialty: Vec<Vec<(f64, u16)>>,
    by_level: Vec<Vec<(f64, u16)>>,
}

impl FirstJobs {
    pub(super) fn new(model: &Model, world: &World) -> FirstJobs {
        let mut posts = posts_at_start(model);
        let regions = model.regions.len();
        if world.market.need.iter().any(|&n| n > 0.0) {
            for (o, p) in posts.iter_mut().enumerate() {
                *p = world.market.need[o * regions..(o + 1) * regions].iter().sum();
            }
        }
        let cumulate = |weights: Vec<(f64, u16)>| {
            let mut total = 0.0;
            weights
                .into_iter()
                .map(|(w, o)| {
                    total += w;
                    (total, o)
                })
                .collect::<Vec<_>>()
        };
        let occupations = || model.occupations.iter().enumerate();
        let by_specialty = (model.education.specialties.iter())
            .map(|specialty| {
                let field = occupations().filter(|(_, o)| !o.modern && specialty.roles.contains(&o.role));
                cumulate(field.map(|(o, occupation)| (role_posts(model, &posts, occupation.role), o as u16)).collect())
            })
            .collect();
        let by_level = (0..7)
            .map(|level| {
                let skills = Level::of(level).schooling();
                cumulate(
                    occupations()
                        .map(|(o, _)| (posts[o] * pow(f64::from(world.skill_law.fit(o, &skills)), 6.0), o as u16))
                        .collect(),
                )
            })
            .collect();
        FirstJobs { by_specialty, by_level }
    }

    /// The occupation at quantile `u` for a leaver of a specialty, else of a level.
    pub(super) fn pick(&self, specialty: Option<u8>, level: Level, u: f64) -> u16 {
        let field = specialty.map(|s| &self.by_specialty[s as usize]).filter(|f| !f.is_empty());
        pick(field.unwrap_or(&self.by_level[level as usize]), u)
    }
}

/// Posts of a role in both forms, and a little, so that a role without posts can still be a first occupation.
fn role_posts(model: &Model, posts: &[f64], role: u16) -> f64 {
    1e-9 + model.occupations.iter().zip(posts).filter(|(o, _)| o.role == role).map(|(_, p)| p).sum::<f64>()
}

fn pick(cumulative: &[(f64, u16)], u: f64) -> u16 {
    let total = cumulative.last().map_or(0.0, |last| last.0);
    let at = cumulative.partition_point(|(sum, _)| *sum <= u * total);
    cumulative.get(at).or(cumulative.last()).map_or(0, |(_, o)| *o)
}
