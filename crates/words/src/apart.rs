//! Names in little room, told from each other.

/// Letters by which a name must differ from others to be told from them where there is little room.
const SHOWN: usize = 14;

/// A name for a narrow place, which shows its first letters: without the words that begin other names in the same way, of
/// which nobody could tell it there.
///
/// ```
/// use crosscut_words::told_apart;
/// let all = ["Joint Statement of the Harbours", "Joint Statement on Ropes", "Harbour Accord"];
/// assert_eq!(all.map(|name| told_apart(name, &all)), ["… of the Harbours", "… on Ropes", "Harbour Accord"]);
/// assert_eq!(told_apart("Same", &["Same", "Same"]), "Same");
/// ```
pub fn told_apart(name: &str, all: &[&str]) -> String {
    let start = |name: &str| name.chars().take(SHOWN).collect::<String>().to_lowercase();
    let alike = all.iter().filter(|other| **other != name && start(other) == start(name));
    let words: Vec<&str> = name.split_whitespace().collect();
    let common = |other: &&str| {
        let others = other.split_whitespace();
        words.iter().zip(others).take_while(|(a, b)| a.to_lowercase() == b.to_lowercase()).count()
    };
    match alike.map(common).min() {
        Some(common @ 1..) if common < words.len() => format!("… {}", words[common..].join(" ")),
        _ => name.to_owned(),
    }
}
