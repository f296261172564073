//! A new scenario file: a few lines to fill in, and every policy lever as a comment to switch on.

use super::explain::{allowed, written};
use super::names::id_fault;
use super::parameters::{self, Kind};
use crate::base::language::Text;

/// The text of a scenario called `id` that extends the file `baseline`.
///
/// # Errors
/// What is wrong with the id.
pub fn template(id: &str, baseline: &str) -> Result<String, Text> {
    if let Some(what) = id_fault(id) {
        return Err(what);
    }
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
    for (_, row) in parameters::all().filter(|(_, row)| row.path.starts_with("policy.") || row.kind == Kind::Lever) {
        let Some((this, name)) = row.path.rsplit_once('.') else { continue };
        if this != section {
            section = this;
            text += &format!("\n[{section}]\n");
        }
        text +=
            &format!("# {} · {}  [{}] {}\n# {name} = {}\n", row.zh, row.en, row.unit, allowed(row).en, written(row));
    }
    Ok(text)
}
