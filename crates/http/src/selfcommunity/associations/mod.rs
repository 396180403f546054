//! Social associations (contract, section 4). Each verb is served under both path forms.

pub(crate) mod link;
pub(crate) mod list;
pub(crate) mod unlink;
pub(crate) mod view;

use kith_domain::UserId;

use super::body::Reader;

/// Notes an error if the body names another user than the path (contract, section 4.3).
fn expect_owner(reader: &mut Reader<'_>, owner: UserId) {
    if reader.optional::<UserId>("user_id").is_some_and(|named| named != owner) {
        reader.invalid("user_id", "The user id differs from the one in the path.");
    }
}
