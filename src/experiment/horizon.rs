//! The moments at which outcomes are compared.

use crate::base::math::sum;
use crate::base::time::Month;
use crate::outcome::dictionary::Over;

/// A stretch of months whose value is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Horizon {
    /// `year_1`, `end`, `mean`.
    pub id: &'static str,
    /// Its last month.
    pub month: Month,
    /// First month, counted from the start.
    first: usize,
    /// One past its last month.
    last: usize,
}

/// Years 1, 3, 5 and 10 as far as they end before the run does; `end`, the last 12 months; `mean`, the whole run.
pub fn horizons(start: Month, months: usize) -> Vec<Horizon> {
    let mut horizons = Vec::new();
    for (id, years) in [("year_1", 1), ("year_3", 3), ("year_5", 5), ("year_10", 10)] {
        if years * 12 <= months {
            horizons.push((id, years * 12 - 12, years * 12));
        }
    }
    horizons.push(("end", months.saturating_sub(12), months));
    horizons.push(("mean", 0, months));
    horizons
        .into_iter()
        .map(|(id, first, last)| Horizon { id, month: start + (last as i32 - 1), first, last })
        .collect()
}

impl Horizon {
    /// Whether this is the average over the whole run.
    pub fn is_whole(&self) -> bool {
        self.id == "mean"
    }

    /// Value of a series over the months of the horizon [unit of the indicator]; NaN if nothing was measured.
    ///
    /// Flows are sums over 12 months, over the whole run the average of a year; stocks and rates are means;
    /// what is measured once a year is its last value, over the whole run the mean of its values.
    pub fn value(&self, series: &[f64], over: Over) -> f64 {
        let measured: Vec<f64> = series[self.first..self.last].iter().copied().filter(|x| !x.is_nan()).collect();
        let Some(&last) = measured.last() else { return f64::NAN };
        let total = || sum(measured.iter().copied());
        match over {
            Over::Sum if self.is_whole() => total() * 12.0 / (self.last - self.first) as f64,
            Over::Sum => total(),
            Over::Last if !self.is_whole() => last,
            Over::Mean | Over::Last => total() / measured.len() as f64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values() {
        let start = Month::new(2025, 9);
        let all = horizons(start, 36);
        assert_eq!(all.iter().map(|h| h.id).collect::<Vec<_>>(), ["year_1", "year_3", "end", "mean"]);
        let [year_1, year_3, end, mean] = all.as_slice() else { panic!("four horizons") };
        assert_eq!((year_1.month, end.month), (Month::new(2026, 8), Month::new(2028, 8)));
        let mut series: Vec<f64> = (0..36).map(f64::from).collect();
        series[35] = f64::NAN;
        assert_eq!(year_1.value(&series, Over::Sum), 66.0);
        assert_eq!(end.value(&series, Over::Last), 34.0);
        assert_eq!(end.value(&series, Over::Mean), 29.0);
        assert_eq!(year_3.value(&series, Over::Mean), 29.0);
        assert_eq!(mean.value(&series, Over::Sum), 595.0 / 3.0);
        assert!(end.value(&[f64::NAN; 36], Over::Sum).is_nan());
        assert_eq!(horizons(start, 6).iter().map(|h| h.id).collect::<Vec<_>>(), ["end", "mean"]);
        assert_eq!(horizons(start, 6)[0].value(&[1.0; 6], Over::Sum), 6.0);
    }
}
