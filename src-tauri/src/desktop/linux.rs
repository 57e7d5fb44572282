use std::{collections::HashMap, fmt};

use zbus::{
    Error,
    blocking::Connection,
    zvariant::{OwnedFd, Value},
};

/// GNOME's flag for "inhibit suspending the session".
const SUSPEND: u32 = 4;

/// Shows a notification (Desktop Notifications Specification 1.3).
pub fn show(title: &str, text: &str) -> Result<(), Error> {
    // Servers may interpret the text as markup.
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let (no_actions, no_hints) = (Vec::<&str>::new(), HashMap::<&str, Value<'_>>::new());
    let notice = (title, 0_u32, "velvet-rope", title, text, no_actions, no_hints, -1_i32);
    let place = "org.freedesktop.Notifications";
    Connection::session()?
        .call_method(Some(place), "/org/freedesktop/Notifications", Some(place), "Notify", &notice)
        .map(drop)
}

/// Keeps the computer awake until dropped. Each service releases its inhibitor when the connection or descriptor
/// closes.
pub struct InhibitHandle {
    _session: Option<Connection>,
    _system: Option<(Connection, OwnedFd)>,
}

/// Asks every service that could suspend this computer. GNOME listens only to its session manager, KDE and Xfce to the
/// common power management interface, and all others to systemd. None of the requests blocks a suspend by the user.
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
