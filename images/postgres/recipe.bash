# shellcheck shell=bash disable=SC2034
# What images/make needs to know of PostgreSQL; the rest of the recipe stands in the Dockerfile beside it.
IMAGE=postgres:13
SUITE=bullseye
# nss-wrapper gives a name to a user whom the image does not know (docker run --user 1234).
PACKAGES=(postgresql-13 libnss-wrapper)
# The package whose version is the image's.
VERSION_OF=postgresql-13
# Paths that no package shall unpack, besides the documentation that is left out of every image: compiling queries
# while they run (JIT) takes LLVM, which is larger than all the rest. PostgreSQL does without where it is not there.
LEAVE_OUT=('/usr/lib/*/libLLVM*' '/usr/lib/*/libz3*' '/usr/lib/postgresql/13/lib/llvmjit*' '/usr/lib/postgresql/13/lib/bitcode/*')
