# 여러 방에서 함께 쓰는 말.

## 지켜본 값이 어떻게 되었는지. 속성은 문장 전체입니다.

fate-created = 생김
    .sentence = 전에는 없었는데, 처음으로 생겼습니다.
fate-changed = 바뀜
    .sentence = 있던 자리에서 내용이 바뀌었습니다.
fate-unchanged = 그대로
    .sentence = 아무 일 없이 그대로 있습니다.
fate-deleted = 지워짐
    .sentence = 그 자리에서 지워졌습니다. 담고 있던 곳은 아직 있습니다.
fate-survived = 살아남음
    .sentence = 컨테이너는 바뀌었지만 데이터는 살아남았습니다.
fate-copied = 복사됨
    .sentence = 똑같은 내용이 다른 곳에 복사되어 있습니다.
fate-hidden = 가려짐
    .sentence = 이미지에 있던 것이 마운트에 가려져 보이지 않습니다.
fate-orphaned = 남겨짐
    .sentence = 사라지지 않았습니다. 아무도 보지 않는 곳에 남겨져 있습니다.
fate-out-of-reach = 닿지 않음
    .sentence = 지금은 들여다볼 컨테이너가 없습니다.
fate-lost = 사라짐
    .sentence = 담고 있던 곳과 함께 사라졌습니다.

## 시간.

time-milliseconds = { $count } ms
time-seconds = { $count }초
time-minutes = { $seconds ->
    [0] { $minutes }분
   *[other] { $minutes }분 { $seconds }초
}

## 실습 파일의 잘못을 둘러싼 말.

severity-error = 오류
severity-warning = 경고
label-help = 도움말
label-note = 참고
did-you-mean = 혹시 `{ $suggestion }` 아닌가요?
