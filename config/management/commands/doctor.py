"""`manage.py doctor`: what is wrong with a site, what it lacks, and the mend; exit status 1 when
anything is wrong.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pikepdf
from django.conf import settings
from django.core.mail import send_mail
from django.core.management.base import BaseCommand, CommandParser

from config import doctor
from config.doctor import WRONG, Word
from documents import seal

STATES = {"wrong": "SAI", "missing": "THIẾU"}


class Command(BaseCommand):
    help = (
        "Tell what is wrong with this site and what it lacks, each with its mend; nothing is"
        " written."
    )
    requires_system_checks: list[str] = []  # it says itself what they would stop for

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument("--letter", metavar="ADDRESS", help="also send a letter there")
        parser.add_argument("--seal", action="store_true", help="also seal an empty page")
        parser.add_argument(
            "--sums", action="store_true", help="also check every number, file and entry (long)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        words = doctor.examined(long=options["sums"])
        if options["letter"]:
            words += self._letter(options["letter"])
        if options["seal"]:
            words += self._seal()
        wrong = sum(word.state == WRONG for word in words)
        if options["json"]:
            told = {
                "wrong": wrong,
                "missing": len(words) - wrong,
                "words": [asdict(word) for word in words],
            }
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            for word in words:
                self.stdout.write(
                    f"{STATES[word.state]:6} {word.says}\n       Cách sửa: {word.mend}"
                )
            self.stdout.write(f"{wrong} điều sai, {len(words) - wrong} điều còn thiếu.")
        if wrong:
            sys.exit(1)

    def _letter(self, address: str) -> Iterator[Word]:
        text = f"Thư thử của {settings.SITE_URL}: máy chủ thư làm việc."
        try:
            send_mail("Thư thử", text, None, [address])
        except Exception as error:  # whatever a mail server does
            says = f"Thư thử không gửi được ({type(error).__name__}: {error})."
            yield Word(
                "mail", WRONG, says, "xem EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS, EMAIL_HOST_USER"
            )
            return
        into_a_file = "filebased" in settings.EMAIL_BACKEND
        if into_a_file:
            says = f"Thư thử thành tệp trong {settings.EMAIL_FILE_PATH}; không ai nhận được."
            yield Word("mail", WRONG, says, "ghi EMAIL_HOST, DEFAULT_FROM_EMAIL")
        else:
            self.stderr.write(f"Đã gửi thư thử đến {address}: xem có nhận được không.")

    def _seal(self) -> Iterator[Word]:
        page = io.BytesIO()
        with pikepdf.new() as paper:
            paper.add_blank_page(page_size=(595, 842))  # A4, in points
            paper.save(page)
        try:
            sealed = seal.seal(page.getvalue())
        except Exception as error:  # a token that is away, a key that does not fit
            says = f"Trang thử không đóng dấu được ({type(error).__name__})."
            yield Word(
                "seal", WRONG, says, "xem SEAL_PKCS12, SEAL_PASSPHRASE hoặc SEAL_PKCS11_MODULE"
            )
            return
        until = f"{seal.valid_until():%d/%m/%Y}"
        self.stderr.write(f"Đã đóng dấu một trang thử ({len(sealed)} byte); chứng thư đến {until}.")
