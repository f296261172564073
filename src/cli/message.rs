//! What is said on the way, in both languages.

use std::path::Path;

use crate::base::text::{counted, form};
use crate::experiment::Effort;
use crate::experiment::plan::BaselineBy;
use crate::output::columns::Language;
use crate::output::findings::no_effect;
use crate::output::fit::Met;

pub enum Message<'a> {
    Baseline { id: &'a str, by: BaselineBy },
    Starting { scenarios: usize, runs: usize, replicates: u32 },
    Resumed { finished: usize },
    Progress { finished: usize, total: usize, remaining: Option<u64> },
    Writing,
    Written(&'a Path),
    Failed { runs: usize, file: Option<&'a Path> },
    ShardDone { shard: usize, runs: usize },
    ShardFailed { shard: usize, failed: usize },
    Planned { path: &'a Path, runs: usize, shards: usize },
    Split(&'a [String]),
    Guarded(usize),
    OtherEngine(&'a Path),
    OtherTables { name: &'a str, tables: &'a [&'a str] },
    Fine { scenarios: usize, warnings: usize },
    Created(&'a Path),
    Report(&'a Path),
    Verified { claims: usize, broken: usize },
    Fitted { targets: usize, before: usize, middle: usize },
    Twins { twins: usize, share: f64, error: f64 },
    Shared(Effort),
    LeftOut(&'a [String]),
    UnnamedBaseline(&'a Path),
    OfBaselineAlone { parameter: &'a str, ids: &'a [String] },
    SameName { ids: [&'a str; 2], name: &'a str },
    Fit { met: Met, file: &'a Path },
    Evidence(&'a [String; 2]),
    OtherEconomy { name: &'a str, text: &'a [String; 2] },
    NoEffect { name: &'a str, changes: bool },
}

impl Message<'_> {
    pub fn text(&self, lang: Language) -> String {
        match lang {
            Language::En => self.english(),
            Language::Zh => self.chinese(),
        }
    }

    fn english(&self) -> String {
        match self {
            Message::Baseline { id, by } => {
                let why = match by {
                    BaselineBy::Marked => "it is marked as such",
                    BaselineBy::Root => "the others extend it",
                    BaselineBy::First => "it was given first; mark one with `baseline = true` to choose",
                };
                format!("baseline: {id} ({why})")
            }
            Message::Starting { scenarios, runs, replicates } => {
                let [scenarios, runs] = [(*scenarios, "scenario"), (*runs, "run")].map(|(n, noun)| counted(n, noun));
                format!(
                    "{scenarios}, {}: {runs}; stop at any time (Ctrl-C), the same command goes on",
                    counted(*replicates as usize, "replicate")
                )
            }
            Message::Resumed { finished } => {
                let are = form(*finished, "is", "are");
                format!("{} of an interrupted command {are} finished already", counted(*finished, "run"))
            }
            Message::Progress { finished, total, remaining } => match remaining {
                Some(s) => {
                    let left = duration(*s, ["h", "min", "s"]);
                    format!("{finished} of {}, about {left} left", counted(*total, "run"))
                }
                None => format!("{finished} of {}", counted(*total, "run")),
            },
            Message::Writing => "writing results".into(),
            Message::Written(path) => format!("results: {}", path.display()),
            Message::Failed { runs, file } => {
                let (were, of_results) =
                    (form(*runs, "was", "were"), "failures.csv of the results compared".to_owned());
                let file = file.map_or(of_results, |file| file.display().to_string());
                format!("{} failed and {were} left out; see {file}", counted(*runs, "run"))
            }
            Message::ShardDone { shard, runs } => format!("shard {shard}: {} finished", counted(*runs, "run")),
            Message::ShardFailed { shard, failed } => {
                format!("shard {shard}: {} failed; repeating it gives the same", counted(*failed, "run"))
            }
            Message::Planned { path, runs, shards } => {
                format!("{}: {} in {}", path.display(), counted(*runs, "run"), counted(*shards, "shard"))
            }
            Message::Split(files) => {
                format!("split, because a spreadsheet holds no more than 1,048,576 rows: {}", files.join(", "))
            }
            Message::Guarded(n) => {
                let [begin, them] = [form(*n, "begins", "begin"), form(*n, "it", "them")];
                format!("{} {begin} like a formula; an apostrophe was put before {them}", counted(*n, "text cell"))
            }
            Message::OtherTables { name, tables } => {
                format!(
                    "note: {name} has other tables than the baseline ({}); differences are theirs too",
                    tables.join(", ")
                )
            }
            Message::OtherEngine(path) => {
                format!("warning: {} was made by another version; differences may be the program's", path.display())
            }
            Message::Fine { scenarios, warnings: 0 } => format!("no faults in {}", counted(*scenarios, "scenario")),
            Message::Fine { scenarios, warnings } => {
                format!("no faults in {}, but {}", counted(*scenarios, "scenario"), counted(*warnings, "warning"))
            }
            Message::Report(path) => format!("written: {}", path.display()),
            Message::Created(path) => format!("{}: take away the # before what should differ", path.display()),
            Message::Fitted { targets, before, middle } => {
                format!(
                    "targets inside their tolerance: {before} of {targets} before, {middle} of {targets} at the middle of the posterior"
                )
            }
            Message::Twins { twins, share, error } => format!(
                "{}: intervals of 90 % hold the truth in {:.1} % (standard error {:.1})",
                counted(*twins, "twin"),
                100.0 * share,
                100.0 * error
            ),
            Message::Shared(e) => format!(
                "{} of {} months simulated: scenarios that begin alike ran their first months once ({} started, {} \
                 copied; {:.1} % saved)",
                e.months_simulated,
                e.months_asked,
                counted(e.worlds_started as usize, "world"),
                e.worlds_copied,
                saved(e)
            ),
            Message::OfBaselineAlone { parameter, ids } => {
                format!("note: {parameter} of {} does not count; that of the baseline holds for all", ids.join(", "))
            }
            Message::SameName { ids: [a, b], name } => {
                format!("note: {a} and {b} are both called \"{name}\"; change the label of one to tell them apart")
            }
            Message::UnnamedBaseline(file) => format!(
                "note: the baseline {} is not named; a run compares with it only if it is named beside the policies",
                file.display()
            ),
            Message::LeftOut(files) => {
                format!(
                    "left out, because it stands alone (`alone = true`); to run it, name no other file: {}",
                    files.join(", ")
                )
            }
            Message::Verified { claims: 1, broken: 0 } => "the claim holds".into(),
            Message::Verified { claims, broken: 0 } => format!("all {claims} claims hold"),
            Message::Verified { claims, broken } => {
                format!("{broken} of {} {}", counted(*claims, "claim"), form(*broken, "fails", "fail"))
            }
            Message::Fit { met, file } => {
                let [_, en] = met.text();
                format!("fit to what is published, {en}; see {}", file.display())
            }
            Message::Evidence([_, en]) => en.clone(),
            Message::OtherEconomy { name, text } => format!("{name}: {}", text[1]),
            Message::NoEffect { name, changes } => format!("{name}: {}", no_effect(*changes)[1]),
        }
    }

    fn chinese(&self) -> String {
        match self {
            Message::Baseline { id, by } => {
                let why = match by {
                    BaselineBy::Marked => "文件中注明",
                    BaselineBy::Root => "其他情景由它扩展而来",
                    BaselineBy::First => "因其最先给出；可用 `baseline = true` 指定",
                };
                format!("基准情景：{id}（{why}）")
            }
            Message::Starting { scenarios, runs, replicates } => {
                format!(
                    "{scenarios} 个情景，各重复 {replicates} 次，共 {runs} 次运行；可随时中断（Ctrl-C），用同一条命令续跑"
                )
            }
            Message::Resumed { finished } => format!("上次中断前已完成 {finished} 次运行，继续其余部分"),
            Message::Progress { finished, total, remaining } => match remaining {
                Some(s) => format!("已完成 {finished}/{total}，约剩 {}", duration(*s, ["小时", "分", "秒"])),
                None => format!("已完成 {finished}/{total}"),
            },
            Message::Writing => "正在写出结果".into(),
            Message::Written(path) => format!("结果目录：{}", path.display()),
            Message::Failed { runs, file } => {
                let file =
                    file.map_or("所比较结果中的 failures.csv".to_owned(), |file| file.display().to_string());
                format!("{runs} 次运行失败，未计入均值；详见 {file}")
            }
            Message::ShardDone { shard, runs } => format!("分片 {shard}：{runs} 次运行已完成"),
            Message::ShardFailed { shard, failed } => format!("分片 {shard}：{failed} 次运行失败；重复执行结果相同"),
            Message::Planned { path, runs, shards } => {
                format!("{}：{runs} 次运行，分为 {shards} 个分片", path.display())
            }
            Message::Split(files) => format!("因电子表格最多容纳 1,048,576 行，已拆分：{}", files.join("、")),
            Message::Guarded(n) => format!("{n} 个文本单元格形似公式，已在前面加撇号"),
            Message::OtherTables { name, tables } => {
                format!("注意：{name} 的数据表与基准不同（{}），差异也来自数据表", tables.join("、"))
            }
            Message::OtherEngine(path) => format!("注意：{} 由另一版本生成，差异可能来自程序", path.display()),
            Message::Fine { scenarios, warnings: 0 } => format!("{scenarios} 个情景均无问题"),
            Message::Fine { scenarios, warnings } => format!("{scenarios} 个情景均无错误，但有 {warnings} 处警告"),
            Message::Report(path) => format!("已写出：{}", path.display()),
            Message::Created(path) => format!("已写入 {}：去掉所需各行前的 # 即可", path.display()),
            Message::Fitted { targets, before, middle } => {
                format!("在容差内的目标：拟合前 {before}/{targets}，后验中点 {middle}/{targets}")
            }
            Message::Twins { twins, share, error } => {
                format!("{twins} 个孪生：90%区间含真值的比例为 {:.1}%（标准误 {:.1}）", 100.0 * share, 100.0 * error)
            }
            Message::Shared(e) => format!(
                "共需 {} 个月，实际模拟 {} 个月：开头相同的情景只运行一次（新建 {} 个、复制 {} 个模拟省份，节省 {:.1}%）",
                e.months_asked,
                e.months_simulated,
                e.worlds_started,
                e.worlds_copied,
                saved(e)
            ),
            Message::OfBaselineAlone { parameter, ids } => {
                format!("注意：{} 中的 {parameter} 不起作用；各情景一律按基准情景的取值", ids.join("、"))
            }
            Message::SameName { ids: [a, b], name } => {
                format!("注意：{a} 与 {b} 的名称都是“{name}”；请修改其中一个的 label，以便区分")
            }
            Message::UnnamedBaseline(file) => {
                format!("注意：没有给出基准文件 {}；运行时要与它对比，请把它与政策文件一同给出", file.display())
            }
            Message::LeftOut(files) => {
                format!("已略去须单独运行的情景（`alone = true`）；如需运行，请只给出该文件：{}", files.join("、"))
            }
            Message::Verified { claims, broken: 0 } => format!("{claims} 项全部成立"),
            Message::Verified { claims, broken } => format!("{claims} 项中有 {broken} 项不成立"),
            Message::Fit { met, file } => {
                let [zh, _] = met.text();
                format!("与公布数字对照，{zh}；见 {}", file.display())
            }
            Message::Evidence([zh, _]) => zh.clone(),
            Message::OtherEconomy { name, text } => format!("{name}：{}", text[0]),
            Message::NoEffect { name, changes } => format!("{name}：{}", no_effect(*changes)[0]),
        }
    }
}

/// Share of the months that was not simulated [%].
fn saved(effort: &Effort) -> f64 {
    100.0 * (1.0 - effort.months_simulated as f64 / effort.months_asked as f64)
}

/// `1 h 5 min`, `3 min`, `20 s`.
fn duration(seconds: u64, [h, min, s]: [&str; 3]) -> String {
    match (seconds / 3600, seconds / 60 % 60) {
        (0, 0) => format!("{seconds} {s}"),
        (0, minutes) => format!("{minutes} {min}"),
        (hours, minutes) => format!("{hours} {h} {minutes} {min}"),
    }
}
