//! Breaks what can break under the whole binary `kith`, and looks whether it keeps what it promises.

fn main() {}
