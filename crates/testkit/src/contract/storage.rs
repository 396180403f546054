//! Storage as a whole.

pub mod health {
    use crate::contract::Ports;

    pub async fn a_store_that_works_says_so(ports: &Ports) {
        ports.storage.check().await.expect("a fresh store works");
    }
}
