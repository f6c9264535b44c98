# Words that more than one room uses.

## What became of a watched value. The attribute is the whole sentence.

fate-created = created
    .sentence = It was not there before, and now it is.
fate-changed = changed
    .sentence = It was given another value, in the same place.
fate-unchanged = unchanged
    .sentence = Nothing happened to it.
fate-deleted = deleted
    .sentence = It was deleted from its place; the place itself is still there.
fate-survived = survived
    .sentence = The container changed, but the value is still in its place.
fate-copied = copied
    .sentence = The same value is now in another place.
fate-hidden = hidden
    .sentence = A mount covers what the image brings.
fate-orphaned = orphaned
    .sentence = It is not gone: it is still there, where nobody looks.
fate-out-of-reach = out of reach
    .sentence = No container is there now through which it could be seen.
fate-lost = lost
    .sentence = It went together with the place that kept it.

## Spans of time.

time-milliseconds = { $count } ms
time-seconds = { $count } s
time-minutes = { $seconds ->
    [0] { $minutes } min
   *[other] { $minutes } min { $seconds } s
}

## Around the faults of a lab file.

severity-error = error
severity-warning = warning
label-help = help
label-note = note
did-you-mean = did you mean `{ $suggestion }`?
