# `lab`의 말: 실습 파일에서 잘못될 수 있는 것, 그리고 왜 실습을 쓸 수 없는지.
#
# 잘못마다 무엇이 왜 잘못인지 말합니다. `.help`는 어떻게 고치는지 말합니다. `.suggest`는
# `$suggestion`이 비어 있지 않을 때 보여 줍니다.

## 함께 봐야 할 다른 자리.

note-first-here = 첫 번째는 여기에 있습니다

## TOML 자체.

fault-syntax = { $problem ->
    [missing-value] 여기에 값이 없습니다.
    [missing-value-for-key] 이 키에 값이 없습니다.
    [key-with-no-value] 이 키에 값이 없습니다.
    [string-values-must-be-quoted] 글은 따옴표로 묶어야 합니다.
    [missing-opening-quote] 여기에 여는 따옴표가 없습니다.
    [invalid-basic-string] 큰따옴표로 묶은 이 글이 닫히지 않았거나, 쓸 수 없는 글자가 있습니다.
    [invalid-literal-string] 작은따옴표로 묶은 이 글이 닫히지 않았거나, 쓸 수 없는 글자가 있습니다.
    [invalid-multi-line-basic-string] 여러 줄로 된 이 글이 닫히지 않았거나, 쓸 수 없는 글자가 있습니다.
    [invalid-multi-line-literal-string] 여러 줄로 된 이 글이 닫히지 않았거나, 쓸 수 없는 글자가 있습니다.
    [missing-escaped-value] TOML이 모르는 이스케이프입니다. 백슬래시 뒤에는 " \ b f n r t u U만 쓸 수 있습니다.
    [too-few-unicode-value-digits] 글자의 이스케이프에는 숫자가 다 있어야 합니다. \u 뒤에는 네 개, \U 뒤에는 여덟 개입니다.
    [unclosed-table] 이 머리글이 닫히지 않았습니다. `]`가 없습니다.
    [unclosed-array-table] 이 머리글이 닫히지 않았습니다. `]]`가 없습니다.
    [unclosed-array] 이 목록이 닫히지 않았습니다. `]`가 없습니다.
    [unclosed-inline-table] 이 표가 닫히지 않았습니다. 닫는 중괄호가 없습니다.
    [missing-array-opening] 이 `]`는 열지 않은 목록을 닫고 있습니다.
    [missing-inline-table-opening] 이 중괄호는 열지 않은 표를 닫고 있습니다.
    [missing-table-open] 여기에 머리글의 `[`가 없습니다.
    [missing-comma-between-array-elements] 목록의 두 원소 사이에 쉼표가 없습니다.
    [missing-comma-between-key-value-pairs] 표의 두 키 사이에 쉼표가 없습니다.
    [missing-assignment-between-key-value-pairs] 키와 값 사이에 `=`가 없습니다.
    [extra-comma-in-array] 쉼표가 하나 더 있습니다.
    [extra-comma-in-inline-table] 쉼표가 하나 더 있습니다.
    [extra] `=`가 하나 더 있습니다.
    [extra-assignment-between-key-value-pairs] `=`가 하나 더 있습니다.
    [unexpected-in-array] 목록에는 키가 아니라 값이 들어갑니다.
    [invalid-key-value-pair] 한 줄에는 키, `=`, 값이 있어야 합니다.
    [unexpected-key-or-value] 한 줄에는 키 하나와 그 값만 있어야 하는데, 더 있습니다.
    [unexpected-content-between-comment-and-newline] 값 뒤에서는 줄이 끝나야 합니다.
    [unexpected-content] 값 뒤에서는 줄이 끝나야 합니다.
    [invalid-unquoted-key] 따옴표 없는 키에는 글자, 숫자, `-`, `_`만 쓸 수 있습니다.
    [unquoted-keys-cannot-be-empty] 여기에 키가 없습니다.
    [missing-key-for-inline-table-element] 여기에 키가 없습니다.
    [invalid-table] 이 머리글에는 표의 이름이 없습니다.
    [carriage-return-must-be-followed-by-newline] Windows 줄바꿈의 반쪽만 있습니다.
    [cannot-recurse-further-max-recursion-depth-met] 목록과 표가 너무 깊이 겹쳐 있습니다.
    [recursion-limit] 목록과 표가 너무 깊이 겹쳐 있습니다.
   *[other] TOML이 아닙니다: { $message }.
}
    .help = { $problem ->
        [missing-escaped-value] 역슬래시가 그대로 남는 작은따옴표로 쓰세요: '^\d+$'. 큰따옴표 안에서는 역슬래시를 두 번씩 씁니다.
       *[other] 실습은 TOML 파일입니다: key = "text", key = 5, key = ["one", "two"]. 이 자리에 달린 것은 더 확인하지 않았습니다.
    }

fault-curly-quote = `{ $found }` 기호는 워드 프로세서의 따옴표이며, TOML의 따옴표가 아닙니다.
    .help = 보통 따옴표를 쓰세요: "…" 또는 '…'.

fault-odd-blank = 여기에 보통 빈칸이 아니고 보이지 않는 { $code } 문자가 있습니다. 웹 페이지나 워드 프로세서에서 온 것입니다.
    .help = 보통 빈칸으로 바꾸거나 지우세요.

fault-full-width = `{ $found }` 기호는 전각 문자입니다. TOML에서는 여기에 `{ $plain }` 기호를 씁니다.
    .help = `{ $plain }` 기호로 바꾸세요.

fault-slash-comment = TOML의 주석은 `#` 기호로 시작합니다.
    .help = // 대신 # 기호를 쓰세요.

fault-colon-for-equals = TOML에서는 키와 값 사이에 콜론이 아니라 `=` 기호를 씁니다.
    .help = 중괄호로 묶은 표에서도 key = "value"처럼 쓰세요.

fault-quote-in-quotes = 이 `{ $quote }` 기호에서 글이 닫히는데, 뒤에 더 있습니다.
    .help = 글 안에 따옴표를 쓰려면 바깥에는 다른 따옴표를 쓰거나, 양쪽에 세 개씩 쓰세요.

fault-unclosed-text = 여러 줄에 걸친 이 글에 닫는 { $quotes } 기호가 없어, 뒤에 있는 것까지 글로 읽었습니다.
    .help = 글이 끝나는 곳에 { $quotes } 기호를 쓰세요. 이 뒤는 확인하지 않았습니다.

fault-carriage-returns = 아주 오래된 시스템처럼 줄이 캐리지 리턴만으로 끝나서, 파일 전체가 한 줄입니다.
    .help = 줄바꿈을 Unix(LF)나 Windows(CRLF) 방식으로 저장하세요.

fault-step-header = 단계는 여럿 있을 수 있으므로, 단계의 머리글에는 대괄호를 양쪽에 두 개씩 씁니다.
    .help = 단계마다 [[step]]이라고 쓰세요.

fault-toml-1-1 = { $what ->
    [line-break] 중괄호로 묶은 표는 한 줄에 써야 합니다. 그 안의 줄바꿈은 실습에 쓰는 TOML보다 새로운 것입니다.
    [last-comma] 중괄호로 묶은 표에서는 마지막 값 뒤에 쉼표를 쓸 수 없습니다. 실습에 쓰는 TOML보다 새로운 것입니다.
   *[escape] 이 이스케이프는 실습에 쓰는 TOML보다 새로운 것입니다.
}
    .help = { $what ->
        [line-break] 표를 한 줄에 쓰세요. 대괄호로 묶은 목록은 한 줄에 표 하나씩, 여러 줄에 쓸 수 있습니다.
        [last-comma] 쉼표를 지우세요.
       *[escape] \u 뒤에 글자의 숫자 네 개를 쓰세요. 보기: \u001B.
    }

fault-duplicate-key = 이 표에 `{ $key }` 키가 두 번 있습니다.
    .help = 둘 가운데 하나를 지우세요.

fault-not-utf8 = { $encoding ->
    [utf-16] 파일이 UTF-16입니다. 실습 파일은 UTF-8이어야 합니다.
   *[other] 파일이 UTF-8이 아닙니다. 여기서부터 읽을 수 없습니다.
}
    .help = 편집기에서 UTF-8로 저장하세요. 오래된 Windows 프로그램의 파일은 UTF-16이나 다른 코드 페이지(CP949)인 경우가 많습니다.

## 키와 값.

fault-unknown-key = 실습의 이 자리에는 `{ $key }` 키가 없습니다.
    .help = { $home ->
        [lab] `{ $key }` 키는 실습 전체에 딸립니다. 파일 맨 위, 첫 머리글 앞에 쓰세요.
        [step] `{ $key }` 키는 단계에 딸립니다. [[step]] 아래, [step.predict] 같은 머리글 앞에 쓰세요. 머리글 아래의 키는 그 머리글에 딸립니다.
        [question] `{ $key }` 키는 단계의 질문에 딸립니다. 단계 아래에 [step.predict] 머리글을 쓰고 `ask`와 `choice`를 적으세요.
        [check] `{ $key }` 키는 무엇이 맞아야 하는지 말합니다. 확인 안에, 살펴볼 것 옆에 쓰세요.
       *[none] 지우거나, 실습 형식 문서에서 키의 목록을 보세요.
    }
    .suggest = 혹시 `{ $suggestion }` 아닌가요?

fault-missing-key = 여기에 `{ $key }` 키가 빠졌습니다.
    .help = 더하세요: { $key } = …

fault-misplaced-key = `{ $key }` 키는 `{ $subject }` 키와 함께 쓸 수 없습니다.
    .help = 지우거나, `{ $subject }` 키와 함께 쓸 수 있는 것을 실습 형식 문서에서 찾아보세요.


fault-wrong-type = `{ $key }` 값의 종류가 다릅니다. 있어야 할 것: { $expected ->
    [string] 따옴표로 묶은 글
    [integer] 정수
    [boolean] `true` 또는 `false`
    [list] 대괄호로 묶은 목록
    [string-or-list] 따옴표로 묶은 글 또는 그런 글의 목록
   *[table] 표
}, 적힌 것: { $found ->
    [string] 글
    [integer] 정수
    [float] 소수
    [boolean] `true` 또는 `false`
    [datetime] 날짜나 시각
    [list] 목록
   *[table] 표
}.
    .help = { $expected ->
        [string] { $key ->
            [within] 숫자와 단위를 따옴표로 묶어 쓰세요: within = "5s".
            [holds_for] 숫자와 단위를 따옴표로 묶어 쓰세요: holds_for = "1s".
           *[other] 이렇게 쓰세요: { $key } = "…".
        }
        [integer] { $key ->
            [status] 따옴표 없이 숫자로 쓰세요. 보기: status = 200.
            [exit_code] 따옴표 없이 숫자로 쓰세요. 보기: exit_code = 0.
            [minutes] 따옴표 없이 숫자로 쓰세요. 보기: minutes = 10.
           *[other] 따옴표와 소수점 없이 숫자로 쓰세요. 보기: { $key } = 1.
        }
        [boolean] 따옴표 없이 쓰세요: { $key } = true 또는 { $key } = false.
        [list] 하나뿐이어도 대괄호로 묶으세요.
        [string-or-list] 이렇게 쓰세요: { $key } = "…" 또는 { $key } = ["…", "…"].
       *[table] 키와 값을 중괄호로 묶거나, 대괄호 머리글 아래에 쓰세요.
    }

fault-empty-text = `{ $key }`에 아무 말도 없습니다.
    .help = 따옴표 사이에 무언가 쓰세요. 꼭 필요한 키가 아니면 지우세요.

fault-empty-list = `{ $key }`의 목록이 비어 있습니다.
    .help = 원소를 적어도 하나 쓰세요.

fault-format = 이 버전의 statelab은 이 형식을 읽지 못합니다. 실습의 형식: { $written }, 읽을 수 있는 형식: { $known }.
    .help = format = { $known } 값을 쓰세요. 더 새로운 statelab을 위한 실습이라면 그 버전을 쓰세요.

fault-unknown-level = `{ $written }` 난이도는 없습니다.
    .help = 난이도: { $known }.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?

fault-too-many-faults = 잘못된 곳 { $count }개를 찾고 여기에서 확인을 멈췄습니다
    .help = 먼저 이것을 고친 다음 다시 확인하세요. 그다음 것이 나옵니다.
fault-too-many-patterns = 이 실습에는 패턴이 { $most }개보다 많습니다
    .help = 패턴은 하나씩 컴파일합니다. 되는 곳에는 "contains"를 쓰거나 실습 두 개로 나누세요.
fault-too-many = `{ $key }` 항목이 { $count }개입니다. 실습은 한 곳에 { $most }개까지 둘 수 있습니다.
    .help = 실습 두 개로 나누세요.
fault-long-text = `{ $key }` 글이 너무 깁니다. 실습은 한 곳에 { $most } KiB까지 쓸 수 있습니다.
    .help = 실습 옆의 파일에 넣으세요.
fault-minutes = 실습은 1분에서 { $longest }분까지입니다.
    .help = 처음 하는 학생에게 몇 분이 걸리는지 쓰세요.

fault-duration = "{ $written }" 값은 `{ $key }`에 쓸 수 있는 시간이 아닙니다.
    .help = 정수 하나와 단위 하나를 쓰세요: "500ms", "5s", "2m". 0보다 길고 한 시간보다 길지 않아야 합니다.

fault-bad-id = "{ $id }" 값은 { $kind ->
    [watch] watch
    [choice] 답
    [lab] 실습
   *[step] 단계
}의 id로 쓸 수 없습니다.
    .help = id에는 a부터 z까지의 소문자, 숫자, `-`를 쓰고, `-`로 시작하지 않습니다. 사람에게는 id가 아니라 제목이나 label이 보입니다.

fault-duplicate-id = { $kind ->
    [step] 두 단계의 id가 똑같습니다: "{ $id }". 보고서와 번역은 id로 단계를 가리킵니다.
    [choice] 두 답의 id가 똑같습니다: "{ $id }". 보고서와 번역은 id로 답을 가리킵니다.
    [variable] 변수 "{ $id }"의 값이 `env`와 `secret`에 두 번 있습니다.
   *[name] 이 watch의 두 이름이 똑같습니다: "{ $id }". 번역은 이 말로 이름을 가리킵니다.
}
    .help = 두 번째 것에 다른 { $kind ->
        [step] id를
        [choice] id를
       *[name] 이름을
    } 붙이세요.

fault-bad-name = { $problem ->
    [empty] { $kind ->
        [container] 컨테이너
        [volume] 볼륨
        [network] 네트워크
       *[image] 이미지
    }의 이름이 비어 있습니다.
    [part] 이미지의 이름 "{ $name }"에 비어 있는 부분이 있습니다.
    [upper] "{ $name }" 값은 이미지의 이름이 될 수 없습니다. 대문자 `{ $character }` 때문입니다.
   *[character] "{ $name }" 값은 { $kind ->
        [container] 컨테이너
        [volume] 볼륨
        [network] 네트워크
       *[image] 이미지
    }의 이름이 될 수 없습니다. `{ $character }` 글자는 쓸 수 없습니다.
}
    .help = { $kind ->
        [image] 이미지의 이름은 docker run에 쓰는 대로 씁니다: nginx, postgres:13, example.com:5000/group/name:tag.
       *[other] 이름에는 a부터 z까지의 글자, 숫자, `_`, `.`, `-`를 쓰고, 글자나 숫자로 시작합니다.
    }

## 경로와 주소.

fault-container-path = "{ $written }" 값으로는 어느 컨테이너인지 알 수 없습니다.
    .help = container:/path 꼴로 쓰세요. 보기: my-nginx:/usr/share/nginx/html/index.html.

fault-relative-path = 컨테이너 안의 경로 "{ $path }" 앞에 `/`가 없습니다. 컨테이너에는 시작할 폴더가 따로 없습니다.
    .help = `/`부터 경로를 다 쓰세요.

fault-climbing-path = 경로 "{ $path }"에 위로 올라가는 `..`이 있습니다. 어디로 가는지는 컨테이너 안의 링크에 따라 달라집니다.
    .help = `..` 없이 경로를 쓰세요.

fault-outside-workspace = "{ $path }" 경로는 작업 폴더 안에 있지 않습니다. 실습은 자기 작업 폴더의 파일만 건드립니다.
    .help = 실습 폴더 아래의 경로를 쓰세요. 보기: site/index.html. 절대 경로와 `..`은 쓰지 않고, 폴더 사이에는 `/`를 씁니다.

fault-write-lab-file = 단계는 lab.toml에 쓸 수 없습니다. 그 파일은 실습 자체이고, 작업 폴더의 파일이 아닙니다.
    .help = 다른 이름이나 하위 폴더를 쓰세요.

fault-unknown-file = 이때까지 "{ $path }" 파일이 없습니다. 실습 폴더에도 없고, 앞에서 `docker cp`로 가져오지도 않습니다.
    .help = lab.toml 옆, 실습 폴더에 파일을 넣거나 이름을 고치세요.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?

fault-unknown-container = 실습의 어느 명령도 `{ $container }` 컨테이너를 만들지 않습니다.
    .help = 이름을 고치거나, --name { $container } 옵션으로 컨테이너에 이 이름을 붙이세요.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?

fault-http-url = "{ $written }" 값은 확인할 수 있는 주소가 아닙니다.
    .help = 컨테이너 안의 포트로 http://container:port/path라고 쓰세요. 보기: http://my-nginx:80/.

fault-http-of-host = `{ $host }` 주소는 이 컴퓨터이고, 확인은 컨테이너에 요청합니다.
    .help = 컨테이너의 이름과 컨테이너 안의 포트를 쓰세요: http://my-nginx:80/.

fault-http-status = { $written } 값은 HTTP 상태 코드가 아닙니다.
    .help = 상태 코드는 100부터 599까지의 숫자입니다. 200이면 페이지를 받았다는 뜻입니다.

fault-same-as = `same_as`에는 견주어 볼 것 하나를 써야 합니다: 이미지, 컨테이너, 작업 폴더의 파일, 또는 담아 둔 것.
    .help = same_as = { "{" } image = "nginx", path = "/a/file" { "}" }, { "{" } container = "my-nginx", path = "/a/file" { "}" }, { "{" } local = "file" { "}" }, 또는 same_as = "$name"이라고 쓰세요.

fault-same-as-text = "{ $written }" 값은 담아 둔 값도 아니고, 파일이라고 적혀 있지도 않습니다.
    .help = 작업 폴더의 파일이라면 same_as = { "{" } local = "{ $written }" { "}" }, 담아 둔 값이라면 same_as = "$name", 글이라면 equals = "{ $written }" 조건을 쓰세요.

## 컨테이너 안의 명령.

fault-exec-without-shell = `{ $text }` 부분은 셸에서만 뜻이 있는데, 이 명령을 읽는 셸이 없습니다.
    .help = 컨테이너 안의 셸에서 실행하게 하세요: "sh -c '{ $line }'".

## 지켜보기(watch).

fault-no-subject = 이 watch는 아무것도 보지 않습니다.
    .help = 무엇을 볼지 다음 키 가운데 하나로 쓰세요: { $known }.

fault-two-subjects = 이 watch는 두 가지를 봅니다: `{ $first }`, `{ $second }`.
    .help = watch 두 개로 나누세요. 저마다 결과가 따로 있습니다.

fault-unknown-watch = `{ $watch }` watch는 없습니다.
    .help = 실습에 있는 watch의 이름을 쓰거나, [watch.{ $watch }] 표를 더하세요.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?
fault-allow-false = `{ $key }` 값은 true만 쓸 수 있습니다. 실습에서 요청하지 않은 것은 처음부터 쓸 수 없습니다.
    .help = 지우세요.
fault-allow-bind = 호스트의 폴더가 아닙니다: "{ $written }".
    .help = "/srv/data"처럼 ".."이 없는 절대 경로를 쓰세요.
fault-allow-memory = 실습이 요청할 수 있는 메모리 양이 아닙니다: "{ $written }".
    .help = --memory처럼 "6m"부터 "1t"까지, 예를 들어 "4g"로 쓰세요.
fault-allow-device = "{ $written }" 경로는 호스트의 장치가 아닙니다.
    .help = /dev/fuse처럼 전체 경로를 쓰세요.

## 준비(ready).

fault-no-ready-probe = 컨테이너가 준비되었는지 어떻게 아는지 적혀 있지 않습니다.
    .help = 무엇을 보면 아는지 다음 키 가운데 하나로 쓰세요: { $known }.

fault-two-ready-probes = 컨테이너의 준비는 한 가지로 아는데, 여기에는 둘이 있습니다: `{ $first }`, `{ $second }`.
    .help = 더 늦게 되는 것을 남기세요.

fault-ready-elsewhere = `{ $other }` 컨테이너를 보면서 `{ $container }` 컨테이너가 준비되었는지 말합니다.
    .help = `{ $container }` 컨테이너를 보거나, 머리글의 이름을 고치세요.

## 단계, 결과, 질문.

fault-no-step = 실습에 단계가 없습니다.
    .help = id, title, 실행할 것이 있는 [[step]]을 더하세요.

fault-unknown-fate = `{ $written }` 결과는 없습니다.
    .help = 결과: { $known }.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?

fault-impossible-fate = 볼륨, 컨테이너, 이미지, 네트워크에는 `{ $fate }` 결과가 있을 수 없습니다. 어딘가에 보관된 값이 아니라 엔진 자신의 것이기 때문입니다.
    .help = 이런 watch에는 created, changed, deleted, lost가 있습니다. 그 안에 든 것을 지켜보려면 파일을 보거나 `exec`를 쓰세요.

fault-expect-unchanged = `{ $watch }` 값이 그대로라는 말은 쓸 필요가 없습니다. 아무 말도 없으면 그런 뜻입니다.
    .help = 지우세요. `expect`에 없는 결과가 나오면 단계는 맞지 않은 것이 됩니다.

fault-few-choices = 답이 하나면 고를 것이 없습니다.
    .help = 답을 둘 이상 쓰고, 그 가운데 하나는 맞게 하세요.

fault-duplicate-choice = 두 답의 결과가 똑같습니다: `{ $fate }`. 관찰만으로는 어느 쪽이 맞는지 알 수 없습니다.
    .help = 답마다 다른 결과를 쓰세요.

fault-no-right-choice = 맞는 답이 없습니다. 이 단계의 결과: `{ $right }`.
    .help = 답을 하나 더하거나(fate = "{ $right }"), 단계의 `expect`를 고치세요. `expect`에 없는 watch의 결과는 `unchanged`입니다.

fault-missing-because = `{ $fate }` 답은 여기서는 맞지 않은데(맞는 답: `{ $right }`), 이 답을 고른 학생에게 해 주는 말이 없습니다.
    .help = because = "…"를 더하세요: 왜 그렇지 않은지, 한두 문장으로. 이 답이 맞다면 단계의 `expect`를 고치세요.

fault-no-right-answer = 모든 답에 왜 틀렸는지가 적혀 있어서, 맞는 답이 없습니다.
    .help = 맞는 답에서 `because`를 빼세요.

fault-two-right-answers = 이 답에도 앞의 답에도 `because`가 없어서 맞는 답이 둘입니다.
    .help = 틀린 답에 because = "…"를 더하고 왜 틀렸는지 적으세요. `because`가 없는 것은 맞는 답 하나뿐입니다.

fault-unknown-failure = 명령에 `{ $written }` 오류는 있을 수 없습니다.
    .help = 다음 낱말 가운데 하나를 쓰거나, "exit" 뒤에 컨테이너 안 프로그램의 종료 코드를 쓰세요: { $known }.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?

## 담아 두기(capture)와 자리표시자.

fault-bad-capture = "{ $name }" 값은 담아 둘 이름으로 쓸 수 없습니다.
    .help = 뒤에 나오는 명령에서 `$` 뒤에 씁니다: a부터 z까지의 글자, 숫자, `_`를 쓰고 숫자로 시작하지 않습니다. `PWD`는 작업 폴더입니다.

fault-captured-before = `{ $name }`에는 이미 담아 둔 것이 있습니다.
    .help = 다른 이름을 고르세요. 뒤의 명령이 어느 쪽을 뜻하는지 알 수 없게 됩니다.

fault-unknown-capture = 이때까지 `{ $name }`에 담아 둔 것이 없습니다.
    .help = $ 뒤에, 이 단계나 앞 단계의 `capture`가 담아 둔 이름을 쓰세요.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?

fault-captured-later = `{ $name }` 값은 이 단계나 나중 단계에서 담아 두므로, 이 줄에는 쓸 수 없습니다.
    .help = 이 줄을 나중 단계로 옮기거나, 담아 두는 곳을 앞 단계로 옮기세요. 값은 그 단계의 명령이 끝난 뒤에 담아 둡니다.

fault-unknown-field = `{ $probe }`에는 담아 둘 수 있는 `{ $written }` 필드가 없습니다.
    .help = 담아 둘 수 있는 것: { $known }.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?

fault-unknown-placeholder = `{ "{" }{ $written }{ "}" }` 표시는 여기서 채울 수 있는 자리표시자가 아닙니다.
    .help = 쓸 수 있는 것: { "{" }watch.ID{ "}" }, { "{" }CONTAINER.id{ "}" }, 둘 다 뒤에 .before를 붙일 수 있고, 이때까지 담아 둔 것의 이름도 쓸 수 있습니다. 중괄호 자체는 두 번 쓰세요.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?

fault-object-placeholder = `{ $watch }`에서 지켜보는 것은 엔진의 객체라서, 여기에 보여 줄 값이 없습니다.
    .help = 말로 쓰세요. 컨테이너라면 { "{" }CONTAINER.id{ "}" }, 다른 것이라면 보여 줄 값을 capture로 담아 두고 쓰세요.

## 변수.

fault-short-secret = 이 비밀 값은 { $least }자보다 짧습니다.
    .help = 비밀 값은 그 글이 나오는 모든 곳에서 가려집니다. 이렇게 짧으면 낱말 가운데가 가려집니다.

## 확인.

fault-no-probe = 이 check는 아무것도 보지 않습니다.
    .help = 무엇을 볼지 다음 키 가운데 하나로 쓰세요: { $known }.

fault-two-probes = 이 check는 두 가지를 봅니다: `{ $first }`, `{ $second }`.
    .help = 저마다 중괄호로 묶어 check 두 개로 나누세요.

fault-no-predicate = 이 check는 틀릴 수가 없습니다. 무엇을 볼지(`{ $probe }`)만 있고, 무엇이 맞아야 하는지가 없습니다.
    .help = 다음 가운데 하나를 더하세요: { $known }.

fault-output-false = `output`에는 true만 쓸 수 있습니다. 단계의 마지막 명령이 출력한 것을 뜻합니다.
    .help = output = true라고 쓰고, 그 옆에 무엇이 맞아야 하는지 쓰세요. 보기: contains = "…".

fault-bad-pattern = 정규 표현식이 아닙니다: { $cause }.
    .help = 문법은 Rust 라이브러리 regex의 것입니다. "…" 안에서는 백슬래시를 두 번 쓰고, '…' 안에서는 한 번 씁니다.

fault-bad-number = { $written } 값은 `{ $key }`에 쓸 수 있는 범위를 벗어났습니다.
    .help = `exit_code`는 0부터 255까지의 숫자, `count`는 0 이상입니다.

fault-json-pointer = "{ $written }" 포인터는 JSON에서 아무것도 가리키지 않습니다.
    .help = 포인터는 `/`로 시작하고, 내려가는 길을 이름으로 적습니다: /State/Health/Status, /Mounts/0/Name. 비어 있으면 전체입니다.

fault-unknown-word = `{ $key }`에 `{ $written }` 값은 없습니다.
    .help = 쓸 수 있는 것: { $known }.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?

fault-unknown-mount-type = 마운트에 `{ $written }` 종류는 없습니다.
    .help = 종류: { $known }.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?

## 번역.

fault-no-translation = { $language ->
    [none] { $name } 파일의 이름은 번역 파일 같지만, 그런 언어가 없습니다.
   *[known] { $name } 파일의 이름은 번역 파일 같지만, 번역의 키가 하나도 없습니다.
}
    .help = 번역 파일은 언어의 이름(ko.toml)을 쓰고, title, summary, [watch.ID], [step.ID]가 들어 있습니다. 실습에 쓰는 파일이라면 더 긴 이름을 쓰거나 하위 폴더에 두세요.

fault-missing-text = 여기 `{ $key }` 글이 번역되지 않았습니다.
    .help = 더하세요: { $key } = …. 없는 동안에는 원래 글이 보입니다.

fault-missing-part = { $kind ->
    [watch] watch `{ $id }` 항목이 번역되지 않았습니다.
    [named] 이름 "{ $id }" 항목이 번역되지 않았습니다.
    [choice] 답 `{ $id }` 항목이 번역되지 않았습니다.
   *[step] 단계 `{ $id }` 항목이 번역되지 않았습니다.
}
    .help = { $kind ->
        [watch] [watch.{ $id }] 표와 그 글을 더하세요.
        [named] 더하세요: named."{ $id }" = "…".
        [choice] 더하세요: choice.{ $id } = { "{" } text = "…" { "}" }.
       *[step] [step.{ $id }] 표와 그 글을 더하세요.
    }

fault-unknown-part = { $kind ->
    [watch] 실습에 `{ $written }` watch는 없습니다.
    [named] 실습의 이 자리에 "{ $written }" 이름은 없습니다.
    [choice] 이 질문에 `{ $written }` 답은 없습니다.
   *[step] 실습에 `{ $written }` 단계는 없습니다.
}
    .help = { $kind ->
        [named] 실습의 `as` 뒤에 있는 그대로 이름을 쓰세요.
        [choice] 답의 id를 쓰세요. 답의 결과(fate)나 `id`입니다.
       *[step] 실습에 있는 id를 쓰거나, 지우세요.
    }
    .suggest = 혹시 `{ $suggestion }` 아닌가요?

fault-left-over-text = 실습의 이 자리에는 번역할 `{ $key }` 글이 없습니다.
    .help = 지우세요.

fault-text-count = `{ $key }`의 글 수가 다릅니다. 여기 { $count }개, 실습 { $wanted }개.
    .help = 실습에 있는 순서대로 모두 번역하세요.

fault-foreign-placeholder = `{ "{" }{ $written }{ "}" }` 자리표시자는 원래 글에 없습니다.
    .help = 원래 글이 보여 주는 것을 같은 중괄호로 쓰세요. 중괄호 자체는 두 번 쓰세요.
    .suggest = 혹시 `{ $suggestion }` 아닌가요?

fault-missing-placeholder = 원래 글에 있는 `{ "{" }{ $written }{ "}" }` 자리표시자가 여기에는 없습니다.
    .help = 같은 자리표시자를 넣어서, 관찰한 것이 보이게 하세요.

## 왜 실습을 쓸 수 없는지.

library-unknown-lab = `{ $lab }` 실습은 없습니다.
    .help = `statelab list`로 모든 실습을 볼 수 있습니다. 자기 폴더의 실습은 ./my-lab처럼 경로로 씁니다.

library-no-folder = 그런 폴더가 없습니다: { $path }
    .help = --labs 뒤에는 실습들이 든 폴더를 씁니다. 실습은 저마다 lab.toml 파일이 있는 폴더입니다.

library-no-lab = 이곳에는 실습이 없습니다: { $path }
    .help = 실습은 lab.toml 파일이 있는 폴더입니다. 그 폴더나 이 파일을 적으세요.

library-bad-id = "{ $name }" 폴더는 실습이 될 수 없습니다. 폴더의 이름이 실습의 id이기 때문입니다.
    .help = 폴더의 이름을 바꾸세요: a부터 z까지의 소문자, 숫자, `-`를 쓰고, `-`로 시작하지 않습니다.

library-too-large = { $path }: 실습에는 너무 큽니다. { $mebibytes } MiB까지입니다.
    .help = lab.toml은 1 MiB, 기록은 1024 MiB, 다른 파일은 16 MiB, 모든 파일을 더해 64 MiB까지입니다. 큰 데이터는 단계에서 컨테이너 안에 만드세요.

library-too-many = { $path }: 파일이 { $limit }개보다 많아서 실습이 될 수 없습니다.
    .help = 실습에 딸리지 않은 것을 폴더 밖으로 옮기세요.

library-leads-out = { $path }: 실습 폴더 밖으로 나가는 링크입니다.
    .help = 파일을 복사해서 폴더에 넣으세요. 남이 만든 실습일 수도 있으므로, 링크를 따라 다른 파일로 가지 않습니다.

library-link = { $path }: 링크입니다.
    .help = 링크 대신 파일 자체를 두세요. lab.toml, 번역, 기록은 링크를 따라가서 읽지 않습니다.

library-not-a-file = { $path }: 실습의 파일이 될 수 없습니다.
    .help = 실습 폴더에는 보통의 파일과 폴더만, UTF-8 이름으로 둡니다. 폴더로 가는 링크, 소켓, 파이프는 둘 수 없습니다.

library-unreadable = 읽을 수 없습니다: { $path }: { $cause }.
    .help = 그것이 있는지, 읽을 권한이 있는지 보세요.

library-faulty = { $path }에 잘못이 { $count }개 있습니다.
    .help = `statelab check { $path }` 명령으로 저마다의 자리를 보세요.
