//! What a check found.

/// What a check found, and how much it looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// How much there was.
    pub looked_at: LookedAt,
    /// What is wrong, by kind; nothing if all is well.
    pub damage: Vec<Damage>,
}

impl Report {
    /// Whether every invariant holds.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.damage.is_empty()
    }
}

/// How many rows a check looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, diesel::QueryableByName)]
pub struct LookedAt {
    /// Users, softly deleted ones included.
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    pub users: i64,
    /// Associations.
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    pub associations: i64,
    /// Rows of connections, two for each.
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    pub connection_rows: i64,
    /// Requests, rejected ones included.
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    pub requests: i64,
    /// Follows.
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    pub follows: i64,
    /// Hides.
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    pub hides: i64,
    /// Rows of the team's face of users, one for each.
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    pub client_users: i64,
    /// Connections with providers.
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    pub provider_connections: i64,
    /// Credentials that are kept beside them.
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    pub provider_credentials: i64,
}

/// One kind of damage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Which invariant is broken: `I1` to `I5`.
    pub invariant: &'static str,
    /// In which way, as one word.
    pub kind: &'static str,
    /// The first ones, by id.
    pub findings: Vec<Finding>,
    /// How many more there are.
    pub more: u64,
}

/// One place that is damaged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The ids of the one or two users whom it is about, the one who acted first.
    pub users: Vec<i64>,
    /// What is wrong there.
    pub detail: String,
}
