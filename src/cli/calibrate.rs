//! `skillsim calibrate`: parameters fitted to targets, or the method tried on twins.

use std::path::PathBuf;

use super::error::Stop;
use super::execution::Clock;
use super::message::Message;
use super::progress::Display;
use super::{Context, Done, Outcome};
use crate::calibrate::design::latin_hypercube;
use crate::calibrate::report::{BANK, Told, check_target, write, write_twins};
use crate::calibrate::space::values;
use crate::calibrate::study::{Loaded, load};
use crate::calibrate::twin::twins;
use crate::calibrate::waves::{Done as DoneRun, FIRST_OF_WAVES, NoFit, Problem, Run, fit, gather, measured};
use crate::experiment::Error;
use crate::experiment::bank::Bank;
use crate::experiment::lock::Lock;
use crate::experiment::threads::{Pool, wanted};
use crate::output::columns::Language;

#[derive(clap::Args, Debug)]
pub struct Args {
    /// Study: scenario, targets, free parameters with their ranges, number of runs
    #[arg(value_name = "STUDY")]
    study: PathBuf,
    /// Directory of the fit; finished runs are kept in it, and the same command goes on where it stopped
    #[arg(short, long = "output", visible_alias = "out", value_name = "DIR", default_value = "calibration")]
    output: PathBuf,
    /// Threads; 0 = one per processor
    #[arg(long, value_name = "T", default_value_t = 0)]
    threads: usize,
    /// Override a parameter of the scenario, after the study's own
    #[arg(long = "set", value_name = "PATH=VALUE")]
    sets: Vec<String>,
    /// Multiply the value of a target, to see where the fit goes and what it costs the others
    #[arg(long = "shift", value_name = "TARGET=FACTOR")]
    shifts: Vec<String>,
    /// Do not fit: recover so many twins, runs whose parameters are known
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(2..))]
    twins: Option<u16>,
}

pub fn execute(args: Args, context: &Context) -> Outcome {
    let clock = Clock::start(args.threads);
    let mut loaded = load(&args.study, &args.sets).map_err(Stop::Input)?;
    for shift in &args.shifts {
        moved(&mut loaded, shift, context.lang)?;
    }
    context.caution(std::slice::from_ref(&loaded.scenario));
    check_target(&args.output)?;
    let bank = args.output.join(BANK);
    let _alone = Lock::take(&bank)?;
    let bank = Bank::new(&bank);
    let told = Told { command: &context.typed, execution: &|| clock.execution(None) };
    Pool::new(wanted(args.threads)).within(|_| match args.twins {
        Some(n) => on_twins(&loaded, usize::from(n), &bank, &args, context, &told),
        None => to_targets(&loaded, &bank, &args, context, &told),
    })
}

/// Multiplies a target.
fn moved(loaded: &mut Loaded, shift: &str, lang: Language) -> Result<(), Stop> {
    let parts = shift
        .split_once('=')
        .and_then(|(id, by)| Some((id, by.parse::<f64>().ok().filter(|x| x.is_normal() && *x > 0.0)?)));
    let Some((id, by)) = parts else {
        let wanted = lang.of(
            "请写作 目标=倍数（大于0），例如 --shift start_wage=1.2",
            "write TARGET=FACTOR, the factor above 0, for example --shift start_wage=1.2",
        );
        return Err(Stop::Usage(format!("--shift {shift}: {wanted}")));
    };
    match loaded.problem.goals.iter_mut().find(|g| g.id == id) {
        Some(goal) => {
            goal.value *= by;
            Ok(())
        }
        None => {
            let known: Vec<&str> = loaded.problem.goals.iter().map(|g| g.id.as_str()).collect();
            let what = lang.of("没有这个目标；已有", "there is no such target; there are");
            Err(Stop::Usage(format!("--shift {id}: {what} {}", known.join(", "))))
        }
    }
}

fn to_targets(loaded: &Loaded, bank: &Bank, args: &Args, context: &Context, told: &Told) -> Outcome {
    let mut model = |runs: &[Run]| outcomes(loaded, runs, bank, args.threads, context);
    let found = fit(&loaded.problem, loaded.budget, &mut model).map_err(|no| stop(no, context.lang))?;
    context.say(&Message::Writing);
    let met = write(loaded, &found, &args.output, told)?;
    let (targets, before, middle) = (met.targets, met.before, met.middle);
    context.say(&Message::Fitted { targets, before, middle });
    context.say(&Message::Written(&args.output));
    Ok(Done::Complete)
}

fn on_twins(loaded: &Loaded, n: usize, bank: &Bank, args: &Args, context: &Context, told: &Told) -> Outcome {
    let axes = &loaded.problem.axes;
    let points = latin_hypercube(loaded.budget.runs, axes.len(), loaded.problem.seed);
    let run = |(i, point): (usize, &Vec<f64>)| Run {
        values: Some(values(axes, point)),
        replicate: FIRST_OF_WAVES + i as u32,
    };
    let runs: Vec<Run> = points.iter().enumerate().map(run).collect();
    let outcomes = outcomes(loaded, &runs, bank, args.threads, context)?;
    let done: Vec<DoneRun> = points
        .into_iter()
        .zip(runs)
        .zip(outcomes)
        .map(|((point, run), outcomes)| DoneRun { wave: 1, point, replicate: run.replicate, outcomes })
        .collect();
    let measured = measured(&loaded.problem.goals, &done);
    let goals = measured.iter().map(|&j| loaded.problem.goals[j].clone()).collect();
    let runs = gather(&done, &measured);
    let problem = Problem { goals, ..loaded.problem.clone() };
    let found = twins(&problem, &runs, n).ok_or_else(|| stop(NoFit::TooFewRuns(runs.points.len()), context.lang))?;
    context.say(&Message::Writing);
    let coverage = write_twins(loaded, runs.points.len(), &found, &args.output, told)?;
    context.say(&Message::Twins {
        twins: found.len() / axes.len().max(1),
        share: coverage.share,
        error: coverage.error,
    });
    context.say(&Message::Written(&args.output));
    Ok(Done::Complete)
}

fn outcomes(
    loaded: &Loaded,
    runs: &[Run],
    bank: &Bank,
    threads: usize,
    context: &Context,
) -> Result<Vec<Vec<f64>>, Error> {
    let display = Display::new(context, runs.len());
    loaded.outcomes(runs, bank, threads, &|progress| display.update(progress))
}

fn stop(no: NoFit<Error>, lang: Language) -> Stop {
    let text = match no {
        NoFit::Model(e) => return e.into(),
        NoFit::NothingMeasured => lang
            .of(
                "所有有权重的目标都未被运行覆盖；请加长 months 或改正 targets 的时期",
                "no target with a weight is measured by the runs; lengthen `months` or correct the periods of the targets",
            )
            .to_owned(),
        NoFit::TooFewRuns(n) => match lang {
            Language::Zh => format!("只有 {n} 次运行成功，不足以拟合；请增加 runs"),
            Language::En => format!("only {n} runs succeeded, too few for a fit; raise `runs`"),
        },
    };
    Stop::Usage(text)
}
