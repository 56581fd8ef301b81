"""Who stands in for whom, and which roles wait for the head's word."""
