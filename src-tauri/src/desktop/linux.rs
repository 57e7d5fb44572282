use std::{collections::HashMap, fmt};

use zbus::{
    Error,
    blocking::Connection,
    zvariant::{OwnedFd, Value},
};

/// GNOME's flag for "do not suspend".
const SUSPEND: u32 = 4;

/// Shows a notice (Desktop Notifications Specification 1.3).
pub fn show(title: &str, text: &str) -> Result<(), Error> {
    // The text may be read as mark-up.
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let (no_actions, no_hints) = (Vec::<&str>::new(), HashMap::<&str, Value<'_>>::new());
    let notice = (title, 0_u32, "velvet-rope", title, text, no_actions, no_hints, -1_i32);
    let place = "org.freedesktop.Notifications";
    Connection::session()?
        .call_method(Some(place), "/org/freedesktop/Notifications", Some(place), "Notify", &notice)
        .map(drop)
}

/// Keeps the computer awake until it is dropped: each service lets go when the connection that asked is gone.
pub struct InhibitHandle {
    _session: Option<Connection>,
    _system: Option<(Connection, OwnedFd)>,
}

/// Asks everybody who could send this computer to sleep: GNOME listens to its session only, KDE and Xfce to the common
/// power service, all others to systemd. Sleep that somebody asks for is not in the way of any of them.
pub fn stay_awake(name: &str, why: &str) -> Result<InhibitHandle, impl fmt::Display> {
    let (session, system) = (in_session(name, why), in_system(name, why));
    match (session, system) {
        (Err(session), Err(system)) => Err(format!("{session}; {system}")),
        (session, system) => Ok(InhibitHandle { _session: session.ok(), _system: system.ok() }),
    }
}

fn in_session(name: &str, why: &str) -> Result<Connection, Error> {
    let bus = Connection::session()?;
    let gnome = "org.gnome.SessionManager";
    let common = "org.freedesktop.PowerManagement";
    let (path, interface) =
        ("/org/freedesktop/PowerManagement/Inhibit", "org.freedesktop.PowerManagement.Inhibit");
    let asked = (name, 0_u32, why, SUSPEND);
    bus.call_method(Some(gnome), "/org/gnome/SessionManager", Some(gnome), "Inhibit", &asked)
        .or_else(|_| bus.call_method(Some(common), path, Some(interface), "Inhibit", &(name, why)))?;
    Ok(bus)
}

fn in_system(name: &str, why: &str) -> Result<(Connection, OwnedFd), Error> {
    let bus = Connection::system()?;
    let (service, path) = ("org.freedesktop.login1", "/org/freedesktop/login1");
    let interface = "org.freedesktop.login1.Manager";
    let asked = ("idle", name, why, "block");
    let held =
        bus.call_method(Some(service), path, Some(interface), "Inhibit", &asked)?.body().deserialize()?;
    Ok((bus, held))
}
