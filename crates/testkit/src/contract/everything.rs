//! All that the ports show: what must be the same before and after a refusal.

use kith_domain::UserId;
use kith_domain::association::Association;
use kith_domain::connection::{ConnectionRequest, RequestBox};
use kith_domain::follow::Side;
use kith_domain::page::{Page, PageRequest};
use kith_domain::user::{Person, User};

use super::Ports;

/// A user with everything that the ports show of them; lists are absent once the user is softly
/// deleted.
#[derive(Clone, Debug, PartialEq)]
pub struct Everything {
    /// The user, counters included.
    pub user: User,
    /// All of them.
    pub associations: Option<Vec<Association>>,
    /// As the user sees them.
    pub connections: Option<Page<Person>>,
    /// What others asked.
    pub received: Page<ConnectionRequest>,
    /// What the user asked.
    pub sent: Page<ConnectionRequest>,
    /// As the user sees them.
    pub followers: Option<Page<Person>>,
    /// As the user sees them.
    pub followings: Option<Page<Person>>,
    /// Whom the user hides.
    pub hides: Vec<UserId>,
}

impl Ports {
    /// Everybody who is stored, with everything that the ports show.
    pub async fn everything(&self) -> Vec<Everything> {
        let mut everything = Vec::new();
        for user in self.users.list(None, u32::MAX).await.expect("storage works") {
            everything.push(self.everything_of(user).await);
        }
        everything
    }

    async fn everything_of(&self, user: User) -> Everything {
        let id = user.id;
        let page = PageRequest::everything();
        let follows = async |side| {
            self.follows.of(id, side, Some(id), None, &page).await.expect("storage works")
        };
        let requests =
            async |which| self.connections.requests(id, which, &page).await.expect("storage works");
        Everything {
            associations: self.trusted(id).await,
            connections: (self.connections.of(id, Some(id), None, &page).await)
                .expect("storage works"),
            received: requests(RequestBox::Received).await,
            sent: requests(RequestBox::Sent).await,
            followers: follows(Side::Followers).await,
            followings: follows(Side::Followings).await,
            hides: self.hides.hidden_by(id).await.expect("storage works"),
            user,
        }
    }
}
