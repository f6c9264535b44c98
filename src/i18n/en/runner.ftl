# What the runner says of a run: refusals in the docker program's place, what a check saw, faults.

run-image-missing = The image { $image } is not here, and it could not be pulled.
    .help = Pull it where there is internet (docker pull { $image }), load it from a file (docker load -i FILE), or, in a clone of statelab on Debian, make a stand-in (make images).
run-archive = The engine sent something unreadable for { $subject }: { $cause }
    .help = Try again; if it comes back, look at the engine's log.
run-archive-too-large = { $subject } is more than is read out of a container: { $bytes } GiB, { $entries } files, or { $depth } folders deep. None of it was compared.
    .help = Let the lab look at a smaller part of it, or keep less in it.
run-workspace = The file { $path } could not be used: { $cause }
    .help = Make room or mend its rights, then run the lab again.
run-workspace-left = The run's folder { $path } could not be removed: { $cause }
    .help = A container left files of another owner there. Remove it with: { $command }
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
save-no-place = The images cannot be saved as { $path }: its folder is not there, or it is a folder itself.
    .help = Name a file in a folder of the workspace that is there.
load-no-names = The file { $path } has no images with a name.
    .help = Load a file that docker save wrote, of images by their names.
load-nameless = The archive has no images with a name, which could not be told from somebody else's.
    .help = Load a file that docker save wrote, of images by their names.
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
