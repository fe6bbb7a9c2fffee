//! Letters that the built-in font lacks (Arabic, Chinese, signs), drawn with the fonts of this computer: words in their
//! direction, letters joined as their script asks.

use super::font::{self, Pen};
use fontdb::{Database, Style};
use rustybuzz::{Direction, Face, UnicodeBuffer};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tiny_skia::{Path, PathBuilder};
use unicode_bidi::{BidiInfo, Level};

/// A font of this computer in memory.
struct Loaded {
    bytes: Vec<u8>,
    index: u32,
}

/// The fonts of this computer, in the order in which they are asked for a letter, and which has which letter.
struct Fonts {
    database: Database,
    order: Vec<fontdb::ID>,
    loaded: Mutex<BTreeMap<usize, Arc<Loaded>>>,
    known: Mutex<BTreeMap<char, Option<usize>>>,
}

/// They are looked for when a letter first lacks, which most studies never ask for.
fn fonts() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    FONTS.get_or_init(|| {
        let mut database = Database::new();
        database.load_system_fonts();
        let mut order: Vec<_> = database
            .faces()
            .map(|face| {
                let family = face.families.first().map(|(name, _)| name.clone()).unwrap_or_default();
                let rank =
                    (face.style != Style::Normal, face.weight.0.abs_diff(400), !family.contains("Sans"));
                (rank, family, face.post_script_name.clone(), face.index, face.id)
            })
            .collect();
        order.sort_by(|a, b| (&a.0, &a.1, &a.2, a.3).cmp(&(&b.0, &b.1, &b.2, b.3)));
        let order = order.into_iter().map(|(.., id)| id).collect();
        Fonts { database, order, loaded: Mutex::default(), known: Mutex::default() }
    })
}

impl Fonts {
    /// The place of the first font that can draw a letter: one that has its outline.
    fn with(&self, c: char) -> Option<usize> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        *known.entry(c).or_insert_with(|| {
            let draws = |id: &fontdb::ID| {
                let has = |data: &[u8], index: u32| {
                    let face = ttf_parser::Face::parse(data, index).ok()?;
                    face.glyph_bounding_box(face.glyph_index(c)?)
                };
                self.database.with_face_data(*id, has).flatten().is_some()
            };
            self.order.iter().position(draws)
        })
    }

    fn load(&self, place: usize) -> Option<Arc<Loaded>> {
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(font) = loaded.get(&place) {
            return Some(Arc::clone(font));
        }
        let copy = |data: &[u8], index: u32| Arc::new(Loaded { bytes: data.to_vec(), index });
        let font = self.database.with_face_data(*self.order.get(place)?, copy)?;
        loaded.insert(place, Arc::clone(&font));
        Some(font)
    }
}

/// Which font draws a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    BuiltIn,
    System(usize),
    /// None on this computer: a box.
    None,
}

/// What joins or marks the letter before it and has no font of its own.
fn belongs_to_the_one_before(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{fe00}'..='\u{fe0f}')
        || matches!(c, '\u{1f3fb}'..='\u{1f3ff}')
}

/// A text in pieces of one font each.
fn pieces(text: &str) -> Vec<(Of, String)> {
    let mut pieces: Vec<(Of, String)> = Vec::new();
    for c in text.chars() {
        let of = match pieces.last() {
            Some((of, _)) if belongs_to_the_one_before(c) => *of,
            // A space within a script is of its font.
            Some((of @ Of::System(_), _)) if c == ' ' => *of,
            _ if font::has(c) => Of::BuiltIn,
            _ => fonts().with(c).map_or(Of::None, Of::System),
        };
        match pieces.last_mut() {
            Some((last, piece)) if *last == of => piece.push(c),
            _ => pieces.push((of, c.to_string())),
        }
    }
    pieces
}

/// The letters of a text that no font on this computer draws.
pub(super) fn missing(text: &str) -> BTreeSet<char> {
    let lacking = text.chars().filter(|&c| !font::has(c)).any(|c| !belongs_to_the_one_before(c));
    let pieces = if lacking { pieces(text) } else { Vec::new() };
    let none = pieces.into_iter().filter(|(of, _)| *of == Of::None);
    none.flat_map(|(_, piece)| piece.chars().filter(|&c| !belongs_to_the_one_before(c)).collect::<Vec<_>>())
        .collect()
}

/// The outline of a text that begins at (0, 0), y downwards, and how wide it is; none for spaces.
pub(super) fn outline(text: &str, size: f32) -> (Option<Path>, f32) {
    if text.chars().all(font::has) {
        return font::outline(text, size);
    }
    let mut pen = Pen { path: PathBuilder::new(), x: 0.0, y: 0.0, scale: 1.0 };
    let bidi = BidiInfo::new(text, Some(Level::ltr()));
    for paragraph in &bidi.paragraphs {
        let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let backwards = levels[run.start].is_rtl();
            let mut pieces = pieces(&text[run]);
            if backwards {
                pieces.reverse();
            }
            pieces.iter().for_each(|(of, piece)| draw(&mut pen, *of, piece, size, backwards));
        }
    }
    let width = pen.x;
    (pen.path.finish(), width)
}

/// Draws a piece with its font, and moves on.
fn draw(pen: &mut Pen, of: Of, piece: &str, size: f32, backwards: bool) {
    match of {
        Of::BuiltIn => shaped(pen, font::BYTES, 0, piece, size, backwards),
        Of::System(place) => match fonts().load(place) {
            Some(font) => shaped(pen, &font.bytes, font.index, piece, size, backwards),
            None => font::boxes(pen, piece, size),
        },
        Of::None => {
            let seen: String = piece.chars().filter(|&c| !belongs_to_the_one_before(c)).collect();
            font::boxes(pen, &seen, size);
        }
    }
}

fn shaped(pen: &mut Pen, bytes: &[u8], index: u32, piece: &str, size: f32, backwards: bool) {
    let Some(face) = Face::from_slice(bytes, index) else { return font::boxes(pen, piece, size) };
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(piece);
    buffer.guess_segment_properties();
    buffer.set_direction(if backwards { Direction::RightToLeft } else { Direction::LeftToRight });
    let shaped = rustybuzz::shape(&face, &[], buffer);
    pen.scale = size / face.units_per_em().max(1) as f32;
    for (glyph, at) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
        let start = pen.x;
        pen.x = start + at.x_offset as f32 * pen.scale;
        pen.y = -(at.y_offset as f32 * pen.scale);
        face.outline_glyph(ttf_parser::GlyphId(glyph.glyph_id as u16), pen);
        pen.x = start + at.x_advance as f32 * pen.scale;
    }
    pen.y = 0.0;
}
