"""A real clamd with a signature of our own, on a socket in a folder of the test's."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

from tests import machine

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
CONFIGURATION = """
LocalSocket {socket}
DatabaseDirectory {folder}
TemporaryDirectory {folder}
LogFile {folder}/log
Foreground yes
MaxThreads 4
StreamMaxLength 60M
SelfCheck 86400
"""


class Clamd:
    """Start, stop, freeze (`hang`) and thaw the scanner; `address` is what CLAMAV_ADDRESS takes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = str(folder / "clamd.sock")
        (folder / "test.ndb").write_text(f"Test.Signature:0:*:{EICAR.hex()}\n")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers; raises RuntimeError with its log when it does not within 30
        seconds.
        """
        file = self.folder / "clamd.conf"
        file.write_text(CONFIGURATION.format(socket=self.address, folder=self.folder))
        program = machine.scanner()
        assert program, machine.NO_SCANNER
        self._process = subprocess.Popen([program, "-c", str(file)], stdout=subprocess.DEVNULL)
        ends = time.monotonic() + 120
        while not self._answers():
            if time.monotonic() > ends or self._process.poll() is not None:
                raise RuntimeError((self.folder / "log").read_text())
            time.sleep(0.05)

    def stop(self) -> None:
        if self._process:
            self.thaw()
            self._process.terminate()
            self._process.wait(20)
            self._process = None
        Path(self.address).unlink(missing_ok=True)

    def hang(self) -> None:
        """It takes connections and says nothing more."""
        assert self._process
        os.kill(self._process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Returns when it answers again: it has the calls of meanwhile to go through."""
        assert self._process
        os.kill(self._process.pid, signal.SIGCONT)
        while self._process.poll() is None and not self._answers():
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as talk:
                talk.connect(self.address)
                talk.sendall(b"zPING\0")
                return talk.recv(10) == b"PONG\0"
        except OSError:
            return False
