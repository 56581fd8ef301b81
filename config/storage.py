"""Where files are kept: the site's own folders, or a bucket when `S3_BUCKET` names one."""

from __future__ import annotations

from typing import Any

from foundation import environment

TIMEOUTS = {
    "connect_timeout": 5,
    "read_timeout": 20,
    "retries": {"max_attempts": 3, "mode": "standard"},
}


def kept_in(prefix: str, setting: str, *, sealed: bool) -> dict[str, Any]:
    """The STORAGES entry of the files under `prefix`; in a folder they lie where the setting named
    `setting` says.

    `sealed`: they lie encrypted by the site.
    """
    place = {"place": prefix} if sealed else {}
    bucket = environment.text("S3_BUCKET")
    if not bucket:
        return {
            "BACKEND": "filestore.sealed.SealedFolder" if sealed else "filestore.folder.Folder",
            "OPTIONS": {"setting": setting, **place},
        }
    from botocore.config import Config

    return {
        "BACKEND": "filestore.sealed_bucket.SealedBucket" if sealed else "filestore.bucket.Bucket",
        "OPTIONS": {
            **place,
            "bucket_name": bucket,
            "location": prefix,
            "endpoint_url": environment.text("S3_ENDPOINT_URL") or None,
            "region_name": environment.text("S3_REGION") or None,
            "access_key": environment.text("S3_ACCESS_KEY") or None,
            "secret_key": environment.text("S3_SECRET_KEY") or None,
            "default_acl": None,
            "querystring_auth": True,
            "file_overwrite": True,
            "client_config": Config(
                s3={"addressing_style": "path"}, signature_version="s3v4", **TIMEOUTS
            ),
        },
    }
