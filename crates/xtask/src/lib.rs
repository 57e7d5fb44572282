//! Code that the proofs and benchmarks share with `./dev`: the format of a printed figure.

mod figure;

pub use figure::Figure;
