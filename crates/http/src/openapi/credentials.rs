//! Which credentials there are, and where they open something.

use utoipa::Modify;
use utoipa::openapi::OpenApi as Document;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};

use super::common::operations;
use crate::api::Api;
use crate::junction::key::X_VITAL_API_KEY;

const BEARER: &str = "bearer";
const API_KEY: &str = "apiKey";

/// Describes the credentials, and asks for them where the whole API does.
pub(super) struct Credentials;

impl Modify for Credentials {
    fn modify(&self, document: &mut Document) {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .description(Some(
                "HS256 with a shared secret, or a key of the operator's identity provider.",
            ))
            .build();
        let key = ApiKeyValue::with_description(
            X_VITAL_API_KEY.as_str(),
            "A key of the team. It is not for browsers: whoever has it has everything.",
        );
        let components = document.components.get_or_insert_default();
        components.add_security_scheme(BEARER, SecurityScheme::Http(bearer));
        components.add_security_scheme(API_KEY, SecurityScheme::ApiKey(ApiKey::Header(key)));

        let scopes: [&str; 0] = [];
        for (path, item) in &mut document.paths.paths {
            let schemes: &[&str] = match Api::of(path) {
                // Here every operation says it for itself.
                Api::SelfCommunity => continue,
                Api::Junction => &[API_KEY],
                Api::Kith => &[API_KEY, BEARER],
            };
            let any = schemes.iter().map(|scheme| SecurityRequirement::new(*scheme, scopes));
            let any: Vec<_> = any.collect();
            operations(item).for_each(|operation| operation.security = Some(any.clone()));
        }
    }
}
