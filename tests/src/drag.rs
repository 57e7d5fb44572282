//! A file that is dragged from another program and dropped on the window, by the protocol of X (XDND).

use std::cell::Cell;
use std::path::Path;

use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt, CreateWindowAux, EventMask, PropMode,
    SELECTION_NOTIFY_EVENT, SelectionNotifyEvent, SelectionRequestEvent, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use crate::app::App;
use crate::screen::Seen;
use crate::wait::until;

/// The version of the protocol.
const VERSION: u32 = 5;

impl App<'_> {
    /// Drags a file over the middle of the window, and drops it there.
    pub async fn drop_file(&self, path: &Path) {
        let window = self.window().await;
        let screen = self.screen();
        let drag = Drag::begin(screen.connection(), &window, path);
        until("the window to accept the file", async || drag.moves()).await;
        drag.send("XdndDrop", [0, drag.time, 0, 0]);
        until("the window to take the file", async || drag.ends()).await;
    }
}

/// A drag in progress, with the window that it comes from.
struct Drag<'a> {
    connection: &'a RustConnection,
    source: Window,
    target: Window,
    /// The place of the pointer, as the protocol has it.
    place: u32,
    /// When it began. A drop at time zero counts as canceled.
    time: u32,
    files: String,
    /// Whether the target has read what is dragged, and whether it accepts it.
    was_read: Cell<bool>,
    accepted: Cell<bool>,
    finished: Cell<bool>,
}

impl<'a> Drag<'a> {
    fn begin(connection: &'a RustConnection, window: &Seen, path: &Path) -> Self {
        let root = connection.setup().roots[0].root;
        let source = connection.generate_id().expect("numbers are left");
        let aux = CreateWindowAux::new().override_redirect(1).event_mask(EventMask::PROPERTY_CHANGE);
        let made =
            connection.create_window(0, source, root, -10, -10, 1, 1, 0, WindowClass::INPUT_OUTPUT, 0, &aux);
        made.expect("the screen is running").check().expect("a window can be made");
        let (x, y) = (window.x + window.width.cast_signed() / 2, window.y + window.height.cast_signed() / 2);
        let mut drag = Self {
            connection,
            source,
            target: window.id,
            place: u32::from(x.cast_unsigned()) << 16 | u32::from(y.cast_unsigned()),
            time: 0,
            files: format!("file://{}\r\n", path.display()),
            was_read: Cell::new(false),
            accepted: Cell::new(false),
            finished: Cell::new(false),
        };
        drag.time = drag.now();
        let owned = connection.set_selection_owner(source, drag.atom("XdndSelection"), drag.time);
        owned.expect("the screen is running").check().expect("what is dragged can be owned");
        drag.send("XdndEnter", [VERSION << 24, drag.atom("text/uri-list"), 0, 0]);
        drag
    }

    /// Returns the server's time, which comes with every change of a property.
    fn now(&self) -> u32 {
        let changed = self.connection.change_property8(
            PropMode::APPEND,
            self.source,
            AtomEnum::WM_NAME,
            AtomEnum::STRING,
            &[],
        );
        changed.expect("the screen is running").check().expect("the window is ours");
        loop {
            if let Event::PropertyNotify(event) =
                self.connection.wait_for_event().expect("the screen is running")
            {
                return event.time;
            }
        }
    }

    /// Moves the pointer, and returns once the window has read what is dragged, and accepts it.
    fn moves(&self) -> Option<()> {
        self.answer();
        if self.was_read.get() && self.accepted.get() {
            return Some(());
        }
        self.send("XdndPosition", [0, self.place, self.time, self.atom("XdndActionCopy")]);
        None
    }

    /// Returns once the window has finished with the drop.
    fn ends(&self) -> Option<()> {
        self.answer();
        self.finished.get().then_some(())
    }

    /// Handles what the window has sent and asked for.
    fn answer(&self) {
        while let Some(event) = self.connection.poll_for_event().expect("the screen is running") {
            match event {
                Event::SelectionRequest(request) => self.hand_over(&request),
                Event::ClientMessage(message) if message.type_ == self.atom("XdndStatus") => {
                    self.accepted.set(message.data.as_data32()[1] & 1 == 1);
                }
                Event::ClientMessage(message) if message.type_ == self.atom("XdndFinished") => {
                    self.finished.set(true);
                }
                _ => {}
            }
        }
    }

    fn hand_over(&self, request: &SelectionRequestEvent) {
        let changed = self.connection.change_property8(
            PropMode::REPLACE,
            request.requestor,
            request.property,
            request.target,
            self.files.as_bytes(),
        );
        changed.expect("the screen is running").check().expect("the window is there");
        let told = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: request.time,
            requestor: request.requestor,
            selection: request.selection,
            target: request.target,
            property: request.property,
        };
        let sent = self.connection.send_event(false, request.requestor, EventMask::NO_EVENT, told);
        sent.expect("the screen is running").check().expect("the window is there");
        self.was_read.set(true);
    }

    fn send(&self, kind: &str, [a, b, c, d]: [u32; 4]) {
        let message = ClientMessageEvent::new(32, self.target, self.atom(kind), [self.source, a, b, c, d]);
        let sent = self.connection.send_event(false, self.target, EventMask::NO_EVENT, message);
        sent.expect("the screen is running").check().expect("the window is there");
    }

    fn atom(&self, name: &str) -> Atom {
        let asked = self.connection.intern_atom(false, name.as_bytes()).expect("the screen is running");
        asked.reply().expect("the screen is running").atom
    }
}
