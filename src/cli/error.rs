//! Why a command stopped: what is wrong, where, whether the same command may succeed later, and the exit code.

use std::io::{self, ErrorKind};

use crate::base::text::counted;
use crate::experiment::Error;
use crate::experiment::error::{Doing, Fault, Retry, retry};
use crate::experiment::shard::ranges;
use crate::output::columns::Language;
use crate::scenario::diagnostic::render;
use crate::scenario::{Diagnostic, Severity};

pub enum Stop {
    /// Faults of scenario files and tables.
    Input(Vec<Diagnostic>),
    /// What was typed cannot be meant; the text says what to type instead.
    Usage(String),
    Experiment(Error),
}

impl From<Error> for Stop {
    fn from(e: Error) -> Self {
        Stop::Experiment(e)
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Stop::Experiment(fault.into())
    }
}

impl Stop {
    pub fn code(&self) -> u8 {
        match self {
            Stop::Input(_) | Stop::Usage(_) | Stop::Experiment(Error::Fault(_)) => 2,
            Stop::Experiment(Error::Io { .. }) => 3,
            Stop::Experiment(Error::Incomplete(_)) => 4,
        }
    }

    /// The message, ending in a line break.
    pub fn text(&self, lang: Language, colour: bool) -> String {
        match self {
            Stop::Input(diagnostics) => {
                let n = diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
                let count = match lang {
                    Language::Zh => format!("错误：输入中有 {n} 处问题，未运行"),
                    Language::En => format!("error: {} in the input; nothing was run", counted(n, "fault")),
                };
                format!("{}{count}\n", render(diagnostics, lang, colour))
            }
            Stop::Usage(text) => format!("{}{text}\n", lang.of("错误：", "error: ")),
            Stop::Experiment(e) => match lang {
                Language::Zh => format!("错误：{}\n", in_chinese(e)),
                Language::En => format!("error: {}\n", in_english(e)),
            },
        }
    }
}

fn in_english(e: &Error) -> String {
    let Error::Io { source, .. } = e else { return e.to_string() };
    let help = match retry(source) {
        Retry::Perhaps => "trying again may help; finished runs are kept",
        Retry::AfterFreeingSpace => "free space, then the same command goes on where it stopped",
        Retry::AfterGrantingAccess => "trying again helps only after access is granted",
        Retry::AfterCorrectingThePath => "trying again helps only with another path",
    };
    format!("{e}\n  {help}")
}

fn in_chinese(e: &Error) -> String {
    match e {
        Error::Fault(fault) => fault_in_chinese(fault),
        Error::Incomplete(shards) => format!("有 {} 个分片未完成：{}", shards.len(), ranges(shards)),
        Error::Io { doing, path, source } => {
            let doing = match doing {
                Doing::Create => "创建",
                Doing::Read => "读取",
                Doing::Write => "写入",
                Doing::Rename => "重命名",
                Doing::Remove => "删除",
            };
            let help = match retry(source) {
                Retry::Perhaps => "可以重试；已完成的运行均已保存",
                Retry::AfterFreeingSpace => "请先腾出磁盘空间，再执行同一命令即可续跑",
                Retry::AfterGrantingAccess => "须先取得访问权限，重试才有用",
                Retry::AfterCorrectingThePath => "须先改正路径，重试才有用",
            };
            format!("无法{doing} {}：{}\n  {help}", path.display(), reason(source))
        }
    }
}

/// What the file system says; what is rare in its own words.
fn reason(source: &io::Error) -> String {
    let known = match source.kind() {
        ErrorKind::NotFound => "没有这个文件或目录",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::AlreadyExists => "已经存在",
        ErrorKind::StorageFull => "磁盘已满",
        ErrorKind::QuotaExceeded => "超出磁盘配额",
        ErrorKind::ReadOnlyFilesystem => "文件系统为只读",
        ErrorKind::NotADirectory => "路径中有一段不是目录",
        ErrorKind::IsADirectory => "这是一个目录",
        ErrorKind::FileTooLarge => "文件太大",
        ErrorKind::InvalidFilename => "文件名太长或含有不允许的字符",
        ErrorKind::UnexpectedEof => "文件不完整",
        _ => return source.to_string(),
    };
    match source.raw_os_error() {
        Some(code) => format!("{known}（系统错误 {code}）"),
        None => known.to_owned(),
    }
}

fn fault_in_chinese(fault: &Fault) -> String {
    match fault {
        Fault::NoScenario => "没有给出情景".into(),
        Fault::NoReplicates => "重复次数至少为1".into(),
        Fault::DuplicateId(id) => format!("两个情景的编号同为 `{id}`；编号不得重复"),
        Fault::DifferentMonths(a, b) => format!("情景 `{a}` 与 `{b}` 的起始月或时长不同；请改为一致"),
        Fault::DifferentScales(a, b) => format!(
            "情景 `{a}` 与 `{b}` 的每个模拟个体代表的人数不同，仅此就会改变结果；请以同一规模运行（--people-per-agent）"
        ),
        Fault::TwoBaselines(a, b) => format!("`{a}` 与 `{b}` 都写有 `baseline = true`；一次只能有一个基准情景"),
        Fault::NamelessOutput(path) => format!("结果须有自己的目录：请写出目录名，例如 {path}/results"),
        Fault::UnreadablePlan { path, why } => format!("无法读取计划 {path}：{why}"),
        Fault::AlteredPlan { stated, found } => format!("计划被改动过：内容对应 {found}，而文件写明 {stated}"),
        Fault::OtherEngine { planned, here } => {
            format!("计划由 {planned} 生成，而当前程序为 {here}；各分片须使用同一程序")
        }
        Fault::ChangedScenario(id) => format!("情景 `{id}` 与制定计划时不同；请恢复文件或重新制定计划"),
        Fault::AlteredShards(path) => format!("计划 {path} 被改动过：各分片合起来不是每次运行恰好一次；请重新制定计划"),
        Fault::NoSuchShard { shard, first, last } => {
            format!("分片 {shard} 不存在；计划的分片为 {first} 至 {last}")
        }
        Fault::ForeignOutput(path) => {
            format!("{path} 已存在，且不是本命令的结果目录；请用 -o 另选目录，或先将其移走")
        }
        Fault::OtherPlan(path) => format!("{path} 已存在，且不是这项计划；请用 -o 另选目录，或先将其删除"),
        Fault::UnreadableResults { path, why } => format!("{path} 不是完整的结果目录：{}", why.zh),
        Fault::UnfinishedResults { path, kept } => {
            format!("{path} 不存在：命令曾被中断，已完成的部分保存在 {}；用同一条命令即可续跑", kept.join("、"))
        }
        Fault::DamagedResults { path, files } => {
            format!("{path}：以下文件写出后被改动或删除：{}；请恢复原文件，或重新运行", files.join("、"))
        }
        Fault::OtherResults { path, command } => {
            format!("{path} 中已有另一项计划的完整结果，由 `{command}` 生成；请另选目录，或加上 --replace 替换")
        }
        Fault::WouldBeLost { path, others, changed } => {
            let list = |what: &str, names: &[String]| match names {
                [] => String::new(),
                names => format!("\n  {what}：{}", names.join("、")),
            };
            format!(
                "{path} 中有会因此丢失的内容；请先移走，或另选目录{}{}",
                list("不属于这些结果", others),
                list("写出后被改动过（加上 --replace 则放弃改动）", changed)
            )
        }
        Fault::AtWork(path) => format!("另一个进程正在执行这项计划，占用着 {path}；请等它结束"),
        Fault::DifferentSpans { first, second } => {
            format!("{first} 与 {second} 的起始月或时长不同，无法配对；请以相同的月份重新运行")
        }
        Fault::DifferentSeeds { first, second } => {
            format!(
                "{first} 与 {second} 的随机种子或不确定性设置不同，无法配对；请用同样的 --seed 和 --uncertainty 重新运行"
            )
        }
    }
}
