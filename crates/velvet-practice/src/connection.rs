//! One connection, served by hand so that it can be cut in the middle.

use axum::{Router, body::Body, extract::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{io::AsyncWriteExt, net::TcpStream, sync::mpsc};
use tower_service::Service;

/// How a connection ends before its time.
pub enum Ending {
    /// Reset (RST): whatever was sent may be lost.
    Reset,
    /// These bytes, then an orderly end (FIN).
    Bytes {
        /// The status they begin with.
        status: u16,
        /// What is sent, as it is.
        wire: Vec<u8>,
    },
}

/// A call's hold on the connection it came in by.
#[derive(Clone)]
pub struct Line(mpsc::Sender<Ending>);

impl Line {
    /// Ends the connection. The call itself gets no further.
    pub async fn end(&self, ending: Ending) {
        // Nobody listens any more when the connection has ended by itself.
        let _ = self.0.send(ending).await;
    }
}

/// Serves requests, one after the other, until either side ends the connection.
pub async fn serve(stream: TcpStream, router: Router) {
    // A reply is one small packet: waiting for more to fill it would only add delay.
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
        // An error here is the caller going away.
        _ = &mut connection => return,
        ending = endings.recv() => ending,
    };
    if let Some(ending) = ending {
        cut(connection.into_parts().io.into_inner(), ending).await;
    }
}

/// The caller may be gone already; there is nobody to tell.
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
