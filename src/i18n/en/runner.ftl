# What the runner says about a run: refusals in place of the docker program, what a check saw, faults.

run-image-missing = The image { $image } is missing and could not be pulled.
    .help = { $stand_in ->
        [yes] Pull it with internet access (docker pull { $image }), load it from a file (docker load -i FILE), or, in a clone of statelab on Debian, make a stand-in (make images).
       *[no] Correct the name, pull it with internet access (docker pull { $image }), or load it from a file (docker load -i FILE).
    }
run-archive = The engine sent unreadable data for { $subject }: { $cause }
    .help = Try again; if it happens again, look at the engine's log.
run-archive-too-large = { $subject } is too large to read from a container: more than { $bytes } GiB, { $entries } files, or { $depth } levels of folders. None of it was compared.
    .help = Let the lab look at a smaller part of it, or keep less in it.
run-not-plain = { $path } is not a regular file, so it is not opened.
    .help = A folder, a device, a pipe or a socket cannot be read or written as a file. Name a regular file.
run-workspace = The file { $path } could not be used: { $cause }
    .help = Free some space or correct its permissions, then run the lab again.
run-workspace-left-owner = The run's folder { $path } could not be removed: { $cause }
    .help = A container left files there that belong to another owner or that you may not remove. Remove it with: { $command }
run-workspace-left-busy = The run's folder { $path } could not be removed: { $cause }
    .help = Something is mounted below it, or is using it. `findmnt` shows what is mounted. Unmount that, then remove the folder with: { $command }
run-workspace-left-read-only = The run's folder { $path } could not be removed: { $cause }
    .help = Its filesystem is read-only. Once it is writable again, remove the folder with: { $command }
run-workspace-left-other = The run's folder { $path } could not be removed: { $cause }
    .help = Once the cause is gone, `statelab clean` removes it. By hand: { $command }
run-watch = The value { $label } could not be read. Its command ended with status { $status }: { $output }
    .help = The container may need longer to answer: give the watch a longer "within", or the container a "ready" probe.
run-unreadable = The value { $label } could not be read.
    .help = The container may need longer to answer: give the watch a longer "within", or the container a "ready" probe.
run-unreadable-path = The value { $label } could not be read: its path leads nowhere, since the link { $link } is part of a loop, or of a chain of more than 40.
    .help = Look at the links on the path with "ls -l" in the container; let the watch name a path without a loop.
run-capture-unusable = What was captured as { $name } cannot be used in this command.
    .help = Look at the value above: a name or a path must be one word that the command takes, and must not begin with "-".
run-watch-late = The value { $label } could not be read: its command did not end within { $time }.
    .help = Give the watch a longer "within", or use a command that ends sooner.
run-outside-workspace = The path { $path } leads out of the workspace.
    .help = A lab reads and writes only inside its workspace.

## docker cp

copy-no-local-file = There is no { $path } in the workspace.
    .help = The workspace has the files of the lab's folder, and what earlier commands copied out.
copy-no-such-path = The container has no { $path }.
    .help = Check the path; it starts at the container's root.
copy-no-such-directory = There is no directory { $path }.
    .help = Make it first, or name one that is there. A path that ends with "/" must be one.
copy-not-a-directory = { $path } must be a directory, since it ends with "/", but it is a file.
    .help = To name the file, leave out the "/".
copy-special-file = { $path } is neither a file nor a directory.
    .help = Copy files and directories only.
copy-directory-onto-file = A directory cannot be copied onto the file { $path }.
    .help = Name a directory, or a path that does not exist yet.
copy-too-large = { $path } is too large to copy: more than { $bytes } GiB, { $entries } files, or { $depth } levels of folders.
    .help = Copy only the part that is needed.
copy-unsafe-archive = The container sent { $path }, which was not written: it is a special file, or leads out of the workspace.
    .help = Copy the files that you need one by one.

## Images, networks, listings

build-no-context = There is no folder { $path } in the workspace to build from.
    .help = Name a folder with a Dockerfile in it; "." is the workspace itself.
build-no-dockerfile = No Dockerfile was found at { $path }.
    .help = Put one into the lab's folder, or name another one with -f.
dockerfile-character = Line { $line } of the Dockerfile, { $text }, has the character { $word }: a control character, a special blank, or invalid UTF-8. Engines read it in different ways.
    .help = Replace it with a plain blank, or remove it.
dockerfile-escape = Line { $line } of the Dockerfile, { $text }, chooses another character to join lines, which not every engine follows.
    .help = Leave the line out, and join lines with a backslash.
dockerfile-backslash = Line { $line } of the Dockerfile, { $text }, ends with more than one backslash, or is the last one and ends with one. Engines join such lines in different ways.
    .help = End a line with one backslash to continue on the next one, and with none to end the instruction.
dockerfile-split-word = In line { $line } of the Dockerfile, { $text }, a word continues on the next line.
    .help = Keep names and flags in one piece, with a blank before the backslash.
dockerfile-heredoc = Line { $line } of the Dockerfile, { $text }, has a "<<", which begins a heredoc for some engines only.
    .help = Put the text into a file and COPY it, or write the command without "<<".
dockerfile-instruction = Line { $line } of the Dockerfile, { $text }: there is no instruction { $word }, or it is not allowed there.
    .help = Begin each line with an instruction such as FROM, COPY or RUN.
dockerfile-flag = Line { $line } of the Dockerfile, { $text }: the flag { $word } is not taken there. Not all engines have it, or they read it in different ways.
    .help = Take --platform for FROM, --from, --chown and --chmod for COPY, --chown and --chmod for ADD, and none for RUN; write their values without quotes.
dockerfile-argument = Line { $line } of the Dockerfile, { $text }: an ARG before the first FROM must be a name, or a name, "=" and a plain value, and each name may be used once.
    .help = Write the value without variables and backslashes, with quotes around all of it or none.
dockerfile-from = Line { $line } of the Dockerfile, { $text }: FROM takes one image, and optionally AS and a name.
    .help = Write FROM nginx, or FROM nginx AS base, and nothing after it.
dockerfile-name = Line { $line } of the Dockerfile, { $text }: { $word } is not the name of an image, nor of an earlier stage as written there.
    .help = Write the name as it is, without quotes. A variable in FROM needs an ARG with a value before the first FROM; --from has none.
dockerfile-single = { $text } is not one whole instruction on one line.
    .help = Give each instruction its own --change.
dockerfile-fetches = A build may not fetch what { $text } names: the engine would fetch it in this machine's network, where it reaches services that are meant for this machine only.
    .help = Put the file into the lab's folder and COPY it, by a name without variables if it is an ADD. Or let the lab ask for it: under [allow], { $line }. The person who runs it is then asked.
save-no-place = The images cannot be saved as { $path }: its folder does not exist, or it is a folder itself.
    .help = Name a file in an existing folder of the workspace.
load-no-names = The file { $path } has no named images.
    .help = Load a file that docker save wrote from named images.
load-nameless = The archive has no named images. Images without names cannot be told apart from images of others.
    .help = Load a file that docker save wrote from named images.
load-compressed = The archive is compressed. Its images are not known before an engine has read it.
    .help = Unpack it first, for example with `gunzip`; `docker save -o FILE IMAGE` writes one that is not compressed.
load-only-index = The archive has an index.json and no manifest.json: it is in the format of the Open Container Initiative only.
    .help = Write it with `docker save -o FILE IMAGE`, or with `podman save --format docker-archive`.
load-broken = The archive ends too early, or is damaged: { $words }
    .help = Write it again with `docker save -o FILE IMAGE`.
load-unreadable = { $entry } in the archive is not what docker save writes: { $words }
    .help = Write the archive again with `docker save -o FILE IMAGE`, and do not change what is in it.
load-missing = The archive's manifest.json needs the file { $entry }, which must be in the archive exactly once.
    .help = Write the archive again with `docker save -o FILE IMAGE`, and do not change what is in it.
load-twice = Two images of the archive have the name { $name }.
    .help = Save each image under names of its own.
load-too-much = The archive has more images, names, layers or files than a lab may load.
    .help = Save fewer images to it.
network-no-subnet = No subnet of the network has the address { $address }.
    .help = Give a --subnet that contains it.
network-twice = The subnet of { $address } has one already.
    .help = Give each subnet at most one --ip-range and one --gateway.
run-template-field = There is no field { $field }.
    .help = See all fields with --format json.
run-template-index = In the format, the index { $key } finds nothing.
    .help = See all that is there with --format json.
run-id-file-exists = There is a { $path } in the workspace already, and --cidfile makes a new file.
    .help = Give it another name, or leave the flag out.
run-engine-too-old = This engine ({ $engine }, API { $api }) does not know { $flag }, and would leave it out without a word.
    .help = Use an engine with API { $needs }, which is Docker { $docker }, or a newer one; or leave the flag out.
run-template-range = The format counts or goes through { $value }, which is neither a list nor a map.
    .help = See all fields with --format json.
run-not-allowed = A lab may not use { $flag }: it gives more access to the host than a container needs.
    .help = Leave it out, or let the lab ask for it: under [allow], { $line }. The person who runs it is then asked.
run-addresses-of-others = A network of a lab may not have the addresses { $subnet }: they belong to the public internet, or to a network that this machine is in.
    .help = Leave out --subnet, or take a private range that this machine has no route to, for example 10.231.7.0/24. Or let the lab ask for it: under [allow], { $line }. The person who runs it is then asked.
run-over-limit = A container of a lab may not have so much: { $flag } is at most { $most }.
    .help = Ask for less, or let the lab ask for it: under [allow], { $line }. The person who runs it is then asked.
run-bind-below = { $container } may not mount { $below } while { $writer } can write in { $above }: it could put a link in its place, and the engine would mount what the link leads to.
    .help = Mount { $above } read-only (`:ro`), mount { $above } alone, or use two separate folders.
run-bind-below-gone = { $container } may not mount { $below }: { $writer } could write in { $above }. It is removed, but a container that ran with it may still have the folder open.
    .help = Remove all containers first, mount { $above } read-only (`:ro`), or use two separate folders.
run-shared-processes = No container may share its processes with { $writer }, which can write in { $path }: through /proc the other one could write there, too.
    .help = Leave out --pid, or mount { $path } read-only (`:ro`).
mount-folder-over-file = The container { $subject } could not be started: { $made ->
        [yes] nothing was at { $path }, so -v made a folder of it, and a folder
       *[no] { $path } is a folder, which
    } cannot be mounted over the file { $target }.
    .help = Put the file there in the folder's place: into the lab's folder, or with the step's `write`. If a folder is meant, mount it over a folder.
mount-file-over-folder = The container { $subject } could not be started: { $path } is a file, which cannot be mounted over the folder { $target }.
    .help = Mount it at a path below the folder: { $target }/FILE.
run-bound-path = A container mounts { $path }, so a copy may not replace it.
    .help = Copy to another path, or remove the container first. To change a mounted file, write into it: with `write`, or with `docker exec`.
run-too-many-containers = A run may have { $most } containers at once, and this would be one more. Stopped ones count too.
    .help = Remove some first (`docker rm`), or run them with `--rm`.
run-too-much-memory = The containers of a run may have { $most } of memory together, and this would be more. Stopped ones count too, and so do volumes in memory.
    .help = Remove some first (`docker rm`), or give each of them less, such as `-m 256m`.
pull-moves = This machine has an image called { $name }. A pull could give its name to a newer image, so it was not done.
    .help = Leave --pull out. To have the newest, type `docker pull { $name }` before the run, or name the image by its digest.
run-too-large = That is more data than a lab may move at once ({ $most }).
    .help = Use less data: a lab shows what is kept, not how much.
run-too-long = The command did not end within { $time }, so statelab stopped waiting for it.
    .help = Let it end by itself, or run it in the background with -d.
run-over-time = The run was not over within { $time }, so it was ended.
    .help = Find out what it waits for, or give it more time with --time-limit.
build-too-large = The folder { $path } is too large for a build: more than 1 GiB, 100000 files, or 128 levels of folders.
    .help = Exclude what the image does not need in .dockerignore.
run-bad-line = Line { $line } of { $path } cannot be read.
    .help = Write NAME=value on each line; a name has no blanks, and "#" begins a comment.
run-no-public-port = The container { $container } publishes no port { $port }.
    .help = docker port { $container } lists those that it publishes.
run-no-object = There is no { $name }.
    .help = Check the name; a lab can only look at what it made.
run-no-place-for-file = No file can be written at { $path }: its folder does not exist, or it is a folder itself.
    .help = Name a file in an existing folder of the workspace.
run-bad-filter = The filter { $filter } has an invalid value.
    .help = The documentation of docker ps lists the values of each filter.

locate-no-container = The engine has no container { $container }.
    .help = docker ps -a lists all of them, including those that ended.
locate-nowhere = The path { $path } of { $container } leads nowhere: the link { $link } is part of a loop, or of a chain of more than 40.
    .help = Look at the links on the path with "ls -l" in the container.

## What a check saw

seen-nothing = nothing there
seen-late = no attempt to read it ended in time
seen-no-container = there is no container { $container }
seen-stopped = { $container } has ended with status { $status }
seen-link-loop = the link { $link } is part of a loop, or of a chain of more than 40
seen-no-mounts = nothing is mounted in it
seen-other-mounts = mounts at other paths: { $targets }
seen-no-changes = nothing changed in the layer
seen-no-address = { $container } has no address that can be reached from here
seen-no-answer-inside = no answer on port { $port } inside { $container }
seen-no-answer = no answer from { $address }: { $cause }
seen-status = the command ended with status { $status }: { $output }
seen-http-status = the answer has the status { $status }
seen-holds = it holds
seen-no-original = what it is compared with is not there
seen-count = { $count }: { $lines }
seen-count-none = none
seen-no-json = not JSON
seen-nothing-there = nothing at { $pointer }
