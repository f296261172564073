//! Program groups (2.4): which programs of a school stand together, and which of them leads.
//!
//! Reads programs and the size of groups in the table of schools; writes the groups of schools. What members share is
//! read elsewhere: workshops (`program`), teachers (`stocks`), the revision of common courses (`curriculum`).

use crate::model::Model;
use crate::model::education::Rank;
use crate::world::World;
use crate::world::education::{Group, Program, Standing};

/// [July, after closures; September, before programs open] Every school decides on its groups: two programs or more of
/// a category stand together, the leading one first (core before extension before auxiliary, then by places), up to the
/// size of the table; who finds no room stays alone. A group that is left with one program is dissolved.
pub fn form(model: &Model, world: &mut World) {
    let specialty = |p: &Program| &model.education.specialties[p.specialty as usize];
    let rank = |p: &Program| match specialty(p).rank {
        Rank::Core => 0,
        Rank::Extension => 1,
        Rank::Auxiliary => 2,
    };
    let t = world.t;
    let due = |p: &Program| matches!(p.standing, Standing::Filed { recruits_from } if recruits_from as usize <= t);
    for (id, school) in world.schools.iter_mut().enumerate() {
        let size = model.education.schools.get(id).map_or(usize::MAX, |s| s.group_size as usize);
        let programs = &world.programs;
        let mut open = school.programs.clone();
        open.retain(|&p| programs[p as usize].teaches() || due(&programs[p as usize]));
        open.sort_by(|&a, &b| {
            let (p, q) = (&programs[a as usize], &programs[b as usize]);
            (specialty(p).category, rank(p))
                .cmp(&(specialty(q).category, rank(q)))
                .then(q.plan.approved.total_cmp(&p.plan.approved))
                .then(a.cmp(&b))
        });
        let old = std::mem::take(&mut school.groups);
        for own in open
            .chunk_by(|&a, &b| specialty(&programs[a as usize]).category == specialty(&programs[b as usize]).category)
        {
            let members: Vec<u32> = own.iter().copied().take(size).collect();
            if members.len() < 2 {
                continue;
            }
            let category = specialty(&programs[members[0] as usize]).category;
            let founded = old.iter().find(|g| g.category == category).map_or(t as i32, |g| g.founded);
            school.groups.push(Group { category, members, founded });
        }
    }
}
