//! Help texts in Chinese; the English ones stand beside their definitions.

use clap::Command;

use crate::output::columns::Language;

/// The command with its help in this language.
pub fn localised(command: Command, lang: Language) -> Command {
    match lang {
        Language::En => command,
        Language::Zh => chinese(command.about("技能需求仿真：政策情景下的学生、专业与企业"), ""),
    }
}

const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

fn chinese(mut command: Command, path: &str) -> Command {
    command.build();
    command = command.help_template(TEMPLATE).subcommand_help_heading("命令");
    let arguments: Vec<String> = command.get_arguments().map(|a| a.get_id().to_string()).collect();
    for id in arguments {
        if let Some(text) = argument(path, &id) {
            // Possible values are named in the text.
            command = command.mut_arg(id, |a| {
                let heading = if a.is_positional() { "参数" } else { "选项" };
                a.help(text).help_heading(heading).hide_possible_values(true)
            });
        }
    }
    let subcommands: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    for name in subcommands {
        command = command.mut_subcommand(&name, |c| {
            let c = match subcommand(&name) {
                Some(text) => c.about(text),
                None => c,
            };
            chinese(c, &name)
        });
    }
    command
}

fn subcommand(name: &str) -> Option<&'static str> {
    Some(match name {
        "run" => "并行运行各情景及其重复，写出结果并显示对比",
        "check" => "检查情景文件，一次报告全部问题，不运行",
        "explain" => "说明参数：单位、范围、默认值、来源",
        "new" => "生成一个带注释、扩展基准的情景文件",
        "schema" => "输出情景文件的 JSON Schema",
        "compare" => "对比已完成的结果目录",
        "report" => "重新生成已有结果的工作簿与网页报告",
        "plan" => "将全部运行划分为分片，供集群使用",
        "shard" => "计算计划中的一个分片",
        "missing" => "列出未完成的分片",
        "merge" => "将已完成的分片合并为结果",
        "calibrate" => "将参数拟合到目标：逐轮历史匹配、后验、目标冲突、孪生检验",
        "verify" => "用已知的闭式解和已发表的结果检验引擎",
        "completions" => "输出命令行补全脚本",
        "help" => "显示帮助",
        _ => return None,
    })
}

fn argument(command: &str, id: &str) -> Option<&'static str> {
    Some(match (command, id) {
        (_, "lang") => "提示语言：zh 中文，en 英文；默认取自系统环境",
        (_, "quiet") => "除错误外不显示任何信息",
        (_, "help") => "显示帮助",
        (_, "version") => "显示版本",
        (_, "files") => "情景文件",
        (_, "sets") => "在所有情景中覆盖某个参数，例如 labour.search_probability=0.2",
        (_, "months") => "模拟时长（月）",
        (_, "people_per_agent") => "每个模拟个体代表的人数",
        (_, "replicates") => "每个情景的重复次数 [默认：基准情景的 run.replicates]",
        (_, "uncertainty") => {
            "各次重复之间变化的内容：full 随机性与有区间的参数，seed 仅随机性 [默认：基准情景的 run.parameter_uncertainty]"
        }
        (_, "seed") => "随机种子 [默认：基准情景的 run.seed]",
        (_, "header") => "表头语言：zh 中文名称，未指定 --lang 时工作簿和网页也用中文；en 标识",
        (_, "csv_dialect") => "CSV 分隔符：standard 逗号与小数点，eu 分号与小数逗号",
        (_, "series_by_run") => "同时写出每次重复的逐月数据",
        (_, "life_histories") => "写出若干模拟个体的生命历程",
        (_, "wide") => "同时写出主要指标的宽表（情景为列）",
        (_, "parquet") => "同时将每张表写为 Parquet",
        ("report", "replace") => "工作簿或网页写出后被改动过也重新生成",
        (_, "replace") => "替换目录中另一项计划的完整结果，或写出后被改动过的结果",
        (_, "no_xlsx") => "不生成工作簿 report.xlsx",
        (_, "no_html") => "不生成网页报告 report.html",
        (_, "directory") => "结果目录",
        ("calibrate", "output") => "拟合结果目录；已完成的运行保存在其中，重复同一命令即续跑",
        ("compare", "output") => "同时将对比写入此目录",
        ("explain", "path") => "参数或参数组的路径；不填则列出全部",
        ("new", "id") => "情景编号，例如 funding_plus_20；文件名为 编号.toml",
        ("new", "extends") => "所扩展的情景文件（相对于新文件）",
        ("new", "output") => "新文件所在目录",
        ("plan", "output") => "写入 plan.json 的目录",
        (_, "output" | "to") => "结果目录",
        ("shard", "threads") => "线程数；默认取 SLURM_CPUS_PER_TASK，否则为1",
        (_, "threads") => "线程数；0 表示每个处理器一个",
        (_, "memory") => "为开头相同的情景保留模拟省份所用的内存（GiB）；0 表示每次运行各自从头开始",
        (_, "shards") => "分片数；0 表示每次运行一片，最多1000",
        (_, "plan") => "计划文件",
        (_, "shard") => "分片编号",
        (_, "out") => "分片结果目录",
        (_, "index_base") => "首个分片的编号，用于从1计数的调度系统",
        ("check", "format") => "问题与警告的格式：text 附所在行；lines 每行一个；json 数组（含中英文）",
        ("missing", "format") => "列表格式：slurm 如 0,5-9；lines 每行一个；json 数组",
        ("calibrate", "study") => "研究文件：情景、目标、自由参数及范围、运行次数",
        ("calibrate", "shifts") => "将某个目标值乘以一个倍数，看拟合如何移动、其他目标付出多少代价",
        ("calibrate", "twins") => "不拟合，而是恢复若干参数已知的孪生运行",
        ("verify", "cases") => "只检验这些条目，例如 S6",
        ("verify", "markdown") => "同时将结果表写入此 Markdown 文件",
        (_, "directories") => "结果目录；以第一个目录的基准为基准",
        (_, "shell") => "命令行解释器：bash、elvish、fish、powershell、zsh",
        _ => return None,
    })
}
