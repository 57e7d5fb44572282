//! The standard build script of a Tauri app.

fn main() {
    tauri_build::build();
}
