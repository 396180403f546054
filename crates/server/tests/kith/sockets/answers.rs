//! What comes back on a connection, read strictly.

use std::str;

/// One answer.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    /// The request that it says it is for.
    pub(super) request_id: Option<String>,
    pub(super) body: Vec<u8>,
}

/// Reads all that came; what is no whole answer is an error.
pub(super) fn read(mut bytes: &[u8]) -> Result<Vec<Reply>, String> {
    let mut replies = Vec::new();
    while !bytes.is_empty() {
        let (reply, rest) = one(bytes)?;
        bytes = rest;
        // 100 only says that the body may come.
        if reply.status >= 200 {
            replies.push(reply);
        }
    }
    Ok(replies)
}

fn one(bytes: &[u8]) -> Result<(Reply, &[u8]), String> {
    let strange =
        || format!("no answer: {:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(300)]));
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").ok_or_else(strange)?;
    let head = str::from_utf8(&bytes[..end]).map_err(|_| strange())?;
    let mut lines = head.split("\r\n");
    let mut words = lines.next().unwrap_or_default().splitn(3, ' ');
    let version = words.next().filter(|version| ["HTTP/1.1", "HTTP/1.0"].contains(version));
    let status = words
        .next()
        .and_then(|status| status.parse().ok())
        .filter(|status| (100..600).contains(status));
    let (Some(_), Some(status)) = (version, status) else { return Err(strange()) };
    let (mut length, mut request_id) = (None, None);
    for line in lines {
        let (name, value) = line.split_once(": ").ok_or_else(strange)?;
        match name.to_ascii_lowercase().as_str() {
            "content-length" if length.is_some() => return Err(strange()),
            "content-length" => length = Some(value.parse().map_err(|_| strange())?),
            "transfer-encoding" => return Err(strange()),
            "x-request-id" => request_id = Some(value.to_owned()),
            _ => {}
        }
    }
    let rest = &bytes[end + 4..];
    let length = if status < 200 || status == 204 { 0 } else { length.ok_or_else(strange)? };
    if rest.len() < length {
        return Err(strange());
    }
    let (body, rest) = rest.split_at(length);
    Ok((Reply { status, request_id, body: body.to_vec() }, rest))
}
