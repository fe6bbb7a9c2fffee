//! The server: this computer only, with limits on how many may connect and how slow they may be.

use crate::{App, router};
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

/// What a client may take of time and connections.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Until a request's headers must be there.
    pub headers: Duration,
    /// Until a request must be answered, its body included.
    pub request: Duration,
    /// Connections at the same time; further ones wait.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { headers: Duration::from_secs(10), request: Duration::from_secs(30), connections: 64 }
    }
}

/// Takes a port of this computer's own address, which no other computer reaches; 0 takes a free one.
///
/// # Errors
/// When the port is taken.
pub async fn bind(port: u16) -> io::Result<TcpListener> {
    TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await
}

/// Answers until the process ends. Nothing is lost then: a decision is on disk before it is acknowledged.
///
/// # Errors
/// Only when the listener itself fails for good.
pub async fn serve(listener: TcpListener, app: Arc<App>, limits: Limits) -> io::Result<()> {
    let router = router(app, limits.request);
    let free = Arc::new(Semaphore::new(limits.connections));
    loop {
        let Ok(permit) = free.clone().acquire_owned().await else { return Ok(()) };
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file handles, or a client that went away at once: wait a little and go on.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let router = router.clone();
        tokio::spawn(async move {
            connection(stream, router, limits).await;
            drop(permit);
        });
    }
}

/// One client; its faults are its own.
async fn connection(stream: TcpStream, router: Router, limits: Limits) {
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.headers)
        .max_buf_size(64 * 1024)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
        .await;
}
