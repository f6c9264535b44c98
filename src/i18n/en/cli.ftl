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
run-answer-not = The answer is not the one that the lab says: { $text }
run-answers-none = none of the answers
run-evidence = evidence
run-no-evidence = Nothing in the engine changed.
run-written = Wrote { $path }
run-failed-well = It had to fail ({ $how }), and did.
run-failed-not = It had to fail ({ $how }), and did not fail so.
run-empty = an empty text
run-differs = { $predicate }, with these lines different:
run-line-expected = Line { $number }, expected: { $text }
run-line-seen = Line { $number }, seen: { $text }
run-moment = { $time }: { $seen }
run-command-failed = The command ended with status { $status }.
run-cut = … and { $bytes } bytes more
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
run-waiting-holds = Watching that this goes on holding: { $text }
run-waiting-command = Still running: { $line }
run-waiting-foreground = Still running, until its container ends (with -d it would run in the background): { $line }
run-waiting-watch = Waiting until { $label } can be read
run-busy = Running: { $line }
run-ready = { $container } is ready after { $time }.
run-not-ready = { $container } did not become ready (waited { $time }). Its last words:
run-not-ready-silent = { $container } did not become ready (waited { $time }). It wrote nothing.
run-step-failed = This step did not come out as the lab says.
run-passed = Passed: { $steps ->
    [one] the one step
   *[other] all { $steps } steps
}, { $judged ->
    [one] one observation
   *[other] { $judged } observations
} as the lab says, in { $time }.
run-failed = Did not come out as the lab says: { $passed } of { $steps } steps passed, { $held } of { $judged } observations held, in { $time }.
run-errored = The run could not go on: { $passed } of { $steps } steps passed.
run-interrupted = Stopped: { $passed } of { $steps } steps passed.
run-cleaning = Removing what the run made …
run-cleaned = Removed what the run made: { $what }.
run-cleaned-nothing = Nothing of the run is left.
run-left = Could not remove the { $kind ->
    [container] container
    [network] network
    [image] image
   *[volume] volume
} { $name }.
    .help = Remove it yourself: { $command }
run-left-behind = Left behind, since you asked to stop at once:
run-left-to-reaper = Stopped at once. A process in the background goes on removing what the run made; `statelab doctor` tells when something is left.
run-left-tried-again = A process in the background tries again to remove it; `statelab doctor` tells when something is left.
run-no-reaper = The process that cleans up when this one is killed could not be started: { $cause }
    .help = The run goes on. Should it be killed, the next one removes what it left, and so does: statelab clean
run-swept = Removed what an earlier run of { $lab } had left: { $what }.
run-swept-later = A process in the background goes on removing what earlier runs left ({ $labs }). Until it is done their names may be taken; `statelab doctor` tells when something is left.
run-not-swept = What earlier runs left ({ $labs }) is not removed yet, and the process that goes on with it could not be started: { $cause }
    .help = The next run tries it again, and so does: statelab clean
kind-container = container { $name }
kind-volume = volume { $name }
kind-network = network { $name }
kind-image = image { $name }


## Guided runs

guide-nothing-runs = nothing runs before you have answered
guide-choose = ↑ ↓ to move, Enter to choose, Esc to leave
guide-number = Type the number of your answer, 1 to { $count }, then Enter (q leaves):
guide-go-on = Go on without an answer
guide-choose-or-go-on = ↑ ↓ to move, Enter to choose, Esc to go on
guide-number-or-go-on = Type the number of your answer, 1 to { $count }, then Enter; Enter alone goes on (q leaves):
guide-allow = “{ $title }” asks for more of this machine than a container of a lab has. Nothing of it has run.
guide-allow-ask = May it have that? (asked once, as long as the lab stays as it is)
guide-allow-no = No, do not run it
guide-allow-yes = Yes, I trust this lab
guide-own = No container engine answers. { $program } is installed: statelab can run an engine of its own with it, which keeps its images and meets no other one. It stops with the last run.
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
guide-evidence = i shows what proves it
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
    .help = Make one where an engine is: statelab run --yes { $lab } --record FILE
replay-stale = The lab was changed since this recording was made: it shows the lab as it was.
recording-not-a-recording = { $name } is no recording.
    .help = Name a file that statelab run --record wrote: its first line says so.
recording-no-file = { $name } is not a plain file.
    .help = Name a file that statelab run --record wrote. A folder, a pipe or a device is not opened.
recording-newer = { $name } was made by a newer statelab: it has format { $version }, and this program reads format 1.
    .help = Play it with a newer statelab.
recording-unreadable = { $name } could not be read at line { $line }: { $cause }
    .help = Name a file that can be read.
recording-too-long = Line { $line } of { $name } is longer than any that a run writes; it was passed over.
    .help = Make the recording again.
recording-not-text = Line { $line } of { $name } is no text; it was passed over.
    .help = Make the recording again.
recording-breaks-off = { $name } breaks off within line { $line }: the run or its disk ended there. What stands before it was shown.
    .help = Make the recording again.
recording-not-json = Line { $line } of { $name } is not JSON; it was passed over.
    .help = Make the recording again.
recording-no-event = Line { $line } of { $name } is not an event; it was passed over.
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
list-needs-too = needs as well: { $labs }
show-concepts = concepts
show-allow = asks for: { $what }
show-needs = do before
show-images = images
show-watches = watches
show-writes = writes { $path }
show-question = Question: { $ask }
show-run = To follow it: statelab run { $lab }
show-replay = To see it without an engine: statelab replay { $lab }

## The menu

menu-title = What a container keeps and what it loses
menu-engine = engine: { $engine } · images ready { $ready } of { $all }
menu-no-engine = engine: none
menu-replay = Until then each lab can be seen as a recording of a real run: nothing is run for it.
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
} A lab with warnings runs; what is not translated is read in the original.

## doctor

doctor-engine = Engine
doctor-tried-line = { $url } ({ $origin }):
doctor-images = Images
doctor-image-official = here
doctor-image-stand-in = here, as a stand-in: { $what }
doctor-image-missing = missing
doctor-image-unknown = not looked at, since no engine answers
doctor-image-needed = The image { $image } is missing. Labs that need it: { $labs }.
    .help = { $stand_in ->
        [yes] Where there is internet: docker pull { $image }. Elsewhere: docker load -i FILE, or, in a clone of statelab on Debian: make images.
       *[no] Where there is internet: docker pull { $image }. Elsewhere: docker load -i FILE.
    }
doctor-labs = needed by { $labs }
doctor-no-engine = No container engine answers.
doctor-fine = All is ready.
doctor-not-fine = { $count ->
    [one] One thing is missing.
   *[other] { $count } things are missing.
}
doctor-left-help = To remove it: statelab clean
doctor-good = good:
doctor-bad = bad:
doctor-root = runs with root's rights
doctor-rootless = runs without root's rights (rootless)
doctor-cgroup = control groups of version { $version }, managed by { $driver }
doctor-room = images in { $path }: { $room } free
doctor-proxy = pulls through { $name }={ $value }
doctor-own = A run starts an engine of its own with { $program }, after asking.
    .help = To start it now, and keep it up: statelab engine start
doctor-passed-over = { $url } was named by docker's configuration, and another engine is used in its place.
doctor-rights-group = { $path } belongs to the group { $group }, and you ({ $user }) are not in it.
    .help = Type `sudo usermod -aG { $group } { $user }`, then log out and in again.
doctor-rights-not-yet = { $path } belongs to the group { $group }. You are in it, and this session began before that.
    .help = Log out and in again.
doctor-rights-owner = { $path } may be used by { $owner } alone.
    .help = Run statelab as { $owner }, or set up the engine with a group for its socket.
doctor-rights-folder = { $path } lies in a folder that is closed to you.
    .help = Run statelab as the user whose engine it is (for root's: with sudo).
doctor-no-limits = This engine cannot manage control groups, so limits on memory and processes do not hold.
    .help = Let your user manage them: on a system with version 2 and systemd, rootless engines can (`loginctl enable-linger`).
doctor-vfs = The storage driver vfs copies every layer whole: labs are slow, and take much room.
    .help = Set up the engine with overlay2 (Podman: overlay), on a disk with ext4 or xfs.
doctor-little-room = There is little room for images in { $path }: { $room }.
    .help = `docker system df` shows what takes the room. Make some before a workshop.
doctor-proxy-unknown = { $name } is { $value } here, and the engine pulls images without a proxy.
    .help = Give it to the engine itself: in dockerd's settings, or in the environment that it is started in.
origin-flag = --engine
origin-context = docker's context { $name }
origin-usual = a usual place
origin-choice = statelab engine use
origin-configuration = docker's configuration
origin-own = statelab's own

## engine

engine-list = Engines
engine-list-counts = ← counts
engine-list-absent = Nothing is there: { $paths }
engine-list-own = does not run; a run would start it with { $program } where no other one answers
engine-list-use = To remember one of them: statelab engine use NAME|URL (a context's name, an address, or own)
engine-use = From now on this engine counts: { $url }
engine-use-none = No engine is remembered any more: the usual order counts.
engine-use-behind = As long as it is given, { $url } ({ $origin }) counts before it.
    .help = Leave it out, or unset that variable.
engine-use-silent = It is remembered, and does not answer now.
engine-starting = Starting an engine of our own ({ $program }) …
engine-started = It runs, and stays until `statelab engine stop`: { $url }
engine-started-already = It ran already, and stays until `statelab engine stop`: { $url }
engine-stopped = It has stopped. Its images stay.
engine-stopped-later = Runs still use it: it stops with the last of them.
engine-stopped-none = No engine of our own runs.
engine-stops-not = The engine of our own does not stop: { $cause }
    .help = What it wrote about itself is in { $log }
own-starting = No container engine answers: starting one of our own ({ $program }). It stops with the last run.
own-starting-asked = Starting the engine of our own ({ $program }). It stops with the last run.
own-no-images = It has no images yet. Where no registry gives them, in a clone of statelab: statelab engine start && STATELAB_ENGINE={ $url } make images
own-failed = The engine of our own did not start. Its last words: { $words }
    .help = All that it wrote is in { $log }
own-failed-system = The engine of our own could not be started, since the system refused something in { $path }: { $cause }
    .help = Look whether that folder can be written, and whether its disk has room.

## --help. An argument that all commands take has its name as key, one of a command both names.

help-heading-usage = Usage
help-heading-commands = Commands
help-heading-arguments = Arguments
help-heading-options = Options
help-options = OPTIONS
help-command = COMMAND
help-more = More: --help
help-about = What does a container keep, and what does it lose? Guided labs, run on a real engine.
help-engine = Where the engine answers, such as `unix:///var/run/docker.sock` or `own` [otherwise: by `STATELAB_ENGINE`, `DOCKER_HOST`, `DOCKER_CONTEXT`, `engine use`, docker's context, the usual sockets]
help-folders = A folder with more labs; one of a shipped lab's id takes its place
help-lang = The language of all words: { $known } [otherwise: by `STATELAB_LANG`, `LC_ALL`, `LC_MESSAGES`, `LANG`]
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
help-run-allow = Let the labs have what they ask for beyond a container's usual walls, without a question
help-run-no-allow = Let no lab have more than a container's usual walls: one that asks for more is not run
help-run-time-limit = End the run of a lab that is not over by then, and remove all of it: 90s, 30m or 2h [otherwise: 2h where nobody is asked, none in a guided run]
help-run-evidence = Unfold the evidence behind each step's explanation
help-run-record = Write a recording, which `statelab replay FILE` plays; in the place of another recording only
help-run-pictures = Draw SVG pictures into a folder: each step that changed what keeps what, and all fates at the end
help-run-format = How to say it: text (for people) or json (asks nothing, and prints what `--record` writes) [otherwise: text]
help-run-keep = Leave what the run made, and say how to remove it
help-run-scoped = Give everything names of the run's own in the engine, so that several runs of a lab can go on at once
help-about-replay = Play a recording of a run: no engine is needed
help-replay-what = A file that `run --record` wrote, or a lab, by its id or folder, that carries a recording
help-replay-speed = How many times as fast as it was, such as 1, 2 or 0.5; `max`: at once [otherwise: on a terminal as it was, with long waits shortened to a second; elsewhere at once]
help-replay-pictures = Draw SVG pictures into a folder: each step that changed what keeps what, and all fates at the end
help-replay-yes = Ask nothing
help-about-check = Check lab files: every fault, at its place
help-check-paths = Lab files, their folders, or folders of labs
help-check-format = How to say it: text (for people) or json (for programs) [otherwise: text]
help-about-locate = Tell where a path of any container is kept, and what will become of it
help-locate-place = Any container of the engine, by its name or id, and a path in it
help-locate-format = How to say it: text (for people) or json (for programs) [otherwise: text]
help-about-doctor = Look at the engine and the images: what is missing, and how to mend it
help-doctor-format = How to say it: text (for people) or json (for programs) [otherwise: text]
help-about-engine = See which engines there are, choose one, or run one of our own
help-about-engine-list = List every place where an engine may be, and which one counts
help-engine-list-format = How to say it: text (for people) or json (for programs) [otherwise: text]
help-about-engine-use = Remember an engine: it counts behind the environment's wishes, and before docker's context
help-engine-use-name = An address, the name of a docker context, or `own` (the engine of our own); `none` forgets what was remembered
help-engine-use-none = Forget what was remembered
help-about-engine-info = Tell what is known of an engine
help-engine-info-name = An address, the name of a docker context, or `own` [otherwise: the one that counts]
help-engine-info-format = How to say it: text (for people) or json (for programs) [otherwise: text]
help-about-engine-start = Start an engine of our own (Podman or dockerd), which stays until `stop`
help-about-engine-stop = Stop the engine of our own; its images stay
help-about-clean = Remove what runs left: those that were killed, and those that were kept
help-clean-yes = Ask nothing
help-clean-dry-run = Only tell what would be removed
help-clean-foreign = Remove what the run of this id has on the engine and nothing here tells of: another machine's, or one whose file here is lost
help-about-completions = Print completions for a shell
help-completions-shell = The shell
help-about-man = Print the manual page

## Mistakes at the command line

mistake-unknown-argument = There is no argument `{ $argument }` here.
mistake-unknown-command = There is no command `{ $command }`.
mistake-missing-argument = Missing: { $argument }
mistake-missing-value = `{ $argument }` needs a value.
mistake-invalid-value = `{ $value }` is no value for `{ $argument }`.
    .help = It can be: { $known }
mistake-needless-value = `{ $argument }` takes no value, and here is `{ $value }`.
mistake-argument-twice = `{ $argument }` stands twice.
mistake-conflict = `{ $argument }` and `{ $other }` cannot stand together.
mistake-not-utf8 = An argument is not UTF-8.
mistake-other = This command line is not understood: { $cause }

locate-no-path = { $place } names no path of a container.
    .help = Write the container's name or id, a colon, and a path: statelab locate my-nginx:/usr/share/nginx/html
cli-unknown-locale = There are no words for the language { $written } (from { $origin }).
    .help = There are: { $known }
cli-timeout = { $written } (from { $origin }) is no number of seconds.
    .help = Give the longest that a call to the engine may take, such as 30 or 2.5, or unset it.
cli-state-folder = The folder for what a run keeps could not be used: { $path }: { $cause }
    .help = Point XDG_STATE_HOME to a folder that can be written.
cli-state-link = { $path }, the folder for what a run keeps, is a link. Another user may have put it there.
    .help = Put the folder itself in its place, or point XDG_STATE_HOME to a folder of yours.
cli-state-owner = { $path }, the folder for what a run keeps, belongs to another user, with the number { $uid }.
    .help = Run the program as that user, or point XDG_STATE_HOME to a folder of yours.
cli-no-home = There is no home folder to keep a run's files in.
    .help = Set HOME, or XDG_STATE_HOME to a folder that can be written.
cli-output = What was to be shown could not be written: { $cause }
    .help = Make room where it goes, then run the same again.
cli-no-engine = No container engine answers. This was tried:
cli-no-engine-but-recording = { cli-no-engine }
    .help = To see a recording of this lab without an engine: statelab replay { $lab }
cli-record = The recording { $path } could not be written: { $cause }
    .help = Name a file in a folder that can be written and has room.
cli-record-taken = { $path } is there already, and is no recording; it stays as it is.
    .help = Name another file, or remove this one first.
cli-pictures = No pictures could be written to { $path }: { $cause }
    .help = Name a folder that can be written and has room.
cli-pictures-no-folder = { $path } is there already, and is no folder; it stays as it is.
    .help = Name another folder for the pictures, or remove this file first.
cli-pictures-taken = { $path } is there already, and is no SVG picture; it stays as it is.
    .help = Name another folder for the pictures, or remove this one first.
cli-progress = What you have done so far could not be kept in { $path } or read from it: { $cause }
    .help = Where the file is damaged, remove it: only the marks in the menu go with it.
cli-system = The system refused: { $cause }
    .help = Free some of its resources (open files, memory), then try again.
run-kept = Kept, since you asked for it. To remove it: statelab clean, or by hand:

## clean

clean-here = Left by earlier runs
clean-run = { $lab } (run { $run }):
clean-run-kept = { $lab } (run { $run }), kept on purpose:
clean-only-files = only files
clean-nothing = Nothing of an earlier run is left here.
clean-elsewhere = Made by runs that are unknown here
clean-elsewhere-help = Another machine or another user may have made these on this engine, and may still be using them; so they stay. To remove those of one run: statelab clean --foreign RUN
clean-elsewhere-images = Images stay in any case, since one that somebody made from them looks the same. By hand: docker rmi
clean-removed = Run { $run }: removed { $what }.
clean-removed-nothing = Run { $run }: removed; nothing of it was left in the engine.
clean-left = Something of the run { $run } is still there.
    .help = When what is in the way is gone, run the same again: statelab clean
clean-no-engine = The engine of the run { $run } cannot be used: { $url }
    .help = Start that engine, then run the same again: statelab clean
clean-unreadable = The list of what a run made cannot be read ({ $path }): { $cause }
    .help = A newer statelab may have written it. What is damaged can only be removed by hand, with what stands in it.
clean-not-foreign = The run { $run } is one of this machine.
    .help = If it is over, this removes what it left: statelab clean
clean-unknown-run = Nothing on this engine was made by a run { $run } that is unknown here.
    .help = Those that there are: statelab clean --dry-run
clean-unasked = Nothing was removed, since nobody can be asked here.
    .help = To remove it without a question: --yes

## What a lab asks for under [allow]

cli-not-allowed = The lab { $lab } asks for more of this machine than it may have, and was not run:
    .help = If you trust it, run it on a terminal and say so, or run it with --allow.
allow-privileged = privileged mode (--privileged): all that the engine itself may do on this machine
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
allow-security_options = the security option { $value } (--security-opt), which loosens the walls
allow-volume_options = volumes by a driver's own options, which may be folders of this machine
allow-binds = { $value } of this machine, and all that is in it (-v)
allow-engine_socket = the engine's own socket (-v /var/run/docker.sock): all that the engine itself may do on this machine
allow-memory = up to { $value } of memory for each container (--memory)

## Exit statuses, in the manual page.

status-held = all held
status-not-held = a check or a fate did not hold, or a lab's command failed
status-usage = wrong usage, or a faulty lab
status-engine = no engine, it failed, or something needed is missing or taken
status-interrupted = interrupted
