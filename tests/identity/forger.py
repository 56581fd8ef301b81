"""An identity provider in this process that says what it is told to: honest unless a test has it
lie.
"""

from __future__ import annotations

import base64
import json
import threading
import time
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from jwt.algorithms import RSAAlgorithm

START, ANSWER = "/dang-nhap/qua/vneid/", "/dang-nhap/qua/vneid/tra-loi/"


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    """Keys of a name are made once a run."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public_pem(name: str) -> bytes:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key(name).public_key().public_bytes(serialization.Encoding.PEM, form)


class Forger:
    """`claims` go over those of an honest token, None takes one away; `sign` makes the token."""

    client_id = "motcua"

    def __init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.keys = {"one": "one"}  # kid → key's name
        self.claims: dict[str, Any] = {}
        self.told: dict[str, Any] = {}  # by userinfo
        self.metadata: dict[str, Any] = {}
        self.sign: Any = lambda claims: jwt.encode(
            claims, key("one"), algorithm="RS256", headers={"kid": "one"}
        )
        self.calls: list[str] = []
        self.posted: list[dict[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.status = 200
        self.nonce = ""

    def __enter__(self) -> Forger:
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def asks(self, client: Client, **said: str) -> dict[str, str]:
        """Press the button; what the browser was sent to the provider with."""
        sent = client.post(START, said)
        assert sent.status_code == 302, sent.status_code
        query = parse_qs(urlsplit(sent.url).query)
        asked = {name: values[0] for name, values in query.items()}
        self.nonce = asked["nonce"]
        return asked

    def answers(self, client: Client, asked: dict[str, str], **said: Any) -> Any:
        """The browser comes back with a code."""
        back = {"state": asked["state"], "code": "a-code", **said}
        return client.get(ANSWER, {name: text for name, text in back.items() if text is not None})

    def comes(self, client: Client, **claims: Any) -> Any:
        """The whole way, with these claims."""
        self.claims = {"acr": "2", **claims}
        return self.answers(client, self.asks(client))

    def token(self) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": self.client_id,
            "sub": "someone",
            "exp": now + 300,
            "iat": now,
            "auth_time": now,
            "nonce": self.nonce,
            **self.claims,
        }
        return str(self.sign({name: said for name, said in claims.items() if said is not None}))

    def _says(self, path: str) -> dict[str, Any]:
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/auth",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
                "userinfo_endpoint": f"{self.issuer}/me",
                "end_session_endpoint": f"{self.issuer}/end",
                **self.metadata,
            }
        if path == "/jwks":
            rows = [
                json.loads(RSAAlgorithm.to_jwk(key(name).public_key())) | {"kid": kid, "use": "sig"}
                for kid, name in self.keys.items()
            ]
            return {"keys": rows}
        if path == "/token":
            return {"access_token": "an-access-token", "id_token": self.token()}
        return {"sub": self.claims.get("sub", "someone"), **self.told}

    def _handler(forger) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                forger.calls.append(self.path)
                forger.headers.append(dict(self.headers))
                content = json.dumps(forger._says(self.path)).encode()
                self.send_response(forger.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                sent = parse_qs(self.rfile.read(length).decode())
                forger.posted.append({name: values[0] for name, values in sent.items()})
                self.do_GET()

            def log_message(self, *_said: Any) -> None:
                pass

        return Handler


def unsigned(claims: dict[str, Any]) -> str:
    """ "alg": "none"."""
    parts = ({"alg": "none", "typ": "JWT", "kid": "one"}, claims)
    encoded = [base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=") for one in parts]
    return b".".join([*encoded, b""]).decode()


def by_public_key(claims: dict[str, Any]) -> str:
    """HS256 with the public key as its secret, by hand: PyJWT does not make one."""
    import hashlib
    import hmac

    parts = ({"alg": "HS256", "typ": "JWT", "kid": "one"}, claims)
    said = b".".join(
        base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=") for one in parts
    )
    mark = hmac.digest(public_pem("one"), said, hashlib.sha256)
    return (said + b"." + base64.urlsafe_b64encode(mark).rstrip(b"=")).decode()
