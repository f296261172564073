//! The month's record of flows: what processes tell each other and what collectors read.

/// Counts of one month [agents] unless said otherwise; reset at the start of each month.
#[derive(Clone, Debug, Default)]
pub struct Flows {
    pub applications: u64,
    pub hires: u64,
    /// Hires of those who were seeking, by months since they began to seek: sum.
    pub hire_wait_months: u64,
    pub hires_of_seekers: u64,
    /// Sum of shortfall (1 - fit) of hires, of over- and under-qualified hires.
    pub hire_shortfall: f64,
    pub over_qualified: u64,
    pub under_qualified: u64,
    /// Sum of vacancy ages at filling [months].
    pub fill_months: f64,
    pub separations: u64,
    pub layoffs: u64,
    pub openings: u64,
    pub withdrawn: u64,
    pub deaths: u64,
    pub retired: u64,
    pub left_province: u64,
    pub arrived: u64,
    /// Home again from colleges of other provinces.
    pub returned: u64,
    pub turned_15: u64,
    /// Vocational graduates, and of these who go to work.
    pub graduates: u64,
    pub entrants: u64,
    pub dropouts: u64,
    pub applicants: u64,
    pub admitted: u64,
    pub seats: f64,
    pub programs_filed: u64,
    pub programs_opened: u64,
    pub programs_closed: u64,
    pub upgrades_started: u64,
    pub upgrades_done: u64,
    pub retrained: u64,
    pub service_projects: u64,
    /// Technology-service income [yuan].
    pub service_income: f64,
    pub competitors: u64,
    /// Regions, for the lists by market, `[occupation * regions + region]`.
    pub regions: usize,
    /// All hires, and those of graduates of a program without work before.
    pub hires_by_market: Vec<u32>,
    pub newcomers_by_market: Vec<u32>,
    /// Those of any school who left it this month for work inside the province.
    pub school_leavers: Vec<u32>,
    /// Posts promised to order classes, taken up, and broken off [agents].
    pub orders: u64,
    pub order_hires: u64,
    pub order_defaults: u64,
    /// Enterprises that take part in training, and their places [agents]; counted each October.
    pub partners: u64,
    pub places: u64,
    /// Enterprises certified for the tax credit, and of these those that use it; counted each October.
    pub certified: u64,
    pub credit_users: u64,
}

impl Flows {
    /// Counts for this many occupations and regions.
    pub fn new(occupations: usize, regions: usize) -> Self {
        let markets = vec![0; occupations * regions];
        Flows { regions, hires_by_market: markets.clone(), newcomers_by_market: markets, ..Flows::default() }
    }

    /// Sets every count to zero.
    pub fn reset(&mut self) {
        let (mut hires, mut newcomers) =
            (std::mem::take(&mut self.hires_by_market), std::mem::take(&mut self.newcomers_by_market));
        hires.fill(0);
        newcomers.fill(0);
        *self =
            Flows { regions: self.regions, hires_by_market: hires, newcomers_by_market: newcomers, ..Flows::default() };
    }
}
