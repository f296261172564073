//! Labour demand: how many posts each industry wants, month by month, before wages and technology answer.

use serde::Serialize;

/// Demand inputs.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Demand {
    /// Posts wanted by industry and month at base wages and technology [agents]; index `t + 1`, 0 is the start.
    /// Month t reads nothing beyond index `t + 1`.
    #[serde(skip)] // compared month by month
    pub posts: Vec<Vec<f64>>,
    /// Output path of each industry by month relative to the start.
    #[serde(skip)] // compared month by month
    pub output: Vec<Vec<f64>>,
    /// Real value of a unit of output of each industry by month relative to the start: better products, not more of them.
    #[serde(skip)] // compared month by month
    pub value: Vec<Vec<f64>>,
    /// Share of each industry's posts by region.
    pub region_share: Vec<Vec<f64>>,
    /// Start stocks of a network, by occupation: employed, unemployed, vacancies. Empty for a province.
    pub network: Vec<[u32; 3]>,
}

impl Demand {
    /// Posts of an industry at the start [agents]; 1 in a model put together by hand without demand, whose industries then
    /// count alike.
    #[inline]
    pub fn posts_at_start(&self, industry: usize) -> f64 {
        if self.posts.is_empty() { 1.0 } else { self.posts[industry][0] }
    }
}
