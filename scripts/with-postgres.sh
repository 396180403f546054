#!/usr/bin/env bash
# Runs a command with a throwaway PostgreSQL on loopback, whose address is KITH_TEST_POSTGRES_URL:
#
#   scripts/with-postgres.sh cargo test -p kith-persistence -- --ignored postgres
#
# The server lives in a temporary directory, on a free port, and is gone when the command has ended
# or is interrupted. A PostgreSQL that runs already is neither used nor disturbed. Works as root too.
set -euo pipefail

if [ "$#" -eq 0 ]; then
  echo "usage: scripts/with-postgres.sh COMMAND [ARGUMENT...]" >&2
  exit 2
fi

programs=$("$(dirname "$0")/postgres-programs.sh")

# The caller's settings for a PostgreSQL of theirs are not for this one.
for setting in "${!PG@}"; do unset "$setting"; done

# PostgreSQL refuses to run as root, so root lends its directory to somebody else. That one must be
# able to reach it, which only the system's own temporary directory promises.
if [ "$(id -u)" -eq 0 ]; then
  home=$(mktemp -d /tmp/kith-postgres.XXXXXX)
  if id postgres >/dev/null 2>&1; then owner=postgres; else owner=nobody; fi
else
  home=$(mktemp -d "${TMPDIR:-/tmp}/kith-postgres.XXXXXX")
  owner=
fi

# In a subshell, since the owner may not enter the current directory.
as_owner() (
  cd "$home"
  if [ -z "$owner" ]; then
    "$@"
  elif command -v runuser >/dev/null; then
    runuser -u "$owner" -- "$@"
  else
    su -s "$BASH" "$owner" -c "$(printf '%q ' "$@")"
  fi
)

command_pid=
# shellcheck disable=SC2317 # the traps call it
stop() {
  trap '' INT TERM HUP
  if [ -n "$command_pid" ]; then
    kill -TERM -- "-$command_pid" 2>/dev/null || true
    wait "$command_pid" 2>/dev/null || true
  fi
  if [ -f "$home/data/postmaster.pid" ]; then
    as_owner "$programs/pg_ctl" stop -D "$home/data" -m immediate -w -s || true
  fi
  rm -rf "$home"
}
trap stop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf '%s\n' "$password" >"$home/password"
if [ -n "$owner" ]; then chown -R "$owner" "$home"; fi

# Nothing here outlives the run, so nothing need reach the disk, unless somebody measures that.
as_owner "$programs/initdb" -D "$home/data" --username=kith --pwfile="$home/password" \
  --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-sync >"$home/initdb.log" 2>&1 || {
  cat "$home/initdb.log" >&2
  exit 1
}

# Asking for a port is the only sure way to learn whether it is free. The range lies below the one
# from which systems take the ports of outgoing connections.
start() {
  as_owner "$programs/pg_ctl" start -D "$home/data" -l "$home/server.log" -w -s -o "-p $1 \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories=$home \
    -c max_connections=200 -c fsync=off ${KITH_TEST_POSTGRES_SETTINGS:-}" 2>>"$home/start.log"
}
port=
for _ in 1 2 3 4 5 6 7 8 9 10; do
  candidate=$((20000 + RANDOM % 12000))
  if start "$candidate"; then
    port=$candidate
    break
  fi
  grep -q 'could not bind' "$home/server.log" 2>/dev/null || break
  mv "$home/server.log" "$home/server.log.$candidate"
done
if [ -z "$port" ]; then
  echo "PostgreSQL did not start:" >&2
  cat "$home"/start.log "$home"/server.log* >&2
  exit 1
fi

# In a process group of its own, so that the whole of it can be ended with this script.
set -m
KITH_TEST_POSTGRES_URL="postgres://kith:$password@127.0.0.1:$port/postgres" \
  KITH_TEST_POSTGRES_LOG="$home/server.log" "$@" </dev/null &
command_pid=$!
set +m
status=0
wait "$command_pid" || status=$?
command_pid=
exit "$status"
