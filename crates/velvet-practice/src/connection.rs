//! Serves a connection by hand, so that it can be cut in the middle of a reply.

use axum::{Router, body::Body, extract::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{io::AsyncWriteExt, net::TcpStream, sync::mpsc};
use tower_service::Service;

/// How a connection is cut.
pub enum Ending {
    /// Reset (RST). Data that was sent may be lost.
    Reset,
    /// These bytes are sent, then the connection is closed in order (FIN).
    Bytes {
        /// The status in those bytes.
        status: u16,
        /// The bytes, exactly as sent.
        wire: Vec<u8>,
    },
}

/// A call's handle to its own connection.
#[derive(Clone)]
pub struct Line(mpsc::Sender<Ending>);

impl Line {
    /// Cuts the connection. The call itself does not continue.
    pub async fn end(&self, ending: Ending) {
        // The receiver is gone if the connection has already ended.
        let _ = self.0.send(ending).await;
    }
}

/// Serves requests one after another, until either side ends the connection.
pub async fn serve(stream: TcpStream, router: Router) {
    // A reply is one small packet. Waiting to fill it would only add delay.
    let _ = stream.set_nodelay(true);
    let (hold, mut endings) = mpsc::channel(1);
    let line = Line(hold);
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(line.clone());
        router.clone().call(request)
    });
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    let ending = tokio::select! {
        // An error here means that the client has disconnected.
        _ = &mut connection => return,
        ending = endings.recv() => ending,
    };
    if let Some(ending) = ending {
        cut(connection.into_parts().io.into_inner(), ending).await;
    }
}

/// Cuts a connection. Errors are ignored, as the client may be gone already.
async fn cut(mut stream: TcpStream, ending: Ending) {
    match ending {
        Ending::Reset => {
            let _ = stream.set_zero_linger();
        }
        Ending::Bytes { wire, .. } => {
            let _ = stream.write_all(&wire).await;
            let _ = stream.shutdown().await;
        }
    }
}
