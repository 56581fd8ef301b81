"""Books that officers keep by hand: licences from before the system."""
