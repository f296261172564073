//! One definition of each column: header, data dictionary and data package come from here.
//!
//! Indicators bring their own definition from the dictionary of outcomes. A new column goes last in its
//! file, unless it explains its neighbour (the name of an id, the months of a year); a column is never renamed.

mod definitions;

use std::borrow::Cow;

use definitions::COLUMNS;

pub use crate::base::language::Language;
use crate::outcome::breakdown::{self, ColumnText};
use crate::outcome::dictionary::{Better, INDICATORS, Indicator};
use crate::outcome::record::Dimension;
use Kind::Number;

/// What cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Quoted always.
    Text,
    Integer,
    Number,
    /// First day of a month, `2027-01-01`.
    Month,
}

impl Kind {
    /// Name of the type in a Frictionless table schema.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Text => "string",
            Kind::Integer => "integer",
            Kind::Number => "number",
            Kind::Month => "date",
        }
    }
}

/// A column: id, kind, unit, and text in both languages.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub id: Cow<'static, str>,
    pub kind: Kind,
    pub unit: Cow<'static, str>,
    /// Decimals worth showing.
    pub decimals: Option<u8>,
    pub better: Option<Better>,
    pub label_zh: Cow<'static, str>,
    pub label_en: Cow<'static, str>,
    pub definition_zh: Cow<'static, str>,
    pub definition_en: Cow<'static, str>,
}

/// A file: columns in order and the columns that name a row.
#[derive(Clone, Debug)]
pub struct Table {
    /// File name without `.csv`.
    pub name: Cow<'static, str>,
    pub title_zh: &'static str,
    pub title_en: &'static str,
    pub keys: &'static [&'static str],
    pub columns: Vec<Column>,
}

pub const fn column(
    id: &'static str,
    kind: Kind,
    unit: &'static str,
    zh: [&'static str; 2],
    en: [&'static str; 2],
) -> Column {
    Column {
        id: Cow::Borrowed(id),
        kind,
        unit: Cow::Borrowed(unit),
        decimals: None,
        better: None,
        label_zh: Cow::Borrowed(zh[0]),
        label_en: Cow::Borrowed(en[0]),
        definition_zh: Cow::Borrowed(zh[1]),
        definition_en: Cow::Borrowed(en[1]),
    }
}

const SAMPLE: [&str; 8] = ["n", "mean", "sd", "q05", "q25", "q50", "q75", "q95"];

fn table(
    name: &'static str,
    titles: [&'static str; 2],
    keys: &'static [&'static str],
    ids: &[&str],
    more: impl IntoIterator<Item = Column>,
) -> Table {
    let find = |id: &&str| {
        COLUMNS.iter().find(|c| c.id == **id).cloned().unwrap_or_else(|| panic!("column {id} is not defined"))
    };
    let columns = ids.iter().map(find).chain(more).collect();
    Table { name: name.into(), title_zh: titles[0], title_en: titles[1], keys, columns }
}

pub fn comparison() -> Table {
    let ids = "scenario_id scenario_label indicator indicator_label unit horizon month n_pairs mean ci95_lo ci95_hi baseline_mean \
               delta delta_ci95_lo delta_ci95_hi delta_relative share_of_pairs_better better_is verdict \
               delta_seed_ci95_lo delta_seed_ci95_hi variance_ratio uncertainty verdict_label";
    let ids: Vec<_> = ids.split_whitespace().collect();
    table(
        "comparison",
        ["情景对比", "Comparison with the baseline"],
        &["scenario_id", "indicator", "horizon"],
        &ids,
        [],
    )
}

pub fn series() -> Table {
    let ids: Vec<_> = ["scenario_id", "indicator", "indicator_label", "unit", "month", "year", "month_index"]
        .into_iter()
        .chain(SAMPLE)
        .collect();
    table("series", ["逐月序列", "Series by month"], &["scenario_id", "indicator", "month"], &ids, [])
}

/// `by_<dimension>.csv`.
pub fn breakdown(dimension: Dimension) -> Table {
    let (name, titles, keys): (_, _, &'static [&'static str]) = match dimension {
        Dimension::Industry => {
            ("by_industry", ["分行业", "By industry"], &["scenario_id", "industry", "indicator", "year"])
        }
        Dimension::Occupation => {
            ("by_occupation", ["分职业", "By occupation"], &["scenario_id", "occupation", "indicator", "year"])
        }
        Dimension::Specialty => {
            ("by_specialty", ["分专业", "By specialty"], &["scenario_id", "specialty", "indicator", "year"])
        }
        Dimension::Level => ("by_level", ["分层次", "By level"], &["scenario_id", "level", "indicator", "year"]),
        Dimension::Region => ("by_region", ["分地区", "By region"], &["scenario_id", "region", "indicator", "year"]),
    };
    let ids: Vec<_> =
        ["scenario_id", keys[1], "label_zh", "label_en", "indicator", "indicator_label", "unit", "year", "months"]
            .into_iter()
            .chain(SAMPLE)
            .collect();
    table(name, titles, keys, &ids, [])
}

pub fn lists() -> Table {
    let ids = "scenario_id specialty specialty_label region region_label need need_ci95_lo need_ci95_hi graduates \
               graduates_ci95_lo graduates_ci95_hi gap gap_ci95_lo gap_ci95_hi gap_relative list_verdict verdict_label n \
               province_gap province_gap_ci95_lo province_gap_ci95_hi province_verdict province_verdict_label";
    let ids: Vec<_> = ids.split_whitespace().collect();
    let mut table = table("lists", ["三张清单", "The three lists"], &["scenario_id", "specialty", "region"], &ids, []);
    rename(&mut table, "list_verdict", "verdict");
    table
}

pub fn fiscal() -> Table {
    let ids = "scenario_id year months line line_label brought_yuan allocated_yuan spent_yuan carried_yuan bought bought_unit \
               bought_unit_label cost_per_graduate_yuan cost_per_matched_graduate_yuan n";
    let ids: Vec<_> = ids.split_whitespace().collect();
    table("fiscal", ["财政收支", "Budget"], &["scenario_id", "year", "line"], &ids, [])
}

pub fn outlook() -> Table {
    let ids = "scenario_id year months births aged_15 intake_vocational enrolment_vocational entrants population_16_59 labour_force n";
    let ids: Vec<_> = ids.split_whitespace().collect();
    table("outlook", ["人口展望", "Demographic outlook"], &["scenario_id", "year"], &ids, [])
}

/// What the money of each policy buys.
pub fn effectiveness() -> Table {
    let ids = "scenario_id scenario_label n_pairs extra_spending extra_spending_ci95_lo extra_spending_ci95_hi extra_graduates \
               extra_graduates_ci95_lo extra_graduates_ci95_hi cost_per_extra_graduate cost_ci95_lo cost_ci95_hi reading \
               reading_label";
    let ids: Vec<_> = ids.split_whitespace().collect();
    table("effectiveness", ["多花的钱换来什么", "What more money buys"], &["scenario_id"], &ids, [])
}

/// `network.csv`, of networks only.
pub fn network() -> Table {
    let moments = "employed employed_sd unemployed unemployed_sd vacancies vacancies_sd long_term long_term_sd n";
    let ids: Vec<_> = "scenario_id step occupation".split(' ').chain(moments.split(' ')).collect();
    table("network", ["网络分职业存量", "Network by occupation"], &["scenario_id", "step", "occupation"], &ids, [])
}

/// `runs.csv`: indicators at horizons as columns, `<indicator>_<horizon>`.
pub fn runs(horizons: &[&'static str]) -> Table {
    let values = INDICATORS.iter().flat_map(|i| horizons.iter().map(move |h| at_horizon(i, h)));
    let ids = ["scenario_id", "scenario_label", "arm", "replicate", "seed", "status"];
    table("runs", ["各次运行", "Runs"], &["scenario_id", "arm", "replicate"], &ids, values)
}

pub fn series_by_run() -> Table {
    let ids = ["scenario_id", "arm", "replicate", "month", "year", "month_index"];
    let keys = &["scenario_id", "arm", "replicate", "month"];
    table("series_by_run", ["各次运行逐月序列", "Series by run"], keys, &ids, INDICATORS.iter().map(indicator))
}

/// On request: persons from each month on in which something about them changed.
pub fn life_histories() -> Table {
    let ids =
        "scenario_id replicate person event month age_months life_status occupation industry specialty region pay";
    let ids: Vec<_> = ids.split_whitespace().collect();
    let keys = &["scenario_id", "replicate", "person", "event"];
    let mut table = table("life_histories", ["生命历程", "Life histories"], keys, &ids, []);
    rename(&mut table, "life_status", "status");
    table
}

/// `series_wide_<indicator>.csv`: scenarios as columns, for reading side by side.
pub fn series_wide(indicator: &Indicator, scenarios: &[(String, [String; 2])]) -> Table {
    // Scenarios of one name are told apart by their ids.
    let named = |id: &str, lang: usize, name: &str| {
        let shared = scenarios.iter().filter(|(_, names)| names[lang] == name).count() > 1;
        if shared { format!("{name} ({id})") } else { name.to_owned() }
    };
    let means = scenarios.iter().map(|(id, [zh, en])| Column {
        id: id.clone().into(),
        label_zh: named(id, 0, zh).into(),
        label_en: named(id, 1, en).into(),
        definition_zh: "该情景各重复的均值".into(),
        definition_en: "Mean over the replicates of the scenario".into(),
        ..self::indicator(indicator)
    });
    let table = table(
        "",
        ["逐月均值，情景为列", "Monthly means, scenarios as columns"],
        &["month"],
        &["month", "year", "month_index"],
        means,
    );
    Table { name: format!("series_wide_{}", indicator.id).into(), ..table }
}

pub fn scenarios() -> Table {
    let ids = "scenario_id scenario_label parameter label_zh label_en unit value value_text baseline_value \
               baseline_value_text origin";
    let ids: Vec<_> = ids.split_whitespace().collect();
    table("scenarios", ["情景参数差异", "What differs from the baseline"], &["scenario_id", "parameter"], &ids, [])
}

pub fn assumptions() -> Table {
    let ids = "scenario_id subject label_zh label_en unit value value_text range_lo range_hi rows reasoning_zh reasoning_en basis \
               origin";
    let ids: Vec<_> = ids.split_whitespace().collect();
    table("assumptions", ["无来源的假设", "Values without a source"], &["scenario_id", "subject"], &ids, [])
}

pub fn fit() -> Table {
    let ids = "scenario_id target label_zh label_en indicator breakdown statistic from_month to_month unit fact \
               tolerance rule weight national fact_year n mean ci95_lo ci95_hi seed_ci95_lo seed_ci95_hi distance \
               fit_verdict scope source note";
    let ids: Vec<_> = ids.split_whitespace().collect();
    table("fit", ["与事实的吻合", "Fit to what is known"], &["scenario_id", "target"], &ids, [])
}

/// What was drawn in each replicate.
pub fn draws() -> Table {
    let ids = ["scenario_id", "replicate", "parameter", "label_zh", "label_en", "unit", "value"];
    let keys = &["scenario_id", "replicate", "parameter"];
    table("draws", ["参数抽样", "Parameters drawn"], keys, &ids, [])
}

/// Of ensembles with enough replicates.
pub fn sensitivity() -> Table {
    let ids = "scenario_id scenario_label indicator indicator_label unit horizon month moved_by label_zh label_en \
               parameter_unit n share_of_variance p_value low_third_to low_third_mean high_third_from high_third_mean change \
               change_ci95_lo change_ci95_hi influence influence_label";
    let ids: Vec<_> = ids.split_whitespace().collect();
    let keys = &["scenario_id", "indicator", "parameter"];
    let mut table = table("sensitivity", ["结果取决于什么", "What results hang on"], keys, &ids, []);
    rename(&mut table, "moved_by", "parameter");
    table
}

pub fn failures() -> Table {
    let ids = ["scenario_id", "arm", "replicate", "seed", "month", "error_code", "message"];
    table("failures", ["失败的运行", "Failed runs"], &["scenario_id", "arm", "replicate"], &ids, [])
}

pub fn dictionary() -> Table {
    let ids = "file column position type unit decimals better_is label_zh label_en definition_zh definition_en missing";
    let ids: Vec<_> = ids.split_whitespace().collect();
    table("dictionary", ["数据词典", "Data dictionary"], &["file", "column"], &ids, [])
}

fn rename(table: &mut Table, from: &str, to: &'static str) {
    for column in table.columns.iter_mut().filter(|c| c.id == from) {
        column.id = Cow::Borrowed(to);
    }
}

/// The column of an indicator.
pub fn indicator(i: &Indicator) -> Column {
    Column {
        id: Cow::Borrowed(i.id),
        kind: Number,
        unit: Cow::Borrowed(i.unit),
        decimals: Some(i.decimals),
        better: Some(i.better),
        label_zh: Cow::Borrowed(i.label_zh),
        label_en: Cow::Borrowed(i.label_en),
        definition_zh: Cow::Borrowed(i.definition_zh),
        definition_en: Cow::Borrowed(i.definition_en),
    }
}

/// Definition of what a breakdown measures.
pub fn measure(dimension: Dimension, id: &str) -> Option<&'static ColumnText> {
    breakdown::columns(dimension).iter().find(|(measure, ..)| *measure == id)
}

/// The columns of what a breakdown measures, in order.
pub fn measures(dimension: Dimension) -> impl Iterator<Item = Column> {
    breakdown::columns(dimension).iter().map(|(id, unit, [zh, en, definition_zh, definition_en])| Column {
        decimals: Some(if *unit == "1" { 4 } else { 0 }),
        ..column(id, Number, unit, [zh, definition_zh], [en, definition_en])
    })
}

/// The column of an indicator at a horizon.
fn at_horizon(i: &Indicator, horizon: &str) -> Column {
    let (zh, en) = match horizon {
        "end" => ("最后12个月".into(), "last 12 months".into()),
        "mean" => ("全程年均".into(), "yearly average".into()),
        year => {
            let number = year.trim_start_matches("year_");
            (format!("第{number}年"), format!("year {number}"))
        }
    };
    Column {
        id: format!("{}_{horizon}", i.id).into(),
        label_zh: format!("{}（{zh}）", i.label_zh).into(),
        label_en: format!("{} ({en})", i.label_en).into(),
        ..indicator(i)
    }
}

/// `higher`, `lower` or `neither`.
pub const fn better_is(better: Better) -> &'static str {
    match better {
        Better::Higher => "higher",
        Better::Lower => "lower",
        Better::Neither => "neither",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_unique_in_both_languages() {
        let by =
            [Dimension::Industry, Dimension::Occupation, Dimension::Specialty, Dimension::Level, Dimension::Region];
        let tables = [
            life_histories(),
            comparison(),
            series(),
            lists(),
            fiscal(),
            outlook(),
            scenarios(),
            assumptions(),
            fit(),
            draws(),
            effectiveness(),
            sensitivity(),
            failures(),
        ];
        let tables = tables.into_iter().chain(by.map(breakdown));
        for table in tables.chain([runs(&["year_1", "end", "mean"]), series_by_run(), dictionary()]) {
            for header in [|c: &Column| c.id.to_string(), |c: &Column| c.label_zh.to_string()] {
                let mut headers: Vec<_> = table.columns.iter().map(header).collect();
                headers.sort();
                let n = headers.len();
                headers.dedup();
                assert_eq!(headers.len(), n, "{}", table.name);
            }
            assert!(table.keys.iter().all(|k| table.columns.iter().any(|c| c.id == *k)), "{}", table.name);
        }
    }
}
