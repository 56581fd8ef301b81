"""A seal as an authority gets it: a PKCS#12 file with a passphrase; self-signed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

PASSPHRASE = "mot-cum-tu-bi-mat"


def keystore(path: Path, days: int = 365) -> Path:
    """Write one that is valid so many days from yesterday on; its path."""
    key, now = (
        ec.generate_private_key(ec.SECP256R1()),
        dt.datetime.now(dt.UTC) - dt.timedelta(days=1),
    )
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Sở Giáo dục và Đào tạo")])
    number, end = x509.random_serial_number(), now + dt.timedelta(days=days)
    made = x509.CertificateBuilder(name, name, key.public_key(), number, now, end).sign(
        key, hashes.SHA256()
    )
    locked = BestAvailableEncryption(PASSPHRASE.encode())
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"x", key, made, None, locked))
    return path
