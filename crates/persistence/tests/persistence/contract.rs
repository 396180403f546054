//! The contract of the ports, clause by clause.

use crate::database::{Migrated, Place};

kith_testkit::contract_tests!(sqlite, Migrated::at(Place::sqlite()).await);
kith_testkit::contract_tests!(
    postgres,
    Migrated::at(Place::postgres().await).await,
    ignore = "needs a PostgreSQL server: scripts/test.sh brings one",
);

/// Databases that refuse a second user of one account at a provider.
mod refusing_duplicates {
    use super::{Migrated, Place};

    kith_testkit::duplicate_contract_tests!(
        sqlite,
        Migrated::refusing_duplicates_at(Place::sqlite()).await
    );
    kith_testkit::duplicate_contract_tests!(
        postgres,
        Migrated::refusing_duplicates_at(Place::postgres().await).await,
        ignore = "needs a PostgreSQL server: scripts/test.sh brings one",
    );
}
