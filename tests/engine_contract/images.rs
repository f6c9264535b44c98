//! What every engine does with images.

use futures_util::StreamExt;
use statelab::engine::{
    Act, BuildSpec, CommitSpec, EngineError, Flow, ImageArchive, ImportSpec, Labels, Refusal, RemovedImage,
    Said,
};

use crate::archive::{self, tree};
use crate::place::{Place, command, exec, refused};

contract!(
    an_image_is_built_and_run,
    a_step_that_fails_says_so,
    a_container_becomes_an_image,
    a_name_moves_and_goes,
    layers_have_their_history,
    a_filesystem_becomes_an_image,
    images_are_saved_and_loaded,
    an_image_in_use_stays,
);

/// All that was said, the image that came of it, or the error.
async fn said(mut flow: Flow<Said>) -> Result<(String, Option<String>), EngineError> {
    let (mut text, mut image) = (String::new(), None);
    while let Some(item) = flow.next().await {
        let item = item?;
        text.push_str(&item.text);
        image = item.image.or(image);
    }
    Ok((text, image))
}

/// A label that the broom knows.
fn labels(place: &Place) -> Labels {
    Labels::from([("statelab-contract".to_owned(), place.name("image"))])
}

fn small(place: &Place, name: &str) -> ImportSpec {
    let changes = vec![format!("LABEL statelab-contract={}", place.name("image"))];
    ImportSpec { target: place.name(name), changes, ..ImportSpec::default() }
}

async fn an_image_is_built_and_run(place: &Place) {
    let engine = &place.engine;
    let context = [
        ("Dockerfile", "FROM nginx\nARG WHO=nobody\nCOPY page /page\nRUN echo \"by $WHO\" >> /page\n"),
        ("page", "a page\n"),
    ];
    let spec = BuildSpec {
        tags: vec![place.name("built"), format!("{}:two", place.name("built"))],
        labels: labels(place),
        arguments: [("WHO".to_owned(), Some("me".to_owned()))].into(),
        ..BuildSpec::default()
    };
    let (text, image) = said(engine.build(tree(&context), &spec)).await.expect("built");
    let step = if place.podman { "STEP 1/5: FROM nginx\n" } else { "Step 1/5 : FROM nginx\n" };
    assert!(
        text.starts_with(step)
            && text.contains(if place.podman { "Successfully" } else { "Successfully built" }),
        "{text}"
    );
    let details = engine.image(&place.name("built")).await.expect("looked").expect("there");
    assert_eq!((image.as_ref(), details.tags.len()), (Some(&details.id), 2));
    assert_eq!(details.labels["statelab-contract"], place.name("image"));
    let container = statelab::engine::ContainerSpec {
        image: place.name("built"),
        ..crate::place::shell(crate::place::IDLE)
    };
    let id = engine.create(&place.name("run"), &container).await.expect("made");
    engine.act(&id, &Act::Start).await.expect("started");
    assert_eq!(exec(engine.as_ref(), &id, &command(&["cat", "/page"])).await.0, "a page\nby me\n");
}

async fn a_step_that_fails_says_so(place: &Place) {
    let context = [("Other", "FROM nginx\nRUN echo seen; exit 3\n")];
    let dockerfile = Some("Other".to_owned());
    let spec =
        BuildSpec { tags: vec![place.name("bad")], dockerfile, force_remove: true, ..BuildSpec::default() };
    let mut flow = place.engine.build(tree(&context), &spec);
    let (mut text, mut error) = (String::new(), None);
    while let Some(item) = flow.next().await {
        match item {
            Ok(said) => text.push_str(&said.text),
            Err(fault) => error = Some(fault),
        }
    }
    assert!(text.contains("seen\n"), "{text}");
    let error = error.expect("an error");
    let words = if place.podman { "exit status 3" } else { "returned a non-zero code: 3" };
    assert!(error.to_string().contains(words), "{error}");
    assert_eq!(place.engine.image(&place.name("bad")).await, Ok(None));
    let none = said(place.engine.build(tree(&[("x", "")]), &BuildSpec::default())).await;
    assert!(none.expect_err("an error").to_string().contains("Dockerfile"));
}

async fn a_container_becomes_an_image(place: &Place) {
    let id = place.idle("source").await;
    exec(place.engine.as_ref(), &id, &command(&["sh", "-c", "echo kept > /kept"])).await;
    let spec = CommitSpec {
        target: Some(format!("{}:1", place.name("commit"))),
        message: Some("a message".to_owned()),
        author: Some("me".to_owned()),
        changes: vec!["ENV A=b".to_owned(), "CMD [\"cat\", \"/kept\"]".to_owned()],
        pause: true,
    };
    let image = place.engine.commit(&id, &spec).await.expect("made");
    let raw = place.engine.inspect(statelab::engine::Kind::Image, &image, false).await.expect("looked");
    let raw = raw.expect("there");
    assert_eq!((&raw["Author"], &raw["Comment"]), (&"me".into(), &"a message".into()));
    assert!(raw["Config"]["Env"].as_array().expect("a list").contains(&"A=b".into()));
    assert_eq!(raw["RepoTags"][0], format!("{}:1", place.name("commit")));
    let none = statelab::engine::ContainerId(place.name("none"));
    assert_eq!(refused(place.engine.commit(&none, &spec).await), Refusal::NotFound);
}

async fn a_name_moves_and_goes(place: &Place) {
    let engine = &place.engine;
    let (one, two) = (place.name("one"), format!("{}:2", place.name("two")));
    engine.tag("nginx", &one).await.expect("named");
    engine.tag(&one, &two).await.expect("named");
    let nginx = engine.image("nginx").await.expect("looked").expect("there").id;
    assert_eq!(engine.image(&two).await.expect("looked").expect("there").id, nginx);
    engine.tag("postgres:13", &one).await.expect("moved");
    assert_ne!(engine.image(&one).await.expect("looked").expect("there").id, nginx);
    let removed = engine.remove_image(&one, false, false).await.expect("removed");
    assert_eq!(removed, [RemovedImage::Untagged(format!("{one}:latest"))]);
    engine.remove_image(&two, false, false).await.expect("removed");
    assert_eq!(engine.image(&two).await, Ok(None));
    assert_eq!(refused(engine.remove_image(&two, false, false).await), Refusal::NoSuchImage);
    assert_eq!(refused(engine.tag(&two, &one).await), Refusal::NoSuchImage);
    assert!(engine.image("postgres:13").await.expect("looked").is_some());
}

async fn layers_have_their_history(place: &Place) {
    let layers = place.engine.history("nginx").await.expect("listed");
    assert!(!layers.is_empty() && layers.iter().any(|layer| layer.size > 0), "{layers:?}");
    // Podman says names of the image at no layer.
    let named = layers[0].tags.iter().any(|tag| tag.ends_with("nginx:latest"));
    assert_eq!((named, layers[0].created > 0), (!place.podman, true), "{layers:?}");
    assert_eq!(refused(place.engine.history(&place.name("none")).await), Refusal::NoSuchImage);
}

async fn a_filesystem_becomes_an_image(place: &Place) {
    let spec = ImportSpec { message: Some("by hand".to_owned()), ..small(place, "import") };
    let (_, image) = said(place.engine.import(tree(&[("etc/mine", "mine\n")]), &spec)).await.expect("made");
    let details = place.engine.image(&place.name("import")).await.expect("looked").expect("there");
    assert_eq!(image, Some(details.id));
    assert_eq!(details.labels["statelab-contract"], place.name("image"));
}

async fn images_are_saved_and_loaded(place: &Place) {
    let (engine, name) = (&place.engine, place.name("saved"));
    said(engine.import(tree(&[("file", "saved\n")]), &small(place, "saved"))).await.expect("made");
    let id = engine.image(&name).await.expect("looked").expect("there").id;
    let names = [name.clone()];
    let saved: Vec<_> = engine.save(&names).map(|piece| piece.expect("a piece")).collect().await;
    let archive = ImageArchive::read(std::io::Cursor::new(saved.concat())).expect("read");
    assert_eq!(archive.names().collect::<Vec<_>>(), [place.image(&format!("{name}:latest"))]);
    let pieces: Vec<_> = engine.save(&names).collect().await;
    assert!(pieces.iter().all(Result::is_ok));
    engine.remove_image(&name, false, false).await.expect("removed");
    let (text, _) = said(engine.load(Box::pin(futures_util::stream::iter(pieces)))).await.expect("loaded");
    let end = if place.podman { "" } else { "\n" };
    assert_eq!(text, format!("Loaded image: {}{end}", place.image(&format!("{name}:latest"))));
    assert_eq!(engine.image(&name).await.expect("looked").expect("there").id, id);
    let none = engine.save(&[place.name("none")]).next().await.expect("an item");
    assert!(matches!(refused(none), Refusal::NoSuchImage | Refusal::NotFound));
    assert!(said(engine.load(archive::of("noise", "no image"))).await.is_err());
}

async fn an_image_in_use_stays(place: &Place) {
    let (engine, name) = (&place.engine, place.name("used"));
    said(engine.import(tree(&[("file", "used\n")]), &small(place, "used"))).await.expect("made");
    let command = Some(vec!["/file".to_owned()]);
    let spec = statelab::engine::ContainerSpec { image: name.clone(), command, ..Default::default() };
    let id = engine.create(&place.name("user"), &spec).await.expect("made");
    assert_eq!(refused(engine.remove_image(&name, false, false).await), Refusal::InUse);
    engine.remove_container(&id, true, true).await.expect("removed");
    engine.remove_image(&name, false, false).await.expect("removed");
}
