#!/bin/sh
# Starts a TaskManager in the foreground: conf/taskmanager.sh [-D key=value ...]
# Flink itself says which JVM options and memory settings follow from config.yaml; written by hand they are refused.
set -eu
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
mark=BASH_JAVA_UTILS_EXEC_RESULT:

said=$("$java" "@$home/conf/java.options" -Dlog4j2.configurationFile="$home/conf/log4j2.xml" -cp "$home/lib/*" \
    org.apache.flink.runtime.util.bash.BashJavaUtils GET_TM_RESOURCE_PARAMS --configDir "$home/conf" "$@")
results=$(printf '%s\n' "$said" | sed -n "s/^$mark//p")
jvm=$(printf '%s\n' "$results" | sed -n 1p)
memory=$(printf '%s\n' "$results" | sed -n 2p)
if [ -z "$jvm" ] || [ -z "$memory" ]; then
    printf '%s\n' "$said" >&2
    echo "taskmanager.sh: Flink gave no memory settings (expected: two lines $mark...; see above)" >&2
    exit 1
fi

# shellcheck disable=SC2086 # options are words on purpose
exec "$java" "@$home/conf/java.options" $jvm -Dlog4j2.configurationFile="$home/conf/log4j2.xml" -cp "$home/lib/*" \
    org.apache.flink.runtime.taskexecutor.TaskManagerRunner --configDir "$home/conf" $memory "$@"
