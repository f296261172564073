//! Text in columns of a terminal or sheet, where Chinese characters take two places.

/// Places a character takes: 2 for East Asian wide ones (Unicode Annex 11), else 1.
fn places(c: char) -> usize {
    let wide = matches!(c as u32,
        0x1100..=0x115F | 0x2E80..=0x303E | 0x3041..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF
        | 0xFE30..=0xFE4F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD);
    1 + usize::from(wide)
}

pub fn width(text: &str) -> usize {
    text.chars().map(places).sum()
}

/// Filled with spaces or cut, with an ellipsis, to exactly `to` places.
pub fn left(text: &str, to: usize) -> String {
    if width(text) <= to {
        return format!("{text}{}", " ".repeat(to - width(text)));
    }
    let (mut cut, mut used) = (String::new(), 0);
    for c in text.chars() {
        if used + places(c) > to - 1 {
            break;
        }
        used += places(c);
        cut.push(c);
    }
    format!("{cut}…{}", " ".repeat(to - 1 - used))
}

/// Moved to the right of `to` places.
pub fn right(text: &str, to: usize) -> String {
    format!("{}{text}", " ".repeat(to.saturating_sub(width(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_takes_two_places() {
        assert_eq!(width("失业率 1"), 8);
        assert_eq!(left("失业率", 8), "失业率  ");
        assert_eq!(left("失业率", 4), "失… ");
        assert_eq!(left("abcdef", 4), "abc…");
        assert_eq!(right("好", 4), "  好");
    }
}
