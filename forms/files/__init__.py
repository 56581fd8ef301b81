"""Uploads, distrusted: judged, scanned, withheld, limited, tidied away."""
