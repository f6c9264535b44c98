# Messages of `lab`: faults in a lab file, and why a lab cannot be read.
#
# Each fault says what is wrong and why. `.help` says how to fix it. `.suggest` is shown where
# `$suggestion` is not empty.

## Notes on a second place.

note-first-here = the first one is here

## TOML itself.

fault-syntax = { $problem ->
    [missing-value] A value is missing here.
    [missing-value-for-key] This key has no value.
    [key-with-no-value] This key has no value.
    [string-values-must-be-quoted] A string needs quotes.
    [missing-opening-quote] An opening quote is missing here.
    [invalid-basic-string] This string in double quotes is not closed, or has a character that is not allowed in it.
    [invalid-literal-string] This string in single quotes is not closed, or has a character that is not allowed in it.
    [invalid-multi-line-basic-string] This string of several lines is not closed, or has a character that is not allowed in it.
    [invalid-multi-line-literal-string] This string of several lines is not closed, or has a character that is not allowed in it.
    [missing-escaped-value] TOML does not know this escape: a backslash may be followed by " \ b f n r t u U.
    [too-few-unicode-value-digits] An escape for a character needs all of its digits: four after \u, eight after \U.
    [unclosed-table] This header is not closed: a `]` is missing.
    [unclosed-array-table] This header is not closed: `]]` is missing.
    [unclosed-array] This list is not closed: a `]` is missing.
    [unclosed-inline-table] This table is not closed: a closing brace is missing.
    [missing-array-opening] This `]` closes a list that was not opened.
    [missing-inline-table-opening] This brace closes a table that was not opened.
    [missing-table-open] The `[` of a header is missing here.
    [missing-comma-between-array-elements] A comma is missing between two elements of a list.
    [missing-comma-between-key-value-pairs] A comma is missing between two keys of a table.
    [missing-assignment-between-key-value-pairs] An `=` is missing between key and value.
    [extra-comma-in-array] There is one comma too many here.
    [extra-comma-in-inline-table] There is one comma too many here.
    [extra] There is one `=` too many here.
    [extra-assignment-between-key-value-pairs] There is one `=` too many here.
    [unexpected-in-array] A list has values, not keys.
    [invalid-key-value-pair] Each line needs a key, an `=` and a value.
    [unexpected-key-or-value] Each line has one key with its value, but this one has more.
    [unexpected-content-between-comment-and-newline] The line must end after a value.
    [unexpected-content] The line must end after a value.
    [invalid-unquoted-key] A key without quotes may have only letters, digits, `-` and `_`.
    [unquoted-keys-cannot-be-empty] A key is missing here.
    [missing-key-for-inline-table-element] A key is missing here.
    [invalid-table] This header does not name a table.
    [carriage-return-must-be-followed-by-newline] There is half of a Windows line break here.
    [cannot-recurse-further-max-recursion-depth-met] Lists and tables are nested too deeply.
    [recursion-limit] Lists and tables are nested too deeply.
   *[other] This is not TOML: { $message }.
}
    .help = { $problem ->
        [missing-escaped-value] Write the text in single quotes, where a backslash is a backslash: '^\d+$'. In double quotes, write each backslash twice.
       *[other] A lab is a TOML file: key = "text", key = 5, key = ["one", "two"]. What depends on this line was not checked.
    }

fault-curly-quote = `{ $found }` is a typographic quote, which TOML does not know.
    .help = Write plain quotes, "…" or '…'.

fault-odd-blank = There is an invisible character here ({ $code }) that is not a plain space. Web pages and word processors often have it.
    .help = Replace it with a plain space, or remove it.

fault-full-width = `{ $found }` is a full-width character, and TOML has `{ $plain }` there.
    .help = Write `{ $plain }` instead.

fault-slash-comment = A comment in TOML begins with `#`.
    .help = Write # instead of //.

fault-colon-for-equals = TOML has `=` between key and value, not a colon.
    .help = Write key = "value", also in a table in braces.

fault-quote-in-quotes = This `{ $quote }` closes the text, and there is more after it.
    .help = To have quotes within a text, put the other kind around it, or three of them on both sides.

fault-unclosed-text = This text of several lines ({ $quotes }) is not closed, so everything after it was read as a part of it.
    .help = Write { $quotes } where the text ends. Nothing after this place was checked.

fault-carriage-returns = The lines of this file end with a lone carriage return, so the whole file is one line.
    .help = Save the file with the line ends of Unix (LF) or Windows (CRLF).

fault-step-header = A lab may have several steps, so the header of a step has two brackets on each side.
    .help = Write [[step]], for every step.

fault-toml-1-1 = { $what ->
    [line-break] A table in braces must be on one line: a line break in it is newer than the TOML that labs are written in.
    [last-comma] In a table in braces the last value must not be followed by a comma: that is newer than the TOML that labs are written in.
   *[escape] This escape is newer than the TOML that labs are written in.
}
    .help = { $what ->
        [line-break] Write the table on one line. A list in square brackets may have line breaks, with one table on each line.
        [last-comma] Remove the comma.
       *[escape] Write \u and the four digits of the character, such as \u001B.
    }

fault-duplicate-key = `{ $key }` is given twice in this table.
    .help = Remove one of the two.

fault-not-utf8 = { $encoding ->
     [utf-16] The file is in UTF-16, but a lab must be in UTF-8.
    *[other] The file is not UTF-8: it cannot be read from here on.
 }
    .help = Save it as UTF-8 in your editor. Files from older Windows programs are often UTF-16 or in a code page.

## Keys and values.

fault-unknown-key = A lab has no key `{ $key }` here.
    .help = { $home ->
        [lab] `{ $key }` belongs to the whole lab: write it at the top of the file, above the first header.
        [step] `{ $key }` belongs to a step: write it below [[step]], and above headers such as [step.predict]. Keys below a header belong to that header.
        [question] `{ $key }` belongs to the question of a step: write [step.predict] below the step, with `ask` and `choice`.
        [check] `{ $key }` says what must hold: write it in a check, next to what the check looks at.
       *[none] Remove it, or look up the keys in the reference of the lab format.
    }
    .suggest = Did you mean `{ $suggestion }`?

fault-missing-key = The key `{ $key }` is missing here.
    .help = Add { $key } = …

fault-misplaced-key = `{ $key }` cannot be used with `{ $subject }`.
    .help = Remove it, or look up in the reference of the lab format what goes with `{ $subject }`.


fault-wrong-type = `{ $key }` must be { $expected ->
    [string] a string in quotes
    [integer] a whole number
    [boolean] `true` or `false`
    [list] a list in square brackets
    [string-or-list] a string in quotes or a list of such strings
   *[table] a table
}, but this is { $found ->
    [string] a string
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
        [list] Write it in square brackets, even if there is only one.
        [string-or-list] Write { $key } = "…" or { $key } = ["…", "…"].
       *[table] Write keys and values in braces, or below a header in square brackets.
    }

fault-empty-text = `{ $key }` is empty.
    .help = Write something between the quotes, or remove the key if it is not required.

fault-empty-list = The list `{ $key }` is empty.
    .help = Write at least one element.

fault-format = The lab is written in format { $written }, but this version of statelab reads format { $known }.
    .help = Write format = { $known }. If the lab was made for a newer statelab, use that one.

fault-unknown-level = There is no level `{ $written }`.
    .help = The levels are: { $known }.
    .suggest = Did you mean `{ $suggestion }`?

fault-too-many-faults = the check stopped here, after { $count } faults
    .help = Fix these, then check the file again: it shows what comes after them.
fault-too-many-patterns = there are more than { $most } patterns in this lab
    .help = Each pattern is compiled. Use "contains" where it is enough, or split the lab into two.
fault-too-many = `{ $key }` has { $count } parts, but a lab may have only { $most } in one place.
    .help = Split the lab into two.
fault-long-text = The text of `{ $key }` is longer than { $most } KiB, the limit for one text.
    .help = Put it into a file in the lab's folder.
fault-minutes = A lab takes between 1 and { $longest } minutes.
    .help = Write how many minutes a student needs the first time.

fault-duration = "{ $written }" is not a duration that `{ $key }` takes.
    .help = Write one whole number and one unit: "500ms", "5s" or "2m". It must be more than zero, and at most an hour.

fault-bad-id = "{ $id }" cannot be the id of a { $kind ->
    [watch] watch
    [choice] choice
    [lab] lab
   *[step] step
}.
    .help = An id has lower-case letters from a to z, digits and `-`, and does not begin with `-`. Students see the title or label, not the id.

fault-duplicate-id = { $kind ->
    [step] Two steps have the id "{ $id }". Reports and translations name a step by its id.
    [choice] Two answers have the id "{ $id }". Reports and translations name an answer by its id.
    [variable] The variable "{ $id }" is given twice, in `env` and `secret`.
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
    }: `{ $character }` is not allowed there.
}
    .help = { $kind ->
        [image] Images are named as for docker run: nginx, postgres:13, example.com:5000/group/name:tag.
       *[other] Such a name has letters from a to z, digits, `_`, `.` and `-`, and begins with a letter or digit.
    }

## Paths and addresses.

fault-container-path = "{ $written }" does not name a container.
    .help = Write container:/path, such as my-nginx:/usr/share/nginx/html/index.html.

fault-relative-path = The path "{ $path }" in a container does not begin with `/`, and there is no folder that it could be relative to.
    .help = Write the whole path, beginning with `/`.

fault-climbing-path = The path "{ $path }" goes up with `..`. Where that leads depends on links in the container.
    .help = Write the path without `..`.

fault-outside-workspace = "{ $path }" is not inside the workspace. A lab only uses files of its own workspace.
    .help = Write a path below the lab's folder, such as site/index.html: not absolute, without `..`, with `/` between folders.

fault-write-lab-file = A step cannot write lab.toml: that is the lab itself, not a file of the workspace.
    .help = Choose another name, or a subfolder.

fault-unknown-file = There is no file "{ $path }" at this point: it is not in the lab's folder, and no earlier `docker cp` copies it.
    .help = Put the file into the lab's folder, beside lab.toml, or correct its name.
    .suggest = Did you mean `{ $suggestion }`?

fault-unknown-container = No command of the lab makes a container called `{ $container }`.
    .help = Correct the name, or give a container this name with --name { $container }.
    .suggest = Did you mean `{ $suggestion }`?

fault-http-url = "{ $written }" is not an address that a check can request.
    .help = Write http://container:port/path with the port inside the container, such as http://my-nginx:80/.

fault-http-of-host = `{ $host }` is this machine, but a check requests a container.
    .help = Write the container's name, and the port inside the container: http://my-nginx:80/.

fault-http-status = { $written } is not an HTTP status.
    .help = A status is a number from 100 to 599; 200 means that the page was served.

fault-same-as = `same_as` must name one thing to compare with: a file of an image, of a container or of the workspace, or a captured text.
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
    .help = Make two watches. Each has a fate of its own.

fault-unknown-watch = There is no watch `{ $watch }`.
    .help = Name one of the lab's watches, or add [watch.{ $watch }].
    .suggest = Did you mean `{ $suggestion }`?

## Allow.

fault-allow-false = `{ $key }` can only be true: a lab has nothing that it does not ask for.
    .help = Remove it.

fault-allow-bind = "{ $written }" is not a folder of the host.
    .help = Write an absolute path without "..", such as "/srv/data".
fault-allow-memory = "{ $written }" is not an amount of memory that a lab can ask for.
    .help = Write it as --memory has it, from "6m" to "1t", such as "4g".
fault-allow-device = "{ $written }" is not a device of the host.
    .help = Write its whole path, such as /dev/fuse.

## Ready.

fault-no-ready-probe = This does not say when the container is ready.
    .help = Say how to see it, with one of these keys: { $known }.

fault-two-ready-probes = A container has one sign that it is ready, but here are two: `{ $first }` and `{ $second }`.
    .help = Keep the one that becomes true last.

fault-ready-elsewhere = This looks at `{ $other }`, but must say when `{ $container }` is ready.
    .help = Look at `{ $container }` itself, or correct the name in the header.

## Steps, fates and questions.

fault-no-step = The lab has no step.
    .help = Add a [[step]] with an id, a title and what it runs.

fault-unknown-fate = `{ $written }` is not a fate.
    .help = The fates are: { $known }.
    .suggest = Did you mean `{ $suggestion }`?

fault-impossible-fate = A volume, container, image or network cannot be `{ $fate }`: it is an object of the engine itself, not a value that is kept somewhere.
    .help = The fates of an object are created, changed, deleted and lost. To follow what is in it, watch a file or use `exec`.

fault-expect-unchanged = `unchanged` is not needed for `{ $watch }`: a watch that `expect` does not name is unchanged.
    .help = Remove it. Any fate that `expect` does not name fails the step.

fault-few-choices = With one answer there is nothing to choose.
    .help = Offer two answers or more, one of them right.

fault-duplicate-choice = Two answers stand for the fate `{ $fate }`, so the observation cannot decide which one is right.
    .help = Give each answer a fate of its own.

fault-no-right-choice = None of the answers is right: in this step the fate is `{ $right }`.
    .help = Add an answer with fate = "{ $right }", or correct the step's `expect`. A watch that `expect` does not name is `unchanged`.

fault-missing-because = The answer `{ $fate }` is wrong here (`{ $right }` is right), and says nothing to the student who chooses it.
    .help = Add because = "…", and say why it is wrong, in one or two sentences. If the answer is right, correct the step's `expect`.

fault-no-right-answer = Each of these answers says why it is wrong, so none is the right one.
    .help = Remove `because` from the answer that is right.

fault-two-right-answers = This answer has no `because`, and neither has an earlier one, so two answers are right.
    .help = Add because = "…" to the wrong one, and say why it is wrong. Only the right answer has none.

fault-unknown-failure = `{ $written }` is not a way for a command to fail.
    .help = Write one of these words, or "exit" and the status of the program in the container: { $known }.
    .suggest = Did you mean `{ $suggestion }`?

## Captures and placeholders.

fault-bad-capture = "{ $name }" cannot be the name of a capture.
    .help = Later commands write it after `$`: use letters from a to z, digits and `_`, no digit first. `PWD` is the workspace.

fault-captured-before = `{ $name }` is already captured.
    .help = Choose another name: in later commands it could mean either.

fault-unknown-capture = Nothing is captured as `{ $name }` at this point.
    .help = Write $ and the name of something that `capture` keeps in this step or an earlier one.
    .suggest = Did you mean `{ $suggestion }`?

fault-captured-later = `{ $name }` is captured in this step or a later one, so this line cannot have it.
    .help = Move the line to a later step, or the capture to an earlier one: a value is captured after the commands of its step.

fault-unknown-field = A capture cannot keep `{ $written }` of `{ $probe }`.
    .help = These can be kept: { $known }.
    .suggest = Did you mean `{ $suggestion }`?

fault-unknown-placeholder = `{ "{" }{ $written }{ "}" }` is not a placeholder that can be filled here.
    .help = There are { "{" }watch.ID{ "}" }, { "{" }CONTAINER.id{ "}" }, both also with .before, and the name of an earlier capture. To write a brace itself, double it.
    .suggest = Did you mean `{ $suggestion }`?

fault-object-placeholder = `{ $watch }` watches an object of the engine, which has no value that could be shown here.
    .help = Say it in words. For a container write { "{" }CONTAINER.id{ "}" }, for anything else capture what is to be shown.

## Variables.

fault-short-secret = This secret is shorter than { $least } characters.
    .help = A secret is masked wherever its text occurs; one this short would be masked in the middle of words.

## Checks.

fault-no-probe = This check looks at nothing.
    .help = Say what it looks at, with one of these keys: { $known }.

fault-two-probes = This check looks at two things: `{ $first }` and `{ $second }`.
    .help = Make two checks, each in its own braces.

fault-no-predicate = This check cannot fail: it says what to look at (`{ $probe }`), but not what must hold.
    .help = Add one of these: { $known }.

fault-output-false = `output` can only be true: it stands for what the step's last command printed.
    .help = Write output = true, and with it what must hold, such as contains = "…".

fault-bad-pattern = This is not a regular expression: { $cause }.
    .help = The syntax is that of Rust's regex library. In "…" every backslash is written twice; in '…' it is not.

fault-bad-number = { $written } is out of the range of `{ $key }`.
    .help = `exit_code` is a number from 0 to 255, `count` is 0 or more.

fault-json-pointer = "{ $written }" is not a JSON pointer.
    .help = A pointer begins with `/` and names the way down: /State/Health/Status, /Mounts/0/Name. An empty one stands for the whole document.

fault-unknown-word = There is no `{ $key }` called `{ $written }`.
    .help = There are: { $known }.
    .suggest = Did you mean `{ $suggestion }`?

fault-unknown-mount-type = There is no mount of the type `{ $written }`.
    .help = The types are: { $known }.
    .suggest = Did you mean `{ $suggestion }`?

## Translations.

fault-no-translation = { $language ->
    [none] { $name } is named like a translation, but there is no such language.
   *[known] { $name } is named like a translation, but has none of the keys of one.
}
    .help = A translation is named after a language (ko.toml) and has title, summary, [watch.ID] and [step.ID]. If this is a file of the lab, give it a longer name or put it into a subfolder.

fault-missing-text = The text `{ $key }` is not translated here.
    .help = Add { $key } = …. Until then the original text is shown.

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
        [named] Write the name as the lab has it, after `as`.
        [choice] Write the id of an answer: its fate, or its `id`.
       *[step] Write an id as the lab has it, or remove this.
    }
    .suggest = Did you mean `{ $suggestion }`?

fault-left-over-text = The lab has no `{ $key }` here that could be translated.
    .help = Remove it.

fault-text-count = `{ $key }` has { $count } texts here, but { $wanted } in the lab.
    .help = Translate each, in the lab's order.

fault-foreign-placeholder = `{ "{" }{ $written }{ "}" }` is not in the original of this text.
    .help = Use the placeholders of the original. To write a brace itself, double it.
    .suggest = Did you mean `{ $suggestion }`?

fault-missing-placeholder = The original of this text has `{ "{" }{ $written }{ "}" }`, but this text does not.
    .help = Use the same placeholder, so that the observed value is shown.

## Why a lab cannot be read.

library-unknown-lab = There is no lab called `{ $lab }`.
    .help = `statelab list` shows all labs. A lab in a folder of yours is named by its path, such as ./my-lab.

library-no-folder = There is no folder { $path }.
    .help = --labs takes a folder of labs: each lab is a folder in it, with a file lab.toml.

library-no-lab = There is no lab at { $path }.
    .help = A lab is a folder with a file lab.toml. Name the folder or that file.

library-bad-id = A folder called "{ $name }" cannot be a lab, since the folder's name is the lab's id.
    .help = Rename the folder: use lower-case letters from a to z, digits and `-`, and no `-` at the beginning.

library-too-large = { $path } is too large for a lab: the limit is { $mebibytes } MiB.
    .help = A lab.toml may have 1 MiB, a recording 1024 MiB, any other file 16 MiB, and all files of a lab together 64 MiB. Let a step make large data inside a container.

library-too-many = { $path } holds more than { $limit } files, too many for a lab.
    .help = Move what does not belong to the lab out of its folder.

library-leads-out = { $path } is a link that leads out of the lab's folder.
    .help = Put a copy of the file into the folder. A lab may come from someone else, so its links are never followed to other files of yours.

library-link = { $path } is a link.
    .help = Replace it with the file itself: lab.toml, translations and recordings are never read through links.

library-not-a-file = { $path } cannot be a file of a lab.
    .help = A lab's folder holds plain files and folders, with names in UTF-8. Links to folders, sockets and pipes are not allowed.

library-unreadable = { $path } cannot be read: { $cause }.
    .help = Check that it exists and that you may read it.

library-faulty = { $path } has faults: { $count }.
    .help = `statelab check { $path }` shows each at its place.
