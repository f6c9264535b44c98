# Messages of `command`: faults in a docker line of a lab.
#
# Each fault says what is wrong and why. `.help` says what to write instead. `.suggest` is shown
# where `$suggestion` is not empty.

## The commands, in one line each.

command-run = Make a container from an image and start it
command-create = Make a container from an image
command-start = Start containers that are not running
command-stop = Stop containers: ask first, then kill
command-restart = Stop containers and start them again
command-kill = Send a signal to containers, or end them at once
command-pause = Pause all processes of containers
command-unpause = Resume all processes of paused containers
command-wait = Wait until containers end, and print their statuses
command-rm = Remove containers
command-container-prune = Remove all containers that are not running
command-rename = Give a container another name
command-update = Change the limits of containers
command-cp = Copy files between a container and the workspace
command-exec = Run a command in a container that is running
command-ps = List containers
command-logs = Print what a container has written
command-diff = List what differs between a container and its image
command-top = List the processes of a container
command-port = List the published ports of a container
command-inspect = Print all that the engine knows about an object
command-container-inspect = Print all that the engine knows about containers
command-build = Build an image from a Dockerfile
command-commit = Make an image from a container's layer
command-tag = Give an image another name
command-images = List images
command-image-inspect = Print all that the engine knows about images
command-history = List the layers of an image
command-rmi = Remove images, or names of images
command-image-prune = Remove images that nothing uses
command-save = Write images to a file
command-load = Load images from a file
command-export = Write the files of a container to a file
command-import = Make an image from an archive of files
command-volume-create = Make a volume
command-volume-ls = List volumes
command-volume-inspect = Print all that the engine knows about volumes
command-volume-rm = Remove volumes
command-volume-prune = Remove volumes that nothing uses
command-network-create = Make a network
command-network-ls = List networks
command-network-inspect = Print all that the engine knows about networks
command-network-connect = Connect a container to a network
command-network-disconnect = Disconnect a container from a network
command-network-rm = Remove networks
command-system-df = Print how much disk space images, containers and volumes use
command-version = Print the versions of client and engine

## What flags do, in a few words: `flag-LONG`, or `flag-COMMAND-LONG` where the flag means something else for a command.

flag-add-host = a name and its address for the container's hosts file
flag-alias = another name in this network
flag-archive = with owners and modes as they are
flag-attach = show what the container writes, and wait for its end
flag-attachable = other containers may join by hand
flag-author = who made it
flag-build-arg = a value for the Dockerfile's ARG
flag-cap-add = one more kernel capability
flag-cap-drop = one kernel capability less
flag-cgroupns = which cgroup namespace it sees
flag-change = an instruction of a Dockerfile, carried out on the new image
flag-cpu-period = the period that the quota is for
flag-cpu-quota = how much CPU time it may use in that period
flag-cpu-shares = its share when processors are busy
flag-cpus = at most this many processors
flag-detach = in the background: the prompt comes back at once
flag-details = with extra attributes of the log
flag-device = one device of the host
flag-digests = with the digests of the registry
flag-dns = a name server
flag-dns-option = a setting of the resolver
flag-dns-search = a domain in which names are looked up
flag-domainname = the domain of its host name
flag-driver = what makes it
flag-entrypoint = a program instead of the image's
flag-env = an environment variable
flag-env-file = environment variables from a file
flag-expose = a port that is noted, but not published
flag-file = the Dockerfile
flag-filter = only those that match
flag-follow = go on with what is still being written
flag-follow-link = what a link points to, not the link
flag-force = without asking first
flag-force-rm = remove a build's containers even if it fails
flag-format = how it is printed
flag-gateway = the address of its gateway
flag-group-add = one more group of the process
flag-health-cmd = the command that tells whether it is healthy
flag-health-interval = the time between two health checks
flag-health-retries = failed checks in a row that make it unhealthy
flag-health-start-interval = the time between two health checks while it starts
flag-health-start-period = how long failed checks do not count after the start
flag-health-timeout = how long one health check may take
flag-hostname = its own host name
flag-human = sizes and times as people write them
flag-init = a small first process that reaps ended ones
flag-input = the archive that is read
flag-interactive = keep its standard input open
flag-internal = no way out to other networks
flag-ip = its IPv4 address in the network
flag-ip-range = the addresses that containers get
flag-ip6 = its IPv6 address in the network
flag-ipc = whose shared memory it uses
flag-ipv6 = with IPv6 addresses
flag-label = a key and a value that it carries
flag-label-file = labels from a file
flag-last = only this many of the latest, ended ones too
flag-latest = the latest one, ended or not
flag-mac-address = its hardware address
flag-memory = at most this much memory
flag-memory-reservation = its limit when memory is short
flag-memory-swap = memory and swap together
flag-memory-swappiness = how readily its memory is swapped out
flag-message = a note for the image's history
flag-mount = something mounted at a path: a volume, a folder of the host, a tmpfs
flag-name = the name that you call it by
flag-network = the network that it is in
flag-network-alias = another name in its network
flag-no-cache = build every step again
flag-no-healthcheck = without the image's health check
flag-no-prune = leave the untagged images under it
flag-no-trunc = nothing shortened
flag-oom-kill-disable = not killed when memory runs out
flag-oom-score-adj = how soon it is killed when memory runs out
flag-opt = a setting of the driver
flag-output = the file that is written
flag-pause = whether its processes are paused meanwhile
flag-pid = whose processes it sees
flag-pids-limit = at most this many processes
flag-platform = for which kind of processor
flag-privileged = with nearly all rights on the host
flag-publish = a port of the host that leads to one of the container
flag-publish-all = every port of the image, on free ports of the host
flag-pull = when the image is fetched
flag-quiet = only ids or names
flag-read-only = its own filesystem cannot be written
flag-restart = when the engine starts it again by itself
flag-rm = removed by itself when it ends
flag-security-opt = a security setting
flag-shm-size = how large its shared memory is
flag-signal = the signal that is sent
flag-since = only what was written since then
flag-size = how much was written in the container layer
flag-stop-signal = the signal that asks it to end
flag-stop-timeout = seconds that it has to end
flag-subnet = its range of addresses
flag-sysctl = a setting of the kernel, for this container
flag-tag = the name that the image gets
flag-tail = only this many of the last lines
flag-target = build only as far as this stage
flag-timeout = seconds until it is killed
flag-timestamps = each line with its time
flag-tmpfs = a folder in memory: gone when the container stops
flag-tty = a terminal of its own
flag-type = which kind of object is meant
flag-cidfile = a new file that gets its id
flag-ulimit = a limit of its processes
flag-until = only what was written before then
flag-user = the user that it runs as
flag-userns = which user namespace it is in
flag-uts = whose host name it has
flag-verbose = each object, not only the sums
flag-volume = a volume or a folder of the host, mounted at a path
flag-volume-driver = what makes its volumes
flag-volumes = with the container's anonymous volumes
flag-volumes-from = the same mounts as another container
flag-workdir = the folder that it starts in
flag-build-label = a key and a value that the image carries
flag-build-pull = look for a newer base image first
flag-build-quiet = only the id of the new image
flag-build-rm = whether the containers of its steps are removed
flag-cp-quiet = without a progress line
flag-exec-privileged = with nearly all kernel capabilities
flag-image-prune-all = not only untagged images: all that no container uses
flag-images-all = with the images that others are built on
flag-inspect-size = with the sizes of the container's files
flag-load-quiet = without a progress line
flag-network-disconnect-force = even if the container is not running
flag-network-rm-force = no error if it is not there
flag-ps-all = stopped ones too
flag-rm-force = even while it runs: it is killed first
flag-rmi-force = even if it has other names or containers
flag-start-attach = show what it writes, and wait for its end
flag-volume-prune-all = named volumes too, not only anonymous ones
flag-volume-rm-force = no error if it is not there

## Words and quotes.

fault-empty-line = There is no command in this line.
    .help = Write a whole line, such as `docker run -d --name my-nginx nginx`.

fault-unclosed-quote = This quote ({ $quote }) is never closed.
    .help = Put another { $quote } where the quoted text ends.

fault-dangling-backslash = A backslash at the very end of a line has nothing to act on.
    .help = Remove it, or write `\\` inside quotes if a backslash is meant.

fault-blank-after-backslash = There is a blank after this backslash, so the line does not continue on the next one.
    .help = Remove the blanks between the backslash and the end of the line.

fault-second-line = A second command begins here, but a line of a lab is one command.
    .help = Make a list of it: run = ["docker …", "docker …"]. If the command only continues here, end the line before with a backslash.

fault-pasted-character = `{ $found }` comes from a word processor, and a command line has `{ $plain }` there.
    .help = Write a plain `{ $plain }`. If `{ $found }` itself is meant, put it in quotes.

fault-pasted-blank = This looks like a blank, but is a special one, as found in word processors and web pages.
    .help = Replace it with a plain blank.

fault-nul-character = A character with the code 0 cannot be part of a command.
    .help = Remove it.

## What only a shell can do.

fault-shell-pipe = `{ $text }` makes a pipe, but no shell reads this line.
    .help = To use a pipe inside the container, write docker exec NAME sh -c '… | …'. To look at what a command prints, use a check with `output = true`.

fault-shell-redirection = `{ $text }` redirects input or output in a way that only a shell knows, and no shell reads this line.
    .help = A lab knows `> FILE`, `>> FILE`, `< FILE`, and `2>&1` after a `>`, with a file of the workspace. To write a file inside the container, write docker exec NAME sh -c 'echo text > /file'.

fault-redirect-target-missing = No file follows `{ $text }`.
    .help = Write the path of a file of the workspace after it, such as `{ $text } ./file.txt`.

fault-redirect-twice = This `{ $text }` is the second one of its kind, and a command has only one input and one output.
    .help = Remove one of them.

fault-redirect-device = `{ $path }` is a device of the machine, and a lab's files lie in its workspace.
    .help = Remove the redirection: what a command prints is only shown.

fault-redirect-unread = This command reads no input, so the file would do nothing.
    .help = Remove the redirection. Input is read by `docker exec -i`, `docker run -i`, `docker start -i`, `docker load` and `docker import -`.

fault-redirect-without-i = `docker { $command }` does not hand the file on without `-i`: the program would read nothing.
    .help = Write docker { $command } -i.

fault-redirect-terminal = `-t` makes a terminal, and a file is none: the docker program refuses this.
    .help = Write -i in place of -it.

fault-placeholder = `{ $text }` stands for something of your own, such as a name, and is not to be written as it is.
    .help = Write what it stands for, such as my-nginx. A text that has `<` and `>` in it is put in quotes.

fault-windows-line-end = A line ends with `{ $text }` only in a shell of Windows.
    .help = End it with a backslash, `\`, to go on in the next line; or write the command in one line.

fault-windows-folder = `{ $text }` is how a shell of Windows writes the working directory.
    .help = Write `$PWD`, with `/` between the names of folders: -v "$PWD/data":/data.

fault-windows-path = `{ $path }` is a path of Windows. A lab's files lie in its workspace, and it sees nothing outside.
    .help = Write a path of the workspace: `{ $inside ->
    [none] ./folder
   *[other] ./{ $inside }
 }`.

fault-shell-list = `{ $text }` joins two commands, but no shell reads this line.
    .help = Make a list of it: run = ["docker …", "docker …"]. The commands run in order, and the step ends at the first that fails.

fault-shell-background = `&` puts a command in the background, but no shell reads this line.
    .help = Remove it. `docker run -d` leaves a container running in the background. If the character itself is meant, put it in single quotes.

fault-shell-group = `{ $text }` groups commands, but no shell reads this line.
    .help = Write the commands as a list, without brackets. If the character itself is meant, put it in single quotes.

fault-shell-substitution = { $text } stands for what a command prints, but no shell reads this line.
    .help = Write out what is meant, a container's name for example. Only `$(pwd)` is known: it means the workspace. To run it inside the container, write sh -c '…' in single quotes.

fault-shell-variable = `{ $text }` is a variable of a shell, but no shell reads this line.
    .help = Write out its value. Only `$PWD` is known: it means the workspace. If the container is to read the variable, put it in single quotes: sh -c 'echo $NAME'. If a dollar sign is meant, write `\$` or use single quotes.

fault-shell-prompt = `$` is the prompt of a terminal, not part of the command.
    .help = Begin the line with `docker`.

fault-shell-quote-form = `{ $text }` begins a kind of quote that only some shells know.
    .help = Use plain single or double quotes, without the dollar sign.

fault-shell-pattern = `{ $character }` makes a pattern for file names here (`{ $text }`), but no shell reads this line.
    .help = Name the files. To have the pattern matched inside the container, write sh -c '…' in single quotes. If the character itself is meant, put it in quotes.

fault-shell-braces = A shell would make several words of `{ $text }`, but no shell reads this line.
    .help = Write the words out. If the braces themselves are meant, put them in quotes.

fault-shell-home = `{ $text }` stands for a home folder, which a lab neither knows nor touches.
    .help = Use a folder of the workspace: `./folder`, or `$PWD/folder`.

fault-shell-comment = A command cannot contain a comment.
    .help = Put it on a line of its own in the lab's file, outside the quotes, or tell students in `before`.

fault-workspace-misplaced = The working directory is the lab's workspace, which means nothing here.
    .help = Use `$PWD` and `$(pwd)` at the beginning of a path of the workspace: -v "$PWD/site":/path, or docker cp $PWD/page.html NAME:/path.

## Which command.

fault-not-docker = A line of a lab begins with `docker`, but this one begins with `{ $word }`.
    .suggest = Did you mean `{ $suggestion }`?
    .help = To run a program inside a container, write docker exec NAME PROGRAM. To write a file of the workspace, use the step's `write`.

fault-podman = The commands of a lab are docker commands.
    .help = Write `docker` here. The same commands run on Podman as well: the engine is chosen when the lab is run.

fault-sudo = `sudo` is not needed here: statelab talks to the engine directly.
    .help = Begin the line with `docker`.

fault-global-flag = `{ $flag }` comes before the command. A lab cannot choose which engine is used.
    .help = Remove it. The person who runs the lab chooses the engine with `statelab --engine`.

fault-command-missing = The command is missing after `docker`.
    .help = Labs take { $known }.

fault-subcommand-missing = `docker { $group }` needs another word.
    .help = Labs take { $known } after it.

fault-unknown-command = `docker { $command }` is not a command.
    .suggest = Did you mean `docker { $suggestion }`?
    .help = Labs take { $known }.

fault-unsupported-command = `docker { $command }` is a command of docker, but not one that labs take.
    .help = { $which ->
    [pull] It is not needed: the images that a lab's commands name are pulled before the first step.
    [image-pull] It is not needed: the images that a lab's commands name are pulled before the first step.
    [push] A lab gives nothing away. To move an image, use docker save and docker load.
    [image-push] A lab gives nothing away. To move an image, use docker save and docker load.
    [attach] A lab has no terminal to attach. docker logs shows what a container has written.
    [container-attach] A lab has no terminal to attach. docker logs shows what a container has written.
    [compose] Write the commands that it stands for: docker network create, docker volume create, docker run.
    [network-prune] Remove the networks by name: docker network rm NAME.
    [system-prune] Remove what the lab has made by name, or use docker container prune, docker volume prune and docker image prune.
   *[other] Labs take { $known }. What can be seen of a container belongs in the step's `check`.
 }

## Flags and operands.

fault-unknown-flag = `docker { $command }` has no flag `{ $flag }`.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Correct or remove it. A flag for the program in the container comes after the image or the container.

fault-unknown-letter = `docker { $command }` has no flag `{ $flag }`.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Correct or remove it. After a single dash each letter is a flag of its own; long names have two dashes.

fault-unsupported-flag = `{ $flag }` is a flag of `docker { $command }`, but labs do not take it.
    .help = { $long ->
    [iidfile] Give the image a name with -t. The name is enough to use it.
    [link] Links are outdated. Connect both containers to a network of their own: docker network create, then --network.
    [log-driver] The lab reads what containers write, and needs the engine's usual driver for that.
    [log-opt] The lab reads what containers write, and needs the engine's usual driver for that.
    [detach-keys] A lab has no terminal, so there is nothing to detach from.
    [sig-proxy] A lab has no terminal, so there are no signals to pass on.
    [runtime] A lab cannot choose which runtime is used. Leave it out.
    [use-api-socket] A container of a lab never has access to the engine.
    [secret] Labs use the engine's classic builder, which has no secrets.
    [ssh] Labs use the engine's classic builder, which has no SSH access.
    [output] Labs use the engine's classic builder, whose result is an image. Take files out of it with docker cp.
    [push] A lab gives nothing away. To move an image, use docker save and docker load.
    [help] Remove it. All commands and their flags are in docs/commands.md.
   *[other] Leave it out, if the lesson holds without `--{ $long }`.
 }

fault-switch-value = `--{ $flag }` is a switch, and `{ $value }` is neither true nor false.
    .help = Write --{ $flag } alone, or --{ $flag }=false to switch it off.

fault-value-missing = `--{ $flag }` needs a value, and the line ends here.
    .help = Write the value after it: --{ $flag } VALUE.

fault-operand-missing = { $operand ->
    [CONTAINER] `docker { $command }` needs the name of a container.
    [IMAGE] `docker { $command }` needs an image.
    [SOURCE_IMAGE] `docker { $command }` needs an image and its new name.
    [TARGET_IMAGE] `docker { $command }` needs the image's new name.
    [VOLUME] `docker { $command }` needs the name of a volume.
    [NETWORK] `docker { $command }` needs the name of a network.
    [NAME] `docker { $command }` needs the name of a container, an image, a volume or a network.
    [NEW_NAME] `docker { $command }` needs the container's new name.
    [FILE] `docker { $command }` needs a file of the workspace.
    [PATH] `docker { $command }` needs a folder of the workspace to build from.
    [COMMAND] `docker { $command }` needs a command to run in the container.
    [SOURCE] `docker { $command }` needs two paths: where to copy from, and where to.
   *[DESTINATION] `docker { $command }` needs a second path: where to copy to.
 }
    .help = { $which ->
    [run] Write docker run FLAGS IMAGE. Check whether a flag has taken the image as its value.
    [create] Write docker create FLAGS IMAGE. Check whether a flag has taken the image as its value.
    [cp] Write docker cp PATH CONTAINER:/PATH, or the other way round.
    [exec] Write docker exec CONTAINER COMMAND.
    [build] Write docker build -t NAME ., where `.` is the workspace.
    [network-connect] Write docker network connect NETWORK CONTAINER.
    [network-disconnect] Write docker network disconnect NETWORK CONTAINER.
   *[other] Write docker { $command } { $all }.
 }

fault-operand-extra = `{ $operand }` is more than `docker { $command }` takes.
    .help = Remove it. If it belongs to the word before it, put both into one pair of quotes; if it is another command, make a list.

## Names.

fault-name-empty = The name of { $kind ->
    [container] the container
    [volume] the volume
    [network] the network
    [alias] the alias
   *[image] the image
 } is empty.
    .help = Write a name, such as { $kind ->
    [container] `my-nginx`
    [volume] `mydata`
    [network] `my-net`
    [alias] `db`
   *[image] `nginx`
 }.

fault-name-short = `{ $name }` is too short for the name of a { $kind }.
    .help = The engine wants at least two characters.

fault-name-first = The name of { $kind ->
    [container] a container
    [volume] a volume
    [network] a network
   *[image] an image
 } cannot begin with `{ $character }`.
    .help = Begin it with a letter from a to z or a digit.

fault-name-character = `{ $character }` cannot be part of the name of { $kind ->
    [container] a container
    [volume] a volume
    [network] a network
   *[image] an image
 }, here `{ $name }`.
    .help = { $kind ->
    [image] Write it as on the image's page: `nginx`, `postgres:13`.
   *[other] Use letters from a to z, digits, `_`, `.` and `-`.
 }

fault-name-upper = `{ $name }` has a capital letter, and the names of images have none.
    .help = Write `{ $lower }`. Only a tag, after the colon, may have capital letters.

fault-name-part = A part of the image's name `{ $name }` is empty.
    .help = Write it as NAME or NAME:TAG, such as `postgres:13`.

## -e, --label, -w.

fault-env-name = The name of a variable is missing here, or has a blank in it.
    .help = Write -e NAME=value, without blanks around the equals sign.

fault-label-key = The name of the label is missing.
    .help = Write --label NAME=value.

fault-label-reserved = The label `{ $key }` is one of statelab's own: it uses them to know what to clean up.
    .help = Choose a name that does not begin with `statelab`.

fault-option-key = The name of the option is missing.
    .help = Write it as NAME=value.

fault-workdir-relative = The working directory `{ $path }` does not begin with `/`, so the engine would refuse it.
    .help = Write the whole path in the container, such as `/app`.

## -p.

fault-port-number = `{ $text }` is not a port: a port is a number from 1 to 65535.
    .help = Write -p 8080:80. The host's port comes first, then the container's.

fault-port-range = The range `{ $text }` runs backwards.
    .help = Write the lower port first: 8000-8010.

fault-port-ranges = The two ranges of `{ $text }` differ in length.
    .help = Write two ranges of the same length, 8000-8010:80-90, or one port of the container: 8000-8010:80.

fault-port-missing = The container's port is missing in `{ $text }`.
    .help = Write -p 8080:80. The container's port comes last.

fault-port-address = `{ $address }` is not an address: a name cannot be used here.
    .help = Write an address in numbers, such as 127.0.0.1:8080:80. Put an IPv6 address in brackets.

fault-port-address-alone = A port is missing after the address `{ $address }`.
    .help = Write address, the host's port, the container's port: 127.0.0.1:8080:80. Two colons leave the host's port to the engine: 127.0.0.1::80.

fault-port-protocol = `{ $protocol }` is not a protocol for ports.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Write /tcp, /udp or /sctp, or nothing for TCP.

fault-port-parts = `{ $text }` has too many or too few parts for -p.
    .help = Write -p 80, -p 8080:80 or -p 127.0.0.1:8080:80. Put an IPv6 address in brackets, and all of it in quotes: -p '[::1]:8080:80'.

## Paths of the workspace.

fault-path-absolute = `{ $path }` is an absolute path of this machine. A lab's files are in its workspace, and it sees nothing outside.
    .help = Write a path of the workspace: `{ $inside ->
    [none] ./folder
   *[other] ./{ $inside }
 }`, or with `$PWD/` in front.

fault-host-bind = `{ $path }` is a path of the host, which a lab may only use if it asks for it.
    .help = For a file or folder of the lab, write `./{ $inside }`. For this one of the host, let the lab ask for it. Under [allow], write: { $line }

fault-path-outside = `{ $path }` leads out of the workspace, and a lab sees nothing outside it.
    .help = Use a path that stays inside, without `..` at its beginning.

## -v and --mount.

fault-target-relative = `{ $path }` must be a path in the container, but does not begin with `/`.
    .help = Write the whole path in the container: `/{ $path }`.

fault-target-root = Nothing can be mounted over the whole container (`/`).
    .help = Name a folder in the container, such as `/data`.

fault-volume-part-empty = Here -v has nothing on one side of a colon, or nothing at all.
    .help = Write -v name:/path, -v ./folder:/path, or -v /path for an anonymous volume.

fault-volume-parts = `{ $text }` has too many colons for -v.
    .help = Write -v name:/path or -v ./folder:/path, with :ro after it for read-only.

fault-volume-without-source = An anonymous volume takes no option, so `{ $mode }` cannot follow `{ $target }`.
    .help = Give it a name: -v name:{ $target }:{ $mode }.

fault-volume-or-path = `{ $text }` is read as the name of a volume, since it does not begin with `.`, but such a name has no `/`.
    .help = Write `./{ $text }` for a folder of the workspace.

fault-mount-option = `{ $option }` is not an option of a mount.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Write `ro` for read-only, or nothing. Others are `z`, `Z`, `nocopy` and the propagations, such as `rslave`.

fault-mount-option-kind = `{ $option }` is an option of { $belongs ->
    [bind] folders of the workspace, but this is a volume
   *[volume] volumes, but this is a folder of the workspace
 }.
    .help = Remove it.

fault-mount-twice = Something is mounted at `{ $path }` already, so the engine would refuse it.
    .help = Mount it elsewhere, or remove one of the two.

note-mount-first = this is mounted there

fault-mount-option-twice = `{ $option }` repeats or contradicts an earlier option.
    .help = Write `ro` or `rw`, once.

fault-mount-field = --mount takes KEY=VALUE pairs with commas between them, without blanks. `{ $text }` is not one.
    .help = Write it in one piece: --mount type=volume,src=mydata,dst=/path.

fault-mount-field-empty = There is nothing on one side of this comma, or nothing at all.
    .help = Write --mount in one piece, without blanks after the commas: --mount type=volume,src=mydata,dst=/path.

fault-mount-key = --mount has no key `{ $key }`.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Its keys are `type`, `source` (or `src`), `target` (or `dst`, `destination`), `readonly` (or `ro`), `consistency`, and those that begin with `bind-`, `volume-` or `tmpfs-`.

fault-unsupported-mount-key = `{ $key }` is a key of --mount, but not one that labs take.
    .help = Leave it out, if the lesson holds without it. A folder of the workspace that a mount needs is made by the step's `write`.

fault-mount-key-type = `{ $key }` belongs to mounts of the type { $belongs }, but this one is of the type { $type }.
    .help = Write type={ $belongs }, or remove the key.

fault-mount-choice = `{ $key }` does not know `{ $value }`.
    .suggest = Did you mean `{ $suggestion }`?
    .help = It knows { $known }.

fault-mount-mode = `{ $value }` is not the mode of a folder: a mode is up to four digits from 0 to 7.
    .help = Write it as chmod does, such as tmpfs-mode=1770.

fault-mount-subpath = `{ $path }` leads out of the volume.
    .help = Write a path in the volume, without `/` at its beginning and without `..`.

fault-mount-tmpfs-source = A filesystem in memory has no source.
    .help = Remove the source, or write type=volume for a volume of that name.

fault-mount-switch = `{ $value }` is neither true nor false.
    .help = Write `{ $key }` alone to switch it on, or leave it out.

fault-field-quote = This quote is misplaced in a list with commas, or its other half is missing.
    .help = Quote a whole field, "KEY=VALUE", and all of it in single quotes: --mount 'type=volume,"volume-opt=o=a,b",dst=/path'.

fault-mount-value-missing = The key `{ $key }` has no value.
    .help = Write { $key }=VALUE.

fault-mount-type = `{ $type }` is not a type of mount.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Write type=volume, type=bind for a folder of the workspace, or type=tmpfs for one in memory.

fault-unsupported-mount-type = `{ $type }` is a type of mount, but not one that labs take.
    .help = Write type=volume, type=bind for a folder of the workspace, or type=tmpfs for one in memory.

fault-mount-target-missing = The path in the container is missing: where is this mounted?
    .help = Add dst=/path.

fault-mount-source-missing = The source is missing: which folder of the workspace is mounted?
    .help = Add src=./folder, or src=. for the workspace itself.

fault-mount-volume-path = `{ $path }` is a path, but without type=bind the source is a volume's name.
    .help = Write type=bind for a folder of the workspace, or the name of a volume.

fault-mount-bind-name = `{ $text }` does not begin with `.`, so the engine would look for it on the whole machine.
    .help = Write `./{ $text }` for a folder of the workspace. For a volume of that name write type=volume.

## cp.

fault-copy-without-container = Neither of the two paths is in a container.
    .help = Write the container's name and a colon before one of them: my-nginx:/path.

fault-copy-between-containers = Both paths are in containers, but docker cannot copy from one container to another.
    .help = Copy into the workspace first, then from there: two commands.

fault-copy-empty = There is an empty path here.
    .help = Write a path of the workspace; `.` is the workspace itself.

fault-copy-path-missing = The path in the container is missing after the colon of `{ $text }`.
    .help = Write the path: NAME:/path. `NAME:/` is the container's top folder.

## --tmpfs.

fault-tmpfs-option = `{ $option }` is not an option of a filesystem in memory.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Write --tmpfs /path, or with options --tmpfs /path:size=64m,mode=1777.

fault-tmpfs-value = `{ $value }` is not a value for `{ $key }`.
    .help = { $key ->
    [size] Write a number followed by k, m or g, such as size=64m.
    [mode] Write digits from 0 to 7, such as mode=1777.
   *[other] Write a number.
 }

## Files of the workspace.

fault-file-path = `{ $path }` is a folder, but a file is needed here.
    .help = Write the path of a file of the workspace, such as ./file.txt.

fault-file-missing = Without `--{ $flag }` or a redirection, `docker { $command }` needs a pipe, but there is no shell here.
    .help = Write docker { $command } --{ $flag } FILE, where FILE is a file of the workspace.

fault-import-source = `{ $text }` is not a file of the workspace.
    .help = Write docker import FILE.tar, or docker import - < FILE.tar. Neither a pipe nor a URL can be imported.

fault-build-context = `{ $text }` is not a folder of the workspace.
    .help = Write docker build ., or the path of a folder with the Dockerfile and what it copies.

## Numbers, sizes, times.

fault-number = { $wants ->
    [swappiness] `{ $text }` is not a number from 0 to 100.
    [oom-score] `{ $text }` is not a number from -1000 to 1000.
    [cpus] `{ $text }` is not a number of processors.
    [lines] `{ $text }` is not a number of lines.
    [seconds] `{ $text }` is not a number of seconds.
   *[natural] `{ $text }` is not a number that can be used here.
 }
    .help = { $wants ->
    [cpus] Write a number such as 2 or 1.5, with at most nine digits after the point.
    [lines] Write a number, or `all`.
    [seconds] Write whole seconds without a unit, such as 10. -1 waits forever.
    [limit] Write a whole number without a unit, or -1 for no limit.
   *[natural] Write a whole number without a unit.
 }

fault-size = `{ $text }` is not a size.
    .help = Write a number with a unit: 512m, 1.5g. The units are b, k, m, g, t and p.

fault-time-span = `{ $text }` is not a duration.
    .help = Write a number with a unit: 30s, 1m30s, 500ms. The units are ms, s, m and h.

fault-moment = `{ $text }` is neither a time nor a duration before now.
    .help = Write 10m for ten minutes ago, or a time such as 2024-05-01T10:00:00.

## Processes.

fault-signal = `{ $text }` is not a signal.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Write its name or its number: SIGTERM, TERM or 15.

fault-stream = `{ $text }` is not one of a process's streams.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Write stdin, stdout or stderr.

fault-start-attach-many = Only one container can be attached to.
    .help = Start them one after the other, or without -a and -i.

fault-restart-policy = `{ $text }` is not a restart policy.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Write no, always, unless-stopped, on-failure or on-failure:3.

fault-ulimit = `{ $text }` is not a limit.
    .help = Write --ulimit NAME=SOFT or NAME=SOFT:HARD, where the hard limit is not lower than the soft one. -1 means no limit.

fault-ulimit-name = Linux has no limit `{ $name }`.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Usual ones are `nofile` (open files), `nproc` (processes) and `core`.

fault-namespace = `{ $text }` cannot be used here.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Write one of { $known }; where there is a colon, put a name after it.

fault-device = `{ $text }` is not a device.
    .help = Write --device /dev/NAME, or --device /dev/HOST:/dev/CONTAINER:rwm.

fault-sysctl = `{ $text }` is not a kernel setting that a container has for itself.
    .help = Write --sysctl NAME=VALUE, where the name begins with net. or fs.mqueue., or is one of kernel.sem, kernel.msg… and kernel.shm….

fault-flags-conflict = { $one } and { $other } cannot be used together.
    .help = Remove one of them.

## Networks.

fault-address = `{ $text }` is not { $wants ->
    [mac] a hardware address
    [v6] an IPv6 address
   *[any] an address
 }.
    .help = Write it as { $wants ->
    [mac] 92:d0:c6:0a:29:33
    [v6] 2001:db8::33
   *[any] 172.30.100.104
 }. A name cannot be used here.

fault-subnet = `{ $text }` is not a range of addresses.
    .help = Write an address and the length of its prefix: 172.28.0.0/16.

fault-host = `{ $text }` is not a name and its address.
    .help = Write --add-host NAME:ADDRESS, or NAME:host-gateway for the host itself.

fault-network-field = `{ $text }` is not KEY=VALUE, which this form of --network takes.
    .help = Write --network NAME, or --network name=NAME,alias=OTHER.

fault-network-key = { $known ->
    [docker] `{ $key }` is a key of --network, but not one that labs take.
   *[nobody] --network has no key `{ $key }`.
 }
    .suggest = Did you mean `{ $suggestion }`?
    .help = Its keys are `name`, `alias`, `ip`, `ip6` and `mac-address`.

fault-network-no-names = A container has no other names here: only a network that was created by hand has them.
    .help = Make one with docker network create NAME, and write --network NAME.

fault-network-name-missing = The name of the network is missing.
    .help = Add name=NAME.

## Images.

fault-change = `{ $word }` is not an instruction that can change an image here.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Write an instruction of a Dockerfile: CMD, ENTRYPOINT, ENV, EXPOSE, LABEL, USER, VOLUME, WORKDIR or another that copies nothing.

fault-platform = `{ $text }` is not a platform.
    .help = Write it as linux/amd64 or linux/arm64.

fault-pull-policy = `{ $text }` does not say when to pull.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Write always, missing or never.

fault-tag-digest = The new name of an image cannot have a digest, but `{ $name }` has one.
    .help = Write it as NAME or NAME:TAG.

## --filter, --format, --type.

fault-kind = `{ $text }` is not a kind of object that labs look at.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Write container, image, volume or network.

fault-filter = `{ $text }` is not a filter.
    .help = Write --filter KEY=VALUE.

fault-filter-key = This list cannot be filtered by `{ $key }`.
    .suggest = Did you mean `{ $suggestion }`?
    .help = It can be filtered by: { $known }.

fault-format-empty = The format is empty.
    .help = Write a template such as '{ "{{" }.Name{ "}}" }', or json.

fault-format-unclosed = These braces are never closed.
    .help = Put { "}}" } where the value ends.

fault-format-action = Labs do not take this part of a template: { $text }.
    .help = Labs take fields such as { "{{" }.A.B{ "}}" }; range, if, else, with and end; and the functions and, eq, index, join, json, len, lower, ne, not, or, print, println, split and upper.

fault-format-without-end = Nothing closes { $text }.
    .help = Put { "{{" }end{ "}}" } after what it is for.
