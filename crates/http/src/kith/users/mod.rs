//! Users, under all their names.

pub(crate) mod read;
