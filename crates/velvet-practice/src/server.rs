use std::{io, net::Ipv4Addr, sync::Arc};

use axum::Router;
use tokio::{
    net::TcpListener,
    task::{AbortHandle, JoinSet, spawn_blocking},
    time::{Duration, sleep},
};

use crate::{Settings, connection, router::router, service::Service};

/// A running server. Dropping it stops the server and all its connections.
pub struct Running {
    pub(crate) service: Arc<Service>,
    port: u16,
    control: bool,
    task: AbortHandle,
}

impl Running {
    /// Starts a server on the loopback interface. Fails if the port is taken, or if the system has no randomness for
    /// its keys.
    pub async fn start(settings: Settings) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, settings.port)).await?;
        let port = listener.local_addr()?.port();
        // Inventing a large world takes a while and must not block the caller's runtime.
        let control = settings.control;
        let service = spawn_blocking(move || Service::new(&settings).map(Arc::new)).await??;
        let router = router(&service, port, control);
        let task = tokio::spawn(accept(listener, router)).abort_handle();
        Ok(Self { service, port, control, task })
    }

    /// Returns the base address of the calls.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/api/fansly", self.port)
    }

    /// Returns the address of the control endpoint, if it is enabled.
    pub fn control_url(&self) -> Option<String> {
        self.control.then(|| format!("http://127.0.0.1:{}/control", self.port))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connection::serve(stream, router.clone()));
                }
                // Most likely out of file handles: some may be free again soon.
                Err(_) => sleep(Duration::from_millis(10)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}
