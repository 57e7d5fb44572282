//! The screen and its visible windows: their positions, their stacking order, and the focus.

use std::collections::BTreeSet;
use std::thread;
use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ChangeWindowAttributesAux, ClientMessageEvent, ConfigureWindowAux, ConnectionExt,
    CreateWindowAux, EventMask, ImageFormat, InputFocus, MapState, StackMode, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;

use crate::keyboard::Keyboard;
use crate::wait::LONG;

/// The title of the app's window.
pub const TITLE: &str = "Velvet Rope";

/// A connection to a screen.
#[derive(Debug)]
pub struct Screen {
    connection: RustConnection,
    root: Window,
}

/// A visible window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Its window ID.
    pub id: u32,
    /// Its title.
    pub title: String,
    /// The position of its left edge.
    pub x: i16,
    /// The position of its upper edge.
    pub y: i16,
    /// Its width.
    pub width: u16,
    /// Its height.
    pub height: u16,
}

impl Screen {
    pub(crate) fn look(display: &str) -> Self {
        let (connection, number) = x11rb::connect(Some(display)).expect("the screen is running");
        let root = connection.setup().roots[number].root;
        Self { connection, root }
    }

    /// Returns the connection to the screen.
    pub(crate) fn connection(&self) -> &RustConnection {
        &self.connection
    }

    /// Returns the windows with this title, lowest first.
    pub fn windows(&self, title: &str) -> Vec<Seen> {
        self.all_windows().into_iter().filter(|window| window.title == title).collect()
    }

    /// Returns every visible window, lowest first.
    pub fn all_windows(&self) -> Vec<Seen> {
        self.stack().into_iter().filter_map(|id| self.seen(id)).collect()
    }

    /// Whether no window lies over this one.
    pub fn is_on_top(&self, window: u32) -> bool {
        self.stack().into_iter().rfind(|id| self.seen(*id).is_some()) == Some(window)
    }

    /// Whether this window has the keyboard focus.
    pub fn has_focus(&self, window: u32) -> bool {
        let focus = self.connection.get_input_focus().expect("the screen is running").reply();
        let mut at = focus.expect("the screen is running").focus;
        // Toolkits give the focus to a small window inside theirs.
        while at > 1 && at != self.root {
            if at == window {
                return true;
            }
            let Ok(tree) = self.connection.query_tree(at).expect("the screen is running").reply() else {
                break;
            };
            at = tree.parent;
        }
        false
    }

    /// Gives this window the keyboard focus, as a click on it does.
    pub fn focus(&self, window: u32) {
        let sent = self.connection.set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME);
        sent.expect("the screen is running").check().expect("the window can be seen");
    }

    /// Returns a PPM picture of the whole screen, or `None` if the screen is gone.
    pub fn picture(&self) -> Option<Vec<u8>> {
        let place = self.connection.get_geometry(self.root).ok()?.reply().ok()?;
        let mut picture = format!("P6 {} {} 255\n", place.width, place.height).into_bytes();
        picture.extend(self.colours(0, 0, place.width, place.height)?);
        Some(picture)
    }

    /// Returns a PNG picture of the screen where a window is. The web driver would wait for the next redraw, which
    /// might never come.
    pub fn picture_of(&self, window: &Seen) -> Option<Vec<u8>> {
        let colours = self.colours(window.x, window.y, window.width, window.height)?;
        let mut picture = Vec::new();
        let mut encoder = png::Encoder::new(&mut picture, window.width.into(), window.height.into());
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_compression(png::Compression::Fast);
        encoder.write_header().ok()?.write_image_data(&colours).ok()?;
        Some(picture)
    }

    /// Returns the average lightness of the screen where a window is, from 0 to 255.
    pub fn lightness(&self, window: &Seen) -> Option<u64> {
        let colours = self.colours(window.x, window.y, window.width, window.height)?;
        let sum: u64 = colours.iter().copied().map(u64::from).sum();
        sum.checked_div(colours.len() as u64)
    }

    /// Returns red, green, and blue of each pixel.
    fn colours(&self, x: i16, y: i16, width: u16, height: u16) -> Option<Vec<u8>> {
        let asked = self.connection.get_image(ImageFormat::Z_PIXMAP, self.root, x, y, width, height, !0);
        let pixels = asked.ok()?.reply().ok()?.data;
        Some(
            pixels
                .as_chunks::<4>()
                .0
                .iter()
                .flat_map(|[blue, green, red, _]| [*red, *green, *blue])
                .collect(),
        )
    }

    /// Returns the keyboard of this screen.
    pub(crate) fn keyboard(&self) -> Keyboard<'_> {
        Keyboard::of(&self.connection)
    }

    /// Moves the mouse pointer to the lower right corner of the screen, away from windows. It starts in the middle,
    /// where it would hover over the window.
    pub fn put_pointer_away(&self) {
        let sent = self.connection.warp_pointer(x11rb::NONE, self.root, 0, 0, 0, 0, i16::MAX, i16::MAX);
        sent.expect("the screen is running").check().expect("the pointer can be moved");
    }

    /// Moves and resizes a window, as dragging does.
    pub fn place(&self, window: u32, (x, y): (i32, i32), (width, height): (u32, u32)) {
        let place = ConfigureWindowAux::new().x(x).y(y).width(width).height(height);
        let sent = self.connection.configure_window(window, &place);
        sent.expect("the screen is running").check().expect("the window is there");
    }

    /// Covers everything with another window and gives that the focus. It stays as long as this connection.
    pub fn cover(&self) {
        let id = self.connection.generate_id().expect("numbers are left");
        let plain = CreateWindowAux::new().override_redirect(1);
        let kind = WindowClass::INPUT_OUTPUT;
        let made = self.connection.create_window(0, id, self.root, 0, 0, 1600, 1000, 0, kind, 0, &plain);
        made.expect("the screen is running").check().expect("a window can be made");
        self.connection.map_window(id).expect("the screen is running").check().expect("it can be shown");
        let top = ConfigureWindowAux::new().stack_mode(StackMode::ABOVE);
        self.connection
            .configure_window(id, &top)
            .expect("the screen is running")
            .check()
            .expect("it is ours");
        self.focus(id);
    }

    /// Asks a window to close, as its close button does.
    pub fn close(&self, window: u32) {
        let data = [self.atom("WM_DELETE_WINDOW"), x11rb::CURRENT_TIME, 0, 0, 0];
        let message = ClientMessageEvent::new(32, window, self.atom("WM_PROTOCOLS"), data);
        let sent = self.connection.send_event(false, window, EventMask::NO_EVENT, message);
        sent.expect("the screen is running").check().expect("the window is there");
    }

    /// Pings a window, as window managers do, and waits for its answer.
    pub fn is_alive(&self, window: u32) {
        let [protocols, ping] = ["WM_PROTOCOLS", "_NET_WM_PING"].map(|name| self.atom(name));
        // The answer goes to clients that watch the root window.
        let watch = ChangeWindowAttributesAux::new().event_mask(EventMask::SUBSTRUCTURE_NOTIFY);
        let watched = self.connection.change_window_attributes(self.root, &watch);
        watched.expect("the screen is running").check().expect("the screen lets everybody watch");
        let question =
            ClientMessageEvent::new(32, window, protocols, [ping, x11rb::CURRENT_TIME, window, 0, 0]);
        let sent = self.connection.send_event(false, window, EventMask::NO_EVENT, question);
        sent.expect("the screen is running").check().expect("the window is there");
        loop {
            let event = self.connection.wait_for_event().expect("the screen is running");
            if let Event::ClientMessage(answer) = event
                && answer.type_ == protocols
                && answer.data.as_data32()[..] == [ping, x11rb::CURRENT_TIME, window, 0, 0]
            {
                return;
            }
        }
    }

    /// Runs `act`, and returns how long it takes from then until the window is off the screen.
    pub(crate) fn time_to_hide(&self, window: u32, act: impl FnOnce(&Keyboard<'_>)) -> Duration {
        let watch = ChangeWindowAttributesAux::new().event_mask(EventMask::STRUCTURE_NOTIFY);
        let watched = self.connection.change_window_attributes(window, &watch);
        watched.expect("the screen is running").check().expect("the window lets everybody watch");
        let keyboard = self.keyboard();
        let began = Instant::now();
        act(&keyboard);
        while began.elapsed() < LONG {
            match self.connection.poll_for_event().expect("the screen is running") {
                Some(Event::UnmapNotify(gone)) if gone.window == window => return began.elapsed(),
                Some(_) => {}
                None => thread::sleep(Duration::from_micros(200)),
            }
        }
        panic!("the window stays on the screen");
    }

    /// Returns everything that windows, visible or not, say to a window manager, a dock, and a list of windows: their
    /// titles, the titles of their icons, and the name and class of their app.
    pub fn told_to_docks(&self) -> BTreeSet<String> {
        let text = self.atom("UTF8_STRING");
        let properties: [(Atom, Atom); 7] = [
            (AtomEnum::WM_NAME.into(), AtomEnum::ANY.into()),
            (AtomEnum::WM_ICON_NAME.into(), AtomEnum::ANY.into()),
            (AtomEnum::WM_CLASS.into(), AtomEnum::ANY.into()),
            (self.atom("_NET_WM_NAME"), text),
            (self.atom("_NET_WM_ICON_NAME"), text),
            (self.atom("WM_WINDOW_ROLE"), AtomEnum::ANY.into()),
            (self.atom("_GTK_APPLICATION_ID"), text),
        ];
        let said = self.stack().into_iter().flat_map(|window| {
            let of = move |(property, kind)| self.text(window, property, kind);
            properties.map(of)
        });
        said.filter(|text| !text.is_empty()).collect()
    }

    fn stack(&self) -> Vec<Window> {
        let tree = self.connection.query_tree(self.root).expect("the screen is running").reply();
        tree.expect("the screen is running").children
    }

    fn seen(&self, id: Window) -> Option<Seen> {
        let attributes = self.connection.get_window_attributes(id).ok()?.reply().ok()?;
        let place = self.connection.get_geometry(id).ok()?.reply().ok()?;
        // Toolkits keep invisible helper windows of a few pixels.
        if attributes.map_state != MapState::VIEWABLE || place.width < 50 {
            return None;
        }
        let title = self.text(id, self.atom("_NET_WM_NAME"), self.atom("UTF8_STRING"));
        let title = if title.is_empty() {
            self.text(id, AtomEnum::WM_NAME.into(), AtomEnum::ANY.into())
        } else {
            title
        };
        Some(Seen { id, title, x: place.x, y: place.y, width: place.width, height: place.height })
    }

    fn text(&self, id: Window, property: Atom, kind: Atom) -> String {
        let asked = self.connection.get_property(false, id, property, kind, 0, 1024);
        let value = asked.ok().and_then(|asked| asked.reply().ok()).map(|answer| answer.value);
        String::from_utf8(value.unwrap_or_default()).unwrap_or_default()
    }

    fn atom(&self, name: &str) -> Atom {
        let asked = self.connection.intern_atom(false, name.as_bytes()).expect("the screen is running");
        asked.reply().expect("the screen is running").atom
    }
}
