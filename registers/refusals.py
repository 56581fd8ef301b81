"""What every register raises when it cannot take what it is told."""


class RegisterRefused(ValueError):
    """The register would contradict itself; the text is a sentence for the officer."""
