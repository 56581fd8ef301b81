"""That a file is not taken. Nothing of Django: the child that judges files has no settings."""


class Refused(Exception):
    """The file is not taken; the argument is the reason's name in
    `forms.files.parsing.SENTENCES`.
    """
