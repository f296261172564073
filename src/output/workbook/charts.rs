//! Sheets with a native chart beside the numbers it shows.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    Chart, ChartAxisDateUnitType, ChartAxisLabelPosition, ChartEmptyCells, ChartErrorBars, ChartErrorBarsType,
    ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType, ChartMarker, ChartMarkerType,
    ChartRange, ChartSolidFill, Color, Worksheet, XlsxError,
};

use super::style::{BASELINE, INK, MUTED, RULE, SERIES, Style};
use super::{Book, cells, sheet_name};
use crate::base::time::Month;
use crate::outcome::dictionary::Indicator;
use crate::output::findings::{self, Finding};
use crate::output::show::{self, Scale};

fn font(size: u8, colour: Color) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_size(size).set_color(colour);
    font
}

fn dress(chart: &mut Chart, title: &str) {
    chart.title().set_name(title).set_font(font(12, INK).set_bold());
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font(9, INK));
    chart.x_axis().set_font(&font(9, MUTED)).set_format(ChartFormat::new().set_line(ChartLine::new().set_color(RULE)));
    chart.y_axis().set_font(&font(9, MUTED)).set_major_gridlines_line(ChartLine::new().set_color(RULE).set_width(0.5));
    chart.y_axis().set_format(ChartFormat::new().set_no_line());
    chart.chart_area().set_format(ChartFormat::new().set_no_border());
    chart.set_alt_text(title);
}

/// Relative differences of the headline indicators at the end of the run, with their intervals.
pub fn differences(book: &Book, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let (style, manifest) = (&book.style, book.manifest);
    let name = sheet_name(book.say(["差异图", "Differences"]));
    sheet.set_name(&name)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 1).set_screen_gridlines(false);
    let percent = style.number("+0.0%;-0.0%;0.0%");
    let policies = findings::policies(manifest);
    cells::text(sheet, (0, 0), book.say(["主要指标", "Headline outcome"]), &style.head)?;
    sheet.set_column_width(0, 30)?.set_row_height(0, 32)?;
    let headlines = findings::headlines(book.tables);
    for (r, indicator) in headlines.iter().enumerate() {
        cells::text(sheet, (r as u32 + 1, 0), book.lang.of(indicator.label_zh, indicator.label_en), &style.text)?;
    }
    let last = headlines.len() as u32;
    let mut chart = Chart::new_column();
    let mut reach = 0.01f64;
    for (n, &scenario) in policies.iter().enumerate() {
        let id = &manifest.scenarios[scenario].id;
        let found: Vec<Finding> = findings::findings(book.tables, id, "end");
        let first = 1 + 4 * n as u16;
        let heads = [
            book.name(id),
            book.say(["区间上半", "Interval, up"]).to_owned(),
            book.say(["区间下半", "Interval, down"]).to_owned(),
            book.say(["结论", "Verdict"]).to_owned(),
        ];
        for (c, head) in heads.iter().enumerate() {
            cells::text(sheet, (0, first + c as u16), head, &style.head)?;
            sheet.set_column_width(first + c as u16, 12)?;
        }
        for (r, indicator) in headlines.iter().enumerate() {
            let Some(f) = found.iter().find(|f| f.indicator.id == indicator.id) else { continue };
            let part = |x: f64| x / f.baseline.abs();
            let row = r as u32 + 1;
            reach = [f.interval.0, f.interval.1]
                .map(part)
                .into_iter()
                .filter(|x| x.is_finite())
                .fold(reach, |m, x| m.max(x.abs()));
            cells::number(sheet, (row, first), f.relative, &percent)?;
            cells::number(sheet, (row, first + 1), part(f.interval.1 - f.delta), &percent)?;
            cells::number(sheet, (row, first + 2), part(f.delta - f.interval.0), &percent)?;
            let words = format!("{} {}", show::sign(f.verdict.0), book.say(show::verdict(f.verdict.0)));
            cells::text(sheet, (row, first + 3), words.trim(), style.verdict(f.verdict.0))?;
        }
        let of = |col: u16| (name.as_str(), 1, col, last, col);
        let range = |col: u16| ChartRange::new_from_range(&name, 1, col, last, col);
        let custom = ChartErrorBarsType::Custom(range(first + 1), range(first + 2));
        let mut bars = ChartErrorBars::new();
        bars.set_type(custom).set_format(ChartLine::new().set_color(INK).set_width(0.75));
        chart
            .add_series()
            .set_name((name.as_str(), 0, first))
            .set_categories(of(0))
            .set_values(of(first))
            .set_y_error_bars(&bars)
            .set_gap(60)
            .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(SERIES[n % SERIES.len()])));
    }
    let title = book.say([
        "主要指标相对基准的差异（最后12个月，线段为95%区间）",
        "Headline outcomes against the baseline (last 12 months; whiskers: 95 % intervals)",
    ]);
    dress(&mut chart, title);
    // Symmetric and in steps a reader can count, so that no whisker is cut.
    let step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0].into_iter().find(|s| reach <= 4.0 * s).unwrap_or(reach / 4.0);
    let bound = (reach / step).ceil() * step;
    chart.y_axis().set_num_format("0%").set_min(-bound).set_max(bound).set_major_unit(step);
    chart.x_axis().set_label_position(ChartAxisLabelPosition::Low);
    chart.set_width(1000).set_height(420);
    sheet.insert_chart(last + 2, 0, &chart)?;
    Ok(())
}

/// Monthly means by scenario and their ranges, with a line chart on a date axis.
pub fn over_time(book: &Book, sheet: &mut Worksheet, indicator: &'static Indicator) -> Result<(), XlsxError> {
    let style = &book.style;
    let label = book.lang.of(indicator.label_zh, indicator.label_en);
    let name = sheet_name(label);
    sheet.set_name(&name)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    let order = book.manifest.baseline_first();
    let mut months: BTreeMap<Month, BTreeMap<&str, [f64; 3]>> = BTreeMap::new();
    for row in book.tables.get("series").rows().filter(|r| r.text("indicator") == indicator.id) {
        let Some(month) = row.month("month").filter(|_| findings::is_measured(&row)) else { continue };
        let values = ["mean", "q05", "q95"].map(|id| row.number(id));
        months.entry(month).or_default().insert(row.text("scenario_id"), values);
    }
    let scale = Scale::of(indicator.id, indicator.unit, indicator.decimals);
    let number = style.number(&Style::of(scale));
    cells::text(sheet, (0, 0), book.say(["月份", "Month"]), &style.head)?;
    sheet.set_column_width(0, 11)?.set_row_height(0, 32)?.set_freeze_panes(1, 1)?;
    let scenarios = order.len() as u16;
    for (n, &i) in order.iter().enumerate() {
        let scenario = book.name(&book.manifest.scenarios[i].id);
        cells::text(sheet, (0, 1 + n as u16), &scenario, &style.head)?;
        let first = 1 + scenarios + 2 * n as u16;
        for (c, q) in ["5%", "95%"].into_iter().enumerate() {
            cells::text(sheet, (0, first + c as u16), &format!("{scenario} {q}"), &style.head)?;
        }
    }
    for col in 1..=3 * scenarios {
        sheet.set_column_width(col, 14)?;
    }
    for (r, (month, of)) in months.iter().enumerate() {
        let row = r as u32 + 1;
        cells::month(sheet, (row, 0), *month, &style.month)?;
        for (n, &i) in order.iter().enumerate() {
            let Some([mean, low, high]) = of.get(book.manifest.scenarios[i].id.as_str()) else { continue };
            cells::number(sheet, (row, 1 + n as u16), *mean, &number)?;
            let first = 1 + scenarios + 2 * n as u16;
            cells::number(sheet, (row, first), *low, &number)?;
            cells::number(sheet, (row, first + 1), *high, &number)?;
        }
    }

    if months.is_empty() {
        return Ok(());
    }
    let last = months.len() as u32;
    let mut chart = Chart::new_line();
    let dashes =
        [ChartLineDashType::Solid, ChartLineDashType::Dash, ChartLineDashType::DashDot, ChartLineDashType::RoundDot];
    let markers =
        [ChartMarkerType::Circle, ChartMarkerType::Square, ChartMarkerType::Triangle, ChartMarkerType::Diamond];
    let is_sparse = last <= 40;
    for n in 0..order.len() {
        let colour = if n == 0 { BASELINE } else { SERIES[(n - 1) % SERIES.len()] };
        let mut marker = ChartMarker::new();
        match is_sparse {
            true => marker
                .set_type(markers[n % markers.len()])
                .set_size(6)
                .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(colour))),
            false => marker.set_none(),
        };
        chart
            .add_series()
            .set_name((name.as_str(), 0, 1 + n as u16))
            .set_categories((name.as_str(), 1, 0, last, 0))
            .set_values((name.as_str(), 1, 1 + n as u16, last, 1 + n as u16))
            .set_marker(&marker)
            .set_format(
                ChartFormat::new().set_line(
                    ChartLine::new().set_color(colour).set_width(2.0).set_dash_type(dashes[n % dashes.len()]),
                ),
            );
    }
    let unit = book.say(show::unit(indicator.unit));
    let title = if unit.is_empty() { label.to_owned() } else { format!("{label} [{unit}]") };
    dress(&mut chart, &title);
    chart.x_axis().set_date_axis(true).set_num_format("yyyy");
    chart.x_axis().set_major_unit(1).set_major_unit_date_type(ChartAxisDateUnitType::Years);
    chart.x_axis().set_label_position(ChartAxisLabelPosition::Low);
    chart.y_axis().set_num_format(Style::of(scale));
    chart.show_empty_cells_as(ChartEmptyCells::Connected);
    chart.set_width(860).set_height(400);
    sheet.insert_chart(1, 2 + 3 * scenarios, &chart)?;
    Ok(())
}
