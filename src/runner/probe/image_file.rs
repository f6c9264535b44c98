//! Reads files of images, each once in a run.

use std::collections::HashMap;

use super::file::{self, FileSeen};
use crate::engine::Guard;
use crate::runner::error::RunError;

/// A file of an image.
#[derive(Debug, PartialEq, Eq)]
pub struct Original {
    /// The path in the image, without links.
    pub path: String,
    /// The file.
    pub seen: FileSeen,
}

/// The files read so far, by image id and path.
#[derive(Debug, Default)]
pub struct ImageFiles {
    seen: HashMap<(String, String), Option<Original>>,
}

impl ImageFiles {
    /// Returns the file at a path of an image, given by name or id, following links.
    /// `Ok(None)` if there is no such file or no such image.
    ///
    /// # Errors
    /// The engine's errors.
    pub async fn get(
        &mut self,
        guard: &Guard,
        image: &str,
        path: &str,
    ) -> Result<Option<&Original>, RunError> {
        let Some(details) = guard.image(image).await? else {
            return Ok(None);
        };
        let key = (details.id, path.to_owned());
        if !self.seen.contains_key(&key) {
            let found = match guard.read_image_file(&key.0, path).await? {
                None => None,
                Some(found) => {
                    let broken = |cause| RunError::Archive { subject: format!("{image}:{path}"), cause };
                    let seen = file::read(found.archive).await?.map_err(broken)?;
                    Some(Original { path: found.path, seen })
                }
            };
            self.seen.insert(key.clone(), found);
        }
        Ok(self.seen.get(&key).and_then(Option::as_ref))
    }
}
