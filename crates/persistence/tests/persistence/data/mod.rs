//! Everything goes out of a database and into another one as it was; one user's part goes out alone.

mod hostile;
mod lines;
mod many;
mod moment;
mod one_user;
mod resume;
mod round_trip;

use std::io::{BufRead, Error, Read};

use kith_persistence::{ImportError, Imported, SnapshotError, check, expect_whole, export, import};

use crate::database::Place;

/// Some of everything that there can be, but for the last line. Whatever is about user 1 alone has "canary"
/// in it.
const EVERYTHING: &str = include_str!("everything.ndjson");

fn number_of(lines: &str) -> i64 {
    i64::try_from(lines.lines().count()).unwrap()
}

/// The lines with a last one, which says nothing of their digest.
fn ended(lines: &str) -> String {
    format!("{lines}{{\"end\":{{\"lines\":{}}}}}\n", lines.lines().count())
}

async fn exported(place: &Place) -> String {
    let mut lines = Vec::new();
    export(&place.options(), &mut lines, &mut |_| ()).await.unwrap();
    String::from_utf8(lines).unwrap()
}

async fn import_from(place: &Place, input: &mut dyn BufRead) -> Result<Imported, ImportError> {
    import(&place.options(), input, &mut |_| ()).await
}

async fn import_text(place: &Place, text: &str) -> Result<Imported, ImportError> {
    import_from(place, &mut text.as_bytes()).await
}

/// A migrated database with [`EVERYTHING`].
async fn fill(place: &Place) {
    place.open().await.close();
    let lines = number_of(EVERYTHING) + 1;
    let imported = import_text(place, &ended(EVERYTHING)).await.unwrap();
    assert_eq!(imported, Imported { lines, before: 1 });
}

async fn is_sound(place: &Place) -> bool {
    check(&place.options()).await.unwrap().is_clean()
}

/// How many lines an unfinished import has stored.
async fn unfinished(place: &Place) -> Option<i64> {
    match expect_whole(&place.options()).await {
        Ok(()) => None,
        Err(SnapshotError::ImportUnfinished { lines }) => Some(lines),
        Err(error) => panic!("{error}"),
    }
}

/// Fails instead of ending.
struct BrokenOff<'a>(&'a [u8]);

impl Read for BrokenOff<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Error> {
        match self.0.read(buffer)? {
            0 => Err(Error::other("broken off")),
            read => Ok(read),
        }
    }
}
