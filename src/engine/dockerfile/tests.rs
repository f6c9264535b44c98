use proptest::prelude::*;

use super::*;

fn given() -> BTreeMap<String, Option<String>> {
    [("GIVEN".to_owned(), Some("told".to_owned())), ("EMPTY".to_owned(), Some(String::new()))].into()
}

fn why(text: &str) -> Option<(usize, Why)> {
    read(text, &given()).err().map(|unclear| (unclear.line, unclear.why))
}

#[test]
fn every_image_that_a_build_takes_from_is_seen() {
    for (text, images) in [
        ("", &[][..]),
        ("FROM nginx", &["nginx"]),
        ("\u{feff}  from --platform=linux/amd64\tnginx AS base\nFROM base\nFROM scratch", &["nginx"]),
        ("FROM \\\nsecret", &["secret"]),
        ("FROM \\\n# no comment ends it\n\n   # nor this \n  secret \\\n AS x", &["secret"]),
        ("FROM nginx\nCOPY --from=secret /x /x", &["nginx", "secret"]),
        ("FROM nginx\nCOPY --from=secret:TAG /x /x", &["nginx", "secret:TAG"]),
        ("FROM nginx AS a\nCOPY --chown=1 --from=a /x /x\nCOPY --from=0 /x /x", &["nginx"]),
        ("FROM nginx\nONBUILD COPY --from=secret /x /x", &["nginx", "secret"]),
        // A stage exists once it has begun.
        ("FROM nginx\nCOPY --from=late /x /x\nFROM nginx AS late", &["nginx", "late"]),
        ("ARG B=secret\nFROM $B", &["secret"]),
        ("ARG B=\"sec\" C='ret' GIVEN\nFROM ${B}$C:${GIVEN:-1}", &["secret:told"]),
        ("ARG B=sec V\nFROM ${B}ret:${V:-1}", &["secret:1"]),
        ("ARG GIVEN=nginx\nFROM ${GIVEN}", &["told"]),
        ("ARG GIVEN\nFROM nginx:${GIVEN:+other}", &["nginx:other"]),
        ("ARG EMPTY=x\nFROM nginx${EMPTY}${EMPTY:+-x}", &["nginx"]),
        ("FROM nginx\nRUN psql -c 'SELECT a \\\n  FROM t'", &["nginx"]),
        ("FROM nginx\nARG B=other \"odd\nENV A='b' \\\n  FROM=x\nCMD [\"a\"]\nlabel a=b", &["nginx"]),
        ("FROM nginx\r\nFROM secret\r\n", &["nginx", "secret"]),
        (
            "FROM 127.0.0.1:5000/a/b_c:1.0-X\nFROM Host.example/x@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            &[
                "127.0.0.1:5000/a/b_c:1.0-X",
                "Host.example/x@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            ],
        ),
    ] {
        assert_eq!(read(text, &given()).unwrap().images(), images, "{text}");
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn what_engines_read_in_different_ways_is_rejected_at_its_line() {
    let name = |name: &str| Why::Name(name.to_owned());
    let flag = |flag: &str| Why::Flag(flag.to_owned());
    let character = |code: &str| Why::Character(code.to_owned());
    let instruction = |name: &str| Why::Instruction(name.to_owned());
    for (text, line, expected) in [
        ("FROM nginx\nFROM \rsx-decoy-i", 2, character("U+000D")),
        ("FROM nginx\rFROM x\n", 1, character("U+000D")),
        ("FROM nginx\n# a comment\rFROM x\n", 2, character("U+000D")),
        ("FROM nginx\r\r\n", 1, character("U+000D")),
        ("FROM nginx\nFROM\u{b}x", 2, character("U+000B")),
        ("FROM nginx\nFROM\u{c}x", 2, character("U+000C")),
        ("FROM nginx\nFROM\u{85}x", 2, character("U+0085")),
        ("FROM nginx\n\u{a0}FROM x", 2, character("U+00A0")),
        ("FROM nginx\nRUN a \\\u{3000}\nFROM x", 2, character("U+3000")),
        ("FROM nginx\nRUN a \u{fffd}", 2, character("U+FFFD")),
        ("FROM nginx\0", 1, character("U+0000")),
        (
            "FROM nginx\nFROM --platform=\"linux/amd64${X:+ nginx }\" sx-decoy-i",
            2,
            flag("--platform=\"linux/amd64${X:+"),
        ),
        ("FROM --platform=a\\ b nginx", 1, flag("--platform=a\\")),
        ("FROM --platform nginx", 1, flag("--platform")),
        ("FROM nginx\nCOPY --FROM=x /x /x", 2, flag("--FROM=x")),
        ("FROM nginx\nCOPY --from='x' /x /x", 2, flag("--from='x'")),
        ("FROM nginx\nCOPY -- --from=x /x", 2, flag("--")),
        ("FROM nginx\nCOPY --link /x /x", 2, flag("--link")),
        ("FROM nginx\nADD --from=x /x /x", 2, flag("--from=x")),
        (
            "FROM nginx\nRUN --mount=type=bind,from=secret,target=/x cp /x /y",
            2,
            flag("--mount=type=bind,from=secret,target=/x"),
        ),
        ("FROM nginx\nONBUILD RUN --network=host true", 2, flag("--network=host")),
        ("FROM nginx\nRUN -\\\n-network=host true", 2, flag("--network=host")),
        ("# escape=`\nFROM nginx\n", 1, Why::Escape),
        ("FROM nginx\n #  Escape = `\n", 2, Why::Escape),
        ("FROM nginx\nRUN a \\\\\nFROM secret", 2, Why::Backslash),
        ("FROM nginx\nRUN a \\", 2, Why::Backslash),
        ("FROM nginx \\\n", 1, Why::Backslash),
        ("FROM ng\\\ninx", 1, Why::SplitWord),
        ("FR\\\nOM nginx", 1, Why::SplitWord),
        ("FROM nginx\nCOPY --from=a\\\nb /x /x", 2, Why::SplitWord),
        ("FROM nginx\nADD h\\\nttp://x /s", 2, Why::SplitWord),
        ("FROM nginx\nRUN cat <<E\nFROM x\nE", 2, Why::Heredoc),
        ("FROM nginx\nONBUILD COPY <<E /x\nE", 2, Why::Heredoc),
        ("FROM nginx\nRUNN x", 2, instruction("RUNN")),
        ("FROM nginx\nONBUILD ONBUILD RUN x", 2, instruction("ONBUILD")),
        ("FROM nginx\nONBUILD FROM x", 2, instruction("FROM")),
        ("FROM nginx\nONBUILD", 2, instruction("")),
        ("FRO\u{212a} x", 1, instruction("FRO\u{212a}")),
        ("ARG A=$B", 1, Why::Argument),
        ("ARG A=a\\ b", 1, Why::Argument),
        ("ARG A=\"a\"b", 1, Why::Argument),
        ("ARG A=\"a", 1, Why::Argument),
        ("ARG A=1\nARG A", 2, Why::Argument),
        ("ARG A=1 # no comment", 1, Why::Argument),
        ("FROM", 1, Why::From),
        ("FROM a b", 1, Why::From),
        ("FROM nginx # base", 1, Why::From),
        ("FROM a AS b c", 1, Why::From),
        ("FROM a AS 0", 1, name("0")),
        ("FROM a AS $X", 1, name("$X")),
        ("FROM nginx AS Base\nFROM base", 2, name("base")),
        ("FROM nginx AS Base\nCOPY --from=BASE / /", 2, name("BASE")),
        ("FROM nginx\nCOPY --from=1 /x /x", 2, name("1")),
        ("FROM nginx\nCOPY --from=00 /x /x", 2, name("00")),
        ("FROM nginx\nCOPY --from=+0 /x /x", 2, name("+0")),
        ("FROM nginx\nCOPY --from=$X /x /x", 2, name("$X")),
        ("FROM nginx\nCOPY --from= /x /x", 2, name("")),
        ("FROM nginx\nARG B=secret\nFROM $B", 3, name("$B")),
        ("FROM ${B:-secret}", 1, name("${B:-secret}")),
        ("ARG B=a\nFROM ${B:-${B}}", 2, name("${B:-${B}}")),
        ("ARG B=a\nFROM ${B#a}", 2, name("${B#a}")),
        ("ARG B=a\nFROM ${B", 2, name("${B")),
        ("ARG B=a\nFROM \\$B", 2, name("\\$B")),
        ("ARG B\nFROM $B", 2, name("$B")),
        ("ARG B=scratch\nFROM $B", 2, name("$B")),
        ("ARG B=base\nFROM nginx AS base\nFROM $B", 3, name("$B")),
        ("FROM \"nginx\"", 1, name("\"nginx\"")),
        ("FROM Nginx", 1, name("Nginx")),
        ("FROM 12", 1, name("12")),
        ("FROM a//b", 1, name("a//b")),
        ("FROM docker://x", 1, name("docker://x")),
        ("FROM dir:x", 1, name("dir:x")),
        ("FROM oci-archive:5000/x", 1, name("oci-archive:5000/x")),
        ("FROM a@sha256:00", 1, name("a@sha256:00")),
    ] {
        assert_eq!(why(text), Some((line, expected)), "{text:?}");
    }
}

#[test]
fn what_a_build_builds_on_is_told_from_what_it_copies_of() {
    let text = "ARG V=13\nFROM nginx AS base\nFROM postgres:$V\nCOPY --from=secret /x /x\nONBUILD COPY --from=base /x /x\n";
    let read = read(text, &BTreeMap::new()).unwrap();
    assert_eq!(read.bases(), ["nginx", "postgres:13"]);
    assert_eq!(read.images(), ["nginx", "postgres:13", "secret"]);
}

#[test]
fn what_an_add_fetches_is_seen() {
    for (add, local) in [
        ("ADD a.tar b/c /x/", true),
        ("ADD --chown=1 a $HOME", true),
        ("ADD [\"a b\", \"/x\"]", true),
        ("ADD * /x", true),
        ("ADD http://127.0.0.1/s /s", false),
        ("add\thttps://127.0.0.1/s /s", false),
        ("ADD a ftp://x /s", false),
        ("ADD git@host:x /s", false),
        ("ADD git://host/x /s", false),
        ("ADD x.git /s", false),
        ("ADD x.GIT#main:docs /s", false),
        ("ADD github.com/x/y /s", false),
        ("ADD $X /s", false),
        ("ADD ${X}/s /s", false),
        ("ADD h\\ttp /s", false),
        ("ADD \"http://x\" /s", false),
        ("ADD [\"http://x\", \"/s\"]", false),
        ("ADD [\"\\u0068ttp://x\", \"/s\"]", false),
        ("ADD [\"a\", \"/s\"", false),
        ("ADD --chown=1 http://x /s", false),
        ("ONBUILD ADD http://x /s", false),
        ("ADD", false),
    ] {
        let read = read(&format!("FROM nginx\n{add}\n"), &BTreeMap::new());
        assert_eq!(read.unwrap().fetch().is_none(), local, "{add}");
        assert_eq!(read_one(add).unwrap().fetch().is_none(), local, "{add}");
    }
}

#[test]
fn one_instruction_is_one() {
    assert_eq!(read_one("ONBUILD COPY --from=secret /x /x").unwrap().images(), ["secret"]);
    assert_eq!(read_one("COPY --from=secret /x /x").unwrap().images(), ["secret"]);
    assert_eq!(read_one("LABEL a=\"b c\"").unwrap(), Dockerfile::default());
    for (text, why) in [
        ("FROM nginx", Why::Instruction("FROM".to_owned())),
        ("COPY --from=0 /x /x", Why::Name("0".to_owned())),
        ("ENV A=b\\", Why::Backslash),
        ("ENV A=b\nUSER c", Why::Single),
        ("ENV A=b \\\n C=d", Why::Single),
        ("USER a\n", Why::Single),
        ("# nothing", Why::Single),
        ("# escape=`", Why::Escape),
        ("", Why::Single),
    ] {
        assert_eq!(read_one(text).unwrap_err().why, why, "{text:?}");
    }
}

#[test]
fn other_names_are_put_in_and_all_else_stays_as_it_is_written() {
    let rename = |image: &str| match image {
        "mine" | "mine:v1" => format!("7-{image}"),
        other => other.to_owned(),
    };
    for (text, renamed) in [
        ("# from mine\nARG B\n from a\r\nRUN true\n", None),
        ("FROM a\nRUN echo \\\nFROM mine\n", None),
        ("FROM scratch\n", None),
        ("ARG V=13\nFROM postgres:${V}\n", None),
        (
            "\u{feff}# x\nfrom --platform=linux/amd64 mine:v1 AS mine\nCOPY --from=mine / /",
            Some("\u{feff}# x\nfrom --platform=linux/amd64 7-mine:v1 AS mine\nCOPY --from=mine / /"),
        ),
        (
            "FROM a\nCOPY --chown=1 \\\n --from=mine /a /b\nONBUILD COPY --from=mine /a /b\n",
            Some("FROM a\nCOPY --chown=1 \\\n --from=7-mine /a /b\nONBUILD COPY --from=7-mine /a /b\n"),
        ),
        (
            "ARG BASE=mine\nFROM \\\n  $BASE AS b\nARG X=mine\nFROM ${BASE}:v1\n",
            Some("ARG BASE=mine\nFROM \\\n  7-mine AS b\nARG X=mine\nFROM 7-mine:v1\n"),
        ),
    ] {
        let read = read(text, &BTreeMap::new()).unwrap();
        assert_eq!(read.renamed(rename), renamed.unwrap_or(text), "{text:?}");
    }
}

/// Pieces of Dockerfiles, valid and invalid.
const PIECES: &[&str] = &[
    "FROM ",
    "from\t",
    "nginx",
    "mine:v1",
    " AS base",
    "base",
    "ARG B=mine",
    "$B",
    "${B:-x}",
    "\n",
    "\r\n",
    "\\\n",
    " \\\n",
    "\\\\\n",
    "#",
    " # escape=`\n",
    "COPY ",
    "--from=mine ",
    "--from=base ",
    "--from=0 ",
    "/x /x",
    "ADD ",
    "http://x /s",
    "ONBUILD ",
    "RUN ",
    "<<E",
    "--mount=",
    "\r",
    "\u{a0}",
    "\u{feff}",
    "\"",
    "'",
    " ",
    "scratch",
    "한",
];

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![9 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => any::<String>()];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn what_is_renamed_is_read_as_what_was_read(text in pieces()) {
        let Ok(first) = read(&text, &BTreeMap::new()) else { return Ok(()) };
        prop_assert_eq!(&first.renamed(str::to_owned), &text);
        let made = first.renamed(|image| format!("7/{image}"));
        let second = read(&made, &BTreeMap::new()).unwrap();
        let renamed: Vec<String> = first.images().iter().map(|image| format!("7/{image}")).collect();
        prop_assert_eq!(second.images(), renamed, "{:?} as {:?}", text, made);
        prop_assert_eq!(second.fetch(), first.fetch());
    }
}
