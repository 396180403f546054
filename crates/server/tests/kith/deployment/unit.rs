//! A unit of systemd, as far as it is needed here.

/// The settings of a unit in their order: section, name, value.
pub(super) struct Unit(Vec<(String, String, String)>);

impl Unit {
    /// Reads lines; nothing is continued on the next.
    pub(super) fn parse(text: &str) -> Self {
        let mut section = String::new();
        let mut settings = Vec::new();
        for line in text.lines().map(str::trim) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                name.clone_into(&mut section);
            } else {
                let (name, value) = line.split_once('=').unwrap();
                assert!(!line.ends_with('\\') && !section.is_empty(), "{line}");
                settings.push((section.clone(), name.to_owned(), value.to_owned()));
            }
        }
        Self(settings)
    }

    /// Every value of a setting in `[Service]`.
    pub(super) fn service<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let own = move |(section, one, _): &&(String, String, String)| {
            section == "Service" && one == name
        };
        self.0.iter().filter(own).map(|(_, _, value)| &**value)
    }

    /// The one value of a setting in `[Service]`.
    #[track_caller]
    pub(super) fn one<'a>(&'a self, name: &'a str) -> &'a str {
        let values: Vec<_> = self.service(name).collect();
        let [value] = *values else { panic!("{name}: {values:?}") };
        value
    }

    /// Name and value of each variable that it sets.
    pub(super) fn environment(&self) -> Vec<(&str, &str)> {
        self.service("Environment").map(|pair| pair.split_once('=').unwrap()).collect()
    }

    /// The name and the file of each secret that it gives away.
    pub(super) fn credentials(&self) -> Vec<(&str, &str)> {
        self.service("LoadCredential").map(|pair| pair.split_once(':').unwrap()).collect()
    }
}
