//! The labour market's numbers in the form the monthly loop wants them, and who may move where.

use serde::Serialize;

/// Scalars of the labour processes, taken from the parameter table once.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Labour {
    /// Months between two plans of an enterprise.
    pub plan_interval: usize,
    /// Posts are whole numbers (systematic rounding) or real targets.
    pub whole_posts: bool,
    /// Spontaneous separation and opening, adjustment down and up [1/month].
    pub separation: f64,
    pub opening: f64,
    pub adjust_down: f64,
    pub adjust_up: f64,
    /// Openings beyond the number employed allowed.
    pub beyond_staff: bool,
    /// Probability that a post left by quit, retirement or spontaneous separation is reopened.
    pub reopen: f64,
    /// Extra separation of new starters, `1 + tenure * exp(-months/12)`, and of poor fit, `1 + misfit * (1 - fit)`.
    pub tenure: f64,
    pub misfit: f64,
    /// Probability that a seeker searches in a month; the same of an employed person.
    pub search: f64,
    pub on_the_job: f64,
    pub rounds: usize,
    /// Exponent of wages in where to apply.
    pub wage_pull: f64,
    /// Hire the best by fit (else uniformly), noise of the fit seen, what a certificate leaves of it.
    pub best_hire: bool,
    pub noise: f64,
    pub certificate_noise: f64,
    /// Fit credited to holders of a certificate for the noise it removes.
    pub certificate_bonus: f64,
    /// Lowest fit hired, and how much it falls per month a vacancy stays open.
    pub standard: f64,
    pub standard_fall: f64,
    /// Monthly probability that a vacancy is withdrawn.
    pub expiry: f64,
    /// Months of search from which a seeker counts as long-term.
    pub long_term: u16,
    /// Closing rate of a skill gap in work, decay of unused skills [1/month].
    pub closing: f64,
    pub fading: f64,
    /// `reach[o * occupations + j]`: weight of occupation j for a seeker from o.
    pub reach: Vec<f64>,
    /// `near[r * regions + s]`: weight of region s for a seeker in r.
    pub near: Vec<f64>,
}
