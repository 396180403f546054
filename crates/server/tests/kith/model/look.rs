//! Compares what the service shows with what the reference says.

use serde_json::{Value, json};

use super::reference::{Reference, Request};
use super::service::Service;
use super::step::{Call, People, Who};

/// What one sees, and what one should see.
type Seen = Result<(), String>;

/// Looks at everything that everybody sees.
pub(crate) async fn everything(
    service: &impl Service,
    people: &People,
    reference: &Reference,
) -> Seen {
    for user in reference.everybody() {
        statuses(service, people, reference, user).await?;
        counters(service, people, reference, user).await?;
        requests(service, people, reference, user).await?;
        hidden(service, people, reference, user).await?;
        let neighbour = (user + 1) % people.ids.len();
        status(service, people, reference, user, neighbour).await?;
        for viewer in [Some(user), Some(neighbour), None] {
            connections(service, people, reference, user, viewer).await?;
        }
    }
    Ok(())
}

/// The user's status to everybody, in one call.
pub(crate) async fn statuses(
    service: &impl Service,
    people: &People,
    reference: &Reference,
    user: Who,
) -> Seen {
    let path = "/api/v2/user/connection/statuses/".to_owned();
    let call = Call::post(path, &people.tokens[user], Some(json!({"users": people.ids})));
    if !reference.lives(user) {
        return unknown_caller(service, call).await;
    }
    let word = |other: Who| (people.ids[other].to_string(), json!(reference.status(user, other)));
    let words: serde_json::Map<_, _> = reference.everybody().map(word).collect();
    expect(service, call, json!({"connection_statuses": words})).await
}

/// The user's status to another, asked one by one.
async fn status(
    service: &impl Service,
    people: &People,
    reference: &Reference,
    user: Who,
    other: Who,
) -> Seen {
    let at = |what: &str| {
        let path = format!("/api/v2/user/{}/{what}/", people.ids[other]);
        Call::get(path, &people.tokens[user])
    };
    if !reference.lives(user) {
        return unknown_caller(service, at("connection_status")).await;
    }
    if !reference.lives(other) {
        return not_there(service, at("connection_status")).await;
    }
    let word = reference.status(user, other);
    expect(service, at("connection_status"), json!({"connection_status": word})).await?;
    let connected = word == Some("connected");
    expect(service, at("is_connection"), json!({"is_connection": connected})).await?;
    let hides = reference.hidden_by(user).contains(&other);
    expect(service, at("is_hidden"), json!({"is_hidden": hides})).await?;
    let hidden = reference.hidden_by(other).contains(&user);
    expect(service, at("is_hidden_by"), json!({"is_hidden_by": hidden})).await
}

pub(crate) async fn counters(
    service: &impl Service,
    people: &People,
    reference: &Reference,
    user: Who,
) -> Seen {
    let call = Call::get(format!("/api/v2/user/{}/counters/", people.ids[user]), &people.moderator);
    if !reference.lives(user) {
        return not_there(service, call).await;
    }
    let counters = [
        ("connections", reference.connections(user, None).len()),
        ("connection_requests_sent", reference.sent(user).len()),
        ("connection_requests_received", reference.received(user).len()),
    ];
    let body = ask(service, &call, 200).await?;
    for (name, number) in counters {
        for name in [name.to_owned(), format!("{name}_counter")] {
            same(&call, &body[&name], &json!(number))?;
        }
    }
    Ok(())
}

async fn requests(
    service: &impl Service,
    people: &People,
    reference: &Reference,
    user: Who,
) -> Seen {
    for (list, side) in [("requests", "from_user"), ("requests_sent", "to_user")] {
        let path = format!("/api/v2/user/connection/{list}/");
        let call = Call::get(path, &people.tokens[user]);
        if !reference.lives(user) {
            return unknown_caller(service, call).await;
        }
        let rows = match list {
            "requests" => reference.received(user),
            _ => reference.sent(user),
        };
        let row = |(other, Request { rejected, viewed, .. }): &(Who, Request)| {
            json!([people.ids[*other], reference.status(user, *other), rejected, viewed])
        };
        let expected: Vec<Value> = rows.iter().map(row).collect();
        let row = |row: &Value| {
            let (rejected, viewed) = (row["rejected"].is_string(), row["viewed"].is_string());
            json!([row[side]["id"], row[side]["connection_status"], rejected, viewed])
        };
        page(service, &call, row, &expected).await?;
    }
    Ok(())
}

async fn hidden(service: &impl Service, people: &People, reference: &Reference, user: Who) -> Seen {
    let call = Call::get("/api/v2/user/hidden_users_id/".to_owned(), &people.tokens[user]);
    if !reference.lives(user) {
        return unknown_caller(service, call).await;
    }
    let hidden = reference.hidden_by(user);
    let ids: Vec<i64> = hidden.into_iter().map(|user| people.ids[user]).collect();
    expect(service, call, json!(ids)).await
}

/// The user's connections, as a viewer sees them; without one, as the moderator, who knows nobody.
async fn connections(
    service: &impl Service,
    people: &People,
    reference: &Reference,
    user: Who,
    viewer: Option<Who>,
) -> Seen {
    let token = viewer.map_or(&people.moderator, |viewer| &people.tokens[viewer]);
    let call = Call::get(format!("/api/v2/user/{}/connections/", people.ids[user]), token);
    if viewer.is_some_and(|viewer| !reference.lives(viewer)) {
        return unknown_caller(service, call).await;
    }
    if !reference.lives(user) {
        return not_there(service, call).await;
    }
    let row = |other: &Who| {
        let word = viewer.and_then(|viewer| reference.status(viewer, *other));
        json!([people.ids[*other], word])
    };
    let expected: Vec<Value> = reference.connections(user, viewer).iter().map(row).collect();
    let row = |row: &Value| json!([row["id"], row["connection_status"]]);
    page(service, &call, row, &expected).await
}

/// A list that fits into a page.
async fn page(
    service: &impl Service,
    call: &Call,
    row: impl Fn(&Value) -> Value,
    expected: &[Value],
) -> Seen {
    let body = ask(service, call, 200).await?;
    let rows: Vec<Value> = body["results"].as_array().into_iter().flatten().map(row).collect();
    same(call, &json!(rows), &json!(expected))?;
    same(call, &body["count"], &json!(expected.len()))
}

async fn unknown_caller(service: &impl Service, call: Call) -> Seen {
    ask(service, &call, 401).await.map(drop)
}

async fn not_there(service: &impl Service, call: Call) -> Seen {
    ask(service, &call, 404).await.map(drop)
}

async fn expect(service: &impl Service, call: Call, expected: Value) -> Seen {
    let body = ask(service, &call, 200).await?;
    same(&call, &body, &expected)
}

async fn ask(service: &impl Service, call: &Call, expected: u16) -> Result<Value, String> {
    let (status, body) = service.call(call).await;
    if status == expected {
        return Ok(body);
    }
    let Call { method, path, .. } = call;
    Err(format!("{method} {path} answers {status} {body}, not {expected}"))
}

fn same(call: &Call, seen: &Value, expected: &Value) -> Seen {
    if seen == expected {
        return Ok(());
    }
    let Call { method, path, .. } = call;
    Err(format!("{method} {path} shows {seen}, not {expected}"))
}
