//! Programs that read text and write it.

use super::super::content::Content;
use super::super::process::Process;
use super::super::tree::Thing;
use super::split;

/// The bytes of a file; `-` is standard input. What cannot be read is complained of.
async fn content(process: &Process, program: &str, path: &str) -> Option<Content> {
    if path == "-" {
        return Some(Content::of(&process.input.read_all().await));
    }
    let read = process.files(|files| files.read(&process.path(path)));
    read.map_err(|errno| process.fail(format!("{program}: {path}: {}", errno.words()))).ok()
}

/// All files' bytes; without one, those of standard input.
async fn contents(process: &Process, program: &str, paths: &[&str]) -> (Vec<Content>, i32) {
    let (mut all, mut status) = (Vec::new(), 0);
    for path in if paths.is_empty() { &["-"] } else { paths } {
        match content(process, program, path).await {
            Some(content) => all.push(content),
            None => status = 1,
        }
    }
    (all, status)
}

pub async fn cat(process: &Process, arguments: &[&str]) -> i32 {
    let (_, paths) = split(arguments);
    if paths.iter().all(|path| *path == "-") {
        while let Some(bytes) = process.input.read().await {
            process.write(1, bytes);
        }
        return 0;
    }
    let mut status = 0;
    for path in paths {
        match content(process, "cat", path).await {
            Some(content) => content.pieces().iter().for_each(|piece| process.write(1, piece)),
            None => status = 1,
        }
    }
    status
}

pub async fn ends(process: &Process, head: bool, arguments: &[&str]) -> i32 {
    let (mut count, mut paths, mut words) = (10, Vec::new(), arguments.iter());
    while let Some(word) = words.next() {
        match word.strip_prefix('-') {
            Some("n") => count = words.next().and_then(|count| count.parse().ok()).unwrap_or(10),
            Some(option) => count = option.trim_start_matches('n').parse().unwrap_or(10),
            None => paths.push(*word),
        }
    }
    let (all, status) = contents(process, if head { "head" } else { "tail" }, &paths).await;
    for content in all {
        let text = content.text();
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let from = if head { 0 } else { lines.len().saturating_sub(count) };
        process.say(lines[from..].iter().take(count).copied().collect::<String>());
    }
    status
}

pub async fn wc(process: &Process, arguments: &[&str]) -> i32 {
    let (letters, paths) = split(arguments);
    let (all, status) = contents(process, "wc", &paths).await;
    for content in all {
        let text = content.text();
        let counts =
            [('l', text.matches('\n').count()), ('w', text.split_whitespace().count()), ('c', text.len())];
        let wanted = counts.iter().filter(|(letter, _)| letters.is_empty() || letters.contains(*letter));
        let line: Vec<String> = wanted.map(|(_, count)| count.to_string()).collect();
        process.say(format!("{}\n", line.join(" ")));
    }
    status
}

pub async fn grep(process: &Process, arguments: &[&str]) -> i32 {
    let (letters, rest) = split(arguments);
    let Some((pattern, paths)) = rest.split_first() else { return 2 };
    let pattern = if letters.contains('F') { regex::escape(pattern) } else { (*pattern).to_owned() };
    let pattern = if letters.contains('i') { format!("(?i){pattern}") } else { pattern };
    let Ok(pattern) = regex::Regex::new(&pattern) else { return 2 };
    let (all, status) = contents(process, "grep", paths).await;
    let mut found = 0;
    for content in all {
        for line in content.text().lines().filter(|line| pattern.is_match(line) != letters.contains('v')) {
            found += 1;
            if !letters.contains('q') && !letters.contains('c') {
                process.say(format!("{line}\n"));
            }
        }
    }
    if letters.contains('c') {
        process.say(format!("{found}\n"));
    }
    if status > 0 { 2 } else { i32::from(found == 0) }
}

/// The characters of a set: ranges and escapes are written out.
fn set(text: &str) -> Vec<char> {
    let plain: Vec<char> = unescape(text).into_iter().map(char::from).collect();
    let mut all = Vec::new();
    let mut at = 0;
    while at < plain.len() {
        if let [from, '-', to, ..] = plain[at..] {
            all.extend(from..=to);
            at += 3;
        } else {
            all.push(plain[at]);
            at += 1;
        }
    }
    all
}

pub async fn tr(process: &Process, arguments: &[&str]) -> i32 {
    let (letters, sets) = split(arguments);
    let from = set(sets.first().unwrap_or(&""));
    let to = set(sets.get(1).unwrap_or(&""));
    let text = String::from_utf8_lossy(&process.input.read_all().await).into_owned();
    let change = |letter: char| match from.iter().position(|other| *other == letter) {
        Some(_) if letters.contains('d') => None,
        Some(at) => to.get(at).or(to.last()).copied().or(Some(letter)),
        None => Some(letter),
    };
    process.say(text.chars().filter_map(change).collect::<String>());
    0
}

pub fn echo(process: &Process, arguments: &[&str]) -> i32 {
    let (line_end, words) = match arguments.split_first() {
        Some((&"-n", rest)) => ("", rest),
        _ => ("\n", arguments),
    };
    // A stream has one piece for a line, as it has from a real program.
    process.say(format!("{}{line_end}", words.join(" ")));
    0
}

/// Bytes with their escapes carried out, octal ones among them.
pub fn unescape(text: &str) -> Vec<u8> {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((&byte, more)) = rest.split_first() {
        rest = more;
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        let digits = rest.iter().take(3).take_while(|byte| (b'0'..=b'7').contains(byte)).count();
        if digits > 0 {
            let number =
                rest[..digits].iter().fold(0_u32, |number, digit| number * 8 + u32::from(digit - b'0'));
            bytes.push(u8::try_from(number & 0xff).unwrap_or_default());
            rest = &rest[digits..];
            continue;
        }
        let Some((&letter, more)) = rest.split_first() else {
            bytes.push(b'\\');
            break;
        };
        rest = more;
        match letter {
            b'n' => bytes.push(b'\n'),
            b't' => bytes.push(b'\t'),
            b'r' => bytes.push(b'\r'),
            b'a' => bytes.push(7),
            b'b' => bytes.push(8),
            b'e' => bytes.push(27),
            b'\\' => bytes.push(b'\\'),
            other => bytes.extend([b'\\', other]),
        }
    }
    bytes
}

pub fn printf(process: &Process, arguments: &[&str]) -> i32 {
    let arguments = if arguments.first() == Some(&"--") { &arguments[1..] } else { arguments };
    let Some((format, values)) = arguments.split_first() else { return 2 };
    let (mut out, mut values) = (Vec::new(), values.iter());
    loop {
        let before = values.len();
        let mut pieces = format.split('%');
        out.extend(unescape(pieces.next().unwrap_or_default()));
        while let Some(piece) = pieces.next() {
            if piece.is_empty() {
                out.push(b'%');
                out.extend(unescape(pieces.next().unwrap_or_default()));
                continue;
            }
            let end = piece.find(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(0);
            let value = values.next().copied().unwrap_or_default();
            let width = piece[..end].trim_start_matches('0').parse::<usize>().unwrap_or(0);
            match &piece[end..=end] {
                "d" | "i" | "u" => {
                    let number = value.parse::<i64>().unwrap_or(0);
                    let text = if piece.starts_with('0') {
                        format!("{number:0width$}")
                    } else {
                        format!("{number:width$}")
                    };
                    out.extend(text.into_bytes());
                }
                "o" => out.extend(format!("{:o}", value.parse::<u64>().unwrap_or(0)).into_bytes()),
                "x" => out.extend(format!("{:x}", value.parse::<u64>().unwrap_or(0)).into_bytes()),
                "b" => out.extend(unescape(value)),
                "c" => out.extend(value.bytes().take(1)),
                _ => out.extend(format!("{value:>width$}").into_bytes()),
            }
            out.extend(unescape(&piece[end + 1..]));
        }
        if values.len() == 0 || values.len() == before {
            break;
        }
    }
    process.write(1, out);
    0
}

/// Whether a path leads to a device that stands for one of a process' own streams.
pub fn stream_of(thing: &Thing) -> Option<u32> {
    match thing {
        Thing::Device("stdout") => Some(1),
        Thing::Device("stderr") => Some(2),
        _ => None,
    }
}
