"""The authority's seal: a PAdES signature (ETSI EN 319 142) over the PDF/A file, by a key in
PKCS#12 or on a token.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, cast

from asn1crypto.cms import CMSAttributes, ContentInfo
from asn1crypto.tsp import SigningCertificateV2
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from django.conf import settings
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.attributes import CMSAttributeProvider, SigningCertificateV2Provider
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer, SimpleSigner

from documents import demo_seal
from foundation.outages import DependencyAway

FIELD, DIGEST = "Seal", "sha256"
#: What a certified paper may still get: a head's signature, a time stamp, validation data. See
#: decision record 0018.
STILL_ALLOWED = MDPPerm.FILL_FORMS
# room for a signature of 12 kB; without a figure pyHanko signs twice to find out
RESERVED_HEX_DIGITS = 24_576


class SealUnusable(DependencyAway):
    """The site's certificate cannot seal: missing, wrong passphrase, expired, or a demo one in
    production.
    """


def seal(pdf: bytes) -> bytes:
    """The PDF with the authority's certifying signature (DocMDP, ISO 32000-1, 12.8.2.2) appended.
    Raises SealUnusable.

    Its own bytes stay as they are. A reader calls every later change but those of STILL_ALLOWED an
    alteration.

    pyHanko runs an event loop of its own: where one runs already (an asynchronous server), a thread
    is given to it.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return _seal(pdf)
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(_seal, pdf).result()


def _seal(pdf: bytes) -> bytes:
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=STILL_ALLOWED,
    )
    sealed = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    PdfSigner(metadata, signer=signer()).sign_pdf(
        writer, output=sealed, bytes_reserved=RESERVED_HEX_DIGITS
    )
    return sealed.getvalue()


def sign(content: bytes) -> bytes:
    """A detached CMS signature (RFC 5652, DER) over the content by the site's seal. Raises
    SealUnusable.
    """

    def signed() -> bytes:
        return bytes(asyncio.run(signer().async_sign_general_data(content, DIGEST)).dump())

    with ThreadPoolExecutor(1) as apart:  # pyHanko's loop, whatever runs here
        return apart.submit(signed).result()


def signer() -> Signer:
    """The site's signer, opened once per process (160 ms from PKCS#12). Raises SealUnusable."""
    if settings.SEAL_PKCS11_MODULE:
        found = _from_token(
            settings.SEAL_PKCS11_MODULE,
            settings.SEAL_PKCS11_TOKEN,
            settings.SEAL_PKCS11_CERTIFICATE,
        )
    else:
        path = demo_seal.ensure() if settings.DEMO else Path(settings.SEAL_PKCS12)
        found = _from_file(path, settings.SEAL_PASSPHRASE)
    _refuse_unfit(found)
    return found


def valid_until() -> dt.datetime:
    """When the certificate of the site's seal ends. Raises SealUnusable."""
    certificate = signer().signing_cert
    if certificate is None:
        raise SealUnusable("the seal has no certificate")
    ends: dt.datetime = certificate.not_valid_after
    return ends


class _KeptCertificate(SigningCertificateV2Provider):
    """Which certificate signs, worked out once: it is the same in every signature."""

    @cached_property
    def _value(self) -> SigningCertificateV2:
        return SigningCertificateV2.load(as_signing_certificate_v2(self.signing_cert).dump())

    async def build_attr_value(self, dry_run: bool = False) -> SigningCertificateV2:
        return self._value


class WritesOnce(Signer):
    """What was loaded from its bytes is written as it is. An object that was built is built again
    for each level above it, and at each of them more than once: 35 of the 40 ms of a seal.
    """

    @cached_property
    def _certificate(self) -> _KeptCertificate:
        return _KeptCertificate(self.signing_cert)

    def _signed_attr_providers(self, *given: Any, **more: Any) -> Iterator[CMSAttributeProvider]:
        for provider in super()._signed_attr_providers(*given, **more):
            names = isinstance(provider, SigningCertificateV2Provider)
            yield self._certificate if names else provider

    async def async_sign_prescribed_attributes(
        self, digest_algorithm: str, signed_attrs: CMSAttributes, *given: Any, **more: Any
    ) -> ContentInfo:
        written = CMSAttributes.load(signed_attrs.dump())
        return await super().async_sign_prescribed_attributes(
            digest_algorithm, written, *given, **more
        )


class OpenedSigner(WritesOnce, SimpleSigner):
    """Keeps the key open: pyHanko's own signer loads and checks it again for every signature, 30 ms
    each.
    """

    @cached_property
    def _key(self) -> rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey:
        key = serialization.load_der_private_key(self.signing_key.dump(), password=None)
        if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            raise SealUnusable("the seal's key is neither RSA nor on an elliptic curve")
        return key

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        """The bare signature; RSA by PKCS#1 v1.5, which every PDF reader knows."""
        if digest_algorithm != DIGEST:
            raise SealUnusable(f"the seal digests with {DIGEST}, not {digest_algorithm}")
        digest = hashes.SHA256()
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), digest)
        return self._key.sign(data, ec.ECDSA(digest))


@lru_cache(maxsize=4)
def _from_file(path: Path, passphrase: str) -> Signer:
    """`load_pkcs12` makes a SimpleSigner whatever class it is asked of: its parts are taken
    over.
    """
    read: SimpleSigner | None = None
    if path.is_file():
        read = SimpleSigner.load_pkcs12(str(path), passphrase=passphrase.encode())  # type: ignore[no-untyped-call]
    if read is None:
        raise SealUnusable(f"no PKCS#12 file that opens with SEAL_PASSPHRASE at {path}")
    return OpenedSigner(
        signing_cert=read.signing_cert,
        signing_key=read.signing_key,
        cert_registry=read.cert_registry,
    )


@lru_cache(maxsize=4)
def _from_token(module: str, token: str, certificate: str) -> Signer:
    """A token's PIN is read here, not in the key of the cache. Needs `pip install
    "pyHanko[pkcs11]"`.
    """
    try:
        from pkcs11 import PKCS11Error
        from pyhanko.sign import pkcs11
    except ImportError as error:
        raise SealUnusable('a PKCS#11 token needs: pip install "pyHanko[pkcs11]"') from error
    wanted = TokenCriteria(label=token or None)
    try:
        session = pkcs11.open_pkcs11_session(
            module, token_criteria=wanted, user_pin=settings.SEAL_PKCS11_PIN
        )
    except (PKCS11Error, OSError) as error:  # no such library or token, or a PIN it does not know
        raise SealUnusable(
            f"the token does not open ({type(error).__name__}): {module}, {token}"
        ) from error
    kind = type("OpenedToken", (WritesOnce, pkcs11.PKCS11Signer), {})
    return cast(Signer, kind(session, cert_label=certificate))


def _refuse_unfit(found: Signer) -> None:
    certificate = found.signing_cert
    if certificate is None:
        raise SealUnusable("the key has no certificate")
    if not settings.DEMO and demo_seal.is_demo(certificate.subject.human_friendly):
        raise SealUnusable("a production site does not seal with the demo certificate")
    if not certificate.not_valid_before <= dt.datetime.now(dt.UTC) <= certificate.not_valid_after:
        raise SealUnusable(
            f"the certificate is valid until {certificate.not_valid_after:%Y-%m-%d} only"
        )
