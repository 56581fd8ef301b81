"""What is read across dossiers: queues, logbook, control slip."""
