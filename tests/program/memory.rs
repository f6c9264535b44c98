//! What is large passes through: the runner's memory stays small, whatever a container prints and
//! whatever is copied.

use std::fs;

use crate::harness::{Engine, Lab};

/// The most memory that the program may have had at any time, in KiB: 64 MiB.
const MOST: u64 = 64 * 1024;

#[test]
fn large_output_and_large_files_pass_through_little_memory() {
    let _engine = Engine::take();
    let lab = r#"
[[step]]
id = "one"
title = "One"
run = [
  "docker run -d --name memory-box nginx",
  "docker exec memory-box sh -c 'head -c 256M /dev/zero | tr \"\\000\" x'",
  "docker exec memory-box dd if=/dev/zero of=/large bs=1M count=256",
  "docker cp memory-box:/large large",
  "docker cp large memory-box:/again",
  "docker exec memory-box cmp /large /again",
]
check = [
  { file = "memory-box:/again", exists = true, within = "1ms" },
  { local = "large", exists = true, within = "1ms" },
  { local = "large", exists = true, same_as = { container = "memory-box", path = "/again" }, within = "1m" },
]

[[step]]
id = "two"
title = "Two"
run = "docker exec memory-box sleep 600"
"#;
    let run = Lab::of(lab).start().until_it_shows("Still running: docker exec memory-box sleep 600");
    let status = fs::read_to_string(format!("/proc/{}/status", run.process())).unwrap();
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.strip_suffix("kB"));
    let most: u64 = most.unwrap().trim().parse().unwrap();
    run.signal("INT").ends().exits(130).shows("268435456").leaves_nothing();
    assert!(most < MOST, "{most} KiB");
}
