//! Chinese numerals as a person counts: 三, 十二, 一百零五.

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const UNITS: [(u16, char); 3] = [(1000, '千'), (100, '百'), (10, '十')];
/// Characters of the longest numeral below 1000, which is as far as articles are counted.
const LONGEST: usize = 7;

/// The value of a numeral.
///
/// ```
/// use crosscut_text::lexicon::chinese;
/// assert_eq!(chinese::read("二十三"), Some(23));
/// assert_eq!(chinese::read("条"), None);
/// ```
pub fn read(token: &str) -> Option<u16> {
    let (mut total, mut digit) = (0_u16, 0_u16);
    if token.chars().count() > LONGEST {
        return None;
    }
    for c in token.chars() {
        if let Some(value) = DIGITS.iter().position(|d| *d == c) {
            digit = u16::try_from(value).ok()?;
        } else {
            let (worth, _) = UNITS.iter().find(|(_, unit)| *unit == c)?;
            total = total.checked_add(digit.max(1) * worth)?;
            digit = 0;
        }
    }
    Some(total + digit)
}

/// A number from 1 to 9999 as a numeral.
///
/// ```
/// use crosscut_text::lexicon::chinese;
/// assert_eq!(chinese::write(105).as_deref(), Some("一百零五"));
/// ```
pub fn write(n: u32) -> Option<String> {
    if n == 0 || n > 9999 {
        return None;
    }
    let mut text = String::new();
    let mut gap = false;
    let units = UNITS.iter().map(|(worth, unit)| (u32::from(*worth), Some(*unit)));
    for (worth, unit) in units.chain([(1, None)]) {
        let digit = n / worth % 10;
        if digit == 0 {
            gap = !text.is_empty();
            continue;
        }
        if gap {
            text.push(DIGITS[0]);
            gap = false;
        }
        // 十二, not 一十二.
        if !(digit == 1 && worth == 10 && text.is_empty()) {
            text.push(DIGITS[digit as usize]);
        }
        text.extend(unit);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_worth_their_number() {
        for n in 1..10_000 {
            let text = write(n).unwrap();
            assert!(text.chars().count() <= LONGEST, "{text}");
            assert_eq!(read(&text).map(u32::from), Some(n), "{text}");
        }
    }
}
