"""Personal data at rest: keys, envelopes, blind indexes and the model fields that use them. Knows
no app.
"""
