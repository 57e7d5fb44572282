use std::io;

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// The time of ID 0, in milliseconds since 1970.
const EPOCH_MS: u64 = 1_561_494_359_539;
/// The first accounts, the newest ones (fixed, so that a seed makes the same world on any day), and when the shares
/// changed, in milliseconds since 1970.
const OLDEST_MS: u64 = 1_593_561_600_000;
const NEWEST_MS: u64 = 1_793_491_200_000;
const IN_2024_MS: u64 = 1_704_067_200_000;
const IN_MID_2025_MS: u64 = 1_751_328_000_000;

/// A reproducible source of randomness. It uses only the generator's raw output, which the algorithm defines. How a
/// library derives ranges and shuffles from it may change between versions.
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// Returns the source for one purpose. Each purpose has its own stream, so drawing more for one does not change
    /// another.
    pub fn new(seed: u64, purpose: u64) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(purpose);
        Self(generator)
    }

    /// Returns a source that differs each time.
    pub fn random() -> io::Result<Self> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed)?;
        Ok(Self(ChaCha8Rng::from_seed(seed)))
    }

    /// Returns a number from 0 up to, but not including, `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.number(end as u64)).unwrap_or(0)
    }

    /// The same as [`Self::below`], for numbers that are not indexes.
    pub fn number(&mut self, end: u64) -> u64 {
        let wide = u128::from(self.0.next_u64()) * u128::from(end);
        u64::try_from(wide >> 64).unwrap_or(0)
    }

    /// Returns `true` in this percentage of cases.
    pub fn percent(&mut self, cases: usize) -> bool {
        self.below(100) < cases
    }

    /// Returns one of several values.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// Shuffles a list.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for place in (1..list.len()).rev() {
            list.swap(place, self.below(place + 1));
        }
    }

    /// Returns `count` distinct numbers below `end`, or all of them if there are no more.
    pub fn choose(&mut self, count: usize, end: usize) -> Vec<usize> {
        let mut numbers: Vec<usize> = (0..end).collect();
        for place in 0..count.min(end) {
            let other = place + self.below(end - place);
            numbers.swap(place, other);
        }
        numbers.truncate(count);
        numbers
    }

    /// Returns a native ID with the structure of real ones, and in their shares (API.md, "IDs"): when the account was
    /// created, a worker, and a sequence.
    pub fn native_id(&mut self) -> String {
        let created = OLDEST_MS + self.number(NEWEST_MS - OLDEST_MS);
        let worker =
            if created < IN_MID_2025_MS { self.pick(&[0, 2, 3, 4, 5, 6, 7]) } else { 4 + self.number(4) };
        let first = self.percent(if created < IN_2024_MS { 86 } else { 78 });
        let sequence = if first { 0 } else { self.pick(&[1, 1, 1, 1, 2, 2, 3, 9]) };
        ((created - EPOCH_MS) << 22 | worker << 12 | sequence).to_string()
    }

    /// Returns a text of lower-case letters and digits.
    pub fn token(&mut self, length: usize) -> String {
        (0..length).map(|_| char::from(self.pick(b"abcdefghijkmnpqrstuvwxyz23456789"))).collect()
    }
}
