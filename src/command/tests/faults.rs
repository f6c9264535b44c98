//! Lines with faults: the code and the underlined text of each. Every fault has a message.

use std::collections::BTreeSet;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};

use super::super::{COMMANDS, Syntax, words};
use super::{behind_korean, read};
use crate::diagnostic::Diagnostic;

pub(super) const MESSAGES: &str = include_str!("../../i18n/en/command.ftl");

type FaultCase = (&'static str, &'static [(&'static str, &'static str)]);

const SHELL: &[FaultCase] = &[
    ("", &[("empty-line", "")]),
    (" \n\\\n", &[("empty-line", " \n\\\n")]),
    ("docker exec c1 cat /x | grep y", &[("shell-pipe", "|")]),
    ("docker exec c1 cat /x |& grep y", &[("shell-pipe", "|&")]),
    ("docker exec c1 ls 2>&1 2>err.txt", &[("shell-redirection", "2>&1"), ("shell-redirection", "2>")]),
    ("docker exec c1 diff <(ls -l) x2>y", &[("shell-redirection", "<")]),
    ("docker exec c1 cat &>out.txt <<END", &[("shell-redirection", "&>"), ("shell-redirection", "<<")]),
    ("docker exec c1 cat > /etc/x", &[("path-absolute", "/etc/x")]),
    ("docker exec c1 cat > a/../../x", &[("path-outside", "a/../../x")]),
    ("docker exec c1 cat > ~/x", &[("shell-home", "~")]),
    ("docker exec c1 cat >> .", &[("file-path", ".")]),
    ("docker exec c1 cat > /dev/null", &[("redirect-device", "/dev/null")]),
    ("docker exec c1 cat > | wc", &[("redirect-target-missing", ">"), ("shell-pipe", "|")]),
    ("< in.txt", &[("shell-redirection", "<")]),
    ("docker exec c1 cat >", &[("redirect-target-missing", ">")]),
    ("docker exec c1 cat > a > b", &[("redirect-twice", ">")]),
    ("docker ps < in.txt", &[("redirect-unread", "<")]),
    ("docker run -di x1 cat < in.txt", &[("redirect-unread", "<")]),
    ("docker exec c1 psql < in.sql", &[("redirect-without-i", "<")]),
    ("docker run --rm x1 cat < in.sql", &[("redirect-without-i", "<")]),
    ("docker exec -it c1 psql < in.sql", &[("redirect-terminal", "<")]),
    ("docker save x1 >> x.tar", &[("file-missing", "save")]),
    // What a handout leaves to its reader.
    ("docker logs -f <container-id>", &[("placeholder", "<container-id>")]),
    ("docker exec -it <your container> sh", &[("placeholder", "<your container>")]),
    ("docker tag x1 <user>/x1:2", &[("placeholder", "<user>")]),
    ("docker cp <id>:/x ./y", &[("placeholder", "<id>")]),
    ("docker rm '<container_name>'", &[("placeholder", "'<container_name>'")]),
    ("docker run -v <volume>:/data <image>", &[("placeholder", "<volume>"), ("placeholder", "<image>")]),
    // What Windows' shells write.
    ("docker run -d ^", &[("windows-line-end", "^")]),
    ("docker run -d ^\r\n  --name c1 ^ \n x1", &[("windows-line-end", "^"), ("windows-line-end", "^")]),
    ("docker run -d `\n --name c1 `\n x1", &[("windows-line-end", "`"), ("windows-line-end", "`")]),
    ("docker run -v %cd%:/w x1", &[("windows-folder", "%cd%")]),
    ("docker run -v \"%CD%\\site\":/w x1", &[("windows-folder", "%CD%")]),
    ("docker run -v ${pwd}:/w x1", &[("windows-folder", "${pwd}")]),
    ("docker run -v $(Get-Location)/a:/w x1", &[("windows-folder", "$(Get-Location)")]),
    ("docker run -v C:\\Users\\me\\data:/w x1", &[("windows-path", "C:\\Users\\me\\data")]),
    ("docker run -v 'C:\\Users\\me:/w:ro' x1", &[("windows-path", "C:\\Users\\me")]),
    ("docker run -v c:/Users/me/data:/w x1", &[("windows-path", "c:/Users/me/data")]),
    ("docker run --mount type=bind,src=C:\\data,dst=/w x1", &[("windows-path", "C:\\data")]),
    ("docker run --mount type=bind,src=C:/data,dst=/w x1", &[("windows-path", "C:/data")]),
    ("docker cp c1:/x 'D:\\y'", &[("windows-path", "'D:\\y'")]),
    ("docker build C:/ctx", &[("windows-path", "C:/ctx")]),
    ("docker rm c1 && docker rm -q c1", &[("shell-list", "&&")]),
    (
        "docker rm c1 || docker rm c1; docker run x1 &",
        &[("shell-list", "||"), ("shell-list", ";"), ("shell-background", "&")],
    ),
    ("(docker rm c1)", &[("shell-group", "("), ("shell-group", ")")]),
    ("docker rm $(docker ps -aq)", &[("shell-substitution", "$(docker ps -aq)")]),
    ("docker rm `docker ps -aq`", &[("shell-substitution", "`docker ps -aq`")]),
    ("docker exec c1 echo \"a$((1+(2)))b\"", &[("shell-substitution", "$((1+(2)))")]),
    ("docker exec c1 echo $(pwd", &[("shell-substitution", "$(pwd")]),
    ("docker exec c1 echo $HOME", &[("shell-variable", "$HOME")]),
    (
        "docker exec c1 echo \"한글 ${HOME:-x} $1$?\"",
        &[("shell-variable", "${HOME:-x}"), ("shell-variable", "$1"), ("shell-variable", "$?")],
    ),
    ("docker run -v $DATA:/x $IMAGE", &[("shell-variable", "$DATA"), ("shell-variable", "$IMAGE")]),
    ("docker run -v ~/data:/x x1", &[("shell-home", "~")]),
    ("docker exec c1 echo $'a\\n' $\"b\"", &[("shell-quote-form", "$'"), ("shell-quote-form", "$\"")]),
    ("docker exec c1 ls /tmp/*.t?t a*", &[("shell-pattern", "/tmp/*.t?t"), ("shell-pattern", "a*")]),
    ("docker exec c1 mkdir /x/{a,b} {1..3} {a}", &[("shell-braces", "{a,b}"), ("shell-braces", "{1..3}")]),
    ("docker run nginx # a comment", &[("shell-comment", "# a comment")]),
    ("# first\ndocker run nginx", &[("shell-comment", "# first")]),
    ("$ docker run nginx", &[("shell-prompt", "$")]),
    ("docker exec c1 echo 'it''s", &[("unclosed-quote", "'")]),
    ("docker run --nmae \"x nginx", &[("unknown-flag", "--nmae"), ("unclosed-quote", "\"")]),
    ("docker run nginx \\", &[("dangling-backslash", "\\")]),
    ("docker run \\ \n nginx", &[("blank-after-backslash", "\\ ")]),
    ("docker rm c1\ndocker rm c2\ndocker rm c3", &[("second-line", "docker")]),
    ("docker run\u{a0}-d nginx", &[("pasted-blank", "\u{a0}")]),
    (
        "docker run —name “web” nginx",
        &[("pasted-character", "—"), ("pasted-character", "“"), ("pasted-character", "”")],
    ),
    ("docker exec c1 echo 'a\0b'", &[("nul-character", "\0")]),
    (
        "docker run -h $PWD -e HERE=$(pwd) x1",
        &[("workspace-misplaced", "$PWD"), ("workspace-misplaced", "$(pwd)")],
    ),
    ("docker run -v a$PWD:/x x1", &[("workspace-misplaced", "$PWD")]),
    (
        "docker run -v \"$PWD\"x:/x x1 ls `pwd`",
        &[("workspace-misplaced", "$PWD"), ("workspace-misplaced", "`pwd`")],
    ),
];

const COMMAND: &[FaultCase] = &[
    ("ls -l", &[("not-docker", "ls")]),
    ("dcoker rn nginx", &[("not-docker", "dcoker"), ("unknown-command", "rn")]),
    ("FOO=1 docker run nginx", &[("not-docker", "FOO=1")]),
    ("podman run --rmm nginx", &[("podman", "podman"), ("unknown-flag", "--rmm")]),
    ("sudo docker run", &[("sudo", "sudo"), ("operand-missing", "run")]),
    ("docker", &[("command-missing", "docker")]),
    ("docker --context x run nginx", &[("global-flag", "--context")]),
    ("docker volume", &[("subcommand-missing", "volume")]),
    ("docker container -x", &[("subcommand-missing", "container")]),
    ("docker volume craete a/b", &[("unknown-command", "volume craete"), ("name-character", "/")]),
    ("docker compose up", &[("unsupported-command", "compose")]),
    ("docker container attach c1", &[("unsupported-command", "container attach")]),
    ("docker network prune", &[("unsupported-command", "network prune")]),
    ("docker imgae ls", &[("unknown-command", "imgae")]),
    ("docker image lss", &[("unknown-command", "image lss")]),
    ("docker system", &[("subcommand-missing", "system")]),
    ("docker frobnicate --x", &[("unknown-command", "frobnicate")]),
    ("docker volumes create", &[("unknown-command", "volumes")]),
];

const FLAGS: &[FaultCase] = &[
    (
        "docker run --nmae x1 -itx --detahc nginx",
        &[("unknown-flag", "--nmae"), ("unknown-letter", "x"), ("unknown-flag", "--detahc")],
    ),
    ("docker run --nmae=x1 nginx", &[("unknown-flag", "--nmae")]),
    ("docker run --frobnicate nginx a/b:c", &[("unknown-flag", "--frobnicate")]),
    ("docker run -name web nginx", &[("unknown-letter", "-n")]),
    ("docker run -itD nginx", &[("unknown-letter", "D")]),
    ("docker run --d nginx", &[("unknown-flag", "--d")]),
    ("docker run '-가' nginx", &[("unknown-letter", "'-가'")]),
    ("docker run -d= nginx", &[("unknown-letter", "=")]),
    (
        "docker run --gpus all --link=db --log-driver json-file --runtime=runc --help nginx",
        &[
            ("unsupported-flag", "--gpus"),
            ("unsupported-flag", "--link"),
            ("unsupported-flag", "--log-driver"),
            ("unsupported-flag", "--runtime"),
            ("unsupported-flag", "--help"),
        ],
    ),
    ("docker rm -fl c1", &[("unsupported-flag", "l")]),
    ("docker build -o out --secret id=x .", &[("unsupported-flag", "-o"), ("unsupported-flag", "--secret")]),
    ("docker network inspect -v my-net", &[("unsupported-flag", "-v")]),
    ("docker system df -v --format json", &[("flags-conflict", "--format json")]),
    ("docker images --tree", &[("unsupported-flag", "--tree")]),
    ("docker run --detach=maybe -d=2 nginx", &[("switch-value", "maybe"), ("switch-value", "2")]),
    ("docker run -d --name", &[("operand-missing", "run"), ("value-missing", "--name")]),
    (
        "docker run --storage-opt $PWD/x --cgroup-parent=$PWD/y --zzzz=$PWD nginx",
        &[
            ("unsupported-flag", "--storage-opt"),
            ("unsupported-flag", "--cgroup-parent"),
            ("unknown-flag", "--zzzz"),
            ("workspace-misplaced", "$PWD"),
        ],
    ),
    ("docker rm -f -x c1 --volumse", &[("unknown-letter", "-x"), ("unknown-flag", "--volumse")]),
    ("docker run -d --name nginx", &[("operand-missing", "run")]),
    ("docker exec", &[("operand-missing", "exec")]),
    ("docker exec -it c1", &[("operand-missing", "exec")]),
    ("docker cp x", &[("operand-missing", "cp")]),
    ("docker cp", &[("operand-missing", "cp")]),
    ("docker rm -f", &[("operand-missing", "rm")]),
    ("docker container restart", &[("operand-missing", "container restart")]),
    ("docker volume create a1 'b c' c3", &[("operand-extra", "'b c'"), ("operand-extra", "c3")]),
    ("docker cp a1 c1:/b c3", &[("operand-extra", "c3")]),
];

const VALUES: &[FaultCase] = &[
    ("docker rm 'my nginx' -- -x", &[("name-character", " "), ("name-first", "-")]),
    ("docker run --name '' nginx", &[("name-empty", "''")]),
    ("docker run --name x Nginx:Tag", &[("name-short", "x"), ("name-upper", "Nginx:Tag")]),
    ("docker run nginx:", &[("name-part", "nginx:")]),
    (
        "docker run -e =x -e 'A B=1' -e '' nginx",
        &[("env-name", "=x"), ("env-name", "A B"), ("env-name", "''")],
    ),
    (
        "docker volume create --label =x --label statelab.run=1",
        &[("label-key", "=x"), ("label-reserved", "statelab.run")],
    ),
    ("docker run -w app nginx", &[("workdir-relative", "app")]),
    (
        "docker run -p 99999:80 -p 80:0 -p +1 -p 8080:http nginx",
        &[("port-number", "99999"), ("port-number", "0"), ("port-number", "+1"), ("port-number", "http")],
    ),
    (
        "docker run -p 8010-8000:80 -p 1:2-3/udq -p 1-2:3-5 -p 1-x:2 -p 1:2-3 nginx",
        &[
            ("port-range", "8010-8000"),
            ("port-protocol", "udq"),
            ("port-ranges", "1-2"),
            ("port-number", "x"),
            ("port-ranges", "1"),
        ],
    ),
    (
        "docker run -p 80: -p localhost:80:80 -p 127.0.0.1:80 nginx",
        &[("port-missing", "80:"), ("port-address", "localhost"), ("port-address-alone", "127.0.0.1")],
    ),
    (
        "docker run -p 1:2:3:4 -p [::1]:80 -p [::1:80 nginx",
        &[("port-address", "1:2"), ("port-address-alone", "::1"), ("port-parts", "[::1:80")],
    ),
    (
        "docker run -v /data/mypostgres:/var/lib -v ../x:/y -v ./a/../../b:/c x1",
        &[("host-bind", "/data/mypostgres"), ("path-outside", "../x"), ("path-outside", "./a/../../b")],
    ),
    ("docker run -v /:/host -v '~':/y x1", &[("host-bind", "/"), ("path-absolute", "~")]),
    ("docker run -v \"$PWD/../x\":/y x1", &[("path-outside", "$PWD/../x")]),
    (
        "docker run -v mydata:var/lib -v mydata x1",
        &[("target-relative", "var/lib"), ("target-relative", "mydata")],
    ),
    ("docker run -v mydata:/ -v mydata:/a/.. x1", &[("target-root", "/"), ("target-root", "/a/..")]),
    (
        "docker run -v :/x -v mydata: -v '' x1",
        &[("volume-part-empty", ":/x"), ("volume-part-empty", "mydata:"), ("volume-part-empty", "''")],
    ),
    ("docker run -v a1:/b:ro:c x1", &[("volume-parts", "a1:/b:ro:c")]),
    ("docker run -v /data:ro x1", &[("volume-without-source", "/data:ro")]),
    ("docker run -v site/html:/x x1", &[("volume-or-path", "site/html")]),
    (
        "docker run -v my'da!'ta:/x:r0,z,ro,rw,Z x1",
        &[
            ("name-character", "!"),
            ("mount-option", "r0"),
            ("mount-option-twice", "rw"),
            ("mount-option-twice", "Z"),
        ],
    ),
    (
        "docker run -v a1:/x:rslave -v ./b:/y:nocopy --volumes-from db:z --volumes-from x x1",
        &[
            ("mount-option-kind", "rslave"),
            ("mount-option-kind", "nocopy"),
            ("mount-option", "z"),
            ("name-short", "x"),
        ],
    ),
    (
        "docker run -v a1:/x --mount type=bind,src=.,dst=/x/ --tmpfs //x -v /x x1",
        &[("mount-twice", "/x/"), ("mount-twice", "//x")],
    ),
    ("docker run -itv a1:/x:rro x1", &[("mount-option", "rro")]),
    (
        "docker run --mount type=bind, src=./x,dst=/y x1",
        &[("mount-field-empty", ","), ("name-character", "=")],
    ),
    ("docker run --mount 'type=bind, src=./x' x1", &[("mount-field", " src=./x")]),
    (
        "docker run --mount tpye=bind,image-subpath=a,dst=/x,src= x1",
        &[("mount-key", "tpye"), ("unsupported-mount-key", "image-subpath"), ("mount-value-missing", "src=")],
    ),
    (
        "docker run --mount type=bnid,dst=x,ro=2 x1",
        &[("mount-type", "bnid"), ("target-relative", "x"), ("mount-switch", "2")],
    ),
    ("docker run --mount type=image,src=nginx,dst=/x x1", &[("unsupported-mount-type", "image")]),
    ("docker run --mount type=tmpfs,src=a1,dst=/x x1", &[("mount-tmpfs-source", "a1")]),
    (
        "docker run --mount type=bind,src=.,dst=/x,volume-nocopy,tmpfs-size=1m x1",
        &[("mount-key-type", "volume-nocopy"), ("mount-key-type", "tmpfs-size")],
    ),
    (
        "docker run --mount dst=/x,bind-propagation=rsalve,consistency=no,tmpfs-mode=999,volume-subpath=../a x1",
        &[
            ("mount-key-type", "bind-propagation"),
            ("mount-choice", "rsalve"),
            ("mount-choice", "no"),
            ("mount-key-type", "tmpfs-mode"),
            ("mount-mode", "999"),
            ("mount-subpath", "../a"),
        ],
    ),
    (
        "docker run --mount 'type=volume,\"volume-opt=a,b,dst=/x' --mount 'dst=\"/y\"' x1",
        &[("field-quote", "\""), ("field-quote", "\"")],
    ),
    (
        "docker run --tmpfs x --tmpfs /a:size=x,noexce,mode=9,ro x1",
        &[("target-relative", "x"), ("tmpfs-value", "x"), ("tmpfs-option", "noexce"), ("tmpfs-value", "9")],
    ),
    (
        "docker run --mount src=a1 --mount type=bind,dst=/x x1",
        &[("mount-target-missing", "src=a1"), ("mount-source-missing", "type=bind,dst=/x")],
    ),
    ("docker run --mount src=$PWD/x,dst=/x x1", &[("mount-volume-path", "$PWD/x")]),
    ("docker run --mount type=bind,src=site,dst=/x x1", &[("mount-bind-name", "site")]),
    ("docker cp a1 b1", &[("copy-without-container", "a1 b1")]),
    ("docker cp c1:/a c2:/b", &[("copy-between-containers", "c1:/a c2:/b")]),
    ("docker cp - -", &[("copy-without-container", "- -")]),
    ("docker cp '' c1:", &[("copy-empty", "''"), ("copy-path-missing", "c1:")]),
    ("docker cp /etc/passwd c:/a", &[("path-absolute", "/etc/passwd"), ("name-short", "c")]),
];

const MORE_VALUES: &[FaultCase] = &[
    (
        "docker run -m 512x --memory-swap -2 --shm-size g --memory '5 q' nginx",
        &[("size", "x"), ("size", "-2"), ("size", "g"), ("size", " q")],
    ),
    (
        "docker run --cpus 1.x --pids-limit many --memory-swappiness 101 --oom-score-adj 2000 --stop-timeout 1s x1",
        &[("number", "1.x"), ("number", "many"), ("number", "101"), ("number", "2000"), ("number", "1s")],
    ),
    ("docker run --health-interval 5 --health-timeout 1d nginx", &[("time-span", "5"), ("time-span", "1d")]),
    ("docker run --no-healthcheck --health-cmd true nginx", &[("flags-conflict", "--no-healthcheck")]),
    ("docker run -d -a stdout -a stdonut nginx", &[("flags-conflict", "-a stdonut"), ("stream", "stdonut")]),
    ("docker run --rm --restart always nginx", &[("flags-conflict", "--restart always")]),
    (
        "docker run --restart allways --pull alwyas nginx",
        &[("restart-policy", "allways"), ("pull-policy", "alwyas")],
    ),
    ("docker run --restart on-failure:x --platform a//b nginx", &[("number", "x"), ("platform", "a//b")]),
    (
        "docker run --ulimit nofle=1 --ulimit nofile --ulimit core=2:1 x1",
        &[("ulimit-name", "nofle"), ("ulimit", "nofile"), ("ulimit", "2:1")],
    ),
    (
        "docker run --pid hots --ipc private --userns private --device sda --sysctl vm.swappiness=1 --sysctl =1 x1",
        &[
            ("namespace", "hots"),
            ("namespace", "private"),
            ("device", "sda"),
            ("sysctl", "vm.swappiness"),
            ("sysctl", "=1"),
        ],
    ),
    (
        "docker run --dns one --ip 1.2.3 --ip6 1.2.3.4 --mac-address 1:2 --add-host db --add-host a:b x1",
        &[
            ("address", "one"),
            ("address", "1.2.3"),
            ("address", "1.2.3.4"),
            ("address", "1:2"),
            ("host", "db"),
            ("address", "b"),
        ],
    ),
    (
        "docker run --network name=a1,alais=b,driver-opt=x=y,ip= --network alias=c --network a/b --network-alias '' x1",
        &[
            ("network-key", "alais"),
            ("network-key", "driver-opt"),
            ("network-field", "ip="),
            ("network-name-missing", "alias=c"),
            ("name-character", "/"),
            ("name-empty", "''"),
        ],
    ),
    ("docker run --network bridge --network-alias=db x1", &[("network-no-names", "bridge")]),
    ("docker run --network-alias db x1", &[("network-no-names", "--network-alias db")]),
    ("docker run --env-file . --label-file ../x nginx", &[("file-path", "."), ("path-outside", "../x")]),
    ("docker stop -s SIGTREM -t soon c1", &[("signal", "SIGTREM"), ("number", "soon")]),
    ("docker start -a web db", &[("start-attach-many", "db")]),
    ("docker logs --tail some --since yesterday web", &[("number", "some"), ("moment", "yesterday")]),
    ("docker port web http/tpc", &[("port-number", "http"), ("port-protocol", "tpc")]),
    (
        "docker commit -c 'COPY a b' -c 'CDM x' -c '' web",
        &[("change", "COPY"), ("change", "CDM"), ("change", "''")],
    ),
    (
        "docker build -t App https://example.test/x.git",
        &[("name-upper", "App"), ("build-context", "https://example.test/x.git")],
    ),
    ("docker build", &[("operand-missing", "build")]),
    ("docker import - app", &[("import-source", "-")]),
    ("docker save nginx", &[("file-missing", "save")]),
    ("docker load", &[("file-missing", "load")]),
    ("docker tag app app@sha256:00", &[("tag-digest", "app@sha256:00")]),
    ("docker tag app", &[("operand-missing", "tag")]),
    (
        "docker network create --subnet 10.0.0.0/33 --gateway x",
        &[("operand-missing", "network create"), ("subnet", "10.0.0.0/33"), ("address", "x")],
    ),
    ("docker volume create --name a1 b2", &[("flags-conflict", "a1")]),
    ("docker volume create -o =x", &[("option-key", "=x")]),
    ("docker inspect --type contaner web", &[("kind", "contaner")]),
    ("docker ps --filter stauts=exited -f all", &[("filter-key", "stauts"), ("filter", "all")]),
    (
        "docker ps --format '{{.ID}} {{template .X}}{{end}} {{$x}} {{printf .X}}' ",
        &[
            ("format-action", "template"),
            ("format-action", "end"),
            ("format-action", "$x"),
            ("format-action", "printf"),
        ],
    ),
    ("docker inspect -f '{{.A' web", &[("format-unclosed", "{{")]),
    (
        "docker inspect -f '{{}} {{index .A}} {{json}} {{.A|.B}}' web",
        &[
            ("format-action", "{{}}"),
            ("format-action", "{{index .A}}"),
            ("format-action", "{{json}}"),
            ("format-action", "|"),
        ],
    ),
    (
        "docker inspect -f '{{range .A}}{{if .B}}x{{else}}{{end}}' web",
        &[("format-without-end", "{{range .A}}")],
    ),
    ("docker inspect -f '{{if .A}}{{else}}{{else}}{{end}}' web", &[("format-action", "else")]),
    ("docker inspect --format '' web", &[("format-empty", "''")]),
];

fn rows() -> impl Iterator<Item = &'static FaultCase> {
    [SHELL, COMMAND, FLAGS, VALUES, MORE_VALUES].into_iter().flatten()
}

#[test]
fn every_fault_of_a_line_is_found_at_its_place() {
    for (line, expected) in rows() {
        let (source, read) = read(line);
        let faults = read.expect_err(line);
        let seen: Vec<_> = faults.iter().map(|fault| (fault.code, &source[fault.span.range()])).collect();
        assert_eq!(seen, *expected, "{line}");
    }
}

#[test]
fn suggestions_are_what_was_meant() {
    for (line, suggestions) in [
        ("dcoker rn nginx", &["docker", "run"][..]),
        ("docker volume craete x1", &["volume create"]),
        ("docker frobnicate", &[""]),
        ("docker run --nmae x1 nginx", &["--name"]),
        ("docker run --d -D -name x1 nginx", &["-d", "-d", "--name"]),
        ("docker run -rm nginx", &["--rm"]),
        ("docker run -z --zzz=1 nginx", &["", ""]),
        ("docker run --mount tpye=bnid,taget=/x nginx", &["type", "target"]),
        ("docker run -p 80/udq -v a1:/b:or -v a1:/b:x nginx", &["udp", "ro", ""]),
    ] {
        let faults = read(line).1.expect_err(line);
        let seen: Vec<_> = faults.iter().filter_map(|fault| argument(fault, "suggestion")).collect();
        assert_eq!(seen, suggestions, "{line}");
    }
}

fn argument<'a>(fault: &'a Diagnostic, name: &str) -> Option<&'a str> {
    fault.arguments.iter().find(|argument| argument.0 == name).map(|argument| argument.1.as_str())
}

#[test]
fn words_alone_have_the_same_faults() {
    for (line, code) in [("", "empty-line"), ("ls $PWD", "workspace-misplaced"), ("ls | wc", "shell-pipe")] {
        let faults = words(&behind_korean(line).1).unwrap_err();
        assert_eq!(faults.iter().map(|fault| fault.code).collect::<Vec<_>>(), [code], "{line}");
    }
}

pub(super) fn bundle() -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::default();
    bundle.set_use_isolating(false);
    bundle.add_resource(FluentResource::try_new(MESSAGES.to_owned()).unwrap()).unwrap();
    bundle
}

/// A message without arguments.
pub(super) fn say(bundle: &FluentBundle<FluentResource>, key: &str) -> String {
    let message = bundle.get_message(key).unwrap_or_else(|| panic!("{key}"));
    let mut errors = Vec::new();
    bundle.format_pattern(message.value().unwrap(), None, &mut errors).into_owned()
}

/// Returns the message of a fault, with its suggestion and its help.
fn told(bundle: &FluentBundle<FluentResource>, fault: &Diagnostic) -> String {
    let message = bundle.get_message(&format!("fault-{}", fault.code)).unwrap_or_else(|| panic!("{fault:?}"));
    let mut arguments = FluentArgs::new();
    for (name, value) in &fault.arguments {
        arguments.set(*name, value.as_str());
    }
    let attribute = |name| message.get_attribute(name).map(|attribute| attribute.value());
    let suggestion = argument(fault, "suggestion");
    assert_eq!(suggestion.is_some(), attribute("suggest").is_some(), "{fault:?}");
    let suggested = attribute("suggest").filter(|_| suggestion != Some(""));
    let parts = [message.value(), suggested, attribute("help")];
    assert!(parts[0].is_some() && parts[2].is_some(), "{fault:?}");
    let mut errors = Vec::new();
    let parts: Vec<_> = parts
        .into_iter()
        .flatten()
        .map(|pattern| bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned())
        .collect();
    assert!(errors.is_empty(), "{fault:?}: {errors:?}");
    parts.join("\n    ")
}

#[test]
fn every_fault_has_its_words_and_every_word_its_fault() {
    let bundle = bundle();
    let mut seen = BTreeSet::new();
    for (line, _) in rows() {
        for fault in read(line).1.unwrap_err() {
            println!("{line}\n  {}: {}", fault.code, told(&bundle, &fault));
            seen.insert(format!("fault-{}", fault.code));
        }
    }
    let known = MESSAGES.lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key.to_owned());
    let known: BTreeSet<_> = known.filter(|key| key.starts_with("fault-")).collect();
    assert_eq!(known, seen);
}

#[test]
fn every_command_has_its_summary() {
    let bundle = bundle();
    let missing: Vec<_> =
        COMMANDS.iter().map(Syntax::summary_key).filter(|key| !bundle.has_message(key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
