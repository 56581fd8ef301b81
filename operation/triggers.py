"""The database itself refuses to change or delete the row of a command that ran."""

from protection.append_only import AppendOnly

_RUNS = AppendOnly("operation_commandrun", "command_run", "the commands that ran are")
install, remove = _RUNS.install, _RUNS.remove
