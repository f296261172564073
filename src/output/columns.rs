//! One definition of each column: header, data dictionary and data package come from here.
//!
//! Indicators bring their own definition from the dictionary of outcomes. A new column goes last in its
//! file; a column is never renamed.

use std::borrow::Cow;

use crate::outcome::breakdown::{self, ColumnText};
use crate::outcome::dictionary::{Better, INDICATORS, Indicator};
use crate::outcome::record::Dimension;

/// Language of headers and messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    Zh,
    #[default]
    En,
}

impl Language {
    /// The one of two texts that is in this language.
    pub fn of<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Language::Zh => zh,
            Language::En => en,
        }
    }
}

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

use Kind::{Integer, Month, Number, Text};

/// Unit of a value whose unit stands in the column `unit` of the same row.
const OF_ROW: &str = "unit";

/// Columns with the same meaning wherever they occur.
const COLUMNS: &[Column] = &[
    column("scenario_id", Text, "", ["情景编号", "情景的编号"], ["Scenario", "Id of the scenario"]),
    column(
        "scenario_label",
        Text,
        "",
        ["情景名称", "情景的中文名称"],
        ["Scenario name", "Name of the scenario, in Chinese if it has one"],
    ),
    column(
        "indicator",
        Text,
        "",
        ["指标编号", "指标的编号，见本词典中 file 为 indicators 的各行"],
        ["Indicator", "Id of the indicator; rows of this dictionary with file `indicators` define it"],
    ),
    column(
        "unit",
        Text,
        "",
        ["单位", "本行数值的单位；1 表示比例或无量纲"],
        ["Unit", "Unit of the values of the row; 1 = share or pure number"],
    ),
    column(
        "horizon",
        Text,
        "",
        ["时点", "year_N：第N年；end：最后12个月；mean：全程年均"],
        ["Horizon", "year_N: year N; end: the last 12 months; mean: yearly average of the whole run"],
    ),
    column(
        "month",
        Month,
        "",
        ["月份", "月份的第一天；对时点而言为其最后一个月"],
        ["Month", "First day of the month; of a horizon, its last month"],
    ),
    column("year", Integer, "", ["年份", "公历年"], ["Year", "Calendar year"]),
    column(
        "month_index",
        Integer,
        "month",
        ["月序", "自模拟开始起的月数，从0开始"],
        ["Month index", "Months since the start of the run, from 0"],
    ),
    column(
        "n_pairs",
        Integer,
        "1",
        ["配对数", "情景与基准均成功且有观测的重复次数"],
        ["Pairs", "Replicates measured in both the scenario and the baseline; failed ones are left out"],
    ),
    column("n", Integer, "1", ["重复次数", "有观测的重复次数"], ["Replicates", "Replicates with a measured value"]),
    column("mean", Number, OF_ROW, ["均值", "各重复的均值"], ["Mean", "Mean over replicates"]),
    column(
        "sd",
        Number,
        OF_ROW,
        ["标准差", "各重复之间的标准差"],
        ["Standard deviation", "Standard deviation over replicates"],
    ),
    column(
        "ci95_lo",
        Number,
        OF_ROW,
        ["均值95%区间下限", "均值的t区间"],
        ["Mean, 95 % interval, low", "Student t interval of the mean"],
    ),
    column(
        "ci95_hi",
        Number,
        OF_ROW,
        ["均值95%区间上限", "均值的t区间"],
        ["Mean, 95 % interval, high", "Student t interval of the mean"],
    ),
    column(
        "q05",
        Number,
        OF_ROW,
        ["5%分位数", "各重复的5%分位数"],
        ["5 % quantile", "Quantile over replicates (Hyndman & Fan type 7)"],
    ),
    column(
        "q25",
        Number,
        OF_ROW,
        ["25%分位数", "各重复的25%分位数"],
        ["25 % quantile", "Quantile over replicates (Hyndman & Fan type 7)"],
    ),
    column(
        "q50",
        Number,
        OF_ROW,
        ["中位数", "各重复的中位数"],
        ["Median", "Quantile over replicates (Hyndman & Fan type 7)"],
    ),
    column(
        "q75",
        Number,
        OF_ROW,
        ["75%分位数", "各重复的75%分位数"],
        ["75 % quantile", "Quantile over replicates (Hyndman & Fan type 7)"],
    ),
    column(
        "q95",
        Number,
        OF_ROW,
        ["95%分位数", "各重复的95%分位数"],
        ["95 % quantile", "Quantile over replicates (Hyndman & Fan type 7)"],
    ),
    column(
        "baseline_mean",
        Number,
        OF_ROW,
        ["基准均值", "同样配对中基准情景的均值"],
        ["Baseline mean", "Mean of the baseline over the same pairs"],
    ),
    column(
        "delta",
        Number,
        OF_ROW,
        ["差异", "情景减基准，配对差的均值"],
        ["Difference", "Scenario minus baseline: mean of the paired differences"],
    ),
    column(
        "delta_ci95_lo",
        Number,
        OF_ROW,
        ["差异95%区间下限", "配对差均值的t区间，所含不确定性见 uncertainty 列"],
        [
            "Difference, 95 % interval, low",
            "Student t interval of the mean paired difference; column `uncertainty` says what it covers",
        ],
    ),
    column(
        "delta_ci95_hi",
        Number,
        OF_ROW,
        ["差异95%区间上限", "配对差均值的t区间，所含不确定性见 uncertainty 列"],
        [
            "Difference, 95 % interval, high",
            "Student t interval of the mean paired difference; column `uncertainty` says what it covers",
        ],
    ),
    column(
        "delta_relative",
        Number,
        "1",
        ["相对差异", "差异除以基准均值的绝对值；基准为0时空缺"],
        ["Relative difference", "Difference / |baseline mean|; empty if that is 0"],
    ),
    column(
        "share_of_pairs_better",
        Number,
        "1",
        ["改善的配对占比", "结果优于基准的配对所占比例"],
        ["Share of pairs better", "Share of pairs in which the scenario is better than the baseline"],
    ),
    column(
        "better_is",
        Text,
        "",
        ["何为更好", "higher：越高越好；lower：越低越好；neither：不作评价"],
        ["Better is", "higher, lower or neither"],
    ),
    column(
        "verdict",
        Text,
        "",
        [
            "结论",
            "better 改善；worse 变差；higher/lower 升高/降低（不作评价的指标）；unclear 不确定（区间含0）；same 各配对完全相同；baseline 基准",
        ],
        [
            "Verdict",
            "better; worse; higher or lower (indicators nobody judges); unclear (the interval holds 0); same (no pair differs); baseline",
        ],
    ),
    column(
        "delta_seed_ci95_lo",
        Number,
        OF_ROW,
        ["仅随机性的差异区间下限", "参数固定、仅随机性变化时配对差均值的95%区间"],
        ["Difference by chance alone, low", "95 % interval of the paired difference with parameters at their values"],
    ),
    column(
        "delta_seed_ci95_hi",
        Number,
        OF_ROW,
        ["仅随机性的差异区间上限", "参数固定、仅随机性变化时配对差均值的95%区间"],
        ["Difference by chance alone, high", "95 % interval of the paired difference with parameters at their values"],
    ),
    column(
        "variance_ratio",
        Number,
        "1",
        ["方差比", "配对差的方差除以不配对差的方差；小于1说明配对有效"],
        ["Variance ratio", "Variance of paired over unpaired differences; below 1 pairing pays"],
    ),
    column(
        "uncertainty",
        Text,
        "",
        ["不确定性", "full：随机性与有区间的参数；seed：仅随机性"],
        ["Uncertainty", "full: chance and all parameters with a range; seed: chance alone"],
    ),
    column(
        "arm",
        Text,
        "",
        ["运行组", "full：参数按区间抽取；seed：参数取定值"],
        ["Arm", "full: parameters drawn from their ranges; seed: parameters at their values"],
    ),
    column(
        "replicate",
        Integer,
        "1",
        ["重复编号", "从0开始；各情景同号重复使用相同随机数"],
        ["Replicate", "From 0; equal numbers share their random numbers in all scenarios"],
    ),
    column("seed", Text, "", ["随机种子", "十六进制"], ["Seed", "Hexadecimal"]),
    column("status", Text, "", ["状态", "ok 或 failed"], ["Status", "ok or failed"]),
    column("error_code", Text, "", ["错误代码", "失败原因的固定名称"], ["Error code", "Constant name of the cause"]),
    column("message", Text, "", ["说明", "失败原因"], ["Message", "What went wrong"]),
    column("industry", Text, "", ["行业", "行业编号"], ["Industry", "Id of the industry"]),
    column("step", Integer, "step", ["步", "模拟步，1为第一步"], ["Step", "Simulated step, 1 the first"]),
    column("employed", Number, "person", ["就业", "步末就业人数，均值"], ["Employed", "At the end of the step, mean"]),
    column("employed_sd", Number, "person", ["就业标准差", "各次重复间"], ["Employed, sd", "Over replicates"]),
    column(
        "unemployed",
        Number,
        "person",
        ["失业", "以该职业为最近职业的失业者，均值"],
        ["Unemployed", "By last occupation, mean"],
    ),
    column("unemployed_sd", Number, "person", ["失业标准差", "各次重复间"], ["Unemployed, sd", "Over replicates"]),
    column("vacancies", Number, "1", ["空缺", "步末空缺数，均值"], ["Vacancies", "At the end of the step, mean"]),
    column("vacancies_sd", Number, "1", ["空缺标准差", "各次重复间"], ["Vacancies, sd", "Over replicates"]),
    column(
        "long_term",
        Number,
        "person",
        ["长期失业", "失业不少于 labour.long_term 步，均值"],
        ["Long-term unemployed", "At least labour.long_term steps, mean"],
    ),
    column("long_term_sd", Number, "person", ["长期失业标准差", "各次重复间"], ["Long-term, sd", "Over replicates"]),
    column("occupation", Text, "", ["职业", "职业编号"], ["Occupation", "Id of the occupation"]),
    column("specialty", Text, "", ["专业", "专业编号"], ["Specialty", "Id of the specialty"]),
    column("level", Text, "", ["学历层次", "学历层次编号"], ["Level", "Id of the level of education"]),
    column("region", Text, "", ["地区", "地区编号"], ["Region", "Id of the region"]),
    column("label_zh", Text, "", ["中文名称", "中文名称"], ["Chinese name", "Name in Chinese"]),
    column("label_en", Text, "", ["英文名称", "英文名称"], ["English name", "Name in English"]),
    column(
        "specialty_label",
        Text,
        "",
        ["专业名称", "专业的中文名称"],
        ["Specialty name", "Name of the specialty in Chinese"],
    ),
    column("region_label", Text, "", ["地区名称", "地区的中文名称"], ["Region name", "Name of the region in Chinese"]),
    column(
        "need",
        Number,
        "person/year",
        ["需求", "近五年对口职业的年均新增岗位，由各专业分摊"],
        [
            "Need",
            "Openings a year in the occupations of the field over the last five years, shared over specialties; mean over replicates",
        ],
    ),
    column(
        "need_ci95_lo",
        Number,
        "person/year",
        ["需求95%区间下限", "各重复均值的t区间"],
        ["Need, 95 % interval, low", "Student t interval of the mean"],
    ),
    column(
        "need_ci95_hi",
        Number,
        "person/year",
        ["需求95%区间上限", "各重复均值的t区间"],
        ["Need, 95 % interval, high", "Student t interval of the mean"],
    ),
    column(
        "graduates",
        Number,
        "person/year",
        ["就业毕业生", "近五年年均进入就业市场的毕业生"],
        ["Graduates", "Graduates a year who go to work over the last five years; mean over replicates"],
    ),
    column(
        "graduates_ci95_lo",
        Number,
        "person/year",
        ["毕业生95%区间下限", "各重复均值的t区间"],
        ["Graduates, 95 % interval, low", "Student t interval of the mean"],
    ),
    column(
        "graduates_ci95_hi",
        Number,
        "person/year",
        ["毕业生95%区间上限", "各重复均值的t区间"],
        ["Graduates, 95 % interval, high", "Student t interval of the mean"],
    ),
    column("gap", Number, "person/year", ["缺口", "需求减毕业生"], ["Gap", "Need minus graduates"]),
    column(
        "gap_ci95_lo",
        Number,
        "person/year",
        ["缺口95%区间下限", "各重复均值的t区间"],
        ["Gap, 95 % interval, low", "Student t interval of the mean"],
    ),
    column(
        "gap_ci95_hi",
        Number,
        "person/year",
        ["缺口95%区间上限", "各重复均值的t区间"],
        ["Gap, 95 % interval, high", "Student t interval of the mean"],
    ),
    column(
        "gap_relative",
        Number,
        "1",
        ["相对缺口", "缺口除以需求；需求为0时空缺"],
        ["Relative gap", "Gap / need; empty if there is no need"],
    ),
    column(
        "list_verdict",
        Text,
        "",
        [
            "清单",
            "open 拟增设：相对缺口大于20%；close 拟撤并：小于-20%或无需求；upgrade 拟改造：介于其间；none：既无需求也无毕业生",
        ],
        [
            "List",
            "open: relative gap above +20 %; close: below -20 %, or graduates without need; upgrade: between; none: neither need nor graduates",
        ],
    ),
    column(
        "line",
        Text,
        "",
        ["支出科目", "预算科目编号；total 为合计"],
        ["Budget line", "Id of the budget line; `total` is their sum"],
    ),
    column(
        "allocated_yuan",
        Number,
        "yuan",
        ["安排金额", "当年安排，各重复均值"],
        ["Allocated", "Allocated in the year; mean over replicates"],
    ),
    column(
        "spent_yuan",
        Number,
        "yuan",
        ["支出金额", "当年支出，各重复均值"],
        ["Spent", "Spent in the year; mean over replicates"],
    ),
    column(
        "carried_yuan",
        Number,
        "yuan",
        ["结转金额", "结转下年，各重复均值"],
        ["Carried over", "Carried into the next year; mean over replicates"],
    ),
    column(
        "bought",
        Number,
        "bought_unit",
        ["购得数量", "支出购得的数量，各重复均值"],
        ["Bought", "What the money bought; mean over replicates"],
    ),
    column("bought_unit", Text, "", ["购得单位", "购得数量的单位"], ["Unit bought", "Unit of what was bought"]),
    column(
        "cost_per_graduate_yuan",
        Number,
        "yuan/person",
        ["每名毕业生成本", "当年支出除以当年毕业生"],
        ["Cost per graduate", "Spent / graduates of the year"],
    ),
    column(
        "cost_per_matched_graduate_yuan",
        Number,
        "yuan/person",
        ["每名对口就业毕业生成本", "当年支出除以当年对口就业的毕业生"],
        ["Cost per matched graduate", "Spent / graduates of the year in a job of their field"],
    ),
    column(
        "births",
        Number,
        "person",
        ["出生人口", "当年出生人口，各重复均值"],
        ["Births", "Births of the year; mean over replicates"],
    ),
    column(
        "aged_15",
        Number,
        "person",
        ["15岁人口", "当年年满15岁的人口，各重复均值"],
        ["Aged 15", "Persons who turn 15 in the year; mean over replicates"],
    ),
    column(
        "intake_vocational",
        Number,
        "person",
        ["职业教育招生", "当年职业教育招生，各重复均值"],
        ["Vocational intake", "Entrants to vocational education in the year; mean over replicates"],
    ),
    column(
        "enrolment_vocational",
        Number,
        "person",
        ["职业教育在校生", "职业教育在校生，各重复均值"],
        ["Vocational enrolment", "Students of vocational education; mean over replicates"],
    ),
    column(
        "entrants",
        Number,
        "person",
        ["新成长劳动力", "当年进入劳动力市场的人数，各重复均值"],
        ["Entrants", "Persons who enter the labour market in the year; mean over replicates"],
    ),
    column(
        "population_16_59",
        Number,
        "person",
        ["16至59岁人口", "16至59岁常住人口，各重复均值"],
        ["Population 16-59", "Residents aged 16 to 59; mean over replicates"],
    ),
    column(
        "labour_force",
        Number,
        "person",
        ["劳动力", "劳动力人数，各重复均值"],
        ["Labour force", "Labour force; mean over replicates"],
    ),
    column(
        "person",
        Integer,
        "1",
        ["个体编号", "模拟个体的编号；各情景相同"],
        ["Person", "Number of the simulated person, the same in all scenarios"],
    ),
    column("event", Integer, "1", ["事件序号", "从0开始"], ["Event", "Order of the events of a person, from 0"]),
    column("age_months", Integer, "month", ["月龄", "当月的月龄"], ["Age", "Age in the month, in whole months"]),
    column(
        "life_status",
        Text,
        "",
        [
            "身份",
            "junior 初中；general 普高；secondary 中职；technician 技校；college 高职；bachelor 职业本科；university 其他高校；waiting 待入学；employed 受雇；own_account 自营；seeking 求职；inactive 非劳动力；left 离省；retired 退休；dead 死亡；absent 尚未迁入",
        ],
        [
            "Status",
            "junior, general, secondary, technician, college, bachelor, university: in school; waiting for admission; employed, own_account, seeking, inactive; left the province; retired; dead; absent: has not come yet",
        ],
    ),
    column(
        "pay",
        Number,
        "yuan/month",
        ["月薪", "企业受雇者的实际月薪"],
        ["Pay", "Real monthly pay of those employed in enterprises"],
    ),
    column("parameter", Text, "", ["参数", "参数的路径"], ["Parameter", "Path of the parameter"]),
    column(
        "value",
        Number,
        OF_ROW,
        ["数值", "生效的数值；非数值时空缺"],
        ["Value", "Value in force; empty if it is no number"],
    ),
    column(
        "value_text",
        Text,
        "",
        ["文字值", "随时间变化的政策路径、选项或带区间的值"],
        ["Value as text", "A path over time, a word, or a value with its range"],
    ),
    column(
        "baseline_value",
        Number,
        OF_ROW,
        ["基准数值", "基准情景的数值；非数值时空缺"],
        ["Baseline value", "Value of the baseline; empty if it is no number"],
    ),
    column(
        "baseline_value_text",
        Text,
        "",
        ["基准文字值", "基准情景的文字值"],
        ["Baseline value as text", "A path over time, a word, or a value with its range"],
    ),
    column("origin", Text, "", ["出处", "文件与行号，或命令行"], ["Origin", "File and line, or the command line"]),
    column(
        "subject",
        Text,
        "",
        ["对象", "参数的路径，或数据表的文件名"],
        ["Subject", "Path of a parameter, or file name of a table"],
    ),
    column(
        "range_lo",
        Number,
        OF_ROW,
        ["区间下限", "重复模拟抽取参数的下限"],
        ["Range, low", "Least value that replicates draw"],
    ),
    column(
        "range_hi",
        Number,
        OF_ROW,
        ["区间上限", "重复模拟抽取参数的上限"],
        ["Range, high", "Greatest value that replicates draw"],
    ),
    column(
        "rows",
        Integer,
        "1",
        ["行数", "数据表中属于假设的行数"],
        ["Rows", "Rows of the table that are assumptions"],
    ),
    column("reasoning", Text, "", ["理由", "作此假设的理由"], ["Reasoning", "Why this was assumed"]),
    column(
        "basis",
        Text,
        "",
        ["依据", "fitted 按目标拟合；assumption 假设"],
        ["Basis", "fitted: set by a fit to the targets; assumption: set by judgement"],
    ),
    column("target", Text, "", ["目标", "目标的编号"], ["Target", "Id of the target"]),
    column(
        "breakdown",
        Text,
        "",
        ["分组", "分组与行；空为全省"],
        ["Breakdown", "Dimension and rows; empty: the province"],
    ),
    column(
        "statistic",
        Text,
        "",
        [
            "统计量",
            "mean 均值，first 首月，last 末月，min 最小，max 最大，per_year 年均合计，change 首末之差，growth 年增长率，share 占比",
        ],
        ["Statistic", "What is made of the months of the period; growth is a year, share is of the breakdown"],
    ),
    column("from_month", Month, "", ["起月", "对应的首个模拟月"], ["From", "First month of the run compared"]),
    column("to_month", Month, "", ["止月", "对应的末个模拟月"], ["To", "Last month of the run compared"]),
    column("fact", Number, OF_ROW, ["事实值", "公布的数值"], ["Fact", "What is published"]),
    column(
        "tolerance",
        Number,
        OF_ROW,
        ["容差", "相差多少仍算一致，由来源的精度按规则定"],
        ["Tolerance", "How far off still agrees; follows from the source by rule"],
    ),
    column("rule", Text, "", ["容差规则", "见 docs/fit.md"], ["Rule", "Why the tolerance is what it is: docs/fit.md"]),
    column(
        "weight",
        Number,
        "1",
        ["权重", "拟合中的权重；0为模型的输入，只列出"],
        ["Weight", "In a fit; 0: an input of the model, shown only"],
    ),
    column("national", Integer, "1", ["非本省", "1为全国或外国数据"], ["National", "1: a national or foreign figure"]),
    column("fact_year", Text, "", ["事实年份", "事实的年份"], ["Year of the fact", "Year of the fact"]),
    column(
        "seed_ci95_lo",
        Number,
        OF_ROW,
        ["95%下限（仅随机性）", "参数固定时均值的95%区间下限"],
        ["95 % low, chance alone", "Lower bound of the mean, parameters fixed"],
    ),
    column(
        "seed_ci95_hi",
        Number,
        OF_ROW,
        ["95%上限（仅随机性）", "参数固定时均值的95%区间上限"],
        ["95 % high, chance alone", "Upper bound of the mean, parameters fixed"],
    ),
    column("distance", Number, "1", ["距离", "（均值 - 事实值）/ 容差"], ["Distance", "(mean - fact) / tolerance"]),
    column(
        "fit_verdict",
        Text,
        "",
        ["是否吻合", "inside 在容差内，outside 在容差外，not_covered 未覆盖该时期"],
        ["Fit", "inside or outside the tolerance; not_covered: the run does not hold the period"],
    ),
    column("scope", Text, "", ["口径", "事实统计的对象"], ["Scope", "Whom the fact counts"]),
    column("source", Text, "", ["来源", "事实的来源"], ["Source", "Where the fact comes from"]),
    column("note", Text, "", ["备注", "使用时须注意"], ["Note", "What to mind"]),
    column(
        "file",
        Text,
        "",
        ["文件", "文件名；indicators 表示各长表中的指标"],
        ["File", "File name; `indicators` are those named in the column `indicator`"],
    ),
    column("column", Text, "", ["列名", "列的标识"], ["Column", "Id of the column"]),
    column("position", Integer, "1", ["列序", "从1开始"], ["Position", "From 1"]),
    column("type", Text, "", ["类型", "Frictionless 类型"], ["Type", "Frictionless type"]),
    column("decimals", Integer, "1", ["小数位", "值得显示的小数位"], ["Decimals", "Decimals worth showing"]),
    column("definition_zh", Text, "", ["中文定义", "中文定义"], ["Definition in Chinese", "Meaning in Chinese"]),
    column("definition_en", Text, "", ["英文定义", "英文定义"], ["Definition in English", "Meaning in English"]),
    column("missing", Text, "", ["缺失值", "缺失值的写法"], ["Missing", "How a missing value is written"]),
];

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
    let ids = "scenario_id scenario_label indicator unit horizon month n_pairs mean ci95_lo ci95_hi baseline_mean \
               delta delta_ci95_lo delta_ci95_hi delta_relative share_of_pairs_better better_is verdict \
               delta_seed_ci95_lo delta_seed_ci95_hi variance_ratio uncertainty";
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
    let ids: Vec<_> =
        ["scenario_id", "indicator", "unit", "month", "year", "month_index"].into_iter().chain(SAMPLE).collect();
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
    let ids: Vec<_> = ["scenario_id", keys[1], "label_zh", "label_en", "indicator", "unit", "year"]
        .into_iter()
        .chain(SAMPLE)
        .collect();
    table(name, titles, keys, &ids, [])
}

pub fn lists() -> Table {
    let ids = "scenario_id specialty specialty_label region region_label need need_ci95_lo need_ci95_hi graduates \
               graduates_ci95_lo graduates_ci95_hi gap gap_ci95_lo gap_ci95_hi gap_relative list_verdict n";
    let ids: Vec<_> = ids.split_whitespace().collect();
    let mut table = table("lists", ["三张清单", "The three lists"], &["scenario_id", "specialty", "region"], &ids, []);
    rename(&mut table, "list_verdict", "verdict");
    table
}

pub fn fiscal() -> Table {
    let ids = "scenario_id year line allocated_yuan spent_yuan carried_yuan bought bought_unit cost_per_graduate_yuan \
               cost_per_matched_graduate_yuan n";
    let ids: Vec<_> = ids.split_whitespace().collect();
    table("fiscal", ["财政收支", "Budget"], &["scenario_id", "year", "line"], &ids, [])
}

pub fn outlook() -> Table {
    let ids = "scenario_id year births aged_15 intake_vocational enrolment_vocational entrants population_16_59 labour_force n";
    let ids: Vec<_> = ids.split_whitespace().collect();
    table("outlook", ["人口展望", "Demographic outlook"], &["scenario_id", "year"], &ids, [])
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
    let means = scenarios.iter().map(|(id, [zh, en])| Column {
        id: id.clone().into(),
        label_zh: zh.clone().into(),
        label_en: en.clone().into(),
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
    let ids =
        "scenario_id subject label_zh label_en unit value value_text range_lo range_hi rows reasoning basis origin";
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
