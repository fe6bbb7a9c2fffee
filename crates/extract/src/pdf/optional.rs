//! Optional content: which groups a viewer hides when it opens the document.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::access;

/// The groups that are off in the default configuration.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    off: BTreeSet<ObjectId>,
}

impl Hidden {
    /// Reads the default configuration of the catalog.
    pub(super) fn of(doc: &Document) -> Self {
        let properties = access::dict(doc, &doc.trailer, b"Root")
            .and_then(|root| access::dict(doc, root, b"OCProperties"));
        let Some(properties) = properties else { return Self::default() };
        let Some(config) = access::dict(doc, properties, b"D") else { return Self::default() };
        let ids = |dict: &Dictionary, key: &[u8]| {
            let items = access::array(doc, dict, key).unwrap_or_default();
            items.iter().filter_map(|item| item.as_reference().ok()).collect::<BTreeSet<_>>()
        };
        let mut off = ids(config, b"OFF");
        if access::name(doc, config, b"BaseState") == Some(b"OFF") {
            off.extend(ids(properties, b"OCGs"));
            let on = ids(config, b"ON");
            off.retain(|id| !on.contains(id));
        }
        Self { off }
    }

    /// Whether what belongs to `content` (a group or a membership dictionary, as it is written) is hidden.
    pub(super) fn hides(&self, doc: &Document, content: &Object) -> bool {
        if self.off.is_empty() {
            return false;
        }
        if content.as_reference().is_ok_and(|id| self.off.contains(&id)) {
            return true;
        }
        let Some(dict) = access::resolve(doc, content).and_then(access::as_dict) else { return false };
        if !dict.has_type(b"OCMD") {
            return false;
        }
        let Ok(groups) = dict.get(b"OCGs") else { return false };
        let groups: Vec<&Object> = match access::resolve(doc, groups) {
            Some(Object::Array(items)) => items.iter().collect(),
            _ => vec![groups],
        };
        let mut off = groups.iter().map(|group| group.as_reference().is_ok_and(|id| self.off.contains(&id)));
        if groups.is_empty() {
            return false;
        }
        match access::name(doc, dict, b"P") {
            Some(b"AllOn") => off.any(|off| off),
            Some(b"AnyOff") => !off.any(|off| off),
            Some(b"AllOff") => off.any(|off| !off),
            _ => off.all(|off| off),
        }
    }
}
