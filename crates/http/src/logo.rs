//! The logos that Kith itself makes: a provider's letters on a colour of its own.

use kith_domain::provider_connection::ProviderSlug;

/// The darkest and the brightest that red, green and blue are. Where two of them are at their
/// brightest, white letters still stand out as accessible text does: at least 4.5 to 1.
const DARK: u32 = 35;
const BRIGHT: u32 = 118;

/// A mark for that provider as an SVG document, always the same for the same slug and name: up to two
/// letters of the name, white on a colour that the slug chooses (Junction contract, section 7.1).
pub(crate) fn svg(slug: &ProviderSlug, name: &str) -> String {
    let slug = slug.as_str();
    let colour = colour(slug);
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64" role="img">
<title>{title}</title>
<rect width="64" height="64" rx="14" fill="#{colour:06x}"/>
<text x="32" y="42" text-anchor="middle" font-family="system-ui, sans-serif" font-size="28" font-weight="600" fill="#fff">{letters}</text>
</svg>
"##,
        title = escaped(name),
        letters = escaped(&letters(name, slug)),
    )
}

/// The initials of the first two words, in capitals; of the slug if the name has no letter or digit.
fn letters(name: &str, slug: &str) -> String {
    let initials = |text: &str| -> String {
        let words = text.split(|character: char| !character.is_alphanumeric());
        let first = words.filter_map(|word| word.chars().next());
        // One letter stays one: the capital of `ß` would be two.
        first.filter_map(|letter| letter.to_uppercase().next()).take(2).collect()
    };
    let of_name = initials(name);
    if of_name.is_empty() { initials(slug) } else { of_name }
}

/// A colour of the wheel, `0xRRGGBB`.
fn colour(slug: &str) -> u32 {
    let place = hash(slug) % (6 * 256);
    let step = (BRIGHT - DARK) * (place % 256) / 255;
    let (rising, falling) = (DARK + step, BRIGHT - step);
    let (red, green, blue) = match place / 256 {
        0 => (BRIGHT, rising, DARK),
        1 => (falling, BRIGHT, DARK),
        2 => (DARK, BRIGHT, rising),
        3 => (DARK, falling, BRIGHT),
        4 => (rising, DARK, BRIGHT),
        _ => (BRIGHT, DARK, falling),
    };
    (red << 16) | (green << 8) | blue
}

/// FNV-1a: the standard library promises no hash that stays the same from one version to the next.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// As the text of an XML element. Characters that no XML document has become U+FFFD.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\u{FFFE}' | '\u{FFFF}' => escaped.push('\u{FFFD}'),
            _ if character.is_control() => escaped.push('\u{FFFD}'),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use kith_domain::provider_connection::{Catalog, ProviderDefinition};

    use super::*;

    /// A catalog of providers with these slugs and names; a logo depends on nothing else.
    fn catalog<'a>(providers: impl IntoIterator<Item = (&'a str, &'a str)>) -> Catalog {
        let definition = |(slug, name): (&str, &str)| ProviderDefinition {
            slug: slug.into(),
            name: name.into(),
            description: "A provider.".into(),
            logo: "logo.svg".into(),
            auth_type: None,
            supported_resources: vec![],
            scopes: vec![],
            resource_scopes: vec![],
        };
        Catalog::new(providers.into_iter().map(definition)).unwrap()
    }

    /// The providers that Kith comes with.
    fn default_catalog() -> Catalog {
        let file = include_str!("../../../config/providers.toml");
        let values = |key: &'static str| {
            let of = move |line: &'static str| line.strip_prefix(key)?.strip_prefix(" = \"");
            file.lines().filter_map(of).map(|value| value.trim_end_matches('"'))
        };
        let all = catalog(values("slug").zip(values("name")));
        assert_eq!(all.entries().len(), file.matches("[[provider]]").count());
        all
    }

    fn svg_of(slug: &str, name: &str) -> String {
        svg(&slug.parse().unwrap(), name)
    }

    /// The elements of a document with the texts that they begin with, if it is well-formed: as much
    /// of XML as a logo needs.
    fn elements(document: &str) -> Option<Vec<(&str, String)>> {
        let (mut open, mut elements) = (Vec::new(), Vec::new());
        for piece in document.strip_prefix('<')?.split('<') {
            let (tag, text) = piece.split_once('>')?;
            let text = unescaped(text)?;
            if let Some(name) = tag.strip_prefix('/') {
                (open.pop()? == name && text.trim().is_empty()).then_some(())?;
                continue;
            }
            let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
            let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            let mut rest = attributes;
            while !rest.is_empty() {
                let (name, value) = rest.split_once("=\"")?;
                let (value, after) = value.split_once('"')?;
                let name = name.trim_start();
                name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-').then_some(())?;
                unescaped(value)?;
                rest = after;
            }
            elements.push((name, text));
            if !is_empty {
                open.push(name);
            }
        }
        open.is_empty().then_some(elements)
    }

    fn unescaped(text: &str) -> Option<String> {
        let mut pieces = text.split('&');
        let mut plain = pieces.next()?.to_owned();
        for piece in pieces {
            let (entity, rest) = piece.split_once(';')?;
            plain.push(match entity {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                _ => return None,
            });
            plain.push_str(rest);
        }
        let is_xml = |character: char| match character {
            '\n' => true,
            '\u{FFFE}' | '\u{FFFF}' => false,
            _ => !character.is_control(),
        };
        plain.chars().all(is_xml).then_some(plain)
    }

    /// Title and letters of a logo, which has nothing else.
    fn title_and_letters(logo: &str) -> (String, String) {
        let elements = elements(logo).unwrap_or_else(|| panic!("not well-formed: {logo}"));
        let names: Vec<&str> = elements.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["svg", "title", "rect", "text"], "{logo}");
        let [_, (_, title), _, (_, letters)] = <[_; 4]>::try_from(elements).unwrap();
        (title, letters)
    }

    #[test]
    fn a_logo_is_a_drawing_with_a_name() {
        assert_eq!(
            svg_of("oura", "Oura"),
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64" role="img">
<title>Oura</title>
<rect width="64" height="64" rx="14" fill="#76234a"/>
<text x="32" y="42" text-anchor="middle" font-family="system-ui, sans-serif" font-size="28" font-weight="600" fill="#fff">O</text>
</svg>
"##
        );
    }

    #[test]
    fn every_provider_that_kith_comes_with_has_a_logo_of_its_own() {
        let catalog = default_catalog();
        let mut logos = HashSet::new();
        let mut colours = HashSet::new();
        for entry in catalog.entries() {
            let logo = svg(entry.slug(), entry.name());
            let (title, letters) = title_and_letters(&logo);
            assert_eq!(title, entry.name());
            assert!(matches!(letters.chars().count(), 1 | 2), "{letters}");
            assert!(colours.insert((letters, colour(entry.slug().as_str()))), "{title}");
            assert!(logos.insert(logo));
        }
    }

    #[test]
    fn letters_are_initials() {
        for (name, letters) in [
            ("Oura", "O"),
            ("Google Health API", "GH"),
            ("Dexcom (G6 and Older)", "DG"),
            ("Accu-Chek", "AC"),
            ("8Sleep", "8"),
            ("  élan vital", "ÉV"),
            ("ßa", "S"),
            ("日本", "日"),
            ("Я", "Я"),
            ("<&>", "TP"),
            ("🦀 ™", "TP"),
        ] {
            assert_eq!(title_and_letters(&svg_of("the_provider", name)).1, letters, "{name}");
        }
    }

    #[test]
    fn names_cannot_break_out() {
        for name in [
            "</title><script>alert(1)</script>",
            "A & B \"c\" 'd'",
            "&lt;script&gt;",
            "&#60;x&#62;",
            "<![CDATA[x]]>",
            "]]><!-- x -->",
            "<?xml version='1.0'?>",
            "\" onload=\"alert(1)",
        ] {
            let logo = svg_of("acme", name);
            assert_eq!(title_and_letters(&logo).0, name);
        }
        let (title, _) = title_and_letters(&svg_of("acme", "a\u{FFFE}b\u{FFFF}c"));
        assert_eq!(title, "a\u{FFFD}b\u{FFFD}c");
        assert_eq!(escaped("\u{0}\u{1b}\u{85}"), "\u{FFFD}\u{FFFD}\u{FFFD}");
    }

    #[test]
    fn the_check_of_well_formedness_finds_mistakes() {
        for wrong in [
            "x",
            "<a>",
            "<a></b>",
            "<a></a></a>",
            "<a b></a>",
            "<a b=\"c></a>",
            "<a>&x;</a>",
            "<a>&</a>",
            "<a b=\"&\"/>",
            "<a></a>text",
            "<a>\u{FFFF}</a>",
        ] {
            assert_eq!(elements(wrong), None, "{wrong}");
        }
        let right = elements("<a b=\"c\" d=\"\"><e/>&amp;</a>").unwrap();
        assert_eq!(right, [("a", String::new()), ("e", "&".to_owned())]);
    }

    /// Contrast with white (WCAG 2.2).
    fn contrast(colour: u32) -> f64 {
        let linear = |shift: u32| {
            let value = f64::from(colour >> shift & 0xff) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        1.05 / (0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0) + 0.05)
    }

    #[test]
    fn letters_stand_out_on_every_colour() {
        assert!((contrast(0x00_00_00) - 21.0).abs() < 1e-9);
        assert!((contrast(0xff_ff_ff) - 1.0).abs() < 1e-9);
        let colours: HashSet<u32> = (0..10_000).map(|n| colour(&format!("provider_{n}"))).collect();
        assert!(colours.len() > 400, "{}", colours.len());
        for colour in colours {
            assert!(contrast(colour) >= 4.5, "{colour:06x}");
        }
    }
}
