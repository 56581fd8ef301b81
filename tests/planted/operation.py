"""Planted bugs of section J (operation): what keeps files, and what brings them back."""

from tests.planted import Planted

PLANTED = [
    Planted(
        "J1", "a file's name is not forced to the disk", "filestore/folder.py",
        "        sync_folder(target.parent)\n        return name", "        return name",
        "tests/filestore -k on_the_disk",
    ),
    Planted(
        "J1", "a file is shown before it is on the disk", "filestore/folder.py",
        "            file.flush()\n            os.fsync(file.fileno())\n", "            file.flush()\n",
        "tests/filestore -k on_the_disk",
    ),
    Planted(
        "J1", "the bucket keeps a second copy under another name", "filestore/bucket.py",
        "        return name\n", '        return f"{name}-again"\n',
        "tests/filestore -k under_the_name",
    ),
]  # fmt: skip
