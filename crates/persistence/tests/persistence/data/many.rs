//! A long file.

use std::fmt::Write as _;

/// Users with ids from 1 on, each with the other face: the lines of an export but for the last one.
pub(crate) fn many(users: u32) -> String {
    let mut lines = String::from(
        "{\"kith_export\":{\"version\":1,\"team_id\":\"3c1b7f52-6f0e-4d39-9c9a-0d5a3f1c2b11\",\
         \"last_ids\":{\"users\":0,\"associations\":0,\"connection_requests\":0,\
         \"bulk_operations\":0,\"api_keys\":0}}}\n",
    );
    for id in 1..=users {
        let _ = writeln!(
            lines,
            "{{\"user\":{{\"id\":{id},\"uuid\":\"67e55044-10b1-426f-9247-{id:012x}\",\
             \"username\":\"user{id}\",\"email\":null,\"role\":null,\"status\":\"a\",\
             \"real_name\":\"\",\"bio\":\"\",\"location\":\"\",\"location_lat_lng\":null,\
             \"position_lat_lng\":null,\"date_of_birth\":null,\"description\":\"\",\
             \"gender\":\"Unspecified\",\"website\":null,\"avatar\":null,\"cover\":null,\
             \"company_name\":null,\"company_role\":null,\
             \"date_joined\":\"2026-01-01T10:00:00.000000Z\",\"deleted_at\":null}}}}"
        );
    }
    for id in 1..=users {
        let _ = writeln!(
            lines,
            "{{\"client_user\":{{\"user_id\":{id},\"client_user_id\":\"{id}\",\
             \"fallback_time_zone\":null,\"fallback_time_zone_updated_at\":null,\
             \"fallback_birth_date\":null,\"fallback_birth_date_updated_at\":null,\
             \"ingestion_start\":null,\"ingestion_end\":null,\"erase_at\":null,\
             \"status_before\":null}}}}"
        );
    }
    lines
}
