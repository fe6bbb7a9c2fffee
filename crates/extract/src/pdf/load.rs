//! Opens the object layer: lopdf first, then what it left out, then a rebuilt file.

use std::collections::BTreeMap;

use crosscut_text::{Loss, LossKind};
use lopdf::xref::{XrefEntry, XrefRecovery};
use lopdf::{Document, LoadOptions, Object, ObjectId};

use super::lex::is_space;
use super::limits::{OBJECT_STREAM_BYTES, PARSED_OBJECTS, STREAM_BYTES, WORDS};
use super::parse::Parser;
use super::{access, filter, page_tree, repair};
use crate::Options;
use crate::error::ExtractError;

/// The objects of a file.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) document: Document,
    pub(super) losses: Vec<Loss>,
}

/// Marks an object stream that lopdf must leave alone: it is decoded here, within one limit for all of them.
const OURS: &[u8] = b"ObjStm.";

/// Opens a PDF.
///
/// # Errors
/// [`ExtractError::Encrypted`], and [`ExtractError::Damaged`] where no object can be found.
pub(super) fn open(bytes: &[u8], options: &Options) -> Result<Loaded, ExtractError> {
    let start = bytes.windows(5).take(1 << 20).position(|window| window == b"%PDF-").unwrap_or(0);
    let bytes = &bytes[start..];
    let settings = LoadOptions {
        password: options.password.clone(),
        filter: Some(postpone),
        max_decompressed_size: Some(STREAM_BYTES),
        ..LoadOptions::default()
    };
    let dense = words_outside_streams(bytes) > WORDS;
    if packs_encrypted(bytes)
        && let Ok(trial) = rebuilt(bytes, options, true)
        && trial.losses.iter().any(|loss| loss.kind == LossKind::LimitReached)
    {
        return Ok(trial);
    }
    if !dense
        && let Ok(mut document) = Document::load_mem_with_options(bytes, settings)
        && !is_locked(&document)
    {
        let mut losses = Vec::new();
        complete(&mut document, bytes, &mut losses);
        if page_tree::has_pages(&document) {
            return Ok(Loaded { document, losses });
        }
    }
    rebuilt(bytes, options, dense)
}

/// Whether the file is encrypted and packs objects in streams: lopdf unpacks those itself, with no limit for all of them,
/// so that they are tried within ours first.
fn packs_encrypted(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b"/Encrypt").is_some() && memchr::memmem::find(bytes, b"ObjStm").is_some()
}

/// How many words the file holds outside its streams; 0 for a small file, which cannot hold many.
fn words_outside_streams(bytes: &[u8]) -> usize {
    let (mut words, mut rest) = (0, bytes);
    if bytes.len() < 2 * WORDS {
        return 0;
    }
    while !rest.is_empty() {
        let end = memchr::memmem::find(rest, b"stream").unwrap_or(rest.len());
        words += rest[..end].windows(2).filter(|pair| is_space(pair[0]) && !is_space(pair[1])).count();
        let stream = &rest[end..];
        let after = memchr::memmem::find(stream, b"endstream").map_or(stream.len(), |at| at + 9);
        rest = &stream[after..];
    }
    words
}

/// Finds the objects without lopdf. `sound`: nothing is known to be broken.
fn rebuilt(bytes: &[u8], options: &Options, sound: bool) -> Result<Loaded, ExtractError> {
    let mut losses = Vec::new();
    let mut allowance = PARSED_OBJECTS;
    let mut document = repair::scan(bytes, &mut allowance);
    if document.objects.is_empty() {
        return Err(ExtractError::Damaged("it contains no PDF objects".to_owned()));
    }
    if repair::encrypts_text(&document) && !repair::decrypt(&mut document, options.password.as_deref()) {
        return Err(match &options.password {
            Some(given) if !given.is_empty() => ExtractError::WrongPassword,
            _ => ExtractError::Encrypted,
        });
    }
    let wanted = object_streams(&document);
    unpack(&mut document, &wanted, None, &mut allowance, &mut losses);
    repair::find_root(&mut document);
    if allowance == 0 {
        let detail = "the file has more objects than the limit: some text may be missing";
        losses.push(Loss::new(None, LossKind::LimitReached, detail));
    } else if !sound {
        let detail = "its object table was broken and has been rebuilt: text may be missing or out of date";
        losses.push(Loss::new(None, LossKind::Damaged, detail));
    }
    Ok(Loaded { document, losses })
}

fn is_locked(document: &Document) -> bool {
    document.trailer.has(b"Encrypt") && document.encryption_state.is_none()
}

fn object_streams(document: &Document) -> Vec<ObjectId> {
    let streams = document.objects.iter().filter(|(_, object)| {
        object.as_stream().is_ok_and(|stream| stream.dict.has_type(b"ObjStm") || stream.dict.has_type(OURS))
    });
    streams.map(|(id, _)| *id).collect()
}

/// lopdf's hook for each object that it loads: hides object streams from it.
fn postpone(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    if let Object::Stream(stream) = object
        && stream.dict.has_type(b"ObjStm")
    {
        stream.dict.set("Type", Object::Name(OURS.to_vec()));
    }
    Some((id, Object::Null))
}

/// Adds what lopdf did not load: the objects in object streams, and objects that its parser refused.
fn complete(document: &mut Document, bytes: &[u8], losses: &mut Vec<Loss>) {
    let mut allowance = PARSED_OBJECTS;
    let mut containers: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut missing = Vec::new();
    for (&number, entry) in &document.reference_table.entries {
        match *entry {
            XrefEntry::Compressed { container, .. } => containers.entry(container).or_default().push(number),
            XrefEntry::Normal { offset, generation } if number != 0 => {
                // An empty stream has lost its length more often than it is one.
                let there = match document.objects.get(&(number, generation)) {
                    Some(Object::Stream(stream)) => !stream.content.is_empty(),
                    found => found.is_some(),
                };
                if !there {
                    missing.push((number, offset));
                }
            }
            _ => {}
        }
    }
    let mut scan = None;
    for (number, offset) in missing {
        let at = offset as usize;
        let found = repair::object_at(bytes, at, Some(number), &mut allowance);
        let found = found.or_else(|| {
            let scan = scan.get_or_insert_with(|| repair::headers(bytes));
            let at = scan.iter().rev().find(|header| header.id.0 == number)?.at;
            repair::object_at(bytes, at, Some(number), &mut allowance)
        });
        if let Some((id, mut object)) = found {
            if let Some(state) = &document.encryption_state {
                // What cannot be decrypted stays as it is: the damage shows when it is read.
                let _ = lopdf::encryption::decrypt_object(state, id, &mut object);
            }
            document.objects.insert(id, object);
        }
    }
    let ids: Vec<ObjectId> = containers.keys().map(|number| (*number, 0)).collect();
    unpack(document, &ids, Some(&containers), &mut allowance, losses);
    if document.xref_recovery == Some(XrefRecovery::Reconstructed) {
        // Nothing says any more which objects are packed where.
        let all = object_streams(document);
        unpack(document, &all, None, &mut allowance, losses);
        let tail = &bytes[bytes.len().saturating_sub(2048)..];
        if memchr::memmem::find(tail, b"%%EOF").is_none()
            && memchr::memmem::find(tail, b"startxref").is_none()
        {
            let detail = "the end of the file is missing: text may be missing, too";
            losses.push(Loss::new(None, LossKind::Damaged, detail));
        }
    }
}

/// Adds the members of object streams. With `members`, only those that the cross-reference table places there.
fn unpack(
    document: &mut Document,
    ids: &[ObjectId],
    members: Option<&BTreeMap<u32, Vec<u32>>>,
    allowance: &mut usize,
    losses: &mut Vec<Loss>,
) {
    let mut left = OBJECT_STREAM_BYTES;
    let mut stopped = false;
    for id in ids {
        let Some(Object::Stream(stream)) = document.objects.get(id) else { continue };
        let wanted = members.and_then(|members| members.get(&id.0));
        let all_there =
            wanted.is_some_and(|wanted| wanted.iter().all(|n| document.objects.contains_key(&(*n, 0))));
        if all_there {
            continue;
        }
        let decoded = filter::decode(document, stream, left.min(STREAM_BYTES));
        left = left.saturating_sub(decoded.cost);
        stopped |= decoded.flaw == Some(filter::Flaw::TooLong);
        let first = access::integer(document, &stream.dict, b"First").unwrap_or(0);
        let first = usize::try_from(first).unwrap_or(0);
        let mut found = Vec::new();
        let mut index = Parser::new(&decoded.bytes, 0, allowance);
        let mut places = Vec::new();
        while index.pos() < first
            && let (Some(Object::Integer(number)), Some(Object::Integer(at))) =
                (index.object(), index.object())
        {
            places.push((number, at));
        }
        for (number, at) in places {
            let (Ok(number), Ok(at)) = (u32::try_from(number), usize::try_from(at)) else { continue };
            if wanted.is_some_and(|wanted| wanted.binary_search(&number).is_err()) {
                continue;
            }
            let mut parser = Parser::new(&decoded.bytes, first.saturating_add(at), allowance);
            if let Some(object) = parser.object() {
                found.push(((number, 0), object));
            }
            stopped |= parser.stopped;
        }
        for (id, object) in found {
            document.objects.entry(id).or_insert(object);
        }
    }
    if stopped {
        let detail = "the file has more compressed objects than the limit: some text may be missing";
        losses.push(Loss::new(None, LossKind::LimitReached, detail));
    }
}

/// The title in the information dictionary, or in no other place. Some publishers put their own name there.
pub(super) fn title(doc: &Document) -> Option<String> {
    let info = access::dict(doc, &doc.trailer, b"Info")?;
    let written = |key: &[u8]| {
        let text = access::text(access::get(doc, info, key)?)?;
        Some(text.trim_matches(|c: char| c.is_whitespace() || c.is_control()).to_owned())
    };
    let title = written(b"Title").filter(|title| !title.is_empty())?;
    (written(b"Author").as_ref() != Some(&title)).then_some(title)
}
