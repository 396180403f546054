//! Shares of the references, with their targets, as bars in SVG.

use std::fmt::Write as _;

use super::plot::{escaped, open};
use crate::form::JUDGED;
use crate::measure::Row;
use crate::site::Engine;

const LEFT: f64 = 430.0;
/// Of a share of 1.
const UNIT: f64 = 260.0;
/// The longest bar: what is faster than that is cut.
const MOST: f64 = 1.25;
const BAR: f64 = 15.0;

/// What was reached at the number of clients at which targets are judged.
pub(super) fn svg(rows: &[Row]) -> String {
    let judged: Vec<&Row> = rows.iter().filter(|row| row.clients == JUDGED).collect();
    let height = 72.0 + (BAR + 9.0) * judged.len() as f64 + 26.0 * Engine::ALL.len() as f64;
    let width = LEFT + UNIT * MOST + 60.0;
    let title = format!("Share of the reference with {JUDGED} clients; the mark is the target");
    let mut svg = open(width, height, &title);
    let mut y = 40.0;
    for engine in Engine::ALL {
        y += 22.0;
        let reference = Row::reference_name(engine);
        let heading = format!("{engine}, share of {reference}");
        let _ = writeln!(svg, r#"<text x="16" y="{y:.1}" font-weight="bold">{heading}</text>"#);
        y += 8.0;
        for row in judged.iter().filter(|row| row.engine == engine) {
            bar(&mut svg, y, row);
            y += BAR + 9.0;
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn bar(svg: &mut String, y: f64, row: &Row) {
    let colour = match row.target {
        None => "#9aa5b1",
        Some(_) if row.is_short() => "#d1495b",
        Some(_) => "#2e8b57",
    };
    let width = UNIT * row.ratio.clamp(0.0, MOST);
    let text = y + BAR - 3.0;
    let _ = writeln!(
        svg,
        r#"<text x="16" y="{text:.1}">{}</text>
<rect x="{LEFT}" y="{y:.1}" width="{width:.1}" height="{BAR}" fill="{colour}"/>
<text x="{:.1}" y="{text:.1}">{:.2}</text>"#,
        escaped(row.work),
        LEFT + width + 8.0,
        row.ratio
    );
    if let Some(target) = row.target {
        let x = LEFT + UNIT * target;
        let (from, to) = (y - 3.0, y + BAR + 3.0);
        let _ = writeln!(
            svg,
            r##"<line x1="{x:.1}" y1="{from:.1}" x2="{x:.1}" y2="{to:.1}" stroke="#222222" stroke-width="2"/>"##
        );
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A row with this ratio and target.
    pub(crate) fn row(engine: Engine, clients: usize, ratio: f64, target: Option<f64>) -> Row {
        Row {
            work: "some <work>",
            engine,
            clients,
            kith: 1_000.0 * ratio,
            reference: 1_000.0,
            ratio,
            spread: (ratio - 0.1, ratio + 0.1),
            target,
            errors: 0,
            p50: Some(1.5),
            p99: Some(12.0),
            kith_cpu: 90.0,
            database_cpu: 20.0,
            generator_cpu: 7.5,
            peak_memory: 31.0,
        }
    }

    #[test]
    fn bars_are_as_long_as_shares_and_marked_with_targets() {
        let rows = [
            row(Engine::Postgres, JUDGED, 0.5, Some(0.75)),
            row(Engine::Sqlite, JUDGED, 0.5, Some(0.25)),
            row(Engine::Sqlite, JUDGED, 9.0, None),
            row(Engine::Sqlite, 4, 0.1, None),
        ];
        let svg = svg(&rows);
        assert_eq!(svg.matches("<line ").count(), 2);
        assert_eq!(svg.matches(r#"width="130.0" height="15""#).count(), 2);
        assert_eq!(svg.matches(r#"width="325.0" height="15""#).count(), 1);
        assert!(svg.contains(r#"x1="625.0""#) && svg.contains("some &lt;work&gt;"));
        assert!(svg.contains(r##"fill="#d1495b""##) && svg.contains(r##"fill="#2e8b57""##));
    }
}
