"""A real conversation with an S3-compatible store: moto's server, spoken to over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from django.core.files.storage import storages
from moto.server import ThreadedMotoServer

from config.storage import kept_in
from scripts.services import free_port

BUCKET = "giay-to"
KEYS = {"S3_ACCESS_KEY": "a-key", "S3_SECRET_KEY": "a-secret", "S3_REGION": "us-east-1"}


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The store's address."""
    port = free_port()
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    running.start()
    yield f"http://127.0.0.1:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Any:
    """An empty bucket that the site keeps its files in."""
    for name, value in {**KEYS, "S3_BUCKET": BUCKET, "S3_ENDPOINT_URL": server}.items():
        monkeypatch.setenv(name, value)
    kept = boto3.resource(
        "s3",
        endpoint_url=server,
        region_name="us-east-1",
        aws_access_key_id="a",
        aws_secret_access_key="b",
    ).Bucket(BUCKET)
    kept.create()
    kept.objects.delete()
    settings.STORAGES = {
        **settings.STORAGES,
        "uploads": kept_in("uploads", "UPLOAD_ROOT", sealed=True),
        "documents": kept_in("documents", "DOCUMENT_ROOT", sealed=True),
    }
    assert storages["uploads"].bucket_name == BUCKET
    return kept
