//! Tests of which images belong to a dead run by its ledger, and which images are run.

use super::*;

/// An engine with one image, `built:1`, with the id `three` and this identity.
fn with_image(itself: &str) -> Late {
    let labels = Labels::from([(LABEL_SELF.to_owned(), itself.to_owned())]);
    let (id, name) = ("three".to_owned(), "built:1".to_owned());
    Late { images: Mutex::new(vec![Found { id, name, labels }]), ..Late::default() }
}

/// Cleans up after a run that was about to name the image with these marks.
///
/// Returns what was removed, how many images are left, and how long it took.
async fn clean_after_naming(engine: Late, marks: &[&str]) -> (Cleaned, usize, Duration) {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = Ledger::create(folder.path(), "run", "lab", "").expect("a ledger");
    let marks = marks.iter().map(|mark| (*mark).to_owned()).collect();
    let (path, _) = (ledger.path().to_owned(), ledger.intend_image_name("built:1", marks).expect("written"));
    drop(ledger);
    let ledger = Ledger::take_over(&path).expect("readable").expect("over");
    let (engine, began) = (Arc::new(engine), Instant::now());
    let cleaned = Guard::new(Arc::clone(&engine) as Arc<dyn Engine>, ledger).clean().await;
    let left = lock(&engine.images).len();
    (cleaned, left, began.elapsed())
}

#[tokio::test(start_paused = true)]
async fn a_name_is_the_runs_where_the_image_is_the_one_that_was_to_get_it() {
    let name = vec![(Kind::Image, "built:1".to_owned())];
    for (itself, marks, left) in [
        ("", &["three"][..], 0),
        ("image/build/1", &["image/build/1"], 0),
        // Another owner was first, or gave the name to another image later.
        ("", &["one"], 1),
        ("image/build/2", &["image/build/1", "layers/1"], 1),
        // An older version recorded the name only.
        ("image/build/1", &[], 1),
        ("", &[""], 1),
    ] {
        let (cleaned, there, _) = clean_after_naming(with_image(itself), marks).await;
        let removed = if left == 0 { name.clone() } else { Vec::new() };
        assert_eq!((cleaned.removed, cleaned.left, there), (removed, vec![], left), "{itself:?} {marks:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_there_again_after_each_removal_is_told_in_the_end() {
    let engine = Late { again: true, ..with_image("") };
    let (cleaned, _, took) = clean_after_naming(engine, &["three"]).await;
    assert_eq!((cleaned.removed.len(), cleaned.left.len()), (1, 1), "{cleaned:?}");
    assert!(cleaned.may_go_later() && took < Duration::from_secs(15), "{took:?}");
}

#[tokio::test]
async fn only_an_image_that_the_lab_declares_empties_a_folder_with_a_containers_limits() {
    let folder = tempfile::tempdir().expect("a folder");
    for declared in [&[][..], &["nginx".to_owned()]] {
        let engine = Arc::new(Late::default());
        let run = format!("run-{}", declared.len());
        let ledger = Ledger::create(folder.path(), &run, "lab", "").expect("a ledger");
        ledger.declares(declared).expect("written");
        let path = ledger.path().to_owned();
        drop(ledger);
        let ledger = Ledger::take_over(&path).expect("readable").expect("over");
        let guard = Guard::new(Arc::clone(&engine) as Arc<dyn Engine>, ledger);
        // This engine makes no container.
        assert_eq!(guard.empty_folder(folder.path()).await.is_err(), !declared.is_empty());
        let limits = lock(&engine.asked).as_ref().map(|spec| (spec.limits.memory, spec.limits.pids));
        assert_eq!(limits, (!declared.is_empty()).then_some((Some(MEMORY), Some(PIDS))));
    }
}
