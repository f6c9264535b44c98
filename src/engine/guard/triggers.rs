//! The `ONBUILD` instructions of an image, which run in a build on it.

use std::io::{self, Read};

use serde_json::{Deserializer, Value};

use super::super::archive::{Bounds, each_entry};
use super::super::dockerfile;
use super::super::{Cause, EngineError, ImageDetails, Kind, Operation};
use super::{Guard, GuardError};

/// The largest configuration of an image, in bytes.
///
/// Engines have the same bound (containers/image, `iolimits`).
const LONGEST: u64 = 4 << 20;

/// How much of an archive is read. Its size is bounded elsewhere.
const BOUNDS: Bounds = Bounds { bytes: 64 << 30, ..Bounds::USUAL };

/// The key in a configuration. Go accepts it in any case.
const KEY: &str = "\"onbuild\"";

impl Guard {
    /// Checks that an image's `ONBUILD` uses only allowed images and fetches nothing.
    pub(super) async fn allow_triggers(&self, details: &ImageDetails) -> Result<(), GuardError> {
        for trigger in self.triggers(details).await? {
            let trigger = dockerfile::read_one(&trigger)?;
            self.permits.fetches(&trigger)?;
            for image in trigger.images() {
                self.require_image(&self.image_name(&image), Operation::Build).await?;
            }
        }
        Ok(())
    }

    async fn triggers(&self, details: &ImageDetails) -> Result<Vec<String>, GuardError> {
        // They are only in the archive of the image.
        if self.engine.hides_triggers() {
            let archive = self.engine.save(std::slice::from_ref(&details.id));
            let archive = self.put_aside(archive).await?;
            let read = tokio::task::spawn_blocking(move || triggers_in(archive)).await;
            let read = read.map_err(io::Error::other).and_then(std::convert::identity);
            let unclear = |error: io::Error| Cause::Broken(error.to_string());
            return Ok(read.map_err(|error| EngineError::new(Operation::Save, &details.id, unclear(error)))?);
        }
        let inspected = self.engine.inspect(Kind::Image, &details.id, false).await?.unwrap_or_default();
        let triggers = inspected["Config"]["OnBuild"].as_array().into_iter().flatten();
        Ok(triggers.filter_map(Value::as_str).map(str::to_owned).collect())
    }
}

/// Reads the triggers in an archive of an image.
///
/// # Errors
///
/// An error if it is no archive, has no configuration, or has one whose triggers cannot be read.
fn triggers_in(archive: impl Read) -> io::Result<Vec<String>> {
    let (mut triggers, mut configured) = (Vec::new(), false);
    each_entry(archive, BOUNDS, |entry| {
        if !entry.header().entry_type().is_file() || entry.size() > LONGEST {
            return Ok(true);
        }
        let mut bytes = Vec::new();
        entry.take(LONGEST).read_to_end(&mut bytes)?;
        let text = String::from_utf8_lossy(&bytes);
        if text.trim_start().starts_with('{') {
            configured |= text.to_ascii_lowercase().contains("\"rootfs\"");
            triggers.extend(triggers_of(&text)?);
        }
        Ok(true)
    })?;
    if configured { Ok(triggers) } else { Err(io::Error::other("an image without a configuration")) }
}

/// Reads the triggers in a configuration, from every key of that name at any place.
fn triggers_of(text: &str) -> io::Result<Vec<String>> {
    let unclear = || io::Error::other("a configuration of an image that cannot be read");
    // Letters may be written as numbers. Go itself writes a few characters that way.
    let numbered = text.match_indices("\\u00").filter_map(|(at, _)| text.get(at + 4..at + 6));
    if numbered.map(str::to_ascii_lowercase).any(|code| code.as_str() >= "41" && code.as_str() < "7f") {
        return Err(unclear());
    }
    let mut triggers = Vec::new();
    for (at, _) in text.to_ascii_lowercase().match_indices(KEY) {
        let Some(value) = text[at + KEY.len()..].trim_start().strip_prefix(':') else { continue };
        let list = Deserializer::from_str(value).into_iter::<Option<Vec<String>>>().next();
        triggers.extend(list.and_then(Result::ok).ok_or_else(unclear)?.unwrap_or_default());
    }
    Ok(triggers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn triggers_are_read_as_go_reads_them() {
        for (text, triggers) in [
            (r#"{"config":{"OnBuild":null}}"#, Some(&[][..])),
            (
                r#"{"config":{"OnBuild":[]},"history":[{"created_by":"ONBUILD x \u0026 \"onbuild\" y"}]}"#,
                Some(&[]),
            ),
            (r#"{"config":{"OnBuild":["ADD a b"],"onbuild" : [ "USER c" ]}}"#, Some(&["ADD a b", "USER c"])),
            (r#"{"CONFIG":{"ONBUILD":["ADD a b"]},"config":{}}"#, Some(&["ADD a b"])),
            (r#"{"config":{"On\u0042uild":["ADD a b"]}}"#, None),
            (r#"{"config":{"OnBuild":"ADD a b"}}"#, None),
            (r#"{"config":{"OnBuild":[1]}}"#, None),
            (r#"{"a":"onbuild"}"#, Some(&[])),
        ] {
            let read = triggers_of(text).ok();
            let expected = triggers.map(|list| list.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
            assert_eq!(read, expected, "{text}");
        }
    }

    #[test]
    fn an_archive_has_a_configuration() {
        let archive = |files: &[(&str, &str)]| {
            let mut builder = tar::Builder::new(Vec::new());
            for (path, content) in files {
                let mut header = tar::Header::new_gnu();
                header.set_size(content.len() as u64);
                builder.append_data(&mut header, path, content.as_bytes()).expect("packed");
            }
            builder.into_inner().expect("packed")
        };
        let config = r#" {"rootfs":{},"config":{"OnBuild":["USER a"]}}"#;
        assert_eq!(triggers_in(&*archive(&[("x.tar", "x"), ("1.json", config)])).expect("read"), ["USER a"]);
        assert!(triggers_in(&*archive(&[("x.tar", "x"), ("manifest.json", "[]")])).is_err());
        assert!(triggers_in(&b""[..]).is_err());
    }
}
