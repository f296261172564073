//! Claim: an ensemble tells which drawn parameter its results hang on, names no other, and keeps what was drawn and what money buys.

use skillsim::experiment::plan::Size;
use skillsim::experiment::{Job, Plan};
use skillsim::outcome::dictionary::INDICATORS;
use skillsim::outcome::record::{Arm, Failure, Record};
use skillsim::output::frame::{Frame, Tables};
use skillsim::output::manifest::{Execution, Manifest};
use skillsim::output::{Request, write};
use skillsim::scenario::parameters;

use crate::artificial::{MONTHS, options, planned};

const MOVER: &str = "labour.search_probability";
const OTHER: &str = "labour.separation";

/// Unemployment falls with what was drawn of [`MOVER`], in the policy by more; money goes up by a fifth, graduates by a tenth.
fn simulate(plan: &Plan) -> impl Fn(&Job) -> Result<Record, Failure> + Sync + '_ {
    |job| {
        let policy = f64::from(u8::from(plan.input.scenarios[job.scenario].id != "baseline"));
        let mut numbers: Vec<f64> = parameters::all().map(|(_, row)| row.default).collect();
        let drawn = |k: u32| f64::from((job.replicate * k) % 40) / 40.0;
        let mut x = 0.5;
        if job.arm == Arm::Full {
            x = drawn(7);
            numbers[usize::from(parameters::find(MOVER).unwrap().0)] = x;
            numbers[usize::from(parameters::find(OTHER).unwrap().0)] = drawn(13);
        }
        let chance = f64::from(job.replicate % 5);
        let series = INDICATORS.iter().map(|i| match i.id {
            "unemployment_rate" => vec![0.06 - 0.01 * x * (1.0 + policy) + 1e-4 * chance; MONTHS],
            "spending" => vec![1e9 * (1.0 + 0.2 * policy); MONTHS],
            "matched_graduates" => vec![5e4 * (1.0 + (0.1 + 1e-3 * chance) * policy); MONTHS],
            _ => vec![f64::NAN; MONTHS],
        });
        Ok(Record { numbers, series: series.collect(), ..Record::default() })
    }
}

fn tables(replicates: u32) -> Tables {
    let scenarios = vec![planned("baseline", "基准情景", 0.13), planned("train_20", "培训补贴提高20%", 0.15)];
    let plan = Plan::new(scenarios, Size { seed: 1, replicates, uncertainty: Arm::Full, shards: 1 }).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let ensemble = skillsim::experiment::run(&plan, &options(&dir.path().join("work"), 2), &simulate(&plan)).unwrap();
    let at = dir.path().join("results");
    write(&ensemble, &at, &Request::default(), Execution::default).unwrap();
    let manifest: Manifest = serde_json::from_slice(&std::fs::read(at.join("manifest.json")).unwrap()).unwrap();
    Tables::read(&at, &manifest).unwrap()
}

fn found(frame: &Frame, scenario: &str) -> Vec<(String, String)> {
    let rows = frame.rows().filter(|r| r.text("scenario_id") == scenario);
    rows.map(|r| (r.text("parameter").to_owned(), r.text("influence").to_owned())).collect()
}

#[test]
fn the_parameter_that_moves_a_result_is_named() {
    let tables = tables(40);
    let frame = tables.get("sensitivity");
    for scenario in ["baseline", "train_20"] {
        let expected = [("chance", ""), (OTHER, "not_found"), (MOVER, "lowers")];
        let mut rows = found(frame, scenario);
        rows.sort();
        let mut expected: Vec<_> = expected.map(|(p, i)| (p.to_owned(), i.to_owned())).to_vec();
        expected.sort();
        assert_eq!(rows, expected, "{scenario}");
    }
    let of = |scenario: &str| {
        frame.rows().find(|r| r.text("scenario_id") == scenario && r.text("parameter") == MOVER).unwrap()
    };
    let (level, difference) = (of("baseline"), of("train_20"));
    assert!(difference.number("share_of_variance") > 0.85, "{}", difference.number("share_of_variance"));
    // The lowest and the highest third of 0, 1/40 ... 39/40 lie 27/40 apart on average.
    assert!((level.number("change") + 0.01 * 27.0 / 40.0).abs() < 3e-4, "{}", level.number("change"));
    assert!((difference.number("change") + 0.01 * 27.0 / 40.0).abs() < 3e-4, "{}", difference.number("change"));
}

#[test]
fn few_replicates_tell_nothing_of_parameters() {
    assert!(tables(20).get("sensitivity").rows.is_empty());
}

#[test]
fn an_additional_graduate_has_a_price() {
    let tables = tables(10);
    let row = tables.get("effectiveness").rows().next().unwrap();
    assert_eq!((row.text("scenario_id"), row.text("reading")), ("train_20", "buys"));
    let (spending, graduates) = (row.number("extra_spending"), row.number("extra_graduates"));
    assert!((spending / 2e8 - 1.0).abs() < 1e-9 && (graduates / 5.1e3 - 1.0).abs() < 1e-9, "{spending} {graduates}");
    let cost = row.number("cost_per_extra_graduate");
    assert!((cost / (spending / graduates) - 1.0).abs() < 1e-9);
    assert!(row.number("cost_ci95_lo") < cost && cost < row.number("cost_ci95_hi"));
}
