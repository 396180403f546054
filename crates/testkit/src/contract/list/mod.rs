//! The list of all clauses, and what stamps a test out of each.

#[macro_use]
mod people;
#[macro_use]
mod team;

/// Makes a test of every clause of the contract, for one store.
///
/// `contract_tests!(module, fixture)` expands to a module of tests. The fixture is an expression of
/// a type that implements [`Fixture`](crate::contract::Fixture); it is evaluated for each test, inside
/// an async function, so it may await. `ignore = "reason"` marks each test as ignored.
///
/// The crate that uses it needs tokio with `macros` and `rt-multi-thread`.
///
/// ```
/// use kith_testkit::memory::MemoryStore;
///
/// kith_testkit::contract_tests!(memory, MemoryStore::new());
/// kith_testkit::contract_tests!(not_here, MemoryStore::new(), ignore = "shows what is missing");
/// ```
#[macro_export]
macro_rules! contract_tests {
    ($module:ident, $fixture:expr $(, ignore = $reason:literal)? $(,)?) => {
        mod $module {
            use super::*;
            $crate::__people_clauses! { ($fixture) [$(#[ignore = $reason])?] }
            $crate::__team_clauses! { ($fixture) [$(#[ignore = $reason])?] }
        }
    };
}

/// Makes a test of every clause about accounts at a provider that two users want, for one store that
/// was opened to refuse the second; arguments as for [`contract_tests!`](crate::contract_tests).
///
/// ```
/// use kith_testkit::memory::MemoryStore;
///
/// kith_testkit::duplicate_contract_tests!(memory, MemoryStore::rejecting_duplicates());
/// ```
#[macro_export]
macro_rules! duplicate_contract_tests {
    ($module:ident, $fixture:expr $(, ignore = $reason:literal)? $(,)?) => {
        mod $module {
            use super::*;
            $crate::__contract_clauses! {
                ($fixture) [$(#[ignore = $reason])?]
                provider_connections {
                    duplicates {
                        an_account_is_refused_to_a_second_user_however_the_first_stands,
                        a_connection_does_not_change_to_anothers_account,
                        only_the_same_id_at_the_same_provider_is_the_same_account,
                        ids_that_nobody_knows_are_never_the_same,
                        an_account_is_free_when_its_connection_ends,
                        whoever_comes_back_takes_no_account_with_them,
                        of_many_who_want_one_account_one_gets_it,
                    }
                }
            }
        }
    };
}

/// Stamps the tests out of a list.
#[doc(hidden)]
#[macro_export]
macro_rules! __contract_clauses {
    (
        ($fixture:expr) $attributes:tt
        $($noun:ident { $($verb:ident { $($clause:ident,)+ })+ })+
    ) => {
        $(mod $noun {
            use super::*;
            $(mod $verb {
                use super::*;
                $($crate::__contract_test!(($fixture) $attributes $noun $verb $clause);)+
            })+
        })+
    };
}

/// Makes the test of one clause.
#[doc(hidden)]
#[macro_export]
macro_rules! __contract_test {
    (($fixture:expr) [$($attributes:tt)*] $noun:ident $verb:ident $clause:ident) => {
        #[::tokio::test(flavor = "multi_thread")]
        $($attributes)*
        async fn $clause() {
            let fixture = $fixture;
            let ports = $crate::contract::Fixture::ports(&fixture).await;
            let arena = $crate::contract::race::Arena::new(ports, |task| {
                let running = ::tokio::spawn(task);
                Box::pin(async move { assert!(running.await.is_ok(), "a contender panicked") })
            });
            $crate::contract::$noun::$verb::$clause(&arena).await;
        }
    };
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    /// The names of all clauses below a directory, read from the source.
    fn clauses(directory: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                clauses(&path, found);
                continue;
            }
            let source = fs::read_to_string(path).unwrap();
            for function in source.split("pub async fn ").skip(1) {
                let (name, rest) = function.split_once('(').unwrap();
                let rest = rest.trim_start();
                if rest.starts_with("ports: &Ports") || rest.starts_with("arena: &Arena") {
                    found.push(name.to_owned());
                }
            }
        }
    }

    #[test]
    fn no_clause_is_forgotten_in_the_list() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/contract");
        let mut found = Vec::new();
        clauses(&root, &mut found);
        assert!(found.len() > 250, "{found:?}");
        let lists = ["mod.rs", "people.rs", "team.rs"];
        let list = lists.map(|name| fs::read_to_string(root.join("list").join(name)).unwrap());
        let list = list.concat();
        for name in &found {
            // A name in a wrong place does not compile; the same one may be in several places.
            let functions = found.iter().filter(|other| *other == name).count();
            let line = |line: &&str| line.trim() == format!("{name},");
            assert_eq!(list.lines().filter(line).count(), functions, "{name}");
        }
    }
}
