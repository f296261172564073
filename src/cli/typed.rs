//! What is wrong with the command as typed, in Chinese; in English the parser of arguments says it itself.

use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The message, ending in a line break; none where the parser's own words stand (help and version, which are no faults).
pub fn in_chinese(error: &clap::Error) -> Option<String> {
    let wrong = fault(error)?;
    let mut text = format!("错误：{wrong}\n");
    for (kind, intro) in SUGGESTIONS {
        if let Some(names) = named(error, *kind) {
            text += &format!("  改法：{intro} {names}\n");
        }
    }
    if let Some(usage) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        text += &format!("\n用法：{}\n", usage.trim().trim_start_matches("Usage:").trim());
    }
    Some(text + "\n详见 --help。\n")
}

/// What the parser proposes, and how it is introduced.
const SUGGESTIONS: &[(ContextKind, &str)] = &[
    (ContextKind::SuggestedSubcommand, "是否要用"),
    (ContextKind::SuggestedArg, "是否要用"),
    (ContextKind::SuggestedValue, "是否要用"),
    (ContextKind::ValidValue, "可取"),
    (ContextKind::ValidSubcommand, "可用"),
];

fn fault(error: &clap::Error) -> Option<String> {
    let get = |kind| named(error, kind).unwrap_or_default();
    let argument = get(ContextKind::InvalidArg);
    let value = get(ContextKind::InvalidValue);
    Some(match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        | ErrorKind::Io
        | ErrorKind::Format => return None,
        ErrorKind::InvalidSubcommand => format!("没有名为 {} 的子命令", get(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand => "缺少子命令".into(),
        ErrorKind::UnknownArgument => format!("此处不能有 {argument}"),
        ErrorKind::MissingRequiredArgument => format!("缺少必需的参数：{argument}"),
        ErrorKind::ArgumentConflict => match get(ContextKind::PriorArg) {
            prior if prior.is_empty() || prior == argument => format!("{argument} 只能给出一次"),
            prior => format!("{argument} 不能与 {prior} 同时使用"),
        },
        ErrorKind::InvalidValue | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues if value.is_empty() => {
            format!("{argument} 之后缺少取值")
        }
        ErrorKind::InvalidValue => format!("{argument} 的取值 {value} 无效"),
        ErrorKind::ValueValidation => {
            let why = error.source().map_or_else(String::new, |source| format!("：{}", reason(&source.to_string())));
            format!("{argument} 的取值 {value} 无效{why}")
        }
        ErrorKind::TooManyValues => format!("{argument} 不接受多余的取值 {value}"),
        ErrorKind::NoEquals => format!("{argument} 与取值之间须写等号"),
        ErrorKind::InvalidUtf8 => "命令中有不合 UTF-8 编码的文字".into(),
        _ => error.to_string(),
    })
}

/// Why a number cannot be read; other reasons in the parser's words.
fn reason(english: &str) -> &str {
    match english {
        _ if english.contains(" is not in ") => "超出允许的范围",
        "invalid digit found in string" => "须为不带正负号和小数点的整数",
        "cannot parse integer from empty string" => "缺少数字",
        "number too large to fit in target type" => "数字太大",
        "invalid float literal" | "cannot parse float from empty string" => "须为数字",
        other => other,
    }
}

/// The names under a kind of context, those of a list apart; none if there are none.
fn named(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(name) => Some(name.clone()),
        ContextValue::Strings(names) if !names.is_empty() => Some(names.join("、")),
        _ => None,
    }
}
