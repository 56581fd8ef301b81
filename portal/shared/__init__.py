"""Parts that several faces show: pages of the form, files of a dossier, ways to pay, who is at a
desk.
"""
