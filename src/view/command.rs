//! Command lines for display, broken so that a shell still accepts them.

use unicode_width::UnicodeWidthStr;

use super::paint::Look;
use super::safe;

/// Tells a shell that the command continues on the next line.
const GOES_ON: &str = " \\";

impl Look {
    /// Breaks a command line to the width and makes it safe for a terminal.
    ///
    /// The first line starts with `first`, all others with `rest`. A line that is too long is broken between
    /// two words, with ` \` before the break, so that a copy is the same command. Words stay whole: the
    /// terminal wraps a long word, and copies it whole. Plain text is not broken.
    #[must_use]
    pub fn command(self, line: &str, first: &str, rest: &str) -> Vec<String> {
        let mut lines = Vec::new();
        let mut current = first.to_owned();
        let line = safe(line);
        let room = self.width.saturating_sub(rest.width() + GOES_ON.len());
        let units = units(&words(&line), room);
        for (index, (gap, unit)) in units.iter().enumerate() {
            // The line ends here: no more words, or the next one is after a line break.
            let last = units.get(index + 1).is_none_or(|(gap, _)| gap.contains('\n'));
            let after = if last { 0 } else { GOES_ON.len() };
            let width = current.width() + gap.width() + first_line(unit).width() + after;
            if gap.contains('\n') {
                lines.push(std::mem::replace(&mut current, rest.to_owned()));
            } else if index > 0 && !self.plain && width > self.width {
                lines.push(std::mem::replace(&mut current, rest.to_owned()) + GOES_ON);
            } else {
                current.push_str(gap);
            }
            // A line break inside quotes is the author's.
            for (part, text) in unit.split('\n').enumerate() {
                if part > 0 {
                    lines.push(std::mem::replace(&mut current, rest.to_owned()));
                }
                current.push_str(text);
            }
        }
        lines.push(current);
        lines
    }
}

fn first_line(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}

/// Joins each flag with the word after it, which may be its value.
///
/// They stay separate if only the value alone fits into a line.
fn units<'l>(words: &[(&'l str, &str)], room: usize) -> Vec<(&'l str, String)> {
    let mut units: Vec<(&str, String)> = Vec::new();
    let mut flag = false;
    for (gap, word) in words {
        let is_flag = word.starts_with('-') && !word.contains('=');
        match units.last_mut().filter(|_| flag && !word.starts_with('-') && !gap.contains('\n')) {
            Some((_, unit))
                if unit.width() + gap.width() + first_line(word).width() <= room
                    || first_line(word).width() > room =>
            {
                unit.push_str(gap);
                unit.push_str(word);
            }
            _ => units.push((gap, (*word).to_owned())),
        }
        flag = is_flag;
    }
    units
}

/// Splits a command line into words, each with the blank space before it.
///
/// Quoted or escaped blanks do not end a word.
fn words(line: &str) -> Vec<(&str, &str)> {
    let mut words = Vec::new();
    let (mut gap, mut start) = (0, None);
    let (mut quote, mut escaped) = (None, false);
    for (at, character) in line.char_indices() {
        match (quote, character) {
            _ if escaped => escaped = false,
            (None | Some('"'), '\\') => escaped = true,
            (None, '"' | '\'') => quote = Some(character),
            (None, ' ' | '\t' | '\n') => {
                if let Some(begin) = start.take() {
                    words.push((&line[gap..begin], &line[begin..at]));
                    gap = at;
                }
                continue;
            }
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
        start.get_or_insert(at);
    }
    words.extend(start.map(|begin| (&line[gap..begin], &line[begin..])));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOK: Look = Look { color: false, plain: false, width: 40 };

    fn broken(line: &str) -> String {
        LOOK.command(line, "  $ ", "      ").join("\n")
    }

    #[test]
    fn a_long_line_is_broken_between_words() {
        assert_eq!(
            broken("docker run -d --name web -e PASSWORD=password postgres:13"),
            "  $ docker run -d --name web \\\n      -e PASSWORD=password postgres:13"
        );
        let fits = "docker run -d --name my-long-web ngi";
        assert_eq!(broken(fits), format!("  $ {fits}"));
        assert_eq!(broken(&format!("{fits}nx")), "  $ docker run -d --name my-long-web \\\n      nginx");
    }

    #[test]
    fn a_flag_stays_beside_its_value() {
        assert_eq!(
            broken("docker run -d --name my-long-name-web -e A=b x"),
            "  $ docker run -d \\\n      --name my-long-name-web -e A=b x"
        );
        let value = "a-value-of-thirty-two-columns-32";
        assert_eq!(broken(&format!("docker --long {value}")), format!("  $ docker --long \\\n      {value}"));
    }

    #[test]
    fn what_is_quoted_or_escaped_stays_together() {
        for word in [
            r#""CREATE DATABASE mydb; -- longer""#,
            "'echo a; echo \"b\" > /a b c'",
            r"a\ b\ c\ d\ e\ f\ g\ h\ i",
        ] {
            let line = format!("docker exec web {word} x");
            assert!(broken(&line).lines().any(|line| line.contains(word)), "{}", broken(&line));
        }
        assert_eq!(words(r#"a "b \" c" 'd\' e"#).len(), 4);
    }

    #[test]
    fn a_word_that_is_too_long_stays_whole_on_a_line_of_its_own() {
        let id = "0a".repeat(32);
        let text = broken(&format!("docker run -v {id}:/data nginx"));
        assert_eq!(text, format!("  $ docker run \\\n      -v {id}:/data \\\n      nginx"));
    }

    #[test]
    fn widths_count_columns() {
        assert_eq!(
            broken("docker exec web 가나다라마바 사아자차카"),
            "  $ docker exec web 가나다라마바 \\\n      사아자차카"
        );
    }

    #[test]
    fn the_authors_own_line_breaks_stay() {
        assert_eq!(broken("docker run\nnginx"), "  $ docker run\n      nginx");
        assert_eq!(broken("sh -c 'one\ntwo'"), "  $ sh -c 'one\n      two'");
        assert_eq!(broken("a \u{1b}[31m"), "  $ a ␛[31m");
        assert_eq!(broken(""), "  $ ");
    }

    #[test]
    fn in_plain_text_nothing_is_broken() {
        let line = "docker run -d --name web -e PASSWORD=password postgres:13";
        assert_eq!(Look { plain: true, ..LOOK }.command(line, "", ""), [line]);
    }

    #[test]
    fn at_every_width_the_words_are_the_same_and_fit() {
        let line = "docker run --rm -v from:/from:ro -v 데이터:/to 이미지 sh -c 'cp -a /from/. /to/' && echo \"다 됨\"";
        for width in 30..=200 {
            let lines = Look { width, ..LOOK }.command(line, "  $ ", "      ");
            assert!(lines.iter().all(|line| line.width() <= width), "{width}: {lines:#?}");
            let (last, others) = lines.split_last().unwrap();
            let mut joined: Vec<&str> =
                others.iter().map(|line| line.strip_suffix(GOES_ON).unwrap()).collect();
            joined.push(last);
            let joined = joined.iter().map(|line| line.trim_start()).collect::<Vec<_>>().join(" ");
            assert_eq!(joined, format!("$ {line}"));
        }
    }
}
