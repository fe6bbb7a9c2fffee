//! The tuned numbers of the layout: what each means, its unit, and what it was fitted on and when.
//!
//! Fitted by hand, never by search, on these sets; each group names its own:
//! * *typeset*: 16 PDFs of treaties whose text is known, made by seven typesetting programs;
//! * *agreements*: the digests of `data/sample`, and published treaties, EU acts and declarations read page by page;
//! * *odd files*: some 600 damaged and unusual PDFs, judged by two other readers that agree.
//!
//! `cargo bench -p crosscut-extract --bench extract -- --shake` prints what a change of each does on the typeset set.
//! Numbers that are definitions (half of something, the bins of a histogram) or limits of effort are constants where
//! they are used.

/// A length in sizes of the type in question.
type Em = f32;
/// A length in points, 1/72 inch.
type Points = f32;
/// A part of a whole: 0 to 1.
type Share = f32;
/// How often something is longer, larger or wider than something else.
type Times = f32;
/// A number of lines, words, characters, rules …
type Count = usize;

/// How much of a whole some are. Divided, not multiplied: 15 of 25 is exactly the number that is written 0.6.
pub(super) fn share(part: usize, whole: usize) -> Share {
    part as f32 / whole as f32
}

/// A number that can be shaken.
trait Number {
    fn value(&self) -> f32;
    fn scale(&mut self, factor: f32);
}

impl Number for f32 {
    fn value(&self) -> f32 {
        *self
    }

    fn scale(&mut self, factor: f32) {
        *self *= factor;
    }
}

impl Number for usize {
    fn value(&self) -> f32 {
        *self as f32
    }

    /// By one at least, as small counts would not change otherwise.
    fn scale(&mut self, factor: f32) {
        let scaled = (*self as f32 * factor).round() as usize;
        *self = match factor {
            1.0 => *self,
            _ if factor > 1.0 => scaled.max(*self + 1),
            _ => scaled.min(self.saturating_sub(1)),
        };
    }
}

/// Declares the groups, their defaults, and [`Params::each`], which names every number.
macro_rules! params {
    ($(
        $(#[$about:meta])*
        $group:ident: $Group:ident { $($(#[$meaning:meta])* $name:ident: $Unit:ty = $value:expr,)+ }
    )+) => {
        /// The tuned numbers that decide how a PDF's glyphs become lines, columns and paragraphs.
        ///
        /// The default is what the library is tested with. Others are for measuring how much each number matters:
        ///
        /// ```
        /// use crosscut_extract::Params;
        ///
        /// let usual = Params::default();
        /// let (name, value) = usual.numbers()[0];
        /// assert_eq!(usual.scaled(name, 1.2).unwrap().numbers()[0], (name, 1.2 * value));
        /// assert_eq!(usual.scaled("no.such_number", 1.2), None);
        /// ```
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Params {
            $($(#[$about])* pub(super) $group: $Group,)+
        }

        $(
            $(#[$about])*
            #[derive(Clone, Debug, PartialEq)]
            pub(super) struct $Group {
                $($(#[$meaning])* pub(super) $name: $Unit,)+
            }

            impl Default for $Group {
                fn default() -> Self {
                    Self { $($name: $value,)+ }
                }
            }
        )+

        impl Params {
            fn each(&mut self, mut visit: impl FnMut(&'static str, &mut dyn Number)) {
                $($(visit(concat!(stringify!($group), ".", stringify!($name)), &mut self.$group.$name);)+)+
            }
        }
    };
}

impl Params {
    /// Every number with its name, as in `words.gap`.
    pub fn numbers(&self) -> Vec<(&'static str, f32)> {
        let mut numbers = Vec::new();
        self.clone().each(|name, number| numbers.push((name, number.value())));
        numbers
    }

    /// These numbers with one of them multiplied, a count by one at least; `None` where none has that name.
    pub fn scaled(&self, name: &str, factor: f32) -> Option<Self> {
        let mut scaled = self.clone();
        let mut found = false;
        scaled.each(|own, number| {
            if own == name {
                number.scale(factor);
                found = true;
            }
        });
        found.then_some(scaled)
    }
}

params! {
    /// Glyphs to words. Fitted on typeset and agreements, 2026-11-21.
    words: Words {
        /// A wider gap parts two words. Narrow justified spaces are 0.17, kerns stay below 0.1.
        gap: Em = 0.14,
        /// A gap that the content shows as a space parts words from this width.
        shown_gap: Em = 0.03,
        /// Between Han characters and Latin letters or figures a narrower gap is no space; it is a quarter of an em.
        han_gap: Em = 0.35,
        /// A glyph further off the baseline begins a new token.
        baseline: Em = 0.12,
        /// A glyph that reaches back further than this over the word begins a new token.
        overlap: Em = 0.6,
        /// Marks of right-to-left letters stick out of them by this much.
        mark_overhang: Em = 0.1,
        /// A glyph this close to the last one, with its text, is the same drawn again for weight.
        doubled: Em = 0.1,
        /// Narrower glyphs are not taken for ones that are drawn again: two dots are two dots.
        doubled_width: Em = 0.12,
        /// A spacing accent that covers this much of a letter belongs to it.
        accent_overlap: Share = 0.4,
        /// A word's box is cut where the next glyph begins, if that is past this much of the last glyph.
        trim: Share = 0.3,
        /// A digit this narrow against the same digit of its font is a raised figure.
        superior_digit: Share = 0.75,
        /// A digit this narrow against the widest digit of its font is a raised figure.
        superior_font: Share = 0.68,
        /// Side of the squares by which invisible text is compared with visible text.
        shown_cell: Points = 6.0,
        /// Fewer single letters in a row are not letters spaced out for emphasis.
        spaced_letters: Count = 4,
        /// Letters are spaced out for emphasis by at most this much.
        letter_gap: Em = 0.35,
        /// Among spaced-out letters, a gap this much wider than the least parts two words.
        spaced_gap: Times = 1.8,
        /// The least gap of spaced-out letters counts as this, if it is smaller.
        least_letter_gap: Em = 0.1,
    }

    /// Vertical writing drawn as upright letters. Fitted on agreements in Japanese and Chinese, 2026-11-22.
    upright: Upright {
        /// Fewer letters below each other are not a column of text.
        fewest: Count = 4,
        /// The next letter of a column or line is at least this far.
        nearest: Em = 0.8,
        /// … and nearer than this.
        furthest: Em = 1.6,
        /// Letters of a column or line are out of line by less than this.
        aside: Em = 0.2,
    }

    /// Words to rows. Fitted on typeset and agreements, 2026-11-21; overprinted and slanted text on odd files the same
    /// day.
    rows: Rows {
        /// Baselines nearer than this are one row.
        baseline: Em = 0.3,
        /// On scans, which are askew, baselines nearer than this are one row where nothing overlaps.
        askew: Em = 0.5,
        /// What overlaps by less than this does not overlap.
        overlap: Em = 0.3,
        /// Words that cover each other by more than this are printed one over the other: two rows.
        overprint: Em = 0.8,
        /// Words that the content draws one after the other are one piece of a row if the gap is smaller than this …
        piece_gap: Em = 2.0,
        /// … and the next does not begin this much before the end of the last.
        piece_overlap: Em = 1.0,
        /// A small word above its neighbour's baseline by more than this is raised.
        raised: Em = 0.08,
        /// A raised or lowered word is smaller than its neighbour: at most this much of its size.
        script_size: Share = 0.85,
        /// … or a figure of at most this much: the number of a note in small type.
        script_figure: Share = 0.9,
        /// A raised or lowered word is shifted by more than this …
        script_least_shift: Em = 0.04,
        /// … and by less than this.
        script_most_shift: Em = 0.7,
        /// A raised or lowered word reaches over its neighbour by less than this.
        script_overlap: Em = 0.3,
        /// A raised or lowered word is nearer to its neighbour than this.
        script_gap: Em = 0.5,
        /// Words whose size and baseline differ by less than this are in the same type.
        level: Em = 0.1,
        /// A drop capital is larger than the rest of its word by more than this.
        drop_size: Times = 1.7,
        /// A drop capital reaches over the rest of its word by less than this.
        drop_overlap: Em = 0.5,
        /// A drop capital is nearer to the rest of its word than this.
        drop_gap: Em = 1.0,
        /// A drop capital rises above the baseline of its line by less than this much of its own size …
        drop_highest: Share = 0.9,
        /// … and by more than this much of the line's.
        drop_lowest: Em = 0.5,
        /// The same word this close is drawn twice: shadows, fake bold.
        doubled: Em = 0.12,
    }

    /// Tables from rules. Fitted on agreements, 2026-11-21; tables without upright rules on two digests of the sample.
    tables: Tables {
        /// Rules that end this close to each other meet.
        touch: Points = 3.0,
        /// Rules nearer than this are one rule drawn in pieces.
        lane: Points = 1.0,
        /// Rules that reach past the last rule across them by more than this many `touch` bound a cell there.
        overhang: Times = 4.0,
        /// A side of a cell is drawn if rules cover more than this much of it.
        drawn: Share = 0.6,
        /// A table with more than this share of its words cut by upright rules is a drawing.
        crossed: Share = 0.1,
        /// A rule that runs closer to the end of a word than this does not cut it.
        crossing: Points = 2.0,
        /// Words of a cell nearer than this are in one line.
        line: Em = 0.5,
        /// Baselines of cells side by side nearer than this are level.
        level: Points = 2.0,
        /// White above a line from this step on begins a row that no rule bounds.
        white: Em = 1.45,
        /// Where at least this share of the lines is level with one of another cell, each line is a row …
        in_step: Share = 0.9,
        /// … unless this share of the lines inside cells go on with a small letter.
        broken: Share = 0.2,
        /// Rows are higher than this.
        lowest_row: Points = 4.0,
        /// Fewer rows without rules between them are one row of text.
        fewest_rows: Count = 3,
        /// Fewer rules of one width are those of a page: under its header, over its notes.
        open_rules: Count = 4,
        /// Rows between rules are lower than this; rules further apart belong to the page.
        open_highest_row: Points = 160.0,
        /// White between the columns of a table without upright rules is wider than this.
        open_gap: Points = 5.0,
        /// White between the columns of a table without any rules is wider than this …
        aligned_gap: Em = 0.9,
        /// … and that between its lines lower than this.
        aligned_lines: Em = 3.2,
        /// Left edges, right edges or middles of its columns are nearer to each other than this.
        aligned_edge: Em = 0.5,
    }

    /// What a document's type looks like. Fitted on agreements, 2026-11-21.
    page: PageStyle {
        /// Size of the type of a document without text.
        size: Points = 10.0,
        /// Leading of a document without two lines.
        leading: Em = 1.2,
        /// Smaller steps between rows are not leading …
        least_step: Em = 0.8,
        /// … nor are steps from here on.
        most_step: Em = 2.6,
        /// Type below this share of the document's is small: notes, labels.
        small: Share = 0.93,
        /// Share of a page's rows that may begin left, and end right, of the text's usual edges.
        outside: Share = 0.1,
        /// Text in another direction that is shorter than this share of the page's main text is set aside.
        turned: Share = 0.25,
    }

    /// Headers, footers and page numbers. Fitted on agreements, 2026-11-21; numbers inside the text on contracts filed as
    /// web pages.
    running: Running {
        /// Headers and footers that keep their height are within this share of the page's height from its edge.
        zone: Share = 0.22,
        /// Rows of different pages nearer than this are at the same height.
        height: Points = 1.5,
        /// A row further than this from the next one inwards is set apart by white.
        apart: Em = 1.7,
        /// A row whose size differs by more than this from the next one inwards is set apart by its type.
        size: Share = 0.1,
        /// Recognised headers are alike from this share of letter pairs in common.
        alike: Share = 0.7,
        /// Share of the pages on which the number in a header is the same, or grows with the pages.
        counting: Share = 0.6,
        /// Fewer rows at the same place from the edge, but at different heights, repeat each other by chance.
        rank_fewest: Count = 3,
        /// Fewer equal numbers in a header are equal by chance.
        equal_numbers: Count = 3,
        /// On fewer pages than this, a row that is not set apart from the text is not a header, even if most pages have it.
        attached_pages: Count = 4,
        /// Fewer headers than this at different heights are headings that happen to have the same words.
        take_alike: Count = 3,
        /// Letters that a header must have to be taken at another height.
        take_letters: Count = 4,
        /// Numbers inside the text are set apart by steps larger than this.
        flowing_apart: Em = 1.3,
        /// Between two page numbers inside the text are more words than this.
        flowing_words: Count = 60,
        /// Fewer numbers that count up are not page numbers.
        flowing_fewest: Count = 3,
        /// White wider than this parts the number of a page from the words of its header or footer.
        far: Em = 3.0,
        /// A header or footer that one page alone shows is nearer to the edge than this share of the page's height …
        margin: Share = 0.08,
        /// … its baseline is further than this from the text's …
        framed_apart: Em = 2.4,
        /// … and if it has no number, its type is below this share of the document's …
        framed_size: Share = 0.93,
        /// … and it is shorter than this share of the page's width.
        framed_wide: Share = 0.6,
    }

    /// Line numbers in the margin. Fitted on odd files (drafts and court papers), 2026-11-22.
    numbered: Numbered {
        /// Fewer numbers are a list.
        fewest: Count = 5,
        /// White between a number and its line is wider than this.
        gap: Em = 0.8,
        /// Right edges of the numbers differ by less than this.
        aligned: Em = 0.4,
        /// Share of the numbers that count the rows between them.
        counting: Share = 0.8,
        /// The distance of numbers that count blank lines too differs from the usual one by less than this.
        even: Share = 0.06,
    }

    /// Columns and notes in the margin. Fitted on typeset and agreements, 2026-11-21; signatures and rows that run into a
    /// gutter on agreements, 2026-11-22.
    columns: Columns {
        /// A gutter is at least this wide.
        gutter: Em = 0.8,
        /// Smaller gaps, in widths of the narrowest gutter, are spaces between words.
        gap: Share = 0.25,
        /// A row that leaves this much of a gutter white does not narrow it.
        whole: Share = 0.9,
        /// A row that runs into a gutter starts again, on its right, this close to the others (in least gutters).
        squeezed: Share = 0.1,
        /// Fewer rows along a gutter do not show that the others start alike.
        squeezed_fewest: Count = 3,
        /// Rows that run into a gutter are fewer than this share.
        squeezed_rows: Share = 0.2,
        /// Columns are wider than this.
        width: Em = 8.0,
        /// Columns that the content draws one after the other have at least so many lines each …
        drawn_lines: Count = 2,
        /// … that fill more than this share of their width.
        drawn_fill: Share = 0.4,
        /// Columns that the content draws row by row have at least so many lines each …
        mixed_lines: Count = 4,
        /// … that fill more than this share of their width.
        mixed_fill: Share = 0.55,
        /// Text with notes in its margin has at least so many lines …
        margin_lines: Count = 5,
        /// … that fill more than this share of its width …
        margin_fill: Share = 0.5,
        /// … and the notes are narrower than this share of it.
        margin_width: Share = 0.35,
        /// Type of notes in the margin is smaller than this share of the text's.
        margin_size: Share = 0.93,
        /// Blocks of signatures side by side have at least so many rows …
        signature_least: Count = 2,
        /// … and at most so many.
        signature_most: Count = 12,
        /// White between blocks of signatures is at least this wide.
        signature_gap: Em = 4.0,
        /// Middles of the lines of a block of signatures differ by less than this …
        signature_middle: Em = 1.2,
        /// … and their widths by more than this.
        signature_width: Em = 2.0,
        /// Rows on which an article of the same number begins on both sides of a gutter, from which on the sides are one
        /// agreement in two languages. Set by hand.
        version_units: Count = 2,
        /// A row above a gutter that ends, or begins, this far inside it belongs to a column.
        inside: Em = 0.4,
        /// A row above a gutter is near it if the step is smaller than this.
        near: Em = 2.0,
        /// Rows of a paragraph above a gutter are nearer to each other than this …
        paragraph_step: Em = 1.5,
        /// … and the step to the gutter is larger than theirs by this.
        paragraph_end: Times = 1.3,
    }

    /// Lines to paragraphs. Fitted on typeset and agreements, 2026-11-21; titles of several lines, hanging items, ragged
    /// ends and passages set to a narrower measure on agreements, 2026-11-22.
    paragraphs: Paragraphs {
        /// Edges nearer than this are aligned.
        aligned: Em = 0.3,
        /// A line whose start is further in or out than this is indented.
        indent: Em = 0.7,
        /// A first line is indented, or hangs, by less than this.
        most_indent: Em = 4.0,
        /// The second line of a paragraph with an indented first line reaches out by less than this.
        second_outdent: Em = 0.5,
        /// Lines next to a drop capital begin above its lower edge, or below it by less than this.
        drop: Em = 0.3,
        /// Lines whose sizes differ by less than this tell the leading.
        same_size: Share = 0.1,
        /// Smaller steps (in the document's type) are not leading …
        least_step: Em = 0.5,
        /// … nor are larger ones.
        most_step: Em = 4.0,
        /// Fewer steps do not tell the leading of a column.
        steps: Count = 4,
        /// The leading of a column with few lines is at least this.
        least_leading: Em = 0.8,
        /// Steps up to this many times the least are the same leading …
        same_step: Times = 1.08,
        /// … with this much for rounding.
        rounding: Points = 0.3,
        /// Share of the steps that keep the leading.
        leading_share: Share = 0.25,
        /// A line is full where it ends this close to the furthest of its passage.
        full: Em = 0.2,
        /// Passages set to a narrower measure have at least so many lines …
        narrow_lines: Count = 4,
        /// … that end this far before the column does.
        narrow_room: Em = 5.0,
        /// A line of such a passage is long if it misses this share of its measure, or less.
        narrow_ragged: Share = 0.2,
        /// Share of its lines that are long.
        narrow_long: Share = 0.6,
        /// Share of its lines that go on with a small letter.
        narrow_inner: Share = 1.0 / 3.0,
        /// A centred line has more white than this on both sides …
        centred_white: Em = 1.5,
        /// … which differs by less than this.
        centred_skew: Em = 0.8,
        /// Lines that start within this of each other …
        centred_aligned: Em = 0.2,
        /// … and end further apart than this are set left, not centred.
        centred_ragged: Em = 0.5,
        /// So many lines before and after are looked at for that.
        centred_near: Count = 6,
        /// So many lines that start alike and end apart show that none is centred.
        centred_fewest: Count = 2,
        /// A line that goes on below a centred one starts this close to the edge of the column …
        set_in_edge: Em = 0.5,
        /// … or is off its middle by more than this …
        set_in_skew: Em = 1.5,
        /// … at a smaller step than this.
        set_in_step: Em = 1.8,
        /// A line of hyphens at a larger step than this (in leadings) parts paragraphs.
        typed_rule: Times = 1.7,
        /// A line is full if the next word, and this much, would not fit after it.
        word_room: Em = 0.25,
        /// A line is short if the next word and more than this would fit after it.
        short: Em = 0.8,
        /// Lines whose sizes differ by more than this are different paragraphs.
        other_size: Share = 0.12,
        /// Bold lines whose sizes differ by more than this are different headings.
        heading_size: Share = 0.05,
        /// A line above the last one by more than this begins a new column.
        back_up: Em = 0.3,
        /// A larger step (in leadings) begins a paragraph …
        step: Times = 1.22,
        /// … or, where the sentence goes on, one larger than this.
        reading_step: Times = 1.7,
        /// A line that fills more than this share of its measure is long.
        long: Share = 0.6,
        /// Lines of a title are nearer to each other than this.
        title_step: Em = 1.4,
        /// The text of a hanging item is at least this far from its marker.
        marker_gap: Em = 0.3,
    }

    /// Headings and notes in the margin. Fitted on agreements, 2026-11-21 and 2026-11-22.
    roles: Roles {
        /// Type that is larger than the document's by this is that of a heading.
        large: Times = 1.12,
        /// Type so much larger makes a heading of a line that ends with a colon.
        very_large: Times = 1.5,
        /// Headings have at most so many lines …
        heading_lines: Count = 4,
        /// … and so many characters.
        heading_chars: Count = 220,
        /// The same for what is both bold and larger than the document's type.
        title_lines: Count = 7,
        title_chars: Count = 420,
        /// A line with a full stop and more words than this is a sentence.
        sentence_words: Count = 8,
        /// A line of capitals has more letters than this.
        capitals: Count = 3,
        /// A centred line of at most so many words is a heading.
        centred_words: Count = 12,
        /// A note in the margin belongs to a block whose first line is nearer than this share of its height.
        beside: Share = 0.9,
    }

    /// Footnotes. Fitted on agreements, 2026-11-21.
    notes: Notes {
        /// A rule over notes at the top of a column is looked for up to this far above them.
        above: Em = 4.0,
        /// A rule this close below a baseline underlines the line.
        underline: Em = 0.35,
        /// A rule over notes is longer than this …
        rule_least: Em = 2.0,
        /// … and shorter than this share of the column …
        rule_most: Share = 0.7,
        /// … which counts as this wide, if it is narrower.
        narrowest_column: Em = 10.0,
        /// A rule over notes reaches into their first line by less than this.
        rule_overlap: Em = 0.4,
        /// A rule over notes begins this close to where they begin.
        rule_start: Em = 2.5,
        /// Marks of notes that are symbols have at most so many characters.
        symbols: Count = 3,
        /// Numbers of notes have at most so many digits.
        digits: Count = 3,
    }

    /// Labels of figures. Fitted on odd files, 2026-11-22.
    figures: Figures {
        /// Fewer labels are a caption or a small table.
        labels: Count = 6,
        /// So many shapes among labels make a figure.
        shapes: Count = 3,
        /// Labels of one figure are nearer to each other than this, downwards.
        near: Em = 3.0,
        /// Wider white inside a line parts two labels.
        gap: Em = 3.0,
        /// Labels have at most so many words …
        words: Count = 12,
        /// … or so many, if they end as a sentence does.
        sentence_words: Count = 4,
        /// Shapes as wide as this share of the figure are its frame.
        frame: Share = 0.9,
        /// A picture that is wider and higher than this share of the labels' area is the figure.
        picture: Share = 0.7,
        /// Labels stick out of a figure by less than this.
        overhang: Points = 6.0,
        /// A shape that covers more of a page than this is its background.
        background: Share = 0.7,
    }
}

#[cfg(test)]
mod tests {
    use super::Params;

    #[test]
    fn every_number_has_its_own_name_and_can_be_shaken() {
        let usual = Params::default();
        let numbers = usual.numbers();
        let mut names: Vec<&str> = numbers.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), numbers.len());
        for (at, &(name, value)) in numbers.iter().enumerate() {
            let more = usual.scaled(name, 1.2).map(|params| params.numbers()[at].1);
            let less = usual.scaled(name, 0.8).map(|params| params.numbers()[at].1);
            assert!(more.is_some_and(|more| more > value), "{name}");
            assert!(less.is_some_and(|less| less < value), "{name}");
            assert_eq!(usual.scaled(name, 1.0).as_ref(), Some(&usual), "{name}");
        }
    }
}
