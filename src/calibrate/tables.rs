//! The columns of the files of a fit.

use std::borrow::Cow;

use super::study::Loaded;
use crate::output::columns::{Column, Kind, Kind::Integer, Kind::Number, Kind::Text, Table, column};

const UNIT: &str = "of the row";

fn table(name: &'static str, titles: [&'static str; 2], keys: &'static [&'static str], columns: Vec<Column>) -> Table {
    Table { name: Cow::Borrowed(name), title_zh: titles[0], title_en: titles[1], keys, columns }
}

fn target() -> Column {
    column("target", Text, "", ["目标", "目标的编号"], ["Target", "Id of the target"])
}

fn parameter() -> Column {
    column("parameter", Text, "", ["参数", "参数路径"], ["Parameter", "Path of the parameter"])
}

fn labels() -> [Column; 2] {
    [
        column("label_zh", Text, "", ["中文名称", "中文名称"], ["Name in Chinese", "Name in Chinese"]),
        column("label_en", Text, "", ["英文名称", "英文名称"], ["Name in English", "Name in English"]),
    ]
}

/// A column for each free parameter.
fn free(loaded: &Loaded) -> impl Iterator<Item = Column> + '_ {
    loaded.study.free.iter().map(|f| {
        let row = f.param.row();
        column(row.path, Number, row.unit, [row.zh, row.zh], [row.en, row.en])
    })
}

pub fn design(loaded: &Loaded) -> Table {
    let mut columns = vec![
        column("run", Integer, "", ["运行", "序号"], ["Run", "Number of the run"]),
        column(
            "purpose",
            Text,
            "",
            ["用途", "wave 拟合的一轮，before 原参数，middle 后验中点，posterior 后验中的点"],
            ["Purpose", "wave of the fit, before: values in force, middle: of the posterior, posterior: a point of it"],
        ),
        column("wave", Integer, "", ["轮", "第几轮；0为检验"], ["Wave", "Number of the wave; 0: a check"]),
    ];
    columns.extend(free(loaded));
    columns.extend(loaded.targets.iter().map(|t| Column {
        id: Cow::Owned(t.id.clone()),
        kind: Kind::Number,
        unit: Cow::Owned(t.unit.clone()),
        decimals: None,
        better: None,
        label_zh: Cow::Owned(t.label_zh.clone()),
        label_en: Cow::Owned(t.label_en.clone()),
        definition_zh: Cow::Owned(t.label_zh.clone()),
        definition_en: Cow::Owned(t.label_en.clone()),
    }));
    table("design", ["全部运行", "All runs"], &["run"], columns)
}

pub fn posterior(loaded: &Loaded) -> Table {
    let mut columns = vec![column(
        "draw",
        Integer,
        "",
        ["序号", "各行权重相同"],
        ["Draw", "Number of the row; rows have equal weight"],
    )];
    columns.extend(free(loaded));
    table("posterior", ["与目标相符的参数组", "Parameters that agree with the targets"], &["draw"], columns)
}

pub fn parameters() -> Table {
    let [zh, en] = labels();
    let columns = vec![
        parameter(),
        zh,
        en,
        column("unit", Text, "", ["单位", "单位"], ["Unit", "Unit"]),
        column("range_lo", Number, UNIT, ["搜索下限", "搜索范围下限"], ["Range, low", "Least value sought"]),
        column("range_hi", Number, UNIT, ["搜索上限", "搜索范围上限"], ["Range, high", "Greatest value sought"]),
        column("before", Number, UNIT, ["原值", "拟合前的值"], ["Before", "Value in force before"]),
        column("best", Number, UNIT, ["最佳值", "后验最高点的值"], ["Best", "Value at the top of the posterior"]),
        column(
            "middle",
            Number,
            UNIT,
            ["中点值", "写入拟合层的值"],
            ["Middle", "Value at the middle, of the fitted layer"],
        ),
        column("q05", Number, UNIT, ["5%分位", "后验5%分位"], ["5 %", "Quantile of the posterior"]),
        column("q50", Number, UNIT, ["中位数", "后验中位数"], ["Median", "Quantile of the posterior"]),
        column("q95", Number, UNIT, ["95%分位", "后验95%分位"], ["95 %", "Quantile of the posterior"]),
        column(
            "width",
            Number,
            "1",
            ["相对宽度", "90%区间宽度与拟合前之比；近1表示目标未提供信息"],
            ["Width", "Of the 90 % interval, relative to before: near 1, the targets say nothing about it"],
        ),
    ];
    table("parameters", ["拟合所得参数", "What was fitted"], &["parameter"], columns)
}

pub fn fit() -> Table {
    let [zh, en] = labels();
    let verdict = |id, zh: [&'static str; 2], en: [&'static str; 2]| column(id, Text, "", zh, en);
    let number = |id, zh: [&'static str; 2], en: [&'static str; 2]| column(id, Number, UNIT, zh, en);
    let columns = vec![
        target(),
        zh,
        en,
        column("unit", Text, "", ["单位", "单位"], ["Unit", "Unit"]),
        number("fact", ["事实值", "所拟合的数值"], ["Fact", "What is fitted to"]),
        number("tolerance", ["容差", "相差多少仍算一致"], ["Tolerance", "How far off still agrees"]),
        column("weight", Number, "1", ["权重", "0为只列出"], ["Weight", "0: shown, not fitted"]),
        column(
            "national",
            Integer,
            "1",
            ["非本省", "1为全国或外国数据"],
            ["National", "1: a national or foreign figure"],
        ),
        number(
            "before_mean",
            ["拟合前均值", "原参数下多次运行的均值"],
            ["Before", "Mean of runs with the values in force"],
        ),
        column(
            "before_distance",
            Number,
            "1",
            ["拟合前距离", "（均值 - 事实值）/ 容差"],
            ["Distance before", "(mean - fact) / tolerance"],
        ),
        verdict(
            "before_verdict",
            ["拟合前是否吻合", "inside 在容差内，outside 在容差外，not_covered 未覆盖"],
            ["Fit before", "inside, outside, not_covered"],
        ),
        number("mean", ["均值", "后验中点多次运行的均值"], ["Mean", "Mean of runs at the middle of the posterior"]),
        number("ci95_lo", ["95%下限", "均值的95%区间下限"], ["95 % low", "Of the mean"]),
        number("ci95_hi", ["95%上限", "均值的95%区间上限"], ["95 % high", "Of the mean"]),
        column("distance", Number, "1", ["距离", "（均值 - 事实值）/ 容差"], ["Distance", "(mean - fact) / tolerance"]),
        verdict(
            "fit_verdict",
            ["是否吻合", "inside 在容差内，outside 在容差外，not_covered 未覆盖"],
            ["Fit", "inside, outside, not_covered"],
        ),
        number(
            "posterior_q05",
            ["后验5%分位", "后验中各点运行结果的分位"],
            ["Posterior 5 %", "Of single runs at points of the posterior"],
        ),
        number(
            "posterior_q50",
            ["后验中位数", "后验中各点运行结果的分位"],
            ["Posterior median", "Of single runs at points of the posterior"],
        ),
        number(
            "posterior_q95",
            ["后验95%分位", "后验中各点运行结果的分位"],
            ["Posterior 95 %", "Of single runs at points of the posterior"],
        ),
        column(
            "posterior_inside",
            Number,
            "1",
            ["后验吻合比例", "后验运行在容差内的比例"],
            ["Posterior inside", "Share of these runs inside the tolerance"],
        ),
    ];
    table("fit", ["与目标的吻合", "Fit to the targets"], &["target"], columns)
}

pub fn emulators() -> Table {
    let columns = vec![
        target(),
        column("runs", Integer, "", ["运行数", "回归所用的点数"], ["Runs", "Points of the regression"]),
        column(
            "error",
            Number,
            "of the target",
            ["留一误差", "留出运行的均方根误差"],
            ["Error", "Root mean square error of runs left out"],
        ),
        column(
            "error_tolerances",
            Number,
            "1",
            ["误差/容差", "留一误差与容差之比"],
            ["Error over tolerance", "The error in tolerances of the target"],
        ),
        column(
            "explained",
            Number,
            "1",
            ["解释的方差", "留出运行方差中被解释的部分"],
            ["Explained", "Part of the variance of runs left out"],
        ),
        column(
            "inside95",
            Number,
            "1",
            ["区间覆盖", "留出运行落入所称95%区间的比例"],
            ["Inside 95 %", "Share of runs left out in the interval claimed for them"],
        ),
    ];
    table("emulators", ["替代模型的质量", "Quality of the emulators"], &["target"], columns)
}

pub fn effects() -> Table {
    let columns = vec![
        target(),
        parameter(),
        column(
            "effect",
            Number,
            "of the target",
            ["效应", "参数由下限到上限、其余居中时目标的变化"],
            ["Effect", "Change of the target from the low to the high end of the range, the others in the middle"],
        ),
        column(
            "effect_tolerances",
            Number,
            "1",
            ["效应/容差", "以容差为单位的效应"],
            ["Effect over tolerance", "The effect in tolerances of the target"],
        ),
    ];
    table("effects", ["哪个参数影响哪个目标", "Which parameter moves which target"], &["target", "parameter"], columns)
}

pub fn conflicts() -> Table {
    let tolerances = |id, zh: [&'static str; 2], en: [&'static str; 2]| column(id, Number, "tolerance", zh, en);
    let share = |id, zh: [&'static str; 2], en: [&'static str; 2]| column(id, Number, "1", zh, en);
    let columns = vec![
        target(),
        column("other", Text, "", ["另一目标", "另一目标的编号"], ["Other", "Id of the other target"]),
        tolerances("distance", ["距离", "最佳点处目标的距离"], ["Distance", "Of the target at the best point"]),
        tolerances(
            "distance_met",
            ["优先时距离", "优先满足该目标时的距离"],
            ["Distance when met", "Of the target where it is met before all others"],
        ),
        tolerances(
            "distance_alone",
            ["单独距离", "只考虑该目标时的最小距离"],
            ["Distance alone", "The least in the box if this target alone counted"],
        ),
        tolerances(
            "other_distance",
            ["另一目标距离", "最佳点处另一目标的距离"],
            ["Other's distance", "Of the other at the best point"],
        ),
        tolerances(
            "other_distance_met",
            ["另一目标届时距离", "优先满足该目标时另一目标的距离"],
            ["Other's distance then", "Of the other where the target is met"],
        ),
        tolerances(
            "cost",
            ["代价", "另一目标因此远离多少；负为接近"],
            ["Cost", "How much farther the other is then; negative: nearer"],
        ),
        share(
            "share",
            ["可满足比例", "范围内满足该目标的比例"],
            ["Share", "Of the box, where the target is inside its tolerance"],
        ),
        share(
            "share_other",
            ["另一目标可满足比例", "范围内满足另一目标的比例"],
            ["Other's share", "Of the box, where the other is inside"],
        ),
        share(
            "share_both",
            ["同时满足比例", "范围内同时满足两者的比例"],
            ["Share of both", "Of the box, where both are inside"],
        ),
        column(
            "excludes",
            Integer,
            "1",
            ["互斥", "1：各自可满足而无法同时满足"],
            ["Excludes", "1: each can be met, both together nowhere"],
        ),
    ];
    table("conflicts", ["目标之间的冲突", "What a target costs the others"], &["target", "other"], columns)
}

pub fn twins() -> Table {
    let number = |id, zh: [&'static str; 2], en: [&'static str; 2]| column(id, Number, UNIT, zh, en);
    let columns = vec![
        column("twin", Integer, "", ["孪生", "序号"], ["Twin", "Number of the twin"]),
        parameter(),
        number("truth", ["真值", "生成数据所用的值"], ["Truth", "Value the data were made with"]),
        number("q05", ["5%分位", "后验5%分位"], ["5 %", "Quantile of the posterior"]),
        number("q50", ["中位数", "后验中位数"], ["Median", "Quantile of the posterior"]),
        number("q95", ["95%分位", "后验95%分位"], ["95 %", "Quantile of the posterior"]),
        column(
            "inside",
            Integer,
            "1",
            ["在区间内", "1：90%区间含真值"],
            ["Inside", "1: the 90 % interval holds the truth"],
        ),
        column("rank", Number, "1", ["秩", "后验中小于真值的比例"], ["Rank", "Share of the posterior below the truth"]),
    ];
    table("twins", ["孪生检验", "Twins"], &["twin", "parameter"], columns)
}

pub fn coverage() -> Table {
    let columns = vec![
        parameter(),
        column("intervals", Integer, "", ["区间数", "区间数"], ["Intervals", "How many intervals"]),
        column("inside", Integer, "", ["含真值", "含真值的区间数"], ["Inside", "How many hold the truth"]),
        column("share", Number, "1", ["覆盖率", "名义值0.9"], ["Share", "0.9 is nominal"]),
        column(
            "standard_error",
            Number,
            "1",
            ["标准误", "覆盖率的标准误；全部参数按孪生计算"],
            ["Standard error", "Of the share: binomial, over all parameters between twins"],
        ),
        column(
            "width",
            Number,
            "1",
            ["平均宽度", "区间平均宽度占搜索范围的比例；0.9为一无所获"],
            ["Mean width", "Of the intervals, relative to the range; 0.9: nothing learned"],
        ),
    ];
    table("coverage", ["孪生检验的覆盖率", "Coverage over twins"], &["parameter"], columns)
}
