//! Parameters of enterprises and their technology.

use super::{Parameter, Source, at};
use Source::{Assumption, Published};

pub(super) const ROWS: &[Parameter] = &[
    Parameter::number(
        "firms.size_exponent",
        "1",
        at(1.06),
        (0.5, 3.0),
        Published("Axtell 2001 (Science): 1.059 for all US firms, tail"),
        ["Pareto exponent of enterprise sizes", "企业规模帕累托指数"],
    ),
    Parameter::number(
        "firms.growth",
        "1/year",
        at(0.1).off_at(0.0).drawn(0.05, 0.15),
        (0.0, 1.0),
        Assumption(
            "d ln size = growth x (ln productivity - mean), shares renormalised",
            "ln规模的变化＝增长率×（ln生产率－均值），份额重新归一",
        ),
        ["Speed at which productive enterprises gain share", "高效企业份额增长速度"],
    ),
    Parameter::number(
        "firms.exit",
        "1/year",
        at(0.08).off_at(0.0).drawn(0.05, 0.1),
        (0.0, 0.5),
        Assumption(
            "mean over enterprises; falls with the square root of size; entrants replace",
            "企业平均值；随规模的平方根下降；由新企业补位",
        ),
        ["Exit of enterprises", "企业年退出率"],
    ),
    Parameter::number(
        "technology.diffusion",
        "1",
        at(1.0).off_at(0.0).drawn(0.7, 1.3),
        (0.0, 5.0),
        Assumption(
            "scales the Bass coefficients of the industries (Sultan, Farley & Lehmann 1990: p 0.03, q 0.38)",
            "行业巴斯系数的倍数（Sultan、Farley与Lehmann 1990：p 0.03，q 0.38）",
        ),
        ["Strength of the upgrade hazard", "技术扩散强度"],
    ),
    Parameter::number(
        "technology.step",
        "1",
        at(0.25).off_at(1.0).drawn(0.2, 0.35),
        (0.01, 1.0),
        Assumption(
            "an upgrade converts part of the lines: diffusion inside the firm lags diffusion between firms (Battisti & Stoneman 2003)",
            "一次升级改造一部分产线：企业内部扩散慢于企业之间（Battisti与Stoneman 2003）",
        ),
        ["Technology gained by one upgrade project", "一次改造提升的技术水平"],
    ),
    Parameter::number(
        "technology.readiness",
        "1",
        at(0.5).off_at(0.0).drawn(0.0, 1.0),
        (0.0, 2.0),
        Assumption(
            "exponent of (share of modern posts well staffed / its start value)",
            "（新技术岗位配齐的比例÷起始值）的指数",
        ),
        ["Pull of ready skills on upgrading", "技能准备度对改造的影响"],
    ),
    Parameter::number(
        "technology.service",
        "1",
        at(1.0).off_at(0.0).drawn(0.0, 2.0),
        (0.0, 5.0),
        Assumption(
            "hazard multiple of enterprises served by a technology project",
            "接受技术服务项目的企业，其升级风险率的倍数",
        ),
        ["Effect of technology service on upgrading", "技术服务对改造的影响"],
    ),
    Parameter::number(
        "technology.shared",
        "1",
        at(0.5).off_at(0.0).drawn(0.0, 1.0),
        (0.0, 5.0),
        Assumption(
            "hazard multiple of enterprises in clusters with shared factories",
            "集群内有共享工厂的企业，其升级风险率的倍数",
        ),
        ["Effect of shared factories on upgrading", "共享工厂对改造的影响"],
    ),
    Parameter::number(
        "technology.cluster_share",
        "1",
        at(0.25).off_at(0.0),
        (0.0, 1.0),
        Assumption(
            "share of secondary-sector enterprises inside the 107 county clusters; revenue 1.74 trillion yuan in H1 2025 (province)",
            "107个县域集群中第二产业企业所占比例；2025年上半年营业收入1.74万亿元（河北省）",
        ),
        ["Enterprises inside clusters", "集群内企业占比"],
    ),
    Parameter::number(
        "technology.labour_saving",
        "1",
        at(0.25).off_at(0.0).drawn(0.1, 0.5),
        (0.0, 1.0),
        Assumption(
            "posts fall by 1/(1 + saving x gain in technology); adopters regain through growth",
            "岗位降为 1/(1＋节省×技术增量)；采用者靠增长补回",
        ),
        ["Labour saved by technology", "技术的劳动节约"],
    ),
    Parameter::number(
        "technology.value",
        "1",
        at(0.6).off_at(0.0).drawn(0.3, 1.0),
        (0.0, 3.0),
        Assumption(
            "value added per post rises by 1 + value x technology x fit: steel can shrink in tonnes and grow in value",
            "每岗增加值升至 1＋价值×技术×匹配度：钢铁可减产而增值",
        ),
        ["Value gained by matched technology", "技术与技能匹配的增值"],
    ),
    Parameter::number(
        "technology.wage_share",
        "1",
        at(0.09).off_at(0.0).drawn(0.05, 0.15),
        (0.0, 1.0),
        Assumption(
            "part of the productivity gain paid out; adopters pay 5.4 % more (robots and wages in Chinese manufacturing firms, 2024) at a gain of 0.6",
            "生产率增益中用于提高工资的部分；技术增量0.6时，采用者工资高5.4%（中国制造业企业机器人与工资，2024）",
        ),
        ["Part of the productivity gain that goes to pay", "效率增益的工资分享"],
    ),
];
