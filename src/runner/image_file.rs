//! Files of images, each read once in a run.
//!
//! Imports: `engine`.

use std::collections::HashMap;

use super::error::RunError;
use super::file::{self, FileSeen};
use crate::engine::Guard;

/// What was read so far, by image id and path.
#[derive(Debug, Default)]
pub struct ImageFiles {
    seen: HashMap<(String, String), Option<FileSeen>>,
}

impl ImageFiles {
    /// The file at this path in an image (by name or id); none where the image has none there, or
    /// where there is no such image.
    ///
    /// # Errors
    /// The engine's fault.
    pub async fn get(
        &mut self,
        guard: &Guard,
        image: &str,
        path: &str,
    ) -> Result<Option<&FileSeen>, RunError> {
        let Some(details) = guard.image(image).await? else {
            return Ok(None);
        };
        let key = (details.id, path.to_owned());
        if !self.seen.contains_key(&key) {
            let found = match guard.read_image_file(&key.0, path).await? {
                None => None,
                Some(flow) => Some(
                    file::read(flow)
                        .await?
                        .map_err(|cause| RunError::Archive { subject: format!("{image}:{path}"), cause })?,
                ),
            };
            self.seen.insert(key.clone(), found);
        }
        Ok(self.seen.get(&key).and_then(Option::as_ref))
    }
}
