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
   *[memory] 메모리
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
explain-survived = { $place ->
    [layer] { $owner }의 컨테이너 레이어에 있습니다. 이 레이어는 컨테이너를 삭제하기 전까지 남아 있습니다.
    [log] { $owner } 컨테이너의 로그에 있습니다. 엔진은 컨테이너를 삭제하기 전까지 로그를 보관합니다.
    [volume] 볼륨 { $name }에 있습니다. 볼륨은 컨테이너와 함께 사라지지 않습니다.
    [anonymous] 익명 볼륨({ $name })에 있습니다. 볼륨은 컨테이너와 함께 사라지지 않습니다.
   *[other] { place }에 있고, 그곳은 아직 남아 있습니다.
}
explain-copied = 똑같은 내용이 이제 { place }에 있습니다.
explain-hidden = 이미지에는 그대로 있습니다. { $nowowner } 컨테이너가 마운트한 것이 그 위를 덮고 있습니다.
explain-orphaned = 사라지지 않았습니다. 아직 { place }에 남아 있고, { $nowowner } 컨테이너는 그곳을 보지 않습니다.
explain-out-of-reach = 들여다볼 컨테이너가 없습니다. 아직 { place }에 있습니다.
explain-lost = { $place ->
    [layer] { $owner }의 컨테이너 레이어에 있었고, 그 레이어는 컨테이너와 함께 삭제되었습니다.
    [volume] 볼륨 { $name }에 있었고, 그 볼륨이 삭제되었습니다.
    [anonymous] 익명 볼륨({ $name })에 있었고, 그 볼륨이 삭제되었습니다.
    [tmpfs] { $owner } 컨테이너의 tmpfs에 있었습니다. tmpfs는 컨테이너가 종료되면 비워집니다.
    [memory] { $owner } 컨테이너의 메모리에 있었습니다. 메모리는 컨테이너가 종료되면 비워집니다.
    [log] { $owner } 컨테이너의 로그에 있었고, 엔진이 컨테이너와 함께 로그를 삭제했습니다.
   *[other] { place }에 있었고, 그곳이 삭제되었습니다.
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
