//! Fetching from a server on this machine that behaves badly in every way that servers do.

use crosscut_fetch::{FetchError, Fetcher, LOCK_FILE, Lock, Outcome, Settings};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

type Answer = dyn Fn(&Asked) -> Vec<Part> + Send + Sync;

/// What was asked.
#[derive(Clone, Debug)]
struct Asked {
    path: String,
    range: Option<usize>,
    agent: String,
}

/// A part of an answer.
enum Part {
    Bytes(Vec<u8>),
    Wait(Duration),
}

struct Server {
    address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    fn new(answer: impl Fn(&Asked) -> Vec<Part> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("the server of the tests works");
        let address = format!("http://{}", listener.local_addr().expect("the server of the tests works"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (log, answer): (_, Arc<Answer>) = (Arc::clone(&asked), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
                std::thread::spawn(move || serve(stream, &log, answer.as_ref()));
            }
        });
        Self { address, asked }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    fn paths(&self) -> Vec<String> {
        self.asked
            .lock()
            .expect("the server of the tests works")
            .iter()
            .map(|asked| asked.path.clone())
            .collect()
    }
}

fn serve(mut stream: TcpStream, log: &Mutex<Vec<Asked>>, answer: &Answer) {
    let mut lines = BufReader::new(stream.try_clone().expect("the server of the tests works")).lines();
    let Some(Ok(first)) = lines.next() else { return };
    let mut asked =
        Asked { path: first.split(' ').nth(1).unwrap_or("/").into(), range: None, agent: String::new() };
    for line in lines.map_while(Result::ok).take_while(|line| !line.is_empty()) {
        let lower = line.to_lowercase();
        if let Some(range) = lower.strip_prefix("range: bytes=") {
            asked.range = range.trim_end_matches('-').parse().ok();
        }
        if let Some(agent) = lower.strip_prefix("user-agent: ") {
            asked.agent = agent.into();
        }
    }
    log.lock().expect("the server of the tests works").push(asked.clone());
    for part in answer(&asked) {
        match part {
            Part::Bytes(bytes) if stream.write_all(&bytes).is_err() => return,
            Part::Bytes(_) => {}
            Part::Wait(time) => std::thread::sleep(time),
        }
    }
}

fn answer(status: &str, head: &str, body: &[u8]) -> Vec<Part> {
    let mut bytes =
        format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n{head}\r\n", body.len())
            .into_bytes();
    bytes.extend_from_slice(body);
    vec![Part::Bytes(bytes)]
}

fn pdf(body: &[u8]) -> Vec<Part> {
    answer("200 OK", "content-type: application/pdf\r\netag: \"one\"\r\n", body)
}

fn missing() -> Vec<Part> {
    answer("404 Not Found", "", b"")
}

fn fetcher(change: impl FnOnce(&mut Settings)) -> Fetcher {
    let mut settings = Settings::default();
    settings.plain_http = true;
    settings.pause = Duration::ZERO;
    settings.patience = Duration::from_millis(700);
    settings.whole = Duration::from_millis(1500);
    change(&mut settings);
    Fetcher::new(settings)
}

fn get(fetcher: &mut Fetcher, server: &Server, path: &str, folder: &Path) -> Result<Outcome, FetchError> {
    fetcher.fetch(&server.url(path), "accord", folder, &|_| ())
}

const DOCUMENT: &[u8] = b"%PDF-1.7\nan accord of our own\n%%EOF\n";

#[test]
fn a_document_is_kept_and_pinned_and_asked_for_once_more_it_is_the_same() {
    let server = Server::new(|asked| if asked.path == "/a.pdf" { pdf(DOCUMENT) } else { missing() });
    let folder = tempfile::tempdir().unwrap();
    let mut fetcher = fetcher(|_| ());
    assert_eq!(
        get(&mut fetcher, &server, "/a.pdf", folder.path()).unwrap(),
        Outcome::New("accord.pdf".into())
    );
    assert_eq!(std::fs::read(folder.path().join("accord.pdf")).unwrap(), DOCUMENT);
    assert_eq!(
        get(&mut fetcher, &server, "/a.pdf", folder.path()).unwrap(),
        Outcome::Same("accord.pdf".into())
    );
    let lock = Lock::read(folder.path()).unwrap();
    assert_eq!((lock.entries.len(), lock.entries[0].sha256.len()), (1, 64));
    assert_eq!(lock.entries[0].checked_on.len(), "2026-01-01".len());
    let names: Vec<String> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name != "accord.pdf" && name != LOCK_FILE)
        .collect();
    assert!(names.is_empty(), "nothing else is left: {names:?}");
    assert!(server.asked.lock().unwrap().iter().all(|asked| asked.agent.starts_with("crosscut/")));
    assert_eq!(server.paths(), ["/robots.txt", "/a.pdf", "/a.pdf"], "robots.txt is asked for once");
}

#[test]
fn redirects_are_followed_five_times_and_a_circle_ends() {
    let to = |place: &str| answer("302 Found", &format!("location: {place}\r\n"), b"");
    let server = Server::new(move |asked| match asked.path.as_str() {
        "/robots.txt" => missing(),
        "/circle" => to("/circle"),
        "/end" => pdf(DOCUMENT),
        path => match path.trim_start_matches('/').parse::<u32>() {
            Ok(0) => to("/end"),
            Ok(n) => to(&format!("/{}", n - 1)),
            Err(_) => missing(),
        },
    });
    let folder = tempfile::tempdir().unwrap();
    let mut fetcher = fetcher(|_| ());
    assert!(matches!(get(&mut fetcher, &server, "/4", folder.path()), Ok(Outcome::New(_))), "five redirects");
    assert!(Lock::read(folder.path()).unwrap().entries[0].end.ends_with("/end"));
    for path in ["/5", "/circle"] {
        assert!(
            matches!(get(&mut fetcher, &server, path, folder.path()), Err(FetchError::Redirects(_))),
            "{path}"
        );
    }
}

#[test]
fn a_slow_server_is_not_waited_for() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/robots.txt" => missing(),
        "/silent" => vec![Part::Wait(Duration::from_secs(20))],
        _ => {
            let mut parts =
                vec![Part::Bytes(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n%PDF-".to_vec())];
            (0..200).for_each(|_| {
                parts.extend([Part::Bytes(vec![b'x']), Part::Wait(Duration::from_millis(100))])
            });
            parts
        }
    });
    let folder = tempfile::tempdir().unwrap();
    for path in ["/silent", "/drip"] {
        let begun = Instant::now();
        let error = get(&mut fetcher(|_| ()), &server, path, folder.path()).unwrap_err();
        assert!(matches!(error, FetchError::CutOff { .. }), "{path}: {error}");
        assert!(begun.elapsed() < Duration::from_secs(8), "{path}: {:?}", begun.elapsed());
    }
    assert!(!folder.path().join(LOCK_FILE).exists());
}

#[test]
fn what_was_cut_off_goes_on_where_it_ended() {
    let body: Vec<u8> = [DOCUMENT, &vec![b'y'; 50_000]].concat();
    let whole = body.clone();
    let times = AtomicUsize::new(0);
    let server = Server::new(move |asked| match (asked.path.as_str(), asked.range) {
        ("/robots.txt", _) => missing(),
        (_, None) if times.fetch_add(1, Ordering::Relaxed) == 0 => {
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\netag: \"one\"\r\n\r\n", whole.len());
            vec![Part::Bytes(head.into_bytes()), Part::Bytes(whole[..20_000].to_vec())]
        }
        (_, Some(from)) => {
            let range = format!(
                "content-range: bytes {from}-{}/{}\r\netag: \"one\"\r\n",
                whole.len() - 1,
                whole.len()
            );
            answer("206 Partial Content", &range, &whole[from..])
        }
        (_, None) => pdf(&whole),
    });
    let folder = tempfile::tempdir().unwrap();
    let mut fetcher = fetcher(|_| ());
    let error = get(&mut fetcher, &server, "/a.pdf", folder.path()).unwrap_err();
    let FetchError::CutOff { kept, .. } = error else { panic!("{error}") };
    assert!(kept > 0);
    assert!(!folder.path().join("accord.pdf").exists(), "half a document is none");
    get(&mut fetcher, &server, "/a.pdf", folder.path()).unwrap();
    assert_eq!(std::fs::read(folder.path().join("accord.pdf")).unwrap(), body);
    assert!(server.asked.lock().unwrap().last().unwrap().range.is_some_and(|from| from as u64 == kept));
}

#[test]
fn what_is_not_a_document_is_not_kept() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/robots.txt" => missing(),
        "/sorry.pdf" => answer("200 OK", "content-type: text/html\r\n", b"<!doctype html><p>Please consent"),
        "/empty.pdf" => pdf(b""),
        "/picture" => answer("200 OK", "content-type: image/png\r\n", b"GIF89a\0\0\0\0\0\r"),
        "/gone" => answer("410 Gone", "", b""),
        _ => missing(),
    });
    let folder = tempfile::tempdir().unwrap();
    let mut fetcher = fetcher(|_| ());
    for path in ["/sorry.pdf", "/empty.pdf", "/picture"] {
        let error = get(&mut fetcher, &server, path, folder.path()).unwrap_err();
        assert!(matches!(error, FetchError::WrongType { .. }), "{path}: {error}");
    }
    let error = get(&mut fetcher, &server, "/gone", folder.path()).unwrap_err().to_string();
    assert!(error.contains("410") && error.contains("dead"), "{error}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_new_edition_is_kept_beside_the_old_one() {
    let times = AtomicUsize::new(0);
    let server = Server::new(move |asked| match asked.path.as_str() {
        "/robots.txt" => missing(),
        _ if times.fetch_add(1, Ordering::Relaxed) == 0 => pdf(DOCUMENT),
        _ => pdf(b"%PDF-1.7\nanother edition\n"),
    });
    let folder = tempfile::tempdir().unwrap();
    let mut fetcher = fetcher(|_| ());
    get(&mut fetcher, &server, "/a.pdf", folder.path()).unwrap();
    let Outcome::Changed { old, new } = get(&mut fetcher, &server, "/a.pdf", folder.path()).unwrap() else {
        panic!()
    };
    assert_eq!(std::fs::read(folder.path().join(&old)).unwrap(), DOCUMENT);
    assert_eq!(std::fs::read(folder.path().join(&new)).unwrap(), b"%PDF-1.7\nanother edition\n");
    assert_eq!(Lock::read(folder.path()).unwrap().entries.len(), 2);
    assert_eq!(get(&mut fetcher, &server, "/a.pdf", folder.path()).unwrap(), Outcome::Same(new));
}

#[test]
fn too_large_is_refused_whether_the_server_says_so_or_not() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/robots.txt" => missing(),
        "/said" => pdf(&[DOCUMENT, &[0; 5000]].concat()),
        _ => vec![Part::Bytes(
            [b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".as_slice(), DOCUMENT, &[0; 9000]].concat(),
        )],
    });
    let folder = tempfile::tempdir().unwrap();
    let mut fetcher = fetcher(|settings| settings.most_bytes = 2000);
    for path in ["/said", "/unsaid"] {
        let error = get(&mut fetcher, &server, path, folder.path()).unwrap_err();
        assert!(matches!(error, FetchError::TooLarge { .. }), "{path}: {error}");
    }
}

#[test]
fn a_server_that_asks_programs_not_to_is_not_asked() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/robots.txt" => answer("200 OK", "", b"User-agent: *\nDisallow: /private\n"),
        _ => pdf(DOCUMENT),
    });
    let folder = tempfile::tempdir().unwrap();
    let mut fetcher = fetcher(|_| ());
    assert!(matches!(
        get(&mut fetcher, &server, "/private/a.pdf", folder.path()),
        Err(FetchError::Robots { .. })
    ));
    assert!(get(&mut fetcher, &server, "/open/a.pdf", folder.path()).is_ok());
    assert!(!server.paths().contains(&"/private/a.pdf".to_owned()));
}

#[test]
fn between_two_requests_to_one_server_there_is_a_pause() {
    let server = Server::new(|asked| if asked.path == "/robots.txt" { missing() } else { pdf(DOCUMENT) });
    let folder = tempfile::tempdir().unwrap();
    let mut fetcher = fetcher(|settings| settings.pause = Duration::from_millis(300));
    let begun = Instant::now();
    get(&mut fetcher, &server, "/a.pdf", folder.path()).unwrap();
    get(&mut fetcher, &server, "/a.pdf", folder.path()).unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(600));
}

#[test]
fn only_encrypted_addresses_are_asked_unless_allowed() {
    let folder = tempfile::tempdir().unwrap();
    let mut strict = Fetcher::new(Settings::default());
    for url in ["http://127.0.0.1:9/a.pdf", "ftp://x.org/a", "file:///etc/passwd", "no address", "https://"] {
        let error = strict.fetch(url, "a", folder.path(), &|_| ()).unwrap_err();
        assert!(matches!(error, FetchError::Address(_)), "{url}: {error}");
    }
}

#[test]
fn a_lock_that_cannot_be_read_stops_before_anything_is_asked() {
    let server = Server::new(|_| pdf(DOCUMENT));
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(LOCK_FILE), "{}").unwrap();
    let error = get(&mut fetcher(|_| ()), &server, "/a.pdf", folder.path()).unwrap_err();
    assert!(matches!(error, FetchError::Lock { .. }), "{error}");
    assert!(server.paths().is_empty());
}

#[test]
fn a_redirect_leads_past_neither_robots_nor_encryption() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/robots.txt" => answer("200 OK", "", b"User-agent: *\nDisallow: /secret\n"),
        "/whole" => answer("302 Found", "location: /secret/a.pdf\r\n", b""),
        "/steps" => answer("301 Moved Permanently", "location: sub/next\r\n", b""),
        "/sub/next" => answer("307 Temporary Redirect", "location: ../secret/a.pdf?x=1\r\n", b""),
        "/fine" => answer("303 See Other", "location: open/a.pdf\r\n", b""),
        _ => pdf(DOCUMENT),
    });
    let folder = tempfile::tempdir().unwrap();
    let mut fetcher = fetcher(|_| ());
    for path in ["/secret/a.pdf", "/whole", "/steps"] {
        let error = get(&mut fetcher, &server, path, folder.path()).unwrap_err();
        assert!(matches!(&error, FetchError::Robots { url } if url.contains("/secret/")), "{path}: {error}");
    }
    assert!(server.paths().iter().all(|path| !path.starts_with("/secret")), "{:?}", server.paths());
    assert!(matches!(get(&mut fetcher, &server, "/fine", folder.path()), Ok(Outcome::New(_))));
    let lock = Lock::read(folder.path()).unwrap();
    assert_eq!(lock.entries[0].end, server.url("/open/a.pdf"));
}

#[test]
fn a_password_in_an_address_is_used_and_not_written_down() {
    let server = Server::new(|asked| if asked.path == "/a.pdf" { pdf(DOCUMENT) } else { missing() });
    let folder = tempfile::tempdir().unwrap();
    let mut fetcher = fetcher(|_| ());
    let url = |path: &str| server.url(path).replace("http://", "http://ana:hunter2@");
    let mut ask = |path: &str| fetcher.fetch(&url(path), "accord", folder.path(), &|_| ());
    assert!(matches!(ask("/a.pdf"), Ok(Outcome::New(_))));
    assert!(matches!(ask("/a.pdf"), Ok(Outcome::Same(_))));
    assert!(!ask("/b.pdf").unwrap_err().to_string().contains("hunter2"));
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        assert!(!String::from_utf8_lossy(&std::fs::read(&path).unwrap()).contains("hunter2"), "{path:?}");
    }
}
