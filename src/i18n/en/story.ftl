# What a run showed, in words.

## Where something is kept. In the middle of a sentence.

place = { $place ->
    [image] the image
    [layer] the container layer of { $owner }
    [volume] the volume { $name }
    [anonymous] a volume without a name ({ $name })
    [bind] { $name } on the host
    [tmpfs] a tmpfs of { $owner }
    [log] the log of { $owner }
    [workspace] the workspace
   *[memory] the memory of { $owner }
}
place-short = { $place ->
    [image] image
    [layer] container layer
    [volume] volume { $name }
    [anonymous] anonymous volume
    [bind] bind mount
    [tmpfs] tmpfs
    [log] log
    [workspace] workspace
   *[memory] memory
}

## Why a fate is what it is.

explain-created = It is kept in { place }.
explain-changed = { $place ->
    [image] { $same ->
        [yes] What it is made from is in the image and was not touched.
       *[no] Another image brings another one.
    }
    [layer] { $wasplace ->
        [image] The new one is in the container layer of { $owner }, over the image's. The image itself is as it was.
       *[other] It was written anew in the container layer of { $owner }.
    }
    [log] { $owner } wrote more into its log.
   *[other] It was written anew in { place }.
}
explain-deleted = { $wasplace ->
    [image] The container layer of { $owner } only notes that it is gone. The image still has it.
   *[other] It was taken out of { place }, which is still there.
}
explain-survived = { $place ->
    [layer] It is kept in the container layer of { $owner }, and that layer stays for as long as the container is not removed.
    [log] It is kept in the log of { $owner }, and the engine keeps that for as long as the container is not removed.
    [volume] It is kept in the volume { $name }, and a volume does not go with a container.
    [anonymous] It is kept in a volume without a name ({ $name }), and a volume does not go with a container.
   *[other] It is kept in { place }, and that is still there.
}
explain-copied = The same content is now in { place }.
explain-hidden = The image still has it. What { $nowowner } mounts there lies over it.
explain-orphaned = It is not lost: it is still in { place }, and { $nowowner } does not look there.
explain-out-of-reach = No container is there to look through. It is still in { place }.
explain-lost = { $place ->
    [layer] It was kept in the container layer of { $owner }, and that layer was removed together with the container.
    [volume] It was kept in the volume { $name }, and that volume was removed.
    [anonymous] It was kept in a volume without a name ({ $name }), and that volume was removed.
    [tmpfs] It was kept in a tmpfs of { $owner }, and a tmpfs ends with the container's run.
    [memory] It was kept in the memory of { $owner }, and that ends with the container's run.
    [log] It was kept in the log of { $owner }, and the engine removed that together with the container.
   *[other] It was kept in { place }, and that was removed.
}
explain-resource-created = It was made in this step.
explain-resource-changed = Another one is there under the same name.
explain-resource-deleted = It was removed in this step.
explain-resource-lost = It was removed, and another one made under the same name.

## Behind a value, where it was and is, under an expectation that did not hold.

evidence-before = in { place }, { $state ->
    [gone] which is gone
   *[there] which is still there
}
evidence-now = { $place ->
    [log] in { place }
    [workspace] in { place }
   *[other] in { place }, seen through { $owner }
}

## The picture of fates.

picture-fate = fate
picture-absent = not there
picture-out-of-reach = out of reach
picture-there = there
picture-empty = (empty)
picture-row = { $label }:
picture-cell = after { $step }: { $value }
picture-verdict = fate: { $fate }

## Beside the explanation: the second sentence of a step.

story-about = { $label }:
also-another = The { $name } that is there now is another container, with a layer of its own.
also-mounted = { $name } mounts it at { $target }.
also-find = No container mounts it: `docker volume ls` still lists { $place ->
    [anonymous] it, by its number
   *[volume] { $name }
}, and a new container can mount it.
also-renamed = That container is called { $name } now.
also-stopped = { $name } has only stopped: `docker start { $name }` brings it back within reach.
also-recovered = The server that used this data before had been killed: { $name } mended the data from the database's log when it started.

## Evidence: one sentence a fact.

fact-replaced = The container { $name } is another one than before: { $now }, not { $was }.
fact-gone = The container { $name } ({ $id }) is gone, and its container layer with it. { $count ->
    [some] That layer held: { $held }.
   *[none] That layer held nothing of the lab's.
}
fact-new = The container { $name } is new: { $id }, made from the image { $image }.
fact-renamed = The container { $id } is called { $now } now, and not { $was } any more.
fact-restarted = The container { $name } is the same ({ $id }), and so is its container layer. Its main process was started anew.
fact-stopped = The container { $name } is the same ({ $id }), and so is its container layer. Its main process ended, with status { $status }.
fact-same = The container { $name } is the same ({ $id }).
fact-mounts = { $container } mounts { place } at { $target }{ $writable ->
    [yes] .
   *[no] , and may not write there.
}
fact-volume-new = { $place ->
    [anonymous] A volume without a name is new: { $name }.
   *[volume] The volume { $name } is new.
}
fact-volume-gone = { $place ->
    [anonymous] A volume without a name ({ $name }) is gone.
   *[volume] The volume { $name } is gone.
} { $count ->
    [some] It held: { $held }.
   *[none] It held nothing of the lab's.
}
fact-volume-same = { $place ->
    [anonymous] A volume without a name ({ $name }) is the same.
   *[volume] The volume { $name } is the same.
}
fact-volume-unused = { $place ->
    [anonymous] A volume without a name ({ $name })
   *[volume] The volume { $name }
} is mounted by no container now. { $count ->
    [some] It holds: { $held }.
   *[none] It holds nothing of the lab's.
}
fact-image-new = The image { $name } is new: { $id }.
fact-image-moved = The name { $name } belongs to another image than before: { $now }, not { $was }. The other image itself is as it was.
fact-image-gone = No image is called { $name } any more.
fact-image-same = The image { $name } is the same ({ $id }).
fact-recovered = The log of { $name } says: { $line }
fact-kept = { $label } is kept in { place }.
fact-not-kept = { $label } is not there. If it were, it would be kept in { place }.

## The world before and after: a row for each place that keeps things.

world-before = before
world-now = after
world-empty = nothing
world-place = { place-short } { $owner }
shelf-layer = container layer
shelf-image = image
shelf-volume = volume
shelf-anonymous = volume without a name
shelf-bind = folder of the host
shelf-tmpfs = tmpfs
shelf-memory = memory
shelf-log = log
shelf-workspace = workspace
shelf-stopped = { $kind }, stopped
shelf-unused = { $kind }, unused
shelf-nothing = nothing of yours
svg-worlds = What keeps what, before and after
svg-fates = What became of each value, step by step
