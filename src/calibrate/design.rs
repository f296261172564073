//! Where to run the model: points that fill a region evenly.
//!
//! The first wave is a Latin hypercube (McKay, Beckman & Conover 1979), of several the one whose nearest points are
//! farthest apart (Morris & Mitchell 1995). Later waves take, from many points of the region still possible, those
//! farthest from each other and from what was run (Kennard & Stone 1969).

use crate::base::rng::{Draws, Process, Stream};

/// Hypercubes of which the best is taken.
const TRIES: usize = 40;

/// `n` points in the unit cube of `axes` dimensions, one in each of `n` layers of every axis.
pub fn latin_hypercube(n: usize, axes: usize, seed: u64) -> Vec<Vec<f64>> {
    let stream = Draws::new(seed, 0).stream(Process::Design, 0);
    let tries = (0..TRIES).map(|i| hypercube(n, axes, &stream, i));
    let best = tries
        .map(|points| (nearest(&points), points))
        .fold((f64::NEG_INFINITY, Vec::new()), |best, next| if next.0 > best.0 { next } else { best });
    best.1
}

fn hypercube(n: usize, axes: usize, stream: &Stream, attempt: usize) -> Vec<Vec<f64>> {
    let mut points = vec![vec![0.0; axes]; n];
    for axis in 0..axes {
        let address = (attempt * axes + axis) as u64;
        let mut layers: Vec<usize> = (0..n).collect();
        for i in (1..n).rev() {
            layers.swap(i, stream.below(address, i as u32, i + 1));
        }
        for (i, layer) in layers.into_iter().enumerate() {
            points[i][axis] = (layer as f64 + stream.uniform(address, (n + i) as u32)) / n as f64;
        }
    }
    points
}

/// Squared distance of the two nearest points.
fn nearest(points: &[Vec<f64>]) -> f64 {
    let pairs = points.iter().enumerate().flat_map(|(i, a)| points[..i].iter().map(move |b| apart(a, b)));
    pairs.fold(f64::INFINITY, f64::min)
}

fn apart(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum()
}

/// `n` of the candidates, each the one farthest from the points so far; fewer if there are fewer.
pub fn farthest(candidates: &[Vec<f64>], so_far: &[Vec<f64>], n: usize) -> Vec<Vec<f64>> {
    let mut distance: Vec<f64> =
        candidates.iter().map(|c| so_far.iter().map(|p| apart(c, p)).fold(f64::INFINITY, f64::min)).collect();
    let mut chosen = Vec::new();
    while chosen.len() < n {
        let far = distance
            .iter()
            .enumerate()
            .fold((usize::MAX, 0.0), |best, (i, d)| if *d > best.1 { (i, *d) } else { best });
        let Some(point) = candidates.get(far.0) else { break };
        for (d, c) in distance.iter_mut().zip(candidates) {
            *d = d.min(apart(c, point));
        }
        chosen.push(point.clone());
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_layer_of_every_axis_holds_one_point() {
        let points = latin_hypercube(17, 5, 3);
        for axis in 0..5 {
            let mut layers: Vec<usize> = points.iter().map(|p| (p[axis] * 17.0) as usize).collect();
            layers.sort_unstable();
            assert_eq!(layers, (0..17).collect::<Vec<_>>());
        }
        assert_eq!(points, latin_hypercube(17, 5, 3));
        assert_ne!(points, latin_hypercube(17, 5, 4));
    }

    #[test]
    fn points_far_from_each_other() {
        let line: Vec<Vec<f64>> = (0..=10).map(|i| vec![f64::from(i) / 10.0]).collect();
        assert_eq!(farthest(&line, &[vec![0.0]], 3), [vec![1.0], vec![0.5], vec![0.2]]);
        assert_eq!(farthest(&line, &[], 20).len(), 11, "no point twice");
    }
}
