"""Copies of a whole site for the day it is lost: taken while it works, encrypted, brought back and
checked at once.
"""
