//! Spans of `tracing` around what takes time; nothing without the feature of that name.

/// Opens a span that lasts to the end of the block: `span!("read", file = name)`.
#[cfg(feature = "tracing")]
macro_rules! span {
    ($name:literal $(, $field:ident = $value:expr)*) => {
        let _span = tracing::info_span!($name $(, $field = %$value)*).entered();
    };
}

#[cfg(not(feature = "tracing"))]
macro_rules! span {
    ($name:literal $(, $field:ident = $value:expr)*) => {
        $(let _ = &$value;)*
    };
}

pub(crate) use span;
