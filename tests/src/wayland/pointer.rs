//! A pointer that a program moves (`wlr-virtual-pointer`).

use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Instant;

use wayland_client::globals::{GlobalListContents, registry_queue_init};
use wayland_client::protocol::wl_pointer::ButtonState;
use wayland_client::protocol::wl_registry::WlRegistry;
use wayland_client::{Connection, Dispatch, EventQueue, QueueHandle, delegate_noop};
use wayland_protocols_wlr::virtual_pointer::v1::client::zwlr_virtual_pointer_manager_v1::ZwlrVirtualPointerManagerV1;
use wayland_protocols_wlr::virtual_pointer::v1::client::zwlr_virtual_pointer_v1::ZwlrVirtualPointerV1;

/// The left button, as Linux numbers it.
const LEFT: u32 = 0x110;

/// Nothing is kept: the compositor tells a virtual pointer nothing.
struct Nothing;

/// A pointer on a screen of a compositor.
pub struct Pointer {
    began: Instant,
    screen: (u32, u32),
    device: ZwlrVirtualPointerV1,
    queue: EventQueue<Nothing>,
}

impl Pointer {
    /// Plugs a pointer into the compositor that listens at `socket`. `screen` is the size of its screen.
    pub fn plug(socket: &Path, screen: (u32, u32)) -> Self {
        let stream = UnixStream::connect(socket).expect("the compositor listens");
        let connection = Connection::from_socket(stream).expect("it speaks Wayland");
        let (globals, queue) = registry_queue_init::<Nothing>(&connection).expect("it tells what it has");
        let handle = queue.handle();
        let manager: ZwlrVirtualPointerManagerV1 =
            globals.bind(&handle, 1..=2, ()).expect("it takes virtual pointers");
        let device = manager.create_virtual_pointer(None, &handle, ());
        let mut pointer = Self { began: Instant::now(), screen, device, queue };
        pointer.sync();
        pointer
    }

    /// Moves the pointer to a place on the screen.
    pub fn move_to(&mut self, (x, y): (u32, u32)) {
        self.device.motion_absolute(self.now(), x, y, self.screen.0, self.screen.1);
        self.sync();
    }

    /// Presses the left button.
    pub fn press(&mut self) {
        self.device.button(self.now(), LEFT, ButtonState::Pressed);
        self.sync();
    }

    /// Releases the left button.
    pub fn release(&mut self) {
        self.device.button(self.now(), LEFT, ButtonState::Released);
        self.sync();
    }

    fn now(&self) -> u32 {
        u32::try_from(self.began.elapsed().as_millis()).expect("a test ends within weeks")
    }

    /// Waits until the compositor has taken everything.
    fn sync(&mut self) {
        self.device.frame();
        self.queue.roundtrip(&mut Nothing).expect("the compositor is running");
    }
}

impl Dispatch<WlRegistry, GlobalListContents> for Nothing {
    fn event(
        _: &mut Self,
        _: &WlRegistry,
        _: <WlRegistry as wayland_client::Proxy>::Event,
        _: &GlobalListContents,
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
    }
}

delegate_noop!(Nothing: ignore ZwlrVirtualPointerManagerV1);
delegate_noop!(Nothing: ignore ZwlrVirtualPointerV1);
