//! The description of an image that stands in for the official one.

use super::safe_line;
use crate::i18n::Words;

/// The end of the label of images that `images/` makes, after program and release.
const MADE_HERE: &str = " packages, made by statelab's images/; not the official image";

/// Translates the label of an image that `images/` made; returns others unchanged.
#[must_use]
pub fn stand_in(words: &Words, label: &str) -> String {
    let label = safe_line(label);
    let parts = label.strip_suffix(MADE_HERE).and_then(|made| made.split_once(" from Debian "));
    match parts {
        Some((program, release)) => {
            words.say("stand-in", &[("program", program.into()), ("release", release.into())])
        }
        None => label.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;

    /// The labels in the recipes.
    const RECIPES: [&str; 2] =
        [include_str!("../../images/nginx/Dockerfile"), include_str!("../../images/postgres/Dockerfile")];

    fn label(recipe: &str) -> &str {
        let line = recipe.lines().find(|line| line.contains("statelab.stand-in=")).unwrap();
        line.split('"').nth(1).unwrap()
    }

    #[test]
    fn what_the_recipes_write_is_told_in_every_language() {
        for recipe in RECIPES {
            let written = label(recipe);
            assert_eq!(stand_in(&Words::new(Locale::En), written), written);
            let korean = stand_in(&Words::new(Locale::Ko), written);
            assert!(korean.contains("공식 이미지가 아님") && !korean.contains("packages"), "{korean}");
        }
    }

    #[test]
    fn what_others_write_stays() {
        assert_eq!(stand_in(&Words::new(Locale::Ko), "my own nginx"), "my own nginx");
    }
}
