//! The counters of two users, which change with their ties.

use kith_domain::UserId;

use super::super::{Dsl as _, WriteConn};
use crate::error::Failure;
use crate::sql::{Change, Piece};

/// A column of users, and what is added to it: for the one and for the other.
pub(in super::super) type Difference = (&'static str, i64, i64);

/// Adds to the counters of both, in one statement.
pub(in super::super) async fn add(
    conn: &mut WriteConn,
    (one, other): (UserId, UserId),
    differences: &[Difference],
) -> Result<(), Failure> {
    let mut update = Vec::new();
    for (counter, to_one, to_other) in differences {
        if *to_one == 0 && *to_other == 0 {
            continue;
        }
        update.extend([
            Piece::Text(if update.is_empty() { "update users set " } else { ", " }),
            Piece::Text(counter),
            Piece::Text(" = "),
            Piece::Text(counter),
            Piece::Text(" + case id when "),
            Piece::Number(one.get()),
            // Whoever sends it without types, as pgbench does, means numbers too.
            Piece::Text(" then cast("),
            Piece::Number(*to_one),
            Piece::Text(" as bigint) else cast("),
            Piece::Number(*to_other),
            Piece::Text(" as bigint) end"),
        ]);
    }
    if update.is_empty() {
        return Ok(());
    }
    update.extend([
        Piece::Text(" where id in ("),
        Piece::Number(one.get()),
        Piece::Text(", "),
        Piece::Number(other.get()),
        Piece::Text(")"),
    ]);
    Change(update).execute(conn).await?;
    Ok(())
}
