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
