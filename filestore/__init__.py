"""Where a site keeps its files for good: a folder, or a bucket of an S3-compatible store
(config/storage.py).

Knows nothing of what the files are. Both kinds promise the same: when `save` returns, the file is
whole, has the name that was asked for, and outlives a power cut; no reader ever sees half of it.
"""
