//! The library's errors as Python knows them.

use crosscut::Error;
use pyo3::PyErr;
use pyo3::exceptions::{PyFileNotFoundError, PyKeyboardInterrupt, PyOSError, PyRuntimeError, PyValueError};

pyo3::create_exception!(
    crosscut,
    CrosscutError,
    PyValueError,
    "What was given cannot be used: a document that cannot be read, a query that is none, vectors that do not fit."
);

/// An error of the library: files that are missing or closed are the system's errors, all else is about what was given.
pub(crate) fn raised(error: Error) -> PyErr {
    let text = error.to_string();
    match error {
        Error::Missing(_) | Error::NoStudy(_) => PyFileNotFoundError::new_err(text),
        Error::Read { source, .. } if source.kind() == std::io::ErrorKind::NotFound => {
            PyFileNotFoundError::new_err(text)
        }
        Error::Read { .. } | Error::Write { .. } => PyOSError::new_err(text),
        Error::Stopped => PyKeyboardInterrupt::new_err(text),
        _ => CrosscutError::new_err(text),
    }
}

/// What should not happen: a value that has no JSON form.
pub(crate) fn unwritable(error: serde_json::Error) -> PyErr {
    PyRuntimeError::new_err(format!("a result has no JSON form: {error}"))
}
