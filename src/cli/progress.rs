//! How far the runs are: a bar on a terminal, else a plain line now and then.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::Context;
use super::message::Message;
use crate::experiment::Progress;
use crate::output::columns::Language;

/// Time between two plain lines.
const INTERVAL: Duration = Duration::from_secs(10);

/// Shows progress as it is reported, from any thread.
pub struct Display<'a> {
    context: &'a Context,
    started: Instant,
    bar: Option<ProgressBar>,
    last_line: Mutex<Instant>,
}

impl<'a> Display<'a> {
    pub fn new(context: &'a Context, total: usize) -> Self {
        let bar = (!context.quiet && std::io::stderr().is_terminal()).then(|| {
            let template = match context.lang {
                Language::En => "{wide_bar} {pos}/{len} runs, {eta} left",
                Language::Zh => "{wide_bar} {pos}/{len} 次运行，剩余 {eta}",
            };
            let bar = ProgressBar::new(total as u64);
            bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.enable_steady_tick(Duration::from_millis(500));
            bar
        });
        Display { context, started: Instant::now(), bar, last_line: Mutex::new(Instant::now()) }
    }

    pub fn update(&self, progress: Progress) {
        let Progress { finished, resumed, total } = progress;
        if finished == resumed && resumed > 0 {
            self.print(&Message::Resumed { finished });
        }
        if let Some(bar) = &self.bar {
            bar.set_position(finished as u64);
            if finished == resumed {
                bar.reset_eta();
            }
            return;
        }
        let Ok(mut last) = self.last_line.lock() else { return };
        if finished > resumed && (last.elapsed() >= INTERVAL || finished == total) {
            *last = Instant::now();
            self.print(&Message::Progress { finished, total, remaining: self.remaining(progress) });
        }
    }

    /// Seconds until the end at the pace so far.
    fn remaining(&self, Progress { finished, resumed, total }: Progress) -> Option<u64> {
        let pace = self.started.elapsed().as_secs_f64() / (finished - resumed) as f64;
        (finished < total).then_some((pace * (total - finished) as f64).ceil() as u64)
    }

    fn print(&self, message: &Message) {
        match &self.bar {
            Some(bar) => bar.suspend(|| self.context.say(message)),
            None => self.context.say(message),
        }
    }
}

impl Drop for Display<'_> {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
