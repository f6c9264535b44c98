# Words that several modules use.

## What happened to a watched value. The attribute is the whole sentence.

fate-created = created
    .sentence = It was not there before, and now it is.
fate-changed = changed
    .sentence = It has another value now, in the same place.
fate-unchanged = unchanged
    .sentence = Nothing happened to it.
fate-deleted = deleted
    .sentence = It was deleted from its place; the place itself is still there.
fate-survived = survived
    .sentence = The container changed, but the value is still in its place.
fate-copied = copied
    .sentence = The same value is now in another place.
fate-hidden = hidden
    .sentence = A mount covers what the image has there.
fate-orphaned = orphaned
    .sentence = It is not gone: it is still there, but no container looks there.
fate-out-of-reach = out of reach
    .sentence = No container can reach it now.
fate-lost = lost
    .sentence = It is gone, together with the place that kept it.

## Durations.

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
