//! Annotations that show text on the page: filled-in form fields, stamps, text boxes.

use lopdf::{Dictionary, Document, Object, Stream};

use super::Interpreter;
use crate::pdf::access;
use crate::pdf::matrix::Matrix;

/// Flags of an annotation.
const HIDDEN: i64 = 1 << 1;
const NO_VIEW: i64 = 1 << 5;
/// Flag of a choice field.
const COMBO: i64 = 1 << 17;
/// Most annotations of one page.
const ANNOTATIONS: usize = 2_000;

/// Draws the normal appearance of each annotation that a viewer shows.
pub(super) fn draw(
    interpreter: &mut Interpreter<'_>,
    page: &Dictionary,
    resources: &Dictionary,
    base: Matrix,
) {
    let doc = interpreter.shared.doc;
    let annotations = access::array(doc, page, b"Annots").unwrap_or_default();
    for annotation in annotations.iter().take(ANNOTATIONS) {
        let Some(dict) = access::resolve(doc, annotation).and_then(access::as_dict) else { continue };
        let flags = access::integer(doc, dict, b"F").unwrap_or(0);
        let popup = matches!(access::name(doc, dict, b"Subtype"), Some(b"Popup" | b"Link"));
        let off = dict.get(b"OC").is_ok_and(|content| interpreter.shared.hidden.hides(doc, content));
        if flags & (HIDDEN | NO_VIEW) != 0 || popup || off {
            continue;
        }
        interpreter.state = super::state::State::new(base);
        let form = Form::of(doc, dict);
        match appearance(doc, dict).filter(|_| !(form.stale && form.value.is_some())) {
            Some(stream) => {
                let place = place(doc, dict, stream).unwrap_or(Matrix::IDENTITY);
                interpreter.form(stream, place, resources);
            }
            None => write(interpreter, dict, form.value, base),
        }
    }
}

/// What a form field holds.
struct Form {
    value: Option<String>,
    /// Viewers draw the field anew from its value.
    stale: bool,
}

impl Form {
    fn of(doc: &Document, dict: &Dictionary) -> Self {
        let form =
            access::dict(doc, &doc.trailer, b"Root").and_then(|root| access::dict(doc, root, b"AcroForm"));
        let need = form.and_then(|form| access::get(doc, form, b"NeedAppearances"));
        let stale = matches!(need, Some(Object::Boolean(true)));
        let value = match access::name(doc, dict, b"Subtype") {
            Some(b"Widget") => field_text(doc, dict),
            Some(b"FreeText") => access::get(doc, dict, b"Contents").and_then(access::text),
            _ => None,
        };
        Self { value: value.filter(|text| !text.trim().is_empty()), stale }
    }
}

/// The value of a text or choice field, which may be its parent's.
fn field_text(doc: &Document, dict: &Dictionary) -> Option<String> {
    let inherited = |key: &[u8]| {
        let mut node = dict;
        for _ in 0..16 {
            if let Some(found) = access::get(doc, node, key) {
                return Some(found);
            }
            node = access::dict(doc, node, b"Parent")?;
        }
        None
    };
    let kind = inherited(b"FT").and_then(|kind| kind.as_name().ok());
    if !matches!(kind, Some(b"Tx" | b"Ch")) {
        return None;
    }
    // A list box shows all its choices, a combination box the one that is chosen.
    let flags = inherited(b"Ff").and_then(access::as_integer).unwrap_or(0);
    if kind == Some(b"Ch") && flags & COMBO == 0 {
        let options = inherited(b"Opt").and_then(|options| options.as_array().ok())?;
        let shown =
            options.iter().take(ANNOTATIONS).filter_map(|option| match access::resolve(doc, option)? {
                Object::Array(pair) => access::text(access::resolve(doc, pair.get(1)?)?),
                other => access::text(other),
            });
        return Some(shown.collect::<Vec<_>>().join("\n"));
    }
    match inherited(b"V")? {
        Object::Array(items) => {
            let texts = items.iter().filter_map(|item| access::text(access::resolve(doc, item)?));
            Some(texts.collect::<Vec<_>>().join("\n"))
        }
        Object::Stream(stream) => {
            let decoded = crate::pdf::filter::decode(doc, stream, 1 << 16);
            Some(access::decode_text(&decoded.bytes))
        }
        value => access::text(value),
    }
}

/// Writes a text into the annotation's rectangle, line by line, as a viewer does that draws it itself.
fn write(interpreter: &mut Interpreter<'_>, dict: &Dictionary, text: Option<String>, base: Matrix) {
    let doc = interpreter.shared.doc;
    let rect = access::array(doc, dict, b"Rect").and_then(|items| access::numbers::<4>(doc, items));
    let (Some(text), Some([x0, y0, x1, y1])) = (text, rect) else { return };
    let place = base.bounds(x0, y0, x1, y1);
    let lines = text.lines().count().max(1) as f32;
    interpreter.set_font(None, 10.0);
    let size = (place.h / lines / 1.2).clamp(4.0, 10.0);
    for (number, line) in text.lines().enumerate() {
        interpreter.write_line(line, place.x + 2.0, place.y + (number as f32 * 1.2 + 1.0) * size, size);
    }
}

/// The stream that draws the annotation in its present state.
fn appearance<'a>(doc: &'a Document, dict: &'a Dictionary) -> Option<&'a Stream> {
    let normal = access::get(doc, access::dict(doc, dict, b"AP")?, b"N")?;
    match normal {
        Object::Stream(stream) => Some(stream),
        Object::Dictionary(states) => access::stream(doc, states, access::name(doc, dict, b"AS")?),
        _ => None,
    }
}

/// The map that fits the appearance's box, as its own matrix turns it, to the annotation's rectangle
/// (ISO 32000-1, algorithm 8.1).
fn place(doc: &Document, dict: &Dictionary, stream: &Stream) -> Option<Matrix> {
    let numbers = |dict, key: &[u8]| access::numbers::<4>(doc, access::array(doc, dict, key)?);
    let [x0, y0, x1, y1] = numbers(dict, b"Rect")?;
    let [bx0, by0, bx1, by1] = numbers(&stream.dict, b"BBox")?;
    let matrix = access::matrix(doc, &stream.dict, b"Matrix").unwrap_or(Matrix::IDENTITY);
    let turned = matrix.bounds(bx0, by0, bx1, by1);
    let fit = |from: f32, to: f64| if from.abs() > 1e-6 { to.abs() / f64::from(from) } else { 1.0 };
    let (sx, sy) = (fit(turned.w, x1 - x0), fit(turned.h, y1 - y0));
    let (x, y) = (x0.min(x1), y0.min(y1));
    Some(Matrix::new([sx, 0.0, 0.0, sy, x - f64::from(turned.x) * sx, y - f64::from(turned.y) * sy]))
}
