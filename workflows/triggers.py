"""The database itself refuses to change or delete a journal entry."""

from protection.append_only import AppendOnly

_JOURNAL = AppendOnly("workflows_entry", "entry", "journal entries are")
install, remove = _JOURNAL.install, _JOURNAL.remove
