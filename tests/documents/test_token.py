"""The seal's key on a token: a real PKCS#11 conversation with SoftHSM, and a signature that others
call valid.
"""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from documents import demo_seal, seal
from tests import machine

PIN, TOKEN, LABEL = "271828", "motcua", "seal"


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """SoftHSM with an empty token of this test's own."""
    library = machine.token_library()
    if library is None:
        if machine.required("token"):
            pytest.fail(machine.NO_TOKEN, pytrace=False)
        pytest.skip(machine.NO_TOKEN)
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    conf = folder / "softhsm2.conf"
    conf.write_text(
        f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\nlog.level ="
        " ERROR\n"
    )
    os.environ["SOFTHSM2_CONF"] = str(conf)
    command = [
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        TOKEN,
        "--pin",
        PIN,
        "--so-pin",
        "314159",
    ]
    subprocess.run(command, check=True, capture_output=True)
    yield str(library)
    del os.environ["SOFTHSM2_CONF"]


@pytest.fixture
def token(module: str, settings: Any, tmp_path: Path) -> None:
    """The demo authority's key and certificate, moved onto the token; the settings point there."""
    path = demo_seal.ensure()
    key, certificate, _others = pkcs12.load_key_and_certificates(
        path.read_bytes(), settings.SEAL_PASSPHRASE.encode()
    )
    assert key is not None and certificate is not None
    plain = tmp_path / "key.pem"
    encoding = (
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    plain.write_bytes(key.private_bytes(*encoding))
    command = [
        "softhsm2-util",
        "--import",
        str(plain),
        "--token",
        TOKEN,
        "--label",
        LABEL,
        "--id",
        "A1",
        "--pin",
        PIN,
    ]
    subprocess.run([*command, "--force"], check=True, capture_output=True)
    keep_certificate(module, certificate.public_bytes(serialization.Encoding.DER))
    settings.SEAL_PKCS11_MODULE, settings.SEAL_PKCS11_TOKEN = module, TOKEN
    settings.SEAL_PKCS11_PIN, settings.SEAL_PKCS11_CERTIFICATE = PIN, LABEL


def keep_certificate(module: str, der: bytes) -> None:
    import pkcs11
    from pkcs11.util.x509 import decode_x509_certificate

    with pkcs11.lib(module).get_token(token_label=TOKEN).open(rw=True, user_pin=PIN) as session:
        if not list(session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE})):
            kept = decode_x509_certificate(der) | {
                pkcs11.Attribute.LABEL: LABEL,
                pkcs11.Attribute.ID: b"\xa1",
                pkcs11.Attribute.TOKEN: True,
            }
            session.create_object(kept)


def blank() -> bytes:
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("pin", "label"), [("000000", TOKEN), (PIN, "nobody's")])
def test_a_wrong_pin_or_a_missing_token_is_told_plainly(
    module: str, settings: Any, pin: str, label: str
) -> None:
    """Runs before the seal below: once a process has opened a token, it is not asked for the PIN
    again.
    """
    settings.SEAL_PKCS11_MODULE, settings.SEAL_PKCS11_TOKEN, settings.SEAL_PKCS11_PIN = (
        module,
        label,
        pin,
    )
    with pytest.raises(seal.SealUnusable, match="token does not open"):
        seal.seal(blank())


def test_a_key_that_never_leaves_its_token_seals(token: None, settings: Any) -> None:
    (signature,) = PdfFileReader(io.BytesIO(seal.seal(blank()))).embedded_signatures
    authority = load_cert_from_pemder(str(Path(settings.SEAL_PKCS12).with_name("demo-ca.pem")))
    status = validate_pdf_signature(
        signature, ValidationContext(trust_roots=[authority], allow_fetching=False)
    )
    assert status.bottom_line, status.pretty_print_details()
