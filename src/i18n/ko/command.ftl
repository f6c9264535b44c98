# `command`의 말: 실습에 적힌 docker 명령에서 잘못될 수 있는 것.
#
# 잘못마다 무엇이 왜 잘못인지 말합니다. `.help`는 대신 무엇을 쓰면 되는지 말합니다. `.suggest`는
# `$suggestion`이 비어 있지 않을 때 보여 줍니다.

## 명령을 한 줄씩.

command-run = 이미지로 컨테이너를 만들고 시작하기
command-create = 이미지로 컨테이너 만들기
command-start = 멈춰 있는 컨테이너 시작하기
command-stop = 컨테이너 중지하기: 먼저 부탁하고, 안 되면 강제로
command-restart = 컨테이너를 중지했다가 다시 시작하기
command-kill = 컨테이너에 시그널을 보내거나 곧바로 끝내기
command-pause = 컨테이너의 프로세스를 모두 일시 정지하기
command-unpause = 일시 정지한 컨테이너를 다시 움직이게 하기
command-wait = 컨테이너가 끝나기를 기다려 종료 코드를 출력하기
command-rm = 컨테이너 삭제하기
command-container-prune = 실행 중이 아닌 컨테이너를 모두 삭제하기
command-rename = 컨테이너의 이름 바꾸기
command-update = 컨테이너의 제한 바꾸기
command-cp = 컨테이너와 작업 폴더 사이에서 파일 복사하기
command-exec = 실행 중인 컨테이너에서 명령 실행하기
command-ps = 컨테이너 목록 보기
command-logs = 컨테이너가 남긴 출력 보기
command-diff = 컨테이너가 이미지와 달라진 곳 보기
command-top = 컨테이너의 프로세스 목록 보기
command-port = 컨테이너가 공개한 포트 목록 보기
command-inspect = 엔진이 아는 것을 모두 출력하기
command-container-inspect = 엔진이 컨테이너에 대해 아는 것을 모두 출력하기
command-build = Dockerfile로 이미지 빌드하기
command-commit = 컨테이너의 레이어로 이미지 만들기
command-tag = 이미지에 이름을 하나 더 붙이기
command-images = 이미지 목록 보기
command-image-inspect = 엔진이 이미지에 대해 아는 것을 모두 출력하기
command-history = 이미지의 레이어 목록 보기
command-rmi = 이미지 또는 이미지의 이름 삭제하기
command-image-prune = 아무도 쓰지 않는 이미지 삭제하기
command-save = 이미지를 파일로 저장하기
command-load = 파일에서 이미지 불러오기
command-export = 컨테이너의 파일을 파일 하나로 내보내기
command-import = 파일에 든 파일들로 이미지 만들기
command-volume-create = 볼륨 만들기
command-volume-ls = 볼륨 목록 보기
command-volume-inspect = 엔진이 볼륨에 대해 아는 것을 모두 출력하기
command-volume-rm = 볼륨 삭제하기
command-volume-prune = 아무도 쓰지 않는 볼륨 삭제하기
command-network-create = 네트워크 만들기
command-network-ls = 네트워크 목록 보기
command-network-inspect = 엔진이 네트워크에 대해 아는 것을 모두 출력하기
command-network-connect = 컨테이너를 네트워크에 연결하기
command-network-disconnect = 컨테이너를 네트워크에서 떼어 내기
command-network-rm = 네트워크 삭제하기
command-system-df = 이미지, 컨테이너, 볼륨이 쓰는 디스크 용량 보기
command-version = 클라이언트와 엔진의 버전 보기

## 플래그의 뜻: `flag-LONG`. 명령마다 뜻이 다르면 `flag-COMMAND-LONG`.

flag-add-host = 컨테이너의 hosts 파일에 넣을 이름과 주소
flag-alias = 이 네트워크에서 쓸 다른 이름
flag-archive = 소유자와 권한을 그대로 유지
flag-attach = 컨테이너의 출력을 보여 주며 끝날 때까지 기다림
flag-attachable = 나중에 다른 컨테이너를 직접 연결할 수 있음
flag-author = 만든 사람
flag-build-arg = Dockerfile의 ARG에 줄 값
flag-cap-add = 커널 권한(capability)을 하나 더함
flag-cap-drop = 커널 권한(capability)을 하나 뺌
flag-cgroupns = 사용할 cgroup 네임스페이스
flag-change = 새 이미지에 적용할 Dockerfile 명령
flag-cpu-period = 할당량을 재는 시간 단위
flag-cpu-quota = 그 시간 중 CPU를 쓸 수 있는 양
flag-cpu-shares = CPU가 모자랄 때의 비중
flag-cpus = CPU를 최대 몇 개까지 쓰는지
flag-detach = 백그라운드에서 실행하고 바로 돌아옴
flag-details = 로그의 추가 속성도 표시
flag-device = 호스트의 장치 하나
flag-digests = 레지스트리의 다이제스트도 표시
flag-dns = 네임 서버
flag-dns-option = 이름 조회 설정
flag-dns-search = 이름을 찾을 도메인
flag-domainname = 호스트 이름의 도메인
flag-driver = 사용할 드라이버
flag-entrypoint = 이미지가 정한 것 대신 실행할 프로그램
flag-env = 환경 변수
flag-env-file = 파일에 적힌 환경 변수
flag-expose = 적어 두기만 하고 공개하지는 않는 포트
flag-file = 사용할 Dockerfile
flag-filter = 조건에 맞는 것만
flag-follow = 새로 쓰이는 출력도 계속 보여 줌
flag-follow-link = 링크 자체가 아니라 링크가 가리키는 것
flag-force = 먼저 묻지 않음
flag-force-rm = 빌드가 도중에 멈춰도 중간 컨테이너를 지움
flag-format = 출력 형식
flag-gateway = 게이트웨이 주소
flag-group-add = 프로세스를 넣을 그룹
flag-health-cmd = 상태를 확인하는 명령
flag-health-interval = 상태를 확인하는 간격
flag-health-retries = 정상이 아닌 결과가 몇 번 이어지면 비정상으로 볼지
flag-health-start-interval = 시작하는 동안의 확인 간격
flag-health-start-period = 시작할 때 확인 결과를 따지지 않는 시간
flag-health-timeout = 한 번의 확인에 허용하는 시간
flag-hostname = 컨테이너 안의 호스트 이름
flag-human = 크기와 시간을 읽기 쉽게
flag-init = 끝난 프로세스를 거두는 작은 첫 프로세스
flag-input = 읽을 아카이브
flag-interactive = 표준 입력을 열어 둠
flag-internal = 다른 네트워크로 나갈 수 없음
flag-ip = 네트워크에서 쓸 IPv4 주소
flag-ip-range = 컨테이너에 나눠 줄 주소 범위
flag-ip6 = 네트워크에서 쓸 IPv6 주소
flag-ipc = 공유 메모리를 함께 쓸 대상
flag-ipv6 = IPv6 주소도 사용
flag-label = 달아 둘 키와 값
flag-label-file = 파일에 적힌 레이블
flag-last = 끝난 것까지 포함해 최근 몇 개
flag-latest = 끝났더라도 가장 최근 것
flag-mac-address = 하드웨어(MAC) 주소
flag-memory = 메모리를 최대 얼마까지 쓰는지
flag-memory-reservation = 메모리가 모자랄 때 지켜야 할 양
flag-memory-swap = 메모리와 스왑을 합친 양
flag-memory-swappiness = 메모리를 스왑으로 내보내는 정도
flag-message = 이미지 이력에 남길 메모
flag-mount = 경로에 볼륨, 호스트 폴더, tmpfs를 마운트
flag-name = 부를 이름
flag-network = 연결할 네트워크
flag-network-alias = 네트워크에서 쓸 다른 이름
flag-no-cache = 캐시를 쓰지 않고 단계마다 새로 빌드
flag-no-healthcheck = 이미지가 정한 상태 확인을 하지 않음
flag-no-prune = 그 아래의 태그 없는 이미지는 남겨 둠
flag-no-trunc = 줄이지 않고 모두 표시
flag-oom-kill-disable = 메모리가 바닥나도 강제 종료하지 않음
flag-oom-score-adj = 메모리가 바닥날 때 종료되는 순서
flag-opt = 드라이버 설정
flag-output = 결과를 쓸 파일
flag-pause = 그동안 프로세스를 멈춰 둘지
flag-pid = 프로세스를 함께 볼 대상
flag-pids-limit = 프로세스를 최대 몇 개까지 쓰는지
flag-platform = 프로세서의 종류
flag-privileged = 호스트의 거의 모든 권한으로
flag-publish = 호스트 포트를 컨테이너 포트에 연결
flag-publish-all = 이미지의 모든 포트를 호스트의 빈 포트에 연결
flag-pull = 이미지를 언제 가져오는지
flag-quiet = ID나 이름처럼 꼭 필요한 것만
flag-read-only = 컨테이너 자체 파일 시스템을 읽기 전용으로
flag-restart = 엔진이 스스로 다시 시작하는 조건
flag-rm = 끝나면 자동으로 삭제
flag-security-opt = 보안 설정
flag-shm-size = 공유 메모리의 크기
flag-signal = 보낼 시그널
flag-since = 그 뒤에 쓰인 것만
flag-size = 컨테이너 레이어에 쓴 양도 표시
flag-stop-signal = 종료를 요청하는 시그널
flag-stop-timeout = 종료할 때까지 기다리는 시간(초)
flag-subnet = 주소 대역
flag-sysctl = 이 컨테이너에만 적용할 커널 설정
flag-tag = 이미지에 붙일 이름
flag-tail = 마지막 몇 줄만
flag-target = 이 단계까지만 빌드
flag-timeout = 강제 종료하기 전에 기다리는 시간(초)
flag-timestamps = 줄마다 시각도 표시
flag-tmpfs = 메모리에 두는 폴더. 컨테이너를 중지하면 사라짐
flag-tty = 터미널을 붙임
flag-type = 찾을 대상의 종류
flag-cidfile = 컨테이너의 ID를 받는 새 파일
flag-ulimit = 프로세스의 제한값
flag-until = 그 전에 쓰인 것만
flag-user = 실행할 사용자
flag-userns = 사용할 사용자 네임스페이스
flag-uts = 호스트 이름을 함께 쓸 대상
flag-verbose = 합계만이 아니라 하나하나
flag-volume = 볼륨이나 호스트 폴더를 경로에 마운트
flag-volume-driver = 볼륨에 쓸 드라이버
flag-volumes = 컨테이너의 익명 볼륨까지 함께
flag-volumes-from = 다른 컨테이너와 같은 마운트
flag-workdir = 시작할 작업 폴더
flag-build-label = 이미지에 달아 둘 키와 값
flag-build-pull = 더 새로운 기반 이미지가 있는지 먼저 확인
flag-build-quiet = 새 이미지의 ID만
flag-build-rm = 중간 컨테이너를 지울지
flag-cp-quiet = 진행 상황을 표시하지 않음
flag-exec-privileged = 커널의 거의 모든 권한으로
flag-image-prune-all = 태그 없는 것만이 아니라 컨테이너가 쓰지 않는 모든 이미지
flag-images-all = 다른 이미지의 바탕이 되는 이미지까지
flag-inspect-size = 컨테이너 파일의 크기도 표시
flag-load-quiet = 진행 상황을 표시하지 않음
flag-network-disconnect-force = 컨테이너가 실행 중이 아니어도
flag-network-rm-force = 없어도 오류로 보지 않음
flag-ps-all = 중지된 것까지
flag-rm-force = 실행 중이어도 강제 종료한 뒤 삭제
flag-rmi-force = 다른 이름이나 컨테이너가 있어도
flag-start-attach = 출력을 보여 주며 끝날 때까지 기다림
flag-volume-prune-all = 익명 볼륨만이 아니라 이름 있는 볼륨까지
flag-volume-rm-force = 없어도 오류로 보지 않음

## 낱말과 따옴표.

fault-empty-line = 이 줄에는 명령이 없습니다.
    .help = `docker run -d --name my-nginx nginx`처럼 한 줄을 다 쓰세요.

fault-unclosed-quote = 닫히지 않은 따옴표입니다: { $quote }
    .help = 따옴표로 묶은 글이 끝나는 곳에 { $quote } 하나를 더 쓰세요.

fault-dangling-backslash = 줄의 맨 끝에 있는 백슬래시는 할 일이 없습니다.
    .help = 지우세요. 백슬래시 자체를 뜻한다면 따옴표 안에 `\\`라고 쓰세요.

fault-blank-after-backslash = 백슬래시 뒤에 빈칸이 있어서 다음 줄로 이어지지 않습니다.
    .help = 백슬래시와 줄 끝 사이의 빈칸을 지우세요.

fault-second-line = 여기서 두 번째 명령이 시작되는데, 실습의 한 줄은 명령 하나입니다.
    .help = 목록으로 만드세요: run = ["docker …", "docker …"]. 명령이 여기서 이어질 뿐이라면 앞줄을 백슬래시로 끝내세요.

fault-pasted-character = `{ $found }` 글자는 문서 편집기에서 온 것입니다. 명령줄에서는 그 자리에 `{ $plain }` 글자를 씁니다.
    .help = 보통의 `{ $plain }` 글자로 쓰세요. 정말 `{ $found }` 글자를 뜻한다면 따옴표로 묶으세요.

fault-pasted-blank = 빈칸처럼 보이지만, 문서 편집기나 웹 페이지에서 쓰는 특별한 글자입니다.
    .help = 보통의 빈칸으로 바꾸세요.

fault-nul-character = 코드가 0인 글자는 명령에 쓸 수 없습니다.
    .help = 지우세요.

## 셸만 할 수 있는 것.

fault-shell-pipe = `{ $text }` 기호는 파이프를 만들지만, 이 줄은 셸이 읽지 않습니다.
    .help = 컨테이너 안에서 파이프를 쓰려면 docker exec NAME sh -c '… | …'처럼 쓰세요. 명령의 출력을 살펴보려면 `output = true`인 check를 쓰세요.

fault-shell-redirection = `{ $text }` 기호는 셸만 아는 방식으로 입력이나 출력의 방향을 바꾸지만, 이 줄은 셸이 읽지 않습니다.
    .help = 실습에서는 작업 폴더의 파일로 `> FILE`, `>> FILE`, `< FILE`, 그리고 `>` 뒤의 `2>&1`만 쓸 수 있습니다. 컨테이너 안에 파일을 쓰려면 docker exec NAME sh -c 'echo text > /file'처럼 쓰세요.

fault-redirect-target-missing = `{ $text }` 뒤에 파일이 없습니다.
    .help = `{ $text } ./file.txt`처럼 작업 폴더 안 파일의 경로를 뒤에 쓰세요.

fault-redirect-twice = 같은 방향의 기호가 두 번째로 나왔습니다(`{ $text }`). 명령의 입력과 출력은 하나씩입니다.
    .help = 하나를 지우세요.

fault-redirect-device = `{ $path }` 경로는 컴퓨터의 장치입니다. 실습의 파일은 작업 폴더에 있습니다.
    .help = 방향 바꾸기를 지우세요. 명령의 출력은 화면에 보일 뿐입니다.

fault-redirect-unread = 이 명령은 입력을 읽지 않으므로, 파일을 주어도 아무 일도 일어나지 않습니다.
    .help = 방향 바꾸기를 지우세요. 입력을 읽는 명령은 `docker exec -i`, `docker run -i`, `docker start -i`, `docker load`, `docker import -`입니다.

fault-redirect-without-i = `docker { $command }` 명령은 `-i` 없이는 파일을 넘겨주지 않습니다. 프로그램은 아무것도 읽지 못합니다.
    .help = docker { $command } -i 꼴로 쓰세요.

fault-redirect-terminal = `-t` 옵션은 터미널을 만드는데, 파일은 터미널이 아닙니다. docker 프로그램도 거부합니다.
    .help = -it 대신 -i라고 쓰세요.

fault-placeholder = `{ $text }` 표시는 이름처럼 여러분이 정할 것을 나타내며, 그대로 쓰는 것이 아닙니다.
    .help = my-nginx처럼 실제 값을 쓰세요. `<`와 `>`가 들어간 글자를 그대로 뜻한다면 따옴표로 묶으세요.

fault-windows-line-end = 줄을 `{ $text }` 기호로 잇는 것은 Windows의 셸뿐입니다.
    .help = 다음 줄로 이으려면 줄을 백슬래시(`\`)로 끝내세요. 아니면 명령을 한 줄에 쓰세요.

fault-windows-folder = `{ $text }` 표시는 Windows의 셸에서 현재 폴더를 쓰는 방식입니다.
    .help = `$PWD`라고 쓰고, 폴더 이름 사이에는 `/`를 쓰세요: -v "$PWD/data":/data.

fault-windows-path = `{ $path }` 경로는 Windows의 경로입니다. 실습의 파일은 작업 폴더에 있고, 실습은 그 밖을 보지 못합니다.
    .help = 작업 폴더의 경로를 쓰세요: `{ $inside ->
    [none] ./folder
   *[other] ./{ $inside }
 }`.

fault-shell-list = `{ $text }` 기호는 두 명령을 잇지만, 이 줄은 셸이 읽지 않습니다.
    .help = 목록으로 만드세요: run = ["docker …", "docker …"]. 명령은 차례로 실행되고, 처음 오류가 난 곳에서 단계가 끝납니다.

fault-shell-background = `&` 기호는 명령을 백그라운드로 보내지만, 이 줄은 셸이 읽지 않습니다.
    .help = 지우세요. `docker run -d`를 쓰면 컨테이너가 백그라운드에서 돕니다. 글자 자체를 뜻한다면 작은따옴표로 묶으세요.

fault-shell-group = `{ $text }` 기호는 명령을 묶지만, 이 줄은 셸이 읽지 않습니다.
    .help = 괄호 없이 명령을 목록으로 쓰세요. 글자 자체를 뜻한다면 작은따옴표로 묶으세요.

fault-shell-substitution = { $text } 자리에는 명령의 출력이 들어가야 하지만, 이 줄은 셸이 읽지 않습니다.
    .help = 컨테이너의 이름처럼, 뜻하는 것을 그대로 쓰세요. `$(pwd)`만 알아듣고, 작업 폴더를 뜻합니다. 컨테이너 안에서 실행하게 하려면 작은따옴표로 sh -c '…'처럼 쓰세요.

fault-shell-variable = `{ $text }` 표시는 셸의 변수이지만, 이 줄은 셸이 읽지 않습니다.
    .help = 값을 그대로 쓰세요. `$PWD`만 알아듣고, 작업 폴더를 뜻합니다. 컨테이너가 변수를 읽게 하려면 작은따옴표로 묶으세요: sh -c 'echo $NAME'. 달러 글자를 뜻한다면 `\$`라고 쓰거나 작은따옴표로 묶으세요.

fault-shell-prompt = `$` 기호는 터미널의 프롬프트이지 명령의 일부가 아닙니다.
    .help = `docker`로 줄을 시작하세요.

fault-shell-quote-form = `{ $text }` 기호는 몇몇 셸만 아는 따옴표입니다.
    .help = 달러 없이 보통의 작은따옴표나 큰따옴표를 쓰세요.

fault-shell-pattern = `{ $character }` 기호는 여기서 파일 이름의 패턴이 되지만(`{ $text }`), 이 줄은 셸이 읽지 않습니다.
    .help = 파일 이름을 하나하나 쓰세요. 컨테이너 안에서 패턴을 쓰려면 작은따옴표로 sh -c '…'처럼 쓰세요. 글자 자체를 뜻한다면 따옴표로 묶으세요.

fault-shell-braces = 셸이라면 `{ $text }` 표시를 여러 낱말로 펼치지만, 이 줄은 셸이 읽지 않습니다.
    .help = 낱말을 모두 쓰세요. 중괄호 자체를 뜻한다면 따옴표로 묶으세요.

fault-shell-home = `{ $text }` 표시는 누군가의 홈 폴더를 뜻합니다. 실습은 홈 폴더를 알지도, 건드리지도 않습니다.
    .help = 작업 폴더 안의 폴더를 쓰세요: `./folder` 또는 `$PWD/folder`.

fault-shell-comment = 명령 안에는 주석을 쓸 수 없습니다.
    .help = 실습 파일에서 따옴표 밖의 다른 줄에 쓰거나, `before`에서 학생에게 말해 주세요.

fault-workspace-misplaced = 현재 폴더는 실습의 작업 폴더인데, 이 자리에서는 아무 뜻이 없습니다.
    .help = `$PWD`와 `$(pwd)`는 작업 폴더 안 경로의 맨 앞에 쓰세요: -v "$PWD/site":/path, 또는 docker cp $PWD/page.html NAME:/path.

## 어떤 명령인지.

fault-not-docker = 실습의 한 줄은 `docker`로 시작하는데, 이 줄은 `{ $word }`부터 시작합니다.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?
    .help = 컨테이너 안에서 프로그램을 실행하려면 docker exec NAME PROGRAM처럼 쓰세요. 작업 폴더에 파일을 쓰려면 단계의 `write`를 쓰세요.

fault-podman = 실습에는 docker 명령을 씁니다.
    .help = 여기에는 `docker`라고 쓰세요. 같은 줄이 Podman에서도 실행됩니다. 어느 엔진을 쓸지는 실습을 실행할 때 고릅니다.

fault-sudo = 여기에는 `sudo`가 필요 없습니다. 엔진에 바로 물어봅니다.
    .help = `docker`로 줄을 시작하세요.

fault-global-flag = 명령 앞에 `{ $flag }` 옵션이 있습니다. 어느 엔진을 쓸지는 실습이 고르지 않습니다.
    .help = 지우세요. 엔진은 실습을 실행하는 사람이 `statelab --engine` 옵션으로 고릅니다.

fault-command-missing = `docker` 뒤에 명령이 없습니다.
    .help = 실습에서 쓸 수 있는 명령: { $known }.

fault-subcommand-missing = `docker { $group }` 뒤에 낱말이 하나 더 있어야 합니다.
    .help = 실습에서 그 뒤에 쓸 수 있는 것: { $known }.

fault-unknown-command = `docker { $command }` 명령은 없습니다.
    .suggest = 혹시 `docker { $suggestion }` 아닌가요?
    .help = 실습에서 쓸 수 있는 명령: { $known }.

fault-unsupported-command = `docker { $command }` 명령은 docker에는 있지만 실습에서는 쓸 수 없습니다.
    .help = { $which ->
    [pull] 필요 없습니다. 실습의 명령에 나오는 이미지는 첫 단계 전에 받아 둡니다.
    [image-pull] 필요 없습니다. 실습의 명령에 나오는 이미지는 첫 단계 전에 받아 둡니다.
    [push] 실습은 아무것도 밖으로 내보내지 않습니다. 이미지를 옮기려면 docker save와 docker load를 쓰세요.
    [image-push] 실습은 아무것도 밖으로 내보내지 않습니다. 이미지를 옮기려면 docker save와 docker load를 쓰세요.
    [attach] 실습의 터미널에는 앉아 있는 사람이 없습니다. 컨테이너의 출력은 docker logs로 볼 수 있습니다.
    [container-attach] 실습의 터미널에는 앉아 있는 사람이 없습니다. 컨테이너의 출력은 docker logs로 볼 수 있습니다.
    [compose] 대신하는 명령을 직접 쓰세요: docker network create, docker volume create, docker run.
    [network-prune] 네트워크는 이름으로 삭제하세요: docker network rm NAME.
    [system-prune] 실습이 만든 것을 이름으로 삭제하거나, docker container prune, docker volume prune, docker image prune을 쓰세요.
   *[other] 실습에서 쓸 수 있는 명령: { $known }. 컨테이너에서 볼 수 있는 것은 단계의 `check`에 쓰세요.
 }

## 옵션과 대상.

fault-unknown-flag = `docker { $command }` 명령에는 `{ $flag }` 옵션이 없습니다.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?
    .help = 고치거나 지우세요. 컨테이너 안 프로그램의 옵션은 이미지나 컨테이너 뒤에 씁니다.

fault-unknown-letter = `docker { $command }` 명령에는 `{ $flag }` 옵션이 없습니다.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?
    .help = 고치거나 지우세요. 줄표 하나 뒤에서는 글자 하나하나가 옵션입니다. 긴 이름 앞에는 줄표를 두 개 씁니다.

fault-unsupported-flag = `docker { $command }` 명령의 `{ $flag }` 옵션은 실습에서 쓸 수 없습니다.
    .help = { $long ->
    [iidfile] -t로 이미지에 이름을 붙이세요. 이름이면 충분합니다.
    [link] 링크는 옛날 방식입니다. 두 컨테이너를 같은 네트워크에 연결하세요: docker network create, 그다음 --network.
    [log-driver] 실습은 컨테이너의 출력을 읽어야 하므로 엔진의 보통 드라이버가 필요합니다.
    [log-opt] 실습은 컨테이너의 출력을 읽어야 하므로 엔진의 보통 드라이버가 필요합니다.
    [detach-keys] 실습의 터미널에는 앉아 있는 사람이 없어서 빠져나올 일도 없습니다.
    [sig-proxy] 실습의 터미널에는 앉아 있는 사람이 없어서 전달할 시그널도 없습니다.
    [runtime] 어느 런타임을 쓸지는 실습이 고르지 않습니다. 빼세요.
    [use-api-socket] 실습의 컨테이너는 엔진에 손댈 수 없습니다.
    [secret] 실습은 엔진의 예전 빌더를 쓰는데, 이 빌더에는 secret이 없습니다.
    [ssh] 실습은 엔진의 예전 빌더를 쓰는데, 이 빌더는 SSH로 접근하지 못합니다.
    [output] 실습은 엔진의 예전 빌더를 쓰는데, 이 빌더의 결과는 이미지입니다. 그 안의 파일은 docker cp로 꺼내세요.
    [push] 실습은 아무것도 밖으로 내보내지 않습니다. 이미지를 옮기려면 docker save와 docker load를 쓰세요.
    [help] 지우세요. 모든 명령과 옵션은 docs/commands.md에 있습니다.
   *[other] `--{ $long }` 없이도 수업이 된다면 빼세요.
 }

fault-switch-value = `--{ $flag }` 옵션은 켜고 끄는 것인데, `{ $value }` 값은 true도 false도 아닙니다.
    .help = --{ $flag } 하나만 쓰거나, 끄려면 이렇게 쓰세요: --{ $flag }=false.

fault-value-missing = `--{ $flag }` 옵션에는 값이 있어야 하는데, 여기서 줄이 끝납니다.
    .help = 뒤에 값을 쓰세요: --{ $flag } VALUE.

fault-operand-missing = { $operand ->
    [CONTAINER] `docker { $command }` 명령에는 컨테이너의 이름이 있어야 합니다.
    [IMAGE] `docker { $command }` 명령에는 이미지가 있어야 합니다.
    [SOURCE_IMAGE] `docker { $command }` 명령에는 이미지와, 새로 붙일 이름이 있어야 합니다.
    [TARGET_IMAGE] `docker { $command }` 명령에는 이미지에 새로 붙일 이름이 있어야 합니다.
    [VOLUME] `docker { $command }` 명령에는 볼륨의 이름이 있어야 합니다.
    [NETWORK] `docker { $command }` 명령에는 네트워크의 이름이 있어야 합니다.
    [NAME] `docker { $command }` 명령에는 컨테이너, 이미지, 볼륨, 네트워크 가운데 하나의 이름이 있어야 합니다.
    [NEW_NAME] `docker { $command }` 명령에는 컨테이너의 새 이름이 있어야 합니다.
    [FILE] `docker { $command }` 명령에는 작업 폴더의 파일이 있어야 합니다.
    [PATH] `docker { $command }` 명령에는 빌드할 작업 폴더 안의 폴더가 있어야 합니다.
    [COMMAND] `docker { $command }` 명령에는 컨테이너에서 실행할 명령이 있어야 합니다.
    [SOURCE] `docker { $command }` 명령에는 경로가 둘 있어야 합니다: 어디에서, 어디로 복사할지.
   *[DESTINATION] `docker { $command }` 명령에는 두 번째 경로가 있어야 합니다: 어디로 복사할지.
 }
    .help = { $which ->
    [run] docker run 옵션 IMAGE 순서로 쓰세요. 어떤 옵션이 이미지를 값으로 가져가지 않았는지 보세요.
    [create] docker create 옵션 IMAGE 순서로 쓰세요. 어떤 옵션이 이미지를 값으로 가져가지 않았는지 보세요.
    [cp] docker cp PATH CONTAINER:/PATH처럼, 또는 그 반대로 쓰세요.
    [exec] docker exec CONTAINER COMMAND처럼 쓰세요.
    [build] docker build -t NAME .처럼 쓰세요. `.`은 작업 폴더입니다.
    [network-connect] docker network connect NETWORK CONTAINER처럼 쓰세요.
    [network-disconnect] docker network disconnect NETWORK CONTAINER처럼 쓰세요.
   *[other] 이렇게 쓰세요: docker { $command } { $all }.
 }

fault-operand-extra = `docker { $command }` 명령에는 `{ $operand }` 인자가 들어갈 자리가 없습니다.
    .help = 지우세요. 앞의 낱말에 딸린 것이라면 둘을 한 쌍의 따옴표로 묶고, 다른 명령이라면 목록으로 만드세요.

## 이름.

fault-name-empty = { $kind ->
    [container] 컨테이너
    [volume] 볼륨
    [network] 네트워크
    [alias] 별칭
   *[image] 이미지
 }의 이름이 비어 있습니다.
    .help = 이름을 쓰세요. 보기: { $kind ->
    [container] `my-nginx`
    [volume] `mydata`
    [network] `my-net`
    [alias] `db`
   *[image] `nginx`
 }.

fault-name-short = `{ $name }` 값은 { $kind ->
    [container] 컨테이너
    [volume] 볼륨
    [network] 네트워크
   *[image] 이미지
 }의 이름으로는 너무 짧습니다.
    .help = 엔진은 적어도 두 글자를 바랍니다.

fault-name-first = { $kind ->
    [container] 컨테이너
    [volume] 볼륨
    [network] 네트워크
   *[image] 이미지
 }의 이름은 `{ $character }` 글자로 시작할 수 없습니다.
    .help = a부터 z까지의 글자나 숫자로 시작하세요.

fault-name-character = `{ $character }` 글자는 { $kind ->
    [container] 컨테이너
    [volume] 볼륨
    [network] 네트워크
   *[image] 이미지
 }의 이름에 쓸 수 없습니다: `{ $name }`.
    .help = { $kind ->
    [image] 이미지 페이지에 있는 대로 쓰세요: `nginx`, `postgres:13`.
   *[other] a부터 z까지의 글자, 숫자, `_`, `.`, `-`를 쓰세요.
 }

fault-name-upper = 이미지의 이름에는 대문자를 쓰지 않는데, `{ $name }`에는 대문자가 있습니다.
    .help = 소문자로 쓰세요: `{ $lower }`. 콜론 뒤의 태그에만 대문자를 쓸 수 있습니다.

fault-name-part = 이미지의 이름 `{ $name }`에 비어 있는 부분이 있습니다.
    .help = NAME 또는 NAME:TAG 꼴로 쓰세요. 보기: `postgres:13`.

## -e, --label, -w.

fault-env-name = 여기에 변수의 이름이 없거나, 이름에 빈칸이 있습니다.
    .help = 등호 둘레에 빈칸 없이 -e NAME=value라고 쓰세요.

fault-label-key = 라벨의 이름이 없습니다.
    .help = --label NAME=value라고 쓰세요.

fault-label-reserved = `{ $key }` 라벨은 statelab이 쓰는 것입니다. 무엇을 치울지 이 라벨로 압니다.
    .help = `statelab`으로 시작하지 않는 이름을 고르세요.

fault-option-key = 옵션의 이름이 없습니다.
    .help = NAME=value라고 쓰세요.

fault-workdir-relative = 작업 디렉터리 `{ $path }` 앞에 `/`가 없어서 엔진이 거절합니다.
    .help = `/app`처럼 컨테이너 안의 경로를 처음부터 쓰세요.

## -p.

fault-port-number = `{ $text }` 값은 포트가 아닙니다. 포트는 1부터 65535까지의 숫자입니다.
    .help = -p 8080:80처럼 쓰세요. 앞이 호스트의 포트, 뒤가 컨테이너의 포트입니다.

fault-port-range = `{ $text }` 범위는 앞뒤가 바뀌었습니다.
    .help = 작은 포트를 먼저 쓰세요: 8000-8010.

fault-port-ranges = `{ $text }`에 있는 두 범위의 길이가 다릅니다.
    .help = 길이가 같은 두 범위를 쓰거나(8000-8010:80-90), 컨테이너의 포트를 하나만 쓰세요(8000-8010:80).

fault-port-missing = `{ $text }`에 컨테이너의 포트가 없습니다.
    .help = -p 8080:80처럼 쓰세요. 컨테이너의 포트가 맨 뒤입니다.

fault-port-address = `{ $address }` 값은 주소가 아닙니다. 이 자리에는 이름을 쓸 수 없습니다.
    .help = 127.0.0.1:8080:80처럼 숫자로 된 주소를 쓰세요. IPv6 주소는 대괄호로 묶습니다.

fault-port-address-alone = 주소 `{ $address }` 뒤에 포트가 하나 없습니다.
    .help = 주소, 호스트의 포트, 컨테이너의 포트 순서로 쓰세요: 127.0.0.1:8080:80. 호스트의 포트를 엔진에 맡기려면 콜론을 두 번 쓰세요: 127.0.0.1::80.

fault-port-protocol = `{ $protocol }` 값은 포트의 프로토콜이 아닙니다.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?
    .help = /tcp, /udp, /sctp 가운데 하나를 쓰세요. 아무것도 쓰지 않으면 TCP입니다.

fault-port-parts = `{ $text }` 값은 -p에 쓰기에는 부분이 너무 많거나 적습니다.
    .help = -p 80, -p 8080:80, -p 127.0.0.1:8080:80처럼 쓰세요. IPv6 주소는 대괄호로 묶고 따옴표를 씁니다: -p '[::1]:8080:80'.

## 작업 폴더의 경로.

fault-path-absolute = `{ $path }` 경로는 컴퓨터 전체에서의 경로입니다. 실습의 파일은 작업 폴더에 있고, 실습은 그 밖을 보지 못합니다.
    .help = 작업 폴더의 경로를 쓰세요: `{ $inside ->
    [none] ./folder
   *[other] ./{ $inside }
 }`, 또는 앞에 `$PWD/`를 붙이세요.

fault-host-bind = `{ $path }` 경로는 호스트에 있으므로, 실습이 요청하지 않으면 쓸 수 없습니다.
    .help = 실습의 파일이나 폴더라면 `./{ $inside }` 경로를 쓰세요. 호스트의 것이 필요하면 실습이 요청하게 하세요. [allow] 아래에 이렇게 적습니다: { $line }

fault-path-outside = `{ $path }` 경로는 작업 폴더 밖으로 나갑니다. 실습은 그 밖을 보지 못합니다.
    .help = 맨 앞에 `..`이 없는, 안에 머무는 경로를 쓰세요.

## -v와 --mount.

fault-target-relative = `{ $path }` 경로는 컨테이너 안의 자리여야 하는데, 앞에 `/`가 없습니다.
    .help = 컨테이너 안의 경로를 처음부터 쓰세요: `/{ $path }`.

fault-target-root = 컨테이너 전체(`/`) 위에는 아무것도 마운트할 수 없습니다.
    .help = `/data`처럼 컨테이너 안의 폴더를 쓰세요.

fault-volume-part-empty = -v의 콜론 한쪽이 비어 있거나, 아무것도 없습니다.
    .help = -v name:/path, -v ./folder:/path, 또는 익명 볼륨이면 -v /path라고 쓰세요.

fault-volume-parts = `{ $text }` 값은 -v에 쓰기에는 콜론이 너무 많습니다.
    .help = -v name:/path 또는 -v ./folder:/path라고 쓰세요. 읽기 전용이면 뒤에 :ro를 붙입니다.

fault-volume-without-source = 익명 볼륨은 옵션을 받지 않으므로, `{ $target }` 뒤에 `{ $mode }` 옵션을 쓸 수 없습니다.
    .help = 이름을 붙이세요: -v name:{ $target }:{ $mode }.

fault-volume-or-path = `{ $text }` 값은 `.`으로 시작하지 않으니 볼륨의 이름이 되는데, 볼륨의 이름에는 `/`를 쓸 수 없습니다.
    .help = 작업 폴더 안의 폴더라면 앞에 `./`까지 쓰세요: `./{ $text }`.

fault-mount-option = `{ $option }` 값은 마운트의 옵션이 아닙니다.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?
    .help = 읽기 전용이면 `ro`를 쓰고, 아니면 아무것도 쓰지 마세요. 그 밖에 `z`, `Z`, `nocopy`와 `rslave` 같은 전파 옵션이 있습니다.

fault-mount-option-kind = `{ $option }` 옵션은 { $belongs ->
    [bind] 작업 폴더 안의 폴더에 쓰는 옵션인데, 이것은 볼륨입니다
   *[volume] 볼륨에 쓰는 옵션인데, 이것은 작업 폴더 안의 폴더입니다
 }.
    .help = 지우세요.

fault-mount-twice = `{ $path }`에는 이미 마운트한 것이 있어서 엔진이 거절합니다.
    .help = 다른 곳에 마운트하거나, 둘 가운데 하나를 지우세요.

note-mount-first = 이것이 그곳에 마운트되어 있습니다

fault-mount-option-twice = `{ $option }` 옵션은 앞에서 한 말을 되풀이하거나 뒤집습니다.
    .help = `ro`나 `rw`를 한 번만 쓰세요.

fault-mount-field = --mount는 KEY=VALUE를 빈칸 없이 쉼표로 이어 씁니다. `{ $text }` 값은 그런 꼴이 아닙니다.
    .help = 한 덩어리로 쓰세요: --mount type=volume,src=mydata,dst=/path.

fault-mount-field-empty = 쉼표 한쪽이 비어 있거나, 아무것도 없습니다.
    .help = 쉼표 뒤에 빈칸 없이 --mount를 한 덩어리로 쓰세요: --mount type=volume,src=mydata,dst=/path.

fault-mount-key = --mount에는 `{ $key }` 키가 없습니다.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?
    .help = 쓸 수 있는 키: `type`, `source`(또는 `src`), `target`(또는 `dst`, `destination`), `readonly`(또는 `ro`), `consistency`, 그리고 `bind-`, `volume-`, `tmpfs-`로 시작하는 것.

fault-unsupported-mount-key = --mount의 `{ $key }` 키는 실습에서 쓸 수 없습니다.
    .help = 없어도 수업이 된다면 빼세요. 마운트에 필요한 작업 폴더 안의 폴더는 단계의 `write`로 만듭니다.

fault-mount-key-type = `{ $key }` 키는 { $belongs } 마운트에 쓰는데, 이것은 { $type } 마운트입니다.
    .help = type={ $belongs } 값을 쓰거나, 키를 지우세요.

fault-mount-choice = `{ $value }` 값은 `{ $key }` 키에 쓸 수 없습니다.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?
    .help = 쓸 수 있는 값: { $known }.

fault-mount-mode = `{ $value }` 값은 폴더의 모드가 아닙니다. 모드는 0부터 7까지의 숫자 네 개까지입니다.
    .help = tmpfs-mode=1770처럼, chmod에 쓰는 대로 쓰세요.

fault-mount-subpath = `{ $path }` 경로는 볼륨 밖으로 나갑니다.
    .help = 맨 앞의 `/`도 `..`도 없는, 볼륨 안의 경로를 쓰세요.

fault-mount-tmpfs-source = 메모리 파일 시스템에는 원본이 없습니다.
    .help = 원본을 지우세요. 그 이름의 볼륨을 뜻한다면 type=volume이라고 쓰세요.

fault-mount-switch = `{ $value }` 값은 true도 false도 아닙니다.
    .help = 켜려면 `{ $key }` 하나만 쓰고, 아니면 빼세요.

fault-field-quote = 쉼표로 이은 목록에 있을 자리가 아닌 따옴표가 있거나, 짝이 없습니다.
    .help = "KEY=VALUE"처럼 한 칸을 통째로 묶고, 전체를 작은따옴표로 묶으세요: --mount 'type=volume,"volume-opt=o=a,b",dst=/path'.

fault-mount-value-missing = `{ $key }` 키에 값이 없습니다.
    .help = { $key }=VALUE 꼴로 쓰세요.

fault-mount-type = `{ $type }` 값은 마운트의 종류가 아닙니다.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?
    .help = type=volume, 작업 폴더 안의 폴더면 type=bind, 메모리면 type=tmpfs라고 쓰세요.

fault-unsupported-mount-type = `{ $type }` 마운트는 실습에서 쓸 수 없습니다.
    .help = type=volume, 작업 폴더 안의 폴더면 type=bind, 메모리면 type=tmpfs라고 쓰세요.

fault-mount-target-missing = 컨테이너의 어디에 마운트할지 적혀 있지 않습니다.
    .help = dst=/path를 더하세요.

fault-mount-source-missing = 작업 폴더의 어느 폴더를 마운트할지 적혀 있지 않습니다.
    .help = src=./folder, 또는 작업 폴더 자체면 src=.을 더하세요.

fault-mount-volume-path = `{ $path }` 값은 경로인데, type=bind가 없으면 원본은 볼륨의 이름입니다.
    .help = 작업 폴더 안의 폴더면 type=bind라고 쓰고, 아니면 볼륨의 이름을 쓰세요.

fault-mount-bind-name = `{ $text }` 값은 `.`으로 시작하지 않아서 엔진이 컴퓨터 전체에서 찾게 됩니다.
    .help = 작업 폴더 안의 폴더라면 앞에 `./`까지 쓰세요: `./{ $text }`. 그 이름의 볼륨이라면 type=volume이라고 쓰세요.

## cp.

fault-copy-without-container = 두 경로 가운데 컨테이너 안의 것이 없습니다.
    .help = 한쪽 앞에 컨테이너의 이름과 콜론을 쓰세요: my-nginx:/path.

fault-copy-between-containers = 두 경로가 모두 컨테이너 안에 있는데, docker는 컨테이너에서 컨테이너로 바로 복사하지 못합니다.
    .help = 먼저 작업 폴더로 복사하고, 거기서 다시 복사하세요. 명령 두 개입니다.

fault-copy-empty = 빈 경로가 있습니다.
    .help = 작업 폴더의 경로를 쓰세요. `.`은 작업 폴더 자체입니다.

fault-copy-path-missing = `{ $text }`의 콜론 뒤에 컨테이너 안의 경로가 없습니다.
    .help = 경로를 쓰세요: NAME:/path. `NAME:/`는 컨테이너의 맨 위 폴더입니다.

## --tmpfs.

fault-tmpfs-option = `{ $option }` 값은 메모리 파일 시스템의 옵션이 아닙니다.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?
    .help = --tmpfs /path, 또는 옵션을 붙여 --tmpfs /path:size=64m,mode=1777처럼 쓰세요.

fault-tmpfs-value = `{ $value }` 값은 `{ $key }`에 쓸 수 없습니다.
    .help = { $key ->
    [size] 숫자 뒤에 k, m, g를 붙여 쓰세요. 보기: size=64m.
    [mode] 0부터 7까지의 숫자로 쓰세요. 보기: mode=1777.
   *[other] 숫자를 쓰세요.
 }

## 작업 폴더의 파일.

fault-file-path = `{ $path }` 경로는 폴더인데, 여기에는 파일이 와야 합니다.
    .help = ./file.txt처럼 작업 폴더 안 파일의 경로를 쓰세요.

fault-file-missing = `--{ $flag }` 옵션도 방향 바꾸기도 없으면 `docker { $command }` 명령은 파이프가 필요한데, 여기에는 셸이 없습니다.
    .help = docker { $command } --{ $flag } FILE 꼴로 쓰세요. FILE은 작업 폴더의 파일입니다.

fault-import-source = `{ $text }` 값은 작업 폴더의 파일이 아닙니다.
    .help = docker import FILE.tar 또는 docker import - < FILE.tar라고 쓰세요. 파이프나 웹 주소에서는 가져올 수 없습니다.

fault-build-context = `{ $text }` 값은 작업 폴더 안의 폴더가 아닙니다.
    .help = docker build .이라고 쓰거나, Dockerfile과 거기서 복사하는 것이 든 폴더의 경로를 쓰세요.

## 숫자, 크기, 시간.

fault-number = { $wants ->
    [swappiness] `{ $text }` 값은 0부터 100까지의 숫자가 아닙니다.
    [oom-score] `{ $text }` 값은 -1000부터 1000까지의 숫자가 아닙니다.
    [cpus] `{ $text }` 값은 프로세서의 수가 아닙니다.
    [lines] `{ $text }` 값은 줄의 수가 아닙니다.
    [seconds] `{ $text }` 값은 초의 수가 아닙니다.
   *[natural] `{ $text }` 값은 여기에 쓸 수 있는 숫자가 아닙니다.
 }
    .help = { $wants ->
    [cpus] 2나 1.5 같은 숫자를 쓰세요. 소수점 아래는 아홉 자리까지입니다.
    [lines] 숫자나 `all`을 쓰세요.
    [seconds] 10처럼 단위 없이 초를 쓰세요. -1이면 끝없이 기다립니다.
    [limit] 단위 없이 정수를 쓰세요. 제한이 없으면 -1입니다.
   *[natural] 단위 없이 정수를 쓰세요.
 }

fault-size = `{ $text }` 값은 크기가 아닙니다.
    .help = 단위를 붙여 쓰세요: 512m, 1.5g. 단위는 b, k, m, g, t, p입니다.

fault-time-span = `{ $text }` 값은 시간의 길이가 아닙니다.
    .help = 단위를 붙여 쓰세요: 30s, 1m30s, 500ms. 단위는 ms, s, m, h입니다.

fault-moment = `{ $text }` 값은 시각도 아니고, 얼마 전인지도 아닙니다.
    .help = 10분 전이면 10m, 시각이면 2024-05-01T10:00:00처럼 쓰세요.

## 프로세스.

fault-signal = `{ $text }` 값은 시그널이 아닙니다.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?
    .help = 이름이나 번호를 쓰세요: SIGTERM, TERM, 15.

fault-stream = `{ $text }` 값은 프로세스의 스트림이 아닙니다.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?
    .help = stdin, stdout, stderr 가운데 하나를 쓰세요.

fault-start-attach-many = 컨테이너 하나에만 연결할 수 있습니다.
    .help = 하나씩 시작하거나, -a와 -i 없이 시작하세요.

fault-restart-policy = `{ $text }` 값은 재시작 정책이 아닙니다.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?
    .help = no, always, unless-stopped, on-failure, on-failure:3 가운데 하나를 쓰세요.

fault-ulimit = `{ $text }` 값은 제한이 아닙니다.
    .help = --ulimit NAME=SOFT 또는 NAME=SOFT:HARD라고 쓰세요. HARD는 SOFT보다 작을 수 없고, -1은 제한 없음입니다.

fault-ulimit-name = Linux에는 `{ $name }` 제한이 없습니다.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?
    .help = 흔히 쓰는 것은 `nofile`(열린 파일), `nproc`(프로세스), `core`입니다.

fault-namespace = `{ $text }` 값은 여기에 쓸 수 없습니다.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?
    .help = 이 가운데 하나를 쓰세요: { $known }. 콜론이 있으면 뒤에 이름을 씁니다.

fault-device = `{ $text }` 값은 장치가 아닙니다.
    .help = --device /dev/NAME 또는 --device /dev/HOST:/dev/CONTAINER:rwm이라고 쓰세요.

fault-sysctl = `{ $text }` 값은 컨테이너가 따로 가지는 설정이 아닙니다.
    .help = --sysctl NAME=VALUE라고 쓰세요. 이름은 net.이나 fs.mqueue.로 시작하거나, kernel.sem, kernel.msg…, kernel.shm… 가운데 하나입니다.

fault-flags-conflict = { $one } 옵션과 { $other } 옵션은 함께 쓸 수 없습니다.
    .help = 둘 가운데 하나를 지우세요.

## 네트워크.

fault-address = `{ $text }` 값은 { $wants ->
    [mac] 하드웨어 주소가 아닙니다
    [v6] IPv6 주소가 아닙니다
   *[any] 주소가 아닙니다
 }.
    .help = 이렇게 쓰세요: { $wants ->
    [mac] 92:d0:c6:0a:29:33
    [v6] 2001:db8::33
   *[any] 172.30.100.104
 }. 이 자리에는 이름을 쓸 수 없습니다.

fault-subnet = `{ $text }` 값은 주소의 범위가 아닙니다.
    .help = 주소와, 고정된 비트의 수를 쓰세요: 172.28.0.0/16.

fault-host = `{ $text }` 값에서는 이름과 주소를 알 수 없습니다.
    .help = --add-host NAME:ADDRESS, 또는 호스트 자체면 NAME:host-gateway라고 쓰세요.

fault-network-field = `{ $text }` 값은 KEY=VALUE가 아닙니다. 이 꼴의 --network에는 KEY=VALUE를 씁니다.
    .help = --network NAME, 또는 --network name=NAME,alias=OTHER라고 쓰세요.

fault-network-key = { $known ->
    [docker] --network의 `{ $key }` 키는 실습에서 쓸 수 없습니다.
   *[nobody] --network에는 `{ $key }` 키가 없습니다.
 }
    .suggest = 혹시 `{ $suggestion }` 아닌가요?
    .help = 쓸 수 있는 키: `name`, `alias`, `ip`, `ip6`, `mac-address`.
fault-network-no-names = 여기에서는 컨테이너에 다른 이름을 줄 수 없습니다. 직접 만든 네트워크에서만 줄 수 있습니다.
    .help = docker network create NAME 명령으로 네트워크를 만들고 --network NAME 옵션을 쓰세요.

fault-network-name-missing = 어느 네트워크인지 적혀 있지 않습니다.
    .help = name=NAME을 더하세요.

## 이미지.

fault-change = `{ $word }` 명령어로는 여기서 이미지를 바꿀 수 없습니다.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?
    .help = Dockerfile의 명령어를 쓰세요: CMD, ENTRYPOINT, ENV, EXPOSE, LABEL, USER, VOLUME, WORKDIR처럼 아무것도 복사하지 않는 것.

fault-platform = `{ $text }` 값은 플랫폼이 아닙니다.
    .help = linux/amd64나 linux/arm64처럼 쓰세요.

fault-pull-policy = `{ $text }` 값으로는 언제 받을지 알 수 없습니다.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?
    .help = missing이나 never를 쓰세요. "always"는 이미 있던 이미지에서 이름을 가져가 버리는데, 실습은 그렇게 하지 않습니다.

fault-tag-digest = 이미지에 새로 붙일 이름에는 다이제스트를 쓸 수 없습니다: `{ $name }`.
    .help = NAME 또는 NAME:TAG라고 쓰세요.

## --filter, --format, --type.

fault-kind = `{ $text }` 값은 실습에서 살펴보는 종류가 아닙니다.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?
    .help = container, image, volume, network 가운데 하나를 쓰세요.

fault-filter = `{ $text }` 값은 필터가 아닙니다.
    .help = --filter KEY=VALUE라고 쓰세요.

fault-filter-key = 여기서는 `{ $key }` 키로 거를 것이 없습니다.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?
    .help = 거를 수 있는 키: { $known }.

fault-format-empty = 형식이 비어 있습니다.
    .help = '{ "{{" }.Name{ "}}" }' 같은 템플릿이나 json을 쓰세요.

fault-format-unclosed = 이 중괄호가 닫히지 않았습니다.
    .help = 값이 끝나는 곳에 { "}}" } 표시를 쓰세요.

fault-format-action = 템플릿의 이 부분은 실습에서 쓸 수 없습니다: { $text }.
    .help = 실습에서는 { "{{" }.A.B{ "}}" } 같은 필드, range, if, else, with, end, 그리고 함수 and, eq, index, join, json, len, lower, ne, not, or, print, println, split, upper를 쓸 수 있습니다.

fault-format-without-end = { $text } 부분을 닫는 것이 없습니다.
    .help = 해당하는 부분 뒤에 { "{{" }end{ "}}" } 표시를 쓰세요.
