//! Policy levers: what a provincial government decides, month by month.
//!
//! A default is the base year (2025) of Hebei where a source says it, and the neutral value where the policy does not
//! exist yet. At the neutral value the mechanism is exactly off.

use super::{Kind, Parameter, Source, at};
use Source::{Assumption, Published};

/// Levers that count months or years.
pub(super) const COUNTS: [&str; 4] =
    ["policy.program.signal_lag", "policy.program.approval_lag", "policy.card.yellow_years", "policy.card.red_years"];

pub(super) const ROWS: &[Parameter] = &[
    Parameter::lever(
        "policy.funding.total",
        "yuan/year",
        at(30e9),
        (0.0, 300e9),
        Published("Hebei spent more than 30 billion yuan on vocational education in 2024 (Xinhuanet, 2026-01-06)"),
        [
            "Public money for vocational education at the number of students of the base year, constant prices",
            "职业教育财政投入（按基年在校生数计，不变价）",
        ],
    ),
    Parameter::lever(
        "policy.funding.per_student",
        "1",
        at(1.0).off_at(1.0),
        (0.0, 5.0),
        Assumption(
            "the baseline keeps real yuan per student of the base year (about 17,300: 30 billion over 1.73 million)",
            "基准保持基年生均实际经费（约17,300元：300亿元除以173万人）",
        ),
        ["Real money per student relative to the base year", "生均经费相对基年的倍数（不变价）"],
    ),
    Parameter::lever(
        "policy.funding.growth",
        "1/year",
        at(0.0).off_at(0.0),
        (-0.2, 0.2),
        Assumption(
            "constant real money, so that nothing changes by itself; the national budget grew 1.67 % in 2024",
            "实际经费不变，使其本身不产生变化；2024年全国经费增长1.67%",
        ),
        ["Real yearly growth of the money, compounded from the first month", "经费实际年增长率（自起始月复利）"],
    ),
    Parameter::lever(
        "policy.funding.follows_students",
        "1",
        at(1.0),
        (0.0, 1.0),
        Assumption(
            "grants per head are the legal form (floor of 12,000 yuan a college student and year)",
            "按人头拨款是法定形式（高职生均每年不低于12,000元）",
        ),
        [
            "Share of the money that rises and falls with the number of students; 0: falling cohorts enrich schools",
            "随在校生数增减的经费占比；0 表示总额固定，生源减少时生均上升",
        ],
    ),
    Parameter::lever(
        "policy.split.operations",
        "1",
        at(0.532),
        (0.0, 1.0),
        Assumption("what the other lines leave; shares are divided by their sum", "其他各项之余；各项占比再除以总和"),
        [
            "Share of the money for running schools, before all shares are divided by their sum; it pays teachers whom no allotment pays first; with the pay of teachers it is the current spending per student, which moves the quality of teaching",
            "日常运行经费占比（各项占比归一之前）；先支付超出拨款的教师工资；与教师工资合为生均经常性支出，影响教学质量",
        ],
    ),
    Parameter::lever(
        "policy.split.equipment",
        "1",
        at(0.08),
        (0.0, 1.0),
        Assumption(
            "9,472 yuan of equipment a student wearing out at 10 % a year is 5.5 % of 17,300 yuan; some growth",
            "生均设备9,472元，年耗10%，即17,300元的5.5%；略有增长",
        ),
        [
            "Share of the money for training equipment, before all shares are divided by their sum",
            "实训设备经费占比（各项占比归一之前）",
        ],
    ),
    Parameter::lever(
        "policy.split.teachers",
        "1",
        at(0.32),
        (0.0, 1.0),
        Assumption(
            "a teacher for 18 students at the education wage of 99,772 yuan is 5,543 of 17,300 yuan a student",
            "18名学生一名教师，教育行业工资99,772元，即生均17,300元中的5,543元",
        ),
        [
            "Share of the money for teachers, before all shares are divided by their sum",
            "师资经费占比（各项占比归一之前）",
        ],
    ),
    Parameter::lever(
        "policy.split.new_programs",
        "1",
        at(0.03),
        (0.0, 1.0),
        Assumption(
            "233 programs a year at about 4 million yuan; a full training line costs 10 million",
            "每年233个专业，每个约400万元；一条完整实训线需1,000万元",
        ),
        [
            "Share of the money for opening programs, before all shares are divided by their sum",
            "新设专业经费占比（各项占比归一之前）",
        ],
    ),
    Parameter::lever(
        "policy.split.curriculum",
        "1",
        at(0.01),
        (0.0, 1.0),
        Assumption(
            "a quarter of 6,558 programs revised a year at about 180,000 yuan is 1 % of 30 billion",
            "6,558个专业点每年修订四分之一，每次约18万元，为300亿元的1%",
        ),
        [
            "Share of the money for revising curricula, before all shares are divided by their sum",
            "课程修订经费占比（各项占比归一之前）",
        ],
    ),
    Parameter::lever(
        "policy.split.practice",
        "1",
        at(0.02),
        (0.0, 1.0),
        Assumption("about 350 yuan a student and year for practice places", "生均每年约350元实训岗位费"),
        [
            "Share of the money for practice places, before all shares are divided by their sum",
            "实习实践经费占比（各项占比归一之前）",
        ],
    ),
    Parameter::lever(
        "policy.split.enterprise_subsidy",
        "1",
        at(0.0).off_at(0.0),
        (0.0, 1.0),
        Assumption("no general subsidy per trainee is known for the base year", "基年未见普遍的实习生补贴"),
        [
            "Share of the money set aside for subsidies to enterprises that train, before all shares are divided by their sum",
            "企业培训补贴经费占比（各项占比归一之前）",
        ],
    ),
    Parameter::lever(
        "policy.split.competitions",
        "1",
        at(0.002).off_at(0.0),
        (0.0, 1.0),
        Assumption("242 events at about 250,000 yuan", "242项赛事，每项约25万元"),
        [
            "Share of the money for skills competitions, before all shares are divided by their sum",
            "技能竞赛经费占比（各项占比归一之前）",
        ],
    ),
    Parameter::lever(
        "policy.split.platforms",
        "1",
        at(0.004).off_at(0.0),
        (0.0, 1.0),
        Assumption("some tens of platforms at 2 to 3 million yuan a year", "数十个平台，每年各200万至300万元"),
        [
            "Share of the money for technology service platforms, before all shares are divided by their sum",
            "技术服务平台经费占比（各项占比归一之前）",
        ],
    ),
    Parameter::lever(
        "policy.split.consortia",
        "1",
        at(0.002).off_at(0.0),
        (0.0, 1.0),
        Assumption("some tens of consortia at 1 to 2 million yuan a year", "数十个联合体，每年各100万至200万元"),
        [
            "Share of the money for industry-education consortia, before all shares are divided by their sum",
            "产教联合体经费占比（各项占比归一之前）",
        ],
    ),
    Parameter::row(
        "policy.allocation.rule",
        Kind::Choice(&["performance", "need", "equal"]),
        "word",
        at(0.0),
        (0.0, 2.0),
        Assumption("double-high grants follow past performance", "双高经费按既往业绩分配"),
        [
            "Who gets the competitive part of the money: the best, the worst equipped, or all alike",
            "竞争性经费的分配规则：按绩效、按需要、平均",
        ],
    ),
    Parameter::lever(
        "policy.allocation.competitive_share",
        "1",
        at(0.1).off_at(0.0),
        (0.0, 1.0),
        Assumption(
            "13 double-high colleges at 10 to 50 million yuan and 30 provincial groups are a few per cent; 0 to 0.3",
            "13所双高院校各1,000万至5,000万元，加30个省级专业群，为几个百分点；0至0.3",
        ),
        [
            "Share of the money given as projects by the allocation rule, the rest per head",
            "项目制（竞争性）经费占比，其余按生均",
        ],
    ),
    Parameter::lever(
        "policy.program.new_rate",
        "1/year",
        at(0.0356).off_at(0.0),
        (0.0, 0.5),
        Published("1,166 new program points in 2021-2025, 233 a year, over a stock of 6,558 (Xinhuanet, 2026-01-06)"),
        ["Programs opened a year as a share of the stock", "年新设专业点占存量之比"],
    ),
    Parameter::lever(
        "policy.program.responsiveness",
        "1",
        at(0.5).off_at(0.0),
        (0.0, 1.0),
        Assumption("half by need and half by habit; 0 to 1, to be varied", "一半按需求、一半按惯例；0至1，供比较"),
        [
            "Weight of the signal of need, against habit, when programs to open are ranked",
            "遴选新设专业时需求信号（相对于惯性）的权重",
        ],
    ),
    Parameter::lever(
        "policy.program.signal_lag",
        "month",
        at(12.0).off_at(0.0),
        (0.0, 60.0),
        Assumption("design takes 6 to 12 months on figures of the year before", "设计需6至12个月，所用为上年数据"),
        ["Age of the labour market figures that schools decide on", "学校决策所用劳动力市场信息的滞后"],
    ),
    Parameter::lever(
        "policy.program.signal_noise",
        "1",
        at(0.3).off_at(0.0),
        (0.0, 3.0),
        Assumption(
            "standard deviation of the log of perceived over true need; 0.1 to 0.6",
            "所见需求与真实需求之比的对数标准差；0.1至0.6",
        ),
        ["Error of the need that schools perceive (log standard deviation)", "学校感知需求的误差（对数标准差）"],
    ),
    Parameter::lever(
        "policy.program.matching_report",
        "1",
        at(0.0).off_at(0.0),
        (0.0, 1.0),
        Assumption(
            "the yearly matching report begins in 2026; 1 would remove all error",
            "年度供需匹配报告自2026年开始；取1则消除全部误差",
        ),
        [
            "Share of the error in perceived need that the yearly matching report removes: noise, fields crowded or short \
             from the start, not knowing what others file",
            "年度供需匹配报告消除的信号误差占比：噪声、基年即存在的余缺、不知他校同期申报",
        ],
    ),
    Parameter::lever(
        "policy.program.approval_lag",
        "month",
        at(5.0).off_at(0.0),
        (0.0, 36.0),
        Published(
            "filing by 1 November, decisions in February to May (notices of the Ministry of Education, 2019-2024)",
        ),
        ["Months from filing to decision", "备案（审批）自申报至批复的月数"],
    ),
    Parameter::lever(
        "policy.program.fast_lane",
        "1",
        at(0.0).off_at(0.0),
        (0.0, 1.0),
        Assumption("announced in 2026; the base year knows one filing window", "2026年宣布；基年只有一次申报窗口"),
        [
            "Share of new programs that may use a second filing window in May",
            "可走快速通道（五月第二申报窗口）的新专业占比",
        ],
    ),
    Parameter::lever(
        "policy.program.upgrade_rate",
        "1/year",
        at(0.25).off_at(0.0),
        (0.0, 2.0),
        Assumption("a revision of content every four years; 0.1 to 0.5", "每四年修订一次内容；0.1至0.5"),
        [
            "Share of the gap between curriculum and known requirements closed a year",
            "课程内容每年向已知岗位要求靠拢的比例",
        ],
    ),
    Parameter::lever(
        "policy.card.placement_threshold",
        "1",
        at(0.6).off_at(0.0),
        (0.0, 1.0),
        Assumption(
            "provincial rules speak of 50 to 70 % placed; 0 switches the cards off",
            "省级规定为就业率50%至70%；0为不用黄牌红牌",
        ),
        ["Score under which a program is warned (yellow card)", "专业黄牌预警的得分线"],
    ),
    Parameter::lever(
        "policy.card.yellow_years",
        "year",
        at(2.0),
        (1.0, 10.0),
        Assumption("rules speak of two or three bad years in a row", "规定为连续两三年不合格"),
        ["Bad years in a row after which seats are cut", "连续不达标几年后削减招生（黄牌）"],
    ),
    Parameter::lever(
        "policy.card.red_years",
        "year",
        at(3.0),
        (1.0, 10.0),
        Assumption(
            "rules speak of three bad years, or three years without recruiting",
            "规定为连续三年不合格，或三年未招生",
        ),
        ["Bad years in a row after which recruiting stops", "连续不达标几年后停止招生（红牌）"],
    ),
    Parameter::lever(
        "policy.card.yellow_cut",
        "1",
        at(0.3).off_at(0.0),
        (0.0, 1.0),
        Assumption("a cut that is felt and can be undone; 0.1 to 0.5", "减招足以察觉而可恢复；0.1至0.5"),
        ["Share of the seats that a yellow card takes", "黄牌削减的招生计划比例"],
    ),
    Parameter::lever(
        "policy.enterprise.order_class_cap",
        "1",
        at(0.1).off_at(0.0),
        (0.0, 1.0),
        Assumption("no count of order classes in Hebei was found; 0 to 0.3", "未找到河北订单班数量；0至0.3"),
        [
            "Greatest share of the students of a last year who may be promised a post; who goes on to study, or leaves, is released",
            "毕业年级学生中订单班的占比上限；升学或离省者届时解约",
        ],
    ),
    Parameter::lever(
        "policy.enterprise.subsidy_per_trainee",
        "yuan/person/year",
        at(0.0).off_at(0.0),
        (0.0, 100000.0),
        Assumption("no general subsidy per trainee is known for the base year", "基年未见普遍的实习生补贴"),
        ["Subsidy to an enterprise for a trainee", "企业每接收一名实训学生的补贴"],
    ),
    Parameter::lever(
        "policy.enterprise.tax_credit_rate",
        "1",
        at(0.3).off_at(0.0),
        (0.0, 1.0),
        Published(
            "30 % of investment in vocational education offsets the education surcharges of certified enterprises (Caishui [2019] 46)",
        ),
        ["Share of training cost credited against the education surcharges", "企业职教投资抵免教育费附加的比例"],
    ),
    Parameter::lever(
        "policy.enterprise.paperwork",
        "yuan/enterprise/year",
        at(100000.0).off_at(0.0),
        (0.0, 10000000.0),
        Assumption(
            "set so that few certified enterprises use the credit: 2 of 85 in Shanxi in 2021; 20,000 to 500,000",
            "使获认证企业很少使用抵免：山西2021年85家中2家；2万至50万元",
        ),
        ["Cost of certification, application and audit before a credit can be used", "认证、申报、审计的年成本"],
    ),
    Parameter::lever(
        "policy.enterprise.tax_credit_carry",
        "1",
        at(1.0).off_at(0.0),
        (0.0, 1.0),
        Published("credits not used in a year may be used in later years (Caishui [2019] 46)"),
        ["Share of an unused credit that is carried into the next year", "当年未抵免额可结转下年的比例"],
    ),
    Parameter::lever(
        "policy.competition.events",
        "1/year",
        at(242.0).off_at(0.0),
        (0.0, 5000.0),
        Published("242 events of the Hebei vocational skills competition in 2024 (Hebei Department of Education)"),
        ["Skills competition events a year", "年技能竞赛赛项数"],
    ),
    Parameter::lever(
        "policy.competition.feedback",
        "1",
        at(0.2).off_at(0.0),
        (0.0, 1.0),
        Assumption("no effect size was found; 0 to 0.5", "未找到效应大小；0至0.5"),
        [
            "Share of the gap to competition standards that a paid revision closes, with as many competitors as in the base year; in proportion with more or fewer",
            "每次（有经费的）课程修订向赛项标准靠拢的比例，以参赛学生占比等于基年为准，占比增减时按比例增减",
        ],
    ),
    Parameter::lever(
        "policy.practice.share",
        "1",
        at(0.5),
        (0.0, 1.0),
        Published(
            "practice is at least half of the hours; 2 years of school and 1 of internship in the 3-year form (China, 2015-2019)",
        ),
        ["Share of practice in the hours of a program", "实践教学学时占比"],
    ),
    Parameter::lever(
        "policy.teacher.double_qualified_target",
        "1",
        at(0.5671),
        (0.0, 1.0),
        Published(
            "share of double-qualified teachers in secondary vocational schools, China 2023 (China Education News, 2024-03-04)",
        ),
        ["Target share of double-qualified teachers", "双师型教师占比目标"],
    ),
    Parameter::lever(
        "policy.service.platforms",
        "1",
        at(30.0).off_at(0.0),
        (0.0, 1000.0),
        Assumption(
            "of the order of one for each provincial high-level program group (30)",
            "约为每个省级高水平专业群一个（30）",
        ),
        ["Technology service platforms at work", "运行中的技术服务平台数"],
    ),
    Parameter::lever(
        "policy.service.consortia",
        "1",
        at(11.0).off_at(0.0),
        (0.0, 1000.0),
        Assumption("about one for each city; 150 nationally by 2025", "约每市一个；到2025年全国150个"),
        ["Industry-education consortia with a budget", "有经费的产教联合体数"],
    ),
    Parameter::lever(
        "policy.service.renewables_focus",
        "1",
        at(0.0).off_at(0.0),
        (0.0, 1.0),
        Assumption(
            "no platform of Hebei is known to serve renewables alone; 0: projects meet any enterprise of the region",
            "未见河北有专为可再生能源服务的平台；0：项目对接本地区任何企业",
        ),
        ["Share of technology projects reserved for renewable energy enterprises", "定向新能源企业的技术服务项目占比"],
    ),
    Parameter::lever(
        "policy.cluster.served",
        "1",
        at(0.2).off_at(0.0),
        (0.0, 1.0),
        Assumption("a fifth of the 107 key clusters; 0.1 to 0.5", "107个重点集群的五分之一；0.1至0.5"),
        ["Share of industrial clusters with a school that serves them", "有院校对接服务的产业集群占比"],
    ),
    Parameter::lever(
        "policy.cooperation.pairing",
        "1",
        at(0.19).off_at(0.0),
        (0.0, 1.0),
        Published(
            "13 Hebei colleges with 14 in Beijing and Tianjin, of 68 colleges (Hebei Department of Education, 2025)",
        ),
        ["Share of colleges paired with one in Beijing or Tianjin", "与京津院校结对的高职院校占比"],
    ),
    Parameter::lever(
        "policy.pathway.vocational_share",
        "1",
        at(0.366),
        (0.0, 1.0),
        Published(
            "vocational share of senior secondary students, Hebei 2023, technician schools included (Hebei education figures)",
        ),
        [
            "Share of a cohort's senior secondary entrants that take the vocational track",
            "高中阶段职普分流中职业教育占比",
        ],
    ),
    Parameter::lever(
        "policy.pathway.bachelor_seats",
        "person/year",
        at(12000.0).off_at(0.0),
        (0.0, 200000.0),
        Assumption(
            "what the four universities of the tables offer: the largest had 3,500 seats in 2025; 5,000 to 12,000. Other numbers multiply the seats that teachers and equipment can carry",
            "表中四所大学所提供的名额：最大一所2025年3,500个；5,000至12,000。取其他数即按倍数改变教师与设备所能承载的名额",
        ),
        ["Vocational bachelor seats a year", "职业本科年招生计划"],
    ),
    Parameter::lever(
        "policy.pathway.further_study",
        "1",
        at(0.7),
        (0.0, 1.0),
        Assumption(
            "recalled for Hebei 2024: about 70 % of secondary vocational graduates; national 65 % in 2020",
            "忆自河北2024年：中职毕业生约70%升学；全国2020年65%",
        ),
        ["Share of secondary vocational graduates for whom a college place exists", "中职毕业生升学名额占毕业生之比"],
    ),
    Parameter::lever(
        "policy.pathway.out_of_province",
        "1",
        at(0.03).off_at(0.0),
        (0.0, 1.0),
        Assumption(
            "nine Beijing and Tianjin colleges recruit in Hebei; 0.01 to 0.1",
            "京津九所高职在河北招生；0.01至0.1",
        ),
        ["Share of college entrants who leave for another province", "升入外省高职的考生占比"],
    ),
    Parameter::lever(
        "policy.industry.output_leading",
        "1",
        at(1.0).off_at(1.0),
        (0.1, 10.0),
        Assumption("the output paths of the tables as they are", "采用表中的产出路径"),
        ["Output of leading industries relative to their path in the tables", "主导产业产出相对数据表路径的倍数"],
    ),
    Parameter::lever(
        "policy.industry.output_other",
        "1",
        at(1.0).off_at(1.0),
        (0.1, 10.0),
        Assumption("the output paths of the tables as they are", "采用表中的产出路径"),
        ["Output of the other industries relative to their path in the tables", "其他产业产出相对数据表路径的倍数"],
    ),
    Parameter::lever(
        "policy.industry.output_steel",
        "1",
        at(1.0).off_at(1.0),
        (0.1, 10.0),
        Assumption(
            "the output paths of the tables as they are; acts on top of the group's multiple",
            "采用表中的产出路径；在行业组倍数之上起作用",
        ),
        ["Output of iron and steel relative to its path in the tables", "钢铁产出相对数据表路径的倍数"],
    ),
    Parameter::lever(
        "policy.industry.output_chemicals",
        "1",
        at(1.0).off_at(1.0),
        (0.1, 10.0),
        Assumption(
            "the output paths of the tables as they are; acts on top of the group's multiple",
            "采用表中的产出路径；在行业组倍数之上起作用",
        ),
        ["Output of chemicals relative to its path in the tables", "石化与化工产出相对数据表路径的倍数"],
    ),
    Parameter::lever(
        "policy.industry.output_it",
        "1",
        at(1.0).off_at(1.0),
        (0.1, 10.0),
        Assumption(
            "the output paths of the tables as they are; acts on top of the group's multiple",
            "采用表中的产出路径；在行业组倍数之上起作用",
        ),
        [
            "Output of software, AI and data services relative to its path in the tables",
            "软件、人工智能与数据服务产出相对数据表路径的倍数",
        ],
    ),
    Parameter::lever(
        "policy.industry.output_renewables",
        "1",
        at(1.0).off_at(1.0),
        (0.1, 10.0),
        Assumption(
            "the output paths of the tables as they are; acts on top of the group's multiple",
            "采用表中的产出路径；在行业组倍数之上起作用",
        ),
        ["Output of renewable energy relative to its path in the tables", "新能源产业产出相对数据表路径的倍数"],
    ),
    Parameter::lever(
        "policy.industry.output_low_altitude",
        "1",
        at(1.0).off_at(1.0),
        (0.1, 10.0),
        Assumption(
            "the output paths of the tables as they are; acts on top of the group's multiple",
            "采用表中的产出路径；在行业组倍数之上起作用",
        ),
        ["Output of the low-altitude economy relative to its path in the tables", "低空经济产出相对数据表路径的倍数"],
    ),
];
