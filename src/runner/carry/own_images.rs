//! The images of a Dockerfile by the names that the engine has for them: where a run's own images have
//! other names there, `FROM` and `COPY --from` of them are written anew.
//!
//! Imports: nothing of ours.

/// The Dockerfile with these names, or none where no line changes. `rename` gives the engine's name of an
/// image; of one that is not the run's, the same.
///
/// Read as the classic builder does: a stage's name goes before an image's, and an `ARG` before the first
/// `FROM` may stand for an image.
pub(super) fn renamed(dockerfile: &str, rename: &dyn Fn(&str) -> String) -> Option<String> {
    let mut stages: Vec<String> = Vec::new();
    let mut goes_on = false;
    let mut changed = String::with_capacity(dockerfile.len());
    for line in dockerfile.split_inclusive('\n') {
        let begins = !goes_on;
        let bare = line.trim_end();
        // Comments stand between the lines of an instruction, and end none.
        if !bare.trim_start().starts_with('#') {
            goes_on = bare.ends_with('\\');
        }
        let image = if begins { image_of(bare, &mut stages) } else { None };
        match image {
            Some((at, image)) if !stages.iter().any(|stage| stage.eq_ignore_ascii_case(image)) => {
                changed.push_str(&line[..at]);
                changed.push_str(&rename(image));
                changed.push_str(&line[at + image.len()..]);
            }
            _ => changed.push_str(line),
        }
        if begins {
            stages.extend(stage_of(bare));
        }
    }
    (changed != dockerfile).then_some(changed)
}

/// The image that an instruction names, and where.
fn image_of<'l>(line: &'l str, stages: &mut [String]) -> Option<(usize, &'l str)> {
    let mut words = words(line);
    let (_, instruction) = words.next()?;
    match instruction.to_ascii_uppercase().as_str() {
        "FROM" => words.find(|(_, word)| !word.starts_with("--")),
        "COPY" => {
            let (at, word) = words.find(|(_, word)| word.starts_with("--from="))?;
            let image = &word["--from=".len()..];
            // A number is a stage's.
            (!image.bytes().all(|byte| byte.is_ascii_digit())).then_some((at + "--from=".len(), image))
        }
        "ARG" if stages.is_empty() => {
            let (at, word) = words.next()?;
            let (name, value) = word.split_once('=')?;
            Some((at + name.len() + 1, value))
        }
        _ => None,
    }
}

/// The name of the stage that a line begins; of one without a name, none that an image could have.
fn stage_of(line: &str) -> Option<String> {
    let words: Vec<&str> = words(line).map(|(_, word)| word).collect();
    let from = words.first()?.eq_ignore_ascii_case("FROM");
    let named = words.iter().position(|word| word.eq_ignore_ascii_case("AS"));
    from.then(|| named.and_then(|at| words.get(at + 1)).map(|name| (*name).to_owned()).unwrap_or_default())
}

/// The words of a line, and where they begin.
fn words(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = line.as_ptr().addr();
    line.split_whitespace().map(move |word| (word.as_ptr().addr() - start, word))
}

#[cfg(test)]
mod tests {
    fn renamed(dockerfile: &str) -> Option<String> {
        let own = |image: &str| match image {
            "mine" | "mine:v1" => format!("7-{image}"),
            other => other.to_owned(),
        };
        super::renamed(dockerfile, &own)
    }

    #[test]
    fn own_images_get_the_names_that_the_engine_has() {
        for (written, sent) in [
            ("FROM mine\n", "FROM 7-mine\n"),
            (
                "# x\nfrom --platform=linux/amd64 mine:v1 AS mine\nCOPY --from=mine / /",
                "# x\nfrom --platform=linux/amd64 7-mine:v1 AS mine\nCOPY --from=mine / /",
            ),
            (
                "FROM nginx\nCOPY --chown=1 --from=mine /a /b\n",
                "FROM nginx\nCOPY --chown=1 --from=7-mine /a /b\n",
            ),
            ("ARG BASE=mine\nFROM $BASE\nARG X=mine\n", "ARG BASE=7-mine\nFROM $BASE\nARG X=mine\n"),
        ] {
            assert_eq!(renamed(written).as_deref(), Some(sent));
        }
    }

    #[test]
    fn what_only_looks_like_one_stays() {
        for written in [
            "FROM nginx\nRUN echo \\\nFROM mine\n",
            "FROM nginx\nRUN echo \\\n# FROM x\nFROM mine\n",
            "FROM nginx AS mine\nFROM mine\nCOPY --from=0 / /\n",
            "FROM nginx\nCOPY mine /mine\nLABEL from=mine\n",
            "",
        ] {
            assert_eq!(renamed(written), None, "{written}");
        }
    }
}
