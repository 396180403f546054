//! Provider connections.

mod availability;
mod catalog;
mod default_catalog;
// The very reader of the server, so that the golden tables hold what is served and there is but one.
#[path = "../../../../server/src/catalog/reader.rs"]
mod reader;
mod transition;
