//! Life histories of a few persons, on request: what each did, where, and for what pay, whenever it changed.
//!
//! The persons are those whose hash is smallest, so the same in every scenario of the same seed and replicate.

use super::record::LifeRow;
use crate::base::rng::Process;
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::generations::{Register, Whereabouts};
use crate::world::pay::pay;
use crate::world::person::{NOWHERE, Person, Status};

const SAMPLED: Param = param("run.life_histories");

/// What makes a row: status, place, occupation, program, region.
type State = (Status, u32, u16, u16, u8);

/// A person followed: number, what was noted last, and the row as it was.
#[derive(Clone)]
struct Followed {
    number: u32,
    last: Option<State>,
    seen: Person,
}

/// Follows the sampled persons.
#[derive(Clone, Default)]
pub(super) struct Lives {
    followed: Vec<Followed>,
    rows: Vec<LifeRow>,
}

fn state(p: &Person) -> State {
    (p.status, p.place, p.occupation, p.program, p.region)
}

impl Lives {
    pub fn new(model: &Model, world: &World) -> Self {
        let wanted = model.number(SAMPLED) as usize;
        if wanted == 0 {
            return Lives::default();
        }
        let draws = world.draws.stream(Process::PopulatePersons, 10);
        let mut numbers: Vec<(u64, u32)> =
            (0..world.generations.ever).map(|number| (draws.bits(u64::from(number), 0), number)).collect();
        let wanted = wanted.min(numbers.len());
        if wanted < numbers.len() {
            numbers.select_nth_unstable(wanted);
        }
        let mut sampled: Vec<u32> = numbers[..wanted].iter().map(|(_, number)| *number).collect();
        sampled.sort_unstable();
        // At the start numbers are ids.
        let person = |number: u32| world.persons.get(number as usize).cloned().unwrap_or_default();
        let follow = |number| Followed { number, last: None, seen: person(number) };
        Lives { followed: sampled.into_iter().map(follow).collect(), rows: Vec::new() }
    }

    /// Notes whose state is another than a month ago; nobody before they are fifteen or have come.
    pub fn observe(&mut self, model: &Model, world: &World) {
        if self.followed.is_empty() {
            return;
        }
        let register = Register::new(world);
        for Followed { number, last, seen } in &mut self.followed {
            let id = match register.find(*number) {
                Some(Whereabouts::Row(id)) => {
                    seen.clone_from(&world.persons[id as usize]);
                    Some(id)
                }
                Some(Whereabouts::Elder(status)) => {
                    (seen.status, seen.place) = (status, NOWHERE);
                    None
                }
                None => continue,
            };
            let now = state(seen);
            if *last == Some(now) || last.is_none() && seen.status == Status::Absent {
                continue;
            }
            *last = Some(now);
            self.rows.push(row(model, world, *number, id, seen));
        }
    }

    pub fn finish(mut self) -> Vec<LifeRow> {
        self.rows.sort_by_key(|r| r.person);
        self.rows
    }
}

fn row(model: &Model, world: &World, number: u32, id: Option<u32>, p: &Person) -> LifeRow {
    let cell = if p.holds_post() { world.posts.cells.get(p.place as usize) } else { None };
    LifeRow {
        person: number,
        month: world.t as u32,
        age_months: p.age_months(world.t),
        status: status(p.status).into(),
        occupation: model.occupations.get(p.occupation as usize).map(|o| o.id.clone()).unwrap_or_default(),
        region: model.regions.get(p.region as usize).map(|r| r.id.clone()).unwrap_or_default(),
        industry: cell
            .filter(|c| !c.is_own_account())
            .and_then(|c| model.industries.get(c.industry() as usize))
            .map(|i| i.id.clone())
            .unwrap_or_default(),
        specialty: (world.programs.get(p.program as usize))
            .map(|program| model.education.specialties[program.specialty as usize].id.clone())
            .unwrap_or_default(),
        pay: id.and_then(|id| pay(model, world, id)).map_or(f64::NAN, |yearly| yearly / 12.0),
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Absent => "absent",
        Status::Junior => "junior",
        Status::General => "general",
        Status::Secondary => "secondary",
        Status::Technician => "technician",
        Status::College => "college",
        Status::Bachelor => "bachelor",
        Status::University => "university",
        Status::Waiting => "waiting",
        Status::Employed => "employed",
        Status::OwnAccount => "own_account",
        Status::Seeking => "seeking",
        Status::Inactive => "inactive",
        Status::Left => "left",
        Status::Retired => "retired",
        Status::Dead => "dead",
    }
}
