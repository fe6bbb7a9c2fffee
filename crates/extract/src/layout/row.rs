//! Tokens to rows: all tokens on one baseline, over the whole width of the sheet.

use super::params::{Rows, Words};
use super::sheet::{Sheet, Token};
use crosscut_text::Rect;

/// Tokens on one baseline, from left to right.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// Indices into the sheet's tokens.
    pub(super) tokens: Vec<u32>,
    pub(super) rect: Rect,
    pub(super) baseline: f32,
    /// Size of most of its type.
    pub(super) size: f32,
    /// The table that this row stands for.
    pub(super) table: Option<u16>,
}

impl Row {
    /// The row of tokens on one baseline; `None` for no token.
    pub(super) fn of(sheet: &Sheet, mut tokens: Vec<u32>) -> Option<Self> {
        tokens.sort_by(|&a, &b| sheet.tokens[a as usize].rect.x.total_cmp(&sheet.tokens[b as usize].rect.x));
        let all = || tokens.iter().map(|&token| &sheet.tokens[token as usize]);
        let rect = all().map(|token| token.rect).reduce(Rect::union)?;
        let main = all()
            .filter(|token| !token.superscript)
            .max_by_key(|token| token.len)
            .or_else(|| all().next())?;
        let (baseline, size) = (main.baseline, main.size);
        Some(Self { rect, baseline, size, table: None, tokens })
    }
}

/// The rows of a sheet from top to bottom, a table counting as one. Raised and lowered tokens and drop capitals join
/// the line that they belong to; text that is drawn twice is taken once.
pub(super) fn rows(sheet: &mut Sheet, tuned: &Rows) -> Vec<Row> {
    settle(&mut sheet.tokens, &sheet.text, tuned);
    let free =
        (0..sheet.tokens.len() as u32).filter(|&at| sheet.tokens[at as usize].table.is_none()).collect();
    let mut rows = cluster(sheet, free, tuned);
    for at in 0..sheet.tables.len() {
        let table = at as u16;
        let order = sheet.tokens.iter().position(|token| token.table == Some(table)).unwrap_or(0) as u32;
        let (rect, size) = (sheet.tables[at].rect, 1.0);
        let place = Token { rect, order, size, baseline: rect.y, table: Some(table), ..Token::default() };
        let tokens = vec![sheet.tokens.len() as u32];
        sheet.tokens.push(place);
        rows.push(Row { tokens, rect, baseline: rect.y, size, table: Some(table) });
    }
    rows.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    rows
}

/// Tokens, given in content order, as rows.
pub(super) fn cluster(sheet: &Sheet, tokens: Vec<u32>, tuned: &Rows) -> Vec<Row> {
    let mut fragments = fragments(&sheet.tokens, tokens, tuned);
    fragments.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut rows: Vec<Row> = Vec::new();
    let mut open: (f32, f32, Vec<u32>) = (f32::NEG_INFINITY, 0.0, Vec::new());
    let mut covered: Vec<(f32, f32)> = Vec::new();
    for (baseline, size, tokens) in fragments {
        let extent = extent(sheet, &tokens);
        let em = size.min(open.1);
        // Scanned lines are askew: the far end of a row may be a little lower than its beginning.
        let over = tuned.overlap * em;
        let is_free = || covered.iter().all(|other| other.1 < extent.0 + over || extent.1 < other.0 + over);
        let step = baseline - open.0;
        if step <= tuned.baseline * em || (step <= tuned.askew * em && is_free()) {
            open.1 = open.1.max(size);
            open.2.extend(tokens);
        } else {
            let finished = std::mem::take(&mut open.2);
            rows.extend(layers(sheet, undoubled(sheet, finished, tuned), tuned));
            open = (baseline, size, tokens);
            covered.clear();
        }
        covered.push(extent);
    }
    rows.extend(layers(sheet, undoubled(sheet, open.2, tuned), tuned));
    rows
}

/// The rows of tokens, given from left to right, on one baseline: one, or several where text is printed over text.
fn layers(sheet: &Sheet, mut tokens: Vec<u32>, tuned: &Rows) -> Vec<Row> {
    let of = |token: u32| &sheet.tokens[token as usize];
    let over = |a: Rect, b: Rect, em: f32| a.right().min(b.right()) - a.x.max(b.x) > tuned.overprint * em;
    let clash = tokens.windows(2).any(|pair| {
        let (a, b) = (of(pair[0]), of(pair[1]));
        over(a.rect, b.rect, a.size.min(b.size))
    });
    if !clash {
        return Row::of(sheet, tokens).into_iter().collect();
    }
    tokens.sort_by_key(|&token| of(token).order);
    let mut layers: Vec<Vec<u32>> = Vec::new();
    for token in tokens {
        let it = of(token);
        // The latest first: what is drawn together belongs together.
        let free = layers.iter_mut().rev().find(|layer| {
            !layer.iter().any(|&other| over(of(other).rect, it.rect, it.size.min(of(other).size)))
        });
        match free {
            Some(layer) => layer.push(token),
            None => layers.push(vec![token]),
        }
    }
    layers.into_iter().filter_map(|layer| Row::of(sheet, layer)).collect()
}

/// Left and right edge of tokens.
fn extent(sheet: &Sheet, tokens: &[u32]) -> (f32, f32) {
    tokens
        .iter()
        .map(|&at| sheet.tokens[at as usize].rect)
        .fold((f32::INFINITY, f32::NEG_INFINITY), |edges, rect| {
            (edges.0.min(rect.x), edges.1.max(rect.right()))
        })
}

/// Runs of tokens that the content draws one after the other on one baseline: mean baseline, size, tokens.
fn fragments(all: &[Token], which: Vec<u32>, tuned: &Rows) -> Vec<(f32, f32, Vec<u32>)> {
    let mut fragments: Vec<(f32, f32, Vec<u32>)> = Vec::new();
    let mut last: Option<&Token> = None;
    for i in which {
        let token = &all[i as usize];
        let follows = last.is_some_and(|last| {
            let em = token.size.max(last.size);
            let gap = token.rect.x - last.rect.right();
            (token.baseline - last.baseline).abs() < tuned.baseline * token.size.min(last.size)
                && gap > -tuned.piece_overlap * em
                && gap < tuned.piece_gap * em
        });
        match fragments.last_mut() {
            Some((baseline, size, run)) if follows => {
                let n = run.len() as f32;
                *baseline = (*baseline * n + token.baseline) / (n + 1.0);
                *size = size.max(token.size);
                run.push(i);
            }
            _ => fragments.push((token.baseline, token.size, vec![i])),
        }
        last = Some(token);
    }
    fragments
}

/// Sets raised and lowered tokens, and drop capitals, on the baseline of their neighbour in the content.
fn settle(tokens: &mut [Token], text: &str, tuned: &Rows) {
    let figure = |token: &Token| {
        let shown = text.get(token.start as usize..(token.start + token.len) as usize).unwrap_or_default();
        !shown.is_empty() && shown.bytes().all(|byte| byte.is_ascii_digit())
    };
    for i in 0..tokens.len() {
        let (token, before) = (&tokens[i], i.checked_sub(1).map(|at| &tokens[at]));
        let after = tokens.get(i + 1);
        let base =
            before
                .filter(|base| is_script(token, base, token.rect.x - base.rect.right(), &figure, tuned))
                .or(after
                    .filter(|base| is_script(token, base, base.rect.x - token.rect.right(), &figure, tuned)));
        if let Some((baseline, size)) = base.map(|base| (base.baseline, base.size)) {
            tokens[i].superscript |= token.baseline < baseline - tuned.raised * size;
            tokens[i].baseline = baseline;
        } else if let Some((baseline, size)) = after
            .filter(|next| is_drop_capital(token, next, text, tuned))
            .map(|next| (next.baseline, next.size))
            && !tokens.get(i + 2).is_some_and(|then| is_level(token, then, tuned))
        {
            let token = &mut tokens[i];
            (token.baseline, token.size, token.dropped) = (baseline, size, true);
        }
    }
}

/// Whether a token goes on in the type and on the baseline of another.
fn is_level(token: &Token, then: &Token, tuned: &Rows) -> bool {
    (token.baseline - then.baseline).abs() < tuned.level * token.size
        && (token.size - then.size).abs() < tuned.level * token.size
}

/// Whether a token is a superscript or subscript of a larger one: small, next to it, a little higher or lower.
fn is_script(token: &Token, base: &Token, gap: f32, figure: &impl Fn(&Token) -> bool, tuned: &Rows) -> bool {
    let shift = (token.baseline - base.baseline).abs();
    let small = token.size <= tuned.script_size * base.size;
    (small
        || token.size <= tuned.script_figure * base.size && token.baseline < base.baseline && figure(token))
        && shift > tuned.script_least_shift * base.size
        && shift < tuned.script_most_shift * base.size
        && gap > -tuned.script_overlap * base.size
        && gap < tuned.script_gap * base.size
}

/// Whether a token is one capital that reaches down over the lines next to it; `next` is the rest of its word.
fn is_drop_capital(token: &Token, next: &Token, text: &str, tuned: &Rows) -> bool {
    let letters = &text[token.start as usize..(token.start + token.len) as usize];
    let gap = next.rect.x - token.rect.right();
    letters.chars().count() <= 2
        && letters.starts_with(char::is_uppercase)
        && token.size > tuned.drop_size * next.size
        && gap > -tuned.drop_overlap * next.size
        && gap < tuned.drop_gap * next.size
        && next.baseline > token.baseline - tuned.drop_highest * token.size
        && next.baseline < token.baseline - tuned.drop_lowest * next.size
}

/// Takes out tokens that show the same text in the same place as another of the row (shadows, fake bold).
fn undoubled(sheet: &Sheet, mut row: Vec<u32>, tuned: &Rows) -> Vec<u32> {
    let of = |token: u32| &sheet.tokens[token as usize];
    row.sort_by(|&a, &b| of(a).rect.x.total_cmp(&of(b).rect.x).then(a.cmp(&b)));
    row.dedup_by(|later, kept| {
        let (later, kept) = (of(*later), of(*kept));
        let near = (later.rect.x - kept.rect.x).abs() < tuned.doubled * kept.size;
        near && later.rect.w > 0.0 && sheet.text_of(later) == sheet.text_of(kept)
    });
    row
}

/// Whether there is a space between two neighbours of a row.
pub(super) fn is_spaced(left: &Token, right: &Token, tuned: &Words) -> bool {
    let em = left.size.max(right.size);
    let gap = right.rect.x - left.rect.right();
    let shown = left.space_after || right.space_before;
    (gap > tuned.gap * em || (shown && gap > tuned.shown_gap * em)) && !left.dropped
}
