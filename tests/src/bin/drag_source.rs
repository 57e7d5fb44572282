//! A window whose content is a file that can be dragged out of it, like an icon in a file manager. The argument is the
//! file's path.

use gtk::prelude::*;
use gtk::{TargetEntry, TargetFlags, Window, WindowType, gdk, glib};

fn main() {
    let path = std::env::args().nth(1).expect("the file's path");
    let address = glib::filename_to_uri(path, None).expect("an absolute path has an address");
    gtk::init().expect("a display");
    let window = Window::new(WindowType::Toplevel);
    window.set_title("A file to drag");
    let icon = gtk::EventBox::new();
    icon.add(&gtk::Label::new(Some("Drag me")));
    let kinds = [TargetEntry::new("text/uri-list", TargetFlags::OTHER_APP, 0)];
    icon.drag_source_set(gdk::ModifierType::BUTTON1_MASK, &kinds, gdk::DragAction::COPY);
    icon.connect_drag_data_get(move |_, _, data, _, _| {
        data.set_uris(&[&address]);
    });
    window.add(&icon);
    window.connect_delete_event(|_, _| {
        gtk::main_quit();
        glib::Propagation::Proceed
    });
    window.show_all();
    gtk::main();
}
