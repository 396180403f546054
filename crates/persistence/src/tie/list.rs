//! Lists of people tied to somebody: those whom the viewer knows, too, and the others.

use kith_domain::UserId;
use kith_domain::connection::Mutual;

use crate::sql::Piece;

/// Ends a subquery that is to look into the index once for each row. Without it PostgreSQL may join
/// everybody's friends with everybody's, since its statistics know an average user, and not the one
/// with five thousand friends: the cost was seen to grow with the product.
const PROBE: &str = " limit 1 offset 0)";

/// The dates that only requests have, for the parts of other lists.
const NO_DATES: &str =
    ", cast(null as timestamptz) as rejected, cast(null as timestamptz) as viewed from ";

/// Rows of a table that tie people to an owner, as names in SQL.
#[derive(Clone, Copy)]
pub(in super::super) struct Kind {
    pub(in super::super) table: &'static str,
    /// The column of whose list it is.
    pub(in super::super) owner: &'static str,
    /// The column of who is in the list.
    pub(in super::super) person: &'static str,
    /// Where the viewer is in rows of the viewer's own, and where those are whom they tie to the viewer.
    pub(in super::super) of_viewer: (&'static str, &'static str),
    /// The two columns by which it is sorted, as a row value.
    pub(in super::super) key: &'static str,
    /// The same, descending.
    pub(in super::super) order: &'static str,
    /// The owner's column that counts the rows.
    pub(in super::super) counter: &'static str,
}

/// A list: how many there are in it, and who.
pub(in super::super) struct List {
    /// `… as total from … where …`: one row, or none if there is no such list.
    pub(in super::super) total: Vec<Piece>,
    /// In their order; none where nobody can be in it.
    pub(in super::super) parts: Vec<Part>,
    /// Of whom it is known that they are connected with the viewer; the others are looked up.
    pub(in super::super) connected: &'static str,
    /// Whether the tie's own id settles the order, and not the person's.
    pub(in super::super) by_tie: bool,
}

/// One part of a list: rows of `(id, since)` of people, newest first.
pub(in super::super) struct Part {
    /// 0 comes before 1.
    pub(in super::super) number: u8,
    /// `select … as id, … as since, … as tie, … as part, … as rejected, … as viewed from … where …`,
    /// complete but for order and limit.
    pub(in super::super) select: Vec<Piece>,
    /// The two columns by which it is sorted, as a row value: `(since, other_id)`.
    pub(in super::super) key: &'static str,
    /// The same, descending: `since desc, other_id desc`.
    pub(in super::super) order: &'static str,
}

impl Kind {
    /// Everybody, in the part with that number: 0 where all are mutual, 1 where nobody is.
    pub(in super::super) fn all(self, owner: UserId, filter: Option<Mutual>, number: u8) -> List {
        let nobody = match filter {
            None => false,
            Some(Mutual::Only) => number == 1,
            Some(Mutual::Without) => number == 0,
        };
        if nobody {
            return Self::list(vec![Piece::Text("cast(0 as bigint)")], owner, vec![]);
        }
        Self::list(vec![Piece::Text(self.counter)], owner, vec![self.part(owner, number, vec![])])
    }

    /// Those to whom the viewer is tied in the same way, then the others.
    pub(in super::super) fn halves(
        self,
        owner: UserId,
        viewer: UserId,
        filter: Option<Mutual>,
    ) -> List {
        let half = |number| self.part(owner, number, self.mutual(viewer, number == 0));
        let counter = Piece::Text(self.counter);
        let mutual = || {
            let mut count = self.rows(" (select count(*) from ", owner);
            count.extend(self.mutual(viewer, true));
            count.push(Piece::Text(")"));
            count
        };
        match filter {
            None => Self::list(vec![counter], owner, vec![half(0), half(1)]),
            Some(Mutual::Only) => Self::list(mutual(), owner, vec![half(0)]),
            Some(Mutual::Without) => {
                let mut total = vec![counter, Piece::Text(" -")];
                total.extend(mutual());
                Self::list(total, owner, vec![half(1)])
            }
        }
    }

    fn list(mut total: Vec<Piece>, owner: UserId, parts: Vec<Part>) -> List {
        total.extend([
            Piece::Text(" as total from users where status <> 'd' and id = "),
            Piece::Number(owner.get()),
        ]);
        List { total, parts, connected: "false", by_tie: false }
    }

    fn part(self, owner: UserId, number: u8, among: Vec<Piece>) -> Part {
        let mut select = vec![
            Piece::Text("select "),
            Piece::Text(self.person),
            Piece::Text(" as id, since, "),
            Piece::Text(self.person),
            Piece::Text(if number == 0 { " as tie, 0 as part" } else { " as tie, 1 as part" }),
        ];
        select.extend(self.rows(NO_DATES, owner));
        select.extend(among);
        Part { number, select, key: self.key, order: self.order }
    }

    /// The owner's rows.
    fn rows(self, before: &'static str, owner: UserId) -> Vec<Piece> {
        vec![
            Piece::Text(before),
            Piece::Text(self.table),
            Piece::Text(" where not dormant and "),
            Piece::Text(self.owner),
            Piece::Text(" = "),
            Piece::Number(owner.get()),
        ]
    }

    /// Those of the rows whose person the viewer is tied to, too, or is not.
    fn mutual(self, viewer: UserId, wanted: bool) -> Vec<Piece> {
        vec![
            Piece::Text(if wanted { " and exists" } else { " and not exists" }),
            Piece::Text(" (select 1 from "),
            Piece::Text(self.table),
            Piece::Text(" as seen where seen."),
            Piece::Text(self.of_viewer.0),
            Piece::Text(" = "),
            Piece::Number(viewer.get()),
            Piece::Text(" and seen."),
            Piece::Text(self.of_viewer.1),
            Piece::Text(" = "),
            Piece::Text(self.table),
            Piece::Text("."),
            Piece::Text(self.person),
            Piece::Text(PROBE),
        ]
    }
}

impl List {
    /// The same list, of some of whom it is known that they are connected with the viewer.
    pub(in super::super) fn connected(self, connected: &'static str) -> Self {
        Self { connected, ..self }
    }
}
