//! Detects whether the IDs of a file lost digits in a spreadsheet or in a JavaScript program.
//!
//! A rounded ID looks like any other. What gives it away is how it ends, and that many IDs of the file end like this.
//! Real IDs are usually multiples of 4096, so such an ID proves nothing: it is exact as a floating-point number, too.
//! Every other long ID is a trial, with a known probability of ending like this by chance. A file counts as damaged if
//! so many of its trials do that chance cannot explain it.

/// Significant digits kept by Excel and similar programs; the rest become zeros.
const KEPT: usize = 15;

/// Probability below which the number of hits in a file is not chance.
const UNLIKELY: f64 = 1e-7;

/// The weaker bound that applies if every trial of a file hits, and there are at least [`ALL_OF`] of them: a file of
/// real IDs would have hardly any trials. The least that suffices is five IDs of 17 digits from a script, 0.1^5 by
/// chance.
const UNLIKELY_OF_ALL: f64 = 2e-5;
const ALL_OF: usize = 5;

/// Probability below which a single hit deserves a hint.
const REMARKABLE: f64 = 0.02;

/// 2^53: whole numbers up to here are exact as floating-point numbers.
const LAST_EXACT: f64 = 9_007_199_254_740_992.0;

/// Number of trials up to which probabilities are summed exactly. Above it, Chernoff's bound is used.
const EXACT: usize = 400;

/// How an ID ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// Nothing unusual.
    Usual,
    /// Zeros after the 15th digit.
    Excel,
    /// As JavaScript prints a number of this size.
    Script,
}

/// Whether an ID is a multiple of 4096, as real IDs usually are. Its end then proves nothing.
pub(crate) fn is_multiple(id: &str) -> bool {
    // 4096 divides 10^12, so the last twelve digits are enough.
    id[id.len().saturating_sub(12)..].parse().is_ok_and(|last: u64| last.is_multiple_of(4096))
}

/// Returns how an ID ends. `id` must be decimal digits.
pub(crate) fn end(id: &str) -> End {
    Sign::of(id).end
}

/// Whether an ID that ends like a rounded one deserves a hint, even if the file as a whole does not look damaged.
pub(crate) fn is_remarkable(id: &str) -> bool {
    let sign = Sign::of(id);
    let chance = match sign.end {
        End::Usual => 1.0,
        End::Excel => sign.excel,
        End::Script => sign.script,
    };
    chance <= REMARKABLE && !is_multiple(id)
}

/// How an ID ends, and how likely a random ID of its length has each end by chance; 1 if the end proves nothing.
struct Sign {
    end: End,
    excel: f64,
    script: f64,
    /// The chance of a script's end with a final zero.
    script_zero: f64,
}

impl Sign {
    fn of(id: &str) -> Self {
        let digits = id.trim_start_matches('0');
        let mut sign = Self { end: End::Usual, excel: 1.0, script: 1.0, script_zero: 1.0 };
        if digits.len() <= KEPT {
            return sign;
        }
        sign.excel = 0.1_f64.powi(i32::try_from(digits.len() - KEPT).unwrap_or(1));
        // The float only classifies the end of the text. It never carries the ID.
        let float: f64 = digits.parse().unwrap_or(0.0);
        if float > LAST_EXACT {
            let step = float.next_up() - float;
            sign.script = 1.0 / step;
            sign.script_zero = 1.0 / step.max(10.0);
        }
        if digits[KEPT..].bytes().all(|b| b == b'0') {
            sign.end = End::Excel;
        } else if sign.script < 1.0 && format!("{float}") == digits {
            sign.end = End::Script;
        }
        sign
    }
}

/// The trials of all IDs in a file.
#[derive(Debug, Default)]
pub(crate) struct Rounding {
    excel: Trials,
    /// Script ends. Those that are also Excel ends count as shared.
    script: Trials,
    script_zero: Trials,
}

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Damage {
    /// It went through a spreadsheet.
    pub excel: bool,
    /// It went through a JavaScript program.
    pub script: bool,
}

impl Rounding {
    /// Counts an ID. Call this once for each distinct ID.
    pub fn see(&mut self, id: &str) {
        if is_multiple(id) {
            return;
        }
        let sign = Sign::of(id);
        self.excel.see(sign.excel, sign.end == End::Excel);
        if sign.end == End::Excel {
            // A script keeps 15 digits unchanged, so this end is both Excel's and a script's.
            self.script.both(sign.script);
            self.script_zero.both(sign.script_zero);
        } else {
            self.script.see(sign.script, sign.end == End::Script);
            self.script_zero.see(sign.script_zero, sign.end == End::Script && id.ends_with('0'));
        }
    }

    /// Whether any ID looks rounded.
    pub fn any(&self) -> bool {
        self.excel.hits > 0 || self.script.hits > 0
    }

    /// Returns what all IDs together show.
    pub fn damage(&self) -> Damage {
        let excel = self.excel.no_chance(false);
        let script = [&self.script, &self.script_zero];
        // In a file from Excel, shared hits do not prove a script, unless every trial ends like a script's.
        let script = script.iter().any(|trials| trials.no_chance(!excel) || trials.all_no_chance());
        Damage { excel: excel && !self.all_of_a_script(), script }
    }

    /// Whether all IDs went through a script, and a few happen to end in more zeros.
    fn all_of_a_script(&self) -> bool {
        let few = self.excel.hits * 4 < self.excel.chances.count();
        few && self.script.all_no_chance()
    }
}

/// Trials of one kind.
#[derive(Debug, Default)]
struct Trials {
    chances: Chances,
    hits: usize,
    /// Trials that hit this kind and another one.
    shared: Chances,
}

/// The chance of each trial, grouped by value: there are few distinct ones.
#[derive(Debug, Default, Clone)]
struct Chances(Vec<(f64, usize)>);

impl Chances {
    fn add(&mut self, chance: f64) {
        match self.0.iter_mut().find(|(known, _)| known.total_cmp(&chance).is_eq()) {
            Some((_, count)) => *count += 1,
            None => self.0.push((chance, 1)),
        }
    }

    fn count(&self) -> usize {
        self.0.iter().map(|&(_, count)| count).sum()
    }

    /// Returns the probability of `hits` or more.
    #[expect(clippy::cast_precision_loss, reason = "counts of rows, far below 2^53")]
    fn at_least(&self, hits: usize) -> f64 {
        let count = self.count();
        if hits == 0 {
            return 1.0;
        }
        if count == hits {
            return self.0.iter().map(|&(chance, count)| chance.powf(count as f64)).product();
        }
        if count <= EXACT {
            return self.at_least_exactly(hits);
        }
        let mean: f64 = self.0.iter().map(|&(chance, count)| chance * count as f64).sum();
        let hits = hits as f64;
        if hits <= mean { 1.0 } else { (hits - mean - hits * (hits / mean).ln()).exp() }
    }

    fn at_least_exactly(&self, hits: usize) -> f64 {
        // exactly[n]: probability of n hits so far. The last entry: of that many or more.
        let mut exactly = vec![0.0; hits + 1];
        exactly[0] = 1.0;
        let each = self.0.iter().flat_map(|&(chance, count)| std::iter::repeat_n(chance, count));
        for chance in each {
            exactly[hits] += exactly[hits - 1] * chance;
            for n in (1..hits).rev() {
                exactly[n] = exactly[n] * (1.0 - chance) + exactly[n - 1] * chance;
            }
            exactly[0] *= 1.0 - chance;
        }
        exactly[hits]
    }
}

impl Trials {
    fn see(&mut self, chance: f64, hit: bool) {
        if chance < 1.0 {
            self.chances.add(chance);
            self.hits += usize::from(hit);
        }
    }

    fn both(&mut self, chance: f64) {
        if chance < 1.0 {
            self.shared.add(chance);
        }
    }

    fn all(&self, shared: bool) -> bool {
        let shared = if shared { self.shared.count() } else { 0 };
        self.hits == self.chances.count() && self.hits + shared >= ALL_OF
    }

    /// Whether every trial hit, including the shared ones, and chance cannot explain it.
    fn all_no_chance(&self) -> bool {
        self.all(true) && self.no_chance(true)
    }

    /// Whether chance cannot explain the number of hits.
    fn no_chance(&self, shared: bool) -> bool {
        if self.hits == 0 {
            return false;
        }
        let (mut chances, mut hits) = (self.chances.clone(), self.hits);
        if shared {
            hits += self.shared.count();
            for &(chance, count) in &self.shared.0 {
                (0..count).for_each(|_| chances.add(chance));
            }
        }
        let chance = chances.at_least(hits);
        chance < UNLIKELY || (self.all(shared) && chance <= UNLIKELY_OF_ALL)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn damage(ids: &[&str]) -> Damage {
        let mut rounding = Rounding::default();
        for id in ids {
            rounding.see(id);
        }
        rounding.damage()
    }

    #[test]
    fn the_end_of_an_id_is_seen() {
        assert_eq!(end("843584256474116000"), End::Excel);
        assert_eq!(end("843584256474116100"), End::Script);
        assert_eq!(end("843584256474116096"), End::Usual);
        assert!(is_multiple("843584256474116096") && !is_multiple("843584256474116100"));
        assert_eq!(end("843584256474100"), End::Usual, "fifteen digits are kept");
        assert_eq!(end("99999999999999999999"), End::Usual);
    }

    #[test]
    fn five_rounded_ones_are_enough_and_one_is_not() {
        let excel = [
            "843584256474116000",
            "227317562784874000",
            "310482957103849000",
            "51749204817364900",
            "9175930284756120000",
        ];
        assert_eq!(damage(&excel), Damage { excel: true, script: false });
        assert_eq!(damage(&excel[..1]), Damage::default());
        let script = [
            "843584256474116100",
            "227317562784874500",
            "310482957103849500",
            "517492048173649900",
            "9175930284756120600",
        ];
        assert_eq!(damage(&script), Damage { excel: false, script: true });
    }

    /// Some numbers of 18 digits from a script end in three zeros and look like Excel's: here three of five.
    #[test]
    fn what_a_script_made_rounder_than_it_must_is_a_scripts_all_the_same() {
        let script = [
            "843584256474116000",
            "827317562784874000",
            "910482957103849000",
            "817492048173649900",
            "891759302847561200",
        ];
        assert!(damage(&script).script);
    }

    #[test]
    fn chances_add_up() {
        let mut chances = Chances::default();
        (0..10).for_each(|_| chances.add(0.5));
        assert!((chances.at_least(5) - 0.623_046_875).abs() < 1e-12);
        assert!((chances.at_least(10) - 0.5_f64.powi(10)).abs() < 1e-15);
        (0..EXACT).for_each(|_| chances.add(0.01));
        assert!(chances.at_least(400) < 1e-300 && chances.at_least(1) > 0.99);
    }
}
