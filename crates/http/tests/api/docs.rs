//! The API's description.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::Kith;

#[actix_web::test]
async fn the_document_is_served_as_it_is_reviewed() {
    let kith = Kith::start().await;
    let served = kith.get("/openapi.json").send().await.json(200);
    assert_eq!(served["openapi"], "3.1.0");
    insta::assert_json_snapshot!("openapi", served);
}

#[test]
fn every_operation_has_a_name_of_its_own_and_says_what_it_does() {
    let document = serde_json::to_value(kith_http::openapi()).unwrap();
    let mut names = BTreeSet::new();
    for item in document["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values() {
            let name = operation["operationId"].as_str().unwrap().to_owned();
            assert!(!operation["summary"].as_str().unwrap().is_empty());
            assert!(names.insert(name.clone()), "{name}");
        }
    }
    assert!(names.len() > 15);
}

#[test]
fn every_reference_in_the_document_leads_somewhere() {
    let document = serde_json::to_value(kith_http::openapi()).unwrap();
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 50);
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                match (key.as_str(), member) {
                    ("$ref", Value::String(reference)) => references.push(reference.clone()),
                    _ => collect(member, references),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        _ => {}
    }
}

#[actix_web::test]
async fn a_browser_gets_the_page_and_all_its_files_from_here() {
    let kith = Kith::start().await;
    let moved = kith.get("/docs").send().await;
    assert_eq!((moved.status.as_u16(), moved.header("location")), (308, Some("docs/")));
    let page = kith.get("/docs/").send().await;
    assert_eq!((page.status.as_u16(), page.header("content-type")), (200, Some("text/html")));
    assert!(page.header("content-security-policy").unwrap().starts_with("default-src 'self'"));
    let html = String::from_utf8(page.body.to_vec()).unwrap();
    let mut files = 0;
    for attribute in ["src=\"", "href=\""] {
        for rest in html.split(attribute).skip(1) {
            let file = rest.split('"').next().unwrap();
            assert!(!file.contains("//"), "{file} comes from elsewhere");
            let reply = kith.get(&format!("/docs/{}", file.trim_start_matches("./"))).send().await;
            assert_eq!(reply.status, 200, "{file}");
            files += 1;
        }
    }
    assert!(files > 3);
    let start = kith.get("/docs/swagger-initializer.js").send().await;
    assert!(String::from_utf8_lossy(&start.body).contains("../openapi.json"));
}

#[actix_web::test]
async fn the_description_can_be_left_out() {
    let kith = Kith::start_with(|services| services.options.docs = false).await;
    for path in ["/openapi.json", "/docs", "/docs/"] {
        assert_eq!(kith.get(path).send().await.codes(404), ["not_found"]);
    }
}
