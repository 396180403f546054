//! One connection that sends a request, waits for the answer, and sends the next.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::SocketAddr;
use std::time::Instant;

use mio::net::TcpStream;

use super::answer::{self, Read};
use super::requests::Dice;

/// A keep-alive connection.
pub(super) struct Connection {
    pub(super) stream: TcpStream,
    pub(super) number: usize,
    pub(super) dice: Dice,
    pub(super) turn: usize,
    pub(super) step: usize,
    pub(super) sent: Instant,
    pub(super) open: bool,
    awaits: Awaits,
}

/// What is to come before the answer is whole.
enum Awaits {
    /// The rest of the head, of which this is the beginning.
    Head(Vec<u8>),
    /// So many bytes of the body.
    Body { status: u16, left: usize },
}

/// What a read has brought.
pub(super) enum Arrived {
    Part,
    Answer { status: u16 },
}

impl Connection {
    pub(super) fn open(server: SocketAddr, number: usize) -> io::Result<Self> {
        let stream = std::net::TcpStream::connect(server)?;
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        Ok(Self {
            stream: TcpStream::from_std(stream),
            number,
            dice: Dice::seeded(number as u64),
            turn: 0,
            step: 0,
            sent: Instant::now(),
            open: true,
            awaits: Awaits::Head(Vec::new()),
        })
    }

    /// Sends a request. It always fits into the kernel's buffer, since nothing else is in it.
    pub(super) fn send(&mut self, request: &[u8], now: Instant) -> io::Result<()> {
        self.sent = now;
        self.stream.write_all(request)
    }

    /// Reads what has arrived. `scratch` is for whoever reads at the moment; what is left in it is of
    /// no use.
    pub(super) fn receive(&mut self, scratch: &mut [u8]) -> io::Result<Arrived> {
        loop {
            let read = match self.stream.read(scratch) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(read) => read,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(Arrived::Part),
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if let Some(status) = self.take(&scratch[..read])? {
                return Ok(Arrived::Answer { status });
            }
            // Less than there was room for was all: what comes later is told again.
            if read < scratch.len() {
                return Ok(Arrived::Part);
            }
        }
    }

    /// The status, once the answer is whole.
    fn take(&mut self, bytes: &[u8]) -> io::Result<Option<u16>> {
        let (status, left, arrived) = match &mut self.awaits {
            Awaits::Body { status, left } => (*status, *left, bytes.len()),
            Awaits::Head(begun) => {
                let whole;
                let bytes = if begun.is_empty() {
                    bytes
                } else {
                    whole = [begun.as_slice(), bytes].concat();
                    &whole
                };
                match answer::read(bytes) {
                    Read::Whole(head) => (head.status, head.body, bytes.len() - head.length),
                    Read::Nonsense => return Err(ErrorKind::InvalidData.into()),
                    Read::Partly => {
                        let begun = bytes.to_vec();
                        self.awaits = Awaits::Head(begun);
                        return Ok(None);
                    }
                }
            }
        };
        // Nothing may follow an answer: the next request has not been sent.
        let left = left.checked_sub(arrived).ok_or(ErrorKind::InvalidData)?;
        if left > 0 {
            self.awaits = Awaits::Body { status, left };
            return Ok(None);
        }
        self.awaits = Awaits::Head(Vec::new());
        Ok(Some(status))
    }
}
