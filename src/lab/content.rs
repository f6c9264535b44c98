//! What a lab is made of, in one word: by it a recording says which lab it is of, and what was allowed
//! to a lab is remembered.

use sha2::{Digest, Sha256};

use super::files::LabFile;
use super::model::Lab;

impl Lab {
    /// A hash of the lab's text and of the files beside it (64 hexadecimal digits of SHA-256). It is
    /// another one as soon as a byte of them is, or whether a file can be executed; where the lab lies
    /// does not count.
    #[must_use]
    pub fn content(&self) -> String {
        let mut hash = Sha256::new();
        let mut add = |bytes: &[u8]| {
            // The length goes before, so that no two lists of texts look the same.
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

    /// A hash of [`Lab::content`] and of the words of the lab that stand in the question whether it may
    /// have what it asks for: a translation may say others, and is no part of the content.
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
