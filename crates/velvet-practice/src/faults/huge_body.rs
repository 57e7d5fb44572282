use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use hyper::body::{Body, Bytes, Frame};

/// A body that begins like a normal one and goes on for a number of bytes. It is generated while it is sent.
pub struct Torrent {
    start: Option<Bytes>,
    piece: Bytes,
    left: u64,
}

impl Torrent {
    /// Returns a body of this many bytes, plus its beginning.
    pub fn new(bytes: u64) -> Self {
        let start = Bytes::from_static(br#"{"statusCode":201,"message":""#);
        Self { start: Some(start), piece: Bytes::from(vec![b'.'; 64 * 1024]), left: bytes }
    }
}

impl Body for Torrent {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if let Some(start) = self.start.take() {
            return Poll::Ready(Some(Ok(Frame::data(start))));
        }
        let size = self.left.min(self.piece.len() as u64);
        self.left -= size;
        let size = usize::try_from(size).unwrap_or(0);
        Poll::Ready((size > 0).then(|| Ok(Frame::data(self.piece.slice(..size)))))
    }
}
