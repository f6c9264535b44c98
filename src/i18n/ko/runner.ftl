# 실행기가 하는 말: docker 프로그램 대신 거절하는 말, 확인에서 본 것, 잘못.

run-image-missing = { $image } 이미지가 여기 없고, 받아 올 수도 없었습니다.
    .help = { $stand_in ->
        [yes] 인터넷이 되는 곳에서 받거나(docker pull { $image }), 파일에서 불러오거나(docker load -i FILE), Debian에 내려받은 statelab 소스에서 대체 이미지를 만드세요(make images).
       *[no] 이름을 고치거나, 인터넷이 되는 곳에서 받거나(docker pull { $image }), 파일에서 불러오세요(docker load -i FILE).
    }
run-archive = 엔진이 { $subject } 대신 읽을 수 없는 것을 보냈습니다: { $cause }
    .help = 다시 해 보세요. 또 그러면 엔진의 로그를 보세요.
run-archive-too-large = 컨테이너에서 읽을 수 있는 것보다 큽니다: { $subject }. { $bytes } GiB, 파일 { $entries }개, 폴더 깊이 { $depth }단계까지입니다. 비교하지 않았습니다.
    .help = 실습이 더 작은 부분을 보게 하거나, 거기에 더 적게 두세요.
run-not-plain = { $path }: 보통의 파일이 아니므로 열지 않습니다.
    .help = 폴더, 장치, 파이프, 소켓은 파일처럼 읽거나 쓸 수 없습니다. 보통의 파일을 지정하세요.
run-workspace = { $path } 파일을 쓸 수 없습니다: { $cause }
    .help = 자리를 비우거나 권한을 고친 다음 실습을 다시 실행하세요.
run-workspace-left-owner = 실습의 폴더를 삭제하지 못했습니다({ $path }): { $cause }
    .help = 소유자가 다르거나 삭제 권한이 없는 파일을 컨테이너가 남겼습니다. 이 명령으로 삭제하세요: { $command }
run-workspace-left-busy = 실습의 폴더를 삭제하지 못했습니다({ $path }): { $cause }
    .help = 폴더 아래에 마운트된 것이 있거나 폴더를 쓰는 프로그램이 있습니다. `findmnt`로 마운트를 확인해 해제한 다음, 이 명령으로 삭제하세요: { $command }
run-workspace-left-read-only = 실습의 폴더를 삭제하지 못했습니다({ $path }): { $cause }
    .help = 이 폴더의 파일 시스템은 지금 읽기 전용입니다. 다시 쓸 수 있게 되면 이 명령으로 삭제하세요: { $command }
run-workspace-left-other = 실습의 폴더를 삭제하지 못했습니다({ $path }): { $cause }
    .help = 원인이 없어진 다음 `statelab clean`을 실행하면 삭제됩니다. 직접 하려면: { $command }
run-watch = { $label } 값을 읽지 못했습니다. 읽는 명령이 오류로 끝났습니다(종료 코드 { $status }): { $output }
    .help = 컨테이너가 답하기까지 더 걸릴 수 있습니다. watch에 더 긴 "within"을 주거나, 컨테이너에 "ready"를 두세요.
run-unreadable = { $label } 값을 읽지 못했습니다.
    .help = 컨테이너가 답하기까지 더 걸릴 수 있습니다. watch에 더 긴 "within"을 주거나, 컨테이너에 "ready"를 두세요.
run-unreadable-path = { $label } 값을 읽지 못했습니다. 경로가 어디에도 닿지 않습니다: 링크 { $link }에서 제자리를 돌거나, 링크가 40개를 넘습니다.
    .help = 컨테이너에서 "ls -l"로 경로의 링크를 보고, watch에 끝이 있는 경로를 적으세요.
run-capture-unusable = 값 { $name }에 담긴 것은 이 명령에 쓸 수 없습니다.
    .help = 위의 값을 보세요. 이름이나 경로는 명령이 받는 한 낱말이어야 하고, 값은 "-"로 시작할 수 없습니다.
run-watch-late = { $label } 값을 읽지 못했습니다. 읽는 명령이 { $time } 안에 끝나지 않았습니다.
    .help = watch에 더 긴 "within"을 주거나, 더 빨리 끝나는 명령을 쓰세요.
run-outside-workspace = 작업 폴더 밖으로 나가는 경로입니다: { $path }
    .help = 실습은 작업 폴더 안에서만 읽고 씁니다.

## docker cp

copy-no-local-file = 작업 폴더에 그런 파일이 없습니다: { $path }
    .help = 작업 폴더에는 실습 폴더의 파일과, 앞의 명령이 복사해 온 것이 있습니다.
copy-no-such-path = 컨테이너에 그런 경로가 없습니다: { $path }
    .help = 경로를 확인하세요. 컨테이너의 맨 위(/)부터 읽습니다.
copy-no-such-directory = 그런 디렉터리가 없습니다: { $path }
    .help = 먼저 만들거나, 있는 디렉터리를 적으세요. "/"로 끝나는 경로는 디렉터리여야 합니다.
copy-not-a-directory = 뒤에 "/"가 있으니 디렉터리여야 하는데 파일입니다: { $path }
    .help = 파일을 뜻한다면 "/"를 빼세요.
copy-special-file = 파일도 디렉터리도 아닙니다: { $path }
    .help = 파일과 디렉터리만 복사하세요.
copy-directory-onto-file = 디렉터리를 파일 위에 복사할 수 없습니다: { $path }
    .help = 디렉터리를 적거나, 아무것도 없는 경로를 적으세요.
copy-too-large = 복사해 올 수 있는 것보다 큽니다: { $path }. { $bytes } GiB, 파일 { $entries }개, 폴더 깊이 { $depth }단계까지입니다.
    .help = 필요한 부분만 복사하세요.
copy-unsafe-archive = 컨테이너가 보낸 것 가운데 { $path }에는 쓰지 않았습니다. 특수 파일이거나 작업 폴더 밖으로 나갑니다.
    .help = 필요한 파일을 하나씩 복사하세요.

## 이미지, 네트워크, 목록

build-no-context = 빌드할 폴더가 작업 폴더에 없습니다: { $path }
    .help = Dockerfile이 든 폴더를 적으세요. "."은 작업 폴더 자체입니다.
build-no-dockerfile = Dockerfile을 찾을 수 없습니다: { $path }
    .help = 실습 폴더에 넣거나, -f 옵션으로 다른 것을 적으세요.
dockerfile-character = Dockerfile의 { $line }번째 줄({ $text })에 { $word } 문자가 있습니다. 제어 문자이거나, 일반 빈칸이 아닌 빈칸이거나, UTF-8이 아닙니다. 엔진마다 다르게 읽습니다.
    .help = 그 자리에 일반 빈칸을 쓰거나, 문자를 지우세요.
dockerfile-escape = Dockerfile의 { $line }번째 줄({ $text })에서 줄을 잇는 문자를 바꿉니다. 모든 엔진이 따르지는 않습니다.
    .help = 그 줄을 빼고, 줄은 역슬래시로 이으세요.
dockerfile-backslash = Dockerfile의 { $line }번째 줄({ $text }) 끝에 역슬래시가 두 개 이상 있거나, 마지막 줄인데 끝에 역슬래시가 있습니다. 엔진마다 줄을 다르게 잇습니다.
    .help = 다음 줄로 이으려면 역슬래시 하나로 끝내고, 명령을 끝내려면 역슬래시를 빼세요.
dockerfile-split-word = Dockerfile의 { $line }번째 줄({ $text })에서 단어가 다음 줄로 이어집니다.
    .help = 이름과 옵션은 한 줄에 이어서 쓰고, 역슬래시 앞에는 빈칸을 두세요.
dockerfile-heredoc = Dockerfile의 { $line }번째 줄({ $text })에 "<<"가 있습니다. 일부 엔진에서만 여기서 히어독(heredoc)이 시작됩니다.
    .help = 내용을 파일에 넣고 COPY로 복사하거나, "<<" 없이 명령을 쓰세요.
dockerfile-instruction = Dockerfile의 { $line }번째 줄({ $text }): { $word } 명령이 없거나, 그 자리에 올 수 없습니다.
    .help = 각 줄은 FROM, COPY, RUN 같은 명령으로 시작하세요.
dockerfile-flag = Dockerfile의 { $line }번째 줄({ $text }): { $word } 옵션은 여기에 쓸 수 없습니다. 없는 엔진이 있거나, 엔진마다 다르게 읽습니다.
    .help = FROM에는 --platform, COPY에는 --from, --chown, --chmod, ADD에는 --chown, --chmod만 쓸 수 있고, RUN에는 옵션을 쓸 수 없습니다. 값은 따옴표 없이 쓰세요.
dockerfile-argument = Dockerfile의 { $line }번째 줄({ $text }): 첫 FROM 앞의 ARG에는 이름만 쓰거나, 이름과 "="와 단순한 값을 쓸 수 있습니다. 같은 이름은 한 번만 쓸 수 있습니다.
    .help = 값에는 변수와 역슬래시를 쓰지 말고, 따옴표는 값 전체를 감쌀 때만 쓰세요.
dockerfile-from = Dockerfile의 { $line }번째 줄({ $text }): FROM에는 이미지 하나와, 필요하면 AS와 이름을 씁니다.
    .help = FROM nginx 또는 FROM nginx AS base처럼 쓰고, 그 뒤에는 아무것도 쓰지 마세요.
dockerfile-name = Dockerfile의 { $line }번째 줄({ $text }): { $word }의 뜻이 분명하지 않습니다. 이미지 이름도, 앞 단계에 적힌 그대로의 이름도 아닙니다.
    .help = 이름을 따옴표 없이 그대로 쓰세요. FROM에 변수를 쓰려면 첫 FROM 앞에 값이 있는 ARG가 있어야 하고, --from에는 변수를 쓸 수 없습니다.
dockerfile-single = 한 줄로 된 명령 하나가 아닙니다: { $text }
    .help = 명령마다 --change를 따로 쓰세요.
dockerfile-fetches = 빌드에서 { $text } 명령으로 파일을 내려받을 수 없습니다. 엔진이 이 컴퓨터의 네트워크에서 내려받으므로, 이 컴퓨터에만 열려 있는 서비스에도 닿습니다.
    .help = 파일을 실습 폴더에 넣고 COPY로 복사하세요. ADD를 쓰려면 변수 없는 이름을 쓰세요. 꼭 필요하면 [allow] 아래에 { $line } 줄을 써서 실습이 요청하게 하세요. 그러면 실행하는 사람에게 묻습니다.
save-no-place = 이미지를 { $path }에 저장할 수 없습니다. 폴더가 없거나, 그 자체가 폴더입니다.
    .help = 작업 폴더에 있는 폴더 안의 파일을 적으세요.
load-no-names = { $path } 파일에는 이름 있는 이미지가 없습니다.
    .help = docker save 명령으로, 이미지의 이름을 적어 저장한 파일을 불러오세요.
load-nameless = 아카이브에 이름 있는 이미지가 없습니다. 이름이 없으면 다른 사람의 이미지와 구별할 수 없습니다.
    .help = docker save로 이미지 이름을 주고 저장한 파일을 불러오세요.
load-compressed = 아카이브가 압축되어 있습니다. 엔진이 읽기 전에는 안에 어떤 이미지가 있는지 알 수 없습니다.
    .help = 먼저 압축을 푸세요(예: `gunzip`). `docker save -o 파일 이미지` 명령은 압축하지 않은 아카이브를 만듭니다.
load-only-index = 아카이브에 index.json만 있고 manifest.json이 없습니다. OCI 형식으로만 저장된 아카이브입니다.
    .help = `docker save -o 파일 이미지` 명령이나 `podman save --format docker-archive` 명령으로 저장하세요.
load-broken = 아카이브가 중간에 끊겼거나 손상되었습니다: { $words }
    .help = `docker save -o 파일 이미지` 명령으로 다시 저장하세요.
load-unreadable = 아카이브 안의 { $entry } 파일이 docker save가 쓰는 형식과 다릅니다: { $words }
    .help = `docker save -o 파일 이미지` 명령으로 다시 저장하고, 안에 든 것은 고치지 마세요.
load-missing = 아카이브의 manifest.json에 적힌 { $entry } 파일이 아카이브 안에 하나만 있어야 하는데 그렇지 않습니다.
    .help = `docker save -o 파일 이미지` 명령으로 다시 저장하고, 안에 든 것은 고치지 마세요.
load-twice = 아카이브에서 두 이미지의 이름이 같습니다: { $name }.
    .help = 이미지마다 다른 이름으로 저장하세요.
load-too-much = 아카이브에 든 이미지, 이름, 레이어 또는 파일이 실습에서 불러올 수 있는 한도를 넘습니다.
    .help = 더 적은 이미지를 저장하세요.
network-no-subnet = 네트워크의 어느 서브넷에도 주소 { $address }에 맞는 범위가 없습니다.
    .help = 그 주소가 들어가는 --subnet을 주세요.
network-twice = { $address }의 서브넷에는 이미 하나가 있습니다.
    .help = 서브넷마다 --ip-range와 --gateway는 하나씩만 주세요.
run-template-field = 보여 줄 { $field } 필드가 없습니다.
    .help = --format json으로 모든 필드를 보세요.
run-template-index = 형식의 index { $key }에서 찾은 것이 없습니다.
    .help = --format json으로 무엇이 있는지 모두 보세요.
run-id-file-exists = 작업 폴더에 이미 { $path } 파일이 있습니다. --cidfile 옵션은 새 파일을 만듭니다.
    .help = 다른 이름을 쓰거나, 옵션을 빼세요.
run-engine-too-old = 이 엔진에서는 모르는 설정입니다: { $flag } ({ $engine }, API { $api }). 엔진이 아무 말 없이 빼고 실행하게 됩니다.
    .help = API { $needs }(Docker { $docker })부터 알아듣습니다. 더 새로운 엔진을 쓰거나, 이 설정을 빼세요.
run-template-range = 형식에서 { $value } 값을 세거나 하나씩 보려고 했지만, 목록도 맵도 아닙니다.
    .help = --format json으로 모든 필드를 보세요.
run-not-allowed = 실습에서는 { $flag } 옵션을 쓸 수 없습니다. 컨테이너에 필요한 것보다 호스트를 더 건드립니다.
    .help = 빼거나, [allow] 아래에 { $line } 줄을 써서 실습이 요청하게 하세요. 그러면 실행하는 사람에게 묻습니다.
run-addresses-of-others = 실습의 네트워크는 { $subnet } 주소를 쓸 수 없습니다. 인터넷이나 이 컴퓨터가 연결된 네트워크에서 이미 쓰는 주소입니다.
    .help = --subnet을 빼거나, 10.231.7.0/24처럼 이 컴퓨터가 쓰지 않는 사설 주소 대역을 쓰세요. 꼭 필요하면 [allow] 아래에 { $line } 줄을 써서 실습이 요청하게 하세요. 그러면 실행하는 사람에게 묻습니다.
run-over-limit = 실습의 컨테이너가 쓸 수 있는 양을 넘습니다: { $flag } 옵션(최대 { $most }).
    .help = 더 적게 쓰거나, [allow] 아래에 { $line } 줄을 써서 실습이 요청하게 하세요. 그러면 실행하는 사람에게 묻습니다.
run-bind-below = { $writer } 컨테이너가 { $above } 폴더에 쓸 수 있는 동안에는 { $container } 컨테이너에 { $below } 경로를 마운트할 수 없습니다. 그 자리에 링크를 두면 엔진이 링크가 가리키는 곳을 마운트하기 때문입니다.
    .help = { $above } 경로를 읽기 전용(`:ro`)으로 마운트하거나, { $above } 경로 하나만 마운트하거나, 나란히 있는 두 폴더를 쓰세요.
run-bind-below-gone = { $container } 컨테이너에 { $below } 경로를 마운트할 수 없습니다. { $writer } 컨테이너가 { $above } 폴더에 쓸 수 있었습니다. 지금은 삭제되었지만, 함께 실행되던 컨테이너가 그 폴더를 아직 열어 두었을 수 있습니다.
    .help = 먼저 컨테이너를 모두 삭제하거나, { $above } 경로를 읽기 전용(`:ro`)으로 마운트하거나, 나란히 있는 두 폴더를 쓰세요.
run-shared-processes = { $writer } 컨테이너는 { $path } 경로에 쓸 수 있으므로 다른 컨테이너와 프로세스를 함께 쓸 수 없습니다. /proc를 거쳐 다른 컨테이너도 그곳에 쓸 수 있게 됩니다.
    .help = --pid를 빼거나, { $path } 경로를 읽기 전용(`:ro`)으로 마운트하세요.
mount-folder-over-file = { $subject } 컨테이너를 시작할 수 없습니다. { $made ->
        [yes] { $path } 자리에 아무것도 없어서 -v가 그 이름으로 폴더를 만들었고, 폴더는
       *[no] { $path } 경로는 폴더이고, 폴더는
    } { $target } 파일 위에 마운트할 수 없습니다.
    .help = 폴더 대신 파일을 그 자리에 두세요. 실습 폴더에 넣거나 단계의 `write`로 씁니다. 폴더를 마운트하려면 폴더 위에 마운트하세요.
mount-file-over-folder = { $subject } 컨테이너를 시작할 수 없습니다. { $path } 경로는 파일이라서 { $target } 폴더 위에 마운트할 수 없습니다.
    .help = 폴더 아래의 경로에 마운트하세요: { $target }/파일.
run-bound-path = { $path } 경로를 마운트한 컨테이너가 있어, 복사한 파일로 바꿀 수 없습니다.
    .help = 다른 이름으로 복사하거나, 먼저 컨테이너를 삭제하세요. 마운트된 파일을 바꾸려면 `write` 또는 `docker exec`로 그 파일 안에 쓰세요.
run-too-many-containers = 실습 하나는 컨테이너를 동시에 { $most }개까지 둘 수 있습니다. 중지된 컨테이너도 셉니다.
    .help = 먼저 몇 개를 삭제하거나(`docker rm`), `--rm` 옵션으로 실행하세요.
run-too-much-memory = 실습 하나의 컨테이너는 메모리를 모두 합쳐 { $most }까지 쓸 수 있습니다. 중지된 컨테이너와 메모리에 있는 볼륨도 셉니다.
    .help = 먼저 몇 개를 삭제하거나(`docker rm`), 컨테이너마다 더 적게 주세요(예: `-m 256m`).
pull-moves = 이 컴퓨터에는 이미 { $name } 이미지가 있습니다. 새로 받으면 그 이름이 더 새로운 이미지로 옮겨 갈 수 있어 받지 않았습니다.
    .help = --pull을 빼세요. 최신 이미지가 필요하면 실습 전에 `docker pull { $name }` 명령을 실행하거나, 이미지를 다이제스트로 지정하세요.
run-too-large = 실습이 한 번에 옮길 수 있는 { $most } 한도를 넘습니다.
    .help = 데이터를 줄이세요. 실습은 얼마나 많은지가 아니라 무엇이 남는지를 보여 줍니다.
run-too-long = 명령이 { $time } 안에 끝나지 않아 그만두었습니다.
    .help = 스스로 끝나게 하거나, -d로 백그라운드에서 실행하세요.
run-over-time = 실행이 { $time } 안에 끝나지 않아 끝냈습니다.
    .help = 무엇을 기다리는지 보거나, --time-limit 옵션으로 시간을 더 주세요.
build-too-large = 빌드에 보낼 수 있는 것보다 큽니다: { $path }. 1 GiB, 파일 100000개, 폴더 깊이 128단계까지입니다.
    .help = 이미지에 필요 없는 것은 .dockerignore로 빼세요.
run-bad-line = { $path } 파일의 { $line }번째 줄을 읽을 수 없습니다.
    .help = 한 줄에 NAME=value 하나씩 쓰세요. 이름에는 빈칸이 없고, "#" 뒤는 주석입니다.
run-no-public-port = { $container } 컨테이너는 포트 { $port }번을 공개하지 않습니다.
    .help = docker port { $container } 명령으로 공개한 포트를 보세요.
run-no-object = 그런 것이 없습니다: { $name }
    .help = 이름을 확인하세요. 실습이 만들지 않은 것은 볼 수 없습니다.
run-no-place-for-file = { $path }에는 파일을 쓸 수 없습니다. 폴더가 없거나, 그 자체가 폴더입니다.
    .help = 작업 폴더에 있는 폴더 안의 파일을 적으세요.
run-bad-filter = 필터 { $filter }에 있을 수 없는 값이 있습니다.
    .help = docker ps 문서에서 필터마다 어떤 값이 있는지 보세요.
locate-no-container = 엔진에 { $container } 컨테이너가 없습니다.
    .help = 종료된 것까지 모두 보려면 docker ps -a 명령을 실행하세요.
locate-nowhere = { $container } 컨테이너의 { $path } 경로는 어디에도 이르지 못합니다. 링크 { $link }에서 맴돌거나, 링크가 40개를 넘습니다.
    .help = 컨테이너 안에서 "ls -l" 명령으로 경로의 링크를 살펴보세요.

## 확인에서 본 것

seen-nothing = 아무것도 없음
seen-late = 제때 끝난 관찰이 없음
seen-no-container = { $container } 컨테이너가 없음
seen-stopped = { $container } 컨테이너가 끝났음(종료 코드 { $status })
seen-link-loop = 링크 { $link }에서 제자리를 돌거나, 링크가 40개를 넘음
seen-no-mounts = 마운트된 것이 없음
seen-other-mounts = 다른 경로에 마운트되어 있음: { $targets }
seen-no-changes = 레이어에 바뀐 것이 없음
seen-no-address = { $container } 컨테이너에 여기서 닿는 주소가 없음
seen-no-answer-inside = { $container } 컨테이너 안의 포트 { $port }에서 답이 없음
seen-no-answer = { $address }에서 답이 없음: { $cause }
seen-status = 명령의 종료 코드 { $status }: { $output }
seen-http-status = 응답의 상태 코드 { $status }
seen-holds = 맞음
seen-no-original = 견주어 볼 원본이 없음
seen-count = { $count }개: { $lines }
seen-count-none = 하나도 없음
seen-no-json = JSON이 아님
seen-nothing-there = { $pointer }에 아무것도 없음
