//! A script for pgbench, made of statements that Kith has sent: parameters that stand for somebody
//! become variables that pgbench chooses, all others stay what they were.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};

use anyhow::{bail, ensure};

use super::log::Statement;

/// What pgbench runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Script {
    /// The file.
    pub(crate) text: String,
    /// Variables with a value that stays: passed on the command line, so that they are parameters as
    /// they are Kith's, and the plans are the same.
    pub(crate) constants: BTreeMap<String, String>,
    /// Whether it changes anything that it changes back later.
    pub(crate) changes: bool,
}

/// A value that was recorded because it stands for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StandIn {
    pub(crate) value: String,
    /// What pgbench sends in its place.
    pub(crate) expression: String,
    /// Whether the statements must have it; else they may.
    pub(crate) needed: bool,
}

impl StandIn {
    pub(crate) fn needed(value: impl Display, expression: &str) -> Self {
        Self { value: value.to_string(), expression: expression.to_owned(), needed: true }
    }

    pub(crate) fn possible(value: impl Display, expression: &str) -> Self {
        Self { needed: false, ..Self::needed(value, expression) }
    }

    /// Whether the text has the value in it as a number of its own.
    fn is_in(&self, text: &str) -> bool {
        text.split(|sign: char| !sign.is_ascii_alphanumeric()).any(|word| word == self.value)
    }
}

impl Script {
    /// `choice` is what sets the variables that the expressions of `stand_ins` have in them.
    pub(crate) fn new(
        choice: &str,
        statements: &[Statement],
        stand_ins: &[StandIn],
    ) -> anyhow::Result<Self> {
        ensure!(!statements.is_empty(), "Kith has sent no statement");
        let changes = statements.iter().any(Statement::begins_a_transaction);
        let mut script = Self { text: choice.to_owned(), constants: BTreeMap::new(), changes };
        let mut missing: Vec<&StandIn> = stand_ins.iter().filter(|one| one.needed).collect();
        for (number, statement) in statements.iter().enumerate() {
            let mut expressions = Vec::new();
            for (place, parameter) in statement.parameters.iter().enumerate() {
                let Some(value) = parameter else {
                    expressions.push("null".to_owned());
                    continue;
                };
                if let Some(found) = stand_ins.iter().find(|one| one.value == *value) {
                    missing.retain(|one| *one != found);
                    expressions.push(found.expression.clone());
                    continue;
                }
                if stand_ins.iter().any(|one| one.needed && one.is_in(value)) {
                    bail!("{value} is about somebody, but nobody can take its place: {statement}");
                }
                let name = format!("s{number}p{}", place + 1);
                expressions.push(format!(":{name}"));
                script.constants.insert(name, value.clone());
            }
            let text = with_expressions(&statement.text, &expressions)?;
            let _ = writeln!(script.text, "{};", text.trim_end_matches(';').replace('\n', " "));
        }
        if let Some(StandIn { value, expression, .. }) = missing.first() {
            let texts: Vec<_> = statements.iter().map(ToString::to_string).collect();
            bail!(
                "no parameter of what Kith has sent is {value}, so {expression} cannot take its \
                 place; the statements have changed:\n{}",
                texts.join("\n")
            );
        }
        Ok(script)
    }
}

/// The statement with an expression for each `$1`, `$2`, …; fails unless each has its place.
fn with_expressions(statement: &str, expressions: &[String]) -> anyhow::Result<String> {
    let mut text = String::new();
    let mut used = vec![false; expressions.len()];
    let mut rest = statement;
    let mut quoted = None;
    while let Some(at) = rest.find(['$', '\'', '"']) {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        let sign = from.chars().next().unwrap_or_default();
        rest = &from[1..];
        if sign != '$' || quoted.is_some() {
            text.push(sign);
            match quoted {
                Some(open) if open == sign => quoted = None,
                None if sign != '$' => quoted = Some(sign),
                _ => {}
            }
            continue;
        }
        let digits = rest.len() - rest.trim_start_matches(|sign: char| sign.is_ascii_digit()).len();
        let number: usize = rest[..digits].parse()?;
        let Some(expression) = number.checked_sub(1).and_then(|at| expressions.get(at)) else {
            bail!("${number} has no value, of {}: {statement}", expressions.len());
        };
        used[number - 1] = true;
        text.push_str(expression);
        rest = &rest[digits..];
    }
    text.push_str(rest);
    ensure!(!used.contains(&false), "{} values are too many for {statement}", expressions.len());
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(text: &str, parameters: &[Option<&str>]) -> Statement {
        Statement {
            session: 1,
            text: text.to_owned(),
            parameters: parameters.iter().map(|value| value.map(str::to_owned)).collect(),
        }
    }

    fn constant(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn who_is_asked_for_varies_and_the_rest_stays() {
        let sent = [
            statement("BEGIN", &[]),
            statement(
                "select '$1', \"$2\" from a\nwhere b = $2 and c = any($1) and d = $4 limit $3",
                &[Some("{7,8}"), Some("7"), Some("20"), None],
            ),
        ];
        let list = "array[:a::bigint, :b::bigint]";
        let stands = [
            StandIn::needed(7, ":a"),
            StandIn::possible("{7,8}", list),
            StandIn::possible(-7, ":minus_a"),
        ];
        let script = Script::new("\\set a 1\n", &sent, &stands).unwrap();
        assert_eq!(
            script.text,
            "\\set a 1\nBEGIN;\nselect '$1', \"$2\" from a where b = :a and \
             c = any(array[:a::bigint, :b::bigint]) and d = null limit :s1p3;\n"
        );
        assert!(script.changes);
        assert_eq!(script.constants, BTreeMap::from([constant("s1p3", "20")]));
    }

    #[test]
    fn a_statement_that_is_not_what_was_expected_is_refused() {
        let refused = |sent: &[Statement], stands: &[StandIn]| {
            Script::new("", sent, stands).unwrap_err().to_string()
        };
        let seven = [StandIn::needed(7, ":a")];
        assert!(refused(&[], &[]).contains("no statement"));
        let other = [statement("select $1", &[Some("77")])];
        assert!(refused(&other, &seven).contains("have changed:\nselect $1"));
        let hidden = [statement("select $1", &[Some("{6,7}")])];
        assert!(refused(&hidden, &seven).contains("{6,7} is about somebody"));
        assert!(refused(&[statement("select $2", &[Some("8")])], &[]).contains("$2 has no value"));
        let more = [statement("select $1", &[Some("8"), Some("9")])];
        assert!(refused(&more, &[]).contains("too many"));
    }
}
