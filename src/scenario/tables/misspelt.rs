//! One id misspelt where it is defined, instead of as many broken references as there are rows that name it.

use std::collections::BTreeMap;

use super::frame::Frame;
use super::read::{Ids, RawTable};
use super::schema::ColumnKind;
use crate::base::language::both;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::names::nearest;
use crate::scenario::source::Fault;

/// Puts one fault for all references to an id that is unknown but near one that no row names.
pub(super) fn gather(
    frames: &BTreeMap<&'static str, Frame>,
    raw: &[RawTable],
    ids: &Ids,
    faults: &mut Vec<Diagnostic>,
) {
    for (table, known) in ids {
        let mut named: BTreeMap<&str, usize> = BTreeMap::new();
        for frame in frames.values() {
            for column in frame.schema.columns().filter(|c| *c.kind.inner().0 == ColumnKind::Ref(table)) {
                frame.text(column.name).iter().for_each(|id| *named.entry(id).or_default() += 1);
            }
        }
        let Some(defined) = raw.iter().find(|t| t.schema.name == *table) else { continue };
        for (&id, rows) in named.iter().filter(|(id, rows)| **rows > 1 && !id.is_empty() && !known.contains_key(**id)) {
            let free = known.keys().map(String::as_str).filter(|id| !named.contains_key(id));
            let Some(near) = nearest(id, free) else { continue };
            let name = format!("`{table}`");
            faults.retain(|d| d.code != "broken-reference" || d.found.en != id || !d.message.en.contains(&name));
            let message = both!(
                "其他各表有 {rows} 行用 `{id}`，没有一行用此编号",
                "{rows} rows of other tables name `{id}`, none names this id"
            );
            let help = both!(
                "如此处写错，请改为 `{id}`；否则请加入此行",
                "write `{id}` here if it is misspelt, else add its row"
            );
            let key = defined.schema.key.first().copied().unwrap_or("id");
            faults.push(defined.place(Some((known[near], key)), Fault::new("broken-reference", message, near, help)));
        }
    }
}
