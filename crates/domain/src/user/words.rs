//! The words that describe a user, as they are written on the wire and in the database.

use crate::words::words;

words!(
    /// What a user may do beyond their own affairs (contract, section 2.5).
    Role,
    "A role is admin, moderator, editor or publisher.",
    {
        /// May administer everything.
        Admin = "admin",
        /// May block and delete users.
        Moderator = "moderator",
        /// Nothing more, here.
        Editor = "editor",
        /// Nothing more, here.
        Publisher = "publisher",
    }
);

words!(
    /// How a user stands (contract, section 2.5). An erased user (`u`) is not stored at all.
    Status,
    "A status is a, b or d.",
    {
        /// In good standing.
        Approved = "a",
        /// Blocked by moderation: may sign in, builds no ties.
        Blocked = "b",
        /// Softly deleted: gone from lists, name and accounts stay taken.
        Deleted = "d",
    }
);

words!(
    /// The gender in a profile.
    Gender,
    "A gender is Male, Female or Unspecified.",
    {
        /// Male.
        Male = "Male",
        /// Female.
        Female = "Female",
        /// Not said; the default.
        Unspecified = "Unspecified",
    }
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back_as_they_were_written() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(*role));
        }
        for status in Status::ALL {
            assert_eq!(status.as_str().parse(), Ok(*status));
        }
        for gender in Gender::ALL {
            assert_eq!(gender.as_str().parse(), Ok(*gender));
        }
        assert!("Admin".parse::<Role>().is_err());
        assert!("u".parse::<Status>().is_err());
        assert!("".parse::<Gender>().is_err());
    }
}
