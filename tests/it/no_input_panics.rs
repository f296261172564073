//! Whatever the files hold, loading them ends with scenarios or with diagnostics that can be shown.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use skillsim::base::language::Language;
use skillsim::scenario::diagnostic::{render, to_json};
use skillsim::scenario::load;

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
