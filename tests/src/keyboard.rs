//! Key presses on the screen's keyboard, for windows that the web driver cannot reach.

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt as _, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, Keycode, Keysym};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

/// The keysym of Enter.
pub const ENTER: Keysym = 0xff0d;

/// The keysym of Control.
pub const CONTROL: Keysym = 0xffe3;

/// The keysym of Shift.
pub const SHIFT: Keysym = 0xffe1;

/// The keysyms of each key, without and with Shift.
#[derive(Debug)]
pub struct Keyboard<'a> {
    connection: &'a RustConnection,
    first: Keycode,
    meanings: Vec<Vec<Keysym>>,
}

impl<'a> Keyboard<'a> {
    /// Returns the keyboard of a screen.
    pub fn of(connection: &'a RustConnection) -> Self {
        let (first, last) = (connection.setup().min_keycode, connection.setup().max_keycode);
        let asked = connection.get_keyboard_mapping(first, last - first + 1);
        let map = asked.expect("the screen is running").reply().expect("the screen has a keyboard");
        let meanings = map.keysyms.chunks(map.keysyms_per_keycode.into()).map(<[Keysym]>::to_vec).collect();
        Self { connection, first, meanings }
    }

    /// Types printable ASCII characters into the focused window.
    pub fn write(&self, text: &str) {
        for letter in text.chars() {
            self.press(u32::from(letter));
        }
    }

    /// Presses the key with this keysym.
    pub fn press(&self, meaning: Keysym) {
        let (key, shifted) = self.find(meaning);
        let shift = shifted.then(|| self.find(SHIFT).0);
        for key in shift.into_iter().chain([key]) {
            self.send(KEY_PRESS_EVENT, key);
        }
        for key in [key].into_iter().chain(shift) {
            self.send(KEY_RELEASE_EVENT, key);
        }
        self.connection.flush().expect("the screen is running");
    }

    /// Presses the key with this keysym while others are held down.
    pub fn press_with(&self, held: &[Keysym], meaning: Keysym) {
        let held: Vec<_> = held.iter().map(|meaning| self.find(*meaning).0).collect();
        let key = self.find(meaning).0;
        for key in held.iter().copied().chain([key]) {
            self.send(KEY_PRESS_EVENT, key);
        }
        for key in [key].into_iter().chain(held.iter().rev().copied()) {
            self.send(KEY_RELEASE_EVENT, key);
        }
        self.connection.flush().expect("the screen is running");
    }

    fn find(&self, meaning: Keysym) -> (Keycode, bool) {
        for (key, meanings) in (self.first..).zip(&self.meanings) {
            if let Some(level) = meanings.iter().take(2).position(|one| *one == meaning) {
                return (key, level == 1);
            }
        }
        panic!("no key means {meaning:#x}");
    }

    fn send(&self, event: u8, key: Keycode) {
        let sent = self.connection.xtest_fake_input(event, key, x11rb::CURRENT_TIME, x11rb::NONE, 0, 0, 0);
        sent.expect("the screen is running").check().expect("the screen lets tests press keys");
    }
}
