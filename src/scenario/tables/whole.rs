//! What the tables of a province must have together and no cell shows by itself: rows that may not be left out, rows that
//! exclude each other, and regions that must be inside.
//!
//! Must not: know parameters (`scenario::together` does), or what the model makes of a value.

use std::collections::{BTreeMap, BTreeSet};

use super::frame::Frame;
use super::read::RawTable;
use crate::base::language::{Text, both};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::source::Fault;

/// Age from which people are followed, and before which they neither work nor study [years].
pub const AGE_FIRST: usize = 15;
/// Age up to which participation must be given [years]. *Assumption*: nobody works from then on, unless own-account work
/// ends later.
pub const AGE_WORK_END: usize = 75;
/// Oldest age followed [years]; survivors leave the model at it.
pub const AGE_END: usize = 90;

/// A course of a level of education; national regulation.
#[derive(Clone, Copy, Debug)]
pub struct Course {
    /// Word of the level.
    pub level: &'static str,
    /// Age at which it begins [years].
    pub first_age: i32,
    /// Length [years].
    pub years: i32,
}

/// Courses of all levels after junior school, which ends at [`AGE_FIRST`].
pub const COURSES: [Course; 6] = [
    Course { level: "general", first_age: 15, years: 3 },
    Course { level: "secondary", first_age: 15, years: 3 },
    Course { level: "technician", first_age: 15, years: 3 },
    Course { level: "college", first_age: 18, years: 3 },
    Course { level: "bachelor", first_age: 18, years: 4 },
    Course { level: "university", first_age: 18, years: 4 },
];

const SEXES: [&str; 2] = ["male", "female"];

/// How many missing rows a message names.
const NAMED: usize = 8;

type Frames = BTreeMap<&'static str, Frame>;

/// A fault, and where: a cell (row and column), or the header of a table that lacks rows.
struct Found {
    table: &'static str,
    cell: Option<(usize, &'static str)>,
    fault: Fault,
}

/// A check of some tables, the first of which it may find fault with.
type Rule = (&'static [&'static str], fn(&Frames, &mut Vec<Found>));

const RULES: &[Rule] = &[
    (&["regions"], regions),
    (&["schools", "regions"], |t, found| inside_only(t, "schools", found)),
    (&["programs", "schools"], taught_where),
    (&["schools", "programs"], program_counts),
    (&["technician", "regions"], |t, found| by_region(t, "technician", found)),
    (&["own_account", "regions"], |t, found| by_region(t, "own_account", found)),
    (&["distances", "regions"], distances),
    (&["industries"], firm_sizes),
    (&["industry_roles", "industries"], |t, found| each(t, "industry_roles", "industry", "industries", found)),
    (&["output_paths", "industries"], |t, found| each(t, "output_paths", "industry", "industries", found)),
    (&["specialty_roles", "specialties"], |t, found| each(t, "specialty_roles", "specialty", "specialties", found)),
    (&["occupations", "roles"], occupations),
    (&["start_enrolment", "programs"], start_enrolment),
    (&["cohorts"], cohorts),
    (&["activity"], activity),
    (&["mortality"], mortality),
    (&["retirement"], retirement),
];

/// All that is wrong with tables that have no fault so far.
pub(super) fn check(frames: &Frames, raw: &[RawTable], so_far: &[Diagnostic]) -> Vec<Diagnostic> {
    let table = |name: &str| raw.iter().find(|t| t.schema.name == name);
    let sound = |name: &&str| table(name).is_some_and(|t| t.has_none_of(so_far));
    let mut found = Vec::new();
    for (tables, rule) in RULES {
        if tables.iter().all(sound) {
            rule(frames, &mut found);
        }
    }
    found.into_iter().filter_map(|Found { table: name, cell, fault }| Some(table(name)?.place(cell, fault))).collect()
}

/// Rows that a table lacks, unless there are none.
fn missing(table: &'static str, rows: &[String], help: Text, found: &mut Vec<Found>) {
    let Some(first) = rows.get(..rows.len().min(NAMED)).filter(|first| !first.is_empty()) else { return };
    let (list, more) = (first.join(", "), rows.len() - first.len());
    let message = match more {
        0 => both!("此表缺少下列行：{list}", "the table lacks rows: {list}"),
        _ => both!("此表缺少下列行：{list} 及另外 {more} 行", "the table lacks rows: {list} and {more} more"),
    };
    found.push(Found { table, cell: None, fault: Fault::new("missing-row", message, "", help) });
}

/// `15-19`, `25`: runs of numbers that ascend.
fn ranges(numbers: impl IntoIterator<Item = i64>) -> Vec<String> {
    let mut runs: Vec<(i64, i64)> = Vec::new();
    for n in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == n => *last = n,
            _ => runs.push((n, n)),
        }
    }
    runs.into_iter().map(|(from, to)| if from == to { from.to_string() } else { format!("{from}-{to}") }).collect()
}

/// Numbers of a column where another column holds a word.
fn numbers_of<'f>(frame: &'f Frame, column: &str, by: &str, word: &'f str) -> BTreeSet<i64> {
    let rows = frame.text(by).iter().zip(frame.number(column));
    rows.filter(|(text, _)| *text == word).map(|(_, n)| *n as i64).collect()
}

/// Every row of `of` is named in a column of a table at least once.
fn each(t: &Frames, table: &'static str, column: &str, of: &str, found: &mut Vec<Found>) {
    let named: BTreeSet<&str> = t[table].text(column).iter().map(String::as_str).collect();
    let without = t[of].text("id").iter().filter(|id| !named.contains(id.as_str()));
    let rows: Vec<String> = without.map(|id| format!("`{id}`")).collect();
    let help = both!("请为 {of}.csv 的每个编号至少写一行", "write at least one row for each id of {of}.csv");
    missing(table, &rows, help, found);
}

fn is_outside(t: &Frames, region: usize) -> bool {
    t["regions"].number("outside")[region] != 0.0
}

/// Ids of the regions inside the province.
fn inside(t: &Frames) -> Vec<&str> {
    let ids = t["regions"].text("id").iter().enumerate();
    ids.filter(|(region, _)| !is_outside(t, *region)).map(|(_, id)| id.as_str()).collect()
}

/// The province has a region, and regions outside have none of its people and posts.
fn regions(t: &Frames, found: &mut Vec<Found>) {
    if inside(t).is_empty() {
        let message = both!("至少一个地区须在省内", "at least one region must be inside the province");
        let fault = Fault::new(
            "out-of-bounds",
            message,
            both!("全部在省外", "all of them outside"),
            both!("请把省内地区的 `outside` 写为 0", "write 0 under `outside` for the regions of the province"),
        );
        found.push(Found { table: "regions", cell: Some((0, "outside")), fault });
        return;
    }
    for column in ["population_share", "jobs_share"] {
        for (region, share) in t["regions"].number(column).iter().enumerate() {
            if is_outside(t, region) && *share != 0.0 {
                let message = both!("省外地区的 `{column}` 须为 0", "`{column}` of a region outside must be 0");
                let help = both!("请写 0，并调整省内各份额", "write 0 and rescale the shares of the regions inside");
                let fault = Fault::new("out-of-bounds", message, share.to_string(), help);
                found.push(Found { table: "regions", cell: Some((region, column)), fault });
            }
        }
    }
}

/// A region that a table names is inside the province, if any is.
fn inside_only(t: &Frames, table: &'static str, found: &mut Vec<Found>) {
    if inside(t).is_empty() {
        return;
    }
    for (row, &region) in t[table].index("region").iter().enumerate() {
        if is_outside(t, region) {
            let message = both!("此地区须在省内", "this region must be inside the province");
            let help = both!(
                "请改用 `outside` 为 0 的地区，或删去此行",
                "choose a region whose `outside` is 0, or delete the row"
            );
            let fault = Fault::new("out-of-bounds", message, t[table].text("region")[row].as_str(), help);
            found.push(Found { table, cell: Some((row, "region")), fault });
        }
    }
}

/// A row for each region of the province, and for no other.
fn by_region(t: &Frames, table: &'static str, found: &mut Vec<Found>) {
    inside_only(t, table, found);
    let given = t[table].text("region");
    let rows: Vec<String> =
        inside(t).into_iter().filter(|id| !given.iter().any(|g| g == id)).map(|id| format!("`{id}`")).collect();
    missing(table, &rows, zero_for_nobody(), found);
}

fn zero_for_nobody() -> Text {
    both!("请补上；没有人则写 0", "add them, with 0 where there is nobody")
}

/// Without a distance nobody would ever go from one region to the other.
fn distances(t: &Frames, found: &mut Vec<Found>) {
    let frame = &t["distances"];
    let given: BTreeSet<(&str, &str)> =
        frame.text("from").iter().zip(frame.text("to")).map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let regions = inside(t);
    let pairs = regions.iter().flat_map(|a| regions.iter().map(move |b| (*a, *b)));
    let rows: Vec<String> = pairs.filter(|p| !given.contains(p)).map(|(a, b)| format!("`{a}` - `{b}`")).collect();
    let help = both!(
        "省内每两个地区双向各一行，含自身（0）",
        "write each pair of regions of the province both ways, and each with itself (0)"
    );
    missing("distances", &rows, help, found);
}

fn firm_sizes(t: &Frames, found: &mut Vec<Found>) {
    let frame = &t["industries"];
    let sizes = frame.number("mean_firm_size").iter().zip(frame.number("firm_size_max"));
    for (row, (mean, max)) in sizes.enumerate().filter(|(_, (mean, max))| max < mean) {
        let message =
            both!("`firm_size_max` 不得小于 `mean_firm_size`", "`firm_size_max` must be at least `mean_firm_size`");
        let found_here = both!("{max} 与 {mean}", "{max} and {mean}");
        let help = both!("请改正其中之一", "correct one of them");
        let fault = Fault::new("out-of-bounds", message, found_here, help);
        found.push(Found { table: "industries", cell: Some((row, "firm_size_max")), fault });
    }
}

/// Each role has one occupation in each form.
fn occupations(t: &Frames, found: &mut Vec<Found>) {
    let frame = &t["occupations"];
    let mut seen = BTreeMap::new();
    for (row, key) in frame.text("role").iter().zip(frame.text("form")).enumerate() {
        let Some(first) = seen.insert(key, row) else { continue };
        let id = &frame.text("id")[first];
        let message = both!("`{id}` 已是此角色的这一形态", "`{id}` is this form of the role already");
        let help = both!("请另选角色或形态，或删去一行", "choose another role or form, or delete one row");
        let fault = Fault::new("duplicate", message, format!("{}, {}", key.0, key.1), help);
        found.push(Found { table: "occupations", cell: Some((row, "role")), fault });
    }
    let forms = ["traditional", "modern"].map(str::to_owned);
    let wanted = t["roles"].text("id").iter().flat_map(|role| forms.iter().map(move |form| (role, form)));
    let rows: Vec<String> =
        wanted.filter(|key| !seen.contains_key(key)).map(|(role, form)| format!("`{role}` {form}")).collect();
    let help = both!(
        "每个角色须有传统、现代形态各一行；两者无别时写相同的数",
        "each role has a row in each form; the same numbers if they do not differ"
    );
    missing("occupations", &rows, help, found);
}

/// Students of each level that has schools, by year of study completed; those of the last year may be left out.
fn start_enrolment(t: &Frames, found: &mut Vec<Found>) {
    let (frame, programs) = (&t["start_enrolment"], t["programs"].text("level"));
    let mut rows = Vec::new();
    for Course { level, years, .. } in COURSES {
        let taught = match level {
            "secondary" | "college" | "bachelor" => programs.iter().any(|l| l == level),
            _ => true,
        };
        let given = numbers_of(frame, "year_of_study", "level", level);
        let absent = (1..i64::from(years)).filter(|year| taught && !given.contains(year));
        rows.extend(ranges(absent).into_iter().map(|years| format!("{level} {years}")));
    }
    missing("start_enrolment", &rows, zero_for_nobody(), found);
    for (row, (level, students)) in frame.text("level").iter().zip(frame.number("students")).enumerate() {
        let year = frame.number("year_of_study")[row];
        if let Some(Course { years, .. }) = COURSES.iter().find(|c| c.level == level && year > f64::from(c.years))
            && *students > 0.0
        {
            let message = both!("{level} 学制为 {years} 年", "courses of {level} take {years} years");
            let help = both!("请改正年级或层次，或把人数写为 0", "correct the year or the level, or write 0 students");
            let found_here = both!("第 {year} 年 {students} 人", "{students} students in year {year}");
            let fault = Fault::new("out-of-bounds", message, found_here, help);
            found.push(Found { table: "start_enrolment", cell: Some((row, "students")), fault });
        }
    }
}

/// Secondary programs are taught by secondary schools, all others by colleges and universities.
fn taught_where(t: &Frames, found: &mut Vec<Found>) {
    let (programs, schools) = (&t["programs"], t["schools"].text("level"));
    for (row, (level, &school)) in programs.text("level").iter().zip(programs.index("school")).enumerate() {
        let of_school = &schools[school];
        if (level == "secondary") != (of_school == "secondary") || level == "bachelor" && of_school != "bachelor" {
            let message =
                both!("层次为 {of_school} 的学校不办 {level} 专业", "a {of_school} school has no {level} programs");
            let help = both!("请改正学校或层次", "correct the school or the level");
            let fault = Fault::new("out-of-bounds", message, level.as_str(), help);
            found.push(Found { table: "programs", cell: Some((row, "level")), fault });
        }
    }
}

/// Schools say how many programs they have.
fn program_counts(t: &Frames, found: &mut Vec<Found>) {
    let schools = &t["schools"];
    let mut counts = vec![0.0; schools.len()];
    t["programs"].index("school").iter().for_each(|&school| counts[school] += 1.0);
    for (row, (said, counted)) in schools.number("programs").iter().zip(counts).enumerate() {
        if *said != counted {
            let message =
                both!("programs.csv 中此校有 {counted} 个专业点", "programs.csv has {counted} programs of this school");
            let help =
                both!("请改正此数，或补齐、删去 programs.csv 的行", "correct the number, or the rows of programs.csv");
            let fault = Fault::new("sum", message, said.to_string(), help);
            found.push(Found { table: "schools", cell: Some((row, "programs")), fault });
        }
    }
}

/// No year between the first and the last is left out.
fn cohorts(t: &Frames, found: &mut Vec<Found>) {
    let years: BTreeSet<i64> = t["cohorts"].number("birth_year").iter().map(|y| *y as i64).collect();
    let (Some(&first), Some(&last)) = (years.first(), years.last()) else { return };
    missing("cohorts", &ranges((first..last).filter(|year| !years.contains(year))), zero_for_nobody(), found);
}

/// Bands of age that do not overlap and leave out no age at which people work.
fn activity(t: &Frames, found: &mut Vec<Found>) {
    let frame = &t["activity"];
    let bands: Vec<(usize, usize)> =
        frame.number("age_from").iter().zip(frame.number("age_to")).map(|(a, b)| (*a as usize, *b as usize)).collect();
    let mut rows = Vec::new();
    for sex in SEXES {
        let mut covered: BTreeMap<usize, usize> = BTreeMap::new();
        for (row, &(from, to)) in bands.iter().enumerate().filter(|(row, _)| frame.text("sex")[*row] == sex) {
            if from > to {
                let message = both!("`age_to` 不得小于 `age_from`", "`age_to` must be at least `age_from`");
                let fault =
                    Fault::new("out-of-bounds", message, to.to_string(), both!("请改正", "correct one of them"));
                found.push(Found { table: "activity", cell: Some((row, "age_to")), fault });
            } else if let Some((_, &other)) = covered.range(from..=to).next() {
                let (a, b) = bands[other];
                let message =
                    both!("与 {a}-{b} 岁一行重叠（{sex}）", "this band overlaps that from {a} to {b} ({sex})");
                let help = both!("请让各段首尾相接", "let each band begin where the one before it ends");
                let fault = Fault::new("duplicate", message, format!("{from}-{to}"), help);
                found.push(Found { table: "activity", cell: Some((row, "age_from")), fault });
            }
            covered.extend((from.min(to)..=to.max(from)).map(|age| (age, row)));
        }
        let absent = (AGE_FIRST..AGE_WORK_END).filter(|age| !covered.contains_key(age));
        rows.extend(ranges(absent.map(|age| age as i64)).into_iter().map(|ages| format!("{sex} {ages}")));
    }
    let last = AGE_WORK_END - 1;
    let help = both!(
        "各性别须覆盖 {AGE_FIRST} 至 {last} 岁；无人参与则写 0",
        "cover the ages {AGE_FIRST} to {last} of each sex, with 0 where nobody takes part"
    );
    missing("activity", &rows, help, found);
}

/// Every age at which people can die.
fn mortality(t: &Frames, found: &mut Vec<Found>) {
    let mut rows = Vec::new();
    for sex in SEXES {
        let given = numbers_of(&t["mortality"], "age", "sex", sex);
        let absent = (AGE_FIRST as i64..AGE_END as i64).filter(|age| !given.contains(age));
        rows.extend(ranges(absent).into_iter().map(|ages| format!("{sex} {ages}")));
    }
    let last = AGE_END - 1;
    let help = both!(
        "各性别 {AGE_FIRST} 至 {last} 岁每岁一行",
        "write a row for each age from {AGE_FIRST} to {last} of each sex"
    );
    missing("mortality", &rows, help, found);
}

/// Men retire at one age, women at one of two.
fn retirement(t: &Frames, found: &mut Vec<Found>) {
    let frame = &t["retirement"];
    let (sexes, groups) = (frame.text("sex"), frame.text("group"));
    let has =
        |sex: &str, group: &str| sexes.iter().zip(groups).any(|(s, g)| s == sex && (g == group || group.is_empty()));
    let wanted = [("male", ""), ("female", "worker"), ("female", "cadre")].into_iter();
    let rows: Vec<String> = wanted
        .filter(|(sex, group)| !has(sex, group))
        .map(|(sex, group)| format!("{sex} {group}").trim_end().to_owned())
        .collect();
    let help = both!("男性、女工人、女干部各须一行", "men, women in workers' and women in cadres' posts need a row");
    missing("retirement", &rows, help, found);
    let men: Vec<usize> = (0..frame.len()).filter(|&row| sexes[row] == "male").collect();
    for column in ["age_months_2025", "age_months_2040"] {
        let ages = frame.number(column);
        for &row in men.iter().filter(|&&row| ages[row] != ages[men[0]]) {
            let message = both!("男性各行的 `{column}` 须相同", "`{column}` must be the same in all rows of men");
            let found_here = both!("{0} 与 {1}", "{0} and {1}", ages[men[0]], ages[row]);
            let help =
                both!("男性只有一个退休年龄：请改正或删去一行", "men retire at one age: correct or delete a row");
            let fault = Fault::new("out-of-bounds", message, found_here, help);
            found.push(Found { table: "retirement", cell: Some((row, column)), fault });
        }
    }
}
