//! Tables in Markdown.

use std::fmt::Write as _;

use crate::chart::Chart;

/// A table: a head, and rows of as many cells.
pub(super) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let head: Vec<String> = head.iter().map(|&cell| cell.to_owned()).collect();
    // The first column has names in it, the others numbers.
    let rule: Vec<&str> = (0..head.len()).map(|at| if at == 0 { "---" } else { "---:" }).collect();
    let mut text = line(&head);
    let _ = writeln!(text, "|{}|", rule.join("|"));
    for row in rows {
        text.push_str(&line(row));
    }
    text
}

/// The numbers of a chart: a row for each line of it.
pub(super) fn of_chart(chart: &Chart) -> String {
    let places = chart.places();
    let names: Vec<String> =
        places.iter().map(|place| format!("{} {}", number(*place), chart.x)).collect();
    let first = chart.y.to_owned();
    let mut head: Vec<&str> = std::iter::once(&first).chain(&names).map(String::as_str).collect();
    let is_noisy = chart.series.iter().any(|series| series.noise.is_some());
    if is_noisy {
        head.push("rounds differ by");
    }
    let rows: Vec<_> = chart
        .series
        .iter()
        .map(|series| {
            let values = places.iter().map(|place| series.at(*place).map_or(String::new(), number));
            let noise = series.noise.map(|noise| format!("{:.0} %", noise * 100.0));
            let noise = is_noisy.then(|| noise.unwrap_or_default());
            std::iter::once(series.name.clone()).chain(values).chain(noise).collect()
        })
        .collect();
    table(&head, &rows)
}

/// A number with three digits that count, and thousands apart.
pub(super) fn number(value: f64) -> String {
    let magnitude = value.abs();
    if !value.is_finite() {
        String::new()
    } else if magnitude >= 1_000.0 {
        let whole = format!("{value:.0}");
        let mut grouped = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) && !grouped.ends_with('-') {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        grouped
    } else if magnitude >= 100.0 || magnitude == 0.0 || value.fract() == 0.0 {
        format!("{value:.0}")
    } else if magnitude >= 10.0 {
        format!("{value:.1}")
    } else if magnitude >= 1.0 {
        format!("{value:.2}")
    } else {
        format!("{value:.3}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Scale, Series};

    #[test]
    fn numbers_are_as_long_as_they_tell_something() {
        let numbers = [0.0, 0.0494, 0.5, 1.0, 1.236, 12.34, 123.4, 999.6, 1_234.5, 1_234_567.0];
        let written =
            ["0", "0.049", "0.500", "1", "1.24", "12.3", "123", "1000", "1,234", "1,234,567"];
        for (value, text) in numbers.into_iter().zip(written) {
            assert_eq!(number(value), text);
        }
        assert_eq!(number(-123_456.0), "-123,456");
    }

    #[test]
    fn a_chart_is_a_table_with_gaps() {
        let series = |name: &str, points: &[(f64, f64)]| Series {
            name: name.to_owned(),
            points: points.to_vec(),
            noise: None,
        };
        let mut chart = Chart {
            file: "a",
            title: "A",
            x: "users",
            y: "a second",
            scale: Scale::Factors,
            series: vec![series("b", &[(1.0, 2.0), (10.0, 3.5)]), series("c", &[(10.0, 4.0)])],
        };
        assert_eq!(
            of_chart(&chart),
            "| a second | 1 users | 10 users |\n|---|---:|---:|\n| b | 2 | 3.50 |\n| c |  | 4 |\n"
        );
        chart.series.truncate(1);
        chart.series[0].noise = Some(0.125);
        assert_eq!(
            of_chart(&chart),
            "| a second | 1 users | 10 users | rounds differ by |\n|---|---:|---:|---:|\n\
             | b | 2 | 3.50 | 12 % |\n"
        );
    }
}
