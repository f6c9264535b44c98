//! `psql`, and as much SQL as labs use: databases made and removed, tables of text, filled and read.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::super::errno::Errno;
use super::super::files::{Files, Who};
use super::super::process::Process;
use super::super::tree::Node;
use super::database::{host, reach};

/// What a statement came to.
enum Came {
    /// The word for what was done.
    Done(String),
    /// Titles and rows.
    Rows(Vec<String>, Vec<Vec<String>>),
}

/// What the client was told.
#[derive(Default)]
struct Options {
    statements: Vec<String>,
    user: Option<String>,
    database: Option<String>,
    /// `-t`: rows alone.
    bare: bool,
    /// `-A`: without blanks.
    tight: bool,
}

fn options(arguments: &[&str]) -> Options {
    let (mut options, mut words) = (Options::default(), arguments.iter());
    while let Some(&word) = words.next() {
        if word == "--list" || word == "-l" {
            options.statements.push("SELECT datname FROM pg_database".to_owned());
        } else if let Some(letters) = word.strip_prefix('-').filter(|letters| !letters.starts_with('-')) {
            for (at, letter) in letters.char_indices() {
                let mut value = || match &letters[at + 1..] {
                    "" => words.next().map(|&word| word.to_owned()),
                    rest => Some(rest.to_owned()),
                };
                match letter {
                    't' => options.bare = true,
                    'A' => options.tight = true,
                    'c' => options.statements.extend(value()),
                    'U' => options.user = value(),
                    'd' => options.database = value(),
                    'h' | 'p' | 'v' => drop(value()),
                    _ => continue,
                }
                if "cUdhpv".contains(letter) {
                    break;
                }
            }
        } else if options.database.is_none() {
            options.database = Some(word.to_owned());
        }
    }
    options
}

pub async fn psql(process: &Process, arguments: &[&str]) -> i32 {
    let mut options = options(arguments);
    if options.statements.is_empty() {
        options.statements.push(String::from_utf8_lossy(&process.input.read_all().await).into_owned());
    }
    let host = host(process, arguments);
    let Some((container, data, asked)) = reach(process, host.as_deref()) else {
        let shown = host.unwrap_or_else(|| "/var/run/postgresql".to_owned());
        process.fail(format!("psql: error: could not connect to server: Connection refused ({shown}:5432)"));
        return 2;
    };
    let user = options
        .user
        .clone()
        .or_else(|| process.env.get("PGUSER").cloned())
        .unwrap_or_else(|| "root".to_owned());
    let database = options.database.take().unwrap_or_else(|| user.clone());
    let said = process.model.change(|world| {
        let mut files = world.files(&container, Who { uid: 999, gid: 999, ..Who::default() });
        let known = files.read(&format!("{data}/pg_authid")).unwrap_or_default().text();
        let (name, password) = known.trim().split_once(':').unwrap_or_default();
        if name != user {
            return Err((2, format!("psql: error: FATAL:  role \"{user}\" does not exist")));
        }
        if asked
            && !password.is_empty()
            && process.env.get("PGPASSWORD").is_none_or(|given| given != password)
        {
            return Err((
                2,
                format!("psql: error: FATAL:  password authentication failed for user \"{user}\""),
            ));
        }
        let home = format!("{data}/base/{database}");
        if files.stat(&home, true).is_err() {
            return Err((2, format!("psql: error: FATAL:  database \"{database}\" does not exist")));
        }
        let mut text = String::new();
        for statement in options.statements.iter().flat_map(|text| text.split(';')) {
            if !statement.trim().is_empty() {
                match carry_out(&mut files, &data, &home, statement.trim()) {
                    Ok(came) => text.push_str(&shown(&came, &options)),
                    Err(why) => return Err((1, format!("{text}ERROR:  {why}"))),
                }
            }
        }
        Ok(text)
    });
    match said {
        Ok(text) => {
            process.say(text);
            0
        }
        Err((status, why)) => {
            process.fail(why);
            status
        }
    }
}

fn shown(came: &Came, options: &Options) -> String {
    match came {
        Came::Done(word) => format!("{word}\n"),
        Came::Rows(titles, rows) => {
            let (between, edge) = if options.tight { ("|", "") } else { (" | ", " ") };
            let line = |row: &Vec<String>| format!("{edge}{}\n", row.join(between));
            let lines: String = rows.iter().map(line).collect();
            if options.bare {
                return lines;
            }
            let rule: Vec<String> = titles.iter().map(|title| "-".repeat(title.len() + 2)).collect();
            let rule = if options.tight { String::new() } else { format!("{}\n", rule.join("+")) };
            let count = format!("({} row{})\n", rows.len(), if rows.len() == 1 { "" } else { "s" });
            format!("{}{rule}{lines}{count}", line(titles))
        }
    }
}

macro_rules! pattern {
    ($name:ident, $text:expr) => {
        #[allow(clippy::expect_used, reason = "a constant")]
        static $name: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(concat!("(?is)^", $text, "$")).expect("a pattern"));
    };
}

pattern!(CREATE_DATABASE, r#"CREATE\s+DATABASE\s+"?(\w+)"?"#);
pattern!(DROP_DATABASE, r#"DROP\s+DATABASE\s+(IF\s+EXISTS\s+)?"?(\w+)"?"#);
pattern!(
    DATABASES,
    r"SELECT\s+datname\s+FROM\s+pg_database(?:\s+WHERE\s+datname\s*=\s*'(\w*)')?(?:\s+ORDER\s+BY\s+.*)?"
);
pattern!(CREATE_TABLE, r"CREATE\s+TABLE\s+(IF\s+NOT\s+EXISTS\s+)?(\w+)\s*\((.*)\)");
pattern!(DROP_TABLE, r"DROP\s+TABLE\s+(\w+)");
pattern!(INSERT, r"INSERT\s+INTO\s+(\w+)\s*(?:\([^)]*\))?\s*VALUES\s*(.*)");
pattern!(SELECT, r"SELECT\s+(\*|count\(\*\)|[\w\s,]+?)\s+FROM\s+(\w+)(?:\s+.*)?");
pattern!(VALUE, r"SELECT\s+(\d+|'[^']*')");

/// Carries a statement out; the words of an error.
fn carry_out(files: &mut Files<'_>, data: &str, home: &str, statement: &str) -> Result<Came, String> {
    let disk = |errno: Errno| format!("could not write: {}", errno.words());
    let done = |word: &str| Ok(Came::Done(word.to_owned()));
    let part =
        |found: &Captures<'_>, at: usize| found.get(at).map_or(String::new(), |it| it.as_str().to_owned());
    if let Some(found) = CREATE_DATABASE.captures(statement) {
        let path = format!("{data}/base/{}", part(&found, 1));
        if files.stat(&path, true).is_ok() {
            return Err(format!("database \"{}\" already exists", part(&found, 1)));
        }
        files.make(&path, Node::directory(0o700)).map_err(disk)?;
        files.write(&format!("{path}/PG_VERSION"), b"13\n").map_err(disk)?;
        return done("CREATE DATABASE");
    }
    if let Some(found) = DROP_DATABASE.captures(statement) {
        let path = format!("{data}/base/{}", part(&found, 2));
        if files.stat(&path, true).is_err() && found.get(1).is_none() {
            return Err(format!("database \"{}\" does not exist", part(&found, 2)));
        }
        let _ = files.remove_all(&path);
        return done("DROP DATABASE");
    }
    if let Some(found) = DATABASES.captures(statement) {
        let wanted = found.get(1).map(|name| name.as_str());
        let names = files.list(&format!("{data}/base")).map_err(disk)?.into_iter().map(|(name, _)| name);
        let rows =
            names.filter(|name| wanted.is_none_or(|wanted| wanted == name)).map(|name| vec![name]).collect();
        return Ok(Came::Rows(vec!["datname".to_owned()], rows));
    }
    if let Some(found) = VALUE.captures(statement) {
        let value = part(&found, 1).trim_matches('\'').to_owned();
        return Ok(Came::Rows(vec!["?column?".to_owned()], vec![vec![value]]));
    }
    table(files, home, statement)
}

/// A statement about a table: a file whose first line has the columns' names, each other a row.
fn table(files: &mut Files<'_>, home: &str, statement: &str) -> Result<Came, String> {
    let disk = |errno: Errno| format!("could not write: {}", errno.words());
    let none = |name: &str| format!("relation \"{name}\" does not exist");
    let done = |word: String| Ok(Came::Done(word));
    if let Some(found) = CREATE_TABLE.captures(statement) {
        let path = format!("{home}/{}", &found[2]);
        if files.stat(&path, true).is_ok() {
            let allowed = found.get(1).is_some();
            return if allowed {
                done("CREATE TABLE".to_owned())
            } else {
                Err(format!("relation \"{}\" already exists", &found[2]))
            };
        }
        let columns: Vec<&str> = found
            .get(3)
            .map_or("", |it| it.as_str())
            .split(',')
            .filter_map(|it| it.split_whitespace().next())
            .collect();
        files.write(&path, format!("{}\n", columns.join("\t")).as_bytes()).map_err(disk)?;
        return done("CREATE TABLE".to_owned());
    }
    if let Some(found) = DROP_TABLE.captures(statement) {
        files.remove(&format!("{home}/{}", &found[1])).map_err(|_| none(&found[1]))?;
        return done("DROP TABLE".to_owned());
    }
    if let Some(found) = INSERT.captures(statement) {
        let path = format!("{home}/{}", &found[1]);
        let (at, _) = files.stat(&path, true).map_err(|_| none(&found[1]))?;
        let rows: Vec<&str> = found
            .get(2)
            .map_or("", |it| it.as_str())
            .split(')')
            .filter_map(|row| row.split_once('('))
            .map(|it| it.1)
            .collect();
        for row in &rows {
            let cells: Vec<&str> = row.split(',').map(|cell| cell.trim().trim_matches('\'')).collect();
            files.append(&at, format!("{}\n", cells.join("\t")).as_bytes()).map_err(disk)?;
        }
        return done(format!("INSERT 0 {}", rows.len()));
    }
    if let Some(found) = SELECT.captures(statement) {
        let text = files.read(&format!("{home}/{}", &found[2])).map_err(|_| none(&found[2]))?.text();
        let mut lines = text.lines().map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>());
        let titles = lines.next().unwrap_or_default();
        let wanted = found[1].trim().to_ascii_lowercase();
        if wanted == "count(*)" {
            return Ok(Came::Rows(vec!["count".to_owned()], vec![vec![lines.count().to_string()]]));
        }
        let all = wanted == "*";
        let places: Vec<usize> =
            wanted.split(',').filter_map(|name| titles.iter().position(|it| it == name.trim())).collect();
        let chosen =
            |row: &Vec<String>| places.iter().filter_map(|at| row.get(*at).cloned()).collect::<Vec<_>>();
        let rows = lines.map(|row| if all { row } else { chosen(&row) }).collect();
        return Ok(Came::Rows(if all { titles } else { chosen(&titles) }, rows));
    }
    Err(format!("syntax error at or near \"{}\"", statement.split_whitespace().next().unwrap_or_default()))
}
