"""Bugs planted for payments: money believed without a signature, of another amount, twice, or from
the payer's word.
"""

from tests.planted import Planted

NOTICES = "tests/procedures/test_payment_notices.py"
PAYEE = "tests/portal/test_payee_by_two.py"
MONEY = "tests/payments/test_money.py"

PLANTED = [
    Planted(
        "money",
        "an administrator leads fees to another account",
        "payments/admin.py",
        "class PayeeAccountAdmin(Record):",
        "class PayeeAccountAdmin(admin.ModelAdmin):",
        PAYEE,
    ),
    Planted(
        "money",
        "another administrator grants an account for fees",
        "organisations/rights/requests.py",
        "    return request.kind == Kind.PAYEE or (",
        "    return (",
        PAYEE,
    ),
    Planted(
        "money",
        "cashiers are not told of another account",
        "organisations/rights/requests.py",
        "    if request.kind == Kind.PAYEE:\n        held",
        "    if request.alone:\n        held",
        PAYEE,
    ),
    Planted(
        "money",
        "the gateway's signature is not compared",
        "payments/gateways/vnpay.py",
        "    return bool(secret) and hmac.compare_digest(\n"
        "        signature(parameters, secret).encode(), given.encode()\n"
        "    )",
        "    return bool(secret) and bool(given)",
        f"{NOTICES} -k another_signed",
    ),
    Planted(
        "money",
        "the amount is not checked",
        "workflows/payments_in/gateway_notices.py",
        "    if notice.amount != attempt.amount:\n        return Heard.WRONG_AMOUNT\n",
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
        "    attempt = gateway_notices.attempt_of(gateway, notice) if gateway and notice else None\n",
        "    attempt = gateway_notices.attempt_of(gateway, notice) if gateway and notice else None\n"
        '    gateway_notices.hear(GATEWAYS["VNPAY"], told)\n',
        "tests/portal/test_pay.py -k settles_nothing",
    ),
    Planted(
        "money",
        "response code 00 alone is a success",
        "payments/gateways/vnpay.py",
        "        succeeded=outcome == (SUCCESS, SUCCESS),",
        "        succeeded=outcome[0] == SUCCESS,",
        "tests/payments/test_vnpay.py -k both_codes",
    ),
    Planted(
        "money",
        "a withdrawal forgets what was paid",
        "workflows/actions/applicant.py",
        "    fee_requests.give_up(act)\n",
        "",
        "tests/procedures/test_foreign_diploma.py -k withdrawal_owes",
    ),
    Planted(
        "money",
        "a reform that splits an authority gives every fee to one successor",
        "workflows/actions/change_of_authority.py",
        "        fee_requests.follow(dossier, takers)\n",
        "        pass\n",
        "tests/workflows/test_reforming_fees.py -k split",
    ),
    Planted(
        "money",
        "the statements of an authority that ended are read by nobody",
        "workflows/organisation_reforms.py",
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
