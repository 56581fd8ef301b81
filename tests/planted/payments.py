"""Bugs planted for payments: money believed without a signature, of another amount, twice, or from the payer's word."""

from tests.planted import Planted

NOTICES = "tests/procedures/test_payment_notices.py"
MONEY = "tests/payments/test_money.py"

PLANTED = [
    Planted(
        "money",
        "the gateway's signature is not compared",
        "payments/vnpay.py",
        "    return bool(secret) and hmac.compare_digest(signature(parameters, secret).encode(), given.encode())",
        "    return bool(secret) and bool(given)",
        f"{NOTICES} -k another_signed",
    ),
    Planted(
        "money",
        "the amount is not checked",
        "workflows/payment_notices.py",
        "    if notice.amount != attempt.amount:\n        return WRONG_AMOUNT\n",
        "",
        f"{NOTICES} -k does_not_fit",
    ),
    Planted(
        "money",
        "a second notice counts again",
        "payments/money.py",
        "    if known := _noted(received):",
        "    if (known := _noted(received)) and known.amount != received.amount:",
        f"{NOTICES} -k told_again",
    ),
    Planted(
        "money",
        "the payer's return settles",
        "portal/payment/gateway.py",
        "    attempt = payment_notices.attempt_of(notice) if notice else None\n",
        "    attempt = payment_notices.attempt_of(notice) if notice else None\n    payment_notices.hear(told)\n",
        "tests/portal/test_pay.py -k settles_nothing",
    ),
    Planted(
        "money",
        "response code 00 alone is a success",
        "payments/vnpay.py",
        "        succeeded=outcome == (SUCCESS, SUCCESS),",
        "        succeeded=outcome[0] == SUCCESS,",
        "tests/payments/test_vnpay.py -k both_codes",
    ),
    Planted(
        "money",
        "a withdrawal forgets what was paid",
        "workflows/actions/applicant.py",
        "        fees.give_up(act)\n",
        "",
        "tests/procedures/test_foreign_diploma.py -k withdrawal_owes",
    ),
    Planted(
        "money",
        "a reform that splits an authority gives every fee to one successor",
        "workflows/rehoming.py",
        "        fees.follow(dossier, takers)\n",
        "        pass\n",
        "tests/workflows/test_reforming_fees.py -k split",
    ),
    Planted(
        "money",
        "the statements of an authority that ended are read by nobody",
        "workflows/reforming.py",
        "    succession.inherit(leaves, heir)\n",
        "",
        "tests/workflows/test_reforming_fees.py -k statements",
    ),
    Planted(
        "money",
        "a payer without an account is taken for everybody without one",
        "portal/payment/gateway.py",
        '    if not request.user.is_authenticated:\n        return ""\n',
        "",
        "tests/portal/test_pay.py -k gateway_is_open_too",
    ),
]
