"""Planted bugs in what comes in and goes out: text, files, tables, letters of papers, the check of
a file.
"""

from __future__ import annotations

from tests.planted import Planted

TEXT, CODES = "tests/organisations/test_text.py", "tests/documents/test_codes.py"
HONEST, SHEETS = "tests/forms/test_honest_files.py", "tests/organisations/test_excel_cells.py"
LETTERS, CHECK = "tests/documents/test_letters.py", "tests/portal/test_verify.py"

PLANTED = [
    Planted(
        "Q1",
        "non-characters, which XML cannot hold, are kept",
        "foundation/text.py",
        '    return ord(character) & 0xFFFE == 0xFFFE or "\\ufdd0" <= character <= "\\ufdef"  # non-characters\n',
        "    return False\n",
        TEXT,
    ),
    Planted(
        "Q2",
        "of two codes copied together the first is guessed",
        "documents/codes.py",
        "    return held.pop() if len(held) == 1 else whole\n",
        "    return held.pop() if held else whole\n",
        f"{CODES} -k none_is_guessed",
    ),
    Planted(
        "Q3",
        "an amount with two readings is guessed",
        "foundation/numbers.py",
        "    if len(parts) == 3:\n        raise TwoReadings",
        "    if len(parts) == 9:\n        raise TwoReadings",
        "tests/organisations/test_numbers.py",
    ),
    Planted(
        "Q4",
        "a box of a date bursts the calendar",
        "forms/plain_answers.py",
        "    if not digits.isdecimal() or len(digits) > 4:\n",
        "    if not digits.isdecimal():\n",
        "tests/forms/test_plain_answers.py -k bursts_the_calendar",
    ),
    Planted(
        "Q5",
        "broken notes break the picture",
        "forms/files/picture_judging.py",
        "    except Exception:\n        return opened.copy()\n",
        "    except KeyError:\n        return opened.copy()\n",
        f"{HONEST} -k however_its_notes",
    ),
    Planted(
        "Q6",
        "an action may go on to anything",
        "forms/files/pdf_judging.py",
        ' and (_does_more(action) or "/Next" in action):',
        " and _does_more(action):",
        f"{HONEST} -k hides_or_calls",
    ),
    Planted(
        "Q7",
        "a file inside is known by its type alone",
        "forms/files/pdf_judging.py",
        "ATTACHED = {\n"
        '    "/EF",\n'
        '    "/AF",\n'
        '    "/RF",\n'
        '    "/EmbeddedFiles",\n'
        '    "/EmbeddedFile",\n'
        '    "/FileAttachment",\n'
        '    "/AdditionalStreams",\n'
        "}",
        'ATTACHED = {"/EmbeddedFiles", "/EmbeddedFile", "/FileAttachment", "/AdditionalStreams"}',
        f"{HONEST} -k hides_or_calls",
    ),
    Planted(
        "Q8",
        "clusters are joined in the shaper's order alone",
        "documents/conversion/joined_letters.py",
        "    return [shaped, typed] if typed != shaped and order[0] not in typed else [shaped]\n",
        "    return [shaped]\n",
        f"{LETTERS} -k another_script",
    ),
    Planted(
        "Q9",
        "a long word is broken only where its whole line is too short",
        "documents/conversion/typesetting.py",
        " * (_WIDE if _is_justified(run) else 1)",
        "",
        f"{LETTERS} -k line_of_gaps",
    ),
    Planted(
        "Q10",
        "a file that is not the sealed one is called genuine",
        "portal/templates/portal/public/verdict.html",
        '{% elif file and file != "SEALED" %}',
        '{% elif file == "X" %}',
        f"{CHECK} -k never_called_genuine",
    ),
    Planted(
        "Q11",
        "lines that the file lacks are not looked for",
        "portal/public/verify.py",
        '    if not said.strip() or f" {wanted} " in said:\n',
        "    if True:\n",
        f"{CHECK} -k copy_does_not_say",
    ),
    Planted(
        "Q12",
        "hidden rows are imported unseen",
        "foundation/spreadsheet_marks.py",
        '            if element.get("hidden") in _TRUE:\n                marks.rows.add(row)\n',
        "",
        f"{SHEETS} -k hidden_rows",
    ),
    Planted(
        "Q13",
        "a formula without a value is an empty cell",
        "foundation/spreadsheet_marks.py",
        '    return "v" not in held or not held["v"].text\n',
        "    return False\n",
        f"{SHEETS} -k nobody_worked_out",
    ),
    Planted(
        "Q14",
        "a payer whose words begin like a sum has paid nothing",
        "payments/statements.py",
        "    if day and not _SUMS.match(fold(day)):\n        return any(map(_WHOLLY_SUM.fullmatch, says))\n",
        "",
        "tests/payments/test_statements.py -k begin_like_a_sum",
    ),
    Planted(
        "Q15",
        "a quote never closed swallows the rows behind it",
        "foundation/csv_rows.py",
        "            waiting.extendleft(reversed(used))\n",
        "            pass\n",
        "tests/organisations/test_csv_rows.py",
    ),
    Planted(
        "P8",
        "LibreOffice gets no faces",
        "documents/conversion/libreoffice.py",
        "        _lay_out_faces(folder, ready)\n",
        "",
        "tests/documents/test_libreoffice.py -k other_scripts",
    ),
    Planted(
        "P8",
        "what LibreOffice started lives on",
        "documents/conversion/libreoffice.py",
        "            os.killpg(office.pid, signal.SIGKILL)\n",
        "            office.kill()\n",
        "tests/documents/test_libreoffice.py -k hanging",
    ),
    Planted(
        "P8",
        "a document that LibreOffice cannot read counts as a program that is away",
        "documents/conversion/libreoffice.py",
        "        if status or not made.exists():\n",
        "        if status:\n",
        "tests/documents/test_libreoffice.py -k blames",
    ),
]
