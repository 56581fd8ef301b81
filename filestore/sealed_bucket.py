"""A bucket whose files lie encrypted. By itself, for what speaks with buckets takes 20 MB in every
process of a site that has none.
"""

from __future__ import annotations

from filestore.bucket import Bucket
from filestore.sealed import Sealed


class SealedBucket(Sealed, Bucket):
    """A bucket: its keeper reads nothing."""
