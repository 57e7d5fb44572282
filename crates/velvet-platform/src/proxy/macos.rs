//! macOS: network settings other than the web proxy, which hyper-util reads.

use http::Uri;
use system_configuration::{
    core_foundation::{number::CFNumber, string::CFString},
    dynamic_store::SCDynamicStoreBuilder,
};

/// Returns whether a SOCKS proxy or a script is set, or a web proxy without a host.
pub(super) fn is_set_up(_: &Uri) -> bool {
    let store = SCDynamicStoreBuilder::new("velvet-rope").build();
    let Some(settings) = store.and_then(|store| store.get_proxies()) else { return false };
    let is_on = |name: &'static str| {
        let flag = settings.find(CFString::from_static_string(name));
        flag.and_then(|flag| flag.downcast::<CFNumber>()).and_then(|flag| flag.to_i32()) == Some(1)
    };
    // Keys of `SCDynamicStoreCopyProxies`, as documented by Apple.
    ["HTTPSEnable", "SOCKSEnable", "ProxyAutoConfigEnable"].into_iter().any(is_on)
}
