# What the four commands share: where the code is, and the site's settings.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
python=.venv/bin/python
environment=${MOTCUA_ENVIRONMENT:-/etc/motcua/environment}
backups=${MOTCUA_BACKUPS:-/var/backups/motcua}

say() { printf '%s\n' "$*" >&2; }

# load FILE: a line NAME=VALUE each, taken as it is (as systemd does, and not as a shell program).
load() {
    local line
    [ -r "$1" ] || { say "$1 is missing or not readable: cp deploy/environment.example $1, and fill it in"; exit 1; }
    while IFS= read -r line || [ -n "$line" ]; do
        case $line in '' | '#'*) continue ;; esac
        export "${line%%=*}=${line#*=}"
    done <"$1"
}

load_backup_key() {
    [ -n "${BACKUP_KEY:-}" ] || load "${MOTCUA_BACKUP_ENVIRONMENT:-/etc/motcua/backup-environment}"
}

packages() { "${PYTHON:-python3}" scripts/install.py requirements.txt; }

bring_up_to_date() {
    $python manage.py migrate --no-input
    $python manage.py collectstatic --no-input --verbosity 0
    $python manage.py seed_organisations
    $python manage.py publish_procedures
}

# services VERB: systemd's, where it runs them; elsewhere the operator is told.
services() {
    if command -v systemctl >/dev/null && systemctl cat motcua-web.service >/dev/null 2>&1; then
        sudo systemctl "$1" motcua-web motcua-worker motcua-beat
    else
        say "$1 web, worker and beat now (no systemd units of Motcua on this machine)"
    fi
}
