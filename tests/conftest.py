"""Shared by every test: a folder of its own for what the site writes, and the same few named people."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("MOTCUA_VAR", tempfile.mkdtemp(prefix="motcua-test-"))
os.environ.setdefault("CELERY_TASK_ALWAYS_EAGER", "1")

import pytest  # noqa: E402


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path: Path) -> None:
    """Uploads, documents and mail of a test go to its own folder; passwords are hashed fast."""
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    settings.DOCUMENT_ROOT = tmp_path / "documents"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
