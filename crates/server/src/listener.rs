//! The socket on which clients arrive.

use std::net::TcpListener;
use std::time::Duration;

use anyhow::Context as _;
use tokio::net::{TcpSocket, lookup_host};

/// Listens on `address:port`, of several addresses on the first that can be had. At most `backlog`
/// connections wait there to be accepted. Who takes nothing of what is sent for so long as `unread` is cut
/// off, on Linux: the HTTP library would wait for ever.
pub(crate) async fn listen(
    on: &str,
    backlog: u32,
    unread: Duration,
) -> anyhow::Result<TcpListener> {
    let cannot = || format!("server.listen: cannot listen on {on}");
    let mut failure = anyhow::anyhow!("there is no such address");
    for address in lookup_host(on).await.with_context(cannot)? {
        let listen = || {
            let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
            // Or a restart would find the port taken by connections that have ended. On Windows this
            // means something else.
            #[cfg(unix)]
            socket.set_reuseaddr(true)?;
            #[cfg(target_os = "linux")]
            rustix::net::sockopt::set_tcp_user_timeout(&socket, milliseconds(unread))?;
            socket.bind(address)?;
            socket.listen(backlog)?.into_std()
        };
        match listen() {
            Ok(listener) => return Ok(listener),
            Err(error) => failure = error.into(),
        }
    }
    Err(failure).with_context(cannot)
}

/// What a connection inherits from its listener counts in these; zero would be no bound.
#[cfg(target_os = "linux")]
fn milliseconds(time: Duration) -> u32 {
    u32::try_from(time.as_millis()).unwrap_or(u32::MAX).max(1)
}
