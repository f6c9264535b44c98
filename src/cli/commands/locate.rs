//! `statelab locate`: shows where a path is kept and what will happen to its data.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::cli::arguments::values::Format;
use crate::cli::connect::{Starting, connect};
use crate::cli::context::Context;
use crate::cli::exit::Exit;
use crate::cli::terminal::screen::{complain, put};
use crate::diagnostic::nearest;
use crate::engine::Observer;
use crate::event::Message;
use crate::fate::Location;
use crate::runner::{RunError, locate as find};
use crate::story::{foretold, tell};
use crate::supervise::runtime;
use crate::view::{located, safe_line};

/// Shows where `CONTAINER:/PATH` is kept. Reads any container and changes none.
pub fn locate(context: &Context, place: &str, format: Format) -> Exit {
    let Some((container, path)) =
        place.split_once(':').filter(|(name, path)| !name.is_empty() && !path.is_empty())
    else {
        context.complain(&Message::new("locate-no-path").arg("place", place));
        return Exit::Usage;
    };
    let runtime = match runtime() {
        Ok(runtime) => runtime,
        Err(error) => return context.system_error(&error),
    };
    runtime.block_on(async {
        let found = match connect(context, None, Starting::Never).await {
            Ok(found) => found,
            Err(exit) => return exit,
        };
        let observer = Observer::new(Arc::clone(&found.engine));
        match find(&observer, container, path).await {
            Ok(Ok(location)) => {
                show(context, &location, format);
                Exit::Held
            }
            Ok(Err(why)) => {
                context.complain(&why);
                suggest(context, &observer, container).await.unwrap_or_else(|error| {
                    context.complain(&error.message());
                });
                Exit::Engine
            }
            Err(error) => context.complain(&error.message()),
        }
    })
}

fn show(context: &Context, location: &Location, format: Format) {
    match format {
        Format::Text => put(&located(&tell(location), &context.words, context.look)),
        Format::Json => put(&format!("{:#}\n", as_json(location))),
    }
}

/// Suggests a container with a similar name.
async fn suggest(context: &Context, observer: &Observer, written: &str) -> Result<(), RunError> {
    let containers = observer.containers().await?;
    let names: Vec<&str> = containers.iter().map(|container| container.name.as_str()).collect();
    if let Some(name) = nearest(written, names).filter(|name| *name != written) {
        let words = context.words.say("did-you-mean", &[("suggestion", safe_line(name).into())]);
        complain(&format!("{words}\n"));
    }
    Ok(())
}

/// Returns the location, the effect of each deed, and the next command to type.
fn as_json(location: &Location) -> Value {
    let deeds = foretold(location);
    let deeds = deeds.iter().map(|deed| json!({ "deed": deed.deed, "prospect": deed.prospect }));
    json!({
        "location": location,
        "foretold": deeds.collect::<Vec<_>>(),
        "next": tell(location).next.map(|(_, command)| command),
    })
}
