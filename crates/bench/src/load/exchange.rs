//! One request at a time, with the whole answer; and connections that are only held.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context as _, bail};

use super::answer::{self, Read};

const PATIENCE: Duration = Duration::from_secs(30);

/// Sends a request on a connection of its own; the status and the body of the answer.
pub(crate) fn exchange(server: SocketAddr, request: &[u8]) -> anyhow::Result<(u16, Vec<u8>)> {
    let mut stream = TcpStream::connect(server).context("no connection")?;
    exchange_on(&mut stream, request)
}

/// Opens so many connections, each of which has been answered once.
pub(crate) fn hold(
    server: SocketAddr,
    request: &[u8],
    connections: usize,
) -> anyhow::Result<Vec<TcpStream>> {
    let open = |_| {
        let mut stream = TcpStream::connect(server).context("no connection")?;
        let (status, _) = exchange_on(&mut stream, request)?;
        if status != 200 {
            bail!("a connection that is to be held was answered {status}");
        }
        Ok(stream)
    };
    (0..connections).map(open).collect()
}

fn exchange_on(stream: &mut TcpStream, request: &[u8]) -> anyhow::Result<(u16, Vec<u8>)> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    stream.write_all(request)?;
    let (mut bytes, mut chunk) = (Vec::new(), [0; 16_384]);
    loop {
        let read = stream.read(&mut chunk).context("no answer")?;
        if read == 0 {
            bail!("the connection ended within an answer");
        }
        bytes.extend_from_slice(&chunk[..read]);
        match answer::read(&bytes) {
            Read::Nonsense => bail!("the answer is not understood"),
            Read::Whole(head) if bytes.len() >= head.length + head.body => {
                return Ok((head.status, bytes.split_off(head.length)));
            }
            Read::Whole(_) | Read::Partly => {}
        }
    }
}
