//! What an identity system of the operator's own keeps with its accounts.

use kith_domain::association::{Association, Details, Metadata};
use serde_json::{Value, json};

use crate::accounts::external;
use crate::contract::Ports;
use crate::people::named;

pub async fn metadata_comes_back_as_it_came(ports: &Ports) {
    let owner = named("anna").register(&*ports.users).await.id;
    let documents = [
        r#"{"ext_id":"crm-118","username":"anna","email":"anna@example.com"}"#,
        r#"{"nul":"a\u0000b","\u0000":0,"tab":"\t\r\n\b\f\u001f\u007f"}"#,
        r#"{"quotes":"'\"`","backslash":"\\ \\n \\u0000","percent":"%s $1 ?"}"#,
        r#"{"unicode":"Zoë Zoe\u0308 李 العربية","emoji":"👩‍👩‍👧‍👦","last":"􏿿","separator":"\u2028"}"#,
        r#"{"int":[0,1,-1,9223372036854775807,-9223372036854775808,18446744073709551615]}"#,
        r#"{"beyond":[9007199254740993,-9007199254740993,9223372036854775808]}"#,
        r#"{"float":[0.5,-0.0,0.1,1.0,100.0,1e-7,1.5e18,1e18,0.30000000000000004,5e-324]}"#,
        r#"{"digits":[-3.937296324723932e-60,2.2250738585072014e-308,123456789.12345679]}"#,
        r#"{"words":[true,false,null],"none":null,"empty":["",[],{}],"":"","a.b":1,"$ref":"c"}"#,
        r#"{"nested":{"a":[{"b":[[{"c":{"d":null}}]]}]},"A":1,"a":2}"#,
        r#"{"text":"{\"not\": \"parsed\"}","number":"1","__proto__":{"x":1}}"#,
        "{}",
    ];
    for (number, document) in documents.into_iter().enumerate() {
        let sent: Value = serde_json::from_str(document).expect("JSON");
        let linked = external(owner, &number.to_string()).metadata(sent.clone());
        let linked = linked.link(&*ports.associations).await;
        expect_metadata(&linked, &sent);
        let listed = ports.trusted(owner).await.expect("is live").pop().expect("is linked");
        expect_metadata(&listed, &sent);
    }
}

pub async fn no_metadata_is_not_empty_metadata(ports: &Ports) {
    let owner = named("anna").register(&*ports.users).await.id;
    external(owner, "none").link(&*ports.associations).await;
    external(owner, "empty").metadata(json!({})).link(&*ports.associations).await;
    let listed = ports.trusted(owner).await.expect("is live");
    assert_eq!(listed[0].details, Details::External { metadata: None });
    let empty = Metadata::parse("{}").expect("an object");
    assert_eq!(listed[1].details, Details::External { metadata: Some(empty) });
}

pub async fn metadata_may_be_as_large_and_as_deep_as_is_allowed(ports: &Ports) {
    let owner = named("anna").register(&*ports.users).await.id;
    let levels = (1..Metadata::MAX_DEPTH).fold(json!({}), |inner, _| json!({ "a": inner }));
    let documents = [
        json!({"a": "x".repeat(Metadata::MAX_BYTES - 8)}),
        json!({"a": "é".repeat((Metadata::MAX_BYTES - 8) / 2)}),
        json!({"a": vec![0; (Metadata::MAX_BYTES - 8) / 2]}),
        levels,
    ];
    for (number, sent) in documents.into_iter().enumerate() {
        let new = external(owner, &number.to_string()).metadata(sent.clone());
        expect_metadata(&new.link(&*ports.associations).await, &sent);
        let listed = ports.trusted(owner).await.expect("is live").pop().expect("is linked");
        expect_metadata(&listed, &sent);
    }
}

/// Compares the texts: two numbers can be equal and yet be written differently.
fn expect_metadata(association: &Association, sent: &Value) {
    let Details::External { metadata: Some(kept) } = &association.details else {
        panic!("the metadata is lost: {association:?}");
    };
    assert_eq!(kept.to_json(), sent.to_string());
}
