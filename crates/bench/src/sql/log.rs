//! Reading PostgreSQL's log, as it is with `log_statement = all`.

use std::fmt;

/// A statement that was executed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Statement {
    /// The process that executed it: statements of one transaction have the same.
    pub(crate) session: u32,
    /// With `$1`, `$2`, … for its parameters.
    pub(crate) text: String,
    /// As text; `None` is a null.
    pub(crate) parameters: Vec<Option<String>>,
}

impl Statement {
    pub(crate) fn begins_a_transaction(&self) -> bool {
        self.text.eq_ignore_ascii_case("begin")
    }
}

/// Its text alone.
impl fmt::Display for Statement {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

/// Every statement in a part of the log, but for those that only set up a session.
pub(crate) fn statements(log: &str) -> Vec<Statement> {
    let mut statements: Vec<Statement> = Vec::new();
    for entry in entries(log) {
        let Some((session, rest)) = session(&entry) else { continue };
        if let Some(rest) = rest.strip_prefix("LOG:  ") {
            if let Some(text) = executed(rest) {
                let text = text.to_owned();
                statements.push(Statement { session, text, parameters: Vec::new() });
            }
        } else if let Some(rest) = rest.strip_prefix("DETAIL:  ") {
            let (Some(last), Some((title, rest))) = (statements.last_mut(), rest.split_once(": "))
            else {
                continue;
            };
            if last.session == session && title.eq_ignore_ascii_case("parameters") {
                last.parameters = parameters(rest);
            }
        }
    }
    statements.retain(|statement| !statement.text.to_lowercase().starts_with("set "));
    statements
}

/// The log's entries: lines that begin with a tab belong to the one before.
fn entries(log: &str) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    for line in log.lines() {
        match (line.strip_prefix('\t'), entries.last_mut()) {
            (Some(more), Some(last)) => {
                last.push('\n');
                last.push_str(more);
            }
            _ => entries.push(line.to_owned()),
        }
    }
    entries
}

/// The process, and what follows the prefix that PostgreSQL gives a line by default.
fn session(entry: &str) -> Option<(u32, &str)> {
    let (prefix, rest) = entry.split_once("] ")?;
    let (_, session) = prefix.rsplit_once('[')?;
    Some((session.parse().ok()?, rest))
}

fn executed(entry: &str) -> Option<&str> {
    let (how, text) = entry.split_once(": ")?;
    (how == "statement" || how.starts_with("execute ")).then_some(text)
}

/// `$1 = 'a', $2 = NULL`, with a quote within a value doubled.
fn parameters(text: &str) -> Vec<Option<String>> {
    let mut parameters = Vec::new();
    let mut rest = text;
    while let Some((_, value)) = rest.split_once(" = ") {
        let Some(quoted) = value.strip_prefix('\'') else {
            parameters.push(None);
            rest = value;
            continue;
        };
        let mut content = String::new();
        let mut characters = quoted.char_indices().peekable();
        rest = "";
        while let Some((at, character)) = characters.next() {
            if character != '\'' {
                content.push(character);
            } else if characters.next_if(|(_, next)| *next == '\'').is_some() {
                content.push('\'');
            } else {
                rest = &quoted[at + 1..];
                break;
            }
        }
        parameters.push(Some(content));
    }
    parameters
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "\
2026-11-21 13:34:02.347 UTC [7] LOG:  statement: BEGIN
2026-11-21 13:34:02.348 UTC [7] LOG:  execute s29: select $1,
\t$2
2026-11-21 13:34:02.348 UTC [7] DETAIL:  Parameters: $1 = '-6001', $2 = NULL
2026-11-21 13:34:02.349 UTC [8] LOG:  execute s1: SET TIME ZONE 'UTC'
2026-11-21 13:34:02.349 UTC [8] LOG:  checkpoint starting: time
2026-11-21 13:34:02.349 UTC [8] LOG:  execute <unnamed>: select 1
2026-11-21 13:34:02.349 UTC [8] DETAIL:  parameters: $1 = 'it''s, $2 = ''', $2 = ''
2026-11-21 13:34:02.350 UTC [7] LOG:  statement: COMMIT
";

    #[test]
    fn statements_come_with_their_parameters() {
        let statement = |session, text: &str, parameters: &[Option<&str>]| Statement {
            session,
            text: text.to_owned(),
            parameters: parameters.iter().map(|value| value.map(str::to_owned)).collect(),
        };
        assert_eq!(
            statements(LOG),
            [
                statement(7, "BEGIN", &[]),
                statement(7, "select $1,\n$2", &[Some("-6001"), None]),
                statement(8, "select 1", &[Some("it's, $2 = '"), Some("")]),
                statement(7, "COMMIT", &[]),
            ]
        );
    }
}
