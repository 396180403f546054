//! Any query, to every operation that reads one.

use actix_web::http::Uri;

use super::service::Service;

/// What may stand in a URI at all goes as it is.
pub(super) fn queries(input: &[u8]) {
    let Ok(query) = std::str::from_utf8(input) else { return };
    if format!("/?{query}").parse::<Uri>().is_err() || query.contains('#') {
        return;
    }
    Service::with(|service| {
        let reading = service.operations.iter();
        for operation in reading.filter(|operation| operation.query().next().is_some()) {
            let path = format!("{}?{query}", operation.path);
            service.answer(&path, service.kith.ask(operation.method.clone(), &path));
        }
    });
}
