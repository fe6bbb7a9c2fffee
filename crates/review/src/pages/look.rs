//! To come.
use crate::Desk;
use crate::form::Fields;
use crate::stale::Fault;
use axum::response::Response;
pub(super) fn look(_: &mut Desk<'_>, _: &Fields) -> Result<Response, Fault> { Err(Fault::Missing("soon".into())) }
pub(super) fn decide(_: &mut Desk<'_>, _: &Fields) -> Result<Response, Fault> { Err(Fault::Missing("soon".into())) }
