//! The elements of a state. A copy shares them, so that a state can be kept beside the next one for nothing.

use super::{Element, ElementId};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::{BTreeMap, btree_map};
use std::ops::Index;
use std::sync::Arc;

/// Elements by their ids.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Elements(BTreeMap<ElementId, Arc<Element>>);

/// An element with its id.
type Entry<'e> = (&'e ElementId, &'e Element);

impl Elements {
    /// The element of an id.
    pub fn get(&self, id: &ElementId) -> Option<&Element> {
        self.0.get(id).map(|element| &**element)
    }

    /// Whether there is an element of this id.
    pub fn contains_key(&self, id: &ElementId) -> bool {
        self.0.contains_key(id)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Their ids, in order.
    pub fn keys(&self) -> impl Iterator<Item = &ElementId> {
        self.0.keys()
    }

    /// All of them, in the order of their ids.
    pub fn values(&self) -> impl Iterator<Item = &Element> + Clone {
        self.0.values().map(|element| &**element)
    }

    /// All of them with their ids, in order.
    pub fn iter(&self) -> <&Self as IntoIterator>::IntoIter {
        self.into_iter()
    }

    /// Whether an element is there and the same in another state, which may be one that this was made from.
    pub fn has_same(&self, other: &Self, id: &ElementId) -> bool {
        let both = self.0.get(id).zip(other.0.get(id));
        both.is_some_and(|(a, b)| Arc::ptr_eq(a, b) || a == b)
    }

    pub(crate) fn insert(&mut self, id: ElementId, element: Element) {
        self.0.insert(id, Arc::new(element));
    }

    pub(crate) fn remove(&mut self, id: &ElementId) {
        self.0.remove(id);
    }
}

impl Index<&ElementId> for Elements {
    type Output = Element;

    fn index(&self, id: &ElementId) -> &Element {
        &self.0[id]
    }
}

impl<'e> IntoIterator for &'e Elements {
    type Item = Entry<'e>;
    type IntoIter = std::iter::Map<
        btree_map::Iter<'e, ElementId, Arc<Element>>,
        fn((&'e ElementId, &'e Arc<Element>)) -> Entry<'e>,
    >;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().map(|(id, element)| (id, &**element))
    }
}

impl Serialize for Elements {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self)
    }
}

impl<'de> Deserialize<'de> for Elements {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let elements = BTreeMap::<ElementId, Element>::deserialize(deserializer)?;
        Ok(Self(elements.into_iter().map(|(id, element)| (id, Arc::new(element))).collect()))
    }
}
