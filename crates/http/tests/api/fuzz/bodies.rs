//! Any body, to every operation that reads one.

use super::service::Service;

/// Labelled as JSON.
pub(super) fn json(body: &[u8]) {
    everywhere("application/json", body);
}

/// Labelled as a form. Two of the APIs read it as JSON all the same.
pub(super) fn form(body: &[u8]) {
    everywhere("application/x-www-form-urlencoded", body);
}

fn everywhere(content_type: &str, body: &[u8]) {
    Service::with(|service| {
        for operation in service.operations.iter().filter(|operation| operation.reads_a_body()) {
            let ask = service.kith.ask(operation.method.clone(), &operation.path);
            let ask = ask.header("content-type", content_type).bytes(body);
            service.answer(&operation.path, ask);
        }
    });
}
