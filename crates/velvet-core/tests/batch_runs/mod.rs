//! Tests the engine on a simulated server: how batches run, pause, stop, and end.

mod odd;
mod orders;
mod refusals;
mod sends;
mod trouble;
mod unclear;
mod undo;
