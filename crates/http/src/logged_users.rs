//! How log lines name the user who asked.

use std::fmt;
use std::hash::Hasher as _;

use kith_domain::UserId;
use siphasher::sip::SipHasher24;

/// How log lines name the user who asked.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum LoggedUsers {
    /// Not at all.
    #[default]
    Omitted,
    /// By a hash of the id: lines of one user can be told to belong together, and nobody without the
    /// key can tell whose they are. Instances with the same key agree.
    Hashed([u8; 16]),
    /// By the id.
    Plain,
}

impl LoggedUsers {
    /// What stands for this user; `None` if nothing does.
    pub(crate) fn name(&self, user: UserId) -> Option<LoggedUser> {
        match self {
            Self::Omitted => None,
            Self::Hashed(key) => {
                // A pseudo-random function with a secret key: the few ids that there are cannot be
                // tried out without it, as they could with a plain digest.
                let mut hasher = SipHasher24::new_with_key(key);
                hasher.write(&user.get().to_le_bytes());
                Some(LoggedUser::Hash(hasher.finish()))
            }
            Self::Plain => Some(LoggedUser::Id(user)),
        }
    }
}

impl fmt::Debug for LoggedUsers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Omitted => "Omitted",
            Self::Hashed(_) => "Hashed(…)",
            Self::Plain => "Plain",
        })
    }
}

/// One user, as they stand in a log line.
pub(crate) enum LoggedUser {
    Hash(u64),
    Id(UserId),
}

impl fmt::Display for LoggedUser {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hash(hash) => write!(formatter, "{hash:016x}"),
            Self::Id(id) => write!(formatter, "{}", id.get()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(users: &LoggedUsers, id: i64) -> Option<String> {
        users.name(UserId::new(id).unwrap()).map(|user| user.to_string())
    }

    #[test]
    fn a_user_has_one_hash_for_each_key_and_no_other_user_has_it() {
        let (one, other) = (LoggedUsers::Hashed([1; 16]), LoggedUsers::Hashed([2; 16]));
        let hash = name(&one, 7).unwrap();
        assert!(hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{hash}");
        assert_eq!(name(&one, 7).unwrap(), hash);
        assert_ne!(name(&one, 8).unwrap(), hash);
        assert_ne!(name(&other, 7).unwrap(), hash);
    }

    #[test]
    fn the_id_stands_there_only_if_it_is_wanted() {
        assert_eq!(name(&LoggedUsers::Plain, 7).unwrap(), "7");
        assert_eq!(name(&LoggedUsers::Omitted, 7), None);
        assert_eq!(format!("{:?}", LoggedUsers::Hashed([42; 16])), "Hashed(…)");
    }
}
