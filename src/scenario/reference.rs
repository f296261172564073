//! The parameter reference as Markdown: `docs/parameters.md` is this text, and a test compares them.

use std::fmt::Write;

use super::explain::{allowed, source};
use super::parameters::{self, GROUPS, Parameter};
use crate::base::language::Text;

/// The whole page.
pub fn markdown() -> String {
    let assumed = parameters::all().filter(|(_, r)| matches!(r.source, parameters::Source::Assumption(..))).count();
    let total = parameters::all().count();
    let mut page = format!(
        "# Parameters · 参数\n\n\
         Generated from `src/scenario/parameters/`; do not edit. {total} parameters, {assumed} of them without a published source \
         (*assumption*).\n\
         A neutral value turns its mechanism exactly off. A spread is what is not known: each replicate draws from it \
         (triangular, with the value in force as mode).\n\n\
         由 `src/scenario/parameters/` 生成，请勿直接修改。共 {total} 个参数，其中 {assumed} 个没有公开来源（*assumption*）。\
         中性值使该机制完全关闭；分布区间表示未知程度，每次重复从中抽取。\n"
    );
    for group in GROUPS {
        let mut section = "";
        for row in *group {
            let this = row.path.rsplit_once('.').map_or(row.path, |(s, _)| s);
            if this != section {
                section = this;
                write!(page, "\n## `[{section}]`\n").unwrap_or_default();
            }
            page += &entry(row);
        }
    }
    page
}

fn entry(row: &Parameter) -> String {
    let name = row.path.rsplit_once('.').map_or(row.path, |(_, n)| n);
    let mut line = format!(
        "\n**`{name}`** {} · {}  \nunit `{}`, allowed {}, default {}",
        row.zh,
        row.en,
        row.unit,
        allowed(row).en,
        row.show(row.default)
    );
    if let Some(v) = row.neutral {
        line += &format!(", neutral {}", row.show(v));
    }
    if let Some((lo, hi)) = row.spread {
        line += &format!(", spread {lo} to {hi}");
    }
    let Text { zh, en } = source(row.source);
    line + &if zh == en { format!("  \n{en}\n") } else { format!("  \n{zh} · {en}\n") }
}
