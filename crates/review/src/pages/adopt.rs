//! What a new study starts from: the UN norms, a list of names, or nothing.

use crate::Desk;
use crate::answer::go;
use crate::form::Fields;
use crate::html::url;
use crate::stale::Fault;
use axum::response::Response;
use crosscut::Codebook;

/// Takes a codebook's elements into the study; the second look asks where they are.
pub(super) fn adopt(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let book = match fields.one("from") {
        "list" => Codebook::of_list("the list", fields.one("list")),
        name => Codebook::builtin(name),
    };
    let new = book.map_err(|error| Fault::Wrong(error.to_string()))?.adopt(desk.state());
    if new.is_empty() {
        return Err(Fault::Wrong("The study has all of these elements by name already.".into()));
    }
    let event = desk.save(new, None)?;
    Ok(go(&url("/look", &[("done", &event.to_string())])))
}
