//! Whether a line that may become a name can be read alone: no verb is left over, and nothing in it points to what was said
//! before it. Closed classes of words tell, from the tables of each language; where there is no table, all lines pass.

use super::line::{Known, bare};
use crosscut_text::Language;
use crosscut_text::form::sense;
use crosscut_text::lexicon::is_conjunction;
use crosscut_text::strength::{is_condition, is_relative, is_that};

/// Words within which a helping verb belongs to the one before it: "may also have".
const GROUP: usize = 2;
/// Words within which "as" makes a measure of "such": "such rules of its own as".
const MEASURE: usize = 4;

/// Whether a line is two that were cut and joined, "Hold office for a term of directors shall be elected", or has a bracket or a
/// quotation that is open.
pub(crate) fn is_broken(line: &[&str], known: Known<'_>) -> bool {
    let text = line.join(" ");
    let odd = text.matches('"').count() % 2 == 1;
    let open = [('(', ')'), ('“', '”'), ('«', '»'), ('[', ']')]
        .iter()
        .any(|&(opens, ends)| text.matches(opens).count() != text.matches(ends).count());
    // "without warranty, express or": what it joins is gone.
    let joins = line.last().is_some_and(|last| is_conjunction(bare(last)));
    odd || open || joins || begins_anew(line, known) || has_verb_left(line, known)
}

/// Whether a sentence of its own begins behind a comma, as after a purpose that lost its "to": "Keep the peace, The Harbour …".
fn begins_anew(line: &[&str], known: Known<'_>) -> bool {
    let is_large = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
    };
    let behind = |pair: &[&str]| pair[0].ends_with(',') && is_large(pair[1]) && known.is_small(bare(pair[1]));
    known.language != Language::German && line.windows(2).any(behind)
}

/// Whether there are more verbs than clauses, as far as helping verbs tell: each but the first needs a word that opens or joins
/// its clause.
fn has_verb_left(line: &[&str], known: Known<'_>) -> bool {
    // German has its verbs in two places.
    let Some(first) = line.first().filter(|_| known.language != Language::German) else { return false };
    let asks = (known.is_verb(bare(first)) || known.is_act(first)) && !known.is_finite(first);
    let mut verbs = usize::from(asks);
    let mut clauses = 1;
    let mut last: Option<usize> = None;
    for (at, word) in line.iter().enumerate() {
        // A heading before a line is no clause.
        let heads = word.ends_with(':') && verbs == usize::from(asks);
        clauses += usize::from(opens_clause(word, known.language) && !heads);
        // "to do business", "as is" in quotation marks.
        let marked = at > 0 && known.marks_infinitive(line[at - 1]);
        if !known.is_finite(word) || marked || word.contains(['"', '“', '”', '«', '»']) {
            continue;
        }
        // "may, without leave of the harbour": the verb that was helped is gone.
        if word.ends_with(',') && !line[at + 1..].iter().any(|word| word.ends_with(',')) {
            return true;
        }
        let same = last.is_some_and(|last| at - last <= GROUP && !opens_clause(line[at - 1], known.language));
        verbs += usize::from(!same);
        last = Some(at);
        if verbs > clauses {
            return true;
        }
    }
    false
}

fn opens_clause(word: &str, language: Language) -> bool {
    is_conjunction(bare(word))
        || is_relative(word, language)
        || is_that(word, language)
        || is_condition(word, language)
        || word.ends_with([';', ':'])
}

/// Whether a line points to what was said before it: "said corporation", "such data", "they"; but "this Convention" is the
/// instrument itself, "such measures as may be necessary" says which, and what the line has named may be pointed to.
pub(crate) fn points_away(line: &[&str], known: Known<'_>) -> bool {
    let Some(words) = known.words else { return false };
    let mut named: Vec<String> = Vec::new();
    for (at, word) in line.iter().enumerate() {
        let word = bare(word);
        // "Make it an offence to": what it is follows.
        let follows = at == 1
            && line.get(2).is_some_and(|next| !known.marks_infinitive(next) && !known.is_aside(&line[2..]));
        if words.is_pronoun(word) && named.is_empty() && !follows {
            return true;
        }
        // "the following code": what it is comes later.
        if at > 0 && words.points_ahead(word) && known.is_small(bare(line[at - 1])) {
            return true;
        }
        if words.points_back(word) && points_to_unnamed(&line[at..], &named, known) {
            return true;
        }
        // "Permit it to sail": the verb names nothing that "it" could be.
        let asks = at == 0 && (known.is_verb(word) || known.is_act(word));
        if !known.is_small(word) && !asks {
            named.push(word.to_lowercase());
        }
    }
    false
}

/// Whether a word that points, the first of some, points to a noun that is none of those named, nor an instrument.
fn points_to_unnamed(line: &[&str], named: &[String], known: Known<'_>) -> bool {
    let hedge = known.is_bound(line);
    let measure =
        line.iter().skip(1).take(MEASURE).any(|word| is_condition(word, known.language) || *word == "as");
    let Some(noun) = line[1..].iter().map(|word| bare(word)).find(|word| !known.is_small(word)) else {
        return !hedge && named.is_empty();
    };
    let senses = known.words.map(|words| words.senses(noun, 1)).unwrap_or_default();
    // "this License"; German writes every noun so.
    let large = known.language != Language::German && noun.starts_with(char::is_uppercase);
    let instrument = large || senses.iter().any(|sense| sense & sense::KIND != 0);
    // "purposes" after "purpose".
    let stem = |word: &str| word.chars().take(word.chars().count().min(5)).collect::<String>();
    let before = named.iter().any(|named| stem(named) == stem(&noun.to_lowercase()));
    !hedge && !measure && !instrument && !before
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosscut_text::form::form_words;

    fn read(text: &str, language: Language, test: fn(&[&str], Known<'_>) -> bool) -> bool {
        let line: Vec<&str> = text.split(' ').collect();
        test(&line, Known { language, words: form_words(language), act: None, actor: None, led: false })
    }

    #[test]
    fn what_was_cut_and_joined_is_no_line() {
        for (text, broken) in [
            ("Keep lamps for a winter of keepers shall be elected by the harbour", true),
            ("It is agreed that the role does not carry a lamp will be carried out by night", true),
            ("The lamps that are lit in winter must be kept", false),
            ("Lamps shall always be lit and keepers must be awake", false),
            ("Ensure that lamps are lit", false),
            ("Keepers may have lit lamps", false),
            ("Keepers may go on to do their work", false),
            ("Keepers may, without leave of the harbour", true),
            ("Keepers may, without leave, light lamps", false),
            ("Lamps are given \"as is\"", false),
            ("Lamps are given without warranty, express or", true),
            ("Call the \"harbour", true),
            ("Keep the lamps (of the harbour", true),
            ("Report wrecks to the harbour", false),
            ("Ensure a quiet night, The Harbour invites others to light lamps", true),
            ("Report wrecks, US ships and the like", false),
            ("Winter: Each keeper shall serve for a term of keepers shall be elected", true),
            ("Winter: Each keeper shall serve for a year", false),
        ] {
            assert_eq!(read(text, Language::English, is_broken), broken, "{text}");
        }
        let french = "Protéger les lampes du port doit être gardé";
        assert!(read(french, Language::French, is_broken));
    }

    #[test]
    fn what_points_to_something_else_cannot_be_read_alone() {
        for (text, away) in [
            ("Said harbour is kept by the town", true),
            ("They light the lamps", true),
            ("Light such lamps", true),
            ("Keep lamps and see that these lamps are lit", false),
            ("Light such lamps as may be needed", false),
            ("Keep this Convention", false),
            ("Keep this License", false),
            ("Another lamp is lit", true),
            ("Permit it to light lamps", true),
            ("Make it an offence to light lamps", false),
            ("Permit the keeper to say when it lights lamps", false),
            ("Let keepers help one another", false),
            ("Give the purposes of a call and no other than those purposes", false),
            ("The keepers say that they light lamps", false),
        ] {
            assert_eq!(read(text, Language::English, points_away), away, "{text}");
        }
        assert!(read("Ladite lampe éclaire le port", Language::French, points_away));
    }
}
