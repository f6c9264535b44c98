# Messages of `lab`: what can be wrong with a lab file, and why a lab cannot be had.
#
# Each fault says what is wrong and why. `.help` says how to mend it. `.suggest` is shown where
# `$suggestion` is not empty.

## Another place that matters.

note-first-here = the first one is here

## TOML itself.

fault-syntax = { $problem ->
    [missing-value] Here a value is missing.
    [missing-value-for-key] Here a key has no value.
    [key-with-no-value] Here a key has no value.
    [string-values-must-be-quoted] A text needs quotes.
    [missing-opening-quote] Here an opening quote is missing.
    [invalid-basic-string] This text in double quotes is not closed, or holds a character that has no place in it.
    [invalid-literal-string] This text in single quotes is not closed, or holds a character that has no place in it.
    [invalid-multi-line-basic-string] This text of several lines is not closed, or holds a character that has no place in it.
    [invalid-multi-line-literal-string] This text of several lines is not closed, or holds a character that has no place in it.
    [missing-escaped-value] TOML does not know this escape: behind a backslash may stand " \ b f n r t u U.
    [too-few-unicode-value-digits] An escape for a character needs all of its digits: four behind \u, eight behind \U.
    [unclosed-table] This header is not closed: a `]` is missing.
    [unclosed-array-table] This header is not closed: `]]` is missing.
    [unclosed-array] This list is not closed: a `]` is missing.
    [unclosed-inline-table] This table is not closed: a closing brace is missing.
    [missing-array-opening] This `]` closes a list that was not opened.
    [missing-inline-table-opening] This brace closes a table that was not opened.
    [missing-table-open] Here the `[` of a header is missing.
    [missing-comma-between-array-elements] Between two elements of a list a comma is missing.
    [missing-comma-between-key-value-pairs] Between two keys of a table a comma is missing.
    [missing-assignment-between-key-value-pairs] Between key and value a `=` is missing.
    [extra-comma-in-array] Here is one comma too many.
    [extra-comma-in-inline-table] Here is one comma too many.
    [extra] Here is one `=` too many.
    [extra-assignment-between-key-value-pairs] Here is one `=` too many.
    [unexpected-in-array] A list has values, not keys.
    [invalid-key-value-pair] Each line needs a key, a `=` and a value.
    [unexpected-key-or-value] Each line holds one key with its value, and here stands more.
    [unexpected-content-between-comment-and-newline] Behind a value the line must end.
    [unexpected-content] Behind a value the line must end.
    [invalid-unquoted-key] A key without quotes has letters, digits, `-` and `_` only.
    [unquoted-keys-cannot-be-empty] Here a key is missing.
    [missing-key-for-inline-table-element] Here a key is missing.
    [invalid-table] This header names no table.
    [carriage-return-must-be-followed-by-newline] Here stands half of a line break of Windows.
    [cannot-recurse-further-max-recursion-depth-met] Lists and tables are nested too deeply.
    [recursion-limit] Lists and tables are nested too deeply.
   *[other] This is not TOML: { $message }.
}
    .help = { $problem ->
        [missing-escaped-value] Write the text in single quotes, where a backslash is a backslash: '^\d+$'. In double quotes, write each backslash twice.
       *[other] A lab is a TOML file: key = "text", key = 5, key = ["one", "two"]. What depends on this place was not checked further.
    }

fault-curly-quote = `{ $found }` is a quote of a word processor, which TOML does not know.
    .help = Write plain quotes, "…" or '…'.

fault-odd-blank = Here stands an invisible character ({ $code }) that is no plain blank, as web pages and word processors have it.
    .help = Replace it by a plain blank, or remove it.

fault-full-width = `{ $found }` is a full-width character, and TOML has `{ $plain }` there.
    .help = Write `{ $plain }` instead.

fault-slash-comment = A comment in TOML begins with `#`.
    .help = Write # instead of //.

fault-colon-for-equals = Between key and value TOML has `=`, not a colon.
    .help = Write key = "value", also in a table in braces.

fault-quote-in-quotes = This `{ $quote }` closes the text, and there is more after it.
    .help = To have quotes within a text, put the other kind around it, or three of them on both sides.

fault-unclosed-text = This text of several lines ({ $quotes }) is not closed, so what comes after it was taken for a part of it.
    .help = Write { $quotes } where the text ends. Nothing after this place was checked.

fault-carriage-returns = The lines of this file end with a lone carriage return, as on very old systems, so that all of it is one line.
    .help = Save the file with the line ends of Unix (LF) or Windows (CRLF).

fault-step-header = A lab may have several steps, so the header of a step has two brackets on each side.
    .help = Write [[step]], for every step.

fault-toml-1-1 = { $what ->
    [line-break] A table in braces must stand on one line: a line break in it is newer than the TOML that labs are written in.
    [last-comma] In a table in braces no comma may stand behind the last value: that is newer than the TOML that labs are written in.
   *[escape] This escape is newer than the TOML that labs are written in.
}
    .help = { $what ->
        [line-break] Write the table on one line. A list in square brackets may have line breaks, with one table on each line.
        [last-comma] Remove the comma.
       *[escape] Write \u and the four digits of the character, such as \u001B.
    }

fault-duplicate-key = `{ $key }` stands twice in this table.
    .help = Remove one of the two.

fault-not-utf8 = { $encoding ->
    [utf-16] The file is in UTF-16, and a lab is in UTF-8.
   *[other] The file is not UTF-8: from here on it cannot be read.
}
    .help = Save it as UTF-8 in your editor. Files from older Windows programs are often UTF-16 or in a code page.

## Keys and values.

fault-unknown-key = A lab has no key `{ $key }` here.
    .help = { $home ->
        [lab] `{ $key }` belongs to the whole lab: write it at the top of the file, above the first header.
        [step] `{ $key }` belongs to a step: write it below [[step]], and above headers such as [step.predict]. Keys below a header belong to that header.
        [question] `{ $key }` belongs to the question of a step: write [step.predict] below the step, with `ask` and `choice`.
        [check] `{ $key }` says what must hold: write it in a check, beside what the check looks at.
       *[none] Remove it, or look at the list of keys in the reference of the lab format.
    }
    .suggest = Did you mean `{ $suggestion }`?

fault-missing-key = Here the key `{ $key }` is missing.
    .help = Add { $key } = …

fault-misplaced-key = `{ $key }` has no meaning beside `{ $subject }`.
    .help = Remove it, or look into the reference of the lab format for what may stand beside `{ $subject }`.


fault-wrong-type = `{ $key }` must be { $expected ->
    [string] a text in quotes
    [integer] a whole number
    [boolean] `true` or `false`
    [list] a list in square brackets
    [string-or-list] a text in quotes or a list of such texts
   *[table] a table
}, and this is { $found ->
    [string] a text
    [integer] a whole number
    [float] a number with a fraction
    [boolean] `true` or `false`
    [datetime] a date or a time
    [list] a list
   *[table] a table
}.
    .help = { $expected ->
        [string] { $key ->
            [within] Write a number and a unit, in quotes: within = "5s".
            [holds_for] Write a number and a unit, in quotes: holds_for = "1s".
           *[other] Write { $key } = "…".
        }
        [integer] { $key ->
            [status] Write a number without quotes, such as status = 200.
            [exit_code] Write a number without quotes, such as exit_code = 0.
            [minutes] Write a number without quotes, such as minutes = 10.
           *[other] Write a number without quotes and without a point, such as { $key } = 1.
        }
        [boolean] Write { $key } = true or { $key } = false, without quotes.
        [list] Write it in square brackets, also if there is only one.
        [string-or-list] Write { $key } = "…" or { $key } = ["…", "…"].
       *[table] Write keys and values in braces, or below a header in square brackets.
    }

fault-empty-text = `{ $key }` says nothing.
    .help = Write something between the quotes, or remove the key if it is not required.

fault-empty-list = This list for `{ $key }` is empty.
    .help = Write at least one element.

fault-format = The lab is written in format { $written }, and this version of statelab reads format { $known }.
    .help = Write format = { $known }. If the lab was made for a newer statelab, use that one.

fault-unknown-level = There is no level `{ $written }`.
    .help = The levels are: { $known }.
    .suggest = Did you mean `{ $suggestion }`?

fault-too-many-faults = here the check stopped, after { $count } faults
    .help = Mend these, then check the file once more: it shows what comes after them.
fault-too-many-patterns = there are more than { $most } patterns in this lab
    .help = Each is compiled. Say it with "contains" where that will do, or make two labs of it.
fault-too-many = `{ $key }` has { $count } parts, and a lab may have { $most } in one place.
    .help = Make two labs of it.
fault-long-text = The text of `{ $key }` is longer than the { $most } KiB that a lab may have in one place.
    .help = Put it into a file beside the lab.
fault-minutes = A lab takes between 1 and { $longest } minutes.
    .help = Write how many minutes a student needs who does it for the first time.

fault-duration = "{ $written }" is no span of time that `{ $key }` takes.
    .help = Write one whole number and one unit: "500ms", "5s" or "2m". It must be more than nothing, and an hour at the most.

fault-bad-id = "{ $id }" cannot be the id of a { $kind ->
    [watch] watch
    [choice] choice
    [lab] lab
   *[step] step
}.
    .help = An id has lower case letters from a to z, digits and `-`, and does not begin with `-`. People see the title or label, not the id.

fault-duplicate-id = { $kind ->
    [step] Two steps have the id "{ $id }". Reports and translations name a step by its id.
    [choice] Two answers have the id "{ $id }". Reports and translations name an answer by its id.
    [variable] The variable "{ $id }" stands twice, in `env` and `secret`.
   *[name] Two names of this watch are "{ $id }". Translations name them by these words.
}
    .help = Give the second one another { $kind ->
        [step] id
        [choice] id
       *[name] name
    }.

fault-bad-name = { $problem ->
    [empty] The name of { $kind ->
        [container] a container
        [volume] a volume
        [network] a network
       *[image] an image
    } is empty.
    [part] In the name "{ $name }" of an image a part is empty.
    [upper] "{ $name }" cannot be the name of an image: it has the capital letter `{ $character }`.
   *[character] "{ $name }" cannot be the name of { $kind ->
        [container] a container
        [volume] a volume
        [network] a network
       *[image] an image
    }: `{ $character }` has no place there.
}
    .help = { $kind ->
        [image] Images are named as for docker run: nginx, postgres:13, example.com:5000/group/name:tag.
       *[other] Such a name has letters from a to z, digits, `_`, `.` and `-`, and begins with a letter or digit.
    }

## Paths and addresses.

fault-container-path = "{ $written }" does not say in which container.
    .help = Write container:/path, such as my-nginx:/usr/share/nginx/html/index.html.

fault-relative-path = The path "{ $path }" in a container does not begin with `/`, and a container has no folder of its own to begin from.
    .help = Write the whole path, from `/` on.

fault-climbing-path = The path "{ $path }" goes up with `..`. Where that leads depends on links in the container.
    .help = Write the path without `..`.

fault-outside-workspace = "{ $path }" is not inside the workspace. A lab only touches files of its own workspace.
    .help = Write a path below the lab's folder, such as site/index.html: not absolute, without `..`, with `/` between folders.

fault-write-lab-file = A step does not write lab.toml: that is the lab itself, and no file of the workspace.
    .help = Choose another name, or a subfolder.

fault-unknown-file = There is no file "{ $path }" by then: the lab's folder has none, and no `docker cp` before brings it.
    .help = Put the file into the lab's folder, beside lab.toml, or correct its name.
    .suggest = Did you mean `{ $suggestion }`?

fault-unknown-container = No command of the lab makes a container called `{ $container }`.
    .help = Correct the name, or give a container this name with --name { $container }.
    .suggest = Did you mean `{ $suggestion }`?

fault-http-url = "{ $written }" is no address that a check can ask.
    .help = Write http://container:port/path with the port inside the container, such as http://my-nginx:80/.

fault-http-of-host = `{ $host }` is this machine, and a check asks a container.
    .help = Write the container's name, and the port inside the container: http://my-nginx:80/.

fault-http-status = { $written } is no status of HTTP.
    .help = A status is a number from 100 to 599; 200 means that the page was served.

fault-same-as = `same_as` must name one thing to compare with: a file of an image, of a container or of the workspace, or what was captured.
    .help = Write same_as = { "{" } image = "nginx", path = "/a/file" { "}" }, { "{" } container = "my-nginx", path = "/a/file" { "}" } or { "{" } local = "file" { "}" }, or same_as = "$name".

fault-same-as-text = "{ $written }" is neither a captured value nor said to be a file.
    .help = For a file of the workspace, write same_as = { "{" } local = "{ $written }" { "}" }. For what was captured, write same_as = "$name". For a text, write equals = "{ $written }".

## Commands in containers.

fault-exec-without-shell = `{ $text }` has a meaning for a shell only, and no shell reads this command.
    .help = Let a shell in the container run it: "sh -c '{ $line }'".

## Watches.

fault-no-subject = This watch looks at nothing.
    .help = Say what it looks at, with one of these keys: { $known }.

fault-two-subjects = This watch looks at two things: `{ $first }` and `{ $second }`.
    .help = Make two watches of it. Each has a fate of its own.

fault-unknown-watch = There is no watch `{ $watch }`.
    .help = Name one of the lab's watches, or add [watch.{ $watch }].
    .suggest = Did you mean `{ $suggestion }`?

## Allow.

fault-allow-false = `{ $key }` can only be true: what a lab does not ask for, it does not have.
    .help = Remove it.

fault-allow-bind = "{ $written }" is no folder of the host.
    .help = Write an absolute path without "..", such as "/srv/data".
fault-allow-memory = "{ $written }" is no amount of memory that a lab can ask for.
    .help = Write it as --memory has it, from "6m" to "1t", such as "4g".
fault-allow-device = "{ $written }" is no device of the host.
    .help = Write its whole path, such as /dev/fuse.

## Ready.

fault-no-ready-probe = This does not say how to know that the container is ready.
    .help = Say what tells it, with one of these keys: { $known }.

fault-two-ready-probes = A container is ready by one sign, and here are two: `{ $first }` and `{ $second }`.
    .help = Keep the one that comes last.

fault-ready-elsewhere = This looks at `{ $other }`, and says when `{ $container }` is ready.
    .help = Look at `{ $container }` itself, or correct the name in the header.

## Steps, fates and questions.

fault-no-step = The lab has no step.
    .help = Add a [[step]] with an id, a title and what it runs.

fault-unknown-fate = `{ $written }` is no fate.
    .help = The fates are: { $known }.
    .suggest = Did you mean `{ $suggestion }`?

fault-impossible-fate = A volume, container, image or network cannot be `{ $fate }`: it is a thing of the engine itself, and not a value that is kept somewhere.
    .help = A watch of such a thing has created, changed, deleted or lost. To follow what is in it, watch a file or use `exec`.

fault-expect-unchanged = That `{ $watch }` is unchanged need not be said: it is what no word of it means.
    .help = Remove it. Any fate that `expect` does not name fails the step.

fault-few-choices = One answer leaves nothing to choose.
    .help = Offer two answers or more, one of them right.

fault-duplicate-choice = Two answers stand for the fate `{ $fate }`, so that what is observed cannot tell which of them is right.
    .help = Give each answer a fate of its own.

fault-no-right-choice = None of the answers is right: in this step the fate is `{ $right }`.
    .help = Add an answer with fate = "{ $right }", or correct the step's `expect`. A watch that `expect` does not name is `unchanged`.

fault-missing-because = The answer `{ $fate }` is wrong here (`{ $right }` is right), and says nothing to the student who chooses it.
    .help = Add because = "…": why it is not so, in one or two sentences. If the answer is right, correct the step's `expect`.

fault-no-right-answer = Every one of these answers says why it is wrong, so that none is the right one.
    .help = Leave the `because` out of the answer that is right.

fault-two-right-answers = This answer says nothing to a student who chooses it wrongly, and neither does an earlier one.
    .help = Add because = "…": why it is not so. Only the one answer that is right has none.

fault-unknown-failure = A command cannot fail by `{ $written }`.
    .help = Write one of these words, or "exit" and the status of the program in the container: { $known }.
    .suggest = Did you mean `{ $suggestion }`?

## Captures and placeholders.

fault-bad-capture = "{ $name }" cannot be the name of what is captured.
    .help = It stands behind `$` in later commands: letters from a to z, digits and `_`, no digit first. `PWD` is the workspace.

fault-captured-before = `{ $name }` is captured already.
    .help = Choose another name: later commands could mean either.

fault-unknown-capture = Nothing is captured as `{ $name }` by then.
    .help = Write $ and the name of something that `capture` keeps in this step or an earlier one.
    .suggest = Did you mean `{ $suggestion }`?

fault-captured-later = `{ $name }` is captured in this step or a later one, so this line cannot have it.
    .help = Move the line to a later step, or the capture to an earlier one: a value is captured after the commands of its step.

fault-unknown-field = A capture cannot keep `{ $written }` of `{ $probe }`.
    .help = These can be kept: { $known }.
    .suggest = Did you mean `{ $suggestion }`?

fault-unknown-placeholder = `{ "{" }{ $written }{ "}" }` is no placeholder that can be filled here.
    .help = There are { "{" }watch.ID{ "}" }, { "{" }CONTAINER.id{ "}" }, both also with .before, and the name of what was captured by then. For a brace write it twice.
    .suggest = Did you mean `{ $suggestion }`?

fault-object-placeholder = `{ $watch }` watches an object of the engine, which has no value that could be shown here.
    .help = Say it in words. For a container write { "{" }CONTAINER.id{ "}" }, for anything else capture what is to be shown.

## Variables.

fault-short-secret = This secret is shorter than { $least } characters.
    .help = A secret is masked wherever its text stands; such a short one would be masked in the middle of words.

## Checks.

fault-no-probe = This check looks at nothing.
    .help = Say what it looks at, with one of these keys: { $known }.

fault-two-probes = This check looks at two things: `{ $first }` and `{ $second }`.
    .help = Make two checks of it, each in braces of its own.

fault-no-predicate = This check cannot fail: it says what to look at (`{ $probe }`), but not what must hold.
    .help = Add one of these: { $known }.

fault-output-false = `output` can only be true: it stands for what the step's last command printed.
    .help = Write output = true, and beside it what must hold, such as contains = "…".

fault-bad-pattern = This is no regular expression: { $cause }.
    .help = The syntax is that of the Rust library regex. In "…" every backslash is written twice; in '…' it is not.

fault-bad-number = { $written } is out of the range of `{ $key }`.
    .help = `exit_code` is a number from 0 to 255, `count` is 0 or more.

fault-json-pointer = "{ $written }" points at nothing in JSON.
    .help = A pointer begins with `/` and names the way down: /State/Health/Status, /Mounts/0/Name. An empty one is the whole.

fault-unknown-word = There is no `{ $key }` called `{ $written }`.
    .help = There are: { $known }.
    .suggest = Did you mean `{ $suggestion }`?

fault-unknown-mount-type = There is no mount of the type `{ $written }`.
    .help = The types are: { $known }.
    .suggest = Did you mean `{ $suggestion }`?

## Translations.

fault-no-translation = { $language ->
    [none] { $name } is named like a translation, but there is no such language.
   *[known] { $name } is named like a translation, and has none of the keys of one.
}
    .help = A translation is named after a language (ko.toml) and has title, summary, [watch.ID] and [step.ID]. If this is a file of the lab, give it a longer name or put it into a subfolder.

fault-missing-text = Here the text `{ $key }` is not translated.
    .help = Add { $key } = …. As long as it is missing, people read the original's.

fault-missing-part = { $kind ->
    [watch] The watch `{ $id }` is not translated.
    [named] The name "{ $id }" is not translated.
    [choice] The answer `{ $id }` is not translated.
   *[step] The step `{ $id }` is not translated.
}
    .help = { $kind ->
        [watch] Add [watch.{ $id }] with its texts.
        [named] Add named."{ $id }" = "…".
        [choice] Add choice.{ $id } = { "{" } text = "…" { "}" }.
       *[step] Add [step.{ $id }] with its texts.
    }

fault-unknown-part = { $kind ->
    [watch] The lab has no watch `{ $written }`.
    [named] The lab has no name "{ $written }" for a value here.
    [choice] The question has no answer `{ $written }`.
   *[step] The lab has no step `{ $written }`.
}
    .help = { $kind ->
        [named] Write the name as the lab has it, behind `as`.
        [choice] Write the id of an answer: its fate, or its `id`.
       *[step] Write an id as the lab has it, or remove this.
    }
    .suggest = Did you mean `{ $suggestion }`?

fault-left-over-text = The lab has no `{ $key }` here that could be translated.
    .help = Remove it.

fault-text-count = `{ $key }` has { $count } texts here, and { $wanted } in the lab.
    .help = Translate each, in the lab's order.

fault-foreign-placeholder = `{ "{" }{ $written }{ "}" }` does not stand in the original of this text.
    .help = Quote what the original quotes, in the same braces. For a brace itself write it twice.
    .suggest = Did you mean `{ $suggestion }`?

fault-missing-placeholder = The original of this text has `{ "{" }{ $written }{ "}" }`, and this has not.
    .help = Say it with the same placeholder, so that people read what was observed.

## Why a lab cannot be had.

library-unknown-lab = There is no lab called `{ $lab }`.
    .help = `statelab list` shows all labs. A lab in a folder of yours is named by its path, such as ./my-lab.

library-no-folder = There is no folder { $path }.
    .help = Behind --labs stands a folder that holds labs: each lab is a folder in it, with a file lab.toml.

library-no-lab = At { $path } there is no lab.
    .help = A lab is a folder with a file lab.toml. Name the folder, or this file.

library-bad-id = A folder called "{ $name }" cannot be a lab, since the folder's name is the lab's id.
    .help = Rename the folder: lower case letters from a to z, digits and `-`, and no `-` at the beginning.

library-too-large = { $path } is too large for a lab: the limit is { $mebibytes } MiB.
    .help = A lab.toml may have 1 MiB, a recording 1024 MiB, any other file 16 MiB, and all files of a lab together 64 MiB. Let a step make large data inside a container.

library-too-many = { $path } holds more than { $limit } files, too many for a lab.
    .help = Move what does not belong to the lab out of its folder.

library-leads-out = { $path } is a link that leads out of the lab's folder.
    .help = Put a copy of the file into the folder. A lab may be somebody else's, and so is never followed to other files of yours.

library-link = { $path } is a link.
    .help = Put the file itself in its place: lab.toml, translations and recordings are never read through links.

library-not-a-file = { $path } cannot be a file of a lab.
    .help = A lab's folder holds plain files and folders, with names in UTF-8. Links to folders, sockets and pipes have no place in it.

library-unreadable = { $path } cannot be read: { $cause }.
    .help = See that it is there and that you may read it.

library-faulty = { $path } has faults: { $count }.
    .help = `statelab check { $path }` shows each at its place.
