//! The sheet that gets printed: indicators down, scenarios across, at the end of the run and on average.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

use super::style::Style;
use super::{Book, cells, sheet_name};
use crate::outcome::dictionary::INDICATORS;
use crate::output::columns::Language;
use crate::output::findings::{self, Finding};
use crate::output::show;

pub fn sheet(book: &Book, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let style = &book.style;
    sheet.set_name(sheet_name(book.say(["并列", "Side by side"])))?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_screen_gridlines(false);
    sheet.set_margins(0.4, 0.4, 0.5, 0.5, 0.3, 0.3);
    sheet.set_footer("&C&P / &N");
    sheet.set_column_width(0, if book.lang == Language::Zh { 26 } else { 34 })?.set_column_width(1, 12)?;

    let order = book.manifest.baseline_first();
    let ids: Vec<&str> = order.iter().map(|&i| book.manifest.scenarios[i].id.as_str()).collect();
    let centred = style.head.clone().set_align(FormatAlign::Center);
    cells::text(sheet, (1, 0), book.say(["指标", "Outcome"]), &style.head)?;
    cells::text(sheet, (1, 1), book.say(["单位", "Unit"]), &style.head)?;
    let blocks = ["end", "mean"];
    let mut col = 2;
    for horizon in blocks {
        let [zh, en] = show::horizon(horizon);
        cells::text(sheet, (0, col), book.lang.of(&zh, &en), &style.heading)?;
        for id in &ids {
            cells::text(sheet, (1, col), &book.name(id), &centred)?;
            sheet.set_column_width(col, 15)?;
            col += 1;
            if *id != book.manifest.baseline {
                cells::text(sheet, (1, col), book.say(["结论", "Verdict"]), &style.head)?;
                sheet.set_column_width(col, 10)?;
                col += 1;
            }
        }
    }
    sheet.set_row_height(1, 30)?;
    let found: Vec<Vec<Vec<Finding>>> = (blocks.iter())
        .map(|horizon| ids.iter().map(|id| findings::findings(book.tables, id, horizon)).collect())
        .collect();
    let mut row = 2;
    for headline in [true, false] {
        for indicator in INDICATORS.iter().filter(|i| i.headline == headline) {
            let of = |list: &[Finding]| list.iter().find(|f| f.indicator.id == indicator.id).copied();
            let all: Vec<Option<Finding>> = found.iter().flatten().map(|list| of(list)).collect();
            if !all.iter().flatten().any(|f| f.mean.is_finite()) {
                continue;
            }
            let format = if headline { style.text.clone().set_bold() } else { style.text.clone() };
            cells::text(sheet, (row, 0), book.lang.of(indicator.label_zh, indicator.label_en), &format)?;
            cells::text(sheet, (row, 1), book.say(show::unit(indicator.unit)), &style.muted)?;
            let mut col = 2;
            for (n, finding) in all.into_iter().enumerate() {
                let is_baseline = ids[n % ids.len()] == book.manifest.baseline;
                if let Some(f) = finding {
                    let number: Format = style.number(&Style::of(f.scale));
                    cells::number(sheet, (row, col), f.mean, &number)?;
                    if !is_baseline {
                        let id = f.verdict.0;
                        let words = format!("{} {}", show::sign(id), book.say(show::verdict(id)));
                        cells::text(sheet, (row, col + 1), words.trim(), style.verdict(id))?;
                    }
                }
                col += if is_baseline { 1 } else { 2 };
            }
            row += 1;
        }
        row += 1;
    }
    sheet.set_freeze_panes(2, 2)?.set_repeat_rows(0, 1)?;
    Ok(())
}
