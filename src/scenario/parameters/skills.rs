//! Parameters of what people can do and of what they are paid.

use super::{Parameter, Source, at};
use Source::{Assumption, Published};

pub(super) const ROWS: &[Parameter] = &[
    Parameter::number(
        "skills.experience",
        "1/year",
        at(0.068).off_at(0.0).drawn(0.04, 0.09),
        (0.0, 0.5),
        Published(
            "Dinerstein, Megalokonomou & Yannelis 2022 (AER): return to a year of experience; closing rate = it x fit/(1-fit) at entry",
        ),
        ["Growth of productive skill in the first year of work", "工作首年技能增长"],
    ),
    Parameter::number(
        "skills.entry_fit",
        "1",
        at(0.75).drawn(0.65, 0.85),
        (0.1, 0.99),
        Assumption(
            "fit of a typical starter, at which the return to experience was measured",
            "典型新员工的匹配度，经验回报即在此处测得",
        ),
        ["Fit at entry behind the closing rate", "入职时的典型匹配度"],
    ),
    Parameter::number(
        "skills.fading",
        "1/year",
        at(0.043).off_at(0.0).drawn(0.02, 0.06),
        (0.0, 0.5),
        Published("Dinerstein, Megalokonomou & Yannelis 2022 (AER)"),
        ["Decay of skills out of work", "闲置技能年衰减率"],
    ),
    Parameter::number(
        "skills.obsolescence",
        "1",
        at(0.25).off_at(0.0).drawn(0.1, 0.5),
        (0.0, 2.0),
        Assumption(
            "part of an industry's drift of requirements by which existing skills lose value; Deming & Noray 2020 find 0.10 a year in fast fields",
            "行业要求变化中使现有技能贬值的部分；Deming与Noray 2020在快速变化领域测得每年0.10",
        ),
        ["Strength of obsolescence", "技能过时强度"],
    ),
    Parameter::number(
        "skills.scar",
        "1",
        at(0.09).off_at(0.0).drawn(0.05, 0.12),
        (0.0, 0.5),
        Published("Oreopoulos, von Wachter & Heisz 2012: -9 % in a recession, half gone in five years"),
        ["Loss of pay after a bad start", "起步不利的工资损失"],
    ),
    Parameter::number(
        "skills.scar_half_life",
        "year",
        at(5.0).drawn(4.0, 6.0),
        (0.5, 50.0),
        Published("Oreopoulos, von Wachter & Heisz 2012"),
        ["Half-life of that loss", "疤痕效应半衰期"],
    ),
    Parameter::number(
        "pay.experience",
        "1/year",
        at(0.035).off_at(0.0).drawn(0.02, 0.05),
        (0.0, 0.2),
        Assumption(
            "pay by years of work beside the growth of fit; see pay.career for the first years",
            "按工作年限的工资，另有匹配度的增长；头几年见 pay.career",
        ),
        ["Growth of pay with a year of work", "工龄工资增长率"],
    ),
    Parameter::number(
        "pay.experience_bend",
        "1/year2",
        at(0.0008).off_at(0.0),
        (0.0, 0.01),
        Assumption("Mincer's concavity: pay peaks near 22 years of work", "明瑟的凹性：工资约在工作22年时最高"),
        ["Bend of pay with years of work", "工龄工资凹度"],
    ),
    Parameter::number(
        "pay.schooling",
        "1",
        at(0.5).off_at(0.0).drawn(0.25, 0.75),
        (0.0, 1.0),
        Assumption(
            "part of the premium of schooling (0.2 secondary, 0.5 college, 0.75 university: Chen & Pastore 2022) that is paid within an occupation; the rest comes through better occupations",
            "学历溢价（中等0.2、高职0.5、本科0.75：Chen与Pastore 2022）中在同一职业内支付的部分；其余来自较好的职业",
        ),
        ["Part of the schooling premium paid within an occupation", "同一职业内支付的学历溢价比例"],
    ),
    Parameter::number(
        "pay.non_private",
        "1",
        at(1.85).off_at(1.0).drawn(1.4, 1.9),
        (1.0, 5.0),
        Published(
            "mean pay in non-private over private urban units, Hebei 2024: 97,046 over 52,374 yuan; taken for every industry",
        ),
        ["Pay in non-private over private units of an industry", "同一行业非私营与私营单位工资之比"],
    ),
    Parameter::number(
        "pay.residual",
        "1",
        at(0.29).off_at(0.0).drawn(0.2, 0.45),
        (0.0, 1.5),
        Published(
            "81.7 % of new college graduates earn below 6,000 and 6.2 % over 8,000 yuan (MyCOS 2023), lognormal: 0.45; industry, occupation, region, schooling, fit and owner leave 0.35 to starters from colleges: sqrt(0.45^2 - 0.35^2)",
        ),
        ["Standard deviation of the logarithm of pay that nothing explains", "未解释工资差异（对数标准差）"],
    ),
    Parameter::number(
        "pay.career",
        "1",
        at(0.29).off_at(0.0).drawn(0.15, 0.45),
        (0.0, 3.0),
        Published(
            "within the tolerance of both readings of x1.64 after 3 and x2.1 after 5 years (MyCOS 2023, 2024): nominal, and x1.34 and x1.50 against all wages, which grew x1.226 in 2020-2023 (Hebei non-private 77,323 to 94,818)",
        ),
        ["Rise of pay over the first steps of a career, in the end", "职业起步阶段工资总涨幅"],
    ),
    Parameter::number(
        "pay.career_years",
        "year",
        at(3.3),
        (0.1, 50.0),
        Published("from the two points of the same ladder: 1 - e^(-3/y) over 1 - e^(-5/y) is 0.77 (MyCOS 2023, 2024)"),
        ["Time constant of that rise", "该涨幅的时间常数"],
    ),
    Parameter::number(
        "skills.retraining",
        "1",
        at(0.5).off_at(0.0).drawn(0.3, 0.7),
        (0.0, 1.0),
        Assumption(
            "part of the people in converted posts whom an upgrading enterprise retrains and keeps",
            "升级企业在改造岗位上转训并留用的人员比例",
        ),
        ["Share retrained inside upgrading enterprises", "企业内转岗培训比例"],
    ),
];
