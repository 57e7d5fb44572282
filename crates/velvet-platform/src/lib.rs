//! Operating system services: the clock, private files, the proxy, threads for work that waits for the disk, and the fail
//! points where a test ends the process.

pub mod clock;
pub mod failpoint;
pub mod files;
pub mod proxy;
pub mod worker;
