# Messages of `lint`: what `check` foresees of a run of a valid lab.
#
# Each fault says what will happen and why. `.help` says how to mend it.

## Allow.

fault-not-allowed = `{ $flag }` asks for more of the host than a container needs, and a run refuses it.
    .help = Leave it out, or let the lab ask for it. Under [allow], write: { $line }

fault-over-limit = `{ $flag }` asks for more than a container of a lab may have, and a run refuses it: the limit is { $most }.
    .help = Ask for less, or let the lab ask for it. Under [allow], write: { $line }

fault-addresses-of-others = The addresses { $subnet } are not private, and a run refuses them.
    .help = Use a private range, such as 10.231.7.0/24, or let the lab ask for it. Under [allow], write: { $line }

fault-unused-allow = Nothing in the lab needs `{ $key }` ({ $value }), and every student is asked for it.
    .help = Remove it.

## Needs.

fault-unknown-need = There is no lab `{ $lab }`: neither is it shipped, nor is it beside this one, nor among the labs that are checked.
    .help = Correct the id. If the lab is in another folder, check both together: statelab check FOLDER FOLDER
    .suggest = Did you mean `{ $suggestion }`?

fault-needs-itself = A lab cannot be done before itself.
    .help = Remove `{ $lab }` from `needs`.

fault-needs-circle = These labs need each other in a circle, so none of them can be the first: { $circle }.
    .help = Remove one of these from `needs`.

fault-duplicate-lab = Another lab is called `{ $lab }` as well: { $path }. With both folders given, only the later one is found.
    .help = Rename one of the two folders: a folder's name is the lab's id.

fault-unreadable-lab = { $message }
    .help = { $help }

## Variables.

fault-variable-without-value = `{ $name }` has no value here: neither [env] nor [secret] has it, and your own environment is never read. The variable is removed from the container.
    .help = Add it below [env]: { $name } = "…", or below [secret] if it is not to be shown. Or write -e { $name }=VALUE.
    .suggest = Did you mean `{ $suggestion }`?

fault-unused-variable = No command reads `{ $name }`.
    .help = Remove it, or give it to a container with -e { $name }.

## Commands that do not end.

fault-endless-run = Without -d, `docker run` waits for the end of the container, and this one ({ $image }) does not end by itself. After ten minutes the command is aborted.
    .help = Write docker run -d. To run another program and wait for its end, write it after the image.

fault-endless-exec = `{ $command }` does not end by itself. After ten minutes the command is aborted.
    .help = Write docker exec -d, or let the program end: `tail -n 5` instead of `tail -f`.

fault-endless-attach = `docker start -a` waits for the end of `{ $container }`, which does not end by itself. After ten minutes the command is aborted.
    .help = Leave -a out.

fault-endless-logs = `docker logs -f` waits for the end of `{ $container }`, which does not end by itself. After ten minutes the command is aborted.
    .help = Leave -f out. To wait for a line of the log, use a check with `logs`, or [ready.{ $container }].

fault-followed-logs = `docker logs -f` goes on until `{ $container }` ends, and after ten minutes it is aborted.
    .help = If the container may run for longer, leave -f out. To wait for its end, `docker wait { $container }` says it more plainly.

## Flags in the wrong place.

fault-misplaced-flag = Flags after { $operand } go to the program in the container: docker does not read this `{ $flag }`.
    .help = Write the flags of docker before `{ $name }`.

## Watches and checks.

fault-fate-at-once = `{ $watch }` can have no fate in this step: its container ({ $containers }) is first made in this very step, so nothing can be read before.
    .help = Start the container in a step of its own, or take `{ $watch }` out of `expect`. A fate needs a reading before the step and one after it.

fault-fate-out-of-reach = `{ $watch }` cannot be `{ $fate }` in this step: no container that it looks at ({ $containers }) exists before it.
    .help = Start the container in an earlier step, or take `{ $watch }` out of `expect`. A fate needs a reading before the step and one after it.

fault-check-too-early = This check cannot hold: `{ $container }` is made in a later step only.
    .help = Move the check to the step that makes the container, or a later one.

fault-pair-without-value = `{ $key }` is compared with the whole NAME=value, so `{ $name }` alone is never equal to any.
    .help = Write { $key } = "{ $name }=VALUE".

fault-no-output = This step runs no command, so there is no output to look at.
    .help = Move it to the step that runs the command.

fault-absent-and-more = This check cannot hold: `{ $other }` asks something of a thing that must not exist.
    .help = Make two checks of it, or leave one of the two out.

fault-contradiction = This check cannot hold: `{ $one }` and this `{ $other }` exclude each other.
    .help = Leave one of the two out.

## Files that are mounted.

fault-missing-bind = There is no { $path } at this point, neither in the lab's folder nor written by a step, so -v makes a folder of it.
    .help = If it is a file, put it into the lab's folder or write it with the step's `write`: a folder cannot be mounted over a file ({ $target }).
    .suggest = Did you mean `{ $suggestion }`?

fault-missing-mount-source = There is no { $path } at this point, neither in the lab's folder nor written by a step, and --mount needs a source that exists.
    .help = Put it into the lab's folder, or write it with the step's `write`. For a new, empty folder use -v.
    .suggest = Did you mean `{ $suggestion }`?

## Placeholders.

fault-unfilled-placeholder = Nothing is filled in here: `{ $key }` is shown or run as it is written, with `{ "{" }{ $written }{ "}" }` in it.
    .help = Placeholders are filled in `before`, `after`, `goal`, `hints`, `because` and the texts of a question. In a command, a captured value is `$NAME`.

fault-capture-in-quotes = In single quotes `${ $name }` is not replaced by the captured value.
    .help = Write it outside of them, or in double quotes: sh -c "… ${ $name }". If the shell in the container has a variable of this name, capture under another name.

## Builds.

fault-no-dockerfile = There is no { $path } at this point: the lab's folder has none, and no earlier step writes it.
    .help = Put it into the lab's folder, or write it with the step's `write`. If it has another name, add -f.

fault-copy-source = There is no { $path } to copy at this point: the lab's folder has none, and no earlier step writes it.
    .help = Put it into the folder that is built, or correct the path. It begins at that folder.
    .suggest = Did you mean `{ $suggestion }`?

# These have the words that a run has for them.
fault-dockerfile-character = { dockerfile-character }
    .help = { dockerfile-character.help }
fault-dockerfile-escape = { dockerfile-escape }
    .help = { dockerfile-escape.help }
fault-dockerfile-backslash = { dockerfile-backslash }
    .help = { dockerfile-backslash.help }
fault-dockerfile-split-word = { dockerfile-split-word }
    .help = { dockerfile-split-word.help }
fault-dockerfile-heredoc = { dockerfile-heredoc }
    .help = { dockerfile-heredoc.help }
fault-dockerfile-instruction = { dockerfile-instruction }
    .help = { dockerfile-instruction.help }
    .suggest = Did you mean `{ $suggestion }`?
fault-dockerfile-flag = { dockerfile-flag }
    .help = { dockerfile-flag.help }
fault-dockerfile-argument = { dockerfile-argument }
    .help = { dockerfile-argument.help }
fault-dockerfile-from = { dockerfile-from }
    .help = { dockerfile-from.help }
fault-dockerfile-name = { dockerfile-name }
    .help = { dockerfile-name.help }
fault-dockerfile-fetches = { dockerfile-fetches }
    .help = { dockerfile-fetches.help }
