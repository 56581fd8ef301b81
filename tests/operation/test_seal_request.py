"""The seal's way: a key that stays on the machine, a request, the certificate that a real openssl
issues, the .p12.
"""

from __future__ import annotations

import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs12
from django.conf import LazySettings

from documents import seal
from tests.operation import new_machine
from tests.operation.new_machine import Machine

NAME = "Sở Giáo dục và Đào tạo / Đắk Lắk + một"


@pytest.fixture(scope="module")
def requested(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    machine = new_machine.with_stand_ins(tmp_path_factory.mktemp("seal"))
    done = machine.run()
    assert done.returncode == 0, done.stderr
    shutil.copytree(machine.etc, machine.folder / "kept")
    authority(machine.folder)
    return machine


@pytest.fixture
def machine(requested: Machine) -> Machine:
    shutil.rmtree(requested.etc)
    shutil.copytree(requested.folder / "kept", requested.etc)
    return requested


def openssl(*arguments: str | Path) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


def authority(folder: Path) -> None:
    """A certificate authority, and what it signs a seal with."""
    key = (
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-keyout",
        folder / "ca.key",
    )
    openssl("req", "-x509", *key, "-days", "9", "-subj", "/CN=CA", "-out", folder / "ca.pem")


def issued(machine: Machine, days: str = "5", request: Path | None = None) -> Path:
    folder, place = machine.folder, machine.folder / "seal.pem"
    wanted = request or machine.etc / "seal-request/seal.csr"
    openssl(
        "x509",
        "-req",
        "-in",
        wanted,
        "-CA",
        folder / "ca.pem",
        "-CAkey",
        folder / "ca.key",
        "-CAcreateserial",
        "-days",
        days,
        "-copy_extensions",
        "copyall",
        "-out",
        place,
    )
    return place


def pem(machine: Machine) -> list[str]:
    return [str(issued(machine)), str(machine.folder / "ca.pem")]


def der(machine: Machine) -> list[str]:
    openssl("x509", "-in", issued(machine), "-outform", "DER", "-out", machine.folder / "seal.cer")
    return [str(machine.folder / "seal.cer"), str(machine.folder / "ca.pem")]


def one_file_the_chain_first(machine: Machine) -> list[str]:
    both = machine.folder / "both.pem"
    both.write_text((machine.folder / "ca.pem").read_text() + issued(machine).read_text())
    return [str(both)]


def pkcs7(machine: Machine, form: str) -> list[str]:
    place, parts = (
        machine.folder / "seal.p7b",
        [
            "-certfile",
            issued(machine),
            "-certfile",
            machine.folder / "ca.pem",
        ],
    )
    openssl("crl2pkcs7", "-nocrl", *parts, "-outform", form, "-out", place)
    return [str(place)]


def pkcs7_text(machine: Machine) -> list[str]:
    return pkcs7(machine, "PEM")


def pkcs7_binary(machine: Machine) -> list[str]:
    return pkcs7(machine, "DER")


def test_the_request_says_who_asks_in_vietnamese(machine: Machine) -> None:
    asked = x509.load_pem_x509_csr((machine.etc / "seal-request/seal.csr").read_bytes())
    named = {one.oid.dotted_string: one.value for one in asked.subject}
    assert named == {"2.5.4.6": "VN", "2.5.4.10": NAME, "2.5.4.3": NAME}
    assert asked.is_signature_valid and asked.public_key().key_size == 3072  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "sent", [pem, der, one_file_the_chain_first, pkcs7_text, pkcs7_binary], ids=lambda x: x.__name__
)
def test_whatever_the_authority_sends_becomes_a_seal_that_seals(
    machine: Machine, sent: object, settings: LazySettings
) -> None:
    done = machine.run("join", *sent(machine), program="seal")  # type: ignore[operator]
    assert done.returncode == 0, done.stderr
    place, there = machine.etc / "seal.p12", machine.settings()
    assert stat.S_IMODE(place.stat().st_mode) == 0o640 and "SEAL_AWAITED" not in there
    settings.DEMO, settings.SEAL_PKCS12, settings.SEAL_PASSPHRASE = (
        False,
        there["SEAL_PKCS12"],
        there["SEAL_PASSPHRASE"],
    )
    certificate = seal.signer().signing_cert
    assert certificate is not None and NAME in certificate.subject.native.values()
    opened = pkcs12.load_pkcs12(place.read_bytes(), there["SEAL_PASSPHRASE"].encode())
    assert len(opened.additional_certs) == 1, "with its chain"
    assert "try-restart motcua-web" in machine.told.read_text()
    assert there["SEAL_PASSPHRASE"] not in done.stderr + done.stdout


def foreign(machine: Machine) -> list[str]:
    key = (
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-keyout",
        machine.folder / "other.key",
    )
    openssl("req", "-new", *key, "-subj", "/CN=Khác", "-utf8", "-out", machine.folder / "other.csr")
    return [str(issued(machine, request=machine.folder / "other.csr"))]


def ended(machine: Machine) -> list[str]:
    return [str(issued(machine, days="0"))]


def no_certificate(machine: Machine) -> list[str]:
    (machine.folder / "letter.pdf").write_bytes(b"%PDF-1.7\n")
    return [str(machine.folder / "letter.pdf")]


def nowhere(machine: Machine) -> list[str]:
    return ["/nowhere.pem"]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (foreign, "None of these certificates was issued for the key"),
        (ended, "The certificate has ended"),
        (no_certificate, "no certificate that openssl can read"),
        (nowhere, "missing or not readable"),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_what_is_no_seal_is_refused_and_changes_nothing(
    machine: Machine, sent: object, said: str
) -> None:
    before = {path: path.read_bytes() for path in machine.etc.rglob("*") if path.is_file()}
    refused = machine.run("join", *sent(machine), program="seal")  # type: ignore[operator]
    assert refused.returncode == 1 and said in refused.stderr
    assert {path: path.read_bytes() for path in machine.etc.rglob("*") if path.is_file()} == before


def test_a_renewal_has_a_key_of_its_own_and_the_old_seal_stays_until_then(machine: Machine) -> None:
    assert machine.run("join", *pem(machine), program="seal").returncode == 0
    first = (machine.etc / "seal.p12").read_bytes()
    asked = machine.run("request", NAME, program="seal")
    assert asked.returncode == 0, asked.stderr
    assert (machine.etc / "seal.p12").read_bytes() == first
    repeated = machine.run()
    assert repeated.returncode == 0 and "SEAL_AWAITED" not in machine.settings(), repeated.stderr
    assert machine.run("join", *pem(machine), program="seal").returncode == 0
    assert (machine.etc / "seal.p12").read_bytes() != first
    assert (machine.etc / "seal.p12.before").read_bytes() == first
    old, new = (x509.load_pem_x509_csr(path.read_bytes()) for path in csrs(machine))
    assert old.public_key() != new.public_key()


def csrs(machine: Machine) -> list[Path]:
    kept = machine.folder / "kept/seal-request/seal.csr"
    return [kept, machine.etc / "seal-request/seal.csr.issued"]
