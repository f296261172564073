//! Host and time of an execution: told in the manifest, apart from everything that is compared.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::experiment::Effort;
use crate::experiment::threads::wanted;
use crate::output::manifest::Execution;

/// A running execution.
pub struct Clock {
    started: u64,
    instant: Instant,
    threads: usize,
}

impl Clock {
    pub fn start(threads: usize) -> Self {
        let started = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
        Clock { started, instant: Instant::now(), threads: wanted(threads) }
    }

    pub fn execution(&self, effort: Option<Effort>) -> Execution {
        Execution {
            host: host(),
            threads: self.threads,
            started: rfc3339(self.started),
            seconds: (self.instant.elapsed().as_secs_f64() * 1e3).round() / 1e3,
            effort,
        }
    }
}

fn host() -> String {
    let file = || std::fs::read_to_string("/etc/hostname").ok();
    let names = [std::env::var("HOSTNAME").ok(), std::env::var("COMPUTERNAME").ok(), file()];
    names.into_iter().flatten().map(|n| n.trim().to_owned()).find(|n| !n.is_empty()).unwrap_or_default()
}

/// UTC of seconds since 1970 (Hinnant, "chrono-compatible low-level date algorithms", civil_from_days).
fn rfc3339(seconds: u64) -> String {
    let (days, of_day) = (seconds / 86_400 + 719_468, seconds % 86_400);
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", of_day / 3600, of_day / 60 % 60, of_day % 60)
}

#[cfg(test)]
mod tests {
    #[test]
    fn utc() {
        assert_eq!(super::rfc3339(0), "1970-01-01T00:00:00Z");
        assert_eq!(super::rfc3339(951_827_696), "2000-02-29T12:34:56Z");
        assert_eq!(super::rfc3339(1_798_761_599), "2026-12-31T23:59:59Z");
    }
}
