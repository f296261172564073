//! Scenario files to resolved scenarios: the `extends` chain, `--set`, and every fault at once.
//!
//! Layers, lowest first: the parameter table, the root of the chain, …, the file itself, `--set`. A file that several
//! scenarios extend and a directory that several use are read once.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::diagnostic::{self, Diagnostic, Severity};
use super::document::{Document, SaidBy, something_else};
use super::entry::{Entry, Say, in_unit, not_whole};
use super::names::{nearest, perhaps};
use super::parameters::{self, Kind, Parameter, month_text};
use super::resolved::{Given, Label, Origin, Scenario, Setting};
use super::schedule::Schedule;
use super::source::{Fault, SourceText, names_in};
use super::tables::{DataKind, Posterior, Tables, file_in, posterior};
use super::together::{Whole, span};
use crate::base::language::{Text, both};
use crate::base::time::Month;

/// Reads scenario files and everything they extend, and puts each `path=value` of `sets` over every scenario.
///
/// # Errors
/// All faults of all files, in the order of their places.
pub fn load(files: &[PathBuf], sets: &[String]) -> Result<Vec<Scenario>, Vec<Diagnostic>> {
    load_all(files, sets, &[]).scenarios
}

/// Scenarios with what belongs to them and changes no run.
pub struct Loaded {
    /// All faults of all files, in the order of their places.
    pub scenarios: Result<Vec<Scenario>, Vec<Diagnostic>>,
    /// The tables of targets of their provinces, also of those with faults.
    pub targets: BTreeSet<PathBuf>,
}

/// As [`load`], with what options say put over each `path=value`.
pub fn load_all(files: &[PathBuf], sets: &[String], options: &[SaidBy]) -> Loaded {
    let mut loader = Loader::default();
    let faults = &mut loader.faults;
    let mut above: Vec<Document> = sets.iter().map(|set| Document::read_set(set, faults)).collect();
    above.extend(options.iter().map(|said| Document::read_option(said, faults)));
    let scenarios: Vec<Scenario> = files.iter().filter_map(|file| loader.scenario(file, &above)).collect();
    loader.check_ids();
    let Loader { mut faults, targets, .. } = loader;
    if faults.iter().all(|d| d.severity != Severity::Error) {
        return Loaded { scenarios: Ok(scenarios), targets };
    }
    diagnostic::sort(&mut faults);
    Loaded { scenarios: Err(faults), targets }
}

/// Notes what options say that is no value of their parameters.
pub fn check_options(options: &[SaidBy], faults: &mut Vec<Diagnostic>) {
    for said in options {
        Document::read_option(said, faults);
    }
}

/// What is odd about scenarios but stops no run, in the order of places.
pub fn warnings(scenarios: &[Scenario]) -> Vec<Diagnostic> {
    let mut all: Vec<Diagnostic> = scenarios.iter().flat_map(|s| s.warnings.iter().cloned()).collect();
    diagnostic::sort(&mut all);
    all
}

#[derive(Default)]
struct Loader {
    /// By canonical path; `None` if the file cannot be read.
    documents: BTreeMap<PathBuf, Option<Arc<Document>>>,
    /// By canonical paths and kind; `None` if the tables have faults.
    tables: BTreeMap<(Vec<PathBuf>, DataKind), Option<Arc<Tables>>>,
    /// By canonical path; `None` if the table has faults.
    fitted: BTreeMap<PathBuf, Option<Arc<Posterior>>>,
    /// Tables of targets beside tables of provinces.
    targets: BTreeSet<PathBuf>,
    /// The files asked for, in order.
    asked: Vec<Arc<Document>>,
    /// Faults of all files, and what is odd but stops no run.
    faults: Vec<Diagnostic>,
}

/// A file that says something, and the month before which its levers do nothing.
pub(super) struct Layer<'d> {
    pub document: &'d Document,
    pub not_before: Option<Month>,
    origin: fn(&Document, &Range<usize>) -> Origin,
}

fn file_origin(document: &Document, span: &Range<usize>) -> Origin {
    Origin::File { file: document.source.file.clone(), line: document.source.position(span.start).0 }
}

impl Loader {
    fn scenario(&mut self, file: &Path, sets: &[Document]) -> Option<Scenario> {
        let chain = self.chain(file)?;
        let (root, top) = (chain.first()?, chain.last()?.clone());
        self.asked.push(top.clone());
        let last = |f: fn(&Document) -> bool| chain.iter().rev().find(|d| f(d));
        let kind = last(|d| d.kind.is_some()).and_then(|d| d.kind).unwrap_or(Some(DataKind::Province));
        let said: Vec<&Document> = chain.iter().rev().filter(|d| d.data.is_some()).map(|d| &**d).collect();
        let hidden = said.is_empty() && chain.iter().any(|d| d.broken);
        let tables = kind.filter(|_| !hidden).and_then(|kind| self.tables(&said, &top, kind));
        if chain.len() == 1
            && let Some((_, span)) = &top.policies_from
        {
            let message = both!(
                "`policies_from` 推迟情景的改变：须先写 `extends`",
                "`policies_from` delays what a scenario changes: it needs `extends`"
            );
            let found = both!("没有所继承的文件", "a file that extends nothing");
            let help = both!("请加入 extends，或删去此行", "add extends, or delete it");
            let fault = Fault::new("missing-key", message, found, help);
            self.faults.push(top.source.fault(span.clone(), fault));
        }
        let not_before = last(|d| d.policies_from.is_some()).and_then(|d| d.policies_from.clone()).map(|(m, _)| m);
        let below = chain[..chain.len() - 1].iter().rposition(|d| d.baseline).unwrap_or(0);
        let files = chain.iter().enumerate().map(|(i, document)| Layer {
            document,
            not_before: not_before.filter(|_| i > below),
            origin: file_origin,
        });
        let typed = sets.iter().map(|document| document.source.text.clone()).collect();
        let sets = sets.iter().map(|document| Layer { document, not_before: None, origin: |_, _| Origin::Set });
        let fitted_in = last(|d| d.fitted.is_some());
        let fitted = fitted_in.and_then(|document| self.fitted(document));
        let in_file = fitted_in.map(Arc::as_ref).zip(fitted.as_deref());
        let layers: Vec<Layer> = files.chain(sets).collect();
        let given = self.given(&layers, in_file);
        let found = Whole { layers: &layers, given: &given, kind, tables: tables.as_deref() }.check();
        let warnings = found.iter().filter(|d| d.severity != Severity::Error).cloned().collect();
        self.faults.extend(found);
        let id_of = |d: &Document| d.id.clone().map(|(id, _)| id);
        let id = id_of(&top)?;
        let same = Label { zh: id.clone(), en: id.clone() };
        Some(Scenario {
            root: id_of(root).unwrap_or_else(|| id.clone()),
            label: top.label.clone().unwrap_or(same),
            description: top.description.clone().unwrap_or_default(),
            file: top.source.file.clone(),
            is_baseline: top.baseline,
            alone: top.alone,
            sets: typed,
            sources: chain
                .iter()
                .map(|d| (d.source.file.clone(), d.source.hash.clone()))
                .chain(fitted.iter().map(|f| (f.file.clone(), f.hash.clone())))
                .collect(),
            fitted,
            warnings,
            tables: tables?,
            id,
            given,
        })
    }

    /// The file and all it extends, root first.
    fn chain(&mut self, file: &Path) -> Option<Vec<Arc<Document>>> {
        let mut chain = vec![self.document(file, None)?];
        loop {
            let document = chain.last()?.clone();
            let Some((path, span)) = &document.extends else { break };
            let next = self.document(&document.source.beside(path), Some((&document, span)))?;
            if chain.iter().any(|d| Arc::ptr_eq(d, &next)) {
                let mut names: Vec<String> = chain.iter().map(|d| d.source.file.display().to_string()).collect();
                names.push(next.source.file.display().to_string());
                let message = both!("`extends` 首尾相接，成了环", "`extends` runs in a circle");
                let help = both!("请让其中一个独立，不写 extends", "let one of them stand alone, without extends");
                let fault = Fault::new("cycle", message, names.join(" -> "), help);
                self.faults.push(document.source.fault(span.clone(), fault));
                return None;
            }
            chain.push(next);
        }
        chain.reverse();
        Some(chain)
    }

    fn document(&mut self, file: &Path, from: Option<(&Document, &Range<usize>)>) -> Option<Arc<Document>> {
        // By the name in its folder, not by where a link leads: paths in a file are relative to where it is named.
        let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let named = folder.canonicalize().ok().zip(file.file_name()).map(|(folder, name)| folder.join(name));
        let canonical = named.unwrap_or_else(|| file.to_owned());
        if let Some(Some(document)) = self.documents.get(&canonical) {
            return Some(document.clone());
        }
        let document = match SourceText::read(file) {
            Ok(source) => match something_else(&source) {
                Some(fault) => {
                    self.faults.push(fault.of_file(file));
                    None
                }
                None => Some(Arc::new(Document::read(source, &mut self.faults))),
            },
            Err(mut fault) => {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                let asking = from.and_then(|(document, _)| document.source.file.file_name());
                let names = names_in(folder);
                let others = names.iter().filter(|n| asking.is_none_or(|asking| asking != n.as_str()));
                if fault.code == "missing-file"
                    && let Some(near) = nearest(&name, others.map(String::as_str))
                    && near != name
                {
                    fault.help = perhaps(near);
                }
                self.faults.push(match from {
                    Some((document, span)) => {
                        let Fault { code, message, mut help, .. } = fault;
                        if file.to_string_lossy().contains(|c: char| c == '\\' || c.is_control()) {
                            help = both!("路径请用 / 分隔", "write / in paths");
                        }
                        let fault = Fault::new(code, message, file.display().to_string(), help);
                        document.source.fault(span.clone(), fault)
                    }
                    None => fault.of_file(file),
                });
                None
            }
        };
        self.documents.insert(canonical, document.clone());
        document
    }

    /// Tables of the chain; the directory named last overrides those before it.
    fn tables(&mut self, said: &[&Document], top: &Document, kind: DataKind) -> Option<Arc<Tables>> {
        if said.is_empty() {
            let message =
                both!("继承关系中没有一个文件写明数据表目录", "no file of the chain names a directory of tables");
            let help = both!(
                "请在最底层的文件中加入 data = \"…\"，即数据表所在目录",
                "add data = \"…\", the folder of the tables, to the file that others extend"
            );
            self.faults.push(Fault::new("missing-key", message, "", help).of_file(&top.source.file));
            return None;
        }
        let mut dirs = Vec::new();
        for (document, (data, span)) in said.iter().filter_map(|d| Some((d, d.data.as_ref()?))) {
            let dir = document.source.beside(data);
            if !dir.is_dir() {
                let found = dir.display().to_string();
                let message = both!("没有这个数据表目录", "there is no such directory of tables");
                let help = both!("请写目录名（相对于本文件）", "name a folder, relative to this file");
                let fault = Fault::new("missing-file", message, found, help);
                self.faults.push(document.source.fault(span.clone(), fault));
                return None;
            }
            dirs.push(dir);
        }
        if kind == DataKind::Province {
            self.targets.extend(file_in(&dirs, "targets"));
        }
        let canonical: Vec<PathBuf> =
            dirs.iter().map(|dir| dir.canonicalize().unwrap_or_else(|_| dir.clone())).collect();
        let faults = &mut self.faults;
        let read = || match Tables::read_over(&dirs, kind) {
            Ok(tables) => Some(Arc::new(tables)),
            Err(mut found) => {
                faults.append(&mut found);
                None
            }
        };
        self.tables.entry((canonical, kind)).or_insert_with(read).clone()
    }

    /// The table of fitted parameters that a file names.
    fn fitted(&mut self, document: &Document) -> Option<Arc<Posterior>> {
        let (name, span) = document.fitted.as_ref()?;
        let file = document.source.beside(name);
        let canonical = file.canonicalize().unwrap_or_else(|_| file.clone());
        if let Some(known) = self.fitted.get(&canonical) {
            return known.clone();
        }
        let read = if file.is_file() {
            posterior::read(&file)
        } else {
            let message = both!("没有这个拟合参数表", "there is no such table of fitted parameters");
            let help = both!(
                "请写 CSV 文件名（相对于本文件）；`skillsim calibrate` 会写出 posterior.csv",
                "name a CSV file, relative to this file; `skillsim calibrate` writes posterior.csv"
            );
            let fault = Fault::new("missing-file", message, file.display().to_string(), help);
            Err(vec![document.source.fault(span.clone(), fault)])
        };
        let table = read.map(Arc::new).map_err(|mut faults| self.faults.append(&mut faults)).ok();
        self.fitted.insert(canonical, table.clone());
        table
    }

    /// Puts a table of fitted parameters over what is below: the values stay, what varies are its rows.
    fn put_fitted(&mut self, given: &mut [Given], document: &Document, table: &Posterior) {
        let Some((_, span)) = &document.fitted else { return };
        let line = document.source.position(span.start).0;
        for &p in &table.params {
            let below = &mut given[p.0 as usize];
            let (Some((low, high)), Setting::Number(value)) = (table.range(p), &below.setting) else { continue };
            if !(low..=high).contains(value) {
                let path = p.row().path;
                let message = both!(
                    "`{path}` 不在拟合值 {low} 至 {high} 之内",
                    "`{path}` lies outside its fitted values, {low} to {high}"
                );
                let help = both!(
                    "请在本文件中写一个其间的值，如标定得到的 `fitted.toml`",
                    "say a value among them in this file, as the layer `fitted.toml` of a calibration does"
                );
                let fault = Fault::new("out-of-bounds", message, value.to_string(), help);
                self.faults.push(document.source.fault(span.clone(), fault));
            }
            below.spread = Some((low, high));
            below.origin = Origin::Fitted { file: document.source.file.clone(), line };
        }
    }

    /// Composes the layers over the defaults. `fitted`: a table, and the file that names it.
    fn given(&mut self, layers: &[Layer], fitted: Option<(&Document, &Posterior)>) -> Vec<Given> {
        let mut given: Vec<Given> = parameters::all()
            .map(|(_, row)| {
                let setting = match row.kind {
                    Kind::Lever => Setting::Path(Schedule::constant(row.default)),
                    _ => Setting::Number(row.default),
                };
                Given { setting, spread: row.spread, origin: Origin::Default }
            })
            .collect();
        for layer in layers {
            let table = fitted.filter(|(document, _)| std::ptr::eq(*document, layer.document));
            for p in table.iter().flat_map(|(_, table)| &table.params) {
                given[p.0 as usize].spread = None; // the rows take its place
            }
            for entry in layer.document.entries.iter().filter(|e| matches!(e.say, Say::Number { .. })) {
                self.put(&mut given, layer, entry, (Month(0), Month(0)));
            }
            if let Some((document, table)) = table {
                self.put_fitted(&mut given, document, table);
            }
        }
        let span = span(&given);
        for layer in layers {
            for entry in layer.document.entries.iter().filter(|e| matches!(e.say, Say::Lever(_))) {
                self.put(&mut given, layer, entry, span);
            }
        }
        given
    }

    /// Puts one entry over what is below it and checks what comes out in the months of a span.
    fn put(&mut self, given: &mut [Given], layer: &Layer, entry: &Entry, span: (Month, Month)) {
        let row = entry.param.row();
        let below = &mut given[entry.param.0 as usize];
        if below.origin.is_fitted() {
            below.spread = None; // a value said above a fit is meant
        }
        below.origin = (layer.origin)(layer.document, &entry.span);
        let fault = match (&entry.say, &mut below.setting) {
            (Say::Number { value, spread }, Setting::Number(number)) => {
                *number = value.unwrap_or(*number);
                below.spread = spread.unwrap_or(below.spread);
                below.spread.filter(|(lo, hi)| *number < *lo || *number > *hi).map(|(lo, hi)| {
                    let path = row.path;
                    let message = both!(
                        "`{path}` 不在其区间 {lo} 至 {hi} 之内",
                        "`{path}` lies outside its spread, {lo} to {hi}"
                    );
                    let name = path.rsplit('.').next().unwrap_or(path);
                    let help = both!(
                        "请放宽区间：{name} = {{ value = {number}, spread = [..] }}，或去掉区间：spread = []",
                        "widen it: {name} = {{ value = {number}, spread = [..] }}, or drop it: spread = []"
                    );
                    Fault::new("out-of-bounds", message, number.to_string(), help)
                })
            }
            (Say::Lever(course), Setting::Path(path)) => {
                *path = path.clone().then(course.clone(), layer.not_before);
                path_fault(row, path, span)
            }
            _ => None,
        };
        if let Some(fault) = fault {
            self.faults.push(layer.document.source.fault(entry.span.clone(), fault));
        }
    }

    /// Ids of the files asked for differ.
    fn check_ids(&mut self) {
        let mut seen: BTreeMap<&str, &Document> = BTreeMap::new();
        for document in &self.asked {
            let Some((id, span)) = &document.id else { continue };
            if let Some(first) = seen.get(id.as_str()) {
                let file = first.source.file.display();
                let message = both!("编号已被 {file} 使用", "the id is taken by {file}");
                let help = both!("请给其中一个另取编号", "give one of them another id");
                let fault = Fault::new("duplicate", message, format!("{id:?}"), help);
                self.faults.push(document.source.fault(span.clone(), fault));
            } else {
                seen.insert(id, document);
            }
        }
    }
}

/// A path that leaves the bounds of its lever, or has parts of what is counted, in a month of a span.
fn path_fault(row: &Parameter, path: &Schedule, (start, end): (Month, Month)) -> Option<Fault> {
    let (lo, hi) = row.bounds;
    let wrong = |value: f64| !(lo..=hi).contains(&value) || (row.is_whole() && value.fract() != 0.0);
    let month = (0..end - start).map(|m| start + m).find(|m| wrong(path.at(*m)))?;
    let (value, month) = ((path.at(month) * 1e6).round() / 1e6, month_text(month));
    let (name, Text { zh: in_zh, en: in_en }) = (row.path, in_unit(row.unit));
    let found = both!("{month}：{value}", "{value} in {month}");
    if (lo..=hi).contains(&value) {
        let help = both!("请改用 step 或整数的改变", "use a step, or a change to whole numbers");
        return Some(not_whole(name, row.unit, found, help));
    }
    let message = both!(
        "`{name}` 的路径超出范围 {lo} 至 {hi}{in_zh}",
        "the path of `{name}` leaves its bounds, {lo} to {hi}{in_en}"
    );
    let help = both!("请减小改变，或另选月份", "choose a smaller change or another month");
    Some(Fault::new("out-of-bounds", message, found, help))
}
