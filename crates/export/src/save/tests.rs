//! Tests of where files go; `tests/export/places.rs` has them by the program.

use super::*;

/// A folder with a study in it.
fn desk() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    for part in ["s/decisions", "s/sources", "s/.crosscut/texts", "s/out", "sources"] {
        fs::create_dir_all(root.join(part)).unwrap();
    }
    for file in ["s/crosscut.toml", "s/decisions/Ana.jsonl", "s/sources/a.md"] {
        fs::write(root.join(file), "theirs").unwrap();
    }
    (folder, root)
}

#[test]
fn a_study_keeps_its_own_files() {
    let (_folder, root) = desk();
    let own = [
        "s/crosscut.toml",
        "s/CROSSCUT.TOML",
        "s/codebook.toml",
        "s/decisions/Ana.jsonl",
        "s/decisions/new.bib",
        "s/decisions/deep/new.bib",
        "s/sources/a.md",
        "s/Sources/b.pdf",
        "s/.crosscut/x",
        "s/.crosscut/texts/x",
        "s/out/../decisions/x",
        "s/not-there/../decisions/x",
        "s/decisions",
        "s/sources",
        "s",
        "s/new/",
        "-",
    ];
    for name in own {
        let error = save(&root.join(name), b"ours").err().or_else(|| save(Path::new(name), b"ours").err());
        assert!(matches!(error, Some(Error::Path { .. })), "{name}: {error:?}");
    }
    for name in ["s/crosscut.toml", "s/decisions/Ana.jsonl", "s/sources/a.md"] {
        assert_eq!(fs::read_to_string(root.join(name)).unwrap(), "theirs", "{name}");
    }
    assert!(!root.join("s/not-there").exists() && !root.join("s/decisions/deep").exists());
    for name in ["s/out/x", "s/x.bib", "sources/x", "crosscut.toml", "new/deep/x", "s/out/decisions/x"] {
        save(&root.join(name), b"ours").unwrap();
        assert_eq!(fs::read_to_string(root.join(name)).unwrap(), "ours", "{name}");
    }
}

#[test]
fn several_files_are_written_all_or_none() {
    let (_folder, root) = desk();
    let files = ["new/a", "s/decisions/b"].map(|name| (root.join(name), b"ours".to_vec()));
    assert!(save_all(&files).is_err());
    assert!(!root.join("new").exists());
}

#[test]
fn what_is_made_of_a_file_replaces_neither_it_nor_a_file_nobody_named() {
    let (_folder, root) = desk();
    let at = |name: &str| root.join(name);
    fs::write(at("x.qdc"), "read").unwrap();
    fs::write(at("default"), "theirs").unwrap();
    let default = at("default").display().to_string();
    let made = |out: Option<&Path>, default: &str| save_made_of(&at("x.qdc"), out, default, b"ours");
    assert!(made(None, &default).unwrap_err().to_string().contains("--out"));
    assert!(made(Some(&at("x.qdc")), "d").unwrap_err().to_string().contains("is read"));
    assert!(made(Some(&at("s/crosscut.toml")), CODEBOOK).is_err());
    assert!(made(Some(&at("s/codebook.toml")), "gold.jsonl").is_err());
    assert_eq!(made(Some(&at("s/codebook.toml")), CODEBOOK).unwrap(), at("s/codebook.toml"));
    assert_eq!(made(Some(&at("default")), &default).unwrap(), at("default"));
    assert_eq!(fs::read_to_string(at("x.qdc")).unwrap(), "read");
}

#[test]
fn a_new_study_is_made_where_no_part_of_one_is() {
    let (_folder, root) = desk();
    fs::create_dir(root.join("empty")).unwrap();
    assert!(is_free(&root.join("s")).is_err());
    assert!(is_free(&root).unwrap_err().to_string().contains("sources"));
    assert!(is_free(&root.join("empty")).is_ok() && is_free(&root.join("none")).is_ok());
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_stay() {
    use std::os::unix::fs::symlink;
    let (_folder, root) = desk();
    let at = |name: &str| root.join(name);
    fs::write(at("real"), "theirs").unwrap();
    symlink("real", at("link")).unwrap();
    symlink("s/decisions/Ana.jsonl", at("to-log")).unwrap();
    symlink("s/decisions", at("to-logs")).unwrap();
    symlink("s/decisions/new", at("to-nothing-there")).unwrap();
    symlink("later", at("to-nothing")).unwrap();
    symlink("circle", at("circle")).unwrap();
    for name in ["to-log", "to-logs/x", "to-logs", "to-nothing-there", "circle"] {
        assert!(save(&at(name), b"ours").is_err(), "{name}");
        assert!(at(name.split('/').next().unwrap()).is_symlink(), "{name}");
    }
    for (link, target) in [("link", "real"), ("to-nothing", "later")] {
        save(&at(link), b"ours").unwrap();
        assert!(at(link).is_symlink() && !at(target).is_symlink(), "{link}");
        assert_eq!(fs::read_to_string(at(target)).unwrap(), "ours", "{link}");
    }
    assert_eq!(fs::read_to_string(at("s/decisions/Ana.jsonl")).unwrap(), "theirs");
}
