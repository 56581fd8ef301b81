"""A real nginx with the shipped configuration, TLS and a self-signed certificate, in front of a program that echoes."""

from __future__ import annotations

import contextlib
import datetime as dt
import http.client
import json
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from scripts.services import free_port
from tests import machine

SHIPPED = Path(__file__).parents[2] / "deploy/nginx/motcua.conf"
HOST = "motcua.example"
MEGABYTE = 1 << 20


class Echo(BaseHTTPRequestHandler):
    """Answers with the headers it got and how long the body was."""

    bodies = 0

    def do_GET(self) -> None:
        Echo.bodies += self.command == "POST"
        length = int(self.headers.get("Content-Length") or 0)
        seen = {"path": self.path, "headers": dict(self.headers), "body": len(self.rfile.read(length))}
        content = json.dumps(seen).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET

    def log_message(self, *_what: object) -> None:
        pass


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int]]:
    """The plain and the TLS port of nginx."""
    if shutil.which("nginx") is None:
        (pytest.fail if machine.required("nginx") else pytest.skip)("nginx is missing: apt-get install nginx-light")
    folder = tmp_path_factory.mktemp("nginx")
    certificate(folder)
    upstream = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=upstream.serve_forever, daemon=True).start()
    plain, secure = free_port(), free_port()
    (folder / "nginx.conf").write_text(configuration(folder, plain, secure, upstream.server_port))
    subprocess.run(["nginx", "-t", "-q", "-e", folder / "error.log", "-c", folder / "nginx.conf"], check=True)
    nginx = subprocess.Popen(["nginx", "-e", folder / "error.log", "-c", folder / "nginx.conf", "-g", "daemon off;"])
    try:
        wait_for(secure)
        yield plain, secure
    finally:
        nginx.terminate()
        nginx.wait(20)
        upstream.shutdown()


def configuration(folder: Path, plain: int, secure: int, upstream: int) -> str:
    """The shipped file at this machine's ports and paths."""
    site = SHIPPED.read_text()
    for old, new in {
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl;\n": "",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl;": f"listen 127.0.0.1:{secure} ssl;",
        "127.0.0.1:8000": f"127.0.0.1:{upstream}",
        "/etc/motcua/tls": str(folder),
    }.items():
        assert old in site
        site = site.replace(old, new)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    account = "" if os.geteuid() else "user root;\n"  # pytest's folders are its user's alone
    return f"{account}pid {folder}/pid; worker_processes 1; events {{}}\nhttp {{\n{places}{site}\n}}\n"


def certificate(folder: Path) -> None:
    """Self-signed, for two days."""
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    number, end = x509.random_serial_number(), now + dt.timedelta(days=2)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), number, now, end)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def wait_for(port: int) -> None:
    give_up = time.monotonic() + 20
    while time.monotonic() < give_up:
        with contextlib.suppress(OSError):
            ask(port, "/")
            return
        time.sleep(0.1)
    raise RuntimeError("nginx did not answer")


def ask(port: int, path: str, body: bytes | None = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
    talk = http.client.HTTPSConnection("127.0.0.1", port, timeout=30, context=ssl._create_unverified_context())
    talk.request("POST" if body is not None else "GET", path, body, {"Host": HOST, **headers})
    answer = talk.getresponse()
    return answer.status, dict(answer.headers), answer.read()


def test_who_asks_is_said_by_nginx_whatever_the_visitor_says(ports: tuple[int, int]) -> None:
    lies = {"X-Real-IP": "203.0.113.9", "X-Forwarded-For": "203.0.113.9", "Forwarded": "for=203.0.113.9"}
    status, _headers, content = ask(ports[1], "/kiem-tra/", **lies, **{"X-Forwarded-Proto": "http"})
    seen = json.loads(content)["headers"]
    assert (status, seen["X-Real-IP"], seen["X-Forwarded-Proto"], seen["Host"]) == (200, "127.0.0.1", "https", HOST)
    assert b"203.0.113.9" not in content


def test_a_body_larger_than_two_uploads_is_refused_and_two_pass(ports: tuple[int, int]) -> None:
    status, _headers, content = ask(ports[1], "/nhap/", bytes(20 * MEGABYTE))
    assert (status, json.loads(content)["body"]) == (200, 20 * MEGABYTE)
    assert ask(ports[1], "/nhap/", b"", **{"Content-Length": str(25 * MEGABYTE)})[0] == 413


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_what_administrators_ask_is_not_there_from_outside(ports: tuple[int, int], path: str) -> None:
    status, _headers, content = ask(ports[1], path)
    assert status == 404 and b"headers" not in content


def test_plain_http_is_sent_to_tls(ports: tuple[int, int]) -> None:
    talk = http.client.HTTPConnection("127.0.0.1", ports[0], timeout=30)
    talk.request("GET", "/thu-tuc/", headers={"Host": HOST})
    answer = talk.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/thu-tuc/")


def test_the_answer_does_not_say_which_version_answers(ports: tuple[int, int]) -> None:
    assert ask(ports[1], "/healthz")[1]["Server"] == "nginx"


def test_slow_senders_keep_nobody_waiting(ports: tuple[int, int]) -> None:
    """60 bodies that drip byte by byte and never end: none takes a thread of the site, others' p95 ≤ 1 s (E9)."""
    before, took = Echo.bodies, []
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(dripping(ports[1])) for _ in range(60)]
        for _turn in range(40):
            for one in slow:
                one.send(b"x")
            began = time.monotonic()
            assert ask(ports[1], "/thu-tuc/")[0] == 200
            took.append(time.monotonic() - began)
        assert Echo.bodies == before
    assert sorted(took)[int(len(took) * 0.95) - 1] <= 1.0


@contextlib.contextmanager
def dripping(port: int) -> Iterator[ssl.SSLSocket]:
    """A sender that promises ten megabytes and has sent nothing of them yet."""
    head = f"POST /nhap/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {10 * MEGABYTE}\r\n\r\n"
    plain = socket.create_connection(("127.0.0.1", port), 20)
    with ssl._create_unverified_context().wrap_socket(plain) as secure:
        secure.sendall(head.encode())
        yield secure
