//! The contract of the ports, clause by clause.

use crate::database::{Migrated, Place};

kith_testkit::contract_tests!(sqlite, Migrated::at(Place::sqlite()).await);
kith_testkit::contract_tests!(
    postgres,
    Migrated::at(Place::postgres().await).await,
    ignore = "needs a PostgreSQL server: scripts/test.sh brings one",
);
