"""A plan as versions: read from what somebody wrote, checked, frozen, put in force by a second
person.
"""
