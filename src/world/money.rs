//! The government's books: whole yuan, so that they close exactly.
//!
//! Every yuan of a budget year is allocated to a line and then spent on something that exists, or carried over.

use serde::{Deserialize, Serialize};

/// Lines of the budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum Line {
    Operations,
    Teachers,
    Equipment,
    NewPrograms,
    Curriculum,
    Practice,
    EnterpriseSubsidy,
    TaxCredit,
    Competitions,
    Platforms,
    Consortia,
}

impl Line {
    pub const COUNT: usize = 11;
    pub const ALL: [Line; Self::COUNT] = [
        Line::Operations,
        Line::Teachers,
        Line::Equipment,
        Line::NewPrograms,
        Line::Curriculum,
        Line::Practice,
        Line::EnterpriseSubsidy,
        Line::TaxCredit,
        Line::Competitions,
        Line::Platforms,
        Line::Consortia,
    ];

    pub fn id(self) -> &'static str {
        match self {
            Line::Operations => "operations",
            Line::Teachers => "teachers",
            Line::Equipment => "equipment",
            Line::NewPrograms => "new_programs",
            Line::Curriculum => "curriculum",
            Line::Practice => "practice",
            Line::EnterpriseSubsidy => "enterprise_subsidy",
            Line::TaxCredit => "tax_credit",
            Line::Competitions => "competitions",
            Line::Platforms => "platforms",
            Line::Consortia => "consortia",
        }
    }

    /// What the line buys.
    pub fn unit(self) -> &'static str {
        match self {
            Line::Operations => "student-years",
            Line::Teachers => "teacher-years",
            Line::Equipment => "yuan of equipment",
            Line::NewPrograms => "programs",
            Line::Curriculum => "programs revised",
            Line::Practice => "practice places",
            Line::EnterpriseSubsidy | Line::TaxCredit => "trainees",
            Line::Competitions => "participants",
            Line::Platforms => "platforms",
            Line::Consortia => "members",
        }
    }
}

/// One line's year [yuan].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LineYear {
    /// Brought forward from the year before.
    pub brought: i64,
    pub allocated: i64,
    pub spent: i64,
    /// What it bought, in [`Line::unit`].
    pub bought: f64,
}

impl LineYear {
    /// What is left to spend [yuan].
    pub fn left(&self) -> i64 {
        self.brought + self.allocated - self.spent
    }
}

/// Books of the running year and of the closed ones.
#[derive(Clone, Debug, Default)]
pub struct Accounts {
    pub year: i32,
    pub lines: [LineYear; Line::COUNT],
    /// Money granted for the running year [yuan]; equals the sum of the allocations.
    pub granted: i64,
    pub closed: Vec<(i32, i64, [LineYear; Line::COUNT])>,
}

impl Accounts {
    pub fn line(&self, line: Line) -> &LineYear {
        &self.lines[line as usize]
    }

    /// Opens the books of `year`: unspent money is carried over, `allocations` are the grant.
    pub fn open(&mut self, year: i32, allocations: [i64; Line::COUNT]) {
        if self.year != 0 {
            self.closed.push((self.year, self.granted, self.lines));
        }
        self.year = year;
        self.granted = allocations.iter().sum();
        for (line, allocated) in self.lines.iter_mut().zip(allocations) {
            *line = LineYear { brought: line.left(), allocated, spent: 0, bought: 0.0 };
        }
    }

    /// Spends up to `yuan` (never more than is left) on `bought` units for the whole sum; returns what was spent.
    pub fn spend(&mut self, line: Line, yuan: f64, bought: f64) -> f64 {
        let l = &mut self.lines[line as usize];
        let wanted = yuan.max(0.0).round() as i64;
        let paid = wanted.min(l.left()).max(0);
        l.spent += paid;
        if wanted > 0 {
            l.bought += bought * paid as f64 / wanted as f64;
        }
        paid as f64
    }

    /// Books tax forgone: granted, allocated and spent at once, because no money passes through the budget.
    pub fn forgo(&mut self, line: Line, yuan: f64, bought: f64) -> f64 {
        let sum = yuan.max(0.0).round() as i64;
        self.granted += sum;
        self.lines[line as usize].allocated += sum;
        self.spend(line, sum as f64, bought)
    }

    /// Splits `total` over shares so that the parts sum to it exactly (largest remainder).
    pub fn split(total: i64, shares: &[f64; Line::COUNT]) -> [i64; Line::COUNT] {
        let whole: f64 = shares.iter().sum();
        let mut parts = [0i64; Line::COUNT];
        if whole <= 0.0 {
            parts[0] = total;
            return parts;
        }
        let exact: Vec<f64> = shares.iter().map(|s| total as f64 * s / whole).collect();
        for (part, e) in parts.iter_mut().zip(&exact) {
            *part = e.floor() as i64;
        }
        let mut order: Vec<usize> = (0..Line::COUNT).collect();
        order.sort_by(|&a, &b| (exact[b] - exact[b].floor()).total_cmp(&(exact[a] - exact[a].floor())).then(a.cmp(&b)));
        let mut rest = total - parts.iter().sum::<i64>();
        for &i in order.iter().cycle() {
            if rest == 0 {
                break;
            }
            parts[i] += rest.signum();
            rest -= rest.signum();
        }
        parts
    }
}
