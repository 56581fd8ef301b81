"""A site to try: its people, its dossiers, its way in."""
