//! Following, the alternative to connections (contract, section 8).

mod between;
mod list;
mod port;
mod toggle;
mod transition;

pub use between::{FollowingRefusal, between};
pub use list::list;
pub use port::{FollowAct, Following, Follows, Side};
pub use toggle::{ToggleRefusal, toggle};
pub use transition::{Change, Refusal, Situation, decide};
