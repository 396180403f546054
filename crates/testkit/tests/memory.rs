//! The store in memory keeps the contract like any other.

use kith_testkit::memory::MemoryStore;

kith_testkit::contract_tests!(memory, MemoryStore::new());
kith_testkit::duplicate_contract_tests!(
    memory_rejecting_duplicates,
    MemoryStore::rejecting_duplicates()
);
