"""Signing in through an identity provider (OpenID Connect): VNeID, and any other by settings."""
