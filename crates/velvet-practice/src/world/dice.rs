use std::io;

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// Chance that repeats itself. Only the generator's raw output is used: it is fixed by its algorithm, while how a
/// library makes ranges and shuffles out of it may change between versions.
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// Dice for one purpose, so that drawing more for one thing does not change another.
    pub fn new(seed: u64, purpose: u64) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(purpose);
        Self(generator)
    }

    /// Dice that fall differently each time.
    pub fn random() -> io::Result<Self> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed)?;
        Ok(Self(ChaCha8Rng::from_seed(seed)))
    }

    /// A number from 0 up to, not including, `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.number(end as u64)).unwrap_or(0)
    }

    /// The same for numbers that are no place in a list.
    pub fn number(&mut self, end: u64) -> u64 {
        let wide = u128::from(self.0.next_u64()) * u128::from(end);
        u64::try_from(wide >> 64).unwrap_or(0)
    }

    /// True in so many cases of a hundred.
    pub fn percent(&mut self, cases: usize) -> bool {
        self.below(100) < cases
    }

    /// One of several.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// Puts a list in some order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for place in (1..list.len()).rev() {
            list.swap(place, self.below(place + 1));
        }
    }

    /// So many different numbers below `end`, or all of them if there are no more.
    pub fn choose(&mut self, count: usize, end: usize) -> Vec<usize> {
        let mut numbers: Vec<usize> = (0..end).collect();
        for place in 0..count.min(end) {
            let other = place + self.below(end - place);
            numbers.swap(place, other);
        }
        numbers.truncate(count);
        numbers
    }

    /// A native id: 18 digits, beyond what a double can hold.
    pub fn native_id(&mut self) -> String {
        (200_000_000_000_000_000 + self.number(600_000_000_000_000_000)).to_string()
    }

    /// Letters and digits.
    pub fn token(&mut self, length: usize) -> String {
        (0..length).map(|_| char::from(self.pick(b"abcdefghijkmnpqrstuvwxyz23456789"))).collect()
    }
}
