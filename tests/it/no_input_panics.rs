//! Whatever the files hold, loading them ends with scenarios or with diagnostics that can be shown; and what loads, runs.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use skillsim::base::language::Language;
use skillsim::base::rng::{Draws, Process};
use skillsim::model::build::Arm;
use skillsim::scenario::diagnostic::{render, to_json};
use skillsim::scenario::load;
use skillsim::simulate;

/// Replaces, deletes or inserts a few pieces of a text.
fn spoil(text: &str, cuts: &[(usize, usize, String)]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for (at, length, put) in cuts {
        let at = at % (chars.len() + 1);
        let end = (at + length).min(chars.len());
        chars.splice(at..end, put.chars());
    }
    chars.into_iter().collect()
}

fn cuts() -> impl Strategy<Value = Vec<(usize, usize, String)>> {
    let piece = prop_oneof![
        Just(String::new()),
        "[=\\[\\]{}\",\n.#'-]{1,3}",
        Just("\u{202e}".to_owned()),
        Just("河".to_owned()),
        Just("1e999".to_owned()),
        Just("\r\n".to_owned()),
        Just("\u{0}".to_owned()),
        "\\PC{0,4}",
    ];
    prop::collection::vec((0usize..5000, 0usize..12, piece), 1..6)
}

/// Loads a copy of `dir` in which `spoilt` was changed, and shows what is found.
fn survives(dir: &str, file: &str, spoilt: &str, cuts: &[(usize, usize, String)]) {
    let copy = tempfile::tempdir().unwrap();
    fs::create_dir(copy.path().join("tables")).unwrap();
    for (from, to) in [(dir.to_owned(), copy.path().to_owned()), (format!("{dir}/tables"), copy.path().join("tables"))]
    {
        for entry in fs::read_dir(&from).unwrap().flatten().filter(|e| e.path().is_file()) {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
    let path = copy.path().join(spoilt);
    fs::write(&path, spoil(&fs::read_to_string(&path).unwrap(), cuts)).unwrap();
    let files: Vec<PathBuf> = vec![copy.path().join(Path::new(file))];
    if let Err(found) = load(&files, &[]) {
        assert!(!found.is_empty());
        assert!(!render(&found, Language::En, false).is_empty() && !to_json(&found).is_empty());
        assert!(found.iter().all(|d| !d.one_line(Language::En).contains('\n')));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spoilt_scenarios(cuts in cuts()) {
        survives("tests/data/broken", "broken.toml", "broken.toml", &cuts);
    }

    #[test]
    fn spoilt_tables(cuts in cuts(), table in prop_oneof![Just("tables/occupations.csv"), Just("tables/matrix.csv")]) {
        survives("tests/data/broken", "base.toml", table, &cuts);
    }

    #[test]
    fn spoilt_overrides(text in "\\PC{0,12}", path in prop_oneof![Just("run.months"), Just("policy.funding.total"), Just("")]) {
        let sets = [format!("{path}={text}"), text];
        if let Err(found) = load(&["tests/data/layers/baseline.toml".into()], &sets) {
            assert!(!render(&found, Language::En, false).is_empty());
        }
    }
}

/// Deletes a row of a table or puts something else into a cell; says what.
fn spoil_table(file: &Path, below: &dyn Fn(usize) -> usize) -> String {
    let text = fs::read_to_string(file).unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut rows: Vec<Vec<String>> =
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    let name = file.file_stem().unwrap().to_string_lossy().into_owned();
    let row = 1 + below(rows.len() - 1);
    let done = if below(4) == 0 {
        format!("{name}: without {}", rows.remove(row).join(","))
    } else {
        // Not those of where a row comes from.
        let column = below(rows[0].len().saturating_sub(2).max(1));
        let other = rows[1 + below(rows.len() - 1)][column].clone();
        let put = ["", "0", "1", "0.5", "255", "1e9", &other, &other][below(8)];
        let was = std::mem::replace(&mut rows[row][column], put.to_owned());
        format!("{name}.{} in line {}: {put} for {was}", rows[0][column], row + 1)
    };
    let mut writer = csv::Writer::from_path(file).unwrap();
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    writer.flush().unwrap();
    done
}

/// A table with a row too few or a wrong cell is a fault, or a province that runs.
#[test]
fn spoilt_provinces_are_told_or_run() {
    let kept: Vec<PathBuf> = fs::read_dir("scenarios/small").unwrap().map(|entry| entry.unwrap().path()).collect();
    let mut tables: Vec<&PathBuf> = kept.iter().filter(|path| path.extension().is_some_and(|e| e == "csv")).collect();
    tables.retain(|path| path.file_stem().is_some_and(|name| name != "facts"));
    tables.sort();
    let copy = tempfile::tempdir().unwrap();
    let place = |path: &Path| copy.path().join(path.file_name().unwrap());
    kept.iter().filter(|path| path.is_file()).for_each(|path| assert!(fs::copy(path, place(path)).is_ok()));
    let stream = Draws::new(1, 0).stream(Process::Test, 0);
    let mut ran = 0;
    for case in 0..150 {
        let index = std::cell::Cell::new(0);
        let below = |n: usize| {
            index.set(index.get() + 1);
            stream.below(case, index.get(), n)
        };
        let table = tables[case as usize % tables.len()];
        let done = spoil_table(&place(table), &below);
        let sets = ["run.months=1".to_owned(), "run.people_per_agent=1000".to_owned()];
        match load(&[place(Path::new("baseline.toml"))], &sets) {
            Ok(scenarios) => {
                let run = || simulate::run(&scenarios[0], 1, 0, Arm::Seed, false);
                let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
                assert!(matches!(result, Ok(Ok(_))), "{case}: {done}");
                ran += 1;
            }
            Err(found) => assert!(!render(&found, Language::Zh, false).is_empty(), "{case}: {done}"),
        }
        fs::copy(table, place(table)).unwrap();
    }
    assert!((20..130).contains(&ran), "{ran} of 150 ran");
}

/// An occupation without people, posts and vacancies is a row like others, at 1:1 and where a few people round to nobody.
#[test]
fn an_empty_occupation_runs() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("d")).unwrap();
    let rows = "id,employed,unemployed,vacancies,final_demand\na,900,40,25,500\nfew,3,0,0,5\nnone,0,0,0,0\n";
    fs::write(dir.path().join("d/occupations.csv"), rows).unwrap();
    fs::write(dir.path().join("d/matrix.csv"), "from,to,weight\na,a,1\na,few,1\nfew,few,1\nnone,none,1\n").unwrap();
    let core = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/reference/core.toml");
    let text = format!(
        "extends = {:?}\ndata = \"d\"\n[scenario]\nid = \"n\"\nlabel = {{ zh = \"n\", en = \"n\" }}\n[network]\ntarget = \"constant\"\n",
        core.display().to_string()
    );
    let file = dir.path().join("n.toml");
    fs::write(&file, text).unwrap();
    for scale in [1, 10] {
        let sets = [format!("run.people_per_agent={scale}"), "run.months=20".to_owned()];
        let scenarios = load(std::slice::from_ref(&file), &sets).unwrap_or_else(|faults| panic!("{faults:#?}"));
        simulate::run(&scenarios[0], 1, 0, Arm::Seed, false).unwrap_or_else(|failure| panic!("{scale}: {failure:?}"));
    }
}
