//! Features that can be switched on and off (contract, section 9).

pub(crate) mod list;
