//! Reads files below a tmpfs from inside the container. The archive API shows the layer that the
//! tmpfs hides (moby/moby #20437).

use bytes::Bytes;
use futures_util::StreamExt;
use sha2::{Digest, Sha256};

use super::file::{FileSeen, SHOWN};
use crate::engine::{Channel, ContainerDetails, ExecSpec, Guard, Process};
use crate::event::Message;
use crate::fate::Value;
use crate::runner::error::RunError;

/// Prints a file.
/// Status 3: it does not exist. A directory has no text, as in an archive.
const PRINT: &str = r#"test -d "$1" && exit 0; test -e "$1" || test -L "$1" || exit 3; exec cat -- "$1""#;

/// Reads a file on a tmpfs of a running container.
/// The inner error says why it cannot be read.
///
/// # Errors
/// The engine's errors.
pub async fn read(
    guard: &Guard,
    container: &ContainerDetails,
    path: &str,
) -> Result<Result<Option<FileSeen>, Message>, RunError> {
    let spec = ExecSpec {
        command: ["sh", "-c", PRINT, "sh", path].map(str::to_owned).to_vec(),
        // Root also sees what the container's own user cannot.
        user: Some("0".to_owned()),
        ..ExecSpec::default()
    };
    let (value, status) = match guard.exec(&container.id, &spec).await {
        Ok(process) => all(process).await?,
        Err(error) => {
            let error = RunError::from(error);
            return error.refusal().map_or(Err(error), |why| Ok(Err(why)));
        }
    };
    Ok(match status {
        0 => Ok(Some(FileSeen { value, kind: b'0', mode: 0, uid: 0, gid: 0, modified: 0 })),
        3 => Ok(None),
        _ => Err(Message::new("seen-status")
            .arg("status", status.to_string())
            .arg("output", value.text.trim())),
    })
}

/// Returns everything a process writes to standard output, and its exit status.
async fn all(process: Process) -> Result<(Value, i64), RunError> {
    let Process { mut output, exit } = process;
    let mut hash = Sha256::new();
    let (mut shown, mut size) = (Vec::new(), 0);
    while let Some(chunk) = output.next().await {
        let chunk = chunk?;
        if chunk.from == Channel::Out {
            let bytes: &Bytes = &chunk.bytes;
            hash.update(bytes);
            shown.extend_from_slice(&bytes[..bytes.len().min(SHOWN - shown.len())]);
            size += bytes.len() as u64;
        }
    }
    let digest = format!("{:x}", hash.finalize());
    let value = Value { digest, size, text: String::from_utf8_lossy(&shown).into_owned() };
    Ok((value, exit.await?))
}
