#!/bin/sh
# The command line of groundtrack from lib/, e.g.: conf/groundtrack.sh run --cluster localhost:8081
set -eu
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)

# how Flink is set up, for what is sent to it: parallelism, checkpoints
export FLINK_CONF_DIR="${FLINK_CONF_DIR:-$home/conf}"

# shellcheck disable=SC2086 # options are words on purpose
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" "@$home/conf/java.options" ${GROUNDTRACK_JAVA_OPTS:--Xmx1g} -cp "$home/lib/*" \
    io.groundtrack.job.cli.Groundtrack "$@"
