//! Metadata: within bounds it comes back as it was, outside it is refused.

use kith_domain::association::Metadata;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// A number that JSON and 64 bits can hold.
fn number() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        proptest::num::f64::ANY
            .prop_filter("within 64 bits", |float| float.abs() < 2f64.powi(64))
            .prop_map(Value::from),
    ]
}

/// An object of any shape, small enough for the bounds.
fn object() -> impl Strategy<Value = Map<String, Value>> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        number(),
        any::<String>().prop_map(Value::from),
    ];
    let value = leaf.prop_recursive(6, 40, 5, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::from),
            btree_map(any::<String>(), inner, 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    });
    btree_map(any::<String>(), value, 0..5).prop_map(|members| members.into_iter().collect())
}

proptest! {
    #[test]
    fn metadata_comes_back_as_it_came(object in object()) {
        let text = Value::Object(object.clone()).to_string();
        prop_assume!(text.len() <= Metadata::MAX_BYTES);
        let metadata = Metadata::new(object.clone()).unwrap();
        prop_assert_eq!(metadata.as_object(), &object);
        prop_assert_eq!(&metadata.to_json(), &text);
        let read = Metadata::parse(&text).unwrap();
        prop_assert_eq!(read.to_json(), text);
        prop_assert_eq!(read, metadata);
    }

    #[test]
    fn white_space_makes_no_difference(object in object()) {
        let pretty = serde_json::to_string_pretty(&object).unwrap();
        prop_assume!(pretty.len() <= Metadata::MAX_BYTES);
        prop_assert_eq!(Metadata::parse(&pretty), Metadata::new(object));
    }

    #[test]
    fn the_size_is_bounded_to_the_byte(length in prop_oneof![16_374..16_395_usize, 100..60_000_usize]) {
        let object = json!({"a": "x".repeat(length - r#"{"a":""}"#.len())});
        let metadata = Metadata::parse(&object.to_string());
        prop_assert_eq!(metadata.is_ok(), length <= 16_384, "{} bytes", length);
    }

    #[test]
    fn the_depth_is_bounded(levels in vec(any::<bool>(), 0..40)) {
        let depth = levels.len() + 1;
        let inner = levels.iter().fold(json!(1), |inner, is_array| {
            if *is_array { json!([inner]) } else { json!({"a": inner}) }
        });
        let metadata = Metadata::parse(&json!({"a": inner}).to_string());
        prop_assert_eq!(metadata.is_ok(), depth <= 16, "{} levels", depth);
    }

    #[test]
    fn integers_beyond_64_bits_are_refused_wherever_they_are(digits in "[2-9][0-9]{19,40}", sign in "-?") {
        for text in [
            format!(r#"{{"a":{sign}{digits}}}"#),
            format!(r#"{{"a":[{{"b":[0,{sign}{digits}]}}]}}"#),
        ] {
            prop_assert!(Metadata::parse(&text).is_err(), "{text}");
        }
    }

    #[test]
    fn nothing_but_an_object_is_metadata(text in any::<String>()) {
        if let Ok(metadata) = Metadata::parse(&text) {
            prop_assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), Value::Object(metadata.as_object().clone()));
        }
        for wrong in [json!(text), json!([text]), json!(null), json!([{}])] {
            prop_assert!(Metadata::parse(&wrong.to_string()).is_err(), "{wrong}");
        }
    }
}
