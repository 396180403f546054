//! What a user says of themselves (contract, section 3.1).

use chrono::NaiveDate;

use super::{Coordinates, Gender};
use crate::text::{Line, Prose};
use crate::web_url::WebUrl;

/// A person's name: one line.
pub type RealName = Line<255>;
/// A few words about oneself; may have several lines.
pub type Bio = Prose<2000>;
/// Where somebody lives, in words.
pub type Location = Line<100>;
/// One's headline.
pub type Description = Line<50>;
/// One's home page.
pub type Website = WebUrl<200>;
/// Where an avatar or a cover is; Kith keeps no files.
pub type PictureUrl = WebUrl<2048>;
/// A company's name, or the role in it.
pub type CompanyText = Line<255>;

/// What a user says of themselves; everything may be left empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// A person's name.
    pub real_name: RealName,
    /// A few words.
    pub bio: Bio,
    /// Where the user lives, in words.
    pub location: Location,
    /// Where the user lives.
    pub location_lat_lng: Option<Coordinates>,
    /// Where the user is.
    pub position_lat_lng: Option<Coordinates>,
    /// When the user was born.
    pub date_of_birth: Option<NaiveDate>,
    /// The headline.
    pub description: Description,
    /// Said or not.
    pub gender: Gender,
    /// The home page.
    pub website: Option<Website>,
    /// The portrait.
    pub avatar: Option<PictureUrl>,
    /// The picture at the top of the profile.
    pub cover: Option<PictureUrl>,
    /// Where the user works; set by the operator.
    pub company_name: Option<CompanyText>,
    /// As what the user works; set by the operator.
    pub company_role: Option<CompanyText>,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            real_name: RealName::default(),
            bio: Bio::default(),
            location: Location::default(),
            location_lat_lng: None,
            position_lat_lng: None,
            date_of_birth: None,
            description: Description::default(),
            gender: Gender::Unspecified,
            website: None,
            avatar: None,
            cover: None,
            company_name: None,
            company_role: None,
        }
    }
}
