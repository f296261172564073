//! A new scenario file: a few lines to fill in, and every policy lever as a comment to switch on.

use super::explain::{allowed, written};
use super::parameters::{self, Kind};
use super::resolved::Scenario;

/// The text of a scenario called `id` that extends the file `baseline`, which says `extended`.
pub fn template(id: &str, baseline: &str, extended: &Scenario) -> String {
    let mut text = format!(
        "# A scenario says only what differs from the file it extends.\n\
         # 情景文件只写与所继承文件不同之处。\n\
         extends = {baseline:?}\n\n\
         [scenario]\n\
         id = \"{id}\"\n\
         label = {{ zh = \"{id}\", en = \"{id}\" }}\n\
         description = {{ zh = \"这一情景改变了什么\", en = \"What this scenario changes\" }}\n\
         # policies_from = \"2028-01\"   # before this month every lever follows the baseline · 此月之前与基准一致\n\n\
         # Take away the # before what should differ. A lever is a number, or one of\n\
         # 去掉需要改变的行首的 #。政策可写成一个数，或下列形式之一：\n\
         #   {{ value = 1.2 }}  {{ multiply = 1.2 }}  {{ add = 0.1 }}\n\
         #   {{ step = {{ at = \"2028-01\", multiply = 1.2 }} }}\n\
         #   {{ ramp = {{ from = \"2027-01\", to = \"2029-01\", multiply = 1.2 }} }}\n\
         #   {{ table = [[\"2026-01\", 1.0], [\"2028-01\", 1.1]] }}\n"
    );
    let mut section = "";
    for (p, row) in parameters::all().filter(|(_, row)| row.path.starts_with("policy.") || row.kind == Kind::Lever) {
        let Some((this, name)) = row.path.rsplit_once('.') else { continue };
        if this != section {
            section = this;
            text += &format!("\n[{section}]\n");
        }
        let path = extended.path(p);
        let now = *path.last().unwrap_or(&row.default);
        let changes = match path.iter().any(|x| *x != now) {
            true => format!("; now · 现为 {}", extended.text(p)),
            false => String::new(),
        };
        let (range, value) = (allowed(row).en, written(row, now));
        text += &format!("# {} · {}  [{}] {range}{changes}\n# {name} = {value}\n", row.zh, row.en, row.unit);
    }
    text
}
