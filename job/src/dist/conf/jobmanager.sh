#!/bin/sh
# Starts a JobManager in the foreground: conf/jobmanager.sh [-D key=value ...]
set -eu
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)

exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" "@$home/conf/java.options" ${JOBMANAGER_JAVA_OPTS:--Xmx1g} \
    -Dlog4j2.configurationFile="$home/conf/log4j2.xml" -cp "$home/lib/*" \
    org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint --configDir "$home/conf" "$@"
