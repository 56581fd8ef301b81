# One database and two roles: the owner makes and drops tables and is used by the deploy commands alone; the site's role
# reads and writes rows. On this machine PostgreSQL knows the site's user by itself (peer), so its URL has no password.
made_password() { openssl rand -hex 24; }

# postgres_of URL: the words of psql's own environment, so that no password stands on a command line.
postgres_of() {
    URL=$1 python3 -c '
import os, shlex, urllib.parse as url
at = url.urlsplit(os.environ["URL"])
known = {"PGHOST": at.hostname, "PGPORT": at.port, "PGUSER": at.username, "PGPASSWORD": at.password, "PGDATABASE": at.path.strip("/")}
for name, value in known.items():
    if value: print("export", name + "=" + shlex.quote(url.unquote(str(value))))'
}

# as_superuser [psql's arguments]: SQL on the input.
as_superuser() (
    if [ -z "${given[ADMIN_DATABASE_URL]}" ]; then
        cd /
        exec runuser -u postgres -- psql -XqAt -v ON_ERROR_STOP=1 "$@"
    fi
    eval "$(postgres_of "${given[ADMIN_DATABASE_URL]}")"
    exec psql -XqAt -v ON_ERROR_STOP=1 "$@"
)

# server: host:port of PostgreSQL, as TCP reaches it.
server() {
    local port
    if [ -n "${given[ADMIN_DATABASE_URL]}" ]; then
        (eval "$(postgres_of "${given[ADMIN_DATABASE_URL]}")" && printf '%s:%s' "${PGHOST:-127.0.0.1}" "${PGPORT:-5432}")
        return
    fi
    port=$(as_superuser <<<'SHOW port') || refuse "PostgreSQL does not answer: systemctl start postgresql"
    printf '127.0.0.1:%s' "$port"
}

database_url() {
    local at port
    at=$(server)
    if [ -n "${given[ADMIN_DATABASE_URL]}" ]; then
        printf 'postgres://%s:%s@%s/%s' "$user" "$(made_password)" "$at" "${given[DATABASE_NAME]}"
        return
    fi
    port=${at##*:}
    if [ "$port" = 5432 ]; then port=""; else port=:$port; fi
    printf 'postgres://%s@%s/%s' "$user" "$port" "${given[DATABASE_NAME]}"
}

# owner_database_url SITE_URL: the same database, as its owner.
owner_database_url() {
    local at
    case $1 in postgres*) ;; *) return ;; esac
    at=$(server)
    printf 'postgres://%s_owner:%s@%s/%s' "$user" "$(made_password)" "$at" "${1##*/}"
}

make_database() {
    local owner_url site_url owner_PGUSER="" owner_PGPASSWORD="" site_PGUSER="" site_PGPASSWORD="" site_PGDATABASE="" site_PGHOST=""
    owner_url=$(sed -n 's/^OWNER_DATABASE_URL=//p' "$etc/owner-environment")
    site_url=$(settings_there DATABASE_URL)
    case $site_url in postgres*) ;; *) return ;; esac
    eval "$(postgres_of "$owner_url" | sed 's/^export PG/owner_PG/')"
    eval "$(postgres_of "$site_url" | sed 's/^export PG/site_PG/')"
    if [ -n "$site_PGHOST" ] && [ -z "${given[ADMIN_DATABASE_URL]}" ]; then
        say "The database is on $site_PGHOST: its roles stay as they are (ADMIN_DATABASE_URL makes them)."
        return
    fi
    roles_and_database "$owner_PGUSER" "$owner_PGPASSWORD" "$site_PGUSER" "$site_PGPASSWORD" "$site_PGDATABASE" | as_superuser
    rights_of_rows "$owner_PGUSER" "$site_PGUSER" | as_superuser -d "$site_PGDATABASE"
    say "The database $site_PGDATABASE belongs to $owner_PGUSER; $site_PGUSER reads and writes its rows."
}

roles_and_database() { # OWNER PASSWORD SITE PASSWORD DATABASE
    local role
    for role in "$1" "$3"; do
        printf "SELECT format('CREATE ROLE %%I LOGIN', '%s') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%s') \\gexec\n" "$role" "$role"
    done
    printf "ALTER ROLE \"%s\" CREATEDB PASSWORD '%s';\n" "$1" "$2" # databases: for the trial restores
    if [ -n "$4" ]; then printf "ALTER ROLE \"%s\" PASSWORD '%s';\n" "$3" "$4"; fi
    printf "SELECT format('CREATE DATABASE %%I OWNER %%I', '%s', '%s') WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '%s') \\gexec\n" "$5" "$1" "$5"
    printf 'ALTER DATABASE "%s" OWNER TO "%s";\nREVOKE ALL ON DATABASE "%s" FROM PUBLIC;\n' "$5" "$1" "$5"
    printf 'GRANT CONNECT ON DATABASE "%s" TO "%s";\n' "$5" "$3"
}

# rights_of_rows OWNER SITE: tables of a site from before the two roles change their owner. What a role may do on each
# table is told by `operation/rights.py`, after every migration; what stands here lets the site run until the next one.
rights_of_rows() {
    cat <<SQL
SELECT format('REASSIGN OWNED BY %I TO %I', '$2', '$1') FROM pg_roles
WHERE rolname = '$2' AND NOT rolsuper AND EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public' AND tableowner = '$2') \gexec
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO "$1";
GRANT USAGE ON SCHEMA public TO "$2";
SELECT format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO %I', oid::regclass, '$2') FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT has_table_privilege('$2', oid, 'SELECT') \gexec
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "$2";
ALTER DEFAULT PRIVILEGES FOR ROLE "$1" IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "$2";
ALTER DEFAULT PRIVILEGES FOR ROLE "$1" IN SCHEMA public GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO "$2";
SQL
}
