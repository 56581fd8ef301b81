# What the commands share: where the code is, the site's settings, and the record of a change that is under way.
#
# $home is the clone; $home/releases/REVISION is code with its own packages, never changed once it is complete;
# $home/current names the release that runs (a site from before releases: the clone itself), $home/previous the one before.
set -euo pipefail
code=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
home=${code%/releases/*}
current=$home/current
if [ "$code" = "$home" ] && [ -d "$current" ] && ! [ "$current" -ef "$home" ]; then
    exec "$current/deploy/${0##*/}" "$@" # the commands are those of the release that runs
fi
cd "$code"
python=.venv/bin/python
environment=${MOTCUA_ENVIRONMENT:-/etc/motcua/environment}
backups=${MOTCUA_BACKUPS:-/var/backups/motcua}
address=${MOTCUA_ADDRESS:-http://127.0.0.1:8000/healthz}
units="motcua-web motcua-worker motcua-beat"

say() { printf '%s\n' "$*" >&2; }

refuse() {
    say "$@"
    exit 1
}

# Root runs nothing that another may write: the code is the site's user's.
if [ "$(id -u)" = 0 ] && ! [ -O "$code" ]; then
    refuse "Not as root: sudo -u $(stat -c %U "$code") $0"
fi

# load FILE: a line NAME=VALUE each, taken as it is (as systemd does, and not as a shell program).
load() {
    local line
    [ -r "$1" ] || refuse "$1 is missing or not readable: cp deploy/environment.example $1, and fill it in"
    while IFS= read -r line || [ -n "$line" ]; do
        case $line in '' | '#'*) continue ;; esac
        export "${line%%=*}=${line#*=}"
    done <"$1"
}

owner_environment=${MOTCUA_OWNER_ENVIRONMENT:-/etc/motcua/owner-environment}
backup_environment=${MOTCUA_BACKUP_ENVIRONMENT:-/etc/motcua/backup-environment}
load_backup_key() { [ -n "${BACKUP_KEY:-}" ] || load "$backup_environment"; }

packages() { "${PYTHON:-python3}" scripts/install.py requirements.txt; }

# role_of URL: the user in it.
role_of() { URL=$1 "${PYTHON:-python3}" -c 'import os, urllib.parse as url; print(url.unquote(url.urlsplit(os.environ["URL"]).username or ""))'; }

# as_owner: from here on the role that owns the tables, on a site that has one (deploy/machine); web and worker never do.
as_owner() {
    if [ -z "${OWNER_DATABASE_URL:-}" ] && [ -r "$owner_environment" ]; then load "$owner_environment"; fi
    if [ -n "${OWNER_DATABASE_URL:-}" ]; then
        if [ "$DATABASE_URL" != "$OWNER_DATABASE_URL" ]; then
            SITE_DATABASE_ROLE=${SITE_DATABASE_ROLE:-$(role_of "$DATABASE_URL")}
            export SITE_DATABASE_ROLE # migrations give it its rights on what they made
        fi
        export DATABASE_URL=$OWNER_DATABASE_URL
    fi
}

# manage RELEASE ARGUMENTS…: that release's own manage.py, with its own packages; what makes or drops tables, as their owner.
manage() {
    local release=$1
    shift
    (
        case $1 in migrate | migrations_back | restore | try_restore) as_owner ;; esac
        cd "$release" && exec .venv/bin/python manage.py "$@"
    )
}

# data_of RELEASE: what a release brings besides its tables. Safe to repeat.
data_of() { manage "$1" seed_organisations && manage "$1" publish_procedures; }

# finished_backups: their folders, the oldest first.
finished_backups() {
    if [ -d "$backups" ]; then find "$backups" -mindepth 2 -maxdepth 2 -name manifest -printf '%h\n' | sort; fi
}

managed() { command -v systemctl >/dev/null && systemctl cat motcua-web.service >/dev/null 2>&1; }

# services VERB: systemd's, where it runs them; elsewhere the operator is told. The right: deploy/sudoers.
services() {
    # shellcheck disable=SC2086 # three names
    if managed; then sudo -n systemctl "$1" $units; else say "$1 web, worker and beat now (no systemd units of Motcua on this machine)"; fi
}

# answers: web gives an answer, of whatever status, within a minute, and worker and beat stay up.
answers() {
    managed || return 0
    # shellcheck disable=SC2016 # Python's, not the shell's
    "${PYTHON:-python3}" - "$address" <<'PROBE' && systemctl is-active --quiet $units
import sys, time, urllib.error, urllib.request
for _second in range(int(__import__("os").environ.get("MOTCUA_PATIENCE", "60"))):
    try:
        urllib.request.urlopen(sys.argv[1], timeout=5)
    except urllib.error.HTTPError:
        pass
    except OSError:
        time.sleep(1)
        continue
    sys.exit()
sys.exit(1)
PROBE
}

# --- releases

# build REVISION: its code and its packages beside what runs. Complete, or begun again by the next try. Never call it
# where bash forgets `set -e` (after `if`, before `||`): what is not complete would be called so.
build() {
    local release=$home/releases/$1
    if [ -e "$release/.complete" ]; then return; fi
    if [ "$current" -ef "$release" ]; then refuse "$release runs and is not complete"; fi
    rm -rf -- "$release"
    mkdir -p "$release"
    git -C "$home" archive "$1" | tar --extract --directory "$release"
    (cd "$release" && "${PYTHON:-python3}" scripts/install.py requirements.txt)
    if [ -d "$current/static_collected" ]; then # a page that is open somewhere still names these
        cp -R "$current/static_collected" "$release/"
    fi
    mkdir -p "$release/static_collected"
    manage "$release" collectstatic --no-input --verbosity 0
    sync --file-system "$release"
    touch "$release/.complete"
}

# name LINK RELEASE: by one rename, so that at every instant the link names one whole release.
name() {
    ln -sfn "$(realpath --relative-to "$home" "$2")" "$home/$1.new"
    mv -T "$home/$1.new" "$home/$1"
}

# forget_old_releases: all but the two that `current` and `previous` name.
forget_old_releases() {
    local release
    for release in "$home"/releases/*; do
        if [ "$release" -ef "$current" ] || [ "$release" -ef "$home/previous" ]; then continue; fi
        rm -f "$release/.complete"
        rm -rf -- "$release"
    done
}

# tables_of RELEASE: the migrations its code knows, app.name a line.
tables_of() { manage "$1" showmigrations --plan | sed -n 's/^\[.\] *\([^ ]*\).*/\1/p'; }

# --- a change under way: between `begin` and `finish` the services may be down and the tables be those of neither release.
# Whoever comes next (the script's own end, its guard after a kill, the machine's start) settles it: the tables follow `current`.

# hold: one change at a time. The lock ends with the processes that hold it, however they end.
hold() {
    [ -n "${MOTCUA_VAR:-}" ] || refuse "MOTCUA_VAR is not set in $environment: each release would keep data of its own. A site whose data lie in the clone: MOTCUA_VAR=$home/var"
    under_way=$MOTCUA_VAR/upgrading
    exec 9>>"$MOTCUA_VAR/upgrade.lock"
    flock "$@" 9 || return
    trap at_the_end EXIT
}

# begin NEWER OLDER BACKUP
begin() {
    # The guard first: it waits for the lock, and finds the record whenever this script ends without removing it.
    setsid --fork "$code/deploy/settle" >>"$MOTCUA_VAR/upgrade.log" 2>&1 </dev/null 9>&-
    {
        printf '%s\n' "$@"
        tables_of "$2"
    } >"$under_way.new"
    sync "$under_way.new"
    mv -T "$under_way.new" "$under_way"
}

finish() { rm -f "$under_way"; }

# at_the_end: of whatever holds the lock, however bash ends. What went wrong stands above; what runs is said last.
at_the_end() {
    local status=$?
    if [ "$status" = 0 ]; then return; fi
    settle_and_start || true
    say "Not done. What runs: $(readlink -e "$current" || echo nothing). The lines above say why; after that is mended, try again."
}

# settle: bring the tables to what the code of `current` knows. Where a migration cannot be undone, forward instead.
settle() {
    local newer older backup
    if ! [ -e "$under_way" ]; then return; fi
    { read -r newer && read -r older && read -r backup; } <"$under_way"
    say "A change from $older to $newer was cut: settling it"
    if ! [ "$current" -ef "$newer" ] && ! tail -n +4 "$under_way" | manage "$newer" migrations_back; then
        say "The tables cannot go back: forward to $newer"
        manage "$newer" migrate --no-input && name previous "$older" && name current "$newer" && return
        say "Nor forward. Restore the backup $backup: deploy/restore (docs/deploy.md)"
        return 1
    elif [ "$current" -ef "$newer" ]; then
        manage "$newer" migrate --no-input || { say "The tables are not those of $newer: deploy/back, or restore $backup"; return 1; }
    fi
}

settle_and_start() {
    if ! [ -e "$under_way" ]; then return; fi
    local settled=0
    settle || settled=1
    services restart || { say "The services could not be started: sudo systemctl start $units"; settled=1; }
    rm -f "$under_way"
    return $settled
}
