//! Requests about whose end, or whose connection, two readers could disagree.

use super::super::random::Random;
use super::{Fate, get, hidden, post};

pub(super) fn both_lengths(random: &mut Random, id: &str) -> (Vec<u8>, Fate) {
    let hidden = hidden(id);
    let length = random.one_of(&["0", "5", "6", "60"]);
    let encoding = random.one_of(&["chunked", "Chunked", " chunked ", "\tchunked"]);
    let headers =
        [format!("Content-Length: {length}\r\n"), format!("Transfer-Encoding:{encoding}\r\n")];
    let headers =
        if random.below(2) == 0 { headers.concat() } else { headers[1].clone() + &headers[0] };
    (post(id, &headers, &format!("0\r\n\r\n{hidden}")), Fate::Refused)
}

pub(super) fn conflicting_lengths(random: &mut Random, id: &str) -> (Vec<u8>, Fate) {
    let hidden = hidden(id);
    let all = hidden.len();
    let headers = match random.below(5) {
        0 => format!("Content-Length: 0\r\nContent-Length: {all}\r\n"),
        1 => format!("Content-Length: {all}\r\nContent-Length: 0\r\n"),
        2 => format!("Content-Length: {all}, 0\r\n"),
        3 => format!("content-length: 2\r\nCONTENT-LENGTH: {all}\r\n"),
        _ => format!("Content-Length: {all}\r\nContent-Length: {all}\r\nContent-Length: 1\r\n"),
    };
    (post(id, &headers, &hidden), Fate::Refused)
}

pub(super) fn no_number(random: &mut Random, id: &str) -> (Vec<u8>, Fate) {
    let length = random.one_of(&[
        "-1",
        "+5",
        "0x10",
        "1e3",
        "5 5",
        "٣",
        "18446744073709551616",
        "",
        "five",
        "5;q=1",
        "5,5",
        "1_0",
    ]);
    (post(id, &format!("Content-Length: {length}\r\n"), &hidden(id)), Fate::Refused)
}

pub(super) fn strange_encoding(random: &mut Random, id: &str) -> (Vec<u8>, Fate) {
    let encoding = random.one_of(&[
        "gzip",
        "chunked, gzip",
        "gzip, chunked",
        "chunked, chunked",
        "xchunked",
        "chunked;q=0",
        "",
        "identity",
        "\"chunked\"",
        "chunked\r\nTransfer-Encoding: chunked",
        "cow",
    ]);
    let body = format!("0\r\n\r\n{}", hidden(id));
    (post(id, &format!("Transfer-Encoding: {encoding}\r\n"), &body), Fate::Refused)
}

pub(super) fn broken_chunks(random: &mut Random, id: &str) -> (Vec<u8>, Fate) {
    let hidden = hidden(id);
    let start = random.one_of(&[
        "zz\r\n{}\r\n0\r\n\r\n",
        "-1\r\n{}\r\n",
        "0x2\r\n{}\r\n0\r\n\r\n",
        "2\n{}\n0\n\n",
        " 2\r\n{}\r\n0\r\n\r\n",
        "ffffffffffffffff\r\n{}\r\n",
        "10000000000000000\r\n{}\r\n",
        "\r\n{}\r\n0\r\n\r\n",
        "2;\u{0}\r\n{}\r\n0\r\n\r\n",
        "2\r\n{}xx\r\n0\r\n\r\n",
        "2\r\r\n{}\r\n0\r\n\r\n",
        "1\r\n{}\r\n0\r\n\r\n",
        ";a=b\r\n{}\r\n0\r\n\r\n",
    ]);
    (post(id, "Transfer-Encoding: chunked\r\n", &format!("{start}{hidden}")), Fate::Refused)
}

pub(super) fn hosts(random: &mut Random, id: &str) -> (Vec<u8>, Fate) {
    let hosts = random.one_of(&["", "Host: a\r\nHost: b\r\n", "Host: a\r\nhost: a\r\n"]);
    let text = format!("GET /ready HTTP/1.1\r\n{hosts}X-Request-Id: {id}\r\n\r\n");
    (text.into_bytes(), Fate::Refused)
}

pub(super) fn upgrades(random: &mut Random, id: &str) -> (Vec<u8>, Fate) {
    let upgrade = random.one_of(&["h2c", "websocket", "TLS/1.0", "HTTP/2.0, h2c", "cow"]);
    let headers = format!(
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: {upgrade}\r\nHTTP2-Settings: AAMAAABk\r\n"
    );
    (get(id, "/ready", &headers), Fate::Open)
}

pub(super) fn early_end(random: &mut Random, id: &str) -> (Vec<u8>, Fate) {
    let body = r#"{"token":"x"}"#;
    let mut bytes = match random.below(2) {
        0 => post(id, &format!("Content-Length: {}\r\n", body.len()), body),
        _ => post(id, "Transfer-Encoding: chunked\r\n", &format!("d\r\n{body}\r\n0\r\n\r\n")),
    };
    // In the first line, in a header, in the body.
    bytes.truncate(1 + random.below(bytes.len() - 1));
    (bytes, Fate::Open)
}
