"""What is guessed first is no password (NIST SP 800-63B, 3.1.1.2).

zxcvbn (MIT) estimates how many guesses an attacker with word lists needs; it knows English lists
alone, so it is given words that passwords are made of here. No third party is asked.
"""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from foundation.text import fold
from organisations.models import User

LONGEST = 72  # characters that zxcvbn looks at; it raises ValueError above
LEAST_SCORE = 3  # of 4: 10^8 guesses
#: Without signs: as most are typed. Common in lists of leaked Vietnamese passwords; names of here
#: and of the site.
_TYPED_HERE = """
matkhau mat khau anhyeuem emyeuanh yeu yeuem yeuanh vietnam viet nam saigon hanoi danang daklak
dak lak buonmathuot buonho phuyen tuyhoa taynguyen motcua mot cua dichvucong dangnhap taikhoan
nguyen tran pham hoang huynh phan dang bui thi van anh em con gai trai me ba ong gia dinh
hanhphuc tinhyeu khongbiet congchua baby hocsinh giaovien truonghoc quehuong chucmungnammoi
xinchao
"""
WORDS = tuple(_TYPED_HERE.split())


class NotGuessedFirst:
    """A validator of Django's: refuses what zxcvbn scores below 3."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError with a sentence."""
        known = [*WORDS, *_own_words(user)]
        looks = {password[:LONGEST], fold(password)[:LONGEST] or password[:LONGEST]}
        if min(zxcvbn(one, user_inputs=known)["score"] for one in looks) < LEAST_SCORE:
            raise ValidationError(
                _("Mật khẩu này dễ bị đoán. Hãy dùng một câu dài gồm những từ không liên quan."),
                code="password_guessed_first",
            )

    def get_help_text(self) -> str:
        """For Django's own forms."""
        return _("Mật khẩu không được dễ đoán.")


def _own_words(user: User | None) -> list[str]:
    """Their name in parts and as one, addresses, numbers, the birth date as it is typed."""
    if user is None:
        return []
    name = fold(user.full_name or "")
    words = [
        name,
        name.replace(" ", ""),
        *name.split(),
        user.username,
        user.phone,
        user.identity_number,
    ]
    words += re.split(r"[@.\-_]", user.email or "")
    if user.birth_date:
        words += [f"{user.birth_date:{form}}" for form in ("%d%m%Y", "%d%m%y", "%Y%m%d", "%Y")]
    return [word for word in words if word]
