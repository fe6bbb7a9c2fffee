//! Characters that cannot be seen but change what is: shown as marks on a page, left out of plain exports.

use crosscut_text::lexicon::invisible;

/// The short name of a character that is invisible or turns the direction of the text around it; `None` for any
/// other. Zero-width joiners, which Indic and Arabic scripts need, count: where they do harm cannot be told.
pub fn name_of(c: char) -> Option<&'static str> {
    invisible::kind(c).map(|(_, name)| name)
}

/// The text without such characters.
pub fn stripped(text: &str) -> String {
    text.chars().filter(|&c| name_of(c).is_none()).collect()
}

/// Appends a text escaped for HTML, for the inside of an element, each such character shown as a mark
/// (`<i class="ctl">RLO</i>`). Soft hyphens are left out: they are how a source breaks lines, and would riddle the text.
pub fn escape_into(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => match name_of(c) {
                Some("SHY") => {}
                Some(name) => {
                    out.push_str("<i class=\"ctl\">");
                    out.push_str(name);
                    out.push_str("</i>");
                }
                None => out.push(c),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_left_out_and_nothing_else() {
        assert_eq!(stripped("a\u{202e}b\u{200b}\u{0}\u{feff}c"), "abc");
        let plain = "Ελλάδα, 🔒 é\tx\ny\u{a0}z";
        assert_eq!(stripped(plain), plain);
    }

    #[test]
    fn escaped_text_is_no_tag_and_hides_nothing() {
        let mut out = String::new();
        escape_into(&mut out, "<b>&\"'\u{202e}x\u{ad}y\0");
        assert_eq!(out, "&lt;b&gt;&amp;&quot;&#39;<i class=\"ctl\">RLO</i>xy<i class=\"ctl\">NUL</i>");
    }
}
