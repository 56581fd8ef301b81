"""A real nginx with the shipped configuration, TLS and a self-signed certificate, in front of a
program that echoes.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
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
from concurrent.futures import ThreadPoolExecutor
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
    """Answers with the headers it got and how long the body was; `/dai/…` with a long page of
    HTML.
    """

    bodies, styles = 0, 0
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        Echo.bodies += self.command == "POST"
        length = int(self.headers.get("Content-Length") or 0)
        seen = {
            "path": self.path,
            "headers": dict(self.headers),
            "body": len(self.rfile.read(length)),
        }
        content = json.dumps(seen).encode()
        html = self.path.startswith("/dai/")
        content = b"<p>" + content + b"x" * 20_000 if html else content
        self.send_response(429 if self.path.startswith("/nhieu/") else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8" if html else "application/json")
        self.send_header("Content-Length", str(len(content)))
        if self.path.startswith("/static/"):
            Echo.styles += 1
            self.send_header("Cache-Control", "max-age=60, public")
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET

    def log_message(self, *_what: object) -> None:
        pass


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int]]:
    """The plain and the TLS port of nginx."""
    upstream = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=upstream.serve_forever, daemon=True).start()
    plain = free_port()
    with running(tmp_path_factory.mktemp("nginx"), upstream.server_port, plain) as secure:
        yield plain, secure
    upstream.shutdown()


@contextlib.contextmanager
def running(folder: Path, upstream: int, plain: int | None = None) -> Iterator[int]:
    """A real nginx in front of this port; its TLS port."""
    if shutil.which("nginx") is None:
        (pytest.fail if machine.required("nginx") else pytest.skip)(
            "nginx is missing: apt-get install nginx-light"
        )
    certificate(folder)
    secure = free_port()
    (folder / "nginx.conf").write_text(
        configuration(folder, plain or free_port(), secure, upstream)
    )
    subprocess.run(
        ["nginx", "-t", "-q", "-e", folder / "error.log", "-c", folder / "nginx.conf"], check=True
    )
    nginx = subprocess.Popen(
        ["nginx", "-e", folder / "error.log", "-c", folder / "nginx.conf", "-g", "daemon off;"]
    )
    try:
        wait_for(secure)
        yield secure
    finally:
        nginx.terminate()
        nginx.wait(20)


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
        "/var/log/nginx": str(folder),
        "/tmp/motcua-static": f"{folder}/static",
    }.items():
        assert old in site
        site = site.replace(old, new)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    account = "" if os.geteuid() else "user root;\n"  # pytest's folders are its user's alone
    # Tests are visitors of their own by a header, which the shipped file knows nothing of.
    visitors = "set_real_ip_from 127.0.0.1; real_ip_header X-Test-Visitor;\n"
    return (
        f"{account}pid {folder}/pid; worker_processes 1; events {{}}\nhttp"
        f" {{\n{places}{visitors}{site}\n}}\n"
    )


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
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def wait_for(port: int) -> None:
    give_up = time.monotonic() + 120
    while time.monotonic() < give_up:
        with contextlib.suppress(OSError):
            ask(port, "/")
            return
        time.sleep(0.1)
    raise RuntimeError("nginx did not answer")


def ask(
    port: int, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    talk = http.client.HTTPSConnection(
        "127.0.0.1", port, timeout=30, context=ssl._create_unverified_context()
    )
    talk.request("POST" if body is not None else "GET", path, body, {"Host": HOST, **headers})
    answer = talk.getresponse()
    return answer.status, dict(answer.headers), answer.read()


def test_who_asks_is_said_by_nginx_whatever_the_visitor_says(ports: tuple[int, int]) -> None:
    lies = {
        "X-Real-IP": "203.0.113.9",
        "X-Forwarded-For": "203.0.113.9",
        "Forwarded": "for=203.0.113.9",
    }
    status, _headers, content = ask(ports[1], "/kiem-tra/", **lies, **{"X-Forwarded-Proto": "http"})
    seen = json.loads(content)["headers"]
    assert (status, seen["X-Real-IP"], seen["X-Forwarded-Proto"], seen["Host"]) == (
        200,
        "127.0.0.1",
        "https",
        HOST,
    )
    assert b"203.0.113.9" not in content


def test_a_body_larger_than_two_uploads_is_refused_and_two_pass(ports: tuple[int, int]) -> None:
    status, _headers, content = ask(ports[1], "/nhap/", bytes(20 * MEGABYTE))
    assert (status, json.loads(content)["body"]) == (200, 20 * MEGABYTE)
    assert ask(ports[1], "/nhap/", b"", **{"Content-Length": str(25 * MEGABYTE)})[0] == 413


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_what_administrators_ask_is_not_there_from_outside(
    ports: tuple[int, int], path: str
) -> None:
    status, _headers, content = ask(ports[1], path)
    assert status == 404 and b"headers" not in content


def test_plain_http_is_sent_to_tls(ports: tuple[int, int]) -> None:
    talk = http.client.HTTPConnection("127.0.0.1", ports[0], timeout=120)
    talk.request("GET", "/thu-tuc/", headers={"Host": HOST})
    answer = talk.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/thu-tuc/")


def test_the_answer_does_not_say_which_version_answers(ports: tuple[int, int]) -> None:
    assert ask(ports[1], "/healthz")[1]["Server"] == "nginx"


def test_slow_senders_keep_nobody_waiting(ports: tuple[int, int]) -> None:
    """60 bodies that drip byte by byte and never end: none takes a thread of the site, others' p95
    ≤ 1 s (E9).

    On a machine so busy that an answer takes longer without them, they may make it no slower than
    that many times.
    """
    quiet = max(seconds_of_an_answer(ports[1]) for _turn in range(10))
    before, took = Echo.bodies, []
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(dripping(ports[1])) for _ in range(60)]
        for _turn in range(40):
            for one in slow:
                one.send(b"x")
            took.append(seconds_of_an_answer(ports[1]))
        assert Echo.bodies == before
    assert sorted(took)[int(len(took) * 0.95) - 1] <= max(1.0, 3 * quiet)


def seconds_of_an_answer(port: int) -> float:
    began = time.monotonic()
    assert ask(port, "/thu-tuc/")[0] == 200
    return time.monotonic() - began


@contextlib.contextmanager
def dripping(port: int) -> Iterator[ssl.SSLSocket]:
    """A sender that promises ten megabytes and has sent nothing of them yet."""
    head = f"POST /nhap/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {10 * MEGABYTE}\r\n\r\n"
    plain = socket.create_connection(("127.0.0.1", port), 20)
    with ssl._create_unverified_context().wrap_socket(plain) as secure:
        secure.sendall(head.encode())
        yield secure


def visits(port: int, path: str, *visitors: str) -> list[int]:
    """The status that each visitor, by address, gets, as fast as one connection asks."""
    talk = http.client.HTTPSConnection(
        "127.0.0.1", port, timeout=30, context=ssl._create_unverified_context()
    )
    found = []
    for visitor in visitors:
        talk.request("GET", path, headers={"Host": HOST, "X-Test-Visitor": visitor})
        answer = talk.getresponse()
        answer.read()
        found.append(answer.status)
    return found


def test_a_burst_where_things_are_guessed_is_stopped_in_vietnamese(ports: tuple[int, int]) -> None:
    found = visits(ports[1], "/dang-nhap/", *["203.0.113.1"] * 400)  # a slow machine's too
    assert found[:40] == [200] * 40 and found.count(429) >= 20
    asked = (
        ask(ports[1], "/k/7K2MQ9ZD4X5J", **{"X-Test-Visitor": "203.0.113.1"}) for _ in range(100)
    )
    _status, headers, content = next(answer for answer in asked if answer[0] == 429)
    assert "Hãy chờ một phút" in content.decode() and headers["Retry-After"] == "60"
    assert visits(ports[1], "/dang-nhap/", "203.0.113.2") == [200]  # a neighbour
    assert visits(ports[1], "/thu-tuc/", "203.0.113.1") == [200]  # another page


@pytest.mark.parametrize(
    ("burst", "other"),
    [
        ([f"2001:db8:1:2::{host:x}" for host in range(1, 90)], "2001:db8:1:3::1"),
        ([f"2001:db8:1:4:{host:x}::a0a" for host in range(1, 90)], "2001:db8:1:5::1"),
        ([f"2001:db8::a0a:{host:x}" for host in range(1, 90)], "2001:db8:0:1::1"),
    ],
)
def test_one_subscriber_of_ipv6_is_one_visitor(
    ports: tuple[int, int], burst: list[str], other: str
) -> None:
    assert visits(ports[1], "/tra-cuu/", *burst * 5).count(429) >= 20
    assert visits(ports[1], "/tra-cuu/", other) == [200]


def test_an_office_behind_one_address_is_not_stopped(ports: tuple[int, int]) -> None:
    assert set(visits(ports[1], "/mot-cua/", *["203.0.113.9"] * 100)) == {200}


def test_what_the_application_answers_passes_as_it_is(ports: tuple[int, int]) -> None:
    status, _headers, content = ask(ports[1], "/nhieu/")
    assert status == 429 and json.loads(content)["path"] == "/nhieu/"


def test_a_page_of_ours_says_that_a_file_is_too_large(ports: tuple[int, int]) -> None:
    status, headers, content = ask(
        ports[1], "/nhap/", b"", **{"Content-Length": str(25 * MEGABYTE)}
    )
    page = content.decode()
    assert status == 413 and headers["Content-Type"] == "text/html; charset=utf-8"
    assert 'lang="vi"' in page and "chọn tệp nhỏ hơn 10 MB" in page and "nginx" not in page
    assert (
        "default-src 'none'" in headers["Content-Security-Policy"]
        and headers["Cache-Control"] == "no-store"
    )


def test_html_is_compressed_for_strangers_and_never_beside_a_session(
    ports: tuple[int, int],
) -> None:
    """BREACH: the length of a compressed page tells what stands in it beside what the address
    reflects.
    """
    asked = {"Accept-Encoding": "gzip"}
    _status, headers, content = ask(ports[1], "/dai/?q=a", **asked)
    assert (
        headers["Content-Encoding"] == "gzip"
        and len(content) < 2000
        and "Accept-Encoding" in headers["Vary"]
    )
    assert b"127.0.0.1" in gzip.decompress(content)
    for name in ("sessionid", "__Host-sessionid"):
        cookie = f"__Host-language=vi; {name}=abc"
        _status, headers, content = ask(ports[1], "/dai/?q=a", **asked, Cookie=cookie)
        assert "Content-Encoding" not in headers and len(content) > 20_000
        seen = json.loads(content.removeprefix(b"<p>").rstrip(b"x"))["headers"]
        assert (seen["X-Real-IP"], seen["X-Forwarded-Proto"], seen["Cookie"]) == (
            "127.0.0.1",
            "https",
            cookie,
        )
        assert "X-Forwarded-For" not in seen
    assert "Content-Encoding" not in ask(ports[1], "/thu-tuc/", **asked)[1]  # no HTML


def test_where_things_are_guessed_who_asks_is_said_too(ports: tuple[int, int]) -> None:
    lies = {
        "X-Real-IP": "203.0.113.9",
        "X-Forwarded-For": "203.0.113.9",
        "Forwarded": "for=203.0.113.9",
    }
    for path in ("/dang-nhap/", "/static/a.css"):
        seen = json.loads(ask(ports[1], path, **lies)[2])["headers"]
        assert (seen["X-Real-IP"], seen["X-Forwarded-Proto"], seen["Host"]) == (
            "127.0.0.1",
            "https",
            HOST,
        )
        assert "203.0.113.9" not in str(seen)


def test_no_code_of_a_dossier_comes_into_the_log_of_errors(tmp_path: Path) -> None:
    """The application is away, a limit is reached, a body is too large: whatever nginx has to
    say.
    """
    with running(tmp_path, free_port()) as secure:  # nobody listens behind it
        # many at once: one after the other a slow machine stays below the limit
        with ThreadPoolExecutor(8) as visitors:
            asked = ["/k/7K2MQ9ZD4X5J?ma=H15.50-261123-0001"] * 400
            answers = list(visitors.map(lambda address: ask(secure, address), asked))
        stopped = [content for status, _headers, content in answers if status in (429, 503)]
        assert stopped and not [content for content in stopped if b"nginx" in content]
        assert "Tạm thời chưa làm được" in ask(secure, "/ho-so/H15.50-261123-0001/")[2].decode()
        ask(secure, "/ho-so/H15.50-261123-0001/", b"", **{"Content-Length": str(25 * MEGABYTE)})
    written = (tmp_path / "error.log").read_text()
    assert "7K2M" not in written and "H15.50" not in written and "127.0.0.1" not in written


def test_a_style_sheet_is_asked_of_the_application_once(ports: tuple[int, int]) -> None:
    before = Echo.styles
    for _visitor in range(5):
        assert ask(ports[1], "/static/once.css")[0] == 200
    assert Echo.styles == before + 1


def test_who_waits_while_the_application_is_away_is_told_that_their_place_is_kept(
    tmp_path: Path,
) -> None:
    with running(tmp_path, free_port()) as secure:
        status, headers, content = ask(secure, "/hang-cho/lop-6/?den=/thu-tuc/lop-6/nop/")
        assert (status, headers["Refresh"], headers["Cache-Control"]) == (503, "30", "no-store")
        assert "Chỗ của bạn vẫn được giữ" in content.decode()
        assert "Refresh" not in ask(secure, "/")[1]


def test_many_telephones_behind_one_address_ask_for_their_place(ports: tuple[int, int]) -> None:
    """More at once than other pages allow an address."""
    visitor = {"X-Test-Visitor": "203.0.113.77"}
    with ThreadPoolExecutor(8) as crowd:
        answers = crowd.map(
            lambda _one: ask(ports[1], "/hang-cho/lop-6/", None, **visitor)[0], range(250)
        )
        assert set(answers) == {200}
