//! How far a text that a map gives can be trusted, and its plain form.

/// What a map's answer is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Worth {
    /// Characters that mean something.
    Good,
    /// Private use: means something in its font only.
    Private,
    /// Nothing, control or replacement characters.
    Useless,
}

pub(super) fn worth(text: &str) -> Worth {
    let useless =
        |c: char| c == '\u{FFFD}' || c == '\u{FFFE}' || c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    if text.is_empty() || text.chars().all(useless) {
        Worth::Useless
    } else if text.chars().any(is_private) {
        Worth::Private
    } else {
        Worth::Good
    }
}

pub(super) fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}')
}

/// Spells out ligatures, takes signs of vertical writing as the signs they are, and drops control characters; line ends
/// become spaces. Only where there are any.
pub(in super::super) fn plain(text: String) -> String {
    let odd = |c: char| {
        matches!(c, '\u{FB00}'..='\u{FB06}' | '\u{FE10}'..='\u{FE4F}' | '\u{FEFF}') || c.is_control()
    };
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) || !text.contains(odd) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 2);
    for c in text.chars() {
        match c {
            '\u{FB00}' => out.push_str("ff"),
            '\u{FB01}' => out.push_str("fi"),
            '\u{FB02}' => out.push_str("fl"),
            '\u{FB03}' => out.push_str("ffi"),
            '\u{FB04}' => out.push_str("ffl"),
            '\u{FB05}' | '\u{FB06}' => out.push_str("st"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{FEFF}' => {}
            '\u{FE10}'..='\u{FE4F}' => out.push(level(c)),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// The sign of which this is the form for vertical writing.
fn level(c: char) -> char {
    const FORMS: &str = "︐，︑、︒。︓：︔；︕！︖？︗〖︘〗︙…︰‥︱—︲–︵（︶）︷｛︸｝︹〔︺〕︻【︼】︽《︾》︿〈﹀〉﹁「﹂」﹃『﹄』﹇［﹈］";
    let after = FORMS.chars().skip_while(|form| *form != c).nth(1);
    after.unwrap_or(c)
}

/// Plain characters for the private use codes of the symbol fonts that word processors use for bullets and arrows.
pub(super) fn symbol(c: char, font: &str) -> Option<&'static str> {
    let code = u32::from(c).checked_sub(0xF000).and_then(|code| u8::try_from(code).ok())?;
    let lower = font.to_lowercase();
    if lower.contains("wingdings") {
        return wingdings(code);
    }
    None
}

fn wingdings(code: u8) -> Option<&'static str> {
    Some(match code {
        0x6C | 0x9F => "●",
        0x6E | 0xA7 => "■",
        0x6F | 0xA8 => "□",
        0x71 => "❑",
        0x75 => "◆",
        0x76 => "❖",
        0x77 => "⬥",
        0xB7 => "•",
        0xD8 => "➢",
        0xE0 => "→",
        0xF0 => "⇨",
        0xFB => "✗",
        0xFC => "✓",
        0xFD => "☒",
        0xFE => "☑",
        _ => return None,
    })
}
