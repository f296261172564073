//! Shards: a pure function of (plan, index), idempotent, safe to run anywhere and any number of times.

use std::path::Path;

use super::error::{Error, Fault};
use super::part::Parts;
use super::plan::Plan;
use super::runner::{Options, compute};
use super::simulation::Simulation;

/// Computes what is missing of one shard; returns how many of its runs failed.
///
/// # Errors
/// A shard the plan does not have; what the file system says.
pub fn run_shard(plan: &Plan, shard: usize, options: &Options, simulation: &dyn Simulation) -> Result<usize, Error> {
    let no_such = Fault::NoSuchShard { shard, first: 0, last: plan.shards.len().saturating_sub(1) };
    let &(first, last) = plan.shards.get(shard).ok_or(no_such)?;
    compute(plan, first..last, options, simulation)?;
    let parts = Parts::new(&options.work, plan);
    let mut failed = 0;
    for run in first..last {
        failed += usize::from(matches!(parts.read(run)?, Some(Err(_))));
    }
    Ok(failed)
}

/// The shards with runs that are not finished, ascending.
///
/// # Errors
/// A part that exists and cannot be read.
pub fn missing(plan: &Plan, work: &Path) -> Result<Vec<usize>, Error> {
    let parts = Parts::new(work, plan);
    let mut missing = Vec::new();
    for (shard, &(first, last)) in plan.shards.iter().enumerate() {
        for run in first..last {
            if parts.read(run)?.is_none() {
                missing.push(shard);
                break;
            }
        }
    }
    Ok(missing)
}

/// `0,5-9`: the form in which Slurm takes array indices.
pub fn ranges(ascending: &[usize]) -> String {
    let mut text = Vec::new();
    for run in ascending.chunk_by(|a, b| a + 1 == *b) {
        text.push(match run {
            [one] => one.to_string(),
            more => format!("{}-{}", more[0], more[more.len() - 1]),
        });
    }
    text.join(",")
}

#[cfg(test)]
mod tests {
    #[test]
    fn array_indices() {
        assert_eq!(super::ranges(&[]), "");
        assert_eq!(super::ranges(&[0, 5, 6, 7, 9]), "0,5-7,9");
    }
}
