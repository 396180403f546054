//! Junction API v2: the users of a team and where their data come from. A folder per noun, a file per
//! verb.
