//! Vectors of clauses that other programs made, read from their files.

mod npy;
#[cfg(feature = "parquet")]
mod parquet;

pub use npy::vectors_of_npy;
#[cfg(feature = "parquet")]
pub use parquet::vectors_of_parquet;
