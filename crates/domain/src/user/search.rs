//! Look for users (contract, section 10: list, search and autocomplete; section 7: hidden users).

use super::{Gender, Person, Users};
use crate::community::Community;
use crate::page::{Page, PageRequest};
use crate::visibility::{Member, Viewer};
use crate::{StoreError, UserId};

/// Who is looked for. All conditions must hold; texts are parts of what is looked for, without regard
/// to case. Softly deleted users are never found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DirectoryQuery {
    /// In the username or in the person's name.
    pub search: Option<String>,
    /// In the username.
    pub username: Option<String>,
    /// In the person's name.
    pub real_name: Option<String>,
    /// In the location.
    pub location: Option<String>,
    /// In the description.
    pub description: Option<String>,
    /// Exactly.
    pub gender: Option<Gender>,
    /// Whether the user has a role.
    pub is_staff: Option<bool>,
    /// Nobody of these.
    pub exclude: Vec<UserId>,
    /// In which order.
    pub ordering: Ordering,
}

/// By what a list of users is sorted; the id settles ties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OrderKey {
    /// Whoever has exactly the username that is searched for, then by id.
    #[default]
    BestMatch,
    /// By id.
    Id,
    /// By username, without regard to case.
    Username,
    /// By the person's name, without regard to case.
    RealName,
    /// By location, without regard to case.
    Location,
    /// By the day of joining.
    DateJoined,
}

/// In which order users are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ordering {
    /// By what.
    pub key: OrderKey,
    /// Backwards.
    pub descending: bool,
}

/// Among whom to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among {
    /// Everybody.
    Everybody,
    /// Everybody whom this user does not hide.
    NotHiddenBy(UserId),
    /// Those whom this user hides.
    HiddenBy(UserId),
}

/// Why there is no list.
#[derive(Debug, thiserror::Error)]
pub enum SearchRefusal {
    /// Anonymous callers may not read this in this community.
    #[error("a credential is needed")]
    NotAuthenticated,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Looks for users, for everybody whom the community lets; the caller's hidden ones are left out.
pub async fn search(
    users: &dyn Users,
    community: &Community,
    viewer: &Viewer,
    query: &DirectoryQuery,
    page: &PageRequest,
) -> Result<Page<Person>, SearchRefusal> {
    if !community.shows_ties_to(viewer) {
        return Err(SearchRefusal::NotAuthenticated);
    }
    let among = match viewer {
        Viewer::Anonymous => Among::Everybody,
        Viewer::Member(member) => Among::NotHiddenBy(member.id),
    };
    let viewer = viewer.member().map(|member| member.id);
    Ok(users.search(query, among, viewer, page).await?)
}

/// Looks among those whom the member hides.
pub async fn hidden(
    users: &dyn Users,
    member: &Member,
    query: &DirectoryQuery,
    page: &PageRequest,
) -> Result<Page<Person>, StoreError> {
    users.search(query, Among::HiddenBy(member.id), Some(member.id), page).await
}
