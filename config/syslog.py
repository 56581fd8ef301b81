"""Where the lines of the security log go (`protection.security_log`)."""

from __future__ import annotations

import logging
import logging.handlers


def security_handlers(syslog: str) -> dict[str, dict[str, object]]:
    """Where lines of the security log go: standard error, and syslog at a socket's path or
    `host:port` (UDP).

    A line is whole JSON (`protection.security_log`); a syslog that is away costs the line there,
    never the page.
    """
    found: dict[str, dict[str, object]] = {
        "security": {"class": "logging.StreamHandler", "formatter": "bare"}
    }
    if syslog:
        found["security_syslog"] = {
            "()": "config.syslog.Syslog",
            "address": _address(syslog),
            "formatter": "syslog",
        }
    return found


def _address(syslog: str) -> str | tuple[str, int]:
    """A socket's path as it is; "host:port", or a host alone with the port of RFC 5426."""
    if syslog.startswith("/"):
        return syslog
    host, _colon, port = syslog.rpartition(":")
    return (host, int(port)) if host else (syslog, 514)


class Syslog(logging.handlers.SysLogHandler):
    """As Python's, of facility authpriv, without the NUL byte behind each line that some receivers
    keep.
    """

    append_nul = False

    def __init__(self, address: str | tuple[str, int]) -> None:
        super().__init__(address=address, facility=self.LOG_AUTHPRIV)

    def handleError(self, record: logging.LogRecord) -> None:
        """The line stands on standard error too; nobody's page waits for a syslog that is away."""
