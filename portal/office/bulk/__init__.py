"""One answer for many tasks of a queue: choosing them, confirming, watching how it goes."""
