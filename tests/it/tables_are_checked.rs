//! Tables are held against their schema: every fault at its line and column.

use std::fs;
use std::path::{Path, PathBuf};

use skillsim::base::language::Language;
use skillsim::base::rng::Draws;
use skillsim::model::build::{Arm, build};
use skillsim::scenario::tables::{DataKind, Tables};
use skillsim::scenario::{Diagnostic, load};
use skillsim::world::World;

/// A copy of a directory of tables, to be spoilt.
struct Copy(tempfile::TempDir);

impl Copy {
    fn of(dir: &str) -> Self {
        let copy = tempfile::tempdir().unwrap();
        for entry in fs::read_dir(dir).unwrap() {
            let entry = entry.unwrap();
            if entry.path().is_dir() {
                continue;
            }
            fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
        }
        Copy(copy)
    }

    fn path(&self, table: &str) -> PathBuf {
        self.0.path().join(format!("{table}.csv"))
    }

    fn text(&self, table: &str) -> String {
        fs::read_to_string(self.path(table)).unwrap()
    }

    /// Replaces cell `column` of line `line` (from 1; no cell before it holds a comma), and nothing after it.
    fn cell(&self, table: &str, line: usize, column: &str, value: &str) {
        let text = self.text(table);
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let at = lines[0].trim_start_matches('\u{feff}').split(',').position(|n| n == column).unwrap();
        let cells = csv::ReaderBuilder::new().has_headers(false).from_reader(lines[line - 1].as_bytes());
        let row = cells.into_records().next().unwrap().unwrap();
        let cells = row.iter().enumerate().map(|(i, cell)| if i == at { value } else { cell });
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(cells).unwrap();
        lines[line - 1] = String::from_utf8(writer.into_inner().unwrap()).unwrap().trim_end().to_owned();
        fs::write(self.path(table), lines.join("\n") + "\n").unwrap();
    }

    fn faults(&self, kind: DataKind) -> Vec<Diagnostic> {
        Tables::read(self.0.path(), kind).err().unwrap_or_default()
    }
}

fn show(faults: &[Diagnostic]) -> String {
    faults.iter().map(|d| d.one_line(Language::En) + "\n").collect()
}

#[test]
fn the_tables_of_the_project_are_whole() {
    for dir in ["scenarios/hebei", "scenarios/small"] {
        let tables = Tables::read(Path::new(dir), DataKind::Province);
        assert!(tables.is_ok(), "{}", show(&tables.err().unwrap_or_default()));
    }
    let hebei = Tables::read(Path::new("scenarios/hebei"), DataKind::Province).unwrap();
    let programs = hebei.frame("programs");
    assert_eq!(programs.len(), 6558);
    let school = programs.index("school")[0];
    assert_eq!(hebei.frame("schools").text("id")[school], programs.text("school")[0]);
    assert_eq!(hebei.frame("schools").position(&programs.text("school")[0]), Some(school));
    assert!(programs.number("seats").iter().all(|s| *s >= 0.0));
}

/// One spoilt cell gives exactly one fault, in its line.
#[test]
fn each_fault_of_a_cell() {
    let cases = [
        ("regions", 2, "wage_yuan_year", "much", "not-a-number"),
        ("regions", 2, "wage_yuan_year", "72 787", "not-a-number"),
        ("regions", 2, "wage_yuan_year", "inf", "not-a-number"),
        ("regions", 2, "wage_yuan_year", "-1", "out-of-bounds"),
        ("regions", 2, "wage_yuan_year", "", "empty"),
        ("regions", 2, "outside", "yes", "unknown-word"),
        ("regions", 2, "label_zh", "=1+1", "hostile-text"),
        ("regions", 2, "label_en", "＠x", "hostile-text"),
        ("programs", 3, "id", "Mar", "bad-id"),
        ("programs", 3, "id", "mar1", "bad-id"),
        ("programs", 3, "seats", "3.5", "not-an-integer"),
        ("programs", 3, "level", "secondry", "unknown-word"),
        ("programs", 3, "school", "nowhere", "broken-reference"),
        ("programs", 3, "source", "", "missing-source"),
        ("industries", 2, "employment_share", "0.9", "sum"),
        ("industry_roles", 2, "share_modern", "0.9", "sum"),
        ("cohorts", 2, "birth_year", "1850", "out-of-bounds"),
        ("regions", 2, "outside", "1", "out-of-bounds"),
        ("schools", 2, "region", "beijing_tianjin", "out-of-bounds"),
        ("industries", 2, "upgrade_months", "256", "out-of-bounds"),
        ("industries", 2, "firm_size_max", "2", "out-of-bounds"),
        ("output_paths", 2, "output_index", "0", "out-of-bounds"),
        ("activity", 2, "age_from", "91", "out-of-bounds"),
        ("activity", 2, "age_to", "14", "out-of-bounds"),
        ("activity", 6, "age_from", "18", "duplicate"),
        ("retirement", 3, "age_months_2025", "700", "out-of-bounds"),
        ("retirement", 3, "age_months_2025", "60", "out-of-bounds"),
        ("programs", 3, "level", "college", "out-of-bounds"),
        ("schools", 2, "programs", "1", "sum"),
        ("start_enrolment", 5, "students", "5", "out-of-bounds"),
    ];
    for (table, line, column, value, code) in cases {
        let copy = Copy::of("scenarios/small");
        copy.cell(table, line, column, value);
        let faults = copy.faults(DataKind::Province);
        let got: Vec<_> = faults.iter().map(|d| (d.code, d.line)).collect();
        assert_eq!(got, [(code, line)], "{table}.{column} = {value}\n{}", show(&faults));
        let text = copy.text(table);
        let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
        let at = header.iter().position(|n| *n == column).unwrap();
        let before: usize =
            text.lines().nth(line - 1).unwrap().split(',').take(at).map(|c| c.chars().count() + 1).sum();
        assert_eq!(faults[0].column, before + 1, "{table}.{column}");
        assert!(!faults[0].help.is_empty());
    }
}

#[test]
fn faults_of_a_whole_table() {
    let one = |spoil: &dyn Fn(&Copy)| {
        let copy = Copy::of("scenarios/small");
        spoil(&copy);
        let faults = copy.faults(DataKind::Province);
        assert_eq!(faults.len(), 1, "{}", show(&faults));
        faults.into_iter().next().unwrap()
    };
    let rewrite = |copy: &Copy, table: &str, f: &dyn Fn(String) -> String| {
        fs::write(copy.path(table), f(copy.text(table))).unwrap();
    };

    let d = one(&|c| fs::rename(c.path("regions"), c.path("region")).unwrap());
    assert_eq!((d.code, d.line), ("missing-file", 0));
    assert!(d.help.en.contains("`region.csv`"), "{}", d.help.en);

    let d = one(&|c| rewrite(c, "regions", &|t| t.replacen("density", "densty", 1)));
    assert_eq!((d.code, d.line, d.help.en.as_str()), ("unknown-column", 1, "did you mean `density`?"));

    let d = one(&|c| rewrite(c, "roles", &|t| t.lines().map(|l| format!("{l},x\n")).collect()));
    assert_eq!((d.code, d.line), ("unknown-column", 1));

    let d = one(&|c| {
        rewrite(c, "technician", &|t| {
            t.replacen("region,students", "region,pupils_at_start", 1)
                .replacen("pupils_at_start", "students", 1)
                .lines()
                .map(|l| l.split_once(',').unwrap().1.to_owned() + "\n")
                .collect()
        })
    });
    assert_eq!((d.code, d.message.en.as_str()), ("missing-column", "the column `region` is missing"));

    let d = one(&|c| rewrite(c, "roles", &|t| t + "\"a,b\n"));
    assert_eq!(d.code, "syntax");
}

/// A cause is not buried under what follows from it.
#[test]
fn no_id_is_looked_up_in_a_table_with_faults() {
    let copy = Copy::of("scenarios/small");
    let second = copy.text("regions").lines().nth(2).unwrap().split(',').next().unwrap().to_owned();
    copy.cell("regions", 2, "id", &second);
    let got = |copy: &Copy| copy.faults(DataKind::Province).iter().map(|d| (d.code, d.line)).collect::<Vec<_>>();
    assert_eq!(got(&copy), [("duplicate", 3)]);
    let header = copy.text("regions").lines().next().unwrap().to_owned();
    fs::write(copy.path("regions"), header + "\n").unwrap();
    assert_eq!(got(&copy), [("empty", 1)]);
}

/// Nor is a misspelt id buried under the rows that name it.
#[test]
fn an_id_misspelt_where_it_is_defined_is_one_fault() {
    let copy = Copy::of("scenarios/small");
    copy.cell("industries", 2, "id", "steeel");
    let faults = copy.faults(DataKind::Province);
    let [d] = &faults[..] else { panic!("{}", show(&faults)) };
    assert_eq!((d.code, d.line, d.column, d.found.en.as_str()), ("broken-reference", 2, 1, "steeel"));
    assert!(d.file.ends_with("industries.csv") && d.help.en.contains("`steel`"), "{}", show(&faults));
}

#[test]
fn other_separators_are_named() {
    for (separator, name, zh) in [(";", "semicolons", "分号"), ("\t", "tabs", "制表符")] {
        let copy = Copy::of("scenarios/small");
        fs::write(copy.path("regions"), copy.text("regions").replace(',', separator)).unwrap();
        let faults = copy.faults(DataKind::Province);
        let [d] = &faults[..] else { panic!("{}", show(&faults)) };
        assert_eq!((d.code, d.found.en.as_str(), d.found.zh.as_str()), ("wrong-separator", name, zh));
        assert!(d.help.en.contains("CSV UTF-8") && d.span.as_ref().is_some_and(|s| s.len() == 1));
    }
}

#[test]
fn a_bound_that_is_none_is_not_told() {
    let copy = Copy::of("tests/data/network/dense");
    fs::write(copy.path("matrix"), copy.text("matrix").replacen("fitter,3,1,0", "fitter,-3,1,0", 1)).unwrap();
    assert_eq!(copy.faults(DataKind::Network)[0].message.en, "`weight` must be at least 0");
}

/// What a spreadsheet leaves at the right is no column; what it could not compute is told as such.
#[test]
fn empty_columns_at_the_right_are_passed_over() {
    let copy = Copy::of("scenarios/small");
    let text: String = copy.text("roles").lines().map(|line| format!("{line},,,\n")).collect();
    fs::write(copy.path("roles"), &text).unwrap();
    assert!(Tables::read(copy.0.path(), DataKind::Province).is_ok());
    copy.cell("programs", 3, "seats", "#REF!");
    let faults = copy.faults(DataKind::Province);
    assert!(faults.len() == 1 && faults[0].help.en.contains("could not compute"), "{}", show(&faults));
}

/// Weights out of all proportion are still weights: their sums are numbers.
#[test]
fn weights_are_relative() {
    for weight in ["1e308", "5e-324"] {
        let copy = Copy::of("tests/data/network/dense");
        let text = copy.text("matrix").replacen("fitter,3,1,0", &format!("fitter,{weight},{weight},0"), 1);
        fs::write(copy.path("matrix"), text).unwrap();
        let tables = Tables::read(copy.0.path(), DataKind::Network).unwrap();
        assert!(
            tables.matrix.rows.iter().all(|row| (1.0..100.0).contains(&row.iter().map(|(_, w)| w).sum::<f64>())),
            "{weight}"
        );
    }
}

#[test]
fn rows_that_repeat_or_have_other_widths() {
    let copy = Copy::of("scenarios/small");
    let text = copy.text("specialty_roles");
    let last = text.lines().last().unwrap().to_owned();
    let count = text.lines().count();
    fs::write(copy.path("specialty_roles"), format!("{text}{last}\nx,y\n")).unwrap();
    let faults = copy.faults(DataKind::Province);
    let got: Vec<_> = faults.iter().map(|d| (d.code, d.line, d.column)).collect();
    assert!(got.contains(&("duplicate", count + 1, 1)) && got.contains(&("wrong-cells", count + 2, 1)), "{got:?}");
    assert_eq!(got.len(), 2);
}

#[test]
fn byte_order_mark_crlf_and_quotes_change_nothing() {
    let (plain, windows) = (Copy::of("scenarios/small"), Copy::of("scenarios/small"));
    let text = windows.text("regions");
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\n', "\r\n");
    fs::write(windows.path("regions"), format!("\u{feff}{text},,,,,,,,,\r\n")).unwrap();
    let a = Tables::read(plain.0.path(), DataKind::Province).unwrap();
    let b = Tables::read(windows.0.path(), DataKind::Province).unwrap();
    for column in ["id", "label_zh", "source"] {
        assert_eq!(a.frame("regions").text(column), b.frame("regions").text(column));
    }
    assert_eq!(a.frame("regions").number("density"), b.frame("regions").number("density"));
}

#[test]
fn a_network_reads_the_same_from_matrix_and_edges() {
    let dense = Tables::read(Path::new("tests/data/network/dense"), DataKind::Network).unwrap();
    let edges = Tables::read(Path::new("tests/data/network/edges"), DataKind::Network).unwrap();
    assert_eq!(dense.matrix, edges.matrix);
    assert_eq!(dense.matrix.rows[0], [(0, 1.0), (1, 3.0)]);
    assert_eq!(dense.targets, None);
    let targets = edges.targets.unwrap();
    assert_eq!((targets.steps, targets.rows[1].clone()), (vec![0, 10], vec![100.0, 84.0, 50.0]));
    assert_eq!(dense.frame("occupations").number("employed"), [100.0, 80.0, 40.0]);
}

#[test]
fn faults_of_a_network() {
    let cases = [
        ("dense", "matrix", "from,welder,fitter", "from,welder,fiter", vec!["broken-reference", "missing-column"]),
        ("dense", "matrix", "fitter,3,1,0", "fitter,-3,1,0", vec!["out-of-bounds"]),
        ("dense", "matrix", "fitter,3,1,0", "fitter,0,0,0", vec!["sum"]),
        ("dense", "matrix", "fitter,3,1,0\n", "", vec!["sum"]),
        ("dense", "matrix", "cook,0,0,5", "fitter,0,0,5", vec!["duplicate", "sum"]),
        ("dense", "matrix", "fitter,3,1,0", "fitter,3,1", vec!["wrong-cells", "sum"]),
        ("edges", "matrix", "fitter,welder,3", "fitter,wleder,3", vec!["broken-reference"]),
        ("edges", "matrix", "fitter,welder,3", "fitter,fitter,3", vec!["duplicate"]),
        ("edges", "targets", "10,50", "0,50", vec!["out-of-bounds"]),
        ("edges", "targets", "step,", "month,", vec!["unknown-column"]),
    ];
    for (dir, table, from, to, codes) in cases {
        let copy = Copy::of(&format!("tests/data/network/{dir}"));
        fs::write(copy.path(table), copy.text(table).replacen(from, to, 1)).unwrap();
        let faults = copy.faults(DataKind::Network);
        assert_eq!(faults.iter().map(|d| d.code).collect::<Vec<_>>(), codes, "{to}\n{}", show(&faults));
    }
}

#[test]
fn more_rows_than_can_be_told_apart_are_a_fault() {
    for table in ["regions", "specialty_categories", "specialties"] {
        let copy = Copy::of("scenarios/small");
        let text = copy.text(table);
        let last = text.trim_end().lines().last().unwrap();
        let (id, rest) = last.split_once(',').unwrap();
        let more = (0..300).map(|n| format!("{}_{n},{rest}\n", id.trim_matches('"'))).collect::<String>();
        fs::write(copy.path(table), text.trim_end().to_owned() + "\n" + &more).unwrap();
        let faults = copy.faults(DataKind::Province);
        let fault = faults.iter().find(|f| f.message.of(Language::En).contains("at most 255 rows"));
        assert_eq!(fault.map(|f| (f.line, f.code)), Some((257, "out-of-bounds")), "{table}\n{}", show(&faults));
    }
}

/// Rows without which a province would give wrong results: all that are missing are named at the header.
#[test]
fn rows_that_a_province_needs() {
    let cases: &[(&str, &str, &[&str], &str)] = &[
        ("small", "retirement", &["male,"], "male"),
        ("small", "retirement", &["female,cadre"], "female cadre"),
        ("small", "activity", &["20,24,male", "30,34,male", "70,74,female"], "male 20-24, male 30-34, female 70-74"),
        ("small", "mortality", &["40,female", "41,female", "89,male"], "male 89, female 40-41"),
        ("small", "cohorts", &["1960,", "1962,", "1963,"], "1960, 1962-1963"),
        ("small", "start_enrolment", &["secondary,", "bachelor,3"], "secondary 1-2, bachelor 3"),
        ("small", "distances", &["demo,demo"], "`demo` - `demo`"),
        ("hebei", "distances", &["tangshan,handan"], "`tangshan` - `handan`"),
        ("hebei", "own_account", &["tangshan,", "handan,"], "`tangshan`, `handan`"),
        ("hebei", "technician", &["tangshan,"], "`tangshan`"),
        ("small", "industry_roles", &["steel,"], "`steel`"),
        ("small", "output_paths", &["steel,"], "`steel`"),
        ("small", "occupations", &["smelting_operator_mod,"], "`smelting_operator` modern"),
        ("small", "specialty_roles", &["modern_agronomy,"], "`modern_agronomy`"),
    ];
    for (province, table, deleted, named) in cases {
        let copy = Copy::of(&format!("scenarios/{province}"));
        let text = copy.text(table);
        let kept = text.lines().filter(|line| !deleted.iter().any(|row| line.starts_with(row)));
        fs::write(copy.path(table), kept.map(|line| format!("{line}\n")).collect::<String>()).unwrap();
        let faults = copy.faults(DataKind::Province);
        let [d] = &faults[..] else { panic!("{table}\n{}", show(&faults)) };
        assert_eq!(
            (d.code, d.line, d.message.en.as_str()),
            ("missing-row", 1, &*format!("the table lacks rows: {named}"))
        );
        assert!(!d.help.en.is_empty() && d.message.zh.contains(named));
    }
}

/// The final year of a course, the outside region and years within a path may be left out; the order of rows is free.
#[test]
fn rows_that_a_province_does_not_need() {
    let copy = Copy::of("scenarios/small");
    for (table, row) in [
        ("start_enrolment", "general,3"),
        ("distances", "beijing_tianjin"),
        ("output_paths", "steel,2030"),
        ("own_account_path", "2030"),
    ] {
        let text = copy.text(table);
        let (header, rows) = text.trim_start_matches('\u{feff}').split_once('\n').unwrap();
        let rows = rows.lines().rev().filter(|line| !line.starts_with(row));
        let rows: String = rows.map(|line| format!("{line}\n")).collect();
        fs::write(copy.path(table), format!("{header}\n{rows}")).unwrap();
    }
    assert_eq!(show(&copy.faults(DataKind::Province)), "");
}

#[test]
fn regions_outside_have_none_of_the_people() {
    let copy = Copy::of("scenarios/small");
    copy.cell("regions", 2, "population_share", "0.9");
    copy.cell("regions", 3, "population_share", "0.1");
    let faults = copy.faults(DataKind::Province);
    assert_eq!(
        faults.iter().map(|d| (d.code, d.line)).collect::<Vec<_>>(),
        [("out-of-bounds", 3)],
        "{}",
        show(&faults)
    );
}

#[test]
fn a_large_matrix_is_read_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let n = 464;
    let mut occupations = String::from("id,employed,unemployed,vacancies,final_demand\n");
    let mut matrix = String::from("from");
    (0..n).for_each(|i| matrix += &format!(",o{i}"));
    for i in 0..n {
        occupations += &format!("o{i},100,5,5,105\n");
        matrix += &format!("\no{i}");
        (0..n).for_each(|j| matrix += &format!(",{}", (i * 31 + j * 17) as f64 / 1000.0));
    }
    fs::write(dir.path().join("occupations.csv"), occupations).unwrap();
    fs::write(dir.path().join("matrix.csv"), matrix).unwrap();
    let tables = Tables::read(dir.path(), DataKind::Network).unwrap();
    assert_eq!(tables.matrix.rows[463].len(), n);
    assert_eq!(tables.matrix.rows[1][0], (0, 0.031));
}

/// Yes and no are told with the number that means them, and nothing else is guessed.
#[test]
fn yes_and_no_are_not_mistaken() {
    for (word, help) in [("是", "`1`"), ("否", "`0`"), ("no", "`0`"), ("maybe", "1 is yes, 0 is no")] {
        let copy = Copy::of("scenarios/small");
        copy.cell("regions", 2, "outside", word);
        let faults = copy.faults(DataKind::Province);
        assert!(faults.len() == 1 && faults[0].help.en.contains(help), "{word}\n{}", show(&faults));
    }
}

/// Who is not there cannot be enrolled: students of a school year beyond the people of its age are told, with the age.
#[test]
fn students_are_people() {
    let copy = Copy::of("scenarios/small");
    copy.cell("start_enrolment", 2, "students", "5000");
    let faults = load(&[copy.0.path().join("baseline.toml")], &[]).unwrap_err();
    let [fault] = &faults[..] else { panic!("{}", show(&faults)) };
    assert!(fault.code == "contradiction" && fault.message.en.contains("aged 16"), "{}", show(&faults));
}

/// Enterprises of one post each are as many as posts.
#[test]
fn an_enterprise_may_have_one_post() {
    let enterprises = |mean: &str| {
        let copy = Copy::of("scenarios/small");
        for line in 2..=copy.text("industries").lines().count() {
            copy.cell("industries", line, "mean_firm_size", mean);
            copy.cell("industries", line, "firm_size_max", "1000");
        }
        let scenarios =
            load(&[copy.0.path().join("baseline.toml")], &[]).unwrap_or_else(|faults| panic!("{}", show(&faults)));
        let model = build(&scenarios[0], 1, 0, Arm::Seed);
        World::new(&model, Draws::new(1, 0)).enterprises.len() as f64
    };
    let (one, two) = (enterprises("1"), enterprises("2"));
    assert!((one / two - 2.0).abs() < 0.01, "{one} of one post, {two} of two");
}
