//! The server of PostgreSQL, and how to reach it. Its databases and tables are folders and files of its
//! data directory, so they are where that is.

use super::super::container::Database;
use super::super::process::Process;
use super::system::address_of;

/// Where the data is.
pub fn data(process: &Process) -> String {
    process.env.get("PGDATA").cloned().unwrap_or_else(|| "/var/lib/postgresql/data".to_owned())
}

pub async fn server(process: &Process) -> i32 {
    let data = data(process);
    if process.who.uid == 0 {
        return process.fail("\"root\" execution of the PostgreSQL server is not permitted.");
    }
    if process.files(|files| files.read(&format!("{data}/PG_VERSION"))).is_err() {
        process.fail(format!(
            "postgres: could not access the server configuration file \"{data}/postgresql.conf\""
        ));
        return 2;
    }
    process.handle(&[2, 3, 15]);
    let lock = format!("{data}/postmaster.pid");
    if process.files(|files| files.stat(&lock, true)).is_ok() {
        process
            .write(2, "LOG:  database system was not properly shut down; automatic recovery in progress\n");
    }
    let written = process.files(|files| files.write(&lock, format!("{}\n", process.pid).as_bytes()));
    if let Err(errno) = written {
        return process
            .fail(format!("FATAL:  could not create lock file \"postmaster.pid\": {}", errno.words()));
    }
    process
        .container(|container| container.database = Some(Database { data: data.clone(), everywhere: true }));
    process.write(2, "LOG:  database system is ready to accept connections\n");
    process.signalled().await;
    process.write(2, "LOG:  database system is shut down\n");
    let _ = process.files(|files| files.remove(&lock));
    process.container(|container| container.database = None);
    0
}

/// Where a client connects to: the value of `-h`, else of `PGHOST`.
pub fn host(process: &Process, arguments: &[&str]) -> Option<String> {
    let at = arguments.iter().position(|word| *word == "-h" || *word == "--host");
    let given = at.and_then(|at| arguments.get(at + 1)).map(|&host| host.to_owned());
    let long = || arguments.iter().find_map(|word| word.strip_prefix("--host=")).map(str::to_owned);
    let host = given.or_else(long).or_else(|| process.env.get("PGHOST").cloned());
    host.filter(|host| !host.is_empty() && !host.starts_with('/'))
}

/// A server that answers: the container that it runs in, where its data is, and whether it wants a
/// password from there.
pub fn reach(process: &Process, host: Option<&str>) -> Option<(String, String, bool)> {
    let local = host.is_none_or(|host| ["127.0.0.1", "localhost"].contains(&host));
    let address = host.filter(|_| !local).map(|host| address_of(process, host));
    process.model.look(|world| {
        let container = match address {
            None => world.containers.get(&process.container),
            Some(address) => {
                let address = address?;
                let at = |endpoint: &super::super::container::Endpoint| endpoint.address == address;
                world.containers.values().find(|one| one.endpoints.values().any(at))
            }
        }?;
        let database = container.database.as_ref().filter(|_| !container.paused)?;
        let open = database.everywhere || host.is_none();
        open.then(|| (container.id.clone(), database.data.clone(), !local))
    })
}

pub fn is_ready(process: &Process, arguments: &[&str]) -> i32 {
    let host = host(process, arguments);
    let shown = host.clone().unwrap_or_else(|| "/var/run/postgresql".to_owned());
    if reach(process, host.as_deref()).is_some() {
        process.say(format!("{shown}:5432 - accepting connections\n"));
        0
    } else {
        process.say(format!("{shown}:5432 - no response\n"));
        2
    }
}
