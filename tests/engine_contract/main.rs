//! One contract for every engine that statelab runs on, and for what stands around it.
//!
//! `engine` and `guard` hold for every engine, each test on each. Among them is the model of one, twice: as it is, and
//! behind its socket, asked by the program's own client. `faults` plays an engine that does not behave. A machine without
//! an engine fails these tests.

#![expect(clippy::expect_used, reason = "a test that cannot go on says so")]

/// The tests of a file, each on each engine.
macro_rules! contract {
    ($($test:ident),+ $(,)?) => {
        mod docker {
            $(#[test] fn $test() { crate::place::on_docker(super::$test); })+
        }
        mod podman {
            $(#[test] fn $test() { crate::place::on_podman(super::$test); })+
        }
        mod model {
            $(#[test] fn $test() { crate::place::on_model(super::$test); })+
        }
        mod socket {
            $(#[test] fn $test() { crate::place::on_socket(super::$test); })+
        }
    };
}

mod acts;
mod archive;
mod bounds;
mod engine;
mod faults;
mod guard;
mod images;
mod networks;
mod owned;
mod place;
mod policy;
