//! The tables, as both databases have them.

use diesel::{allow_tables_to_appear_in_same_query, joinable, table};

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::columns::{Instant, UniqueId};

    users (id) {
        id -> BigInt,
        uuid -> UniqueId,
        username -> Text,
        username_key -> Text,
        email -> Nullable<Text>,
        email_key -> Nullable<Text>,
        role -> Nullable<Text>,
        status -> Text,
        real_name -> Text,
        bio -> Text,
        location -> Text,
        location_lat_lng -> Nullable<Text>,
        position_lat_lng -> Nullable<Text>,
        date_of_birth -> Nullable<Text>,
        description -> Text,
        gender -> Text,
        website -> Nullable<Text>,
        avatar -> Nullable<Text>,
        cover -> Nullable<Text>,
        company_name -> Nullable<Text>,
        company_role -> Nullable<Text>,
        date_joined -> Instant,
        deleted_at -> Nullable<Instant>,
        connections_counter -> BigInt,
        requests_sent_counter -> BigInt,
        requests_received_counter -> BigInt,
        followers_counter -> BigInt,
        followings_counter -> BigInt,
        real_name_key -> Text,
        location_key -> Text,
        description_key -> Text,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::columns::{Instant, JsonDocument};

    associations (id) {
        id -> BigInt,
        user_id -> BigInt,
        provider -> Text,
        ext_id -> Text,
        profile_url -> Nullable<Text>,
        show_in_profile -> Bool,
        metadata -> Nullable<JsonDocument>,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool};
    use crate::columns::Instant;

    connections (user_id, other_id) {
        user_id -> BigInt,
        other_id -> BigInt,
        since -> Instant,
        dormant -> Bool,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Nullable};
    use crate::columns::Instant;

    connection_requests (id) {
        id -> BigInt,
        from_id -> BigInt,
        to_id -> BigInt,
        created -> Instant,
        rejected -> Nullable<Instant>,
        viewed -> Nullable<Instant>,
        dormant -> Bool,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool};
    use crate::columns::Instant;

    follows (follower_id, followed_id) {
        follower_id -> BigInt,
        followed_id -> BigInt,
        since -> Instant,
        dormant -> Bool,
    }
}

table! {
    use diesel::sql_types::BigInt;
    use crate::columns::Instant;

    hides (user_id, hidden_id) {
        user_id -> BigInt,
        hidden_id -> BigInt,
        since -> Instant,
    }
}

table! {
    /// Kept by diesel's migrations: what has been applied.
    __diesel_schema_migrations (version) {
        version -> Text,
    }
}

joinable!(associations -> users (user_id));
allow_tables_to_appear_in_same_query!(
    associations,
    connection_requests,
    connections,
    follows,
    hides,
    users,
);
