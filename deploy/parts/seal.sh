# The seal: a key that never leaves this machine, the request for its certificate, and both joined into the .p12.
request=$etc/seal-request

# subject NAME: as openssl reads it; its own signs are taken as letters.
subject() {
    local name=${1//\\/\\\\}
    name=${name//\//\\/}
    name=${name//+/\\+}
    printf '/C=VN/O=%s/CN=%s' "$name" "$name"
}

# request_seal [AGAIN]: where no seal is there or on its way. The key is made once; a request that is there stays.
request_seal() {
    if [ -n "${given[SEAL_PKCS11_MODULE]:-}" ] || [ -s "$request/seal.csr" ]; then return; fi
    if [ -z "${1:-}" ] && { [ -s "$etc/seal.p12" ] || [ "$(settings_there SEAL_PKCS12)" != "$etc/seal.p12" ]; }; then return; fi
    (
        umask 077
        if ! [ -s "$request/seal.key" ]; then
            openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out "$request/seal.key.new"
            sync "$request/seal.key.new"
            mv -T "$request/seal.key.new" "$request/seal.key"
        fi
        openssl req -new -utf8 -sha256 -key "$request/seal.key" -subj "$(subject "${given[SEAL_NAME]}")" \
            -addext "keyUsage=critical,digitalSignature,nonRepudiation" -out "$request/seal.csr.new"
        mv -T "$request/seal.csr.new" "$request/seal.csr"
    )
    say "Made the request for the seal's certificate: $request/seal.csr. Hand it to your certificate authority; its key stays here."
}

# as_pem FILE: certificates in PEM, whichever of PEM, DER and PKCS#7 the authority sent.
as_pem() {
    openssl x509 -in "$1" -outform PEM 2>/dev/null >"$work/first" || true
    if grep -q "BEGIN CERTIFICATE" "$1"; then
        cat "$1"
    elif [ -s "$work/first" ]; then
        cat "$work/first"
    else
        openssl pkcs7 -print_certs -in "$1" 2>/dev/null || openssl pkcs7 -inform DER -print_certs -in "$1" 2>/dev/null ||
            refuse "$1 is no certificate that openssl can read"
    fi
}

# split_certificates: the input's certificates, a file each, in $work.
split_certificates() { csplit --quiet --elide-empty-files --prefix "$work/part-" - '/-----BEGIN CERTIFICATE-----/' '{*}'; }

# join_seal CERTIFICATE [CHAIN…]: the .p12 of the request's key and the certificate that was issued for it.
join_seal() {
    local file own="" key passphrase
    [ -s "$request/seal.key" ] || refuse "There is no request whose certificate could have been issued: $0 request NAME"
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    for file in "$@"; do
        [ -r "$file" ] || refuse "$file is missing or not readable"
        as_pem "$file"
        printf '\n'
    done >"$work/all"
    split_certificates <"$work/all"
    key=$(openssl pkey -in "$request/seal.key" -pubout)
    for file in "$work"/part-*; do
        grep -q "BEGIN CERTIFICATE" "$file" || continue
        if [ "$(openssl x509 -in "$file" -noout -pubkey)" = "$key" ]; then own=$file; else cat "$file" >>"$work/chain"; fi
    done
    [ -n "$own" ] || refuse "None of these certificates was issued for the key of $request/seal.csr"
    openssl x509 -in "$own" -noout -checkend 0 >/dev/null || refuse "The certificate has ended: $(openssl x509 -in "$own" -noout -enddate)"
    local chain=()
    if [ -s "$work/chain" ]; then chain=(-certfile "$work/chain"); fi
    passphrase=$(settings_there SEAL_PASSPHRASE)
    (
        umask 077
        SEAL_PASSPHRASE=$passphrase openssl pkcs12 -export -inkey "$request/seal.key" -in "$own" "${chain[@]}" \
            -name seal -passout env:SEAL_PASSPHRASE -out "$work/seal.p12"
    )
    if [ -s "$etc/seal.p12" ]; then cp -p "$etc/seal.p12" "$etc/seal.p12.before"; fi
    appears "$etc/seal.p12" 640 <"$work/seal.p12"
    sed -e '/^SEAL_AWAITED=/d' "$etc/environment" | appears "$etc/environment" 640
    mv -T "$request/seal.csr" "$request/seal.csr.issued"
    mv -T "$request/seal.key" "$request/seal.key.issued"
    say "The seal is $etc/seal.p12: $(openssl x509 -in "$own" -noout -nameopt utf8,sep_comma_plus -subject -enddate | tr '\n' ' ')"
}
