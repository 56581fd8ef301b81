# What only a person knows. What the site's settings have already is not asked again; then the answers' file, the
# environment, the answers of the last time and the terminal are asked, in this order.
declare -A given=() # NAME → value
unanswered=()
settings_there() { said_in "$etc/environment" "$1"; }
said_in() { if [ -r "$1" ]; then sed -n "s/^$2=//p" "$1" | tail -n 1; fi; } # FILE NAME

# read_answers FILE: lines NAME=VALUE, taken as they are.
read_answers() {
    local line
    [ -r "$1" ] || refuse "$1 is missing or not readable"
    while IFS= read -r line || [ -n "$line" ]; do
        case $line in '' | '#'*) continue ;; *=*) ;; *) refuse "$1: a line is NAME=VALUE, not “$line”" ;; esac
        given[${line%%=*}]=${line#*=}
    done <"$1"
}

# ask NAME QUESTION [DEFAULT]: without a default an answer is needed.
ask() {
    local name=$1 question=$2 found default
    default=${3-}
    found=$(settings_there "$name")
    found=${found:-${given[$name]:-${!name:-}}}
    found=${found:-$(said_in "$etc/machine-answers" "$name")}
    if [ -z "$found" ] && [ -t 0 ]; then
        local secret=()
        case $name in *PASSWORD | *PIN) secret=(-s) ;; esac
        read -r "${secret[@]}" -p "$question${default:+ [$default]}: " found || true
        [ ${#secret[@]} = 0 ] || say ""
    fi
    found=${found:-$default}
    if [ -z "$found" ] && [ $# -lt 3 ]; then unanswered+=("$name: $question"); fi
    case $found in *[\"\\\'$'\n']* | ' '* | *' ') unanswered+=("$name: no quotes, backslashes or blanks at an end: systemd would read it otherwise") ;; esac
    given[$name]=$found
}

fits() { # NAME PATTERN WHAT
    if [ -n "${given[$1]}" ] && ! [[ ${given[$1]} =~ ^$2$ ]]; then unanswered+=("$1: $3, not “${given[$1]}”"); fi
}

readable() { # NAME
    if [ -n "${given[$1]}" ] && [ "${given[$1]}" != none ] && ! [ -r "${given[$1]}" ]; then
        unanswered+=("$1: there is no file ${given[$1]}")
    fi
}

ask_all() {
    local named
    named=$(settings_there ALLOWED_HOSTS)
    if [ -n "$named" ]; then given[SITE_HOST]=${named%%,*}; fi
    ask SITE_HOST "Name of the site's host, as citizens will type it for years (it is printed in every QR code)"
    fits SITE_HOST '[a-z0-9]([a-z0-9.-]*[a-z0-9])?' "a host name in small letters"
    ask TLS_CERTIFICATE "File of the host's certificate, with its chain" "$etc/tls/fullchain.pem"
    ask TLS_KEY "File of the certificate's key" "$etc/tls/privkey.pem"
    fits TLS_CERTIFICATE '/[A-Za-z0-9._/-]+' "a path without blanks"
    fits TLS_KEY '/[A-Za-z0-9._/-]+' "a path without blanks"
    readable TLS_CERTIFICATE
    readable TLS_KEY
    ask_mail
    ask_seal
    ask AUTHORITIES "File of your authorities (docs/deploy.md; none: typed in the administration later)" none
    readable AUTHORITIES
    ask_services
    [ ${#unanswered[@]} = 0 ] || refuse "Not begun. Still to be answered (on a terminal, in --answers FILE, or in the environment):" \
        "$(printf '\n  %s' "${unanswered[@]}")"
}

# The answers that are in no setting, for the next time; no secrets.
keep_answers() {
    local name
    for name in SITE_HOST TLS_CERTIFICATE TLS_KEY DATABASE_NAME SEAL_NAME; do
        if [ -n "${given[$name]:-}" ]; then printf '%s=%s\n' "$name" "${given[$name]}"; fi
    done | appears "$etc/machine-answers" 600
}

ask_services() {
    ask HOME_PROVINCE "Code of the province" 66
    ask ADMIN_DATABASE_URL "URL of a PostgreSQL superuser on another machine (empty: PostgreSQL on this one)" ""
    ask DATABASE_NAME "Name of the database" motcua
    fits DATABASE_NAME '[a-z_][a-z0-9_]*' "small letters, digits and _"
    ask BROKER_URL "URL of Redis or RabbitMQ" redis://127.0.0.1:6379/0
    ask CLAMAV_ADDRESS "Socket or host:port of the virus scanner" /run/clamav/clamd.ctl
}

ask_mail() {
    local letters
    letters=$(settings_there LETTERS_INTO_FILES)
    if [ "$letters" = 1 ]; then given[EMAIL_HOST]=none; fi
    ask EMAIL_HOST "Mail server (none: nobody gets a letter yet)"
    if [ "${given[EMAIL_HOST]}" = none ]; then return; fi
    ask EMAIL_PORT "Its port" 587
    ask EMAIL_USE_TLS "STARTTLS, 1 or 0" 1
    ask EMAIL_HOST_USER "Account there (empty: none)" ""
    ask EMAIL_HOST_PASSWORD "Password of that account (empty: none)" ""
    ask DEFAULT_FROM_EMAIL "Sender of the site's letters" "khong-tra-loi@${given[SITE_HOST]}"
}

ask_seal() {
    ask SEAL_PKCS11_MODULE "Library of the token that keeps the seal (empty: a file)" ""
    if [ -n "${given[SEAL_PKCS11_MODULE]}" ]; then
        ask SEAL_PKCS11_TOKEN "Label of the token"
        ask SEAL_PKCS11_CERTIFICATE "Label of the certificate on it"
        ask SEAL_PKCS11_PIN "Its PIN"
        return
    fi
    ask SEAL_PKCS12 "File of the seal, .p12 (empty: none yet, a request is made)" ""
    if [ -n "${given[SEAL_PKCS12]}" ] && [ "${given[SEAL_PKCS12]}" != "$etc/seal.p12" ]; then
        readable SEAL_PKCS12
        ask SEAL_PASSPHRASE "Its passphrase"
        opens || unanswered+=("SEAL_PASSPHRASE: ${given[SEAL_PKCS12]} does not open with it")
    elif ! [ -s "$etc/seal.p12" ] && ! [ -s "$etc/seal-request/seal.csr" ]; then
        ask SEAL_NAME "Full name of the authority, as its seal shall say it"
    fi
}

# opens: the seal's file that was named, by its passphrase; what older programs wrote too.
opens() {
    local how
    for how in -nokeys "-nokeys -legacy"; do
        # shellcheck disable=SC2086 # two words
        if word=${given[SEAL_PASSPHRASE]} openssl pkcs12 -in "${given[SEAL_PKCS12]}" -passin env:word $how -noout 2>/dev/null; then return; fi
    done
    return 1
}
