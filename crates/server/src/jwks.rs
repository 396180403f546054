//! An identity provider's public keys: from a file once, or from a URL again and again.

use std::fs;
use std::io;
use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use kith_http::{IdentityProvider, JwkSet, JwkSetError, Tokens};
use url::Url;

use crate::outgoing;
use crate::settings::Auth;

/// How often to look whether a token has named an unknown key: the most requests that such tokens
/// can cause.
const PACE: Duration = Duration::from_secs(10);
/// How long the provider may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// The most bytes of a key set.
const LIMIT: u64 = 1024 * 1024;

/// What is expected of the provider's tokens, if one is configured.
pub(crate) fn identity_provider(auth: &Auth) -> Option<IdentityProvider> {
    (auth.jwks_file.is_some() || auth.jwks_url.is_some()).then(|| IdentityProvider {
        user_id_claim: auth.jwks_user_id_claim.clone(),
        issuer: auth.jwks_issuer.clone(),
        audience: auth.jwks_audience.clone(),
    })
}

/// Loads the keys. From a URL they come in the background: a provider that is down at this moment
/// must not keep Kith from starting; until it answers, its tokens are not believed.
pub(crate) fn start(auth: &Auth, tokens: &Arc<Tokens>) -> anyhow::Result<()> {
    if let Some(file) = &auth.jwks_file {
        let named = || format!("auth.jwks_file: {}", file.display());
        let text = fs::read_to_string(file).with_context(named)?;
        tokens.replace_keys(JwkSet::parse(&text).with_context(named)?);
    }
    if let Some(url) = &auth.jwks_url {
        let (url, refresh) = (url.clone(), auth.jwks_refresh);
        let tokens = Arc::downgrade(tokens);
        thread::Builder::new()
            .name("jwks".to_owned())
            .spawn(move || refresh_forever(&url, refresh, &tokens))
            .context("cannot start the thread that fetches keys")?;
    }
    Ok(())
}

/// Ends when nobody checks tokens any more.
fn refresh_forever(url: &Url, refresh: Duration, tokens: &Weak<Tokens>) {
    let agent = outgoing::agent(PATIENCE);
    let mut fetched: Option<Instant> = None;
    let mut known = String::new();
    while let Some(tokens) = tokens.upgrade() {
        let due = fetched.is_none_or(|fetched| fetched.elapsed() >= refresh);
        if due || tokens.wants_unknown_key() {
            match fetch(&agent, url) {
                Ok((text, keys)) => {
                    // With other keys every token is checked anew, which the same ones need not cost.
                    if text != known {
                        tokens.replace_keys(keys);
                        known = text;
                    }
                    fetched = Some(Instant::now());
                }
                // The old keys stay good; the next attempt comes at the usual pace.
                Err(error) => {
                    tracing::warn!(error = format!("{error:#}"), "no keys from auth.jwks_url");
                }
            }
        }
        drop(tokens);
        thread::sleep(PACE.min(refresh));
    }
}

/// The key set, and its text.
fn fetch(agent: &ureq::Agent, url: &Url) -> anyhow::Result<(String, JwkSet)> {
    let mut answer = agent.get(url.as_str()).call().context("the request failed")?;
    let text = io::read_to_string(answer.body_mut().with_config().limit(LIMIT).reader())
        .context("the answer ended early or is too large")?;
    match JwkSet::parse(&text) {
        Ok(keys) => Ok((text, keys)),
        // The provider has taken its keys back, and says so.
        Err(JwkSetError::Useless) => Ok((text, JwkSet::default())),
        Err(error) => Err(error).context("the answer is no key set"),
    }
}
