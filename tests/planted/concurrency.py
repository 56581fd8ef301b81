"""Bugs planted for group B (concurrency)."""

from tests.planted import Planted

RACES = "tests/workflows/test_races.py"

PLANTED = [
    Planted(
        "B1",
        "the dossier is not locked",
        "workflows/act.py",
        'Dossier.objects.select_for_update(of=("self",)).select_related',
        "Dossier.objects.select_related",
        f"{RACES} -k officers_decide",
        postgres=True,
    ),
    Planted(
        "B1",
        "a key that was used is not remembered",
        "workflows/act.py",
        '    return Entry.objects.filter(key=key).select_related("dossier").first()',
        "    return None",
        "tests/workflows/test_actions.py",
    ),
    Planted(
        "B2",
        "a task that somebody has is taken all the same",
        "workflows/actions/shared.py",
        "    if not permissions.is_free_for(actor, item, post):\n        raise AlreadyDone(by=str(item.owner))\n",
        "",
        f"{RACES} -k empty_a_queue",
        postgres=True,
    ),
    Planted(
        "B3",
        "the number book is not locked",
        "documents/numbers.py",
        "    books = NumberBook.objects.select_for_update()",
        "    books = NumberBook.objects.all()",
        "tests/documents/test_numbers_at_once.py -k postgresql",
    ),
    Planted(
        "B4",
        "a draft is filed without its lock",
        "workflows/actions/applicant.py",
        "        draft = (\n"
        '            Draft.objects.select_for_update(of=("self",))\n'
        '            .select_related("version__procedure")\n'
        "            .get(pk=draft.pk)\n"
        "        )",
        '        draft = Draft.objects.select_related("version__procedure").get(pk=draft.pk)',
        f"{RACES} -k sent_twice",
        postgres=True,
    ),
    Planted(
        "B8",
        "whoever matched may sign",
        "workflows/permissions/tasks.py",
        "    apart = definition.step(item.step).not_same_person_as",
        "    apart = ()",
        "tests/races/test_decisions.py -k nobody_signs",
    ),
    Planted(
        "B5",
        "the last window that saves wins",
        "portal/shared/merge_answers.py",
        "        elif mark(now.get(name)) in (shown[name], mark(value)):\n",
        "        elif True:\n",
        "tests/races/test_edits.py -k windows",
    ),
    Planted(
        "B5",
        "the last administrator who saves wins",
        "foundation/edit_conflicts.py",
        '        if now is not None and self._fingerprint(now) != given.get("seen"):\n',
        "        if False:\n",
        "tests/races/test_administrators.py -k save",
    ),
    Planted(
        "B5",
        "the last who publishes wins",
        "workflows/procedure/publishing.py",
        "        if same is None and newer is not None:\n",
        "        if False:\n",
        "tests/races/test_administrators.py -k publish",
    ),
    Planted(
        "B3",
        "the year is that of London",
        "documents/numbers.py",
        "    return timezone.localtime(moment, timezone.get_default_timezone()).year",
        "    return moment.year",
        "tests/races/test_numbers.py -k year",
    ),
    Planted(
        "B3",
        "a restored book goes on where its copy stood",
        "operation/restoring.py",
        "        last = max(book.last, seen.get(name, book.last + gap))\n",
        "        last = book.last\n",
        "tests/races/test_numbers.py -k restore",
    ),
    Planted(
        "B1",
        "an opinion counts though the others' sufficed meanwhile",
        "workflows/act.py",
        "        return doing(act, locked_item(item, act.dossier), *args, **kwargs)\n",
        "        item.process = act.dossier\n        return doing(act, item, *args, **kwargs)\n",
        "tests/races/test_consultations.py",
        postgres=True,
    ),
    Planted(
        "B1",
        "a vote is taken though the council was closed meanwhile",
        "workflows/actions/council.py",
        "        item = locked_item(item, dossier)\n        if not ballots:",
        "        if not ballots:",
        "tests/races/test_council_votes.py -k closed",
        postgres=True,
    ),
    Planted(
        "B1",
        "who apologised may extend as well",
        "workflows/permissions/dossiers.py",
        "    return not extensions.has_promised(dossier)",
        "    return not page.extended",
        "tests/races/test_promises.py -k last_moment",
        postgres=True,
    ),
    Planted(
        "B1",
        "who waited for a dossier that was handed over meets an error",
        "workflows/act.py",
        "        except Dossier.DoesNotExist:\n",
        "        except ZeroDivisionError:\n",
        "tests/races/test_moves.py -k handed_over",
        postgres=True,
    ),
]
