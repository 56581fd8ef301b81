"""Definitions made by chance: loops, gates, timers, people asked in parallel, fees, councils; some
are broken.

A seed always gives the same definition. Form, cases and texts are those of the shipped procedure;
the way of a dossier is made here: receive, a few blocks, sign or refuse, number and seal, hand
over.
"""

from __future__ import annotations

import json
import random
from typing import Any

from tests.workflows.procedures import FOLDER, TEXT
from workflows.definition import read_text

BASE: dict[str, Any] = read_text(TEXT).data
for _field in (
    one for part in BASE["form"]["sections"] for one in part["fields"] if one["id"] == "delivery"
):
    # no step here posts anything
    _field["choices"] = [one for one in _field["choices"] if one["value"] != "POSTAL"]
BASE["channels"] = [one for one in BASE["channels"] if one["kind"] != "POSTAL"]
del BASE["amend"]  # its steps are those of the shipped way
TEMPLATES = {
    "templates/refusal_letter.docx": (FOLDER / "templates" / "refusal_letter.docx").read_bytes()
}
CONDITIONS = ("copies > 1", 'delivery == "ONLINE"', 'relation == "owner"', "copies > 100")
AMOUNTS = (
    {"amount": 2, "unit": "WORKING_DAY"},
    {"amount": 30, "unit": "DAY"},
    {"amount": 1, "unit": "MONTH"},
)
#: What stands between reception and signature; the last ones are rarer.
BLOCKS = ("work", "work", "gate", "consult", "reply", "pay", "council")
PLAIN = 0.97  # share of definitions whose result prints a fixed reason
TOGETHER = 0.15  # share of the steps of work that are decided for all at once
BROKEN = 0.35  # share of definitions that are damaged afterwards


def text_of(seed: int) -> str:
    """The definition of this seed as the text of a procedure.yaml (JSON is YAML)."""
    return json.dumps(made(seed), ensure_ascii=False)


def made(seed: int, plain: float = PLAIN) -> dict[str, Any]:
    """The definition of this seed as plain data; `plain`: the share of those that print a fixed
    reason.
    """
    chance = random.Random(seed)
    steps = _Steps(chance, random.Random(f"together in {seed}")).all()
    if chance.random() < BROKEN:
        chance.choice(DAMAGES)(steps, chance)
    grounds = _Grounds(random.Random(f"facts of {seed}"), steps, plain)
    data = {
        key: value
        for key, value in BASE.items()
        if key not in ("steps", "documents", "start", "time_limit")
    }
    return {
        **data,
        "slug": f"generated-{seed}",
        "time_limit": {"phases": [{"id": "whole", "amount": 30, "unit": "WORKING_DAY"}]},
        "start": "receive",
        "steps": steps,
        "documents": [
            _document("result", "sign", grounds.expression()),
            _document("refusal_letter", "refuse", "dossier.reason"),
        ],
    }


def _document(name: str, signed_at: str, reason: str) -> dict[str, Any]:
    letter = next(one for one in BASE["documents"] if one["id"] == "refusal_letter")
    return {
        **letter,
        "id": name,
        "kind": "CV",
        "signed_at": signed_at,
        "facts": {**letter["facts"], "reason": reason},
    }


def _said(words: str) -> dict[str, str]:
    return {"vi": words}


def _outcome(name: str, act: str, to: str, **more: Any) -> dict[str, Any]:
    slip = {"accept": "receipt", "ask_supplement": "supplement", "refuse_reception": "refusal"}.get(
        act, ""
    )
    asks = {"reason": "required"} if act in ("ask_supplement", "refuse_reception", "refuse") else {}
    return {"id": name, "title": _said(name), "act": act, "to": to, "slip": slip, **asks, **more}


def _step(
    name: str, role: str, at: str, hours: float, *outcomes: dict[str, Any], **more: Any
) -> dict[str, Any]:
    return {
        "id": name,
        "title": _said(name),
        "role": role,
        "at": at,
        "hours": hours,
        "outcomes": outcomes,
        **more,
    }


def _yes_no(name: str) -> dict[str, Any]:
    return {"id": name, "kind": "yes_no", "label": _said(name), "required": True}


class _Steps:
    def __init__(self, chance: random.Random, together: random.Random) -> None:
        self.chance, self.together = chance, together
        self.steps: list[dict[str, Any]] = []
        self.ends: dict[str, dict[str, Any]] = {}

    def all(self) -> list[dict[str, Any]]:
        names = [
            f"{self.chance.choice(BLOCKS)}_{number}" for number in range(self.chance.randint(1, 6))
        ]
        if not any(name.startswith("work") for name in names):
            names.insert(0, "work_0")
        self._receive(names[0])
        for number, name in enumerate(names):
            after = [*names[number + 1 :], "sign"]
            getattr(self, f"_{name.split('_')[0]}")(
                name, after, [one for one in names[:number] if "work" in one]
            )
        self._decide([name for name in names if name.startswith("work")])
        self._finish()
        return [*self.steps, *self.ends.values()]

    def _end(self, name: str, act: str = "") -> str:
        self.ends[name] = {"id": name, "kind": "end", "title": _said(name), "act": act}
        return name

    def _lapse(self) -> dict[str, Any]:
        return {"lapse": {**self.chance.choice(AMOUNTS), "to": self._end("end_lapsed")}}

    def _wait(self, name: str, to: str) -> str:
        lapse = self._lapse() if self.chance.random() < 0.5 else {}
        self.steps.append({"id": name, "kind": "wait", "title": _said(name), "to": to, **lapse})
        return name

    def _receive(self, first: str) -> None:
        outcomes = [
            _outcome("accept", "accept", first),
            _outcome("refuse", "refuse_reception", self._end("end_refused")),
        ]
        if self.chance.random() < 0.7:
            outcomes.append(
                _outcome("supplement", "ask_supplement", self._wait("wait_receive", "receive"))
            )
        self.steps.insert(0, _step("receive", "receptionist", "receiving", 1, *outcomes))

    def _work(self, name: str, after: list[str], before: list[str]) -> None:
        ok = f"office.{name}.ok == true"
        outcomes = [_outcome("go_on", "forward", after[0])]
        if self.chance.random() < 0.5:
            outcomes.append(
                _outcome(
                    "jump",
                    "forward",
                    self.chance.choice(after),
                    when=self.chance.choice(CONDITIONS),
                )
            )
        if self.chance.random() < 0.4:
            needs = {"needs": ok, "needs_message": _said("Phải đồng ý.")}
            outcomes.append(_outcome("sure", "forward", self.chance.choice(after), **needs))
        if self.chance.random() < 0.5:
            outcomes.append(_outcome("propose_refusal", "forward", "refuse"))
        if self.chance.random() < 0.5:
            outcomes.append(
                _outcome("supplement", "ask_supplement", self._wait(f"wait_{name}", name))
            )
        if before:  # else the checker says that nothing leads back
            outcomes.append(
                _outcome("back", "send_back", self.chance.choice(before), reason="required")
            )
        silence = (
            {"silence": {**self.chance.choice(AMOUNTS), "outcome": "go_on"}}
            if self.chance.random() < 0.3
            else {}
        )
        hours = self.chance.choice((0, 1, 8, 16))
        more: dict[str, Any] = {"fields": [_yes_no("ok")], **silence}
        if self.together.random() < TOGETHER:
            hours, more = 0, {"fields": more["fields"], "together": True}
        self.steps.append(_step(name, "expert", "deciding", hours, *outcomes, **more))

    def _gate(self, name: str, after: list[str], before: list[str]) -> None:
        noted = [f"office.{one}.ok == true" for one in before]
        when = self.chance.choice([*CONDITIONS, *noted])
        then, otherwise = after[0], self.chance.choice(after)
        self.steps.append(
            {
                "id": name,
                "kind": "gate",
                "title": _said(name),
                "when": when,
                "then": then,
                "otherwise": otherwise,
            }
        )

    def _consult(self, name: str, after: list[str], before: list[str]) -> None:
        people = [
            ("expert", "deciding"),
            ("clerk", "deciding"),
            ("receptionist", "receiving"),
            ("head", "deciding"),
        ]
        asked = [
            {"role": role, "at": at}
            for role, at in self.chance.sample(people, self.chance.randint(1, 4))
        ]
        for one in asked[1:]:
            if self.chance.random() < 0.4:
                one["when"] = self.chance.choice(CONDITIONS)
        join = "all" if self.chance.random() < 0.6 else self.chance.randint(1, len(asked))
        self.steps.append(
            {
                **{
                    "id": name,
                    "kind": "consult",
                    "title": _said(name),
                    "hours": 8,
                    "asked": asked,
                    "join": join,
                },
                **{
                    "closes": self.chance.random() < 0.5,
                    "fields": [_yes_no("agrees")],
                    "to": after[0],
                },
            }
        )

    def _reply(self, name: str, after: list[str], before: list[str]) -> None:
        silence = {
            **self.chance.choice(AMOUNTS),
            "values": {"agrees": True},
            "reason": "Không trả lời.",
        }
        more = {"silence": silence} if self.chance.random() < 0.6 else {}
        self.steps.append(
            {
                "id": name,
                "kind": "reply",
                "title": _said(name),
                "fields": [_yes_no("agrees")],
                "to": after[0],
                **more,
            }
        )

    def _pay(self, name: str, after: list[str], before: list[str]) -> None:
        fee = self.chance.choice(("250000", "copies * 10000", "copies > 100 ? 50000 : 0"))
        pauses = self.chance.random() < 0.5
        self.steps.append(
            {
                **{
                    "id": name,
                    "kind": "pay",
                    "title": _said(name),
                    "fee": fee,
                    "pauses": pauses,
                    "to": after[0],
                },
                **self._lapse(),
            }
        )

    def _council(self, name: str, after: list[str], before: list[str]) -> None:
        self.steps.append(
            {
                **{
                    "id": name,
                    "kind": "council",
                    "title": _said(name),
                    "role": "expert",
                    "at": "deciding",
                },
                **{"hours": 16, "fields": [_yes_no("fit")], "to": after[0]},
            }
        )

    def _decide(self, works: list[str]) -> None:
        back = self.chance.choice(works)
        approve = _outcome("approve", "approve", "issue_result")
        silence = (
            {"silence": {**AMOUNTS[0], "outcome": "approve"}} if self.chance.random() < 0.2 else {}
        )
        send_back = _outcome("send_back", "send_back", back, reason="required")
        apart = {"not_same_person_as": [back]}
        self.steps.append(
            _step("sign", "head", "deciding", 4, approve, send_back, **apart, **silence)
        )
        refuse = _outcome("refuse", "refuse", "seal_refusal")
        self.steps.append(_step("refuse", "head", "deciding", 4, refuse, send_back, **apart))
        seal = _outcome("seal", "forward", "issue_refusal")
        self.steps.append(
            _step(
                "seal_refusal",
                "clerk",
                "deciding",
                1,
                seal,
                _outcome("back", "send_back", "refuse"),
            )
        )

    def _finish(self) -> None:
        online = self._end("end_online", "return_result")
        for name, document in (("issue_result", "result"), ("issue_refusal", "refusal_letter")):
            to = self.chance.choice((online, "hand_over", "is_online"))
            self.steps.append(
                {"id": name, "kind": "issue", "title": _said(name), "document": document, "to": to}
            )
        self.steps.append(
            {
                **{
                    "id": "is_online",
                    "kind": "gate",
                    "title": _said("is_online"),
                    "when": CONDITIONS[1],
                },
                **{"then": online, "otherwise": "hand_over"},
            }
        )
        returned = _outcome("returned", "return_result", self._end("end_returned"))
        self.steps.append(_step("hand_over", "receptionist", "receiving", 0, returned))
        used = {step["to"] for step in self.steps if step.get("kind") == "issue"}
        if "is_online" not in used:
            self.steps = [step for step in self.steps if step["id"] != "is_online"]
            if "hand_over" not in used:
                self.steps = [step for step in self.steps if step["id"] != "hand_over"]
                del self.ends["end_returned"]
            if online not in used:
                del self.ends[online]
        proposed = [
            one["to"]
            for step in self.steps
            if "work" in step["id"]
            for one in step.get("outcomes", ())
        ]
        if "refuse" not in proposed:
            self._without_refusal()

    def _without_refusal(self) -> None:
        """Nobody proposes a refusal: let the first who works on it do so."""
        first = next(step for step in self.steps if step["id"].startswith("work"))
        first["outcomes"] = [*first["outcomes"], _outcome("propose_refusal", "forward", "refuse")]


class _Grounds:
    """What the result prints as its reason: some of it is always there, some only on some ways,
    some never asked for.

    Drawn apart from the steps, so that a seed keeps the way of its dossiers.
    """

    def __init__(self, chance: random.Random, steps: list[dict[str, Any]], plain: float) -> None:
        self.chance, self.plain = chance, plain
        self.asking = [one for one in steps if one.get("fields")]
        for step in self.asking:
            self._ask(step)

    def _ask(self, step: dict[str, Any]) -> None:
        """A box for words; for some outcomes of the step it must be filled in."""
        said = {
            "id": "said",
            "kind": "text",
            "label": _said("Ghi"),
            "required": self.chance.random() < 0.7,
        }
        if step.get("silence") and step.get("kind") == "reply":
            said["required"] = False
        step["fields"] = [*step["fields"], said]
        for outcome in step.get("outcomes", ()):
            by_silence = (
                step.get("silence", {}).get("outcome") == outcome["id"]
                and self.chance.random() < 0.98
            )
            freely = (
                by_silence
                or outcome.get("needs")
                or outcome["act"] in ("send_back", "ask_supplement")
            )
            if not freely and self.chance.random() < 0.5:
                asked = self.chance.choice(('office.{0}.said != ""', "size(office.{0}.said) > 0"))
                outcome |= {"needs": asked.format(step["id"]), "needs_message": _said("Hãy ghi.")}

    def expression(self) -> str:
        """CEL for the fact."""
        if not self.asking or self.chance.random() < self.plain:
            return '"Đồng ý."'
        name = self.chance.choice(self.asking)["id"]
        return self.chance.choice(
            (
                f"noted.{name}.said",
                f"noted.{name}.said",
                f'office.{name}.said == "" ? "Không ghi." : office.{name}.said',
                f'delivery == "ONLINE" ? noted.{name}.said : "Tại quầy."',
                (
                    f'relation == "owner" && noted.{name}.said != "" ? noted.{name}.said :'
                    " dossier.code"
                ),
                "shown.purpose",
                "purpose != null ? purpose : shown.school",
                f'noted.{name}.said + "."',
            )
        )


# --- Damages: what people get wrong when they write ---


def _lead_elsewhere(steps: list[dict[str, Any]], chance: random.Random) -> None:
    step = chance.choice([one for one in steps if "outcomes" in one or "to" in one])
    holder = chance.choice(list(step["outcomes"])) if "outcomes" in step else step
    holder["to"] = chance.choice([one["id"] for one in steps])


def _lead_nowhere(steps: list[dict[str, Any]], chance: random.Random) -> None:
    step = chance.choice([one for one in steps if "to" in one])
    step["to"] = "nowhere"


def _remove(steps: list[dict[str, Any]], chance: random.Random) -> None:
    steps.remove(chance.choice(steps))


def _other_act(steps: list[dict[str, Any]], chance: random.Random) -> None:
    step = chance.choice([one for one in steps if "outcomes" in one])
    outcome = chance.choice(list(step["outcomes"]))
    outcome["act"] = chance.choice(
        ("accept", "forward", "approve", "refuse", "return_result", "send_back")
    )


def _only_conditions(steps: list[dict[str, Any]], chance: random.Random) -> None:
    """Every way out is offered only to some: whoever is none of them is stuck."""
    step = chance.choice([one for one in steps if "outcomes" in one])
    for outcome in step["outcomes"]:
        outcome["when"] = chance.choice(CONDITIONS)


def _needs_the_impossible(steps: list[dict[str, Any]], chance: random.Random) -> None:
    step = chance.choice([one for one in steps if "outcomes" in one])
    for outcome in step["outcomes"]:
        outcome |= {"needs": "copies > 100", "needs_message": _said("Không thể.")}


def _twice(steps: list[dict[str, Any]], chance: random.Random) -> None:
    steps.append(dict(chance.choice(steps)))


def _nobody(steps: list[dict[str, Any]], chance: random.Random) -> None:
    chance.choice([one for one in steps if "role" in one])["role"] = "wizard"


def _endless(steps: list[dict[str, Any]], chance: random.Random) -> None:
    for step in steps:
        if step["id"] in ("issue_result", "issue_refusal"):
            step["to"] = "sign"


def _no_way_back(steps: list[dict[str, Any]], chance: random.Random) -> None:
    """Somebody has no means to say that an earlier step left something out."""
    step = chance.choice([one for one in steps if one["id"] in ("sign", "refuse", "seal_refusal")])
    step["outcomes"] = [one for one in step["outcomes"] if one["act"] != "send_back"]


DAMAGES = (
    *(_lead_elsewhere, _lead_elsewhere, _lead_nowhere, _remove, _other_act, _only_conditions),
    *(_needs_the_impossible, _twice, _nobody, _endless, _no_way_back),
)
