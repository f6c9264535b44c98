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
    [engine] the engine's own files for { $owner }
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
    [engine] engine's file
   *[memory] memory
}

## What ends a place: foretold by `locate`, and told by the narrative when it has come.

ends = { $end ->
    [never] What an image brings stays in it, whatever becomes of containers.
    [container] { $place ->
        [log] The log of a container is removed together with it.
       *[other] A container layer is removed together with its container.
    }
    [run] A tmpfs, like all memory, ends with the run of its container: a restart is enough.
    [start] The engine writes it anew at each start of the container.
    [volume] { $place ->
        [anonymous] A volume without a name stays when its container is removed, unless that is done with `-v`.
       *[other] A volume does not go with a container: it stays until it is removed itself.
    }
   *[host] What is on the host does not go with a container.
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
explain-survived = It is kept in { place }, and that is still there. { ends }
explain-copied = The same content is now in { place }.
explain-hidden = The image still has it. What { $nowowner } mounts there lies over it.
explain-orphaned = It is not lost: it is still in { place }, and { $nowowner } does not look there.
explain-out-of-reach = No container is there to look through. It is still in { place }.
explain-lost = { $end ->
    [volume] { $place ->
        [anonymous] It was kept in { place }, and that volume was removed. A container takes such a volume along only if it is removed with `-v`, or was run with `--rm`.
       *[other] It was kept in { place }, and that volume itself was removed. Removing a container alone never does that.
    }
    [container] It was kept in { place }, and that is gone. { ends }
    [run] It was kept in { place }, and that is gone. { ends }
   *[other] It was kept in { place }, and that is gone. Removing a container alone never does that.
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

## The question that carries an idea over, behind a prediction that did not come.

transfer-ask = { $deed ->
    [stop] And if { $owner } had only been stopped?
    [restart] { $only ->
        [yes] And if { $owner } had only been restarted?
       *[no] And if { $owner } had been restarted with `docker restart`?
    }
    [rm] { $place ->
        [anonymous] And if { $owner } had been removed without `-v`?
       *[other] And if only { $owner } had been removed, and not the volume?
    }
    [rm-volumes] { $only ->
        [yes] And if only { $owner } had been removed, with `docker rm -v`?
       *[no] And if { $owner } had been removed with `docker rm -v`?
    }
    [recreate] And if { $owner } had been removed and run again?
   *[volume-rm] And if it had been `docker volume rm { $name }` instead?
}
transfer-what = { $called ->
    [content] “{ $what }”
   *[name] { $what }
}
transfer-there = { transfer-what } would still be there
transfer-gone = { transfer-what } would be gone
transfer-right = Yes, { $there ->
    [yes] { transfer-there }
   *[no] { transfer-gone }
}. { transfer-why }
transfer-wrong = No, { $there ->
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
        [layer] { ends } The new one begins with an empty layer.
       *[other] { ends }
    }
    [rm-volumes] { $place ->
        [volume] `-v` takes along only volumes without a name, and { $name } has one.
        [bind] `-v` takes along only volumes without a name, and nothing of the host.
       *[other] { ends }
    }
    [volume-rm] The engine refuses to remove a volume as long as a container has it.
   *[rm] { ends }
}
transfer-why-goes-on = { $place ->
    [log] The container would still be the same one, and so would its log.
   *[layer] The container would still be the same one, and so would its container layer.
}

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
fact-asked = Engine calls of { $line }: { $calls }

## The world before and after: a row for each place that keeps things.

world-before = before
world-now = after
world-empty = nothing
world-place = { $name } ({ $kind }){ $mounted ->
    [yes] , mounted by { $owner }
   *[no] { "" }
}
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
svg-worlds = { $lab }, { $step }: what keeps what, before and after
svg-fates = { $lab }: what became of each value, step by step
## Where a path is kept, and what will become of what is there.

located = { $layer ->
    [deleted] { $path } was deleted in { $owner }. The image still has it: only the container layer of { $owner } notes that it is gone. { ends }
   *[other] { $found ->
        [nothing] There is nothing at { $path } in { $owner }. It would be kept in { place }. { ends }
        [unseen] What is at { $path } in { $owner } cannot be seen from outside. It is kept in { place }. { ends }
        [ended] There is nothing at { $path } in { $owner } as long as that does not run. It would be kept in { place }. { ends }
        [file] The file { $path } in { $owner } is kept in { place }. { ends }
       *[directory] The directory { $path } in { $owner } is kept in { place }. { ends }
    }
}
label-link = through
label-layer = layer
label-writing = writing
label-shared = also mounted by
label-hides = hides
label-inside = mounted below
label-removal = at its end
located-link = the link { $path }{ $own ->
    [yes] , which is in the container layer: a new container does not have it
   *[no] { "" }
}
located-over-image = over the image's own
located-beside-image = the image has nothing there
located-mount-read-only = not possible here: it is mounted read-only
located-root-read-only = not possible here: the container's own filesystem is read-only (--read-only)
located-shared = { $container } at { $path }{ $writable ->
    [yes] { "" }
   *[no] , read-only
}
located-hides = { $place ->
    [image] what the image has there
    [layer] what the container layer of { $owner } has there
   *[other] what is there in { place }
}
located-inside = { $path }: { place }
located-auto-remove = { $owner } is removed (--rm), and its volumes without a name with it
deed-stop = stop
deed-stop-start = stop, start
deed-restart = restart
deed-rm = rm
deed-rm-volumes = rm -v
deed-recreate = rm, run again
deed-volume-rm = volume rm
foretold-kept = { $deed ->
    [stop] kept; programs see it again after a start
   *[other] kept
}
foretold-out-of-reach = { $place ->
    [image] kept in the image: every container of { $image } has it
    [bind] kept on the host, out of reach until a container mounts it
   *[other] { $shared ->
        [yes] kept, still in reach through { $sharers }
       *[no] kept, out of reach until a container mounts the volume
    }
}
foretold-orphaned = { $place ->
    [anonymous] { $shared ->
        [yes] kept, in reach only through { $sharers }
       *[no] kept, but nameless: no container looks there (orphaned)
    }
   *[other] kept, but the new container has no link to it (orphaned)
}
foretold-open = { $deed ->
    [restart] kept, as a rule; the engine may remove { $owner } all the same (--rm)
   *[other] orphaned, or lost: one of two removals of { $owner } takes the volume along, and either may be first (--rm)
}
foretold-lost = { $deed ->
    [recreate] { $layer ->
        [deleted] the deletion is lost: the image's own is there again
        [changed] lost: the image's own is there again
       *[other] lost
    }
   *[other] lost
}
foretold-replaced = decided by the image that { $image } means by then
foretold-refused = refused: in use by { $owner }{ $shared ->
    [yes] , { $sharers }
   *[no] { "" }
}
foretold-untouched = no volume is concerned
located-next = { $what ->
    [image] A new container has it, too:
    [deleted] A new container has it again:
    [volume] To keep what is written there beyond the container, give it a volume:
    [save] To save it before the container is removed:
    [mount] To see it from another container:
    [anonymous] To find it again when its container is gone, note the name:
    [host] To see it on the engine's host:
    [start] It begins empty again at the next start:
   *[inside] To see it from inside:
}
