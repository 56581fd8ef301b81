"""The database itself refuses to change or delete an entry of the read log."""

from protection.append_only import AppendOnly

_READS = AppendOnly("privacy_readentry", "read", "the read log is")
install, remove = _READS.install, _READS.remove
