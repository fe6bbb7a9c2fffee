//! Signs to a tree.

use super::fields::Filter;
use super::lex::{LENGTH, Sign, What, about, cut};
use super::wrong::{Place, Wrong};
use super::{Node, Part, Read};
use crate::SearchError;

/// Groups within groups; nobody types more.
const DEPTH: usize = 64;

/// Reads a query.
///
/// # Errors
/// When it is empty, a quotation mark or a group stays open, an operator has nothing to join, a field is not known.
pub(crate) fn parse(query: &str) -> Result<Read, SearchError> {
    let query = &half_width(query);
    read(query).map_err(|wrong| wrong.in_query(query))
}

/// Signs and letters as wide as Chinese ones, which keyboards of East Asia type, as the usual ones.
fn half_width(query: &str) -> String {
    let usual = |c: char| match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    };
    query.chars().map(usual).collect()
}

fn read(query: &str) -> Result<Read, Wrong> {
    let (mut signs, mut notes) = cut(query)?;
    quieten(&mut signs);
    if let Some(sign) = signs.get(LENGTH) {
        return Err(Wrong::at(sign.at, too_long()));
    }
    let lower = |word: &str| signs.iter().any(|sign| sign.what == What::Leaf(Node::Word(word.into())));
    let found: Vec<&str> = ["and", "or", "not"].into_iter().filter(|word| lower(word)).collect();
    if !found.is_empty() && signs.len() > 1 {
        let capitals = found.join(", ").to_uppercase();
        notes.push(format!(
            "{} in small letters is read as a word: did you mean {capitals}?",
            found.join(", ")
        ));
    }
    let end = query.len();
    let signs = alone(signs, &mut notes).into_iter().peekable();
    let mut reader = Reader { notes, signs, depth: 0, end };
    let node = reader.beside()?;
    let notes = std::mem::take(&mut reader.notes);
    match reader.signs.next() {
        None => Ok(Read { node, notes }),
        Some(sign) => Err(Wrong::at(sign.at, "a closing bracket has no opening one")),
    }
}

/// Makes small letters of words that are all in capitals, where one of them is too long for a name: "PRISE DE DECISION" does
/// not ask for a "DE".
fn quieten(signs: &mut [Sign]) {
    const LONGEST: usize = 6;
    let mut words: Vec<&mut String> = signs
        .iter_mut()
        .filter_map(|sign| match &mut sign.what {
            What::Leaf(Node::Word(word)) => Some(word),
            _ => None,
        })
        .collect();
    let shouts = words.len() > 1 && words.iter().all(|word| !word.chars().any(char::is_lowercase));
    let is_long = |word: &&mut String| word.chars().filter(|c| c.is_alphabetic()).count() > LONGEST;
    if shouts && words.iter().any(is_long) {
        words.iter_mut().for_each(|word| **word = word.to_lowercase());
    }
}

/// What is said of a query that is a text.
pub(crate) fn too_long() -> String {
    format!(
        "it has more than {LENGTH} words and signs: search by example instead, with --like-text or --like-file"
    )
}

/// An operator that is all of the query is a word.
fn alone(signs: Vec<Sign>, notes: &mut Vec<String>) -> Vec<Sign> {
    let [Sign { at, what }] = signs.as_slice() else { return signs };
    let word = match what {
        What::And => "AND",
        What::Or => "OR",
        What::Not => "NOT",
        _ => return signs,
    };
    notes.push(format!("{word} joins nothing here: it is read as a word"));
    vec![Sign { at: *at, what: What::Leaf(Node::Word(word.to_lowercase())) }]
}

struct Reader {
    notes: Vec<String>,
    signs: std::iter::Peekable<std::vec::IntoIter<Sign>>,
    depth: usize,
    end: usize,
}

impl Reader {
    fn place(&mut self) -> usize {
        self.signs.peek().map_or(self.end, |sign| sign.at)
    }

    fn peeked(&mut self) -> Option<&What> {
        self.signs.peek().map(|sign| &sign.what)
    }

    fn skip(&mut self, what: &What) -> bool {
        self.signs.next_if(|sign| sign.what == *what).is_some()
    }

    /// Words side by side, up to the end of the query or group.
    fn beside(&mut self) -> Result<Node, Wrong> {
        let start = self.place();
        let mut parts = Vec::new();
        while let Some(what) = self.peeked() {
            if *what == What::Close {
                break;
            }
            let node = self.either()?;
            let is_free = matches!(
                node,
                Node::Word(_) | Node::Wild(..) | Node::Fuzzy(..) | Node::Any(_) | Node::Beside(_)
            );
            // "(year:2015 OR year:2016)" is asked for as "year:2015" is.
            let must = !is_free || has_fields_only(&node);
            parts.push(match node {
                Node::Beside(mut inner) if inner.len() == 1 && inner[0].must => inner.remove(0),
                node => Part { must, node },
            });
        }
        if parts.is_empty() {
            let what =
                if self.depth == 0 { "it has no word to search for" } else { "a group has no word in it" };
            return Err(Wrong::at(start, what));
        }
        Ok(match parts.as_slice() {
            [Part { must: false, .. }] => parts.remove(0).node,
            _ => Node::Beside(parts),
        })
    }

    fn either(&mut self) -> Result<Node, Wrong> {
        let mut parts = vec![self.both()?];
        while self.skip(&What::Or) {
            self.joins("OR")?;
            parts.push(self.both()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Node::Any(parts) })
    }

    fn both(&mut self) -> Result<Node, Wrong> {
        let mut parts = vec![self.one()?];
        while self.skip(&What::And) {
            self.joins("AND")?;
            parts.push(self.one()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Node::All(parts) })
    }

    /// Refuses an operator that nothing follows.
    fn joins(&mut self, name: &str) -> Result<(), Wrong> {
        match self.peeked() {
            None | Some(What::Close | What::And | What::Or) => {
                Err(Wrong::at(self.place(), format!("{name} has nothing on its right")))
            }
            _ => Ok(()),
        }
    }

    fn one(&mut self) -> Result<Node, Wrong> {
        let at = self.place();
        if self.depth == DEPTH {
            return Err(Wrong::at(at, format!("groups are nested more than {DEPTH} deep")));
        }
        self.depth += 1;
        let node = match self.signs.next().map(|sign| sign.what) {
            Some(What::Leaf(node)) => node,
            Some(What::Not) => match self.peeked() {
                Some(What::Open | What::Not | What::Plus | What::Field(_) | What::Leaf(_)) => {
                    let inner = bare(self.one()?);
                    if matches!(&inner, Node::Beside(parts) if parts.len() > 1) {
                        self.notes.push(
                            "NOT before words side by side leaves out what has all of them: for what has any of them, \
                             join them by OR"
                                .into(),
                        );
                    }
                    Node::Not(Box::new(inner))
                }
                _ => return Err(Wrong::at(at, "NOT has nothing to leave out")),
            },
            Some(What::Plus) => Node::Beside(vec![Part { must: true, node: bare(self.one()?) }]),
            Some(What::Open) => self.group(at)?,
            Some(What::Field(name)) => {
                let open = self.place();
                self.signs.next();
                let inner = self.group(open)?;
                field(&name, inner, at)?
            }
            Some(What::Or) => return Err(Wrong::at(at, "OR has nothing on its left")),
            Some(What::And) => return Err(Wrong::at(at, "AND has nothing on its left")),
            Some(What::Close) | None => return Err(Wrong::at(at, "a word is missing")),
        };
        self.depth -= 1;
        Ok(node)
    }

    fn group(&mut self, at: usize) -> Result<Node, Wrong> {
        let node = self.beside()?;
        if self.skip(&What::Close) {
            Ok(node)
        } else {
            Err(Wrong::at(at, "the opening bracket is never closed"))
        }
    }
}

/// Whether a group holds fields and no word.
pub(crate) fn has_fields_only(node: &Node) -> bool {
    match node {
        Node::Filter(..) => true,
        Node::Any(parts) | Node::All(parts) => parts.iter().all(has_fields_only),
        Node::Beside(parts) => parts.iter().all(|part| has_fields_only(&part.node)),
        Node::Not(inner) => has_fields_only(inner),
        _ => false,
    }
}

/// `+word` inside NOT or AND is the word.
fn bare(node: Node) -> Node {
    match node {
        Node::Beside(mut parts) if parts.len() == 1 => parts.remove(0).node,
        node => node,
    }
}

/// A field before a group: the group is a query of its own, or a list of values.
fn field(name: &str, inner: Node, at: usize) -> Result<Node, Wrong> {
    if matches!(name, "heading" | "defines") {
        return Ok(Node::Filter(about(name, bare(inner)), Place::at(at)));
    }
    let value = |node: &Node| match node {
        Node::Word(value) | Node::Wild(value, _) | Node::Phrase(value, _) => {
            let filter = Filter::read(name, value).map_err(|reason| Wrong::at(at, reason))?;
            Ok(Node::Filter(filter, Place::at(at)))
        }
        _ => Err(Wrong::at(at, format!("{name}: takes values, joined by OR"))),
    };
    match &inner {
        Node::Any(values) => Ok(Node::Any(values.iter().map(value).collect::<Result<_, _>>()?)),
        Node::Beside(parts) => {
            Ok(Node::Any(parts.iter().map(|part| value(&part.node)).collect::<Result<_, _>>()?))
        }
        one => value(one),
    }
}
