//! The entrypoint of the model's PostgreSQL: as `images/postgres` has it, in short. It makes a database in
//! an empty directory, then becomes the server.

use std::time::Duration;

use super::super::container::Database;
use super::super::process::Process;
use super::super::tree::Node;
use super::database::data;
use super::{find, run};

/// The server's user in the image.
const POSTGRES: u32 = 999;

/// How long it takes to set a database up: long enough to be seen.
const SET_UP: Duration = Duration::from_millis(20);

pub async fn main(mut process: Process, arguments: &[&str]) -> i32 {
    let mut words: Vec<String> = arguments.iter().map(|&word| word.to_owned()).collect();
    if words.first().is_none_or(|word| word.starts_with('-')) {
        words.insert(0, "postgres".to_owned());
    }
    if words[0] == "postgres" {
        let data = data(&process);
        if process.who.uid == 0 {
            let given = give(&process, &data);
            if let Err(errno) = given {
                return process.fail(format!("entrypoint: {data}: {}", errno.words()));
            }
            (process.who.uid, process.who.gid) = (POSTGRES, POSTGRES);
        }
        let there = process.files(|files| files.read(&format!("{data}/PG_VERSION")));
        if there.is_ok_and(|version| version.len() > 0) {
            process.say(format!("entrypoint: {data} holds a database already; it is used as it is\n"));
        } else if let Err(status) = make_database(&process, &data).await {
            return status;
        }
    }
    match find(&process, &words[0]) {
        Ok(found) => run(process, found, words).await,
        Err(unfit) => {
            process.fail(format!("entrypoint: exec: {}: not found", words[0]));
            unfit.status
        }
    }
}

/// Gives the data to the server's user.
fn give(process: &Process, data: &str) -> Result<(), super::super::errno::Errno> {
    process.files(|files| {
        if files.stat(data, true).is_err() {
            files.make(data, Node::directory(0o700))?;
        }
        let (at, _) = files.stat(data, true)?;
        let own: Vec<String> = files
            .walk(&at)
            .into_iter()
            .filter(|(below, node)| node.uid != POSTGRES || below.is_empty())
            .map(|(below, _)| format!("{at}{below}"))
            .collect();
        for path in own {
            files.change(&path, false, |node| {
                (node.uid, node.gid) = (POSTGRES, POSTGRES);
                if path == at {
                    node.mode = 0o700;
                }
            })?;
        }
        Ok(())
    })
}

async fn make_database(process: &Process, data: &str) -> Result<(), i32> {
    let password = process.env.get("POSTGRES_PASSWORD").cloned().unwrap_or_default();
    let trust = process.env.get("POSTGRES_HOST_AUTH_METHOD").is_some_and(|method| method == "trust");
    if password.is_empty() && !trust {
        process.write(2, "entrypoint: there is no database yet, and POSTGRES_PASSWORD is not set.\n");
        return Err(1);
    }
    process.say("entrypoint: starting a server for the set-up, on the unix socket only\n");
    let user = process.env.get("POSTGRES_USER").cloned().unwrap_or_else(|| "postgres".to_owned());
    let database = process.env.get("POSTGRES_DB").cloned().unwrap_or_else(|| user.clone());
    let made = process.files(|files| {
        files.write(&format!("{data}/PG_VERSION"), b"13\n")?;
        files.change(&format!("{data}/PG_VERSION"), true, |node| node.mode = 0o600)?;
        files.write(&format!("{data}/pg_authid"), format!("{user}:{password}\n").as_bytes())?;
        files.make(&format!("{data}/base"), Node::directory(0o700))?;
        for name in ["postgres", "template0", "template1", database.as_str()] {
            let path = format!("{data}/base/{name}");
            if files.stat(&path, true).is_err() {
                files.make(&path, Node::directory(0o700))?;
                files.write(&format!("{path}/PG_VERSION"), b"13\n")?;
            }
        }
        Ok(())
    });
    if let Err::<(), super::super::errno::Errno>(errno) = made {
        return Err(
            process.fail(format!("initdb: error: could not create directory \"{data}\": {}", errno.words()))
        );
    }
    let server = |database| process.container(|container| container.database = database);
    server(Some(Database { data: data.to_owned(), everywhere: false }));
    tokio::time::sleep(SET_UP).await;
    process.breathe().await;
    server(None);
    process.say("entrypoint: the database is ready; the server starts\n");
    Ok(())
}
