#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| kith_fuzz::exported_lines(input));
