//! Windows is asked and answers, whatever the answer is: a system without notifications (such as Wine) says so.

use super::{NAME, WHY_AWAKE, system};

#[test]
fn a_notice_is_shown_or_refused() {
    match system::show(NAME, "A test") {
        Ok(()) => println!("the system shows notifications"),
        Err(error) => println!("the system shows no notifications: {error}"),
    }
}

#[test]
fn the_computer_is_kept_awake_again_after_it_was_let_go() {
    for _ in 0..2 {
        let held = system::stay_awake(NAME, WHY_AWAKE);
        assert!(held.is_ok(), "{}", held.err().map(|error| error.to_string()).unwrap_or_default());
    }
}
