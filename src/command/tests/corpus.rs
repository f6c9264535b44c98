//! Lines in the styles of the Docker documentation: each is read, and reads the same from its
//! canonical form. They will also be sent through the docker program, to compare the requests.

use std::collections::BTreeSet;

use super::super::{COMMANDS, Syntax};
use super::{action, without_places};

/// Containers: made, started, ended, removed.
const LIVES: &[&str] = &[
    "docker run nginx",
    "docker run -d --name web nginx:1.27-alpine",
    "docker container run --detach --name=web nginx",
    "docker run --rm -it alpine sh",
    "docker run --rm alpine echo 'two words' \"and a 'third'\"",
    "docker run -dp 127.0.0.1:3000:3000 getting-started",
    "docker run -itd --name box busybox sleep 1d",
    "docker run --pull=missing --platform linux/amd64 alpine uname -m",
    "docker run --pull never --quiet alpine true",
    "docker run -a stdin -a stdout -i -t alpine cat",
    "docker create --name later nginx",
    "docker container create -it --rm alpine sh -c 'exit 3'",
    "docker create -v data:/data --name keeper busybox",
    "docker start later",
    "docker start -a later",
    "docker container start -ai later",
    "docker start one two three",
    "docker stop web",
    "docker stop -t 1 web db",
    "docker stop --time=30 web",
    "docker container stop --signal SIGINT --timeout -1 web",
    "docker restart web",
    "docker restart -t 0 web",
    "docker restart --signal QUIT --timeout=5 web",
    "docker kill web",
    "docker kill --signal=SIGHUP web",
    "docker container kill -s 9 web",
    "docker kill -s term web db",
    "docker pause web",
    "docker container unpause web db",
    "docker wait web",
    "docker rm web",
    "docker rm -fv web db",
    "docker container remove --force --volumes web",
    "docker container prune -f",
    "docker container prune --filter until=24h --filter 'label!=keep'",
    "docker rename web old-web",
    "docker update --memory 256m --memory-swap -1 web",
    "docker container update --cpus 1.5 --pids-limit 100 --restart unless-stopped web db",
    "docker update -c 512 -m 300M --memory-reservation 200m web",
    "docker update --cpu-period 50000 --cpu-quota 25000 web",
];

/// What containers are given: names, variables, limits.
const SETTINGS: &[&str] = &[
    "docker run -e POSTGRES_PASSWORD=secret -d postgres:13",
    "docker run --env A=1 --env B --env C= alpine env",
    "docker run --env-file ./app.env --env-file=more.env alpine env",
    "docker run -l tier=web --label com.example.note='a b' --label flag alpine",
    "docker run --label-file ./labels alpine",
    "docker run -h box --domainname example.test alpine hostname -f",
    "docker run -w /srv -u 1000:1000 --group-add 44 alpine id",
    "docker run --entrypoint /bin/sh nginx -c 'nginx -v'",
    "docker run --entrypoint '' nginx nginx -t",
    "docker run --init --stop-signal SIGQUIT --stop-timeout 5 -d nginx",
    "docker run --init=false alpine true",
    "docker run --restart always -d nginx",
    "docker run --restart=on-failure:3 -d nginx",
    "docker run -d --restart no nginx",
    "docker run -m 512m --memory-swap 1g --memory-reservation 256m alpine",
    "docker run -it -m 500M --memory-swappiness=0 ubuntu:24.04 /bin/bash",
    "docker run --memory 1.5GiB --oom-kill-disable alpine",
    "docker run --cpus=.5 --cpu-shares 256 alpine",
    "docker run --cpu-period=50000 --cpu-quota=25000 alpine",
    "docker run --pids-limit 20 --ulimit nofile=1024:2048 --ulimit core=0 alpine",
    "docker run --ulimit nproc=-1 --shm-size=1g --oom-score-adj -500 alpine",
    "docker run --sysctl net.ipv4.ip_forward=1 alpine",
    "docker run --read-only --tmpfs /run --tmpfs /tmp nginx",
    "docker run --health-cmd 'curl -f http://localhost/ || exit 1' --health-interval 5s --health-retries=3 nginx",
    "docker run --health-cmd=true --health-timeout 1m30s --health-start-period 500ms --health-start-interval 1s nginx",
    "docker run --no-healthcheck nginx",
    "docker run --privileged alpine ip link",
    "docker run --cap-add NET_ADMIN --cap-drop=ALL alpine",
    "docker run --device /dev/fuse --device=/dev/sda:/dev/xvdc:r alpine",
    "docker run --device /dev/null:rw --security-opt no-new-privileges alpine",
    "docker run --security-opt seccomp=unconfined --security-opt label=disable alpine",
    "docker run --pid host --ipc=container:web --uts host --userns host --cgroupns private alpine",
    "docker run --pid container:web --ipc none alpine ps",
    "docker run --ipc shareable -d alpine sleep 60",
];

/// Volumes, binds, filesystems in memory.
const MOUNTS: &[&str] = &[
    "docker run -d --name devtest -v myvol2:/app nginx:latest",
    "docker run -d --name=nginxtest -v nginx-vol:/usr/share/nginx/html:ro nginx:latest",
    "docker run -d --mount source=myvol2,target=/app nginx:latest",
    "docker run --mount source=nginx-vol,destination=/usr/share/nginx/html,readonly nginx",
    "docker run --mount type=volume,src=todo-db,target=/etc/todos,volume-nocopy alpine",
    "docker run --mount 'type=volume,src=logs,dst=/logs,volume-subpath=app1' alpine",
    "docker run --mount type=volume,dst=/data,volume-label=a=b,volume-label=c alpine",
    "docker run --mount 'type=volume,source=nfsvolume,target=/app,volume-driver=local,volume-opt=type=nfs,volume-opt=device=:/var/nfs,\"volume-opt=o=addr=10.0.0.10,rw,nfsvers=4\"' nginx",
    "docker run -v /var/lib/postgresql/data postgres:13",
    "docker run -v mydata://var/lib/postgresql/data postgres:13",
    "docker run -v data:/data:nocopy -v other:/other:ro,z alpine",
    "docker run -d -it --name devtest --mount type=bind,source=\"$(pwd)\"/target,target=/app nginx",
    "docker run -d -it -v \"$(pwd)\"/target:/app:ro nginx:latest",
    "docker run -v $PWD/site:/usr/share/nginx/html:ro,z nginx",
    "docker run -v ./site:/site:Z,rshared -v .:/all:rw,cached nginx",
    "docker run -v ./conf:/conf:delegated,slave alpine",
    "docker run --mount type=bind,src=.,dst=/src,bind-propagation=rslave,ro alpine",
    "docker run --mount type=bind,src=./a,dst=/a,bind-recursive=readonly,readonly alpine",
    "docker run --mount type=bind,src=./a,dst=/a,bind-nonrecursive,consistency=cached alpine",
    "docker run --mount '\"type=bind\",\"src=./a,b\",\"dst=/with \"\"quotes\"\"\"' alpine",
    "docker run -d --mount type=tmpfs,destination=/app nginx:latest",
    "docker run --mount type=tmpfs,dst=/app,tmpfs-mode=1770,tmpfs-size=64m nginx",
    "docker run -d --tmpfs /app nginx",
    "docker run --tmpfs /run:rw,noexec,nosuid,size=65536k alpine",
    "docker run --tmpfs /cache:size=50%,mode=1777,uid=1000 --tmpfs /ro:ro alpine",
    "docker run --rm --volumes-from dbstore -v \"$(pwd)\":/backup ubuntu tar cvf /backup/backup.tar /dbdata",
    "docker run --volumes-from one:ro --volumes-from two:rw alpine ls",
    "docker run -v cache:/cache --volume-driver local alpine",
    "docker volume create",
    "docker volume create my-vol",
    "docker volume create --name my-vol",
    "docker volume create -d local --opt type=tmpfs --opt device=tmpfs --opt o=size=100m,uid=1000 foo",
    "docker volume create --label stage=test --label keep labelled",
    "docker volume ls",
    "docker volume list -q --filter dangling=true",
    "docker volume ls --filter label=stage=test --format '{{.Name}}: {{.Driver}}'",
    "docker volume inspect my-vol",
    "docker volume inspect -f '{{.Mountpoint}}' my-vol other",
    "docker volume rm my-vol",
    "docker volume remove -f my-vol other",
    "docker volume prune",
    "docker volume prune -af --filter label!=keep",
];

/// Ports and networks.
const NETWORKS: &[&str] = &[
    "docker run -d -p 8080:80 nginx",
    "docker run -p 80 -p 127.0.0.1::443 nginx",
    "docker run -p 127.0.0.1:8080:80/tcp -p 5353:53/udp nginx",
    "docker run -p '[::1]:8080:80' nginx",
    "docker run -p 8000-8002:80-82 nginx",
    "docker run --publish 9000-9010:80 --publish 7000-7001 nginx",
    "docker run -P nginx",
    "docker run --expose 8080 --expose=7000-7003/udp nginx",
    "docker run -d --network todo-app --network-alias mysql -v todo-mysql-data:/var/lib/mysql mysql:8.0",
    "docker run --net=host nginx",
    "docker run --network none alpine ip addr",
    "docker run -it --network container:web nicolaka/netshoot",
    "docker run --network my-net --ip 172.30.100.104 --ip6 2001:db8::33 --mac-address 92:d0:c6:0a:29:33 alpine",
    "docker run --network name=my-net,ip=10.0.0.5,alias=db,alias=store --network other alpine",
    "docker run --network bridge --network-alias=x1 alpine",
    "docker run --dns 1.1.1.1 --dns=2606:4700::1111 --dns-search example.test --dns-option use-vc alpine",
    "docker run --add-host db:10.0.0.2 --add-host=up=host-gateway --add-host v6:[::1] alpine",
    "docker network create my-net",
    "docker network create -d bridge --subnet 172.28.0.0/16 --ip-range=172.28.5.0/24 --gateway 172.28.5.254 br0",
    "docker network create --internal --attachable --ipv6 --label a=b --opt com.docker.network.bridge.name=x0 inner",
    "docker network ls",
    "docker network ls -q",
    "docker network list --no-trunc -f driver=bridge --format json",
    "docker network inspect my-net",
    "docker network inspect -f '{{json .Containers}}' my-net bridge",
    "docker network connect my-net web",
    "docker network connect --alias db --alias mysql --ip 10.10.36.122 my-net web",
    "docker network connect --ip6 2001:db8::33 my-net web",
    "docker network disconnect -f my-net web",
    "docker network rm my-net other",
    "docker network remove --force my-net",
];

/// Images.
const IMAGES: &[&str] = &[
    "docker build -t getting-started .",
    "docker image build --tag app:v1 --tag app:latest -f docker/Dockerfile.prod ./app",
    "docker build --build-arg VERSION=1.2 --build-arg TOKEN --target builder --no-cache --pull .",
    "docker build -q --label maintainer=me --rm --platform linux/arm64 $PWD/app",
    "docker builder build --force-rm .",
    "docker commit web",
    "docker commit -m 'with the page' -a 'A <a@example.test>' web my/web:v2",
    "docker container commit --change 'CMD [\"nginx\", \"-T\"]' -c 'ENV DEBUG=true' --pause=false web web:debug",
    "docker tag app:v1 127.0.0.1:5000/team/app:v1",
    "docker image tag app app:stable",
    "docker rmi app:v1",
    "docker image rm -f --no-prune app:v1 app:v2",
    "docker images",
    "docker images --digests --no-trunc",
    "docker images nginx",
    "docker image ls --filter dangling=true -q",
    "docker image list --filter reference='ngin*:*' --format 'table {{.Repository}}\\t{{.Tag}}\\t{{.Size}}'",
    "docker image inspect nginx",
    "docker image inspect --format '{{.Config.Volumes}}' postgres:13 nginx",
    "docker history nginx",
    "docker image history -q -H=false --no-trunc --format '{{.ID}}: {{.CreatedBy}}' nginx",
    "docker image prune -f",
    "docker image prune --all --filter until=12h --filter label=old",
    "docker save -o nginx.tar nginx",
    "docker image save --output=both.tar nginx postgres:13",
    "docker load -i nginx.tar",
    "docker image load --input ./nginx.tar -q",
    "docker export -o web.tar web",
    "docker container export --output=\"$PWD/web.tar\" web",
    "docker import web.tar",
    "docker image import --change 'CMD [\"sh\"]' -m 'flat' --platform linux/amd64 ./web.tar flat:1",
];

/// Files, processes, and what looks.
const LOOKS: &[&str] = &[
    "docker cp index.html web:usr/share/nginx/html/index.html",
    "docker cp web:/etc/nginx/nginx.conf .",
    "docker container cp -a ./site/. web:/srv/",
    "docker cp -L web:/etc/localtime ./tz",
    "docker cp web:/var/log/app.log -",
    "docker cp - web:/var/lib/data",
    "docker cp -aq ./a:b web:/x:y",
    "docker exec web ls /",
    "docker exec -it web bash",
    "docker exec -e A=1 --env-file vars.env -w /root -u root --privileged web env",
    "docker container exec -d web sh -c 'sleep 5 && touch /tmp/done'",
    "docker diff web",
    "docker container diff web",
    "docker logs web",
    "docker logs -f --tail 10 web",
    "docker logs -n all --since 10m --until 2024-05-01T10:00:00 -t web",
    "docker container logs --since=1714552800.5 web",
    "docker top web",
    "docker container top web -o pid,cmd",
    "docker port web",
    "docker port web 80",
    "docker container port web 53/udp",
    "docker inspect web",
    "docker inspect --type=volume -s mydata",
    "docker inspect --type container -f '{{.State.Status}} {{ .Id }}' web db",
    "docker inspect --format='{{json .Mounts}}' web",
    "docker inspect --format='{{(index (index .NetworkSettings.Ports \"80/tcp\") 0).HostPort}}' web",
    "docker inspect -f '{{index .Config.Labels \"com.example/a b\"}} {{json (index .Mounts 0)}} {{.}}' web",
    "docker container inspect --size -f json web",
    "docker ps",
    "docker ps -aq --no-trunc",
    "docker container ls -n 3 --filter status=exited --filter 'name=^web'",
    "docker container list --last=-1 -s",
    "docker container ps -l --format 'table {{.ID}}\\t{{.Names}}'",
    "docker ps --format json",
    "docker ps --format table",
    "docker system df",
    "docker system df -v",
    "docker logs --details web",
    "docker images -a",
    "docker image ls --all -q",
    "docker build --rm=false .",
    "docker build --rm=false --force-rm -t mine .",
    "docker run --pull=always nginx",
    "docker create --pull always nginx",
    "docker ps -a --filter is-task=false --filter isolation=default",
    "docker system df --format '{{.Type}}: {{json .}}'",
    "docker version",
    "docker version -f '{{.Server.Version}}'",
];

/// All lines.
pub(super) fn lines() -> impl Iterator<Item = &'static str> {
    [LIVES, SETTINGS, MOUNTS, NETWORKS, IMAGES, LOOKS].into_iter().flatten().copied()
}

#[test]
fn every_line_is_read_and_reads_the_same_from_its_canonical_form() {
    assert!(lines().count() >= 150);
    for line in lines() {
        let (_, read) = action(line);
        let canonical = read.to_string();
        let (_, again) = action(&canonical);
        assert_eq!(without_places(&again), without_places(&read), "{line}\n{canonical}");
        assert_eq!(again.to_string(), canonical, "{line}");
    }
}

#[test]
fn every_command_and_every_flag_is_among_the_lines() {
    let all: Vec<Vec<&str>> = lines().map(|line| line.split(' ').collect()).collect();
    let names = |command: &Syntax| command.names().map(|name| format!("docker {name}")).collect::<Vec<_>>();
    let mut missing = BTreeSet::new();
    for command in COMMANDS {
        let names = names(command);
        let mine: Vec<_> = all
            .iter()
            .filter(|words| {
                names
                    .iter()
                    .any(|name| words.join(" ") == *name || words.join(" ").starts_with(&format!("{name} ")))
            })
            .collect();
        if mine.is_empty() {
            missing.insert(command.name.to_owned());
        }
        for flag in command.flags() {
            let is_there = mine.iter().flat_map(|words| words.iter()).any(|word| {
                let long =
                    word.strip_prefix("--").is_some_and(|rest| rest.split('=').next() == Some(flag.long));
                let short = flag.short.is_some_and(|letter| {
                    word.starts_with('-') && !word.starts_with("--") && word.contains(letter)
                });
                long || short
            });
            // What `create` shares with `run` is looked for there alone.
            if !is_there && command.name != "create" {
                missing.insert(format!("{} --{}", command.name, flag.long));
            }
        }
    }
    assert_eq!(missing, BTreeSet::new());
}
