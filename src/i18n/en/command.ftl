# Messages of `command`: what can be wrong with a docker line of a lab.
#
# Each fault says what is wrong and why. `.help` says what to write instead. `.suggest` is shown
# where `$suggestion` is not empty.

## The commands, in one line each.

command-run = Make a container from an image and start it
command-create = Make a container from an image
command-start = Start containers that do not run
command-stop = Stop containers: ask first, then kill
command-restart = Stop containers and start them again
command-kill = Send a signal to containers, or end them at once
command-pause = Hold all processes of containers
command-unpause = Let the processes of held containers go on
command-wait = Wait until containers end, and print their statuses
command-rm = Remove containers
command-container-prune = Remove all containers that do not run
command-rename = Give a container another name
command-update = Change the limits of containers
command-cp = Copy files between a container and the workspace
command-exec = Run a command in a container that is running
command-ps = List containers
command-logs = Print what a container has written
command-diff = List what differs between a container and its image
command-top = List the processes of a container
command-port = List the published ports of a container
command-inspect = Print all that the engine knows of an object
command-container-inspect = Print all that the engine knows of containers
command-build = Build an image from a Dockerfile
command-commit = Make an image of a container's layer
command-tag = Give an image a further name
command-images = List images
command-image-inspect = Print all that the engine knows of images
command-history = List the layers of an image
command-rmi = Remove images, or names of images
command-image-prune = Remove images that nothing uses
command-save = Write images into a file
command-load = Read images out of a file
command-export = Write the files of a container into a file
command-import = Make an image of the files in a file
command-volume-create = Make a volume
command-volume-ls = List volumes
command-volume-inspect = Print all that the engine knows of volumes
command-volume-rm = Remove volumes
command-volume-prune = Remove volumes that nothing uses
command-network-create = Make a network
command-network-ls = List networks
command-network-inspect = Print all that the engine knows of networks
command-network-connect = Connect a container to a network
command-network-disconnect = Disconnect a container from a network
command-network-rm = Remove networks
command-system-df = Print how much room images, containers and volumes take
command-version = Print the versions of client and engine

## What flags do, in a few words: `flag-LONG`, or `flag-COMMAND-LONG` where a command means it otherwise.

flag-add-host = a name and its address for the container's hosts file
flag-alias = a further name in this network
flag-archive = with owners and modes as they are
flag-attach = show what the container writes, and wait for its end
flag-attachable = other containers may join by hand
flag-author = who made it
flag-build-arg = a value for the Dockerfile's ARG
flag-cap-add = one more right of the kernel's
flag-cap-drop = one right of the kernel's less
flag-cgroupns = which cgroup namespace it sees
flag-change = an instruction of a Dockerfile, carried out on the new image
flag-cpu-period = the span of time that the quota is for
flag-cpu-quota = how much of that span it may compute
flag-cpu-shares = its weight where processors are short
flag-cpus = at most so many processors
flag-detach = in the background: the prompt comes back at once
flag-details = with the further attributes of the log
flag-device = one device of the host
flag-digests = with the digests of the registry
flag-dns = a name server
flag-dns-option = a setting of the resolver
flag-dns-search = a domain in which names are looked up
flag-domainname = the domain of its host name
flag-driver = what makes it
flag-entrypoint = another program than the image's
flag-env = an environment variable
flag-env-file = environment variables out of a file
flag-expose = a port that is noted, and not published
flag-file = the Dockerfile
flag-filter = only those for which this holds
flag-follow = go on with what is still being written
flag-follow-link = what a link points to, not the link
flag-force = without asking first
flag-force-rm = remove a build's containers even where it fails
flag-format = how it is printed
flag-gateway = the address of the way out
flag-group-add = one more group of the process
flag-health-cmd = the command that tells whether it is healthy
flag-health-interval = how long between two checks of its health
flag-health-retries = failed checks in a row that make it unhealthy
flag-health-start-interval = how long between two checks while it starts
flag-health-start-period = how long failed checks do not count at the start
flag-health-timeout = how long one check of its health may take
flag-hostname = its own host name
flag-human = sizes and times as people write them
flag-init = a small first process that collects ended ones
flag-input = the archive that is read
flag-interactive = keep its standard input open
flag-internal = no way out to other networks
flag-ip = its IPv4 address in the network
flag-ip-range = the addresses that containers get
flag-ip6 = its IPv6 address in the network
flag-ipc = whose shared memory it uses
flag-ipv6 = with IPv6 addresses
flag-label = a key and a value that it carries
flag-label-file = labels out of a file
flag-last = the latest so many, ended ones too
flag-latest = the latest one, ended or not
flag-mac-address = its hardware address
flag-memory = at most so much memory
flag-memory-reservation = what it is held to where memory is short
flag-memory-swap = memory and swap together
flag-memory-swappiness = how readily its memory is swapped out
flag-message = a note for the image's history
flag-mount = something mounted at a path: a volume, a folder of the host, a tmpfs
flag-name = the name that you call it by
flag-network = the network that it is in
flag-network-alias = a further name in its network
flag-no-cache = build each step anew
flag-no-healthcheck = without the image's check of its health
flag-no-prune = leave the untagged images under it
flag-no-trunc = nothing shortened
flag-oom-kill-disable = not killed where memory runs out
flag-oom-score-adj = how soon it is killed where memory runs out
flag-opt = a setting of the driver
flag-output = the file that is written
flag-pause = whether its processes are held meanwhile
flag-pid = whose processes it sees
flag-pids-limit = at most so many processes
flag-platform = for which kind of processor
flag-privileged = with nearly all rights on the host
flag-publish = a port of the host that leads to one of the container
flag-publish-all = every port of the image, on free ports of the host
flag-pull = when the image is fetched
flag-quiet = only the essential: ids or names
flag-read-only = its own filesystem cannot be written
flag-restart = when the engine starts it again by itself
flag-rm = removed by itself when it ends
flag-security-opt = a security setting
flag-shm-size = how large its shared memory is
flag-signal = the signal that is sent
flag-since = only what was written since then
flag-size = how much was written in the container layer
flag-stop-signal = the signal that asks it to end
flag-stop-timeout = seconds that it gets to end
flag-subnet = its range of addresses
flag-sysctl = a setting of the kernel, for this container
flag-tag = the name that the image gets
flag-tail = only the last so many lines
flag-target = build only as far as this stage
flag-timeout = seconds until it is killed
flag-timestamps = each line with its time
flag-tmpfs = a folder in memory: gone when the container stops
flag-tty = a terminal of its own
flag-type = which kind of object is meant
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
flag-workdir = the folder that it begins in
flag-build-label = a key and a value that the image carries
flag-build-pull = look for a newer base image first
flag-build-quiet = only the id of the new image
flag-build-rm = whether the containers of its steps are removed
flag-cp-quiet = without a progress line
flag-exec-privileged = with nearly all rights of the kernel's
flag-image-prune-all = not only untagged images: all that no container uses
flag-images-all = with the images that others are built on
flag-inspect-size = with the sizes of the container's files
flag-load-quiet = without a progress line
flag-network-disconnect-force = even where the container does not run
flag-network-rm-force = no complaint where it is not there
flag-ps-all = stopped ones too
flag-rm-force = even while it runs: it is killed first
flag-rmi-force = even where it has other names or containers
flag-start-attach = show what it writes, and wait for its end
flag-volume-prune-all = named volumes too, not only anonymous ones
flag-volume-rm-force = no complaint where it is not there

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
    .help = { $which ->
    [pull] There is no need of it: what a lab's commands name is pulled before the first step.
    [image-pull] There is no need of it: what a lab's commands name is pulled before the first step.
    [push] A lab gives nothing away. To move an image, use docker save and docker load.
    [image-push] A lab gives nothing away. To move an image, use docker save and docker load.
    [attach] Nobody sits at a lab's terminal. What a container has written is shown by docker logs.
    [container-attach] Nobody sits at a lab's terminal. What a container has written is shown by docker logs.
    [compose] Write the commands that it stands for: docker network create, docker volume create, docker run.
    [network-prune] Remove the networks by name: docker network rm NAME.
    [system-prune] Remove what the lab has made by name, or use docker container prune, docker volume prune and docker image prune.
   *[other] Labs take { $known }. What can be seen of a container belongs in the step's `check`.
 }

## Flags and operands.

fault-unknown-flag = `docker { $command }` has no flag `{ $flag }`.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Correct or remove it. A flag for the program in the container stands behind the image or the container.

fault-unknown-letter = `docker { $command }` has no flag `{ $flag }`.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Correct or remove it. Behind a single dash each letter is a flag of its own; long names have two dashes.

fault-unsupported-flag = `{ $flag }` is a flag of `docker { $command }`, but labs do not take it.
    .help = { $long ->
    [cidfile] Give the container a name with --name. Its id is known in prose as NAME.id in braces.
    [iidfile] Give the image a name with -t. The name is enough to use it.
    [link] Links are a thing of the past. Connect both containers to a network of their own: docker network create, then --network.
    [log-driver] The lab reads what containers write, and needs the engine's usual driver for that.
    [log-opt] The lab reads what containers write, and needs the engine's usual driver for that.
    [detach-keys] Nobody sits at a lab's terminal, so that there is nothing to detach from.
    [sig-proxy] Nobody sits at a lab's terminal, so that there are no signals to pass on.
    [runtime] Which runtime is used is not the lab's to choose. Leave it out.
    [use-api-socket] A container of a lab never gets at the engine.
    [secret] Labs use the engine's classic builder, which has no secrets.
    [ssh] Labs use the engine's classic builder, which has no access by SSH.
    [output] Labs use the engine's classic builder, whose result is an image. Take files out of it with docker cp.
    [push] A lab gives nothing away. To move an image, use docker save and docker load.
    [help] Remove it. All commands and their flags are in docs/commands.md.
   *[other] Leave it out, if the lesson holds without `--{ $long }`.
 }

fault-switch-value = `--{ $flag }` is a switch, and `{ $value }` is neither true nor false.
    .help = Write --{ $flag } alone, or --{ $flag }=false to switch it off.

fault-value-missing = `--{ $flag }` needs a value, and the line ends here.
    .help = Write the value behind it: --{ $flag } VALUE.

fault-operand-missing = { $operand ->
    [CONTAINER] `docker { $command }` needs the name of a container.
    [IMAGE] `docker { $command }` needs an image.
    [SOURCE_IMAGE] `docker { $command }` needs an image and its further name.
    [TARGET_IMAGE] `docker { $command }` needs the image's further name.
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
    [run] Write docker run FLAGS IMAGE. Look whether a flag has taken the image for its value.
    [create] Write docker create FLAGS IMAGE. Look whether a flag has taken the image for its value.
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
    .help = The engine wants two characters at the least.

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

fault-option-key = The name of the option is missing.
    .help = Write it as NAME=value.

fault-workdir-relative = The working directory `{ $path }` does not begin with `/`, so the engine would refuse it.
    .help = Write the whole path in the container, such as `/app`.

## -p.

fault-port-number = `{ $text }` is no port: a port is a number from 1 to 65535.
    .help = Write -p 8080:80. The host's port stands first, the container's behind it.

fault-port-range = The range `{ $text }` runs backwards.
    .help = Write the lower port first: 8000-8010.

fault-port-ranges = The two ranges of `{ $text }` differ in length.
    .help = Write two ranges of the same length, 8000-8010:80-90, or one port of the container: 8000-8010:80.

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

fault-host-bind = `{ $path }` is a path of the host, and a lab does not have it unless it asks for it.
    .help = For a file or folder of the lab, write `./{ $inside }`. For this one of the host, let the lab ask for it. Below [allow], write: { $line }

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
    .help = Write `ro` for read-only, or nothing. Others are `z`, `Z`, `nocopy` and the propagations, such as `rslave`.

fault-mount-option-kind = `{ $option }` is an option of { $belongs ->
    [bind] folders of the workspace, and this is a volume
   *[volume] volumes, and this is a folder of the workspace
 }.
    .help = Remove it.

fault-mount-twice = Something is mounted at `{ $path }` already, so the engine would refuse it.
    .help = Mount it elsewhere, or remove one of the two.

note-mount-first = this is mounted there

fault-mount-option-twice = `{ $option }` says again, or otherwise, what was said before.
    .help = Write `ro` or `rw`, once.

fault-mount-field = --mount is made of KEY=VALUE with commas between them, without blanks. `{ $text }` is none.
    .help = Write it in one piece: --mount type=volume,src=mydata,dst=/path.

fault-mount-field-empty = There is nothing on one side of this comma, or nothing at all.
    .help = Write --mount in one piece, without blanks behind the commas: --mount type=volume,src=mydata,dst=/path.

fault-mount-key = --mount has no key `{ $key }`.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Its keys are `type`, `source` (or `src`), `target` (or `dst`, `destination`), `readonly` (or `ro`), `consistency`, and those that begin with `bind-`, `volume-` or `tmpfs-`.

fault-unsupported-mount-key = `{ $key }` is a key of --mount, but not one that labs take.
    .help = Leave it out, if the lesson holds without it. A folder of the workspace that a mount needs is made by the step's `write`.

fault-mount-key-type = `{ $key }` belongs to mounts of the type { $belongs }, and this one is of the type { $type }.
    .help = Write type={ $belongs }, or remove the key.

fault-mount-choice = `{ $value }` is nothing that `{ $key }` knows.
    .suggest = Did you mean `{ $suggestion }`?
    .help = It knows { $known }.

fault-mount-mode = `{ $value }` is no mode of a folder: up to four digits from 0 to 7.
    .help = Write it as chmod does, such as tmpfs-mode=1770.

fault-mount-subpath = `{ $path }` leads out of the volume.
    .help = Write a path in the volume, without `/` at its beginning and without `..`.

fault-mount-tmpfs-source = A filesystem in memory has no source.
    .help = Remove the source, or write type=volume for a volume of that name.

fault-mount-switch = `{ $value }` is neither true nor false.
    .help = Write `{ $key }` alone to switch it on, or leave it out.

fault-field-quote = A quote stands where a list with commas has none, or its other one is missing.
    .help = Quote a whole field, "KEY=VALUE", and all of it in single quotes: --mount 'type=volume,"volume-opt=o=a,b",dst=/path'.

fault-mount-value-missing = The key `{ $key }` has no value.
    .help = Write { $key }=VALUE.

fault-mount-type = `{ $type }` is no type of mount.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Write type=volume, type=bind for a folder of the workspace, or type=tmpfs for one in memory.

fault-unsupported-mount-type = `{ $type }` is a type of mount, but not one that labs take.
    .help = Write type=volume, type=bind for a folder of the workspace, or type=tmpfs for one in memory.

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

fault-copy-empty = There is an empty path here.
    .help = Write a path of the workspace; `.` is the workspace itself.

fault-copy-path-missing = Behind the colon of `{ $text }` the path in the container is missing.
    .help = Write the path: NAME:/path. `NAME:/` is the container's top folder.

## --tmpfs.

fault-tmpfs-option = `{ $option }` is no option of a filesystem in memory.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Write --tmpfs /path, or with options --tmpfs /path:size=64m,mode=1777.

fault-tmpfs-value = `{ $value }` is nothing that `{ $key }` can be.
    .help = { $key ->
    [size] Write a number with k, m or g behind it, such as size=64m.
    [mode] Write digits from 0 to 7, such as mode=1777.
   *[other] Write a number.
 }

## Files of the workspace.

fault-file-path = `{ $path }` is a folder, and a file is meant here.
    .help = Write the path of a file of the workspace, such as ./file.txt.

fault-file-missing = Without `--{ $flag }`, `docker { $command }` needs a pipe or a redirection, and there is no shell here.
    .help = Write docker { $command } --{ $flag } FILE, where FILE is one of the workspace.

fault-import-source = `{ $text }` is not a file of the workspace.
    .help = Write docker import FILE.tar. Neither a stream nor an address of the web can be imported.

fault-build-context = `{ $text }` is not a folder of the workspace.
    .help = Write docker build ., or the path of a folder with the Dockerfile and what it copies.

## Numbers, sizes, times.

fault-number = { $wants ->
    [swappiness] `{ $text }` is no number from 0 to 100.
    [oom-score] `{ $text }` is no number from -1000 to 1000.
    [cpus] `{ $text }` is no number of processors.
    [lines] `{ $text }` is no number of lines.
    [seconds] `{ $text }` is no number of seconds.
   *[natural] `{ $text }` is no number that can stand here.
 }
    .help = { $wants ->
    [cpus] Write a number such as 2 or 1.5, with nine digits behind the point at the most.
    [lines] Write a number, or `all`.
    [seconds] Write whole seconds without a unit, such as 10. -1 waits for ever.
    [limit] Write a whole number without a unit, or -1 for no limit.
   *[natural] Write a whole number without a unit.
 }

fault-size = `{ $text }` is no size.
    .help = Write a number with a unit: 512m, 1.5g. The units are b, k, m, g, t and p.

fault-time-span = `{ $text }` is no span of time.
    .help = Write a number with a unit: 30s, 1m30s, 500ms. The units are ms, s, m and h.

fault-moment = `{ $text }` is neither a time nor how long ago.
    .help = Write 10m for ten minutes ago, or a time as 2024-05-01T10:00:00.

## Processes.

fault-signal = `{ $text }` is no signal.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Write its name or its number: SIGTERM, TERM or 15.

fault-stream = `{ $text }` is none of a process's streams.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Write stdin, stdout or stderr.

fault-start-attach-many = Only one container can be attached to.
    .help = Start them one after the other, or without -a and -i.

fault-restart-policy = `{ $text }` is no restart policy.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Write no, always, unless-stopped, on-failure or on-failure:3.

fault-ulimit = `{ $text }` is no limit.
    .help = Write --ulimit NAME=SOFT or NAME=SOFT:HARD, where the hard limit is not the lower one. -1 is no limit.

fault-ulimit-name = Linux has no limit `{ $name }`.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Usual ones are `nofile` (open files), `nproc` (processes) and `core`.

fault-namespace = `{ $text }` cannot stand here.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Write one of { $known }; with a name behind the colon where there is one.

fault-device = `{ $text }` is no device.
    .help = Write --device /dev/NAME, or --device /dev/HOST:/dev/CONTAINER:rwm.

fault-sysctl = `{ $text }` sets nothing that a container has for itself.
    .help = Write --sysctl NAME=VALUE, where the name begins with net. or fs.mqueue., or is one of kernel.sem, kernel.msg… and kernel.shm….

fault-flags-conflict = { $one } and { $other } cannot stand together.
    .help = Remove one of them.

## Networks.

fault-address = `{ $text }` is no { $wants ->
    [mac] hardware address
    [v6] IPv6 address
   *[any] address
 }.
    .help = Write it as { $wants ->
    [mac] 92:d0:c6:0a:29:33
    [v6] 2001:db8::33
   *[any] 172.30.100.104
 }. A name cannot stand here.

fault-subnet = `{ $text }` is no range of addresses.
    .help = Write an address and the number of its fixed bits: 172.28.0.0/16.

fault-host = `{ $text }` does not tell a name and its address.
    .help = Write --add-host NAME:ADDRESS, or NAME:host-gateway for the host itself.

fault-network-field = `{ $text }` is no KEY=VALUE, as this form of --network is made of.
    .help = Write --network NAME, or --network name=NAME,alias=OTHER.

fault-network-key = { $known ->
    [docker] `{ $key }` is a key of --network, but not one that labs take.
   *[nobody] --network has no key `{ $key }`.
 }
    .suggest = Did you mean `{ $suggestion }`?
    .help = Its keys are `name`, `alias`, `ip`, `ip6` and `mac-address`.

fault-network-no-names = Here a container has no further names: only a network that was made for it has some.
    .help = Make one with docker network create NAME, and write --network NAME.

fault-network-name-missing = It is not said which network is meant.
    .help = Add name=NAME.

## Images.

fault-change = `{ $word }` is no instruction that can change an image here.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Write an instruction of a Dockerfile: CMD, ENTRYPOINT, ENV, EXPOSE, LABEL, USER, VOLUME, WORKDIR or another that copies nothing.

fault-platform = `{ $text }` is no platform.
    .help = Write it as linux/amd64 or linux/arm64.

fault-pull-policy = `{ $text }` does not say when to pull.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Write always, missing or never.

fault-tag-digest = An image's further name cannot have a digest, as `{ $name }` has.
    .help = Write it as NAME or NAME:TAG.

## --filter, --format, --type.

fault-kind = `{ $text }` is no kind of object that labs look at.
    .suggest = Did you mean `{ $suggestion }`?
    .help = Write container, image, volume or network.

fault-filter = `{ $text }` is no filter.
    .help = Write --filter KEY=VALUE.

fault-filter-key = There is nothing to filter by `{ $key }` here.
    .suggest = Did you mean `{ $suggestion }`?
    .help = What can be filtered by: { $known }.

fault-format-empty = The format is empty.
    .help = Write a template such as '{ "{{" }.Name{ "}}" }', or json.

fault-format-unclosed = These braces are never closed.
    .help = Put { "}}" } where the value ends.

fault-format-action = Labs do not take this part of a template: { $text }.
    .help = Labs take { "{{" }.A.B{ "}}" }, { "{{" }json .A{ "}}" } and { "{{" }index .A "key" 0{ "}}" }, with round brackets where one stands in another.
