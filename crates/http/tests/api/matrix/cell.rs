//! What a caller got, in as few letters as can be told apart.

use crate::support::Reply;

/// The letter for each code or sentence of a refusal, as it stands behind the status.
pub(super) const MARKS: [(&str, &str); 9] = [
    ("n", "not_authenticated"),
    ("t", "token_not_valid"),
    ("p", "permission_denied"),
    ("f", "not_found"),
    ("i", "invalid"),
    ("k", "invalid token"),
    ("u", "User not found"),
    ("d", "forbidden"),
    ("s", "no_such_user"),
];

/// The status and the letter of a refusal.
pub(super) fn status_and_mark(path: &str, reply: &Reply) -> String {
    let status = reply.status.as_u16();
    if reply.status.is_success() {
        return status.to_string();
    }
    let reason = if path.starts_with("/v2/") {
        let detail = reply.detail(status);
        detail.as_str().map_or_else(|| detail.to_string(), str::to_owned)
    } else if path.starts_with("/kith/") {
        reply.problem(status)
    } else {
        reply.codes(status).join(" ")
    };
    let mark = MARKS.iter().find(|(_, known)| *known == reason);
    let (mark, _) = mark.unwrap_or_else(|| panic!("{path}: {status} {reason:?} has no mark"));
    format!("{status}{mark}")
}

/// What the letters mean.
pub(super) fn legend() -> String {
    let marks = MARKS.map(|(mark, reason)| format!("  {mark}  {reason}\n"));
    format!("Behind the status:\n  *  something has changed\n{}", marks.concat())
}
