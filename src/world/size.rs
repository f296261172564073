//! How much memory a world takes.

use std::mem::size_of;

use super::World;
use super::person::Person;
use super::posts::Enterprise;

impl World {
    /// Memory of its long lists [bytes]: people, elders, enterprises, posts, seekers, and ids held by programs and classes. What is
    /// left out (a row for each program, market or industry) is a few megabytes at any scale.
    pub fn bytes(&self) -> usize {
        let ids = |lists: &[super::education::Cohort]| lists.iter().map(|c| c.students.capacity()).sum::<usize>();
        let held: usize = self.programs.iter().map(|p| ids(&p.cohorts) + p.partners.capacity()).sum();
        let followed: usize = self.leavers.iter().map(|class| class.ids.capacity()).sum();
        let flows = self.flows.school_leavers.capacity();
        let ids = held + followed + flows + ids(&self.technician) + ids(&self.academic) + self.waiting.capacity();
        self.persons.capacity() * size_of::<Person>()
            + self.generations.bytes()
            + self.enterprises.capacity() * size_of::<Enterprise>()
            + self.posts.bytes()
            + self.seekers.bytes()
            + self.employed.capacity() * size_of::<u64>()
            + ids * size_of::<u32>()
    }
}
