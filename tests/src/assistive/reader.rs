//! Reads the window as a screen reader does.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use futures::StreamExt;
use futures::future::{BoxFuture, FutureExt};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use zbus::message::{Message, Type as Kind};
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Type};
use zbus::{Connection, MatchRule, MessageStream};

use super::{Node, names};
use crate::desktop::Desktop;
use crate::wait::LONG;

const REGISTRY: &str = "org.a11y.atspi.Registry";
const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";

/// A screen reader on a desktop.
#[derive(Debug)]
pub struct ScreenReader {
    bus: Connection,
    heard: Arc<Mutex<Vec<String>>>,
    listening: JoinHandle<()>,
}

impl ScreenReader {
    /// Starts a screen reader. Programs tell it what changes from now on.
    pub async fn start(desktop: &Desktop) -> Self {
        let bus = desktop.accessibility_bus().await;
        for event in ["object:state-changed:focused", "object:children-changed"] {
            let wish = (event, Vec::<String>::new(), "");
            let registry = Some(REGISTRY);
            let asked =
                bus.call_method(registry, "/org/a11y/atspi/registry", registry, "RegisterEvent", &wish);
            asked.await.expect("the registry takes listeners");
        }
        let events = MatchRule::builder().msg_type(Kind::Signal).interface("org.a11y.atspi.Event.Object");
        let events = events.expect("it is the name of an interface").build();
        let stream =
            MessageStream::for_match_rule(events, &bus, Some(1000)).await.expect("the bus is running");
        let heard = Arc::new(Mutex::new(Vec::new()));
        let listening = tokio::spawn(listen(bus.clone(), stream, Arc::clone(&heard)));
        Self { bus, heard, listening }
    }

    /// Returns all windows and what is in them, or `None` if that changed meanwhile.
    pub async fn look(&self) -> Option<Node> {
        Object::root(&self.bus).read().await
    }

    /// Waits until `wanted` finds something in the tree.
    ///
    /// # Panics
    ///
    /// Panics with the whole tree if it does not.
    pub async fn until<T>(&self, what: &str, wanted: impl Fn(&Node) -> Option<T>) -> T {
        let mut last = Node::default();
        let waiting = timeout(LONG, async {
            loop {
                if let Some(now) = self.look().await {
                    last = now;
                    if let Some(found) = wanted(&last) {
                        return found;
                    }
                }
                sleep(std::time::Duration::from_millis(40)).await;
            }
        });
        let found = waiting.await.ok();
        found.unwrap_or_else(|| panic!("waited in vain for {what}; a screen reader finds:\n{last}"))
    }

    /// Waits for an object with this role and name, and returns it.
    pub async fn finds(&self, role: &str, name: &str) -> Node {
        self.until(&format!("a {role} called {name:?}"), |tree| tree.find(role, name).cloned()).await
    }

    /// Waits until the object with this role and name has the focus, and returns it.
    pub async fn focus_is_on(&self, role: &str, name: &str) -> Node {
        self.until(&format!("the focus on the {role} {name:?}"), |tree| {
            tree.focused().filter(|focus| focus.role == role && focus.name == name).cloned()
        })
        .await
    }

    /// Waits until a live region has said `text`. This counts what was announced, not what can be found.
    pub async fn hears(&self, text: &str) {
        let said = timeout(LONG, async {
            while !self.heard.lock().expect("nobody panics with it").iter().any(|said| said.contains(text)) {
                sleep(std::time::Duration::from_millis(40)).await;
            }
        });
        if said.await.is_err() {
            let heard = self.heard();
            panic!("waited in vain to hear {text:?}; a screen reader heard {heard:#?}");
        }
    }

    /// Returns what a screen reader said since the last call: where the focus went, and the words of live regions.
    pub fn heard(&self) -> Vec<String> {
        std::mem::take(&mut *self.heard.lock().expect("nobody panics with it"))
    }
}

impl Drop for ScreenReader {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

async fn listen(bus: Connection, mut events: MessageStream, heard: Arc<Mutex<Vec<String>>>) {
    while let Some(event) = events.next().await {
        if let Some(words) = spoken(&bus, event).await {
            heard.lock().expect("nobody panics with it").push(words);
        }
    }
}

/// Returns what a screen reader says at an event.
async fn spoken(bus: &Connection, event: zbus::Result<Message>) -> Option<String> {
    let event = event.ok()?;
    let header = event.header();
    let object = Object { bus, name: header.sender()?.to_string(), path: header.path()?.to_owned().into() };
    let (kind, is, value) = detail(&event)?;
    match (header.member()?.as_str(), kind.as_str(), is) {
        ("StateChanged", "focused", 1) => {
            let focus = object.properties().await?;
            // The toolkit's box around the page says nothing.
            (focus.role != "filler").then(|| format!("focus: {}", focus.line()))
        }
        ("ChildrenChanged", "add", _) => {
            let live = object.properties().await?.attributes.remove("container-live")?;
            let (name, path) = value.try_into().ok()?;
            let words = Object { bus, name, path }.read().await?.words();
            (!words.is_empty()).then(|| format!("{live}: {words}"))
        }
        _ => None,
    }
}

/// Returns the kind of an event, its first number, and its value. The toolkit ends an event with a dictionary, the web
/// view with the application.
fn detail(event: &Message) -> Option<(String, i32, OwnedValue)> {
    type Detail<T> = (String, i32, i32, OwnedValue, T);
    fn short<T>((kind, number, _, value, _): Detail<T>) -> (String, i32, OwnedValue) {
        (kind, number, value)
    }
    let body = event.body();
    let toolkit = body.deserialize::<Detail<HashMap<String, OwnedValue>>>().map(short);
    toolkit.or_else(|_| body.deserialize::<Detail<(String, OwnedObjectPath)>>().map(short)).ok()
}

/// An object on the bus.
struct Object<'a> {
    bus: &'a Connection,
    name: String,
    path: OwnedObjectPath,
}

impl<'a> Object<'a> {
    fn root(bus: &'a Connection) -> Self {
        let path = OwnedObjectPath::try_from("/org/a11y/atspi/accessible/root").expect("it is a path");
        Self { bus, name: REGISTRY.to_owned(), path }
    }

    fn read(self) -> BoxFuture<'a, Option<Node>> {
        async move {
            let mut node = self.properties().await?;
            for child in self.children().await? {
                node.children.push(child.read().await?);
            }
            Some(node)
        }
        .boxed()
    }

    /// Returns the object without what is inside it.
    async fn properties(&self) -> Option<Node> {
        let states: Vec<u32> = self.ask(ACCESSIBLE, "GetState", &()).await?;
        let mut node = Node {
            role: names::role(self.ask(ACCESSIBLE, "GetRole", &()).await?),
            name: tidy(&self.property::<String>("Name").await?),
            description: tidy(&self.property::<String>("Description").await?),
            text: String::new(),
            states: names::states(&states),
            attributes: self.ask(ACCESSIBLE, "GetAttributes", &()).await?,
            children: Vec::new(),
        };
        let interfaces: Vec<String> = self.ask(ACCESSIBLE, "GetInterfaces", &()).await?;
        if interfaces.iter().any(|one| one == "org.a11y.atspi.Text") {
            let text: String = self.ask("org.a11y.atspi.Text", "GetText", &(0, -1)).await?;
            // Each object inside stands for one character.
            node.text = tidy(&text.replace('\u{fffc}', " "));
        }
        Some(node)
    }

    async fn children(&self) -> Option<Vec<Object<'a>>> {
        let mut children: Vec<(String, OwnedObjectPath)> = self.ask(ACCESSIBLE, "GetChildren", &()).await?;
        // The toolkit does not list the page, which is in another process, but has it.
        if children.is_empty() && self.property::<i32>("ChildCount").await? > 0 {
            children.push(self.ask(ACCESSIBLE, "GetChildAtIndex", &0).await?);
        }
        Some(children.into_iter().map(|(name, path)| Object { bus: self.bus, name, path }).collect())
    }

    async fn property<T: TryFrom<OwnedValue>>(&self, name: &str) -> Option<T> {
        let value: OwnedValue =
            self.ask("org.freedesktop.DBus.Properties", "Get", &(ACCESSIBLE, name)).await?;
        T::try_from(value).ok()
    }

    async fn ask<T>(&self, interface: &str, method: &str, body: &(impl Serialize + Type + Sync)) -> Option<T>
    where
        T: DeserializeOwned + Type,
    {
        let name = Some(self.name.as_str());
        let answer = self.bus.call_method(name, &self.path, Some(interface), method, body).await.ok()?;
        answer.body().deserialize().ok()
    }
}

/// Returns a text as it is said, with one plain space for every white space.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
