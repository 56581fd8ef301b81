"""What knows no authority and no dossier: texts, tables, archives, child processes, leases.
Everybody may use it.
"""
