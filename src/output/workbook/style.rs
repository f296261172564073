//! Formats and colours: one calm palette, the same as on the page.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::output::columns::Language;

pub const INK: Color = Color::RGB(0x1F2933);
pub const MUTED: Color = Color::RGB(0x616E7C);
pub const RULE: Color = Color::RGB(0xD5DAE1);
const HEAD: Color = Color::RGB(0xEDF1F5);

/// Colours that differ without colour vision too (Okabe & Ito 2008), the baseline in grey.
pub const SERIES: [Color; 7] = [
    Color::RGB(0x0072B2),
    Color::RGB(0xD55E00),
    Color::RGB(0x009E73),
    Color::RGB(0xCC79A7),
    Color::RGB(0x56B4E9),
    Color::RGB(0xE69F00),
    Color::RGB(0x000000),
];
pub const BASELINE: Color = Color::RGB(0x8A949E);

pub struct Style {
    font: &'static str,
    pub title: Format,
    pub heading: Format,
    pub text: Format,
    pub wrapped: Format,
    pub muted: Format,
    pub head: Format,
    pub month: Format,
    pub whole: Format,
    pub better: Format,
    pub worse: Format,
    pub unclear: Format,
}

impl Style {
    pub fn new(lang: Language) -> Self {
        let font = lang.of("Microsoft YaHei", "Calibri");
        let base = Format::new()
            .set_font_name(font)
            .set_font_size(10)
            .set_font_color(INK)
            .set_align(FormatAlign::VerticalCenter);
        let word = base.clone().set_indent(1);
        let head = base
            .clone()
            .set_bold()
            .set_background_color(HEAD)
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(MUTED)
            .set_text_wrap();
        Style {
            font,
            title: base.clone().set_bold().set_font_size(18),
            heading: base.clone().set_bold().set_font_size(12),
            text: base.clone(),
            wrapped: base.clone().set_text_wrap().set_align(FormatAlign::Top),
            muted: base.clone().set_font_color(MUTED),
            head,
            month: base.clone().set_num_format("yyyy-mm").set_align(FormatAlign::Left),
            whole: base.clone().set_num_format("0"),
            better: word.clone().set_font_color(Color::RGB(0x00563F)).set_background_color(Color::RGB(0xDDF1EA)),
            worse: word.clone().set_font_color(Color::RGB(0x8A3200)).set_background_color(Color::RGB(0xFBE6D8)),
            unclear: word.set_font_color(MUTED),
        }
    }

    /// A cell with this number format.
    pub fn number(&self, format: &str) -> Format {
        Format::new()
            .set_font_name(self.font)
            .set_font_size(10)
            .set_font_color(INK)
            .set_num_format(format)
            .set_align(FormatAlign::VerticalCenter)
    }

    /// Number format of values with so many decimals; thousands are set apart.
    pub fn decimals(decimals: u8) -> String {
        match decimals {
            0 => "#,##0".into(),
            n => format!("#,##0.{}", "0".repeat(n.into())),
        }
    }

    /// Number format of the values of an indicator.
    pub fn of(scale: crate::output::show::Scale) -> String {
        match scale.share {
            true => match scale.decimals.saturating_sub(2) {
                0 => "0%".into(),
                n => format!("0.{}%", "0".repeat(n.into())),
            },
            false => Self::decimals(scale.decimals),
        }
    }

    /// Format of a cell that holds a verdict or a list.
    pub fn verdict(&self, id: &str) -> &Format {
        match id {
            "better" | "open" => &self.better,
            "worse" | "close" => &self.worse,
            "unclear" | "same" | "none" => &self.unclear,
            _ => &self.text,
        }
    }
}
