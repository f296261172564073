//! Claim: the command line says what is wrong in the user's language and ends with the exit code of the contract.

use assert_cmd::Command;
use skillsim::experiment::part::Parts;

use crate::artificial::{plan, simulate, three};

fn skillsim(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("skillsim").unwrap();
    let output =
        command.args(arguments).env("LANG", "C").env_remove("LC_ALL").env_remove("LC_MESSAGES").output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn help_is_in_the_language_of_the_user() {
    let (code, english, _) = skillsim(&["run", "--help"]);
    assert_eq!(code, 0);
    assert!(english.contains("Scenario files"));
    let (code, chinese, _) = skillsim(&["run", "--help", "--lang", "zh"]);
    assert_eq!(code, 0);
    assert!(chinese.contains("情景文件") && !chinese.contains("Scenario files"), "{chinese}");
    assert_eq!(skillsim(&["no-such-command"]).0, 2);
}

#[test]
fn merge_and_missing_speak_of_what_is_not_finished() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
    let (plan, parts) = (plan(three(), 6), dir.path().join("parts"));
    plan.write(&dir.path().join("plan.json")).unwrap();
    let store = Parts::new(&parts, &plan);
    for run in 0..plan.runs() {
        if !(8..16).contains(&run) {
            store.write(run, &simulate(&plan)(&plan.job(run))).unwrap();
        }
    }
    let missing = ["missing", &at("plan.json"), "--out", &at("parts")];
    assert_eq!(skillsim(&missing), (4, "2-3\n".into(), String::new()));
    assert_eq!(skillsim(&[&missing[..], &["--format", "json"]].concat()).1, "[2, 3]\n");
    let merge = ["merge", &at("plan.json"), "--out", &at("parts"), "--to", &at("results")];
    let (code, _, error) = skillsim(&merge);
    assert_eq!((code, error.as_str()), (4, "error: 2 shards are not finished: 2-3\n"));
    assert_eq!(skillsim(&[&merge[..], &["--lang=zh"]].concat()).2, "错误：有 2 个分片未完成：2-3\n");

    for run in 8..16 {
        store.write(run, &simulate(&plan)(&plan.job(run))).unwrap();
    }
    assert_eq!(skillsim(&missing), (0, String::new(), String::new()));
    let (code, summary, error) = skillsim(&merge);
    assert_eq!(code, 0, "{error}");
    insta::assert_snapshot!("summary_en", summary);
    let (code, summary, _) = skillsim(&[&merge[..], &["--lang=zh"]].concat());
    assert_eq!(code, 0);
    insta::assert_snapshot!("summary_zh", summary);

    let compared = skillsim(&["compare", &at("results")]);
    assert_eq!((compared.0, compared.1), (0, skillsim(&merge).1));
}

#[test]
fn io_errors_name_the_path_and_say_whether_retrying_helps() {
    let (code, _, error) = skillsim(&["missing", "/no/such/plan.json", "--out", "/no/such"]);
    assert_eq!(code, 3);
    assert!(error.contains("/no/such/plan.json") && error.contains("only with another path"), "{error}");
}

#[test]
fn an_output_that_is_something_else_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let (code, _, error) = skillsim(&["compare", &dir.path().to_string_lossy()]);
    assert_eq!(code, 2);
    assert!(error.contains("manifest.json"), "{error}");
}

#[test]
fn completions_name_the_commands() {
    let (code, script, _) = skillsim(&["completions", "bash"]);
    assert_eq!(code, 0);
    assert!(script.contains("completions") && script.contains("series-by-run"));
}
