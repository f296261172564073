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
    /// Hires by industry and by occupation [agents].
    pub hires_by_occupation: Vec<u64>,
    /// Those of any school who left it this month for work inside the province.
    pub school_leavers: Vec<u32>,
    /// Posts promised to order classes, taken up, and broken off [agents].
    pub orders: u64,
    pub order_hires: u64,
    pub order_defaults: u64,
    /// Enterprises that take part in training, and their places [agents]; counted each October.
    pub partners: u64,
    pub places: u64,
}

impl Flows {
    /// Sets every count to zero, keeping the lists' lengths.
    pub fn reset(&mut self) {
        let mut hires = std::mem::take(&mut self.hires_by_occupation);
        hires.fill(0);
        *self = Flows { hires_by_occupation: hires, ..Flows::default() };
    }
}
