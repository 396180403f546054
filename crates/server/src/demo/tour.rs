//! What to try in the demo, ready to paste.

use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::anyhow;
use kith_domain::api_key::SecretKey;
use kith_http::Tokens;

use super::community::People;
use super::secret::Purpose;

/// Long enough for a day of playing.
const DAY: Duration = Duration::from_hours(24);

/// What opens the doors on the tour.
pub(crate) struct Credentials {
    pub(crate) tokens: Tokens,
    pub(crate) maximum_lifetime: Duration,
    pub(crate) key: SecretKey,
}

/// Prints who is there and how to ask about them.
pub(crate) fn print(
    out: &mut dyn Write,
    address: SocketAddr,
    people: &People,
    credentials: &Credentials,
    path: &Path,
) -> anyhow::Result<()> {
    let api = format!("http://{address}/api/v2");
    let Credentials { tokens, maximum_lifetime, key } = credentials;
    let lifetime = DAY.min(*maximum_lifetime);
    let good = humantime::format_duration(lifetime);
    let sign = |user: &kith_domain::user::User| {
        tokens.sign(user.id, lifetime).map_err(|error| anyhow!("cannot sign a token: {error}"))
    };
    let People { ada, anna, bruno, everybody } = people;
    let (ada_token, anna_token, bruno_token) = (sign(ada)?, sign(anna)?, sign(bruno)?);
    let everybody = everybody.iter().fold(String::new(), |text, user| {
        let role = user.role.map_or("", kith_domain::user::Role::as_str);
        let name = user.profile.real_name.as_str();
        text + &format!("  {:>3}  {:<8} {name:<16} {role}\n", user.id, user.username.as_str())
    });
    let (anna_uuid, bruno_uuid) = (anna.uuid, bruno.uuid);
    let (anna, bruno) = (anna.id, bruno.id);
    write!(
        out,
        r#"
Kith serves a demo community from {path}. Its people:

{everybody}
Paste these into another terminal. First the tokens, good for {good}:

  ANNA={anna_token}
  BRUNO={bruno_token}
  ADA={ada_token}

Anna's accounts elsewhere, as anybody sees them: only what she shows in her profile.

  curl {api}/user/{anna}/provider/

As she sees them herself, and as an admin does: all of them.

  curl -H "Authorization: Bearer $ANNA" {api}/user/{anna}/provider/
  curl -H "Authorization: Bearer $ADA" {api}/user/{anna}/provider/

She links another account, and takes it off again. Linked twice, it is refused.

  curl -H "Authorization: Bearer $ANNA" -d '{{"provider": "twitter", "ext_id": "anna", "show_in_profile": true}}' -H 'Content-Type: application/json' {api}/user/{anna}/provider/
  curl -H "Authorization: Bearer $ANNA" -d '{{"provider": "twitter", "ext_id": "anna"}}' -H 'Content-Type: application/json' -X DELETE {api}/user/{anna}/provider/

Who holds an account elsewhere is for an admin to know.

  curl -H "Authorization: Bearer $ADA" '{api}/account/search/?provider=google&ext_id=1155'

Whom she knows, newest first, and who waits for her answer.

  curl {api}/user/{anna}/connections/
  curl -H "Authorization: Bearer $ANNA" {api}/user/connection/requests/

She asks Bruno to be connected, and he accepts. Whom he knows, as she sees it: their mutual friends come first. Then she
thinks better of it.

  curl -X POST -H "Authorization: Bearer $ANNA" {api}/user/{bruno}/connection/request/
  curl -X POST -H "Authorization: Bearer $BRUNO" {api}/user/{anna}/connection/accept/
  curl -H "Authorization: Bearer $ANNA" '{api}/user/{bruno}/connections/?limit=3'
  curl -X POST -H "Authorization: Bearer $ANNA" {api}/user/{bruno}/connection/remove/

Where their data come from, for a backend that holds a key: this one is good until the next demo.

  KEY={key}

Anna has three connections: one works, though not every scope was granted; one failed; one is paused.

  curl -H "x-vital-api-key: $KEY" http://{address}/v2/user/resolve/crm-118
  curl -H "x-vital-api-key: $KEY" http://{address}/v2/user/providers/{anna_uuid}

Bruno's connection fails, and works again. Then one is taken over from elsewhere, with tokens, which are sealed; and given
away again.

  curl -H "x-vital-api-key: $KEY" -d '{{"error_type": "token_refresh_failed", "error_message": "the refresh token was refused"}}' -H 'Content-Type: application/json' http://{address}/kith/v1/users/{bruno}/providers/strava/error
  curl -X POST -H "x-vital-api-key: $KEY" http://{address}/kith/v1/users/{bruno}/providers/strava/recover
  curl -H "x-vital-api-key: $KEY" -d '{{"provider": "fitbit", "connections": [{{"user_id": "{bruno_uuid}", "access_token": "a", "refresh_token": "r", "provider_id": "FB9", "expires_at": 2147483647, "oauth_scopes": ["weight"]}}]}}' -H 'Content-Type: application/json' http://{address}/v2/link/bulk_import
  curl -H "x-vital-api-key: $KEY" -d '{{"provider": "fitbit"}}' -H 'Content-Type: application/json' http://{address}/v2/link/bulk_export
  curl -X DELETE -H "x-vital-api-key: $KEY" http://{address}/v2/user/{bruno_uuid}/fitbit

Everything there is: http://{address}/docs
Ctrl-C stops it. Run it again and everything is as you left it; remove {path}, {path}-wal, {path}-shm,
{signing} and {sealing} to begin anew.

"#,
        path = path.display(),
        key = key.expose(),
        signing = Purpose::Signing.file_beside(path).display(),
        sealing = Purpose::Sealing.file_beside(path).display(),
    )?;
    out.flush()?;
    Ok(())
}
