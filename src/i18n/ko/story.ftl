# 실습에서 본 것을 말로.

## 무엇이 어디에 보관되어 있는지. 문장 가운데에 쓰입니다.

place = { $place ->
    [image] 이미지
    [layer] { $owner }의 컨테이너 레이어
    [volume] 볼륨 { $name }
    [anonymous] 익명 볼륨({ $name })
    [bind] 호스트의 { $name }
    [tmpfs] { $owner } 컨테이너의 tmpfs
    [log] { $owner } 컨테이너의 로그
    [workspace] 작업 폴더
    [engine] 엔진이 { $owner } 컨테이너에 넣어 준 파일
   *[memory] { $owner } 컨테이너의 메모리
}
place-short = { $place ->
    [image] 이미지
    [layer] 컨테이너 레이어
    [volume] 볼륨 { $name }
    [anonymous] 익명 볼륨
    [bind] 바인드 마운트
    [tmpfs] tmpfs
    [log] 로그
    [workspace] 작업 폴더
    [engine] 엔진의 파일
   *[memory] 메모리
}

## 무엇이 그곳을 끝내는지.

ends = { $end ->
    [never] 이미지에 들어 있는 것은 컨테이너가 어떻게 되든 이미지에 남아 있습니다.
    [container] { $place ->
        [log] 컨테이너의 로그는 컨테이너와 함께 삭제됩니다.
       *[other] 컨테이너 레이어는 컨테이너와 함께 삭제됩니다.
    }
    [run] tmpfs도 메모리도 컨테이너가 종료되면 비워집니다. 재시작만 해도 그렇습니다.
    [start] 컨테이너가 시작할 때마다 엔진이 새로 씁니다.
    [volume] { $place ->
        [anonymous] 익명 볼륨은 컨테이너를 삭제해도 남아 있습니다. `-v`까지 주고 삭제할 때만 함께 사라집니다.
       *[other] 볼륨은 컨테이너와 함께 사라지지 않습니다. 볼륨을 직접 삭제할 때까지 남아 있습니다.
    }
   *[host] 호스트에 있는 것은 컨테이너와 함께 사라지지 않습니다.
}

## 왜 그런 결과가 되었는지.

explain-created = { place }에 있습니다.
explain-changed = { $place ->
    [image] { $same ->
        [yes] 이 값의 바탕은 이미지에 있고, 건드려지지 않았습니다.
       *[no] 다른 이미지에는 다른 내용이 들어 있습니다.
    }
    [layer] { $wasplace ->
        [image] 새 내용은 { $owner }의 컨테이너 레이어에 있고, 이미지의 것을 덮고 있습니다. 이미지는 그대로입니다.
       *[other] { $owner }의 컨테이너 레이어에 새로 쓰였습니다.
    }
    [log] { $owner } 컨테이너가 로그를 더 남겼습니다.
   *[other] { place }에 새로 쓰였습니다.
}
explain-deleted = { $wasplace ->
    [image] { $owner }의 컨테이너 레이어에는 지워졌다는 표시만 있습니다. 이미지에는 그대로 있습니다.
   *[other] { place }에서 지워졌습니다. 담고 있던 곳은 아직 있습니다.
}
explain-survived = { place }에 있고, 그곳은 아직 남아 있습니다. { ends }
explain-copied = 똑같은 내용이 이제 { place }에 있습니다.
explain-hidden = 이미지에는 그대로 있습니다. { $nowowner } 컨테이너가 마운트한 것이 그 위를 덮고 있습니다.
explain-orphaned = 사라지지 않았습니다. 아직 { place }에 남아 있고, { $nowowner } 컨테이너는 그곳을 보지 않습니다.
explain-out-of-reach = 들여다볼 컨테이너가 없습니다. 아직 { place }에 있습니다.
explain-lost = { $end ->
    [volume] { $place ->
        [anonymous] { place }에 있었는데, 그 볼륨이 삭제되었습니다. 익명 볼륨이 컨테이너와 함께 삭제되는 것은 `-v`까지 주고 삭제하거나 `--rm` 옵션으로 실행했을 때뿐입니다.
       *[other] { place }에 있었는데, 그 볼륨 자체가 삭제되었습니다. 컨테이너만 삭제해서는 그렇게 되지 않습니다.
    }
    [container] { place }에 있었는데, 그곳이 사라졌습니다. { ends }
    [run] { place }에 있었는데, 그곳이 사라졌습니다. { ends }
   *[other] { place }에 있었는데, 그곳이 사라졌습니다. 컨테이너만 삭제해서는 그렇게 되지 않습니다.
}
explain-resource-created = 이 단계에서 만들어졌습니다.
explain-resource-changed = 같은 이름으로 다른 것이 있습니다.
explain-resource-deleted = 이 단계에서 삭제되었습니다.
explain-resource-lost = 삭제되었고, 같은 이름으로 다른 것이 만들어졌습니다.

## 맞지 않은 예상 아래에서, 값 뒤에: 어디에 있었고 어디에 있는지.

evidence-before = 있던 곳: { place }, { $state ->
    [gone] 이제 없음
   *[there] 아직 있음
}
evidence-now = { $place ->
    [log] 본 곳: { place }
    [workspace] 본 곳: { place }
   *[other] 본 곳: { place }, { $owner } 컨테이너로
}

## 결과 그림.

picture-fate = 결과
picture-absent = 없음
picture-out-of-reach = 닿지 않음
picture-there = 있음
picture-empty = (비어 있음)
picture-row = { $label }:
picture-cell = { $step } 단계 뒤: { $value }
picture-verdict = 결과: { $fate }

## 설명 옆의 두 번째 문장.

story-about = { $label }:
also-another = 지금 있는 { $name } 컨테이너는 다른 컨테이너입니다. 컨테이너 레이어도 새것입니다.
also-mounted = { $name } 컨테이너의 { $target } 경로에 마운트되어 있습니다.
also-find = 마운트한 컨테이너가 없습니다. `docker volume ls` 명령을 실행하면 { $place ->
    [anonymous] 긴 번호로
   *[volume] { $name } 볼륨이
} 여전히 보이고, 새 컨테이너에 마운트할 수 있습니다.
also-renamed = 그 컨테이너의 새 이름: { $name }.
also-stopped = { $name } 컨테이너는 중지되어 있을 뿐입니다. `docker start { $name }` 명령으로 다시 들여다볼 수 있습니다.
also-recovered = 이 데이터를 쓰던 서버가 강제로 종료된 적이 있습니다. { $name } 컨테이너가 시작하면서 데이터베이스의 로그로 데이터를 복구했습니다.

## 예상과 달랐을 때, 배운 것을 다른 경우에 적용해 보는 질문.

transfer-ask = { $deed ->
    [stop] { $owner } 컨테이너를 중지만 했다면 어땠을까요?
    [restart] { $only ->
        [yes] { $owner } 컨테이너를 삭제하지 않고 재시작만 했다면 어땠을까요?
       *[no] `docker restart` 명령으로 { $owner } 컨테이너를 재시작했다면 어땠을까요?
    }
    [rm] { $place ->
        [anonymous] { $owner } 컨테이너를 `-v` 없이 삭제했다면 어땠을까요?
       *[other] 볼륨은 두고 { $owner } 컨테이너만 삭제했다면 어땠을까요?
    }
    [rm-volumes] { $only ->
        [yes] `docker rm -v` 명령으로 { $owner } 컨테이너만 삭제했다면 어땠을까요?
       *[no] `docker rm -v` 명령으로 { $owner } 컨테이너를 삭제했다면 어땠을까요?
    }
    [recreate] { $owner } 컨테이너를 삭제하고 다시 실행했다면 어땠을까요?
   *[volume-rm] 그 대신 `docker volume rm { $name }` 명령을 실행했다면 어땠을까요?
}
transfer-what = { $called ->
    [content] “{ $what }”
   *[name] { $what }
}
transfer-there = { transfer-what }: 남아 있었을 것입니다
transfer-gone = { transfer-what }: 사라졌을 것입니다
transfer-right = 맞습니다. { $there ->
    [yes] { transfer-there }
   *[no] { transfer-gone }
}. { transfer-why }
transfer-wrong = 그렇지 않습니다. { $there ->
    [yes] { transfer-there }
   *[no] { transfer-gone }
}. { transfer-why }
transfer-why = { $deed ->
    [stop] { $end ->
        [container] { transfer-why-goes-on }
       *[other] { ends }
    }
    [restart] { $end ->
        [container] { transfer-why-goes-on }
       *[other] { ends }
    }
    [recreate] { $place ->
        [layer] { ends } 새 컨테이너는 빈 레이어로 시작합니다.
       *[other] { ends }
    }
    [rm-volumes] { $place ->
        [volume] `-v`까지 주어도 함께 삭제되는 것은 익명 볼륨뿐입니다. { $name } 볼륨에는 이름이 있습니다.
        [bind] `-v`까지 주어도 함께 삭제되는 것은 익명 볼륨뿐입니다. 호스트에 있는 것은 건드리지 않습니다.
       *[other] { ends }
    }
    [volume-rm] 컨테이너가 쓰고 있는 볼륨은 엔진이 삭제를 거부합니다.
   *[rm] { ends }
}
transfer-why-goes-on = { $place ->
    [log] 컨테이너도 로그도 그대로이기 때문입니다.
   *[layer] 컨테이너도 컨테이너 레이어도 그대로이기 때문입니다.
}

## 증거: 사실 하나에 한 문장.

fact-replaced = { $name } 컨테이너는 이전과 다른 컨테이너입니다(이전 id: { $was }, 지금 id: { $now }).
fact-gone = { $name } 컨테이너가 컨테이너 레이어와 함께 삭제되었습니다(id: { $id }). { $count ->
    [some] 그 레이어에 있던 것: { $held }.
   *[none] 그 레이어에는 실습에서 살펴보는 것이 없었습니다.
}
fact-new = { $name } 컨테이너가 새로 생겼습니다(id: { $id }, 이미지: { $image }).
fact-renamed = 컨테이너({ $id }) 이름이 바뀌었습니다. 이전 이름: { $was }, 새 이름: { $now }.
fact-restarted = { $name } 컨테이너는 같은 컨테이너이고(id: { $id }), 컨테이너 레이어도 그대로입니다. 주 프로세스만 새로 시작했습니다.
fact-stopped = { $name } 컨테이너는 같은 컨테이너이고(id: { $id }), 컨테이너 레이어도 그대로입니다. 주 프로세스는 끝났습니다(종료 코드 { $status }).
fact-same = { $name } 컨테이너는 같은 컨테이너입니다(id: { $id }).
fact-mounts = { $container } 컨테이너의 { $target } 경로에 마운트된 것: { place }{ $writable ->
    [yes] .
   *[no] (읽기 전용).
}
fact-volume-new = { $place ->
    [anonymous] 익명 볼륨이 새로 생겼습니다: { $name }.
   *[volume] { $name } 볼륨이 새로 생겼습니다.
}
fact-volume-gone = { $place ->
    [anonymous] 익명 볼륨 하나가 삭제되었습니다({ $name }).
   *[volume] { $name } 볼륨이 삭제되었습니다.
} { $count ->
    [some] 거기 있던 것: { $held }.
   *[none] 거기에는 실습에서 살펴보는 것이 없었습니다.
}
fact-volume-same = { $place ->
    [anonymous] 익명 볼륨 { $name }: 같은 볼륨입니다.
   *[volume] { $name } 볼륨은 같은 볼륨입니다.
}
fact-volume-unused = { $place ->
    [anonymous] 익명 볼륨({ $name }):
   *[volume] { $name } 볼륨:
} 지금은 마운트한 컨테이너가 없습니다. { $count ->
    [some] 거기 있는 것: { $held }.
   *[none] 거기에는 실습에서 살펴보는 것이 없습니다.
}
fact-image-new = 이미지 { $name }: 새로 생겼습니다({ $id }).
fact-image-moved = 이미지 이름 { $name }: 이제 다른 이미지의 이름입니다(이전 id: { $was }, 지금 id: { $now }). 이전 이미지 자체는 그대로입니다.
fact-image-gone = { $name }: 이제 이런 이름의 이미지가 없습니다.
fact-image-same = 이미지 { $name }: 같은 이미지입니다({ $id }).
fact-recovered = { $name } 컨테이너의 로그에 이렇게 적혀 있습니다: { $line }
fact-kept = { $label }: { place }에 있습니다.
fact-not-kept = { $label }: 없습니다. 있다면 { place }에 있게 됩니다.
fact-asked = { $line } — 엔진에 보낸 요청: { $calls }

## 단계 전과 후: 무엇이 어디에 있는지.

world-before = 이전
world-now = 이후
world-empty = 없음
world-place = { $name }({ $kind }){ $mounted ->
    [yes] , { $owner } 컨테이너에 마운트됨
   *[no] { "" }
}
shelf-layer = 컨테이너 레이어
shelf-image = 이미지
shelf-volume = 볼륨
shelf-anonymous = 익명 볼륨
shelf-bind = 호스트의 폴더
shelf-tmpfs = tmpfs
shelf-memory = 메모리
shelf-log = 로그
shelf-workspace = 작업 폴더
shelf-stopped = { $kind }, 중지됨
shelf-unused = { $kind }, 쓰는 곳 없음
shelf-nothing = 내 것 없음
svg-worlds = { $lab }, { $step }: 이전과 이후에 무엇이 어디에 있는지
svg-fates = { $lab }: 단계마다 값이 어떻게 되었는지

## 경로가 어디에 있고, 앞으로 어떻게 되는지.

located = { $layer ->
    [deleted] { $owner } 컨테이너에서 { $path } 경로가 삭제되었습니다. 이미지에는 그대로 있고, { $owner }의 컨테이너 레이어에만 삭제되었다고 적혀 있습니다. { ends }
   *[other] { $found ->
        [nothing] { $owner } 컨테이너의 { $path } 경로에는 아무것도 없습니다. 있다면 { place }에 있게 됩니다. { ends }
        [unseen] { $owner } 컨테이너의 { $path } 경로에 무엇이 있는지 밖에서는 볼 수 없습니다. { place }에 있습니다. { ends }
        [ended] { $owner } 컨테이너가 실행 중이 아니라서 { $path } 경로에는 아무것도 없습니다. 있다면 { place }에 있게 됩니다. { ends }
        [file] { $owner } 컨테이너의 { $path } 파일은 다음 위치에 있습니다: { place }. { ends }
       *[directory] { $owner } 컨테이너의 { $path } 디렉터리는 다음 위치에 있습니다: { place }. { ends }
    }
}
label-link = 거친 링크
label-layer = 레이어
label-writing = 쓰기
label-shared = 함께 마운트
label-hides = 가리는 것
label-inside = 그 아래 마운트
label-removal = 종료하면
located-link = 링크 { $path }{ $own ->
    [yes] . 컨테이너 레이어에 있으므로 새 컨테이너에는 없습니다
   *[no] { "" }
}
located-over-image = 이미지의 것 위에 있음
located-beside-image = 이미지에는 그곳에 아무것도 없음
located-mount-read-only = 여기에는 쓸 수 없음: 읽기 전용으로 마운트됨
located-root-read-only = 여기에는 쓸 수 없음: 컨테이너의 파일 시스템이 읽기 전용(--read-only)
located-shared = { $container } 컨테이너의 { $path }{ $writable ->
    [yes] { "" }
   *[no] (읽기 전용)
}
located-hides = { $place ->
    [image] 이미지의 그곳에 있는 것
    [layer] { $owner }의 컨테이너 레이어에 있는 것
   *[other] { place }에 있는 것
}
located-inside = { $path }: { place }
located-auto-remove = { $owner } 컨테이너가 익명 볼륨까지 함께 삭제됨(--rm)
deed-stop = stop
deed-stop-start = stop, start
deed-restart = restart
deed-rm = rm
deed-rm-volumes = rm -v
deed-recreate = rm 뒤 다시 run
deed-volume-rm = volume rm
foretold-kept = { $deed ->
    [stop] 남아 있음. 다시 시작하면 프로그램에서 보임
   *[other] 남아 있음
}
foretold-out-of-reach = { $place ->
    [image] 이미지에 남아 있음. { $image } 이미지의 컨테이너에는 모두 있음
    [bind] 호스트에 남아 있음. 컨테이너가 마운트하면 다시 보임
   *[other] { $shared ->
        [yes] 남아 있음. 다음 컨테이너에서 여전히 보임: { $sharers }
       *[no] 남아 있음. 컨테이너가 볼륨을 마운트하면 다시 보임
    }
}
foretold-orphaned = { $place ->
    [anonymous] { $shared ->
        [yes] 남아 있음. 다음 컨테이너에서만 보임: { $sharers }
       *[no] 남아 있지만 이름이 없음. 아무 컨테이너도 보지 않음(남겨짐)
    }
   *[other] 남아 있지만 새 컨테이너에는 그 링크가 없음(남겨짐)
}
foretold-open = { $deed ->
    [restart] 대개 남아 있음. 엔진이 { $owner } 컨테이너를 삭제할 수도 있음(--rm)
   *[other] 남겨지거나 사라짐. { $owner } 컨테이너를 지우는 두 작업 중 볼륨까지 지우는 쪽이 먼저면 사라짐(--rm)
}
foretold-lost = { $deed ->
    [recreate] { $layer ->
        [deleted] 지웠던 것이 되돌아옴. 이미지의 것이 다시 보임
        [changed] 사라짐. 이미지의 것이 다시 보임
       *[other] 사라짐
    }
   *[other] 사라짐
}
foretold-replaced = 그때 { $image } 이름이 어느 이미지를 가리키는지에 달려 있음
foretold-refused = 거부됨. 쓰는 컨테이너: { $owner }{ $shared ->
    [yes] , { $sharers }
   *[no] { "" }
}
foretold-untouched = 볼륨과 관계없음
located-next = { $what ->
    [image] 새 컨테이너에도 있습니다:
    [deleted] 새 컨테이너에는 다시 있습니다:
    [volume] 컨테이너보다 오래 두려면 볼륨을 마운트하세요:
    [save] 컨테이너를 삭제하기 전에 꺼내 두려면:
    [mount] 다른 컨테이너에서 보려면:
    [anonymous] 컨테이너가 없어진 뒤에도 찾으려면 이름을 적어 두세요:
    [host] 엔진의 호스트에서 보려면:
    [start] 다음에 시작하면 다시 비어 있습니다:
   *[inside] 안에서 보려면:
}
