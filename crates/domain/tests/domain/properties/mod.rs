//! Properties of values that can only be built valid, of the rules about ties, and of whole
//! histories, each tried with many generated inputs.

mod cursor;
mod ext_id;
mod history;
mod metadata;
mod provider;
mod transition;
mod web_url;
