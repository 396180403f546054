//! The rules of Kith, behind ports.
//!
//! Values here can only be built valid, rules are pure functions, storage is a trait for each
//! aggregate, and a use case is a function that takes just the ports it needs. Nothing here knows
//! a database, HTTP, a runtime or configuration, so other services can use it as it is:
//!
//! ```
//! use kith_domain::association::{ExtId, Provider};
//!
//! let provider: Provider = "google".parse()?;
//! let ext_id: ExtId = "1155".parse()?;
//! assert!(!provider.is_external());
//! assert_eq!(ext_id.as_str(), "1155");
//! assert!("Google!".parse::<Provider>().is_err());
//! # Ok::<(), kith_domain::Invalid>(())
//! ```

pub mod access;
pub mod api_key;
pub mod association;
pub mod client_user;
pub mod clock;
pub mod community;
pub mod connection;
pub mod follow;
pub mod health;
pub mod hide;
pub mod ids;
pub mod page;
pub mod preference;
pub mod provider_connection;
pub mod store_error;
pub mod text;
pub mod user;
pub mod visibility;
pub mod web_url;
mod words;

pub use clock::{Clock, Timestamp};
pub use ids::{UserId, UserReference};
pub use store_error::StoreError;
pub use text::Invalid;
