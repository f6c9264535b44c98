//! Every kind of fault that a command line can have, in every form in which TOML writes a string,
//! behind Korean text: the carets of `statelab check` stand under just what is wrong.

#![expect(clippy::unwrap_used, reason = "a test")]

use statelab::i18n::{Locale, Words};
use statelab::lab::{LabFiles, LabId, parse};
use statelab::source::Source;
use statelab::view::{Look, faults};
use unicode_width::UnicodeWidthStr;

/// A line, the code of its fault, the part that is underlined, and words of the label or the help.
type Case = (&'static str, &'static str, &'static str, &'static str);

const CASES: &[Case] = &[
    // Commands and flags, with what was meant.
    ("docker rnu nginx", "unknown-command", "rnu", "Did you mean `docker run`?"),
    ("docker volume craete x1", "unknown-command", "volume craete", "Did you mean `docker volume create`?"),
    ("docker run --detahc nginx", "unknown-flag", "--detahc", "Did you mean `--detach`?"),
    ("docker run --nmae=x1 nginx", "unknown-flag", "--nmae", "Did you mean `--name`?"),
    ("docker run -itx nginx", "unknown-letter", "x", ""),
    ("docker rm -fq web", "unknown-letter", "q", ""),
    ("docker run -name web nginx", "unknown-letter", "-n", "Did you mean `--name`?"),
    ("docker run --log-driver json-file nginx", "unsupported-flag", "--log-driver", "usual driver"),
    ("docker compose up", "unsupported-command", "compose", ""),
    // Operands that are missing, or too many.
    ("docker run -d --name web", "operand-missing", "run", "IMAGE"),
    ("docker exec web", "operand-missing", "exec", "COMMAND"),
    ("docker cp x", "operand-missing", "cp", ""),
    ("docker rm -f", "operand-missing", "rm", ""),
    ("docker tag nginx", "operand-missing", "tag", "docker tag SOURCE_IMAGE TARGET_IMAGE"),
    ("docker rename web", "operand-missing", "rename", "docker rename CONTAINER NEW_NAME"),
    ("docker volume create a1 b2", "operand-extra", "b2", ""),
    ("docker run --rm --name", "value-missing", "--name", ""),
    // Keys and values in --mount, -v, -p and --memory.
    ("docker run --mount tpye=bind,src=.,dst=/x nginx", "mount-key", "tpye", "Did you mean `type`?"),
    ("docker run --mount type=bnid,src=.,dst=/x nginx", "mount-type", "bnid", "Did you mean `bind`?"),
    ("docker run --mount type=bind,src=.,dst=x nginx", "target-relative", "x", ""),
    ("docker run --mount type=bind,src=.,dst=/x,ro=2 nginx", "mount-switch", "2", ""),
    ("docker run --mount type=bind,src=.,dst=/x,tmpfs-size=1m nginx", "mount-key-type", "tmpfs-size", ""),
    ("docker run -v mydata:/x:or nginx", "mount-option", "or", "Did you mean `ro`?"),
    ("docker run -v mydata:x nginx", "target-relative", "x", ""),
    (
        "docker run -v /data/mypostgres:/x nginx",
        "host-bind",
        "/data/mypostgres",
        "binds = [\"/data/mypostgres\"]",
    ),
    ("docker run -v /etc/localtime:/x:ro nginx", "host-bind", "/etc/localtime", "`./localtime`"),
    (
        "docker run -v /var/run/docker.sock:/s nginx",
        "host-bind",
        "/var/run/docker.sock",
        "engine_socket = true",
    ),
    ("docker run --mount type=bind,src=/srv,dst=/x nginx", "host-bind", "/srv", "binds = [\"/srv\"]"),
    ("docker run -v ../x:/y nginx", "path-outside", "../x", ""),
    ("docker run -p 99999:80 nginx", "port-number", "99999", ""),
    ("docker run -p 80:http nginx", "port-number", "http", ""),
    ("docker run -p 80:80/udq nginx", "port-protocol", "udq", "Did you mean `udp`?"),
    ("docker run -dp 80:0 nginx", "port-number", "0", ""),
    ("docker run --memory 512x nginx", "size", "x", ""),
    ("docker run -m=half nginx", "size", "half", ""),
    // What a shell would do, with the way to do it here.
    ("docker exec web cat /x | grep y", "shell-pipe", "|", ""),
    ("docker exec web cat /x 2> out.txt", "shell-redirection", "2>", ""),
    ("docker exec web cat < in.txt", "redirect-without-i", "<", "Write docker exec -i."),
    ("docker exec web cat > /etc/x", "path-absolute", "/etc/x", "./x"),
    ("docker logs -f <container-id>", "placeholder", "<container-id>", "Write what it stands for"),
    ("docker run -d `", "windows-line-end", "`", "End it with a backslash"),
    ("docker run -v %cd%:/w nginx", "windows-folder", "%cd%", "Write `$PWD`"),
    ("docker run -v C:/Users/me/data:/w nginx", "windows-path", "C:/Users/me/data", "./data"),
    ("docker rm web && docker ps", "shell-list", "&&", ""),
    ("docker rm web ; docker ps", "shell-list", ";", ""),
    ("docker rm web || docker ps", "shell-list", "||", ""),
    ("docker wait web &", "shell-background", "&", ""),
    ("docker rm (web)", "shell-group", "(", ""),
    ("docker rm $(docker ps -aq)", "shell-substitution", "$(docker ps -aq)", ""),
    ("docker rm `docker ps -aq`", "shell-substitution", "`docker ps -aq`", ""),
    ("docker exec web echo $HOME", "shell-variable", "$HOME", ""),
    ("docker run -v ~/data:/x nginx", "shell-home", "~", ""),
    ("docker exec web ls /tmp/*.txt", "shell-pattern", "/tmp/*.txt", ""),
    ("docker exec web mkdir {a,b}", "shell-braces", "{a,b}", ""),
    ("docker ps # all", "shell-comment", "# all", ""),
    ("docker run -h $PWD nginx", "workspace-misplaced", "$PWD", ""),
    ("docker run —name web nginx", "pasted-character", "—", ""),
    ("sudo docker ps", "sudo", "sudo", ""),
];

/// The four forms: what stands before and behind a string.
const FORMS: [(&str, &str); 4] = [("\"", "\""), ("'", "'"), ("\"\"\"", "\"\"\""), ("'''", "'''")];

const HEAD: &str = "format = 1\ntitle = \"가\"\nsummary = \"나\"\nlevel = \"beginner\"\nminutes = 1\n[[step]]\n\
                    id = \"one\"\ntitle = \"하나\"\n";

/// What is said of a lab with this line behind Korean text on the same line of the file.
fn said(line: &str, (open, close): (&str, &str)) -> String {
    let korean = "docker run --name web nginx echo 컨테이너는 잊는다 🐳";
    let text = format!("{HEAD}run = [{open}{korean}{close}, {open}{line}{close}]\n");
    let source = Source::new("labs/x/lab.toml", text);
    let Err(found) = parse(LabId::new("x").unwrap(), source, LabFiles::default()) else {
        panic!("no fault: {line}");
    };
    faults(&Words::new(Locale::En), &[found], Look { color: false, plain: false, width: 200 })
}

/// The text of the source line that stands above the carets of a fault's block.
fn underlined(block: &str) -> String {
    let lines: Vec<&str> = block.lines().collect();
    // A caret may stand in the line of the source, too.
    let at = lines.iter().position(|line| line.trim_start_matches([' ', '|', '│']).starts_with('^')).unwrap();
    let carets = lines[at];
    let start = carets[..carets.find('^').unwrap()].width();
    let end = start + carets.matches('^').count();
    let mut column = 0;
    let covered = lines[at - 1].chars().filter(|c| {
        let width = c.to_string().width();
        column += width;
        (start..end).contains(&(column - width))
    });
    covered.collect()
}

#[test]
fn carets_stand_under_what_is_wrong_in_every_form_of_string() {
    for form in FORMS {
        for (line, code, part, words) in CASES {
            let said = said(line, form);
            let begin =
                said.find(&format!("error[{code}]")).unwrap_or_else(|| panic!("{line}: {code}\n{said}"));
            let block = said[begin..].split("\n\nerror").next().unwrap();
            assert_eq!(underlined(block), *part, "{line}\n{said}");
            assert!(block.contains(words), "{words}\n{said}");
            assert!(block.contains("= help: "), "{said}");
        }
    }
}

#[test]
fn escapes_and_broken_lines_move_no_caret() {
    for (written, code, part) in [
        (r#""docker exec web echo \"한글\\n\" \u0026\u003E out""#, "shell-redirection", r"\u0026\u003E"),
        (r#""docker exec web echo \"가\" --x | cat""#, "shell-pipe", "|"),
        ("\"\"\"\ndocker run \\\\\n  --name 웹 \\\\\n  --detahc nginx\"\"\"", "unknown-flag", "--detahc"),
        ("\"\"\"docker run \\\n   --detahc nginx\"\"\"", "unknown-flag", "--detahc"),
        ("'''\ndocker exec web echo '한글' \\\n  🐳 ; docker ps'''", "shell-list", ";"),
    ] {
        let source = Source::new("labs/x/lab.toml", format!("{HEAD}run = {written}\n"));
        let found = parse(LabId::new("x").unwrap(), source, LabFiles::default()).unwrap_err();
        let said = faults(&Words::new(Locale::En), &[found], Look { color: false, plain: false, width: 200 });
        let begin = said.find(&format!("error[{code}]")).unwrap_or_else(|| panic!("{written}\n{said}"));
        let block = said[begin..].split("\n\nerror").next().unwrap();
        assert_eq!(underlined(block), part, "{written}\n{said}");
    }
}
