//! What comes in from elsewhere: projects of other programs and of strangers, documents from their addresses.

use super::*;

#[test]
fn the_projects_of_other_programs_open() {
    for (name, codes, documents) in [("nvivo15-sample", 262, 2), ("atlasti23-sample", 3, 0)] {
        let Some(file) = shared(&format!("{name}.qdpx")) else { return };
        let desk = Desk::new();
        let told = desk.done(&["import", &file.display().to_string(), "--study", "study", "--json"]);
        let report: Value = serde_json::from_str(&told).expect("JSON");
        assert_eq!(
            (report["codes"].as_u64(), report["documents"].as_u64()),
            (Some(codes), Some(documents)),
            "{told}"
        );
        let book = fs::read_to_string(desk.at("study/codebook.toml")).expect("the codes");
        assert!(book.contains("[[element]]"));
    }
}

#[test]
fn projects_that_are_not_safe_are_refused_with_the_place() {
    let desk = Desk::new();
    let project = |inside: &str| {
        format!(
            "<?xml version=\"1.0\"?>\n<Project name=\"p\" xmlns=\"urn:QDA-XML:project:1.0\">{inside}</Project>"
        )
    };
    let pack = |name: &str, parts: &[(&str, &str)]| {
        let script = "import sys, zipfile, json\nz = zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED)\nfor n, t in json.load(sys.stdin): z.writestr(n, t)\nz.close()";
        let mut child = Command::new("python3")
            .args(["-c", script])
            .arg(desk.at(name))
            .stdin(std::process::Stdio::piped())
            .spawn()
            .expect("python3");
        let list = serde_json::to_string(parts).expect("JSON");
        child.stdin.take().expect("piped").write_all(list.as_bytes()).expect("it reads");
        assert!(child.wait().expect("it ends").success());
    };
    let bomb = " ".repeat(40 << 20);
    let entities = "<!DOCTYPE Project [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\n<Project name=\"&b;\"/>";
    let source = "<Sources><TextSource guid=\"00000000-0000-4000-8000-000000000001\" name=\"s\" plainTextPath=\"internal://../../../etc/passwd\"/></Sources>";
    for (name, parts, word) in [
        ("slip.qdpx", vec![("project.qde", project("")), ("../evil.txt", "x".into())], "outside"),
        ("bomb.qdpx", vec![("project.qde", project("")), ("sources/x.txt", bomb)], "far more"),
        ("entities.qdpx", vec![("project.qde", entities.into())], "line 1"),
        ("broken.qdpx", vec![("project.qde", "<Project>\n<Users>\n</Project>".into())], "line 3"),
        ("empty.qdpx", vec![("other.txt", "x".into())], "project.qde"),
    ] {
        let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (*name, text.as_str())).collect();
        pack(name, &parts);
        let error = desk.refused(&["import", name, "--study", "never"]);
        assert!(error.contains(name) && error.contains(word), "{name}: {error}");
        assert!(!desk.at("never").exists(), "{name}: nothing is written");
    }
    pack("path.qdpx", &[("project.qde", &project(source))]);
    let error = desk.refused(&["import", "path.qdpx", "--study", "path"]);
    assert!(error.contains("“s”") && error.contains("etc/passwd") && error.contains("missing"), "{error}");
    fs::write(desk.at("empty.qdpx"), "").expect("a file");
    assert!(desk.refused(&["import", "empty.qdpx", "--study", "never"]).contains("not a packed (zip) file"));
    fs::write(desk.at("far.jsonl"), "{\"text\":\"abc\",\"label\":[[0,9,\"x\"]]}\n").expect("a file");
    assert!(desk.refused(&["import", "far.jsonl"]).contains("line 1: x at 0 to 9 is outside of the text"));
    let text = "Article 1\n\nEach Party shall report incidents.\n";
    let inside = "<CodeBook><Codes><Code guid=\"00000000-0000-4000-8000-00000000000a\" name=\"Reports\" color=\"#ff0000\" isCodable=\"true\"/><Code guid=\"00000000-0000-4000-8000-00000000000a\" name=\"Twin\" isCodable=\"true\"/></Codes></CodeBook><Sources><TextSource guid=\"00000000-0000-4000-8000-000000000001\" name=\"s\" plainTextPath=\"internal://s.txt\"><PlainTextSelection guid=\"00000000-0000-4000-8000-000000000002\" startPosition=\"11\" endPosition=\"45\"><Coding guid=\"00000000-0000-4000-8000-000000000003\"><CodeRef targetGUID=\"00000000-0000-4000-8000-00000000000a\"/></Coding><Coding guid=\"00000000-0000-4000-8000-000000000004\"><CodeRef targetGUID=\"00000000-0000-4000-8000-0000000000ff\"/></Coding></PlainTextSelection><PlainTextSelection guid=\"00000000-0000-4000-8000-000000000005\" startPosition=\"900\" endPosition=\"950\"/></TextSource><PictureSource guid=\"00000000-0000-4000-8000-000000000007\" name=\"p\" path=\"internal://p.png\"/></Sources><Sets><Set guid=\"00000000-0000-4000-8000-000000000008\" name=\"Theirs\"><MemberCode guid=\"00000000-0000-4000-8000-00000000000a\"/></Set></Sets><Cases><Case guid=\"00000000-0000-4000-8000-000000000006\"/></Cases>";
    pack("partly.qdpx", &[("project.qde", &project(inside)), ("sources/s.txt", text)]);
    let (code, out, error) = desk.crosscut(&["import", "partly.qdpx", "--study", "partly"]);
    assert_eq!(code, 1, "{error}");
    assert!(out.contains("as 1 element"), "{out}");
    for word in [
        "not there",
        "outside of its text",
        "1 case:",
        "“p” (line 2): <PictureSource>",
        "the colours of 1 code:",
        "“Twin” has the GUID of “Reports”",
        "the set “Theirs” of 1 code and 0 sources",
    ] {
        assert!(error.contains(word), "{word}: {error}");
    }
}

#[test]
fn addresses_are_listed_with_the_day_on_which_they_were_tried_and_odd_ones_refused() {
    let desk = Desk::new();
    if desk.crosscut(&["fetch", "--help"]).0 != 0 {
        println!("skipped: this build has no `fetch`");
        return;
    }
    let list = desk.done(&["fetch", "--list"]);
    assert!(list.contains("paris-call") && list.contains("never"), "{list}");
    assert!(desk.refused(&["fetch", "no-such-agreement"]).contains("--list"));
    let (code, _, error) = desk.crosscut(&["fetch", "http://127.0.0.1:9/a.pdf"]);
    assert!(code == 1 && error.contains("https"), "{error}");
}

/// Answers a few requests on this computer with one text.
fn serve(text: &'static str) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().take(4).map_while(Result::ok) {
            let mut stream = std::io::BufReader::new(stream);
            let mut line = String::new();
            std::io::BufRead::read_line(&mut stream, &mut line).expect("a request");
            let (state, body) =
                if line.contains("robots.txt") { ("404 Not Found", "") } else { ("200 OK", text) };
            let head = format!(
                "HTTP/1.1 {state}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            stream.get_mut().write_all((head + body).as_bytes()).expect("it listens");
        }
    });
    format!("http://{address}")
}

#[test]
fn a_document_comes_from_its_address_under_a_name_that_every_system_takes() {
    let desk = Desk::new();
    if desk.crosscut(&["fetch", "--help"]).0 != 0 {
        println!("skipped: this build has no `fetch`");
        return;
    }
    let server = serve("Article 1\n\nEach Party shall report incidents without delay.\n");
    desk.done(&["fetch", "--allow-http", &format!("{server}/CON.txt"), "--study", "s"]);
    let files: Vec<String> = contents(&desk.at("s/sources")).into_iter().map(|(name, _)| name).collect();
    let document = files.iter().find(|name| name.ends_with(".txt")).expect("a document");
    let stem = document.split('.').next().expect("a stem");
    assert!(stem != "con" && stem.starts_with("con"), "no file of that name can be on Windows: {files:?}");
    let lock = fs::read_to_string(desk.at("s/sources/fetch.lock.json")).expect("a lock");
    assert!(lock.contains(document) && lock.contains("sha256"), "{lock}");
    let list = desk.done(&["fetch", "--list", "--study", "s"]);
    let added =
        list.lines().find(|line| line.contains(&server)).expect("the address that was given is listed");
    assert!(added.contains("here") && added.contains(&stem.replace('~', "-")), "{added}");
    assert_eq!(desk.crosscut(&["run", &format!("s/sources/{document}"), "--study", "s"]).0, 0);
    assert!(desk.done(&["clauses", "--study", "s"]).contains("incidents without delay"));
}
