//! Claim: interruption, threads, order of scenarios and a cluster do not change a byte of the results.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use skillsim::base::time::Month;
use skillsim::experiment::error::{Error, Fault};
use skillsim::experiment::part::Parts;
use skillsim::experiment::plan::{BaselineBy, Plan, Planned, Setting, Size};
use skillsim::experiment::runner::MEMORY;
use skillsim::experiment::{Ensemble, Job, compare, merge, shard};
use skillsim::outcome::record::{Arm, Failure};
use skillsim::output::manifest::Execution;
use skillsim::output::{Request, write};

use crate::artificial::{failing, files, options, plan, planned, run, simulate, three};

fn results(ensemble: &Ensemble, directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let request = Request { series_by_run: true, ..Request::default() };
    write(ensemble, directory, &request, Execution::default).unwrap();
    files(directory)
}

#[test]
fn threads_and_order_of_scenarios_change_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    let plan_a = plan(three(), 3);
    let one = results(&run(&plan_a, &at("work-1"), 1).unwrap(), &at("one"));
    assert!(one.len() > 15);
    assert_eq!(one, results(&run(&plan_a, &at("work-2"), 2).unwrap(), &at("two")));
    let mut reversed = three();
    reversed.reverse();
    let plan_b = plan(reversed, 5);
    assert_eq!(plan_a.plan_id, plan_b.plan_id);
    assert_eq!(one, results(&run(&plan_b, &at("work-3"), 2).unwrap(), &at("three")));
}

#[test]
fn run_equals_plan_and_shards_and_merge() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    let here = plan(three(), 1);
    plan(three(), 5).write(&at("plan.json")).unwrap();
    let plan = Plan::read(&at("plan.json")).unwrap();
    assert_eq!(plan.shards.len(), 5);
    let parts = at("parts");
    for shard in [3, 0, 4, 1, 1] {
        assert_eq!(shard::run_shard(&plan, shard, &options(&parts, 1), &simulate(&plan)).unwrap(), 0);
    }
    assert_eq!(shard::missing(&plan, &parts).unwrap(), [2]);
    assert!(matches!(merge(&plan, &parts), Err(Error::Incomplete(missing)) if missing == [2]));
    shard::run_shard(&plan, 2, &options(&parts, 2), &simulate(&plan)).unwrap();
    assert_eq!(shard::missing(&plan, &parts).unwrap(), [0; 0]);
    let on_cluster = results(&merge(&plan, &parts).unwrap(), &at("cluster"));
    assert_eq!(on_cluster, results(&run(&here, &at("work"), 2).unwrap(), &at("here")));
    let beyond = shard::run_shard(&plan, 5, &options(&parts, 1), &simulate(&plan));
    assert!(matches!(beyond, Err(Error::Fault(Fault::NoSuchShard { shard: 5, first: 0, last: 4 }))));
}

#[test]
fn a_killed_run_computes_only_what_is_missing() {
    let dir = tempfile::tempdir().unwrap();
    let (work, plan) = (dir.path().join("work"), plan(three(), 1));
    let whole = results(&run(&plan, &work, 2).unwrap(), &dir.path().join("whole"));
    let parts = Parts::new(&work, &plan);

    let other = self::plan(vec![planned("baseline", "基准情景", 0.5)], 1);
    fs::remove_file(parts.path(0)).unwrap();
    let bytes = fs::read(parts.path(1)).unwrap();
    fs::write(parts.path(1), &bytes[..bytes.len() / 2]).unwrap();
    let mut flipped = fs::read(parts.path(2)).unwrap();
    *flipped.last_mut().unwrap() ^= 1;
    fs::write(parts.path(2), flipped).unwrap();
    Parts::new(&work, &other).write(3, &simulate(&other)(&other.job(0))).unwrap();
    fs::copy(parts.path(6), parts.path(5)).unwrap();
    fs::write(parts.path(4), b"").unwrap();

    let computed = AtomicUsize::new(0);
    let simulation = simulate(&plan);
    let report = std::sync::Mutex::new(None);
    let progress = |p: skillsim::experiment::Progress| {
        report.lock().unwrap().get_or_insert(p);
    };
    let options = skillsim::experiment::Options { work, threads: 2, memory: MEMORY, progress: Some(&progress) };
    let again = skillsim::experiment::run(&plan, &options, &|job: &Job| {
        computed.fetch_add(1, Ordering::Relaxed);
        simulation(job)
    });
    let resumed = report.lock().unwrap().unwrap().resumed;
    assert_eq!((computed.into_inner(), resumed), (6, plan.runs() - 6));
    assert_eq!(results(&again.unwrap(), &dir.path().join("again")), whole);
}

/// The process that is killed below; does nothing in an ordinary test run.
#[test]
fn process_to_be_killed() {
    let Some(work) = std::env::var_os("SKILLSIM_TEST_WORK") else { return };
    let plan = plan(three(), 1);
    let simulation = simulate(&plan);
    let slow = |job: &Job| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        simulation(job)
    };
    skillsim::experiment::run(&plan, &options(Path::new(&work), 2), &slow).unwrap();
}

#[test]
fn a_kill_leaves_whole_parts_only() {
    let dir = tempfile::tempdir().unwrap();
    let (work, plan) = (dir.path().join("work"), plan(three(), 1));
    let mut child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "ensemble::process_to_be_killed"])
        .env("SKILLSIM_TEST_WORK", &work)
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let parts = Parts::new(&work, &plan);
    while !parts.path(5).exists() {
        assert!(child.try_wait().unwrap().is_none(), "the process ended by itself");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let there = (0..plan.runs()).filter(|run| parts.path(*run).exists());
    let whole = (0..plan.runs()).filter(|run| parts.read(*run).unwrap().is_some());
    let (there, whole) = (there.count(), whole.count());
    assert!(there == whole && (5..plan.runs()).contains(&whole), "{whole} of {there}");
    let resumed = results(&run(&plan, &work, 2).unwrap(), &dir.path().join("resumed"));
    assert_eq!(resumed, results(&run(&plan, &dir.path().join("fresh"), 2).unwrap(), &dir.path().join("whole")));
}

#[test]
fn a_failed_run_is_listed_and_left_out_of_pairs() {
    let dir = tempfile::tempdir().unwrap();
    let plan = plan(three(), 1);
    let ensemble = skillsim::experiment::run(&plan, &options(&dir.path().join("work"), 2), &failing(&plan)).unwrap();
    let failures: Vec<_> = ensemble.failures().map(|(job, f)| (job.replicate, f.month, f.code.as_str())).collect();
    assert_eq!(failures, [(2, Some(Month::new(2026, 2)), "audit")]);
    let comparison = compare::compare(&ensemble);
    for row in comparison.rows.iter().filter(|r| r.indicator.id == "unemployment_rate") {
        let id = plan.input.scenarios[row.scenario].id.as_str();
        assert_eq!(row.n_pairs, if id == "train_20" { 3 } else { 4 }, "{id}");
    }
    let files = results(&ensemble, &dir.path().join("results"));
    assert!(files.contains_key("failures.csv"));
    let series = String::from_utf8(files["series.csv"].clone()).unwrap();
    let at = series.lines().next().unwrap().split(',').position(|column| column == "n").unwrap();
    let n = |line: &str| line.split(',').nth(at).unwrap().to_owned();
    let first = series.lines().find(|l| l.starts_with("\"train_20\",\"unemployment_rate\"")).unwrap();
    assert_eq!(n(first), "3");
}

#[test]
fn a_panic_is_a_failure_of_that_run_alone() {
    let dir = tempfile::tempdir().unwrap();
    let plan = plan(three(), 1);
    let simulation = simulate(&plan);
    let ensemble = skillsim::experiment::run(&plan, &options(dir.path(), 2), &|job: &Job| {
        assert!(job.replicate != 1 || job.arm != Arm::Seed || job.scenario != 0, "capital lost in Tangshan");
        simulation(job)
    });
    let ensemble = ensemble.unwrap();
    let failures: Vec<&Failure> = ensemble.failures().map(|(_, f)| f).collect();
    assert_eq!(failures.len(), 1);
    assert_eq!((failures[0].code.as_str(), failures[0].message.as_str()), ("panic", "capital lost in Tangshan"));
}

#[test]
fn verdicts_come_from_paired_differences() {
    let dir = tempfile::tempdir().unwrap();
    let plan = plan(three(), 1);
    let comparison = compare::compare(&run(&plan, dir.path(), 2).unwrap());
    let verdicts: Vec<_> = comparison
        .rows
        .iter()
        .filter(|r| r.indicator.id == "unemployment_rate" && comparison.horizons[r.horizon].id == "end")
        .map(|r| (plan.input.scenarios[r.scenario].id.as_str(), r.verdict.unwrap().id(), r.n_pairs))
        .collect();
    assert_eq!(verdicts, [("baseline", "baseline", 4), ("same_again", "same", 4), ("train_20", "better", 4)]);
    let unmeasured = comparison.rows.iter().filter(|r| r.indicator.id != "unemployment_rate");
    assert!(unmeasured.clone().all(|r| r.n_pairs == 0 && r.mean.is_nan() && r.verdict.is_none()));
}

#[test]
fn the_baseline_is_marked_or_the_root_or_the_first() {
    let by = |change: &dyn Fn(&mut Vec<skillsim::experiment::plan::Planned>)| {
        let mut scenarios = three();
        change(&mut scenarios);
        let plan = plan(scenarios, 1);
        (plan.input.scenarios[plan.input.baseline].id.clone(), plan.input.baseline_by)
    };
    assert_eq!(by(&|_| {}), ("baseline".into(), BaselineBy::Marked));
    assert_eq!(by(&|s| s[1].is_baseline = false), ("baseline".into(), BaselineBy::Root));
    let first = by(&|s| {
        s[1].is_baseline = false;
        s[1].root = "elsewhere".into();
    });
    assert_eq!(first, ("train_20".into(), BaselineBy::First));
}

#[test]
fn what_cannot_be_planned_says_why() {
    let size = Size { seed: 1, replicates: 2, uncertainty: Arm::Full, shards: 0 };
    let fault = |scenarios, size| Plan::new(scenarios, size).unwrap_err();
    assert_eq!(fault(vec![], size), Fault::NoScenario);
    assert_eq!(fault(three(), Size { replicates: 0, ..size }), Fault::NoReplicates);
    assert_eq!(fault([three(), three()].concat(), size), Fault::DuplicateId("baseline".into()));
    let mut longer = three();
    longer[0].months += 1;
    assert_eq!(fault(longer, size), Fault::DifferentMonths("same_again".into(), "train_20".into()));
    let scaled = |s: Planned, scale: f64| {
        let setting =
            Setting { parameter: "run.people_per_agent".into(), number: Some(scale), ..s.settings[0].clone() };
        Planned { settings: vec![setting], ..s }
    };
    let scales: Vec<Planned> =
        three().into_iter().zip([10.0, 10.0, 100.0]).map(|(s, scale)| scaled(s, scale)).collect();
    assert_eq!(fault(scales, size), Fault::DifferentScales("baseline".into(), "same_again".into()));
    let mut marked = three();
    marked[0].is_baseline = true;
    assert_eq!(fault(marked, size), Fault::TwoBaselines("train_20".into(), "baseline".into()));
}

/// A plan reads back to the last digit of every number.
#[test]
fn numbers_of_a_plan_are_exact() {
    let dir = tempfile::tempdir().unwrap();
    for k in 1..60u32 {
        let x = f64::from(k).sqrt() / 7.3;
        let mut scenarios = three();
        scenarios[0].settings[0].number = Some(x);
        let path = dir.path().join("plan.json");
        plan(scenarios, 2).write(&path).unwrap();
        assert_eq!(Plan::read(&path).unwrap().input.scenarios[2].settings[0].number, Some(x));
    }
}

#[test]
fn an_altered_plan_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("plan.json");
    plan(three(), 2).write(&path).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("\"replicates\": 4", "\"replicates\": 5")).unwrap();
    assert!(matches!(Plan::read(&path), Err(Error::Fault(Fault::AlteredPlan { .. }))));
    let cut = |shards: &str| {
        let from = text.find("\"shards\"").unwrap();
        fs::write(&path, format!("{}\"shards\": {shards}}}", &text[..from])).unwrap();
        Plan::read(&path)
    };
    for shards in ["[]", "[[0, 12]]", "[[0, 12], [13, 24]]", "[[0, 12], [12, 99]]", "[[0, 25], [25, 24]]"] {
        assert!(matches!(cut(shards), Err(Error::Fault(Fault::AlteredShards(_)))), "{shards}");
    }
    assert_eq!(cut("[[0, 5], [5, 24]]").unwrap().shards.len(), 2);
    fs::write(&path, "{}").unwrap();
    assert!(matches!(Plan::read(&path), Err(Error::Fault(Fault::UnreadablePlan { .. }))));
    assert!(matches!(Plan::read(&dir.path().join("none")), Err(Error::Io { .. })));
}

#[test]
fn seed_alone_runs_one_arm() {
    let size = Size { seed: 1, replicates: 3, uncertainty: Arm::Seed, shards: 0 };
    let plan = Plan::new(three(), size).unwrap();
    assert_eq!((plan.runs(), plan.shards.len(), plan.reported_arm()), (9, 9, Arm::Seed));
    assert!((0..9).all(|r| plan.job(r).arm == Arm::Seed && plan.job(r).replicate == (r % 3) as u32));
}
