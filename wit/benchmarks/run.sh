#!/usr/bin/env bash
# Runs the benchmarks: run.sh [JMH OPTION…], run.sh memory, run.sh soak [EXECUTIONS], run.sh jco,
# run.sh parts GUEST…; see README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=$here/../..
if [ "${FUSCIA_BENCHMARKS_BUILT:-}" != yes ]; then
    (cd "$root" && ./mvnw -q -Dquickly -DskipTests -pl wit/benchmarks -am package)
fi
java=("${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$here/target/classes:$here/target/lib/*")
case "${1:-}" in
    memory) exec "${java[@]}" -Xmx4g -XX:+UseSerialGC io.fuscia.wit.benchmarks.InstanceMemory "${@:2}" ;;
    parts) exec "${java[@]}" io.fuscia.wit.benchmarks.FunctionParts "${@:2}" ;;
    soak) exec "${java[@]}" -Xmx1g io.fuscia.wit.benchmarks.Soak "${@:2}" ;;
    jco) exec "$here/jco/run.sh" "${@:2}" ;;
    *) exec "${java[@]}" org.openjdk.jmh.Main "$@" ;;
esac
