# `engine`의 말. 무엇이 되지 않았는지(`engine-<operation>`), 왜 그런지(`engine-cause-…` 또는
# `engine-refused-…`), 무엇을 하면 되는지(까닭의 `help` 속성).

## 무엇이 되지 않았는지. $subject는 실습에 적힌 이름입니다.

engine-about = 컨테이너 엔진의 정보를 얻지 못했습니다.
engine-list-containers = 엔진에서 컨테이너 목록을 얻지 못했습니다.
engine-list-volumes = 엔진에서 볼륨 목록을 얻지 못했습니다.
engine-list-images = 엔진에서 이미지 목록을 얻지 못했습니다.
engine-inspect-container = 엔진이 { $subject } 컨테이너를 살펴보지 못했습니다.
engine-inspect-image = 엔진이 { $subject } 이미지를 살펴보지 못했습니다.
engine-inspect-volume = 엔진이 { $subject } 볼륨을 살펴보지 못했습니다.
engine-pull = 엔진이 { $subject } 이미지를 받지 못했습니다.
engine-create = 엔진이 { $subject } 컨테이너를 만들지 못했습니다.
engine-start = 엔진이 { $subject } 컨테이너를 시작하지 못했습니다.
engine-stop = 엔진이 { $subject } 컨테이너를 중지하지 못했습니다.
engine-restart = 엔진이 { $subject } 컨테이너를 재시작하지 못했습니다.
engine-kill = 엔진이 { $subject } 컨테이너에 시그널을 보내지 못했습니다.
engine-wait = 엔진이 { $subject } 컨테이너가 끝나기를 기다리지 못했습니다.
engine-logs = 엔진이 { $subject } 컨테이너의 출력을 주지 못했습니다.
engine-exec = 엔진이 { $subject } 컨테이너에서 명령을 실행하지 못했습니다.
engine-changes = 엔진이 { $subject } 컨테이너에서 바뀐 것을 알려 주지 못했습니다.
engine-read = 엔진이 { $subject }에서 읽지 못했습니다.
engine-write = 엔진이 { $subject } 컨테이너에 쓰지 못했습니다.
engine-remove-container = 엔진이 { $subject } 컨테이너를 삭제하지 못했습니다.
engine-create-volume = 엔진이 { $subject } 볼륨을 만들지 못했습니다.
engine-remove-volume = 엔진이 { $subject } 볼륨을 삭제하지 못했습니다.
engine-usage = 엔진이 쓰고 있는 디스크 용량을 알려 주지 못했습니다.
engine-pause = 엔진이 { $subject } 컨테이너를 일시 정지하지 못했습니다.
engine-unpause = 엔진이 { $subject } 컨테이너의 일시 정지를 풀지 못했습니다.
engine-rename = 엔진이 { $subject } 컨테이너의 이름을 바꾸지 못했습니다.
engine-update = 엔진이 { $subject } 컨테이너의 제한을 바꾸지 못했습니다.
engine-top = 엔진에서 { $subject } 컨테이너의 프로세스 목록을 얻지 못했습니다.
engine-attach = 엔진이 { $subject } 컨테이너에 연결하지 못했습니다.
engine-export = 엔진이 { $subject } 컨테이너의 파일을 내보내지 못했습니다.
engine-list-networks = 엔진에서 네트워크 목록을 얻지 못했습니다.
engine-inspect-network = 엔진이 { $subject } 네트워크를 살펴보지 못했습니다.
engine-create-network = 엔진이 { $subject } 네트워크를 만들지 못했습니다.
engine-remove-network = 엔진이 { $subject } 네트워크를 삭제하지 못했습니다.
engine-connect = 엔진이 컨테이너를 { $subject } 네트워크에 연결하지 못했습니다.
engine-disconnect = 엔진이 컨테이너를 { $subject } 네트워크에서 떼어 내지 못했습니다.
engine-build = 엔진이 { $subject } 이미지를 빌드하지 못했습니다.
engine-commit = 엔진이 { $subject } 컨테이너에서 이미지를 만들지 못했습니다.
engine-tag = 엔진이 { $subject } 이미지에 이름을 붙이지 못했습니다.
engine-remove-image = 엔진이 { $subject } 이미지를 삭제하지 못했습니다.
engine-history = 엔진에서 { $subject } 이미지의 레이어 목록을 얻지 못했습니다.
engine-import = 엔진이 { $subject } 이미지를 가져오지 못했습니다.
engine-save = 엔진이 { $subject } 이미지를 저장하지 못했습니다.
engine-load = 엔진이 아카이브의 이미지를 불러오지 못했습니다.

## 왜. $words는 엔진이나 시스템이 한 말 그대로입니다.

engine-cause-timed-out = { $time } 안에 답이 없었습니다.
    .help = 엔진이 바쁘거나 멈춰 있을 수 있습니다. `docker ps` 명령에 답하는지 보고, 답이 없으면 엔진을 재시작하세요.
engine-cause-unreachable = 엔진이 있어야 할 곳에서 아무도 답하지 않습니다: { $words }
    .help = 엔진을 시작하고(Linux: `sudo systemctl start docker`, Docker Desktop: 앱 실행) 다시 해 보세요.
engine-cause-own-gone = statelab 전용 엔진이 꺼져서 응답이 없습니다: { $words }
    .help = `statelab engine start` 명령으로 다시 시작하고 다시 해 보세요. 남은 것은 그때 먼저 삭제합니다.
engine-cause-untrusted = 엔진과의 암호화된 연결을 믿을 수 없습니다: { $words }
    .help = ca.pem, cert.pem, key.pem 파일(컨텍스트의 폴더나 `DOCKER_CERT_PATH` 폴더에 있음)이 엔진에 설정한 것과 맞는지 보세요.
engine-cause-denied = 엔진을 쓸 권한이 없습니다: { $words }
    .help = 권한이 있는 그룹에 자신을 넣고(Linux: `sudo usermod -aG docker "$USER"`), 로그아웃했다가 다시 로그인하세요.
engine-cause-broken = 엔진의 답이 중간에 끊겼거나 알아볼 수 없습니다: { $words }
    .help = 엔진이 도중에 꺼졌을 수 있습니다. 엔진이 켜져 있는지 보고 다시 해 보세요.
engine-cause-too-long = 엔진의 답이 { $most } 한도를 넘거나 값이 너무 많아 읽지 않았습니다.
    .help = 더는 필요 없는 것을 삭제하거나(`docker ps -a`, `docker image ls -a`, `docker volume ls`), 이것이 커진 까닭을 없앤 뒤 다시 해 보세요.
engine-cause-too-many-changes = 바뀐 경로가 { $changes }개를 넘거나, 경로의 길이를 모두 더하면 { $most } 한도를 넘습니다. 하나도 비교하거나 보여 주지 않았습니다.
    .help = 파일이나 폴더를 하나씩 보거나(`file` 확인, `docker exec … ls`), 그렇게 많은 파일은 볼륨에 쓰게 하세요.

engine-refused-not-found = 그런 것이 없습니다: { $words }
    .help = 그사이에 삭제되었을 수 있습니다. `docker ps -a`, `docker volume ls` 명령으로 무엇이 있는지 보세요.
engine-refused-no-such-image = 그런 이미지가 없습니다: { $words }
    .help = 이미지의 이름을 확인하세요. 레지스트리에 갈 수 없다면 `docker load` 명령으로 파일에서 불러오세요.
engine-refused-name-taken = 같은 이름의 컨테이너가 이미 있습니다: { $words }
    .help = 그 컨테이너를 먼저 삭제하거나, 새 컨테이너에 다른 이름을 붙이세요.
engine-refused-in-use = 쓰이고 있습니다: { $words }
    .help = 이것을 쓰는 것부터 삭제하세요. 실행 중인 컨테이너를 삭제하려면 `-f` 옵션이 필요합니다.
engine-refused-not-running = 컨테이너가 실행 중이 아닙니다: { $words }
    .help = 먼저 컨테이너를 시작하세요. 저절로 끝났다면 `docker logs` 명령으로 까닭을 볼 수 있습니다.
engine-refused-port-taken = 다른 프로그램이 이 포트를 쓰고 있습니다: { $words }
    .help = 그 프로그램을 끝내거나 다른 포트를 쓰세요.
engine-refused-paused = 컨테이너가 일시 정지되어 있습니다: { $words }
    .help = 먼저 일시 정지를 푸세요: `docker unpause`.
engine-refused-not-paused = 컨테이너가 일시 정지되어 있지 않습니다: { $words }
    .help = 일시 정지된 컨테이너만 풀 수 있습니다. `docker ps` 명령으로 어느 것인지 보세요.
engine-refused-running = 컨테이너가 실행 중입니다: { $words }
    .help = 먼저 중지하거나, 명령에 `-f` 옵션이 있으면 쓰세요.
engine-refused-no-space = 엔진의 디스크가 가득 찼습니다: { $words }
    .help = `docker system df` 명령으로 무엇이 자리를 차지하는지 보세요. 자리를 비우고 다시 해 보세요.
engine-refused-invalid = 엔진이 이대로는 할 수 없습니다: { $words }
    .help = 명령에 준 옵션의 값을 살펴보세요.
engine-refused-unsupported = 이 엔진에는 없는 기능입니다: { $words }
    .help = 다른 엔진이나 더 새로운 엔진에는 있을 수 있습니다.
engine-refused-other = 엔진이 한 말: { $words }
    .help = 엔진이 한 말을 그대로 옮겼습니다(상태 { $status }).

## 우리 것이 아니면 건드리지 않습니다.

engine-taken-container = 이번 실습에서 만들지 않은 { $name } 컨테이너가 이미 있습니다. 건드리지 않았습니다.
    .help = `docker ps -a --filter name=^{ $name }$` 명령으로 살펴보세요. 더는 필요 없다면 `docker rm -f { $name }` 명령으로 삭제하고 다시 해 보세요.
engine-taken-volume = 이번 실습에서 만들지 않은 { $name } 볼륨이 이미 있습니다. 건드리지 않았습니다.
    .help = `docker volume inspect { $name }` 명령으로 살펴보세요. 그 데이터가 더는 필요 없다면 `docker volume rm { $name }` 명령으로 삭제하고 다시 해 보세요.
engine-left-container = { $name } 컨테이너는 statelab이 한 다른 실습({ $run })의 것입니다. 건드리지 않았습니다.
    .help = 그 실습이 끝났다면 `docker rm -f -v { $name }` 명령으로 남은 것을 삭제하고 다시 해 보세요.
engine-left-volume = { $name } 볼륨은 statelab이 한 다른 실습({ $run })의 것입니다. 건드리지 않았습니다.
    .help = 그 실습이 끝났다면 `docker volume rm { $name }` 명령으로 남은 것을 삭제하고 다시 해 보세요.
engine-taken-network = 이번 실습에서 만들지 않은 { $name } 네트워크가 이미 있습니다. 건드리지 않았습니다.
    .help = `docker network inspect { $name }` 명령으로 살펴보세요. 더는 필요 없다면 `docker network rm { $name }` 명령으로 삭제하고 다시 해 보세요.
engine-left-network = { $name } 네트워크는 statelab이 한 다른 실습({ $run })의 것입니다. 건드리지 않았습니다.
    .help = 그 실습이 끝났다면 `docker network rm { $name }` 명령으로 남은 것을 삭제하고 다시 해 보세요.
engine-taken-image = 이번 실습에서 만들지 않은 { $name } 이미지가 이미 있습니다. 건드리지 않았습니다.
    .help = `docker image inspect { $name }` 명령으로 살펴보세요. 더는 필요 없다면 `docker rmi { $name }` 명령으로 삭제하고 다시 해 보세요.
engine-left-image = { $name } 이미지는 statelab이 한 다른 실습({ $run })의 것입니다. 건드리지 않았습니다.
    .help = 그 실습이 끝났다면 `docker rmi { $name }` 명령으로 남은 것을 삭제하고 다시 해 보세요.
engine-not-ours = 이번 실습에서 만든 것이 아닙니다: { $name }. 건드리지 않았습니다.
    .help = 실습은 스스로 만든 것만 쓸 수 있습니다.
engine-ledger = 무엇을 만들려는지 { $path }에 적지 못했습니다: { $words }
    .help = 아무것도 만들지 않았습니다. 디스크가 가득 차지 않았는지, 그곳에 쓸 권한이 있는지 보세요.

## 엔진의 주소. $url은 주어진 그대로입니다.

engine-address-empty = 엔진의 주소가 비어 있습니다.
    .help = unix:///var/run/docker.sock 같은 주소를 주거나, 아예 빼세요.
engine-address-ssh = SSH를 거치는 주소는 쓸 수 없습니다: { $url }
    .help = `ssh -L` 명령으로 엔진의 소켓을 이쪽으로 이어 놓고, 그 주소를 주세요.
engine-address-malformed = 엔진의 주소가 아닙니다: { $url }
    .help = unix:///var/run/docker.sock 또는 tcp://127.0.0.1:2375 같은 주소를 주세요.
engine-address-context = Docker에 그런 컨텍스트가 없습니다: { $url }
    .help = `docker context ls` 명령으로 어떤 것이 있는지 보세요.
engine-address-context-broken = Docker의 컨텍스트를 읽을 수 없거나, 그 안에 엔진의 주소가 없습니다: { $url }
    .help = 다시 만드세요: `docker context rm { $url }`, 그다음 `docker context create { $url } --docker host=…`
engine-address-configuration = Docker의 설정 파일을 읽을 수 없습니다: { $url }
    .help = 올바른 JSON인지, 읽을 권한이 있는지 보세요. 그때까지 이 파일의 컨텍스트는 쓰지 않습니다.

## statelab 전용 엔진을 시작할 수 없는 까닭.

engine-own-system = 전용 엔진은 Linux에서만 시작할 수 있습니다.
    .help = Docker Desktop, colima 같은 엔진을 시작하고 다시 해 보세요.
engine-own-no-program = 전용 엔진을 시작할 podman도 dockerd도 설치되어 있지 않습니다.
    .help = 하나를 설치하고(Debian: `sudo apt-get install podman runc`) 다시 해 보세요.
engine-own-no-runtime = Podman은 있지만, 이 시스템의 cgroup에서 컨테이너를 만들 프로그램이 없습니다.
    .help = runc를 설치하고(Debian: `sudo apt-get install runc`) 다시 해 보세요.
engine-own-needs-root = dockerd가 설치되어 있지만, root만 시작할 수 있습니다.
    .help = 직접 시작하거나(`sudo systemctl start docker`), root 없이 쓸 수 있는 podman을 설치하세요.
engine-own-other-dockerd = dockerd가 이미 실행 중입니다. 둘을 함께 실행하면 서로 방해합니다.
    .help = 왜 답하지 않는지 보거나(`sudo systemctl status docker`), 그 옆에서 쓸 수 있는 podman을 설치하세요.
engine-own-long-path = 상태 폴더의 경로가 길어서 그 안에 소켓을 만들 수 없습니다.
    .help = XDG_RUNTIME_DIR 또는 XDG_STATE_HOME 변수에 더 짧은 경로의 폴더를 지정하세요.
