//! A private session bus.

use std::path::Path;
use std::process::Command;

use crate::files;
use crate::processes::Program;

/// A session bus that activates no services. A service that the desktop is to lack, such as a keychain that the
/// computer's settings would start on first use, must not appear.
#[derive(Debug)]
pub struct Bus {
    /// The address of the bus.
    pub address: String,
    _daemon: Program,
}

impl Bus {
    /// Starts a bus with its socket in `runtime`.
    pub fn start(command: &mut Command, runtime: &Path, logs: &Path) -> Self {
        let config = runtime.join("bus.conf");
        let listen = format!("<listen>unix:path={}/bus</listen>", runtime.display());
        files::put(&config, format!("{HEAD}{listen}{POLICY}"));
        command.arg(format!("--config-file={}", config.display())).args(["--nofork", "--print-address=1"]);
        let (daemon, address) = Program::start_and_hear(command, &logs.join("bus.log"));
        Self { address, _daemon: daemon }
    }
}

const HEAD: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type>"#;

const POLICY: &str = r#"<policy context="default"><allow send_destination="*"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>"#;
