//! Measured figures, each printed on a line that programs can parse.

use std::fmt;
use std::process::ExitCode;

/// A measured value and the bound it must hold.
pub struct Figure {
    name: String,
    value: f64,
    unit: &'static str,
    bound: Bound,
}

enum Bound {
    AtMost(f64),
    AtLeast(f64),
    None,
}

impl Figure {
    /// A figure that must not be greater than the bound.
    pub fn at_most(name: impl Into<String>, value: f64, unit: &'static str, bound: f64) -> Self {
        Self { name: name.into(), value, unit, bound: Bound::AtMost(bound) }
    }

    /// A figure that must not be less than the bound.
    pub fn at_least(name: impl Into<String>, value: f64, unit: &'static str, bound: f64) -> Self {
        Self { name: name.into(), value, unit, bound: Bound::AtLeast(bound) }
    }

    /// A figure that is only reported and has no bound.
    pub fn unbound(name: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Self { name: name.into(), value, unit, bound: Bound::None }
    }

    /// Prints figures, each on a line. Returns whether all bounds hold.
    pub fn print_all(figures: &[Self]) -> bool {
        for figure in figures {
            println!("{figure}");
        }
        figures.iter().all(Self::holds)
    }

    /// Prints figures, each on a line, and returns success if all bounds hold.
    pub fn conclude(figures: &[Self]) -> ExitCode {
        if Self::print_all(figures) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    /// Whether the bound holds. A value that could not be measured (NaN) does not.
    pub fn holds(&self) -> bool {
        match self.bound {
            Bound::AtMost(bound) => self.value <= bound,
            Bound::AtLeast(bound) => self.value >= bound,
            Bound::None => !self.value.is_nan(),
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bound = match self.bound {
            Bound::AtMost(bound) | Bound::AtLeast(bound) => bound.to_string(),
            Bound::None => "none".to_owned(),
        };
        let verdict = if self.holds() { "holds" } else { "short" };
        let value = rounded(self.value);
        write!(out, "figure {} {value} {} bound {bound} {verdict}", self.name, self.unit)
    }
}

/// Rounds to one decimal place, and small values, mostly ratios, to two or three.
fn rounded(value: f64) -> f64 {
    let places = match value.abs() {
        size if size < 1.0 => 1000.0,
        size if size < 10.0 => 100.0,
        _ => 10.0,
    };
    (value * places).round() / places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_line_says_what_was_measured_and_whether_it_holds() {
        let figure = Figure::at_most("bare_run_seconds", 512.04, "s", 1500.0);
        assert_eq!(figure.to_string(), "figure bare_run_seconds 512 s bound 1500 holds");
        let figure = Figure::at_most("bare_second_start_seconds", 15.26, "s", 15.0);
        assert_eq!(figure.to_string(), "figure bare_second_start_seconds 15.3 s bound 15 short");
        let figure = Figure::at_least("bare_window_opened", 1.0, "window", 1.0);
        assert_eq!(figure.to_string(), "figure bare_window_opened 1 window bound 1 holds");
        let figure = Figure::at_least("ratio", 0.4963, "x", 0.5);
        assert_eq!(figure.to_string(), "figure ratio 0.496 x bound 0.5 short");
    }

    #[test]
    fn a_figure_without_a_bound_promises_nothing() {
        let figure = Figure::unbound("ratio_to_newman", 31.416, "x");
        assert_eq!(figure.to_string(), "figure ratio_to_newman 31.4 x bound none holds");
    }

    #[test]
    fn what_was_not_measured_is_short() {
        assert!(!Figure::at_most("seconds", f64::NAN, "s", 15.0).holds());
        assert!(!Figure::at_least("windows", 0.0, "window", 1.0).holds());
    }
}
