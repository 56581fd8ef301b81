"""The administration's pages of the engine; each module registers its own."""

from workflows.admin import engine, procedures, reforms, unwanted, version_moves

__all__ = ["engine", "procedures", "reforms", "unwanted", "version_moves"]
