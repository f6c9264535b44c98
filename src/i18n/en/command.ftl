# Messages of `command`: what can be wrong with a docker line of a lab.
#
# Each fault says what is wrong and why. `.help` says what to write instead. `.suggest` is shown
# where `$suggestion` is not empty.

## The six commands, in one line each.

command-run = Make a container from an image and start it
command-rm = Remove containers
command-cp = Copy files between a container and the workspace
command-exec = Run a command in a container that is running
command-restart = Stop containers and start them again
command-volume-create = Make a volume

## Words and quotes.

fault-empty-line = There is no command in this line.
    .help = Write a whole line, such as `docker run -d --name my-nginx nginx`.

fault-unclosed-quote = This quote ({ $quote }) is never closed.
    .help = Put another { $quote } where the quoted text ends.

fault-dangling-backslash = A backslash at the very end of a line has nothing to act on.
    .help = Remove it, or write `\\` inside quotes if a backslash is meant.

fault-blank-after-backslash = Behind this backslash stands a blank, so the line does not go on in the next one.
    .help = Remove the blanks between the backslash and the end of the line.

fault-second-line = A second command begins here, but a line of a lab is one command.
    .help = Make a list of it: run = ["docker …", "docker …"]. If the command only goes on here, end the line before with a backslash.

fault-pasted-character = `{ $found }` comes from a word processor, and a command line has `{ $plain }` there.
    .help = Write a plain `{ $plain }`. If `{ $found }` itself is meant, put it in quotes.

fault-pasted-blank = This looks like a blank, but is a special one, as word processors and web pages have it.
    .help = Replace it by a plain blank.

fault-nul-character = A character with the code 0 cannot be part of a command.
    .help = Remove it.

## What only a shell can do.

fault-shell-pipe = `{ $text }` makes a pipe, but no shell reads this line.
    .help = To have a pipe inside the container, write docker exec NAME sh -c '… | …'. To look at what a command prints, use a check with `output = true`.

fault-shell-redirection = `{ $text }` redirects input or output, but no shell reads this line.
    .help = To write a file inside the container, write docker exec NAME sh -c 'echo text > /file'. To make a file of the workspace, use the step's `write`.

fault-shell-list = `{ $text }` joins two commands, but no shell reads this line.
    .help = Make a list of it: run = ["docker …", "docker …"]. The commands are carried out in order, and the step ends at the first that fails.

fault-shell-background = `&` puts a command in the background, but no shell reads this line.
    .help = Remove it. `docker run -d` leaves a container running in the background. If the character itself is meant, put it in single quotes.

fault-shell-group = `{ $text }` groups commands, but no shell reads this line.
    .help = Write the commands as a list, without brackets. If the character itself is meant, put it in single quotes.

fault-shell-substitution = { $text } stands for what a command prints, but no shell reads this line.
    .help = Write out what is meant, a container's name for example. Only `$(pwd)` is known: it means the workspace. To have it carried out inside the container, write sh -c '…' in single quotes.

fault-shell-variable = `{ $text }` is a variable of a shell, but no shell reads this line.
    .help = Write out its value. Only `$PWD` is known: it means the workspace. If the container is to read the variable, put it in single quotes: sh -c 'echo $NAME'. If a dollar sign is meant, write `\$` or use single quotes.

fault-shell-prompt = `$` is the prompt of a terminal, and no part of the command.
    .help = Begin the line with `docker`.

fault-shell-quote-form = `{ $text }` begins a kind of quotes that only some shells know.
    .help = Use plain single or double quotes, without the dollar sign.

fault-shell-pattern = `{ $character }` makes a pattern for file names here (`{ $text }`), but no shell reads this line.
    .help = Name the files. To have the pattern matched inside the container, write sh -c '…' in single quotes. If the character itself is meant, put it in quotes.

fault-shell-braces = A shell would make several words of `{ $text }`, but no shell reads this line.
    .help = Write the words out. If the braces themselves are meant, put them in quotes.

fault-shell-home = `{ $text }` stands for somebody's home folder, which a lab neither knows nor touches.
    .help = Use a folder of the workspace: `./folder`, or `$PWD/folder`.

fault-shell-comment = A comment has no place in a command.
    .help = Put it on a line of its own in the lab's file, outside the quotes, or tell students in `before`.

fault-workspace-misplaced = The working directory is the lab's workspace, which means nothing here.
    .help = Use `$PWD` and `$(pwd)` at the beginning of a path of the workspace: -v "$PWD/site":/path, or docker cp $PWD/page.html NAME:/path.

## Which command.

fault-not-docker = A line of a lab begins with `docker`, and this one with `{ $word }`.
    .suggest = Did you mean `{ $suggestion }`?
    .help = To run a program inside a container, write docker exec NAME PROGRAM. To write a file of the workspace, use the step's `write`.

fault-podman = The lines of a lab are docker lines.
    .help = Write `docker` here. The same lines run on Podman as well: which engine is used is chosen when the lab is run.

fault-sudo = `sudo` has no place here: the engine is asked directly.
    .help = Begin the line with `docker`.

fault-global-flag = `{ $flag }` stands before the command. Which engine is used is not the lab's to choose.
    .help = Remove it. Whoever runs the lab chooses the engine with `statelab --engine`.

fault-command-missing = The command is missing behind `docker`.
    .help = Labs take { $known }.

fault-subcommand-missing = `docker { $group }` needs another word.
    .help = Labs take { $known } behind it.

fault-unknown-command = `docker { $command }` is no command.
    .suggest = Did you mean `docker { $suggestion }`?
    .help = Labs take { $known }.

fault-unsupported-command = `docker { $command }` is a command of docker, but not one that labs take.
    .help = Labs take { $known }. What can be seen of a container belongs in the step's `check`.

## Flags and operands.

fault-unknown-flag = `docker { $command }` has no flag `{ $flag }`.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Correct or remove it. A flag for the program in the container stands behind the image or the container.

fault-unknown-letter = `docker { $command }` has no flag `{ $flag }`.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Correct or remove it. Behind a single dash each letter is a flag of its own; long names have two dashes.

fault-unsupported-flag = `{ $flag }` is a flag of `docker { $command }`, but labs do not take it.
    .help = Leave it out, if the lesson holds without `--{ $long }`.

fault-switch-value = `--{ $flag }` is a switch, and `{ $value }` is neither true nor false.
    .help = Write --{ $flag } alone, or --{ $flag }=false to switch it off.

fault-value-missing = `--{ $flag }` needs a value, and the line ends here.
    .help = Write the value behind it: --{ $flag } VALUE.

fault-operand-missing = { $operand ->
    [CONTAINER] `docker { $command }` needs the name of a container.
    [IMAGE] `docker { $command }` needs an image.
    [COMMAND] `docker { $command }` needs a command to run in the container.
    [SOURCE] `docker { $command }` needs two paths: where to copy from, and where to.
    [DESTINATION] `docker { $command }` needs a second path: where to copy to.
   *[other] `docker { $command }` needs { $operand }.
 }
    .help = { $command ->
    [run] Write docker run FLAGS IMAGE. Look whether a flag has taken the image for its value.
    [cp] Write docker cp PATH CONTAINER:/PATH, or the other way round.
    [exec] Write docker exec CONTAINER COMMAND.
   *[other] Write docker { $command } { $operand }.
 }

fault-operand-extra = `{ $operand }` is more than `docker { $command }` takes.
    .help = Remove it. If it belongs to the word before it, put both into one pair of quotes; if it is another command, make a list.

## Names.

fault-name-empty = The name of { $kind ->
    [container] the container
    [volume] the volume
   *[image] the image
 } is empty.
    .help = Write a name, such as { $kind ->
    [container] `my-nginx`
    [volume] `mydata`
   *[image] `nginx`
 }.

fault-name-short = `{ $name }` is too short for the name of a { $kind }.
    .help = The engine wants two characters at the least.

fault-name-first = The name of { $kind ->
    [container] a container
    [volume] a volume
   *[image] an image
 } cannot begin with `{ $character }`.
    .help = Begin it with a letter from a to z or a digit.

fault-name-character = `{ $character }` cannot be part of the name of { $kind ->
    [container] a container
    [volume] a volume
   *[image] an image
 }, here `{ $name }`.
    .help = { $kind ->
    [image] Write it as on the image's page: `nginx`, `postgres:13`.
   *[other] Use letters from a to z, digits, `_`, `.` and `-`.
 }

fault-name-upper = `{ $name }` has a capital letter, and the names of images have none.
    .help = Write `{ $lower }`. Only a tag, behind the colon, may have capital letters.

fault-name-part = A part of the image's name `{ $name }` is empty.
    .help = Write it as NAME or NAME:TAG, such as `postgres:13`.

## -e, --label, -w.

fault-env-name = The name of a variable is missing here, or has a blank in it.
    .help = Write -e NAME=value, without blanks around the equals sign.

fault-label-key = The name of the label is missing.
    .help = Write --label NAME=value.

fault-label-reserved = The label `{ $key }` is one of statelab's own, by which it knows what to clean up.
    .help = Choose a name that does not begin with `statelab`.

fault-workdir-relative = The working directory `{ $path }` does not begin with `/`, so the engine would refuse it.
    .help = Write the whole path in the container, such as `/app`.

## -p.

fault-port-number = `{ $text }` is no port: a port is a number from 1 to 65535.
    .help = Write -p 8080:80. The host's port stands first, the container's behind it.

fault-port-range = `{ $text }` is a range of ports, which labs do not take.
    .help = Write one -p for each port.

fault-port-missing = The container's port is missing in `{ $text }`.
    .help = Write -p 8080:80. The container's port stands last.

fault-port-address = `{ $address }` is no address: a name cannot stand here.
    .help = Write an address in numbers, such as 127.0.0.1:8080:80. An IPv6 address stands in brackets.

fault-port-address-alone = Behind the address `{ $address }` one port is missing.
    .help = Write address, the host's port, the container's port: 127.0.0.1:8080:80. Two colons leave the host's port to the engine: 127.0.0.1::80.

fault-port-protocol = `{ $protocol }` is no protocol of ports.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Write /tcp, /udp or /sctp, or nothing for TCP.

fault-port-parts = `{ $text }` has too many or too few parts for -p.
    .help = Write -p 80, -p 8080:80 or -p 127.0.0.1:8080:80. An IPv6 address stands in brackets, in quotes: -p '[::1]:8080:80'.

## Paths of the workspace.

fault-path-absolute = `{ $path }` is a path of the whole machine. A lab's files lie in its workspace, and it sees nothing outside.
    .help = Write a path of the workspace: `{ $inside ->
    [none] ./folder
   *[other] ./{ $inside }
 }`, or with `$PWD/` in front.

fault-path-outside = `{ $path }` leads out of the workspace, and a lab sees nothing outside.
    .help = Use a path that stays inside, without `..` at its beginning.

## -v and --mount.

fault-target-relative = `{ $path }` is to be a place in the container, and does not begin with `/`.
    .help = Write the whole path in the container: `/{ $path }`.

fault-target-root = Nothing can be mounted over the whole container (`/`).
    .help = Name a folder in the container, such as `/data`.

fault-volume-part-empty = Here -v has nothing on one side of a colon, or nothing at all.
    .help = Write -v name:/path, -v ./folder:/path, or -v /path for a volume without a name.

fault-volume-parts = `{ $text }` has too many colons for -v.
    .help = Write -v name:/path or -v ./folder:/path, with :ro behind it for read-only.

fault-volume-without-source = A volume without a name takes no option, so `{ $mode }` cannot stand behind `{ $target }`.
    .help = Give it a name: -v name:{ $target }:{ $mode }.

fault-volume-or-path = `{ $text }` would be the name of a volume, since it does not begin with `.`, and such a name has no `/`.
    .help = Write `./{ $text }` for a folder of the workspace.

fault-mount-option = `{ $option }` is no option of a mount.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Write `ro` for read-only, or nothing.

fault-mount-option-twice = `{ $option }` says again, or otherwise, what was said before.
    .help = Write `ro` or `rw`, once.

fault-unsupported-mount-option = `{ $option }` is an option of mounts, but not one that labs take.
    .help = Leave it out, if the lesson holds without it. Labs take `ro` and `rw`.

fault-mount-field = --mount is made of KEY=VALUE with commas between them, without blanks. `{ $text }` is none.
    .help = Write it in one piece: --mount type=volume,src=mydata,dst=/path.

fault-mount-field-empty = There is nothing on one side of this comma, or nothing at all.
    .help = Write --mount in one piece, without blanks behind the commas: --mount type=volume,src=mydata,dst=/path.

fault-mount-key = --mount has no key `{ $key }`.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Its keys are `type`, `source` (or `src`), `target` (or `dst`, `destination`) and `readonly` (or `ro`).

fault-unsupported-mount-key = `{ $key }` is a key of --mount, but not one that labs take.
    .help = Labs take `type`, `source` (or `src`), `target` (or `dst`, `destination`) and `readonly` (or `ro`).

fault-mount-value-missing = The key `{ $key }` has no value.
    .help = Write { $key }=VALUE.

fault-mount-read-only = `{ $value }` is neither true nor false.
    .help = Write `{ $key }` alone for read-only, or leave it out.

fault-mount-type = `{ $type }` is no type of mount.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Write type=volume, or type=bind for a folder of the workspace.

fault-unsupported-mount-type = `{ $type }` is a type of mount, but not one that labs take.
    .help = Write type=volume, or type=bind for a folder of the workspace.

fault-mount-target-missing = It is not said where in the container this is mounted.
    .help = Add dst=/path.

fault-mount-source-missing = It is not said which folder of the workspace is mounted.
    .help = Add src=./folder, or src=. for the workspace itself.

fault-mount-volume-path = `{ $path }` is a path, but without type=bind the source is a volume's name.
    .help = Write type=bind for a folder of the workspace, or the name of a volume.

fault-mount-bind-name = `{ $text }` does not begin with `.`, and the engine would look for it on the whole machine.
    .help = Write `./{ $text }` for a folder of the workspace. For a volume of that name write type=volume.

## cp.

fault-copy-without-container = Neither of the two paths is in a container.
    .help = Write the container's name and a colon before one of them: my-nginx:/path.

fault-copy-between-containers = Both paths are in containers, and docker cannot copy from one into another.
    .help = Copy into the workspace first, then from there: two commands.

fault-copy-stream = `-` means a stream, which labs do not take.
    .help = Copy to or from a file of the workspace.

fault-copy-empty = There is an empty path here.
    .help = Write a path of the workspace; `.` is the workspace itself.

fault-copy-path-missing = Behind the colon of `{ $text }` the path in the container is missing.
    .help = Write the path: NAME:/path. `NAME:/` is the container's top folder.
