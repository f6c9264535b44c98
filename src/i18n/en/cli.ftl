# What the program itself says: a run's screen, doctor, list, show, check, errors.

## A run

run-step = step { $number } of { $steps }
label-engine = engine
label-workspace = workspace
label-image = image
run-stand-in = { $image } is a stand-in: { $what }
stand-in = { $program } from Debian { $release } packages, made by statelab's images/; not the official image
label-will-run = will run
label-will-write = will write
run-held = holds
run-not-held = does not hold
label-expected = expected
label-seen = seen
label-before = before
label-now = now
label-because = because
label-after = after
label-over-time = over time
run-nothing-happened = nothing happened
run-no-fate = no fate
run-fate-out-of-reach = It was out of reach before this step, so it has no fate. Start the container in a step of its own, or take it out of `expect`.
run-fate-unexpected = This fate was not named by the lab, so the lab expects that nothing happens here.
run-predicted-right = As you expected: { $text }
run-predicted-wrong = You expected: { $text }
run-answer = The answer: { $text }
run-answer-not = The answer is not the one that the lab gives: { $text }
run-answers-none = none of the answers
run-evidence = evidence
run-no-evidence = Nothing in the engine changed.
run-written = Wrote { $path }
run-failed-well = It was meant to fail ({ $how }), and did.
run-failed-not = It was meant to fail ({ $how }), and did not fail that way.
run-empty = empty text
run-differs = { $predicate }, with these lines different:
run-line-expected = Line { $number }, expected: { $text }
run-line-seen = Line { $number }, seen: { $text }
run-moment = { $time }: { $seen }
run-command-failed = The command ended with status { $status }.
run-cut = … and { $bytes } bytes more
run-output-in-file = { $bytes ->
    [one] 1 byte of output is in the file { $path }.
   *[other] { $bytes } bytes of output are in the file { $path }.
}
run-hidden = Not shown: { $count } other { $what ->
    [container] { $count ->
        [one] container
       *[other] containers
    }
    [image] { $count ->
        [one] image
       *[other] images
    }
    [volume] { $count ->
        [one] volume
       *[other] volumes
    }
    [network] { $count ->
        [one] network
       *[other] networks
    }
   *[object] { $count ->
        [one] object
       *[other] objects
    }
} of this engine.
run-pulling = Pulling { $image }
run-pulled = Pulled { $image } in { $time }.
run-waiting-ready = Waiting until { $container } is ready
run-waiting-check = Waiting until this holds: { $text }
run-waiting-holds = Checking that this keeps holding: { $text }
run-waiting-command = Still running: { $line }
run-waiting-foreground = Still running, until its container ends (with -d it would run in the background): { $line }
run-waiting-watch = Waiting until { $label } can be read
run-busy = Running: { $line }
run-ready = { $container } is ready after { $time }.
run-not-ready = { $container } did not become ready (waited { $time }). Its last output:
run-not-ready-silent = { $container } did not become ready (waited { $time }). It wrote nothing.
run-step-failed = This step did not go as the lab expects.
run-passed = Passed: { $steps ->
    [one] the one step
   *[other] all { $steps } steps
}, { $judged ->
    [one] one observation
   *[other] { $judged } observations
} as expected, in { $time }.
run-failed = Not as the lab expects: { $passed } of { $steps } steps passed, { $held } of { $judged } observations held, in { $time }.
run-errored = The run could not continue: { $passed } of { $steps } steps passed.
run-interrupted = Stopped: { $passed } of { $steps } steps passed.
run-cleaning = Removing what the run made …
run-cleaned = Removed what the run made: { $what }.
run-cleaned-nothing = The run left nothing behind.
run-left = Could not remove the { $kind ->
    [container] container
    [network] network
    [image] image
   *[volume] volume
} { $name }.
    .help = Remove it yourself: { $command }
run-left-behind = Left behind, since you asked to stop at once:
run-left-to-reaper = Stopped at once. A background process keeps removing what the run made; `statelab doctor` reports anything that is left.
run-left-tried-again = A background process tries again to remove it; `statelab doctor` reports anything that is left.
run-no-reaper = The process that cleans up if this one is killed could not be started: { $cause }
    .help = The run continues. If it is killed, the next run removes what it left, and so does: statelab clean
run-swept = Removed what an earlier run of { $lab } had left: { $what }.
run-swept-later = A background process keeps removing what earlier runs left ({ $labs }). Until it is done, their names may be taken; `statelab doctor` reports anything that is left.
run-not-swept = What earlier runs left ({ $labs }) is not removed yet, and the process that should remove it could not be started: { $cause }
    .help = The next run tries again, and so does: statelab clean
kind-container = container { $name }
kind-volume = volume { $name }
kind-network = network { $name }
kind-image = image { $name }


## Guided runs

guide-nothing-runs = nothing runs until you answer
guide-choose = ↑ ↓ to move, Enter to choose, Esc to leave
guide-number = Type the number of your answer, 1 to { $count }, then Enter (q leaves):
guide-go-on = Go on without an answer
guide-choose-or-go-on = ↑ ↓ to move, Enter to choose, Esc to go on
guide-number-or-go-on = Type the number of your answer, 1 to { $count }, then Enter; Enter alone goes on (q leaves):
guide-allow = “{ $title }” asks for more access to this machine than a lab's containers normally have. Nothing has run yet.
guide-allow-ask = Allow it? (asked once, until the lab changes)
guide-allow-no = No, do not run it
guide-allow-yes = Yes, I trust this lab
guide-own = No container engine answers. { $program } is installed: statelab can use it to run an engine of its own, which keeps its images and is separate from all others. It stops with the last run.
guide-own-ask = Start it?
guide-own-yes = Yes, start it
guide-own-no = No
guide-remove-ask = { $runs ->
    [one] Remove what this run left?
   *[other] Remove what these { $runs } runs left?
}
guide-remove-no = No, leave it
guide-remove-yes = Yes, remove it
guide-enter = Enter runs it, q leaves the lab
guide-enter-next = Enter goes on, q leaves the lab
guide-evidence = i shows the evidence
guide-enter-end = Enter removes what this run made and ends the lab

## Recordings

replay-begins = This is a recording{ $date ->
    [unknown] {""}
   *[other] {" "}of { $date }
}. Nothing is run now.
replay-ends = This was a recording{ $date ->
    [unknown] {""}
   *[other] {" "}of { $date }
}, made on { $engine }. Nothing was run on this machine.
replay-stopped = Stopped. It was a recording: nothing was run on this machine.
replay-enter = Enter goes on, q leaves the recording
replay-of-lab = the recording of { $lab }
replay-nothing-there = There is neither a recording nor a lab at { $path }.
    .help = Name a file that statelab run --record wrote, or a lab, by its id or its folder.
replay-none = The lab { $lab } carries no recording.
    .help = Make one on a machine with an engine: statelab run --yes { $lab } --record FILE
replay-stale = The lab has changed since this recording was made: it shows the lab as it was.
recording-not-a-recording = { $name } is not a recording.
    .help = Name a file that statelab run --record wrote: its first line says so.
recording-no-file = { $name } is not a regular file.
    .help = Name a file that statelab run --record wrote. A folder, a pipe or a device is not opened.
recording-newer = { $name } was made by a newer statelab: it has format { $version }, and this program reads format 1.
    .help = Play it with a newer statelab.
recording-unreadable = { $name } could not be read at line { $line }: { $cause }
    .help = Name a file that can be read.
recording-too-long = Line { $line } of { $name } is longer than any line that a run writes; it was skipped.
    .help = Make the recording again.
recording-not-text = Line { $line } of { $name } is not text; it was skipped.
    .help = Make the recording again.
recording-breaks-off = { $name } breaks off within line { $line }: the run was cut off, or its disk was full. Everything before that line was shown.
    .help = Make the recording again.
recording-not-json = Line { $line } of { $name } is not JSON; it was skipped.
    .help = Make the recording again.
recording-no-event = Line { $line } of { $name } is not an event; it was skipped.
    .help = Make the recording again.
recording-more = { $count ->
    [one] One more line could not be read.
   *[other] { $count } more lines could not be read.
}
recording-unfinished = { $name } ends before its run does.
    .help = Make the recording again.

## Pictures of a run

pictures-written = { $count ->
    [one] One picture is
   *[other] { $count } pictures are
} in { $path }
pictures-none = No picture was drawn: nothing that keeps the lab's values changed.

## list, show

list-minutes = { $minutes } min
list-origin-folder = from { $path }
list-origin-hides = from { $path }, in place of the one from { $earlier }
list-origin-replaces = from { $path }, in place of the shipped one
level-beginner = beginner
level-intermediate = intermediate
level-advanced = advanced
list-needs-too = also needs: { $labs }
show-concepts = concepts
show-allow = asks for: { $what }
show-needs = do first
show-images = images
show-watches = watches
show-writes = writes { $path }
show-question = Question: { $ask }
show-run = To run it: statelab run { $lab }
show-replay = To see it without an engine: statelab replay { $lab }

## The menu

menu-title = What a container keeps and what it loses
menu-engine = engine: { $engine } · images ready { $ready } of { $all }
menu-no-engine = engine: none
menu-replay = Until then you can watch each lab as a recording of a real run: nothing is run for it.
menu-ask = Which lab?
menu-help = ↑ ↓ or its number, then Enter; q or Esc leaves
menu-leave = leave
menu-number = Type the number of a lab, 1 to { $count }, then Enter (q leaves):
menu-new = new
menu-done = done

## check

check-fine = { $labs ->
    [one] One lab, no faults.
   *[other] { $labs } labs, no faults.
}
check-faults = { $faults ->
    [one] One fault
   *[other] { $faults } faults
} in { $labs ->
    [one] one lab.
   *[other] { $labs } labs.
}
check-warnings = { $warnings ->
    [one] One warning
   *[other] { $warnings } warnings
} in { $labs ->
    [one] one lab.
   *[other] { $labs } labs.
} A lab with warnings still runs; text that is not translated is shown in the original language.

## doctor

doctor-engine = Engine
doctor-tried-line = { $url } ({ $origin }):
doctor-images = Images
doctor-image-official = here
doctor-image-stand-in = here, as a stand-in: { $what }
doctor-image-missing = missing
doctor-image-unknown = not checked, since no engine answers
doctor-image-needed = The image { $image } is missing. Labs that need it: { $labs }.
    .help = { $stand_in ->
         [yes] With internet access: docker pull { $image }. Without: docker load -i FILE, or, in a clone of statelab on Debian: make images.
        *[no] With internet access: docker pull { $image }. Without: docker load -i FILE.
     }
doctor-labs = needed by { $labs }
doctor-no-engine = No container engine answers.
doctor-fine = Everything is ready.
doctor-not-fine = { $count ->
    [one] One thing is missing.
   *[other] { $count } things are missing.
}
doctor-left-help = To remove it: statelab clean
doctor-good = good:
doctor-bad = bad:
doctor-root = runs as root
doctor-rootless = runs without root (rootless)
doctor-cgroup = cgroup version { $version }, managed by { $driver }
doctor-room = images in { $path }: { $room } free
doctor-proxy = pulls through { $name }={ $value }
doctor-own = A run starts an engine of its own with { $program }, after asking.
    .help = To start it now and keep it running: statelab engine start
doctor-passed-over = Docker's configuration names { $url }, but another engine is used instead.
doctor-rights-group = { $path } belongs to the group { $group }, and you ({ $user }) are not in it.
    .help = Type `sudo usermod -aG { $group } { $user }`, then log out and in again.
doctor-rights-not-yet = { $path } belongs to the group { $group }. You are in it, but this session began before you were added.
    .help = Log out and in again.
doctor-rights-owner = Only { $owner } may use { $path }.
    .help = Run statelab as { $owner }, or set up the engine with a group for its socket.
doctor-rights-folder = { $path } is in a folder that you may not enter.
    .help = Run statelab as the user who owns the engine (for root's: with sudo).
doctor-no-limits = This engine cannot manage control groups, so limits on memory and processes have no effect.
    .help = Let your user manage them: on a system with cgroup version 2 and systemd, rootless engines can (`loginctl enable-linger`).
doctor-vfs = The storage driver vfs makes a full copy of every layer: labs are slow and need a lot of disk space.
    .help = Set up the engine with overlay2 (Podman: overlay), on a disk with ext4 or xfs.
doctor-little-room = Little disk space is left for images in { $path }: { $room }.
    .help = `docker system df` shows what uses it. Free some before a workshop.
doctor-proxy-unknown = { $name } is { $value } here, but the engine pulls images without a proxy.
    .help = Set it for the engine itself: in dockerd's settings, or in the environment that it is started in.
origin-flag = --engine
origin-context = docker's context { $name }
origin-usual = a usual location
origin-choice = statelab engine use
origin-configuration = docker's configuration
origin-own = statelab's own

## engine

engine-list = Engines
engine-list-counts = ← used
engine-list-absent = Not there: { $paths }
engine-list-own = not running; a run would start it with { $program } if no other engine answers
engine-list-use = To choose one of them: statelab engine use NAME|URL (a context's name, an address, or own)
engine-use = From now on this engine is used: { $url }
engine-use-none = No engine is remembered any more: the usual order applies.
engine-use-behind = As long as it is given, { $url } ({ $origin }) takes precedence.
    .help = Leave it out, or unset that variable.
engine-use-silent = It is remembered, but does not answer now.
engine-starting = Starting statelab's own engine ({ $program }) …
engine-started = It is running, and stays up until `statelab engine stop`: { $url }
engine-started-already = It was already running, and stays up until `statelab engine stop`: { $url }
engine-stopped = It has stopped. Its images are kept.
engine-stopped-later = Runs still use it: it stops with the last of them.
engine-stopped-none = statelab's own engine is not running.
engine-stops-not = statelab's own engine does not stop: { $cause }
    .help = Its log is { $log }
own-starting = No container engine answers: starting statelab's own ({ $program }). It stops with the last run.
own-starting-asked = Starting statelab's own engine ({ $program }). It stops with the last run.
own-no-images = It has no images yet. Without a registry, in a clone of statelab: statelab engine start && STATELAB_ENGINE={ $url } make images
own-failed = statelab's own engine did not start. Its last output: { $words }
    .help = Its whole log is { $log }
own-failed-system = statelab's own engine could not be started, since the system refused something in { $path }: { $cause }
    .help = Check that the folder is writable, and that its disk has space left.

## --help. The key of an argument that all commands take is its name; a command's own argument has both names.

help-heading-usage = Usage
help-heading-commands = Commands
help-heading-arguments = Arguments
help-heading-options = Options
help-options = OPTIONS
help-command = COMMAND
help-more = More: --help
help-about = What does a container keep, and what does it lose? Guided labs, run on a real engine.
help-engine = The engine's address, such as `unix:///var/run/docker.sock` or `own` [default: from `STATELAB_ENGINE`, `DOCKER_HOST`, `DOCKER_CONTEXT`, `engine use`, docker's context, the usual sockets]
help-folders = A folder with more labs; a lab with the id of a shipped one replaces it
help-lang = The language of all output: { $known } [default: from `STATELAB_LANG`, `LC_ALL`, `LC_MESSAGES`, `LANG`]
help-plain = Linear text: no colour, no tables, no moving line (for screen readers and logs)
help-help = Show help
help-version = Show the version
help-about-list = List the labs
help-list-tree = Show which lab builds on which
help-about-show = Show a lab: its steps, commands and questions
help-show-lab = A lab's id, or its folder
help-about-run = Run labs: guided on a terminal, without questions elsewhere
help-run-labs = Labs, by their ids or folders
help-run-yes = Ask nothing
help-run-fail-fast = Stop at the first check or fate that does not hold
help-run-allow = Give the labs the access that they ask for beyond a container's usual isolation, without asking
help-run-no-allow = Give no lab more access than a container's usual isolation: a lab that asks for more is not run
help-run-time-limit = End a lab's run after this time, and remove all of it: 90s, 30m or 2h [default: none in a guided run, otherwise 2h]
help-run-evidence = Unfold the evidence behind each step's explanation
help-run-record = Write a recording, which `statelab replay FILE` plays; only another recording is overwritten
help-run-pictures = Draw SVG pictures into a folder: one for each step that changed what keeps what, and one of all fates
help-run-format = Output format: text (for people) or json (asks nothing, and prints what `--record` writes) [default: text]
help-run-keep = Leave what the run made, and say how to remove it
help-run-scoped = Give everything in the engine names of this run's own, so that several runs of a lab can go on at once
help-about-replay = Play a recording of a run: no engine is needed
help-replay-what = A file that `run --record` wrote, or a lab, by its id or folder, that carries a recording
help-replay-speed = Speed of the replay, such as 1, 2 or 0.5; `max`: at once [default: on a terminal 1, with long waits shortened to a second; elsewhere `max`]
help-replay-pictures = Draw SVG pictures into a folder: one for each step that changed what keeps what, and one of all fates
help-replay-yes = Ask nothing
help-about-check = Check lab files, and show each fault at its place
help-check-paths = Lab files, their folders, or folders of labs
help-check-format = Output format: text (for people) or json (for programs) [default: text]
help-about-locate = Show where a path of any container is kept, and what will become of it
help-locate-place = Any container of the engine, by its name or id, and a path in it
help-locate-format = Output format: text (for people) or json (for programs) [default: text]
help-about-doctor = Check the engine and the images: what is missing, and how to fix it
help-doctor-format = Output format: text (for people) or json (for programs) [default: text]
help-about-engine = List the engines, choose one, or run statelab's own
help-about-engine-list = List every place where an engine may be, and which one is used
help-engine-list-format = Output format: text (for people) or json (for programs) [default: text]
help-about-engine-use = Remember an engine: it takes precedence over docker's context, but not over environment variables
help-engine-use-name = An address, the name of a docker context, or `own` (statelab's own engine); `none` forgets what was remembered
help-engine-use-none = Forget what was remembered
help-about-engine-info = Show what is known about an engine
help-engine-info-name = An address, the name of a docker context, or `own` [default: the one that is used]
help-engine-info-format = Output format: text (for people) or json (for programs) [default: text]
help-about-engine-start = Start statelab's own engine (Podman or dockerd), which stays up until `stop`
help-about-engine-stop = Stop statelab's own engine; its images are kept
help-about-clean = Remove what killed and kept runs left
help-clean-yes = Ask nothing
help-clean-dry-run = Only show what would be removed
help-clean-foreign = Remove from the engine what the run with this id made, if it is unknown here: another machine's run, or one whose file here is lost
help-about-completions = Print completions for a shell
help-completions-shell = The shell
help-about-man = Print the manual page

## Mistakes at the command line

mistake-unknown-argument = There is no argument `{ $argument }` here.
mistake-unknown-command = There is no command `{ $command }`.
mistake-missing-argument = Missing: { $argument }
mistake-missing-value = `{ $argument }` needs a value.
mistake-invalid-value = `{ $value }` is not a value for `{ $argument }`.
    .help = It can be: { $known }
mistake-needless-value = `{ $argument }` takes no value, but `{ $value }` is given.
mistake-argument-twice = `{ $argument }` is given twice.
mistake-conflict = `{ $argument }` and `{ $other }` cannot be used together.
mistake-not-utf8 = An argument is not UTF-8.
mistake-other = This command line is not understood: { $cause }

locate-no-path = { $place } is not a path of a container.
    .help = Write the container's name or id, a colon, and a path: statelab locate my-nginx:/usr/share/nginx/html
cli-unknown-locale = The language { $written } (from { $origin }) is not known.
    .help = Known languages: { $known }
cli-timeout = { $written } (from { $origin }) is not a number of seconds.
    .help = Give the longest time that a call to the engine may take, such as 30 or 2.5, or unset it.
cli-state-folder = The state folder { $path } could not be used: { $cause }
    .help = Point XDG_STATE_HOME to a writable folder.
cli-state-link = The state folder { $path } is a link. Another user may have put it there.
    .help = Replace it with the folder itself, or point XDG_STATE_HOME to a folder of yours.
cli-state-owner = The state folder { $path } belongs to another user (uid { $uid }).
    .help = Run the program as that user, or point XDG_STATE_HOME to a folder of yours.
cli-no-home = There is no home folder to keep a run's files in.
    .help = Set HOME, or XDG_STATE_HOME to a writable folder.
cli-output = The output could not be written: { $cause }
    .help = Free some space where it goes, then run the same again.
cli-no-engine = No container engine answers. This was tried:
cli-no-engine-but-recording = { cli-no-engine }
    .help = To see a recording of this lab without an engine: statelab replay { $lab }
cli-record = The recording { $path } could not be written: { $cause }
    .help = Name a file in a writable folder with enough space.
cli-record-taken = { $path } already exists and is not a recording. It was not changed.
    .help = Name another file, or remove this one first.
cli-pictures = No pictures could be written to { $path }: { $cause }
    .help = Name a writable folder with enough space.
cli-pictures-no-folder = { $path } already exists and is not a folder. It was not changed.
    .help = Name another folder for the pictures, or remove this file first.
cli-pictures-taken = { $path } already exists and is not an SVG picture. It was not changed.
    .help = Name another folder for the pictures, or remove this one first.
cli-progress = Your progress could not be saved in { $path } or read from it: { $cause }
    .help = If the file is damaged, remove it: only the marks in the menu are lost.
cli-system = The system refused: { $cause }
    .help = Free some of its resources (open files, memory), then try again.
run-kept = Kept, as you asked. To remove it: statelab clean, or by hand:

## clean

clean-here = Left by earlier runs
clean-run = { $lab } (run { $run }):
clean-run-kept = { $lab } (run { $run }), kept on purpose:
clean-only-files = only files
clean-nothing = Nothing of an earlier run is left here.
clean-elsewhere = Made by runs that are unknown here
clean-elsewhere-help = Another machine or another user may have made these on this engine, and may still be using them, so they are kept. To remove those of one run: statelab clean --foreign RUN
clean-elsewhere-images = Images are kept in any case, since an image that a person made from them looks the same. By hand: docker rmi
clean-removed = Run { $run }: removed { $what }.
clean-removed-nothing = Run { $run }: removed; nothing of it was left in the engine.
clean-left = Something of the run { $run } is still there.
    .help = Once the cause is gone, run the same again: statelab clean
clean-no-engine = The engine of the run { $run } cannot be used: { $url }
    .help = Start that engine, then run the same again: statelab clean
clean-unreadable = The list of what a run made cannot be read ({ $path }): { $cause }
    .help = A newer statelab may have written it. If it is damaged, remove it by hand, and what it lists.
clean-not-foreign = The run { $run } was made on this machine.
    .help = If it is over, this removes what it left: statelab clean
clean-unknown-run = This engine has nothing of an unknown run { $run }.
    .help = To list the unknown runs: statelab clean --dry-run
clean-unasked = Nothing was removed, since there is no terminal to ask on.
    .help = To remove it without being asked: --yes

## What a lab asks for under [allow]

cli-not-allowed = The lab { $lab } asks for more of this machine than it may have, and was not run:
    .help = If you trust it, run it on a terminal and allow it there, or run it with --allow.
allow-privileged = privileged mode (--privileged): everything that the engine itself may do on this machine
allow-capabilities = the capability { $value } (--cap-add)
allow-devices = the device { $value } of this machine (--device)
allow-namespaces = { $value ->
    [network] this machine's own network (--network host)
    [pid] all processes of this machine (--pid host)
    [ipc] the shared memory of this machine's processes (--ipc host)
    [uts] this machine's name (--uts host)
    [user] this machine's own users, root among them (--userns host)
   *[cgroup] this machine's own control groups (--cgroupns host)
}
allow-security_options = the security option { $value } (--security-opt), which weakens the isolation
allow-volume_options = volumes with driver options, which may be folders of this machine
allow-binds = { $value } of this machine, and everything in it (-v)
allow-engine_socket = the engine's own socket (-v /var/run/docker.sock): everything that the engine itself may do on this machine
allow-memory = up to { $value } of memory for each container (--memory)

## Exit statuses, in the manual page.

status-held = everything held
status-not-held = a check or a fate did not hold, or a lab's command failed
status-usage = wrong usage, or a faulty lab
status-engine = no engine, the engine failed, or something needed is missing or taken
status-interrupted = interrupted
