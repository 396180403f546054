#!/usr/bin/env bash
# Prints the directory of PostgreSQL's server programs. Installs them with the system's package
# manager if they are nowhere; then, too, no server is made or started.
set -euo pipefail

has_programs() {
  [ -x "$1/initdb" ] && [ -x "$1/postgres" ] && [ -x "$1/pg_ctl" ]
}

candidates() {
  local initdb
  if initdb=$(command -v initdb); then dirname "$initdb"; fi
  # Where the packages of Debian, PGDG for Red Hat, openSUSE, Alpine, Homebrew and Postgres.app put
  # them, newest first. These are seldom on PATH.
  local directory
  for directory in \
    /usr/lib/postgresql/*/bin \
    /usr/pgsql-*/bin \
    /usr/lib/postgresql*/bin \
    /usr/libexec/postgresql* \
    /opt/homebrew/opt/postgresql*/bin \
    /usr/local/opt/postgresql*/bin \
    /home/linuxbrew/.linuxbrew/opt/postgresql*/bin \
    /Applications/Postgres.app/Contents/Versions/*/bin; do
    if [ -d "$directory" ]; then printf '%s\n' "$directory"; fi
  done | sort -rV
}

find_programs() {
  local directory
  while IFS= read -r directory; do
    if has_programs "$directory"; then
      printf '%s\n' "$directory"
      return
    fi
  done < <(candidates)
  return 1
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    echo "PostgreSQL's server programs are missing, and installing them needs root or sudo." >&2
    return 1
  fi
}

# Debian's packages make and start a server of their own unless a file says otherwise, which is here
# only meanwhile.
install_with_apt() (
  refusal=/etc/postgresql-common/createcluster.d/kith-tests.conf
  install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$1"
  }
  as_root apt-get update -q \
    && install postgresql-common \
    && as_root mkdir -p "${refusal%/*}" \
    && trap 'as_root rm -f "$refusal"' EXIT \
    && echo 'create_main_cluster = false' | as_root tee "$refusal" >/dev/null \
    && install postgresql
)

install_programs() {
  if command -v apt-get >/dev/null; then
    install_with_apt
  elif command -v dnf >/dev/null; then
    as_root dnf install -y postgresql-server
  elif command -v yum >/dev/null; then
    as_root yum install -y postgresql-server
  elif command -v zypper >/dev/null; then
    as_root zypper --non-interactive install postgresql-server
  elif command -v apk >/dev/null; then
    as_root apk add postgresql
  elif command -v pacman >/dev/null; then
    as_root pacman -Sy --noconfirm --needed postgresql
  elif command -v brew >/dev/null; then
    brew install postgresql
  else
    echo "No package manager that is known here (apt-get, dnf, yum, zypper, apk, pacman, brew)." >&2
    return 1
  fi
}

if find_programs; then exit; fi

echo "PostgreSQL's server programs are not here: installing them." >&2
if install_programs >&2 && find_programs; then exit; fi

cat >&2 <<'MESSAGE'
PostgreSQL's server programs (initdb, postgres, pg_ctl) are missing and could not be installed.
Install your system's PostgreSQL server package, or name a server to test on:
  KITH_TEST_POSTGRES_URL=postgres://user:password@host:port/database scripts/test.sh
MESSAGE
exit 1
