//! What a browser sends: the parameters of an address, and forms that carry the session's token.

use crate::App;
use crate::answer::refused;
use axum::extract::{Form, FromRequest, Query, Request};
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;

/// Names and values, in the order sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(pub(crate) Vec<(String, String)>);

impl Fields {
    /// The first value of a name; empty when there is none.
    pub(crate) fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The first value of a name, without the white space around it; none when nothing else is there.
    pub(crate) fn filled(&self, name: &str) -> Option<&str> {
        Some(self.one(name).trim()).filter(|value| !value.is_empty())
    }

    /// All values of a name.
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
    }

    /// Whether a box is ticked.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }
}

/// The parameters of an address.
pub(crate) struct Asked(pub(crate) Fields);

/// A form that one of our own pages made.
pub(crate) struct Posted(pub(crate) Fields);

impl FromRequest<Arc<App>> for Asked {
    type Rejection = Response;

    async fn from_request(request: Request, _: &Arc<App>) -> Result<Self, Response> {
        let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(request.uri())
            .map_err(|_| refused(StatusCode::BAD_REQUEST, "The address cannot be read."))?;
        Ok(Self(Fields(pairs)))
    }
}

impl FromRequest<Arc<App>> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Response> {
        let Form(pairs) =
            Form::<Vec<(String, String)>>::from_request(request, app).await.map_err(|rejection| {
                let status = axum::response::IntoResponse::into_response(rejection).status();
                refused(status, "The form cannot be read or is too large. Nothing was changed.")
            })?;
        let fields = Fields(pairs);
        if !app.session.signed(fields.one("form")) {
            return Err(refused(
                StatusCode::FORBIDDEN,
                "This form is from before the program was restarted. Go back, reload the page and submit it \
                 again. Nothing was changed.",
            ));
        }
        Ok(Self(fields))
    }
}
