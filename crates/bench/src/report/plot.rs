//! A line plot as SVG.

use std::fmt::Write as _;

use super::table::number;
use crate::chart::{Chart, Scale};

const WIDTH: f64 = 760.0;
/// Of the area with the lines.
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 30.0;
const TOP: f64 = 40.0;
/// Of a line of the legend.
const LINE: f64 = 18.0;
const COLOURS: [&str; 7] =
    ["#1b6ca8", "#d1495b", "#2e8b57", "#b8860b", "#6a4c93", "#555555", "#00838f"];

/// The lines, with a legend below.
pub(super) fn svg(chart: &Chart) -> String {
    let places = chart.places();
    let marks = marks(chart);
    let across = Axis::over(&places, chart.scale != Scale::Linear);
    let upwards = Axis::over(&marks, chart.scale == Scale::FactorsBothWays);
    let position = |x: f64| LEFT + (WIDTH - LEFT - RIGHT) * across.share(x);
    let height = |y: f64| TOP + HEIGHT * (1.0 - upwards.share(y));
    let legend = TOP + HEIGHT + 58.0;
    let whole = legend + LINE * chart.series.len() as f64;
    let mut svg = open(WIDTH, whole, chart.title);
    for value in marks {
        let (y, right) = (height(value), WIDTH - RIGHT);
        let _ = writeln!(
            svg,
            r##"<line x1="{LEFT}" y1="{y:.1}" x2="{right}" y2="{y:.1}" stroke="#dddddd"/>
<text x="{:.1}" y="{:.1}" text-anchor="end">{}</text>"##,
            LEFT - 8.0,
            y + 4.0,
            number(value)
        );
    }
    for place in &places {
        let (x, y) = (position(*place), TOP + HEIGHT + 18.0);
        let text = number(*place);
        let _ = writeln!(svg, r#"<text x="{x:.1}" y="{y:.1}" text-anchor="middle">{text}</text>"#);
    }
    let (middle, below) = (f64::midpoint(LEFT, WIDTH - RIGHT), TOP + HEIGHT + 36.0);
    let _ = writeln!(
        svg,
        r#"<text x="{middle:.1}" y="{below:.1}" text-anchor="middle">{}</text>"#,
        escaped(&format!("{} (upwards: {})", chart.x, chart.y))
    );
    for (at, series) in chart.series.iter().enumerate() {
        let colour = COLOURS[at % COLOURS.len()];
        let points: Vec<(f64, f64)> =
            series.points.iter().map(|(x, y)| (position(*x), height(*y))).collect();
        let path: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let _ = writeln!(
            svg,
            r#"<polyline points="{}" fill="none" stroke="{colour}" stroke-width="2"/>"#,
            path.join(" ")
        );
        for (x, y) in points {
            let _ = writeln!(svg, r#"<circle cx="{x:.1}" cy="{y:.1}" r="3" fill="{colour}"/>"#);
        }
        let y = legend + LINE * at as f64;
        let _ = writeln!(
            svg,
            r#"<rect x="{LEFT}" y="{:.1}" width="14" height="4" fill="{colour}"/>
<text x="{:.1}" y="{y:.1}">{}</text>"#,
            y - 6.0,
            LEFT + 22.0,
            escaped(&series.name)
        );
    }
    svg.push_str("</svg>\n");
    svg
}

/// The beginning of a picture, with its title.
pub(super) fn open(width: f64, height: f64, title: &str) -> String {
    let title = escaped(title);
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0}" height="{height:.0}" viewBox="0 0 {width:.0} {height:.0}" font-family="sans-serif" font-size="12" fill="#222222">
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="16" y="22" font-size="15">{title}</text>
"##
    )
}

/// Text that means nothing to XML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// From one end to the other.
struct Axis {
    low: f64,
    high: f64,
    factors: bool,
}

impl Axis {
    /// As long as all these, which rise.
    fn over(places: &[f64], factors: bool) -> Self {
        let (low, high) = (places.first().copied(), places.last().copied());
        Self { low: low.unwrap_or(0.0), high: high.unwrap_or(0.0), factors }
    }

    /// How far from the low end, from 0 to 1.
    fn share(&self, value: f64) -> f64 {
        // Nothing is no factor of anything, so it counts as little as there is.
        let scale = |value: f64| if self.factors { value.max(0.001).ln() } else { value };
        let (low, high) = (scale(self.low), scale(self.high));
        if high > low { ((scale(value) - low) / (high - low)).clamp(0.0, 1.0) } else { 0.5 }
    }
}

/// Where lines go across: at quarters of a round number, or at powers of ten.
fn marks(chart: &Chart) -> Vec<f64> {
    let (low, high) = chart.values().fold((f64::MAX, 0.0_f64), |(low, high), value| {
        (if value > 0.0 { low.min(value) } else { low }, high.max(value))
    });
    if chart.scale != Scale::FactorsBothWays || high <= 0.0 {
        let top = ceiling(high);
        return (0..=4).map(|step| top * f64::from(step) / 4.0).collect();
    }
    let mut marks = vec![10.0_f64.powf(low.log10().floor())];
    let mut last = marks[0];
    while last < high || marks.len() < 2 {
        last *= 10.0;
        marks.push(last);
    }
    marks
}

/// A round number that is no smaller.
fn ceiling(highest: f64) -> f64 {
    if highest <= 0.0 {
        return 1.0;
    }
    let unit = 10.0_f64.powf(highest.log10().floor());
    let steps = [1.0, 1.2, 1.6, 2.0, 2.4, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
    let fitting = steps.into_iter().map(|step| step * unit).find(|top| *top >= highest);
    fitting.unwrap_or(highest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Scale, Series};

    #[test]
    fn the_scale_ends_at_a_round_number() {
        for (highest, top) in
            [(0.0, 1.0), (0.9, 1.0), (1.0, 1.0), (17.0, 20.0), (8_500.0, 10_000.0)]
        {
            assert!((ceiling(highest) - top).abs() < 1e-9, "{highest}: {}", ceiling(highest));
        }
    }

    #[test]
    fn lines_go_from_the_lower_left_to_the_upper_right() {
        let points = vec![(1.0, 0.0), (10.0, 50.0), (100.0, 100.0)];
        let series = vec![Series { name: "a < b".to_owned(), points, noise: None }];
        let (title, x, y) = ("T & U", "clients", "a second");
        let mut chart = Chart { file: "f", title, x, y, scale: Scale::Factors, series };
        let svg = svg(&chart);
        assert!(svg.contains(r#"points="70.0,340.0 400.0,190.0 730.0,40.0""#), "{svg}");
        assert!(svg.contains("T &amp; U") && svg.contains("a &lt; b"));
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
        chart.scale = Scale::Linear;
        assert!(super::svg(&chart).contains(r#"points="70.0,340.0 130.0,190.0 730.0,40.0""#));
        chart.scale = Scale::FactorsBothWays;
        assert_eq!(marks(&chart), [10.0, 100.0]);
        assert!(super::svg(&chart).contains(r#"points="70.0,340.0 400.0,130.3 730.0,40.0""#));
    }
}
