"""The seal of the embedded default: a demo authority made on first run, so named that nobody takes
it for real.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings

MARK = "DEMO – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
VALID_DAYS = 5 * 365
_KEY_BITS = 2048


class DemoRefused(RuntimeError):
    """A production site was about to use a demo seal."""


def ensure() -> Path:
    """The demo authority's PKCS#12 file at settings.SEAL_PKCS12, made if it is not there. Raises
    DemoRefused.

    Its certificate authority's certificate lies beside it (`demo-ca.pem`) for readers who want to
    trust it on trial; that authority's key is forgotten at once.
    """
    if not settings.DEMO:
        raise DemoRefused(
            "a production site needs its own certificate: set SEAL_PKCS12 or SEAL_PKCS11_MODULE"
        )
    path = Path(settings.SEAL_PKCS12)
    if not path.exists():
        authority, content = _make(settings.SEAL_PASSPHRASE.encode())
        path.parent.mkdir(parents=True, exist_ok=True)
        if _create(path, content):
            path.with_name("demo-ca.pem").write_bytes(authority)
    return path


def is_demo(certificate_name: str) -> bool:
    """Whether a certificate's readable subject carries the mark of the demo authority."""
    return MARK in certificate_name


def _create(path: Path, content: bytes) -> bool:
    """Write the file whole, readable by its owner only; False if another process was first, whose
    file stays.
    """
    descriptor, name = tempfile.mkstemp(dir=path.parent)  # mkstemp gives mode 0600
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    try:
        os.link(name, path)
    except FileExistsError:
        return False
    finally:
        Path(name).unlink()
    return True


def _make(passphrase: bytes) -> tuple[bytes, bytes]:
    """The demo authority's certificate (PEM) and the PKCS#12 file of the body it certifies."""
    authority_key, key = _new_key(), _new_key()
    authority_name, name = _name("Motcua CA"), _name("Cơ quan dùng thử")
    authority = _certificate(
        authority_name, authority_name, authority_key, authority_key, is_authority=True
    )
    certificate = _certificate(name, authority_name, key, authority_key, is_authority=False)
    content = pkcs12.serialize_key_and_certificates(
        b"demo-seal",
        key,
        certificate,
        [authority],
        serialization.BestAvailableEncryption(passphrase),
    )
    return authority.public_bytes(serialization.Encoding.PEM), content


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)


def _name(body: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, MARK),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{body}: {MARK}"),
        ]
    )


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: rsa.RSAPrivateKey,
    issuer_key: rsa.RSAPrivateKey,
    *,
    is_authority: bool,
) -> x509.Certificate:
    # a clock that is set back still finds it valid
    start = dt.datetime.now(dt.UTC) - dt.timedelta(days=30)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=VALID_DAYS))
        .add_extension(
            x509.BasicConstraints(ca=is_authority, path_length=0 if is_authority else None),
            critical=True,
        )
        .add_extension(_usage(is_authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
        .sign(issuer_key, hashes.SHA256())
    )


def _usage(is_authority: bool) -> x509.KeyUsage:
    """An authority signs certificates, a body seals documents, and neither does anything else."""
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
