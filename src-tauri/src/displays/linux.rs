//! Linux: environment variables that the web view needs for some graphics drivers, set before it starts.
//!
//! # NVIDIA
//!
//! With NVIDIA's proprietary driver, WebKit can leave its window white or end the app as it opens. Both bugs have one
//! cause: since 2.42, WebKit draws into buffers of the graphics card and passes these on
//! (<https://bugs.webkit.org/show_bug.cgi?id=252988>).
//!
//! * *White window.* "Failed to create GBM buffer": the driver refuses such a buffer. This happens mostly on X11, where
//!   WebKit asks for a buffer that the CPU can read. Reported from 2.42 to 2.52, with drivers up to 615.
//!   <https://github.com/tauri-apps/tauri/issues/9304>, <https://github.com/wailsapp/wails/pull/5295>
//! * *The app ends.* "Error 71 (Protocol error) dispatching to Wayland display": drivers from 555 on enable explicit
//!   sync for a window, but GTK 3 also attaches buffers of its own to it, without explicit sync. Strict compositors,
//!   including KDE's and GNOME's, disconnect such an app. No release is known to fix it, 2.54 included.
//!   <https://bugs.webkit.org/show_bug.cgi?id=280210>, <https://github.com/NVIDIA/egl-wayland/issues/179>,
//!   <https://gitlab.gnome.org/GNOME/gtk/-/issues/8056>, <https://github.com/tauri-apps/tauri/issues/10702>
//!
//! A patch that excludes NVIDIA was never merged (<https://github.com/WebKit/WebKit/pull/18614>). Debian and Ubuntu
//! ship it; others do not. Nouveau and all other Mesa drivers are not affected.
//!
//! What to set:
//!
//! * From 2.44 on, `WEBKIT_DMABUF_RENDERER_FORCE_SHM`. The card still draws, but the finished picture goes through
//!   shared memory, which costs one copy per frame. WebKit asks the driver for no buffer, and GTK does not draw on the
//!   window with OpenGL, so neither bug can occur. The variable came with 2.43.2:
//!   <https://github.com/WebKit/WebKit/pull/20869>
//! * 2.42 does not know that variable. There, `WEBKIT_DISABLE_DMABUF_RENDERER` restores the renderer of 2.40.
//!
//! What not to set:
//!
//! * `WEBKIT_DISABLE_DMABUF_RENDERER` from 2.44 on. The old renderer is gone: the CPU draws everything, and a page that
//!   starts a view transition crashes the app. <https://github.com/block/buzz/issues/3654>
//! * `__NV_DISABLE_EXPLICIT_SYNC`. It saves the copy, but fixes only the second bug, can cause flicker, and would be
//!   inherited by every program started from here. <https://github.com/hrzlgnm/mdns-browser/pull/2480>
//!
//! # No graphics card
//!
//! Virtual machines and remote desktops often have no card. There, WebKit paints layers and composites them pixel by
//! pixel with Mesa's `llvmpipe`, and each of the two takes memory of its own. `WEBKIT_DISABLE_COMPOSITING_MODE` makes
//! WebKit draw the page as one picture: a table scrolls two to four times as smoothly and uses a quarter less memory.
//! The web view has a setting for the same, but it applies only to an existing view, and a view that already draws in
//! layers crashes from it (seen with 2.50).
//!
//! # How
//!
//! GTK and WebKit read all of these variables once, when they start. Setting a variable is safe only while no other
//! thread reads the environment. At the very start of the program, the only other thread is the one with which WebKit's
//! library returns memory, and it reads no variables. Restarting the app with the variables set would take 70 ms, the
//! time to load the libraries.

use std::{
    env,
    ffi::OsString,
    fs::{self, File},
    path::Path,
};

/// Sets the variable that this display needs, unless the user has set a related one. Must be called before anything
/// else, while the program has only one thread of its own.
pub fn prepare() {
    let Some((name, value)) = workaround(&here()) else { return };
    // On failure the window opens without the workaround.
    if let Err(error) = glib::setenv(name, value, false) {
        eprintln!("Velvet Rope could not set {name}: {error}");
    }
}

/// Whether there is a display for a window. Without one, GTK would end the app with a panic.
pub fn is_there() -> bool {
    // On Wayland, the default socket needs no variable except the one for its folder.
    let named = ["DISPLAY", "WAYLAND_DISPLAY"];
    let session = env::var_os("XDG_SESSION_TYPE").is_some_and(|kind| kind == "wayland");
    session || named.iter().any(|name| env::var_os(name).is_some_and(|display| !display.is_empty()))
}

/// Returns the display facts for the report.
pub fn report() -> Vec<(&'static str, String)> {
    let display = here();
    let session = if display.wayland { "Wayland" } else { "X11" };
    let driver = display.nvidia.map_or("not NVIDIA".to_owned(), |version| format!("NVIDIA {version}"));
    let set = if display.set_already.is_empty() { "none".to_owned() } else { display.set_already.join(", ") };
    vec![("display", format!("{session}; driver: {driver}; workarounds: {set}"))]
}

/// Returns the graphics setup of this computer.
fn here() -> Display {
    let webkit = tauri::webview_version().unwrap_or_default();
    seen(Path::new("/"), |name| env::var_os(name), &webkit)
}

/// The graphics setup, as known before a window is opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Display {
    /// The version of NVIDIA's own kernel module, or `None` if it is not loaded. Only the report uses the number: no
    /// version is known to be free of both bugs.
    nvidia: Option<String>,
    /// Whether this user's programs may open a card for drawing.
    card: bool,
    /// Whether the system booted on a card that is not NVIDIA's, as on laptops with two cards. That card drives the
    /// screen.
    other_card: bool,
    /// The version of `WebKitGTK`, or `None` if it could not be read.
    webkit: Option<(u32, u32, u32)>,
    /// Whether GTK opens its windows on Wayland and not on X11.
    wayland: bool,
    /// The switches set in the environment, to any value.
    set_already: Vec<&'static str>,
}

/// Passes the picture from WebKit's process to the window through shared memory.
const THROUGH_MEMORY: &str = "WEBKIT_DMABUF_RENDERER_FORCE_SHM";

/// Makes WebKit draw as it did before 2.42.
const AS_BEFORE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Makes WebKit draw the page as one picture, without layers.
const AS_ONE_PICTURE: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";

/// Every variable with which a user may have chosen how the window is drawn. If one is set, no workaround is applied,
/// even if it is empty or "0": the user made a choice. `GDK_BACKEND` is not included, because it only chooses the
/// display server.
const SWITCHES: [&str; 8] = [
    THROUGH_MEMORY,
    AS_BEFORE,
    AS_ONE_PICTURE,
    "WEBKIT_DMABUF_RENDERER_DISABLE_GBM",
    "WEBKIT_FORCE_COMPOSITING_MODE",
    // Debian's and Ubuntu's own: their WebKit avoids the card if it finds NVIDIA's driver, unless this is set.
    "WEBKIT_FORCE_DMABUF_RENDERER",
    "WEBKIT_SKIA_ENABLE_CPU_RENDERING",
    "__NV_DISABLE_EXPLICIT_SYNC",
];

/// Returns the variable that the web view needs on this display, and its value. Returns `None` if it needs none.
fn workaround(seen: &Display) -> Option<(&'static str, &'static str)> {
    if !seen.set_already.is_empty() {
        return None;
    }
    if seen.nvidia.is_none() {
        return (!seen.card).then_some((AS_ONE_PICTURE, "1"));
    }
    let (major, minor, _) = seen.webkit?;
    // The module is loaded, but Mesa draws. On Wayland the copy would be useless. On X11 the copy is made anyway,
    // because GTK 3 has no EGL there, and it is not certain which card is used.
    // https://blogs.igalia.com/carlosgc/2023/04, https://github.com/marinom2/lightnode/pull/170
    if seen.wayland && seen.other_card {
        return None;
    }
    if (major, minor) < (2, 42) {
        None
    } else if (major, minor) < (2, 44) {
        Some((AS_BEFORE, "1"))
    } else {
        Some((THROUGH_MEMORY, "1"))
    }
}

/// Reads the graphics setup from the files under `root`, which is "/" except in tests, and from the environment.
/// `webkit` is the version as the library states it, such as "2.50.6".
fn seen(root: &Path, env: impl Fn(&str) -> Option<OsString>, webkit: &str) -> Display {
    Display {
        nvidia: line(&root.join("sys/module/nvidia/version")),
        card: card(&root.join("dev/dri")),
        other_card: other_card(&root.join("sys/class/drm")),
        webkit: numbers(webkit),
        wayland: wayland(&env),
        set_already: SWITCHES.into_iter().filter(|name| env(name).is_some()).collect(),
    }
}

/// Whether one of the kernel's render devices can be opened.
fn card(devices: &Path) -> bool {
    let Ok(devices) = fs::read_dir(devices) else { return false };
    let draws = |name: OsString| name.to_string_lossy().starts_with("renderD");
    devices
        .flatten()
        .filter(|device| draws(device.file_name()))
        .any(|device| File::options().read(true).write(true).open(device.path()).is_ok())
}

/// Whether the system booted on a card of another vendor than NVIDIA.
fn other_card(cards: &Path) -> bool {
    let Ok(cards) = fs::read_dir(cards) else { return false };
    cards.flatten().map(|card| card.path()).any(|card| {
        // The first file is missing with some newer cards, the second in kernels from before 2026.
        let started = ["device/boot_vga", "boot_display"].map(|name| line(&card.join(name)));
        let maker = line(&card.join("device/vendor"));
        started.iter().flatten().any(|says| says == "1") && maker.is_some_and(|maker| maker != "0x10de")
    })
}

/// Whether GTK uses Wayland. `GDK_BACKEND` is a list, and its first known name counts. Otherwise Wayland comes before
/// X11.
fn wayland(env: impl Fn(&str) -> Option<OsString>) -> bool {
    let asked = env("GDK_BACKEND").unwrap_or_default();
    match asked.to_string_lossy().split(',').find(|name| ["wayland", "x11", "*"].contains(name)) {
        Some("wayland") => return true,
        Some("x11") => return false,
        _ => {}
    }
    match env("WAYLAND_DISPLAY") {
        // An empty value keeps a program off Wayland.
        Some(socket) => !socket.is_empty(),
        // GTK tries the default socket in this case.
        None => env("XDG_SESSION_TYPE").is_some_and(|kind| kind == "wayland"),
    }
}

/// Parses the first three numbers of a version.
fn numbers(version: &str) -> Option<(u32, u32, u32)> {
    let mut numbers = version.trim().split('.').map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??, numbers.next()??))
}

/// Returns the trimmed content of a kernel file.
fn line(file: &Path) -> Option<String> {
    Some(fs::read_to_string(file).ok()?.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use std::{fs, io::Write};

    use tempfile::TempDir;

    use super::{Display, OsString, SWITCHES, other_card, seen, wayland, workaround};

    /// An environment variable and its value, if one is set.
    type Set = Option<(&'static str, &'static str)>;

    const MEMORY: Set = Some(("WEBKIT_DMABUF_RENDERER_FORCE_SHM", "1"));
    const BEFORE: Set = Some(("WEBKIT_DISABLE_DMABUF_RENDERER", "1"));
    const PICTURE: Set = Some(("WEBKIT_DISABLE_COMPOSITING_MODE", "1"));

    /// Variables with their values, or files with their content.
    type Pairs<'a> = &'a [(&'a str, &'a str)];

    /// Only NVIDIA's driver, on Wayland, with a recent WebKit.
    fn nvidia() -> Display {
        Display {
            nvidia: Some("580.95.05".to_owned()),
            card: true,
            other_card: false,
            webkit: Some((2, 50, 6)),
            wayland: true,
            set_already: Vec::new(),
        }
    }

    fn webkit(major: u32, minor: u32, micro: u32) -> Display {
        Display { webkit: Some((major, minor, micro)), ..nvidia() }
    }

    #[test]
    fn sets_what_is_needed_and_nothing_else() {
        let x11 = Display { wayland: false, ..nvidia() };
        let table = [
            ("NVIDIA on Wayland: Error 71, tauri#10702", nvidia(), MEMORY),
            ("NVIDIA on X11: a white window, tauri#9304", x11.clone(), MEMORY),
            ("Mesa, nouveau included: not concerned", Display { nvidia: None, ..nvidia() }, None),
            ("Mesa on X11: nor there", Display { nvidia: None, ..x11.clone() }, None),
            ("another card shows the picture", Display { other_card: true, ..nvidia() }, None),
            ("on X11 it may be either card", Display { other_card: true, ..x11.clone() }, MEMORY),
            ("two cards, neither NVIDIA's", Display { nvidia: None, other_card: true, ..x11.clone() }, None),
            ("an old driver has the first fault", with_driver("470.256.02"), MEMORY),
            ("explicit sync begins: both", with_driver("555.58.02"), MEMORY),
            ("the newest seen to fail", with_driver("615.71.09"), MEMORY),
            ("a version like no other is a driver, too", with_driver(""), MEMORY),
            ("2.40 draws in the old way", webkit(2, 40, 5), None),
            ("2.42 brought the faults, and the old way is still there", webkit(2, 42, 0), BEFORE),
            ("its last one", webkit(2, 42, 5), BEFORE),
            ("2.42 on X11", Display { webkit: Some((2, 42, 2)), ..x11 }, BEFORE),
            ("2.44 has no old way left", webkit(2, 44, 0), MEMORY),
            ("2.54 has the faults still", webkit(2, 54, 0), MEMORY),
            ("no release is known to be free of them", webkit(3, 0, 0), MEMORY),
            ("2.100 comes after 2.44", webkit(2, 100, 0), MEMORY),
            ("an unknown WebKit is left alone", Display { webkit: None, ..nvidia() }, None),
        ];
        for (reason, display, expected) in table {
            assert_eq!(workaround(&display), expected, "{reason}");
        }
    }

    fn with_driver(version: &str) -> Display {
        Display { nvidia: Some(version.to_owned()), ..nvidia() }
    }

    #[test]
    fn whoever_chose_is_left_alone() {
        for name in SWITCHES {
            for value in ["1", "0", ""] {
                let root = system(&[("sys/module/nvidia/version", "580.95.05\n")]);
                let display = seen(root.path(), environment(&[(name, value)]), "2.50.6");
                assert_eq!(display.set_already, [name]);
                assert_eq!(workaround(&display), None, "{name}={value}");
            }
        }
    }

    #[test]
    fn finds_the_session_as_gtk_does() {
        let table: [(&str, Pairs, bool); 14] = [
            ("nothing is set", &[], false),
            ("a session on X11", &[("XDG_SESSION_TYPE", "x11")], false),
            ("a terminal", &[("XDG_SESSION_TYPE", "tty")], false),
            ("a socket", &[("WAYLAND_DISPLAY", "wayland-0")], true),
            ("no socket is named", &[("XDG_SESSION_TYPE", "wayland")], true),
            ("kept off it", &[("WAYLAND_DISPLAY", ""), ("XDG_SESSION_TYPE", "wayland")], false),
            ("one inside X11", &[("WAYLAND_DISPLAY", "wayland-1"), ("XDG_SESSION_TYPE", "x11")], true),
            ("X11 is asked for", &[("WAYLAND_DISPLAY", "wayland-0"), ("GDK_BACKEND", "x11")], false),
            ("first of two", &[("WAYLAND_DISPLAY", "wayland-0"), ("GDK_BACKEND", "x11,wayland")], false),
            ("first of two", &[("GDK_BACKEND", "wayland,x11")], true),
            ("any", &[("WAYLAND_DISPLAY", "wayland-0"), ("GDK_BACKEND", "*")], true),
            ("any, before X11", &[("WAYLAND_DISPLAY", "wayland-0"), ("GDK_BACKEND", "*,x11")], true),
            ("one GTK does not have", &[("GDK_BACKEND", "mir,x11")], false),
            ("an empty wish", &[("WAYLAND_DISPLAY", "wayland-0"), ("GDK_BACKEND", "")], true),
        ];
        for (reason, variables, expected) in table {
            assert_eq!(wayland(environment(variables)), expected, "{reason}: {variables:?}");
        }
    }

    #[test]
    fn reads_the_system() {
        let laptop = system(&[
            ("sys/module/nvidia/version", "580.95.05\n"),
            ("dev/dri/renderD128", ""),
            ("sys/class/drm/card0/device/boot_vga", "1\n"),
            ("sys/class/drm/card0/device/vendor", "0x8086\n"),
            ("sys/class/drm/card1/device/boot_vga", "0\n"),
            ("sys/class/drm/card1/device/vendor", "0x10de\n"),
        ]);
        let session = environment(&[("WAYLAND_DISPLAY", "wayland-0")]);
        let expected = Display { other_card: true, ..nvidia() };
        assert_eq!(seen(laptop.path(), session, "2.50.6"), expected);
    }

    #[test]
    fn where_the_window_opens_is_not_how_it_is_drawn() {
        let root = system(&[("sys/module/nvidia/version", "580.95.05\n")]);
        let session = environment(&[("WAYLAND_DISPLAY", "wayland-0"), ("GDK_BACKEND", "x11")]);
        let display = seen(root.path(), session, "2.50.6");
        assert_eq!(display, Display { wayland: false, card: false, ..nvidia() });
        assert_eq!(workaround(&display), MEMORY);
    }

    #[test]
    fn an_empty_system_has_nothing() {
        let root = system(&[]);
        assert_eq!(seen(root.path(), environment(&[]), ""), Display::default());
    }

    #[test]
    fn the_page_is_one_picture_where_nothing_but_the_processor_draws() {
        let table: [(&str, Pairs, Set); 5] = [
            ("no card at all", &[], PICTURE),
            ("a screen that no program can draw on", &[("dev/dri/card0", "")], PICTURE),
            ("a card", &[("dev/dri/renderD128", "")], None),
            ("the second of two", &[("dev/dri/card0", ""), ("dev/dri/renderD129", "")], None),
            (
                "NVIDIA's driver has devices of its own",
                &[("sys/module/nvidia/version", "470.256.02\n")],
                MEMORY,
            ),
        ];
        for (reason, files, expected) in table {
            let root = system(files);
            assert_eq!(workaround(&seen(root.path(), environment(&[]), "2.50.6")), expected, "{reason}");
        }
    }

    #[test]
    fn finds_the_card_that_shows_the_picture() {
        let table: [(&str, Pairs, bool); 6] = [
            ("no card says anything", &[], false),
            ("NVIDIA's alone", &[("card0/device/boot_vga", "1"), ("card0/device/vendor", "0x10de")], false),
            ("AMD's", &[("card1/device/boot_vga", "1"), ("card1/device/vendor", "0x1002")], true),
            ("AMD's newer", &[("card1/boot_display", "1"), ("card1/device/vendor", "0x1002")], true),
            ("Intel's, idle", &[("card1/device/boot_vga", "0"), ("card1/device/vendor", "0x8086")], false),
            ("of no known maker", &[("card0/device/boot_vga", "1")], false),
        ];
        for (reason, files, expected) in table {
            let root = system(files);
            assert_eq!(other_card(root.path()), expected, "{reason}");
        }
    }

    #[test]
    fn reads_versions_of_three_numbers_alone() {
        let root = system(&[]);
        let table = [
            ("2.50.6", Some((2, 50, 6))),
            ("2.42.0\n", Some((2, 42, 0))),
            ("2.54.0.1", Some((2, 54, 0))),
            ("2.50", None),
            ("2.x.6", None),
            ("-2.50.6", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(seen(root.path(), environment(&[]), text).webkit, expected, "{text:?}");
        }
    }

    fn environment(variables: Pairs) -> impl Fn(&str) -> Option<OsString> {
        move |asked| variables.iter().find(|(name, _)| *name == asked).map(|(_, value)| value.into())
    }

    /// Creates a folder with files like the kernel's.
    fn system(files: Pairs) -> TempDir {
        let root = tempfile::tempdir().unwrap();
        for (name, says) in files {
            let file = root.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::File::create(file).unwrap().write_all(says.as_bytes()).unwrap();
        }
        root
    }
}
