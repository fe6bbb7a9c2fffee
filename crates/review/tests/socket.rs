//! The server on a real socket: this computer only, slow clients are let go, others are not kept waiting.

mod common;

use common::{clauses, study_of};
use crosscut::Study;
use crosscut_review::{App, Limits, bind, serve};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test]
async fn only_this_computer_and_no_slow_client() {
    let (_folder, study) = study_of(&clauses());
    let listener = bind(0).await.unwrap();
    let address = listener.local_addr().unwrap();
    assert!(address.ip().is_loopback() && address.port() != 0);
    let app = App::open(Study::open(&study).unwrap(), None, address.port()).unwrap();
    let limits =
        Limits { headers: Duration::from_millis(300), request: Duration::from_millis(500), connections: 4 };
    tokio::spawn(serve(listener, app.clone(), limits));

    let start = Instant::now();
    let mut slow = TcpStream::connect(address).await.unwrap();
    slow.write_all(b"GET / HTTP/1.1\r\nHost: ").await.unwrap();
    let mut rest = Vec::new();
    let _ = slow.read_to_end(&mut rest).await;
    assert!(start.elapsed() < Duration::from_secs(5), "a client that never ends its headers was kept");

    let path = app.link().unwrap().split_once("/launch").unwrap().1.to_owned();
    let text = exchange(
        address,
        &format!("GET /launch{path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"),
    )
    .await;
    let cookie = text.split("set-cookie: ").nth(1).unwrap().split(';').next().unwrap().to_owned();
    let head = format!(
        "POST /coder HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\nConnection: close\r\n\r\nname="
    );
    let text = exchange(address, &head).await;
    assert!(text.starts_with("HTTP/1.1 408"), "a body that never ends: {text}");

    // The listener is on the loopback address alone: another address of this computer is not answered.
    let outward = std::net::UdpSocket::bind("0.0.0.0:0").and_then(|socket| {
        socket.connect("192.0.2.1:9")?;
        socket.local_addr()
    });
    if let Ok(outward) = outward.map(|address| address.ip())
        && !outward.is_loopback()
    {
        assert!(TcpStream::connect((outward, address.port())).await.is_err(), "answered on {outward}");
    }
}

async fn exchange(address: std::net::SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    stream.write_all(request.as_bytes()).await.expect("it reads");
    let mut text = Vec::new();
    let _ = stream.read_to_end(&mut text).await;
    String::from_utf8_lossy(&text).into_owned()
}
