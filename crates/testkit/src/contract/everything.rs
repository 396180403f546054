//! All that the ports show: what must be the same before and after a refusal.

use kith_domain::UserId;
use kith_domain::association::Association;
use kith_domain::client_user::ClientUser;
use kith_domain::connection::{ConnectionRequest, RequestBox};
use kith_domain::follow::Side;
use kith_domain::page::{Page, PageRequest};
use kith_domain::provider_connection::{ConnectedProvider, SealedConnection};
use kith_domain::user::{Person, User};

use super::Ports;
use super::sources::the_end;

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
    /// The other face; absent once the user is softly deleted.
    pub client_user: Option<ClientUser>,
    /// Absent once the user is softly deleted.
    pub providers: Option<Vec<ConnectedProvider>>,
    /// What opens the user's accounts, sealed.
    pub sealed: Vec<SealedConnection>,
    /// Whether the user is to be erased one day.
    pub is_forgotten: bool,
}

impl Ports {
    /// Everybody who is stored, with everything that the ports show.
    pub async fn everything(&self) -> Vec<Everything> {
        let (sealed, due) = (self.all_sealed().await, self.due(the_end()).await);
        let mut everything = Vec::new();
        for user in self.users.list(None, u32::MAX).await.expect("storage works") {
            everything.push(self.everything_of(user, &sealed, &due).await);
        }
        everything
    }

    async fn everything_of(
        &self,
        user: User,
        sealed: &[SealedConnection],
        due: &[UserId],
    ) -> Everything {
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
            client_user: self.client(id).await,
            providers: self.providers(id).await,
            sealed: sealed.iter().filter(|one| one.place.user_id == id).cloned().collect(),
            is_forgotten: due.contains(&id),
            user,
        }
    }
}
