//! Serial dictatorship: who gets a place where scores decide. Knows applicants and programs as numbers only; `admission` says whose
//! list is read when.

use crate::base::par;
use crate::base::ranks::by_score;
use crate::world::AHEAD;

/// Applicants for whom a thread looks for a place at a time.
const LOOKING: usize = 1 << 10;

/// Serial dictatorship: applicants in order of score (ties: earlier in the list first) take the first program of
/// their list that has a place left. With one common order of priority this is the only stable matching, equal to
/// deferred acceptance, and stating one's true list is dominant (Balinski & Sönmez 1999; Abdulkadiroğlu & Sönmez
/// 1998). `seats` is left with what remains.
pub fn admit<L: AsRef<[u32]> + Sync>(
    parallel: bool,
    lists: &[L],
    scores: &[f64],
    seats: &mut [u32],
) -> Vec<Option<u32>> {
    let first = |i: usize| lists[i].as_ref().first().copied();
    let find = |i: usize, seats: &[u32], _: &mut Vec<u32>| {
        let place = lists[i].as_ref().iter().copied().find(|&p| seats[p as usize] > 0);
        Choice { first: first(i), place }
    };
    let choices = dictate(parallel, scores, seats, |i| first(i).unwrap_or(0), find);
    choices.into_iter().map(|choice| choice.place).collect()
}

/// The first program on someone's list, and the one that admits.
#[derive(Clone, Copy, Default)]
pub(super) struct Choice {
    pub first: Option<u32>,
    pub place: Option<u32>,
}

/// As [`admit`], where lists are read no further than needed: `find` looks for the first program of a list that has a place
/// left, `touch` brings what it will read.
///
/// Many look at the places as those before them have left them. Places only become fewer, so what is full to them stays
/// full; who finds a place that is gone when their turn comes looks again.
pub(super) fn dictate(
    parallel: bool,
    scores: &[f64],
    seats: &mut [u32],
    touch: impl Fn(usize) -> u32 + Sync,
    find: impl Fn(usize, &[u32], &mut Vec<u32>) -> Choice + Sync,
) -> Vec<Choice> {
    let order = by_score(parallel, scores.iter().copied().zip(0..scores.len() as u32).collect());
    let (mut choices, mut list) = (vec![Choice::default(); scores.len()], Vec::new());
    for many in order.chunks(4 * LOOKING) {
        let now = &*seats;
        let found = par::gather(parallel, many.len(), LOOKING, |range, found| {
            let mut list = Vec::new();
            for batch in many[range].chunks(AHEAD) {
                std::hint::black_box(batch.iter().map(|&(_, i)| touch(i as usize)).fold(0, u32::wrapping_add));
                found.extend(batch.iter().map(|&(_, i)| find(i as usize, now, &mut list)));
            }
        });
        for (&(_, i), mut choice) in many.iter().zip(found) {
            if choice.place.is_some_and(|p| seats[p as usize] == 0) {
                choice = find(i as usize, seats, &mut list);
            }
            if let Some(p) = choice.place {
                seats[p as usize] -= 1;
            }
            choices[i as usize] = choice;
        }
    }
    choices
}
