# 프로그램 자신이 하는 말: 실행 화면, doctor, list, show, check, 오류.

## 실행

run-step = { $number }/{ $steps }단계
label-engine = 엔진
label-workspace = 작업 폴더
label-image = 이미지
run-stand-in = { $image } 이미지 대신 대역을 씁니다: { $what }
stand-in = Debian { $release } 패키지로 만든 { $program }(statelab의 images/에서 만듦, 공식 이미지가 아님)
label-will-run = 실행할 명령
label-will-write = 만들 파일
run-held = 맞음
run-not-held = 맞지 않음
label-expected = 기대
label-seen = 관찰
label-before = 이전
label-now = 지금
label-because = 까닭
label-after = 직전 명령
label-over-time = 시간별
run-nothing-happened = 아무 일 없음
run-no-fate = 알 수 없음
run-fate-out-of-reach = 이 단계 전에는 볼 수 없었으므로 어떻게 되었는지 알 수 없습니다. 컨테이너를 따로 앞 단계에서 시작하거나, `expect`에서 빼세요.
run-fate-unexpected = 실습에 적혀 있지 않은 결과입니다. 실습은 여기서 아무 일도 일어나지 않는다고 봅니다.
run-predicted-right = 예상이 맞았습니다. “{ $text }”
run-predicted-wrong = 예상과 달랐습니다. 고른 답: “{ $text }”
run-answer = 정답: { $text }
run-answer-not = 실습에 적힌 답과 다릅니다: { $text }
run-answers-none = 맞는 답 없음
run-evidence = 증거
run-no-evidence = 엔진에서 바뀐 것이 없습니다.
run-written = 파일을 만들었습니다: { $path }
run-failed-well = 일부러 오류를 내 본 명령입니다({ $how }). 예정대로 오류가 났습니다.
run-failed-not = 오류가 나야 하는 명령인데({ $how }), 그렇게 되지 않았습니다.
run-empty = 빈 글
run-differs = { $predicate }, 다른 줄은 다음과 같습니다:
run-line-expected = { $number }번째 줄, 기대: { $text }
run-line-seen = { $number }번째 줄, 관찰: { $text }
run-moment = { $time }: { $seen }
run-command-failed = 명령이 오류로 끝났습니다(종료 코드 { $status }).
run-cut = … 그리고 { $bytes }바이트 더
run-output-in-file = 출력 { $bytes }바이트가 { $path } 파일에 있습니다.
run-hidden = 이 엔진의 다른 { $what ->
    [container] 컨테이너
    [image] 이미지
    [volume] 볼륨
    [network] 네트워크
   *[object] 것
} { $count }개는 보이지 않습니다.
run-pulling = 이미지를 받는 중: { $image }
run-pulled = { $image } 이미지를 받았습니다({ $time }).
run-waiting-ready = { $container } 컨테이너가 준비되기를 기다리는 중
run-waiting-check = 다음이 맞게 되기를 기다리는 중: { $text }
run-waiting-holds = 다음이 계속 맞는지 지켜보는 중: { $text }
run-waiting-command = 아직 실행 중: { $line }
run-waiting-foreground = 컨테이너가 끝날 때까지 실행됩니다(-d 옵션을 주면 백그라운드에서 돕니다): { $line }
run-waiting-watch = { $label } 값을 읽을 수 있기를 기다리는 중
run-busy = 실행 중: { $line }
run-ready = { $container } 컨테이너가 준비되었습니다({ $time }).
run-not-ready = { $container } 컨테이너가 준비되지 않았습니다({ $time } 기다림). 마지막으로 남긴 출력:
run-not-ready-silent = { $container } 컨테이너가 준비되지 않았습니다({ $time } 기다림). 남긴 출력이 없습니다.
run-step-failed = 이 단계는 실습에 적힌 대로 되지 않았습니다.
run-passed = 통과: { $steps }단계 모두, 관찰 { $judged }가지가 실습에 적힌 대로입니다({ $time }).
run-failed = 실습에 적힌 대로 되지 않았습니다: { $steps }단계 가운데 { $passed }단계 통과, 관찰 { $judged }가지 가운데 { $held }가지 맞음({ $time }).
run-errored = 실습을 이어 갈 수 없습니다: { $steps }단계 가운데 { $passed }단계 통과.
run-interrupted = 멈췄습니다: { $steps }단계 가운데 { $passed }단계 통과.
run-cleaning = 이번 실습에서 만든 것을 삭제하는 중 …
run-cleaned = 이번 실습에서 만든 것을 삭제했습니다: { $what }.
run-cleaned-nothing = 이번 실습에서 만든 것이 남아 있지 않습니다.
run-left = 삭제하지 못했습니다: { $kind ->
    [container] 컨테이너
    [network] 네트워크
    [image] 이미지
   *[volume] 볼륨
} { $name }.
    .help = 직접 삭제하세요: { $command }
run-left-behind = 곧바로 멈추라고 하셔서 남겨 둔 것:
run-left-to-reaper = 곧바로 멈췄습니다. 이번 실습에서 만든 것은 백그라운드 프로세스가 이어서 삭제합니다. 남은 것이 있으면 `statelab doctor` 명령으로 볼 수 있습니다.
run-left-tried-again = 백그라운드 프로세스가 다시 삭제해 봅니다. 남은 것이 있으면 `statelab doctor` 명령으로 볼 수 있습니다.
run-no-reaper = 이 프로세스가 강제로 종료되었을 때 정리할 프로세스를 시작하지 못했습니다: { $cause }
    .help = 실습은 계속합니다. 도중에 강제로 종료되면 남은 것은 다음 실행 때 삭제됩니다. 바로 삭제하려면: statelab clean
run-swept = 예전 { $lab } 실습에서 남은 것을 삭제했습니다: { $what }.
run-swept-later = 예전 실습에서 남은 것은 백그라운드 프로세스가 이어서 삭제합니다: { $labs }. 끝날 때까지는 그 이름을 쓰지 못할 수 있습니다. 남은 것이 있으면 `statelab doctor` 명령으로 볼 수 있습니다.
run-not-swept = 예전 실습({ $labs })에서 남은 것을 다 삭제하지 못했고, 이어서 삭제할 프로세스도 시작하지 못했습니다: { $cause }
    .help = 다음 실행 때 다시 삭제합니다. 바로 삭제하려면: statelab clean
kind-container = 컨테이너 { $name }
kind-volume = 볼륨 { $name }
kind-network = 네트워크 { $name }
kind-image = 이미지 { $name }


## 안내를 따라가는 실습

guide-nothing-runs = 답하기 전에는 실행하지 않습니다
guide-choose = ↑ ↓ 이동, Enter 선택, Esc 나가기
guide-number = 답의 번호를 쓰고 Enter를 누르세요(1~{ $count }, q: 나가기):
guide-go-on = 답하지 않고 넘어가기
guide-choose-or-go-on = ↑ ↓ 이동, Enter 선택, Esc 넘어가기
guide-number-or-go-on = 답의 번호를 쓰고 Enter를 누르세요(1~{ $count }, Enter만: 넘어가기, q: 나가기):
guide-allow = “{ $title }” 실습은 보통의 실습보다 이 컴퓨터에 대한 권한을 더 많이 요청합니다. 아직 아무것도 실행하지 않았습니다.
guide-allow-ask = 허용할까요? (실습이 바뀌지 않는 한 한 번만 묻습니다)
guide-allow-no = 아니요, 실행하지 않겠습니다
guide-allow-yes = 예, 이 실습을 믿습니다
guide-own = 답하는 컨테이너 엔진이 없습니다. { $program } 프로그램이 설치되어 있어서 statelab 전용 엔진을 시작할 수 있습니다. 이미지는 따로 보관하고, 다른 엔진과 섞이지 않으며, 마지막 실습이 끝나면 중지합니다.
guide-own-ask = 시작할까요?
guide-own-yes = 예, 시작합니다
guide-own-no = 아니요
guide-remove-ask = 위의 실행 { $runs }개에서 남은 것을 삭제할까요?
guide-remove-no = 아니요, 그대로 두겠습니다
guide-remove-yes = 예, 삭제합니다
guide-enter = Enter: 실행, q: 실습에서 나가기
guide-enter-next = Enter: 다음으로, q: 실습에서 나가기
guide-evidence = i: 증거 보기
guide-enter-end = Enter: 만든 것을 삭제하고 마치기

## 기록

replay-begins = { $date ->
    [unknown] 기록을 재생합니다.
   *[other] { $date }에 만든 기록을 재생합니다.
} 지금은 아무것도 실행하지 않습니다.
replay-ends = { $date ->
    [unknown] { $engine } 엔진에서 만든 기록이었습니다.
   *[other] { $date }에 { $engine } 엔진에서 만든 기록이었습니다.
} 이 컴퓨터에서는 아무것도 실행하지 않았습니다.
replay-stopped = 멈췄습니다. 기록이었으므로, 이 컴퓨터에서는 아무것도 실행하지 않았습니다.
replay-enter = Enter: 다음으로, q: 기록에서 나가기
replay-of-lab = { $lab } 실습의 기록
replay-nothing-there = { $path } 경로에 기록도 실습도 없습니다.
    .help = statelab run --record 명령에서 쓴 파일이나, 실습의 id 또는 폴더를 쓰세요.
replay-none = { $lab } 실습에는 기록이 없습니다.
    .help = 엔진이 있는 곳에서 만드세요: statelab run --yes { $lab } --record FILE
replay-stale = 이 기록을 만든 뒤에 실습이 바뀌었습니다. 그때의 실습을 보여 줍니다.
recording-not-a-recording = { $name } 파일은 기록이 아닙니다.
    .help = statelab run --record 명령에서 쓴 파일을 고르세요. 첫 줄을 보면 알 수 있습니다.
recording-no-file = { $name }: 보통의 파일이 아닙니다.
    .help = statelab run --record로 만든 파일을 지정하세요. 폴더, 파이프, 장치는 열지 않습니다.
recording-newer = { $name } 파일은 더 새로운 statelab에서 만들었습니다. 파일의 형식은 { $version }, 이 프로그램에서 읽는 형식은 1입니다.
    .help = 더 새로운 statelab에서 재생하세요.
recording-unreadable = { $name } 파일의 { $line }번째 줄을 읽을 수 없습니다: { $cause }
    .help = 읽을 수 있는 파일을 고르세요.
recording-too-long = { $name } 파일의 { $line }번째 줄이 너무 길어서 건너뛰었습니다.
    .help = 기록을 다시 만드세요.
recording-not-text = { $name } 파일의 { $line }번째 줄이 글자가 아니라서 건너뛰었습니다.
    .help = 기록을 다시 만드세요.
recording-breaks-off = { $name } 파일이 { $line }번째 줄에서 끊겼습니다. 실행이 그때 멈췄거나 디스크가 가득 찼습니다. 그 앞까지는 보여 드렸습니다.
    .help = 기록을 다시 만드세요.
recording-not-json = { $name } 파일의 { $line }번째 줄이 JSON이 아니라서 건너뛰었습니다.
    .help = 기록을 다시 만드세요.
recording-no-event = { $name } 파일의 { $line }번째 줄에 담긴 것을 알 수 없어서 건너뛰었습니다.
    .help = 기록을 다시 만드세요.
recording-more = 읽지 못한 줄이 { $count }개 더 있습니다.
recording-unfinished = { $name } 파일은 실행이 끝나기 전에 끝납니다.
    .help = 기록을 다시 만드세요.

## 실습의 그림

pictures-written = 그림 { $count }개를 그린 폴더: { $path }
pictures-none = 그린 그림이 없습니다. 실습의 값을 담은 곳이 하나도 바뀌지 않았습니다.

## list, show

list-minutes = { $minutes }분
list-origin-folder = 가져온 곳: { $path }
list-origin-hides = 가져온 곳: { $path } ({ $earlier }에 있는 실습 대신)
list-origin-replaces = 가져온 곳: { $path } (기본 실습 대신)
level-beginner = 입문
level-intermediate = 중급
level-advanced = 고급
list-needs-too = 함께 필요한 실습: { $labs }
show-concepts = 배우는 것
show-allow = 요청하는 것: { $what }
show-needs = 먼저 할 실습
show-images = 이미지
show-watches = 살펴볼 것
show-writes = 만들 파일: { $path }
show-question = 질문: { $ask }
show-run = 따라 해 보려면: statelab run { $lab }
show-replay = 엔진 없이 보려면: statelab replay { $lab }

## 메뉴

menu-title = 컨테이너는 무엇을 간직하고 무엇을 잃을까요?
menu-engine = 엔진: { $engine } · 준비된 이미지 { $ready }/{ $all }
menu-no-engine = 엔진: 없음
menu-replay = 그때까지는 진짜 실행을 기록한 것으로 실습을 볼 수 있습니다. 아무것도 실행하지 않습니다.
menu-ask = 어느 실습을 할까요?
menu-help = ↑ ↓ 또는 번호, Enter 선택, q나 Esc 나가기
menu-leave = 나가기
menu-number = 실습의 번호를 쓰고 Enter를 누르세요(1~{ $count }, q: 나가기):
menu-new = 새 실습
menu-done = 마침

## check

check-fine = 실습 { $labs }개, 잘못이 없습니다.
check-faults = 실습 { $labs }개에서 잘못 { $faults }개를 찾았습니다.
check-warnings = 실습 { $labs }개에 경고가 { $warnings }개 있습니다. 경고가 있어도 실습은 실행되고, 번역되지 않은 글은 원래 글로 보입니다.

## doctor

doctor-engine = 엔진
doctor-tried-line = { $url } ({ $origin }):
doctor-images = 이미지
doctor-image-official = 있음
doctor-image-stand-in = 있음(대역): { $what }
doctor-image-missing = 없음
doctor-image-unknown = 답하는 엔진이 없어 보지 못함
doctor-image-needed = { $image } 이미지가 없습니다. 이 이미지가 필요한 실습: { $labs }.
    .help = { $stand_in ->
        [yes] 인터넷이 되는 곳: docker pull { $image }. 안 되는 곳: docker load -i FILE, 또는 Debian에 내려받은 statelab 소스에서 make images.
       *[no] 인터넷이 되는 곳: docker pull { $image }. 안 되는 곳: docker load -i FILE.
    }
doctor-labs = 필요한 실습: { $labs }
doctor-no-engine = 답하는 컨테이너 엔진이 없습니다.
doctor-fine = 모두 준비되었습니다.
doctor-not-fine = { $count }가지가 빠져 있습니다.
doctor-left-help = 삭제하려면: statelab clean
doctor-good = 좋음:
doctor-bad = 나쁨:
doctor-root = root 권한으로 실행 중
doctor-rootless = root 권한 없이 실행 중(rootless)
doctor-cgroup = cgroup 버전 { $version }, 관리자: { $driver }
doctor-room = 이미지를 두는 곳: { $path }, 남은 자리: { $room }
doctor-proxy = 이미지를 받을 때 쓰는 프록시: { $name }={ $value }
doctor-own = 실습을 실행하면 먼저 물어본 다음 { $program } 프로그램으로 statelab 전용 엔진을 시작합니다.
    .help = 지금 시작해서 켜 두려면: statelab engine start
doctor-passed-over = Docker의 설정에 적힌 엔진 대신 다른 엔진을 씁니다: { $url }
doctor-rights-group = { $path } 소켓은 { $group } 그룹의 것이고, 지금 사용자 { $user } 계정이 그 그룹에 없습니다.
    .help = `sudo usermod -aG { $group } { $user }` 명령을 실행하고, 로그아웃했다가 다시 로그인하세요.
doctor-rights-not-yet = { $path } 소켓은 { $group } 그룹의 것입니다. 이 그룹에 들어 있지만, 이번 로그인은 그보다 먼저 시작되었습니다.
    .help = 로그아웃했다가 다시 로그인하세요.
doctor-rights-owner = { $path } 소켓은 { $owner } 사용자만 쓸 수 있습니다.
    .help = { $owner } 사용자로 statelab을 실행하거나, 소켓을 쓸 그룹을 엔진에 설정하세요.
doctor-rights-folder = { $path } 소켓이 있는 폴더에 들어갈 권한이 없습니다.
    .help = 그 엔진의 사용자로 statelab을 실행하세요(root의 엔진이면 sudo).
doctor-no-limits = 이 엔진은 cgroup을 관리할 수 없어서 메모리와 프로세스의 제한이 듣지 않습니다.
    .help = 사용자가 cgroup을 관리할 수 있게 하세요. cgroup 버전 2와 systemd가 있으면 rootless 엔진도 할 수 있습니다(`loginctl enable-linger`).
doctor-vfs = 저장소 드라이버 vfs: 레이어를 통째로 복사하므로 실습이 느리고 자리를 많이 차지합니다.
    .help = ext4나 xfs 디스크에서 overlay2(Podman: overlay) 드라이버로 엔진을 설정하세요.
doctor-little-room = 이미지를 둘 자리가 얼마 없습니다. { $path }: { $room }
    .help = `docker system df` 명령으로 무엇이 자리를 차지하는지 보고, 실습 전에 자리를 비우세요.
doctor-proxy-unknown = 여기에는 프록시가 있는데({ $name }={ $value }), 엔진은 프록시 없이 이미지를 받습니다.
    .help = 엔진에도 프록시를 알려 주세요. dockerd의 설정이나 엔진을 시작하는 환경에 적습니다.
origin-flag = --engine
origin-context = docker의 컨텍스트 { $name }
origin-usual = 흔히 쓰는 곳
origin-choice = statelab engine use
origin-configuration = Docker의 설정
origin-own = statelab 전용

## engine

engine-list = 엔진
engine-list-counts = ← 쓰는 엔진
engine-list-absent = 없는 곳: { $paths }
engine-list-own = 꺼져 있음. 답하는 엔진이 없으면 실습할 때 { $program } 프로그램으로 시작합니다
engine-list-use = 하나를 골라 기억해 두려면: statelab engine use NAME|URL (컨텍스트의 이름, 주소, 또는 own)
engine-use = 이제부터 쓰는 엔진: { $url }
engine-use-none = 기억해 둔 엔진이 없습니다. 보통의 순서대로 찾습니다.
engine-use-behind = 다음이 있는 동안은 그것을 먼저 씁니다: { $url } ({ $origin })
    .help = 그 옵션을 빼거나 변수를 지우세요.
engine-use-silent = 기억해 두었지만, 지금은 답하지 않습니다.
engine-starting = { $program } 프로그램으로 statelab 전용 엔진을 시작하는 중 …
engine-started = 전용 엔진을 시작했습니다. `statelab engine stop` 명령을 쓸 때까지 켜 둡니다: { $url }
engine-started-already = 전용 엔진이 이미 켜져 있습니다. `statelab engine stop` 명령을 쓸 때까지 켜 둡니다: { $url }
engine-stopped = 전용 엔진을 중지했습니다. 이미지는 남아 있습니다.
engine-stopped-later = 아직 쓰는 실습이 있습니다. 마지막 실습이 끝나면 중지합니다.
engine-stopped-none = 켜져 있는 전용 엔진이 없습니다.
engine-stops-not = 전용 엔진이 멈추지 않습니다: { $cause }
    .help = 엔진이 남긴 말은 { $log } 파일에 있습니다.
own-starting = 답하는 컨테이너 엔진이 없어서 { $program } 프로그램으로 statelab 전용 엔진을 시작합니다. 마지막 실습이 끝나면 중지합니다.
own-starting-asked = { $program } 프로그램으로 statelab 전용 엔진을 시작합니다. 마지막 실습이 끝나면 중지합니다.
own-no-images = 전용 엔진에는 아직 이미지가 없습니다. 레지스트리에서 받을 수 없으면 statelab 소스 폴더에서: statelab engine start && STATELAB_ENGINE={ $url } make images
own-failed = 전용 엔진을 시작하지 못했습니다. 마지막으로 남긴 말: { $words }
    .help = 엔진이 남긴 말은 모두 { $log } 파일에 있습니다.
own-failed-system = 전용 엔진을 시작하지 못했습니다. { $path } 폴더에서 시스템이 거절했습니다: { $cause }
    .help = 그 폴더에 쓸 수 있는지, 디스크에 자리가 있는지 보세요.

## --help. 모든 명령이 받는 것은 그 이름이, 한 명령이 받는 것은 두 이름이 키입니다.

help-heading-usage = 사용법
help-heading-commands = 명령
help-heading-arguments = 인자
help-heading-options = 옵션
help-options = 옵션
help-command = 명령
help-more = 더 보기: --help
help-about = 컨테이너는 무엇을 간직하고 무엇을 잃을까요? 진짜 엔진에서 따라 하는 실습입니다.
help-engine = 엔진의 주소. 보기: `unix:///var/run/docker.sock` 또는 `own` [없으면: `STATELAB_ENGINE`, `DOCKER_HOST`, `DOCKER_CONTEXT`, `engine use`, docker의 컨텍스트, 흔히 쓰는 소켓 순서]
help-folders = 실습이 더 들어 있는 폴더. 기본 실습과 id가 같으면 그 자리를 대신합니다
help-lang = 화면에 나오는 말: { $known } [없으면: `STATELAB_LANG`, `LC_ALL`, `LC_MESSAGES`, `LANG` 순서]
help-plain = 색, 표, 움직이는 줄 없이 글만 차례로 보여 줍니다(화면 낭독기와 로그에 알맞음)
help-help = 도움말 보기
help-version = 버전 보기
help-about-list = 실습 목록 보기
help-list-tree = 어느 실습이 어느 실습에 이어지는지 보여 주기
help-about-show = 실습의 단계, 명령, 질문 보기
help-show-lab = 실습의 id 또는 폴더
help-about-run = 실습 실행하기. 터미널에서는 안내를 따라가고, 다른 곳에서는 묻지 않습니다
help-run-labs = 실습의 id 또는 폴더. 여러 개를 쓸 수 있습니다
help-run-yes = 아무것도 묻지 않기
help-run-fail-fast = 확인이나 결과가 처음으로 맞지 않은 곳에서 멈추기
help-run-allow = 실습이 보통의 격리를 넘어 요청하는 것을 묻지 않고 허용하기
help-run-no-allow = 보통의 격리를 넘는 것은 허용하지 않기. 더 요청하는 실습은 실행하지 않음
help-run-time-limit = 실습 하나를 실행하는 시간의 한도. 넘으면 끝내고 만든 것을 모두 삭제. 90s, 30m, 2h 등 [기본값: 묻지 않는 실행은 2h, 안내하는 실행은 없음]
help-run-evidence = 단계마다 설명의 증거까지 보여 주기
help-run-record = 실행을 기록 파일에 쓰기. `statelab replay FILE` 명령으로 재생. 다른 기록 파일만 덮어씀
help-run-pictures = 폴더에 SVG 그림 그리기. 무엇이 어디에 있는지 바뀐 단계마다 하나, 끝에 결과 그림 하나
help-run-format = 출력 형식: text(사람용) 또는 json(묻지 않고, `--record`에서 쓰는 것과 같은 줄을 출력) [기본값: text]
help-run-keep = 만든 것을 남겨 두고, 삭제하는 방법을 알려 주기
help-run-scoped = 엔진 안에서 실행마다 고유한 이름 쓰기. 같은 실습을 여럿이 한꺼번에 실행할 수 있음
help-about-replay = 실행 기록 재생하기. 엔진이 필요 없음
help-replay-what = `run --record`에서 쓴 파일, 또는 기록이 들어 있는 실습(id나 폴더)
help-replay-speed = 빠르기. 1, 2, 0.5 등. `max`: 한꺼번에 [기본값: 터미널에서는 그때 그대로, 긴 기다림은 1초로 줄임. 그 밖에는 한꺼번에]
help-replay-pictures = 폴더에 SVG 그림 그리기. 무엇이 어디에 있는지 바뀐 단계마다 하나, 끝에 결과 그림 하나
help-replay-yes = 아무것도 묻지 않기
help-about-check = 실습 파일을 확인하고 모든 잘못을 그 자리에서 보여 주기
help-check-paths = 실습 파일, 실습 폴더, 또는 실습들이 든 폴더
help-check-format = 보여 주는 꼴: text(사람에게) 또는 json(프로그램에게) [없으면: text]
help-about-locate = 컨테이너의 경로가 어디에 있고 앞으로 어떻게 될지 알려 주기
help-locate-place = 엔진의 아무 컨테이너(이름이나 id)와 그 안의 경로
help-locate-format = 출력 형식: text(사람용) 또는 json(프로그램용) [기본값: text]
help-about-doctor = 엔진과 이미지를 살펴보고, 빠진 것과 고치는 방법을 알려 주기
help-doctor-format = 보여 주는 꼴: text(사람에게) 또는 json(프로그램에게) [없으면: text]
help-about-engine = 어떤 엔진이 있는지 보고, 고르고, 전용 엔진을 켜고 끄기
help-about-engine-list = 엔진이 있을 만한 곳과, 그 가운데 쓰는 엔진 보기
help-engine-list-format = 출력 형식: text(사람용) 또는 json(프로그램용) [기본값: text]
help-about-engine-use = 쓸 엔진 기억해 두기. 환경 변수보다는 나중에, docker의 컨텍스트보다는 먼저 씁니다
help-engine-use-name = 주소, docker 컨텍스트의 이름, 또는 `own`(전용 엔진). `none`: 기억한 것 지우기
help-engine-use-none = 기억한 것 지우기
help-about-engine-info = 엔진 하나에 대해 아는 것 보기
help-engine-info-name = 주소, docker 컨텍스트의 이름, 또는 `own` [없으면: 지금 쓰는 엔진]
help-engine-info-format = 출력 형식: text(사람용) 또는 json(프로그램용) [기본값: text]
help-about-engine-start = statelab 전용 엔진(Podman 또는 dockerd) 시작하기. `stop` 명령을 쓸 때까지 켜 둡니다
help-about-engine-stop = 전용 엔진 중지하기. 이미지는 남습니다
help-about-clean = 강제로 종료되었거나 일부러 남겨 둔 실습에서 남은 것 삭제하기
help-clean-yes = 아무것도 묻지 않기
help-clean-dry-run = 무엇이 삭제될지 알려 주기만 하기
help-clean-foreign = 이 id의 실습이 만들었고 여기에는 기록이 없는 것 삭제하기. 다른 컴퓨터에서 만들었거나 기록 파일을 잃어버린 것
help-about-completions = 셸 자동 완성 스크립트 출력하기
help-completions-shell = 셸
help-about-man = 매뉴얼 페이지 출력하기

## 명령줄에서의 실수

mistake-unknown-argument = 이 자리에는 `{ $argument }` 인자를 쓸 수 없습니다.
mistake-unknown-command = `{ $command }` 명령은 없습니다.
mistake-missing-argument = 빠진 것이 있습니다: { $argument }
mistake-missing-value = `{ $argument }` 옵션에는 값이 있어야 합니다.
mistake-invalid-value = `{ $value }` 값은 `{ $argument }` 옵션에 쓸 수 없습니다.
    .help = 쓸 수 있는 값: { $known }
mistake-needless-value = `{ $argument }` 옵션은 값을 받지 않는데, `{ $value }` 값이 있습니다.
mistake-argument-twice = `{ $argument }` 옵션이 두 번 있습니다.
mistake-conflict = `{ $argument }` 옵션과 `{ $other }` 옵션은 함께 쓸 수 없습니다.
mistake-not-utf8 = UTF-8이 아닌 인자가 있습니다.
mistake-other = 알아듣지 못한 명령줄입니다: { $cause }
locate-no-path = { $place }: 컨테이너의 경로가 아닙니다.
    .help = 컨테이너의 이름이나 id, 쌍점, 경로를 차례로 쓰세요: statelab locate my-nginx:/usr/share/nginx/html

cli-unknown-locale = 아직 지원하지 않는 언어입니다: { $written } ({ $origin }에 적힌 값)
    .help = 쓸 수 있는 언어: { $known }
cli-timeout = 초를 나타내는 수가 아닙니다: { $written } ({ $origin }에 적힌 값)
    .help = 엔진의 답을 가장 오래 기다릴 시간을 초로 적으세요(예: 30, 2.5). 아니면 그 변수를 지우세요.
cli-state-folder = 실습 기록을 두는 폴더를 쓸 수 없습니다: { $path }: { $cause }
    .help = XDG_STATE_HOME 변수에 쓸 수 있는 폴더를 지정하세요.
cli-state-link = 실습 기록을 두는 폴더 { $path } 자리에 링크가 있습니다. 다른 사용자가 만들어 둔 것일 수 있습니다.
    .help = 링크 대신 폴더를 두거나, XDG_STATE_HOME 변수에 자기 폴더를 지정하세요.
cli-state-owner = 실습 기록을 두는 폴더 { $path }의 소유자가 다른 사용자({ $uid }번)입니다.
    .help = 그 사용자로 실행하거나, XDG_STATE_HOME 변수에 자기 폴더를 지정하세요.
cli-no-home = 실습 파일을 둘 홈 폴더가 없습니다.
    .help = HOME 변수를 정하거나, XDG_STATE_HOME 변수에 쓸 수 있는 폴더를 지정하세요.
cli-output = 보여 줄 내용을 쓰지 못했습니다: { $cause }
    .help = 출력이 가는 곳에 자리를 마련한 다음 다시 실행하세요.
cli-no-engine = 답하는 컨테이너 엔진이 없습니다. 다음을 시도했습니다:
cli-no-engine-but-recording = { cli-no-engine }
    .help = 엔진 없이 이 실습의 기록을 보려면: statelab replay { $lab }
cli-record = { $path } 파일에 기록을 쓸 수 없습니다: { $cause }
    .help = 쓸 수 있고 빈 자리가 있는 폴더의 파일을 고르세요.
cli-record-taken = { $path } 파일이 이미 있고, 기록이 아닙니다. 그대로 두었습니다.
    .help = 다른 파일을 고르거나, 먼저 이 파일을 지우세요.
cli-pictures = { $path } 경로에 그림을 쓸 수 없습니다: { $cause }
    .help = 쓸 수 있고 자리가 남은 폴더를 고르세요.
cli-pictures-no-folder = { $path } 경로에 폴더가 아닌 것이 이미 있습니다. 그대로 두었습니다.
    .help = 그림을 담을 다른 폴더를 고르거나, 그 파일을 먼저 지우세요.
cli-pictures-taken = { $path } 경로에 SVG 그림이 아닌 것이 이미 있습니다. 그대로 두었습니다.
    .help = 그림을 담을 다른 폴더를 고르거나, 그것을 먼저 지우세요.
cli-progress = 지금까지 한 실습을 { $path } 파일에 쓰거나 읽지 못했습니다: { $cause }
    .help = 파일이 망가졌다면 지우세요. 메뉴의 표시만 사라집니다.
cli-system = 시스템이 거절했습니다: { $cause }
    .help = 시스템의 자원(열린 파일, 메모리)을 비운 다음 다시 해 보세요.
run-kept = 말씀하신 대로 남겨 두었습니다. 삭제하려면 statelab clean 명령을 쓰거나, 직접:

## clean

clean-here = 예전 실습에서 남은 것
clean-run = { $lab } (실행 { $run }):
clean-run-kept = { $lab } (실행 { $run }), 일부러 남겨 둠:
clean-only-files = 파일만
clean-nothing = 예전 실습에서 남은 것이 없습니다.
clean-elsewhere = 여기서는 모르는 실행이 만든 것
clean-elsewhere-help = 다른 컴퓨터나 다른 사용자가 이 엔진에 만들었고, 아직 쓰고 있을 수도 있어서 그대로 둡니다. 한 실행의 것만 삭제하려면: statelab clean --foreign RUN
clean-elsewhere-images = 이미지는 언제나 그대로 둡니다. 누군가 그 이미지로 새로 만든 이미지도 똑같아 보이기 때문입니다. 직접 삭제하려면: docker rmi
clean-removed = 실행 { $run }: 삭제했습니다({ $what }).
clean-removed-nothing = 실행 { $run }: 삭제했습니다. 엔진에 남아 있던 것은 없습니다.
clean-left = 실행 { $run }에서 만든 것이 아직 남아 있습니다.
    .help = 방해되는 것을 없앤 다음 다시 실행하세요: statelab clean
clean-no-engine = 실행 { $run }의 엔진을 쓸 수 없습니다: { $url }
    .help = 그 엔진을 시작한 다음 다시 실행하세요: statelab clean
clean-unreadable = 실습이 만든 것을 적어 둔 파일을 읽을 수 없습니다({ $path }): { $cause }
    .help = 더 새로운 statelab에서 쓴 것일 수 있습니다. 망가진 것이라면 그 안에 적힌 것을 직접 삭제해야 합니다.
clean-not-foreign = 실행 { $run }: 이 컴퓨터에서 한 실습입니다.
    .help = 끝난 실행이라면 이 명령으로 남은 것을 삭제할 수 있습니다: statelab clean
clean-unknown-run = 여기서 모르는 실행 { $run }에서 만든 것이 이 엔진에 없습니다.
    .help = 있는 것을 보려면: statelab clean --dry-run
clean-unasked = 여기서는 물어볼 수 없어서 아무것도 삭제하지 않았습니다.
    .help = 묻지 않고 삭제하려면: --yes
cli-not-allowed = { $lab } 실습은 허용되지 않은 권한을 요청해서 실행하지 않았습니다:
    .help = 이 실습을 믿는다면 터미널에서 실행해 허용하거나, --allow 옵션을 주고 실행하세요.

## 실습이 [allow]에서 요청하는 것

allow-privileged = 특권 모드(--privileged): 엔진이 이 컴퓨터에서 할 수 있는 모든 것
allow-capabilities = 권한 { $value } (--cap-add)
allow-devices = 이 컴퓨터의 장치 { $value } (--device)
allow-namespaces = { $value ->
    [network] 이 컴퓨터의 네트워크(--network host)
    [pid] 이 컴퓨터의 모든 프로세스(--pid host)
    [ipc] 이 컴퓨터 프로세스의 공유 메모리(--ipc host)
    [uts] 이 컴퓨터의 이름(--uts host)
    [user] 이 컴퓨터의 사용자, root 포함(--userns host)
   *[cgroup] 이 컴퓨터의 cgroup(--cgroupns host)
}
allow-security_options = 격리를 느슨하게 하는 보안 옵션 { $value } (--security-opt)
allow-volume_options = 드라이버 옵션을 주는 볼륨. 이 컴퓨터의 폴더일 수도 있습니다
allow-binds = 이 컴퓨터의 { $value } 경로와 그 안의 모든 것(-v)
allow-engine_socket = 엔진의 소켓(-v /var/run/docker.sock): 엔진이 이 컴퓨터에서 할 수 있는 모든 것
allow-memory = 컨테이너마다 메모리 최대 { $value } (--memory)

## 설명서에 적는 종료 상태.

status-held = 모두 맞음
status-not-held = 확인이나 결과가 기대와 다르거나, 실습의 명령이 오류로 끝남
status-usage = 사용법이 틀렸거나 실습 파일에 문제가 있음
status-engine = 엔진이 없거나 오류가 났거나, 필요한 것이 없거나 이미 쓰이고 있음
status-interrupted = 중단됨
