# The programs of a site, from Debian; only what is missing is installed.
install_programs() {
    local wanted=() entry
    for entry in git:git openssl:openssl nginx:nginx sudo:sudo psql:postgresql-client pg_dump:postgresql-client; do
        command -v "${entry%%:*}" >/dev/null || wanted+=("${entry#*:}")
    done
    python3 -c "import venv, ensurepip" 2>/dev/null || wanted+=(python3-venv)
    if [ -z "${given[ADMIN_DATABASE_URL]}" ] && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then wanted+=(postgresql); fi
    case ${given[BROKER_URL]} in redis://127.0.0.1*) command -v redis-server >/dev/null || wanted+=(redis-server) ;; esac
    case ${given[CLAMAV_ADDRESS]} in /*) command -v clamd >/dev/null || wanted+=(clamav-daemon) ;; esac
    if [ ${#wanted[@]} = 0 ]; then return; fi
    [ -z "$root" ] && command -v apt-get >/dev/null || refuse "Missing programs: apt-get install ${wanted[*]}"
    say "Installing ${wanted[*]} …"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "${wanted[@]}"
}
