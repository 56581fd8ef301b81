# The settings' files. A value that is there stays; each key is made once, and is no other's.
make_key() { openssl rand -base64 "$1" | tr -d '\n'; }

# put NAME VALUE: the file's own value where it has one.
declare -A settings=()
order=()
put() {
    local there
    there=$(settings_there "$1")
    if [ -z "$2" ] && [ -z "$there" ]; then return; fi
    settings[$1]=${there:-$2}
    order+=("$1")
}

write_settings() {
    local host=${given[SITE_HOST]} url owner_url name
    keep_answers
    url=$(settings_there DATABASE_URL)
    if [ -z "$url" ]; then url=$(database_url); fi
    put PRODUCTION 1
    put SECRET_KEY "$(make_key 60)"
    put FIELD_KEY "$(make_key 45)"
    put INDEX_KEY "$(make_key 45)"
    put JOURNAL_KEY "$(make_key 45)"
    put MONITOR_TOKEN "$(make_key 45)"
    put ALLOWED_HOSTS "$host"
    put SITE_URL "https://$host"
    put DATABASE_URL "$url"
    put MOTCUA_VAR "$var"
    put MOTCUA_BACKUPS "$backups"
    put CLIENT_ADDRESS_VARIABLE HTTP_X_REAL_IP
    for name in BROKER_URL CLAMAV_ADDRESS HOME_PROVINCE; do put "$name" "${given[$name]}"; done
    put_mail
    put_seal
    merged | appears "$etc/environment" 640
    write_key_once backup-environment BACKUP_KEY "$(make_key 45)" \
        "Keep a copy of it, and of FIELD_KEY, INDEX_KEY and JOURNAL_KEY, away from this machine: without them no backup can be opened."
    if ! [ -s "$etc/owner-environment" ]; then
        owner_url=$(owner_database_url "$url")
        write_key_once owner-environment OWNER_DATABASE_URL "$owner_url" "The deploy commands alone read it."
    fi
}

put_mail() {
    if [ "${given[EMAIL_HOST]}" = none ]; then
        put LETTERS_INTO_FILES 1
        return
    fi
    for name in EMAIL_HOST EMAIL_PORT EMAIL_USE_TLS EMAIL_HOST_USER EMAIL_HOST_PASSWORD DEFAULT_FROM_EMAIL; do put "$name" "${given[$name]}"; done
}

put_seal() {
    if [ -n "${given[SEAL_PKCS11_MODULE]}" ]; then
        for name in SEAL_PKCS11_MODULE SEAL_PKCS11_TOKEN SEAL_PKCS11_CERTIFICATE SEAL_PKCS11_PIN; do put "$name" "${given[$name]}"; done
        return
    fi
    if [ -n "${given[SEAL_PKCS12]}" ] && [ -z "$(settings_there SEAL_PKCS12)" ] && [ "${given[SEAL_PKCS12]}" != "$etc/seal.p12" ]; then
        appears "$etc/seal.p12" 640 <"${given[SEAL_PKCS12]}" # where the site's user may read it
    fi
    put SEAL_PKCS12 "$etc/seal.p12"
    put SEAL_PASSPHRASE "${given[SEAL_PASSPHRASE]:-$(make_key 45)}"
    if [ "${settings[SEAL_PKCS12]}" = "$etc/seal.p12" ] && ! [ -s "$etc/seal.p12" ]; then put SEAL_AWAITED 1; fi
}

# merged: the file as it is, with what it lacks; a line that had no value gets one where it stands.
merged() {
    local line name
    if [ -r "$etc/environment" ]; then
        while IFS= read -r line || [ -n "$line" ]; do
            name=${line%%=*}
            case $line in '#'* | '') printf '%s\n' "$line" && continue ;; esac
            printf '%s=%s\n' "$name" "${settings[$name]:-${line#*=}}"
            unset "settings[$name]"
        done <"$etc/environment"
    else
        printf '%s\n' "# The site's settings (docs/administrator.md). What deploy/machine finds here it leaves."
    fi
    for name in "${order[@]}"; do
        if [ -n "${settings[$name]+there}" ]; then printf '%s=%s\n' "$name" "${settings[$name]}"; fi
    done
}

write_key_once() { # FILE NAME VALUE SENTENCE
    if [ -s "$etc/$1" ]; then return; fi
    printf '%s=%s\n' "$2" "$3" | appears "$etc/$1" 640
    say "Made $etc/$1. $4"
}
