//! Numbers that belong together: a table for whoever reads, a plot for whoever looks.

/// One line of a chart.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Series {
    pub(crate) name: String,
    /// By x, rising.
    pub(crate) points: Vec<(f64, f64)>,
    /// The rounds that differ most from each other: by what share of their median. None of one round.
    pub(crate) noise: Option<f64>,
}

/// Whether equal steps are equal differences, or equal factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scale {
    /// Differences, both ways; upwards from 0.
    Linear,
    /// Factors to the right; upwards differences, from 0.
    Factors,
    /// Factors both ways.
    FactorsBothWays,
}

/// Several lines over the same x.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Chart {
    /// The plot's file name, without its ending.
    pub(crate) file: &'static str,
    pub(crate) title: &'static str,
    pub(crate) x: &'static str,
    pub(crate) y: &'static str,
    pub(crate) scale: Scale,
    pub(crate) series: Vec<Series>,
}

impl Chart {
    /// Every x of any line, rising.
    pub(crate) fn places(&self) -> Vec<f64> {
        let all = self.series.iter().flat_map(|series| &series.points);
        let mut places: Vec<f64> = all.map(|(x, _)| *x).collect();
        places.sort_unstable_by(f64::total_cmp);
        places.dedup();
        places
    }

    /// Every y.
    pub(crate) fn values(&self) -> impl Iterator<Item = f64> {
        self.series.iter().flat_map(|series| &series.points).map(|(_, y)| *y)
    }
}

impl Series {
    pub(crate) fn at(&self, place: f64) -> Option<f64> {
        let same = |(x, _): &&(f64, f64)| x.total_cmp(&place).is_eq();
        self.points.iter().find(same).map(|(_, y)| *y)
    }
}
