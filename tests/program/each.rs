//! On which engine the tests of a file run.

/// The tests of a file, each on each engine; they take no turn of their own.
macro_rules! on_each_engine {
    ($($test:ident),+ $(,)?) => {
        mod docker {
            $(#[test] fn $test() {
                let _engine = $crate::harness::Engine::take();
                super::$test();
            })+
        }
        mod podman {
            $(#[test] fn $test() {
                let _engine = $crate::harness::Engine::podman();
                super::$test();
            })+
        }
    };
}
pub(crate) use on_each_engine;
