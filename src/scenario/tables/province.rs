//! The tables of a province.

use super::AGE_END;
use super::schema::{
    Column,
    ColumnKind::{self, Choice, Id, Integer, Number, Optional, Ref, Switch, Text},
    Sum, TableSchema,
};

const ID: Column = Column::new("id", Id, "", ["Id", "编号"]);
const LABEL_ZH: Column = Column::new("label_zh", Text, "", ["Name in Chinese", "中文名称"]);
const LABEL_EN: Column = Column::new("label_en", Text, "", ["Name in English", "英文名称"]);
const SEX: Column = Column::new("sex", Choice(&["male", "female"]), "", ["Sex", "性别"]);
const SHARE: ColumnKind = Number { lo: 0.0, hi: 1.0 };
const COUNT: ColumnKind = Number { lo: 0.0, hi: 1e9 };
const MONEY: ColumnKind = Number { lo: 0.0, hi: 1e9 };
const INDEX: ColumnKind = Number { lo: 0.0, hi: 100.0 };
/// An index whose value at the start others are divided by.
const PATH: ColumnKind = Number { lo: 1e-6, hi: 100.0 };
const WAGE: ColumnKind = Number { lo: 1.0, hi: 1e9 };
const YEAR: ColumnKind = Integer { lo: 1900, hi: 2100 };
/// Nobody retires before 40 *(assumption)*; less is an age in years.
const AGE_MONTHS: ColumnKind = Integer { lo: 480, hi: 1200 };
const AGE: ColumnKind = Integer { lo: 0, hi: 120 };

/// Years of a path.
const PATH_YEAR: Column = Column::new(
    "year",
    YEAR,
    "year",
    ["Year; linear between years, constant before and after", "年份；年份之间线性内插，之外不变"],
);

/// Where a row comes from and how sure it is.
const ORIGIN: &[Column] = &[
    Column::new("source", Text, "", ["Where the row comes from", "来源"]),
    Column::new(
        "confidence",
        Choice(&["exact", "rounded", "derived", "recalled", "assumption"]),
        "",
        ["How sure the row is", "可信程度"],
    ),
];

/// The eight skill domains.
const LEVELS: &[Column] = &[
    Column::new("equipment", SHARE, "1", ["Equipment operation", "设备操作"]),
    Column::new("process_control", SHARE, "1", ["Process control and automation", "过程控制与自动化"]),
    Column::new("quality", SHARE, "1", ["Quality and measurement", "质量与测量"]),
    Column::new("digital", SHARE, "1", ["Digital and data", "数字与数据"]),
    Column::new("maintenance", SHARE, "1", ["Maintenance and mechatronics", "维修与机电一体化"]),
    Column::new("green", SHARE, "1", ["Green and safety", "绿色与安全"]),
    Column::new("service", SHARE, "1", ["Service and communication", "服务与沟通"]),
    Column::new("general", SHARE, "1", ["General", "通用能力"]),
];

/// How much each domain weighs in the fit of a person to an occupation.
const WEIGHTS: &[Column] = &[
    Column::new("w_equipment", COUNT, "1", ["Weight of equipment operation", "设备操作权重"]),
    Column::new("w_process_control", COUNT, "1", ["Weight of process control", "过程控制权重"]),
    Column::new("w_quality", COUNT, "1", ["Weight of quality", "质量权重"]),
    Column::new("w_digital", COUNT, "1", ["Weight of digital skills", "数字权重"]),
    Column::new("w_maintenance", COUNT, "1", ["Weight of maintenance", "维修权重"]),
    Column::new("w_green", COUNT, "1", ["Weight of green skills", "绿色权重"]),
    Column::new("w_service", COUNT, "1", ["Weight of service", "服务权重"]),
    Column::new("w_general", COUNT, "1", ["Weight of general skills", "通用权重"]),
];

const SCHOOL_LEVELS: &[&str] = &["secondary", "college", "bachelor"];

const fn table(
    name: &'static str,
    [en, zh]: [&'static str; 2],
    parts: &'static [&'static [Column]],
    key: &'static [&'static str],
    sums: &'static [Sum],
) -> TableSchema {
    TableSchema { name, en, zh, parts, key, sums, required: true }
}

const fn one(column: &'static str, by: Option<&'static str>) -> Sum {
    Sum { column, by, total: 1.0 }
}

/// All tables; a table may refer to any other.
pub const TABLES: &[TableSchema] = &[
    table(
        "regions",
        ["Regions, and the outside region people leave to", "地区，含流出目的地"],
        &[
            &[
                ID,
                LABEL_ZH,
                LABEL_EN,
                Column::new("population_share", SHARE, "1", ["Share of the population", "人口占比"]),
                Column::new("jobs_share", SHARE, "1", ["Share of the posts", "岗位占比"]),
                Column::new("wage_yuan_year", WAGE, "yuan/year", ["Mean wage", "平均工资"]),
                Column::new("density", INDEX, "1", ["Density of the labour market, mean 1", "劳动力市场密度（均值1）"]),
                Column::new("outside", Switch, "", ["Outside the province", "省外"]),
            ],
            ORIGIN,
        ],
        &["id"],
        &[one("population_share", None), one("jobs_share", None)],
    ),
    table(
        "distances",
        ["Distances between regions", "地区间距离"],
        &[
            &[
                Column::new(
                    "from",
                    Ref("regions"),
                    "",
                    ["From; each region inside to each, itself too", "起点；省内每两地双向，含自身"],
                ),
                Column::new("to", Ref("regions"), "", ["To", "终点"]),
                Column::new("km", Number { lo: 0.0, hi: 20000.0 }, "km", ["Distance", "距离"]),
            ],
            ORIGIN,
        ],
        &["from", "to"],
        &[],
    ),
    table(
        "industries",
        ["Industries", "产业"],
        &[
            &[
                ID,
                LABEL_ZH,
                LABEL_EN,
                Column::new("sector", Choice(&["secondary", "tertiary"]), "", ["Sector", "产业门类"]),
                Column::new("employment_share", SHARE, "1", ["Share of the posts", "岗位占比"]),
                Column::new("wage_yuan_year", WAGE, "yuan/year", ["Mean wage", "平均工资"]),
                Column::new(
                    "mean_firm_size",
                    Number { lo: 1.0, hi: 1e6 },
                    "person",
                    ["Mean enterprise size", "企业平均规模"],
                ),
                Column::new(
                    "firm_size_max",
                    Number { lo: 1.0, hi: 1e7 },
                    "person",
                    ["Greatest enterprise size", "企业最大规模"],
                ),
                Column::new("technology_start", SHARE, "1", ["Technology adopted at the start", "起始技术采用率"]),
                Column::new("technology_ceiling", SHARE, "1", ["Technology adopted in the end", "技术采用上限"]),
                Column::new("drift_per_year", SHARE, "1/year", ["Obsolescence of skills", "技能老化率"]),
                Column::new("bass_p", SHARE, "1/year", ["Bass coefficient of innovation", "巴斯模型创新系数"]),
                Column::new(
                    "bass_q",
                    Number { lo: 0.0, hi: 5.0 },
                    "1/year",
                    ["Bass coefficient of imitation", "巴斯模型模仿系数"],
                ),
                Column::new(
                    "upgrade_months",
                    Integer { lo: 0, hi: 255 },
                    "month",
                    ["Duration of an upgrade project", "技改项目周期"],
                ),
                Column::new(
                    "value_added_yuan_worker_year",
                    MONEY,
                    "yuan/person/year",
                    ["Value added per worker", "人均增加值"],
                ),
                Column::new(
                    "productivity_growth",
                    Number { lo: -0.5, hi: 0.5 },
                    "1/year",
                    ["Growth of productivity", "劳动生产率增速"],
                ),
                Column::new(
                    "non_private_share",
                    SHARE,
                    "1",
                    ["Share of posts in non-private units", "非私营单位岗位占比"],
                ),
                Column::new("leading", Switch, "", ["Leading industry", "主导产业"]),
                Column::new("renewables", Switch, "", ["Renewable energy", "新能源产业"]),
            ],
            ORIGIN,
        ],
        &["id"],
        &[one("employment_share", None)],
    ),
    table(
        "output_paths",
        ["Output of industries by year and what a unit of it is worth", "分年度产业产出与单位产出价值"],
        &[
            &[
                Column::new("industry", Ref("industries"), "", ["Industry", "产业"]),
                PATH_YEAR,
                Column::new("output_index", PATH, "1", ["Real output, base year 1", "实际产出指数（基年1）"]),
                Column::new(
                    "value_index",
                    PATH,
                    "1",
                    ["Real value of a unit of output, base year 1", "单位产出实际价值指数（基年1）"],
                ),
            ],
            ORIGIN,
        ],
        &["industry", "year"],
        &[],
    ),
    table(
        "categories",
        [
            "Industrial categories that education should cover (on record; no effect on runs)",
            "职业教育应覆盖的工业大类（备查，不影响运行）",
        ],
        &[&[ID, LABEL_ZH, LABEL_EN, Column::new("industry", Ref("industries"), "", ["Industry", "产业"])], ORIGIN],
        &["id"],
        &[],
    ),
    table(
        "roles",
        ["Roles: occupations without regard to technology", "职业角色（不分技术形态）"],
        &[&[ID, LABEL_ZH, LABEL_EN], ORIGIN],
        &["id"],
        &[],
    ),
    table(
        "occupations",
        [
            "Occupations: a role in its traditional or modern form, and the skills it requires",
            "职业：角色的传统或现代形态及技能要求",
        ],
        &[
            &[
                ID,
                Column::new("role", Ref("roles"), "", ["Role", "角色"]),
                Column::new(
                    "form",
                    Choice(&["traditional", "modern"]),
                    "",
                    ["Form; each role has both", "形态；每个角色两种都要"],
                ),
                LABEL_ZH,
                LABEL_EN,
                Column::new(
                    "wage_relative",
                    Number { lo: 0.1, hi: 10.0 },
                    "1",
                    ["Wage relative to the mean", "相对工资"],
                ),
            ],
            LEVELS,
            WEIGHTS,
            ORIGIN,
        ],
        &["id"],
        &[],
    ),
    table(
        "industry_roles",
        ["Roles within industries, before and after upgrading", "各产业升级前后的角色构成"],
        &[
            &[
                Column::new("industry", Ref("industries"), "", ["Industry", "产业"]),
                Column::new("role", Ref("roles"), "", ["Role", "角色"]),
                Column::new(
                    "share_traditional",
                    SHARE,
                    "1",
                    ["Share of posts with old technology", "传统技术下岗位占比"],
                ),
                Column::new("share_modern", SHARE, "1", ["Share of posts with new technology", "现代技术下岗位占比"]),
            ],
            ORIGIN,
        ],
        &["industry", "role"],
        &[one("share_traditional", Some("industry")), one("share_modern", Some("industry"))],
    ),
    table(
        "specialty_categories",
        ["Major categories of specialties", "专业大类"],
        &[
            &[
                ID,
                LABEL_ZH,
                LABEL_EN,
                Column::new(
                    "student_share",
                    SHARE,
                    "1",
                    ["Share of students (on record; no effect on runs)", "学生占比（备查，不影响运行）"],
                ),
            ],
            ORIGIN,
        ],
        &["id"],
        &[one("student_share", None)],
    ),
    table(
        "specialties",
        ["Specialties and what they teach", "专业及其培养内容"],
        &[
            &[
                ID,
                LABEL_ZH,
                LABEL_EN,
                Column::new("category", Ref("specialty_categories"), "", ["Major category", "专业大类"]),
                Column::new(
                    "role_in_school",
                    Choice(&["core", "extension", "auxiliary"]),
                    "",
                    ["Role in a school", "校内定位"],
                ),
                Column::new("state_controlled", Switch, "", ["Needs approval by the state", "国控专业"]),
                Column::new("urgent", Switch, "", ["On the list of urgent specialties", "紧缺专业"]),
                Column::new("equipment_yuan_student", MONEY, "yuan/person", ["Equipment for a student", "生均设备值"]),
            ],
            LEVELS,
            ORIGIN,
        ],
        &["id"],
        &[],
    ),
    table(
        "specialty_roles",
        ["Which roles are the field of a specialty", "专业对口的角色"],
        &[
            &[
                Column::new("specialty", Ref("specialties"), "", ["Specialty", "专业"]),
                Column::new("role", Ref("roles"), "", ["Role", "角色"]),
            ],
            ORIGIN,
        ],
        &["specialty", "role"],
        &[],
    ),
    table(
        "schools",
        ["Schools", "学校"],
        &[
            &[
                ID,
                LABEL_ZH,
                LABEL_EN,
                Column::new("region", Ref("regions"), "", ["Region", "地区"]),
                Column::new("level", Choice(SCHOOL_LEVELS), "", ["Level", "层次"]),
                Column::new("programs", Integer { lo: 0, hi: 1000 }, "1", ["Programs", "专业点数"]),
                Column::new("group_size", Integer { lo: 1, hi: 1000 }, "1", ["Programs in a group", "专业群规模"]),
            ],
            ORIGIN,
        ],
        &["id"],
        &[],
    ),
    table(
        "programs",
        ["Program points", "专业点"],
        &[
            &[
                ID,
                Column::new("school", Ref("schools"), "", ["School", "学校"]),
                Column::new("specialty", Ref("specialties"), "", ["Specialty", "专业"]),
                Column::new("level", Choice(SCHOOL_LEVELS), "", ["Level", "层次"]),
                Column::new("seats", Integer { lo: 0, hi: 100000 }, "person/year", ["Seats a year", "年招生计划"]),
                Column::new("opened_year", YEAR, "year", ["Year of opening", "设立年份"]),
            ],
            ORIGIN,
        ],
        &["id"],
        &[],
    ),
    table(
        "technician",
        ["Technician schools by region (on record; no effect on runs)", "分地区技工院校（备查，不影响运行）"],
        &[
            &[
                Column::new("region", Ref("regions"), "", ["Region", "地区"]),
                Column::new("students", COUNT, "person", ["Students", "在校生"]),
                Column::new("intake", COUNT, "person/year", ["Intake", "年招生"]),
            ],
            ORIGIN,
        ],
        &["region"],
        &[],
    ),
    table(
        "cohorts",
        ["People by year of birth at the start; later years: births", "起始时分出生年份人口；其后为出生数"],
        &[
            &[
                Column::new(
                    "birth_year",
                    YEAR,
                    "year",
                    ["Year of birth; later ones go on from the last", "出生年份；其后按末年推算"],
                ),
                Column::new("persons", COUNT, "person", ["Persons", "人数"]),
                Column::new("male_share", SHARE, "1", ["Share of men", "男性占比"]),
            ],
            ORIGIN,
        ],
        &["birth_year"],
        &[],
    ),
    table(
        "activity",
        ["Participation in the labour force", "劳动参与率"],
        &[
            &[
                Column::new(
                    "age_from",
                    Integer { lo: 0, hi: AGE_END as i64 },
                    "year",
                    ["From age; 15 to 74 without gaps", "起始年龄；15至74岁不得有缺"],
                ),
                Column::new("age_to", AGE, "year", ["To age", "终止年龄"]),
                SEX,
                Column::new("participation", SHARE, "1", ["Participation rate", "劳动参与率"]),
            ],
            ORIGIN,
        ],
        &["age_from", "sex"],
        &[],
    ),
    table(
        "mortality",
        ["Probability of death within a year", "年死亡概率"],
        &[
            &[
                Column::new("age", AGE, "year", ["Age; each from 15 to 89", "年龄；15至89岁每岁一行"]),
                SEX,
                Column::new("death_probability_year", SHARE, "1/year", ["Probability of death", "死亡概率"]),
            ],
            ORIGIN,
        ],
        &["age", "sex"],
        &[],
    ),
    table(
        "retirement",
        ["Statutory retirement ages", "法定退休年龄"],
        &[
            &[
                SEX,
                Column::new(
                    "group",
                    Choice(&["worker", "cadre"]),
                    "",
                    ["Group; men of both retire alike", "类别；男性两类相同"],
                ),
                Column::new("age_months_2025", AGE_MONTHS, "month", ["Age in January 2025", "2025年1月退休月龄"]),
                Column::new("age_months_2040", AGE_MONTHS, "month", ["Age in January 2040", "2040年1月退休月龄"]),
            ],
            ORIGIN,
        ],
        &["sex", "group"],
        &[],
    ),
    table(
        "own_account",
        ["Farmers and self-employed by region", "分地区农业与自营就业"],
        &[
            &[
                Column::new("region", Ref("regions"), "", ["Region", "地区"]),
                Column::new("agriculture", COUNT, "person", ["In agriculture", "农业就业"]),
                Column::new("self_employed", COUNT, "person", ["Self-employed", "自营就业"]),
            ],
            ORIGIN,
        ],
        &["region"],
        &[],
    ),
    table(
        "own_account_path",
        ["Farmers and self-employed over the years", "农业与自营就业的年度走势"],
        &[
            &[
                PATH_YEAR,
                Column::new("agriculture_index", PATH, "1", ["Agriculture, base year 1", "农业指数（基年1）"]),
                Column::new("self_employed_index", PATH, "1", ["Self-employment, base year 1", "自营指数（基年1）"]),
            ],
            ORIGIN,
        ],
        &["year"],
        &[],
    ),
    table(
        "start_enrolment",
        ["Students at the start", "起始在校生"],
        &[
            &[
                Column::new(
                    "level",
                    Choice(&["general", "secondary", "college", "bachelor", "technician", "university"]),
                    "",
                    ["Level", "层次"],
                ),
                Column::new(
                    "year_of_study",
                    Integer { lo: 1, hi: 8 },
                    "year",
                    ["Year of study completed; the last of a course may be left out", "已读完的年级；最后一年可不写"],
                ),
                Column::new("students", COUNT, "person", ["Students", "在校生"]),
            ],
            ORIGIN,
        ],
        &["level", "year_of_study"],
        &[],
    ),
    TableSchema {
        name: "facts",
        en: "Published numbers the tables rest on and the results are held against",
        zh: "数据表所依据、结果所对照的公开数字",
        parts: &[
            &[
                Column::new("key", Text, "", ["Key", "键"]),
                Column::new("value", Text, "", ["Value", "数值"]),
                Column::new("unit", Optional(&Text), "", ["Unit", "单位"]),
                Column::new("year", Optional(&Text), "", ["Year or years", "年份"]),
                Column::new("scope", Optional(&Text), "", ["What it covers", "口径"]),
            ],
            ORIGIN,
        ],
        key: &["key"],
        sums: &[],
        required: false,
    },
];
