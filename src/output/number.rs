//! Numbers as decimal text that every program reads alike: no exponent, no `-0`, nothing for NaN.

/// Shortest text that reads back as the same number; empty for NaN and infinities.
pub fn exact(x: f64) -> String {
    if !x.is_finite() {
        return String::new();
    }
    if x == 0.0 { "0".into() } else { format!("{x}") }
}

/// Rounded to `decimals` places, half to even on the decimal text; empty for NaN and infinities.
pub fn rounded(x: f64, decimals: u8) -> String {
    let text = exact(x);
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.as_str()),
    };
    if digits.is_empty() {
        return text;
    }
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let places = decimals as usize;
    let mut kept: Vec<u8> = whole.bytes().chain(fraction.bytes().chain(std::iter::repeat(b'0')).take(places)).collect();
    let dropped = fraction.get(places..).unwrap_or("");
    let up = match dropped.as_bytes() {
        [] => false,
        [b'5', rest @ ..] => rest.iter().any(|d| *d != b'0') || kept.last().is_some_and(|d| d % 2 == 1),
        [first, ..] => *first > b'5',
    };
    if up {
        increment(&mut kept);
    }
    let point = kept.len() - places;
    let text = String::from_utf8(kept).expect("digits");
    let text = if places == 0 { text } else { format!("{}.{}", &text[..point], &text[point..]) };
    if text.bytes().all(|b| matches!(b, b'0' | b'.')) { text } else { format!("{sign}{text}") }
}

/// Adds one to a decimal number in digits.
fn increment(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return;
        }
        *digit = b'0';
    }
    digits.insert(0, b'1');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn exact_text() {
        for (x, text) in [(0.0, "0"), (-0.0, "0"), (1e22, "10000000000000000000000"), (1.5e-7, "0.00000015")] {
            assert_eq!(exact(x), text);
        }
        assert_eq!((exact(f64::NAN), exact(f64::INFINITY)), (String::new(), String::new()));
    }

    #[test]
    fn rounds_half_to_even_on_the_text() {
        for (x, decimals, text) in [
            (0.125, 2, "0.12"),
            (0.135, 2, "0.14"),
            (2.5, 0, "2"),
            (3.5, 0, "4"),
            (-0.0004, 3, "0.000"),
            (-0.0006, 3, "-0.001"),
            (9.9996, 3, "10.000"),
            (0.25000001, 1, "0.3"),
            (-0.01, 3, "-0.010"),
            (1234.0, 1, "1234.0"),
            (f64::NAN, 2, ""),
        ] {
            assert_eq!(rounded(x, decimals), text, "{x} to {decimals}");
        }
    }

    proptest! {
        #[test]
        fn reads_back(bits in any::<u64>()) {
            let x = f64::from_bits(bits);
            prop_assume!(x.is_finite());
            prop_assert_eq!(exact(x).parse::<f64>().unwrap(), x);
            prop_assert!(!exact(x).contains(['e', 'E']));
        }

        #[test]
        fn rounding_moves_by_half_a_place_at_most(x in -1e6f64..1e6, decimals in 0u8..6) {
            let place = (0..decimals).fold(1.0, |place, _| place / 10.0);
            let back: f64 = rounded(x, decimals).parse().unwrap();
            prop_assert!((back - x).abs() <= place * 0.500001);
        }
    }
}
