# shellcheck shell=bash disable=SC2034
# What images/make needs to know of nginx; the rest of the recipe stands in the Dockerfile beside it.
IMAGE=nginx:latest
SUITE=bookworm
PACKAGES=(nginx curl)
# The package whose version is the image's.
VERSION_OF=nginx
# Paths that no package shall unpack, besides the documentation that is left out of every image.
LEAVE_OUT=()
