//! What the proofs and benchmarks share with `./dev`: the form in which a figure is printed.

mod figure;

pub use figure::Figure;
