//! Connections on which no request comes to an end.
//!
//! The framework has a time-out for the head of a connection's first request, and for the silence between
//! two requests. The silence ends with a byte, and then nothing would end a head that never comes to its
//! end.

use std::any::Any;
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use actix_tls::accept::rustls_0_23::TlsStream;
use actix_web::dev::Extensions;
use actix_web::rt;
use kith_http::Activity;
use tokio::task::JoinHandle;
use tokio::time::sleep_until;

/// Watches over a connection for as long as it lasts.
struct Watch(JoinHandle<()>);

impl Drop for Watch {
    fn drop(&mut self) {
        // The socket is open for as long as somebody has it.
        self.0.abort();
    }
}

/// Has a connection closed that had no request under way for so long; for `HttpServer::on_connect`. What
/// is still to be sent is sent. Where there are no more files to be opened the connection is closed after
/// one request instead.
pub(crate) fn bound(connection: &dyn Any, data: &mut Extensions, longest: Duration) {
    let Some(socket) = socket(connection) else {
        data.insert(Activity::of_one_request());
        return;
    };
    let activity = Activity::new();
    data.insert(activity.clone());
    data.insert(Watch(rt::spawn(async move {
        while let Some(rest) = rest(&activity, longest) {
            sleep_until((Instant::now() + rest).into()).await;
        }
        // As if the client had ended its side. Fails if it just has.
        drop(socket.shutdown(Shutdown::Read));
    })));
}

/// How long it may still be idle; `None` if it was for too long.
fn rest(activity: &Activity, longest: Duration) -> Option<Duration> {
    match activity.idle_since() {
        Some(since) => longest.checked_sub(since.elapsed()).filter(|rest| !rest.is_zero()),
        None => Some(longest),
    }
}

/// Its socket, with or without TLS.
fn socket(connection: &dyn Any) -> Option<TcpStream> {
    let plain = connection.downcast_ref::<rt::net::TcpStream>();
    let tls = || connection.downcast_ref::<TlsStream<rt::net::TcpStream>>();
    duplicate(plain.or_else(|| Some(tls()?.get_ref().0))?)
}

#[cfg(unix)]
fn duplicate(socket: &rt::net::TcpStream) -> Option<TcpStream> {
    use std::os::fd::AsFd as _;

    socket.as_fd().try_clone_to_owned().ok().map(TcpStream::from)
}

#[cfg(windows)]
fn duplicate(socket: &rt::net::TcpStream) -> Option<TcpStream> {
    use std::os::windows::io::AsSocket as _;

    socket.as_socket().try_clone_to_owned().ok().map(TcpStream::from)
}
