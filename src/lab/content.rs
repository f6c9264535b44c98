//! The hash of a lab's content. A recording uses it to say which lab it belongs to, and it is the key
//! under which a lab's permissions are remembered.

use sha2::{Digest, Sha256};

use super::files::LabFile;
use super::model::Lab;

impl Lab {
    /// Returns a hash of the lab's text and its files.
    ///
    /// It has 64 hexadecimal digits (SHA-256). It changes with every byte of them and with their
    /// executable bits, but not with the lab's location.
    #[must_use]
    pub fn content(&self) -> String {
        let mut hash = Sha256::new();
        let mut add = |bytes: &[u8]| {
            // The length comes first, so that no two lists of texts have the same bytes.
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        };
        add(self.source.text.as_bytes());
        for (path, file) in &self.files.0 {
            add(path.as_bytes());
            match file {
                LabFile::Folder => add(b"folder"),
                LabFile::File { bytes, executable } => {
                    add(if *executable { b"script" } else { b"file" });
                    add(bytes);
                }
            }
        }
        format!("{:x}", hash.finalize())
    }

    /// Returns a hash of [`Lab::content`] and the words in the permission question.
    ///
    /// A translation may have other words there, and is not part of the content.
    #[must_use]
    pub fn asked_content(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(self.content());
        hash.update(&self.title);
        format!("{:x}", hash.finalize())
    }
}

#[cfg(test)]
mod tests {
    use crate::lab::{LabFiles, LabId, Library, parse};
    use crate::source::Source;

    #[test]
    fn another_text_or_file_is_another_content() {
        let lab = Library::shipped().find("nginx-stateless").unwrap();
        let read = |text: &str, path: &str, bytes: &[u8]| {
            let files = [(path.to_owned(), bytes.to_vec().into())].into_iter().collect();
            parse(LabId::new("other").unwrap(), Source::new("elsewhere", text), LabFiles(files)).unwrap()
        };
        let (text, page) = (&lab.source.text, lab.files.bytes("index.html").unwrap());
        assert_eq!(read(text, "index.html", page).content(), lab.content());
        assert_ne!(read(&format!("{text}\n"), "index.html", page).content(), lab.content());
        assert_ne!(read(text, "index.html", b"other").content(), lab.content());
        let mut longer = page.to_vec();
        longer.insert(0, b'x');
        assert_ne!(read(text, "index.html", &longer).content(), lab.content());
        let mut translated = read(text, "index.html", page);
        assert_eq!(translated.asked_content(), lab.asked_content());
        translated.title = "또 다른 제목".to_owned();
        assert_eq!(translated.content(), lab.content());
        assert_ne!(translated.asked_content(), lab.asked_content(), "another question");
    }
}
