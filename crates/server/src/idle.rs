//! Connections on which no request comes to an end.
//!
//! The framework has a time-out for the head of a connection's first request, and for the silence between
//! two requests. The silence ends with a byte, and then nothing would end a head that never comes to its
//! end.

use std::any::Any;
use std::net::Shutdown;
use std::time::{Duration, Instant};

use actix_tls::accept::rustls_0_23::TlsStream;
use actix_web::dev::Extensions;
use actix_web::rt::{self, net::TcpStream};
use kith_http::Activity;
use socket2::SockRef;
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

/// Has a connection closed that had no request under way for so long; for `HttpServer::on_connect`.
pub(crate) fn bound(connection: &dyn Any, data: &mut Extensions, longest: Duration) {
    let Some(socket) = socket(connection) else { return };
    let Ok(own) = socket.try_clone() else {
        // There are no more files, and nobody could watch over it. Fails if it has just ended.
        drop(socket.shutdown(Shutdown::Both));
        return;
    };
    let activity = Activity::new();
    data.insert(activity.clone());
    data.insert(Watch(rt::spawn(async move {
        while let Some(rest) = rest(&activity, longest) {
            sleep_until((Instant::now() + rest).into()).await;
        }
        // As if the client had ended its side, which the framework sees and closes the connection.
        drop(own.shutdown(Shutdown::Read));
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
fn socket(connection: &dyn Any) -> Option<SockRef<'_>> {
    let tls = || connection.downcast_ref::<TlsStream<TcpStream>>().map(|tls| tls.get_ref().0);
    connection.downcast_ref::<TcpStream>().or_else(tls).map(SockRef::from)
}
