//! The Credential Manager of whoever runs the tests, under a service name of each test's own.

use std::collections::HashMap;

use keyring_core::{Entry, api::CredentialStoreApi};
use velvet_core::{api::ApiKey, app::Keychain, view::KeychainProblem};
use velvet_rope::keychain::OsKeychain;
use windows_native_keyring_store::Store;

use crate::{key, read, round_trip, two_services};

/// The most characters that a credential takes: `CRED_MAX_CREDENTIAL_BLOB_SIZE` bytes of UTF-16.
const ROOM: usize = 1_280;

/// A service name for one test, whose keys are deleted at its end.
struct Service(String);

impl Service {
    fn new(test: &str) -> Self {
        Self(format!("org.velvetrope.test.{test}.{}", std::process::id()))
    }

    fn keychain(&self) -> OsKeychain {
        OsKeychain::start(&self.0)
    }

    /// Opens the credential of the key with this number by its name in the system.
    fn credential(&self, name: &str) -> Entry {
        let target = format!("{name}.{}", self.0);
        let by_target = HashMap::from([("target", target.as_str())]);
        Store::new().unwrap().build("", "", Some(&by_target)).unwrap()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        for name in ["api-key", "api-key-2"] {
            let _ = self.credential(name).delete_credential();
        }
    }
}

#[tokio::test]
async fn a_key_is_kept_replaced_and_taken_out() {
    let service = Service::new("round-trip");
    round_trip(&service.keychain(), &service.0).await;
}

#[tokio::test]
async fn keys_of_another_service_are_kept_beside_each_other() {
    let (real, other) = (Service::new("real"), Service::new("other"));
    two_services(&real.keychain(), &other.keychain()).await;
}

/// The uninstaller deletes the credentials by these names (`packaging/windows/hooks.nsh`).
#[tokio::test]
async fn a_key_stays_on_this_computer_under_the_name_that_the_uninstaller_knows() {
    let service = Service::new("named");
    let keychain = service.keychain();
    for (slot, name) in [(1, "api-key"), (2, "api-key-2")] {
        keychain.write(slot, &key(name)).await.unwrap();
        let credential = service.credential(name);
        assert_eq!(credential.get_password().unwrap(), format!("key-{name}"));
        // A credential of any other kind of persistence may travel with a roaming profile.
        assert_eq!(credential.get_attributes().unwrap()["persistence"], "Local");
    }
}

#[tokio::test]
async fn what_another_program_left_there_is_no_key_and_can_be_replaced() {
    let service = Service::new("foreign");
    let keychain = service.keychain();
    let (odd, unpaired): (&[u8], &[u8]) = (&[7; 5], &[0x00, 0xd8, 0x00, 0xd8]);
    let words = "two words".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    for foreign in [odd, unpaired, &words] {
        service.credential("api-key").set_secret(foreign).unwrap();
        assert_eq!(read(&keychain).await, Ok(None), "{foreign:?}");
        keychain.write(1, &key("ours")).await.unwrap();
        assert_eq!(read(&keychain).await, Ok(Some("key-ours".to_owned())));
    }
}

#[tokio::test]
async fn a_key_without_room_in_the_store_is_refused_and_the_earlier_one_stays() {
    let service = Service::new("full");
    let keychain = service.keychain();
    let long = |length: usize| ApiKey::parse(&"k".repeat(length)).unwrap();
    keychain.write(1, &long(ROOM)).await.unwrap();
    assert_eq!(keychain.write(1, &long(ROOM + 1)).await, Err(KeychainProblem::Refused));
    assert_eq!(read(&keychain).await, Ok(Some("k".repeat(ROOM))));
}
