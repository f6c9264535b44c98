# What the runner says of a run: refusals in the docker program's place, what a check saw, faults.

run-image-missing = The image { $image } is not here, and it could not be pulled.
    .help = { $stand_in ->
        [yes] Pull it where there is internet (docker pull { $image }), load it from a file (docker load -i FILE), or, in a clone of statelab on Debian, make a stand-in (make images).
       *[no] Correct the name, pull it where there is internet (docker pull { $image }), or load it from a file (docker load -i FILE).
    }
run-archive = The engine sent something unreadable for { $subject }: { $cause }
    .help = Try again; if it comes back, look at the engine's log.
run-archive-too-large = { $subject } is more than is read out of a container: { $bytes } GiB, { $entries } files, or { $depth } folders deep. None of it was compared.
    .help = Let the lab look at a smaller part of it, or keep less in it.
run-not-plain = { $path } is not a regular file, so it is not opened.
    .help = A folder, a device, a pipe or a socket cannot be read or written as a file. Name a regular file.
run-workspace = The file { $path } could not be used: { $cause }
    .help = Make room or mend its rights, then run the lab again.
run-workspace-left-owner = The run's folder { $path } could not be removed: { $cause }
    .help = It has files of another owner or without permission to be removed, which a container left there. Remove it with: { $command }
run-workspace-left-busy = The run's folder { $path } could not be removed: { $cause }
    .help = Something is mounted below it or uses it. `findmnt` shows what is mounted. Unmount that, then remove the folder with: { $command }
run-workspace-left-read-only = The run's folder { $path } could not be removed: { $cause }
    .help = Its filesystem can only be read. Once it can be written again, remove the folder with: { $command }
run-workspace-left-other = The run's folder { $path } could not be removed: { $cause }
    .help = Once the cause is gone, `statelab clean` removes it. By hand: { $command }
run-watch = The value { $label } could not be read. Its command ended with status { $status }: { $output }
    .help = The container may need longer to answer: give the watch a longer "within", or the container a "ready" probe.
run-unreadable = The value { $label } could not be read.
    .help = The container may need longer to answer: give the watch a longer "within", or the container a "ready" probe.
run-unreadable-path = The value { $label } could not be read: its path leads nowhere, since the link { $link } goes in a circle, or is one of more than 40.
    .help = Look at the links on the path with "ls -l" in the container; let the watch name a path that ends.
run-capture-unusable = What was captured as { $name } cannot stand in this command.
    .help = Look at the value above: a name or a path must be one word that the command takes, and a value never begins with "-".
run-watch-late = The value { $label } could not be read: its command did not end within { $time }.
    .help = Give the watch a longer "within", or a command that ends sooner.
run-outside-workspace = The path { $path } leads out of the workspace.
    .help = A lab reads and writes inside its workspace only.

## docker cp

copy-no-local-file = There is no { $path } in the workspace.
    .help = The files of a lab's folder are in the workspace, and what earlier commands copied out.
copy-no-such-path = The container has no { $path }.
    .help = Check the path; it is read from the container's root.
copy-no-such-directory = There is no directory { $path }.
    .help = Make it first, or name one that is there. A path that ends with "/" must be one.
copy-not-a-directory = { $path } must be a directory, since a "/" stands behind it, and it is a file.
    .help = Leave the "/" out to mean the file.
copy-special-file = { $path } is neither a file nor a directory.
    .help = Copy files and directories only.
copy-directory-onto-file = A directory cannot be copied onto the file { $path }.
    .help = Name a directory, or a path where nothing is.
copy-too-large = { $path } is more than a copy brings: { $bytes } GiB, { $entries } files, or { $depth } folders deep.
    .help = Copy only the part that is needed.
copy-unsafe-archive = What the container sent holds { $path }, which was not written: it is a special file, or leads out of the workspace.
    .help = Copy the files that you need one by one.

## Images, networks, listings

build-no-context = There is no folder { $path } in the workspace to build from.
    .help = Name a folder with a Dockerfile in it; "." is the workspace itself.
build-no-dockerfile = No Dockerfile was found at { $path }.
    .help = Put one into the lab's folder, or name another one with -f.
dockerfile-character = Line { $line } of the Dockerfile, { $text }, has the character { $word }: a control character, a blank of another alphabet, or no UTF-8. Engines read it in different ways.
    .help = Write a plain blank or nothing in its place.
dockerfile-escape = Line { $line } of the Dockerfile, { $text }, chooses another character to join lines, which not every engine follows.
    .help = Leave the line out, and join lines with a backslash.
dockerfile-backslash = Line { $line } of the Dockerfile, { $text }, ends with more than one backslash, or is the last one and ends with one. Engines join such lines in different ways.
    .help = End a line with one backslash to go on in the next one, and with none to end the instruction.
dockerfile-split-word = In line { $line } of the Dockerfile, { $text }, a word goes on in the next line.
    .help = Write names and flags in one piece, and a blank before the backslash.
dockerfile-heredoc = Line { $line } of the Dockerfile, { $text }, has a "<<", which begins a heredoc for some engines only.
    .help = Put the text into a file and COPY it, or write the command without "<<".
dockerfile-instruction = Line { $line } of the Dockerfile, { $text }: there is no instruction { $word }, or it may not stand there.
    .help = Begin each line with an instruction such as FROM, COPY or RUN.
dockerfile-flag = Line { $line } of the Dockerfile, { $text }: the flag { $word } is not taken there. Not all engines have it, or they read it in different ways.
    .help = Take --platform for FROM, --from, --chown and --chmod for COPY, --chown and --chmod for ADD, and none for RUN; write their values without quotes.
dockerfile-argument = Line { $line } of the Dockerfile, { $text }: an ARG before the first FROM must be a name, or a name, "=" and a plain value, and each name may stand there once.
    .help = Write the value without variables and backslashes, with quotes around all of it or none.
dockerfile-from = Line { $line } of the Dockerfile, { $text }: FROM takes one image, and perhaps AS and a name.
    .help = Write FROM nginx, or FROM nginx AS base, and nothing after it.
dockerfile-name = Line { $line } of the Dockerfile, { $text }: { $word } is no name of an image, nor of an earlier stage as that is written.
    .help = Write the name as it is, without quotes. A variable in FROM needs an ARG with a value before the first FROM; --from has none.
dockerfile-single = { $text } is not one whole instruction in one line.
    .help = Give each instruction its own --change.
dockerfile-fetches = A build may not fetch what { $text } names: the engine would do that in the network of this machine, where it reaches what listens for this machine alone.
    .help = Put the file into the lab's folder and COPY it, by a name without variables if it is an ADD. Or let the lab ask for it: under [allow], { $line }. Whoever runs it is asked then.
save-no-place = The images cannot be saved as { $path }: its folder is not there, or it is a folder itself.
    .help = Name a file in a folder of the workspace that is there.
load-no-names = The file { $path } has no images with a name.
    .help = Load a file that docker save wrote, of images by their names.
load-nameless = The archive has no images with a name, which could not be told from somebody else's.
    .help = Load a file that docker save wrote, of images by their names.
load-compressed = The archive is compressed. Its images cannot be told before an engine has read it.
    .help = Unpack it first, for example with `gunzip`; `docker save -o FILE IMAGE` writes one that is not compressed.
load-only-index = The archive has an index.json and no manifest.json: it is one of the Open Container Initiative alone.
    .help = Write it with `docker save -o FILE IMAGE`, or with `podman save --format docker-archive`.
load-broken = The archive ends too early, or is damaged: { $words }
    .help = Write it anew with `docker save -o FILE IMAGE`.
load-unreadable = { $entry } in the archive is not as docker save writes it: { $words }
    .help = Write the archive anew with `docker save -o FILE IMAGE`, and leave what is in it as it is.
load-missing = The archive's manifest.json needs the file { $entry }, which the archive does not have once and inside of itself.
    .help = Write the archive anew with `docker save -o FILE IMAGE`, and leave what is in it as it is.
load-twice = Two images of the archive have the name { $name }.
    .help = Save each image under names of its own.
load-too-much = The archive has more images, names, layers or files than a lab may load.
    .help = Save fewer images into it.
network-no-subnet = No subnet of the network has the address { $address }.
    .help = Give a --subnet that it lies in.
network-twice = The subnet of { $address } has one already.
    .help = Give each subnet one --ip-range and one --gateway at most.
run-template-field = There is no field { $field } to be shown.
    .help = See all fields with --format json.
run-template-index = The format's index { $key } finds nothing.
    .help = See all that is there with --format json.
run-not-allowed = A lab may not have { $flag }: it reaches for more of the host than a container needs.
    .help = Leave it out, or let the lab ask for it: under [allow], { $line }. Whoever runs it is asked then.
run-addresses-of-others = A network of a lab may not have the addresses { $subnet }: they are somebody's, on the internet or in a network that this machine is in.
    .help = Leave out --subnet, or take a private range that this machine has no way to, as 10.231.7.0/24 may be. Or let the lab ask for it: under [allow], { $line }. Whoever runs it is asked then.
run-over-limit = A container of a lab may not have so much: { $flag } is { $most } at the most.
    .help = Ask for less, or let the lab ask for it: under [allow], { $line }. Whoever runs it is asked then.
run-bind-below = { $container } may not mount { $below } while { $writer } can write in { $above }: it could put a link in its place, and the engine would mount what the link leads to.
    .help = Mount { $above } read-only (`:ro`), mount { $above } alone, or use two folders side by side.
run-bind-below-gone = { $container } may not mount { $below }: { $writer } could write in { $above }. It is removed, but a container that ran with it may still have the folder open.
    .help = Remove all containers first, mount { $above } read-only (`:ro`), or use two folders side by side.
run-shared-processes = No container may share its processes with { $writer }, which can write in { $path }: through /proc the other one could write there, too.
    .help = Leave out --pid, or mount { $path } read-only (`:ro`).
mount-folder-over-file = The container { $subject } could not be started: { $made ->
        [yes] nothing was at { $path }, so -v made a folder of it, and a folder
       *[no] { $path } is a folder, which
    } cannot be mounted over the file { $target }.
    .help = Put the file there in the folder's place: into the lab's folder, or with the step's `write`. If a folder is meant, mount it over a folder.
mount-file-over-folder = The container { $subject } could not be started: { $path } is a file, which cannot be mounted over the folder { $target }.
    .help = Mount it at a path below the folder: { $target }/FILE.
run-bound-path = A container mounts { $path }, so no copy may take its place.
    .help = Copy to another name, or remove the container first. To change a mounted file, write into it: with `write`, or with `docker exec`.
run-too-many-containers = A run may have { $most } containers at once, and this would be one more. Stopped ones count too.
    .help = Remove some first (`docker rm`), or run them with `--rm`.
run-too-much-memory = The containers of a run may have { $most } of memory together, and this would be more. Stopped ones count too, and so do volumes in memory.
    .help = Remove some first (`docker rm`), or give each of them less, such as `-m 256m`.
pull-moves = This machine has an image called { $name }. A pull could give its name to a newer one, and was not done.
    .help = Leave --pull out. To have the newest, type `docker pull { $name }` before the run, or name the image by its digest.
run-too-large = That is more than the { $most } that a lab may move at once.
    .help = Use less data: a lab shows what is kept, not how much.
run-too-long = The command did not end within { $time }, and was given up.
    .help = Let it end by itself, or run it in the background with -d.
run-over-time = The run was not over within { $time }, and was ended.
    .help = See what it waits for, or give it longer with --time-limit.
build-too-large = The folder { $path } is more than a build is sent: 1 GiB, 100000 files, or 128 folders deep.
    .help = Leave out what the image does not need with .dockerignore.
run-bad-line = Line { $line } of { $path } cannot be read.
    .help = Write NAME=value on each line; a name has no blanks, and "#" begins a comment.
run-no-public-port = The container { $container } publishes no port { $port }.
    .help = See those that it publishes with docker port { $container }.
run-no-object = There is no { $name }.
    .help = Check the name; what a lab did not make cannot be looked at.
run-no-place-for-file = No file can be written at { $path }: its folder is not there, or it is a folder itself.
    .help = Name a file in a folder of the workspace that is there.
run-bad-filter = The filter { $filter } has a value that cannot be.
    .help = See the values of each filter on the page of docker ps.

locate-no-container = The engine has no container { $container }.
    .help = See all of them, those that ended too, with docker ps -a.
locate-nowhere = The path { $path } of { $container } leads nowhere: the link { $link } goes in a circle, or is one of more than 40.
    .help = Look at the links on the path with "ls -l" in the container.

## What a check saw

seen-nothing = nothing there
seen-late = no look at it ended in time
seen-no-container = there is no container { $container }
seen-stopped = { $container } has ended with status { $status }
seen-link-loop = the link { $link } goes in a circle, or is one of more than 40
seen-no-mounts = nothing is mounted in it
seen-other-mounts = mounts at other paths: { $targets }
seen-no-changes = the layer changed nothing
seen-no-address = { $container } has no address that can be reached from here
seen-no-answer-inside = no answer on port { $port } inside { $container }
seen-no-answer = no answer from { $address }: { $cause }
seen-status = the command ended with status { $status }: { $output }
seen-http-status = the answer had the status { $status }
seen-holds = it holds
seen-no-original = what it is compared with is not there
seen-count = { $count }: { $lines }
seen-count-none = none
seen-no-json = no JSON
seen-nothing-there = nothing at { $pointer }
