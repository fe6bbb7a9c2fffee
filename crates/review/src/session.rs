//! Who may talk to the page: a launch token that works once, then a cookie; a token in every form.

use std::sync::Mutex;

/// Bytes of a secret.
const LENGTH: usize = 32;

/// The secrets of one server, drawn when it starts and kept in memory only.
pub struct Session {
    /// What the launch link holds until someone follows it.
    launch: Mutex<Option<String>>,
    cookie: String,
    form: String,
    port: u16,
}

impl Session {
    /// Draws new secrets for the server on `port`.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn new(port: u16) -> std::io::Result<Self> {
        Ok(Self { launch: Mutex::new(None), cookie: secret()?, form: secret()?, port })
    }

    /// A new launch link; the one before it works no more.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn link(&self) -> std::io::Result<String> {
        let token = secret()?;
        let link = format!("http://127.0.0.1:{}/launch/{token}", self.port);
        *self.launch.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(token);
        Ok(link)
    }

    /// Takes the launch token: true once.
    pub(crate) fn take(&self, token: &str) -> bool {
        let mut launch = self.launch.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let right = launch.as_ref().is_some_and(|launch| same(launch, token));
        if right {
            *launch = None;
        }
        right
    }

    /// The `Set-Cookie` header that opens the session.
    pub(crate) fn set_cookie(&self) -> String {
        format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie_name(), self.cookie)
    }

    /// Whether a `Cookie` header holds the session's cookie.
    pub(crate) fn knows(&self, header: &str) -> bool {
        let name = self.cookie_name();
        let mut pairs = header.split(';').filter_map(|pair| pair.trim().split_once('='));
        pairs.any(|(key, value)| key == name && same(value, &self.cookie))
    }

    /// What every form of the page carries.
    pub(crate) fn form_token(&self) -> &str {
        &self.form
    }

    /// Whether a form carries the right token.
    pub(crate) fn signed(&self, token: &str) -> bool {
        same(token, &self.form)
    }

    /// The port that it is for: browsers send cookies to every port of a host.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    fn cookie_name(&self) -> String {
        format!("crosscut-{}", self.port)
    }
}

/// Compares in a time that does not tell how much is right.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differs, (x, y)| differs | (x ^ y)) == 0
}

fn secret() -> std::io::Result<String> {
    let mut bytes = [0u8; LENGTH];
    getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_launch_link_works_once() {
        let session = Session::new(4000).unwrap();
        assert!(!session.take(""));
        let link = session.link().unwrap();
        let token = link.rsplit('/').next().unwrap();
        assert!(!session.take(&token.to_uppercase()) || token == token.to_uppercase());
        assert!(session.take(token));
        assert!(!session.take(token));
    }

    #[test]
    fn only_the_whole_cookie_of_this_port_opens() {
        let session = Session::new(4000).unwrap();
        let cookie = session.set_cookie();
        let pair = cookie.split(';').next().unwrap();
        assert!(session.knows(&format!("other=1; {pair}")));
        assert!(!session.knows(&pair[..pair.len() - 1]));
        assert!(!session.knows(&pair.replace("4000", "4001")));
        assert!(!session.knows(""));
    }
}
