//! The statements that make rows, for either database.

use super::SeedPlan;

/// How many users, or a hundredth as many friendly ones, a statement makes rows for.
const CHUNK: i64 = 100_000;

/// What the databases say differently. `{}` stands for an expression.
pub(super) struct Dialect {
    /// A table `n` with the numbers from `LOW` to `HIGH`, as `i`.
    pub(super) numbers: &'static str,
    /// So many seconds after 1970 as an instant.
    pub(super) instant: &'static str,
    /// A number as a UUID.
    pub(super) uuid: &'static str,
    /// A text as JSON.
    pub(super) json: &'static str,
    /// Lets ids be given where the database would choose them.
    pub(super) overriding: &'static str,
}

/// A statement and what it makes.
pub(super) struct Step {
    pub(super) what: &'static str,
    pub(super) sql: String,
}

impl Dialect {
    /// Every statement of a plan, in the order of the rows' keys.
    pub(super) fn steps(&self, plan: SeedPlan) -> Vec<Step> {
        let mut steps = Vec::new();
        let everybody = [
            ("users", self.users(plan)),
            ("the team's users", CLIENT_USERS.to_owned()),
            ("associations", self.associations()),
            ("provider connections", self.provider_connections()),
        ];
        for (what, sql) in everybody {
            for (low, high) in chunks(plan.users, CHUNK) {
                steps.push(Step { what, sql: self.between(&sql, low, high) });
            }
        }
        let friends = self.connections(plan);
        for (low, high) in chunks(plan.friendly(), CHUNK / 10) {
            steps.push(Step { what: "connections", sql: self.between(&friends, low, high) });
        }
        let hub = self.between(&self.hub(plan), 1, 5_000);
        steps.push(Step { what: "connections", sql: hub });
        steps
    }

    fn between(&self, sql: &str, low: i64, high: i64) -> String {
        let numbers = self.numbers.replace("LOW", &low.to_string());
        sql.replace("NUMBERS", &numbers.replace("HIGH", &high.to_string()))
    }

    fn users(&self, plan: SeedPlan) -> String {
        let (friendly, hub) = (plan.friendly(), plan.hub());
        let (uuid, joined) = (of(self.uuid, "i"), of(self.instant, "1700000000 + i"));
        format!(
            "insert into users (id, uuid, username, username_key, role, real_name, real_name_key, \
             location, location_key, description_key, date_joined, connections_counter) \
             {} \
             select i, {uuid}, 'user' || i, 'user' || i, case when i = 1 then 'admin' end, \
             'User Number ' || i, 'user number ' || i, 'Turin', 'turin', '', {joined}, \
             case when i = {hub} then 5000 else case when i <= {friendly} then 100 else 0 end + \
             case when i <= 5000 then 1 else 0 end end from NUMBERS",
            self.overriding
        )
    }

    fn associations(&self) -> String {
        let created = of(self.instant, "1700000000 + i");
        format!(
            "insert into associations (user_id, provider, ext_id, profile_url, show_in_profile, \
             created_at) \
             select i, provider, provider || '-' || i, \
             case when provider <> 'external' then 'https://example.com/' || provider || '/' || i end, \
             shown, {created} \
             from NUMBERS cross join (select 'google' as provider, true as shown \
             union all select 'facebook', true union all select 'twitter', true \
             union all select 'linkedin', false union all select 'external', false) as providers"
        )
    }

    fn provider_connections(&self) -> String {
        let created = of(self.instant, "1710000000 + i");
        let scopes = of(self.json, "'[\"sleep\",\"weight\"]'");
        format!(
            "insert into provider_connections (user_id, provider, external_user_id, \
             granted_scopes, created_on, status) \
             select i, provider, provider || '-' || i, {scopes}, {created}, 'connected' \
             from NUMBERS cross join \
             (select 'fitbit' as provider union all select 'garmin') as providers"
        )
    }

    /// Those who are connected in the ring are 1 to 50 places apart.
    fn connections(&self, plan: SeedPlan) -> String {
        let friendly = plan.friendly();
        let other = format!("((i - 1 + d + {friendly}) % {friendly} + 1)");
        self.friends(&other, &format!("NUMBERS cross join ({DISTANCES}) as distances"), "i")
    }

    fn hub(&self, plan: SeedPlan) -> String {
        let hub = plan.hub().to_string();
        let there = self.friends("i", "NUMBERS", &hub);
        let back = self.friends(&hub, "NUMBERS", "i");
        format!("{there}; {back}")
    }

    /// Both ends of a connection have the same instant.
    fn friends(&self, other: &str, from: &str, user: &str) -> String {
        let since = of(
            self.instant,
            &format!("1720000000 + (({user} * {other}) + {user} + {other}) % 10000000"),
        );
        format!(
            "insert into connections (user_id, other_id, since, dormant) \
             select {user}, {other}, {since}, false from {from}"
        )
    }
}

fn of(pattern: &str, expression: &str) -> String {
    pattern.replace("{}", &format!("({expression})"))
}

/// The numbers from 1 to `last`, `size` at a time: the lowest and the highest.
fn chunks(last: i64, size: i64) -> impl Iterator<Item = (i64, i64)> {
    (0..)
        .map(move |chunk| (chunk * size + 1, (chunk + 1) * size))
        .take_while(move |(low, _)| *low <= last)
        .map(move |(low, high)| (low, high.min(last)))
}

const CLIENT_USERS: &str = "insert into client_users (user_id, client_user_id, live) \
    select i, 'client-' || i, true from NUMBERS";

/// 1 to 50 both ways: `d`.
const DISTANCES: &str = "with recursive one(d) as \
    (select 1 union all select d + 1 from one where d < 50) \
    select d from one union all select -d from one";
