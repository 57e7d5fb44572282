//! The screen as somebody in front of it sees it: which windows there are, where, and which one is on top.

use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ChangeWindowAttributesAux, ClientMessageEvent, ConfigureWindowAux, ConnectionExt,
    CreateWindowAux, EventMask, ImageFormat, InputFocus, MapState, StackMode, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;

use crate::keyboard::Keyboard;

/// What the window is called.
pub const TITLE: &str = "Velvet Rope";

/// A look at a screen.
#[derive(Debug)]
pub struct Screen {
    connection: RustConnection,
    root: Window,
}

/// A window that can be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Its number.
    pub id: u32,
    /// What its title bar would say.
    pub title: String,
    /// Where its left edge is.
    pub x: i16,
    /// Where its upper edge is.
    pub y: i16,
    /// How wide it is.
    pub width: u16,
    /// How high it is.
    pub height: u16,
}

impl Screen {
    pub(crate) fn look(display: &str) -> Self {
        let (connection, number) = x11rb::connect(Some(display)).expect("the screen is running");
        let root = connection.setup().roots[number].root;
        Self { connection, root }
    }

    /// The windows with `title`, the lowest first.
    pub fn windows(&self, title: &str) -> Vec<Seen> {
        self.all_windows().into_iter().filter(|window| window.title == title).collect()
    }

    /// Every window that can be seen, the lowest first.
    pub fn all_windows(&self) -> Vec<Seen> {
        self.stack().into_iter().filter_map(|id| self.seen(id)).collect()
    }

    /// Whether nothing lies over the window.
    pub fn is_on_top(&self, window: u32) -> bool {
        self.stack().into_iter().rfind(|id| self.seen(*id).is_some()) == Some(window)
    }

    /// Whether what is typed goes to the window.
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

    /// Gives what is typed to the window, as a click on it does.
    pub fn focus(&self, window: u32) {
        let sent = self.connection.set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME);
        sent.expect("the screen is running").check().expect("the window can be seen");
    }

    /// All that can be seen on it, as a PPM picture; nothing when the screen is gone.
    pub fn picture(&self) -> Option<Vec<u8>> {
        let place = self.connection.get_geometry(self.root).ok()?.reply().ok()?;
        let mut picture = format!("P6 {} {} 255\n", place.width, place.height).into_bytes();
        picture.extend(self.colours(0, 0, place.width, place.height)?);
        Some(picture)
    }

    /// What can be seen where a window is, as a PNG picture. A window's driver would wait for the next time that it is
    /// drawn anew, which need not come.
    pub fn picture_of(&self, window: &Seen) -> Option<Vec<u8>> {
        let colours = self.colours(window.x, window.y, window.width, window.height)?;
        let mut picture = Vec::new();
        let mut encoder = png::Encoder::new(&mut picture, window.width.into(), window.height.into());
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_compression(png::Compression::Fast);
        encoder.write_header().ok()?.write_image_data(&colours).ok()?;
        Some(picture)
    }

    /// How light it is where a window is, from 0 to 255.
    pub fn lightness(&self, window: &Seen) -> Option<u64> {
        let colours = self.colours(window.x, window.y, window.width, window.height)?;
        let sum: u64 = colours.iter().copied().map(u64::from).sum();
        sum.checked_div(colours.len() as u64)
    }

    /// Red, green and blue of each pixel.
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

    /// A keyboard in front of it.
    pub(crate) fn keyboard(&self) -> Keyboard<'_> {
        Keyboard::of(&self.connection)
    }

    /// Puts the mouse pointer into the lower right corner of the screen, away from windows: it begins in the middle,
    /// and what it lies on looks as if somebody pointed at it.
    pub fn put_pointer_away(&self) {
        let sent = self.connection.warp_pointer(x11rb::NONE, self.root, 0, 0, 0, 0, i16::MAX, i16::MAX);
        sent.expect("the screen is running").check().expect("the pointer can be moved");
    }

    /// Moves and sizes the window, as dragging it does.
    pub fn place(&self, window: u32, (x, y): (i32, i32), (width, height): (u32, u32)) {
        let place = ConfigureWindowAux::new().x(x).y(y).width(width).height(height);
        let sent = self.connection.configure_window(window, &place);
        sent.expect("the screen is running").check().expect("the window is there");
    }

    /// Lays another window over everything and gives it what is typed. It stays as long as this look at the screen.
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

    /// Asks the window to close, as its close button does.
    pub fn close(&self, window: u32) {
        let data = [self.atom("WM_DELETE_WINDOW"), x11rb::CURRENT_TIME, 0, 0, 0];
        let message = ClientMessageEvent::new(32, window, self.atom("WM_PROTOCOLS"), data);
        let sent = self.connection.send_event(false, window, EventMask::NO_EVENT, message);
        sent.expect("the screen is running").check().expect("the window is there");
    }

    /// Asks the window whether it is alive, as window managers do, and waits until it says so.
    pub fn is_alive(&self, window: u32) {
        let [protocols, ping] = ["WM_PROTOCOLS", "_NET_WM_PING"].map(|name| self.atom(name));
        // Its answer goes to whoever watches the screen's windows.
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

    fn stack(&self) -> Vec<Window> {
        let tree = self.connection.query_tree(self.root).expect("the screen is running").reply();
        tree.expect("the screen is running").children
    }

    fn seen(&self, id: Window) -> Option<Seen> {
        let attributes = self.connection.get_window_attributes(id).ok()?.reply().ok()?;
        let place = self.connection.get_geometry(id).ok()?.reply().ok()?;
        // Toolkits keep invisible helpers of a few pixels.
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
