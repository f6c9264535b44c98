//! What a file holds: pieces that are shared, so that a copy costs nothing and long runs of zero bytes
//! take no room at all.

use bytes::{Bytes, BytesMut};

/// The most bytes of a piece.
pub const PIECE: usize = 1 << 16;

static ZEROS: [u8; PIECE] = [0; PIECE];

/// The bytes of a file.
#[derive(Debug, Clone, Default)]
pub struct Content {
    pieces: Vec<Bytes>,
    len: u64,
}

impl Content {
    /// So many zero bytes.
    pub fn zeros(len: u64) -> Self {
        let mut content = Self::default();
        while content.len < len {
            let size = (len - content.len).min(PIECE as u64);
            let size = usize::try_from(size).unwrap_or(PIECE);
            content.push_piece(Bytes::from_static(&ZEROS).slice(..size));
        }
        content
    }

    pub fn of(bytes: &[u8]) -> Self {
        let mut content = Self::default();
        content.push(bytes);
        content
    }

    fn push_piece(&mut self, piece: Bytes) {
        self.len += piece.len() as u64;
        self.pieces.push(piece);
    }

    /// Adds bytes at the end.
    pub fn push(&mut self, bytes: &[u8]) {
        for piece in bytes.chunks(PIECE) {
            let zeros = piece.len() > 64 && piece.iter().all(|&byte| byte == 0);
            self.push_piece(if zeros {
                Bytes::from_static(&ZEROS).slice(..piece.len())
            } else {
                Bytes::copy_from_slice(piece)
            });
        }
    }

    pub const fn len(&self) -> u64 {
        self.len
    }

    pub fn pieces(&self) -> &[Bytes] {
        &self.pieces
    }

    /// All of it in one piece.
    pub fn bytes(&self) -> Bytes {
        if let [only] = self.pieces.as_slice() {
            return only.clone();
        }
        let mut all = BytesMut::new();
        for piece in &self.pieces {
            all.extend_from_slice(piece);
        }
        all.freeze()
    }

    /// All of it as text; bytes that are none are replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes()).into_owned()
    }
}

impl PartialEq for Content {
    fn eq(&self, other: &Self) -> bool {
        let bytes = |content: &Self| content.pieces.iter().map(Bytes::len).collect::<Vec<_>>();
        if self.len != other.len {
            return false;
        }
        if bytes(self) == bytes(other) {
            return self.pieces == other.pieces;
        }
        self.bytes() == other.bytes()
    }
}

impl Eq for Content {}
