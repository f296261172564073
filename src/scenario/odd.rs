//! What is odd about a scenario as it stands but stops no run: a scale too coarse for schools, policies that their money does not
//! pay, files of a data folder that are no tables.

use super::diagnostic::Diagnostic;
use super::names::nearest;
use super::parameters::{Param, month_text, param, split_of_money};
use super::source::{Fault, names_in};
use super::tables::DataKind;
use super::together::Whole;
use crate::base::language::{Text, both};
use crate::base::time::Month;

const SCALE: Param = param("run.people_per_agent");
const TOTAL: Param = param("policy.funding.total");
const LEVEL: Param = param("policy.funding.per_student");

/// What costs a sum for each a year: the lever, the cost, the budget line.
const PRICED: [[Param; 3]; 3] = [
    [param("policy.service.platforms"), param("platform.cost"), param("policy.split.platforms")],
    [param("policy.service.consortia"), param("consortium.cost"), param("policy.split.consortia")],
    [param("policy.competition.events"), param("competition.event_cost"), param("policy.split.competitions")],
];
/// A bill above the line by less than this is let pass, since the money follows the number of students *(assumption)*.
const MARGIN: f64 = 1.1;

/// Change of the money by which it is asked whether the unit is right *(assumption)*.
const ODD: f64 = 5.0;
/// Part of thirty billion yuan below which no province's money lies, and by which a sum in 万 or 亿 falls short *(assumption)*.
const TOO_LITTLE: f64 = 1e-3;

/// Persons for each simulated person up to which results about schools are to be relied on: at 200 enrolment is 3 % short of
/// that at 50, at 500 a fifth (docs/performance.md).
const COARSEST: f64 = 200.0;

/// Endings of files that a spreadsheet program writes.
const SHEETS: [&str; 5] = ["csv", "xlsx", "xls", "ods", "et"];

/// Tables that have no columns of their own.
const BESIDE: [&str; 2] = ["targets", "matrix"];

impl Whole<'_> {
    /// All that is odd.
    pub fn oddities(&self) -> Vec<Diagnostic> {
        let money = self.out_of_scale();
        self.coarse().into_iter().chain(self.strangers()).chain(money).chain(self.underpaid()).collect()
    }

    /// Program points are never thinned: with few students in each, what happens to schools is noise.
    fn coarse(&self) -> Option<Diagnostic> {
        let scale = self.number(SCALE);
        if self.kind != Some(DataKind::Province) || scale <= COARSEST {
            return None;
        }
        let message = both!(
            "每个模拟个体代表的人数过多：每个专业点只有几名学生，在校生、专业增减与就业率都不可靠",
            "too many persons for each simulated person: with a handful of students in each program point enrolment, openings, closures and placement are not to be relied on"
        );
        let help = both!(
            "只用来试运行；要看结果请用 {COARSEST} 以下，最好为 100 或 10",
            "for trying out only; for results take less than {COARSEST}, better 100 or 10"
        );
        self.fault(&[SCALE], Fault::new("coarse", message, scale.to_string(), help)).map(Diagnostic::warning)
    }

    /// Money that becomes a fraction or a multiple of what it was: a sum in 亿, or a factor meant as a rise.
    fn out_of_scale(&self) -> Option<Diagnostic> {
        let given = self.number(TOTAL);
        if self.kind == Some(DataKind::Province) && given > 0.0 && given < TOO_LITTLE * TOTAL.row().default {
            let path = TOTAL.row().path;
            let message = both!("`{path}` 全年总共只有 {given} 元", "`{path}` is {given} yuan a year in all");
            let help = both!(
                "单位是元：若指 {given} 亿元，请写 {given}e8",
                "the unit is the yuan: a billion is 1e9, thirty billion 30e9"
            );
            return self.fault(&[TOTAL], Fault::new("wrong-unit", message, "", help)).map(Diagnostic::warning);
        }
        let money = |m: Month| self.at(TOTAL, m) * self.at(LEVEL, m);
        let before = money(self.months().next()?);
        let odd = |m: &Month| !(before / ODD..=before * ODD).contains(&money(*m));
        let month = self.months().find(odd).filter(|_| before > 0.0)?;
        let changed = [TOTAL, LEVEL].into_iter().max_by(|a, b| {
            let change = |p: &Param| (self.at(*p, month) - self.number(*p)).abs() / self.number(*p);
            change(a).total_cmp(&change(b))
        })?;
        let (path, month, times) = (changed.row().path, month_text(month), rounded(money(month) / before));
        let message = both!(
            "`{path}` 使经费自 {month} 起变为起始月的 {times} 倍",
            "`{path}` makes the money {times} times that of the first month from {month} on"
        );
        let help = both!(
            "请核对单位：300亿元写作 30_000_000_000；增加20%写作 multiply = 1.2",
            "check its unit: thirty billion is 30_000_000_000, a fifth more is multiply = 1.2"
        );
        self.fault(&[changed], Fault::new("wrong-unit", message, "", help)).map(Diagnostic::warning)
    }

    /// More of a policy than the base year had, and more than its line can pay: only a part of it comes about.
    fn underpaid(&self) -> impl Iterator<Item = Diagnostic> {
        PRICED.into_iter().filter_map(|[policy, cost, line]| {
            let (document, span) = self.said(&[policy])?;
            let paid = |m: Month| {
                let whole: f64 = split_of_money().map(|(p, _)| self.at(p, m)).sum();
                let money = self.at(TOTAL, m) * self.at(LEVEL, m);
                money * self.at(line, m) / whole / self.at(cost, m).max(f64::MIN_POSITIVE)
            };
            let more = |m: &Month| self.at(policy, *m) > policy.row().default;
            let short = |m: &Month| more(m) && paid(*m) > 0.0 && self.at(policy, *m) > MARGIN * paid(*m);
            let month = self.months().find(short)?;
            let (wanted, paid, month) = (self.at(policy, month), paid(month).floor(), month_text(month));
            let (policy_path, line_path) = (policy.row().path, line.row().path);
            let message = both!(
                "`{policy_path}` 在 {month} 为 {wanted}，而 `{line_path}` 的经费只够约 {paid}：超出部分不会实现",
                "`{policy_path}` is {wanted} in {month}, but the money of `{line_path}` pays for some {paid}: the rest will not come about"
            );
            let help = both!("请同时提高 `{line_path}`，或降低 `{policy_path}`", "raise `{line_path}` too, or lower `{policy_path}`");
            Some(document.source.fault(span.clone(), Fault::new("unused", message, "", help)).warning())
        })
    }

    /// Sheets in the data folders of the chain that are no table: a table under another name is not read.
    fn strangers(&self) -> Vec<Diagnostic> {
        let Some(kind) = self.kind else { return Vec::new() };
        let known: Vec<&str> = kind.schemas().iter().map(|schema| schema.name).chain(BESIDE).collect();
        let documents = || self.layers.iter().map(|layer| layer.document);
        let fitted: Vec<_> = documents().filter_map(|d| Some(d.source.beside(&d.fitted.as_ref()?.0))).collect();
        let mut odd = Vec::new();
        for document in documents() {
            let Some((data, span)) = &document.data else { continue };
            let folder = document.source.beside(data);
            if !folder.is_dir() {
                continue;
            }
            let mut names = names_in(&folder);
            names.retain(|name| !fitted.contains(&folder.join(name)));
            let sheets = names.iter().filter_map(|name| Some((name, sheet(name)?)));
            let strange: Vec<_> = sheets.clone().filter(|(name, _)| !is_table(name, &known)).collect();
            if sheets.count() == strange.len() {
                let message = both!("数据目录中没有一张数据表", "the data folder holds no table");
                let help = both!("请核对目录，或删去这一行", "check the folder, or delete this line");
                let fault = Fault::new("unused", message, folder.display().to_string(), help);
                odd.push(document.source.fault(span.clone(), fault).warning());
            }
            for (name, stem) in strange {
                let message = both!("`{name}` 不是数据表，没有读取", "`{name}` is no table and was not read");
                let otherwise = both!("如与模拟无关，请移到别处", "move it elsewhere if it does not belong to the run");
                let near = table_like(stem, &known);
                let help =
                    near.map_or(otherwise, |table| both!("是否应为 `{table}.csv`？", "did you mean `{table}.csv`?"));
                let found: Text = folder.join(name).display().to_string().into();
                odd.push(document.source.fault(span.clone(), Fault::new("unused", message, found, help)).warning());
            }
        }
        odd
    }
}

/// Two digits.
fn rounded(x: f64) -> String {
    format!("{x:.1e}").parse::<f64>().map_or_else(|_| x.to_string(), |x| x.to_string())
}

/// The name of a sheet without its ending; none if it is no sheet, or hidden (as what a program locks while it is open).
fn sheet(name: &str) -> Option<&str> {
    let (stem, ending) = name.rsplit_once('.')?;
    let is_sheet = SHEETS.iter().any(|sheet| ending.eq_ignore_ascii_case(sheet));
    (is_sheet && !name.starts_with(['.', '~'])).then_some(stem)
}

fn is_table(name: &str, known: &[&str]) -> bool {
    name.strip_suffix(".csv").is_some_and(|stem| known.contains(&stem))
}

/// The table that a name seems to mean: `Regions`, `regions(1)`, `regions - 副本`, `region`.
fn table_like<'k>(stem: &str, known: &[&'k str]) -> Option<&'k str> {
    let plain: String = stem.to_lowercase().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    known.iter().find(|k| **k == plain).copied().or_else(|| nearest(&plain, known.iter().copied()))
}
