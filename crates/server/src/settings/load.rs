//! Defaults, a file, the environment: into one struct, or a message that helps.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, anyhow, bail};
use config::{Config, Environment, File, FileFormat, Value, ValueKind};
use validator::Validate as _;

use super::Settings;

const DEFAULTS: &str = include_str!("../../../../config/default.toml");
const PREFIX: &str = "KITH";
/// Settings that may stand in a file of their own, named by the setting with `_file` behind it.
const WITH_A_FILE: [&str; 4] =
    ["auth.jwt_secrets", "database.url", "log.user_id_key", "sealing.keys"];

/// The variables of this process that are settings. Others may be no text; what one of these holds is not
/// told, since it may be a secret.
pub(crate) fn variables() -> anyhow::Result<Vec<(String, String)>> {
    let mut variables = Vec::new();
    for (name, value) in std::env::vars_os() {
        let Some(name) = name.to_str().filter(|name| name.starts_with("KITH__")) else { continue };
        let value = value.into_string().map_err(|_| anyhow!("{name} is not valid UTF-8"))?;
        variables.push((name.to_owned(), value));
    }
    Ok(variables)
}

/// Reads the settings: the defaults, overridden by the file, overridden by the environment.
pub(crate) fn load(
    file: Option<&Path>,
    environment: impl IntoIterator<Item = (String, String)>,
) -> anyhow::Result<Settings> {
    let defaults = Config::builder()
        .add_source(File::from_str(DEFAULTS, FileFormat::Toml))
        .build()
        .context("cannot read the default settings")?;
    let known = names(&defaults);
    let named = |(name, _): &(String, String)| name.starts_with("KITH__");
    let variables: Vec<_> = environment.into_iter().filter(named).collect();
    refuse_variables(&variables, &known)?;
    let environment = Environment::with_prefix(PREFIX)
        .prefix_separator("__")
        .separator("__")
        .source(Some(variables.into_iter().collect()));
    let environment =
        Config::builder().add_source(environment).build().context("cannot read the settings")?;
    let file = file.map(text).transpose()?;
    let file = file.map(|text| File::from_str(&text, FileFormat::Toml));
    let file = Config::builder()
        .add_source(file.into_iter().collect::<Vec<_>>())
        .build()
        // This parser is another, and might refuse what `text` takes: it would repeat the line.
        .map_err(|_| anyhow!("cannot read the settings in the file"))?;
    refuse_unknown(&names(&file), &known)?;
    let mut given = Config::builder().add_source(file.clone()).add_source(environment.clone());
    for name in WITH_A_FILE {
        let named = format!("{name}_file");
        for source in [&file, &environment] {
            if is_set(source, name) && is_set(source, &named) {
                bail!("{name} and {named} are both set; leave one of them out");
            }
        }
        // The environment overrides the file, in whichever of the two forms.
        if is_set(&environment, name) {
            given = given.set_override(&named, "").context("cannot read the settings")?;
        }
    }
    let given = given.build().context("cannot read the settings")?;
    let settings = Config::builder()
        .add_source(defaults)
        .add_source(given)
        .build()
        .and_then(Config::try_deserialize::<Settings>)
        .context("cannot read the settings")?;
    settings.validate().map_err(|errors| {
        // What concerns a section as a whole stands under that name.
        anyhow!("wrong settings: {}", errors.to_string().replace(".__all__", ""))
    })?;
    Ok(settings)
}

/// The text of a file that is TOML. What the parser says of one that is not would repeat the line,
/// which may hold a secret.
fn text(file: &Path) -> anyhow::Result<String> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("cannot read the settings in {}", file.display()))?;
    text.parse::<toml::Table>().map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        anyhow!("{}, line {line}: {}", file.display(), error.message())
    })?;
    Ok(text)
}

/// Whether there is anything but an empty text.
fn is_set(config: &Config, name: &str) -> bool {
    config.get_string(name).is_ok_and(|text| !text.is_empty())
}

/// The full names of everything that is set.
fn names(config: &Config) -> Vec<String> {
    fn collect(prefix: &str, value: &Value, names: &mut Vec<String>) {
        match &value.kind {
            ValueKind::Table(table) => {
                // Sorted, so that of several mistakes always the same one is named.
                for (name, value) in table.iter().collect::<BTreeMap<_, _>>() {
                    let name =
                        if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
                    collect(&name, value, names);
                }
            }
            _ => names.push(prefix.to_owned()),
        }
    }
    let mut names = Vec::new();
    collect("", &config.cache, &mut names);
    names
}

/// Refuses a variable that is no setting, and two that are the same one. They are judged by their names,
/// before they are put together: they come in no order, so of `A` and `A__B` either might win.
fn refuse_variables(variables: &[(String, String)], known: &[String]) -> anyhow::Result<()> {
    let mut names: Vec<_> = variables
        .iter()
        .filter_map(|(name, _)| name.strip_prefix("KITH__"))
        .map(|name| name.to_lowercase().replace("__", "."))
        .collect();
    names.sort_unstable();
    refuse_unknown(&names, known)?;
    if let Some([name, _]) = names.array_windows().find(|[one, other]| one == other) {
        bail!("{name} is set twice in the environment");
    }
    Ok(())
}

fn refuse_unknown(given: &[String], known: &[String]) -> anyhow::Result<()> {
    for name in given {
        if known.contains(name) {
            continue;
        }
        let nearest = known.iter().max_by(|a, b| likeness(a, name).total_cmp(&likeness(b, name)));
        match nearest {
            Some(nearest) => bail!("there is no setting {name}; the nearest is {nearest}"),
            None => bail!("there is no setting {name}"),
        }
    }
    Ok(())
}

/// How alike two names are: as a whole, and without their sections, which are easily forgotten.
fn likeness(known: &str, given: &str) -> f64 {
    let last = |name: &'_ str| name.rsplit('.').next().unwrap_or_default().to_owned();
    strsim::jaro_winkler(known, given) + strsim::jaro_winkler(&last(known), &last(given))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn refusal(pairs: &[(&str, &str)]) -> String {
        format!("{:#}", load(None, environment(pairs)).unwrap_err())
    }

    #[test]
    fn the_default_file_has_every_setting_and_no_other() {
        // The struct has no optional field and refuses unknown ones: reading it is the proof.
        let settings = load(None, []).unwrap();
        assert_eq!(settings.server.listen, "127.0.0.1:8080");
        assert_eq!(settings.community.signin_providers, kith_domain::preference::SIGNIN_PROVIDERS);
        assert_eq!(settings.server.trusted_proxies, kith_http::TrustedProxies::default());
    }

    #[test]
    fn the_production_file_has_only_known_settings() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/production.toml");
        let settings = load(Some(&file), []).unwrap();
        assert!(settings.auth.jwt_secrets_file.is_some());
    }

    #[test]
    fn the_environment_overrides_the_file_and_the_file_the_defaults() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"[server]\nlisten = '127.0.0.1:1'\nworkers = 3\n").unwrap();
        let pairs = environment(&[
            ("KITH__SERVER__LISTEN", "127.0.0.1:2"),
            ("KITH__COMMUNITY__MODE", "follow"),
            ("KITH__COMMUNITY__CONTENT_AVAILABILITY", "false"),
            ("KITH__COMMUNITY__SIGNIN_PROVIDERS", "google, keycloak,"),
            ("KITH__SERVER__TRUSTED_PROXIES", "10.0.0.0/8"),
            ("KITH__DATABASE__POOL_SIZE", "7"),
            ("KITH__AUTH__JWT_SECRETS", "12345,67890"),
            ("KITH_CONFIG", "is no setting"),
            ("HOME", "neither"),
        ]);
        let settings = load(Some(file.path()), pairs).unwrap();
        assert_eq!(settings.server.listen, "127.0.0.1:2");
        assert_eq!(settings.server.workers, 3);
        assert_eq!(settings.community.mode, kith_domain::community::Mode::Follow);
        assert!(!settings.community.content_availability);
        assert_eq!(settings.community.signin_providers, ["google", "keycloak"]);
        assert_eq!(settings.server.trusted_proxies, "10.0.0.0/8".parse().unwrap());
        assert_eq!(settings.database.pool_size, 7);
        assert_eq!(settings.auth.jwt_secrets.list().collect::<Vec<_>>(), ["12345", "67890"]);
    }

    #[test]
    fn a_file_that_is_no_toml_is_told_with_the_line_and_nothing_that_stands_there() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"[auth]\n\njwt_secrets = canary\n").unwrap();
        let refusal = format!("{:?}", load(Some(file.path()), []).unwrap_err());
        assert!(refusal.contains("line 3: ") && !refusal.contains("canary"), "{refusal}");
    }

    #[test]
    fn the_environment_overrides_the_file_of_a_secret_too() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"[database]\nurl_file = 'nowhere'\n[auth]\njwt_secrets_file = 'nowhere'\n")
            .unwrap();
        let pairs = environment(&[
            ("KITH__DATABASE__URL", "sqlite:elsewhere.db"),
            ("KITH__AUTH__JWT_SECRETS", "one,two"),
        ]);
        let settings = load(Some(file.path()), pairs).unwrap();
        assert_eq!(settings.database.url.expose(), "sqlite:elsewhere.db");
        assert!(settings.database.url_file.is_none() && settings.auth.jwt_secrets_file.is_none());
        let both = [("KITH__AUTH__JWT_SECRETS", "one"), ("KITH__AUTH__JWT_SECRETS_FILE", "two")];
        assert!(refusal(&both).contains("auth.jwt_secrets_file are both set"));
    }

    #[test]
    fn a_misspelt_setting_is_refused_with_the_nearest_name() {
        assert_eq!(
            refusal(&[("KITH__DATABASE__POOLSIZE", "7")]),
            "there is no setting database.poolsize; the nearest is database.pool_size"
        );
        assert_eq!(
            refusal(&[("KITH__AUTH__JWT_SECRET", "x")]),
            "there is no setting auth.jwt_secret; the nearest is auth.jwt_secrets"
        );
        assert!(refusal(&[("KITH__LISTEN", "x")]).contains("server.listen"));
        // What is put together from variables comes in a random order.
        for name in ["KITH__AUTH__JWT_SECRETS__FIRST", "KITH__AUTH"] {
            for _ in 0..50 {
                let refusal = refusal(&[("KITH__AUTH__JWT_SECRETS", "x"), (name, "y")]);
                assert!(refusal.starts_with("there is no setting auth"), "{refusal}");
            }
        }
        assert_eq!(
            refusal(&[("KITH__AUTH__LEEWAY", "1s"), ("KITH__auth__leeway", "2s")]),
            "auth.leeway is set twice in the environment"
        );
    }

    #[test]
    fn wrong_values_are_refused_and_secrets_are_not_repeated() {
        for pairs in [
            [("KITH__COMMUNITY__MODE", "party")],
            [("KITH__COMMUNITY__SIGNIN_PROVIDERS", "google,gogle")],
            [("KITH__SERVER__TRUSTED_PROXIES", "proxy.example")],
            [("KITH__DATABASE__POOL_SIZE", "0")],
            [("KITH__DATABASE__POOL_SIZE", "many")],
            [("KITH__AUTH__LEEWAY", "61s")],
            [("KITH__AUTH__LEEWAY", "60.5s")],
            [("KITH__AUTH__LEEWAY", "500ms")],
            [("KITH__AUTH__LEEWAY", "soon")],
            [("KITH__AUTH__MAXIMUM_LIFETIME", "900ms")],
            [("KITH__LOG__FILTER", "warning")],
            [("KITH__LOG__FILTER", "info,kith_persistence")],
            [("KITH__SERVER__PUBLIC_URL", "ftp://example.com")],
            [("KITH__PROVIDERS__LOGO_BASE_URL", "logos")],
            [("KITH__PROVIDERS__LOGO_BASE_URL", "https://example.com/logos?a=b")],
            [("KITH__PROVIDERS__LOGO_BASE_URL", "https://canary@example.com/logos")],
            [("KITH__PROVIDERS__DEMO_CONNECTIONS", "perhaps")],
            [("KITH__UPKEEP__INTERVAL", "0s")],
            [("KITH__UPKEEP__BATCH", "0")],
            [("KITH__LOG__FORMAT", "xml")],
            [("KITH__LOG__USER_IDS", "shouted")],
            [("KITH__TELEMETRY__OTLP_ENDPOINT", "collector:4318")],
            [("KITH__TELEMETRY__OTLP_ENDPOINT", "http://canary@collector:4318")],
            [("KITH__TELEMETRY__SAMPLE_RATIO", "2")],
            [("KITH__SERVER__CORS_ALLOWED_ORIGINS", "*,https://example.com")],
            [("KITH__SERVER__CORS_ALLOWED_ORIGINS", "https://example.com/")],
            [("KITH__SERVER__CORS_ALLOWED_ORIGINS", "example.com")],
        ] {
            load(None, environment(&pairs)).unwrap_err();
        }
        let secrets = [
            ("KITH__AUTH__JWT_SECRETS", "canary"),
            ("KITH__SEALING__KEYS", "canary"),
            ("KITH__LOG__USER_ID_KEY", "canary"),
        ];
        let settings = load(None, environment(&secrets)).unwrap();
        assert!(!format!("{settings:?}").contains("canary"));
    }
}
