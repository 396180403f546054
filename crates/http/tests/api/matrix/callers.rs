//! Who asks, and the community that they ask in.

use kith_domain::access::AdminPermit;
use kith_domain::api_key::{self, ApiKeys as _};
use kith_domain::community::Mode;
use kith_domain::user::Role;
use kith_domain::{Clock as _, Timestamp, UserId};
use kith_testkit::memory::MemoryStore;
use kith_testkit::{FixedClock, people};
use serde_json::{Value, json};

use crate::support::{Ask, Kith, tokens};

/// How somebody stands to Anna, or with what they come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Caller {
    Anonymous,
    /// Anna.
    Oneself,
    /// Cleo, a member without any role.
    Other,
    /// Cleo, whom Anna hides.
    HiddenByTarget,
    /// Cleo, who hides Anna.
    HidesTarget,
    /// Cleo, blocked by moderation.
    Blocked,
    Moderator,
    Admin,
    BlockedAdmin,
    /// With a token of the admin that has expired.
    Expired,
    /// With a good token of an admin who was deleted.
    Deleted,
    /// With a token of the admin under another algorithm, signed with the right secret.
    WrongAlgorithm,
    /// With a key of the team.
    Key,
    /// With a key that was revoked.
    RevokedKey,
}

impl Caller {
    /// Every caller, and the heading of their column.
    pub(super) const ALL: [(Self, &str); 14] = [
        (Self::Anonymous, "anon"),
        (Self::Oneself, "self"),
        (Self::Other, "other"),
        (Self::HiddenByTarget, "hidden"),
        (Self::HidesTarget, "hiding"),
        (Self::Blocked, "blocked"),
        (Self::Moderator, "mod"),
        (Self::Admin, "admin"),
        (Self::BlockedAdmin, "b.admin"),
        (Self::Expired, "expired"),
        (Self::Deleted, "deleted"),
        (Self::WrongAlgorithm, "alg"),
        (Self::Key, "key"),
        (Self::RevokedKey, "revoked"),
    ];

    /// Whether the credential is a token that is worth nothing.
    pub(super) fn has_a_bad_token(self) -> bool {
        matches!(self, Self::Expired | Self::Deleted | Self::WrongAlgorithm)
    }

    /// Whether a key is shown, good or not.
    pub(super) fn has_a_key(self) -> bool {
        matches!(self, Self::Key | Self::RevokedKey)
    }
}

/// A community at its beginning: Anna, who is asked about, and everybody who asks.
pub(super) struct World {
    pub(super) kith: Kith,
    beginning: MemoryStore,
    began: Timestamp,
    cleo: UserId,
    eve: UserId,
    dora: UserId,
    revoked: String,
    /// Anna's id in the other APIs.
    pub(super) uuid: String,
}

impl World {
    pub(super) async fn new(mode: Mode) -> Self {
        let kith = Kith::start_in(mode).await;
        let cleo = kith.person("cleo").await;
        let admin =
            async |name| people::named(name).role(Role::Admin).register(&kith.store).await.id;
        let (eve, dora) = (admin("eve").await, admin("dora").await);
        let name = || "old".parse().unwrap();
        let permit = AdminPermit::operator();
        let revoked = api_key::create(&kith.store, &kith.clock, permit, name(), [9; 32]).await;
        kith.store.revoke(&name(), FixedClock::start()).await.unwrap();
        // Moderators do not moderate admins.
        let moderation = kith.patch(&format!("/api/v2/moderation/user/{eve}/"));
        let block = moderation.by(kith.ada).json(&json!({"status": "b"}));
        block.send().await.empty(204);
        kith.delete(&format!("/api/v2/user/{dora}/")).by(dora).send().await.empty(204);
        let uuid = kith.uuid(kith.anna).await.to_string();
        let garmin = json!({"provider": "garmin", "connections": [{
            "user_id": uuid, "access_token": "a", "refresh_token": "r", "expires_at": 1,
        }]});
        let import = kith.post("/v2/link/bulk_import").keyed().json(&garmin).send().await;
        assert_eq!(import.status, 200);
        let google = json!({"provider": "google", "ext_id": "1155"});
        let path = format!("/api/v2/user/{}/provider/", kith.anna);
        assert_eq!(kith.post(&path).by(kith.anna).json(&google).send().await.status, 201);
        let revoked = revoked.unwrap().expose().to_owned();
        let (beginning, began) = (kith.store.copy(), kith.clock.now());
        Self { kith, beginning, began, cleo, eve, dora, revoked, uuid }
    }

    /// Back to the beginning.
    pub(super) fn restore(&self) {
        self.kith.store.restore(&self.beginning);
        self.kith.clock.set(self.began);
    }

    /// The live user who asks, if it is one. Whoever comes with a bad token of the admin is the admin.
    pub(super) fn user(&self, caller: Caller) -> Option<UserId> {
        match caller {
            Caller::Anonymous | Caller::Key | Caller::RevokedKey | Caller::Deleted => None,
            Caller::Oneself => Some(self.kith.anna),
            Caller::Other | Caller::HiddenByTarget | Caller::HidesTarget | Caller::Blocked => {
                Some(self.cleo)
            }
            Caller::Moderator => Some(self.kith.mo),
            Caller::Admin | Caller::Expired | Caller::WrongAlgorithm => Some(self.kith.ada),
            Caller::BlockedAdmin => Some(self.eve),
        }
    }

    /// Brings about how the caller stands to the target, after whatever was between the two before.
    pub(super) async fn estrange(&self, caller: Caller, target: UserId) {
        match caller {
            Caller::HiddenByTarget => self.kith.does(target, "hide", self.cleo).await,
            Caller::HidesTarget => self.kith.does(self.cleo, "hide", target).await,
            Caller::Blocked => self.kith.block(self.cleo).await,
            _ => {}
        }
    }

    /// The claims of a good token of the admin.
    pub(super) fn claims(&self) -> Value {
        let now = self.kith.clock.now().timestamp();
        let mut claims = tokens::claims(self.kith.ada.get());
        claims["iat"] = json!(now - 600);
        claims["exp"] = json!(now + 600);
        claims
    }

    /// The request with the caller's credential.
    pub(super) fn by<'a>(&self, caller: Caller, ask: Ask<'a>) -> Ask<'a> {
        let bearer = |ask: Ask<'a>, token: &str| ask.bearer(token);
        let claims = self.claims();
        match caller {
            Caller::Anonymous => ask,
            Caller::Key => ask.keyed(),
            Caller::RevokedKey => ask.header("x-vital-api-key", &self.revoked),
            Caller::Expired => {
                let mut claims = claims;
                claims["exp"] = json!(self.kith.clock.now().timestamp() - 60);
                bearer(ask, &tokens::hs256(&claims))
            }
            Caller::WrongAlgorithm => bearer(ask, &tokens::hs512(&claims)),
            Caller::Deleted => bearer(ask, &self.kith.token(self.dora)),
            _ => bearer(ask, &self.kith.token(self.user(caller).unwrap())),
        }
    }
}
