# Messages of `engine`. What failed (`engine-<operation>`), then why (`engine-cause-…` or
# `engine-refused-…`), then what the user can do (the attribute `help` of the reason).

## What failed. $subject is a name as the lab has it.

engine-about = The container engine could not be asked about itself.
engine-list-containers = The engine could not list its containers.
engine-list-volumes = The engine could not list its volumes.
engine-list-images = The engine could not list its images.
engine-inspect-container = The engine could not inspect the container { $subject }.
engine-inspect-image = The engine could not inspect the image { $subject }.
engine-inspect-volume = The engine could not inspect the volume { $subject }.
engine-pull = The engine could not pull the image { $subject }.
engine-create = The engine could not make the container { $subject }.
engine-start = The engine could not start the container { $subject }.
engine-stop = The engine could not stop the container { $subject }.
engine-restart = The engine could not restart the container { $subject }.
engine-kill = The engine could not send a signal to the container { $subject }.
engine-wait = The engine could not wait for the end of the container { $subject }.
engine-logs = The engine could not return the output of the container { $subject }.
engine-exec = The engine could not run the command in the container { $subject }.
engine-changes = The engine could not list what the container { $subject } changed.
engine-read = The engine could not read from { $subject }.
engine-write = The engine could not write to the container { $subject }.
engine-remove-container = The engine could not remove the container { $subject }.
engine-create-volume = The engine could not make the volume { $subject }.
engine-remove-volume = The engine could not remove the volume { $subject }.
engine-usage = The engine could not report its disk usage.
engine-pause = The engine could not pause the container { $subject }.
engine-unpause = The engine could not unpause the container { $subject }.
engine-rename = The engine could not rename the container { $subject }.
engine-update = The engine could not change the limits of the container { $subject }.
engine-top = The engine could not list the processes of the container { $subject }.
engine-attach = The engine could not attach to the container { $subject }.
engine-export = The engine could not export the container { $subject }.
engine-list-networks = The engine could not list its networks.
engine-inspect-network = The engine could not inspect the network { $subject }.
engine-create-network = The engine could not make the network { $subject }.
engine-remove-network = The engine could not remove the network { $subject }.
engine-connect = The engine could not connect the container to the network { $subject }.
engine-disconnect = The engine could not disconnect the container from the network { $subject }.
engine-build = The engine could not build the image { $subject }.
engine-commit = The engine could not make an image from the container { $subject }.
engine-tag = The engine could not give the image { $subject } a name.
engine-remove-image = The engine could not remove the image { $subject }.
engine-history = The engine could not list the layers of the image { $subject }.
engine-import = The engine could not import the image { $subject }.
engine-save = The engine could not save the image { $subject }.
engine-load = The engine could not load the images of the archive.

## Why. $words are the engine's or the system's own words.

engine-cause-timed-out = It gave no answer within { $time }.
    .help = The engine may be busy or stuck. Check whether `docker ps` answers; if it does not, restart the engine.
engine-cause-unreachable = Nothing answers where the engine should be: { $words }
    .help = Start the engine (on Linux: `sudo systemctl start docker`; with Docker Desktop: start the app), then try again.
engine-cause-own-gone = statelab's own engine is gone, and nothing answers where it was: { $words }
    .help = To start it again and keep it running: `statelab engine start`. Then try again; what the run left is removed first.
engine-cause-untrusted = The encrypted connection to the engine was not trusted: { $words }
    .help = Compare ca.pem, cert.pem and key.pem (in the context's folder, or in `DOCKER_CERT_PATH`) with those that the engine was set up with.
engine-cause-denied = You are not allowed to use the engine: { $words }
    .help = Add yourself to the group that is allowed to (on Linux: `sudo usermod -aG docker "$USER"`), log out and in again.
engine-cause-broken = Its answer ended too early or made no sense: { $words }
    .help = The engine may have been stopped in the middle. Check that it is running, then try again.
engine-cause-too-long = Its answer is longer than { $most }, or has too many values, so it was not read.
    .help = Remove what you no longer need (`docker ps -a`, `docker image ls -a`, `docker volume ls`), or what made this one thing so large; then try again.
engine-cause-too-many-changes = More than { $changes } paths have changed, or their names are longer than { $most } together. None of them was compared or shown.
    .help = Look at single files or folders (a `file` check, `docker exec … ls`), or let the container write its files to a volume.

engine-refused-not-found = It does not exist: { $words }
    .help = It may have been removed in the meantime. `docker ps -a` and `docker volume ls` show what is there.
engine-refused-no-such-image = There is no such image: { $words }
    .help = Check the image's name. If no registry can be reached, load the image from a file with `docker load`.
engine-refused-name-taken = A container has this name already: { $words }
    .help = Remove that container first, or give the new one another name.
engine-refused-in-use = It is in use: { $words }
    .help = Remove what uses it first; a running container is removed with `-f`.
engine-refused-not-running = The container is not running: { $words }
    .help = Start it first. If it ended by itself, `docker logs` shows why.
engine-refused-port-taken = Another program listens on this port: { $words }
    .help = End that program, or publish another port.
engine-refused-paused = The container is paused: { $words }
    .help = Unpause it first: `docker unpause`.
engine-refused-not-paused = The container is not paused: { $words }
    .help = Only a paused container can be unpaused. `docker ps` shows which one is.
engine-refused-running = The container is running: { $words }
    .help = Stop it first, or use `-f` if the command has it.
engine-refused-no-space = The engine's disk is full: { $words }
    .help = `docker system df` shows what uses the space. Free some, then try again.
engine-refused-invalid = The engine cannot carry out this request: { $words }
    .help = Check the values of the command's flags.
engine-refused-unsupported = The engine does not have this: { $words }
    .help = Another engine, or a newer one, may have it.
engine-refused-other = The engine said: { $words }
    .help = These are the engine's own words (status { $status }).

## Objects that this run did not make are left alone.

engine-taken-container = There is a container called { $name } that this run did not make. It was not touched.
    .help = Inspect it with `docker ps -a --filter name=^{ $name }$`. If you no longer need it, `docker rm -f { $name }` removes it; then try again.
engine-taken-volume = There is a volume called { $name } that this run did not make. It was not touched.
    .help = Inspect it with `docker volume inspect { $name }`. If you no longer need its data, `docker volume rm { $name }` removes it; then try again.
engine-left-container = The container { $name } belongs to another run of statelab ({ $run }). It was not touched.
    .help = If that run is over, remove what it left with `docker rm -f -v { $name }`; then try again.
engine-left-volume = The volume { $name } belongs to another run of statelab ({ $run }). It was not touched.
    .help = If that run is over, remove what it left with `docker volume rm { $name }`; then try again.
engine-taken-network = There is a network called { $name } that this run did not make. It was not touched.
    .help = Inspect it with `docker network inspect { $name }`. If you no longer need it, `docker network rm { $name }` removes it; then try again.
engine-left-network = The network { $name } belongs to another run of statelab ({ $run }). It was not touched.
    .help = If that run is over, remove what it left with `docker network rm { $name }`; then try again.
engine-taken-image = There is an image called { $name } that this run did not make. It was not touched.
    .help = Inspect it with `docker image inspect { $name }`. If you no longer need it, `docker rmi { $name }` removes it; then try again.
engine-left-image = The image { $name } belongs to another run of statelab ({ $run }). It was not touched.
    .help = If that run is over, remove what it left with `docker rmi { $name }`; then try again.
engine-not-ours = { $name } was not made by this run. It was not touched.
    .help = A lab may use only what it made itself.
engine-ledger = What is about to be made could not be recorded in { $path }: { $words }
    .help = Nothing was made. Check that the disk has space and that you may write there.

## Addresses of engines. $url is what was given.

engine-address-empty = The engine's address is empty.
    .help = Give one such as unix:///var/run/docker.sock, or leave it out.
engine-address-ssh = { $url } goes through SSH, which is not supported.
    .help = Forward the engine's socket with `ssh -L`, and give that socket's address.
engine-address-malformed = { $url } is not the address of an engine.
    .help = Give one such as unix:///var/run/docker.sock or tcp://127.0.0.1:2375.
engine-address-context = Docker has no context called { $url }.
    .help = `docker context ls` lists the ones it has.
engine-address-context-broken = Docker's context { $url } cannot be read, or does not name an engine.
    .help = Create it again: `docker context rm { $url }`, then `docker context create { $url } --docker host=…`
engine-address-configuration = Docker's configuration cannot be read: { $url }
    .help = Check that file: it must be JSON, and you must be able to read it. Until then its context is ignored.

## Why statelab cannot run an engine of its own.

engine-own-system = statelab can run an engine of its own on Linux only.
    .help = Start Docker Desktop, colima, or another engine, then try again.
engine-own-no-program = statelab needs podman or dockerd to run an engine of its own, and neither is installed.
    .help = Install one (on Debian: `sudo apt-get install podman runc`), then try again.
engine-own-no-runtime = Podman is installed, but no runtime that works with this system's cgroups.
    .help = Install runc (on Debian: `sudo apt-get install runc`), then try again.
engine-own-needs-root = dockerd is installed, but only root may start it.
    .help = Start it yourself (`sudo systemctl start docker`), or install podman, which needs no root.
engine-own-other-dockerd = A dockerd is already running, and two would get in each other's way.
    .help = Find out why it does not answer (`sudo systemctl status docker`), or install podman, which can run beside it.
engine-own-long-path = The path of the state folder is too long to hold a socket.
    .help = Point XDG_RUNTIME_DIR or XDG_STATE_HOME to a folder with a shorter path.
