//! Hiding: one user wants nothing to do with another (contract, section 7). It works both ways: no
//! new tie between the two. What there was before stays.

mod between;
mod port;
mod toggle;

pub use between::{HidingRefusal, between};
pub use port::{Hides, Hiding, Toggled};
pub use toggle::{ToggleRefusal, toggle};
