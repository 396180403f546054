//! As much of an HTTP answer as must be read to know where it ends.

/// The head of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) status: u16,
    /// Bytes of the head itself, the empty line included.
    pub(super) length: usize,
    /// Bytes of the body.
    pub(super) body: usize,
}

/// What has arrived so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// The head has not ended yet.
    Partly,
    Whole(Head),
    /// No answer that this generator understands: it wants a status and, for a body, its length.
    Nonsense,
}

pub(super) fn read(bytes: &[u8]) -> Read {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Read::Partly;
    };
    let Ok(head) = std::str::from_utf8(&bytes[..end]) else { return Read::Nonsense };
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.strip_prefix("HTTP/1.1 "));
    let Some(status) = status.and_then(|rest| rest.get(..3)?.parse().ok()) else {
        return Read::Nonsense;
    };
    let mut body = 0;
    for line in lines {
        let Some((name, value)) = line.split_once(':') else { return Read::Nonsense };
        if name.eq_ignore_ascii_case("content-length") {
            let Ok(length) = value.trim().parse() else { return Read::Nonsense };
            body = length;
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            return Read::Nonsense;
        }
    }
    Read::Whole(Head { status, length: end + 4, body })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_ends_where_its_length_says() {
        let answer = b"HTTP/1.1 200 OK\r\nx-a: b\r\nContent-Length: 7\r\n\r\n{\"a\":1}";
        let head = Head { status: 200, length: answer.len() - 7, body: 7 };
        assert_eq!(read(answer), Read::Whole(head));
        for cut in 0..head.length {
            assert_eq!(read(&answer[..cut]), Read::Partly, "{cut}");
        }
        let empty = b"HTTP/1.1 204 No Content\r\n\r\n";
        assert_eq!(read(empty), Read::Whole(Head { status: 204, length: empty.len(), body: 0 }));
    }

    #[test]
    fn what_is_not_understood_is_not_guessed() {
        for wrong in [
            "HTTP/1.1 2x0 OK\r\n\r\n",
            "HTTP/1.1 \r\n\r\n",
            "no HTTP\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n",
        ] {
            assert_eq!(read(wrong.as_bytes()), Read::Nonsense, "{wrong}");
        }
    }
}
