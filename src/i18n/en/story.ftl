# What a run showed, in words.

## Where something is kept, in the middle of a sentence.

place = { $place ->
    [image] the image
    [layer] the container layer of { $owner }
    [volume] the volume { $name }
    [anonymous] an anonymous volume ({ $name })
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

## What ends a place: `locate` foretells it, and a run explains a fate with it.

ends = { $end ->
    [never] What an image contains stays in it, whatever happens to containers.
    [container] { $place ->
        [log] The log of a container is removed together with it.
       *[other] A container layer is removed together with its container.
    }
    [run] A tmpfs, like all memory, is lost when its container stops: a restart is enough.
    [start] The engine writes it again each time the container starts.
    [volume] { $place ->
        [anonymous] An anonymous volume stays when its container is removed, unless that is done with `-v`.
       *[other] A volume is not removed with a container: it stays until it is removed itself.
    }
   *[host] What is on the host is not removed with a container.
}

## Why a fate is what it is.

explain-created = It is kept in { place }.
explain-changed = { $place ->
    [image] { $same ->
        [yes] What it is made from is in the image, which has not changed.
       *[no] Another image has another one.
    }
    [layer] { $wasplace ->
        [image] The new one is in the container layer of { $owner }, over the image's. The image itself is as it was.
       *[other] It was changed in the container layer of { $owner }.
    }
    [log] { $owner } wrote more into its log.
   *[other] It was changed in { place }.
}
explain-deleted = { $wasplace ->
    [image] The container layer of { $owner } only notes that it is gone. The image still has it.
   *[other] It was removed from { place }, which is still there.
}
explain-survived = It is kept in { place }, which is still there. { ends }
explain-copied = The same content is now in { place }.
explain-hidden = The image still has it. What { $nowowner } mounts there covers it.
explain-orphaned = It is not lost: it is still in { place }, but { $nowowner } does not look there.
explain-out-of-reach = No container can reach it now. It is still in { place }.
explain-lost = { $end ->
    [volume] { $place ->
        [anonymous] It was kept in { place }, and that volume was removed. Such a volume is removed with its container only if that is done with `-v`, or if the container was run with `--rm`.
       *[other] It was kept in { place }, and that volume itself was removed. Removing a container alone never does that.
    }
    [container] It was kept in { place }, which is gone. { ends }
    [run] It was kept in { place }, which is gone. { ends }
   *[other] It was kept in { place }, which is gone. Removing a container alone never does that.
}
explain-resource-created = It was made in this step.
explain-resource-changed = There is another one under the same name.
explain-resource-deleted = It was removed in this step.
explain-resource-lost = It was removed, and another one was made under the same name.

## Under an expectation that did not hold: after a value, where it was and is.

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
also-another = The { $name } that is there now is another container, with its own layer.
also-mounted = { $name } mounts it at { $target }.
also-find = No container mounts it: `docker volume ls` still lists { $place ->
    [anonymous] it, by its id
   *[volume] { $name }
}, and a new container can mount it.
also-renamed = That container is called { $name } now.
also-stopped = { $name } has only stopped: `docker start { $name }` brings it back.
also-recovered = The server that used this data before was killed: { $name } recovered the data from the database's log when it started.

## The transfer question, after a wrong prediction.

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
        [layer] { ends } The new one starts with an empty layer.
       *[other] { ends }
    }
    [rm-volumes] { $place ->
        [volume] `-v` removes only anonymous volumes, and { $name } has a name.
        [bind] `-v` removes only anonymous volumes, and nothing on the host.
       *[other] { ends }
    }
    [volume-rm] The engine refuses to remove a volume as long as a container uses it.
   *[rm] { ends }
}
transfer-why-goes-on = { $place ->
    [log] The container would still be the same one, and so would its log.
   *[layer] The container would still be the same one, and so would its container layer.
}

## Evidence: one sentence a fact.

fact-replaced = The container { $name } is not the one from before: { $now }, not { $was }.
fact-gone = The container { $name } ({ $id }) is gone, and its container layer with it. { $count ->
    [some] That layer held: { $held }.
   *[none] That layer held nothing that the lab watches.
}
fact-new = The container { $name } is new: { $id }, made from the image { $image }.
fact-renamed = The container { $id } is called { $now } now, no longer { $was }.
fact-restarted = The container { $name } is the same ({ $id }), and so is its container layer. Its main process was started again.
fact-stopped = The container { $name } is the same ({ $id }), and so is its container layer. Its main process ended, with status { $status }.
fact-same = The container { $name } is the same ({ $id }).
fact-mounts = { $container } mounts { place } at { $target }{ $writable ->
    [yes] .
   *[no] , and may not write there.
}
fact-volume-new = { $place ->
    [anonymous] An anonymous volume is new: { $name }.
   *[volume] The volume { $name } is new.
}
fact-volume-gone = { $place ->
    [anonymous] An anonymous volume ({ $name }) is gone.
   *[volume] The volume { $name } is gone.
} { $count ->
    [some] It held: { $held }.
   *[none] It held nothing that the lab watches.
}
fact-volume-same = { $place ->
    [anonymous] An anonymous volume ({ $name }) is the same.
   *[volume] The volume { $name } is the same.
}
fact-volume-unused = { $place ->
    [anonymous] An anonymous volume ({ $name })
   *[volume] The volume { $name }
} is mounted by no container now. { $count ->
    [some] It holds: { $held }.
   *[none] It holds nothing that the lab watches.
}
fact-image-new = The image { $name } is new: { $id }.
fact-image-moved = The name { $name } belongs to another image now: { $now }, not { $was }. The old image itself is as it was.
fact-image-gone = No image is called { $name } any longer.
fact-image-same = The image { $name } is the same ({ $id }).
fact-recovered = The log of { $name } says: { $line }
fact-kept = { $label } is kept in { place }.
fact-not-kept = { $label } is not there. If it were, it would be kept in { place }.
fact-asked = Engine calls for { $line }: { $calls }

## Before and after: a row for each place that keeps values.

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
shelf-anonymous = anonymous volume
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
        [ended] There is nothing at { $path } in { $owner } while it is not running. It would be kept in { place }. { ends }
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
located-auto-remove = { $owner } is removed (--rm), and its anonymous volumes with it
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
        [yes] kept, still reachable through { $sharers }
       *[no] kept, out of reach until a container mounts the volume
    }
}
foretold-orphaned = { $place ->
    [anonymous] { $shared ->
        [yes] kept, reachable only through { $sharers }
       *[no] kept, but anonymous: no container looks there (orphaned)
    }
   *[other] kept, but the new container has no link to it (orphaned)
}
foretold-open = { $deed ->
    [restart] usually kept; but the engine may still remove { $owner } (--rm)
   *[other] orphaned or lost: { $owner } is removed twice (--rm), one removal takes the volume along, and either may be first
}
foretold-lost = { $deed ->
    [recreate] { $layer ->
        [deleted] the deletion is lost: the image's own is there again
        [changed] lost: the image's own is there again
       *[other] lost
    }
   *[other] lost
}
foretold-replaced = depends on the image that { $image } names at that time
foretold-refused = refused: in use by { $owner }{ $shared ->
    [yes] , { $sharers }
   *[no] { "" }
}
foretold-untouched = no volume is involved
located-next = { $what ->
    [image] A new container has it too:
    [deleted] A new container has it again:
    [volume] To keep what is written there when the container is removed, give it a volume:
    [save] To save it before the container is removed:
    [mount] To see it from another container:
    [anonymous] To find it again when its container is gone, note the name:
    [host] To see it on the engine's host:
    [start] It is empty again at the next start:
   *[inside] To see it from inside:
}
