//! From which month on two models say different things.
//!
//! Runs of the same seed, replicate and arm read nothing but their model, so up to that month they are one run. All of a
//! model is compared byte by byte, except what has a path over months and is read in its month alone: levers, and the
//! posts and output that levers of industry multiply. A new field of a model is compared whole unless it says otherwise, so
//! forgetting one costs time, never a result.

use super::Model;

impl Model {
    /// Hash of everything that is not a path over months: numbers, tables, projections.
    pub fn fixed(&self) -> [u8; 32] {
        let bytes = postcard::to_stdvec(self).expect("a model is plain data");
        *blake3::hash(&bytes).as_bytes()
    }

    /// First month whose paths differ bit for bit, among models whose [`Model::fixed`] part is the same; the number of
    /// months if none does.
    pub fn paths_part(&self, other: &Model) -> usize {
        let levers = parting(&self.levers, &other.levers);
        let (a, b) = (&self.demand, &other.demand);
        let demand = [(&a.posts, &b.posts), (&a.output, &b.output), (&a.value, &b.value)];
        // Entry t + 1 belongs to month t, entry 0 to the start.
        let demand = demand.into_iter().filter_map(|(a, b)| parting(a, b)).map(|at| at.saturating_sub(1));
        levers.into_iter().chain(demand).min().unwrap_or(self.months).min(self.months)
    }

    /// First month in which a run of this model may differ from one of the other: 0 if anything but a path differs, the
    /// number of months if nothing does.
    pub fn first_difference(&self, other: &Model) -> usize {
        if self.fixed() == other.fixed() { self.paths_part(other) } else { 0 }
    }
}

/// First place at which any path differs from its like.
fn parting(a: &[Vec<f64>], b: &[Vec<f64>]) -> Option<usize> {
    if a.len() != b.len() {
        return Some(0);
    }
    let first = |(a, b): (&Vec<f64>, &Vec<f64>)| {
        let differs = |(x, y): (&f64, &f64)| x.to_bits() != y.to_bits();
        let common = a.iter().zip(b).position(differs);
        common.or_else(|| (a.len() != b.len()).then_some(a.len().min(b.len())))
    };
    a.iter().zip(b).filter_map(first).min()
}
