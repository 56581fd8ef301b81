"""The public's face: procedures, following a dossier, checking a paper, licences, figures."""
