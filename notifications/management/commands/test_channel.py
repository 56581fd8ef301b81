"""`manage.py test_channel SMS 0905…`, then `manage.py test_channel SMS --code 123456`: proves a
channel's settings.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from forms.errors import Refused
from notifications import channel_tests
from notifications.channels import TRIED


class Command(BaseCommand):
    help = "Send a test message by a channel of the environment, or take the code that arrived."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("channel", choices=list(TRIED))
        parser.add_argument("number", nargs="?", default="", help="a telephone that you hold")
        parser.add_argument("--code", default="", help="what arrived there")

    def handle(self, *args: Any, **options: Any) -> None:
        channel = TRIED[options["channel"]]
        try:
            if options["code"]:
                channel_tests.confirm(channel, options["code"])
                self.stdout.write(f"{channel.name}: tin thử đã đến nơi. Kênh dùng được từ bây giờ.")
                return
            if not options["number"]:
                raise CommandError("ghi số điện thoại nhận tin thử, hoặc --code MÃ")
            channel_tests.begin(channel, options["number"], by=None)
        except Refused as refusal:
            raise CommandError(str(refusal.message)) from None
        self.stdout.write(
            "Đã gửi. Khi tin đến: manage.py test_channel " + f"{channel.name} --code MÃ"
        )
