# `lint`의 메시지: 실습에 결함이 없을 때 `check`가 실행하기 전에 알아내는 것.
#
# 결함마다 무엇이 왜 일어나는지 말합니다. `.help`는 고치는 방법이고.

## [allow].

fault-not-allowed = `{ $flag }` 옵션은 컨테이너에 필요한 것보다 호스트를 더 건드리므로, 실행할 때 거부됩니다.
    .help = 빼거나, 실습이 요청하게 하세요. [allow] 아래에 이렇게 적습니다: { $line }

fault-over-limit = `{ $flag }` 옵션의 값이 실습의 컨테이너가 쓸 수 있는 양을 넘으므로, 실행할 때 거부됩니다. 한도: { $most }.
    .help = 더 적게 쓰거나, 실습이 요청하게 하세요. [allow] 아래에 이렇게 적습니다: { $line }

fault-addresses-of-others = { $subnet } 주소는 사설 주소가 아니므로, 실행할 때 거부됩니다.
    .help = 10.231.7.0/24처럼 사설 주소 대역을 쓰거나, 실습이 요청하게 하세요. [allow] 아래에 이렇게 적습니다: { $line }

fault-unused-allow = 실습에서 아무것도 필요로 하지 않는데 학생마다 허락을 구합니다: `{ $key }`({ $value }).
    .help = 지우세요.

## needs.

fault-unknown-need = `{ $lab }` 실습이 없습니다. 프로그램에도, 이 실습 옆에도, 함께 확인하는 실습에도 없습니다.
    .help = ID를 고치세요. 실습이 다른 폴더에 있으면 함께 확인하세요: statelab check 폴더 폴더
    .suggest = 혹시 `{ $suggestion }` 아닌가요?

fault-needs-itself = 실습을 그 실습보다 먼저 할 수는 없습니다.
    .help = `needs`에서 `{ $lab }` 항목을 지우세요.

fault-needs-circle = 실습끼리 서로 필요로 해서, 먼저 할 수 있는 실습이 없습니다: { $circle }
    .help = 이 가운데 하나를 `needs`에서 지우세요.

fault-duplicate-lab = `{ $lab }` 실습이 또 있습니다: { $path }. 두 폴더를 함께 주면 나중 것만 찾습니다.
    .help = 두 폴더 가운데 하나의 이름을 바꾸세요. 폴더의 이름이 실습의 ID입니다.

fault-unreadable-lab = { $message }
    .help = { $help }

## 변수.

fault-variable-without-value = 여기서 `{ $name }` 변수에는 값이 없습니다. [env]에도 [secret]에도 없고, 여러분의 환경 변수는 읽지 않습니다. 컨테이너에서는 이 변수가 빠집니다.
    .help = [env] 아래에 { $name } = "…" 줄을 쓰세요. 보이면 안 되는 값이면 [secret] 아래에 쓰세요. -e { $name }=값처럼 써도 됩니다.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?

fault-unused-variable = `{ $name }` 변수를 읽는 명령이 없습니다.
    .help = 지우거나, -e { $name } 옵션으로 컨테이너에 주세요.

## 끝나지 않는 명령.

fault-endless-run = -d가 없으면 `docker run`은 컨테이너가 끝날 때까지 기다리는데, 이 `{ $image }` 컨테이너는 스스로 끝나지 않습니다. 10분이 지나면 명령이 중단됩니다.
    .help = docker run -d로 쓰세요. 다른 프로그램을 실행하고 끝나기를 기다리려면 이미지 뒤에 쓰세요.

fault-endless-exec = `{ $command }` 명령은 스스로 끝나지 않습니다. 10분이 지나면 명령이 중단됩니다.
    .help = docker exec -d로 쓰거나, 프로그램이 끝나게 하세요. 예를 들어 `tail -f` 대신 `tail -n 5`를 쓰세요.

fault-endless-attach = `docker start -a`는 `{ $container }` 컨테이너가 끝날 때까지 기다리는데, 이 컨테이너는 스스로 끝나지 않습니다. 10분이 지나면 명령이 중단됩니다.
    .help = -a를 빼세요.

fault-endless-logs = `docker logs -f`는 `{ $container }` 컨테이너가 끝날 때까지 기다리는데, 이 컨테이너는 스스로 끝나지 않습니다. 10분이 지나면 명령이 중단됩니다.
    .help = -f를 빼세요. 로그의 어떤 줄을 기다리려면 `logs` 확인을 쓰거나 [ready.{ $container }] 표를 쓰세요.

fault-followed-logs = `docker logs -f`는 `{ $container }` 컨테이너가 끝날 때까지 기다리며, 10분이 지나면 중단됩니다.
    .help = 컨테이너가 더 오래 실행될 수 있으면 -f를 빼세요. 끝나기를 기다리려면 `docker wait { $container }` 명령이 더 분명합니다.

## 자리가 틀린 옵션.

fault-misplaced-flag = { $operand } 뒤의 옵션은 컨테이너 안의 프로그램에 전달됩니다. docker는 여기 있는 `{ $flag }` 옵션을 읽지 않습니다.
    .help = docker의 옵션은 `{ $name }` 앞에 쓰세요.

## 지켜보기와 확인.

fault-fate-at-once = 이 단계에서는 `{ $watch }`의 운명을 알 수 없습니다. 바로 이 단계에서 `{ $containers }` 컨테이너를 처음 만들므로, 그 전에는 읽을 것이 없습니다.
    .help = 컨테이너를 따로 앞 단계에서 시작하거나, `expect`에서 `{ $watch }` 항목을 빼세요. 단계 전에도 후에도 읽어야 무엇이 일어났는지 알 수 있습니다.

fault-fate-out-of-reach = 이 단계에서 `{ $watch }`에 `{ $fate }` 운명은 나올 수 없습니다. 살펴볼 `{ $containers }` 컨테이너가 그때까지 없습니다.
    .help = 컨테이너를 앞 단계에서 시작하거나, `expect`에서 `{ $watch }` 항목을 빼세요. 단계 전에도 후에도 읽어야 무엇이 일어났는지 알 수 있습니다.

fault-check-too-early = 이 확인은 맞을 수 없습니다. `{ $container }` 컨테이너를 나중 단계에서야 만듭니다.
    .help = 확인을 컨테이너를 만드는 단계나 그 뒤로 옮기세요.

fault-pair-without-value = `{ $key }` 값은 NAME=value 전체와 비교하므로, `{ $name }` 이름 하나로는 같을 수 없습니다.
    .help = { $key } = "{ $name }=값"처럼 쓰세요.

fault-no-output = 이 단계에서는 명령을 실행하지 않으므로, 살펴볼 출력이 없습니다.
    .help = 명령을 실행하는 단계로 옮기세요.

fault-absent-and-more = 이 확인은 맞을 수 없습니다. 없어야 하는 것에 `{ $other }` 조건이 있습니다.
    .help = 확인을 둘로 나누거나, 둘 가운데 하나를 빼세요.

fault-contradiction = 이 확인은 맞을 수 없습니다. `{ $one }` 조건과 이 `{ $other }` 조건은 함께 맞을 수 없습니다.
    .help = 둘 가운데 하나를 빼세요.

## 마운트하는 파일.

fault-missing-bind = 그때까지 { $path } 파일이 없습니다. 실습 폴더에도 없고 단계에서 쓰지도 않으므로, -v가 그 이름으로 폴더를 만듭니다.
    .help = 파일이라면 실습 폴더에 넣거나 단계의 `write`로 쓰세요. 폴더는 파일({ $target }) 위에 마운트할 수 없습니다.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?

fault-missing-mount-source = 그때까지 { $path } 파일이나 폴더가 없습니다. 실습 폴더에도 없고 단계에서 쓰지도 않는데, --mount는 없는 것을 거부합니다.
    .help = 실습 폴더에 넣거나 단계의 `write`로 쓰세요. 비어 있는 새 폴더라면 -v를 쓰세요.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?

## 자리표시자.

fault-unfilled-placeholder = 여기에는 아무것도 채워지지 않습니다. `{ $key }` 값은 `{ "{" }{ $written }{ "}" }` 부분까지 적힌 그대로 보이거나 실행됩니다.
    .help = 자리표시자는 `before`, `after`, `goal`, `hints`, `because`와 질문의 글에서만 채워집니다. 명령에서는 담아 둔 값을 `$이름`으로 씁니다.

fault-capture-in-quotes = 작은따옴표 안에서는 `${ $name }` 자리에 담아 둔 값이 들어가지 않습니다.
    .help = 따옴표 밖에 쓰거나 큰따옴표 안에 쓰세요: sh -c "… ${ $name }". 컨테이너 안의 셸에 이 이름의 변수가 있다면, 담아 둘 때 다른 이름을 쓰세요.

## 빌드.

fault-no-dockerfile = 그때까지 { $path } 파일이 없습니다. 실습 폴더에도 없고, 앞 단계에서 쓰지도 않습니다.
    .help = 실습 폴더에 넣거나, 단계의 `write`로 쓰세요. 이름이 다르면 -f 옵션을 쓰세요.

fault-copy-source = 그때까지 복사할 { $path } 파일이나 폴더가 없습니다. 실습 폴더에도 없고, 앞 단계에서 쓰지도 않습니다.
    .help = 빌드할 폴더에 넣거나, 경로를 고치세요. 경로는 그 폴더에서 시작합니다.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?

# 실행할 때와 같은 말입니다.
fault-dockerfile-character = { dockerfile-character }
    .help = { dockerfile-character.help }
fault-dockerfile-escape = { dockerfile-escape }
    .help = { dockerfile-escape.help }
fault-dockerfile-backslash = { dockerfile-backslash }
    .help = { dockerfile-backslash.help }
fault-dockerfile-split-word = { dockerfile-split-word }
    .help = { dockerfile-split-word.help }
fault-dockerfile-heredoc = { dockerfile-heredoc }
    .help = { dockerfile-heredoc.help }
fault-dockerfile-instruction = { dockerfile-instruction }
    .help = { dockerfile-instruction.help }
    .suggest = 혹시 `{ $suggestion }` 아닌가요?
fault-dockerfile-flag = { dockerfile-flag }
    .help = { dockerfile-flag.help }
fault-dockerfile-argument = { dockerfile-argument }
    .help = { dockerfile-argument.help }
fault-dockerfile-from = { dockerfile-from }
    .help = { dockerfile-from.help }
fault-dockerfile-name = { dockerfile-name }
    .help = { dockerfile-name.help }
fault-dockerfile-fetches = { dockerfile-fetches }
    .help = { dockerfile-fetches.help }
