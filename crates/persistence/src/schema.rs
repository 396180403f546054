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
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::columns::Instant;

    client_users (user_id) {
        user_id -> BigInt,
        client_user_id -> Text,
        live -> Bool,
        fallback_time_zone -> Nullable<Text>,
        fallback_time_zone_updated_at -> Nullable<Instant>,
        fallback_birth_date -> Nullable<Text>,
        fallback_birth_date_updated_at -> Nullable<Instant>,
        ingestion_start -> Nullable<Text>,
        ingestion_end -> Nullable<Text>,
        erase_at -> Nullable<Instant>,
        status_before -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::Bool;
    use crate::columns::UniqueId;

    team (single) {
        single -> Bool,
        id -> UniqueId,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::columns::{Instant, JsonDocument};

    provider_connections (user_id, provider) {
        user_id -> BigInt,
        provider -> Text,
        external_user_id -> Nullable<Text>,
        granted_scopes -> Nullable<JsonDocument>,
        created_on -> Instant,
        status -> Text,
        error_type -> Nullable<Text>,
        error_message -> Nullable<Text>,
        errored_at -> Nullable<Instant>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Text};

    provider_credentials (user_id, provider) {
        user_id -> BigInt,
        provider -> Text,
        sealing_key -> Text,
        sealed -> Binary,
    }
}

table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::columns::Instant;

    bulk_operations (id) {
        id -> BigInt,
        operation -> Text,
        provider -> Text,
        processed -> BigInt,
        started_at -> Instant,
        ended_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use crate::columns::Instant;

    api_keys (id) {
        id -> BigInt,
        name -> Text,
        hash -> Binary,
        created_at -> Instant,
        revoked_at -> Nullable<Instant>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Bool};

    imports (single) {
        single -> Bool,
        lines -> BigInt,
        digest -> Binary,
    }
}

table! {
    /// Kept by diesel's migrations: what has been applied.
    __diesel_schema_migrations (version) {
        version -> Text,
    }
}

joinable!(associations -> users (user_id));
joinable!(client_users -> users (user_id));
allow_tables_to_appear_in_same_query!(
    associations,
    client_users,
    connection_requests,
    connections,
    follows,
    hides,
    provider_connections,
    provider_credentials,
    users,
);
