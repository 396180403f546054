//! Kith's own API: what belongs to neither of the two whose contracts are kept.
