//! Properties of values that can only be built valid, each tried with many generated inputs.

mod ext_id;
mod metadata;
mod provider;
mod web_url;
