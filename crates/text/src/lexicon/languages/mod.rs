//! The languages, a file each: what a translator reads and mends.

use super::tables::Words;

mod arabic;
mod chinese;
mod czech;
mod dutch;
mod english;
mod finnish;
mod french;
mod german;
mod greek;
mod hungarian;
mod indonesian;
mod italian;
mod japanese;
mod korean;
mod polish;
mod portuguese;
mod romanian;
mod russian;
mod spanish;
mod turkish;
mod ukrainian;

pub(super) use english::WORDS as ENGLISH;

/// All languages of which something is known.
pub(super) static LANGUAGES: [&Words; 21] = [
    &english::WORDS,
    &french::WORDS,
    &spanish::WORDS,
    &portuguese::WORDS,
    &german::WORDS,
    &italian::WORDS,
    &dutch::WORDS,
    &russian::WORDS,
    &arabic::WORDS,
    &chinese::WORDS,
    &japanese::WORDS,
    &korean::WORDS,
    &greek::WORDS,
    &turkish::WORDS,
    &finnish::WORDS,
    &hungarian::WORDS,
    &romanian::WORDS,
    &polish::WORDS,
    &ukrainian::WORDS,
    &indonesian::WORDS,
    &czech::WORDS,
];
