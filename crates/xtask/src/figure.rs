//! Measured figures, each on a line of its own that a program can read too.

use std::fmt;

/// A measured value and the bound it must hold.
pub struct Figure {
    name: &'static str,
    value: f64,
    unit: &'static str,
    bound: Bound,
}

enum Bound {
    AtMost(f64),
    AtLeast(f64),
}

impl Figure {
    /// A figure that must not be greater than the bound.
    pub fn at_most(name: &'static str, value: f64, unit: &'static str, bound: f64) -> Self {
        Self { name, value, unit, bound: Bound::AtMost(bound) }
    }

    /// A figure that must not be less than the bound.
    pub fn at_least(name: &'static str, value: f64, unit: &'static str, bound: f64) -> Self {
        Self { name, value, unit, bound: Bound::AtLeast(bound) }
    }

    /// Whether the bound holds. What could not be measured is short.
    pub fn holds(&self) -> bool {
        match self.bound {
            Bound::AtMost(bound) => self.value <= bound,
            Bound::AtLeast(bound) => self.value >= bound,
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Bound::AtMost(bound) | Bound::AtLeast(bound)) = self.bound;
        let verdict = if self.holds() { "holds" } else { "short" };
        let value = (self.value * 10.0).round() / 10.0;
        write!(out, "figure {} {value} {} bound {bound} {verdict}", self.name, self.unit)
    }
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
    }

    #[test]
    fn what_was_not_measured_is_short() {
        assert!(!Figure::at_most("seconds", f64::NAN, "s", 15.0).holds());
        assert!(!Figure::at_least("windows", 0.0, "window", 1.0).holds());
    }
}
