//! Workspace paths as a lab's commands use them: `$PWD/site`, not the real folder.

use std::borrow::Cow;

use crate::event::{Event, Seen};
use crate::fate::{Holder, Reading};

/// Returns the event with bind paths in this workspace written below `$PWD`.
pub fn within<'e>(event: &'e Event, workspace: &str) -> Cow<'e, Event> {
    if workspace.is_empty()
        || !matches!(event, Event::SceneTaken(_) | Event::FateSettled(_) | Event::WatchRead(_))
    {
        return Cow::Borrowed(event);
    }
    let mut event = event.clone();
    match &mut event {
        Event::SceneTaken(scene) => {
            let mounts = scene.containers.iter_mut().flat_map(|container| &mut container.mounts);
            mounts.for_each(|mount| {
                holder(&mut mount.holder, workspace);
                below(&mut mount.target, workspace);
            });
        }
        Event::FateSettled(settled) => {
            settled.before.iter_mut().for_each(|before| seen(before, workspace));
            seen(&mut settled.now, workspace);
            settled.holder.iter_mut().for_each(|it| holder(it, workspace));
        }
        Event::WatchRead(read) => seen(&mut read.seen, workspace),
        _ => {}
    }
    Cow::Owned(event)
}

fn seen(seen: &mut Seen, workspace: &str) {
    if let Seen::Value { reading: Reading::Within { holder: it, .. }, .. } = seen {
        holder(it, workspace);
    }
}

fn holder(holder: &mut Holder, workspace: &str) {
    if let Holder::Bind { path } = holder {
        below(path, workspace);
    }
}

fn below(path: &mut String, workspace: &str) {
    let inside = path.strip_prefix(workspace).filter(|rest| rest.is_empty() || rest.starts_with('/'));
    if let Some(rest) = inside {
        *path = format!("$PWD{rest}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{ContainerScene, MountScene, SceneTaken};
    use crate::fate::ContainerRun;

    fn mounted(path: &str) -> Event {
        let holder = Holder::Bind { path: path.to_owned() };
        let mount = MountScene { holder, target: "/site".to_owned(), writable: true };
        let container = ContainerScene {
            name: "web".to_owned(),
            run: ContainerRun { container: "1f".to_owned(), started: String::new() },
            image: "nginx".to_owned(),
            image_id: "2e".to_owned(),
            running: true,
            exit_code: 0,
            mounts: vec![mount],
        };
        Event::SceneTaken(SceneTaken { containers: vec![container], ..SceneTaken::default() })
    }

    #[test]
    fn what_lies_in_the_workspace_is_named_as_in_commands() {
        let shown = |path: &str| within(&mounted(path), "/state/run").into_owned();
        assert_eq!(shown("/state/run/site"), mounted("$PWD/site"));
        assert_eq!(shown("/state/run"), mounted("$PWD"));
        assert_eq!(shown("/state/running"), mounted("/state/running"));
        assert_eq!(within(&mounted("/site"), "").into_owned(), mounted("/site"));
    }
}
