// SPDX-License-Identifier: Apache-2.0

use std::{
    collections::HashMap,
    io,
    net::Shutdown,
    os::unix::net::{UnixListener as StdListener, UnixStream as StdStream},
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{UnixListener, UnixStream},
};
use ttrpc::asynchronous::transport::Listener;

/// The connections that are open, so that a handler can hang up.
#[derive(Clone, Default)]
pub struct Doors(Arc<Mutex<Open>>);

#[derive(Default)]
struct Open {
    next: u64,
    streams: HashMap<u64, StdStream>,
}

impl Doors {
    /// A listener whose connections are in this list until they are dropped.
    pub fn listen(&self, path: &str) -> io::Result<Listener> {
        let listener = StdListener::bind(path)?;
        listener.set_nonblocking(true)?;
        let listener = UnixListener::from_std(listener)?;
        let doors = self.clone();
        Ok(Listener::new(futures::stream::unfold((listener, doors), |(listener, doors)| async move {
            let door = match listener.accept().await {
                Ok((stream, _)) => doors.admit(stream),
                Err(e) => Err(e),
            };
            Some((door, (listener, doors)))
        })))
    }

    fn admit(&self, stream: UnixStream) -> io::Result<Door> {
        let stream = stream.into_std()?;
        let mut open = self.0.lock().unwrap();
        let id = open.next;
        open.next += 1;
        open.streams.insert(id, stream.try_clone()?);
        drop(open);
        Ok(Door { stream: UnixStream::from_std(stream)?, id, of: self.clone() })
    }

    pub fn hang_up(&self) {
        for stream in self.0.lock().unwrap().streams.values() {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

struct Door {
    stream: UnixStream,
    id: u64,
    of: Doors,
}

impl Drop for Door {
    fn drop(&mut self) {
        self.of.0.lock().unwrap().streams.remove(&self.id);
    }
}

impl AsyncRead for Door {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Door {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
