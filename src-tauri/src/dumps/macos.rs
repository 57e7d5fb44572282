//! Disables core files. The system's own crash reports contain backtraces and registers, but no memory.

use rustix::process::{Resource, Rlimit, setrlimit};

pub fn make_none() {
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
}
