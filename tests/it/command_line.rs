//! Claim: the command line says what is wrong in the user's language and ends with the exit code of the contract.

use std::process::Stdio;

use assert_cmd::Command;
use skillsim::experiment::Plan;
use skillsim::experiment::part::Parts;

use crate::artificial::{files, plan, simulate, three};

fn skillsim(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("skillsim").unwrap();
    let output =
        command.args(arguments).env("LANG", "C").env_remove("LC_ALL").env_remove("LC_MESSAGES").output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// All files of a results directory.
fn files_of(directory: &str) -> std::collections::BTreeMap<String, Vec<u8>> {
    files(std::path::Path::new(directory))
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
fn what_is_mistyped_is_told_in_chinese() {
    let told = [
        (&["no-such-command"][..], "错误：没有名为 no-such-command 的子命令\n"),
        (&["rum", "a.toml"], "是否要用 run\n"),
        (&["run"], "错误：缺少必需的参数：<FILE>...\n"),
        (
            &["run", "a.toml", "--replicates", "many"],
            "错误：--replicates <N> 的取值 many 无效：须为不带正负号和小数点的整数\n",
        ),
        (&["run", "a.toml", "--replicates"], "错误：--replicates <N> 之后缺少取值\n"),
        (&["run", "a.toml", "--replicats", "3"], "是否要用 --replicates\n"),
        (&["run", "a.toml", "--seed", "1", "--seed", "2"], "只能给出一次\n"),
        (&["run", "a.toml", "--uncertainty", "none"], "可取 full、seed\n"),
    ];
    for (typed, expected) in told {
        let (code, out, error) = skillsim(&[typed, &["--lang=zh"]].concat());
        assert_eq!((code, out.as_str()), (2, ""), "{error}");
        assert!(error.starts_with("错误：") && error.contains(expected) && !error.contains("error"), "{error}");
    }
    assert!(skillsim(&["rum"]).2.starts_with("error: unrecognized subcommand 'rum'"));
}

/// What was said over the files stands in the results as it was typed.
#[test]
fn the_command_that_makes_results_again_is_whole() {
    let dir = tempfile::tempdir().unwrap();
    let results = dir.path().join("results").to_string_lossy().into_owned();
    let sets = ["labour.search_probability={ value = 0.2, spread = [0.1, 0.3] }", "labour.separation=0.02"];
    let run = ["run", "scenarios/reference/t4_steady.toml", "--replicates", "2", "-o", &results, "-q"];
    let (code, _, error) = skillsim(&[&run[..], &["--months", "12", "--set", sets[0], "--set", sets[1]]].concat());
    assert_eq!(code, 0, "{error}");
    let manifest: serde_json::Value =
        serde_json::from_slice(&std::fs::read(dir.path().join("results/manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["scenarios"][0]["sets"], serde_json::json!([sets[0], sets[1], "run.months=12"]));
    let page = std::fs::read_to_string(dir.path().join("results/report.html")).unwrap();
    let sampled = "--replicates 2 --seed 1 --uncertainty full";
    let again = format!("{sampled} --set '{}' --set {} --set run.months=12", sets[0], sets[1]);
    assert!(page.contains(&again), "{again}");
}

/// A policy alone is compared with nothing, which is said with the file to name; who stands alone, or is named beside the
/// baseline, is not told so.
#[test]
fn a_baseline_that_is_not_named_is_missed() {
    let told = |files: &[&str]| {
        let dir = tempfile::tempdir().unwrap();
        let plan = [&["plan"], files, &["-o", dir.path().to_str().unwrap()]].concat();
        skillsim(&plan).2.contains("small/baseline.toml is not named")
    };
    let (baseline, policy) = ("scenarios/small/baseline.toml", "scenarios/small/renewal.toml");
    assert!(told(&[policy]) && !told(&[baseline, policy]) && !told(&[baseline]));
    assert!(!told(&["scenarios/hebei/full-scale.toml"]));
}

/// `check` shows a policy beside the baseline of its chain, not beside the policy that it extends.
#[test]
fn a_policy_on_a_policy_is_shown_beside_the_baseline() {
    let dir = tempfile::tempdir().unwrap();
    let base = std::path::Path::new("scenarios/small/funding-plus-20.toml").canonicalize().unwrap();
    let text = format!(
        "extends = {:?}\n[scenario]\nid = \"mine\"\nlabel = {{ zh = \"x\", en = \"x\" }}\n[policy]\nprogram.new_rate = 0.05\n",
        base.display().to_string()
    );
    let mine = dir.path().join("mine.toml");
    std::fs::write(&mine, text).unwrap();
    let (code, out, said) = skillsim(&["check", mine.to_str().unwrap()]);
    assert!(code == 0 && said.contains("baseline: small (it is marked as such)"), "{out}{said}");
    assert!(out.contains("policy.funding.per_student") && out.contains("policy.program.new_rate"), "{out}{said}");
}

/// Results go where a link leads, and it stays a link; one that leads nowhere is told before the first month.
#[cfg(unix)]
#[test]
fn a_link_to_results_stays_a_link() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    std::fs::create_dir(at("big")).unwrap();
    std::os::unix::fs::symlink(at("big"), at("link")).unwrap();
    std::os::unix::fs::symlink(at("nowhere"), at("dangling")).unwrap();
    let run = |to: &str| {
        let run = ["run", "scenarios/reference/t4_steady.toml", "--months", "3", "--replicates", "1", "-q"];
        skillsim(&[&run[..], &["-o", at(to).to_str().unwrap()]].concat())
    };
    assert_eq!(run("link").0, 0);
    assert!(at("big").join("runs.csv").is_file() && at("link").symlink_metadata().unwrap().is_symlink());
    let (code, _, said) = run("dangling");
    assert!(code == 3 && said.contains("dangling") && !said.contains("staging"), "{code} {said}");
}

/// What varies is said by the baseline, unless the command says so.
#[test]
fn everyone_is_simulated_once() {
    let runs = |more: &[&str]| {
        let dir = tempfile::tempdir().unwrap();
        let plan = ["plan", "scenarios/hebei/full-scale.toml", "-q", "-o", dir.path().to_str().unwrap()];
        assert_eq!(skillsim(&[&plan[..], more].concat()), (0, String::new(), String::new()));
        Plan::read(&dir.path().join("plan.json")).unwrap().runs()
    };
    assert_eq!(runs(&[]), 1);
    assert_eq!(runs(&["--uncertainty", "full"]), 2);
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
    assert_eq!(skillsim(&[&missing[..], &["--index-base", "1"]].concat()).1, "3-4\n");
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
    assert!(summary.lines().all(|line| line.len() <= 100), "{summary}");
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
    let (code, _, error) = skillsim(&["run", "scenarios/reference/t4_steady.toml", "-o", "."]);
    assert_eq!((code, error.contains("name one, for example ./results")), (2, true), "{error}");
}

#[test]
fn a_run_of_scenario_files_equals_its_shards_merged() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
    let files = ["baseline", "late", "more"].map(|name| format!("tests/data/layers/{name}.toml"));
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let (code, said, _) = skillsim(&[&["check"][..], &files].concat());
    assert_eq!(code, 0);
    assert!(said.contains("policy.program.responsiveness"), "{said}");

    let small = [&files[..], &["--replicates", "2", "--months", "12", "--people-per-agent", "10"]].concat();
    let (code, _, error) = skillsim(&[&["run", "-o", &at("here")], &small[..]].concat());
    assert_eq!(code, 0, "{error}");
    assert_eq!(skillsim(&[&["plan", "--shards", "2", "-o", &at("ens")], &small[..]].concat()).0, 0);
    for shard in ["0", "1"] {
        assert_eq!(skillsim(&["shard", &at("ens/plan.json"), shard, "--out", &at("parts")]).0, 0);
    }
    let (code, _, error) = skillsim(&["shard", &at("ens/plan.json"), "0", "--out", &at("parts"), "--index-base", "1"]);
    assert_eq!((code, error.as_str()), (2, "error: shard 0 does not exist; the plan has shards 1 to 2\n"));
    let merged = skillsim(&["merge", &at("ens/plan.json"), "--out", &at("parts"), "--to", &at("there")]);
    assert_eq!(merged.0, 0);
    let (mut here, mut there) = (files_of(&at("here")), files_of(&at("there")));
    assert_eq!(here.remove("manifest.json").is_some(), there.remove("manifest.json").is_some());
    assert_eq!(here, there);
    let left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left.len(), 4, "{left:?}");
}

/// `run` of a small network, to this directory.
fn small_run(to: &str, more: &[&str]) -> (i32, String, String) {
    const SMALL: [&str; 6] = ["tests/data/layers/baseline.toml", "--replicates", "1", "--months", "12", "-o"];
    skillsim(&[&["run"][..], &SMALL, &[to, "--people-per-agent", "10"], more].concat())
}

#[test]
fn results_of_another_plan_are_replaced_only_when_told() {
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().join("results").to_string_lossy().into_owned();
    assert_eq!(small_run(&to, &[]).0, 0);
    assert_eq!(small_run(&to, &["--header", "zh"]).0, 0, "the same plan");
    let first = files_of(&to);
    let (code, shown, error) = small_run(&to, &["--seed", "7"]);
    assert_eq!((code, shown.as_str()), (2, ""));
    assert!(error.contains("--header zh") && error.contains("--replace"), "made by what, and the way out: {error}");
    assert!(!error.contains("1 run"), "refused before anything runs: {error}");
    assert!(small_run(&to, &["--seed", "7", "--lang", "zh"]).2.contains("加上 --replace 替换"));
    assert_eq!(files_of(&to), first);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    assert_eq!(small_run(&to, &["--seed", "7", "--replace"]).0, 0);
    assert_ne!(files_of(&to), first);
}

#[test]
fn the_user_s_own_files_stop_a_run_before_it_begins() {
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().join("结 果").to_string_lossy().into_owned();
    assert_eq!(small_run(&to, &[]).0, 0);
    std::fs::write(dir.path().join("结 果/notes.txt"), "mine").unwrap();
    std::fs::write(dir.path().join("结 果/runs.csv"), "edited").unwrap();
    for more in [&[][..], &["--replace"]] {
        let (code, shown, error) = small_run(&to, more);
        assert_eq!((code, shown.as_str()), (2, ""));
        assert!(error.contains("notes.txt") && !error.contains("1 run"), "{error}");
        assert_eq!(error.contains("runs.csv") && error.contains("--replace"), more.is_empty(), "{error}");
    }
    assert!(small_run(&to, &["--lang", "zh"]).2.contains("不属于这些结果：notes.txt"));
    std::fs::remove_file(dir.path().join("结 果/notes.txt")).unwrap();
    assert_eq!(small_run(&to, &["--replace"]).0, 0);
    let (_, _, error) = small_run(&to, &["--seed", "7"]);
    assert!(error.contains(&format!("-o '{to}'")), "the command can be typed again: {error}");
}

#[test]
fn the_same_command_twice_at_once_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().join("results");
    let run = |more: &[&str]| {
        let mut run = std::process::Command::new(assert_cmd::cargo::cargo_bin("skillsim"));
        run.args(["run", "scenarios/small/baseline.toml", "--replicates", "4", "--months", "24", "--lang=en"]);
        run.args(more).arg("-o").arg(&to);
        run
    };
    let mut first = run(&["-q", "--threads", "1"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let began = || std::fs::read_dir(dir.path()).unwrap().any(|e| e.unwrap().path().join("lock").exists());
    while !began() {
        assert!(first.try_wait().unwrap().is_none());
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    let second = run(&[]).output().unwrap();
    let error = String::from_utf8(second.stderr).unwrap();
    assert!(first.try_wait().unwrap().is_none(), "the first has ended too early");
    assert_eq!(second.status.code(), Some(2), "{error}");
    assert!(error.contains("another process is at work on this plan"), "{error}");
    assert!(first.wait().unwrap().success());
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left");
}

#[test]
fn what_an_interrupted_run_leaves_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
    std::fs::create_dir(at("kept.work-0123456789ab")).unwrap();
    for command in ["report", "compare"] {
        let (code, _, error) = skillsim(&[command, &at("kept")]);
        assert_eq!(code, 2);
        assert!(error.contains(&at("kept.work-0123456789ab")) && error.contains("goes on where it stopped"), "{error}");
        assert!(skillsim(&[command, &at("kept/"), "--lang=zh"]).2.contains("即可续跑"));
        assert!(skillsim(&[command, &at("other")]).2.contains("manifest.json"));
    }
}

#[test]
fn chinese_headers_make_chinese_reports_unless_told() {
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().join("results").to_string_lossy().into_owned();
    for (options, language) in
        [(&["--header", "zh"][..], "zh-CN"), (&["--header", "zh", "--lang", "en"], "en"), (&[], "en")]
    {
        assert_eq!(small_run(&to, &[options, &["--no-xlsx"]].concat()).0, 0);
        let page = std::fs::read_to_string(dir.path().join("results/report.html")).unwrap();
        assert!(page.contains(&format!("<html lang=\"{language}\">")), "{options:?}");
    }
}

#[test]
fn a_reader_of_messages_who_is_gone_stops_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().join("results");
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut run = std::process::Command::new(assert_cmd::cargo::cargo_bin("skillsim"));
    run.args(["run", "tests/data/layers/baseline.toml", "--replicates", "1", "--months", "12", "-o"]).arg(&to);
    assert!(run.stdout(Stdio::null()).stderr(writer).status().unwrap().success());
    assert!(to.join("manifest.json").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_shown_is_a_failure() {
    let to_full = |arguments: &[&str]| {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("skillsim"));
        let output = command.args(arguments).stdout(full).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let check = ["check", "tests/data/layers/baseline.toml"];
    for command in [&["explain", "policy", "--lang=en"][..], &check, &["schema"], &["completions", "bash"]] {
        let (code, error) = to_full(command);
        assert_eq!(code, Some(3), "{command:?}: {error}");
    }
    assert!(to_full(&["explain", "--lang=en"]).1.starts_with("error: cannot write standard output: "));
    assert!(to_full(&["explain", "--lang=zh"]).1.starts_with("错误：无法写入 标准输出："));

    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut explain = std::process::Command::new(assert_cmd::cargo::cargo_bin("skillsim"));
    let output = explain.arg("explain").stdout(writer).output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()), "who has closed the pipe has seen enough");
}

#[test]
fn one_is_singular() {
    assert!(skillsim(&["check", "tests/data/layers/baseline.toml"]).2.ends_with("no faults in 1 scenario\n"));
    let faulty = skillsim(&["check", "tests/data/layers/baseline.toml", "--set", "labour.serch_probability=1"]).2;
    assert!(faulty.contains("error: 1 fault in the input"), "{faulty}");
}

#[test]
fn faults_of_the_input_end_with_code_2() {
    let (code, _, error) = skillsim(&["run", "tests/data/broken/broken.toml"]);
    assert_eq!(code, 2);
    assert!(error.contains("broken.toml:11:1") && error.contains("nothing was run"), "{error}");
    let (_, _, error) = skillsim(&["run", "tests/data/broken/broken.toml", "--lang", "zh"]);
    assert!(error.contains("应为整数") && !error.contains("must be"), "{error}");
    assert_eq!(skillsim(&["explain", "labour.serch_probability"]).0, 2);
    let (_, _, error) = skillsim(&["explain", "labour.serch_probability", "--lang", "zh"]);
    assert!(error.contains("是否应为 `labour.search_probability`"), "{error}");
    assert!(skillsim(&["new", "Bad", "--lang", "zh"]).2.contains("编号由"));
    assert!(skillsim(&["explain", "labour.search_probability"]).1.contains("1/month"));
}

#[test]
fn options_are_held_against_the_bounds_of_their_parameters_all_at_once() {
    let typed = ["--months", "0", "--replicates", "0", "--people-per-agent", "0", "--seed", "9007199254740993"];
    let check = [&["check", "tests/data/layers/baseline.toml", "--format", "lines"][..], &typed].concat();
    let (code, lines, _) = skillsim(&check);
    assert_eq!((code, lines.lines().count()), (2, 4), "{lines}");
    for option in typed.chunks(2) {
        assert!(lines.contains(&format!("{}: error[out-of-bounds]: ", option.join(" "))), "{lines}");
    }
    for memory in ["nan", "-1"] {
        let memory = format!("--memory={memory}");
        let (code, _, error) = small_run("/no/such", &[&memory, "--life-histories", "9999999"]);
        assert_eq!(code, 2);
        assert!(
            error.contains("2 faults") && error.contains("--memory ") && error.contains("--life-histories 9999999")
        );
    }
}

#[test]
fn faults_of_targets_are_told_with_the_others() {
    let dir = tempfile::tempdir().unwrap();
    let base = std::path::Path::new("scenarios/small/baseline.toml").canonicalize().unwrap();
    let file = dir.path().join("mine.toml");
    std::fs::write(&file, format!("extends = {base:?}\ndata = \".\"\n[scenario]\nid = \"mine\"\n")).unwrap();
    std::fs::write(dir.path().join("targets.csv"), "id,label_zh\nx,甲\n").unwrap();
    let check = ["check", &file.to_string_lossy(), "--format", "lines"];
    let (_, alone, _) = skillsim(&check);
    assert!(alone.contains("targets.csv"), "{alone}");
    for more in [["--set", "labour.serch_probability=1"], ["--replicates", "0"]] {
        let (code, both, _) = skillsim(&[&check[..], &more].concat());
        assert_eq!((code, both.lines().count()), (2, alone.lines().count() + 1), "{both}");
        assert!(both.contains("targets.csv") && both.contains(&more.join(" ")), "{both}");
    }
}

#[test]
fn a_month_outside_the_run_is_told_but_stops_nothing() {
    let set = ["--set", "policy.enterprise.order_class_cap={ step = { at = \"2099-01\", value = 0.4 } }"];
    let check = [&["check", "scenarios/small/baseline.toml"], &set[..]].concat();
    let (code, _, said) = skillsim(&check);
    assert!(code == 0 && said.contains("warning[outside-run]") && said.contains("2025-09 to 2030-08"), "{said}");
    assert!(said.contains("but 1 warning"), "{said}");
    assert_eq!(skillsim(&[&check[..], &["-q"]].concat()).2, "");
    assert!(skillsim(&[&check[..], &["--lang", "zh"]].concat()).2.contains("警告[outside-run]"));
    let dir = tempfile::tempdir().unwrap();
    let plan = ["plan", "scenarios/small/baseline.toml", "-o", &dir.path().to_string_lossy()];
    assert!(skillsim(&[&plan[..], &set].concat()).2.contains("warning[outside-run]"));
}

#[test]
fn check_lists_faults_for_programs() {
    let broken = "tests/data/broken/broken.toml";
    let (code, lines, said) = skillsim(&["check", broken, "--format", "lines"]);
    assert_eq!((code, lines.lines().count(), said.as_str()), (2, 10, ""));
    assert!(lines.lines().all(|line| line.contains(": error[")), "{lines}");
    let (code, json, _) = skillsim(&["check", broken, "--format", "json", "-q"]);
    let faults: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, faults.as_array().unwrap().len()), (2, 10));
    assert!(faults[0]["message"]["zh"].is_string() && faults[0]["message"]["en"].is_string());
    assert_eq!(skillsim(&["check", "scenarios/small/baseline.toml", "--format", "json"]).1, "[]\n");
}

/// A plan that somebody may be working on is not written over by another.
#[test]
fn another_plan_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let output = dir.path().to_str().unwrap();
    let plan = |seed: &str| skillsim(&["plan", "scenarios/small/baseline.toml", "-o", output, "--seed", seed, "-q"]);
    assert_eq!(plan("1").0, 0);
    let there = std::fs::read(dir.path().join("plan.json")).unwrap();
    assert_eq!(plan("1").0, 0, "the same plan");
    let (code, _, said) = plan("2");
    assert!(code == 2 && said.contains("is not this plan"), "{code} {said}");
    assert_eq!(std::fs::read(dir.path().join("plan.json")).unwrap(), there);
    std::fs::write(dir.path().join("plan.json"), "mine").unwrap();
    assert_eq!(plan("1").0, 2);
}

/// Who stands in the directory of the results finds them under its name.
#[test]
fn results_reach_the_directory_one_stands_in() {
    let dir = tempfile::tempdir().unwrap();
    let results = dir.path().join("res");
    std::fs::create_dir(&results).unwrap();
    let scenario = std::path::absolute("scenarios/small/baseline.toml").unwrap();
    let mut command = Command::cargo_bin("skillsim").unwrap();
    command.current_dir(&results).args(["run", scenario.to_str().unwrap(), "-o", "../res", "-q", "--replicates", "1"]);
    command.args(["--uncertainty", "seed", "--months", "1", "--people-per-agent", "100", "--no-xlsx", "--no-html"]);
    assert!(command.output().unwrap().status.success());
    assert!(results.join("manifest.json").is_file());
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left beside it");
}

/// One share raised lowers all others: what the lines get is told where a scenario splits the money otherwise.
#[test]
fn check_tells_what_the_lines_of_the_money_get() {
    let (code, told, _) = skillsim(&["check", "scenarios/small/renewal.toml"]);
    let line =
        told.lines().find(|line| line.contains("shares divided by their sum")).unwrap_or_else(|| panic!("{told}"));
    // 0.532 of 1.048: the shares of the baseline sum to 1, the policy adds 0.006 + 0.008 + 0.03 + 0.003 + 0.001.
    assert!(
        code == 0 && line.contains("Operations 50.8 %") && line.contains("Subsidies to enterprises 2.9 %"),
        "{line}"
    );
    assert!(!skillsim(&["check", "scenarios/small/funding-plus-20.toml"]).1.contains("their sum"));
}

#[test]
fn new_extends_what_is_there() {
    let dir = tempfile::tempdir().unwrap();
    let directory = dir.path().to_string_lossy().into_owned();
    let new = ["new", "mine", "-o", &directory];
    let (code, _, error) = skillsim(&new);
    assert_eq!(code, 2);
    assert!(error.contains("baseline.toml") && error.contains("--extends") && error.contains("-o"), "{error}");
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    let baseline = std::path::Path::new("scenarios/small/baseline.toml").canonicalize().unwrap();
    assert_eq!(skillsim(&[&new[..], &["--extends", &baseline.to_string_lossy()]].concat()).0, 0);
    assert_eq!(skillsim(&["check", &format!("{directory}/mine.toml")]).0, 0);
}

#[test]
fn new_never_overwrites() {
    let dir = tempfile::tempdir().unwrap();
    let directory = dir.path().to_string_lossy().into_owned();
    let small = std::path::Path::new("scenarios/small/baseline.toml").canonicalize().unwrap();
    let base = format!("extends = {small:?}\n[scenario]\nid = \"base\"\n[policy.funding]\nper_student = 1.25\n");
    std::fs::write(dir.path().join("baseline.toml"), base).unwrap();
    let new = ["new", "funding_plus_20", "-o", &directory];
    assert_eq!(skillsim(&new).0, 0);
    let text = std::fs::read_to_string(dir.path().join("funding_plus_20.toml")).unwrap();
    assert!(text.contains("\n# per_student = 1.25\n"), "what the extended file says: {text}");
    let (code, _, error) = skillsim(&new);
    assert_eq!(code, 2);
    assert!(error.contains("exists; take another id"), "{error}");
    assert_eq!(skillsim(&["new", "Funding"]).0, 2);
}

#[test]
fn completions_name_the_commands() {
    let (code, script, _) = skillsim(&["completions", "bash"]);
    assert_eq!(code, 0);
    assert!(script.contains("completions") && script.contains("series-by-run"));
}

/// The full scale is not started in passing: named with others it is left out and that is said.
#[test]
fn a_scenario_that_stands_alone_is_left_out_beside_others() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
    let (baseline, full) = ("scenarios/hebei/baseline.toml", "scenarios/hebei/full-scale.toml");
    let planned = |files: &[&str], to: &str| {
        let (code, _, error) = skillsim(&[&["plan", "-o", to], files].concat());
        assert_eq!(code, 0, "{error}");
        let plan = skillsim::experiment::Plan::read(&std::path::Path::new(to).join("plan.json")).unwrap();
        (plan.input.scenarios.iter().map(|s| s.id.clone()).collect::<Vec<_>>(), plan.reading.files.len(), error)
    };
    let (ids, files, said) = planned(&[full, baseline], &at("both"));
    assert_eq!((ids, files), (vec!["baseline".to_owned()], 1));
    assert!(said.contains("full-scale.toml") && said.contains("stands alone"), "{said}");
    let (ids, files, said) = planned(&[full], &at("alone"));
    assert_eq!((ids, files), (vec!["full_scale".to_owned()], 1));
    assert!(!said.contains("stands alone"), "{said}");
    let full = &skillsim::scenario::load(&[full.into()], &[]).unwrap()[0];
    let of = |path: &str| full.number(skillsim::scenario::parameters::find(path).unwrap());
    assert_eq!((of("run.people_per_agent"), full.months(), of("run.replicates")), (1.0, 180, 1.0));
    assert_eq!(skillsim(&["check", "scenarios/hebei/full-scale.toml", baseline]).0, 0);
}
