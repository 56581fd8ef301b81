"""Bugs planted for what applicants and offices write to each other, and what officers note."""

from tests.planted import Planted

REMARKS = "tests/conversation/test_remarks.py"
NOTES = "tests/conversation/test_notes.py"
QUESTIONS = "tests/conversation/test_questions.py"

PLANTED = [
    Planted(
        "D1",
        "any officer writes to any applicant",
        "conversation/remarks.py",
        "    if post is None or not Reader(actor).towards(act.dossier).may(What.THREAD):\n",
        "    if post is None:\n",
        f"{REMARKS} -k only_who_reads",
    ),
    Planted(
        "H1",
        "the words of a remark stand in the journal",
        "conversation/remarks.py",
        "    return act.record(ANSWER_APPLICANT if office else ASK_OFFICE)\n",
        "    return act.record(ANSWER_APPLICANT if office else ASK_OFFICE, reason=text)\n",
        f"{REMARKS} -k no_word",
    ),
    Planted(
        "D1",
        "somebody else's upload goes along with a remark",
        "conversation/remarks.py",
        "        if stored is None or stored.uploaded_by_id != actor.pk:\n",
        "        if stored is None:\n",
        f"{REMARKS} -k own_files",
    ),
    Planted(
        "H2",
        "a remark outlives the erasure of its dossier",
        "privacy/retention.py",
        "    Remark.objects.filter(thread__dossier=dossier).update(**shredded)\n",
        "",
        f"{REMARKS} -k erased",
    ),
    Planted(
        "D1",
        "whoever may not read a note is mentioned in it",
        "conversation/notes.py",
        "    if chosen - {one.pk for one in able}:\n",
        "    if chosen - set(User.objects.values_list('pk', flat=True)):\n",
        f"{NOTES} -k not_mentioned",
    ),
    Planted(
        "D1",
        "the desk reads what those who decide note",
        "conversation/notes.py",
        "    if not standing.may(What.NOTES):\n        return []\n",
        "    if not standing.may(What.DOSSIER):\n        return []\n",
        f"{NOTES} -k neither_desk",
    ),
    Planted(
        "D1",
        "any office answers a question that was put to another",
        "conversation/questions.py",
        "        if post.role in ANSWERING and post.authority_id == thread.office_id and post.reaches(slug)\n",
        "        if post.role and post.reaches(slug)\n",
        f"{QUESTIONS} -k that_office",
    ),
    Planted(
        "D1",
        "somebody else's question is linked to one's dossier",
        "conversation/questions.py",
        "filter(pk=pk, asker=actor).first()",
        "filter(pk=pk).first()",
        f"{QUESTIONS} -k own_question",
    ),
]
