//! The pages of a document, with what they inherit.

use std::collections::{BTreeMap, BTreeSet};

use crosscut_text::{Loss, LossKind};
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::access;
use super::limits::{PAGES, SAME_PAGE};

/// A page and the attributes that it inherits from the tree.
#[derive(Clone, Debug)]
pub(super) struct PageNode<'a> {
    pub(super) dict: &'a Dictionary,
    pub(super) resources: Option<&'a Dictionary>,
    /// Left, lower, right, upper edge in user space: crop box cut to the media box.
    pub(super) view: [f64; 4],
    /// Quarter turns clockwise.
    pub(super) turns: u8,
    pub(super) user_unit: f64,
}

#[derive(Clone, Copy, Default)]
struct Inherited<'a> {
    resources: Option<&'a Dictionary>,
    media: Option<[f64; 4]>,
    crop: Option<[f64; 4]>,
    rotate: Option<i64>,
}

/// Deepest page tree.
const DEPTH: usize = 1_000;
/// Most entries of the tree that are looked at.
const LISTED: usize = 200_000;

/// US letter, which readers take where no box is given.
const LETTER: [f64; 4] = [0.0, 0.0, 612.0, 792.0];

/// Whether the tree or the file holds a page at all.
pub(super) fn has_pages(doc: &Document) -> bool {
    // A catalog whose tree is sound is the rule: the walk ends at the first page then.
    !pages(doc, &mut Vec::new()).is_empty()
}

/// All pages in order; from the tree, or, where it leads to none, every page object of the file.
pub(super) fn pages<'a>(doc: &'a Document, losses: &mut Vec<Loss>) -> Vec<PageNode<'a>> {
    let mut walk = Walk {
        doc,
        pages: Vec::new(),
        seen: BTreeSet::new(),
        times: BTreeMap::new(),
        cut: false,
        lost: 0,
        listed: 0,
    };
    let catalog = access::dict(doc, &doc.trailer, b"Root");
    if let Some(root) = catalog.and_then(|catalog| catalog.get(b"Pages").ok()) {
        walk.run(root);
        let root = access::resolve(doc, root).and_then(access::as_dict);
        walk.keep(root.and_then(|root| access::integer(doc, root, b"Count")), losses);
    }
    if walk.cut {
        let detail = format!(
            "the document lists more than {PAGES} pages, the limit, or one page many times: the rest was skipped"
        );
        losses.push(Loss::new(None, LossKind::LimitReached, detail));
    }
    if walk.lost > 0 {
        let detail = format!("{} entries in the list of pages point to no page", walk.lost);
        losses.push(Loss::new(None, LossKind::Damaged, detail));
    }
    if walk.pages.is_empty() {
        walk.all();
        if !walk.pages.is_empty() {
            let detail = "the list of pages is broken: pages are in the order in which the file stores them";
            losses.push(Loss::new(None, LossKind::Damaged, detail));
        }
    }
    walk.pages
}

struct Walk<'a> {
    doc: &'a Document,
    pages: Vec<PageNode<'a>>,
    /// Inner nodes that were entered.
    seen: BTreeSet<ObjectId>,
    /// How often a page was listed.
    times: BTreeMap<ObjectId, u32>,
    cut: bool,
    lost: usize,
    listed: usize,
}

impl<'a> Walk<'a> {
    /// Depth first with an explicit stack: a deep tree must not use up the thread's.
    fn run(&mut self, root: &'a Object) {
        let mut stack = vec![(std::slice::from_ref(root).iter(), Inherited::default())];
        while let Some((kids, inherited)) = stack.last_mut() {
            let inherited = *inherited;
            let Some(object) = kids.next() else {
                stack.pop();
                continue;
            };
            if self.pages.len() >= PAGES || self.listed >= LISTED {
                self.cut = true;
                return;
            }
            self.listed += 1;
            let id = object.as_reference().ok();
            let Some(dict) = access::resolve(self.doc, object).and_then(access::as_dict) else {
                self.lost += 1;
                continue;
            };
            match access::array(self.doc, dict, b"Kids") {
                Some(kids) if !dict.has_type(b"Page") => {
                    if id.is_none_or(|id| self.seen.insert(id)) && stack.len() < DEPTH {
                        stack.push((kids.iter(), inherited.below(self.doc, dict)));
                    }
                }
                _ if dict.has_type(b"Pages") => {}
                _ => self.leaf(dict, id, inherited),
            }
        }
    }

    /// Keeps as many pages as the document says that it has: readers show no more, so no one can cite what follows.
    fn keep(&mut self, count: Option<i64>, losses: &mut Vec<Loss>) {
        let listed = self.pages.len();
        if let Some(count) =
            count.and_then(|count| usize::try_from(count).ok()).filter(|count| (1..listed).contains(count))
        {
            let detail =
                format!("page count says {count} but {listed} are listed; the hidden pages were skipped");
            losses.push(Loss::new(None, LossKind::Damaged, detail));
            self.pages.truncate(count);
        }
    }

    fn leaf(&mut self, dict: &'a Dictionary, id: Option<ObjectId>, inherited: Inherited<'a>) {
        let times = id.map_or(1, |id| {
            let times = self.times.entry(id).or_insert(0);
            *times += 1;
            *times
        });
        if times > SAME_PAGE {
            self.cut = true;
        } else {
            self.pages.push(inherited.page(self.doc, dict));
        }
    }

    /// Every page object, in the order of object numbers.
    fn all(&mut self) {
        for object in self.doc.objects.values().filter_map(access::as_dict) {
            if object.has_type(b"Page") && self.pages.len() < PAGES {
                let inherited = self.parents(object);
                self.pages.push(inherited.page(self.doc, object));
            }
        }
    }

    /// What a page inherits, looked up from below.
    fn parents(&self, page: &'a Dictionary) -> Inherited<'a> {
        let mut chain = Vec::new();
        let mut node = page;
        while chain.len() < 32
            && let Some(parent) = access::dict(self.doc, node, b"Parent")
        {
            chain.push(parent);
            node = parent;
        }
        chain.iter().rev().fold(Inherited::default(), |inherited, dict| inherited.below(self.doc, dict))
    }
}

impl<'a> Inherited<'a> {
    fn below(self, doc: &'a Document, dict: &'a Dictionary) -> Self {
        Self {
            resources: access::dict(doc, dict, b"Resources").or(self.resources),
            media: rectangle(doc, dict, b"MediaBox").or(self.media),
            crop: rectangle(doc, dict, b"CropBox").or(self.crop),
            rotate: access::integer(doc, dict, b"Rotate").or(self.rotate),
        }
    }

    fn page(self, doc: &'a Document, dict: &'a Dictionary) -> PageNode<'a> {
        let own = self.below(doc, dict);
        let media = own.media.unwrap_or(LETTER);
        let view = own.crop.and_then(|crop| intersection(crop, media)).unwrap_or(media);
        let quarter = (own.rotate.unwrap_or(0) as f64 / 90.0).round() as i64;
        let unit = access::number(doc, dict, b"UserUnit").filter(|unit| (0.01..=1000.0).contains(unit));
        PageNode {
            dict,
            resources: own.resources,
            view,
            turns: quarter.rem_euclid(4) as u8,
            user_unit: unit.unwrap_or(1.0),
        }
    }
}

fn rectangle(doc: &Document, dict: &Dictionary, key: &[u8]) -> Option<[f64; 4]> {
    let [x0, y0, x1, y1] = access::numbers(doc, access::array(doc, dict, key)?)?;
    let rect = [x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1)];
    // A page of half a point, or of a million, is a broken entry.
    let usable =
        rect[2] - rect[0] > 0.5 && rect[3] - rect[1] > 0.5 && rect.iter().all(|n: &f64| n.abs() < 1e6);
    usable.then_some(rect)
}

fn intersection(a: [f64; 4], b: [f64; 4]) -> Option<[f64; 4]> {
    let both = [a[0].max(b[0]), a[1].max(b[1]), a[2].min(b[2]), a[3].min(b[3])];
    (both[2] - both[0] > 0.5 && both[3] - both[1] > 0.5).then_some(both)
}
