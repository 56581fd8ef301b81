"""How dates are typed and shown, where Django's own table for a language does not do as people
do.
"""
