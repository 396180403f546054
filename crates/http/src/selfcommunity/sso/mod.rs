//! Single sign-on: one's own identity system makes users and signs them in (contract, section 11.1).

pub(crate) mod sign_in;
pub(crate) mod sign_up;
